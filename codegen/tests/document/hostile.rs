//! Whatever a text holds, reading it ends, and every place that is reported is one of the text.
//!
//! `PAYSPEC_THOROUGH=1` tries every truncation of all documents, not of one.

use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use payspec_codegen::document::{CodeText, Document, FieldText, MessageText, Stated, read};
use proptest::prelude::*;

/// Far more than any text takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn settle(name: &str, text: &str) -> Document {
    let start = Instant::now();
    let document = read("hostile.md", text);
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{name} took {taken:?}");
    places(&document);
    document
}

fn places(document: &Document) {
    let text = &document.text;
    let place = |span: &Range<usize>| {
        assert!(span.start <= span.end, "{span:?}");
        assert!(text.get(span.clone()).is_some(), "{span:?} of {} bytes: {text:?}", text.len());
    };
    let stated = |stated: &Stated<String>| place(&stated.span);
    let codes = |codes: &[CodeText]| {
        for code in codes {
            [Some(&code.value), code.title.as_ref()].into_iter().flatten().chain(&code.keys).for_each(stated);
        }
    };
    let mut rows: Vec<&FieldText> = Vec::new();
    for operation in &document.operations {
        [Some(&operation.title), operation.name.as_ref(), operation.url.as_ref(), operation.method.as_ref()]
            .into_iter()
            .flatten()
            .chain(&operation.media_types)
            .for_each(stated);
        for message in [&operation.request, &operation.response] {
            let MessageText { span, fields, samples, .. } = message;
            span.iter().for_each(place);
            samples.iter().for_each(|sample| place(&sample.span));
            rows.extend(fields);
        }
    }
    while let Some(row) = rows.pop() {
        place(&row.span);
        let texts = [
            Some(&row.name),
            Some(&row.title),
            row.kind.as_ref(),
            row.example.as_ref(),
            row.description.as_ref(),
            row.refers_to.as_ref(),
            row.constant.as_ref(),
        ];
        texts.into_iter().flatten().chain(&row.keys).for_each(stated);
        row.presence.iter().for_each(|presence| place(&presence.span));
        row.length.iter().for_each(|length| place(&length.span));
        row.one_of.iter().for_each(|one_of| place(&one_of.span));
        row.sections.iter().for_each(|section| place(&section.span));
        codes(&row.codes);
        rows.extend(&row.children);
    }
    for table in &document.code_tables {
        place(&table.span);
        [Some(&table.title), table.name.as_ref()].into_iter().flatten().for_each(stated);
        codes(&table.codes);
    }
    for settings in &document.settings {
        stated(&settings.place);
        settings.rows.iter().for_each(|(key, value)| {
            stated(key);
            stated(value);
        });
    }
    document.title.iter().for_each(stated);
    document.not_understood.iter().for_each(|words| {
        stated(words);
    });
    document.not_understood.iter().take(20).for_each(|words| {
        let (line, column) = document.line_column(words.span.start);
        assert!(line > 0 && column > 0);
    });
}

fn layouts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let files = std::fs::read_dir(folder).expect("a folder of documents");
    let layouts: Vec<(String, String)> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).expect("a document")))
        .collect();
    assert!(layouts.len() >= 7, "{} documents", layouts.len());
    layouts
}

#[test]
fn every_truncation_of_a_document_is_read() {
    let thorough = std::env::var_os("PAYSPEC_THOROUGH").is_some();
    for (name, text) in layouts() {
        if !thorough && !name.ends_with("layout-sections.md") {
            continue;
        }
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            settle(&name, &text[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_read(text in "(?s).{0,400}") {
        settle("arbitrary text", &text);
    }

    #[test]
    fn arbitrary_pieces_of_documents_are_read(pieces in proptest::collection::vec(piece(), 0..60)) {
        settle("pieces", &pieces.concat());
    }

    #[test]
    fn a_document_with_changed_characters_is_read(
        document in 0..7_usize, changes in proptest::collection::vec((any::<prop::sample::Index>(), piece()), 1..8)
    ) {
        let mut text: Vec<char> = layouts()[document].1.chars().collect();
        for (at, piece) in changes {
            let at = at.index(text.len());
            text.splice(at..=at, piece.chars());
        }
        settle("a changed document", &text.into_iter().collect::<String>());
    }
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "|",
        "\n",
        "\r",
        "\r\n",
        "---|---\n",
        "| 参数 | 说明 | 必填 |\n|--|--|--|\n",
        "| 字段名 | 变量名 | 类型 | 规格 |\n|-|-|-|-|\n",
        "```",
        "```json\n",
        "# ",
        "#### `data` 数据格式\n",
        "**请求参数：**",
        "> 返回参数",
        "- ",
        "<br>",
        "<br/>",
        "&nbsp;",
        "&#0;",
        "\\",
        "\\|",
        "`",
        "``",
        "**",
        "[",
        "](#x)",
        "](",
        "<",
        ">",
        "<!--",
        "-->",
        "{",
        "}",
        "\"",
        "\"a\":",
        "：",
        "-",
        "—",
        "，",
        "；",
        "。",
        "（",
        "）",
        "(",
        ")",
        "0",
        "1-成功",
        "SUCCESS/FAIL",
        "code为A时返回",
        "order详情",
        "A和B二选一",
        "优先",
        "固定：",
        "此为固定值",
        "见",
        "String(",
        "18,2",
        "是",
        "\u{3000}",
        "\u{feff}",
        "\u{200b}",
        "\0",
        "é",
        "𠮷",
        "\u{2028}",
        "url：",
        "http://",
        "/a",
        "GET ",
        "application/",
        "=",
        "&",
        "键 | 值\n-|-\n",
        "值|说明\n-|-\n",
        "名",
        "参数\t必填\t说明\n",
        "\t",
        "<table><tr><th>参数<th colspan=2>必填<th>说明</tr>",
        "<tr><td rowspan=2>",
        "<td>",
        "<th>",
        "</table>",
    ];
    proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned)
}

#[test]
fn places_stand_between_characters_where_the_text_is_not_that_of_the_document() {
    let header = "| 参数 | 说明 | 类型 | 备注 |\n|--|--|--|--|\n";
    for row in [
        "| order.state \u{a0} 状态 | 状态 | string | |",
        "| a | 甲 | 字&nbsp;(32) | |",
        "| a | 甲 | string | 前[说明  <br>固定](#x)后 |",
        "| a | 甲 | string | &amp;0-甲；1-&lt;乙 |",
    ] {
        settle(row, &format!("# 查单\n\n{header}| order | 单 | object | |\n{row}\n"));
    }
}

#[test]
fn a_table_of_a_hundred_thousand_rows_is_read() {
    let mut text = "# 长表\n\n| 参数 | 说明 | 类型 | 长度 | 必须 | 备注 |\n|--|--|--|--|--|--|\n".to_owned();
    for row in 0..100_000 {
        text.push_str(&format!(
            "| f_{row} | 字段{row} | string(9) | {row} | Y | 0-甲；1-乙，与`f_{row}`二选一，见表 |\n"
        ));
    }
    let document = settle("a long table", &text);
    assert_eq!(document.operations[0].request.fields.len(), 100_000);
}

#[test]
fn any_amount_of_anything_is_read() {
    let pieces = [
        "a",
        " ",
        "\n",
        "|",
        "| a ",
        "|-",
        "# a\n",
        "`",
        "``a",
        "*",
        "**a",
        "_",
        "[",
        "![",
        "[a](",
        "<",
        "<br>",
        "&",
        "\\",
        ">",
        "> ",
        "- ",
        "(",
        "）",
        "0-",
        "0-甲",
        "0-甲；",
        "甲(0)\n",
        "甲(0)，",
        "A/",
        "A、",
        "A：",
        "：",
        "1.",
        "{",
        "[{",
        "{\"a\":",
        "\"",
        "\"a\":\"[",
        "<a>",
        "</a>",
        "<a",
        "a=b&",
        "```\n",
        "~~~",
        "<!--",
        "-->",
        "|a|\n|-|\n",
        "| 参数 | 必填 |\n|-|-|\n| a | 是 |\n",
        "| a | 二选一 |\n",
        "## a 参数\n",
        "## `a.b` 数据格式\n",
        "a为b时返回\n",
        "见a，",
        "。",
        "，",
        "、",
        "\r",
        "\0",
        "\u{feff}",
        "𠮷",
        "请求参数：\n",
        "url: /\n",
        "# b\nurl: /\n",
        "-",
        "—",
        "=\n",
        "---\n",
    ];
    for piece in pieces {
        let count = (1 << 18) / piece.len();
        settle(&format!("{piece:?} over and over"), &piece.repeat(count));
        let row = format!(
            "| 参数 | 必填 | 说明 |\n|--|--|--|\n| a | 是 | {} |\n",
            piece.repeat(20_000 / piece.len())
        );
        settle(&format!("{piece:?} in a cell"), &row);
        let code = format!("# a\n**请求参数**\n```\n{{{}\n```\n", piece.repeat(count / 2));
        settle(&format!("{piece:?} in a sample"), &code);
        let code = format!("# a\n**请求参数**\n```\n<a>{}\n```\n", piece.repeat(count / 2));
        settle(&format!("{piece:?} in a sample of XML"), &code);
    }
    settle("a megabyte in a line", &"a_b ".repeat(1 << 18));
    settle("a megabyte of rows", &"| a | b |\n|---|---|\n".repeat(1 << 16));
}

#[test]
fn fields_in_fields_in_fields_are_read_as_deep_as_anyone_writes_them() {
    let header = "| 参数 | 说明 | 类型 | 必填 |\n|--|--|--|--|\n";
    let mut text = format!("# 深\n\n{header}| data | 数据 | object | 是 |\n");
    for depth in 1..5_000 {
        let path = vec!["data"; depth.min(40)].join(".");
        text.push_str(&format!("\n#### `{path}` 数据格式\n\n{header}| data | 数据 | object | 是 |\n"));
    }
    let document = settle("a deep document", &text);
    let mut depth = 0;
    let mut fields = &document.operations[0].request.fields;
    while let Some(field) = fields.first() {
        (depth, fields) = (depth + 1, &field.children);
    }
    assert!((10..100).contains(&depth), "{depth}");
}
