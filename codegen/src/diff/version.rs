//! By how much a version is raised.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::Class;

/// What a version is raised by, as Semantic Versioning counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bump {
    /// Nothing: it is the same crate.
    None,
    /// The last number.
    Patch,
    /// The number in the middle; the last one while the first is 0.
    Minor,
    /// The first number; the one in the middle while the first is 0.
    Major,
}

impl Bump {
    /// What a change of this class asks for. Other behaviour is a minor change: code compiles, and whoever takes the new
    /// version should have read what it does.
    pub(super) const fn of(class: Option<Class>) -> Self {
        match class {
            None => Self::None,
            Some(Class::Documentation) => Self::Patch,
            Some(Class::Outcome | Class::Stricter | Class::Behaviour | Class::Additive) => Self::Minor,
            Some(Class::Breaking) => Self::Major,
        }
    }

    /// In words, for a crate whose version is not known.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor (patch while 0.x)",
            Self::Major => "major (minor while 0.x)",
        }
    }

    /// The version after this one. By the rules of cargo, the first number that is not 0 stands for compatibility; under 0.0
    /// there is only the last one to raise.
    #[must_use]
    pub const fn next(self, version: Version) -> Version {
        let Version { major, minor, patch } = version;
        match (self, major, minor) {
            (Self::None, ..) => version,
            (Self::Major, 0, 0) | (Self::Minor, 0, _) | (Self::Patch, ..) => {
                Version { major, minor, patch: patch.saturating_add(1) }
            }
            (Self::Major, 0, _) | (Self::Minor, ..) => {
                Version { major, minor: minor.saturating_add(1), patch: 0 }
            }
            (Self::Major, ..) => Version { major: major.saturating_add(1), minor: 0, patch: 0 },
        }
    }
}

/// A version without a pre-release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second.
    pub minor: u64,
    /// The third.
    pub patch: u64,
}

/// Why a text is no version.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VersionError;

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("three numbers with dots between them, such as 0.3.1")
    }
}

impl std::error::Error for VersionError {}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let number = |part: Option<&str>| {
            let part =
                part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).ok_or(VersionError)?;
            part.parse().map_err(|_| VersionError)
        };
        let mut parts = text.split('.');
        let version =
            Self { major: number(parts.next())?, minor: number(parts.next())?, patch: number(parts.next())? };
        if parts.next().is_some() { Err(VersionError) } else { Ok(version) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(version: &str, bump: Bump) -> String {
        let version: Version = version.parse().unwrap_or_else(|error| panic!("{version}: {error}"));
        bump.next(version).to_string()
    }

    #[test]
    fn the_first_number_that_is_not_zero_stands_for_compatibility() {
        for (version, major, minor, patch) in [
            ("1.4.2", "2.0.0", "1.5.0", "1.4.3"),
            ("0.3.1", "0.4.0", "0.3.2", "0.3.2"),
            ("0.0.7", "0.0.8", "0.0.8", "0.0.8"),
        ] {
            let found = [Bump::Major, Bump::Minor, Bump::Patch].map(|bump| next(version, bump));
            assert_eq!(found, [major, minor, patch], "{version}");
            assert_eq!(next(version, Bump::None), version);
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "v1.2.3",
            "1.2.x",
            "1.2.3-rc.1",
            "1..3",
            "+1.2.3",
            "1.2.99999999999999999999",
        ] {
            assert_eq!(text.parse::<Version>(), Err(VersionError), "{text}");
        }
    }
}
