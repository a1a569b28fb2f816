//! Generates a module for each specification under `specs/`.

use std::path::Path;

fn main() {
    let providers = payspec_codegen::Generator::new().specs("specs").feature_per_provider().build();
    require_features(providers.iter().map(|provider| provider.name()));
}

/// A provider without a cargo feature would be left out of the build without a word.
fn require_features<'a>(providers: impl Iterator<Item = &'a str>) {
    let manifest = Path::new("Cargo.toml");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let manifest = std::fs::read_to_string(manifest).unwrap_or_default();
    for name in providers {
        let declared =
            manifest.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == name));
        if !declared {
            println!(
                "cargo::error=the provider `{name}` has no feature: add `{name} = []` under [features] in the \
                 Cargo.toml of `payspec`, and to its `default`"
            );
        }
    }
}
