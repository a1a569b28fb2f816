//! Changes for a terminal.

use payspec_codegen::diff::{Change, Class, Diff, ItemChange, Version};

use crate::output::{Paint, Shown};

/// The changes by class, the most serious first, and what the version is raised by.
pub(super) fn diff(diff: &Diff, version: Option<Version>, paint: Paint) -> String {
    if diff.is_empty() {
        return "nothing changes\n".to_owned();
    }
    let mut text = String::new();
    for class in Class::ALL {
        let of_class = |changes: &[Change]| changes.iter().any(|change| change.class == class);
        if !diff.providers.iter().any(|provider| of_class(&provider.changes)) {
            continue;
        }
        text.push_str(&format!("{}\n", heading(class, paint)));
        for provider in diff.providers.iter().filter(|provider| of_class(&provider.changes)) {
            text.push_str(&format!("  {} · {}\n", paint.bold(&provider.provider), Shown(&provider.title)));
            for change in provider.changes.iter().filter(|change| change.class == class) {
                text.push_str(&format!("    {}\n", Shown(&change.sentence())));
                text.push_str(&places(change, paint));
                change.items.iter().for_each(|item| text.push_str(&lines(item, paint)));
            }
        }
        text.push('\n');
    }
    let bump = diff.bump();
    text.push_str(&match version {
        Some(version) => format!("version: {version} → {}\n", bump.next(version)),
        None => format!("version: {}\n", bump.words()),
    });
    text
}

fn heading(class: Class, paint: Paint) -> String {
    let heading = class.heading();
    match class {
        Class::Breaking | Class::Outcome => paint.red(heading),
        Class::Stricter | Class::Behaviour => paint.yellow(heading),
        Class::Additive => paint.green(heading),
        _ => paint.bold(heading),
    }
}

fn places(change: &Change, paint: Paint) -> String {
    let places = change.places.join(", ");
    if places.is_empty() {
        String::new()
    } else {
        format!("      {}\n", paint.dim(&Shown(&places).to_string()))
    }
}

fn lines(item: &ItemChange, paint: Paint) -> String {
    let mut text = format!("      {} {}\n", item.kind.word(), item.path);
    if let Some(old) = &item.old {
        text.push_str(&format!("        {}\n", paint.red(&format!("- {}", Shown(old)))));
    }
    if let Some(new) = &item.new {
        text.push_str(&format!("        {}\n", paint.green(&format!("+ {}", Shown(new)))));
    }
    text
}
