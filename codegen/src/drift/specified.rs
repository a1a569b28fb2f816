//! What a specification makes one expect of the document that it restates.

use payspec_table::{self as table, Encoding, GroupRule, Kind, Method, Presence, Purpose, Source, Test};

use super::expected::{
    Choice, Codes, Condition, Covers, Expectation, Expected, ExpectedCode, ExpectedConstant, ExpectedKind,
    File, Hangs, Listed, Message, Notation, Operation, Origin, Polling, Recorded, Time, Urls, Wording,
};
use super::reliance::Reliance;
use super::{Direction, code_uses};
use crate::document::{Document, FieldText, HowMany, LengthText, LengthUnit, PresenceText};
use crate::model;
use crate::source::{Place, SourceFile};

/// What a specification expects.
pub(super) fn expect<'a>(
    provider: &'a model::Provider,
    file: &'a SourceFile,
    document: &Document,
) -> Expected<'a> {
    let lowering = Lowering { provider, file, speaker: speaker(document) };
    Expected {
        file: File { path: file.path(), text: file.text() },
        origin: Origin::Specification,
        titles: match lowering.speaker {
            Speaker::Provider => lowering.titles(),
            Speaker::Specification => Vec::new(),
        },
        operations: provider.operations.iter().map(|operation| lowering.operation(operation)).collect(),
        covers: if provider.documents.len() > 1 { Covers::ItsOwn } else { Covers::Everything },
        codes: provider.code_tables.iter().map(|table| lowering.codes(table)).collect(),
        older: None,
    }
}

/// Who wrote a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    /// The provider: it says what specifications record of it.
    Provider,
    /// It was written from a specification, and says what that says itself.
    Specification,
}

fn speaker(document: &Document) -> Speaker {
    fn has_keys(fields: &[FieldText]) -> bool {
        fields.iter().any(|field| !field.keys.is_empty() || has_keys(&field.children))
    }
    let mut messages =
        document.operations.iter().flat_map(|operation| [&operation.request, &operation.response]);
    if !document.settings.is_empty() || messages.any(|message| has_keys(&message.fields)) {
        Speaker::Specification
    } else {
        Speaker::Provider
    }
}

struct Lowering<'a> {
    provider: &'a model::Provider,
    file: &'a SourceFile,
    speaker: Speaker,
}

impl<'a> Lowering<'a> {
    /// The titles of the documents that the specification names.
    fn titles(&self) -> Vec<Wording> {
        let place = Place::default().key("documents");
        let names = self.file.keys(&place);
        names
            .into_iter()
            .zip(&self.provider.documents)
            .map(|(name, document)| self.wording(&document.title, place.key(name).key("title")))
            .collect()
    }

    fn operation(&self, operation: &'a model::Operation) -> Operation<'a> {
        let facts = &operation.facts;
        let place = Place::default().key("operations").key(&*operation.name);
        let method = match facts.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        // Where the specification says why it departs from what the document says of the operation, it is not compared.
        let departs = self.file.has(&place.key("because"));
        let media_types = facts.request.encodings.iter().map(|encoding| word(encoding).to_owned()).collect();
        let request = place.key("request");
        Operation {
            name: Some(operation.name.clone()),
            title: self.wording(&facts.title, place.key("title")),
            label: operation.name.clone(),
            urls: self.urls(&facts.path, &place),
            method: Some(Wording {
                text: method.to_owned(),
                span: self.file.key_span(&place.key("method")),
                place: None,
            }),
            media_types: (!departs).then(|| (media_types, self.file.value_span(&request.key("encoding")))),
            polling: self.polling(operation, &place),
            request: self.message(operation, Direction::Request, &place),
            response: self.message(operation, Direction::Response, &place),
        }
    }

    fn urls(&self, path: &str, place: &Place) -> Urls {
        let documented =
            |environment: &&model::Environment| environment.provenance.basis == model::Basis::Document;
        let environments = self.provider.environments.iter().filter(documented);
        Urls::Built {
            path: path.to_owned(),
            whole: environments.map(|environment| format!("{}{path}", environment.facts.url)).collect(),
            span: self.file.value_span(&place.key("path")),
        }
    }

    fn message(&self, operation: &'a model::Operation, direction: Direction, place: &Place) -> Message<'a> {
        let reliance = Reliance::new(operation, direction);
        let fields = match direction {
            Direction::Request => &operation.request,
            Direction::Response => &operation.response,
        };
        let facts = &operation.facts;
        let is_json = match direction {
            Direction::Request => facts.request.encodings.contains(&Encoding::Json),
            Direction::Response => facts.response.encoding == Encoding::Json,
        };
        let message = place.key(direction.word());
        let place = message.key("fields");
        Message {
            span: self.file.key_span(&place),
            notation: if is_json { Notation::Json } else { Notation::Other },
            fields: fields
                .iter()
                .map(|field| self.field(field, &place, &mut Vec::new(), &reliance))
                .collect(),
            choices: match direction {
                Direction::Request => self.choices(operation, &message),
                Direction::Response => Vec::new(),
            },
            place: Some(place),
        }
    }

    fn choices(&self, operation: &model::Operation, message: &Place) -> Vec<Choice> {
        // A note about a field that is known better from elsewhere may be from elsewhere, too.
        let is_documents = |name: &str| {
            let mut fields = operation.request.iter();
            fields.any(|field| field.facts.name == name && field.provenance.basis == model::Basis::Document)
        };
        let groups = operation.facts.request.groups.iter();
        groups
            .map(|group| {
                let (how_many, key) = match group.rule {
                    GroupRule::AtLeastOne => (HowMany::AtLeastOne, "at_least_one"),
                    GroupRule::ExactlyOne => (HowMany::ExactlyOne, "exactly_one"),
                };
                Choice {
                    how_many,
                    members: group.members.iter().map(str::to_owned).collect(),
                    span: self.file.key_span(&message.key(key)),
                    is_expected: self.speaker == Speaker::Provider && group.members.iter().all(is_documents),
                }
            })
            .collect()
    }

    /// How often to ask about an order; `None` where nobody asks with the operation what became of one.
    fn polling(&self, operation: &model::Operation, place: &Place) -> Option<Polling> {
        let facts = &operation.facts;
        if facts.purpose == Purpose::Other || self.speaker == Speaker::Specification {
            return None;
        }
        let polling = place.key("polling");
        let time = |key: &str, milliseconds: Option<u64>| {
            Some(Time { milliseconds: milliseconds?, span: self.file.value_span(&polling.key(key)) })
        };
        let provenance = operation.provenance_of(model::subject::POLLING);
        Some(Polling {
            interval: time("interval", facts.polling.interval_ms),
            timeout: time("timeout", facts.polling.timeout_ms),
            is_documents: provenance.is_none_or(|provenance| provenance.basis == model::Basis::Document),
            span: self.file.key_span(if self.file.has(&polling) { &polling } else { place }),
        })
    }

    fn conditions(
        &self,
        field: &model::Field,
        place: &Place,
        unsigned: &[table::Condition],
    ) -> Vec<Condition> {
        let texts = |names: &table::Names| names.iter().map(str::to_owned).collect::<Vec<String>>();
        let condition = |condition: &table::Condition, only, never, is_expected| {
            let names: Vec<&str> = condition.path.iter().filter(|name| *name != table::EACH).collect();
            let span = self.file.key_span(&place.key("when"));
            Condition { path: names.join("."), only, never, span, is_expected }
        };
        let own = field.facts.when.iter().map(|one| match &one.test {
            Test::Is(values) => condition(one, Some(texts(values)), Vec::new(), true),
            Test::IsNot(values) => condition(one, None, texts(values), true),
            Test::Present => condition(one, None, Vec::new(), true),
            Test::Absent => condition(one, Some(Vec::new()), Vec::new(), true),
        });
        // A document may say of a signature that may be missing from refusals that it is there elsewhere.
        let elsewhere = unsigned.iter().flat_map(|one| match &one.test {
            Test::Is(values) => vec![condition(one, None, texts(values), false)],
            Test::IsNot(values) => {
                let each = texts(values).into_iter();
                each.map(|value| condition(one, Some(vec![value]), Vec::new(), false)).collect()
            }
            Test::Present | Test::Absent => Vec::new(),
        });
        own.chain(elsewhere).collect()
    }

    fn field(
        &self,
        field: &'a model::Field,
        fields: &Place,
        path: &mut Vec<&'a str>,
        reliance: &Reliance<'_>,
    ) -> Expectation<'a> {
        let facts = &field.facts;
        let place = fields.key(&*facts.name);
        let recorded = match self.speaker {
            Speaker::Provider => Some(&field.documented),
            Speaker::Specification => None,
        };
        // What is recorded of the document stands under `documented`, and is not simply written anew.
        let at = |key: &str, is_recorded: bool| {
            if is_recorded { place.key("documented").key(key) } else { place.key(key) }
        };
        let presence = recorded.map_or(Some(facts.presence), |recorded| recorded.presence);
        let title = recorded.and_then(|recorded| recorded.title.as_ref());
        let length = recorded.and_then(|recorded| recorded.max_length);
        let kind = recorded.and_then(|recorded| recorded.kind.as_ref());
        let length_place = at("max_length", length.is_some());
        path.push(&facts.name);
        let hangs = reliance.of(facts, path);
        if matches!(facts.kind, Kind::List(_)) {
            path.push(payspec_table::EACH);
        }
        let inside = place.key("fields");
        let children =
            field.children.iter().map(|child| self.field(child, &inside, path, reliance)).collect();
        if matches!(facts.kind, Kind::List(_)) {
            path.pop();
        }
        path.pop();
        Expectation {
            name: recorded
                .and_then(|recorded| recorded.name.clone())
                .unwrap_or_else(|| facts.name.clone().into_owned()),
            wire: facts.name.clone().into_owned(),
            listed: if presence.is_some() { Listed::Yes } else { Listed::No },
            title: match title {
                Some(title) => Wording { place: None, ..self.wording(title, at("title", true)) },
                None => self.wording(&facts.title, at("title", false)),
            },
            presence: presence.map(|presence| {
                let recorded = self.file.has(&at("presence", true));
                (self::presence(presence), self.file.value_span(&at("presence", recorded)))
            }),
            may_be_mandatory_in_section: presence == Some(Presence::Conditional),
            when: self.conditions(
                field,
                &place,
                if hangs == Hangs::Signature { reliance.unsigned_refusals() } else { &[] },
            ),
            length: length.or_else(|| facts.max_length.map(|length| length.max)).map(|max| LengthText {
                max,
                decimals: None,
                unit: LengthUnit::Characters,
            }),
            length_span: self.file.value_span(&length_place),
            length_place: (length.is_none() && facts.max_length.is_some()).then_some(length_place),
            kind: match kind {
                Some(word) => ExpectedKind::Word(word),
                None => ExpectedKind::Of(facts),
            },
            kind_span: self.file.value_span(&at("type", kind.is_some())),
            constant: match &facts.source {
                Source::Constant(value) => ExpectedConstant::Is(self.wording(value, place.key("constant"))),
                Source::Caller if reliance.is_request() => ExpectedConstant::No,
                _ => ExpectedConstant::Any,
            },
            codes: match &facts.kind {
                Kind::Code(table) => self.provider.code_tables.iter().position(|known| known.name == **table),
                _ => None,
            },
            departs: field.provenance.because.is_some(),
            description: None,
            one_of: None,
            recorded: recorded.map_or_else(Recorded::default, |recorded| own(facts, recorded)),
            hangs,
            span: self.file.key_span(&place),
            place: Some(place),
            children,
        }
    }

    fn codes(&self, table: &'a model::CodeTable) -> Codes {
        let place = Place::default().key("codes").key(&*table.name);
        let used = code_uses::of(self.provider, &table.name);
        let mut titles = vec![table.name.clone(), format!("codes.{}", table.name)];
        titles.extend(used.titles);
        let code = |code: &model::Code| {
            let place = place.key(&*code.facts.wire);
            let listed =
                self.speaker == Speaker::Specification || code.provenance.basis == model::Basis::Document;
            ExpectedCode {
                value: code.facts.wire.clone().into_owned(),
                aliases: code.facts.aliases.iter().map(str::to_owned).collect(),
                // Without a title of its own a code is shown by its name, which no document knows.
                title: self
                    .file
                    .has(&place.key("title"))
                    .then(|| self.wording(&code.facts.title, place.key("title"))),
                listed: if listed { Listed::Yes } else { Listed::No },
                passes: used.pass.iter().any(|value| *value == code.facts.wire),
                span: self.file.key_span(&place),
            }
        };
        Codes {
            name: table.name.clone(),
            decide: used.decide,
            codes: table.codes.iter().map(code).collect(),
            span: self.file.key_span(&place),
            titles,
            place: Some(place),
        }
    }

    fn wording(&self, text: &str, place: Place) -> Wording {
        Wording { text: text.to_owned(), span: self.file.value_span(&place), place: Some(place) }
    }
}

/// What a field has itself, wherever something else is recorded of the document.
fn own<'a>(facts: &'a payspec_table::Field, recorded: &model::Documented) -> Recorded<'a> {
    let limit = facts.max_length.as_ref().map(|length| length.max);
    Recorded {
        title: recorded.title.as_ref().filter(|title| **title != facts.title).map(|_| &*facts.title),
        presence: recorded
            .presence
            .filter(|presence| *presence != facts.presence)
            .map(|_| presence(facts.presence)),
        length: recorded.max_length.filter(|length| Some(*length) != limit).map(|_| limit),
        kind: recorded.kind.as_ref().map(|_| facts),
    }
}

fn presence(presence: Presence) -> PresenceText {
    match presence {
        Presence::Required => PresenceText::Required,
        Presence::Optional => PresenceText::Optional,
        Presence::Conditional => PresenceText::Conditional,
    }
}

fn word(encoding: &Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "json",
        Encoding::Form | Encoding::Query => "form",
        Encoding::Xml { .. } => "xml",
    }
}
