//! Times as these providers write them: at +08:00, in formats of digits.

use std::fmt;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

mod pattern;

pub use pattern::{Moment, Pattern, PatternError, YearlessTime};

/// China Standard Time; it has no summer time.
const CHINA: Offset = Offset::constant(8);

/// An instant, shown at +08:00.
///
/// `Display` is RFC 3339: `2019-09-25T15:24:11+08:00`, with the fraction of a second where there is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChinaTime(Timestamp);

impl ChinaTime {
    /// The present, as far as the system's clock knows it.
    #[must_use]
    pub fn now() -> Self {
        // A clock beyond the year 9999 is the only failure.
        Self(Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::MAX))
    }

    /// So many milliseconds after 1970-01-01T00:00:00Z; `None` beyond the years -9999 to 9999.
    #[must_use]
    pub fn from_milliseconds(milliseconds: i64) -> Option<Self> {
        Timestamp::from_millisecond(milliseconds).ok().map(Self)
    }

    /// A date and a time of day at +08:00; `None` at the very ends of the years -9999 to 9999.
    #[must_use]
    pub fn from_civil(date: Date, time: Time) -> Option<Self> {
        CHINA.to_timestamp(date.to_datetime(time)).ok().map(Self)
    }

    /// The milliseconds since 1970-01-01T00:00:00Z; smaller parts are cut off.
    #[must_use]
    pub fn as_milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The instant itself.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// The date and the time of day at +08:00.
    #[must_use]
    pub fn civil(self) -> DateTime {
        CHINA.to_datetime(self.0)
    }

    /// The date at +08:00.
    #[must_use]
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// The time of day at +08:00.
    #[must_use]
    pub fn time(self) -> Time {
        self.civil().time()
    }
}

impl From<Timestamp> for ChinaTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl From<ChinaTime> for Timestamp {
    fn from(time: ChinaTime) -> Self {
        time.0
    }
}

impl fmt::Display for ChinaTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+08:00", self.civil())
    }
}

impl fmt::Debug for ChinaTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As RFC 3339 with +08:00.
#[cfg(feature = "serde")]
impl serde::Serialize for ChinaTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests;
