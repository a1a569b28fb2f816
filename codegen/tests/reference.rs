//! The pages of the reference: complete, linked, the same every time, and safe whatever a specification says.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "reference/scanned.rs"]
mod scanned;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use payspec_codegen::model::{Field, Provider};
use payspec_codegen::reference::{Page, comparison, departures, html};
use payspec_codegen::{load, load_text};
use scanned::{Scanned, escaped};

/// The specifications of this repository, those of its invented providers too.
fn providers() -> Vec<Provider> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    load([root.join("specs"), root.join("tests/invented/specs")]).into_result().expect("specifications")
}

fn page<'p>(pages: &'p [Page], name: &str) -> &'p str {
    let found = pages.iter().find(|page| page.name == format!("{name}.html"));
    &found.unwrap_or_else(|| panic!("no page of {name}")).contents
}

#[test]
fn every_field_code_and_departure_of_a_provider_is_on_its_page() {
    let providers = providers();
    let pages = html(&providers);
    assert_eq!(pages.len(), providers.len() + 1);
    for provider in &providers {
        let page = Scanned::new(page(&pages, provider.name()));
        for operation in &provider.operations {
            for (direction, fields) in [("request", &operation.request), ("response", &operation.response)] {
                each_field(fields, &format!("{}.{direction}", operation.name), &mut |id, field| {
                    let row = page.element(id);
                    assert!(row.contains(&escaped(&field.facts.title)), "{id}: {row}");
                    assert!(row.contains(&escaped(&field.facts.name)), "{id}: {row}");
                    assert!(row.contains(field.facts.kind.name()), "{id}: {row}");
                    if let Some(length) = field.facts.max_length {
                        assert!(row.contains(&length.max.to_string()), "{id}: {row}");
                    }
                    if let Some(example) = &field.facts.example {
                        assert!(
                            row.contains(&escaped(example).replace(' ', "␣"))
                                || row.contains(&escaped(example)),
                            "{id}: {row}"
                        );
                    }
                    if direction == "response" {
                        assert!(row.contains(&format!("{}: ", field.rust_name)), "{id}: {row}");
                    }
                });
            }
            for departure in departures(operation) {
                let because = departure.because.unwrap_or_default();
                let shown = because.replace('`', "");
                assert!(page.text.contains(&shown), "{:?}: {shown}", departure.path);
            }
        }
        for table in &provider.code_tables {
            for code in &table.codes {
                let id = format!("codes-{}.{}", table.name, encoded(&code.facts.wire));
                let row = page.element(&id);
                assert!(row.contains(&escaped(&code.facts.title)), "{id}: {row}");
                assert!(row.contains(&format!("{}::{}", table.type_name, code.facts.name)), "{id}: {row}");
                if let Some(state) = code.facts.state {
                    assert!(row.contains(state.name()), "{id}: {row}");
                }
            }
        }
    }
}

#[test]
fn the_diagram_of_a_decision_tells_every_state_in_its_text_too() {
    let providers = providers();
    for page in html(&providers) {
        for diagram in page.contents.split("<svg").skip(1) {
            let diagram = diagram.split("</svg>").next().expect("an svg");
            let told =
                diagram.split("<desc").nth(1).and_then(|rest| rest.split("</desc>").next()).expect("a desc");
            for pill in diagram.split("class=\"pill ").skip(1) {
                let state = pill.split('"').next().expect("a class");
                assert!(told.contains(state), "{state}: {told}");
            }
            assert!(diagram.contains("role=\"img\"") && diagram.contains("aria-labelledby"), "{diagram}");
        }
    }
}

#[test]
fn every_id_stands_once_and_every_link_has_its_target() {
    let pages = html(&providers());
    let ids: HashMap<&str, HashSet<String>> = pages
        .iter()
        .map(|page| {
            let ids = Scanned::new(&page.contents).attributes("id");
            let unique: HashSet<String> = ids.iter().cloned().collect();
            assert_eq!(unique.len(), ids.len(), "{} has an id twice: {:?}", page.name, twice(&ids));
            (page.name.as_str(), unique)
        })
        .collect();
    for page in &pages {
        let scanned = Scanned::new(&page.contents);
        let mut links = scanned.attributes("href");
        links.extend(indexed(&page.contents).into_iter().map(|row| row[0].clone()));
        assert!(links.len() > 20, "{}", page.name);
        for link in links.iter().filter(|link| !link.starts_with("https://")) {
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { page.name.as_str() } else { file };
            let known = ids.get(file).unwrap_or_else(|| panic!("{}: no page {link}", page.name));
            assert!(id.is_empty() || known.contains(id), "{}: {link} leads nowhere", page.name);
        }
        for attribute in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
            for value in scanned.attributes(attribute) {
                for id in value.split(' ') {
                    assert!(ids[page.name.as_str()].contains(id), "{}: {attribute} {id}", page.name);
                }
            }
        }
    }
}

#[test]
fn a_page_loads_nothing_and_runs_only_what_it_names() {
    for page in html(&providers()) {
        let scanned = Scanned::new(&page.contents);
        for attribute in ["src", "srcset", "action", "style", "onclick", "onload", "data", "poster"] {
            assert_eq!(scanned.attributes(attribute), Vec::<String>::new(), "{}: {attribute}", page.name);
        }
        for element in ["link", "img", "iframe", "object", "embed", "form", "base"] {
            assert!(!scanned.names.iter().any(|name| name == element), "{}: <{element}>", page.name);
        }
        let policy = scanned.attributes("content").into_iter().find(|value| value.starts_with("default-src"));
        let policy = policy.expect("a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for name in ["url(", "@import", "fetch(", "XMLHttpRequest", "import("] {
            assert!(!page.contents.contains(name), "{}: {name}", page.name);
        }
    }
}

#[test]
fn pages_are_the_same_on_every_run_and_well_formed() {
    let providers = providers();
    let pages = html(&providers);
    assert_eq!(pages, html(&providers));
    for page in &pages {
        Scanned::new(&page.contents).check_nesting(&page.name);
        assert!(page.contents.starts_with("<!DOCTYPE html><html lang=\"zh-CN\">"), "{}", page.name);
    }
}

#[test]
fn headings_never_skip_a_level_and_every_table_has_headings_with_a_scope() {
    for page in html(&providers()) {
        let scanned = Scanned::new(&page.contents);
        let mut level = 0;
        for name in &scanned.names {
            let heading = name.strip_prefix('h').and_then(|rest| rest.parse::<u32>().ok());
            if let Some(next) = heading {
                assert!(next <= level + 1, "{}: h{next} under h{level}", page.name);
                level = next;
            }
        }
        let tags = scanned.tags.iter().filter(|tag| tag.starts_with("th ") || *tag == "th");
        for tag in tags {
            assert!(tag.contains("scope="), "{}: <{tag}>", page.name);
        }
        for landmark in ["header", "nav", "main", "footer"] {
            assert!(scanned.names.iter().any(|name| name == landmark), "{}: {landmark}", page.name);
        }
    }
}

#[test]
fn what_can_be_looked_for_has_every_field_and_code_by_each_of_its_names() {
    let providers = providers();
    let pages = html(&providers);
    let all = indexed(page(&pages, "index"));
    for provider in &providers {
        let own = indexed(page(&pages, provider.name()));
        let count = |fields: &[Field]| {
            let mut count = 0;
            each_field(fields, "", &mut |_, _| count += 1);
            count
        };
        let fields: usize =
            provider.operations.iter().map(|known| count(&known.request) + count(&known.response)).sum();
        let codes: usize = provider.code_tables.iter().map(|table| table.codes.len()).sum();
        assert_eq!(own.len(), provider.operations.len() + fields + codes, "{}", provider.name());
        let prefix = format!("{}.html#", provider.name());
        assert_eq!(all.iter().filter(|row| row[0].starts_with(&prefix)).count(), own.len());
    }
}

#[test]
fn a_comparison_has_a_cell_for_each_operation_and_each_unified_state() {
    let providers = providers();
    let compared = comparison(&providers);
    let operations: usize = providers.iter().map(|provider| provider.operations.len()).sum();
    assert_eq!(compared.columns.len(), operations);
    let rows: Vec<_> = compared.sections.iter().flat_map(|section| &section.rows).collect();
    assert!(rows.iter().all(|row| row.cells.len() == operations));
    for state in [
        "Pending",
        "Paid",
        "Failed",
        "Closed",
        "Cancelled",
        "Refunding",
        "Refunded",
        "RefundFailed",
        "Unknown",
    ] {
        assert!(rows.iter().any(|row| row.term == state), "{state}");
    }
}

/// Texts that mean something to HTML, to JSON in HTML, to CSS or to a script.
const TEXTS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!-- --> <!--<script>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "]]> &amp; &lt; &#60; \u{2028} \u{0}",
    "</title></style></textarea></pre></svg><b>",
    "javascript:alert(1)",
    "{{7*7}} ${7*7} `x`",
    "\u{202e}reversed\u{202c}",
];

#[test]
fn no_text_of_a_specification_becomes_markup() {
    for text in TEXTS {
        let quoted = quoted(text);
        let specification = RICH.replace("TITLE", &quoted).replace("VALUE", &quoted).replace("URL", &quoted);
        let loaded = load_text("hostile.yaml", &specification);
        let provider = loaded.into_result().unwrap_or_else(|error| panic!("{text}: {error}"));
        let calm = load_text(
            "calm.yaml",
            &RICH.replace("TITLE", "标题").replace("VALUE", "值").replace("URL", "值"),
        );
        let calm = calm.into_result().unwrap_or_else(|error| panic!("{error}"));
        for (hostile, calm) in html(&provider).iter().zip(html(&calm)) {
            let (hostile, calm) = (Scanned::new(&hostile.contents), Scanned::new(&calm.contents));
            hostile.check_nesting(text);
            // Backticks of an author make code of their own, a longer text in a diagram leaves no room for a line, and in a
            // narrow column it may break at other places.
            let elements = |page: &Scanned| -> Vec<String> {
                page.names
                    .iter()
                    .filter(|name| !["code", "mark", "line", "wbr"].contains(&name.as_str()))
                    .cloned()
                    .collect()
            };
            assert_eq!(elements(&hostile), elements(&calm), "{text}");
            for tag in &hostile.tags {
                // Every other part stands in quotes.
                let names: String = tag.split('"').step_by(2).collect();
                assert!(!names.contains(" on") && !names.contains(" src"), "{text}: <{tag}>");
            }
            for link in hostile.attributes("href") {
                assert!(!link.trim_start().to_lowercase().starts_with("javascript"), "{text}: {link}");
            }
        }
    }
}

/// A specification whose every text is replaced.
const RICH: &str = r#"
payspec: 1
provider: hostile
title: TITLE
description: TITLE
documents: { one: { title: TITLE, url: URL, date: TITLE } }
environments: { production: { url: "https://api.hostile.invalid", basis: inferred, because: TITLE } }
credentials:
  mid: { title: TITLE, description: TITLE }
  key: { title: TITLE, secret: true, basis: stated, because: TITLE }
codes:
  state:
    "1": { name: Paid, title: TITLE, state: Paid, aliases: [VALUE], basis: inferred, because: TITLE }
    "2": { name: Failed, title: TITLE, state: Failed }
  code:
    "0": { name: Success, title: TITLE }
    "9": { name: Refused, title: TITLE, advice: stop, reason: { order_not_found: VALUE } }
signing:
  request:
    skip: empty
    order: name
    piece: "{name}={value}"
    joint: VALUE
    suffix: "{key}"
    algorithm: md5
    encoding: hex_upper
    key: credentials.key
    basis: inferred
    because: TITLE
  response: { like: request, basis: unknown, because: TITLE }
operations:
  query:
    title: TITLE
    description: TITLE
    purpose: order_query
    path: /query
    basis: inferred
    because: TITLE
    polling: { interval: 3s, basis: inferred, because: TITLE }
    request:
      encoding: json
      fields:
        mid: { title: TITLE, presence: required, from: credentials.mid }
        fixed: { title: TITLE, presence: required, constant: VALUE }
        orderNo: { title: TITLE, description: TITLE, presence: required, is: merchant_order_no, example: VALUE }
        sign: { title: TITLE, presence: required, signature: true }
    response:
      encoding: json
      fields:
        code: { title: TITLE, presence: required, type: code, table: code }
        orderNo: { title: TITLE, presence: optional, when: { code: "0" }, is: merchant_order_no, documented: { presence: required, title: TITLE, type: TITLE }, because: TITLE }
        state: { title: TITLE, presence: conditional, when: { code: "0" }, type: code, table: state }
        note: { title: TITLE, presence: optional, basis: stated, because: TITLE, example: VALUE }
        sign: { title: TITLE, presence: required, signature: true }
      unsigned_refusals: { when: { code: { not: "0" } }, basis: unknown, because: TITLE }
      decision:
        business: { field: code, pass: "0", text: note, basis: inferred, because: TITLE }
        state: state
        basis: inferred
        because: TITLE
      identity:
        orderNo: { equals: request.orderNo, basis: inferred, because: TITLE }
"#;

fn each_field(fields: &[Field], above: &str, check: &mut dyn FnMut(&str, &Field)) {
    for field in fields {
        let id = format!("{above}.{}", encoded(&field.facts.name));
        check(&id, field);
        each_field(&field.children, &id, check);
    }
}

/// A name as it stands in an id.
fn encoded(name: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    name.chars()
        .map(
            |character| {
                if plain(character) { character.to_string() } else { format!("~{:x}~", u32::from(character)) }
            },
        )
        .collect()
}

/// A text as YAML reads it back, whatever is in it.
fn quoted(text: &str) -> String {
    let characters = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        character if !character.is_ascii_graphic() && character != ' ' => {
            format!("\\U{:08x}", u32::from(character))
        }
        character => character.to_string(),
    });
    format!("\"{}\"", characters.collect::<String>())
}

fn twice(ids: &[String]) -> Vec<&String> {
    let mut seen = HashSet::new();
    ids.iter().filter(|id| !seen.insert(*id)).collect()
}

/// The rows of a page's index.
fn indexed(page: &str) -> Vec<Vec<String>> {
    let start = page.split("<script id=\"page-index\" type=\"application/json\">").nth(1).expect("an index");
    let text = start.split("</script>").next().expect("its end");
    serde_json::from_str(text).expect("JSON")
}
