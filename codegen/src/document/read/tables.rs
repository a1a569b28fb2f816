//! Tables: what each is, and which message it belongs to.

use crate::document::address::{self, Label};
use crate::document::blocks::{Row, Table};
use crate::document::columns::{Columns, Purpose, codes_below, purpose};
use crate::document::draft::Continues;
use crate::document::headings::{Direction, Kind};
use crate::document::inline::Inline;
use crate::document::{Stated, condition, rows, tables};

use super::{FACTS, Reader, Soft};

/// Tables with more columns are none that people read.
const MOST_COLUMNS: usize = 64;

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
            Purpose::FieldsPerhaps(columns) if !apart && message => self.fields(table, &columns),
            _ => {
                let heading = self.caption.as_ref().or(nearest);
                if let Some(heading) = heading.filter(|_| !apart)
                    && let Some(columns) = codes_below(heading, &headings, table.rows.len(), cell)
                {
                    let codes = tables::codes(text, table, &columns, Some(heading));
                    self.document.code_tables.push(codes);
                    return;
                }
                self.perhaps.extend(tables::listed(text, table, heading));
                self.other(table, &headings);
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
        let around = rows::Around { parent, when: self.when.as_ref(), asked };
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
        if nearest.is_some_and(|words| FOR_PEOPLE.contains(&words)) || self.address_in_column(table, headings)
        {
            return;
        }
        let words: Vec<&str> = headings.iter().map(|heading| heading.text.as_str()).collect();
        self.document.not_understood.push(Stated {
            value: format!("the table `{}`", words.join(" | ")),
            span: table.header.span.clone(),
        });
    }

    /// Takes the address from a table with a column of addresses: that of production, where it says which that is.
    /// Whether that is all that the table says.
    fn address_in_column(&mut self, table: &Table, headings: &[Inline]) -> bool {
        let Some(column) =
            headings.iter().position(|words| address::labelled(&words.text) == Some(Label::Url))
        else {
            return false;
        };
        let is_test = |row: &&Row| {
            let words = self.text[row.span.clone()].to_lowercase();
            ["测试", "沙箱", "test", "sandbox"].iter().any(|word| words.contains(word))
        };
        let rows = || table.rows.iter().take(FACTS);
        let row = rows().find(|row| !is_test(row)).or_else(|| rows().next());
        let Some(cell) = row.and_then(|row| row.cells.get(column)) else { return false };
        self.take(Label::Url, &Inline::read(self.text, cell.clone()), 0);
        table.rows.len() == 1
    }
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
