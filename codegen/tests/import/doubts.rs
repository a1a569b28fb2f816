//! What a document says twice, or where it does not belong, is asked and not chosen in silence.

use payspec_codegen::document::read;
use payspec_codegen::import::{Import, import};

fn draft(text: &str) -> Import {
    import(&[read("doubts.md", text)], "acme")
}

/// The questions about a key, and what was not understood.
fn said(import: &Import, key: &str) -> Vec<String> {
    let questions = import.summary.questions.iter().filter(|question| question.key.as_deref() == Some(key));
    let not = import.summary.not_understood.iter().map(|item| format!("{}: {}", item.at.line, item.what));
    questions.map(|question| question.question.clone()).chain(not).collect()
}

const HEADER: &str = "# 查单\n\n| 字段 | 名称 | 类型 | 必填 | 长度 | 说明 |\n|--|--|--|--|--|--|\n";

#[test]
fn a_field_that_is_described_twice_in_other_words_is_asked_about() {
    let same = draft(&format!("{HEADER}| a | 甲 | int | 是 | 8 | |\n| a | 甲 | int | 是 | 8 | |\n"));
    assert_eq!(said(&same, "a"), ["6: a second field `a` in this message"]);
    let other = draft(&format!("{HEADER}| a | 甲 | int | 是 | 8 | |\n| a | 甲 | int | 否 | 9 | |\n"));
    assert_eq!(
        said(&other, "a"),
        [
            "the document describes it twice, the second time with another presence and length: which is right?",
            "6: a second field `a` in this message"
        ]
    );
}

#[test]
fn a_second_length_is_remarked() {
    let import =
        draft(&format!("{HEADER}| a | 甲 | String(32) | 是 | 64 | |\n| b | 乙 | String(64) | 是 | 64 | |\n"));
    assert!(import.yaml.contains("max_length: 64"), "{}", import.yaml);
    assert_eq!(said(&import, "a"), ["5: the length 32 in the type of `a`, beside 64"]);
}

#[test]
fn a_code_with_two_titles_is_asked_about_and_the_same_code_again_is_not() {
    let import = draft(&format!("{HEADER}| a | 甲 | String | 是 | 8 | 0-未支付；1-已支付；0-未知 |\n"));
    assert_eq!(said(&import, "a"), ["`0` is listed twice here; what of “未知”?"], "{}", import.yaml);
    let import = draft(&format!("{HEADER}| a | 甲 | String | 是 | 8 | 0-未支付；1-已支付；0-未支付 |\n"));
    assert!(said(&import, "a").is_empty(), "{}", import.yaml);
}

#[test]
fn fields_inside_another_of_which_one_is_enough_are_asked_about() {
    let import = draft(&format!(
        "{HEADER}| data | 数据 | object | 是 | | |\n| data.a | 甲 | String | 否 | 8 | a和b二选一 |\n| data.b | 乙 | String | 否 | 8 | |\n"
    ));
    assert!(said(&import, "a")[0].starts_with("one of “a, b” is enough"), "{}", import.yaml);
}

#[test]
fn rows_that_a_sample_shows_inside_another_field_are_asked_about() {
    let import = draft(&format!(
        "{HEADER}| biz | 业务 | String | 是 | | |\n| a | 甲 | String | 是 | 8 | |\n\n### 请求示例\n\n```\nbiz={{\"a\":\"1\"}}&sign=0\n```\n"
    ));
    assert!(
        said(&import, "fields").iter().any(|words| words.starts_with("the sample has `a` inside `biz`")),
        "{:?}\n{}",
        import.summary.questions,
        import.yaml
    );
}

#[test]
fn a_heading_that_may_wrap_its_fields_is_remarked() {
    let table = "| 字段 | 名称 | 必填 |\n|--|--|--|\n| a | 甲 | 是 |\n";
    let import = draft(&format!("# 查单\n\n## 请求参数\n\n### 报文头 head\n\n{table}"));
    assert_eq!(
        said(&import, "a"),
        ["5: whether `报文头 head` makes an object `head` around the fields below it; they are read without"]
    );
    let import = draft(&format!("# 查单\n\n## 请求参数\n\n### 公共参数\n\n{table}"));
    assert!(said(&import, "a").is_empty());
}

#[test]
fn the_half_of_an_operation_in_another_document_is_asked_about() {
    let table = "| 字段 | 名称 | 必填 |\n|--|--|--|\n| a | 甲 | 是 |\n";
    let first = read("one.md", &format!("# 查单\n\nurl: https://a.example/q\n\n## 请求参数\n\n{table}"));
    let second = read("two.md", &format!("# 查单\n\n## 返回参数\n\n{table}"));
    let import = import(&[first, second], "acme");
    assert!(
        import.summary.questions.iter().any(|question| question.question.contains("in “one.md”")),
        "{}",
        import.yaml
    );
}

#[test]
fn the_number_of_an_account_for_fees_is_no_amount() {
    let import = draft(&format!(
        "{HEADER}| a | 手续费账户号 | String | 是 | 8 | |\n| b | 手续费 | String | 是 | 8 | |\n"
    ));
    assert!(said(&import, "a").is_empty(), "{}", import.yaml);
    assert!(said(&import, "b")[0].contains("an amount is"), "{}", import.yaml);
}

#[test]
fn what_a_line_says_of_when_fields_are_there_is_asked_once_for_its_table() {
    let table = |rows: &str| format!("| 字段 | 名称 | 必填 |\n|--|--|--|\n{rows}\n");
    let import = draft(&format!(
        "# 查单\n\n## 返回参数\n\n{}以下字段在code为0时返回\n\n{}",
        table("| code | 码 | 是 |\n"),
        table("| a | 甲 | 是 |\n| b | 乙 | 是 |\n")
    ));
    assert_eq!(
        said(&import, "a"),
        ["a line says when this field and those below it are there: “以下字段在code为0时返回”. Does it?"]
    );
    assert!(said(&import, "b").is_empty());
    assert!(
        import.yaml.contains("b: { title: 乙, presence: conditional, when: { code: \"0\" } }"),
        "{}",
        import.yaml
    );
}
