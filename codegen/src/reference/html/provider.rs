//! The page of a provider.

use maud::{Markup, html};

use super::contents::Entry;
use super::head::{Document, Place};
use super::phrase::{badge, breakable, by_author, known, prose, term};
use super::{anchors, codes, decision, fields, search, signing, worked};
use crate::model::{Credential, Document as Restated, Operation, Provider, subject};
use crate::reference::{Direction, departures, terms, words};
use crate::restate;

pub(super) fn page(provider: &Provider) -> Markup {
    let name = Some(provider.name()).filter(|name| *name != provider.title());
    let title = name.map_or_else(String::new, |name| format!(" {name}"));
    let title = format!("{}{title} · payspec {}", provider.title(), terms::REFERENCE);
    let description = format!("{}：字段、码表、签名、判定。", provider.title());
    let document = Document {
        title: &title,
        description: &description,
        contents: &contents(provider),
        index: &search::entries(provider, ""),
        place: Place::Provider,
    };
    document.page(&html! {
        header.title #page-top {
            h1 { bdi { (provider.title()) } " " code { (provider.name()) } }
            @if let Some(description) = &provider.description { p.lead { (by_author(description)) } }
            p.quiet { (terms::CURRENCY) " " code { (provider.table.currency) } "；Rust 模块 " code { "payspec::" (provider.name()) } }
            (documents(&provider.documents))
        }
        (environments(provider))
        (credentials(&provider.credentials))
        @for each in &provider.operations { (operation(provider, each)) }
        @if let Some(states) = codes::states(provider) { (states) }
        @if !provider.code_tables.is_empty() {
            section aria-labelledby="page-codes" {
                h2 #page-codes { (terms::CODE_TABLES) " " small.term lang="en" { "code tables" } }
                p.quiet { "平台可能增加取值；没有列出的在 Rust 中为 " code { "Other(…)" } "，对订单而言是未知。" }
                (codes::tables(provider))
            }
        }
        (departed(provider))
        (legend())
    })
}

fn contents(provider: &Provider) -> Vec<Entry> {
    let mut entries = vec![
        Entry::part("page-top", provider.title()),
        Entry::part("page-environments", terms::ENVIRONMENTS),
        Entry::part("page-credentials", terms::CREDENTIALS),
    ];
    for operation in &provider.operations {
        let name = &operation.name;
        entries.push(Entry::part(name, &*operation.facts.title).named(name));
        let request = anchors::message(name, Direction::Request);
        let response = anchors::message(name, Direction::Response);
        for (id, title) in [
            (request.clone(), terms::fields(Direction::Request)),
            (response.clone(), terms::fields(Direction::Response)),
            (anchors::part(name, "decision"), terms::DECISION),
            (format!("{request}-signing"), terms::signature(Direction::Request)),
            (format!("{response}-signing"), terms::signature(Direction::Response)),
            (anchors::part(name, "order"), "统一订单"),
        ] {
            entries.push(Entry::below(id, title));
        }
    }
    if codes::states(provider).is_some() {
        entries.push(Entry::part("page-states", terms::STATE_MAP));
    }
    if !provider.code_tables.is_empty() {
        entries.push(Entry::part("page-codes", terms::CODE_TABLES));
        let tables = provider.code_tables.iter();
        entries.extend(tables.map(|table| {
            let title = words::table_title(provider, &table.name).unwrap_or_default();
            Entry::below(anchors::code_table(&table.name), title).named(&table.name)
        }));
    }
    entries.push(Entry::part("page-departures", terms::DEPARTURES));
    entries.push(Entry::part("page-legend", "依据图例"));
    entries
}

fn documents(documents: &[Restated]) -> Markup {
    html! {
        @if !documents.is_empty() {
            p.quiet {
                (terms::DOCUMENTS) "："
                @for (index, document) in documents.iter().enumerate() {
                    @if index > 0 { "、" }
                    // Any other scheme would run something.
                    @match document.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                        Some(url) => a href=(url) rel="noreferrer noopener external" { "《" bdi { (document.title) } "》" },
                        None => { "《" bdi { (document.title) } "》" @if let Some(url) = &document.url { " " code { (url) } } }
                    }
                    @if let Some(date) = &document.date { "（" (date) "）" }
                }
            }
        }
    }
}

fn environments(provider: &Provider) -> Markup {
    html! {
        section aria-labelledby="page-environments" {
            h2 #page-environments { (terms::ENVIRONMENTS) " " small.term lang="en" { "environments" } }
            @if provider.environments.is_empty() {
                p { (terms::NO_ENVIRONMENTS) "。" }
            } @else {
                dl.facts {
                    @for environment in &provider.environments {
                        div {
                            dt { code { (environment.facts.name) } " " small.term lang="en" { "Environment::" (environment.variant) } }
                            dd {
                                code { (environment.facts.url) }
                                @if environment.facts.url.starts_with("http://") { " " span.warn-inline { "明文 http" } }
                                p.note { (known(&environment.provenance)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn credentials(credentials: &[Credential]) -> Markup {
    html! {
        section aria-labelledby="page-credentials" {
            h2 #page-credentials { (terms::CREDENTIALS) " " small.term lang="en" { "credentials" } }
            @if credentials.is_empty() { p { "不需要凭据。" } }
            dl.facts {
                @for credential in credentials {
                    div id=(anchors::credential(&credential.facts.name)) {
                        dt { code { (credential.facts.name) } " " bdi { (credential.facts.title) } }
                        dd {
                            @let (kind, word) = words::credential(credential.facts.kind);
                            (term(kind, word))
                            @if let Some(length) = credential.max_length { "，最长 " (length) }
                            @if let Some(description) = &credential.description { p { (by_author(description)) } }
                            p.note { (known(&credential.provenance)) }
                        }
                    }
                }
            }
        }
    }
}

fn operation(provider: &Provider, operation: &Operation) -> Markup {
    let facts = &operation.facts;
    let name = &operation.name;
    let request = anchors::message(name, Direction::Request);
    let response = anchors::message(name, Direction::Response);
    let (purpose, purpose_term) = words::purpose(facts.purpose);
    html! {
        section.operation aria-labelledby=(name) {
            h2 id=(name) { bdi { (facts.title) } " " code { (name) } }
            p.call {
                span.method { (words::method(facts.method)) } " "
                code { @if facts.path.is_empty() { "环境地址" } @else { (facts.path) } }
            }
            @if let Some(description) = &operation.description { p.lead { (by_author(description)) } }
            dl.facts {
                div { dt { (term(terms::PURPOSE, "purpose")) } dd { (term(purpose, purpose_term)) } }
                div {
                    dt { span lang="en" { "Rust" } }
                    dd { code { "client." (name) "(" (operation.request_type) ") → " (operation.reply_type) } }
                }
                div {
                    dt { (term(terms::POLLING, "polling")) }
                    dd {
                        @let polling = words::polling(&facts.polling);
                        @if polling.is_empty() { (terms::NOT_DOCUMENTED) }
                        @for (index, line) in polling.iter().enumerate() { @if index > 0 { "；" } (prose(line)) }
                        (rule(operation, subject::POLLING))
                    }
                }
                @if let Some(provenance) = words::provenance(operation, subject::ADDRESS) {
                    div { dt { (terms::BASIS) } dd { (known(provenance)) } }
                }
            }
            h3 id=(request) { (terms::fields(Direction::Request)) " " small.term lang="en" { "request" } }
            p.quiet {
                (terms::ENCODING) "："
                @for (index, encoding) in facts.request.encodings.iter().enumerate() {
                    @if index > 0 { " 或 " } (prose(&words::encoding(encoding)))
                }
                @for header in &facts.request.headers {
                    "；HTTP 头 " code { (header.name) ": " (words::template(&header.value)) }
                }
            }
            @for group in &facts.request.groups { p.group { (prose(&words::group(group))) } }
            (fields::fields(provider, operation, Direction::Request))
            h3 id=(response) { (terms::fields(Direction::Response)) " " small.term lang="en" { "response" } }
            p.quiet { (terms::ENCODING) "：" (prose(&words::encoding(&facts.response.encoding))) }
            (fields::fields(provider, operation, Direction::Response))
            h3 id=(anchors::part(name, "decision")) { (terms::DECISION) " " small.term lang="en" { "decision" } }
            (decision::decision(provider, operation))
            @for (direction, id, rule) in [
                (Direction::Request, &request, &operation.request_rule),
                (Direction::Response, &response, &operation.response_rule),
            ] {
                h3 id={ (id) "-signing" } { (terms::signature(direction)) " " small.term lang="en" { "signing." (rule) } }
                (signing::rule(operation, direction))
                h4 id={ (id) "-example" } { (terms::SIGNING_EXAMPLE) }
                (worked::example(provider, operation, direction))
            }
            (order(operation))
        }
    }
}

/// What the unified order takes from a reply, and what ties the reply to the question.
fn order(operation: &Operation) -> Markup {
    let response = &operation.facts.response;
    html! {
        h3 id=(anchors::part(&operation.name, "order")) { "统一订单与" (terms::IDENTITY) " " small.term lang="en" { "order, identity" } }
        @if !response.view.is_empty() {
            dl.facts {
                @for entry in &response.view {
                    @let (chinese, english) = words::role(entry.role);
                    div {
                        dt { (term(chinese, english)) }
                        dd {
                            @let path: Vec<&str> = entry.field.iter().filter(|segment| *segment != payspec_table::EACH).collect();
                            a href={ "#" (anchors::field(&operation.name, Direction::Response, &path)) } {
                                code { (entry.field.dotted()) }
                            }
                        }
                    }
                }
            }
        }
        @if response.identity.is_empty() {
            p { "返回参数中没有可与请求核对的字段。" }
        } @else {
            p { (terms::MISMATCH) " " small.term lang="en" { "Error::Mismatch" } "：" }
            ul.identity {
                @for entry in &response.identity {
                    li { (prose(&words::identity(entry))) (identity_rule(operation, entry)) }
                }
            }
        }
    }
}

fn identity_rule(operation: &Operation, entry: &payspec_table::Identity) -> Markup {
    rule(operation, &subject::identity(&entry.field.dotted(), &restate::expected(&entry.expected)))
}

fn rule(operation: &Operation, subject: &str) -> Markup {
    html! {
        @if let Some(provenance) = words::provenance(operation, subject) { " " (known(provenance)) }
    }
}

fn departed(provider: &Provider) -> Markup {
    html! {
        section aria-labelledby="page-departures" {
            h2 #page-departures { (terms::DEPARTURES) " " small.term lang="en" { "departures" } }
            @for operation in &provider.operations {
                @let all = departures::departures(operation);
                @if !all.is_empty() {
                    h3 id=(anchors::part(&operation.name, "departures")) { bdi { (operation.facts.title) } " " code { (operation.name) } }
                    div.scroll tabindex="0" role="region" aria-labelledby=(anchors::part(&operation.name, "departures")) {
                        table {
                            thead {
                                tr {
                                    @for heading in terms::DEPARTURE { th scope="col" { (heading) } }
                                }
                            }
                            tbody {
                                @for departure in &all {
                                    tr {
                                        th scope="row" {
                                            a href={ "#" (anchors::field(&operation.name, departure.direction, &departure.path)) } {
                                                code { (breakable(&departure.path.join("."))) }
                                            }
                                            div.note { (terms::direction(departure.direction)) }
                                        }
                                        td { (prose(&departure.document)) }
                                        td { (prose(&departure.here)) }
                                        td {
                                            (badge(departure.basis))
                                            @if let Some(because) = &departure.because { div { (by_author(because)) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if provider.operations.iter().all(|operation| departures::departures(operation).is_empty()) { p { "没有。" } }
        }
    }
}

/// What the words for how well something is known mean.
pub(super) fn legend() -> Markup {
    use crate::model::Basis;
    html! {
        section.legend aria-labelledby="page-legend" {
            h2 #page-legend { "依据图例 " small.term lang="en" { "basis" } }
            dl.facts {
                @for basis in [Basis::Document, Basis::Verified, Basis::Stated, Basis::Inferred, Basis::Unknown] {
                    div { dt { (badge(basis)) } dd { (words::basis(basis).1) } }
                }
            }
        }
    }
}
