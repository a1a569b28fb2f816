//! From a provider's document to a draft of a specification.
//!
//! The draft says what the document says. What the document does not say is not made up: it stands as a question, a comment
//! that begins with `# ?`, where the author must decide. The checker accepts every draft, and a draft cannot work by
//! accident: the signature rules that no document states are `undecided`, so that its client sends nothing.

mod address;
mod codes;
mod decision;
mod draft;
mod field;
mod head;
pub(crate) mod kind;
mod message;
mod names;
pub(crate) mod naming;
mod native;
mod operation;
mod question;
mod repair;
mod source;
mod summary;
pub(crate) mod terms;
#[cfg(test)]
mod tests;
pub(crate) mod unit;
pub(crate) mod whole;

pub use summary::{CodesSummary, NotUnderstood, OperationSummary, Origin, Question, Summary};

use crate::document::Document;
use crate::yaml::{self, Map};

use draft::Draft;
use operation::Named;
use question::about;

/// The first line of every specification: editors find the schema by it.
const SCHEMA: &str = "yaml-language-server: $schema=payspec.schema.json";

/// What became of documents.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Import {
    /// The draft.
    pub yaml: String,
    /// What was understood and what was not.
    pub summary: Summary,
}

/// Writes a draft of the specification of a provider from its documents.
///
/// `provider` is the name for programs, in `snake_case`. It never fails: a document that says nothing makes a draft that
/// asks everything.
#[must_use]
pub fn import(documents: &[Document], provider: &str) -> Import {
    let mut draft = Draft::new(documents);
    for (at, document) in documents.iter().enumerate() {
        for item in &document.not_understood {
            draft.summary.not_understood(documents, at, &item.span, item.value.clone());
        }
    }
    let operations = operation::named(&mut draft);
    draft.tables.take_types(&operations.iter().map(|named| named.name.as_str()).collect::<Vec<_>>());
    codes::native_tables(&mut draft);
    let mut root = head(&operations, provider, &mut draft);
    native::apply(&mut root, &mut draft);
    repair::repair(&mut root, &mut draft);
    let yaml = yaml::write(&root);
    let mut summary = std::mem::take(&mut draft.summary);
    summary.codes =
        draft.tables.counts().map(|(name, codes)| CodesSummary { name: name.to_owned(), codes }).collect();
    summary.questions = questions(&yaml, &mut draft);
    summary
        .not_understood
        .sort_by(|one, other| (&one.at.document, one.at.line).cmp(&(&other.at.document, other.at.line)));
    Import { yaml, summary }
}

fn head(operations: &[Named<'_>], provider: &str, draft: &mut Draft<'_>) -> Map {
    let mut root = Map::default();
    root.put("payspec", 1, vec![SCHEMA.to_owned()]);
    root.set("provider", head::provider(provider));
    let native = draft.native.has_head();
    if native {
        root.set("title", provider);
    } else {
        let question = draft.ask_about("what do people call this provider?", None);
        root.put("title", if provider.trim().is_empty() { "?" } else { provider }, vec![question]);
    }
    if !draft.native.settles_chapter("documents") {
        root.set("documents", head::documents(operations, draft));
    }
    let mut origin = None;
    let mut open = Vec::new();
    if !draft.native.settles_chapter("environments") {
        let (environments, comments, found) = head::environments(operations, draft);
        origin = found;
        if environments.entries.is_empty() {
            open = comments;
        } else {
            root.put("environments", environments, comments);
        }
    }
    let chapter = operation::chapter(operations, origin.as_deref(), draft);
    codes::other_tables(draft);
    if !draft.credentials.entries.is_empty() {
        root.put("credentials", draft.credentials.clone(), std::mem::take(&mut open));
    }
    let codes = draft.tables.chapter();
    if !codes.entries.is_empty() {
        root.set("codes", codes);
    }
    let mut comments = open;
    if !draft.native.settles_chapter("signing") {
        comments.extend(signing_questions(operations, draft));
        root.put("signing", undecided(), comments);
        comments = Vec::new();
    }
    root.put("operations", chapter, comments);
    root
}

/// Both rules, before anybody has written them down.
fn undecided() -> Map {
    let mut signing = Map::default();
    signing.set("request", undecided_rule());
    signing.set("response", undecided_rule());
    signing
}

fn undecided_rule() -> Map {
    let mut rule = Map::default();
    rule.set("undecided", true);
    rule
}

/// How messages are signed is never guessed.
fn signing_questions(operations: &[Named<'_>], draft: &mut Draft<'_>) -> Vec<String> {
    let signature = operations.iter().find_map(|named| {
        let field = named.text.request.fields.iter().find(|field| {
            terms::purpose(&field.name.value, &field.title.value) == terms::Purpose::Signature
        })?;
        Some((named.document, field))
    });
    let (place, said) = match signature {
        Some((document, field)) => {
            let said = field.description.as_ref().map(|text| question::quoted(&text.value));
            (about(document, &field.span), said)
        }
        None => (None, None),
    };
    let said = match (said, signature) {
        (Some(said), _) => format!(" Of the signature it says {said}."),
        (None, Some(_)) => String::new(),
        (None, None) => {
            " No field is called a signature: mark it with `signature: true`, or give the rules a `header:`."
                .to_owned()
        }
    };
    let rules =
        format!("how are requests signed, and how replies? The document does not state the rules.{said}");
    let first = draft.ask_about(&rules, place);
    let key =
        "which key signs? It belongs to `credentials`, such as `key: { title: 签名密钥, secret: true }`";
    vec![first, draft.ask_about(key, None)]
}

/// The questions, in the order in which the draft has them.
fn questions(yaml: &str, draft: &mut Draft<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    let lines: Vec<&str> = yaml.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(comment) = line.trim_start().strip_prefix("# ").filter(|comment| comment.starts_with("? "))
        else {
            continue;
        };
        let about = draft.questions.take(comment);
        let below = lines[index..].iter().find(|line| !line.trim_start().starts_with('#'));
        let key = below.and_then(|line| line.split_once(": ").or_else(|| line.split_once(':')));
        questions.push(Question {
            question: comment.trim_start_matches("? ").to_owned(),
            line: index + 1,
            key: key.map(|(key, _)| key.trim().trim_matches('"').to_owned()),
            about: about.and_then(|about| Origin::of(draft.documents, about.document, &about.span)),
        });
    }
    questions
}
