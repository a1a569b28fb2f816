//! What a client must return: for every fault, every operation, by hand.

use payspec_runtime::{OrderState, Phase, Reason, TiedBy};
use payspec_simulator::Fault;
use payspec_tests::simulated::Key;
use payspec_tests::states;
use payspec_tests::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};

use crate::outcome::{Garbled, Outcome, Signed};
use OrderState::{Paid, Pending, Unknown};

/// What must happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Row {
    /// The client returns this.
    Returns(Outcome),
    /// The provider has no reply with room for the fault: it cannot be armed.
    NoRoom,
    /// Other replies of the provider have room for the fault, this one has not: it is honest.
    Honest,
}

/// A question in the matrix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) fault: Fault,
    pub(crate) subject: Subject,
    /// What became of the order.
    pub(crate) state: OrderState,
    pub(crate) key: Key<'a>,
}

impl Case<'_> {
    /// What must happen; `None` if nobody has said so.
    pub(crate) fn row(self) -> Option<Row> {
        let Self { fault, subject, .. } = self;
        let honest = Row::Returns(self.honest(&[]));
        Some(match fault {
            Fault::NoAnswer | Fault::SlowHead | Fault::ResetBeforeAnswer => {
                Row::Returns(Outcome::Broken(Phase::Sending))
            }
            Fault::SlowBody | Fault::ResetInBody | Fault::LengthTooLong => {
                Row::Returns(Outcome::Broken(Phase::Receiving))
            }
            Fault::LengthTooShort => Row::Returns(Outcome::Malformed(Garbled::CutOff)),
            Fault::Http500 => Row::Returns(Outcome::Status(500)),
            Fault::Http502 => Row::Returns(Outcome::Status(502)),
            Fault::EmptyBody => Row::Returns(Outcome::Malformed(Garbled::Empty)),
            // The signature says whether it is a reply, not the header.
            Fault::WrongContentType => honest,
            Fault::HugeBody => Row::Returns(Outcome::TooLarge),
            Fault::BrokenEncoding => Row::Returns(Outcome::Malformed(Garbled::NotUtf8)),
            // There it stands twice in the JSON text that holds the orders, which is then no list of orders.
            Fault::DuplicateField if subject == LeopardMulti => Row::Returns(Outcome::Unreadable("orders")),
            Fault::DuplicateField => Row::Returns(Outcome::Malformed(Garbled::Duplicate)),
            Fault::WrongSignature => Row::Returns(Outcome::Forged),
            Fault::NoSignature => Row::Returns(Outcome::Unsigned),
            Fault::OtherOrder => Row::Returns(self.other_order()),
            Fault::OtherMerchant => match subject {
                // Their replies name no merchant.
                UmfServiceProvider | UmfMerchant => Row::NoRoom,
                Leshua => Row::Returns(Outcome::Elsewhere("merchant_id")),
                Ktspay => Row::Returns(Outcome::Elsewhere("data.mchNo")),
                LeopardSingle | LeopardMulti => Row::Returns(Outcome::Elsewhere("mid")),
            },
            Fault::UnknownStatus => {
                let unlisted = format!("`{}` has a code that is not documented", states::field(subject));
                Row::Returns(Outcome::Told(Unknown, self.tie(Unknown), vec![unlisted]))
            }
            Fault::NewField => honest,
            Fault::MissingField => Row::Returns(self.honest(&[self.spare()])),
            Fault::MissingState => match subject {
                UmfServiceProvider => Row::Returns(Outcome::Incomplete("origRespCode")),
                // 0000 without a state: the document allows it, and nobody knows whether the order is paid.
                UmfMerchant => Row::Returns(Outcome::Told(Unknown, self.tie(Unknown), vec![])),
                Leshua | LeopardSingle => Row::Returns(Outcome::Incomplete("status")),
                Ktspay => Row::Returns(Outcome::Incomplete("data.state")),
                LeopardMulti => Row::Returns(Outcome::Incomplete("orders[].status")),
            },
            // XML knows no numbers.
            Fault::NumberAsText | Fault::TextAsNumber if subject == Leshua => Row::NoRoom,
            // What is still in progress comes with no text that could be a number: 02 has a zero in front.
            Fault::TextAsNumber if subject == UmfServiceProvider && self.state == Pending => Row::Honest,
            Fault::NumberAsText | Fault::TextAsNumber => honest,
            Fault::UnsignedRefusal => match subject {
                // All their replies are signed, refusals too.
                UmfServiceProvider | UmfMerchant => Row::Returns(Outcome::Unsigned),
                Leshua | Ktspay | LeopardSingle | LeopardMulti => {
                    Row::Returns(Outcome::Refused(None, Signed::No))
                }
            },
            Fault::TooOften => match subject {
                UmfServiceProvider => Row::Returns(Outcome::Refused(Some(Reason::TooOften), Signed::Yes)),
                // No other specification has a code for it: the refusal tells no reason.
                UmfMerchant => Row::Returns(Outcome::Refused(None, Signed::Yes)),
                Leshua | Ktspay | LeopardSingle | LeopardMulti => {
                    Row::Returns(Outcome::Refused(None, Signed::No))
                }
            },
            Fault::SystemError => match subject {
                UmfServiceProvider | UmfMerchant | Leshua => {
                    Row::Returns(Outcome::Refused(Some(Reason::SystemError), Signed::Yes))
                }
                // A reply without data has no signature.
                Ktspay => Row::Returns(Outcome::Refused(Some(Reason::SystemError), Signed::No)),
                LeopardSingle | LeopardMulti => Row::Returns(Outcome::Refused(None, Signed::No)),
            },
            // A client compares no clocks: what it is told is when the provider says that it was.
            Fault::ClockAhead | Fault::ClockBehind => honest,
            _ => return None,
        })
    }

    /// The answer without a fault, but for these departures.
    pub(crate) fn honest(self, deviations: &[&str]) -> Outcome {
        let deviations = deviations.iter().map(|words| (*words).to_owned()).collect();
        Outcome::Told(self.state, self.tie(self.state), deviations)
    }

    /// What ties a reply about the order to the question.
    fn tie(self, told: OrderState) -> TiedBy {
        match (self.subject, self.key) {
            // Their replies repeat the provider's number, and no other.
            (UmfServiceProvider | UmfMerchant, Key::Merchant(_)) => TiedBy::Connection,
            // What is still in progress comes without any number.
            (UmfServiceProvider, _) if told == Pending => TiedBy::Connection,
            _ => TiedBy::OrderNumber,
        }
    }

    /// A genuine reply about another order, one that is paid.
    fn other_order(self) -> Outcome {
        match (self.subject, self.key) {
            // Nothing in these replies says which order they are about, unless the question named the provider's number. The
            // client says that only the connection ties them to it: over plain http nobody may book that.
            (UmfServiceProvider | UmfMerchant, Key::Merchant(_)) => {
                Outcome::Told(Paid, TiedBy::Connection, vec![])
            }
            (UmfServiceProvider | UmfMerchant, _) => Outcome::Elsewhere("transactionId"),
            (Leshua, Key::Provider(_)) => Outcome::Elsewhere("leshua_order_id"),
            (Leshua, _) => Outcome::Elsewhere("third_order_id"),
            (Ktspay, Key::Merchant(_)) => Outcome::Elsewhere("data.mchOrderNo"),
            (Ktspay, _) => Outcome::Elsewhere("data.payOrderId"),
            (LeopardSingle, _) => Outcome::Elsewhere("orderNo"),
            (LeopardMulti, _) => Outcome::Elsewhere("orders[].orderNo"),
        }
    }

    /// The field that is missing, in the words of the deviation.
    fn spare(self) -> &'static str {
        match self.subject {
            UmfServiceProvider => "`respMsg` is mandatory and missing",
            UmfMerchant => "`retMsg` is mandatory and missing",
            Leshua => "`nonce_str` is mandatory and missing",
            Ktspay => "`data.wayCode` is mandatory and missing",
            LeopardSingle | LeopardMulti => "`msg` is mandatory and missing",
        }
    }
}
