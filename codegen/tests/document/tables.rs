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

#[test]
fn a_table_without_dashes_ends_where_something_else_begins() {
    let rows = |mark: &str, rows: [[&str; 3]; 2]| rows.map(|cells| cells.join(mark)).join("\n");
    for mark in ["\t", "|", "｜"] {
        let asked = rows(mark, [["参数", "名称", "必填"], ["a", "甲", "是"]]);
        let answered = rows(mark, [["参数", "名称", "必填"], ["b", "乙", "否"]]);
        for between in
            ["## 返回参数", "返回参数", "返回参数：", "返回参数\n----", "- 返回参数", "**返回参数**"]
        {
            let document = read("t.md", &format!("# 查单\n## 请求参数\n{asked}\n{between}\n{answered}\n"));
            assert_eq!(request(&document), ["a 甲 M"], "{between} {mark}");
            assert_eq!(response(&document), ["b 乙 O"], "{between} {mark}");
            assert!(unread(&document).is_empty());
        }
        let other = rows(mark, [["参数", "必填", "说明"], ["c", "是", "丙"]]);
        for between in ["# 退款\n## 请求参数", "退款\n====\n请求参数"] {
            let document = read("t.md", &format!("# 查单\n返回参数\n{answered}\n{between}\n{other}\n"));
            assert_eq!(response(&document), ["b 乙 O"], "{between}");
            assert_eq!(fields(&document.operations[1].request.fields), ["c 丙 M"], "{between}");
        }
        let document = read("t.md", &format!("# 查单\n请求参数\n{asked}\n{other}\n"));
        assert_eq!(request(&document), ["a 甲 M", "c 丙 M"], "headings make a table of their own");
    }
}

#[test]
fn what_begins_in_the_middle_of_a_table_without_dashes_stays_outside_of_its_cells() {
    let text = |between: &str| format!("请求参数\n参数\t必填\t说明\na\t是\t甲\n{between}\nb\t否\t乙\n");
    for between in ["```\n{\"a\": 1}\n```", "<table><tr><th>参数<th>必填</tr><tr><td>c<td>是</tr></table>"]
    {
        let document = read("t.md", &text(between));
        assert_eq!(request(&document)[0], "a 甲 M", "{between}");
        assert_eq!(unread(&document).len(), 1, "the row below is told: {between}");
    }
    let document = read("t.md", &text("（见下文）"));
    assert_eq!(request(&document), ["a 甲 M", "b 乙 O"]);
}

#[test]
fn names_in_several_columns_are_inside_each_other() {
    let header = "<tr><th colspan=3>参数</th><th>必填</th><th>说明</th></tr>";
    let rows = "<tr><td colspan=3>code</td><td>是</td><td>结果</td></tr>\
        <tr><td rowspan=3>order</td><td colspan=2>no</td><td>是</td><td>单号</td></tr>\
        <tr><td rowspan=2>goods</td><td>id</td><td>否</td><td>编号</td></tr><tr><td>price</td><td>否</td><td>单价</td></tr>\
        <tr><td colspan=3>sign</td><td>是</td><td>签名</td></tr>";
    let document = read("t.md", &format!("# 查单\n\n返回参数\n\n<table>{header}{rows}</table>"));
    assert_eq!(response(&document), ["code 结果 M", "order order -", "sign 签名 M"]);
    let order = &document.operations[0].response.fields[1];
    assert_eq!(fields(&order.children), ["no 单号 M", "goods goods -"]);
    assert_eq!(fields(&order.children[1].children), ["id 编号 O", "price 单价 O"]);
    assert!(unread(&document).is_empty());
    let pipes = "| 参数 | | 必填 | 说明 |\n|--|--|--|--|\n| order | | 是 | 订单 |\n| | no | 是 | 单号 |\n| code | | 否 | 结果 |\n";
    let document = read("t.md", &format!("# 查单\n\n请求参数\n\n{pipes}"));
    assert_eq!(request(&document), ["order 订单 M", "code 结果 O"]);
    assert_eq!(fields(&document.operations[0].request.fields[0].children), ["no 单号 M"]);
}

#[test]
fn a_name_that_goes_on_over_rows_has_all_their_words_or_is_told() {
    let header = "<tr><th>参数</th><th>必填</th><th>类型</th><th>说明</th></tr>";
    let table = |rows: &str| format!("# 查单\n\n请求参数\n\n<table>{header}{rows}</table>");
    let words = "<tr><td rowspan=2>state</td><td rowspan=2>是</td><td>string</td><td>0-未付</td></tr>\
        <tr><td>string</td><td>1-已付</td></tr><tr><td>b</td><td>否</td><td>string</td><td>乙</td></tr>";
    let document = read("t.md", &table(words));
    let codes: Vec<&str> =
        document.operations[0].request.fields[0].codes.iter().map(|code| &*code.value.value).collect();
    assert_eq!((codes, request(&document).len()), (vec!["0", "1"], 2));
    assert!(unread(&document).is_empty());
    let others = "<tr><td rowspan=2>data</td><td>no</td><td>是</td><td>单号</td></tr>\
        <tr><td>price</td><td>是</td><td>单价</td></tr><tr><td>b</td><td>否</td><td>string</td><td>乙</td></tr>";
    let document = read("t.md", &table(others));
    assert_eq!(request(&document), ["b 乙 O"]);
    assert_eq!(unread(&document).len(), 2);
}

#[test]
fn the_lowest_row_of_a_header_tells_the_columns() {
    let table = |header: &str, row: &str| format!("# 查单\n\n<table>{header}{row}</table>");
    let header = "<tr><th rowspan=2>参数</th><th rowspan=2>必填</th><th colspan=2>说明</th></tr>";
    let row = "<tr><td>a</td><td>是</td><td>String(32)</td><td>甲</td></tr>";
    let document = read("t.md", &table(&format!("{header}<tr><th>类型</th><th>备注</th></tr>"), row));
    assert_eq!(request(&document), ["a 甲 M"]);
    assert_eq!(
        document.operations[0].request.fields[0].length.as_ref().map(|length| length.value.max),
        Some(32)
    );
    let unknown = read("t.md", &table(&format!("{header}<tr><th>子丑</th><th>寅卯</th></tr>"), row));
    assert_eq!((request(&unknown).len(), unread(&unknown).len()), (0, 1));
    let titled = "<tr><td colspan=3>返回参数</td></tr><tr><td>参数</td><td>必填</td><td>说明</td></tr>";
    let document = read("t.md", &table(titled, "<tr><td>a</td><td>是</td><td>甲</td></tr>"));
    assert_eq!(response(&document), ["a 甲 M"]);
}

#[test]
fn a_heading_in_a_cell_of_a_closed_table_is_one_of_its_lines() {
    let table = "<table>\n<tr><th>参数<th>必填<th>说明</tr>\n\
        <tr><td>sign<td>是<td>签名：<pre>\n# sort by name\nmd5(x)\n</pre></tr>\n<tr><td>b<td>否<td>乙</tr>\n</table>\n";
    let document = read("t.md", &format!("# 查单\n\n{table}\n# 退款\n\n{table}"));
    let read: Vec<_> =
        document.operations.iter().map(|operation| fields(&operation.request.fields)).collect();
    assert_eq!(read, [["sign 签名 M", "b 乙 O"], ["sign 签名 M", "b 乙 O"]]);
}

#[test]
fn the_word_table_in_brackets_begins_no_table() {
    let table = "| 参数 | 名称 | 必填 |\n|--|--|--|\n| a | 甲 | 是 |\n";
    for words in
        ["不要用 `<table>` 标签", r"不要用 \<table> 标签", "不要用 <table> 标签", "不要用 <table></table>"]
    {
        let document = read("t.md", &format!("# 查单\n\n{words}\n\n{table}"));
        assert_eq!(request(&document), ["a 甲 M"], "{words}");
        assert!(unread(&document).is_empty(), "{words}");
    }
    let html = "不要用 `<table>` <table><tr><th>参数<th>必填</tr><tr><td>b<td>是</tr></table>";
    assert_eq!(request(&read("t.md", html)), ["b b M"]);
}

#[test]
fn a_list_of_operations_gives_each_its_address() {
    let fields = |name: &str| format!("| 参数 | 名称 | 必填 |\n|--|--|--|\n| {name} | 甲 | 是 |\n");
    let list =
        |rows: &str| format!("## 接口列表\n\n| 接口名称 | 接口地址 | 请求方式 |\n|--|--|--|\n{rows}\n");
    let addresses = |text: &str| {
        let document = read("t.md", text);
        let found = document.operations.iter().map(|operation| {
            let url = operation.url.as_ref().map_or("-", |url| &url.value);
            format!("{} {url}", operation.title.value)
        });
        (found.collect::<Vec<_>>(), unread(&document).len())
    };
    let operations = format!("## 下单\n\n{}\n## 查单\n\n{}", fields("a"), fields("b"));
    let both = list("| 下单接口 | /pay | POST |\n| 查单接口 | /query | GET |\n");
    assert_eq!(
        addresses(&format!("# 甲\n\n{both}{operations}")),
        (vec!["下单 /pay".into(), "查单 /query".into()], 0)
    );
    assert_eq!(
        addresses(&format!(
            "# 甲\n\n{}{operations}",
            list("| 退款 | /refund | POST |\n| 查单 | /query | GET |\n")
        )),
        (vec!["下单 -".into(), "查单 /query".into()], 1)
    );
    assert_eq!(
        addresses(&format!("# 甲\n\n{}{operations}", list("| 退款 | /refund | POST |\n"))),
        (vec!["下单 -".into(), "查单 -".into()], 1)
    );
    let own = "# 查单\n\n| 接口名称 | 接口地址 |\n|--|--|\n| 订单查询 | /query |\n\n";
    assert_eq!(addresses(&format!("{own}{}", fields("a"))), (vec!["查单 /query".into()], 0));
}

#[test]
fn a_field_is_repeated_also_in_a_table_where_none_is_mandatory() {
    let header = "| 域名 | 标识 | 类型 | 要求 |\n|--|--|--|--|\n";
    let text = format!(
        "# 查单\n\n## 请求报文\n\n{header}| 甲 | a | N2 | M |\n\n## 应答报文\n\n{header}| 甲 | a | N2 | R |\n| 乙 | b | N2 | R |\n| 丙 | c | N2 | O |\n"
    );
    assert_eq!(response(&read("t.md", &text)), ["a 甲 M", "b 乙 C", "c 丙 O"]);
    let required = text.replace("| M |", "| R |");
    assert_eq!(response(&read("t.md", &required)), ["a 甲 M", "b 乙 M", "c 丙 O"]);
}

#[test]
fn a_command_with_pipes_is_no_table_and_rows_beside_each_other_are() {
    assert!(unread(&read("t.md", "试一试：cat a | jq . | less\n")).is_empty());
    assert_eq!(unread(&read("t.md", "a | 甲 | 是\nb | 乙 | 否\n")).len(), 1);
    assert_eq!(unread(&read("t.md", "| a | 甲 | 是\n")).len(), 1);
}

#[test]
fn codes_below_a_heading_are_none_of_the_fields_above_it() {
    let text = "# 查单\n\n## 返回参数\n\n| 参数 | 名称 | 必填 |\n|--|--|--|\n| a | 甲 | 是 |\n\n### 错误码\n\n| 名称 | 描述 |\n|--|--|\n| NO_ORDER | 没有订单 |\n";
    let document = read("t.md", text);
    assert_eq!(response(&document), ["a 甲 M"]);
    assert_eq!(document.code_tables[0].codes.len(), 1);
}

#[test]
fn a_cell_of_several_lines_is_read_line_by_line() {
    let text = "<table><tr><th>参数<th>必填<th>说明</tr><tr><td>a<td>是<td>甲：\n0-<b>未付</b>\n1-<span\n class=x>已付</span></td></tr></table>\n乙\n";
    let document = read("t.md", text);
    let field = &document.operations[0].request.fields[0];
    let description = field.description.as_ref().map(|words| words.value.as_str());
    assert_eq!(description, Some("甲：\n0-未付\n1-已付"));
    let titles: Vec<&str> =
        field.codes.iter().filter_map(|code| Some(&*code.title.as_ref()?.value)).collect();
    assert_eq!(titles, ["未付", "已付"]);
}
