use payspec_table::{Algorithm, DigestEncoding, Field, List, Names, Skip, Str};

use super::*;
use crate::digest;

fn rule(algorithm: Algorithm) -> Signing {
    Signing::new(algorithm, DigestEncoding::HexUpper, "key", Placement::field(&["sign"]))
}

fn text(text: &'static str) -> Part {
    Part::Literal(Str::Borrowed(text))
}

fn template(parts: Vec<Part>) -> List<Part> {
    List::Owned(parts)
}

fn string_of(rule: &Signing, body: &str) -> Result<String, String> {
    let message = json::read(body.as_bytes()).unwrap();
    let credentials = Credentials::new().text("merchant", "0018");
    string(rule, message.root(), body, "KEY", &credentials)
        .map(|string| string.to_string())
        .map_err(|error| error.to_string())
}

fn check(rule: &Signing, body: &str, expected: &str) {
    assert_eq!(string_of(rule, body), Ok(expected.to_owned()), "{body}");
}

fn md5(rule: &Signing, key: &str, body: &str) -> String {
    let message = json::read(body.as_bytes()).unwrap();
    let string = string(rule, message.root(), body, key, &Credentials::new()).unwrap();
    digest::encode(&digest::digest(rule.algorithm, string.as_bytes(), key).unwrap(), rule.encoding)
}

/// Sorted pairs, then `&key=KEY`.
fn pairs_and_key() -> Signing {
    Signing { suffix: template(vec![text("&key="), Part::Key]), ..rule(Algorithm::Md5) }
}

#[test]
fn pairs_are_sorted_by_name_and_the_signature_never_takes_part() {
    check(&pairs_and_key(), r#"{"b":"2","sign":"x","a":"1","B":"3"}"#, "B=3&a=1&b=2&key=KEY");
}

#[test]
fn a_name_that_is_excluded_does_not_take_part() {
    let rule = Signing { exclude: Names::Static(&["root"]), ..pairs_and_key() };
    check(&rule, r#"{"root":"x","a":"1"}"#, "a=1&key=KEY");
}

#[test]
fn numbers_take_part_in_the_text_in_which_they_came() {
    check(
        &pairs_and_key(),
        r#"{"a":5230.00,"b":1E3,"c":0,"d":false}"#,
        "a=5230.00&b=1E3&c=0&d=false&key=KEY",
    );
}

#[test]
fn what_is_skipped_is_what_the_rule_says() {
    let body = r#"{"a":null,"b":"","c":" 　","d":"1"}"#;
    let with = |skip| Signing { skip, ..rule(Algorithm::Md5) };
    check(&with(Skip::NOTHING), body, "a=&b=&c= 　&d=1");
    check(&with(Skip::NULL), body, "b=&c= 　&d=1");
    check(&with(Skip::EMPTY), body, "c= 　&d=1");
    check(&with(Skip::BLANK), body, "d=1");
}

#[test]
fn the_published_string_of_values_alone_comes_out() {
    // Published by a provider (tests/fixtures/published.json says by whom).
    let body = r#"{"respCode":"00","respMsg":"处理成功","signature":"x","platDate":"20190925","payTime":"0925152411","txnAmt":1,"paySeq":"9268151710507213","transactionId":"2019092515170000002850","origRespCode":"00","origRespDescMsg":"支付成功","isClosed":"","depBankSeq":"4200000395201909251384927907"}"#;
    let rule = Signing {
        piece: template(vec![Part::Value]),
        joint: Str::Borrowed("|"),
        placement: Placement::field(&["signature"]),
        ..rule(Algorithm::RsaSha1)
    };
    check(
        &rule,
        body,
        "4200000395201909251384927907|00|支付成功|9268151710507213|0925152411|20190925|00|处理成功|2019092515170000002850|1",
    );
}

#[test]
fn a_published_worked_example_has_its_true_digest() {
    // Published by a provider (tests/fixtures/published.json says by whom), with a digest that its own code does not produce.
    let body = r#"{"platId":"1000","mchOrderNo":"P0123456789101","amount":"10000","clientIp":"192.168.0.111","returnUrl":"https://www.baidu.com","notifyUrl":"https://www.baidu.com","reqTime":"20190723141000","version":"1.0"}"#;
    let rule = Signing {
        order: Order::PieceIgnoringCase,
        suffix: template(vec![text("&key="), Part::Key]),
        ..rule(Algorithm::Md5)
    };
    assert_eq!(md5(&rule, "EWEFD123RGSRETYDFNGFGFGSHDFGH", body), "84E1CA56F984502BBAC06EA6707157F5");
}

#[test]
fn a_published_request_with_the_bare_key_at_its_end_has_its_digest() {
    // Published by a provider (tests/fixtures/published.json says by whom).
    let body = r#"{"alipayCategory":"2016062900190320","bankCard":"1234569871258453526","bankLinked":"102405041035","cardAccountType":"01","extendParams":"{\"03\":[{\"01\":\"0.38\"}],\"04\":[{\"01\":\"0.38\"}]}","idCard":"610321199203020082","merchantAlias":"张三","merchantName":"张三","mid":"812017081524279","noise":"5b923105cd0644a9b195663d13d673a4","phoneNumber":"18628271614","realName":"张三","weChatCategory":"297"}"#;
    let rule = Signing {
        order: Order::Piece,
        skip: Skip::BLANK,
        suffix: template(vec![text("&"), Part::Key]),
        ..rule(Algorithm::Md5)
    };
    assert_eq!(md5(&rule, "q485ghzz6nmr5duhctal", body), "793F7E495D2095EB1FD9A8DD16D60700");
}

#[test]
fn whole_pieces_sort_otherwise_than_names() {
    // `a=` stands before `a-b=` by name, behind it by piece: `-` is smaller than `=`.
    let by = |order| Signing { order, ..rule(Algorithm::Md5) };
    let body = r#"{"a-b":"1","a":"2"}"#;
    check(&by(Order::Name), body, "a=2&a-b=1");
    check(&by(Order::Piece), body, "a-b=1&a=2");
}

#[test]
fn names_that_differ_in_case_alone_keep_the_order_in_which_they_came() {
    let rule = Signing { order: Order::NameIgnoringCase, ..rule(Algorithm::Md5) };
    check(&rule, r#"{"b":"1","A":"2","a":"3","B":"4"}"#, "A=2&a=3&b=1&B=4");
    let rule = Signing { order: Order::Name, ..rule };
    check(&rule, r#"{"transactionId":"1","transState":"2"}"#, "transState=2&transactionId=1");
}

#[test]
fn a_fixed_order_takes_its_own_names_and_no_others() {
    let rule = Signing {
        order: Order::Fixed(Names::Static(&["b", "a", "c"])),
        piece: template(vec![Part::Value]),
        joint: Str::Borrowed("|"),
        prefix: template(vec![Part::Key, text(":")]),
        suffix: template(vec![text(":"), Part::Credential(Str::Borrowed("merchant"))]),
        ..rule(Algorithm::Sha256)
    };
    check(&rule, r#"{"a":"1","b":"2","d":"4"}"#, "KEY:2|1:0018");
    let rule = Signing { skip: Skip::NOTHING, ..rule };
    check(&rule, r#"{"a":"1","b":"2","d":"4"}"#, "KEY:2|1|:0018");
}

#[test]
fn an_absent_member_of_a_fixed_order_keeps_its_name() {
    let rule = Signing {
        order: Order::Fixed(Names::Static(&["b", "a"])),
        skip: Skip::NOTHING,
        ..rule(Algorithm::Md5)
    };
    check(&rule, r#"{"a":"1"}"#, "b=&a=1");
}

#[test]
fn a_rule_over_the_body_takes_its_bytes() {
    let rule = Signing { over: Over::Body, suffix: template(vec![Part::Key]), ..rule(Algorithm::Md5) };
    check(&rule, r#"{ "a" : 1.0 }"#, r#"{ "a" : 1.0 }KEY"#);
}

#[test]
fn a_rule_over_a_member_takes_its_members_alone() {
    let rule = Signing { over: Over::Member(payspec_table::Path::Static(&["data"])), ..rule(Algorithm::Md5) };
    check(&rule, r#"{"code":0,"data":{"b":1,"sign":"in data"}}"#, "b=1&sign=in data");
    for without in [r#"{"code":0}"#, r#"{"data":null}"#, r#"{"data":"text"}"#] {
        let words = string_of(&rule, without).unwrap_err();
        assert_eq!(words, "the object `data`, over which the signature goes, is missing");
    }
}

#[test]
fn an_object_is_refused_unless_the_rule_tells_how_it_is_signed() {
    let body = r#"{"a":1,"data":{ "x" : [1] }}"#;
    let words = string_of(&rule(Algorithm::Md5), body).unwrap_err();
    assert!(words.contains("`data`"), "{words}");
    let rule = Signing { nested: Nested::JsonText, ..rule(Algorithm::Md5) };
    check(&rule, body, r#"a=1&data={ "x" : [1] }"#);
}

#[test]
fn an_explanation_tells_what_takes_part_and_masks_what_is_secret() {
    let body = r#"{"b":"2","a":"","sign":"x","pin":"1234","left":null,"x":"9"}"#;
    let rule = Signing { exclude: Names::Static(&["x"]), ..pairs_and_key() };
    let message = json::read(body.as_bytes()).unwrap();
    let secret = [Field::text("pin", "").secret()];
    let explained = explain(&rule, message.root(), body, &Credentials::new(), &secret).unwrap();
    assert_eq!(explained.masked(), "b=2&pin=***&key=***");
    assert_eq!(
        explained.left_out,
        [("a", Why::Empty), ("sign", Why::Signature), ("left", Why::Null), ("x", Why::Excluded)]
            .map(|(name, why)| (name.to_owned(), why))
    );
    assert!(!format!("{explained:?}").contains("1234"));
}

#[test]
fn an_explanation_hides_the_secrets_of_the_object_that_is_signed() {
    let rule = Signing {
        over: Over::Member(payspec_table::Path::Static(&["data"])),
        suffix: template(vec![text("&"), Part::Credential(Str::Borrowed("second"))]),
        ..pairs_and_key()
    };
    static INSIDE: &[Field] = &[Field::text("pin", "").secret(), Field::text("no", "")];
    static FIELDS: &[Field] = &[Field::new("data", "", payspec_table::Kind::object(INSIDE))];
    let message = json::read(br#"{"data":{"no":"1","pin":"hunter2"}}"#).unwrap();
    let credentials = Credentials::new().secret("second", "hunter3");
    let shown = explain(&rule, message.root(), "", &credentials, FIELDS).unwrap();
    assert_eq!(shown.masked(), "no=1&pin=***&***");
    assert!(!format!("{shown:?}").contains("hunter"), "{shown:?}");
}

#[test]
fn room_for_the_whole_string_is_made_at_once() {
    // Growing would leave a copy of the key behind that nobody zeroes. A string that grew has room for more than it holds.
    let long = "a text that is longer than anything that could have been guessed beforehand, twice over ";
    let around = |part| template(vec![part, text(long), Part::Credential(Str::Borrowed("merchant"))]);
    let orders = [Order::Name, Order::Piece, Order::Fixed(Names::Static(&["a", "b"]))];
    for (over, order) in [Over::Body, Over::Message]
        .into_iter()
        .flat_map(|over| orders.clone().map(|order| (over.clone(), order)))
    {
        let rule = Signing {
            over,
            order,
            prefix: around(Part::Key),
            suffix: around(Part::Key),
            piece: template(vec![Part::Name, text(long), Part::Value, Part::Value]),
            joint: Str::Borrowed(long),
            ..pairs_and_key()
        };
        let body = r#"{"a":"1","b":"a value"}"#;
        let message = json::read(body.as_bytes()).unwrap();
        let credentials = Credentials::new().text("merchant", "0018");
        let string = string(&rule, message.root(), body, "KEY", &credentials).unwrap();
        let joint_after_the_last = if rule.over == Over::Body { 0 } else { long.len() };
        assert_eq!(
            string.capacity(),
            string.len() + joint_after_the_last,
            "{:?} {:?}",
            rule.over,
            rule.order
        );
    }
}
