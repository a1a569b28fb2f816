//! Code tables.

use maud::{Markup, html};
use payspec_table::Reason;

use super::anchors;
use super::phrase::{badge, by_author, state, term, visible};
use crate::model::{Basis, Code, CodeTable};
use crate::reference::{rust_names, words};

pub(super) fn tables(tables: &[CodeTable]) -> Markup {
    html! {
        @for table in tables {
            section.codes aria-labelledby=(anchors::code_table(&table.name)) {
                h3 id=(anchors::code_table(&table.name)) {
                    code { (table.name) } " " small.term lang="en" { "enum " (table.type_name) }
                }
                div.scroll tabindex="0" role="region" aria-labelledby=(anchors::code_table(&table.name)) {
                    table {
                        thead {
                            tr {
                                th scope="col" { "值" }
                                th scope="col" { "说明" }
                                th scope="col" { "含义" }
                                th scope="col" { span lang="en" { "Rust" } }
                                th scope="col" { "依据" }
                            }
                        }
                        tbody {
                            @for code in &table.codes { (row(table, code)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(table: &CodeTable, code: &Code) -> Markup {
    let facts = &code.facts;
    let id = anchors::code(&table.name, &facts.wire);
    html! {
        tr id=(id) {
            th scope="row" { a.self href={ "#" (id) } { code { (visible(&facts.wire)) } } }
            td {
                (facts.title)
                @if !facts.aliases.is_empty() {
                    div.note { "也写作 " @for (index, alias) in facts.aliases.iter().enumerate() {
                        @if index > 0 { "、" } code { (visible(alias)) }
                    } }
                }
            }
            td { (meaning(code)) }
            td { code.rust lang="en" { (rust_names::of_code(table, code)) } }
            td {
                @if code.provenance.basis != Basis::Document || code.provenance.because.is_some() {
                    (badge(code.provenance.basis))
                    @if let Some(because) = &code.provenance.because { div.note { (by_author(because)) } }
                } @else {
                    span.quiet { "文档" }
                }
            }
        }
    }
}

fn meaning(code: &Code) -> Markup {
    let facts = &code.facts;
    html! {
        @if let Some(known) = facts.state { (state(known)) }
        @if let Some(advice) = facts.advice {
            @let (chinese, english) = words::advice(advice);
            span.advice { (term(chinese, english)) }
        }
        @for (index, (reason, text)) in facts.reasons.iter().enumerate() {
            @if index > 0 || facts.advice.is_some() { " " }
            (why(*reason, text))
        }
    }
}

fn why(reason: Reason, text: &str) -> Markup {
    let (chinese, english) = words::reason(reason);
    html! {
        span.reason {
            (term(chinese, english))
            @if !text.is_empty() { "（说明含“" (text) "”）" }
        }
    }
}
