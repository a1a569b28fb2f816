//! Formats of dates and times.

use std::fmt;
use std::str::Chars;

use jiff::civil::{Date, DateTime, Time};

use super::ChinaTime;

/// A format of dates and times, in the notation of the providers' documents.
///
/// `yyyy` `MM` `dd` `HH` `mm` `ss` `SSS` stand for year, month, day, hour (00 to 23), minute, second and millisecond,
/// in that many digits. Everything that is no ASCII letter stands for itself, as do letters between apostrophes
/// (`yyyy-MM-dd'T'HH:mm:ss`); two apostrophes are one. Each part occurs once at most.
///
/// Reading is exact: every digit, the whole text, a date that the calendar has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern<'p> {
    text: &'p str,
    has: Has,
}

/// Which parts a pattern has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Has {
    year: bool,
    month: bool,
    day: bool,
    hour: bool,
    minute: bool,
    second: bool,
    millisecond: bool,
}

impl Has {
    fn part(&mut self, part: Part) -> &mut bool {
        match part {
            Part::Year => &mut self.year,
            Part::Month => &mut self.month,
            Part::Day => &mut self.day,
            Part::Hour => &mut self.hour,
            Part::Minute => &mut self.minute,
            Part::Second => &mut self.second,
            Part::Millisecond => &mut self.millisecond,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
}

impl Part {
    const fn width(self) -> usize {
        match self {
            Self::Year => 4,
            Self::Millisecond => 3,
            _ => 2,
        }
    }
}

enum Token {
    Part(Part),
    Literal(char),
}

/// Why a text is no format of dates and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// A run of letters is no part that is known.
    #[error(
        "unknown part of `{letter}`s; known are yyyy MM dd HH mm ss SSS, and 'letters' between apostrophes"
    )]
    UnknownPart {
        /// The letter.
        letter: char,
    },
    /// A part occurs twice.
    #[error("the part of `{letter}`s occurs twice")]
    Repeated {
        /// The letter.
        letter: char,
    },
    /// An apostrophe is not closed.
    #[error("an apostrophe is not closed")]
    OpenQuote,
    /// A part is there without the one that gives it sense: a day without a month, a minute without an hour.
    #[error("a part lacks the next larger one, such as a day without a month or a minute without an hour")]
    Gap,
    /// No part is there.
    #[error("it has neither a date nor a time")]
    Nothing,
}

/// The pieces of a pattern, without allocation.
struct Tokens<'p> {
    rest: Chars<'p>,
    quoted: bool,
}

impl Iterator for Tokens<'_> {
    type Item = Result<(char, Token), PatternError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(letter) = self.rest.next() else {
                let open = std::mem::take(&mut self.quoted);
                return open.then_some(Err(PatternError::OpenQuote));
            };
            if letter == '\'' {
                if self.rest.as_str().starts_with('\'') {
                    self.rest.next();
                    return Some(Ok((letter, Token::Literal('\''))));
                }
                self.quoted = !self.quoted;
                continue;
            }
            if self.quoted || !letter.is_ascii_alphabetic() {
                return Some(Ok((letter, Token::Literal(letter))));
            }
            let after = self.rest.as_str().trim_start_matches(letter);
            let width = 1 + self.rest.as_str().len() - after.len();
            self.rest = after.chars();
            let part = match letter {
                'y' => Part::Year,
                'M' => Part::Month,
                'd' => Part::Day,
                'H' => Part::Hour,
                'm' => Part::Minute,
                's' => Part::Second,
                'S' => Part::Millisecond,
                _ => return Some(Err(PatternError::UnknownPart { letter })),
            };
            if width != part.width() {
                return Some(Err(PatternError::UnknownPart { letter }));
            }
            return Some(Ok((letter, Token::Part(part))));
        }
    }
}

/// What a date and time without a year says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct YearlessTime {
    month: i8,
    day: i8,
    time: Time,
}

impl YearlessTime {
    /// The instant at +08:00, in the year that brings it closest to a date: a 31 December next to a 1 January lies in
    /// the year before. Of two years equally close, the earlier.
    ///
    /// `None` when no year brings it within half a year, which only happens to a 29 February far from a leap year.
    #[must_use]
    pub fn complete(self, near: Date) -> Option<ChinaTime> {
        const HALF_A_YEAR: i32 = 184;
        let distance = |date: &Date| near.until(*date).map_or(i32::MAX, |span| span.get_days().abs());
        let date = [-1, 0, 1]
            .into_iter()
            .filter_map(|years| Date::new(near.year().checked_add(years)?, self.month, self.day).ok())
            .min_by_key(distance)
            .filter(|date| distance(date) <= HALF_A_YEAR)?;
        ChinaTime::from_civil(date, self.time)
    }
}

/// What a text in a format with a date and a time says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// An instant.
    Instant(ChinaTime),
    /// An instant, but for its year.
    Yearless(YearlessTime),
}

impl Moment {
    /// The instant; `near` is a date close to it, needed where the format has no year.
    #[must_use]
    pub fn instant(self, near: Option<Date>) -> Option<ChinaTime> {
        match self {
            Self::Instant(instant) => Some(instant),
            Self::Yearless(yearless) => yearless.complete(near?),
        }
    }
}

/// The numbers of a text.
#[derive(Default)]
struct Numbers {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
    millisecond: i16,
}

impl Numbers {
    fn date(&self) -> Option<Date> {
        Date::new(self.year, self.month, self.day).ok()
    }

    fn time(&self) -> Option<Time> {
        let nanosecond = i32::from(self.millisecond) * 1_000_000;
        Time::new(self.hour, self.minute, self.second, nanosecond).ok()
    }
}

impl<'p> Pattern<'p> {
    /// Reads a format.
    ///
    /// # Errors
    /// When it has unknown or repeated parts, none at all, or a part without the next larger one. A date may lack its
    /// year; then month and day are both needed.
    pub fn parse(text: &'p str) -> Result<Self, PatternError> {
        let mut has = Has::default();
        for token in (Tokens { rest: text.chars(), quoted: false }) {
            if let (letter, Token::Part(part)) = token?
                && std::mem::replace(has.part(part), true)
            {
                return Err(PatternError::Repeated { letter });
            }
        }
        if !has.month && !has.hour && !has.year && !has.day && !has.minute && !has.second && !has.millisecond
        {
            return Err(PatternError::Nothing);
        }
        let date_has_gaps = has.month != has.day || (has.year && !has.month);
        let time_has_gaps =
            (has.minute && !has.hour) || (has.second && !has.minute) || (has.millisecond && !has.second);
        if date_has_gaps || time_has_gaps || (has.hour && !has.minute) {
            return Err(PatternError::Gap);
        }
        Ok(Self { text, has })
    }

    /// Whether it has a date, with or without a year.
    #[must_use]
    pub fn has_date(self) -> bool {
        self.has.day
    }

    /// Whether it has a year.
    #[must_use]
    pub fn has_year(self) -> bool {
        self.has.year
    }

    /// Whether it has a time of day.
    #[must_use]
    pub fn has_time(self) -> bool {
        self.has.hour
    }

    /// Reads a date; `None` when the text is not in this format, or the format has no year. A time of day in the
    /// format is read and left out.
    #[must_use]
    pub fn read_date(self, text: &str) -> Option<Date> {
        if !self.has.year {
            return None;
        }
        let numbers = self.numbers(text)?;
        numbers.time()?;
        numbers.date()
    }

    /// Reads a time of day; `None` when the text is not in this format, or the format has none. Seconds that the
    /// format does not have are 0. A date in the format is read and left out.
    #[must_use]
    pub fn read_time(self, text: &str) -> Option<Time> {
        if !self.has.hour {
            return None;
        }
        let numbers = self.numbers(text)?;
        if self.has.day {
            self.calendar_date(&numbers)?;
        }
        numbers.time()
    }

    /// Reads a date and a time at +08:00; `None` when the text is not in this format, or the format lacks either.
    #[must_use]
    pub fn read_datetime(self, text: &str) -> Option<Moment> {
        if !self.has.day || !self.has.hour {
            return None;
        }
        let numbers = self.numbers(text)?;
        let date = self.calendar_date(&numbers)?;
        let time = numbers.time()?;
        if self.has.year {
            ChinaTime::from_civil(date, time).map(Moment::Instant)
        } else {
            Some(Moment::Yearless(YearlessTime { month: numbers.month, day: numbers.day, time }))
        }
    }

    /// Writes a date; `None` when the format has more than a date, or the year does not fit four digits.
    #[must_use]
    pub fn write_date(self, date: Date) -> Option<String> {
        if self.has.hour { None } else { self.write(date.to_datetime(Time::midnight())) }
    }

    /// Writes a time of day; `None` when the format has more than that.
    #[must_use]
    pub fn write_time(self, time: Time) -> Option<String> {
        if self.has.day { None } else { self.write(Date::constant(1970, 1, 1).to_datetime(time)) }
    }

    /// Writes what the format has of an instant at +08:00, smaller parts cut off; `None` when the year does not
    /// fit four digits.
    #[must_use]
    pub fn write_datetime(self, instant: ChinaTime) -> Option<String> {
        self.write(instant.civil())
    }

    fn write(self, datetime: DateTime) -> Option<String> {
        let mut text = String::with_capacity(self.text.len());
        for token in (Tokens { rest: self.text.chars(), quoted: false }) {
            let part = match token.ok()?.1 {
                Token::Part(part) => part,
                Token::Literal(letter) => {
                    text.push(letter);
                    continue;
                }
            };
            let number = match part {
                Part::Year => datetime.year(),
                Part::Month => i16::from(datetime.month()),
                Part::Day => i16::from(datetime.day()),
                Part::Hour => i16::from(datetime.hour()),
                Part::Minute => i16::from(datetime.minute()),
                Part::Second => i16::from(datetime.second()),
                Part::Millisecond => datetime.millisecond(),
            };
            if number < 0 {
                return None;
            }
            let width = part.width();
            text.push_str(&format!("{number:0width$}"));
        }
        Some(text)
    }

    /// The date of a text, in a leap year where the format has no year.
    fn calendar_date(self, numbers: &Numbers) -> Option<Date> {
        const SOME_LEAP_YEAR: i16 = 2000;
        let year = if self.has.year { numbers.year } else { SOME_LEAP_YEAR };
        Date::new(year, numbers.month, numbers.day).ok()
    }

    fn numbers(self, text: &str) -> Option<Numbers> {
        let mut numbers = Numbers::default();
        let mut rest = text;
        for token in (Tokens { rest: self.text.chars(), quoted: false }) {
            let part = match token.ok()?.1 {
                Token::Part(part) => part,
                Token::Literal(letter) => {
                    rest = rest.strip_prefix(letter)?;
                    continue;
                }
            };
            let (digits, after) = rest.split_at_checked(part.width())?;
            rest = after;
            if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let number: i16 = digits.parse().ok()?;
            match part {
                Part::Year => numbers.year = number,
                Part::Millisecond => numbers.millisecond = number,
                _ => {
                    let number = i8::try_from(number).ok()?;
                    match part {
                        Part::Month => numbers.month = number,
                        Part::Day => numbers.day = number,
                        Part::Hour => numbers.hour = number,
                        Part::Minute => numbers.minute = number,
                        _ => numbers.second = number,
                    }
                }
            }
        }
        rest.is_empty().then_some(numbers)
    }
}

impl fmt::Display for Pattern<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}
