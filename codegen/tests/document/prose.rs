//! What prose between headings and tables says, and what it does not.

use payspec_codegen::document::{Document, FieldText, read};

fn names(fields: &[FieldText]) -> String {
    fields.iter().map(|field| field.name.value.as_str()).collect::<Vec<_>>().join(" ")
}

/// The names of the fields of the request and of the reply.
fn sides(document: &Document) -> (String, String) {
    let operation = &document.operations[0];
    (names(&operation.request.fields), names(&operation.response.fields))
}

fn unread(document: &Document) -> Vec<&str> {
    document.not_understood.iter().map(|words| words.value.as_str()).collect()
}

fn table(name: &str) -> String {
    format!("| 参数 | 名称 | 必填 |\n|--|--|--|\n| {name} | 甲 | 是 |\n\n")
}

#[test]
fn a_sentence_never_overrides_the_side_that_a_heading_names() {
    let sentences = [
        "商户须按平台返回的门店资料填写以下内容：",
        "请求成功与否看返回码，取值如下：",
        "请求成功与否看返回结果：",
        "**平台对请求的处理结果如下：**",
        "平台返回如下内容：",
        "商户上送如下内容：",
        "- 本接口需要加签",
    ];
    for sentence in sentences {
        let text = format!(
            "# 查单\n\n### 请求参数\n\n{sentence}\n\n{}### 返回参数\n\n{sentence}\n\n{}",
            table("a"),
            table("b")
        );
        let document = read("p.md", &text);
        assert_eq!(sides(&document), ("a".to_owned(), "b".to_owned()), "{sentence}");
        assert!(unread(&document).is_empty(), "{sentence}");
    }
}

#[test]
fn a_sentence_tells_the_side_where_what_is_done_stands_next_to_what_follows() {
    let announced = [
        ("商户上送以下内容：", "平台返回以下内容："),
        ("商户需要上送的参数如下：", "请求成功后，平台返回的参数如下："),
        ("下表为请求字段：", "以下为应答字段："),
        ("The request has the following fields:", "The gateway returns the following fields:"),
    ];
    for (asks, answers) in announced {
        let text = format!("# 查单\n\n{answers}\n\n{}{asks}\n\n{}", table("b"), table("a"));
        assert_eq!(sides(&read("p.md", &text)), ("a".to_owned(), "b".to_owned()), "{asks} {answers}");
    }
    let text = format!("# 查单\n\n### 请求参数\n\n{}请求返回参数：\n\n{}", table("a"), table("b"));
    assert_eq!(sides(&read("p.md", &text)), ("a".to_owned(), "b".to_owned()), "a title is a heading");
    let text = format!("# 查单\n\n返回码说明以下统一：\n\n{}", table("a"));
    assert_eq!(sides(&read("p.md", &text)), ("a".to_owned(), String::new()));
}

#[test]
fn a_remark_that_is_printed_bold_heads_nothing() {
    for remark in
        ["**注：code 为 0 时才需要验签**", "**注意：金额以分为单位，不带小数**", "**每个商户的密钥不同。**"]
    {
        let text = format!(
            "# 查单\n\n**请求参数**\n\n{}{remark}\n\n{}**返回参数**\n\n{remark}\n\n{}",
            table("a"),
            table("b"),
            table("code")
        );
        let document = read("p.md", &text);
        assert_eq!(sides(&document), ("a b".to_owned(), "code".to_owned()), "{remark}");
        assert!(unread(&document).is_empty(), "{remark}");
        assert!(document.operations[0].response.fields[0].sections.is_empty(), "{remark}");
    }
}

/// The conditions of the field in the table below a line, and what was not understood.
fn below(line: &str) -> (String, Vec<String>) {
    let text = format!("# 查单\n\n## 返回参数\n\n{}{line}\n\n{}", table("code"), table("a"));
    let document = read("p.md", &text);
    let field = &document.operations[0].response.fields[1];
    assert_eq!(field.introduced_by.is_some(), !field.sections.is_empty(), "{line}");
    let stated = field.sections.iter().map(|section| format!("{}={}", section.value.0, section.value.1));
    (stated.collect::<Vec<_>>().join(" "), unread(&document).into_iter().map(str::to_owned).collect())
}

#[test]
fn a_line_says_when_fields_are_there_only_in_words_that_leave_no_doubt() {
    for line in [
        "以下字段在code为0时返回",
        "当 code 等于 0 时返回以下字段：",
        "**code为0时才返回**",
        "**注：以下字段在code为0的时候有返回，否则不返回**",
        "code=0时，返回字段如下，如code不为0，则只返回msg",
    ] {
        assert_eq!(below(line), ("code=0".to_owned(), Vec::new()), "{line}");
    }
    for line in [
        "code为0时，以下字段不返回：",
        "以下字段在code为0时无返回",
        "除code为0外，以下字段都返回",
        "以下字段在 code 为 0 或 1 时返回",
        "以下字段在 code 为 0、1 时返回",
        "以下字段在code不为0时返回",
        "以下字段仅在支付成功时返回：",
    ] {
        let wanted = format!("when the fields below are there: `{line}`");
        assert_eq!(below(line), (String::new(), vec![wanted]), "{line}");
    }
    for line in
        ["**code为0时需要验签**", "code为0时表示成功，返回码见以下", "以下参数必填：", "以下字段均有返回"]
    {
        assert_eq!(below(line), (String::new(), Vec::new()), "{line}");
    }
}

#[test]
fn a_line_about_fields_above_no_table_of_fields_is_listed() {
    let line = "以下字段在code为0时返回";
    for end in ["- a", "- a\n\n## 附录", "以下字段在code为1时返回\n\n"] {
        let text = format!("# 查单\n\n## 返回参数\n\n{}{line}\n\n{end}", table("code"));
        let wanted = format!("when fields are there: `{line}`, above no table of fields");
        assert_eq!(unread(&read("p.md", &text))[0], wanted, "{end}");
    }
}

#[test]
fn a_format_with_lengths_is_a_type_and_one_of_dates_is_a_description() {
    let field = |headings: &str, row: &str| {
        let text = format!("{headings}\n--|--|--|--\n{row}\n");
        read("p.md", &text).operations[0].request.fields[0].clone()
    };
    let length = |field: &FieldText| field.length.as_ref().map(|stated| stated.value.max);
    let found = field("域名 | 变量名 | 格式 | 说明", "甲 | a | ANS1..1024 | 备");
    assert_eq!((length(&found), found.description.map(|words| words.value)), (Some(1024), Some("备".into())));
    let found = field("字段 | 中文名称 | 属性 | 说明", "a | 甲 | String(15) | 备");
    assert_eq!((length(&found), found.title.value), (Some(15), "甲".into()));
    let found = field("字段 | 中文名称 | 属性 | 必填", "a | 甲 | 明文 | 是");
    assert_eq!(found.description.map(|words| words.value), Some("明文".into()));
    let found = field("变量名 | 类型 | 格式 | 说明", "a | String | AN15 | 甲");
    assert_eq!((length(&found), found.kind.map(|words| words.value)), (Some(15), Some("String".into())));
    let found = field("变量名 | 类型 | 格式 | 说明", "a | String | yyyyMMdd | 甲");
    assert_eq!(
        (length(&found), found.description.map(|words| words.value)),
        (None, Some("甲\nyyyyMMdd".into()))
    );
}

#[test]
fn a_sentence_that_begins_with_the_name_of_an_object_says_what_is_inside_it() {
    let table = |rows: &str| format!("| 字段 | 名称 | 类型 |\n|--|--|--|\n{rows}\n\n");
    let read = |last: &str| {
        let text = format!(
            "# 查单\n\n### 返回参数\n\n外层结构如下：\n\n{}result 为 JSON 对象，包含以下字段：\n\n{}items 数组中每一项的结构如下：\n\n{}{last}\n\n{}",
            table("| code | 码 | int |\n| result | 结果 | object |"),
            table("| items | 明细 | array |"),
            table("| a | 甲 | int |"),
            table("| sign | 签名 | string |")
        );
        read("p.md", &text)
    };
    let document = read("公共字段如下：");
    assert_eq!(sides(&document).1, "code result sign");
    let result = &document.operations[0].response.fields[1];
    assert_eq!((names(&result.children), names(&result.children[0].children)), ("items".into(), "a".into()));
    assert!(unread(&document).is_empty());
    let document = read("另有：");
    assert_eq!(sides(&document).1, "code result");
    assert_eq!(unread(&document), ["whether `另有：` still is inside `items`; it is read so"]);
}

#[test]
fn what_a_sentence_says_of_objects_and_of_enough_fields_is_listed() {
    let said = |line: &str| {
        let text = format!("# 查单\n\n### 请求参数\n\n{line}\n\n{}", table("a"));
        unread(&read("p.md", &text)).join("|")
    };
    for line in ["业务参数（biz_content 中）如下：", "全部参数放在 content 字段内："] {
        assert!(said(line).contains("makes an object"), "{line}: {}", said(line));
    }
    assert_eq!(said("提示：a 与 b 至少传一个。"), "which fields are enough: `提示：a 与 b 至少传一个。`");
    assert_eq!(said("请求 URL 如下："), "");
}
