//! `payspec drift`.

use std::fs;

use unicode_width::UnicodeWidthStr;

use crate::payspec::{Folder, Run, run};

const DOCUMENT: &str = "\
# 订单查询

**请求URL：** `https://pay.acme.example/query`

**请求参数：**

|字段|名称|长度|必填|说明|
|-|-|-|-|-|
|mid|商户号|15|M|由平台分配|
|orderNo|商户订单号|32|M|商户自己的订单号|
|sign|签名|32|M|参见签名机制|

**返回参数说明**

|字段|名称|长度|必填|说明|
|-|-|-|-|-|
|code|返回码|8|M|0-成功<br>1-失败|
|status|订单状态|2|M|0-支付中<br>1-支付成功|
|attach|附加数据|96|O|商户上送的数据|
|sign|签名|32|M|参见签名机制|
";

const SPECIFICATION: &str = "\
payspec: 1
provider: acme
title: Acme
environments: { production: https://pay.acme.example }
credentials:
  mid: { title: 商户号 }
  key: { title: 密钥, secret: true }
codes:
  return_code: # whether it worked
    \"0\": { name: Success, title: 成功 }
    \"1\": { name: Failure, title: 失败 }
  order_status:
    \"0\": { name: Paying, title: 支付中, state: Pending }
    \"1\": { name: Paid, title: 支付成功, state: Paid }
signing:
  request:
    skip: empty
    order: name
    piece: \"{name}={value}\"
    joint: \"&\"
    suffix: \"&key={key}\"
    algorithm: md5
    encoding: hex_upper
    key: credentials.key
    basis: doc
  response: { like: request, basis: doc }
operations:
  query:
    title: 订单查询
    purpose: order_query
    path: /query
    request:
      encoding: json
      fields:
        mid: { title: 商户号, presence: required, max_length: 15, from: credentials.mid }
        orderNo: { title: 商户订单号, presence: required, max_length: 32, is: merchant_order_no }
        sign: { title: 签名, presence: required, max_length: 32, signature: true }
    response:
      encoding: json
      fields:
        code: { title: 返回码, presence: required, max_length: 8, type: code, table: return_code }
        status: { title: 订单状态, presence: required, max_length: 2, type: code, table: order_status }
        attach: { title: 附加数据, presence: optional, max_length: 96 }
        sign: { title: 签名, presence: required, max_length: 32, signature: true }
      decision: { business: { field: code, pass: [\"0\"] }, state: status }
";

/// What became of the document: a longer limit, a new code, a field that is mandatory now.
fn changed() -> String {
    DOCUMENT.replace("|附加数据|96|", "|附加数据|128|").replace("1-失败", "1-失败<br>2-系统异常").replace(
        "|商户订单号|32|M|商户自己的订单号|\n",
        "|商户订单号|32|M|商户自己的订单号|\n|nonce|随机串|16|M|随机字符串|\n",
    )
}

/// A folder with a specification and a document.
fn with(document: &str) -> (Folder, String, String) {
    let folder = Folder::new();
    let spec = folder.file("acme.yaml", SPECIFICATION);
    let document = folder.file("query.md", document);
    (folder, document, spec)
}

fn whats(run: &Run) -> Vec<String> {
    let json = run.json();
    let changes = json["changes"].as_array().unwrap();
    changes.iter().map(|change| change["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_document_that_says_what_the_specification_says_exits_with_0() {
    let (_folder, document, spec) = with(DOCUMENT);
    let run = run(["drift", &document, "--spec", &spec]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(run.stderr, "no drift\n");
}

#[test]
fn drift_exits_with_1_and_is_shown_with_both_places_the_gravest_first() {
    let (_folder, document, spec) = with(&changed());
    let run = run(["drift", &document, "--spec", &spec]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let at = |text: &str| run.stdout.find(text).unwrap_or_else(|| panic!("{text}: {}", run.stdout));
    assert!(at("breaks requests") < at("new information"));
    assert!(at("`nonce` “随机串” is new, mandatory") < at("`attach` has a length of 128 now"));
    assert!(run.stdout.contains("query.md:11 · ") && run.stdout.contains("acme.yaml:34\n"), "{}", run.stdout);
    assert!(run.stderr.contains("--apply does 2"), "{}", run.stderr);
    assert!(!run.stdout.contains('\u{1b}'), "no colour where nobody looks");
    assert_eq!(fs::read_to_string(&spec).unwrap(), SPECIFICATION, "nothing is written without --apply");
}

#[test]
fn no_sentence_is_wider_than_a_terminal() {
    let long = DOCUMENT.replace("商户上送的数据", &"支付成功时原样返回，".repeat(20));
    let folder = Folder::new();
    let (old, new) = (folder.file("old.md", DOCUMENT), folder.file("new.md", long));
    let run = run(["drift", &new, "--since", &old]);
    assert_eq!(run.code, 1);
    let sentences = run.stdout.lines().filter(|line| !line.contains(".md:"));
    for line in sentences {
        assert!(line.width() <= 100, "{line}");
    }
}

#[test]
fn apply_writes_what_is_mechanical_and_says_what_is_left() {
    let (folder, document, spec) = with(&changed());
    let run = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!(run.code, 1, "something is left: {}", run.stderr);
    assert!(run.stdout.find("applied").unwrap() < run.stdout.find("left to you").unwrap(), "{}", run.stdout);
    let written = fs::read_to_string(&spec).unwrap();
    let expected = SPECIFICATION
        .replace(
            "附加数据, presence: optional, max_length: 96",
            "附加数据, presence: optional, max_length: 128",
        )
        .replace(
            "    \"1\": { name: Failure, title: 失败 }\n",
            concat!(
                "    \"1\": { name: Failure, title: 失败 }\n",
                "    # ? Is it a refusal, and what then (`advice`, `reason`)?\n",
                "    \"2\": { name: SystemError, title: 系统异常 }\n",
            ),
        );
    assert_eq!(written, expected);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no file is left behind: {left:?}");
}

#[test]
fn apply_exits_with_0_when_nothing_is_left() {
    let (_folder, document, spec) = with(&DOCUMENT.replace("|附加数据|96|", "|附加数据|128|"));
    let applied = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!(
        (applied.code, applied.stderr.as_str()),
        (0, "1 applied, nothing left\n"),
        "{}",
        applied.stdout
    );
    assert_eq!(run(["drift", &document, "--spec", &spec]).code, 0);
    assert_eq!(run(["check", &spec]).code, 0);
}

#[test]
fn a_question_that_apply_wrote_is_said_and_keeps_the_exit_code_from_being_0_until_it_is_answered() {
    let (_folder, document, spec) = with(&DOCUMENT.replace("1-支付成功", "1-支付成功<br>2-已退款"));
    let applied = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!(applied.code, 1, "{}", applied.stdout);
    let asked =
        format!("{spec} has 1 question (`# ?`) for you, line 15: answer it, then delete the comment\n");
    assert_eq!(applied.stderr, format!("1 applied, nothing left\n{asked}"));
    let again = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!((again.code, again.stderr), (1, format!("no drift\n{asked}")));
    let json = run(["drift", &document, "--spec", &spec, "--apply", "--json"]);
    assert_eq!(json.json()["questions"][0]["line"], 15);
    assert_eq!(run(["drift", &document, "--spec", &spec]).code, 0, "no drift is none");
    let written = fs::read_to_string(&spec).unwrap();
    let answered: Vec<&str> = written.lines().filter(|line| !line.contains("# ?")).collect();
    fs::write(&spec, answered.join("\n").replace("state: Unknown", "state: Refunded")).unwrap();
    let done = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, "no drift\n"));
}

#[test]
fn json_has_every_change_with_its_places() {
    let (_folder, document, spec) = with(&changed());
    let run = run(["drift", &document, "--spec", &spec, "--json"]);
    assert_eq!(run.code, 1);
    assert_eq!(whats(&run), ["field_added", "code_added", "length"]);
    let json = run.json();
    let length = &json["changes"][2];
    assert_eq!(length["severity"], "new_information");
    assert_eq!((&length["operation"], &length["direction"]), (&"query".into(), &"response".into()));
    assert_eq!((&length["before"], &length["now"]), (&"96".into(), &"128".into()));
    assert_eq!((&length["remedy"], &length["applied"]), (&"mechanical".into(), &false.into()));
    let place = &length["document"];
    assert_eq!((place["line"].as_u64(), place["path"].as_str()), (Some(20), Some(document.as_str())));
    let start = usize::try_from(length["against"]["start"].as_u64().unwrap()).unwrap();
    assert!(SPECIFICATION[start..].starts_with("96"));
}

#[test]
fn two_versions_of_a_document_are_compared_without_a_specification() {
    let folder = Folder::new();
    let (old, new) = (folder.file("old.md", DOCUMENT), folder.file("new.md", changed()));
    let forth = run(["drift", &new, "--since", &old, "--json"]);
    assert_eq!(forth.code, 1);
    assert_eq!(whats(&forth), ["field_added", "code_added", "length"]);
    assert!(forth.json()["changes"][0]["remedy"].is_null());
    assert_eq!(whats(&run(["drift", &old, "--since", &new, "--json"]))[0], "field_removed");
    assert_eq!(run(["drift", &old, "--since", &old]).code, 0);
}

#[test]
fn a_specification_that_is_built_in_is_named_and_not_written_to() {
    let folder = Folder::new();
    let document = folder.file("query.md", DOCUMENT);
    assert_eq!(run(["drift", &document, "--spec", "leshua"]).code, 1);
    let refused = run(["drift", &document, "--spec", "leshua", "--apply"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("built in"), "{}", refused.stderr);
    let unknown = run(["drift", &document, "--spec", "leshau"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `leshua`?"), "{}", unknown.stderr);
}

#[test]
fn a_failure_is_told_from_drift_by_its_exit_code() {
    let (folder, document, spec) = with(DOCUMENT);
    let absent = folder.path().join("absent.md").to_str().unwrap().to_owned();
    let broken =
        folder.file("broken.yaml", SPECIFICATION.replace("table: order_status", "table: order_state"));
    let prose = folder.file("prose.md", "# 说明\n\n没有表格。\n");
    let bytes = folder.file("gbk.md", b"\xd6\xa7\xb8\xb6");
    for arguments in [
        vec!["drift", &absent, "--spec", &spec],
        vec!["drift", &document, "--spec", &broken],
        vec!["drift", &prose, "--spec", &spec],
        vec!["drift", &bytes, "--spec", &spec],
        vec!["drift", &document, "--since", &absent],
        vec!["drift", &document],
        vec!["drift", &document, "--spec", &spec, "--since", &document],
        vec!["drift", &document, "--since", &document, "--apply"],
    ] {
        let run = run(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert!(!run.stderr.is_empty());
    }
    let json = run(["drift", &prose, "--spec", &spec, "--json"]);
    assert_eq!((json.code, &json.json()["error"]["kind"]), (2, &"file".into()));
}

#[test]
fn a_file_that_is_read_only_is_left_alone() {
    let (_folder, document, spec) = with(&changed());
    let mut permissions = fs::metadata(&spec).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&spec, permissions.clone()).unwrap();
    let run = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("read-only"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&spec).unwrap(), SPECIFICATION);
}

#[test]
fn the_wrong_document_is_named_as_such_and_nothing_of_it_is_written() {
    let other = "# 交易查询\n\n请求参数\n\n|字段|名称|长度|必填|说明|\n|-|-|-|-|-|\n|merchant|商户号|15|M|x|\n|out_no|订单号|32|O|x|\n\
                 |token|令牌|32|O|x|\n\n返回参数\n\n|字段|名称|长度|必填|说明|\n|-|-|-|-|-|\n|state|交易状态|2|M|1-支付成功|\n|rate|费率|8|O|x|\n";
    let (_folder, document, spec) = with(other);
    let run = run(["drift", &document, "--spec", &spec, "--apply"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("the document\n  breaks requests\n"), "{}", run.stdout);
    assert!(run.stdout.contains("most likely"), "{}", run.stdout);
    assert!(!run.stderr.contains("applied"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&spec).unwrap(), SPECIFICATION);
}
