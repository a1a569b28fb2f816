//! Formats of dates and times, time spans and URLs.

/// What a date or time format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Parts {
    pub(crate) year: bool,
    month: bool,
    day: bool,
    hour: bool,
    minute: bool,
    second: bool,
    millisecond: bool,
}

impl Parts {
    pub(crate) const fn has_date(self) -> bool {
        self.month && self.day
    }

    pub(crate) const fn has_time(self) -> bool {
        self.hour && self.minute && self.second
    }

    pub(crate) const fn has_any_date(self) -> bool {
        self.year || self.month || self.day
    }

    pub(crate) const fn has_any_time(self) -> bool {
        self.hour || self.minute || self.second || self.millisecond
    }

    fn part(&mut self, letter: char) -> Option<&mut bool> {
        Some(match letter {
            'y' => &mut self.year,
            'M' => &mut self.month,
            'd' => &mut self.day,
            'H' => &mut self.hour,
            'm' => &mut self.minute,
            's' => &mut self.second,
            'S' => &mut self.millisecond,
            _ => return None,
        })
    }
}

/// A piece of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// So many digits.
    Digits(char, usize),
    /// Itself.
    Literal(char),
}

/// The pieces of a format in the notation `yyyy MM dd HH mm ss SSS`, or what is wrong with it. Everything that is no
/// letter stands for itself, as do letters between apostrophes; two apostrophes are one.
fn pieces(format: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = format.chars();
    let mut quoted = false;
    while let Some(letter) = rest.next() {
        if letter == '\'' {
            if rest.as_str().starts_with('\'') {
                rest.next();
                pieces.push(Piece::Literal(letter));
            } else {
                quoted = !quoted;
            }
        } else if quoted || !letter.is_ascii_alphabetic() {
            pieces.push(Piece::Literal(letter));
        } else {
            let after = rest.as_str().trim_start_matches(letter);
            let width = 1 + rest.as_str().len() - after.len();
            rest = after.chars();
            let wanted = match letter {
                'y' => 4,
                'S' => 3,
                _ => 2,
            };
            if width != wanted || Parts::default().part(letter).is_none() {
                let run = letter.to_string().repeat(width);
                return Err(format!("`{run}` is none of yyyy MM dd HH mm ss SSS"));
            }
            pieces.push(Piece::Digits(letter, width));
        }
    }
    if quoted { Err("an apostrophe is not closed".to_owned()) } else { Ok(pieces) }
}

/// Reads a format, or says what is wrong with it.
pub(crate) fn parts(format: &str) -> Result<Parts, String> {
    let mut parts = Parts::default();
    for piece in pieces(format)? {
        let Piece::Digits(letter, width) = piece else { continue };
        if parts.part(letter).is_some_and(|seen| std::mem::replace(seen, true)) {
            return Err(format!("`{}` stands twice", letter.to_string().repeat(width)));
        }
    }
    Ok(parts)
}

/// Whether a text is in a format, and a day of the calendar and a time of the day.
pub(crate) fn reads(format: &str, text: &str) -> bool {
    let Ok(pieces) = pieces(format) else { return true };
    let mut rest = text;
    let mut found = [None; 7];
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => match rest.strip_prefix(literal) {
                Some(after) => rest = after,
                None => return false,
            },
            Piece::Digits(letter, width) => {
                let Some((digits, after)) = rest.split_at_checked(width) else { return false };
                if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return false;
                }
                if let Some(slot) = "yMdHmsS".find(letter) {
                    found[slot] = digits.parse::<u32>().ok();
                }
                rest = after;
            }
        }
    }
    let [year, month, day, hour, minute, second, _] = found;
    let within = |value: Option<u32>, least, most| value.is_none_or(|value| (least..=most).contains(&value));
    // Without a year it may be a leap year.
    let days = match month {
        Some(2) if year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    rest.is_empty()
        && within(month, 1, 12)
        && within(day, 1, days)
        && within(hour, 0, 23)
        && within(minute, 0, 59)
        && within(second, 0, 59)
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
    rest.ends_with('/').then_some("it must not end with a slash, operations append their path")
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
        assert_eq!(parts("SSS SSS"), None);
        assert_eq!(parts("yyyy'T"), None);
        assert!(parts("yyyy-MM-dd'T'HH:mm:ss").is_some_and(|parts| parts.has_date() && parts.has_time()));
    }

    #[test]
    fn texts_are_in_a_format_when_the_calendar_has_them() {
        for (format, text, expected) in [
            ("yyyyMMdd", "20240229", true),
            ("yyyyMMdd", "20230229", false),
            ("MMdd", "0229", true),
            ("yyyyMMdd", "2024-02-29", false),
            ("yyyy-MM-dd'T'HH:mm:ss", "2024-01-31T23:59:59", true),
            ("HHmmss", "240000", false),
            ("HHmmss", "23595", false),
            ("HHmmss", "2359590", false),
            ("MM月dd日", "12月31日", true),
            ("MM月dd日", "12月3", false),
        ] {
            assert_eq!(reads(format, text), expected, "{format} {text}");
        }
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
