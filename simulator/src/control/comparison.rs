//! The signature that arrived beside the one that was computed.

use payspec_table::Reason;

use crate::{Exchange, Verdict};

/// How the signature that arrived compares with the one that was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The operation is not signed, or the request could not be read as far as that.
    Nothing,
    /// There should have been one.
    NoneArrived,
    Equal,
    Different,
    /// Only the merchant can compute it, with his private key; with his public one it was found good.
    Verified,
    /// Only the merchant can compute it; it does not verify.
    NotVerified,
    /// Only the merchant can compute it, and another objection came first.
    NotChecked,
}

impl Comparison {
    pub(crate) fn of(exchange: &Exchange) -> Self {
        match (&exchange.canonical, &exchange.signature, &exchange.computed) {
            (None, _, None) => Self::Nothing,
            (_, None, _) => Self::NoneArrived,
            (_, Some(arrived), Some(computed)) if same(arrived, computed) => Self::Equal,
            (_, Some(_), Some(_)) => Self::Different,
            (_, Some(_), None) => match &exchange.verdict {
                Verdict::Answered { .. } => Self::Verified,
                Verdict::Refused { reason: Reason::BadSignature, .. } => Self::NotVerified,
                Verdict::Refused { reason: Reason::UnknownMerchant, .. } => Self::NotChecked,
                Verdict::Refused { .. } => Self::Verified,
                Verdict::NoOperation | Verdict::NoQuestion { .. } | Verdict::Failed { .. } => {
                    Self::NotChecked
                }
            },
        }
    }

    /// Its name in the API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing_to_compare",
            Self::NoneArrived => "none_arrived",
            Self::Equal => "equal",
            Self::Different => "different",
            Self::Verified => "verified",
            Self::NotVerified => "not_verified",
            Self::NotChecked => "not_checked",
        }
    }
}

/// Equal; of two in hexadecimal digits the case does not count.
fn same(one: &str, other: &str) -> bool {
    let hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    one == other || (hexadecimal(one) && hexadecimal(other) && one.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_of_hexadecimal_digits_does_not_count_and_that_of_base64_does() {
        assert!(same("0aF3", "0Af3"));
        assert!(!same("0aF3", "0aF4"));
        assert!(same("Zm9v", "Zm9v"));
        assert!(!same("Zm9v", "zM9V"));
        assert!(!same("", "0a"));
    }
}
