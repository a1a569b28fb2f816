//! The overview: every provider, and all of them side by side.

use maud::{Markup, html};

use super::contents::Entry;
use super::head::{Document, Place};
use super::phrase::{badge, by_author, narrow, term};
use super::{file_name, provider, search};
use crate::model::{Basis, Provider};
use crate::reference::{Cell, Comparison, Direction, Section, comparison, terms};

pub(super) fn page(providers: &[Provider]) -> Markup {
    let compared = comparison(providers);
    let index: Vec<search::Entry> = providers
        .iter()
        .flat_map(|provider| search::entries(provider, &file_name(provider.name())))
        .collect();
    let mut contents =
        vec![Entry::part("page-top", "全部平台"), Entry::part("page-comparison", terms::COMPARISON)];
    let sections = compared.sections.iter().enumerate();
    contents.extend(sections.map(|(index, section)| Entry::below(section_id(index), section.title)));
    contents.push(Entry::part("page-legend", "依据图例"));
    let document = Document {
        title: &format!("{} · payspec {}", terms::COMPARISON, terms::REFERENCE),
        description: "各支付平台的字段、码表、签名、判定，以及逐项对照。",
        contents: &contents,
        index: &index,
        place: Place::Overview,
    };
    document.page(&html! {
        header.title #page-top {
            h1 { (terms::REFERENCE) }
            p.lead { (providers.len()) " 个平台，" (compared.columns.len()) " 个接口。字段与码表照录平台文档；签名、判定和与文档的差异注明依据。" }
        }
        ul.cards {
            @for provider in providers { li { (card(provider)) } }
        }
        section aria-labelledby="page-comparison" {
            h2 #page-comparison { (terms::COMPARISON) " " small.term lang="en" { "side by side" } }
            @for (index, section) in compared.sections.iter().enumerate() { (table(&compared, section, index)) }
        }
        (provider::legend())
    })
}

fn section_id(index: usize) -> String {
    format!("page-comparison-{}", index + 1)
}

fn card(provider: &Provider) -> Markup {
    let file = file_name(provider.name());
    html! {
        article.card {
            h2 { a href=(file) { bdi { (provider.title()) } } " " code { (provider.name()) } }
            @if let Some(description) = &provider.description { p.quiet { (by_author(description)) } }
            ul {
                @for operation in &provider.operations {
                    li {
                        p { a href={ (file) "#" (operation.name) } { bdi { (operation.facts.title) } } " " code { (operation.name) } }
                        @for rule in operation.rules.iter().filter(|rule| rule.subject.starts_with("the signature of")) {
                            @if rule.provenance.basis != Basis::Document {
                                " "
                                span.of-rule {
                                    @let direction = if rule.subject.ends_with("request") { Direction::Request } else { Direction::Response };
                                    (terms::signature(direction)) " "
                                    (badge(rule.provenance.basis))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// So many columns have room on a desk; more are scrolled sideways.
const FIT: usize = 6;

fn table(compared: &Comparison, section: &Section, index: usize) -> Markup {
    let id = section_id(index);
    html! {
        h3 id=(id) { (section.title) }
        div.scroll.wide.fits[compared.columns.len() <= FIT] tabindex="0" role="region" aria-labelledby=(id) {
            table.comparison {
                thead {
                    tr {
                        td {}
                        @for column in &compared.columns {
                            th scope="col" {
                                a href={ (file_name(&column.provider)) "#" (column.operation) } { (column.provider_title) }
                                " " code { (column.operation) }
                            }
                        }
                    }
                }
                tbody {
                    @for row in &section.rows {
                        @if row.cells.iter().any(|cell| *cell != Cell::default()) {
                            tr {
                                th scope="row" { (term(row.title, row.term)) }
                                @for cell in &row.cells { td { (self::cell(cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(cell: &Cell) -> Markup {
    html! {
        @for line in &cell.lines { div { (narrow(line)) } }
        @if let Some(basis) = cell.basis { (badge(basis)) }
        @if *cell == Cell::default() { span.quiet aria-label="无" { "–" } }
    }
}
