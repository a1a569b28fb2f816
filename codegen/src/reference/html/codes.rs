//! Code tables.

use maud::{Markup, html};
use payspec_table::Reason;

use super::anchors;
use super::phrase::{badge, by_author, state, term, visible};
use crate::model::{Basis, Code, CodeTable, Provider};
use crate::reference::{deciding, rust_names, terms, words};

pub(super) fn tables(provider: &Provider) -> Markup {
    html! {
        @for table in &provider.code_tables {
            @let columns = Columns::of(table);
            section.codes aria-labelledby=(anchors::code_table(&table.name)) {
                h3 id=(anchors::code_table(&table.name)) {
                    @if let Some(title) = words::table_title(provider, &table.name) { (title) " " }
                    code { (table.name) } " " small.term lang="en" { "enum " (table.type_name) }
                }
                div.scroll tabindex="0" role="region" aria-labelledby=(anchors::code_table(&table.name)) {
                    table {
                        thead {
                            tr {
                                th scope="col" { (terms::CODE[0]) }
                                th scope="col" { (terms::CODE[1]) }
                                @if columns == Columns::WithMeaning { th scope="col" { "含义与建议" } }
                                th scope="col" { span lang="en" { "Rust" } }
                                th scope="col" { (terms::BASIS) }
                            }
                        }
                        tbody {
                            @for code in &table.codes { (row(table, code, columns)) }
                        }
                    }
                }
            }
        }
    }
}

/// What each code that decides about an order means for it, and what to do then.
pub(super) fn states(provider: &Provider) -> Option<Markup> {
    let tables = deciding::tables(provider);
    (!tables.is_empty()).then(|| html! {
        section aria-labelledby="page-states" {
            h2 #page-states { (terms::STATE_MAP) " " small.term lang="en" { "states" } }
            p.quiet { (terms::STATE_MAP_MEANS) (terms::UNKNOWN_IS_NO_FAILURE) }
            div.scroll tabindex="0" role="region" aria-labelledby="page-states" {
                table.state-map {
                    thead { tr { @for heading in terms::STATES { th scope="col" { (heading) } } } }
                    tbody {
                        @for table in tables {
                            @for code in &table.codes {
                                @if let Some(known) = deciding::state(&code.facts) {
                                    tr {
                                        th scope="row" { code { (visible(&code.facts.wire)) } }
                                        td { (code.facts.title) }
                                        td { (state(known)) }
                                        td { (words::next_step(known)) }
                                        td { a href={ "#" (anchors::code_table(&table.name)) } { code { (table.name) } } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// Which columns a table has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    /// Its codes are names for things, such as ways of payment.
    Names,
    /// One of its codes says something about the order or the request.
    WithMeaning,
}

impl Columns {
    fn of(table: &CodeTable) -> Self {
        let means = |facts: &payspec_table::Code| {
            facts.state.is_some() || facts.advice.is_some() || !facts.reasons.is_empty()
        };
        if table.codes.iter().any(|code| means(&code.facts)) { Self::WithMeaning } else { Self::Names }
    }
}

fn row(table: &CodeTable, code: &Code, columns: Columns) -> Markup {
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
            @if columns == Columns::WithMeaning { td { (meaning(code)) } }
            td { code.rust lang="en" { (rust_names::of_code(table, code)) } }
            td {
                @if code.provenance.basis != Basis::Document || code.provenance.because.is_some() {
                    (badge(code.provenance.basis))
                    @if let Some(because) = &code.provenance.because { div.note { (by_author(because)) } }
                } @else {
                    span.quiet { (words::basis(Basis::Document).0) }
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
            @if index > 0 || facts.advice.is_some() { "；" }
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
