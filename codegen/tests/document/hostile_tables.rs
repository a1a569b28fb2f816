//! Reading ends also for tables that nobody would write.

use super::hostile::settle;

#[test]
fn tables_in_html_that_nobody_can_lay_out_are_read() {
    let megabytes = |piece: &str, count: usize| piece.repeat((count << 20) / piece.len());
    for piece in [
        "<td>",
        "<tr><td>",
        "<table>",
        "<table><tr><td>",
        "<table><td>\n# a\n",
        "</table>",
        "<tr>",
        "<table",
        "<td rowspan=9>",
    ] {
        settle(piece, &format!("<table><tr><th>参数<th>必填</tr>{}", megabytes(piece, 1)));
        settle(piece, &megabytes(piece, 1));
    }
    settle("five megabytes of cells", &format!("<table><tr><th>参数<th>必填</tr>{}", megabytes("<td>", 5)));
    settle(
        "ten thousand tables in each other",
        &format!("{}a{}", "<table><tr><td>".repeat(10_000), "</td></tr></table>".repeat(10_000)),
    );
    let header = "<table><tr><th>参数<th rowspan=60000 colspan=60>必填</tr>";
    settle("cells that go on and on", &format!("{header}{}", "<tr><td>a".repeat(60_000)));
    settle("cells as wide as the sea", &format!("<table><tr>{}", "<td colspan=60000>a".repeat(1_000)));
}

#[test]
fn a_table_of_a_hundred_thousand_columns_is_not_read() {
    let header = format!("|参数|必填{}|\n|--|--{}|\n", "|a".repeat(50_000), "|--".repeat(50_000));
    let document = settle("a wide table", &format!("{header}{}", "|a|\n".repeat(100_000)));
    assert_eq!(document.not_understood[0].value, "a table with 50002 columns");
    settle("wide lines", &format!("{}\n", "参数\t必填\t".repeat(1 << 16)).repeat(4));
    settle("headings over and over", &"参数\t必填\n".repeat(1 << 17));
    settle(
        "a heading of tabs over cells that go on",
        &format!("参数\t必填\n{}", "a\tb\nc\n".repeat(1 << 16)),
    );
}

#[test]
fn a_long_cell_over_all_rows_of_a_long_table_is_not_read_in_each() {
    let long = "0-甲；".repeat(2_500);
    let rows = "<tr><td>a<td>是".repeat(20_000);
    let header = "<table><tr><th>参数<th>必填<th>说明</tr>";
    let document = settle("a long cell", &format!("{header}<tr><td>a<td>是<td rowspan=60000>{long}{rows}"));
    assert_eq!(document.not_understood.len(), 1);
    let document =
        settle("a name over all rows", &format!("{header}<tr><td rowspan=60000>a<td>是<td>{long}{rows}"));
    assert_eq!(document.not_understood.len(), 20_001);
    let quoted = "`<table>` <table> ".repeat(1 << 14);
    settle("a line of words in brackets", &quoted);
    settle("a line of tables", &"`a` <table><tr><td>a</table>".repeat(1 << 16));
    settle("rows of them", &format!("参数\t必填\t说明\n{}", "a\t是\t<table>\n<table>甲\n".repeat(1 << 14)));
    settle("headings in cells", &format!("{header}{}</table>", "<tr><td>\n# a\n".repeat(1 << 14)));
}
