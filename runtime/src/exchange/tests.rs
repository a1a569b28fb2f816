use payspec_table::{
    Advice, Code, CodeTable, Condition, Credential, CredentialKind, Decision, Encoding, Field, Identity,
    Kind, MoneyUnit, OrderState, Presence, Provider, Purpose, RequestTable, ResponseTable, Role, Source,
    Tier, TierName, ViewEntry, Written,
};

use super::*;
use crate::{Against, Credentials, DynamicRequest, Found, Refusal, Retry, SystemAmbient, VouchedBy};

// Replies of this provider are not signed, so that each test can say what comes; verification has tests of its own.

static CODE_TABLES: &[CodeTable] = &[
    CodeTable::new("result", RESULTS),
    CodeTable::new("status", STATES),
    CodeTable::new("error", ERRORS),
    CodeTable::new("channel", CHANNELS),
];
static RESULTS: &[Code] = &[
    Code::new("0", "Success", "成功"),
    Code::new("02", "Paying", "支付中").advice(Advice::InProgress),
    Code::new("88", "RefundAccepted", "退款受理成功").state(OrderState::Refunding),
];
static STATES: &[Code] = &[
    Code::new("0", "Created", "待支付").state(OrderState::Pending),
    Code::new("1", "Paid", "支付成功").aliases(const { &["支付成功"] }).state(OrderState::Paid),
    Code::new("9", "Odd", "没有含义"),
];
static ERRORS: &[Code] = &[
    Code::new("-1", "Stopped", "参数错误").advice(Advice::Stop),
    Code::new("-4", "Working", "处理中").advice(Advice::InProgress),
];
static CHANNELS: &[Code] = &[Code::new("wechat", "WeChat", "微信")];

static REQUEST: &[Field] = &[
    Field::text("mid", "").required().source(Source::Credential(payspec_table::Str::Borrowed("mid"))),
    Field::new("orderNo", "", Kind::joined(",")),
];
static ORDER: &[Field] = &[
    Field::text("orderNo", "").required(),
    Field::new("amount", "", Kind::Money(MoneyUnit::Yuan)),
    Field::text("currency", ""),
    Field::new("type", "", Kind::code("channel")),
    Field::new("payDate", "", Kind::date(&["yyyyMMdd"])),
    Field::new("payTime", "", Kind::time(&["HHmmss"])),
    Field::new("status", "", Kind::code("status")),
];
static SINGLE: &[Field] = &[
    Field::new("code", "", Kind::code("result")).required(),
    Field::new("error", "", Kind::code("error")),
    Field::text("words", ""),
    Field::text("mid", ""),
    Field::text("orderNo", ""),
    Field::new("amount", "", Kind::Money(MoneyUnit::Yuan)),
    Field::new("status", "", Kind::code("status")).when(const { &[Condition::is(&["code"], &["0"])] }),
];
static SEVERAL: &[Field] = &[
    Field::new("code", "", Kind::code("result")).required(),
    Field::new("orders", "", Kind::objects(ORDER)).written(Written::JsonText),
];
static TIERS: &[Tier] = &[Tier::new(TierName::Business, &["code"], &["0"]).code(&["error"]).text(&["words"])];
static SINGLE_IDENTITY: &[Identity] =
    &[Identity::credential(&["mid"], "mid").trimmed(), Identity::request(&["orderNo"], "orderNo")];
static SINGLE_VIEW: &[ViewEntry] = &[ViewEntry::new(Role::Amount, &["amount"])];
static SEVERAL_IDENTITY: &[Identity] =
    &[Identity::request(&["orders", EACH, "orderNo"], "orderNo").trimmed()];
static SEVERAL_VIEW: &[ViewEntry] = &[
    ViewEntry::new(Role::MerchantOrderNo, &["orders", EACH, "orderNo"]),
    ViewEntry::new(Role::Amount, &["orders", EACH, "amount"]),
    ViewEntry::new(Role::Currency, &["orders", EACH, "currency"]),
    ViewEntry::new(Role::Channel, &["orders", EACH, "type"]),
    ViewEntry::new(Role::PaidDate, &["orders", EACH, "payDate"]),
    ViewEntry::new(Role::PaidTime, &["orders", EACH, "payTime"]),
];
pub(super) static OPERATIONS: &[Operation] = &[
    Operation::new(
        "single",
        "",
        Purpose::OrderQuery,
        RequestTable::new(const { &[Encoding::Form] }, REQUEST),
        ResponseTable::new(Encoding::Json, SINGLE, Verification::Unsigned, Decision::new(TIERS, &["status"]))
            .identity(SINGLE_IDENTITY)
            .view(SINGLE_VIEW),
    ),
    Operation::new(
        "several",
        "",
        Purpose::OrderQueryBatch,
        RequestTable::new(const { &[Encoding::Form] }, REQUEST),
        ResponseTable::new(
            Encoding::Json,
            SEVERAL,
            Verification::Unsigned,
            Decision::new(TIERS, &["orders", EACH, "status"]),
        )
        .identity(SEVERAL_IDENTITY)
        .view(SEVERAL_VIEW)
        .orders(&["orders"]),
    ),
];
pub(super) static PROVIDER: Provider = Provider::new("test", "", "CNY")
    .credentials(const { &[Credential::new("mid", "", CredentialKind::Text)] })
    .code_tables(CODE_TABLES)
    .operations(OPERATIONS);

fn receive_expecting(operation: &str, body: &str, expected: Option<Money>) -> Result<Reply, Error> {
    let endpoint = Endpoint::new(&PROVIDER, "https://a.example", Credentials::new().text("mid", "M1"));
    let request = DynamicRequest::new().with("orderNo", "A,B");
    let request = if operation == "single" { request.with("orderNo", "A") } else { request };
    let exchange = endpoint.prepare(operation, &request, expected, &SystemAmbient).unwrap();
    exchange.receive(&Incoming { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() })
}

fn receive(operation: &str, body: &str) -> Result<Reply, Error> {
    receive_expecting(operation, body, None)
}

fn check_state(body: &str, expected: OrderState) -> Reply {
    let reply = receive("single", body).unwrap_or_else(|error| panic!("{body}: {error}"));
    assert_eq!(reply.state(), expected, "{body}");
    reply
}

fn refusal(body: &str) -> Refusal {
    match receive("single", body) {
        Err(Error::Refused(refusal)) => *refusal,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn only_a_listed_trade_state_decides() {
    let with = |status: &str| format!(r#"{{"code":"0","mid":"M1","orderNo":"A",{status}}}"#);
    let reply = check_state(&with(r#""status":1"#), OrderState::Paid);
    assert_eq!(reply.order().state_text.as_deref(), Some("1"));
    assert_eq!(reply.vouched_by(), VouchedBy::Transport);
    check_state(&with(r#""status":"支付成功""#), OrderState::Paid);
    check_state(&with(r#""status":"0""#), OrderState::Pending);
    check_state(&with(r#""status":"9""#), OrderState::Unknown);
    let reply = check_state(&with(r#""status":"13""#), OrderState::Unknown);
    assert_eq!(reply.order().state_text.as_deref(), Some("13"));
    assert_eq!(reply.deviations().len(), 1);
    check_state(&with(r#""status":" 1""#), OrderState::Unknown);
    check_state(&with(r#""status":"""#), OrderState::Unknown);
}

#[test]
fn a_promised_state_that_is_missing_is_no_state() {
    let error = receive("single", r#"{"code":"0","mid":"M1","orderNo":"A"}"#).unwrap_err();
    assert!(matches!(&error, Error::Incomplete { field } if field == "status"), "{error}");
    let error = receive("single", r#"{"status":"1","mid":"M1","orderNo":"A"}"#).unwrap_err();
    assert!(matches!(&error, Error::Incomplete { field } if field == "code"), "{error}");
    let error = receive("single", r#"{"code":"0","mid":"M1","orderNo":"A","status":{"0":"1"}}"#).unwrap_err();
    assert!(matches!(&error, Error::Unreadable { field, .. } if field == "status"), "{error}");
}

#[test]
fn a_tier_decides_what_its_codes_say_and_the_trade_state_is_not_read() {
    check_state(r#"{"code":"02","status":"1"}"#, OrderState::Pending);
    check_state(r#"{"code":"7","error":"-4","status":"1"}"#, OrderState::Pending);
    check_state(r#"{"code":"88","mid":"M1","orderNo":"A","status":"1"}"#, OrderState::Refunding);
}

#[test]
fn a_state_that_a_tier_gives_still_needs_its_order_unless_it_is_pending() {
    let error = receive("single", r#"{"code":"88"}"#).unwrap_err();
    assert!(matches!(error, Error::Mismatch { found: Found::Missing, .. }), "{error}");
}

#[test]
fn every_other_code_is_a_refusal_with_what_the_table_says_of_it() {
    let refused = refusal(r#"{"code":"7","error":"-1","words":"缺少参数"}"#);
    assert_eq!((&*refused.code, refused.title.as_deref()), ("-1", Some("参数错误")));
    assert_eq!((refused.text.as_deref(), refused.authentic), (Some("缺少参数"), true));
    assert_eq!(refused.retry(), Retry::Pointless);
    let unlisted = refusal(r#"{"code":"001100WN"}"#);
    assert_eq!(
        (&*unlisted.code, unlisted.title.as_deref(), unlisted.retry()),
        ("001100WN", None, Retry::Later)
    );
}

#[test]
fn a_refusal_about_somebody_else_is_a_mismatch_and_one_about_nobody_is_a_refusal() {
    let error = receive("single", r#"{"code":"7","mid":"M2"}"#).unwrap_err();
    assert!(matches!(error, Error::Mismatch { found: Found::Different, .. }), "{error}");
    refusal(r#"{"code":"7","mid":""}"#);
}

#[test]
fn the_order_and_the_merchant_must_be_those_that_were_asked_for() {
    let fails = |body: &str, field: &str, found: Found| {
        let error = receive("single", body).unwrap_err();
        assert!(
            matches!(&error, Error::Mismatch { field: f, found: w, .. } if f == field && *w == found),
            "{body}: {error}"
        );
    };
    check_state(r#"{"code":"0","mid":" M1 ","orderNo":"A","status":"1"}"#, OrderState::Paid);
    fails(r#"{"code":"0","mid":"M2","orderNo":"A","status":"1"}"#, "mid", Found::Different);
    fails(r#"{"code":"0","mid":"M1","orderNo":"B","status":"1"}"#, "orderNo", Found::Different);
    fails(r#"{"code":"0","mid":"M1","orderNo":{},"status":"1"}"#, "orderNo", Found::Different);
    fails(r#"{"code":"0","mid":"M1","status":"1"}"#, "orderNo", Found::Missing);
    fails(r#"{"code":"0","mid":"M1","orderNo":"","status":"0"}"#, "orderNo", Found::Missing);
}

#[test]
fn a_paid_order_without_the_expected_amount_is_a_mismatch_and_an_unpaid_one_is_not() {
    let check = |amount: &str, status: &str| {
        let body = format!(r#"{{"code":"0","mid":"M1","orderNo":"A","status":"{status}"{amount}}}"#);
        match receive_expecting("single", &body, Some(Money::cny(523_000))) {
            Ok(_) => None,
            Err(Error::Mismatch { found, against: Against::Amount, .. }) => Some(found),
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(check(r#","amount":5230.00"#, "1"), None);
    assert_eq!(check(r#","amount":5230.01"#, "1"), Some(Found::Different));
    for amount in ["5230.001", "\"5,230.00\"", "\" \"", "{}", "[]", "true"] {
        assert_eq!(check(&format!(r#","amount":{amount}"#), "1"), Some(Found::Unreadable), "{amount}");
    }
    for amount in ["null", "\"\""] {
        assert_eq!(check(&format!(r#","amount":{amount}"#), "1"), Some(Found::Missing), "{amount}");
    }
    assert_eq!(check(r#","amount":"x""#, "0"), None);
    assert_eq!(check("", "1"), Some(Found::Missing));
    assert_eq!(check("", "0"), None);
    assert_eq!(check(r#","amount":1"#, "0"), Some(Found::Different));
}

#[test]
fn several_orders_come_as_a_list_or_as_a_text_that_holds_one() {
    let orders = r#"[{"orderNo":" B","amount":1.5,"type":"wechat","payDate":"20191231","payTime":"235959","status":1},{"orderNo":"A","currency":"usd","amount":"2","status":7}]"#;
    for shown in [orders.to_owned(), format!("\"{}\"", orders.replace('"', "\\\""))] {
        let reply = receive("several", &format!(r#"{{"code":"0","orders":{shown}}}"#)).unwrap();
        let [first, second] = reply.orders() else { panic!("{reply:?}") };
        assert_eq!((first.state, second.state), (OrderState::Paid, OrderState::Unknown));
        assert_eq!(first.merchant_order_no.as_deref(), Some(" B"));
        assert_eq!(first.amount, Some(Money::cny(150)));
        assert_eq!(second.amount.map(|amount| amount.to_string()).as_deref(), Some("2.00 USD"));
        assert_eq!(first.paid_at.map(|time| time.to_string()).as_deref(), Some("2019-12-31T23:59:59+08:00"));
        assert_eq!(first.channel.as_ref().and_then(|channel| channel.title.as_deref()), Some("微信"));
        assert_eq!(reply.state(), OrderState::Unknown);
    }
}

#[test]
fn a_foreign_or_a_repeated_order_spoils_the_whole_list() {
    let check = |numbers: &[&str], expected: Option<Found>| {
        let orders: Vec<_> = numbers.iter().map(|no| format!(r#"{{"orderNo":"{no}","status":1}}"#)).collect();
        let body = format!(r#"{{"code":"0","orders":[{}]}}"#, orders.join(","));
        let found = match receive("several", &body) {
            Ok(reply) => {
                assert_eq!(reply.orders().len(), numbers.len());
                None
            }
            Err(Error::Mismatch { found, .. }) => Some(found),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(found, expected, "{numbers:?}");
    };
    check(&[], None);
    check(&["B"], None);
    check(&["A", "C"], Some(Found::Different));
    check(&["A", "A,B"], Some(Found::Different));
    check(&["A", ""], Some(Found::Missing));
    check(&["A", " A"], Some(Found::Repeated));
}

#[test]
fn a_list_that_is_none_is_an_error_and_a_refusal_needs_no_list() {
    for (body, expected) in [
        (r#"{"code":"0"}"#, "incomplete"),
        (r#"{"code":"0","orders":"[{"}"#, "unreadable"),
        (r#"{"code":"0","orders":[1]}"#, "unreadable"),
        (r#"{"code":"7"}"#, "refused"),
    ] {
        let found = match receive("several", body).unwrap_err() {
            Error::Incomplete { .. } => "incomplete",
            Error::Unreadable { .. } => "unreadable",
            Error::Refused(_) => "refused",
            error => panic!("{error}"),
        };
        assert_eq!(found, expected, "{body}");
    }
    assert_eq!(
        receive("several", r#"{"code":"02"}"#).map(|reply| reply.state()).ok(),
        Some(OrderState::Pending)
    );
}

#[test]
fn a_body_that_is_no_message_is_malformed_and_one_that_is_too_large_is_not_read() {
    assert!(matches!(receive("single", "接口为可用状态"), Err(Error::Malformed(_))));
    assert!(matches!(receive("single", r#"{"code":"0","code":"1"}"#), Err(Error::Malformed(_))));
    let large = " ".repeat(1 << 20) + "{}";
    assert!(matches!(receive("single", &large), Err(Error::TooLarge { .. })));
}

#[test]
fn an_optional_state_that_is_missing_is_unknown() {
    let fields: Vec<Field> =
        SINGLE.iter().cloned().map(|field| Field { presence: Presence::Optional, ..field }).collect();
    let mut provider = PROVIDER.clone();
    let mut operation = OPERATIONS[0].clone();
    operation.response.fields = fields.into();
    provider.operations = vec![operation].into();
    let endpoint = Endpoint::new(provider, "https://a.example", Credentials::new().text("mid", "M1"));
    let exchange = endpoint.prepare("single", &DynamicRequest::new(), None, &SystemAmbient).unwrap();
    let body = br#"{"code":"0","mid":"M1","orderNo":"any: none was asked for"}"#.to_vec();
    let reply = exchange.receive(&Incoming { status: 200, headers: Vec::new(), body }).unwrap();
    assert_eq!(reply.state(), OrderState::Unknown);
    assert_eq!(reply.order().state_text, None);
}

#[test]
fn white_space_is_no_order_number_where_white_space_does_not_count() {
    let missing = |asked: &str, body: &str| {
        let endpoint = Endpoint::new(&PROVIDER, "https://a.example", Credentials::new().text("mid", "M1"));
        let request = DynamicRequest::new().with("orderNo", asked);
        let exchange = endpoint.prepare("several", &request, None, &SystemAmbient).unwrap();
        let incoming = Incoming { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() };
        let error = exchange.receive(&incoming).unwrap_err();
        assert!(matches!(error, Error::Mismatch { found: Found::Missing, .. }), "{body}: {error}");
    };
    missing("A, ", r#"{"code":"0","orders":[{"orderNo":"  ","status":1}]}"#);
    missing("A,B", r#"{"code":"0","orders":[{"orderNo":"\t","status":1}]}"#);
    // As in a reply that is empty: a refusal about nobody stays a refusal.
    refusal(r#"{"code":"7","mid":" "}"#);
}

#[test]
fn an_amount_cannot_be_expected_of_several_orders_at_once() {
    let endpoint = Endpoint::new(&PROVIDER, "https://a.example", Credentials::new().text("mid", "M1"));
    let request = DynamicRequest::new().with("orderNo", "A,B");
    let error = endpoint.prepare("several", &request, Some(Money::cny(1)), &SystemAmbient).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
}

#[test]
fn an_identity_inside_a_list_that_holds_no_orders_is_never_passed_over() {
    let mut provider = PROVIDER.clone();
    let mut operation = OPERATIONS[0].clone();
    let list = Field::new("items", "", Kind::objects(ORDER));
    operation.response.fields = SINGLE.iter().cloned().chain([list]).collect::<Vec<_>>().into();
    operation.response.identity = vec![Identity::request(&["items", EACH, "orderNo"], "orderNo")].into();
    provider.operations = vec![operation].into();
    let endpoint = Endpoint::new(provider, "https://a.example", Credentials::new().text("mid", "M1"));
    let request = DynamicRequest::new().with("orderNo", "A");
    let exchange = endpoint.prepare("single", &request, None, &SystemAmbient).unwrap();
    for no in ["A", "B"] {
        let body = format!(r#"{{"code":"0","status":"1","items":[{{"orderNo":"{no}"}}]}}"#).into_bytes();
        let error = exchange.receive(&Incoming { status: 200, headers: Vec::new(), body }).unwrap_err();
        assert!(matches!(error, Error::Mismatch { found: Found::Missing, .. }), "{error}");
    }
}

#[test]
fn a_request_that_its_encoding_cannot_carry_was_not_sent() {
    let mut provider = PROVIDER.clone();
    let mut operation = OPERATIONS[0].clone();
    operation.request.encodings = vec![Encoding::Xml { root: "no name".into(), cdata: false }].into();
    provider.operations = vec![operation].into();
    let endpoint = Endpoint::new(provider, "https://a.example", Credentials::new().text("mid", "M1"));
    let error = endpoint.prepare("single", &DynamicRequest::new(), None, &SystemAmbient).unwrap_err();
    assert_eq!((error.known(), error.retry()), (crate::Known::NothingSent, Retry::Pointless), "{error}");
}
