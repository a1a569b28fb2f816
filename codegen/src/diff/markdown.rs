//! Changes as a chapter of a changelog.

use super::{Change, Class, Diff, ItemChange, Version};
use crate::emit::doc::{code, prose};

/// A heading with the version, one below it for each class, and an item for each change.
pub(super) fn diff(diff: &Diff, version: Option<Version>) -> String {
    let bump = diff.bump();
    let mut text = match version {
        Some(version) => format!("## {}\n", bump.next(version)),
        None => "## Unreleased\n".to_owned(),
    };
    if diff.is_empty() {
        text.push_str("\nNothing changes.\n");
        return text;
    }
    if version.is_none() {
        text.push_str(&format!("\nVersion: {}.\n", bump.words()));
    }
    for class in Class::ALL {
        let mut of_class = String::new();
        for provider in &diff.providers {
            let changes: Vec<&Change> =
                provider.changes.iter().filter(|change| change.class == class).collect();
            if changes.is_empty() {
                continue;
            }
            of_class.push_str(&format!(
                "\n**{}** ({})\n\n",
                prose(&provider.provider),
                prose(&provider.title)
            ));
            for change in changes {
                of_class.push_str(&format!("- {}\n", change.sentence()));
                for item in &change.items {
                    of_class.push_str(&format!("  - {}\n", item_line(item)));
                }
            }
        }
        if !of_class.is_empty() {
            let heading = class.heading();
            let capital = heading[..1].to_uppercase();
            text.push_str(&format!("\n### {capital}{}\n{of_class}", &heading[1..]));
        }
    }
    text
}

fn item_line(item: &ItemChange) -> String {
    let (kind, path) = (item.kind.word(), code(&item.path));
    match (&item.old, &item.new) {
        (Some(old), Some(new)) => format!("{kind} {path}: {} → {}", code(old), code(new)),
        (None, Some(new)) => format!("{kind} {path} added: {}", code(new)),
        (Some(old), None) => format!("{kind} {path} removed: {}", code(old)),
        (None, None) => format!("{kind} {path}"),
    }
}
