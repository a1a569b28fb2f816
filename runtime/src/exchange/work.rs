//! That no reply of the permitted size takes more than a moment, whatever its shape: work grows with its length.

use std::time::{Duration, Instant};

use payspec_table::{
    Code, CodeTable, Condition, Decision, Encoding, Field, Identity, Kind, Operation, OrderState, Provider,
    Purpose, RequestTable, ResponseTable, Role, Tier, TierName, Verification, ViewEntry, Written,
};

use super::*;
use crate::{Credentials, DynamicRequest, SystemAmbient};

const LIMIT: usize = 1 << 20;

static CODES: &[CodeTable] =
    &[CodeTable::new("status", const { &[Code::new("1", "Paid", "").state(OrderState::Paid)] })];
static ORDER: &[Field] = &[
    Field::text("no", "").required(),
    Field::text("mid", "").required(),
    Field::new("status", "", Kind::code("status")),
    Field::text("a", "").when(const { &[Condition::is(&["orders", EACH, "status"], &["1"])] }),
    Field::text("b", "").when(const { &[Condition::absent(&["orders", EACH, "status"])] }),
    Field::text("c", "").when(const { &[Condition::is(&["code"], &["0"])] }),
];
static FIELDS: &[Field] = &[
    Field::text("code", "").required(),
    Field::new("orders", "", Kind::objects(ORDER)).written(Written::JsonText),
];
static TIERS: &[Tier] = &[Tier::new(TierName::Business, &["code"], &["0"])];

fn provider(encoding: Encoding, identity: &'static [Identity]) -> Provider {
    let response = ResponseTable::new(
        encoding,
        FIELDS,
        Verification::Unsigned,
        Decision::new(TIERS, &["orders", EACH, "status"]),
    )
    .identity(identity)
    .view(
        const {
            &[
                ViewEntry::new(Role::MerchantOrderNo, &["orders", EACH, "no"]),
                ViewEntry::new(Role::MerchantNo, &["orders", EACH, "mid"]),
            ]
        },
    )
    .orders(&["orders"]);
    let request = RequestTable::new(const { &[Encoding::Form] }, &[]);
    Provider {
        operations: vec![Operation::new("ask", "", Purpose::OrderQueryBatch, request, response)].into(),
        code_tables: CODES.to_vec().into(),
        ..Provider::new("work", "", "CNY")
    }
}

/// So many pieces that the body stays below the limit.
fn repeated(length: usize, piece: impl Fn(usize) -> String, joint: &str) -> String {
    let mut text = String::with_capacity(length + 64);
    for index in 0.. {
        if index > 0 {
            text.push_str(joint);
        }
        text.push_str(&piece(index));
        if text.len() > length {
            break;
        }
    }
    text
}

fn check(what: &str, encoding: Encoding, identity: &'static [Identity], body: String) {
    assert!(body.len() < LIMIT, "{what}: {}", body.len());
    let credentials = Credentials::new().text("mid", "1");
    let endpoint = Endpoint::new(provider(encoding, identity), "https://a.example", credentials);
    let exchange = endpoint.prepare("ask", &DynamicRequest::new(), None, &SystemAmbient).unwrap();
    let incoming = Incoming { status: 200, headers: Vec::new(), body: body.into_bytes() };
    let start = Instant::now();
    let _ = exchange.receive(&incoming);
    let took = start.elapsed();
    // Less than one second without optimisation; minutes where each piece looks at each other one.
    assert!(took < Duration::from_secs(10), "{what}: {took:?}");
}

const HALF: usize = LIMIT / 2 - 200;
const WHOLE: usize = LIMIT - 400;

#[test]
fn many_members_beside_many_orders() {
    let members = repeated(HALF, |index| format!("\"{index:x}\":1"), ",");
    let orders = repeated(HALF, |_| "{}".to_owned(), ",");
    check("empty", Encoding::Json, &[], format!(r#"{{"code":"0",{members},"orders":[{orders}]}}"#));
    let orders = repeated(HALF, |_| r#"{"mid":1}"#.to_owned(), ",");
    check(
        "identity",
        Encoding::Json,
        const { &[Identity::credential(&["orders", EACH, "mid"], "mid")] },
        format!(r#"{{"code":"0",{members},"orders":[{orders}]}}"#),
    );
    let orders = repeated(WHOLE, |_| "{}".to_owned(), ",");
    check("orders", Encoding::Json, &[], format!(r#"{{"code":"0","orders":[{orders}]}}"#));
    check("text", Encoding::Json, &[], format!(r#"{{"code":"0","orders":"[{orders}]"}}"#));
}

#[test]
fn json_of_every_shape() {
    let shapes = [
        ("names", format!("{{{}}}", repeated(WHOLE, |index| format!("\"{index:x}\":1"), ","))),
        ("objects", format!("{{\"code\":[{}]}}", repeated(WHOLE, |_| r#"{"a":1,"b":2}"#.to_owned(), ","))),
        ("escapes", format!("{{\"code\":\"{}\"}}", repeated(WHOLE, |_| "\\u0041".to_owned(), ""))),
        (
            "escaped names",
            format!("{{{}}}", repeated(WHOLE, |index| format!("\"\\u0041{index:x}\":\"\\n\""), ",")),
        ),
        ("brackets", "[".repeat(WHOLE)),
        ("deep", format!("{{\"a\":{}", "{\"a\":".repeat(WHOLE / 6))),
        (
            "levels",
            format!(
                "{{\"code\":[{}]}}",
                repeated(WHOLE, |_| format!("{}{}", "[".repeat(29), "]".repeat(29)), ",")
            ),
        ),
        ("number", format!("{{\"code\":{}}}", "1".repeat(WHOLE))),
        ("blanks", format!("{{{}}}", " ".repeat(WHOLE))),
        ("one name", format!("{{\"{}\":1}}", "a".repeat(WHOLE))),
    ];
    for (what, body) in shapes {
        check(what, Encoding::Json, &[], body);
    }
}

#[test]
fn xml_of_every_shape() {
    let shapes = [
        ("names", repeated(WHOLE, |index| format!("<a{index:x}/>"), "")),
        ("orders", repeated(WHOLE, |_| "<orders><a/></orders>".to_owned(), "")),
        ("orders and names", repeated(WHOLE, |index| format!("<orders><a/></orders><a{index:x}/>"), "")),
        ("references", format!("<a>{}</a>", repeated(WHOLE, |_| "&amp;".to_owned(), ""))),
        ("sections", format!("<a>{}</a>", repeated(WHOLE, |_| "<![CDATA[]]>".to_owned(), ""))),
        ("comments", repeated(WHOLE, |_| "<!---->".to_owned(), "")),
        ("attributes", format!("<a {}/>", repeated(WHOLE, |index| format!("a{index:x}=''"), " "))),
        ("attributes of many", repeated(WHOLE, |_| "<a a='' b='' c=''/>".to_owned(), "")),
        ("deep", "<a>".repeat(WHOLE / 3)),
        ("open brackets", "<".repeat(WHOLE)),
        ("ampersands", "&".repeat(WHOLE)),
        ("brackets", format!("<a>{}</a>", "]".repeat(WHOLE))),
        ("blanks", " ".repeat(WHOLE)),
    ];
    for (what, inside) in shapes {
        let encoding = Encoding::Xml { root: "r".into(), cdata: false };
        check(what, encoding, &[], format!("<r><code>0</code>{inside}</r>"));
    }
}

#[test]
fn forms_of_every_shape() {
    for (what, body) in [
        ("names", repeated(WHOLE, |index| format!("{index:x}"), "&")),
        ("ampersands", "&".repeat(WHOLE)),
        ("equals", "=".repeat(WHOLE)),
        ("percents", "%41".repeat(WHOLE / 3)),
    ] {
        check(what, Encoding::Form, &[], format!("code=0&{body}"));
    }
}
