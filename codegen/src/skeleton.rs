//! The beginning of a specification: every key of the language, with what it takes.

use crate::load::load_text;

/// What is needed as it is, what may be said behind `# `, explanations behind `##`.
const TEMPLATE: &str = include_str!("skeleton.yaml");

/// Words that some version of YAML reads as something other than a text.
const NO_TEXTS: &[&str] = &["n", "no", "null", "off", "on", "y", "yes"];

/// A specification of a new provider that has no mistakes as it is. Every key of the language stands in it; those that may
/// be left out are commented out, with what they take and their default.
///
/// # Errors
///
/// Why the name cannot be that of a provider.
pub fn skeleton(name: &str) -> Result<String, String> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(plain) {
        return Err(format!(
            "`{}` cannot be the name of a provider: write a to z, digits and `_`, a letter first",
            name.escape_debug()
        ));
    }
    let name = if NO_TEXTS.contains(&name) { format!("\"{name}\"") } else { name.to_owned() };
    let text = TEMPLATE.replace("PROVIDER", &name);
    let loaded = load_text("skeleton.yaml", &text);
    match loaded.diagnostics.files.iter().flat_map(|file| &file.diagnostics).next() {
        Some(mistake) if loaded.diagnostics.errors() > 0 => {
            let help = mistake.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
            Err(format!("{}{help}", mistake.message))
        }
        _ => Ok(text),
    }
}
