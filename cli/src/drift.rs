//! `payspec drift`: what a provider's document says differently now.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, Args};
use payspec_codegen::document::{self, Document};
use payspec_codegen::drift::{self, Change, Drift, Question, Remedy, Spot};
use serde::Serialize;

use crate::drift_text;
use crate::failure::Failure;
use crate::output::Output;
use crate::{files, specs};

const NOTES: &str = "\
With --spec, the document is compared with what the specification says that it says: differences that are
recorded there under `documented`, and fields and codes with a `basis` of their own, are not reported again.
With --since, two versions of a document are compared. Spelling, white space, the order of rows and the values
of samples are no differences. A document that shares less than half of the names of its fields with the other
side is most likely the wrong file: that is said first, and nothing of it is applied.

How much a change matters:
  breaks signing     what is sent will not be signed as the provider signs it, or replies cannot be verified
  breaks requests    requests are refused, or replies no longer understood
  new information    more is known or can be sent: nothing breaks
  wording            words for people

--apply writes into the specification what is mechanical: a longer limit, a new optional field of a request, a
new field of a reply, a new code, other words. Comments, order and layout stay. A new code of the trade state
is entered as Unknown, with a question. Everything else is left to you, and so is every question: a comment
that begins with `# ?`. Answer it, then delete it.

JSON:
  {\"document\", \"against\", \"changes\": [CHANGE…], \"questions\": [{\"line\", \"text\"}…], \"not_understood\": [SPOT…]}
  CHANGE = {\"what\", \"severity\", \"operation\", \"direction\", \"field\", \"code\", \"before\", \"now\", \"message\",
            \"note\", \"document\": SPOT, \"against\": SPOT, \"remedy\", \"applied\"}
  SPOT = {\"path\", \"line\", \"column\", \"start\", \"end\"}; start and end in bytes

  severity  breaks_signing, breaks_requests, new_information, wording
  remedy    mechanical, by_hand; null with --since
  applied   whether --apply wrote it
  questions with --apply: what the specification asks now, in comments `# ?`; otherwise empty

Exit codes:
  0  no drift; with --apply: none is left, and the specification asks nothing (`# ?`)
  1  some drift; with --apply: some is left to you, or a question is
  2  a failure: a file that cannot be read, a specification with mistakes, a document without tables of fields, a wrong
     command line

Examples:
  payspec drift query.md --spec specs/acme.yaml           what changed since the specification was written
  payspec drift query.md --spec specs/acme.yaml --apply   … and put it right where that is mechanical
  payspec drift query.md --spec leshua                    against a specification that is built in
  payspec drift new.md --since old.md                     what changed between two versions";

/// Tell what a provider's document says differently now
#[derive(Args)]
#[command(after_long_help = NOTES, group = ArgGroup::new("with").required(true).args(["spec", "since"]))]
pub(crate) struct Arguments {
    /// The document as it is now (Markdown)
    #[arg(value_name = "DOC.md")]
    document: PathBuf,
    /// A specification, or the name of a built-in provider
    #[arg(long, value_name = "FILE")]
    spec: Option<String>,
    /// The document as it was
    #[arg(long, value_name = "OLD.md", conflicts_with = "apply")]
    since: Option<PathBuf>,
    /// Write into the specification what is mechanical
    #[arg(long)]
    apply: bool,
    /// Answer with JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Drift itself exits with 1, so that a failure needs another code; 2 is also that of a wrong command line.
const FAILED: u8 = 2;

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    compare(arguments, output).or_else(|failure| {
        failure.report(output, arguments.json);
        Ok(ExitCode::from(FAILED))
    })
}

fn compare(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let document = read(&arguments.document)?;
    let (drift, against, written) = match (&arguments.spec, &arguments.since) {
        (_, Some(old)) => (drift::between(&read(old)?, &document), old.clone(), Written::default()),
        (Some(spec), None) => {
            let spec = Specification::of(spec)?;
            let drift = drift::against(&document, &spec.path, &spec.text).map_err(Failure::Specification)?;
            let written = if arguments.apply { spec.apply(&drift)? } else { Written::default() };
            (drift, spec.path, written)
        }
        (None, None) => {
            return Err(Failure::file(&arguments.document, "there is nothing to compare it with"));
        }
    };
    let marked = written.mark(&drift);
    let of =
        |wanted: bool| marked.iter().filter(|(_, done)| *done == wanted).map(|(change, _)| *change).collect();
    let (done, open): (Vec<&Change>, Vec<&Change>) = (of(true), of(false));
    if arguments.json {
        output.json(&Report::new(arguments, &document, &against, &drift, &written))?;
    } else {
        output.answer(&drift_text::changes(&done, &open, output.paint()))?;
    }
    output.complain(&drift_text::summary(&done, &open, document.not_understood.len()));
    output.complain(&drift_text::questions(&against, &written.questions));
    Ok(ExitCode::from(u8::from(!open.is_empty() || !written.questions.is_empty())))
}

/// A document; one in which no fields are found cannot be compared with anything.
fn read(path: &Path) -> Result<Document, Failure> {
    let document = document::read(path, &files::document(path)?);
    let says_nothing = document
        .operations
        .iter()
        .all(|operation| operation.request.fields.is_empty() && operation.response.fields.is_empty());
    if says_nothing {
        return Err(Failure::file(path, "there is no table of fields in it"));
    }
    Ok(document)
}

/// A specification, and whether it is a file.
struct Specification {
    path: PathBuf,
    text: String,
    home: Home,
}

#[derive(PartialEq, Eq)]
enum Home {
    File,
    BuiltIn,
}

impl Specification {
    fn of(spec: &str) -> Result<Self, Failure> {
        if specs::is_path(spec) {
            let path = PathBuf::from(spec);
            return Ok(Self { text: files::document(&path)?, path, home: Home::File });
        }
        let (file, text) = specs::text(spec)?;
        Ok(Self { path: file.into(), text: text.to_owned(), home: Home::BuiltIn })
    }

    /// Writes what is mechanical, and tells what that was and what remains to be answered.
    fn apply(&self, drift: &Drift) -> Result<Written, Failure> {
        if self.home == Home::BuiltIn {
            let what = "a specification that is built in cannot be changed; give its file to --spec";
            return Err(Failure::file(&self.path, what));
        }
        let applied = drift::apply(&self.text, drift);
        if applied.text != self.text {
            files::replace(&self.path, &applied.text)?;
        }
        Ok(Written { changes: applied.applied, questions: applied.questions })
    }
}

/// What `--apply` did.
#[derive(Default)]
struct Written {
    changes: Vec<Change>,
    /// What the specification asks now.
    questions: Vec<Question>,
}

impl Written {
    /// Every change, and whether it was written. Those that were stand in the order of all.
    fn mark<'d>(&self, drift: &'d Drift) -> Vec<(&'d Change, bool)> {
        let mut written = self.changes.iter().peekable();
        drift
            .changes
            .iter()
            .map(|change| (change, written.next_if(|next| *next == change).is_some()))
            .collect()
    }
}

#[derive(Serialize)]
struct Report<'a> {
    document: &'a Path,
    against: &'a Path,
    changes: Vec<Described<'a>>,
    questions: Vec<Asked<'a>>,
    not_understood: Vec<Position<'a>>,
}

impl<'a> Report<'a> {
    fn new(
        arguments: &'a Arguments,
        document: &'a Document,
        against: &'a Path,
        drift: &'a Drift,
        written: &'a Written,
    ) -> Self {
        Self {
            document: &arguments.document,
            against,
            changes: written
                .mark(drift)
                .into_iter()
                .map(|(change, applied)| Described::new(change, applied))
                .collect(),
            questions: written
                .questions
                .iter()
                .map(|question| Asked { line: question.line, text: &question.text })
                .collect(),
            not_understood: document
                .not_understood
                .iter()
                .map(|stated| {
                    let (line, column) = document.line_column(stated.span.start);
                    let (start, end) = (stated.span.start, stated.span.end);
                    Position { path: &arguments.document, line, column, start, end }
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Asked<'a> {
    line: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Described<'a> {
    what: &'static str,
    severity: &'static str,
    operation: Option<&'a str>,
    direction: Option<&'static str>,
    field: Option<&'a str>,
    code: Option<&'a str>,
    before: Option<&'a str>,
    now: Option<&'a str>,
    message: &'a str,
    note: Option<&'a str>,
    document: Position<'a>,
    against: Position<'a>,
    remedy: Option<&'static str>,
    applied: bool,
}

impl<'a> Described<'a> {
    fn new(change: &'a Change, applied: bool) -> Self {
        Self {
            what: change.what.word(),
            severity: change.severity.word(),
            operation: change.operation.as_deref(),
            direction: change.direction.map(|direction| direction.word()),
            field: change.field.as_deref(),
            code: change.code.as_deref(),
            before: change.before.as_deref(),
            now: change.now.as_deref(),
            message: &change.message,
            note: change.note.as_deref(),
            document: Position::new(&change.document),
            against: Position::new(&change.against),
            remedy: change.remedy.map(|remedy| match remedy {
                Remedy::Mechanical => "mechanical",
                _ => "by_hand",
            }),
            applied,
        }
    }
}

#[derive(Serialize)]
struct Position<'a> {
    path: &'a Path,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
}

impl<'a> Position<'a> {
    fn new(spot: &'a Spot) -> Self {
        Self {
            path: &spot.path,
            line: spot.line,
            column: spot.column,
            start: spot.span.start,
            end: spot.span.end,
        }
    }
}
