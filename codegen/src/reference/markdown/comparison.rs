//! All providers on one page.

use super::page::Page;
use super::{MADE_HERE, escape};
use crate::model::Provider;
use crate::reference::{Cell, comparison, terms, words};

/// One page that compares providers: what each operation of each says about the same subjects, in Markdown.
#[must_use]
pub fn comparison_markdown(providers: &[Provider]) -> String {
    let comparison = comparison(providers);
    let mut page = Page::default();
    page.heading(1, terms::COMPARISON);
    page.paragraph(&format!("{MADE_HERE}每列是一个平台的一个接口，每节是一个主题。空白表示没有这一项。"));
    page.list(comparison.columns.iter().map(|column| {
        format!(
            "{} {}：{} {}",
            escape::words(&column.provider_title),
            escape::code(&column.provider),
            escape::words(&column.operation_title),
            escape::code(&column.operation),
        )
    }));
    let columns: Vec<String> = comparison
        .columns
        .iter()
        .map(|column| format!("{}<br>{}", escape::code(&column.provider), escape::code(&column.operation)))
        .collect();
    let headings: Vec<&str> =
        ["主题", "规格的键"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    for section in &comparison.sections {
        page.heading(2, section.title);
        let rows =
            section.rows.iter().filter(|row| row.cells.iter().any(|cell| *cell != Cell::default())).map(
                |row| {
                    let head = [row.title.to_owned(), escape::code(row.term)];
                    head.into_iter().chain(row.cells.iter().map(cell)).collect()
                },
            );
        page.table(&headings, rows.collect::<Vec<_>>());
    }
    page.finish()
}

fn cell(cell: &Cell) -> String {
    let mut lines: Vec<String> = cell.lines.iter().map(escape::prose).collect();
    lines.extend(cell.basis.map(|basis| words::basis(basis).0.to_owned()));
    lines.join("<br>")
}
