//! Where answers and complaints go, and how they look there.

use std::fmt;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// The two streams. Whoever stops reading them is not an error.
pub(crate) struct Output {
    colour: bool,
    complaints_in_colour: bool,
}

impl Output {
    pub(crate) fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        Self {
            colour: wanted && io::stdout().is_terminal(),
            complaints_in_colour: wanted && io::stderr().is_terminal(),
        }
    }

    /// How the answer is painted.
    pub(crate) const fn paint(&self) -> Paint {
        Paint { on: self.colour }
    }

    /// How complaints are painted.
    pub(crate) const fn paint_complaints(&self) -> Paint {
        Paint { on: self.complaints_in_colour }
    }

    /// Writes an answer.
    #[expect(clippy::unused_self, reason = "streams are written through this type alone")]
    pub(crate) fn answer(&self, text: &str) -> io::Result<()> {
        pipe(io::stdout().lock(), text)
    }

    /// Writes an answer as JSON.
    pub(crate) fn json(&self, answer: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(answer)?;
        text.push('\n');
        self.answer(&text)
    }

    /// Writes JSON on a line of its own, for those who read line by line.
    pub(crate) fn json_line(&self, object: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string(object)?;
        text.push('\n');
        self.answer(&text)
    }

    /// Writes a complaint or a remark. Nobody can be told when that fails.
    #[expect(clippy::unused_self, reason = "streams are written through this type alone")]
    pub(crate) fn complain(&self, text: &str) {
        let _ = pipe(io::stderr().lock(), text);
    }
}

/// Writes to a stream whose reader may have gone away, as `| head` does.
fn pipe(mut stream: impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Colours, or none.
#[derive(Clone, Copy)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    /// Colours, whoever sees them.
    #[cfg(test)]
    pub(crate) const ON: Self = Self { on: true };

    /// Whether there are colours.
    pub(crate) const fn is_on(self) -> bool {
        self.on
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.with("1;31", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.with("1;32", text)
    }

    pub(crate) fn yellow(self, text: &str) -> String {
        self.with("1;33", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Columns that line up, also with characters that take two places.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<Cell>>,
}

/// A cell: how it looks, and how much room it takes.
pub(crate) struct Cell {
    painted: String,
    width: usize,
}

impl Cell {
    /// A text without colour.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self::painted(text, |text| text.to_owned())
    }

    /// A text with colour.
    pub(crate) fn painted(text: impl Into<String>, paint: impl FnOnce(&str) -> String) -> Self {
        let text = Shown(&text.into()).to_string();
        Self { width: text.width(), painted: paint(&text) }
    }
}

impl Table {
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Whether it has no rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let widest = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.width)
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        for row in &self.rows {
            let last = row.iter().rposition(|cell| cell.width > 0).unwrap_or_default();
            for (cell, width) in row.iter().zip(&widths).take(last) {
                write!(f, "  {}{:pad$}", cell.painted, "", pad = width - cell.width)?;
            }
            if let Some(cell) = row.get(last) {
                write!(f, "  {}", cell.painted)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// A text from elsewhere, without the characters by which it could steer a terminal or reorder what is read.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            if letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                write!(f, "{}", letter.escape_default())?;
            } else {
                write!(f, "{letter}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_although_chinese_is_twice_as_wide() {
        let mut table = Table::default();
        table.row(["支付", "a", "x"].map(Cell::new));
        table.row(["paid", "bb", ""].map(Cell::new));
        assert_eq!(table.to_string(), "  支付  a   x\n  paid  bb\n");
    }

    #[test]
    fn a_text_of_the_provider_cannot_steer_the_terminal() {
        assert_eq!(Shown("a\u{1b}[2Jb\n\u{202e}c").to_string(), "a\\u{1b}[2Jb\\n\\u{202e}c");
    }

    #[test]
    fn colour_takes_no_room_in_a_column() {
        let mut table = Table::default();
        table.row([Cell::painted("a", |text| Paint { on: true }.red(text)), Cell::new("x")]);
        table.row([Cell::new("bb"), Cell::new("y")]);
        assert_eq!(table.to_string(), "  \u{1b}[1;31ma\u{1b}[0m   x\n  bb  y\n");
    }
}
