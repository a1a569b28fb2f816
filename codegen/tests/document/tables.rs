//! Tables that are not those of Markdown: in HTML, without a line of dashes, of tabs.

use payspec_codegen::document::{Document, FieldText, PresenceText, read};

fn fields(fields: &[FieldText]) -> Vec<String> {
    let presence = |field: &FieldText| match field.presence.as_ref().map(|stated| stated.value) {
        Some(PresenceText::Required) => "M",
        Some(PresenceText::Optional) => "O",
        Some(_) => "C",
        None => "-",
    };
    fields
        .iter()
        .map(|field| format!("{} {} {}", field.name.value, field.title.value, presence(field)))
        .collect()
}

fn request(document: &Document) -> Vec<String> {
    document.operations.first().map(|operation| fields(&operation.request.fields)).unwrap_or_default()
}

fn response(document: &Document) -> Vec<String> {
    document.operations.first().map(|operation| fields(&operation.response.fields)).unwrap_or_default()
}

fn unread(document: &Document) -> Vec<String> {
    let place = |span: &std::ops::Range<usize>| document.line_column(span.start).0;
    document.not_understood.iter().map(|words| format!("{}: {}", place(&words.span), words.value)).collect()
}

#[test]
fn a_table_in_html_is_read_with_its_attributes_entities_and_lines() {
    let text = "# 查单\n\n请求参数 <TABLE class=\"a\"\n border='1'>\n<tr><td><p><strong>参数</strong></p></td><td>名称<td>必填</td></tr>\n<tr>\n<td><span style=\"color:red\">a_no</span></td><td>甲&amp;乙<br/>丙</td>\n\n<td>是</td></tr></TABLE> 以上\n\n正文\n";
    let document = read("t.md", text);
    assert_eq!(request(&document), ["a_no 甲&乙\n丙 M"]);
    let name = &document.operations[0].request.fields[0].name;
    assert_eq!(&text[name.span.clone()], "a_no");
    assert!(unread(&document).is_empty());
}

#[test]
fn a_cell_over_several_rows_stands_in_each_of_them() {
    let text = "<table><tr><th>参数</th><th colspan=\"2\">名称</th><th>必填</th></tr>\
        <tr><td>a</td><td colspan=2>甲</td><td rowspan=\"2\">是</td></tr><tr><td>b</td><td colspan=2>乙</td></tr>\
        <tr><td colspan=\"4\">b为1时返回</td></tr><tr><td>c</td><td>丙</td><td></td><td>否</td></tr></table>";
    let document = read("t.md", text);
    assert_eq!(request(&document), ["a 甲 M", "b 乙 M", "c 丙 O"]);
    assert_eq!(document.operations[0].request.fields[2].sections[0].value, ("b".to_owned(), "1".to_owned()));
}

#[test]
fn what_lacks_the_end_of_a_table_ends_before_the_next_table_or_heading() {
    let table = |name: &str| format!("<table><tr><td>参数<td>必填<tr><td>{name}<td>是</td></tr>\n");
    let document = read("t.md", &format!("# 查单\n\n请求参数\n\n{}返回参数\n\n{}", table("a"), table("b")));
    assert_eq!(request(&document), ["a a M", "b b M"]);
    let document = read("t.md", &format!("# 甲\n\n{}# 乙\n\n{}", table("a"), table("b")));
    assert_eq!(document.operations.len(), 2);
    assert_eq!(fields(&document.operations[1].request.fields), ["b b M"]);
    let nested = "<table><tr><td>参数<td>必填</tr><tr><td>a<td><table><tr><td>x</table></tr></table>\n\n尾";
    assert_eq!(unread(&read("t.md", nested)).len(), 1);
}

#[test]
fn tables_without_a_line_of_dashes_are_read_where_every_heading_is_known() {
    let expected: [(&str, &[&str], usize); 7] = [
        ("|参数|名称|必填|\n|a|甲|是|\n|b|乙|否|\n", &["a 甲 M", "b 乙 O"], 0),
        ("参数 | 名称 | 必填\na | 甲 | 是\n", &["a 甲 M"], 0),
        ("｜参数｜名称｜必填｜\n｜a｜甲｜Ｍ｜\n", &["a 甲 M"], 0),
        ("序号\t参数\t名称\t必填\n1\ta\t甲\t是\n\tb\t乙\t否\n", &["a 甲 M", "b 乙 O"], 0),
        ("参数\t必填\t说明\na\t是\t甲：0-未付\n1-已付\nb\t否\t乙\n", &["a 甲 M", "b 乙 O"], 0),
        ("|foo|bar|baz|\n|a|甲|是|\n", &[], 1),
        ("a\t甲\t是\nb\t乙\t否\n", &[], 1),
    ];
    for (text, wanted, lost) in expected {
        let document = read("t.md", text);
        assert_eq!(request(&document), wanted, "{text}");
        assert_eq!(unread(&document).len(), lost, "{text}: {:?}", unread(&document));
    }
    let document = read("t.md", "# 甲\n\n错误码：\n\n错误码|描述\nE01|没有\nE02|有\n");
    assert_eq!(document.code_tables[0].codes.len(), 2);
    let several = read("t.md", "参数\t必填\t说明\na\t是\t甲：0-未付\n1-已付\nb\t否\t乙\n");
    assert_eq!(several.operations[0].request.fields[0].codes.len(), 2);
}

#[test]
fn sentences_with_pipes_and_indents_are_no_tables() {
    for text in ["取值 A|B|C，另见下文\n", "用 a | b 表示二者之一\n", "\t\t缩进的一行\n", "说明\t见下\n"]
    {
        let document = read("t.md", text);
        assert!(document.operations.is_empty() && document.not_understood.is_empty(), "{text}");
    }
}

#[test]
fn a_sentence_or_a_result_tells_which_side_a_table_is() {
    let table = |name: &str| format!("| 参数 | 名称 | 必填 |\n|--|--|--|\n| {name} | 甲 | 是 |\n\n");
    let text =
        format!("# 查单\n\n平台会返回以下内容：\n\n{}商户需上送以下内容：\n\n{}", table("b"), table("a"));
    let document = read("t.md", &text);
    assert_eq!(
        (request(&document), response(&document)),
        (vec!["a 甲 M".to_owned()], vec!["b 甲 M".to_owned()])
    );
    let text = format!("# 查单\n\n**第一部分**\n\n{}**第二部分**\n\n{}", table("a"), table("resp_code"));
    let document = read("t.md", &text);
    assert_eq!(request(&document), ["a 甲 M"]);
    assert_eq!(response(&document), ["resp_code 甲 M"]);
}

#[test]
fn a_line_above_a_table_says_when_its_fields_are_there() {
    let table = |name: &str| format!("| 参数 | 名称 | 必填 |\n|--|--|--|\n| {name} | 甲 | 是 |\n\n");
    let when = |text: &str| {
        let document = read("t.md", text);
        let found = document.operations[0].response.fields.iter().map(|field| {
            field
                .sections
                .iter()
                .map(|section| format!("{}={}", section.value.0, section.value.1))
                .collect::<Vec<_>>()
                .join(",")
        });
        (found.collect::<Vec<_>>(), unread(&document).len())
    };
    let head = format!("# 查单\n\n## 返回参数\n\n{}", table("code"));
    let line = "以下字段在code为0时返回\n\n";
    assert_eq!(
        when(&format!("{head}{line}{}{}", table("a"), table("b"))),
        (vec!["".into(), "code=0".into(), "".into()], 0),
        "the next table, and no other"
    );
    let both = "**以下字段在code和a都为0的时候有返回**\n\n";
    assert_eq!(when(&format!("{head}{both}{}", table("a"))).0[1], "code=0,a=0");
    assert_eq!(
        when(&format!("{head}以下字段在other为0时返回\n\n{}", table("a"))),
        (vec!["".into(), "".into()], 1)
    );
    assert_eq!(
        when(&format!("{head}code为0时表示成功。\n\n{}", table("a"))),
        (vec!["".into(), "".into()], 0)
    );
}

#[test]
fn an_address_is_read_from_a_column_of_addresses() {
    let text = "# 查单\n\n| 环境 | 请求地址 |\n|--|--|\n| 测试 | https://test.example/q |\n| 生产 | https://a.example/q |\n";
    let document = read("t.md", text);
    assert_eq!(
        document.operations[0].url.as_ref().map(|url| url.value.as_str()),
        Some("https://a.example/q")
    );
}

#[test]
fn a_heading_makes_a_table_one_of_codes() {
    let table = "| 名称 | 描述 | 原因 |\n|--|--|--|\n| NO_ORDER | 没有订单 | 单号错了 |\n";
    let document = read("t.md", &format!("# 查单\n\n## 错误码\n\n{table}"));
    assert_eq!(
        document.code_tables[0].codes[0].title.as_ref().map(|title| title.value.as_str()),
        Some("没有订单")
    );
    assert!(read("t.md", &format!("# 查单\n\n## 说明\n\n{table}")).code_tables.is_empty());
}

#[test]
fn a_field_that_is_repeated_from_the_request_is_there_where_that_was() {
    let header = "| 域名 | 标识 | 类型 | 要求 |\n|--|--|--|--|\n";
    let text = format!(
        "# 查单\n\n## 请求报文\n\n{header}| 甲 | a | AN8..40 | M |\n| 乙 | b | N2 | O |\n\n## 应答报文\n\n{header}| 甲 | a | AN8..40 | R |\n| 乙 | b | N2 | R |\n| 丙 | c | ANS..256 | M |\n"
    );
    assert_eq!(response(&read("t.md", &text)), ["a 甲 M", "b 乙 C", "c 丙 M"]);
}
