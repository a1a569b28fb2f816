//! Requests and responses: how they are written, what is in them, which fields are enough.

use std::collections::HashSet;

use crate::document::{FieldText, HowMany, MessageText, OperationText, SampleEncoding};
use crate::yaml::{Entry, Map, Node};

use super::draft::Draft;
use super::field::{self, Direction, Guessing, Place, Seen};
use super::question::{about, quoted};

/// What both messages of an operation need to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) document: usize,
    pub(super) operation: &'a str,
    pub(super) guessing: Guessing,
}

/// A request, and what was seen of its fields.
pub(super) fn request(
    text: &OperationText,
    in_url: bool,
    around: Around<'_>,
    draft: &mut Draft<'_>,
) -> (Map, Vec<Seen>) {
    let mut map = Map::default();
    if around.guessing == Guessing::Allowed {
        if in_url {
            map.set("encoding", "query");
        } else {
            encoding_of_request(text, around, &mut map, draft);
        }
    }
    let (fields, seen) = fields(&text.request, Direction::Request, around, &mut map, draft);
    if around.guessing == Guessing::Allowed {
        groups(&text.request, &fields, &seen, around, &mut map, draft);
    }
    (map, seen)
}

/// A response, and what was seen of its fields.
pub(super) fn response(
    text: &OperationText,
    request: &Map,
    around: Around<'_>,
    draft: &mut Draft<'_>,
) -> (Map, Vec<Seen>) {
    let mut map = Map::default();
    if around.guessing == Guessing::Allowed {
        encoding_of_response(text, request, around, &mut map, draft);
    }
    let (_, seen) = fields(&text.response, Direction::Response, around, &mut map, draft);
    (map, seen)
}

fn fields(
    message: &MessageText,
    direction: Direction,
    around: Around<'_>,
    map: &mut Map,
    draft: &mut Draft<'_>,
) -> (Map, Vec<Seen>) {
    let Around { document, operation, guessing } = around;
    let is_json = matches!(map.get("encoding"), Some(Node::Text(word)) if word == "json")
        || matches!(map.get("encoding"), Some(Node::List(words)) if words.contains(&Node::from("json")));
    let place =
        Place { document, operation, direction, around: "", lists: 0, is_json, guessing, sections: &[] };
    let mut seen = Vec::new();
    let fields = field::all(&message.fields, place, &mut seen, draft);
    let mut comments = Vec::new();
    if message.fields.is_empty() && guessing == Guessing::Allowed {
        let what = match direction {
            Direction::Request => "request",
            Direction::Response => "response",
        };
        comments.push(draft.ask_about(&format!("no table of the fields of this {what} was found"), None));
    }
    if guessing == Guessing::Allowed {
        comments.extend(sampled(message, document, draft));
        comments.extend(in_another(message, document, draft));
    }
    map.put("fields", fields.clone(), comments);
    (fields, seen)
}

/// Asks for what samples show and no row describes.
fn sampled(message: &MessageText, document: usize, draft: &mut Draft<'_>) -> Option<String> {
    let mut missing: Vec<&str> = Vec::new();
    let mut first = None;
    for sample in &message.samples {
        let names = || sample.members.iter().take(MOST_MEMBERS).map(|(name, _)| name.as_str());
        // A sample with none of the fields is one of something else.
        if !names().any(|name| message.fields.iter().any(|field| field.name.value == name)) {
            continue;
        }
        for name in names().filter(|name| is_missing(name, &message.fields)) {
            let inside = |outer: &&str| name.strip_prefix(*outer).is_some_and(|rest| rest.starts_with('.'));
            if !missing.contains(&name) && !missing.iter().any(inside) {
                missing.push(name);
                first.get_or_insert(&sample.span);
            }
        }
    }
    let names: Vec<String> = missing.iter().take(MOST_SAMPLED).map(|name| format!("`{name}`")).collect();
    let more = if missing.len() > MOST_SAMPLED { " and more" } else { "" };
    let question = format!("the sample has {}{more}, and no row describes it: what is it?", names.join(", "));
    Some(draft.ask_about(&question, about(document, first?)))
}

/// Asks about rows that a sample shows inside another field, as text: `biz_content={"out_trade_no":…}`.
fn in_another(message: &MessageText, document: usize, draft: &mut Draft<'_>) -> Option<String> {
    let (outer, inner, span) = message.samples.iter().find_map(|sample| {
        let members = sample.members.iter().take(MOST_MEMBERS);
        let objects = members.filter_map(|(name, value)| Some((name, value.as_ref()?)));
        objects.filter(|(_, value)| value.trim_start().starts_with('{')).find_map(|(name, value)| {
            let inside = |field: &&FieldText| {
                field.name.value != *name && value.contains(&format!("\"{}\"", field.name.value))
            };
            let inner: Vec<&str> = message
                .fields
                .iter()
                .filter(inside)
                .take(MOST_SAMPLED)
                .map(|field| field.name.value.as_str())
                .collect();
            (!inner.is_empty()).then_some((name, inner, &sample.span))
        })
    })?;
    let names: Vec<String> = inner.iter().map(|name| format!("`{name}`")).collect();
    let question = format!(
        "the sample has {} inside `{outer}`, as a text: do these rows stand in it?",
        names.join(", ")
    );
    Some(draft.ask_about(&question, about(document, span)))
}

/// So many members of samples are named, of so many that are looked at.
const MOST_SAMPLED: usize = 12;
const MOST_MEMBERS: usize = 500;

/// Whether a member is in no table; nobody knows what is in an object without one.
fn is_missing(path: &str, fields: &[FieldText]) -> bool {
    let field = |name: &str| fields.iter().find(|field| field.name.value == name);
    match path.split_once('.') {
        _ if field(path).is_some() => false,
        Some((outer, inner)) => match field(outer) {
            Some(outer) => !outer.children.is_empty() && is_missing(inner, &outer.children),
            None => true,
        },
        None => true,
    }
}

fn encoding_of_request(text: &OperationText, around: Around<'_>, map: &mut Map, draft: &mut Draft<'_>) {
    let stated = stated_encodings(text);
    let shown: Vec<&str> = text.request.samples.iter().map(|sample| word(sample.encoding)).collect();
    let root = text.request.samples.iter().find_map(|sample| {
        root(sample.encoding, &draft.documents[around.document].text, sample.span.clone())
    });
    let usable = |word: &&str| *word != "xml" || (root.is_some() && fits_xml(&text.request));
    let mut words: Vec<&str> = Vec::new();
    // What is shown was sent by somebody.
    let order = if stated.iter().any(|(word, _)| shown.contains(word)) {
        [&stated[..], &[]].concat()
    } else {
        Vec::new()
    };
    let known = order
        .iter()
        .map(|(word, _)| *word)
        .chain(shown.iter().copied())
        .chain(stated.iter().map(|(word, _)| *word));
    known.filter(usable).for_each(|word| {
        if !words.contains(&word) {
            words.push(word);
        }
    });
    let mut comments = Vec::new();
    match (stated.first(), shown.first()) {
        (Some((says, span)), Some(shows)) if !stated.iter().any(|(word, _)| word == shows) => {
            let question = format!("the text says `{says}`, the sample is `{shows}`: which is right?");
            comments.push(draft.ask_about(&question, about(around.document, span)));
        }
        (None, None) => comments.push(draft.ask_about(
            "the document does not say how requests are written: `json`, `form` or `xml`?",
            about(around.document, &text.title.span),
        )),
        _ if words.is_empty() => comments.push(draft.ask_about(
            "XML needs the name of its root element: which?",
            about(around.document, &text.title.span),
        )),
        _ => {}
    }
    if words.is_empty() {
        words.push("json");
    }
    let is_xml = words.contains(&"xml");
    let value: Node = if let [word] = words[..] {
        word.into()
    } else {
        Node::List(words.into_iter().map(Node::from).collect())
    };
    map.put("encoding", value, comments);
    if let Some(root) = root.filter(|_| is_xml) {
        map.set("root", root);
    }
}

fn encoding_of_response(
    text: &OperationText,
    request: &Map,
    around: Around<'_>,
    map: &mut Map,
    draft: &mut Draft<'_>,
) {
    let sample = text.response.samples.first();
    let root = sample.and_then(|sample| {
        root(sample.encoding, &draft.documents[around.document].text, sample.span.clone())
    });
    let shown = sample
        .map(|sample| word(sample.encoding))
        .filter(|word| *word != "xml" || (root.is_some() && fits_xml(&text.response)));
    let mut comments = Vec::new();
    let word = match shown {
        Some(word) => word,
        None => {
            let as_request = match request.get("encoding") {
                Some(Node::Text(word)) if word == "json" => true,
                Some(Node::List(words)) => words.first() == Some(&Node::from("json")),
                _ => false,
            };
            let stated = as_request && !stated_encodings(text).is_empty();
            let question = if stated {
                "no sample shows how replies are written: as requests are?"
            } else {
                "the document does not show how replies are written: `json`, `form` or `xml`?"
            };
            comments.push(draft.ask_about(question, about(around.document, &text.title.span)));
            "json"
        }
    };
    map.put("encoding", word, comments);
    if word == "xml" {
        map.entries.extend(root.map(|root| Entry {
            key: "root".to_owned(),
            value: root.into(),
            comments: Vec::new(),
        }));
    }
}

/// The encodings that the media types name, each with its place.
fn stated_encodings(text: &OperationText) -> Vec<(&'static str, std::ops::Range<usize>)> {
    let mut found: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
    for media_type in &text.media_types {
        let name = media_type.value.to_ascii_lowercase();
        let word = [("json", "json"), ("form", "form"), ("xml", "xml")]
            .into_iter()
            .find(|(part, _)| name.contains(part));
        if let Some((_, word)) = word.filter(|(_, word)| !found.iter().any(|(known, _)| known == word)) {
            found.push((word, media_type.span.clone()));
        }
    }
    found
}

const fn word(encoding: SampleEncoding) -> &'static str {
    match encoding {
        SampleEncoding::Json => "json",
        SampleEncoding::Form => "form",
        SampleEncoding::Xml => "xml",
    }
}

/// The root element of a sample in XML.
fn root(encoding: SampleEncoding, text: &str, span: std::ops::Range<usize>) -> Option<String> {
    if encoding != SampleEncoding::Xml {
        return None;
    }
    let sample = text.get(span)?;
    let starts = sample.match_indices('<').map(|(at, _)| &sample[at + 1..]);
    starts
        .map(|rest| {
            rest.split(|character: char| !(character.is_ascii_alphanumeric() || "_-.".contains(character)))
                .next()
                .unwrap_or_default()
        })
        .find(|name| is_element(name))
        .map(str::to_owned)
}

fn fits_xml(message: &MessageText) -> bool {
    fn all(fields: &[crate::document::FieldText]) -> bool {
        fields.iter().all(|field| is_element(&field.name.value) && all(&field.children))
    }
    all(&message.fields)
}

fn is_element(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Fields of which one is enough. The rows still say what the document says.
fn groups(
    message: &MessageText,
    fields: &Map,
    seen: &[Seen],
    around: Around<'_>,
    map: &mut Map,
    draft: &mut Draft<'_>,
) {
    let callers: HashSet<&str> =
        seen.iter().filter(|seen| seen.is_callers).map(|seen| seen.path.as_str()).collect();
    let nested: HashSet<&str> = fields
        .entries
        .iter()
        .filter(|entry| is_nested(&entry.value))
        .map(|entry| entry.key.as_str())
        .collect();
    let mut known: HashSet<Vec<String>> = HashSet::new();
    let mut groups: [Vec<Node>; 2] = [Vec::new(), Vec::new()];
    let mut comments: [Vec<String>; 2] = [Vec::new(), Vec::new()];
    let mut departures = HashSet::new();
    for stated in message.fields.iter().filter_map(|field| field.one_of.as_ref()) {
        let mut names = stated.value.names.clone();
        if let Some(preferred) = &stated.value.preferred {
            names.sort_by_key(|name| name != preferred);
        }
        names.dedup();
        let mut members = names.clone();
        members.sort();
        members.dedup();
        let chosen = |name: &String| callers.contains(name.as_str()) && !nested.contains(name.as_str());
        if !known.insert(members.clone()) {
            continue;
        }
        if members.len() < 2 || members.len() != names.len() || !names.iter().all(chosen) {
            let question = format!(
                "one of {} is enough, says the document: how does that go together with what is above?",
                quoted(&names.join(", "))
            );
            comments[0].push(draft.ask(&question, around.document, stated));
            continue;
        }
        let kind = usize::from(stated.value.how_many == HowMany::ExactlyOne);
        comments[kind].push(draft.ask(
            "is one of them enough, and is the first the better one?",
            around.document,
            stated,
        ));
        groups[kind].push(Node::List(names.iter().map(|name| name.as_str().into()).collect()));
        departures.extend(names);
    }
    let [at_least, exactly] = groups;
    let [mut first, second] = comments;
    let none = at_least.is_empty();
    for (key, mut groups, comments) in
        [("at_least_one", at_least, &mut first), ("exactly_one", exactly, &mut second.clone())]
    {
        if !groups.is_empty() {
            let value = if groups.len() == 1 { groups.remove(0) } else { Node::List(groups) };
            map.put(key, value, std::mem::take(comments));
        }
    }
    if none
        && !first.is_empty()
        && let Some(entry) = map.entry_mut("fields")
    {
        entry.comments.append(&mut first);
    }
    let Some(Node::Map(fields)) = map.entry_mut("fields").map(|entry| &mut entry.value) else { return };
    for entry in fields.entries.iter_mut().filter(|entry| departures.contains(&entry.key)) {
        let Node::Map(field) = &mut entry.value else { continue };
        if field.get("presence") == Some(&Node::from("required")) {
            field.replace("presence", "optional");
            let mut documented = Map::default();
            documented.set("presence", "required");
            field.set("documented", documented);
            field.set("because", "The remark in the same row says that one of several will do.");
        }
    }
}

fn is_nested(field: &Node) -> bool {
    matches!(field, Node::Map(field) if field.get("fields").is_some())
}
