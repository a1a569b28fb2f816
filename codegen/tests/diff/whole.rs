//! Whoever adds a fact to the model is made to decide what a change of it means: the comparison takes every structure apart
//! by the names of its parts, and leaves out none but with a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Parts that are not compared where they stand, and where they are.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("Provider", "name", "providers are paired by it"),
    ("Provider", "credentials", "the model has them with more about them"),
    ("Provider", "environments", "the model has them with more about them"),
    ("Provider", "code_tables", "the model has them with more about them"),
    ("Provider", "operations", "the model has them with more about them"),
    ("Operation", "name", "the model has it"),
    ("RequestTable", "fields", "the model has them with more about them"),
    ("ResponseTable", "fields", "the model has them with more about them"),
    ("Field", "documented", "compared with the whole field at hand"),
    ("Field", "facts", "compared in a file of their own"),
    ("Tier", "name", "tiers are paired by it"),
    ("Identity", "field", "entries are paired by it"),
    (
        "Rule",
        "subject",
        "rules are paired by it and by its place; what it says is compared with the messages",
    ),
    ("ViewEntry", "role", "entries are paired by it"),
    ("ViewEntry", "field", "compared as the path that it is"),
];

/// Structures that are compared as one value, and shown by a notation of their own.
const VALUES: &[&str] = &["CodeTable", "Condition", "Length", "Skip"];

#[test]
fn every_part_of_the_model_is_compared_or_left_out_with_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut structures = BTreeMap::new();
    for file in sources(&root.join("src/model")).into_iter().chain(sources(&root.join("../table/src"))) {
        let file =
            syn::parse_file(&read(&file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for item in &file.items {
            let syn::Item::Struct(item) = item else { continue };
            let fields = item.fields.iter().filter(|field| matches!(field.vis, syn::Visibility::Public(_)));
            let fields: Vec<String> =
                fields.filter_map(|field| Some(field.ident.as_ref()?.to_string())).collect();
            if !fields.is_empty() {
                structures.entry(item.ident.to_string()).or_insert_with(Vec::new).push(fields);
            }
        }
    }
    assert!(structures.len() > 20, "{:?}", structures.keys());
    let mut apart = Vec::new();
    for file in sources(&root.join("src/diff")) {
        let tokens: TokenStream =
            read(&file).parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        patterns(tokens, &mut apart);
    }
    let mut left_out = BTreeSet::new();
    for (name, versions) in &structures {
        for fields in versions {
            let taken = apart
                .iter()
                .find(|(known, parts)| known == name && fields.iter().all(|field| parts.contains_key(field)));
            let Some((_, parts)) = taken else {
                assert!(VALUES.contains(&name.as_str()), "nothing takes all of {name} {fields:?} apart");
                continue;
            };
            left_out.extend(
                parts.iter().filter(|(_, used)| !**used).map(|(field, _)| (name.clone(), field.clone())),
            );
        }
    }
    let expected: BTreeSet<_> =
        ELSEWHERE.iter().map(|(name, part, _)| ((*name).to_owned(), (*part).to_owned())).collect();
    assert_eq!(left_out, expected, "what is left out, and what is known to be");
}

/// The parts of a structure, and whether they get a name.
type Parts = BTreeMap<String, bool>;

/// Every `let Structure { part, other: _ } = …` without `..`.
fn patterns(tokens: TokenStream, found: &mut Vec<(String, Parts)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        patterns(group.stream(), found);
        let (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(next))) =
            (at.checked_sub(1).map(|at| &tokens[at]), tokens.get(at + 1))
        else {
            continue;
        };
        let whole = group.stream().to_string();
        if group.delimiter() == Delimiter::Brace && next.as_char() == '=' && !whole.contains("..") {
            let parts = whole.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| {
                let (name, bound) = part.split_once(':').unwrap_or((part, part));
                (name.trim().to_owned(), bound.trim() != "_")
            });
            found.push((name.to_string(), parts.collect()));
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() { files.extend(sources(&path)) } else { files.push(path) }
    }
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
