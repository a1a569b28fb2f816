//! What an error means for asking again.

use std::time::Duration;

use payspec_table::Reason;

use crate::conduct::too_often::{PAUSES, says_too_often};
use crate::endpoint::Connection;
use crate::{Against, Error, Found, Known, Order, Refusal, Retry, TiedBy, VerifyError};

/// What an error means for asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The next question may be answered.
    GoOn {
        /// There is no sense in asking earlier.
        after: Duration,
    },
    /// The next question would end in the same way.
    Stop,
}

/// Decides; the table is in the documentation of [`Client::until_final`](crate::Client::until_final).
///
/// Whoever stands between the provider and the caller can spoil an answer, but must not be able to end the asking: only
/// what the provider vouches for does, and what is wrong on this side.
#[derive(Debug)]
pub(super) struct Judge {
    /// What every passing reply is tied by.
    tied: TiedBy,
    connection: Connection,
    /// How many questions in a row were too many.
    too_often: u32,
    /// How many answers in a row were refusals that cannot get better.
    refusals: u32,
}

impl Judge {
    pub(super) const fn new(tied: TiedBy, connection: Connection) -> Self {
        Self { tied, connection, too_often: 0, refusals: 0 }
    }

    /// Hears of an answer.
    pub(super) fn answer(&mut self) {
        (self.too_often, self.refusals) = (0, 0);
    }

    /// Whether anything says that this is the order that was asked for.
    pub(super) fn is_tied(&self, order: &Order) -> bool {
        order.tied_by == TiedBy::OrderNumber || self.connection == Connection::Vouching
    }

    pub(super) fn error(&mut self, error: &Error) -> Verdict {
        if let Error::CircuitOpen { retry_in, .. } = error {
            return Verdict::GoOn { after: *retry_in };
        }
        let after = self.pause(error);
        if self.stops(error) { Verdict::Stop } else { Verdict::GoOn { after } }
    }

    fn stops(&mut self, error: &Error) -> bool {
        let refused =
            matches!(error, Error::Refused(refusal) if refusal.authentic && cannot_get_better(refusal));
        self.refusals = if refused { self.refusals.saturating_add(1) } else { 0 };
        match error {
            // It names no order: where somebody on the way can send an old one about another order, one is not enough.
            Error::Refused(_) if self.connection == Connection::Open => self.refusals >= 2,
            Error::Refused(_) => refused,
            Error::Mismatch { against: Against::Amount, found: Found::Different, .. } => {
                self.tied == TiedBy::OrderNumber
            }
            // The key is missing on this side.
            Error::Unverified(VerifyError::Credentials(_)) => true,
            _ => error.known() == Known::NothingSent && error.retry() == Retry::Pointless,
        }
    }

    /// How long the provider wants to be left alone: whether the client has limits or not.
    fn pause(&mut self, error: &Error) -> Duration {
        if says_too_often(error) {
            let pause = PAUSES.pause(self.too_often);
            self.too_often = self.too_often.saturating_add(1);
            return pause;
        }
        // What failed on the way does not say that it has had its rest.
        if matches!(error, Error::Refused(_)) {
            self.too_often = 0;
        }
        Duration::ZERO
    }
}

fn cannot_get_better(refusal: &Refusal) -> bool {
    let reason = matches!(refusal.reason, Some(Reason::BadSignature | Reason::UnknownMerchant));
    refusal.retry() == Retry::Pointless || (refusal.advice.is_none() && reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CredentialsError, Phase, RandomError};

    fn verdict(error: &Error, tied: TiedBy) -> Verdict {
        Judge::new(tied, Connection::Vouching).error(error)
    }

    fn goes_on(error: &Error) -> bool {
        [TiedBy::OrderNumber, TiedBy::Connection].map(|tied| verdict(error, tied) != Verdict::Stop)
            == [true; 2]
    }

    fn mismatch(found: Found, against: Against) -> Error {
        Error::Mismatch { field: "x".to_owned(), found, against }
    }

    #[test]
    fn what_somebody_on_the_way_can_do_stops_nothing() {
        let errors = [
            Error::RedirectFollowed,
            Error::Redirect { status: 302 },
            Error::Status { status: 400 },
            Error::TooLarge { limit: 1 },
            Error::Unverified(VerifyError::Wrong),
            Error::Unverified(VerifyError::Missing { place: "x".to_owned() }),
            Error::Incomplete { field: "x".to_owned() },
            Error::Unreadable { field: "x".to_owned(), expected: "x" },
            Error::transport(Phase::Connecting, "x"),
            Error::Random(RandomError),
            mismatch(Found::Different, Against::Credential("x".to_owned())),
            mismatch(Found::Different, Against::Request("x".to_owned())),
            mismatch(Found::Missing, Against::Amount),
        ];
        for error in errors {
            assert!(goes_on(&error), "{error}");
        }
    }

    #[test]
    fn what_is_wrong_on_this_side_stops_it() {
        let unsupported = Error::Unsupported { provider: "x".to_owned(), what: "x".to_owned() };
        let key = || CredentialsError::Missing { name: "key".to_owned() };
        let errors = [
            unsupported,
            Error::Credentials(key()),
            Error::Unverified(VerifyError::Credentials(key())),
            Error::Url { what: "x" },
            Error::Unusable { what: "x".to_owned() },
        ];
        for error in errors {
            assert_eq!(verdict(&error, TiedBy::Connection), Verdict::Stop, "{error}");
        }
    }

    #[test]
    fn another_amount_stops_it_only_in_what_is_tied_to_the_order() {
        let error = mismatch(Found::Different, Against::Amount);
        assert_eq!(verdict(&error, TiedBy::OrderNumber), Verdict::Stop);
        assert_eq!(verdict(&error, TiedBy::Connection), Verdict::GoOn { after: Duration::ZERO });
    }
}
