//! The page of a provider.

use maud::{Markup, html};
use payspec_table::CredentialKind;

use super::contents::Entry;
use super::head::{Document, Place};
use super::phrase::{badge, by_author, known, prose, term};
use super::{anchors, codes, decision, fields, search, signing, worked};
use crate::model::{Credential, Document as Restated, Operation, Provider, subject};
use crate::reference::{Direction, departures, words};
use crate::restate;

pub(super) fn page(provider: &Provider) -> Markup {
    let title = format!("{} {} · payspec 接口参考", provider.title(), provider.name());
    let description = format!("{}：字段、代码、签名、判定。", provider.title());
    let document = Document {
        title: &title,
        description: &description,
        contents: &contents(provider),
        index: &search::entries(provider, ""),
        place: Place::Provider,
    };
    document.page(&html! {
        header.title #page-top {
            h1 { (provider.title()) " " code { (provider.name()) } }
            @if let Some(description) = &provider.description { p.lead { (by_author(description)) } }
            p.quiet { "币种 " code { (provider.table.currency) } "；Rust 模块 " code { "payspec::" (provider.name()) } }
            (documents(&provider.documents))
        }
        (environments(provider))
        (credentials(&provider.credentials))
        @for each in &provider.operations { (operation(provider, each)) }
        @if !provider.code_tables.is_empty() {
            section aria-labelledby="page-codes" {
                h2 #page-codes { "代码表 " small.term lang="en" { "code tables" } }
                p.quiet { "平台可能增加代码；未列出的取值在 Rust 中为 " code { "Other(…)" } "，对订单而言是未知。" }
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
        Entry::part("page-environments", "环境"),
        Entry::part("page-credentials", "凭据"),
    ];
    for operation in &provider.operations {
        let name = &operation.name;
        entries.push(Entry::part(name, &*operation.facts.title).named(name));
        let request = anchors::message(name, Direction::Request);
        let response = anchors::message(name, Direction::Response);
        for (id, title) in [
            (request.clone(), "请求参数"),
            (response.clone(), "返回参数"),
            (anchors::part(name, "decision"), "判定"),
            (format!("{request}-signing"), "请求签名"),
            (format!("{response}-signing"), "应答签名"),
            (anchors::part(name, "order"), "统一订单"),
        ] {
            entries.push(Entry::below(id, title));
        }
    }
    if !provider.code_tables.is_empty() {
        entries.push(Entry::part("page-codes", "代码表"));
        let tables = provider.code_tables.iter();
        entries.extend(tables.map(|table| {
            let title = words::table_title(provider, &table.name).unwrap_or_default();
            Entry::below(anchors::code_table(&table.name), title).named(&table.name)
        }));
    }
    entries.push(Entry::part("page-departures", "与文档不同之处"));
    entries.push(Entry::part("page-legend", "依据图例"));
    entries
}

fn documents(documents: &[Restated]) -> Markup {
    html! {
        @if !documents.is_empty() {
            p.quiet {
                "依据文档："
                @for (index, document) in documents.iter().enumerate() {
                    @if index > 0 { "、" }
                    // Any other scheme would run something.
                    @match document.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                        Some(url) => a href=(url) rel="noreferrer noopener external" { "《" (document.title) "》" },
                        None => { "《" (document.title) "》" @if let Some(url) = &document.url { " " code { (url) } } }
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
            h2 #page-environments { "环境 " small.term lang="en" { "environments" } }
            @if provider.environments.is_empty() {
                p { "规格没有列出地址，由调用方给出。" }
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
            h2 #page-credentials { "凭据 " small.term lang="en" { "credentials" } }
            @if credentials.is_empty() { p { "不需要凭据。" } }
            dl.facts {
                @for credential in credentials {
                    div id=(anchors::credential(&credential.facts.name)) {
                        dt { code { (credential.facts.name) } " " (credential.facts.title) }
                        dd {
                            (credential_kind(credential.facts.kind))
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

fn credential_kind(kind: CredentialKind) -> Markup {
    match kind {
        CredentialKind::Text => html! { "文本" },
        CredentialKind::Secret => term("密钥，不显示", "Secret"),
        CredentialKind::PrivateKey => term("商户 RSA 私钥", "private_key"),
        CredentialKind::PublicKey => term("平台 RSA 公钥", "public_key"),
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
            h2 id=(name) { (facts.title) " " code { (name) } }
            p.call {
                span.method { (words::method(facts.method)) } " "
                code { @if facts.path.is_empty() { "环境地址" } @else { (facts.path) } }
            }
            @if let Some(description) = &operation.description { p.lead { (by_author(description)) } }
            dl.facts {
                div { dt { (term("用途", "purpose")) } dd { (term(purpose, purpose_term)) } }
                div {
                    dt { span lang="en" { "Rust" } }
                    dd { code { "client." (name) "(" (operation.request_type) ") → " (operation.reply_type) } }
                }
                div {
                    dt { (term("轮询", "polling")) }
                    dd {
                        @let polling = words::polling(&facts.polling);
                        @if polling.is_empty() { "文档未说明" }
                        @for (index, line) in polling.iter().enumerate() { @if index > 0 { "；" } (prose(line)) }
                        (rule(operation, subject::POLLING))
                    }
                }
                @if let Some(provenance) = words::provenance(operation, subject::ADDRESS) {
                    div { dt { "依据" } dd { (known(provenance)) } }
                }
            }
            h3 id=(request) { "请求参数 " small.term lang="en" { "request" } }
            p.quiet {
                "编码："
                @for (index, encoding) in facts.request.encodings.iter().enumerate() {
                    @if index > 0 { " 或 " } (prose(&words::encoding(encoding)))
                }
                @for header in &facts.request.headers {
                    "；HTTP 头 " code { (header.name) ": " (words::template(&header.value)) }
                }
            }
            @for group in &facts.request.groups { p.group { (prose(&words::group(group))) } }
            (fields::fields(provider, operation, Direction::Request))
            h3 id=(response) { "返回参数 " small.term lang="en" { "response" } }
            p.quiet { "编码：" (prose(&words::encoding(&facts.response.encoding))) }
            (fields::fields(provider, operation, Direction::Response))
            h3 id=(anchors::part(name, "decision")) { "判定 " small.term lang="en" { "decision" } }
            (decision::decision(provider, operation))
            @for (direction, id, title, rule) in [
                (Direction::Request, &request, "请求签名", &operation.request_rule),
                (Direction::Response, &response, "应答签名", &operation.response_rule),
            ] {
                h3 id={ (id) "-signing" } { (title) " " small.term lang="en" { "signing." (rule) } }
                (signing::rule(operation, direction))
                h4 id={ (id) "-example" } { "签名示例" }
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
        h3 id=(anchors::part(&operation.name, "order")) { "统一订单与身份核对 " small.term lang="en" { "order, identity" } }
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
            p { "应答中没有可与请求核对的字段。" }
        } @else {
            p { "以下任何一项不等，都不是所查订单的应答 " small.term lang="en" { "Error::Mismatch" } "：" }
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
            h2 #page-departures { "与文档不同之处 " small.term lang="en" { "departures" } }
            @for operation in &provider.operations {
                @let all = departures::departures(operation);
                @if !all.is_empty() {
                    h3 id=(anchors::part(&operation.name, "departures")) { (operation.facts.title) " " code { (operation.name) } }
                    div.scroll tabindex="0" role="region" aria-labelledby=(anchors::part(&operation.name, "departures")) {
                        table {
                            thead {
                                tr {
                                    th scope="col" { "字段" }
                                    th scope="col" { "文档" }
                                    th scope="col" { "规格" }
                                    th scope="col" { "原因" }
                                }
                            }
                            tbody {
                                @for departure in &all {
                                    tr {
                                        th scope="row" {
                                            a href={ "#" (anchors::field(&operation.name, departure.direction, &departure.path)) } {
                                                code { (departure.path.join(".")) }
                                            }
                                            div.note { @if departure.direction == Direction::Request { "请求" } @else { "应答" } }
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
