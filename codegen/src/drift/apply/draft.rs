//! A new field, as much as its row says of it.

use super::super::expected::Notation;
use super::super::kind;
use super::super::{Direction, document_codes, words};
use crate::document::{Document, FieldText, LengthUnit, PresenceText};
use crate::import::{self, kind::Kind};
use crate::yaml::Map;

/// Where a new field comes to stand.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Around<'a> {
    pub(in super::super) direction: Direction,
    pub(in super::super) notation: Notation,
    /// The path of a date that stands before it.
    pub(in super::super) date: Option<&'a str>,
}

/// A field for a specification.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Draft {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) presence: PresenceText,
    /// The conditions of the section in which it stands.
    pub(super) when: Vec<(String, String)>,
    pub(super) length: Option<u32>,
    pub(super) kind: &'static str,
    /// The type of a moment with its format, or of an amount with its unit.
    pub(super) exact: Option<Map>,
    /// What a person has to say about it.
    pub(super) questions: Vec<String>,
    /// Its codes and what they mean.
    pub(super) codes: Vec<(String, String)>,
    pub(super) children: Vec<Draft>,
}

impl Draft {
    /// The field of a row; `None` where the row leaves something open that a specification has to say.
    pub(in super::super) fn of(row: &FieldText, document: &Document, place: &Around<'_>) -> Option<Self> {
        let direction = place.direction;
        let title = one_line(&row.title.value);
        if words::plain(&title).is_empty() || row.name.value.trim().is_empty() || row.constant.is_some() {
            return None;
        }
        // A condition on another field, or a choice, is a rule of the request.
        if direction == Direction::Request && (row.one_of.is_some() || !row.sections.is_empty()) {
            return None;
        }
        let listed = document_codes::listed(row, document);
        let codes: Option<Vec<(String, String)>> = listed
            .iter()
            .map(|code| Some((code.value.value.clone(), one_line(&code.title.as_ref()?.value))))
            .collect();
        let codes = codes.filter(|codes| codes.iter().all(|(_, title)| !words::plain(title).is_empty()))?;
        let children: Option<Vec<Self>> =
            row.children.iter().map(|child| Self::of(child, document, place)).collect();
        let children = children?;
        // A length in bytes needs a key of its own, and whoever writes that thinks about it.
        if row.length.as_ref().is_some_and(|length| length.value.unit == LengthUnit::Bytes) {
            return None;
        }
        let decimals = row.length.as_ref().and_then(|length| length.value.decimals);
        let word = row.kind.as_ref().map(|kind| kind.value.as_str());
        let kind = match kind::of_word(word, decimals) {
            // What is inside an object is what makes it one.
            "object" | "list" if children.is_empty() => return None,
            container @ ("object" | "list") => container,
            _ if !children.is_empty() && word.is_some() => return None,
            _ if !children.is_empty() => "object",
            _ if !codes.is_empty() => "code",
            scalar => scalar,
        };
        let exact = (kind != "code" && children.is_empty()).then(|| exact(row, document, place)).flatten();
        let (exact, questions) = match exact {
            Some(exact) => ((!exact.keys.entries.is_empty()).then_some(exact.keys), exact.questions),
            None => (None, Vec::new()),
        };
        if !children.is_empty() && (row.length.is_some() || !codes.is_empty()) {
            return None;
        }
        let when: Vec<(String, String)> = row.sections.iter().map(|section| section.value.clone()).collect();
        let stated = row.presence.as_ref().map_or(PresenceText::Optional, |stated| stated.value);
        let presence = match stated {
            PresenceText::Required if !when.is_empty() => PresenceText::Conditional,
            stated => stated,
        };
        Some(Self {
            name: row.name.value.clone(),
            title,
            presence,
            when,
            length: row.length.as_ref().map(|length| length.value.max),
            kind,
            exact,
            questions,
            codes,
            children,
        })
    }
}

/// What a draft of the whole document would make of a row that says how a moment is written, or what an amount counts.
fn exact(row: &FieldText, document: &Document, place: &Around<'_>) -> Option<Kind> {
    let word = row.kind.as_ref().map(|kind| kind.value.to_ascii_lowercase()).unwrap_or_default();
    let is_text = word.contains("string") || word.contains("char");
    let written = (place.notation == Notation::Json && is_text).then_some("quoted");
    import::kind::moment(row, written, place.date).or_else(|| {
        let of_all = import::whole::amounts(document);
        import::kind::amount(row, written, of_all.as_ref())
    })
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
