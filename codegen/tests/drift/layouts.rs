//! What is no change, in every layout that providers write.

use payspec_codegen::drift;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

/// The same messages under the headings of five kinds of documents.
const LAYOUTS: &[(&str, &str)] = &[
    (
        "names first",
        "# 订单查询\n\n**请求参数：**\n\n|\t字段\t|\t名称\t|\t长度\t|\t必填\t|\t说明\t|\n|:-:|:-:|:-:|:-:|:-|\n\
         |\tmerId\t|\t商户号\t|\t8\t|\tM\t|\t由平台分配\t|\n|\torderId\t|\t订单号\t|\t64\t|\tO\t|\t原订单号\t|\n\n\
         **返回参数说明**\n\n|\t字段\t|\t名称\t|\t长度\t|\t必填\t|\t说明\t|\n|-|-|-|-|-|\n\
         |\tretCode\t|\t返回码\t|\t8\t|\tM\t|\t返回码\t|\n\
         |\tstate\t|\t交易状态\t|\t\t|\tC\t|\t00—支付成功 <br>01--支付失败(其他原因，如退票) |\n",
    ),
    (
        "variables and limits, without outer pipes",
        "# 订单查询\n\n- 请求参数\n\n参数名 | 变量名 | 必填 | 限制 | 类型 | 说明\n---|---|---|---|---|---\n\
         商户号|merchant\\_id|是|10|string|由平台分配\n订单号|third\\_order\\_id|否|无|string|选填\n\n\
         - 返回参数\n\n参数名 | 变量名 | 必填 | 限制 | 类型 | 说明\n---|---|---|---|---|---\n\
         返回码|resp\\_code|是|无|string|0 - 成功，非0 - 失败\n订单状态|status|是|无|string|[详见附录订单状态](#订单状态)\n\n\
         ## 订单状态\n\n| 值 | 说明 |\n|---|---|\n| 0 | 支付中 |\n| 2 | 支付成功 |\n",
    ),
    (
        "examples",
        "# 订单查询\n\n## 请求参数\n\n| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |\n|---|:--:|:--:|:--:|:--:|:--:|\n\
         | 商户号 | mchNo | 是 | String(30) | M1 | 商户号 |\n| 请求时间 | reqTime | 是 | long | 1622016572190 | 13位时间戳 |\n\n\
         ## 返回参数\n\n| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |\n|---|:--:|:--:|:--:|:--:|:--:|\n\
         | 返回状态 | code | 是 | int | 0 | 0-处理成功 |\n| 返回数据 | data | 否 | String(512) | {} | JSON格式 |\n\n\
         ## data数据格式\n\n| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |\n|---|:--:|:--:|:--:|:--:|:--:|\n\
         | 订单状态 | state | 是 | int | 2 | 订单状态：<br> 0-订单生成<br>1-支付中<br>2-支付成功 |\n",
    ),
    (
        "sections",
        "# 订单查询\n\n> 请求参数\n\n|参数|说明|类型|长度|必须|备注|\n|:-:|:-:|:-:|:-:|:-:|:-|\n|mid|商户号|string|15|Y|商户号|\n\
         |orderNo|订单号|string|256|Y|-|\n\n> 响应参数\n\n|参数|说明|类型|长度|必须|备注|\n|:-:|:-:|:-:|:-:|:-:|:-|\n\
         |code|返回码|string|32|Y|SUCCESS/FAIL|\n|code为SUCCESS时返回|||||\n|amount|金额|number|18,2|Y||\n\
         |status|状态|string|2|Y|0：初始<br/>1：成功<br/>2：失败|\n",
    ),
    (
        "five headings",
        "# 订单查询\n\n### 请求参数\n\n|参数|参数名称|类型|必填|描述|范例|\n|-|-|-|-|-|-|\n|mchId|商户号|String(32)|必填|商户号|M1|\n\
         |outNo|商户单号|String(32)|可选|单号|A1|\n\n### 响应参数\n\n|参数|参数名称|类型|必填|描述|范例|\n|-|-|-|-|-|-|\n\
         |code|返回码|String(8)|必填|0：成功；1：失败|0|\n|payNo|流水号|String(32)|特殊可选|成功时返回|P1|\n",
    ),
];

/// Other spellings of the same.
fn spellings(text: &str) -> Vec<(&'static str, String)> {
    let wide = |text: &str| -> String {
        // Not inside code blocks and heads, where the marks mean something.
        text.lines()
            .map(|line| {
                if line.contains("<br") {
                    line.replace('，', ",").replace("(其", "（其").replace("票)", "票）")
                } else {
                    line.to_owned()
                }
            })
            .collect::<Vec<_>>()
            .join("\n")
            + "\n"
    };
    vec![
        ("CRLF", text.replace('\n', "\r\n")),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("blanks in cells", text.lines().map(pad).collect::<Vec<_>>().join("\n") + "\n"),
        ("line breaks", text.replace("<br>", " <br/> ").replace("<br/><br/>", "<br/>")),
        ("the width of punctuation", wide(text)),
        ("empty lines", text.replace("\n\n", "\n\n\n")),
    ]
}

fn pad(line: &str) -> String {
    if line.contains('|') && !line.contains("---") && !line.contains("|-|") && !line.contains(":-") {
        line.replace('|', "  |  ").trim_start().to_owned()
    } else {
        line.to_owned()
    }
}

#[test]
fn a_layout_is_read_as_it_is_meant() {
    for (name, text) in LAYOUTS {
        let document = read(text);
        assert_eq!(document.operations.len(), 1, "{name}");
        let operation = &document.operations[0];
        assert!(
            operation.request.fields.len() == 2 && operation.response.fields.len() >= 2,
            "{name}: {operation:#?}"
        );
    }
}

#[test]
fn a_document_has_not_changed_against_itself_however_it_is_spelled() {
    for (name, text) in LAYOUTS.iter().copied().chain([("acme", DOCUMENT)]) {
        let document = read(text);
        assert_eq!(lines(&drift::between(&document, &document)), [""; 0], "{name}");
        for (spelling, other) in spellings(text) {
            assert_eq!(
                lines(&drift::between(&document, &read(&other))),
                [""; 0],
                "{name}: {spelling}\n{other}"
            );
            assert_eq!(
                lines(&drift::between(&read(&other), &document)),
                [""; 0],
                "{name}: {spelling}, backwards"
            );
        }
    }
}

#[test]
fn every_row_of_every_layout_is_missed_when_it_is_gone() {
    for (name, text) in LAYOUTS {
        let document = read(text);
        let rows = document
            .operations
            .iter()
            .flat_map(|operation| operation.request.fields.iter().chain(&operation.response.fields));
        for row in rows.filter(|row| row.children.is_empty()) {
            let mut without = (*text).to_owned();
            let line = text[..row.name.span.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[line..].find('\n').map_or(text.len(), |end| line + end + 1);
            without.replace_range(line..end, "");
            let gone = format!("field_removed {}", row.name.value);
            let drift = drift::between(&document, &read(&without));
            let found = drift.changes.iter().any(|change| {
                format!("{} {}", change.what.word(), change.field.as_deref().unwrap_or_default()) == gone
            });
            assert!(found, "{name}: {gone}: {:?}", lines(&drift));
        }
    }
}

#[test]
fn the_order_of_rows_is_no_change() {
    let first = "| 支付渠道 | channel | 否 | String(16) | WX | WX-微信<br>AL-支付宝 |\n";
    let other = edited(DOCUMENT, first, "");
    let other = edited(&other, "| 返回信息 | msg |", &format!("{first}| 返回信息 | msg |"));
    assert_eq!(lines(&drift::between(&read(DOCUMENT), &read(&other))), [""; 0]);
    assert_eq!(lines(&against(&other, SPECIFICATION)), [""; 0]);
}

#[test]
fn values_of_samples_and_examples_are_no_facts() {
    let other = edited(DOCUMENT, "\"amount\": 100", "\"amount\": 250");
    let other = edited(&other, "| int | 100 |", "| int | 250 |");
    assert_eq!(lines(&drift::between(&read(DOCUMENT), &read(&other))), [""; 0]);
    assert_eq!(lines(&against(&other, SPECIFICATION)), [""; 0]);
}

#[test]
fn a_line_that_only_moved_is_no_change() {
    let notes = "- 返回码不为0时不返回订单状态。\n- 除了支付成功，其他状态请再次查询。\n";
    let other =
        edited(DOCUMENT, notes, "- 除了支付成功，其他状态请再次查询\n- 返回码不为0时不返回订单状态\n");
    assert_eq!(lines(&drift::between(&read(DOCUMENT), &read(&other))), [""; 0]);
}

#[test]
fn codes_may_move_to_a_table_of_their_own() {
    let other = edited(DOCUMENT, "| WX-微信<br>AL-支付宝 |", "| [详见附录支付渠道](#支付渠道) |");
    let other = format!("{other}\n## 支付渠道\n\n| 值 | 说明 |\n|---|---|\n| AL | 支付宝 |\n| WX | 微信 |\n");
    assert_eq!(lines(&against(&other, SPECIFICATION)), [""; 0]);
    let more = format!("{other}| YL | 银联 |\n");
    assert_eq!(lines(&against(&more, SPECIFICATION)), ["new_information code_added response channel YL"]);
    assert_eq!(
        lines(&drift::between(&read(&other), &read(&more))),
        ["new_information code_added response channel YL"]
    );
}
