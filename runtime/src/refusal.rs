//! The provider's refusal to answer.

use std::fmt;

use payspec_table::{Advice, Reason, TierName};

use crate::Retry;
use crate::text::moves_text;

/// The provider refused to answer. What became of the order is unknown.
///
/// A refusal seldom repeats an order number. Over plain http an authentic one, too, can be an older one about another
/// order, sent once more by somebody on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The provider's name.
    pub provider: String,
    /// The operation's name.
    pub operation: String,
    /// The tier that refused.
    pub tier: TierName,
    /// The code, as it came; `***` if a secret of the merchant stands in it.
    pub code: String,
    /// What the document calls the code.
    pub title: Option<String>,
    /// The provider's own words, as they came; `***` if a secret of the merchant stands in them.
    pub text: Option<String>,
    /// What the specification says to do about it.
    pub advice: Option<Advice>,
    /// Why, as far as the specification can tell.
    pub reason: Option<Reason>,
    /// Whether the message was verified and its signature covers the code. Otherwise the refusal proves nothing: anyone on
    /// the way can have written it.
    pub authentic: bool,
}

impl Refusal {
    /// Whether asking again is sensible; a code without advice may be anything, so it is asked again later.
    ///
    /// Only an authentic refusal is a reason to stop for good: otherwise anyone on the way could keep a caller from
    /// ever learning that an order was paid. One that is not authentic is asked about again, until the caller's own deadline.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self.advice {
            Some(Advice::Stop) if self.authentic => Retry::Pointless,
            _ => Retry::Later,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} refused `{}` with code `{}`", self.provider, self.operation, Quoted(&self.code))?;
        if let Some(title) = &self.title {
            write!(f, " ({title})")?;
        }
        if let Some(text) = self.text.as_deref().filter(|text| Some(*text) != self.title.as_deref()) {
            write!(f, ": \"{}\"", Quoted(text))?;
        }
        if !self.authentic {
            f.write_str(" in what is not signed")?;
        }
        f.write_str("; the state of the order is unknown, ")?;
        f.write_str(match self.advice {
            Some(Advice::Stop) if self.authentic => "correct the request before asking again",
            Some(Advice::Stop) => {
                "ask again later, for nobody vouches for the refusal; correct the request if the answer stays the same"
            }
            Some(Advice::AgainLater) => "the provider may answer later",
            _ => "ask again later",
        })
    }
}

/// A text of the provider for an error message: nothing that moves other text, at most 200 characters.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.chars().enumerate() {
            if index == 200 {
                return f.write_str("…");
            }
            if moves_text(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal() -> Refusal {
        Refusal {
            provider: "acme".into(),
            operation: "query_status".into(),
            tier: TierName::Business,
            code: "-4006".into(),
            title: Some("订单不存在".into()),
            text: Some("订单不存在".into()),
            advice: Some(Advice::Stop),
            reason: Some(Reason::OrderNotFound),
            authentic: true,
        }
    }

    #[test]
    fn a_text_that_repeats_the_title_is_shown_once() {
        assert_eq!(
            refusal().to_string(),
            "acme refused `query_status` with code `-4006` (订单不存在); the state of the order is unknown, \
             correct the request before asking again"
        );
    }

    #[test]
    fn an_unsigned_refusal_says_so() {
        let refusal = Refusal { authentic: false, ..refusal() };
        assert!(refusal.to_string().contains("not signed"), "{refusal}");
    }

    #[test]
    fn a_refusal_that_nobody_vouches_for_is_no_reason_to_stop_for_good() {
        let unsigned = |advice| Refusal { authentic: false, advice, ..refusal() };
        for advice in [Some(Advice::Stop), Some(Advice::AgainLater), None] {
            assert_eq!(unsigned(advice).retry(), Retry::Later, "{advice:?}");
        }
        assert_eq!(refusal().retry(), Retry::Pointless);
        let words = unsigned(Some(Advice::Stop)).to_string();
        assert!(words.contains("ask again later, for nobody vouches for the refusal"), "{words}");
        assert!(!words.contains("before asking again"), "{words}");
    }

    #[test]
    fn control_characters_of_the_provider_never_reach_a_terminal() {
        let refusal = Refusal { text: Some("\u{1b}[2Jx\n".into()), ..refusal() };
        assert!(!refusal.to_string().chars().any(char::is_control), "{refusal:?}");
        let turned_around = Refusal { text: Some("\u{202e}diap".into()), ..refusal };
        assert!(!turned_around.to_string().contains('\u{202e}'), "{turned_around:?}");
    }
}
