//! From the blocks of a document to what it describes.

mod tables;

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::address::{self, Label};
use super::blocks::{Block, Mark, blocks};
use super::draft::Draft;
use super::headings::{Direction, Kind, announced, kind, names_both_sides, plain};
use super::index::Index;
use super::inline::Inline;
use super::outline::Outline;
use super::{CodesText, Document, Stated, condition, finish, index, measures, notes, sample};

/// More lines than that are no list of facts about an operation.
const FACTS: usize = 50;

/// Reads a document. What is understood of it is read, whatever it holds; the rest is listed.
pub fn read(path: impl AsRef<Path>, text: &str) -> Document {
    let blocks = blocks(text);
    let mut reader = Reader {
        text,
        outline: Outline::default(),
        drafts: Vec::new(),
        untitled: None,
        headings: 0,
        soft: None,
        caption: None,
        when: None,
        announced: None,
        perhaps: Vec::new(),
        indexes: Vec::new(),
        repeats: blocks.iter().any(|block| tables::says_mandatory(text, block)),
        by_specification: blocks.iter().any(|block| tables::has_settings(text, block)),
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
    for block in blocks {
        match block {
            Block::Heading(level, span) => reader.heading(level, Inline::read(text, span)),
            Block::Line(mark, span) => reader.line(mark, &Inline::read(text, span)),
            Block::Table(table) => reader.table(&table),
            Block::Code(span) => reader.code(span),
            Block::UnclearTable(span) => {
                reader.unread("a table in HTML: it is read where one header tells all columns and no table stands in it", span);
            }
            Block::Rows(span) => {
                let words = text[span.clone()].lines().next().unwrap_or_default();
                let words: String = words.chars().take(80).collect();
                reader.unread(
                    &format!("what looks like a table without headings, from `{}` on", words.trim()),
                    span,
                );
            }
        }
    }
    reader.forget_when();
    index::address(reader.indexes, &mut reader.drafts, &mut reader.document.not_understood);
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
    /// A line that says when the fields in the tables below it are there.
    when: Option<Inline>,
    /// What a label without a value announces for the lines below it.
    announced: Option<Label>,
    /// Codes in cells of other tables: codes of a field only where one refers to the table.
    perhaps: Vec<CodesText>,
    /// Tables of operations with their addresses.
    indexes: Vec<Index>,
    /// `M` says of a field that it is there, so that `R` says something else.
    repeats: bool,
    /// Tables say all there is to say, so that what words say of fields is for people.
    by_specification: bool,
    document: Document,
}

/// A line that works as a heading.
#[derive(Debug, Clone, Copy)]
struct Soft {
    kind: Kind,
    inside: Option<(Direction, usize)>,
    /// Whether a table stands between it and the place at hand.
    read: bool,
}

impl Reader<'_> {
    fn unread(&mut self, what: &str, span: Range<usize>) {
        self.document.not_understood.push(Stated { value: what.to_owned(), span });
    }

    fn heading(&mut self, level: u8, words: Inline) {
        self.headings += 1;
        (self.soft, self.caption) = (None, None);
        self.forget_when();
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
        let counts = !self.by_specification;
        if counts && condition::introduces_section(&line.text, line.bold) {
            self.forget_when();
            (self.when, self.announced) = (Some(line.clone()), None);
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
        } else if counts && line.text.len() <= 300 && notes::may_group(line) {
            self.unread(&format!("which fields are enough: `{}`", line.text), line.span.clone());
        } else if counts && condition::mentions_case(&line.text) {
            self.forget_when();
            (self.when, self.announced) = (Some(line.clone()), None);
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
        let kind = self.kind_of(line);
        let says = inside.is_some() || !matches!(kind, Kind::Named | Kind::About);
        if !says && (!line.bold || is_remark(&line.text)) {
            if mark == Mark::None && line.text.ends_with([':', '：']) {
                self.caption = Some(line.clone());
                if ["公共", "外层", "通用"].iter().any(|word| line.text.contains(word)) {
                    self.soft =
                        self.soft.map(|soft| Soft { inside: soft.inside.filter(|_| !soft.read), ..soft });
                }
            }
            return false;
        }
        if matches!(kind, Kind::Message(_)) {
            self.forget_when();
        }
        self.soft = Some(Soft { kind, inside, read: false });
        self.caption = Some(line.clone());
        true
    }

    /// What stands below a line that may work as a heading. A sentence tells the side only where no heading does.
    fn kind_of(&self, line: &Inline) -> Kind {
        let kind = kind(&line.text);
        let headed = self.outline.direction();
        let soft = self.soft.filter(|_| self.caption.is_some()).map(|soft| soft.kind);
        match (kind, headed, soft) {
            (Kind::Named | Kind::About, None, Some(Kind::Message(_))) => kind,
            (Kind::Named | Kind::About, None, _) => announced(&line.text).map_or(kind, Kind::Message),
            (Kind::Message(direction), Some(headed), _)
                if direction != headed && !line.bold && is_sentence_of_both(&line.text) =>
            {
                Kind::Named
            }
            (Kind::Apart, Some(_), _) if !line.bold && !line.text.ends_with([':', '：']) => Kind::Named,
            (Kind::Apart | Kind::Sample(_) | Kind::Part, ..) if is_remark(&line.text) => Kind::Named,
            _ => kind,
        }
    }

    /// What was said of when fields are there counts for the table below it. Where there is none it is listed.
    fn forget_when(&mut self) {
        if let Some(line) = self.when.take() {
            self.unread(
                &format!("when fields are there: `{}`, above no table of fields", line.text),
                line.span,
            );
        }
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
                None => {
                    (condition::only_name(&words.text).or_else(|| condition::first_name(&words.text))?, false)
                }
            },
        };
        let draft = &self.drafts[self.known_operation()?];
        let at = |direction: Direction| {
            let message = if direction == Direction::Request { &draft.request } else { &draft.response };
            let structured = |index: &usize| {
                message.field(*index).kind.as_ref().is_some_and(|kind| measures::is_structured(&kind.value))
            };
            let found = message.at(path).filter(|index| said || structured(index));
            found.or_else(|| message.only(path).filter(structured)).map(|index| (direction, index))
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

/// Whether a line is more than a title and speaks of both sides: `请求成功与否看返回结果：`.
fn is_sentence_of_both(words: &str) -> bool {
    const LONGEST_TITLE: usize = 8;
    plain(words).chars().count() > LONGEST_TITLE && names_both_sides(words)
}

/// Whether a line that is printed bold is a remark or a sentence, which heads nothing.
fn is_remark(words: &str) -> bool {
    const REMARKS: [&str; 8] = ["注", "备注", "说明", "提示", "温馨提示", "重要", "特别说明", "note"];
    let bare = words.trim_start_matches(['*', '※', '【', '[', '（', '(', ' ']).to_lowercase();
    let begins = REMARKS.iter().any(|remark| {
        bare.strip_prefix(remark)
            .is_some_and(|rest| rest.starts_with([':', '：', '】', ']', '）', ')', '意']))
    });
    begins && bare.trim_end_matches([':', '：', '】', ']']).len() > "注意事项说明".len()
        || words.ends_with('。')
        || words.contains(['，', '需', '须'])
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
