//! Which fault strikes an answer, and what it makes of it.

use std::cell::OnceCell;

use payspec_runtime::{ChinaTime, Message};
use payspec_table::{Encoding, Operation, Over, Reason, Signing, Verification};

use super::damage;
use super::twist::{Twice, has_leaf, twisted};
use super::{Chance, Fault};
use crate::Told;
use crate::order::{Numbers, Orders, SimulatedOrder};
use crate::reply::answer::told;
use crate::reply::delivery::Parcel;
use crate::reply::draft;
use crate::reply::filler::Filler;
use crate::reply::plan::{Plan, Planner, Shows, Subject, merchant_paths};
use crate::reply::seal::{Flaw, is_signed};

/// An answer as it is without a fault.
#[derive(Debug)]
pub(crate) struct Honest<'a> {
    pub(crate) planner: Planner<'a>,
    pub(crate) filler: &'a Filler<'a>,
    /// The orders that it is about; none if the question was refused.
    pub(crate) subjects: Vec<Subject>,
    pub(crate) plan: Plan,
    /// Made when it is wanted.
    pub(crate) reply: OnceCell<Message>,
}

impl Honest<'_> {
    /// The reply, not signed yet.
    pub(crate) fn reply(&self) -> &Message {
        self.reply.get_or_init(|| draft::write(self.operation(), &self.plan, self.filler))
    }

    fn operation(&self) -> &Operation {
        self.planner.tiers.operation
    }

    /// Whether this very reply has room for a fault.
    fn has_room(&self, fault: Fault, twin: Option<&SimulatedOrder>) -> bool {
        let (provider, operation) = (self.planner.tiers.provider, self.operation());
        fault.has_room(provider, operation)
            && match fault {
                Fault::OtherOrder => twin.is_some(),
                Fault::OtherMerchant => {
                    let fields = &operation.response.fields;
                    merchant_paths(operation).any(|path| has_leaf(self.reply(), fields, &path.dotted()))
                }
                Fault::WrongSignature | Fault::NoSignature => {
                    is_signed(&operation.response.verification, self.reply())
                }
                Fault::MissingField | Fault::NumberAsText | Fault::TextAsNumber => {
                    twisted(fault, operation, self.reply()).is_some()
                }
                Fault::DuplicateField => Twice::find(provider, operation, self.reply()).is_some(),
                _ => true,
            }
    }
}

/// A fault that strikes an answer.
#[derive(Debug)]
pub(crate) struct Strike {
    pub(crate) fault: Fault,
    /// Which of the orders it was meant for.
    index: usize,
    /// An order that nobody asked about.
    twin: Option<SimulatedOrder>,
}

impl Strike {
    /// Finds the fault that strikes an answer: the first of those that wait for the orders that it is about, one order
    /// after the other; otherwise one by chance, which the first order decides.
    pub(crate) fn find(
        honest: &Honest<'_>,
        orders: &mut Orders,
        chance: Option<&Chance>,
        seed: u64,
    ) -> Option<Self> {
        let known = honest.subjects.iter().enumerate().filter_map(|(index, subject)| {
            let order = subject.order.as_ref()?;
            Some((index, order, Numbers { merchant: Some(&order.merchant_order_no), provider: None }))
        });
        let asked: Vec<&str> = honest.subjects.iter().map(|subject| &*subject.number).collect();
        for (index, order, numbers) in known.clone() {
            if orders.find(numbers).is_some_and(|kept| kept.is_armed()) {
                let twin = orders.twin(order, &asked);
                let fits = |fault| honest.has_room(fault, twin.as_ref());
                if let Some(fault) = orders.find(numbers).and_then(|kept| kept.strike(fits)) {
                    return Some(Self { fault, index, twin });
                }
            }
        }
        let (chance, (index, order, numbers)) = (chance?, known.clone().next()?);
        let twin = orders.twin(order, &asked);
        let fits = |fault| honest.has_room(fault, twin.as_ref());
        let times = orders.find(numbers)?.asked();
        let provider = &honest.planner.tiers.provider.name;
        let fault = chance.draw(seed, provider, &order.merchant_order_no, times, fits)?;
        Some(Self { fault, index, twin })
    }

    /// The reply, not signed yet, and what it tells to somebody who believes it.
    pub(crate) fn reply(&self, honest: &Honest<'_>) -> (Message, Vec<Told>) {
        let (planner, operation) = (honest.planner, honest.operation());
        let draft = |plan: &Plan| draft::write(operation, plan, honest.filler);
        let refusal = |stop| draft(&planner.refusal(&stop));
        let refusing = |reason| planner.tiers.refusing(reason).map(refusal);
        let changed = match self.fault {
            Fault::OtherOrder | Fault::UnknownStatus | Fault::MissingState => {
                let subjects = self.subjects(&honest.subjects);
                return (draft(&planner.reply(&subjects)), told(&subjects));
            }
            Fault::ClockAhead | Fault::ClockBehind => Some(self.at_another_time(honest)),
            Fault::OtherMerchant => Some(draft(&planner.to_another_merchant(&honest.subjects))),
            Fault::UnsignedRefusal => planner.tiers.failing_first("system error").map(refusal),
            Fault::TooOften => refusing(Reason::TooOften),
            Fault::SystemError => refusing(Reason::SystemError),
            fault => twisted(fault, operation, honest.reply()),
        };
        let told = if self.fault.leaves_the_truth() || self.is_only_long(operation) {
            told(&honest.subjects)
        } else {
            Vec::new()
        };
        (changed.unwrap_or_else(|| honest.reply().clone()), told)
    }

    /// Whether white space follows a message that is what it was: not to a signature over its bytes, nor in a form, where it
    /// belongs to the last value.
    fn is_only_long(&self, operation: &Operation) -> bool {
        let response = &operation.response;
        let counts = matches!(
            &response.verification,
            Verification::Signed { rule: Signing { over: Over::Body, .. }, .. }
        );
        let ends = matches!(response.encoding, Encoding::Json | Encoding::Xml { .. });
        self.fault == Fault::HugeBody && ends && !counts
    }

    /// What is wrong with the signature, or with what is written after it was made.
    pub(crate) fn flaw(&self, honest: &Honest<'_>) -> Option<Flaw> {
        match self.fault {
            Fault::WrongSignature => Some(Flaw::WrongSignature),
            Fault::NoSignature | Fault::UnsignedRefusal => Some(Flaw::NoSignature),
            Fault::DuplicateField => {
                let tables = honest.planner.tiers;
                Twice::find(tables.provider, tables.operation, honest.reply()).map(Flaw::Twice)
            }
            _ => None,
        }
    }

    /// What becomes of the message on its way.
    pub(crate) fn damage(&self, honest: &Honest<'_>, parcel: &mut Parcel) {
        let now = self.shifted(honest.filler.now);
        damage::damage(self.fault, &honest.operation().response.encoding, now, parcel);
    }

    /// The orders that the reply is about.
    fn subjects(&self, asked: &[Subject]) -> Vec<Subject> {
        let mut subjects = asked.to_vec();
        if let Some(subject) = subjects.get_mut(self.index) {
            match (self.fault, &self.twin) {
                (Fault::UnknownStatus, _) => subject.shows = Shows::Unlisted,
                (Fault::MissingState, _) => subject.shows = Shows::Nothing,
                (Fault::OtherOrder, Some(twin)) => {
                    subject.number.clone_from(&twin.merchant_order_no);
                    subject.order = Some(twin.clone());
                }
                _ => {}
            }
        }
        subjects
    }

    fn at_another_time(&self, honest: &Honest<'_>) -> Message {
        let mut subjects = honest.subjects.clone();
        for order in subjects.iter_mut().filter_map(|subject| subject.order.as_mut()) {
            order.created_at = order.created_at.map(|time| self.shifted(time));
            order.paid_at = order.paid_at.map(|time| self.shifted(time));
        }
        let now = self.shifted(honest.filler.now);
        let filler = Filler { now, nonce: honest.filler.nonce.clone(), ..*honest.filler };
        draft::write(honest.operation(), &honest.planner.reply(&subjects), &filler)
    }

    /// A moment by the provider's clock.
    fn shifted(&self, time: ChinaTime) -> ChinaTime {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        let days = match self.fault {
            Fault::ClockAhead => DAY,
            Fault::ClockBehind => -DAY,
            _ => return time,
        };
        ChinaTime::from_milliseconds(time.as_milliseconds() + days).unwrap_or(time)
    }
}

impl Fault {
    /// Whether the reply is to be believed all the same, so that it tells what is so.
    const fn leaves_the_truth(self) -> bool {
        matches!(
            self,
            Self::SlowHead
                | Self::SlowBody
                | Self::WrongContentType
                | Self::NewField
                | Self::MissingField
                | Self::NumberAsText
                | Self::TextAsNumber
                | Self::ClockAhead
                | Self::ClockBehind
        )
    }
}
