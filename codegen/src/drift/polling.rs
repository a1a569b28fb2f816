//! How often a document lets an order be asked about, and how long a query may take, against a specification.

use std::ops::Range;

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::{Operation, Polling, Time};
use super::words;
use crate::document::Document;
use crate::import::whole;

/// A span of time that a document states in one of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) subject: Subject,
    milliseconds: u64,
    bound: Bound,
}

/// What a span of time is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Interval,
    Timeout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// This, or this and more.
    From,
    /// More than this.
    Above,
}

/// What a line says.
pub(super) fn figures(line: &str) -> Vec<Figure> {
    let interval =
        whole::interval_in_milliseconds(line).map(|milliseconds| (Subject::Interval, milliseconds, "间隔"));
    let timeout = timeout(line).map(|milliseconds| (Subject::Timeout, milliseconds, "超时"));
    let stated = interval.into_iter().chain(timeout);
    stated
        .map(|(subject, milliseconds, word)| {
            let words = line.find(word).map_or(line, |at| &line[at..]);
            let clause = words.split(['，', '。', '；', ';']).next().unwrap_or(words);
            let is_above = [">", "＞", "大于", "超过"].iter().any(|word| clause.contains(word));
            Figure { subject, milliseconds, bound: if is_above { Bound::Above } else { Bound::From } }
        })
        .collect()
}

/// The time-out of a query. Orders, payments and codes to scan have time-outs of their own.
fn timeout(line: &str) -> Option<u64> {
    const OTHER: [&str; 8] = ["订单超时", "支付超时", "交易超时", "关闭", "关单", "过期", "有效", "二维码"];
    if OTHER.iter().any(|other| line.contains(other)) {
        return None;
    }
    let after = &line[line.find("超时时间").or_else(|| line.find("超时设"))?..];
    let start = after.find(|character: char| character.is_ascii_digit()).filter(|start| *start <= 40)?;
    let digits = &after[start..];
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = digits[..length].parse().ok().filter(|number| (1..=86_400_000).contains(number))?;
    let unit = digits[length..].trim_start();
    let units = [("毫秒", 1), ("ms", 1), ("秒", 1000), ("s", 1000), ("分", 60_000)];
    let (_, each) = units.iter().find(|(word, _)| unit.starts_with(word))?;
    number.checked_mul(*each)
}

/// How much it matters that a line says this now.
pub(super) fn severity(before: &[Figure], now: &[Figure]) -> Severity {
    let is_more = |now: &Figure| {
        let mut before = before.iter().filter(|before| before.subject == now.subject);
        before.any(|before| now.milliseconds > before.milliseconds)
    };
    if now.iter().any(is_more) { Severity::BreaksRequests } else { Severity::NewInformation }
}

/// A line that says it.
pub(super) struct Said {
    figure: Figure,
    line: Range<usize>,
}

/// All that a document says.
pub(super) fn said(document: &Document) -> Vec<Said> {
    let mut at = 0;
    let lines = document.text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (line, start..start + line.trim_end().len())
    });
    let said = |(line, span): (&str, Range<usize>)| {
        figures(line).into_iter().map(move |figure| Said { figure, line: span.clone() })
    };
    lines.flat_map(said).collect()
}

/// Compares what a document says of an operation.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    about: &About,
    operation: &Operation<'_>,
    found: usize,
    said: &[Said],
) {
    let Some(expected) = &operation.polling else { return };
    for (subject, known) in [(Subject::Interval, &expected.interval), (Subject::Timeout, &expected.timeout)] {
        let all: Vec<&Said> = said.iter().filter(|said| said.figure.subject == subject).collect();
        let own = own(comparison.document, found, &all);
        let Some(known) = known else {
            if let Some(said) = own.first() {
                fresh(comparison, about, said, expected);
            }
            continue;
        };
        // What stands with another operation may be meant for all of them.
        let said = if own.is_empty() { all } else { own };
        let fits = said.iter().any(|said| fits(known, said.figure, expected));
        match said.first() {
            Some(said) if !fits => differs(comparison, about, known, said),
            None if expected.is_documents && !is_hinted_at(comparison.document, known.milliseconds) => {
                gone(comparison, about, subject, known, expected);
            }
            _ => {}
        }
    }
}

/// What is said in the section of an operation; without that, before all of them.
fn own<'s>(document: &Document, operation: usize, said: &[&'s Said]) -> Vec<&'s Said> {
    let starts = || document.operations.iter().map(|operation| operation.title.span.start);
    let within = |section: Range<usize>| -> Vec<&'s Said> {
        said.iter().copied().filter(|said| section.contains(&said.line.start)).collect()
    };
    let Some(start) = starts().nth(operation) else { return Vec::new() };
    let end = starts().filter(|other| *other > start).min().unwrap_or(document.text.len());
    let own = within(start..end);
    if own.is_empty() { within(0..starts().min().unwrap_or(start)) } else { own }
}

/// Whether what a specification has keeps what a document says. One that knows better from elsewhere may be more patient.
fn fits(known: &Time, said: Figure, expected: &Polling) -> bool {
    let (known, said, bound) = (known.milliseconds, said.milliseconds, said.bound);
    match bound {
        Bound::From => known == said || !expected.is_documents && known > said,
        Bound::Above => known > said && (!expected.is_documents || known <= said.saturating_mul(2)),
    }
}

fn differs(comparison: &mut Comparison<'_>, about: &About, known: &Time, said: &Said) {
    let (now, before) = (shown(said.figure), time(known.milliseconds));
    let message = match said.figure.subject {
        Subject::Interval => {
            format!("an order may be asked about every {now} now, {}", comparison.was(&before))
        }
        Subject::Timeout => format!("a query may take {now} now, {}", comparison.was(&before)),
    };
    let severity = if said.figure.milliseconds >= known.milliseconds {
        Severity::BreaksRequests
    } else {
        Severity::NewInformation
    };
    let spans = Spans { document: said.line.clone(), against: known.span.clone() };
    comparison.report(about, What::Polling, severity, message, spans).changed(&before, &now);
}

fn gone(comparison: &mut Comparison<'_>, about: &About, subject: Subject, known: &Time, expected: &Polling) {
    let before = time(known.milliseconds);
    let what = match subject {
        Subject::Interval => "how often an order may be asked about",
        Subject::Timeout => "how long a query may take",
    };
    let message = format!("the document does not say any more {what}, {}", comparison.was(&before));
    let document = comparison.document.title.as_ref().map_or(0..0, |title| title.span.clone());
    let spans = Spans { document, against: known.span.clone() };
    let change = comparison.report(about, What::Polling, Severity::NewInformation, message, spans);
    change.before = Some(before);
    if expected.is_documents {
        change.note = Some("if it is known from elsewhere, give `polling` a `basis`".to_owned());
    }
}

fn fresh(comparison: &mut Comparison<'_>, about: &About, said: &Said, expected: &Polling) {
    let now = shown(said.figure);
    let message = match said.figure.subject {
        Subject::Interval => format!("the document says how often an order may be asked about: every {now}"),
        Subject::Timeout => format!("the document says how long a query may take: {now}"),
    };
    let spans = Spans { document: said.line.clone(), against: expected.span.clone() };
    comparison.report(about, What::Polling, Severity::NewInformation, message, spans).now = Some(now);
}

/// Whether a line may well say it in words that nobody understood.
fn is_hinted_at(document: &Document, milliseconds: u64) -> bool {
    let number = |each: u64| milliseconds.is_multiple_of(each).then(|| (milliseconds / each).to_string());
    let numbers: Vec<String> = [1, 1000, 60_000].into_iter().filter_map(number).collect();
    document.text.lines().any(|line| {
        ["间隔", "每隔", "频率", "超时", "轮询"].iter().any(|word| line.contains(word))
            && numbers.iter().any(|number| words::numbers(line).any(|found| found == number))
    })
}

fn shown(figure: Figure) -> String {
    let time = time(figure.milliseconds);
    match figure.bound {
        Bound::From => time,
        Bound::Above => format!("more than {time}"),
    }
}

fn time(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) {
        format!("{} s", milliseconds / 1000)
    } else {
        format!("{milliseconds} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_often_to_ask_or_how_long_to_wait() {
        use Bound::{Above, From};
        use Subject::{Interval, Timeout};
        for (line, subject, milliseconds, bound) in [
            ("- 建议查询间隔在3秒以上", Interval, 3_000, From),
            ("查询间隔须大于 10 秒。", Interval, 10_000, Above),
            ("建议每5秒查询一次", Interval, 5_000, From),
            ("每隔 2 分钟查询一次", Interval, 120_000, From),
            ("查询间隔在500毫秒以上", Interval, 500, From),
            ("同步接口建议商户的超时时间>1分钟", Timeout, 60_000, Above),
            ("请求超时时间设置为 30s", Timeout, 30_000, From),
            ("接口超时时间：1500毫秒", Timeout, 1_500, From),
        ] {
            assert_eq!(figures(line), [Figure { subject, milliseconds, bound }], "{line}");
        }
    }

    #[test]
    fn a_line_may_say_both() {
        let both = figures("查询间隔在3秒以上，超时时间>1分钟");
        let found: Vec<_> = both.iter().map(|one| (one.subject, one.milliseconds, one.bound)).collect();
        assert_eq!(
            found,
            [(Subject::Interval, 3_000, Bound::From), (Subject::Timeout, 60_000, Bound::Above)]
        );
    }

    #[test]
    fn other_times_are_no_time_outs_of_queries() {
        for line in [
            "订单超时时间为30分钟",
            "支付超时时间默认120分钟",
            "超时时间应该如何设置？",
            "3秒后再次查询",
            "超时时间内有效，30分钟",
        ] {
            assert_eq!(figures(line), [], "{line}");
        }
    }
}
