//! The states that each provider has codes for, written by hand from `PROVIDERS.md`.

use payspec_runtime::OrderState;
use payspec_runtime::OrderState::{
    Cancelled, Closed, Failed, Paid, Pending, RefundFailed, Refunded, Refunding, Unknown,
};

use crate::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};

/// The states that a provider has codes for, each with all of its codes. The others arrive as `Unknown`, with a code
/// that is none of these.
#[must_use]
pub const fn listed(subject: Subject) -> &'static [(OrderState, &'static [&'static str])] {
    match subject {
        UmfServiceProvider => &[
            (Pending, &["02", "04", "62"]),
            (Paid, &["00"]),
            (Refunding, &["01"]),
            (Unknown, &["02"]),
            (Closed, &["03"]),
            (Cancelled, &["04"]),
            (Failed, &["06"]),
        ],
        UmfMerchant => &[
            (Pending, &["NOTPAY", "01000000", "02000000", "03000000"]),
            (Paid, &["SUCCESS"]),
            (Failed, &["PAYERROR"]),
            (Refunding, &["88881220"]),
            (Cancelled, &["88881137"]),
        ],
        Leshua => &[
            (Pending, &["0", "-4004"]),
            (Paid, &["2"]),
            (Closed, &["6"]),
            (Failed, &["8"]),
            (Refunding, &["10"]),
            (Refunded, &["11"]),
            (RefundFailed, &["12"]),
        ],
        Ktspay => &[
            (Pending, &["0", "1"]),
            (Paid, &["2"]),
            (Failed, &["3"]),
            (Cancelled, &["4"]),
            (Refunded, &["5"]),
            (Closed, &["6"]),
        ],
        LeopardSingle | LeopardMulti => {
            &[(Pending, &["0"]), (Paid, &["1"]), (Failed, &["2"]), (Closed, &["3"]), (Unknown, &["6"])]
        }
    }
}

/// The field of a reply that tells the state, by its path in deviations.
#[must_use]
pub const fn field(subject: Subject) -> &'static str {
    match subject {
        UmfServiceProvider => "origRespCode",
        UmfMerchant => "transState",
        Leshua | LeopardSingle => "status",
        Ktspay => "data.state",
        LeopardMulti => "orders.0.status",
    }
}

/// The state that a client reads where a provider means this one.
#[must_use]
pub fn read(subject: Subject, state: OrderState) -> OrderState {
    if listed(subject).iter().any(|(listed, _)| *listed == state) { state } else { Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_listed_at_most_once_and_those_that_matter_are() {
        for subject in Subject::ALL {
            let count = |state| listed(subject).iter().filter(|(listed, _)| *listed == state).count();
            assert!(OrderState::ALL.into_iter().all(|state| count(state) <= 1), "{subject:?}");
            assert!([Pending, Paid, Failed].into_iter().all(|state| count(state) == 1), "{subject:?}");
            assert_eq!(read(subject, Paid), Paid);
        }
        assert_eq!(read(Ktspay, RefundFailed), Unknown);
    }
}
