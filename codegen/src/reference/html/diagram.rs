//! A decision as a picture: a box for each stage, a branch for each value, the outcome at its end.
//!
//! One column, so that it is read at the same size on a phone and on paper. Colours come from the page's style.

use maud::{Markup, html};
use payspec_table::OrderState;

use crate::reference::{terms, words};

/// A decision as a picture.
pub(super) struct Diagram<'a> {
    /// From which the ids of its title and its text are made.
    pub(super) id: &'a str,
    /// What it begins with.
    pub(super) start: &'static str,
    /// What is looked at, one after another.
    pub(super) stages: &'a [Stage],
}

/// A field that is looked at.
pub(super) struct Stage {
    pub(super) title: String,
    pub(super) field: String,
    pub(super) branches: Vec<Branch>,
}

/// What becomes of some values.
pub(super) struct Branch {
    pub(super) values: Vec<String>,
    pub(super) title: String,
    pub(super) outcome: Outcome,
}

/// Where a branch ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// In a state of the order.
    State(OrderState),
    /// The provider refused to say.
    Refused,
    /// At the next stage.
    Next,
}

/// Units of the picture; one is a pixel at full size.
const WIDTH: u32 = 360;
const HEADER: u32 = 50;
const ROW: u32 = 30;
const GAP: u32 = 26;
/// Where the line stands that branches leave.
const TRUNK: u32 = 18;
const LABEL: u32 = 36;

impl Diagram<'_> {
    pub(super) fn svg(&self) -> Markup {
        let start = 30;
        let mut tops = Vec::new();
        let mut bottom = start;
        for stage in self.stages {
            tops.push(bottom + GAP);
            bottom += GAP + stage.height();
        }
        let height = bottom + 2;
        html! {
            svg.diagram viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) height=(height) role="img"
                aria-labelledby={ (self.id) "-title " (self.id) "-text" } xmlns="http://www.w3.org/2000/svg" {
                title id={ (self.id) "-title" } { "返回报文如何决定" (terms::ORDER_STATE) }
                desc id={ (self.id) "-text" } { (self.told()) }
                rect.start x="1" y="1" width=(WIDTH - 2) height=(start - 2) rx="14" {}
                text.start-label x=(WIDTH / 2) y="20" text-anchor="middle" { (self.start) }
                @for (stage, top) in self.stages.iter().zip(&tops) { (stage.svg(*top)) }
            }
        }
    }

    /// The same in a few sentences.
    fn told(&self) -> String {
        let stage = |stage: &Stage| {
            let branches: Vec<String> = stage.branches.iter().map(Branch::told).collect();
            format!("{} {}：{}。", stage.title, stage.field, branches.join("；"))
        };
        self.stages.iter().map(stage).collect()
    }
}

impl Stage {
    fn height(&self) -> u32 {
        HEADER + ROW * u32::try_from(self.branches.len()).unwrap_or_default() + 4
    }

    fn svg(&self, top: u32) -> Markup {
        let y = |index: usize| top + HEADER + ROW * u32::try_from(index).unwrap_or_default() + ROW / 2 - 4;
        let last = y(self.branches.len().saturating_sub(1));
        let goes_on = self.branches.last().is_some_and(|branch| branch.outcome == Outcome::Next);
        html! {
            (arrow(top - GAP, top))
            rect.stage x="1" y=(top) width=(WIDTH - 2) height=(self.height()) rx="8" {}
            text.stage-title x="14" y=(top + 20) { (fitted(&self.title, 330)) }
            text.stage-field x="14" y=(top + 38) { (fitted(&self.field, 330)) }
            line.wire x1=(TRUNK) y1=(top + HEADER - 6) x2=(TRUNK)
                y2=(if goes_on { top + self.height() } else { last }) {}
            @for (index, branch) in self.branches.iter().enumerate() { (branch.svg(y(index))) }
        }
    }
}

impl Branch {
    fn svg(&self, y: u32) -> Markup {
        let (label, class) = self.outcome.words();
        let pill = if label.is_empty() { 0 } else { width(&label, 11) + 18 };
        let left = WIDTH - 10 - pill;
        let values = self.values.join(" ");
        let room = left - LABEL - 12;
        let values_width = width(&values, 12).min(room);
        let title_at = LABEL + if values.is_empty() { 0 } else { values_width + 8 };
        let title = fitted(&self.title, (left - 12).saturating_sub(title_at));
        let text_end = title_at + width(&title, 12);
        html! {
            line.wire x1=(TRUNK) y1=(y) x2=(LABEL - 6) y2=(y) {}
            circle.dot cx=(TRUNK) cy=(y) r="3" {}
            @if !values.is_empty() { text.value x=(LABEL) y=(y + 4) { (fitted(&values, room)) } }
            text.label x=(title_at) y=(y + 4) { (title) }
            @if pill > 0 {
                @if text_end + 16 < left { line.leader x1=(text_end + 8) y1=(y) x2=(left - 6) y2=(y) {} }
                rect class={ "pill " (class) } x=(left) y=(y - 11) width=(pill) height="22" rx="11" {}
                text class={ "pill-label " (class) } x=(left + pill / 2) y=(y + 4) text-anchor="middle" { (label) }
            } @else {
                text.next x=(WIDTH - 12) y=(y + 4) text-anchor="end" { "下一步 ↓" }
            }
        }
    }

    fn told(&self) -> String {
        let (outcome, _) = self.outcome.words();
        let outcome = if outcome.is_empty() { "进入下一步".to_owned() } else { outcome };
        format!("{} {} → {outcome}", self.values.join(" 或 "), self.title).trim_start().to_owned()
    }
}

impl Outcome {
    fn words(self) -> (String, &'static str) {
        match self {
            // The words beside it are too long for a picture.
            Self::State(state @ OrderState::Pending) => (format!("{} 处理中", state.name()), state.name()),
            Self::State(state) => (format!("{} {}", state.name(), words::state(state)), state.name()),
            Self::Refused => (format!("{} → Unknown 未知", terms::REFUSED), "Unknown"),
            Self::Next => (String::new(), ""),
        }
    }
}

fn arrow(from: u32, to: u32) -> Markup {
    let tip = format!("M{TRUNK} {to} l5 -7 h-10 z");
    html! {
        line.wire x1=(TRUNK) y1=(from) x2=(TRUNK) y2=(to - 6) {}
        path.tip d=(tip) {}
    }
}

/// How wide a text is, about: a Chinese character is as wide as high, a letter of a fixed width six tenths.
fn width(text: &str, size: u32) -> u32 {
    let tenths: u32 = text.chars().map(|character| if character.is_ascii() { 62 } else { 100 }).sum();
    tenths * size / 100
}

/// A text, cut where it would run over its room.
fn fitted(text: &str, room: u32) -> String {
    if width(text, 12) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        if width(&cut, 12) + 12 > room {
            cut.pop();
            break;
        }
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_is_cut_and_one_that_fits_is_not() {
        assert_eq!(fitted("支付成功", 60), "支付成功");
        let cut = fitted(&"支付".repeat(40), 100);
        assert!(cut.ends_with('…') && width(&cut, 12) <= 100, "{cut}");
        assert_eq!(fitted("支付", 0), "…");
    }
}
