//! A document as text that people compare.

use std::fmt::Write as _;

use payspec_codegen::document::{CodeText, Document, FieldText, MessageText, Stated};

pub(crate) fn document(document: &Document) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "title: {}", value(document.title.as_ref()));
    for operation in &document.operations {
        let media_types: Vec<&str> =
            operation.media_types.iter().map(|stated| stated.value.as_str()).collect();
        let _ = writeln!(out, "\noperation: {} ({})", operation.title.value, value(operation.name.as_ref()));
        let _ = writeln!(
            out,
            "  {} {} {}",
            value(operation.method.as_ref()),
            value(operation.url.as_ref()),
            media_types.join(" ")
        );
        for (name, side) in [("request", &operation.request), ("response", &operation.response)] {
            let _ = writeln!(out, "  {name}");
            message(&mut out, document, side);
        }
    }
    for table in &document.code_tables {
        let _ = writeln!(out, "\ncodes: {} ({})", table.title.value, value(table.name.as_ref()));
        codes(&mut out, &table.codes, 1);
    }
    for settings in &document.settings {
        let _ = writeln!(out, "\nsettings: {:?}", settings.place.value);
        for (key, value) in &settings.rows {
            let _ = writeln!(out, "  {}: {}", key.value, value.value);
        }
    }
    for words in &document.not_understood {
        let (line, column) = document.line_column(words.span.start);
        let _ = writeln!(out, "\nnot understood at {line}:{column}: {}", words.value);
    }
    out
}

fn message(out: &mut String, document: &Document, message: &MessageText) {
    fields(out, &message.fields, 2);
    for sample in &message.samples {
        let (line, _) = document.line_column(sample.span.start);
        let _ = writeln!(out, "    sample {:?}, line {line}", sample.encoding);
        for (name, value) in &sample.members {
            let _ = writeln!(out, "      {name} = {}", value.as_deref().unwrap_or("…"));
        }
    }
}

fn fields(out: &mut String, rows: &[FieldText], depth: usize) {
    let indent = "  ".repeat(depth);
    for row in rows {
        let presence = row.presence.as_ref().map_or("-".to_owned(), |stated| format!("{:?}", stated.value));
        let length = row.length.as_ref().map_or("-".to_owned(), |stated| {
            let decimals = stated.value.decimals.map_or(String::new(), |decimals| format!(",{decimals}"));
            format!("{}{decimals}", stated.value.max)
        });
        let _ = writeln!(
            out,
            "{indent}{} | {} | {presence} | {length} | {} | {} | {:?}",
            row.name.value,
            row.title.value,
            value(row.kind.as_ref()),
            value(row.example.as_ref()),
            row.description.as_ref().map_or("", |stated| stated.value.as_str())
        );
        for condition in &row.sections {
            let _ = writeln!(out, "{indent}  when {} = {}", condition.value.0, condition.value.1);
        }
        codes(out, &row.codes, depth + 1);
        for (what, stated) in [("refers to", &row.refers_to), ("constant", &row.constant)] {
            if let Some(stated) = stated {
                let _ = writeln!(out, "{indent}  {what} {}", stated.value);
            }
        }
        if let Some(one_of) = &row.one_of {
            let preferred = one_of.value.preferred.as_deref().unwrap_or("none");
            let _ = writeln!(
                out,
                "{indent}  {:?} of {}, preferred {preferred}",
                one_of.value.how_many,
                one_of.value.names.join(" ")
            );
        }
        for key in &row.keys {
            let _ = writeln!(out, "{indent}  key {}", key.value);
        }
        fields(out, &row.children, depth + 1);
    }
}

fn codes(out: &mut String, codes: &[CodeText], depth: usize) {
    for code in codes {
        let keys: Vec<&str> = code.keys.iter().map(|key| key.value.as_str()).collect();
        let title = value(code.title.as_ref());
        let line = format!("{}code {} = {title} {}", "  ".repeat(depth), code.value.value, keys.join("; "));
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn value(stated: Option<&Stated<String>>) -> &str {
    stated.map_or("-", |stated| stated.value.as_str())
}
