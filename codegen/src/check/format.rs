//! Formats of dates and times, time spans and URLs.

/// What a date or time format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Parts {
    pub(crate) year: bool,
    pub(crate) month: bool,
    pub(crate) day: bool,
    pub(crate) hour: bool,
    pub(crate) minute: bool,
    pub(crate) second: bool,
}

impl Parts {
    pub(crate) const fn has_date(self) -> bool {
        self.month && self.day
    }

    pub(crate) const fn has_time(self) -> bool {
        self.hour && self.minute && self.second
    }
}

/// Reads a format in the notation `yyyy MM dd HH mm ss SSS` with literal text between, or says what is wrong with it.
pub(crate) fn parts(format: &str) -> Result<Parts, String> {
    let mut parts = Parts::default();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let run = rest.chars().take_while(|character| *character == first).count();
        let end = first.len_utf8() * run;
        let seen = match (first, run) {
            ('y', 4) => Some(std::mem::replace(&mut parts.year, true)),
            ('M', 2) => Some(std::mem::replace(&mut parts.month, true)),
            ('d', 2) => Some(std::mem::replace(&mut parts.day, true)),
            ('H', 2) => Some(std::mem::replace(&mut parts.hour, true)),
            ('m', 2) => Some(std::mem::replace(&mut parts.minute, true)),
            ('s', 2) => Some(std::mem::replace(&mut parts.second, true)),
            ('S', 3) => Some(false),
            (letter, _) if letter.is_ascii_alphabetic() => {
                return Err(format!("`{}` is none of yyyy MM dd HH mm ss SSS", &rest[..end]));
            }
            _ => None,
        };
        if seen == Some(true) {
            return Err(format!("`{}` stands twice", &rest[..end]));
        }
        rest = &rest[end..];
    }
    Ok(parts)
}

/// Reads a time span such as `3s`, `500ms` or `1m`, in milliseconds.
pub(crate) fn milliseconds(text: &str) -> Option<u64> {
    let digits = text.find(|character: char| !character.is_ascii_digit())?;
    let number: u64 = text[..digits].parse().ok()?;
    let unit = match &text[digits..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(unit).filter(|milliseconds| *milliseconds > 0)
}

/// What is wrong with the URL of an environment.
pub(crate) fn url_mistake(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return Some("it must begin with https:// or http://");
    };
    if rest.is_empty() || rest.starts_with(['/', ':', '?', '#']) {
        return Some("it names no host");
    }
    if url.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Some("it has white space in it");
    }
    if rest.contains(['?', '#', '@']) {
        return Some("it must not have a query, a fragment or a user");
    }
    rest.ends_with('/').then_some("it must not end with a slash: operations append their path")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_they_hold() {
        let parts = |format| parts(format).ok();
        assert!(
            parts("yyyyMMddHHmmss").is_some_and(|parts| parts.has_date() && parts.has_time() && parts.year)
        );
        assert!(parts("MMddHHmmss").is_some_and(|parts| parts.has_date() && !parts.year));
        assert_eq!(parts("yyyyMMDD"), None);
        assert_eq!(parts("yyyyyyyy"), None);
        assert_eq!(parts("HH:mm:HH"), None);
    }

    #[test]
    fn time_spans_have_a_unit() {
        assert_eq!(milliseconds("3s"), Some(3_000));
        assert_eq!(milliseconds("500ms"), Some(500));
        assert_eq!(milliseconds("3"), None);
        assert_eq!(milliseconds("0s"), None);
        assert_eq!(milliseconds("99999999999999999999s"), None);
    }

    #[test]
    fn urls_are_absolute_and_end_without_a_slash() {
        assert_eq!(url_mistake("https://pay.example/api"), None);
        for url in
            ["pay.example", "https://", "https:///x", "https://a b", "https://a/", "https://u@a", "ftp://a"]
        {
            assert!(url_mistake(url).is_some(), "{url}");
        }
    }
}
