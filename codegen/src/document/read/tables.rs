//! Tables: what each is, and which message it belongs to.

use crate::document::address::{self, Label};
use crate::document::blocks::{Block, MOST_COLUMNS, Row, Table};
use crate::document::columns::{self, Columns, Purpose, codes_below, purpose};
use crate::document::draft::Continues;
use crate::document::headings::{Direction, Kind};
use crate::document::index::Index;
use crate::document::inline::Inline;
use crate::document::{Stated, condition, rows, tables};

use super::{FACTS, Reader, Soft};

/// Headings of tables that say nothing but what stands elsewhere in other terms.
const FOR_PEOPLE: [&str; 2] = ["订单状态对照", "依据"];

impl Reader<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let text = self.text;
        let headings: Vec<Inline> =
            table.header.cells.iter().map(|cell| Inline::read(text, cell.clone())).collect();
        let cell = |row: usize, column: usize| {
            let cell = table.rows.get(row).and_then(|row| row.cells.get(column));
            cell.map_or_else(String::new, |cell| Inline::read(text, cell.clone()).text)
        };
        if headings.len() > MOST_COLUMNS {
            self.unread(&format!("a table with {} columns", headings.len()), table.header.span.clone());
            return;
        }
        let purpose = purpose(&headings, table.rows.len(), cell);
        let apart = self.outline.is_apart() || self.soft.is_some_and(|soft| soft.kind == Kind::Apart);
        let message = self.soft.is_some_and(|soft| soft.is_message())
            || self.outline.direction().is_some()
            || self.inside_at_hand().is_some()
            || self.outline.nearest().is_some_and(|opened| opened.kind == Kind::Part);
        let nearest = self.outline.nearest().map(|opened| &opened.words);
        match purpose {
            Purpose::Settings => {
                // The code span of the outermost heading is the provider's name.
                let place = nearest.filter(|_| self.outline.open.len() > 1);
                self.document.settings.push(tables::settings(text, table, place));
            }
            Purpose::Codes(columns) => {
                let heading = self.caption.as_ref().or(nearest);
                let codes = tables::codes(text, table, &columns, heading);
                self.document.code_tables.push(codes);
            }
            Purpose::Fields(columns) if !apart => self.fields(table, &columns),
            purpose => {
                let heading = self.caption.as_ref().or(nearest);
                let below = heading.filter(|_| !apart);
                let codes = below.and_then(|heading| codes_below(heading, &headings, table.rows.len(), cell));
                match (codes, purpose) {
                    (Some(columns), _) => {
                        let codes = tables::codes(text, table, &columns, heading);
                        self.document.code_tables.push(codes);
                    }
                    (None, Purpose::FieldsPerhaps(columns)) if !apart && message => {
                        self.fields(table, &columns);
                    }
                    _ => {
                        self.perhaps.extend(tables::listed(text, table, heading));
                        self.other(table, &headings);
                    }
                }
            }
        }
        self.caption = None;
        self.announced = None;
        self.forget_when();
        self.soft = self.soft.map(|soft| Soft { read: true, ..soft });
    }

    fn inside_at_hand(&self) -> Option<(Direction, usize)> {
        self.soft.map_or_else(|| self.outline.inside(), |soft| soft.inside)
    }

    fn fields(&mut self, table: &Table, columns: &Columns) {
        let inside = self.inside_at_hand();
        let soft = self.soft.and_then(|soft| match soft.kind {
            Kind::Message(direction) => Some(direction),
            _ => None,
        });
        let stated = soft.or_else(|| self.outline.direction());
        let part = self.soft.is_some_and(|soft| soft.kind == Kind::Part)
            || self.outline.nearest().is_some_and(|opened| matches!(opened.kind, Kind::Part | Kind::Named));
        let continues = if part { Continues::Yes } else { Continues::No };
        let index = match inside.and_then(|_| self.known_operation()) {
            Some(draft) => draft,
            None => self.owner_of_table(stated),
        };
        let headings = self.headings;
        let caption = self.caption.as_ref();
        let wraps = match caption.and_then(|words| Some((words, condition::inside_of(&words.text)?))) {
            None => self.outline.wraps().and_then(|words| Some((words, condition::only_name(&words.text)?))),
            caption => caption,
        };
        let draft = &mut self.drafts[index];
        if let (Some(words), Some(Soft { inside: Some((direction, parent)), read: true, .. })) =
            (&self.caption, self.soft)
        {
            let owner = &draft.message(direction).field(parent).name.value;
            let value = format!("whether `{}` still is inside `{owner}`; it is read so", words.text);
            self.document.not_understood.push(Stated { value, span: words.span.clone() });
        }
        let (direction, parent) = match inside {
            Some((direction, parent)) => (direction, Some(parent)),
            // A result says which side it is, where nothing else does.
            None if stated.is_none()
                && draft.last == Some(Direction::Request)
                && has_result(self.text, table, columns) =>
            {
                (Direction::Response, None)
            }
            None => (draft.side(stated, continues, headings), None),
        };
        if parent.is_none()
            && let Some((words, name)) = wraps
            && draft.message(direction).at(name).is_none()
        {
            let value = format!(
                "whether `{}` makes an object `{name}` around the fields below it; they are read without",
                words.text
            );
            self.document.not_understood.push(Stated { value, span: words.span.clone() });
        }
        (draft.last, draft.sampled) = (Some(direction), None);
        let (message, asked) = match direction {
            Direction::Request => (&mut draft.request, None),
            Direction::Response => (&mut draft.response, Some(&draft.request)),
        };
        let begin = message.len();
        message.span.get_or_insert_with(|| table.span());
        let around = rows::Around { parent, when: self.when.as_ref(), asked, repeats: self.repeats };
        rows::read(self.text, table, columns, message, &around, &mut self.document.not_understood);
        if let Some(line) = self.when.take() {
            message.introduce(begin, line.whole());
        }
    }

    /// A table that is none of these; it may still say how an operation is reached.
    fn other(&mut self, table: &Table, headings: &[Inline]) {
        for row in table.rows.iter().take(FACTS) {
            if let [words, value, ..] = row.cells.as_slice()
                && let Some(label) = address::labelled(&Inline::read(self.text, words.clone()).text)
            {
                let value = Inline::read(self.text, value.clone());
                self.take(label, &value, 0);
            }
        }
        let nearest = self.outline.nearest().map(|opened| opened.words.text.as_str());
        if nearest.is_some_and(|words| FOR_PEOPLE.contains(&words)) {
            return;
        }
        let words: Vec<&str> = headings.iter().map(|heading| heading.text.as_str()).collect();
        let unread =
            Stated { value: format!("the table `{}`", words.join(" | ")), span: table.header.span.clone() };
        let labelled =
            |label: Label| headings.iter().position(|words| address::labelled(&words.text) == Some(label));
        let Some(column) = labelled(Label::Url) else {
            self.document.not_understood.push(unread);
            return;
        };
        if is_of_operations(self.text, table, column, headings) {
            let method = labelled(Label::Method);
            let at_hand = (table.rows.len() == 1).then(|| self.operation());
            self.indexes.push(Index::read(self.text, table, column, method, at_hand, unread));
        } else {
            self.address_in_column(table, column);
            if table.rows.len() != 1 {
                self.document.not_understood.push(unread);
            }
        }
    }

    /// Takes the address from a table with a column of addresses: that of production, where it says which that is.
    fn address_in_column(&mut self, table: &Table, column: usize) {
        let is_test = |row: &&Row| {
            let words = self.text[row.span.clone()].to_lowercase();
            TESTS.iter().any(|word| words.contains(word))
        };
        let rows = || table.rows.iter().take(FACTS);
        let row = rows().find(|row| !is_test(row)).or_else(|| rows().next());
        if let Some(cell) = row.and_then(|row| row.cells.get(column)) {
            self.take(Label::Url, &Inline::read(self.text, cell.clone()), 0);
        }
    }
}

const TESTS: [&str; 4] = ["测试", "沙箱", "test", "sandbox"];
const PRODUCTION: [&str; 4] = ["生产", "正式", "线上", "prod"];

/// Whether the addresses in a column are those of several operations, not those of one in several environments.
fn is_of_operations(text: &str, table: &Table, column: usize, headings: &[Inline]) -> bool {
    let beside = |headings: &[Inline], words: &str| {
        headings.iter().enumerate().any(|(at, heading)| at != column && heading.text.contains(words))
    };
    let says_environment = |row: &Row| {
        let cells = row.cells.iter().enumerate().filter(|(at, _)| *at != column);
        let words: String = cells.map(|(_, cell)| text[cell.clone()].to_lowercase()).collect();
        TESTS.iter().chain(&PRODUCTION).any(|word| words.contains(word))
    };
    let in_environments = beside(headings, "环境") || table.rows.iter().all(says_environment);
    !in_environments && (table.rows.len() > 1 || beside(headings, "接口"))
}

/// Whether a table says `M` of a field.
pub(super) fn says_mandatory(text: &str, block: &Block) -> bool {
    let Some((table, headings)) = headed(text, block) else { return false };
    let column = columns::presence(&headings);
    column.is_some_and(|column| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        cells.map(|cell| Inline::read(text, cell.clone())).any(|words| words.text == "M")
    })
}

/// Whether a block is a table in the terms of the language.
pub(super) fn has_settings(text: &str, block: &Block) -> bool {
    headed(text, block).is_some_and(|(_, headings)| columns::are_of_settings(&headings))
}

fn headed<'b>(text: &str, block: &'b Block) -> Option<(&'b Table, Vec<Inline>)> {
    let Block::Table(table) = block else { return None };
    let headings = table.header.cells.iter().map(|cell| Inline::read(text, cell.clone()));
    (table.header.cells.len() <= MOST_COLUMNS).then(|| (table, headings.collect()))
}

/// Whether a row is the result of a request, by its title or its name.
fn has_result(text: &str, table: &Table, columns: &Columns) -> bool {
    const TITLES: [&str; 6] = ["返回码", "响应码", "应答码", "返回状态码", "结果码", "返回代码"];
    const NAMES: [&str; 8] =
        ["retcode", "respcode", "resultcode", "returncode", "rspcode", "rescode", "bizcode", "errcode"];
    let says = |row: &Row, column: usize, words: &[&str]| {
        let cell = row.cells.get(column).map(|cell| Inline::read(text, cell.clone()).text);
        cell.is_some_and(|cell| words.contains(&cell.to_lowercase().replace('_', "").as_str()))
    };
    table.rows.iter().take(FACTS).any(|row| {
        says(row, columns.name, &NAMES) || columns.title.is_some_and(|title| says(row, title, &TITLES))
    })
}
