//! What grows while documents are read: names that are taken, credentials, code tables and questions.

use crate::document::{Document, Stated};
use crate::yaml::{Entry, Map, Node};

use super::codes::Tables;
use super::names::Names;
use super::native::Native;
use super::question::{About, Questions, about};
use super::summary::Summary;
use super::whole::{self, Remark};

/// A draft in the making.
pub(super) struct Draft<'a> {
    pub(super) documents: &'a [Document],
    pub(super) native: Native<'a>,
    pub(super) questions: Questions,
    pub(super) credentials: Map,
    pub(super) tables: Tables,
    pub(super) operations: Names,
    pub(super) summary: Summary,
    /// What each document says of the time between two queries, and of all amounts.
    pub(super) polling: Vec<Option<Remark<u32>>>,
    pub(super) amounts: Vec<Option<Remark<&'static str>>>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(documents: &'a [Document]) -> Self {
        Self {
            documents,
            native: Native::of(documents),
            questions: Questions::default(),
            credentials: Map::default(),
            tables: Tables::default(),
            operations: Names::with(&["from", "new", "until_final", "with"]),
            summary: Summary::default(),
            polling: documents.iter().map(whole::polling).collect(),
            amounts: documents.iter().map(whole::amounts).collect(),
        }
    }

    /// A question about something that a document says.
    pub(super) fn ask<T>(&mut self, question: &str, document: usize, stated: &Stated<T>) -> String {
        self.questions.ask(question, about(document, &stated.span))
    }

    /// A question about a place.
    pub(super) fn ask_about(&mut self, question: &str, place: Option<About>) -> String {
        self.questions.ask(question, place)
    }

    /// The credential of a name, made where there is none yet.
    pub(super) fn credential(&mut self, name: &str, title: &str, max_length: Option<u32>) -> String {
        if self.credentials.get(name).is_none() {
            let mut credential = Map::default();
            credential.set("title", title);
            if let Some(length) = max_length {
                credential.set("max_length", length);
            }
            self.credentials.set(name, credential);
        }
        format!("credentials.{name}")
    }
}

impl Map {
    /// Adds an entry with comments above it.
    pub(super) fn put(&mut self, key: &str, value: impl Into<Node>, comments: Vec<String>) {
        self.entries.push(Entry { key: key.to_owned(), value: value.into(), comments });
    }

    /// The entry of a key.
    pub(super) fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.key == key)
    }

    /// Sets the value of a key, in its place where it has one.
    pub(super) fn replace(&mut self, key: &str, value: impl Into<Node>) {
        match self.entry_mut(key) {
            Some(entry) => {
                entry.value = value.into();
                entry.comments.clear();
            }
            None => self.set(key, value),
        }
    }
}
