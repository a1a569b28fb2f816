use payspec_table::{Condition, Decision, Purpose, RequestTable, ResponseTable, Verification};

use super::*;
use crate::{DynamicRequest, FixedAmbient, wire};

static ITEM: &[Field] = &[
    Field::text("name", "").required().max_length(2),
    Field::text("colour", "").when(const { &[Condition::is(&["items", "[]", "name"], &["cup"])] }),
];
static FIELDS: &[Field] = &[
    Field::text("service", "").required().source(Source::constant("query")),
    Field::text("mid", "").required().source(Source::credential("mid")),
    Field::text("no", "").required().max_length(3),
    Field::text("note", "").max_bytes(3),
    Field::new("numbers", "", Kind::joined(",")),
    Field::new("amount", "", Kind::Money(payspec_table::MoneyUnit::Yuan)),
    Field::new("items", "", Kind::objects(ITEM)).written(Written::JsonText),
    Field::text("sign", "").required().source(Source::Signature),
    Field::text("nonce", "").required().source(Source::Nonce(8)),
    Field::new("time", "", Kind::datetime(&["yyyyMMddHHmmss"])).required().source(Source::Clock),
    Field::new("millis", "", Kind::Milliseconds).required().source(Source::Clock),
    Field::text("id", "").secret(),
    Field::text("id_type", "").when(const { &[Condition::present(&["id"])] }),
];
static GROUPS: &[Group] = &[Group::exactly_one(&["note", "id"])];
static XML: Encoding = Encoding::Xml { root: payspec_table::Str::Borrowed("x"), cdata: false };

fn operation() -> Operation {
    Operation::new(
        "query",
        "",
        Purpose::Other,
        RequestTable::new(const { &[Encoding::Json] }, FIELDS).groups(GROUPS),
        ResponseTable::new(Encoding::Json, &[], Verification::Unsigned, Decision::without_state(&[])),
    )
}

fn assembled(request: &DynamicRequest, encoding: &Encoding) -> Result<Message, Error> {
    let now = ChinaTime::from_milliseconds(1_569_396_251_000).unwrap();
    let ambient = FixedAmbient { now, nonce: "abc".into() };
    assemble(&operation(), encoding, request, &Credentials::new().text("mid", "M1"), &ambient)
}

fn request() -> DynamicRequest {
    DynamicRequest::new().with("no", "1").with("note", "n")
}

fn check(request: &DynamicRequest, expected: &[&str]) {
    match assembled(request, &Encoding::Json) {
        Ok(_) => assert_eq!(expected, [""; 0], "{request:?}"),
        Err(Error::Invalid(violations)) => {
            let words: Vec<String> = violations.iter().map(ToString::to_string).collect();
            assert_eq!(words, expected, "{request:?}");
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn fields_stand_in_the_order_of_the_table_with_the_signature_in_its_place() {
    let items = vec![DynamicRequest::new().with("name", "ab")];
    let message = assembled(&request().with("items", items), &Encoding::Json).unwrap();
    let signed = with_signature(&message, FIELDS, &payspec_table::Path::Static(&["sign"]), "S");
    let mut shown = String::new();
    wire::write(&Encoding::Json, signed.root(), FIELDS, &mut shown).unwrap();
    assert_eq!(
        shown,
        concat!(
            r#"{"service":"query","mid":"M1","no":"1","note":"n","items":"[{\"name\":\"ab\"}]","sign":"S","#,
            r#""nonce":"abcabcab","time":"20190925152411","millis":1569396251000}"#
        )
    );
}

#[test]
fn all_violations_come_at_once_and_none_shows_a_value() {
    let broken = DynamicRequest::new()
        .with("no", "")
        .with("note", "张三")
        .with("numbers", vec!["a,b".to_owned(), String::new()])
        .with("amount", "1.234")
        .with("id", "610321199203020082")
        .with("mid", "M2")
        .with("other", "x");
    check(
        &broken,
        &[
            "`mid` is no field that a caller gives",
            "`other` is no field that a caller gives",
            "`no` is missing",
            "`note` has 6 bytes, 3 are allowed",
            "a text of `numbers` is empty",
            "a text of `numbers` contains \",\", which separates them",
            "`amount` is no money as the document writes it",
            "only one of `note`, `id` may be given",
            "`id_type` is missing",
        ],
    );
}

#[test]
fn characters_are_counted_and_not_bytes_unless_the_document_says_so() {
    check(&request().with("no", "张三丰"), &[]);
    check(&request().with("no", "张三丰。"), &["`no` has 4 characters, 3 are allowed"]);
}

#[test]
fn one_of_a_group_must_be_given_and_an_empty_text_is_not_given() {
    check(&request().with("note", ""), &["one of `note`, `id` is missing"]);
}

#[test]
fn a_conditional_field_is_out_of_place_where_its_condition_does_not_hold() {
    check(&request().with("id_type", "1"), &["`id_type` has no place beside the other values"]);
}

#[test]
fn a_value_of_another_shape_is_refused() {
    check(&request().with("no", DynamicRequest::new()), &["`no` is no text as the document writes it"]);
    check(&request().with("items", "[]"), &["`items` is no list as the document writes it"]);
}

#[test]
fn what_xml_cannot_carry_is_said_before_it_is_sent() {
    let request = request().with("note", "\u{1}");
    assert!(assembled(&request, &Encoding::Json).is_ok());
    let error = assembled(&request, &XML).unwrap_err();
    assert!(
        matches!(&error, Error::Invalid(violations) if violations.0[0].rule == Rule::NotRepresentable),
        "{error}"
    );
}

#[test]
fn violations_inside_lists_name_the_element() {
    let element = |name: &str| DynamicRequest::new().with("name", name);
    let items = vec![element("ok"), element("long"), element("")];
    check(
        &request().with("items", items),
        &["`items.1.name` has 4 characters, 2 are allowed", "`items.2.name` is missing"],
    );
}
