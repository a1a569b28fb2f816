//! The reference as pages that need nothing but a browser: one for each provider, and one that compares them all.
//!
//! Every text of a specification goes through the escaping of `maud`. The pages load nothing: style, script and diagrams
//! stand in them, and their content security policy names just these.

mod anchors;
mod codes;
mod contents;
mod decision;
mod diagram;
mod fields;
mod head;
mod overview;
mod phrase;
mod provider;
mod search;
mod signing;
mod worked;

use maud::Markup;

use super::prose::is_turning;
use crate::model;

/// The element that every page has, by which a page that was made here is known.
pub const GENERATOR: &str = r#"<meta name="generator" content="payspec docs">"#;

/// A page of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The name of its file.
    pub name: String,
    /// What stands in it.
    pub contents: String,
}

/// The reference of providers: `index.html`, and a page for each of them, named after it.
#[must_use]
pub fn html(providers: &[model::Provider]) -> Vec<Page> {
    let mut pages =
        vec![Page { name: "index.html".to_owned(), contents: readable(overview::page(providers)) }];
    pages.extend(providers.iter().map(|provider| Page {
        name: file_name(provider.name()),
        contents: readable(provider::page(provider)),
    }));
    pages
}

/// The text of a page. A mark in an author's words that turns the direction would turn what stands behind them, a state of
/// an order perhaps: none is on a page.
fn readable(page: Markup) -> String {
    page.into_string().replace(is_turning, "\u{fffd}")
}

/// The file of a provider's page. The name of a provider is `snake_case`; one may be called `index`.
fn file_name(provider: &str) -> String {
    if provider == "index" { "index-provider.html".to_owned() } else { format!("{provider}.html") }
}
