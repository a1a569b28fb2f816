//! What a body that is no message looks like.

use std::fmt;

/// What the beginning of a body looks like. Only the kind is told: the body can be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Appearance {
    /// A page for people.
    Html,
    /// XML.
    Xml,
    /// JSON.
    Json,
    /// A text without any markup.
    Text,
}

impl fmt::Display for Appearance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "an HTML page, as proxies and gateways send it",
            Self::Xml => "XML",
            Self::Json => "JSON",
            Self::Text => "a bare text, as providers send it for a request that they cannot read",
        })
    }
}

impl Appearance {
    /// What a body looks like that is not blank.
    pub(crate) fn of(body: &str) -> Self {
        let body = body.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        match body.as_bytes().first() {
            Some(b'<') => markup(body),
            Some(b'{' | b'"') => Self::Json,
            // `[ERROR] no route` is a text.
            Some(b'[') => match body.get(1..).unwrap_or_default().trim_start().as_bytes().first() {
                None | Some(b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9') => Self::Json,
                Some(_) => Self::Text,
            },
            _ => Self::Text,
        }
    }
}

/// HTML or XML.
fn markup(body: &str) -> Appearance {
    let mut rest = body;
    // XHTML begins as XML does, and pages begin with comments.
    loop {
        let inside = rest.strip_prefix("<!--").map(|inside| (inside, "-->"));
        let inside = inside.or_else(|| rest.strip_prefix("<?").map(|inside| (inside, "?>")));
        let Some((inside, end)) = inside else { break };
        let Some((_, after)) = inside.split_once(end) else { return Appearance::Xml };
        rest = after.trim_start();
    }
    let (name, after) = first_name(rest.strip_prefix('<').unwrap_or_default());
    let name = if name.eq_ignore_ascii_case("!doctype") { first_name(after.trim_start()).0 } else { name };
    if is_html(name) { Appearance::Html } else { Appearance::Xml }
}

/// The name of a tag, and what follows it.
fn first_name(tag: &str) -> (&str, &str) {
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '>' | '/' | '[');
    tag.split_at(tag.find(ends).unwrap_or(tag.len()))
}

/// Whether pages begin with such an element.
pub(crate) fn is_html(name: &str) -> bool {
    ["html", "head", "body", "center", "h1", "script"].iter().any(|html| name.eq_ignore_ascii_case(html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_known_by_its_beginning() {
        let check = |bodies: &[&str], expected| {
            for body in bodies {
                assert_eq!(Appearance::of(body), expected, "{body}");
            }
        };
        check(
            &[
                "<html>",
                "\u{feff}\r\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
                "<!doctype html><p>x",
                "<!-- 502 -->\n<HTML lang=zh>",
                "<?xml version='1.0'?>\n<!DOCTYPE html><html/>",
                "<h1>502 Bad Gateway</h1>",
                "<head/>",
            ],
            Appearance::Html,
        );
        check(
            &[
                "<?xml version='1.0'?><a/>",
                "<a>",
                "<订单>",
                "<!DOCTYPE htmlx>",
                "<!-- x",
                "<?xml",
                "<htmlx/>",
                "<",
            ],
            Appearance::Xml,
        );
        check(&["{", " {\"a\":1}", "{oops", "[", "[{}]", "[ ]", "[1]", "\"ok\""], Appearance::Json);
        check(
            &["接口为可用状态", "ok", "404 page not found", "[ERROR] x", "a=1&b=2", "\0"],
            Appearance::Text,
        );
    }

    #[test]
    fn its_beginning_is_found_in_a_time_that_grows_with_its_length() {
        let body = format!("{}<html>", "<!---->".repeat(150_000));
        let started = std::time::Instant::now();
        assert_eq!(Appearance::of(&body), Appearance::Html);
        assert!(started.elapsed().as_secs() < 5);
    }
}
