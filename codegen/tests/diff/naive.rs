//! A second opinion on what the public items of generated code are: by its lines, without a parser.

use std::collections::BTreeSet;

use payspec_codegen::model::Provider;
use payspec_codegen::source;

/// Every public item of the modules of the providers, with the type that it belongs to and all that its signature says.
pub(super) fn items(providers: &[Provider]) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for provider in providers {
        let code = source(provider).unwrap_or_else(|error| panic!("{error}"));
        let face = code.split("\nmod tables").next().unwrap_or_default();
        assert!(face.len() < code.len(), "the tables are a module at the end");
        collect(provider.name(), face, &mut items);
    }
    items
}

/// Whether two functions differ in nothing but the names of arguments, each of which is known to have another name now.
pub(super) fn differ_in_arguments(old: &str, new: &str, is_known: impl Fn(&str, &str) -> bool) -> bool {
    let split =
        |text: &str| -> Vec<String> { text.split_inclusive([' ', '(', ':']).map(str::to_owned).collect() };
    let functions = old.contains(" fn ") && new.contains(" fn ");
    let (old, new) = (split(old), split(new));
    let mut pairs = old.iter().zip(&new).filter(|(old, new)| old != new).peekable();
    let argument = |word: &str| word.strip_suffix(':').map(str::to_owned);
    functions
        && old.len() == new.len()
        && pairs.peek().is_some()
        && pairs.all(|(old, new)| {
            matches!((argument(old), argument(new)), (Some(old), Some(new)) if is_known(&old, &new))
        })
}

fn collect(module: &str, code: &str, items: &mut BTreeSet<String>) {
    let mut owner = String::new();
    let mut inside = "";
    let mut open = false;
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("#[") {
            open |= line == "#[non_exhaustive]";
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let begins = |word: &str| line.trim_start().starts_with(word);
        if indent == 0 && begins("impl ::std::fmt::Debug for ") {
            // Every type shows itself, derived or written out.
            continue;
        }
        if indent == 0 && (begins("pub ") || begins("impl ") || begins("::payspec_runtime::")) {
            let whole = statement(line, &mut lines);
            inside = if begins("pub enum ") { "enum" } else { "" };
            // Callers can write such a type out in full.
            let closed = begins("pub struct ") && whole.ends_with("{}") && !open;
            let whole = if closed { whole } else { whole.trim_end_matches(" {}").to_owned() };
            open = false;
            owner = whole.clone();
            match whole.strip_prefix("::payspec_runtime::blocking_client!(") {
                Some(methods) => {
                    let methods = methods.trim_end_matches([')', ';', ' ']).split(", ");
                    items.extend(methods.map(|method| format!("{module}: blocking {method}")));
                }
                None => drop(items.insert(format!("{module}: {whole}"))),
            }
        } else if indent == 4 && (begins("pub ") || begins("type ") || begins("const ")) {
            let whole = statement(line, &mut lines);
            items.insert(format!("{module}: {owner} {whole}"));
        } else if indent == 4
            && inside == "enum"
            && line.trim_start().starts_with(|first: char| first.is_uppercase())
        {
            items.insert(format!("{module}: {owner} {}", line.trim()));
        }
    }
}

/// A declaration on one line, up to its body.
fn statement<'l>(first: &str, lines: &mut impl Iterator<Item = &'l str>) -> String {
    let mut whole = first.trim().to_owned();
    loop {
        if whole.ends_with(['{', ';', '}']) || (whole.ends_with(',') && balanced(&whole)) {
            break;
        }
        let Some(next) = lines.next() else { break };
        whole.push(' ');
        whole.push_str(next.trim());
    }
    let empty = if whole.starts_with("pub struct ") && whole.ends_with("{}") { " {}" } else { "" };
    let whole = whole.trim_end_matches(['{', '}', ',', ' ']).replace("( ", "(").replace(", )", ")");
    format!("{whole}{empty}")
}

fn balanced(text: &str) -> bool {
    let count = |letters: [char; 2]| text.matches(letters).count();
    count(['(', '(']) == count([')', ')'])
}
