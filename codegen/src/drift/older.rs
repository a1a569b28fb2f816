//! What an older version of a document makes one expect: the same again.

use std::collections::HashSet;

use super::document_codes::{self, Resolved};
use super::expected::{
    Choice, Codes, Condition, Covers, Decide, Expectation, Expected, ExpectedCode, ExpectedConstant,
    ExpectedKind, File, Hangs, Listed, Message, Notation, Operation, Origin, Recorded, Urls, Wording,
};
use super::{Direction, words};
use crate::document::{
    CodeText, Document, FieldText, MessageText, OneOf, OperationText, PresenceText, Stated,
};

/// What an older version says.
pub(super) fn expect(document: &Document) -> Expected<'_> {
    let mut codes = Vec::new();
    for table in &document.code_tables {
        let mut titles = vec![table.title.value.clone()];
        titles.extend(table.name.iter().map(|name| name.value.clone()));
        codes.push(Codes {
            name: table.title.value.clone(),
            decide: decide(&titles),
            codes: table.codes.iter().map(code).collect(),
            span: table.title.span.clone(),
            place: None,
            titles,
        });
    }
    let mut lowering = Lowering { document, codes };
    let operations = document.operations.iter().map(|operation| lowering.operation(operation)).collect();
    Expected {
        file: File { path: &document.path, text: &document.text },
        origin: Origin::Document,
        titles: document.title.iter().map(wording).collect(),
        operations,
        covers: Covers::Everything,
        codes: lowering.codes,
        older: Some(document),
    }
}

struct Lowering<'a> {
    document: &'a Document,
    codes: Vec<Codes>,
}

impl<'a> Lowering<'a> {
    fn operation(&mut self, operation: &'a OperationText) -> Operation<'a> {
        let heading = operation.title.span.clone();
        let media_types = operation.media_types.iter().map(|stated| stated.value.clone()).collect();
        Operation {
            name: operation.name.as_ref().map(|name| name.value.clone()),
            label: label(operation),
            title: wording(&operation.title),
            urls: Urls::Printed(operation.url.as_ref().map(wording)),
            method: operation.method.as_ref().map(wording),
            media_types: Some((
                media_types,
                operation.media_types.first().map_or(heading.clone(), |stated| stated.span.clone()),
            )),
            polling: None,
            request: self.message(&operation.request, Direction::Request, operation),
            response: self.message(&operation.response, Direction::Response, operation),
        }
    }

    fn message(
        &mut self,
        message: &'a MessageText,
        direction: Direction,
        operation: &OperationText,
    ) -> Message<'a> {
        Message {
            place: None,
            span: message.span.clone().unwrap_or_else(|| operation.title.span.clone()),
            notation: Notation::Other,
            fields: message.fields.iter().map(|field| self.field(field, direction)).collect(),
            choices: choices(&message.fields),
        }
    }

    fn field(&mut self, field: &'a FieldText, direction: Direction) -> Expectation<'a> {
        let row = field.name.span.clone();
        let signature = is_signature(field);
        let promised = field.presence.as_ref().is_some_and(|stated| stated.value == PresenceText::Required);
        Expectation {
            name: field.name.value.clone(),
            wire: field.name.value.clone(),
            listed: Listed::Yes,
            title: wording(&field.title),
            presence: field.presence.as_ref().map(|stated| (stated.value, stated.span.clone())),
            may_be_mandatory_in_section: false,
            when: field.sections.iter().map(condition).collect(),
            length: field.length.as_ref().map(|stated| stated.value),
            length_place: None,
            length_span: field.length.as_ref().map_or(row.clone(), |stated| stated.span.clone()),
            kind: field.kind.as_ref().map_or(ExpectedKind::Any, |kind| ExpectedKind::Word(&kind.value)),
            kind_span: field.kind.as_ref().map_or(row.clone(), |stated| stated.span.clone()),
            constant: field
                .constant
                .as_ref()
                .map_or(ExpectedConstant::No, |stated| ExpectedConstant::Is(wording(stated))),
            codes: self.codes_of(field),
            departs: false,
            description: Some(
                field
                    .description
                    .as_ref()
                    .map_or(Wording { text: String::new(), span: row.clone(), place: None }, wording),
            ),
            one_of: field.one_of.as_ref().map(choice),
            recorded: Recorded::default(),
            hangs: match direction {
                _ if signature => Hangs::Signature,
                Direction::Request => Hangs::Signed,
                Direction::Response if promised => Hangs::Promise,
                Direction::Response => Hangs::Nothing,
            },
            span: row,
            place: None,
            children: field.children.iter().map(|child| self.field(child, direction)).collect(),
        }
    }

    /// The codes of a row: those that it lists, or the table that it refers to.
    fn codes_of(&mut self, field: &FieldText) -> Option<usize> {
        match document_codes::of_row(field, self.document) {
            Resolved::Table(index) => Some(index),
            Resolved::Own(codes) => {
                self.codes.push(Codes {
                    name: field.name.value.clone(),
                    decide: decide(&[field.title.value.clone(), field.name.value.clone()]),
                    codes: codes.iter().map(code).collect(),
                    span: field.name.span.clone(),
                    place: None,
                    titles: Vec::new(),
                });
                Some(self.codes.len() - 1)
            }
            Resolved::None => None,
        }
    }
}

/// The notes of rows, those that say the same once.
fn choices(fields: &[FieldText]) -> Vec<Choice> {
    fn collect(fields: &[FieldText], all: &mut Vec<Choice>) {
        for field in fields {
            all.extend(field.one_of.iter().map(choice));
            collect(&field.children, all);
        }
    }
    let mut all = Vec::new();
    collect(fields, &mut all);
    let mut known = HashSet::new();
    all.retain(|choice| known.insert(choice.key()));
    all
}

fn choice(stated: &Stated<OneOf>) -> Choice {
    Choice {
        how_many: stated.value.how_many,
        members: stated.value.names.clone(),
        span: stated.span.clone(),
        is_expected: true,
    }
}

fn condition(section: &Stated<(String, String)>) -> Condition {
    let (name, value) = &section.value;
    Condition {
        path: name.clone(),
        only: Some(vec![value.clone()]),
        never: Vec::new(),
        span: section.span.clone(),
        is_expected: true,
    }
}

/// What shows an operation of a document to people.
pub(super) fn label(operation: &OperationText) -> String {
    operation.name.as_ref().map_or_else(|| operation.title.value.clone(), |name| name.value.clone())
}

/// Whether a row is that of the signature. Documents agree on few names for it.
pub(super) fn is_signature(field: &FieldText) -> bool {
    let name = words::bare_name(&field.name.value);
    let title = words::plain(&field.title.value);
    matches!(name.as_str(), "sign" | "signature" | "sig" | "signdata" | "signvalue" | "signinfo" | "signmsg")
        || matches!(title.as_str(), "签名" | "签名信息" | "签名值" | "签名串" | "签名数据" | "数字签名")
}

/// Without a specification, the state of an order is what is called so.
fn decide(titles: &[String]) -> Decide {
    let called = |words: &[&str]| {
        titles.iter().any(|title| words.iter().any(|word| title.to_lowercase().contains(word)))
    };
    if called(&["状态码", "返回状态", "返回码"]) {
        Decide::Refusal
    } else if called(&["状态", "status", "state"]) {
        Decide::State
    } else {
        Decide::Nothing
    }
}

fn code(code: &CodeText) -> ExpectedCode {
    ExpectedCode {
        value: code.value.value.clone(),
        aliases: Vec::new(),
        title: code.title.as_ref().map(wording),
        listed: Listed::Yes,
        passes: false,
        span: code.value.span.clone(),
    }
}

pub(super) fn wording(stated: &Stated<String>) -> Wording {
    Wording { text: stated.value.clone(), span: stated.span.clone(), place: None }
}
