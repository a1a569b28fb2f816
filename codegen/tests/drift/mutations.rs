//! Each change of the catalogue is seen, once, and as what it is.

use std::collections::BTreeSet;

use payspec_codegen::drift::{self, Remedy};

use crate::catalogue::{Mutation, mutations};
use crate::{DOCUMENT, SPECIFICATION, read};

/// How many mutations were reported as what they are and nothing else, and the others.
#[derive(Default)]
struct Score {
    all: usize,
    wrong: Vec<String>,
}

impl Score {
    fn expect_perfect(&self, name: &str) {
        assert!(self.all > 40, "{name}: {}", self.all);
        let wrong = self.wrong.len();
        assert!(self.wrong.is_empty(), "{name}: {wrong} of {}\n{}", self.all, self.wrong.join("\n"));
    }
}

#[test]
fn every_mutation_is_reported_once_and_as_what_it_is_against_the_older_document() {
    for (name, text, _) in documents() {
        between(text).expect_perfect(name);
    }
}

#[test]
fn every_mutation_is_reported_once_and_as_what_it_is_against_the_specification_and_is_silent_once_applied() {
    for (name, text, specification) in documents() {
        against(text, specification).expect_perfect(name);
    }
}

fn documents() -> [(&'static str, &'static str, &'static str); 2] {
    [
        ("acme", DOCUMENT, SPECIFICATION),
        (
            "sections",
            include_str!("../documents/drift-sections.md"),
            include_str!("../documents/drift-sections.yaml"),
        ),
    ]
}

fn between(text: &str) -> Score {
    let old = read(text);
    let mut score = Score::default();
    for mutation in mutations(text) {
        score.all += 1;
        let found = found(&drift::between(&old, &read(&mutation.text)));
        if found != [wanted(&mutation)] {
            score.wrong.push(format!("{}: {found:?}", mutation.label));
        }
    }
    score
}

fn against(text: &str, specification: &str) -> Score {
    let mut score = Score::default();
    for mutation in mutations(text) {
        score.all += 1;
        let drift = crate::against(&mutation.text, specification);
        let found = found(&drift);
        let wanted: Vec<_> = mutation.seen_by_specification.then(|| wanted(&mutation)).into_iter().collect();
        if found != wanted {
            score.wrong.push(format!("{}: {found:?}", mutation.label));
            continue;
        }
        let applied = drift::apply(specification, &drift);
        let is_mechanical = drift.changes.iter().any(|change| change.remedy == Some(Remedy::Mechanical));
        let left = crate::against(&mutation.text, &applied.text).changes.len();
        if is_mechanical == applied.applied.is_empty() || left != applied.left.len() {
            score.wrong.push(format!("{}: applied {}, {left} left", mutation.label, applied.applied.len()));
        }
    }
    score
}

type Found = (String, Option<String>);

fn wanted(mutation: &Mutation) -> Found {
    let last = |field: &String| field.rsplit('.').next().unwrap_or_default().to_owned();
    let field = match mutation.what {
        "code_removed" => mutation.field.as_ref().map(last),
        _ => mutation.field.clone(),
    };
    (mutation.what.to_owned(), field)
}

fn found(drift: &drift::Drift) -> Vec<Found> {
    let of_fields = ["condition", "choice"];
    drift
        .changes
        .iter()
        .map(|change| {
            let what = change.what.word();
            let field = change.field.clone().filter(|_| !of_fields.contains(&what));
            // A table that several fields share is told of with the first.
            let field = field.map(|field| match what {
                "code_removed" => field.rsplit('.').next().unwrap_or_default().to_owned(),
                _ => field,
            });
            (what.to_owned(), field)
        })
        .collect()
}

#[test]
fn the_catalogue_has_changes_of_every_kind_that_a_row_a_section_a_note_or_a_head_can_undergo() {
    let texts = documents().map(|(_, text, _)| text);
    let found: BTreeSet<&str> = texts.iter().flat_map(|text| mutations(text)).map(|one| one.what).collect();
    let wanted = [
        "choice",
        "code_added",
        "code_meaning",
        "code_removed",
        "condition",
        "constant",
        "duplicate_row",
        "field_added",
        "field_moved",
        "field_removed",
        "field_renamed",
        "length",
        "method",
        "polling",
        "presence",
        "title",
        "type",
        "url",
    ];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), wanted);
}
