//! Operations: their names, where they are asked, and what belongs to them.

use crate::document::{Document, FieldText, OperationText};
use crate::yaml::{Map, Node};

use super::address::{self, Address};
use super::decision;
use super::draft::Draft;
use super::field::{Guessing, Seen};
use super::message::{self, Around};
use super::names;
use super::question::{about, quoted};
use super::summary::OperationSummary;

/// An operation of a document, with its name in the draft.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    pub(super) document: usize,
    pub(super) name: String,
    pub(super) text: &'a OperationText,
}

/// The operations of all documents, named.
pub(super) fn named<'a>(draft: &mut Draft<'a>) -> Vec<Named<'a>> {
    let documents: &'a [Document] = draft.documents;
    let all = documents
        .iter()
        .enumerate()
        .flat_map(|(at, document)| document.operations.iter().map(move |text| (at, text)));
    let named = all.map(|(document, text)| {
        let wanted = names_of(text).into_iter().next().unwrap_or_else(|| "query".to_owned());
        Named { document, name: draft.operations.claim(&wanted), text }
    });
    named.collect()
}

/// The names that an operation may have, the best first.
fn names_of(text: &OperationText) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(
        text.name.as_ref().and_then(|name| names::snake(name.value.trim_start_matches("operations."))),
    );
    let chooses = |field: &&FieldText| {
        ["service", "method", "trancode", "trantype", "transtype"]
            .contains(&field.name.value.to_ascii_lowercase().as_str())
    };
    let constant = text.request.fields.iter().filter(chooses).find_map(|field| field.constant.as_ref());
    found.extend(constant.and_then(|constant| names::snake(&constant.value)));
    if let Some(url) = &text.url {
        let path = address::path(&url.value);
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        found.extend(match segments[..] {
            [.., before, last] if last.len() <= 6 && !last.contains(['_', '.']) => {
                names::snake(&format!("{before}_{last}"))
            }
            [.., last] => names::snake(last.split('.').next().unwrap_or_default()),
            [] => None,
        });
    }
    found
}

/// The chapter of the operations.
pub(super) fn chapter(operations: &[Named<'_>], environment: Option<&str>, draft: &mut Draft<'_>) -> Map {
    let mut chapter = Map::default();
    let mut questions: Vec<Asked> = Vec::new();
    for named in operations {
        let (mut map, comments) = operation(named, environment, draft);
        tell_apart(&mut map, named, &mut questions, draft);
        chapter.put(&named.name, map, comments);
    }
    if chapter.entries.is_empty() && !draft.native.settles("operations") {
        chapter.put(
            "query",
            placeholder(),
            vec![draft.ask_about("no operation was found: no table of fields under a heading", None)],
        );
    }
    chapter
}

/// What stands where a document describes nothing: a specification has an operation.
pub(super) fn placeholder() -> Map {
    let mut message = Map::default();
    message.set("encoding", "json");
    message.set("fields", Map::default());
    let mut map = Map::default();
    map.set("title", "?");
    map.set("purpose", "other");
    map.set("request", message.clone());
    map.set("response", message);
    map
}

fn operation(named: &Named<'_>, environment: Option<&str>, draft: &mut Draft<'_>) -> (Map, Vec<String>) {
    let Named { document, name, text } = named;
    let native = draft.native.settles(&format!("operations.{name}"));
    let guessing = if native { Guessing::Native } else { Guessing::Allowed };
    let around = Around { document: *document, operation: name, guessing };
    let mut map = Map::default();
    let title = text.title.value.trim();
    map.set("title", if title.is_empty() { name.as_str() } else { title });
    let mut in_url = false;
    if !native {
        map.set("purpose", "other");
        in_url = method(text, around, &mut map, draft);
        path(text, environment, around, &mut map, draft);
        polling(around, &mut map, draft);
    }
    let (request, asked) = message::request(text, in_url, around, draft);
    let (mut response, answered) = message::response(text, &request, around, draft);
    if !native {
        decision::propose(&mut map, &mut response, &asked, &answered, named, draft);
    }
    map.set("request", request);
    map.set("response", response);
    let paths = |seen: &[Seen]| seen.iter().map(|seen| seen.path.clone()).collect();
    let (request, response) = if native {
        (own_paths(&text.request.fields, ""), own_paths(&text.response.fields, ""))
    } else {
        (paths(&asked), paths(&answered))
    };
    draft.summary.operations.push(OperationSummary {
        name: name.clone(),
        title: title.to_owned(),
        request,
        response,
    });
    (map, Vec::new())
}

fn own_paths(fields: &[FieldText], around: &str) -> Vec<String> {
    fields
        .iter()
        .flat_map(|field| {
            let path = format!("{around}{}", field.name.value);
            let inside = own_paths(&field.children, &format!("{path}."));
            std::iter::once(path).chain(inside)
        })
        .collect()
}

/// Sets the method. Returns whether the fields are in the URL.
fn method(text: &OperationText, around: Around<'_>, map: &mut Map, draft: &mut Draft<'_>) -> bool {
    let Some(method) = &text.method else {
        let question = draft.ask(
            "the document does not name the HTTP method: POST or GET?",
            around.document,
            &text.title,
        );
        map.put("method", "POST", vec![question]);
        return false;
    };
    match method.value.to_ascii_uppercase().as_str() {
        word @ ("GET" | "POST") => map.set("method", word),
        other => {
            let question = draft.ask(
                &format!("the document says {}: POST or GET?", quoted(other)),
                around.document,
                method,
            );
            map.put("method", "POST", vec![question]);
        }
    }
    method.value.eq_ignore_ascii_case("GET")
}

/// Asks whether what has no address is the rest of an operation of another document.
fn other_half(text: &OperationText, around: Around<'_>, draft: &mut Draft<'_>) -> Option<String> {
    let halves = |one: &OperationText, other: &OperationText| {
        one.title.value == other.title.value
            && one.request.fields.is_empty() != other.request.fields.is_empty()
            && one.response.fields.is_empty() != other.response.fields.is_empty()
    };
    let mut documents = draft.documents.iter().enumerate().filter(|(at, _)| *at != around.document);
    let (_, document) =
        documents.find(|(_, document)| document.operations.iter().any(|other| halves(text, other)))?;
    let question = format!(
        "it has the title of an operation in {}, and the half that is missing there: is it the same one? Then move its fields there",
        quoted(&document.path.display().to_string())
    );
    Some(draft.ask(&question, around.document, &text.title))
}

fn path(
    text: &OperationText,
    environment: Option<&str>,
    around: Around<'_>,
    map: &mut Map,
    draft: &mut Draft<'_>,
) {
    let Some(url) = &text.url else {
        let question = draft.ask(
            "the document gives neither URL nor path of this operation",
            around.document,
            &text.title,
        );
        let half = other_half(text, around, draft);
        if let Some(entry) = map.entry_mut("purpose") {
            entry.comments.push(question);
            entry.comments.extend(half);
        }
        return;
    };
    let mut comments = Vec::new();
    if let Address::Absolute { origin, .. } = address::read(&url.value)
        && environment.is_some_and(|environment| environment != origin)
    {
        comments.push(draft.ask(
            &format!("this one is at {}: another environment?", quoted(&origin)),
            around.document,
            url,
        ));
    }
    let path = address::path(&url.value);
    if !address::is_path(&path) {
        comments.push(draft.ask(
            &format!("what is the path in {}?", quoted(&url.value)),
            around.document,
            url,
        ));
        if let Some(entry) = map.entry_mut("purpose") {
            entry.comments.append(&mut comments);
        }
    } else if !path.is_empty() {
        map.put("path", path, comments);
    }
}

/// How often to ask, where the document gives a number of seconds.
fn polling(around: Around<'_>, map: &mut Map, draft: &mut Draft<'_>) {
    let Some(remark) = draft.polling.get(around.document).cloned().flatten() else { return };
    let mut polling = Map::default();
    polling.set("interval", format!("{}s", remark.value));
    polling.set("basis", "doc");
    let question = format!(
        "the document says {}: is that the time between two queries of one order?",
        quoted(&remark.line)
    );
    let question = draft.ask_about(&question, about(around.document, &remark.span));
    map.put("polling", polling, vec![question]);
}

/// What tells operations apart: the method, the path and the constants.
type Asked = (String, String, Vec<(String, String)>);

/// Two operations with the same address and the same constants would be one question.
fn tell_apart(map: &mut Map, named: &Named<'_>, seen: &mut Vec<Asked>, draft: &mut Draft<'_>) {
    if map.get("purpose").is_none() {
        return;
    }
    let text = |map: &Map, key: &str| match map.get(key) {
        Some(Node::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let mut constants = Vec::new();
    if let Some(Node::Map(request)) = map.get("request")
        && let Some(Node::Map(fields)) = request.get("fields")
    {
        constants.extend(fields.entries.iter().filter_map(|entry| match &entry.value {
            Node::Map(field) => field.get("constant").and_then(|constant| match constant {
                Node::Text(constant) => Some((entry.key.clone(), constant.clone())),
                _ => None,
            }),
            _ => None,
        }));
    }
    constants.sort();
    let mut question = (text(map, "method"), text(map, "path"), constants);
    if seen.contains(&question) {
        let line = draft.ask(
            "nothing in the document tells this operation from another: the path is made up",
            named.document,
            &named.text.title,
        );
        let path = format!("{}/{}", question.1, named.name);
        question.1.clone_from(&path);
        map.replace("path", path);
        if let Some(entry) = map.entry_mut("path") {
            entry.comments.push(line);
        }
    }
    seen.push(question);
}
