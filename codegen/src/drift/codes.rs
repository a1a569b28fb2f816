//! Codes: those of all fields that share a table, against all that the document lists for those fields.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::change::{Severity, What};
use super::code_changes::{
    Elsewhere, added, another_value, from_elsewhere, list_removed, meaning, new_table, of_gone, removed,
};
use super::compare::{About, Comparison, Spans};
use super::document_codes::{self, Resolved};
use super::expected::{
    Codes, Expectation, Expected, ExpectedCode, ExpectedConstant, ExpectedKind, Hangs, Listed as IsListed,
};
use super::mentioned::{self, Mentions};
use super::words;
use crate::document::{CodeText, CodesText, Document, FieldText};

/// What the document lists, by the expected codes that it belongs to.
pub(super) struct Listed<'a> {
    /// For each of the expected tables, the rows and tables of the document.
    by_table: Vec<Vec<List<'a>>>,
    /// Rows that list codes where none are expected.
    elsewhere: Vec<(List<'a>, Range<usize>)>,
    /// Tables of the document that a row refers to.
    referred: HashSet<usize>,
    /// Expected tables of which a field is gone: nobody knows whether its codes are gone, too.
    incomplete: HashSet<usize>,
}

/// One list of the document.
pub(super) struct List<'a> {
    about: About,
    pub(super) codes: &'a [CodeText],
    pub(super) span: Range<usize>,
}

impl<'a> Listed<'a> {
    pub(super) fn new(expected: &Expected<'_>) -> Self {
        Self {
            by_table: expected.codes.iter().map(|_| Vec::new()).collect(),
            elsewhere: Vec::new(),
            referred: HashSet::new(),
            incomplete: HashSet::new(),
        }
    }

    /// Takes note of a field that the document does not have any more.
    pub(super) fn gone(&mut self, field: &Expectation<'_>) {
        self.incomplete.extend(field.codes);
        for child in &field.children {
            self.gone(child);
        }
    }

    /// Takes note of the codes of a row.
    pub(super) fn row(
        &mut self,
        about: &About,
        field: &Expectation<'_>,
        row: &'a FieldText,
        document: &'a Document,
    ) {
        if let Resolved::Table(index) = document_codes::of_row(row, document) {
            self.referred.insert(index);
        }
        let codes = document_codes::listed(row, document);
        let list = List { about: about.clone(), codes, span: row.name.span.clone() };
        match field.codes.and_then(|index| self.by_table.get_mut(index)) {
            Some(lists) => lists.push(list),
            // A constant, a signature, a truth value: what the row lists are examples of it.
            None if codes.is_empty() || field.departs || speaks_of_itself(field) => {}
            None => self.elsewhere.push((list, field.span.clone())),
        }
    }
}

fn speaks_of_itself(field: &Expectation<'_>) -> bool {
    matches!(field.constant, ExpectedConstant::Is(_))
        || field.hangs == Hangs::Signature
        || matches!(field.kind, ExpectedKind::Of(known) if known.kind == payspec_table::Kind::Boolean)
}

/// Compares the codes of all fields.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (expected, document) = (comparison.expected, comparison.document);
    let mut listed = std::mem::replace(&mut comparison.listed, Listed::new(expected));
    let mut called: HashMap<String, usize> = HashMap::new();
    for (index, codes) in expected.codes.iter().enumerate() {
        for title in &codes.titles {
            called.entry(words::plain(title)).or_insert(index);
        }
    }
    let alike = OnceCell::new();
    for (index, table) in document.code_tables.iter().enumerate() {
        if listed.referred.contains(&index) {
            continue;
        }
        let list = List { about: About::default(), codes: &table.codes, span: table.span.clone() };
        let by_name = names(table).filter_map(|name| called.get(&words::plain(name)).copied()).min();
        let by_codes = || alike.get_or_init(|| Alike::of(&expected.codes)).find(table);
        match by_name.or_else(by_codes) {
            Some(index) => listed.by_table[index].push(list),
            None => new_table(comparison, table),
        }
    }
    for (list, against) in &listed.elsewhere {
        without_table(comparison, list, against);
    }
    let mentions = OnceCell::new();
    for (index, (codes, lists)) in expected.codes.iter().zip(&listed.by_table).enumerate() {
        let whole = if listed.incomplete.contains(&index) { Whole::No } else { Whole::Yes };
        table(comparison, codes, lists, whole, &mentions);
    }
}

/// Codes and their words, each with the expected tables that have it.
struct Alike(HashMap<(String, String), Vec<usize>>);

impl Alike {
    fn of(tables: &[Codes]) -> Self {
        let mut known: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (index, table) in tables.iter().enumerate() {
            for code in &table.codes {
                let Some(title) = &code.title else { continue };
                known.entry((words::plain(&code.value), words::plain(&title.text))).or_default().push(index);
            }
        }
        Self(known)
    }

    /// The table that has most of the codes of another.
    fn find(&self, table: &CodesText) -> Option<usize> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for code in &table.codes {
            let Some(title) = &code.title else { continue };
            let key = (words::plain(&code.value.value), words::plain(&title.value));
            for index in self.0.get(&key).into_iter().flatten() {
                *shared.entry(*index).or_default() += 1;
            }
        }
        let best = shared.into_iter().max_by_key(|(index, count)| (*count, std::cmp::Reverse(*index)));
        best.filter(|(_, count)| count * 2 > table.codes.len()).map(|(index, _)| index)
    }
}

fn names(table: &CodesText) -> impl Iterator<Item = &str> {
    std::iter::once(&table.title).chain(&table.name).map(|name| name.value.as_str())
}

/// A list of codes of a field of which none are expected.
fn without_table(comparison: &mut Comparison<'_>, list: &List<'_>, against: &Range<usize>) {
    let values: Vec<&str> = list.codes.iter().map(|code| code.value.value.as_str()).collect();
    let field = list.about.field.as_deref().unwrap_or_default();
    let message = if comparison.is_against_document() {
        format!("`{field}` has a list of codes now: {}", values.join(", "))
    } else {
        format!(
            "`{field}` has a list of codes ({}), the specification has no table for it",
            values.join(", ")
        )
    };
    let document = list.codes.first().map_or(list.span.clone(), |code| code.value.span.clone());
    let spans = Spans { document, against: against.clone() };
    comparison.report(&list.about, What::CodeAdded, Severity::NewInformation, message, spans).now =
        Some(values.join(", "));
}

/// Whether every field with these codes is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

/// Codes by what they are written as, and by what they are called.
pub(super) struct Index {
    values: HashMap<String, Vec<usize>>,
    /// For each text, the values that it is the title or an alias of, each once, with the position of its code.
    titles: HashMap<String, Vec<(String, usize)>>,
}

impl Index {
    fn of(codes: &[ExpectedCode]) -> Self {
        let mut values: HashMap<String, Vec<usize>> = HashMap::new();
        let mut titles: HashMap<String, Vec<(String, usize)>> = HashMap::new();
        for (index, code) in codes.iter().enumerate() {
            let written: HashSet<String> = spellings(code).collect();
            for value in written {
                values.entry(value).or_default().push(index);
            }
            let called: HashSet<String> = code
                .title
                .iter()
                .map(|title| &title.text)
                .chain(&code.aliases)
                .map(|text| words::plain(text))
                .collect();
            for title in called {
                let known = titles.entry(title).or_default();
                // Two tell whether any other than a given one is called so.
                if known.len() < 2 && known.iter().all(|(value, _)| *value != code.value) {
                    known.push((code.value.clone(), index));
                }
            }
        }
        Self { values, titles }
    }

    /// The codes that a value of a document is.
    fn positions(&self, value: &str) -> &[usize] {
        self.values.get(&words::plain(value)).map_or(&[], Vec::as_slice)
    }

    /// A code with another value than this one that is called so.
    pub(super) fn other_called(&self, value: &str, title: &str) -> Option<usize> {
        let known = self.titles.get(&words::plain(title))?;
        known.iter().find(|(other, _)| other != value).map(|(_, index)| *index)
    }
}

/// The value of a code, and the other texts that come for it.
fn spellings(code: &ExpectedCode) -> impl Iterator<Item = String> {
    std::iter::once(&code.value).chain(&code.aliases).map(|text| words::plain(text))
}

/// Whether these are the words for a code.
pub(super) fn is_called(code: &ExpectedCode, title: &str) -> bool {
    let mut known = code.title.iter().map(|title| &title.text).chain(&code.aliases);
    known.any(|known| words::same(known, title))
}

fn table<'a>(
    comparison: &mut Comparison<'a>,
    codes: &Codes,
    lists: &[List<'_>],
    whole: Whole,
    mentions: &OnceCell<Mentions<'a>>,
) {
    // Who refers to the table has something to say about it; without anyone, the document as a whole has.
    let home = lists.first().map(|list| list.about.clone()).unwrap_or_default();
    let is_gone = whole == Whole::No || !comparison.is_against_document() || codes.titles.is_empty();
    if lists.is_empty() && is_gone {
        // The fields are gone, and that was said.
        return;
    }
    let stated = lists.iter().any(|list| !list.codes.is_empty());
    if comparison.is_against_document() && !stated && !codes.codes.is_empty() {
        let spans = Spans {
            document: lists.first().map_or(0..0, |list| list.span.clone()),
            against: codes.span.clone(),
        };
        let message = format!("the codes of `{}` are not listed any more", codes.name);
        let severity = of_gone(codes, None, &home);
        comparison.report(&home, What::CodeRemoved, severity, message, spans);
        return;
    }
    let index = Index::of(&codes.codes);
    // What one list of the document still says is not put right after another.
    let said: HashSet<String> = lists
        .iter()
        .flat_map(|list| list.codes)
        .filter(|code| {
            let known = index.positions(&code.value.value).first().and_then(|index| codes.codes.get(*index));
            known.zip(code.title.as_ref()).is_some_and(|(known, title)| is_called(known, &title.value))
        })
        .map(|code| words::plain(&code.value.value))
        .collect();
    let listed: HashSet<String> =
        lists.iter().flat_map(|list| list.codes).map(|code| words::plain(&code.value.value)).collect();
    let document = comparison.document;
    let is_against_document = comparison.is_against_document();
    let is_gone = |known: &ExpectedCode| {
        let list = if stated { mentioned::List::There } else { mentioned::List::Nowhere };
        whole == Whole::Yes
            && known.listed == IsListed::Yes
            && !spellings(known).any(|value| listed.contains(&value))
            && (is_against_document || !mentions.get_or_init(|| Mentions::of(document)).has(known, list))
    };
    let mut told: HashSet<&str> = HashSet::new();
    let mut titles: HashSet<(&str, String)> = HashSet::new();
    let mut values: HashSet<&str> = HashSet::new();
    for list in lists {
        let mut before: Option<&ExpectedCode> = None;
        let owner = if list.about.field.is_some() { &list.about } else { &home };
        for code in list.codes {
            let value = code.value.value.as_str();
            let title = code.title.as_ref().map(|title| words::plain(&title.value)).unwrap_or_default();
            let (is_first, is_fresh) = (values.insert(value), titles.insert((value, title)));
            let about = About { code: Some(value.to_owned()), ..owner.clone() };
            let positions = index.positions(value);
            let known = |index: &usize| codes.codes.get(*index);
            match positions.first().and_then(known) {
                Some(first) => {
                    let all: Vec<&ExpectedCode> = positions.iter().filter_map(known).collect();
                    let elsewhere = if said.contains(&words::plain(value)) {
                        Elsewhere::Same
                    } else {
                        Elsewhere::Nothing
                    };
                    let is_told =
                        is_fresh && meaning(comparison, &about, codes, &index, &all, code, elsewhere);
                    if is_first && !is_told && first.listed == IsListed::No {
                        from_elsewhere(comparison, &about, codes, first, code);
                    }
                    before = Some(first);
                }
                None if is_first => {
                    let title = code.title.as_ref().filter(|title| !words::plain(&title.value).is_empty());
                    let other = title.and_then(|title| index.other_called(value, &title.value));
                    match other.as_ref().and_then(known).filter(|other| is_gone(other)) {
                        Some(other) if told.insert(&other.value) => {
                            another_value(comparison, &about, codes, other, code);
                        }
                        _ => added(comparison, &about, codes, code, before),
                    }
                }
                None => {}
            }
        }
    }
    let gone: Vec<&ExpectedCode> =
        codes.codes.iter().filter(|known| is_gone(known) && told.insert(&known.value)).collect();
    match gone.as_slice() {
        [_, _, ..] if !stated => list_removed(comparison, &home, codes, &gone, lists),
        gone => gone.iter().for_each(|known| removed(comparison, &home, codes, known, lists)),
    }
}
