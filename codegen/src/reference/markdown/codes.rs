//! Code tables, and what codes mean for an order.

use super::escape::{self, survives, survives_as_code};
use super::map;
use super::page::Page;
use crate::model::{Code, Provider};
use crate::reference::{deciding, terms, words};
use crate::yaml::{Map, Node};

const HEADINGS: &[&str] = &[terms::CODE[0], terms::CODE[1], terms::SPECIFICATION];

/// Every code table.
pub(super) fn tables(provider: &Provider, restated: &Map, page: &mut Page) {
    if provider.code_tables.is_empty() {
        return;
    }
    page.heading(2, terms::CODE_TABLES);
    for code_table in &provider.code_tables {
        let codes = map(restated, &code_table.name);
        let title = words::table_title(provider, &code_table.name).filter(|title| survives(title));
        page.named(3, title.unwrap_or(terms::CODE_TABLES), &format!("codes.{}", code_table.name));
        page.table(HEADINGS, code_table.codes.iter().map(|code| row(code, map(codes, &code.facts.wire))));
    }
}

fn row(code: &Code, restated: &Map) -> Vec<String> {
    let facts = &code.facts;
    let mut keys = Vec::new();
    if !survives_as_code(&facts.wire) {
        keys.push(escape::setting("wire", &Node::from(facts.wire.as_ref())));
    }
    if !survives(&facts.title) {
        keys.push(escape::setting("title", &Node::from(facts.title.as_ref())));
    }
    let others = restated.entries.iter().filter(|entry| entry.key != "title");
    keys.extend(others.map(|entry| escape::setting(&entry.key, &entry.value)));
    vec![escape::code(&facts.wire), escape::words(&facts.title), keys.join("<br>")]
}

/// What each code that decides about an order means for it, and what to do then.
pub(super) fn states(provider: &Provider, page: &mut Page) {
    let tables = deciding::tables(provider);
    if tables.is_empty() {
        return;
    }
    page.heading(2, terms::STATE_MAP);
    page.paragraph(&format!("{}{}", terms::STATE_MAP_MEANS, terms::UNKNOWN_IS_NO_FAILURE));
    let rows = tables.into_iter().flat_map(|code_table| {
        let deciding = code_table.codes.iter().filter_map(|code| Some((code, deciding::state(&code.facts)?)));
        deciding.map(move |(code, state)| {
            vec![
                escape::code(&code.facts.wire),
                escape::words(&code.facts.title),
                format!("{} `{}`", words::state(state), state.name()),
                words::next_step(state).to_owned(),
                escape::code(&code_table.name),
            ]
        })
    });
    page.table(&terms::STATES, rows.collect::<Vec<_>>());
}
