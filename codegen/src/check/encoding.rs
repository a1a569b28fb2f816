//! Encodings of messages.

use payspec_table as table;

use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{FieldSpec, MethodWord, RequestSpec, ResponseSpec};
use crate::suggestion::did_you_mean;

/// The words for encodings of requests; those of responses are the same without `query`.
const ENCODINGS: [&str; 4] = ["json", "form", "xml", "query"];

/// The encodings of a request. The method is `None` where it could not be read.
pub(crate) fn of_request(
    spec: &RequestSpec,
    method: Option<MethodWord>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::Encoding> {
    let place = spec.place.key("encoding");
    if spec.encoding.is_empty() {
        reporter.value(Rule::BadEncoding, &place, "at least one encoding is needed");
    }
    let message = Message {
        place: &spec.place,
        root: spec.root.as_ref(),
        cdata: spec.cdata,
        words: &ENCODINGS,
        fields: &spec.fields,
    };
    let mut encodings = Vec::new();
    for (index, word) in spec.encoding.iter().enumerate() {
        let place = reporter.item(&place, index);
        let Some(encoding) = message.encoding(word, &place, reporter) else { continue };
        let in_url = encoding == table::Encoding::Query;
        if let Some(method) = method.filter(|method| (*method == MethodWord::Get) != in_url) {
            reporter
                .value(Rule::BadEncoding, &place, format!("`{word}` does not go with {}", method.word()))
                .help = Some("a GET carries its fields as `encoding: query`, a POST in its body".to_owned());
        }
        if encodings.contains(&encoding) {
            reporter.value(Rule::BadEncoding, &place, format!("`{word}` is given twice"));
        }
        encodings.push(encoding);
    }
    message.check_xml(&encodings, reporter);
    encodings
}

/// The encoding of a response.
pub(crate) fn of_response(spec: &ResponseSpec, reporter: &mut Reporter<'_>) -> Option<table::Encoding> {
    let place = spec.place.key("encoding");
    if spec.encoding == "query" {
        reporter.value(Rule::BadEncoding, &place, "a response has no query string").help =
            Some("`encoding: form` is for bodies".to_owned());
        return None;
    }
    let message = Message {
        place: &spec.place,
        root: spec.root.as_ref(),
        cdata: spec.cdata,
        words: &ENCODINGS[..3],
        fields: &spec.fields,
    };
    let encoding = message.encoding(&spec.encoding, &place, reporter)?;
    message.check_xml(std::slice::from_ref(&encoding), reporter);
    Some(encoding)
}

/// What a message says of its encoding, and its fields.
struct Message<'a> {
    place: &'a Place,
    root: Option<&'a String>,
    cdata: Option<bool>,
    words: &'static [&'static str],
    fields: &'a Entries<FieldSpec>,
}

impl Message<'_> {
    fn encoding(&self, word: &str, place: &Place, reporter: &mut Reporter<'_>) -> Option<table::Encoding> {
        let root = self.root.cloned().unwrap_or_default();
        Some(match word {
            "json" => table::Encoding::Json,
            "form" => table::Encoding::Form,
            "query" => table::Encoding::Query,
            "xml" => table::Encoding::Xml { root: root.into(), cdata: self.cdata.unwrap_or(false) },
            other => {
                let message = format!("`{other}` is no encoding");
                reporter.value(Rule::BadEncoding, place, message).help =
                    did_you_mean(other, self.words.iter().copied());
                return None;
            }
        })
    }

    /// What is written for XML stands with XML, and XML can hold it.
    fn check_xml(&self, encodings: &[table::Encoding], reporter: &mut Reporter<'_>) {
        let xml = encodings.iter().any(|encoding| matches!(encoding, table::Encoding::Xml { .. }));
        if !xml && !encodings.is_empty() {
            for (key, given) in [("root", self.root.is_some()), ("cdata", self.cdata.is_some())] {
                if given {
                    let message = format!("`{key}` belongs to `encoding: xml`");
                    reporter.key(Rule::Misplaced, &self.place.key(key), message);
                }
            }
        }
        if !xml {
            return;
        }
        match self.root {
            None => {
                let message = "XML has a root element: its name is missing";
                reporter.value(Rule::BadEncoding, &self.place.key("encoding"), message).help =
                    Some("add `root:`".to_owned());
            }
            Some(root) => require_element(root, At::Value(&self.place.key("root")), reporter),
        }
        require_elements(self.fields, reporter);
    }
}

fn require_elements(fields: &Entries<FieldSpec>, reporter: &mut Reporter<'_>) {
    for entry in fields.iter() {
        require_element(&entry.name, At::Key(&entry.place), reporter);
        if let Some(element) = &entry.value.element {
            require_element(element, At::Value(&entry.place.key("element")), reporter);
        }
        if let Some(fields) = &entry.value.fields {
            require_elements(fields, reporter);
        }
    }
}

/// Reports a name that no element of XML can have.
fn require_element(name: &str, at: At<'_>, reporter: &mut Reporter<'_>) {
    let mut characters = name.chars();
    let begins = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if !begins || !characters.all(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '.')) {
        let message = format!("`{name}` cannot be the name of an element of XML");
        reporter.word(Rule::BadEncoding, at, "", message);
    }
}
