//! Money: whole hundredths, never a float, never rounded.

use std::fmt;
use std::str::FromStr;

/// An amount in fen (分), hundredths of a yuan; of another currency in its hundredths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(i64);

impl Fen {
    /// So many fen.
    #[must_use]
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    /// The number of fen.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads a text that counts fen: decimal digits, with a `-` in front when negative; leading zeros are accepted.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] for everything else, a `+`, white space, `58.00` and `1E3` included, and
    /// [`MoneyError::TooLarge`] beyond 64 bits.
    pub fn parse_fen(text: &str) -> Result<Self, MoneyError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MoneyError::NotANumber);
        }
        text.parse().map(Self).map_err(|_| MoneyError::TooLarge)
    }

    /// Reads a text that counts yuan, by the grammar of JSON numbers, leading zeros accepted: `5230`, `5230.5`, `0.01`,
    /// `5230.0000`, `1E3`.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] for what is no such number, [`MoneyError::FractionOfFen`] when it has more than
    /// two decimals that count, [`MoneyError::TooLarge`] beyond 64 bits of fen. It is never rounded.
    pub fn parse_yuan(text: &str) -> Result<Self, MoneyError> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return Err(MoneyError::NotANumber),
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(MoneyError::NotANumber);
        }

        // The digits, followed by `power` zeros, count fen. Zeros at either end carry nothing.
        let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
        let mut power = exponent.saturating_add(2).saturating_sub(length(fraction));
        let trimmed_fraction = fraction.trim_end_matches('0');
        power = power.saturating_add(length(fraction) - length(trimmed_fraction));
        let mut trimmed_whole = whole.trim_start_matches('0');
        if trimmed_fraction.is_empty() {
            let without_zeros = trimmed_whole.trim_end_matches('0');
            power = power.saturating_add(length(trimmed_whole) - length(without_zeros));
            trimmed_whole = without_zeros;
        }
        if trimmed_whole.is_empty() && trimmed_fraction.is_empty() {
            return Ok(Self(0));
        }
        if power < 0 {
            return Err(MoneyError::FractionOfFen);
        }
        let scale = u32::try_from(power)
            .ok()
            .and_then(|power| 10_i64.checked_pow(power))
            .ok_or(MoneyError::TooLarge)?;
        // Negative throughout: there is one negative number more than there are positive ones.
        let magnitude = trimmed_whole
            .bytes()
            .chain(trimmed_fraction.bytes())
            .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_sub(i64::from(digit - b'0')))
            .and_then(|sum| sum.checked_mul(scale))
            .ok_or(MoneyError::TooLarge)?;
        if negative { Some(magnitude) } else { magnitude.checked_neg() }.map(Self).ok_or(MoneyError::TooLarge)
    }

    /// The amount in yuan with exactly two decimals: `0.58`.
    #[must_use]
    pub const fn yuan(self) -> Yuan {
        Yuan(self)
    }
}

/// The exponent of a number, `+`, `-` or nothing and digits; one that is out of all bounds is brought to a bound that is still out of them.
fn parse_exponent(text: &str) -> Result<i64, MoneyError> {
    const BOUND: i64 = 1 << 40;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(MoneyError::NotANumber);
    }
    let magnitude = digits.parse().unwrap_or(BOUND).min(BOUND);
    Ok(if negative { -magnitude } else { magnitude })
}

/// Shows the number of fen, without a unit.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<i64> for Fen {
    fn from(fen: i64) -> Self {
        Self(fen)
    }
}

impl From<Fen> for i64 {
    fn from(fen: Fen) -> Self {
        fen.0
    }
}

/// Shows an amount in yuan with exactly two decimals; see [`Fen::yuan`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yuan(Fen);

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.0;
        let magnitude = fen.unsigned_abs();
        f.pad_integral(fen >= 0, "", &format!("{}.{:02}", magnitude / 100, magnitude % 100))
    }
}

/// Why a text is no amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// It is no number in the form that is expected.
    #[error("not a number")]
    NotANumber,
    /// It has a part that is smaller than one fen.
    #[error("more than two decimals")]
    FractionOfFen,
    /// It does not fit 64 bits of fen.
    #[error("too large")]
    TooLarge,
    /// A currency is not three letters.
    #[error("not a currency: three letters are expected")]
    NotACurrency,
}

/// A currency by its three letters (ISO 4217), in capitals.
///
/// Any three letters are accepted; the list of the standard is not consulted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Renminbi (人民币).
    pub const CNY: Self = Self(*b"CNY");

    /// The three letters, in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    /// Reads three letters of either case.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_| MoneyError::NotACurrency)?;
        if letters.iter().all(u8::is_ascii_alphabetic) {
            Ok(Self(letters.map(|letter| letter.to_ascii_uppercase())))
        } else {
            Err(MoneyError::NotACurrency)
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount with its currency. `Display` shows `0.58 CNY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    fen: Fen,
    currency: Currency,
}

impl Money {
    /// An amount in hundredths of a currency.
    #[must_use]
    pub const fn new(fen: Fen, currency: Currency) -> Self {
        Self { fen, currency }
    }

    /// So many fen of renminbi.
    #[must_use]
    pub const fn cny(fen: i64) -> Self {
        Self::new(Fen::new(fen), Currency::CNY)
    }

    /// The amount in hundredths of the currency.
    #[must_use]
    pub const fn fen(self) -> Fen {
        self.fen
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.fen.yuan(), self.currency)
    }
}

#[cfg(feature = "serde")]
mod serialize {
    use serde::ser::SerializeStruct;
    use serde::{Serialize, Serializer};

    use super::{Currency, Fen, Money};

    /// As the number of fen.
    impl Serialize for Fen {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_i64(self.get())
        }
    }

    /// As its three letters.
    impl Serialize for Currency {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    /// As `{"fen": 58, "currency": "CNY"}`.
    impl Serialize for Money {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut object = serializer.serialize_struct("Money", 2)?;
            object.serialize_field("fen", &self.fen)?;
            object.serialize_field("currency", &self.currency)?;
            object.end()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn yuan(text: &str) -> Result<i64, MoneyError> {
        Fen::parse_yuan(text).map(Fen::get)
    }

    #[test]
    fn yuan_are_read_to_the_fen() {
        for (text, fen) in [
            ("5230.00", 523_000),
            ("5230", 523_000),
            ("5230.5", 523_050),
            ("0.01", 1),
            ("0", 0),
            ("-0.00", 0),
            ("007.10", 710),
            ("5230.0000000000000000000000", 523_000),
            ("1E3", 100_000),
            ("1e-2", 1),
            ("5.23E+3", 523_000),
            ("1200e-4", 12),
            ("0E999999999999999999999", 0),
            ("-12.34", -1_234),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.08", i64::MIN),
            ("100000000000000000000e-4", 1_000_000_000_000_000_000),
        ] {
            assert_eq!(yuan(text), Ok(fen), "{text}");
        }
    }

    #[test]
    fn a_fraction_of_a_fen_is_an_error_and_is_not_rounded() {
        for text in ["0.001", "5230.005", "1e-3", "15e-3", "0.1e-2", "1e-999999999999999999999"] {
            assert_eq!(yuan(text), Err(MoneyError::FractionOfFen), "{text}");
        }
    }

    #[test]
    fn yuan_beyond_64_bits_of_fen_are_an_error() {
        for text in ["92233720368547758.08", "-92233720368547758.09", "1e17", "1e999999999999999999999"] {
            assert_eq!(yuan(text), Err(MoneyError::TooLarge), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_amount() {
        for text in [
            "", "-", ".", ".5", "5.", "+5", " 5", "5 ", "5,230.00", "1e", "1e+", "1e1.0", "--5", "0x10",
            "五", "５", "NaN", "1.2.3", "-e1",
        ] {
            assert_eq!(yuan(text), Err(MoneyError::NotANumber), "{text}");
        }
    }

    #[test]
    fn fen_are_digits_and_nothing_else() {
        assert_eq!(Fen::parse_fen("58"), Ok(Fen::new(58)));
        assert_eq!(Fen::parse_fen("0058"), Ok(Fen::new(58)));
        assert_eq!(Fen::parse_fen("-58"), Ok(Fen::new(-58)));
        assert_eq!(Fen::parse_fen("-9223372036854775808"), Ok(Fen::new(i64::MIN)));
        assert_eq!(Fen::parse_fen("9223372036854775808"), Err(MoneyError::TooLarge));
        for text in ["", "-", "+58", "58.00", "58.", "1E3", " 58", "58 ", "５８"] {
            assert_eq!(Fen::parse_fen(text), Err(MoneyError::NotANumber), "{text}");
        }
    }

    #[test]
    fn money_shows_two_decimals_and_its_currency() {
        assert_eq!(Money::cny(58).to_string(), "0.58 CNY");
        assert_eq!(Money::cny(5_800).to_string(), "58.00 CNY");
        assert_eq!(Money::cny(-5).to_string(), "-0.05 CNY");
        assert_eq!(Money::cny(i64::MIN).to_string(), "-92233720368547758.08 CNY");
        assert_eq!(Fen::new(58).to_string(), "58");
    }

    #[test]
    fn a_currency_is_three_letters_of_either_case() {
        assert_eq!("cny".parse(), Ok(Currency::CNY));
        assert_eq!("hKd".parse::<Currency>().unwrap().to_string(), "HKD");
        for text in ["", "CN", "CNYY", "C1Y", "元", "cn "] {
            assert_eq!(text.parse::<Currency>(), Err(MoneyError::NotACurrency), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(fen: i64) {
            let fen = Fen::new(fen);
            prop_assert_eq!(Fen::parse_yuan(&fen.yuan().to_string()), Ok(fen));
            prop_assert_eq!(Fen::parse_fen(&fen.to_string()), Ok(fen));
        }

        #[test]
        fn an_exponent_only_moves_the_point(fen in -1_000_000_000_i64..1_000_000_000, shift in -6_i32..=6) {
            // The digits of `fen`, written with an exponent that undoes the shift.
            let shifted = i128::from(fen) * 10_i128.pow(u32::try_from(shift + 6).unwrap());
            let text = format!("{shifted}e{}", -(shift + 6) - 2);
            prop_assert_eq!(yuan(&text), Ok(fen));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-+0-9.eE]{0,24}|\\PC{0,8}") {
            let _ = Fen::parse_yuan(&text);
            let _ = Fen::parse_fen(&text);
        }
    }
}
