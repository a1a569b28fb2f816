//! Drafts of specifications, from documents in the layouts in which providers write them.
//!
//! `documents/*.draft.yaml` are the drafts of some of them, for review: `UPDATE_GOLDEN=1` writes them.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "import/damage.rs"]
mod damage;
#[path = "import/doubts.rs"]
mod doubts;

use std::path::{Path, PathBuf};

use payspec_codegen::document::{CodeText, Document, FieldText, PresenceText, read};
use payspec_codegen::import::{Import, import};
use payspec_codegen::model::{Field, Provider};
use payspec_codegen::{Rule, load_text};

/// Layouts of providers; the one of the project's own reference is said to the letter, and tested where that is written.
const LAYOUTS: &[&str] = &[
    "layout-fields",
    "layout-variables",
    "layout-examples",
    "layout-sections",
    "layout-parameters",
    "layout-english",
    "standard-words",
    "market-shouted-xml",
    "market-envelope",
    "market-both-ways",
    "market-wrapped-data",
    "market-samples-in-words",
    "market-html",
    "market-head-body",
    "market-terse",
    "market-english",
];

fn file(layout: &str, extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(format!("{layout}.{extension}"))
}

fn document(layout: &str) -> Document {
    let path = file(layout, "md");
    read(path.file_name().unwrap(), &std::fs::read_to_string(&path).expect("a document"))
}

fn draft(layout: &str) -> (Document, Import, Provider) {
    let document = document(layout);
    let import = import(std::slice::from_ref(&document), "acme");
    let loaded = load_text("draft.yaml", &import.yaml);
    assert_eq!(loaded.diagnostics.errors(), 0, "{layout}: {}\n{}", loaded.diagnostics, import.yaml);
    let provider = loaded.providers.into_iter().next().expect("a provider");
    (document, import, provider)
}

#[test]
fn every_row_arrives_with_its_name_title_presence_and_length_in_its_direction() {
    for layout in LAYOUTS {
        let (document, import, provider) = draft(layout);
        assert_eq!(document.operations.len(), provider.operations.len(), "{layout}");
        let mut rows = 0;
        for (text, operation) in document.operations.iter().zip(&provider.operations) {
            assert_eq!(text.title.value, operation.facts.title.as_ref());
            rows += compare(&text.request.fields, &operation.request, layout, &import.yaml);
            rows += compare(&text.response.fields, &operation.response, layout, &import.yaml);
        }
        assert!(rows > 5, "{layout} has rows");
    }
}

fn compare(texts: &[FieldText], fields: &[Field], layout: &str, yaml: &str) -> usize {
    let names: Vec<&str> = fields.iter().map(|field| field.facts.name.as_ref()).collect();
    let wanted: Vec<&str> = texts.iter().map(|text| text.name.value.as_str()).collect();
    assert_eq!(names, wanted, "{layout}\n{yaml}");
    let mut rows = texts.len();
    for (text, field) in texts.iter().zip(fields) {
        let name = &text.name.value;
        assert_eq!(field.facts.title.as_ref(), text.title.value, "{layout}: {name}");
        let said = field.documented.max_length.or(field.facts.max_length.map(|length| length.max));
        assert_eq!(said, text.length.as_ref().map(|length| length.value.max), "{layout}: length of {name}");
        let presence = match text.presence.as_ref().map(|presence| presence.value) {
            Some(PresenceText::Required) if !text.sections.is_empty() => "Required Conditional",
            Some(PresenceText::Required) => "Required",
            Some(PresenceText::Conditional) => "Conditional",
            _ => "Optional",
        };
        let documented = format!("{:?}", field.documented.presence.expect("the document lists it"));
        assert!(
            presence.contains(&documented),
            "{layout}: presence of {name} is {documented}, not {presence}"
        );
        rows += compare(&text.children, &field.children, layout, yaml);
    }
    rows
}

#[test]
fn every_code_arrives_with_its_title() {
    for layout in LAYOUTS {
        let (document, import, provider) = draft(layout);
        let listed: Vec<Vec<(String, Option<String>)>> = lists(&document);
        assert!(!listed.is_empty(), "{layout} lists codes");
        for list in listed {
            let of = |table: &payspec_codegen::model::CodeTable| {
                table.codes.len() == list.len()
                    && list.iter().zip(&table.codes).all(|((value, title), code)| {
                        // What has no title is called by its name.
                        *value == code.facts.wire
                            && title.as_ref().is_none_or(|title| *title == code.facts.title)
                    })
            };
            assert!(provider.code_tables.iter().any(of), "{layout}: {list:?}\n{}", import.yaml);
        }
    }
}

/// Every list of codes of a document, of fields and free-standing.
fn lists(document: &Document) -> Vec<Vec<(String, Option<String>)>> {
    fn said(codes: &[CodeText]) -> Vec<(String, Option<String>)> {
        let code = |code: &CodeText| {
            (code.value.value.clone(), code.title.as_ref().map(|title| title.value.clone()))
        };
        codes.iter().map(code).collect()
    }
    fn of_fields(fields: &[FieldText], found: &mut Vec<Vec<(String, Option<String>)>>) {
        for field in fields {
            found.extend((!field.codes.is_empty()).then(|| said(&field.codes)));
            of_fields(&field.children, found);
        }
    }
    let mut found: Vec<_> = document.code_tables.iter().map(|table| said(&table.codes)).collect();
    for operation in &document.operations {
        of_fields(&operation.request.fields, &mut found);
        of_fields(&operation.response.fields, &mut found);
    }
    found
}

#[test]
fn the_drafts_are_as_reviewed() {
    let mut stale = Vec::new();
    let reviewed = ["layout-fields", "layout-sections", "layout-variables", "standard-words"];
    let market = LAYOUTS.iter().copied().filter(|layout| layout.starts_with("market-"));
    for layout in reviewed.into_iter().chain(market) {
        let (_, import, _) = draft(layout);
        let golden = file(layout, "draft.yaml");
        if std::fs::read_to_string(&golden).is_ok_and(|expected| expected == import.yaml) {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, &import.yaml).expect("the golden file can be written");
        } else {
            stale.push(format!("{layout}:\n{}", import.yaml));
        }
    }
    assert!(stale.is_empty(), "other drafts than in tests/documents/*.draft.yaml:\n\n{}", stale.join("\n"));
}

#[test]
fn how_messages_are_signed_is_asked_and_never_made_up() {
    for layout in LAYOUTS {
        let (_, import, provider) = draft(layout);
        for operation in &provider.operations {
            assert!(
                operation.facts.request.signing.as_ref().is_some_and(payspec_table::Signing::is_undecided),
                "{layout}"
            );
            let reply = &operation.facts.response.verification;
            assert!(
                matches!(reply, payspec_table::Verification::Signed { rule, .. } if rule.is_undecided()),
                "{layout}"
            );
        }
        let found = load_text("draft.yaml", &import.yaml).diagnostics;
        let open = found
            .files
            .iter()
            .flat_map(|file| &file.diagnostics)
            .filter(|one| one.rule == Rule::Undecided)
            .count();
        assert_eq!(open, 2, "{layout}: both rules are warned of");
        assert!(
            import
                .summary
                .questions
                .iter()
                .any(|question| question.question.contains("how are requests signed"))
        );
    }
}

#[test]
fn the_summary_tells_where_each_question_stands_and_what_it_is_about() {
    let (document, import, _) = draft("layout-fields");
    assert!(import.summary.questions.len() > 3);
    for question in &import.summary.questions {
        let line = import.yaml.lines().nth(question.line - 1).expect("a line of the draft");
        assert_eq!(line.trim_start(), format!("# ? {}", question.question));
        if let Some(about) = &question.about {
            assert!(about.line <= document.text.lines().count() && about.column >= 1);
        }
    }
    let shown = import.summary.to_string();
    for operation in &import.summary.operations {
        assert!(shown.contains(&format!("operation {}", operation.name)), "{shown}");
    }
}

#[test]
fn a_signature_rule_that_the_document_states_is_taken_to_the_letter() {
    let settings = "\n## 凭据 `credentials`\n\n| 键 | 值 |\n|---|---|\n| `key` | `{ title: 密钥, secret: true }` |\n\n## 签名 `signing`\n\n| 键 | 值 |\n|---|---|\n\
        | `request` | `{ skip: empty, order: name, piece: \"{name}={value}\", joint: \"&\", suffix: \"&key={key}\", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }` |\n\
        | `response` | `{ like: request, basis: doc }` |\n";
    let text = std::fs::read_to_string(file("layout-variables", "md")).unwrap() + settings;
    let import = import(&[read("acme.md", &text)], "acme");
    let loaded = load_text("draft.yaml", &import.yaml);
    assert_eq!(loaded.diagnostics.errors(), 0, "{}\n{}", loaded.diagnostics, import.yaml);
    let rule = loaded.providers[0].operations[0].facts.request.signing.clone().expect("a rule");
    assert_eq!(rule.algorithm, payspec_table::Algorithm::Md5, "{}", import.yaml);
    assert!(
        !import.yaml.contains("undecided") && !import.yaml.contains("how are requests signed"),
        "{}",
        import.yaml
    );
}

#[test]
fn a_stated_rule_whose_signature_stands_nowhere_leaves_that_message_open() {
    let settings = "\n## 签名 `signing`\n\n| 键 | 值 |\n|---|---|\n\
        | `request` | `{ over: message, skip: empty, order: name, piece: \"{value}\", suffix: \"{key}\", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }` |\n\
        | `response` | `{ like: request, basis: doc }` |\n\n## 凭据 `credentials`\n\n| 键 | 值 |\n|---|---|\n| `key` | `{ title: 密钥, secret: true }` |\n";
    // The field for it is not called a signature here.
    let text = std::fs::read_to_string(file("layout-fields", "md")).unwrap() + settings;
    let import = import(&[read("acme.md", &text)], "acme");
    let loaded = load_text("draft.yaml", &import.yaml);
    assert_eq!(loaded.diagnostics.errors(), 0, "{}\n{}", loaded.diagnostics, import.yaml);
    let facts = &loaded.providers[0].operations[0].facts;
    assert!(
        facts.request.signing.as_ref().is_some_and(payspec_table::Signing::is_undecided),
        "{}",
        import.yaml
    );
    assert_eq!(facts.request.fields.len(), 5, "{}", import.yaml);
    assert!(
        import.yaml.contains("# ? nothing says where the signature of this request stands"),
        "{}",
        import.yaml
    );
}

#[test]
fn nothing_and_several_documents_make_drafts_too() {
    for documents in [
        vec![],
        vec![read("empty.md", "")],
        vec![document("layout-fields"), document("layout-sections"), document("layout-fields")],
    ] {
        let import = import(&documents, "acme");
        let loaded = load_text("draft.yaml", &import.yaml);
        assert_eq!(loaded.diagnostics.errors(), 0, "{}\n{}", loaded.diagnostics, import.yaml);
        let operations: usize = documents.iter().map(|document| document.operations.len()).sum();
        assert_eq!(loaded.providers[0].operations.len(), operations.max(1));
    }
}

#[test]
fn what_is_generated_from_a_draft_signs_and_verifies_nothing() {
    let (_, _, provider) = draft("standard-words");
    let code = payspec_codegen::source(&provider).expect("code");
    assert_eq!(code.matches("Signing::undecided(Placement::field(&[\"sign\"]))").count(), 2, "{code}");
    assert!(!code.contains("Verification::Unsigned") && !code.contains("Signing::new"), "{code}");
}
