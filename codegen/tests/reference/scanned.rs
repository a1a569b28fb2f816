//! Pages as a program reads them.

/// A page as its tags and its text, read by a reader of our own that knows of HTML just what these pages use.
pub(crate) struct Scanned {
    /// The names of the elements, in order.
    pub(crate) names: Vec<String>,
    /// What stands between `<` and `>`.
    pub(crate) tags: Vec<String>,
    /// What people read.
    pub(crate) text: String,
    source: String,
}

/// Elements without an end.
const VOID: &[&str] = &["wbr", "meta", "input", "br"];

impl Scanned {
    pub(crate) fn new(source: &str) -> Self {
        let (mut names, mut tags, mut text) = (Vec::new(), Vec::new(), String::new());
        let mut rest = source;
        while let Some((before, after)) = rest.split_once('<') {
            text.push_str(before);
            let (tag, next) = end_of_tag(after);
            rest = next;
            let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
            tags.push(tag.to_owned());
            if name == "script" || name == "style" {
                let (_, behind) = rest.split_once(&format!("</{name}>")).expect("an end");
                rest = behind;
                tags.push(format!("/{name}"));
            }
            if !name.is_empty() {
                names.push(name);
            }
        }
        let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        let text = plain.iter().fold(text, |text, (from, to)| text.replace(from, to));
        Self { names, tags, text, source: source.to_owned() }
    }

    /// The values of an attribute, wherever it stands.
    pub(crate) fn attributes(&self, name: &str) -> Vec<String> {
        let pattern = format!(" {name}=\"");
        let values = self.tags.iter().filter_map(|tag| {
            let (_, rest) = tag.split_once(&pattern)?;
            rest.split('"').next()
        });
        let plain = |value: &str| value.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&");
        values.map(plain).collect()
    }

    /// The element of an id: from its tag to the end of its row.
    pub(crate) fn element(&self, id: &str) -> &str {
        let pattern = format!(" id=\"{}\"", escaped(id));
        let (_, rest) = self.source.split_once(&pattern).unwrap_or_else(|| panic!("nothing has the id {id}"));
        rest.split("</tr>").next().expect("a row")
    }

    pub(crate) fn check_nesting(&self, page: &str) {
        let mut open: Vec<&str> = Vec::new();
        for tag in self.tags.iter().filter(|tag| !tag.starts_with('!')) {
            if let Some(ended) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(ended), "{page}: </{ended}>");
            } else {
                let started = tag.split([' ', '/']).next().unwrap_or_default();
                if !VOID.contains(&started) {
                    open.push(started);
                }
            }
        }
        assert_eq!(open, Vec::<&str>::new(), "{page}");
    }
}

/// The tag, to the `>` that is in no quotes, and what follows it.
fn end_of_tag(text: &str) -> (&str, &str) {
    let mut in_quotes = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' => in_quotes = !in_quotes,
            '>' if !in_quotes => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag without an end: {}", &text[..text.len().min(80)]);
}

/// A text as it stands in a page.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
