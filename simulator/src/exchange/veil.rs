//! Keys out of sight, and long texts cut short, in what is shown of an exchange.

use payspec_runtime::Secret;
use url::form_urlencoded::byte_serialize;

use crate::Shown;

/// What must not be shown: keys, as they are and as messages write them.
///
/// A key can stand in a message as a field of its own: escaped as its encoding wants, and in the canonical string as it is.
#[derive(Default)]
pub(crate) struct Veil(Vec<String>);

impl Veil {
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = &'s Secret>) -> Self {
        let secrets = secrets.into_iter().map(Secret::expose).filter(|secret| !secret.is_empty());
        let mut hidden: Vec<String> = secrets.flat_map(written).collect();
        // One that contains another is hidden whole.
        hidden.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        hidden.dedup();
        Self(hidden)
    }

    /// A text in which no key stands; of one that is longer than [`Shown::MAX_BODY`] the start.
    pub(crate) fn over(&self, mut text: String) -> String {
        for hidden in &self.0 {
            if text.contains(hidden) {
                text = text.replace(hidden, "***");
            }
        }
        // Cut afterwards: half a key is a secret too.
        if text.len() > Shown::MAX_BODY {
            let mut end = Shown::MAX_BODY;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
            text.shrink_to_fit();
        }
        text
    }
}

/// A text as it is, and as a form, JSON and XML write it.
fn written(text: &str) -> Vec<String> {
    let form: String = byte_serialize(text.as_bytes()).collect();
    let escaped = form.replace('+', "%20");
    let json = serde_json::Value::from(text).to_string();
    let json = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(&json).to_owned();
    let xml = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quotes = xml.replace('"', "&quot;").replace('\'', "&apos;");
    let small = [&form, &escaped].map(|text| small_digits(text));
    [text.to_owned(), form, escaped, json.replace('/', "\\/"), json, xml, quotes]
        .into_iter()
        .chain(small)
        .collect()
}

/// `%2f` for `%2F`.
fn small_digits(escaped: &str) -> String {
    let mut digits = 0;
    let small = |letter: char| {
        digits = if letter == '%' { 2 } else { digits };
        let is_digit = digits > 0 && letter != '%';
        digits -= u8::from(is_digit);
        if is_digit { letter.to_ascii_lowercase() } else { letter }
    };
    escaped.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_hidden_however_a_message_writes_it() {
        let veil = Veil::new([&Secret::from("a+b /\"&<é".to_owned()), &Secret::from(String::new())]);
        let messages = [
            "key=a+b /\"&<é",
            "key=a%2Bb+%2F%22%26%3C%C3%A9",
            "key=a%2bb%20%2f%22%26%3c%c3%a9",
            r#"key=a+b /\"&<é"#,
            r#"key=a+b \/\"&<é"#,
            "key=a+b /\"&amp;&lt;é",
            "key=a+b /&quot;&amp;&lt;é",
        ];
        for message in messages {
            assert_eq!(veil.over(message.to_owned()), "key=***", "{message}");
        }
    }

    #[test]
    fn a_key_that_lies_across_the_end_of_what_is_shown_is_hidden() {
        let veil = Veil::new([&Secret::from("TOPSECRET".to_owned())]);
        let text = format!("{}TOPSECRET…", "x".repeat(Shown::MAX_BODY - 4));
        let shown = veil.over(text);
        assert!(shown.len() <= Shown::MAX_BODY && shown.ends_with("x***"), "{}", &shown[shown.len() - 9..]);
    }
}
