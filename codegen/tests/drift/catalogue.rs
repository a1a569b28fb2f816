//! Every small change that a document can undergo, one at a time.

use std::ops::Range;

use payspec_codegen::document::{CodeText, Document, FieldText, MessageText, Stated};

use crate::read;

/// A document with one thing changed.
pub(crate) struct Mutation {
    pub(crate) label: String,
    pub(crate) text: String,
    /// What it is, in the word for programs.
    pub(crate) what: &'static str,
    /// The field; `None` where it is about no field, or about several.
    pub(crate) field: Option<String>,
    /// Whether a specification notices: not where another list of the document has the same code.
    pub(crate) seen_by_specification: bool,
}

/// The document with one thing changed, for each thing in it.
pub(crate) fn mutations(text: &str) -> Vec<Mutation> {
    let document = read(text);
    let mut all = Mutations { text, document: &document, all: Vec::new() };
    for (index, operation) in document.operations.iter().enumerate() {
        let (request, response) = (&operation.request, &operation.response);
        all.message(request, &format!("{index} request"));
        all.message(response, &format!("{index} response"));
        all.moves(request, response);
        all.moves(response, request);
        if let Some(method) = &operation.method {
            all.replace("method", method.span.clone(), "POST", "GET", "method", None);
        }
        if let Some(url) = &operation.url {
            all.insert(
                "path",
                url.span.start + text[url.span.clone()].rfind('/').unwrap() + 1,
                "v9",
                "url",
                None,
            );
        }
    }
    for table in &document.code_tables {
        for code in &table.codes {
            all.codes_of_table(code);
        }
    }
    all.polling();
    all.all
}

struct Mutations<'t> {
    text: &'t str,
    document: &'t Document,
    all: Vec<Mutation>,
}

impl Mutations<'_> {
    fn push(&mut self, label: String, text: String, what: &'static str, field: Option<&str>) {
        let field = field.map(str::to_owned);
        self.all.push(Mutation { label, text, what, field, seen_by_specification: true });
    }

    /// A word of a part of the text becomes another.
    fn replace(
        &mut self,
        label: &str,
        span: Range<usize>,
        from: &str,
        to: &str,
        what: &'static str,
        field: Option<&str>,
    ) {
        let Some(at) = self.text[span.clone()].find(from) else { return };
        let mut text = self.text.to_owned();
        text.replace_range(span.start + at..span.start + at + from.len(), to);
        self.push(format!("{label}: {from} → {to}"), text, what, field);
    }

    fn insert(&mut self, label: &str, at: usize, words: &str, what: &'static str, field: Option<&str>) {
        let mut text = self.text.to_owned();
        text.insert_str(at, words);
        self.push(label.to_owned(), text, what, field);
    }

    fn remove(&mut self, label: &str, span: Range<usize>, what: &'static str, field: Option<&str>) {
        let mut text = self.text.to_owned();
        text.replace_range(span, "");
        self.push(label.to_owned(), text, what, field);
    }

    /// The whole line in which a place is.
    fn line(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1);
        start..end
    }

    fn message(&mut self, message: &MessageText, label: &str) {
        self.rows(&message.fields, "", label);
        self.sections(message, label);
        self.choices(message, label);
        if let Some(last) = message.fields.last() {
            self.added(message, last, label);
        }
    }

    fn rows(&mut self, rows: &[FieldText], above: &str, label: &str) {
        for row in rows {
            let path = format!("{above}{}", row.name.value);
            let label = format!("{label} {path}");
            let field = Some(path.as_str());
            if row.children.is_empty() {
                self.remove(&format!("{label} gone"), self.line(row.name.span.start), "field_removed", field);
            }
            let name = row.name.value.clone();
            self.replace(&label, row.name.span.clone(), &name, &format!("{name}Neu"), "field_renamed", field);
            self.insert(&format!("{label} title"), row.title.span.end, "新", "title", field);
            if let Some(length) = &row.length {
                let max = length.value.max.to_string();
                for other in [length.value.max + 7, length.value.max - 1] {
                    self.replace(&label, length.span.clone(), &max, &other.to_string(), "length", field);
                }
                let line = self.text[self.line(row.name.span.start)].to_owned();
                let at = length.span.start - self.line(row.name.span.start).start;
                if row.children.is_empty() {
                    let mut other = line;
                    other.replace_range(at..at + max.len(), &(length.value.max + 7).to_string());
                    let end = self.line(row.name.span.start).end;
                    self.insert(&format!("{label} twice"), end, &other, "duplicate_row", field);
                }
            }
            if let Some(presence) = &row.presence {
                for (from, to) in
                    [("是", "否"), ("否", "是"), ("M", "O"), ("O", "M"), ("C", "O"), ("Y", "N"), ("N", "Y")]
                {
                    self.replace(&label, presence.span.clone(), from, to, "presence", field);
                }
            }
            if let Some(kind) = row.kind.as_ref().filter(|_| row.children.is_empty()) {
                let to = if row.codes.is_empty() && row.refers_to.is_none() { "boolean" } else { "double" };
                self.replace(&label, kind.span.clone(), &kind.value, to, "type", field);
            }
            if let Some(constant) = &row.constant {
                let from = constant.value.clone();
                self.replace(&label, constant.span.clone(), &from, "9x", "constant", field);
            }
            self.codes(row, &path, &label);
            self.rows(&row.children, &format!("{path}."), &label);
        }
    }

    /// The codes that a row lists.
    fn codes(&mut self, row: &FieldText, path: &str, label: &str) {
        let end = |code: &CodeText| {
            let title = code.title.as_ref().map_or(0, |title| title.span.end);
            let mut end = title.max(code.value.span.end);
            // `成功(0)`: what closes behind the value belongs to it.
            end += usize::from(
                self.text[end..].starts_with(')') && code.value.span.start > title.saturating_sub(1),
            );
            end
        };
        let start = |code: &CodeText| {
            code.title
                .as_ref()
                .map_or(code.value.span.start, |title| title.span.start.min(code.value.span.start))
        };
        let spans: Vec<Range<usize>> = row.codes.iter().map(|code| start(code)..end(code)).collect();
        for (index, code) in row.codes.iter().enumerate() {
            let value = &code.value.value;
            let is_elsewhere = self.is_listed_twice(value, row);
            if let Some(title) = &code.title {
                self.insert(
                    &format!("{label} {value} means"),
                    title.span.end,
                    "新",
                    "code_meaning",
                    Some(path),
                );
            }
            if row.codes.len() > 2 {
                let span = match spans.get(index + 1) {
                    Some(next) => spans[index].start..next.start,
                    None => spans[index - 1].end..spans[index].end,
                };
                self.remove(&format!("{label} {value} no code"), span, "code_removed", Some(path));
                if let Some(last) = self.all.last_mut() {
                    last.seen_by_specification = !is_elsewhere;
                }
            }
        }
        if let [.., before, last] = spans.as_slice() {
            let code = &row.codes[row.codes.len() - 1];
            let mut more = self.text[before.end..last.end].to_owned();
            let within = |span: &Range<usize>| span.start - before.end..span.end - before.end;
            let is_number = code.value.value.bytes().all(|byte| byte.is_ascii_digit());
            let mut edits = vec![(within(&code.value.span), if is_number { "77" } else { "NEUES" })];
            edits.extend(code.title.iter().map(|title| (within(&title.span), "新的")));
            edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
            for (span, words) in edits {
                more.replace_range(span, words);
            }
            self.insert(&format!("{label} new code"), last.end, &more, "code_added", Some(path));
        }
    }

    fn is_listed_twice(&self, value: &str, row: &FieldText) -> bool {
        fn count(rows: &[FieldText], value: &str, name: &str) -> usize {
            let own = |row: &FieldText| {
                row.name.value == name && row.codes.iter().any(|code| code.value.value == value)
            };
            rows.iter().map(|row| usize::from(own(row)) + count(&row.children, value, name)).sum()
        }
        let operations = self.document.operations.iter();
        operations.map(|operation| count(&operation.response.fields, value, &row.name.value)).sum::<usize>()
            > 1
    }

    fn codes_of_table(&mut self, code: &CodeText) {
        let value = &code.value.value;
        let owner = self.owner(&code.value);
        let field = owner.as_deref();
        self.remove(&format!("table {value} gone"), self.line(code.value.span.start), "code_removed", field);
        if let Some(title) = &code.title {
            self.insert(&format!("table {value} means"), title.span.end, "新", "code_meaning", field);
        }
    }

    /// The field that refers to the table in which a code stands.
    fn owner(&self, code: &Stated<String>) -> Option<String> {
        let table = self.document.code_tables.iter().find(|table| table.span.contains(&code.span.start))?;
        let rows = self.document.operations.iter().flat_map(|operation| &operation.response.fields);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        let refers = |row: &&FieldText| {
            row.refers_to
                .as_ref()
                .is_some_and(|to| letters(&to.value).ends_with(&letters(&table.title.value)))
        };
        rows.into_iter().find(refers).map(|row| row.name.value.clone())
    }

    fn sections(&mut self, message: &MessageText, label: &str) {
        let mut done: Vec<usize> = Vec::new();
        for section in message.fields.iter().flat_map(|row| &row.sections) {
            if done.contains(&section.span.start) {
                continue;
            }
            done.push(section.span.start);
            let value = section.value.1.clone();
            self.replace(
                &format!("{label} section"),
                section.span.clone(),
                &value,
                "OTHER9",
                "condition",
                None,
            );
            self.remove(&format!("{label} no section"), self.line(section.span.start), "condition", None);
        }
    }

    /// Notes that one of several is enough: dropped from every row that has them.
    fn choices(&mut self, message: &MessageText, label: &str) {
        let spans: Vec<Range<usize>> =
            message.fields.iter().filter_map(|row| Some(row.one_of.as_ref()?.span.clone())).collect();
        if spans.is_empty() {
            return;
        }
        let mut text = self.text.to_owned();
        for span in spans.iter().rev() {
            text.replace_range(span.clone(), "-");
        }
        self.push(format!("{label} no choice"), text, "choice", None);
    }

    fn added(&mut self, message: &MessageText, last: &FieldText, label: &str) {
        let is_plain = |row: &&FieldText| {
            row.codes.is_empty()
                && row.constant.is_none()
                && row.one_of.is_none()
                && row.children.is_empty()
                && row.refers_to.is_none()
        };
        let Some(plain) = message.fields.iter().find(is_plain) else { return };
        let mut row = self.text[self.line(plain.name.span.start)].replace(&plain.title.value, "另一个");
        row = row.replace(&plain.name.value, "somethingElse");
        let at = self.line(last.name.span.start).end;
        if !last.children.is_empty() {
            return;
        }
        self.insert(&format!("{label} new row"), at, &row, "field_added", Some("somethingElse"));
    }

    /// A row of one message in the other.
    fn moves(&mut self, from: &MessageText, to: &MessageText) {
        let Some(last) = to.fields.last().filter(|last| last.children.is_empty()) else { return };
        for row in from.fields.iter().filter(|row| row.children.is_empty() && row.sections.is_empty()) {
            if to.fields.iter().any(|other| other.name.value == row.name.value) {
                continue;
            }
            let line = self.line(row.name.span.start);
            let words = self.text[line.clone()].to_owned();
            let at = self.line(last.name.span.start).end;
            let mut text = self.text.to_owned();
            if line.start < at {
                text.insert_str(at, &words);
                text.replace_range(line, "");
            } else {
                text.replace_range(line, "");
                text.insert_str(at, &words);
            }
            self.push(format!("{} moved", row.name.value), text, "field_moved", Some(&row.name.value));
        }
    }

    fn polling(&mut self) {
        for words in ["3秒", "1分钟"] {
            if let Some(at) = self.text.find(words) {
                let other = format!("9{}", &words[1..]);
                self.replace("polling", at..at + words.len(), words, &other, "polling", None);
            }
        }
    }
}
