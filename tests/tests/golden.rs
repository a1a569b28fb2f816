//! What the generator emits is checked in, so that a change of it shows in review.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn generated() -> Vec<(String, String)> {
    let providers =
        payspec_codegen::load([root().join("specs")]).into_result().expect("the specifications are right");
    providers
        .iter()
        .map(|provider| {
            let source = payspec_codegen::source(provider).expect("what is generated parses");
            (provider.name().to_owned(), source)
        })
        .collect()
}

#[test]
fn generated_code_is_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    for (name, source) in generated() {
        let path = folder.join(format!("{name}.rs"));
        if std::fs::read_to_string(&path).is_ok_and(|golden| golden == source) {
            continue;
        }
        if update {
            std::fs::write(&path, source).expect("the golden file can be written");
        } else {
            stale.push(name);
        }
    }
    assert!(
        stale.is_empty(),
        "the generator emits other code than tests/golden holds for {stale:?}: look at the difference, then run \
         `UPDATE_GOLDEN=1 cargo test -p payspec-tests --test golden`"
    );
}

#[test]
fn the_same_specifications_give_the_same_bytes() {
    assert_eq!(generated(), generated());
}

#[test]
fn every_golden_file_has_its_specification() {
    let names: Vec<String> = generated().into_iter().map(|(name, _)| name).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        assert!(names.contains(&name), "{} is the golden file of no specification", path.display());
    }
}

#[test]
fn no_provider_is_named_where_none_may_be_known() {
    let names: Vec<String> = generated().into_iter().map(|(name, _)| name).collect();
    // Families of names that do not stand in a specification's `provider:`.
    let words: Vec<String> =
        names.iter().cloned().chain(["umf", "jeepay", "huishang"].map(str::to_owned)).collect();
    let mut found = Vec::new();
    for crate_name in ["codegen", "runtime", "simulator", "table"] {
        visit(&root().join(crate_name).join("src"), &mut |path, text| {
            for (number, line) in text.lines().enumerate() {
                let line = line.to_lowercase();
                if words.iter().any(|word| line.contains(word.as_str())) {
                    found.push(format!("{}:{}", path.display(), number + 1));
                }
            }
        });
    }
    assert!(found.is_empty(), "providers are named in {found:#?}");
}

fn visit(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            visit(&path, look);
        } else {
            look(&path, &std::fs::read_to_string(&path).expect("sources are UTF-8"));
        }
    }
}
