//! The rows of a table of fields.

use std::ops::Range;

use super::blocks::{Row, Table};
use super::columns::{Columns, is_name};
use super::condition::{Section, name_length, section};
use super::inline::{Inline, trimmed};
use super::measures::{self, Length, is_structured};
use super::message::Message;
use super::notes::{self, Names};
use super::{FieldText, LengthText, Stated, codes};

/// Marks of a tree before the name of a field that is inside the one above.
const BRANCHES: [char; 9] = ['└', '├', '─', '│', '-', '>', '—', '+', '\u{3000}'];

/// Reads the rows of a table into a message.
pub(super) fn read(
    text: &str,
    table: &Table,
    columns: &Columns,
    message: &mut Message,
    parent: Option<usize>,
    not_understood: &mut Vec<Stated<String>>,
) {
    let begin = message.len();
    let mut rows = Rows {
        text,
        columns,
        width: table.header.cells.len(),
        message,
        scope: parent,
        inside: parent,
        conditions: Vec::new(),
        above: Vec::new(),
        groups: Vec::new(),
        names: Names::default(),
        not_understood,
    };
    let headings: Vec<String> =
        table.header.cells.iter().map(|cell| Inline::read(text, cell.clone()).text).collect();
    for row in &table.rows {
        rows.row(row, &headings);
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
    /// The last field at each depth of a tree drawn in the column of names.
    above: Vec<usize>,
    /// Fields whose description may name others of which one is enough.
    groups: Vec<(usize, Inline)>,
    names: Names,
    not_understood: &'a mut Vec<Stated<String>>,
}

impl Rows<'_> {
    fn row(&mut self, row: &Row, headings: &[String]) {
        let cells: Vec<Inline> = (0..self.width).map(|column| self.cell(row, column)).collect();
        let filled: Vec<&Inline> =
            cells.iter().filter(|cell| !cell.text.is_empty() && cell.text != "-").collect();
        if filled.is_empty() || cells.iter().map(|cell| &cell.text).eq(headings) {
            return;
        }
        let name = cells.get(self.columns.name);
        let stated = self.columns.keys.is_some();
        if let [alone] = filled.as_slice()
            && !stated
            && self.begins_section(alone)
        {
            return;
        }
        match name.filter(|name| !name.text.is_empty()) {
            Some(name) if stated => self.field(row, &cells, name.whole(), self.inside),
            Some(name) => self.guessed(row, &cells, name, filled.len()),
            None => self.unclear(row),
        }
    }

    /// A row of a table in which nothing but the place of a cell says what it is.
    fn guessed(&mut self, row: &Row, cells: &[Inline], name: &Inline, filled: usize) {
        let bare = name.text.trim_start_matches(|first| BRANCHES.contains(&first) || first == ' ');
        let marks = &name.text[..name.text.len() - bare.len()];
        let length = name_length(bare);
        let whole = is_name(bare);
        // `sign（签名）`, `merId<br>商户号`
        let begins = length > 1 && filled > 1 && bare[length..].starts_with(['(', '（', '\n', ' ']);
        if !whole && !begins {
            self.unclear(row);
            return;
        }
        let bare = if whole { bare.trim_end_matches('*') } else { &bare[..length] };
        let start = marks.len();
        let mut stated = name.stated(start..start + bare.len());
        let depth = match marks.chars().filter(|mark| matches!(mark, '-' | '—' | '>' | '+')).count() {
            0 => usize::from(!marks.is_empty()),
            depth => depth,
        };
        let mut parent = self.inside;
        if depth > 0 && !self.above.is_empty() {
            parent = self.above.get(depth - 1).or(self.above.last()).copied();
        } else if let Some((owner, inner)) = stated.value.rsplit_once('.')
            && let Some(owner) = self.message.at(owner)
        {
            parent = Some(owner);
            stated = name.stated(start + bare.len() - inner.len()..start + bare.len());
        }
        let index = self.message.len();
        self.field(row, cells, stated, parent);
        if self.message.len() > index {
            self.above.truncate(depth.min(self.above.len()));
            self.above.push(index);
        }
    }

    fn field(&mut self, row: &Row, cells: &[Inline], name: Stated<String>, parent: Option<usize>) {
        let columns = self.columns;
        let guesses = columns.keys.is_none();
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column));
        let words = |column: Option<usize>| {
            cell(column).filter(|cell| !guesses || !says_nothing(&cell.text)).and_then(Inline::words)
        };
        let descriptions: Vec<&Inline> = columns
            .descriptions
            .iter()
            .filter_map(|column| cells.get(*column))
            .filter(|cell| !(cell.text.is_empty() || guesses && says_nothing(&cell.text)))
            .collect();
        let mut description = joined(&descriptions);
        let title = match cell(columns.title) {
            Some(title) => title.whole(),
            None => title_of(&name, descriptions.first().copied()),
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
                Length::Text(value) => length = Some(Stated { value, span: cell.whole().span }),
                Length::Unstated => {}
                Length::Unclear => self.not_understood.push(unclear("length", &name.value, cell)),
            }
        }
        let presence = cell(columns.presence).filter(|cell| !says_nothing(&cell.text)).and_then(|cell| {
            let value = measures::presence(&cell.text);
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
            example: words(columns.example),
            description,
            codes: Vec::new(),
            refers_to: None,
            constant: None,
            one_of: None,
            sections: if parent == self.scope { self.conditions.clone() } else { Vec::new() },
            keys: cell(columns.keys).map(|cell| cell.code_spans.clone()).unwrap_or_default(),
            children: Vec::new(),
            span: row.span.clone(),
            name,
        };
        if guesses {
            field.codes = descriptions
                .iter()
                .map(|words| codes::listed(words))
                .find(|codes| !codes.is_empty())
                .unwrap_or_default();
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

    /// Whether a row begins a section, and then does what it says.
    fn begins_section(&mut self, words: &Inline) -> bool {
        let found = match section(&words.text) {
            Some(found) => found,
            // The name of a field that was described: what is inside it follows.
            None if is_name(&words.text) && self.is_structured(&words.text) => {
                Section::Inside(words.text.clone())
            }
            None => return false,
        };
        match found {
            Section::When(conditions) => {
                let mut sections: Vec<Stated<(String, String)>> = Vec::new();
                for (name, value) in conditions {
                    // A section of a field that stands in a section adds to that.
                    let outer = match self.message.find(self.scope, &name) {
                        Some(index) => self.message.field(index).sections.clone(),
                        None => self.conditions.clone(),
                    };
                    for condition in outer {
                        if condition.value.0 != name
                            && !sections.iter().any(|known| known.value == condition.value)
                        {
                            sections.push(condition);
                        }
                    }
                    sections.push(Stated { value: (name, value), span: words.whole().span });
                }
                self.conditions = sections;
                self.inside = self.scope;
            }
            Section::Inside(name) => match self.owner(&name) {
                Some(owner) => self.inside = Some(owner),
                None => return false,
            },
        }
        self.above.clear();
        true
    }

    /// Whether a field of this name was read that can have fields inside it.
    fn is_structured(&self, name: &str) -> bool {
        let field = self.message.find(self.scope, name).map(|index| self.message.field(index));
        field.is_some_and(|field| field.kind.as_ref().is_none_or(|kind| is_structured(&kind.value)))
    }

    /// The field that a row such as `order详情` means: `order`, or the list `orders`.
    fn owner(&self, name: &str) -> Option<usize> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        let names = [
            name.to_owned(),
            format!("{name}s"),
            format!("{name}es"),
            format!("{name}List"),
            format!("{name}_list"),
            format!("{name}list"),
            singular.to_owned(),
        ];
        let owners = [self.inside, self.scope];
        owners.iter().find_map(|owner| names.iter().find_map(|name| self.message.find(*owner, name)))
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

/// What a field is called where no column says it: the first words of its description.
fn title_of(name: &Stated<String>, description: Option<&Inline>) -> Stated<String> {
    let Some(words) = description else { return name.clone() };
    let end =
        words.text.find(['，', ',', '。', '；', ';', '：', ':', '（', '(', '\n']).unwrap_or(words.text.len());
    let title = words.stated(0..end);
    if title.value.is_empty() { name.clone() } else { title }
}

/// A type without the length in its parentheses, and the length.
fn split_kind(cell: &Inline) -> (Option<Stated<String>>, Option<Stated<LengthText>>) {
    let (word, length) = measures::kind(&cell.text);
    let length = length.map(|value| Stated { value, span: cell.whole().span });
    (Some(cell.stated(0..word.len())), length)
}
