//! Code tables: those of fields, and those that stand by themselves.

use std::collections::{HashMap, HashSet};

use crate::document::{CodeText, CodesText, FieldText, Stated};
use crate::spec::StateWord;
use crate::yaml::Map;

use super::draft::Draft;
use super::names::{self, Names};
use super::native;
use super::question::{about, quoted};
use super::terms::{self, Purpose};

/// The code tables of a draft.
#[derive(Debug, Default)]
pub(super) struct Tables {
    names: Names,
    tables: Vec<Table>,
    by_name: HashMap<String, usize>,
    by_codes: HashMap<(Of, Said), usize>,
    /// Which of the tables that stand by themselves are there already: document and position.
    standing: HashMap<(usize, usize), usize>,
}

/// The values and the titles of a table, as a document has them.
type Said = Vec<(String, Option<String>)>;

/// A code table.
#[derive(Debug)]
struct Table {
    name: String,
    comments: Vec<String>,
    codes: Map,
    said: Said,
    of: Of,
}

/// What a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Of {
    /// The states of an order.
    Orders,
    /// Anything else.
    Anything,
    /// What its author says: nothing is guessed.
    Native,
}

impl Tables {
    /// The chapter of the draft.
    pub(super) fn chapter(&self) -> Map {
        let mut chapter = Map::default();
        for table in &self.tables {
            chapter.put(&table.name, table.codes.clone(), table.comments.clone());
        }
        chapter
    }

    /// How many codes each table has.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tables.iter().map(|table| (table.name.as_str(), table.codes.entries.len()))
    }

    /// The values and titles of a table.
    pub(super) fn said(&self, name: &str) -> &[(String, Option<String>)] {
        self.called(name).map_or(&[], |table| &table.said)
    }

    /// Whether a table lists states of orders.
    pub(super) fn is_of_orders(&self, name: &str) -> bool {
        self.called(name).is_some_and(|table| table.of == Of::Orders)
    }

    fn called(&self, name: &str) -> Option<&Table> {
        self.by_name.get(name).map(|index| &self.tables[*index])
    }
}

/// The table of a field: its own list, or the one to which it refers. The second value is what to ask.
pub(super) fn of_field(
    field: &FieldText,
    purpose: Purpose,
    wanted: &[&str],
    document: usize,
    draft: &mut Draft<'_>,
) -> (Option<String>, Option<String>) {
    let of = if purpose == Purpose::TradeState { Of::Orders } else { Of::Anything };
    if !field.codes.is_empty() {
        return (Some(table(&field.codes, of, wanted, document, draft)), None);
    }
    let Some(refers_to) = &field.refers_to else { return (None, None) };
    match standing(refers_to, document, draft) {
        Some(place) => (Some(stand(place, of, wanted, draft)), None),
        None => {
            let question = format!("its codes are in {}, which is not here", quoted(&refers_to.value));
            (None, Some(question))
        }
    }
}

/// The table to which a field refers, in its own document first.
fn standing(refers_to: &Stated<String>, document: usize, draft: &Draft<'_>) -> Option<(usize, usize)> {
    let plain = |text: &str| text.trim_start_matches('#').trim().to_lowercase();
    let wanted = plain(&refers_to.value);
    let order =
        std::iter::once(document).chain((0..draft.documents.len()).filter(|other| *other != document));
    let all = order.flat_map(|at| {
        draft.documents[at].code_tables.iter().enumerate().map(move |(index, table)| (at, index, table))
    });
    let is = |table: &CodesText, exact: bool| {
        let title = plain(&table.title.value);
        let name = table.name.as_ref().map(|name| plain(&name.value)).unwrap_or_default();
        if exact { title == wanted || name == wanted } else { !title.is_empty() && wanted.contains(&title) }
    };
    let found = |exact| all.clone().find(|(_, _, table)| is(table, exact)).map(|(at, index, _)| (at, index));
    found(true).or_else(|| found(false))
}

/// The table that stands by itself at a place.
fn stand(place: (usize, usize), of: Of, wanted: &[&str], draft: &mut Draft<'_>) -> String {
    if let Some(index) = draft.tables.standing.get(&place) {
        return draft.tables.tables[*index].name.clone();
    }
    let documents = draft.documents;
    let text = &documents[place.0].code_tables[place.1];
    let of = if terms::purpose("", &text.title.value) == Purpose::TradeState && of == Of::Anything {
        Of::Orders
    } else {
        of
    };
    let own = text.name.as_ref().map(|name| name.value.trim_start_matches("codes.").to_owned());
    let names: Vec<&str> = own
        .as_deref()
        .into_iter()
        .chain(wanted.iter().copied())
        .chain(terms::table(&text.title.value))
        .chain([text.title.value.as_str()])
        .collect();
    let name = table(&text.codes, of, &names, place.0, draft);
    let index = draft.tables.by_name.get(&name).copied().unwrap_or_default();
    draft.tables.standing.insert(place, index);
    name
}

/// The tables of documents in the terms of the language, before anything else has a name.
pub(super) fn native_tables(draft: &mut Draft<'_>) {
    all_standing(
        draft,
        |text, draft| {
            draft.native.has_head() || text.name.as_ref().is_some_and(|name| name.value.starts_with("codes."))
        },
        Of::Native,
    );
}

/// The tables to which no field refers.
pub(super) fn other_tables(draft: &mut Draft<'_>) {
    all_standing(draft, |_, _| true, Of::Anything);
}

fn all_standing(draft: &mut Draft<'_>, wanted: impl Fn(&CodesText, &Draft<'_>) -> bool, of: Of) {
    let documents = draft.documents;
    for (at, document) in documents.iter().enumerate() {
        for (index, text) in document.code_tables.iter().enumerate() {
            if wanted(text, draft) {
                stand((at, index), of, &[], draft);
            }
        }
    }
}

/// Makes a table, or finds one that says the same.
fn table(codes: &[CodeText], of: Of, wanted: &[&str], document: usize, draft: &mut Draft<'_>) -> String {
    let said: Said = codes
        .iter()
        .map(|code| (code.value.value.clone(), code.title.as_ref().map(|title| title.value.clone())))
        .collect();
    if of != Of::Native
        && let Some(same) = draft.tables.by_codes.get(&(of, said.clone()))
    {
        return draft.tables.tables[*same].name.clone();
    }
    let mut variants = Names::default();
    let mut seen = HashSet::new();
    let mut map = Map::default();
    let mut nameless = Vec::new();
    for (index, code) in codes.iter().enumerate() {
        let wire = native::wire(&code.keys);
        let value = wire.as_ref().unwrap_or(&code.value.value);
        if !seen.insert(value.clone()) {
            let question = format!(
                "`{value}` is listed twice here; {}",
                code.title
                    .as_ref()
                    .map_or(String::new(), |title| format!("what of {}?", quoted(&title.value)))
            );
            let line = draft.ask(&question, document, &code.value);
            nameless.push((line, None));
            continue;
        }
        let title = code.title.as_ref().map(|title| title.value.as_str());
        let by_title = || title.and_then(|title| terms::name(title, of == Of::Orders)).map(str::to_owned);
        let by_value = || names::variant(value);
        let in_english = || title.filter(|title| title.split(' ').count() < 6).and_then(names::variant);
        let known = by_value()
            .filter(|_| names::is_word(value))
            .or_else(by_title)
            .or_else(|| in_english().filter(|_| of != Of::Native))
            .or_else(by_value);
        if known.is_none() && of != Of::Native {
            nameless.push((String::new(), Some(code.value.value.as_str())));
        }
        let name = known.unwrap_or_else(|| names::numbered_variant(value, index));
        let mut entry = Map::default();
        entry.set("name", variants.claim_as(&name, str::to_owned, ""));
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            entry.set("title", title);
        }
        let comments = match of {
            Of::Orders => state(&mut entry, title.unwrap_or_default(), code, document, draft),
            Of::Anything | Of::Native => Vec::new(),
        };
        native::merge_keys(&mut entry, &code.keys, document, draft);
        map.put(value, entry, comments);
    }
    let mut comments = Vec::new();
    if of == Of::Orders {
        let place = codes.first().and_then(|code| about(document, &code.value.span));
        comments.push(
            draft.ask_about(
                "the states are proposals from the titles: what does each mean for an order?",
                place,
            ),
        );
    }
    let numbers: Vec<String> =
        nameless.iter().filter_map(|(_, value)| *value).map(|value| format!("`{value}`")).collect();
    comments.extend(nameless.iter().map(|(line, _)| line.clone()).filter(|line| !line.is_empty()));
    if !numbers.is_empty() {
        let place = codes.first().and_then(|code| about(document, &code.value.span));
        comments
            .push(draft.ask_about(&format!("what are these called in Rust: {}?", listed(&numbers)), place));
    }
    let wanted: Vec<String> = wanted.iter().filter_map(|name| names::snake(name)).collect();
    let free = wanted.iter().find(|name| draft.tables.names.try_claim(name));
    let name = match free {
        Some(name) => name.clone(),
        None => draft.tables.names.claim(wanted.last().map_or("codes", String::as_str)),
    };
    let index = draft.tables.tables.len();
    draft.tables.by_name.insert(name.clone(), index);
    draft.tables.by_codes.entry((of, said.clone())).or_insert(index);
    draft.tables.tables.push(Table { name: name.clone(), comments, codes: map, said, of });
    name
}

fn listed(values: &[String]) -> String {
    const MOST: usize = 12;
    let more = if values.len() > MOST { format!(" and {} more", values.len() - MOST) } else { String::new() };
    format!("{}{more}", values[..values.len().min(MOST)].join(", "))
}

/// Proposes the state of a code. What a wrong guess makes worst is asked code by code.
fn state(
    entry: &mut Map,
    title: &str,
    code: &CodeText,
    document: usize,
    draft: &mut Draft<'_>,
) -> Vec<String> {
    let state = terms::order_state(title);
    entry.set("state", state.unwrap_or(StateWord::Unknown).word());
    let question = match state {
        Some(StateWord::Paid) => "does it mean that the money is there?",
        Some(StateWord::Failed) => "does it mean that this order can never be paid any more?",
        None => "what does it mean for an order? `Unknown` stands in until somebody knows",
        Some(_) => return Vec::new(),
    };
    vec![draft.ask(question, document, &code.value)]
}

impl Tables {
    /// Names that the types of a draft have otherwise.
    pub(super) fn take_types(&mut self, operations: &[&str]) {
        for name in operations {
            self.names.try_claim(name);
            self.names.try_claim(&format!("{name}_reply"));
        }
        for name in [
            "client",
            "blocking_client",
            "credentials",
            "environment",
            "error",
            "order",
            "order_state",
            "reply",
            "result",
            "option",
            "message",
            "money",
            "date",
            "decimal",
            "fen",
            "deviation",
            "default",
            "string",
        ] {
            self.names.try_claim(name);
        }
    }
}
