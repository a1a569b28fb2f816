//! Fields in the layout of the documents that people know.

use maud::{Markup, html};
use payspec_table::{Item, Kind, Operation as Table, Source, Written};

use super::anchors;
use super::phrase::{badge, by_author, prose, term, visible};
use crate::model::{Basis, CodeTable, Field, Operation, Provider};
use crate::reference::{Direction, departures, rust_names, terms, words};

/// So many codes are shown beside a field; longer tables are linked.
const FEW: usize = 8;

/// The fields of a message, those inside objects in tables of their own.
pub(super) fn fields(provider: &Provider, operation: &Operation, direction: Direction) -> Markup {
    let of = Of { provider, operation, direction };
    match direction {
        Direction::Request => of.level(&operation.request, &[], &[]),
        Direction::Response => of.level(&operation.response, &[], &[]),
    }
}

#[derive(Clone, Copy)]
struct Of<'a> {
    provider: &'a Provider,
    operation: &'a Operation,
    direction: Direction,
}

/// The headings; a card on a small screen repeats them.
const HEADINGS: [&str; 7] = terms::FIELD;

impl<'a> Of<'a> {
    fn level(self, fields: &'a [Field], above: &[&'a str], rust_above: &[&'a str]) -> Markup {
        let nested: Vec<&Field> = fields.iter().filter(|field| !field.children.is_empty()).collect();
        html! {
            table.fields role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        @for heading in HEADINGS { th scope="col" role="columnheader" { (heading) } }
                    }
                }
                tbody role="rowgroup" {
                    @for field in fields { (self.row(field, above, rust_above)) }
                }
            }
            @for field in nested {
                @let path = extended(above, &field.facts.name);
                @let id = anchors::members(&anchors::field(&self.operation.name, self.direction, &path));
                h4 id=(id) { code { (path.join(".")) } " " (terms::INSIDE) " " small { (field.facts.title) } }
                (self.level(&field.children, &path, &extended(rust_above, &field.rust_name)))
            }
        }
    }

    fn row(self, field: &'a Field, above: &[&'a str], rust_above: &[&'a str]) -> Markup {
        let facts = &field.facts;
        let path = extended(above, &facts.name);
        let id = anchors::field(&self.operation.name, self.direction, &path);
        let rust = match self.direction {
            Direction::Request => rust_names::of_request(field, rust_above),
            Direction::Response => Some(rust_names::of_response(field, rust_above)),
        };
        html! {
            tr role="row" id=(id) {
                td role="cell" data-label=(HEADINGS[0]) { (facts.title) }
                th scope="row" role="rowheader" data-label=(HEADINGS[1]) {
                    a.self href={ "#" (id) } { code { (visible(&facts.name)) } }
                    @if let Some(rust) = rust { code.rust lang="en" { (rust) } }
                }
                td role="cell" data-label=(HEADINGS[2]) {
                    span class={ "presence " (presence_class(facts.presence)) } { (words::presence(facts.presence)) }
                }
                td role="cell" data-label=(HEADINGS[3]) { span.kind lang="en" { (facts.kind.name()) } }
                td role="cell" data-label=(HEADINGS[4]) { @if let Some(length) = words::length(facts) { (length) } }
                td role="cell" data-label=(HEADINGS[5]) {
                    @if let Some(example) = &facts.example { code { (visible(example)) } }
                }
                td.about role="cell" data-label=(HEADINGS[6]) { (self.about(field, &path, &id)) }
            }
        }
    }

    fn about(self, field: &Field, path: &[&str], id: &str) -> Markup {
        let facts = &field.facts;
        html! {
            @if let Some(description) = &field.description { p { (by_author(description)) } }
            @if let Some(source) = source(&facts.source, self.direction) { p { (source) } }
            @if let Some(when) = words::when(facts) { p.when { (prose(&when)) } }
            @if facts.kind != Kind::Text {
                p {
                    @match &facts.kind {
                        Kind::Code(name) => (self.codes(name)),
                        Kind::Object(_) | Kind::List(Item::Object { .. }) => {
                            (prose(&words::kind(&facts.kind)))
                            @if !field.children.is_empty() { "，见 " a href={ "#" (anchors::members(id)) } { (terms::INSIDE) } }
                        }
                        kind => (prose(&words::kind(kind))),
                    }
                    @if let Some(written) = written(facts.written, &facts.kind) { "；" (written) }
                }
            }
            @if let Some((chinese, english)) = role(&self.operation.facts, self.direction, path) {
                p.role { "统一订单：" (term(chinese, english)) }
            }
            @if facts.secret { p { "敏感字段，不显示" } }
            @if facts.personal { p { "个人信息，日志中隐去" } }
            @if let Some((document, _)) = departures::of_field(field) {
                p.departs {
                    "文档：" (prose(&document))
                    @if let Some(because) = &field.provenance.because { "。" (by_author(because)) }
                    @if field.provenance.basis != Basis::Document { " " (badge(field.provenance.basis)) }
                }
            } @else if let Some(because) = &field.provenance.because {
                p.departs { (by_author(because)) }
            }
        }
    }

    fn codes(self, name: &str) -> Markup {
        let table: Option<&CodeTable> = self.provider.code_tables.iter().find(|table| table.name == name);
        html! {
            "取值见" (terms::CODE_TABLES) " " a href={ "#" (anchors::code_table(name)) } { code { (name) } }
            @if let Some(table) = table.filter(|table| table.codes.len() <= FEW) {
                "："
                @for (index, known) in table.codes.iter().enumerate() {
                    @if index > 0 { "；" }
                    code { (visible(&known.facts.wire)) } " " bdi { (known.facts.title) }
                }
            }
        }
    }
}

fn extended<'a>(above: &[&'a str], name: &'a str) -> Vec<&'a str> {
    above.iter().copied().chain([name]).collect()
}

const fn presence_class(presence: payspec_table::Presence) -> &'static str {
    match presence {
        payspec_table::Presence::Required => "required",
        payspec_table::Presence::Optional => "optional",
        payspec_table::Presence::Conditional => "conditional",
    }
}

/// Where the value of a field comes from, in words; a credential leads to its own.
fn source(source: &Source, direction: Direction) -> Option<Markup> {
    let words = prose(&words::source(source, direction)?);
    Some(match source {
        Source::Credential(name) => html! { a.plain href={ "#" (anchors::credential(name)) } { (words) } },
        _ => words,
    })
}

/// How JSON shows a value, where that is not plain from its kind.
fn written(written: Written, kind: &Kind) -> Option<&'static str> {
    let is_number =
        matches!(kind, Kind::Integer | Kind::Decimal | Kind::Money(_) | Kind::Milliseconds | Kind::Boolean);
    match written {
        Written::Bare if !is_number => Some("JSON 中为不带引号的数"),
        Written::Quoted if is_number => Some("JSON 中为字符串"),
        Written::JsonText => Some("JSON 中为内含 JSON 的字符串"),
        Written::Bare | Written::Quoted => None,
    }
}

/// What a field is in the unified order.
fn role(table: &Table, direction: Direction, path: &[&str]) -> Option<(&'static str, &'static str)> {
    let view = match direction {
        Direction::Request => &table.request.view,
        Direction::Response => &table.response.view,
    };
    let entry = view.iter().find(|entry| {
        entry.field.iter().filter(|segment| *segment != payspec_table::EACH).eq(path.iter().copied())
    })?;
    Some(words::role(entry.role))
}
