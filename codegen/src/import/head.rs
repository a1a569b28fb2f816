//! The head of a draft: which documents it restates, where the provider is.

use crate::document::Document;
use crate::yaml::Map;

use super::address::{self, Address};
use super::draft::Draft;
use super::names::{self, Names};
use super::operation::Named;

/// The documents, by the operations that they describe.
pub(super) fn documents(operations: &[Named<'_>], draft: &Draft<'_>) -> Map {
    let mut taken = Names::default();
    let mut map = Map::default();
    for (at, document) in draft.documents.iter().enumerate() {
        let first = operations.iter().find(|named| named.document == at).map(|named| named.name.as_str());
        let name = taken.claim(first.unwrap_or("document"));
        let mut entry = Map::default();
        entry.set("title", title(document));
        map.set(name, entry);
    }
    map
}

fn title(document: &Document) -> String {
    let heading = document.title.as_ref().map(|title| title.value.trim()).filter(|title| !title.is_empty());
    let file = || {
        document.path.file_stem().map_or_else(|| "?".to_owned(), |stem| stem.to_string_lossy().into_owned())
    };
    heading.map_or_else(file, str::to_owned)
}

/// Where the provider is, with the questions about it, and the origin that operations begin with.
pub(super) fn environments(
    operations: &[Named<'_>],
    draft: &mut Draft<'_>,
) -> (Map, Vec<String>, Option<String>) {
    let found = operations.iter().find_map(|named| {
        let url = named.text.url.as_ref()?;
        match address::read(&url.value) {
            Address::Absolute { origin, .. } => Some((named.document, url, origin)),
            Address::Path(_) => None,
        }
    });
    let mut map = Map::default();
    let Some((document, url, origin)) = found else {
        let url = operations.iter().find_map(|named| Some((named.document, named.text.url.as_ref()?)));
        let words = "where is the provider? The documents give no whole URL; such as `environments: { production: \"https://…\" }`";
        let question = match url {
            Some((document, url)) => draft.ask(words, document, url),
            None => draft.ask_about(words, None),
        };
        return (map, vec![question], None);
    };
    let host = origin.to_ascii_lowercase();
    let is_test =
        ["test", "sandbox", "uat", "dev", "127.0.0.1", "localhost"].iter().any(|word| host.contains(word));
    map.set(if is_test { "test" } else { "production" }, origin.as_str());
    let mut comments = Vec::new();
    if is_test || origin.starts_with("http://") {
        comments.push(draft.ask("is that the address that merchants use?", document, url));
    }
    (map, comments, Some(origin))
}

/// A name for programs, from what a caller gave.
pub(super) fn provider(name: &str) -> String {
    match names::snake(name) {
        Some(name) if !["providers", "payspec_runtime", "alloc", "core", "std"].contains(&name.as_str()) => {
            name
        }
        _ => "provider_1".to_owned(),
    }
}
