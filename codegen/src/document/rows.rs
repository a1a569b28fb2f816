//! The rows of a table of fields.

mod nested;
mod sections;

use std::ops::Range;

use super::blocks::{Row, Table};
use super::columns::{Columns, is_name};
use super::condition::name_length;
use super::inline::{Inline, trimmed};
use super::measures::{self, Length};
use super::message::Message;
use super::notes::{self, Names};
use super::tree::{self, Tree};
use super::{CodeText, FieldText, LengthText, PresenceText, Stated, codes};

/// What stands around a table of fields.
pub(super) struct Around<'a> {
    /// The field whose fields it holds.
    pub(super) parent: Option<usize>,
    /// The line above it that says when its fields are there.
    pub(super) when: Option<&'a Inline>,
    /// What was asked, for a table of what is answered.
    pub(super) asked: Option<&'a Message>,
    /// The document says `M` of fields that are there: `R` says that one is repeated from the request.
    pub(super) repeats: bool,
}

/// Reads the rows of a table into a message.
pub(super) fn read(
    text: &str,
    table: &Table,
    columns: &Columns,
    message: &mut Message,
    around: &Around<'_>,
    not_understood: &mut Vec<Stated<String>>,
) {
    let parent = around.parent;
    let begin = message.len();
    let inner = if columns.keys.is_none() { nested::columns(text, table, columns.name) } else { Vec::new() };
    let mut columns = columns.clone();
    columns.descriptions.retain(|column| !inner.contains(column));
    let mut rows = Rows {
        text,
        columns: &columns,
        width: table.header.cells.len(),
        message,
        scope: parent,
        inside: parent,
        conditions: Vec::new(),
        tree: Tree::default(),
        groups: Vec::new(),
        names: Names::default(),
        asked: around.asked,
        repeats: around.repeats,
        inner,
        open: Vec::new(),
        not_understood,
    };
    if let Some(line) = around.when
        && !(rows.knows_what_is_tested(line, table) && rows.begins_section(line))
    {
        let value = format!("when the fields below are there: `{}`", line.text);
        rows.not_understood.push(Stated { value, span: line.span.clone() });
    }
    let headings: Vec<String> =
        table.header.cells.iter().map(|cell| Inline::read(text, cell.clone()).text).collect();
    let mut rest = table.rows.as_slice();
    while let [row, below @ ..] = rest {
        let length = rows.going_on(row, below);
        let (more, next) = below.split_at(length);
        if rows.continues(row, more) {
            rows.row(row, more, next.first(), &headings);
        } else {
            rest[..=length].iter().for_each(|row| rows.unclear(row));
        }
        rest = next;
    }
    rows.finish(begin);
}

struct Rows<'a> {
    text: &'a str,
    columns: &'a Columns,
    width: usize,
    message: &'a mut Message,
    /// The field whose fields the table holds.
    scope: Option<usize>,
    /// The field whose fields the rows at hand are.
    inside: Option<usize>,
    conditions: Vec<Stated<(String, String)>>,
    /// The tree that is drawn in the column of names.
    tree: Tree,
    /// Fields whose description may name others of which one is enough.
    groups: Vec<(usize, Inline)>,
    names: Names,
    asked: Option<&'a Message>,
    repeats: bool,
    /// Further columns of names, each of what is inside the one to its left.
    inner: Vec<usize>,
    /// The fields of which the row above was one, in the columns of names.
    open: Vec<usize>,
    not_understood: &'a mut Vec<Stated<String>>,
}

impl Rows<'_> {
    /// Reads a row; in others below it, the cell of the name goes on.
    fn row(&mut self, row: &Row, more: &[Row], next: Option<&Row>, headings: &[String]) {
        let cells: Vec<Inline> = (0..self.width).map(|column| self.cell(row, column)).collect();
        let filled: Vec<&Inline> =
            cells.iter().filter(|cell| !cell.text.is_empty() && cell.text != "-").collect();
        if filled.is_empty() || cells.iter().map(|cell| &cell.text).eq(headings) {
            return;
        }
        let depth = self.depth(row);
        let name = cells.get(self.column_of_names(depth));
        let stated = self.columns.keys.is_some();
        if let [alone] = filled.as_slice()
            && !stated
            && self.begins_section(alone)
        {
            return;
        }
        if !stated && self.is_elsewhere(&cells, name, row, next) {
            return;
        }
        match name.filter(|name| !name.text.is_empty()) {
            Some(name) if stated => self.field(row, &cells, &[], name.whole(), self.inside),
            Some(name) if self.opens(row, &cells, depth) => {
                self.guessed(row, &cells, more, name, filled.len());
            }
            _ => self.unclear(row),
        }
    }

    /// A row of a table in which nothing but the place of a cell says what it is.
    fn guessed(&mut self, row: &Row, cells: &[Inline], more: &[Row], name: &Inline, filled: usize) {
        let bare = tree::bare(&name.text);
        let length = name_length(bare);
        let whole = is_name(bare);
        // `sign（签名）`, `merId<br>商户号`
        let begins = length > 1 && filled > 1 && bare[length..].starts_with(['(', '（', '\n', ' ']);
        if !whole && !begins {
            self.unclear(row);
            return;
        }
        let bare = if whole { bare.trim_end_matches('*') } else { &bare[..length] };
        let start = name.text.len() - tree::bare(&name.text).len();
        let mut stated = name.stated(start..start + bare.len());
        let (depth, drawn) = (tree::depth(self.text, name), start > 0);
        let mut parent = self.open.last().copied().or(self.inside);
        if let Some(above) = self.tree.above(depth).filter(|above| drawn || self.may_hold(*above)) {
            parent = Some(above);
        } else if let Some((owner, inner)) = stated.value.rsplit_once('.')
            && let Some(owner) = self.message.at(owner)
        {
            parent = Some(owner);
            stated = name.stated(start + bare.len() - inner.len()..start + bare.len());
        }
        let index = self.message.len();
        self.field(row, cells, more, stated, parent);
        if self.message.len() > index {
            self.tree.grow(depth, index);
            self.open.push(index);
        }
    }

    /// Whether a row is about another part of the request than the message, or about the whole body.
    fn is_elsewhere(
        &mut self,
        cells: &[Inline],
        name: Option<&Inline>,
        row: &Row,
        next: Option<&Row>,
    ) -> bool {
        let (Some(part), Some(name)) = (self.columns.part.and_then(|part| cells.get(part)), name) else {
            return false;
        };
        let part = part.text.to_lowercase();
        if ["header", "cookie", "path"].iter().any(|word| part.starts_with(word)) {
            let value = format!("`{}`, which stands in the {part}", name.text);
            self.not_understood.push(Stated { value, span: row.span.clone() });
            return true;
        }
        let depth = tree::depth(self.text, name);
        let inside = next.map_or(0, |next| tree::depth(self.text, &self.cell(next, self.columns.name)));
        part == "body" && depth == 0 && inside > 0
    }

    /// Whether there can be fields inside a field, if nothing but an indent says so.
    fn may_hold(&self, index: usize) -> bool {
        const SCALARS: [&str; 10] =
            ["string", "int", "integer", "long", "number", "decimal", "boolean", "date", "text", "varchar"];
        let kind = self.message.field(index).kind.as_ref().map(|kind| kind.value.to_lowercase());
        kind.is_none_or(|kind| !SCALARS.contains(&kind.as_str()))
    }

    fn field(
        &mut self,
        row: &Row,
        cells: &[Inline],
        more: &[Row],
        name: Stated<String>,
        parent: Option<usize>,
    ) {
        let columns = self.columns;
        let guesses = columns.keys.is_none();
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column));
        let words = |column: Option<usize>| {
            cell(column).filter(|cell| !guesses || !says_nothing(&cell.text)).and_then(Inline::words)
        };
        let more = self.described(row, more);
        let descriptions: Vec<&Inline> = columns
            .descriptions
            .iter()
            .filter_map(|column| cells.get(*column))
            .chain(&more)
            .filter(|cell| !(cell.text.is_empty() || guesses && says_nothing(&cell.text)))
            .collect();
        let mut description = joined(&descriptions);
        let codes = if guesses {
            let mut listed = descriptions.iter().map(|words| codes::listed(words));
            let first = listed.by_ref().find(|codes| !codes.is_empty()).unwrap_or_default();
            let beside = listed.len().saturating_sub(more.len());
            first.into_iter().chain(listed.skip(beside).flatten()).collect()
        } else {
            Vec::new()
        };
        let title = match cell(columns.title) {
            Some(title) => title.whole(),
            None => title_of(&name, descriptions.first().copied(), codes.first()),
        };
        if columns.title.is_none() && description.as_ref().is_some_and(|words| words.value == title.value) {
            description = None;
        }
        let (kind, mut length) = match (words(columns.kind), cell(columns.kind)) {
            (Some(_), Some(cell)) if guesses => split_kind(cell),
            (kind, _) => (kind, None),
        };
        if let Some(cell) = cell(columns.length) {
            match measures::length(&cell.text) {
                Length::Text(value) => {
                    if let Some(other) = length.take().filter(|other| other.value.max != value.max) {
                        let value = format!(
                            "the length {} in the type of `{}`, beside {}",
                            other.value.max, name.value, value.max
                        );
                        self.not_understood.push(Stated { value, span: other.span });
                    }
                    length = Some(Stated { value, span: cell.whole().span });
                }
                Length::Unstated => {}
                Length::Unclear => self.not_understood.push(unclear("length", &name.value, cell)),
            }
        }
        let presence = cell(columns.presence).filter(|cell| !says_nothing(&cell.text)).and_then(|cell| {
            let value = match cell.text.as_str() {
                "R" if self.repeats => Some(self.repeated(&name.value)),
                words => measures::presence(words),
            };
            if value.is_none() {
                self.not_understood.push(unclear("presence", &name.value, cell));
            }
            let value = if columns.may_be_missing { value.map(measures::reversed) } else { value };
            value.map(|value| Stated { value, span: cell.whole().span })
        });
        let mut field = FieldText {
            title,
            presence,
            length,
            kind,
            example: words(columns.example)
                .or_else(|| descriptions.iter().filter(|_| guesses).find_map(|words| notes::example(words))),
            description,
            codes,
            refers_to: None,
            constant: None,
            one_of: None,
            sections: if parent == self.scope { self.conditions.clone() } else { Vec::new() },
            introduced_by: None,
            keys: cell(columns.keys).map(|cell| cell.code_spans.clone()).unwrap_or_default(),
            children: Vec::new(),
            span: row.span.clone(),
            name,
        };
        if guesses {
            field.constant = descriptions.iter().find_map(|words| notes::constant(words));
            field.refers_to = descriptions.iter().find_map(|words| notes::anchor(words));
        }
        let mentioned = if guesses && field.refers_to.is_none() && field.codes.is_empty() {
            descriptions.iter().find_map(|words| notes::reference(words))
        } else {
            None
        };
        self.names.insert(&field.name.value, &field.title.value);
        let name = field.name.clone();
        match self.message.push(parent, field) {
            Some(index) => {
                if let Some(mentioned) = mentioned {
                    self.message.mention(index, mentioned);
                }
                if guesses && let Some(words) = descriptions.iter().find(|words| notes::may_group(words)) {
                    self.groups.push((index, (*words).clone()));
                }
            }
            None => self.not_understood.push(Stated {
                value: format!("the field `{}`, which is too deep inside others", name.value),
                span: name.span,
            }),
        }
    }

    /// Whether a field that is repeated from the request is there.
    fn repeated(&self, name: &str) -> PresenceText {
        let asked = self.asked.and_then(|asked| Some(asked.field(asked.at(name)?).presence.as_ref()?.value));
        asked.filter(|presence| *presence == PresenceText::Required).unwrap_or(PresenceText::Conditional)
    }

    /// What stands in a column; in the last one also what stands behind it.
    fn cell(&self, row: &Row, column: usize) -> Inline {
        let Some(cell) = row.cells.get(column) else {
            return Inline::read(self.text, row.span.end..row.span.end);
        };
        let last = row.cells.iter().rev().find(|cell| !cell.is_empty()).filter(|_| column + 1 == self.width);
        let end = last.map_or(cell.end, |last| last.end.max(cell.end));
        Inline::read(self.text, cell.start..end)
    }

    fn unclear(&mut self, row: &Row) {
        let words = trimmed(&self.text[row.span.clone()]);
        self.not_understood.push(Stated { value: format!("the row `{words}`"), span: row.span.clone() });
    }

    /// What only the whole table tells.
    fn finish(self, begin: usize) {
        for (index, words) in &self.groups {
            let name = self.message.field(*index).name.value.clone();
            self.message.field_mut(*index).one_of = notes::one_of(&name, words, &self.names);
        }
        for index in begin..self.message.len() {
            let field = self.message.field_mut(index);
            // A list of fields is no list of codes.
            if field.codes.iter().any(|code| self.names.holds(&code.value.value)) {
                field.codes.clear();
            }
        }
    }
}

fn says_nothing(words: &str) -> bool {
    matches!(words, "" | "-" | "--" | "—" | "——" | "/" | "无")
}

fn unclear(what: &str, name: &str, cell: &Inline) -> Stated<String> {
    Stated { value: format!("the {what} `{}` of `{name}`", cell.text), span: cell.span.clone() }
}

fn joined(parts: &[&Inline]) -> Option<Stated<String>> {
    let (first, last) = (parts.first()?, parts.last()?);
    let value = parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n");
    let span: Range<usize> = first.whole().span.start..last.whole().span.end;
    Some(Stated { value, span: span.start..span.end.max(span.start) })
}

/// What a field is called where no column says it: the first words of its description, before its codes.
fn title_of(
    name: &Stated<String>,
    description: Option<&Inline>,
    first_code: Option<&CodeText>,
) -> Stated<String> {
    let Some(words) = description else { return name.clone() };
    let mut end =
        words.text.find(['，', ',', '。', '；', ';', '：', ':', '（', '(', '\n']).unwrap_or(words.text.len());
    if let Some(code) = first_code.filter(|code| code.value.span.start < words.stated(0..end).span.end) {
        end = words.text.find(&code.value.value).unwrap_or(end).min(end);
    }
    // `支付方式 取值：…`
    let bare = words.text[..end].trim_end_matches("取值").trim_end();
    let title = words.stated(0..if bare.is_empty() { end } else { bare.len() });
    if title.value.is_empty() || codes::is_date(&title.value) { name.clone() } else { title }
}

/// A type without the length in its parentheses, and the length.
fn split_kind(cell: &Inline) -> (Option<Stated<String>>, Option<Stated<LengthText>>) {
    let (word, length) = measures::kind(&cell.text);
    let length = length.map(|value| Stated { value, span: cell.whole().span });
    (Some(cell.stated(0..word.len())), length)
}
