//! From the blocks of a document to what it describes.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::address::{self, Label};
use super::blocks::{Block, Mark, Table, blocks};
use super::columns::{Columns, Purpose, purpose};
use super::draft::{Continues, Draft};
use super::headings::{Direction, Kind, kind, plain};
use super::inline::Inline;
use super::outline::Outline;
use super::{CodesText, Document, Stated, condition, finish, measures, rows, sample, tables};

/// More lines than that are no list of facts about an operation.
const FACTS: usize = 50;

/// Headings of tables that say nothing but what stands elsewhere in other terms.
const FOR_PEOPLE: [&str; 2] = ["订单状态对照", "依据"];

/// Reads a document. What is understood of it is read, whatever it holds; the rest is listed.
pub fn read(path: impl AsRef<Path>, text: &str) -> Document {
    let mut reader = Reader {
        text,
        outline: Outline::default(),
        drafts: Vec::new(),
        untitled: None,
        headings: 0,
        soft: None,
        caption: None,
        announced: None,
        perhaps: Vec::new(),
        document: Document {
            path: path.as_ref().to_owned(),
            text: Arc::from(text),
            title: None,
            operations: Vec::new(),
            code_tables: Vec::new(),
            settings: Vec::new(),
            not_understood: Vec::new(),
            lines: OnceLock::new(),
        },
    };
    for block in blocks(text) {
        match block {
            Block::Heading(level, span) => reader.heading(level, Inline::read(text, span)),
            Block::Line(mark, span) => reader.line(mark, &Inline::read(text, span)),
            Block::Table(table) => reader.table(&table),
            Block::Code(span) => reader.code(span),
            Block::UnclearTable(span) => reader.document.not_understood.push(Stated {
                value: "a table in HTML: it is read where it has a header and no cell stands for several"
                    .to_owned(),
                span,
            }),
        }
    }
    finish::finish(reader.document, reader.drafts, reader.untitled, reader.perhaps)
}

struct Reader<'a> {
    text: &'a str,
    outline: Outline,
    drafts: Vec<Draft>,
    /// What was read of an operation without a heading of its own.
    untitled: Option<usize>,
    /// How many headings there were.
    headings: usize,
    /// What a line that works as a heading says about what follows: `**请求参数：**`, `> 响应参数:`.
    soft: Option<Soft>,
    /// Such a line, as the title of a table.
    caption: Option<Inline>,
    /// What a label without a value announces for the lines below it.
    announced: Option<Label>,
    /// Codes in cells of other tables: codes of a field only where one refers to the table.
    perhaps: Vec<CodesText>,
    document: Document,
}

/// A line that works as a heading.
#[derive(Debug, Clone, Copy)]
struct Soft {
    kind: Kind,
    inside: Option<(Direction, usize)>,
}

impl Reader<'_> {
    fn heading(&mut self, level: u8, words: Inline) {
        self.headings += 1;
        (self.soft, self.caption) = (None, None);
        self.outline.close(level);
        if self.document.title.is_none() && !words.text.is_empty() {
            self.document.title = Some(words.titled().0);
        }
        self.announced = address::labelled(&words.text);
        let kind = kind(&words.titled().0.value);
        let inside = self.inside(&words);
        self.outline.open(level, kind, words, inside);
    }

    fn line(&mut self, mark: Mark, line: &Inline) {
        if line.text.is_empty() {
            return;
        }
        let found = address::media_types(line);
        if !found.is_empty() {
            let draft = self.operation();
            self.drafts[draft].add_media_types(found);
        }
        let heads =
            line.bold || mark == Mark::Some || line.text.ends_with([':', '：']) || is_short(&line.text);
        if let Some((label, from)) = address::label(line)
            && (heads || from < line.text.len())
        {
            let empty = line.text[from..].trim().is_empty();
            self.announced = empty.then_some(label);
            self.take(label, line, from);
        } else if heads && line.text.len() <= 120 && self.soft_heading(mark, line) {
            self.announced = None;
        } else if let Some(label) = self.announced {
            self.take(label, line, 0);
        } else if let Some(method) =
            address::method(line, 0).filter(|method| line.text.starts_with(&method.value))
        {
            // `POST https://…`
            if let Some(url) = address::url(line, method.value.len()) {
                let draft = self.operation();
                self.drafts[draft].method.get_or_insert(method);
                self.drafts[draft].url.get_or_insert(url);
            }
        }
    }

    /// Whether a line works as a heading.
    fn soft_heading(&mut self, mark: Mark, line: &Inline) -> bool {
        let inside = self.inside(line);
        let kind = kind(&line.text);
        let says = inside.is_some() || !matches!(kind, Kind::Named | Kind::About);
        if !says && !line.bold {
            if mark == Mark::None && line.text.ends_with([':', '：']) {
                self.caption = Some(line.clone());
            }
            return false;
        }
        self.soft = Some(Soft { kind, inside });
        self.caption = Some(line.clone());
        true
    }

    /// The field whose fields follow a heading: `data数据格式`, or its path as a code span.
    fn inside(&self, words: &Inline) -> Option<(Direction, usize)> {
        let (around, code) = words.titled();
        let bare = plain(&around.value);
        let (path, said) = match &code {
            Some(code) if condition::names_inside(&bare) => (code.value.as_str(), true),
            Some(_) => return None,
            None => match condition::inside(&words.text) {
                Some(path) => (path, true),
                None => (condition::only_name(&words.text)?, false),
            },
        };
        let draft = &self.drafts[self.known_operation()?];
        let at = |direction: Direction| {
            let message = if direction == Direction::Request { &draft.request } else { &draft.response };
            let structured = |index: &usize| {
                message.field(*index).kind.as_ref().is_some_and(|kind| measures::is_structured(&kind.value))
            };
            message.at(path).filter(|index| said || structured(index)).map(|index| (direction, index))
        };
        match self.outline.direction() {
            Some(direction) => at(direction),
            None if draft.last == Some(Direction::Request) => at(Direction::Request),
            None => at(Direction::Response).or_else(|| at(Direction::Request)),
        }
    }

    fn take(&mut self, label: Label, line: &Inline, from: usize) {
        let (url, method) = match label {
            Label::Url => (address::url(line, from), address::method(line, from)),
            Label::Method => (None, address::method(line, from)),
            Label::MediaType => (None, None),
        };
        if url.is_some() || method.is_some() {
            let draft = self.operation();
            let draft = &mut self.drafts[draft];
            draft.url = draft.url.take().or(url);
            draft.method = draft.method.take().or(method);
        }
    }

    fn table(&mut self, table: &Table) {
        let text = self.text;
        let headings: Vec<Inline> =
            table.header.cells.iter().map(|cell| Inline::read(text, cell.clone())).collect();
        let cell = |row: usize, column: usize| {
            let cell = table.rows.get(row).and_then(|row| row.cells.get(column));
            cell.map_or_else(String::new, |cell| Inline::read(text, cell.clone()).text)
        };
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
                self.perhaps.extend(tables::listed(text, table, heading));
                self.other(table, &headings);
            }
        }
        self.caption = None;
        self.announced = None;
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
        let draft = &mut self.drafts[index];
        let (direction, parent) = match inside {
            Some((direction, parent)) => (direction, Some(parent)),
            None => (draft.side(stated, continues, headings), None),
        };
        (draft.last, draft.sampled) = (Some(direction), None);
        let message = draft.message(direction);
        message.span.get_or_insert_with(|| table.span());
        rows::read(self.text, table, columns, message, parent, &mut self.document.not_understood);
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
        self.document.not_understood.push(Stated {
            value: format!("the table `{}`", words.join(" | ")),
            span: table.header.span.clone(),
        });
    }

    fn code(&mut self, span: Range<usize>) {
        if self.outline.is_apart() || self.soft.is_some_and(|soft| soft.kind == Kind::Apart) {
            return;
        }
        let said = match (self.soft, self.outline.nearest()) {
            (Some(soft), _) if soft.is_message() => Some(soft.kind),
            (_, Some(opened)) => Some(opened.kind),
            _ => None,
        };
        let Some(found) = sample::read(self.text, span.clone()) else {
            self.facts(span);
            return;
        };
        let known = self.known_operation();
        let last = known.and_then(|draft| self.drafts[draft].last);
        let direction = match said {
            Some(Kind::Sample(Some(direction))) => Some(direction),
            Some(Kind::Message(direction)) => Some(direction),
            Some(Kind::Sample(None)) => last.or(Some(Direction::Request)),
            _ => last.filter(|direction| {
                let draft = known.map(|draft| &mut self.drafts[draft]);
                draft.is_some_and(|draft| {
                    let message = draft.message(*direction);
                    found.members.iter().any(|(name, _)| message.at(name).is_some())
                })
            }),
        };
        if let Some(direction) = direction {
            let draft = self.operation();
            let draft = &mut self.drafts[draft];
            draft.message(direction).samples.push(found);
            if direction == Direction::Request {
                draft.sampled = Some(self.headings);
            }
        }
    }

    /// Lines of a block of code that is no message: `方式: POST`.
    fn facts(&mut self, span: Range<usize>) {
        let mut start = span.start;
        for line in self.text[span].split_inclusive('\n').take(FACTS) {
            let line_span = start..start + line.len();
            start = line_span.end;
            let line = Inline::read(self.text, line_span);
            if let Some((label, from)) = address::label(&line) {
                self.take(label, &line, from);
            }
        }
    }

    /// The operation at hand, if anything of it was read.
    fn known_operation(&self) -> Option<usize> {
        let named = self.outline.named().find_map(|at| self.outline.open[at].draft);
        named.or(self.untitled.filter(|_| self.outline.named().next().is_none()))
    }

    /// The operation at hand: that of the innermost heading with a name of its own.
    fn operation(&mut self) -> usize {
        let named = self.outline.named().next();
        self.draft(named)
    }

    /// The operation of a table. Directly below a heading that only groups fields it is that of the heading above.
    fn owner_of_table(&mut self, stated: Option<Direction>) -> usize {
        let named: Vec<usize> = self.outline.named().collect();
        let own = named.first().and_then(|at| self.outline.open[*at].draft);
        let groups = stated.is_none() && own.is_none();
        let above = named.iter().skip(1).find(|at| {
            let draft = self.outline.open[**at].draft.map(|draft| &self.drafts[draft]);
            draft.is_some_and(|draft| draft.url.is_some() || draft.has_fields())
        });
        let named = above.filter(|_| groups).or(named.first()).copied();
        self.draft(named)
    }

    /// The draft of a heading, new where there is none.
    fn draft(&mut self, heading: Option<usize>) -> usize {
        let known = heading.map_or(self.untitled, |at| self.outline.open[at].draft);
        if let Some(known) = known {
            return known;
        }
        let index = self.drafts.len();
        let mut draft = Draft::default();
        match heading {
            Some(at) => {
                draft.heading = Some(self.outline.open[at].words.clone());
                draft.above = self.outline.open[..at].iter().filter_map(|opened| opened.draft).collect();
                self.outline.open[at].draft = Some(index);
            }
            None => self.untitled = Some(index),
        }
        self.drafts.push(draft);
        index
    }
}

/// Whether a line has no more words than a heading.
fn is_short(words: &str) -> bool {
    words.len() <= 36 && !words.contains(['，', '。', ',', '；', ';'])
}

impl Soft {
    /// Whether it says what the tables and samples below it are.
    fn is_message(self) -> bool {
        self.inside.is_some() || matches!(self.kind, Kind::Message(_) | Kind::Sample(_) | Kind::Part)
    }
}
