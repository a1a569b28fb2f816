//! One order of a script.

use std::time::Duration;

use payspec_runtime::{ChinaTime, Fen};
use payspec_table::OrderState;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::words;
use crate::{After, Armed, Fault, SimulatedOrder, Times};

/// An order as it stands in a script or in a question to the control interface; its number stands outside.
///
/// ```yaml
/// state: Pending                # one of OrderState's names; Pending unless it is given
/// amount_fen: 5800              # a whole number of fen
/// channel: WXZF                 # in the provider's own code
/// created_at: 2026-11-21T10:00:00+08:00   # or 2026-11-21 10:00:00, at +08:00
/// paid_at: 2026-11-21T10:01:00+08:00
/// provider_order_no: "100000"   # without one the simulator gives the next that is free
/// channel_order_no: "420000"
/// then:                         # its life: each step counts from the one before
///   - { after_queries: 2, state: Paid }
///   - { after: 1m 30s, state: Refunding }
/// faults:                       # once, unless `times` says otherwise
///   - no_answer
///   - { fault: wrong_signature, times: 3 }
///   - { fault: http_500, times: always }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderScript {
    #[serde(default, deserialize_with = "words::optional_state")]
    pub(super) state: Option<OrderState>,
    #[serde(default, deserialize_with = "words::optional_amount")]
    amount_fen: Option<Fen>,
    channel: Option<String>,
    #[serde(default, deserialize_with = "words::optional_time")]
    created_at: Option<ChinaTime>,
    #[serde(default, deserialize_with = "words::optional_time")]
    paid_at: Option<ChinaTime>,
    provider_order_no: Option<String>,
    channel_order_no: Option<String>,
    #[serde(default)]
    pub(super) then: Vec<StepScript>,
    #[serde(default)]
    faults: Vec<FaultScript>,
}

impl OrderScript {
    /// The order, under this number of the merchant's.
    #[must_use]
    pub fn order(&self, merchant_order_no: impl Into<String>) -> SimulatedOrder {
        SimulatedOrder {
            state: self.state.unwrap_or(OrderState::Pending),
            amount: self.amount_fen,
            channel: self.channel.clone(),
            created_at: self.created_at,
            paid_at: self.paid_at,
            provider_order_no: self.provider_order_no.clone(),
            channel_order_no: self.channel_order_no.clone(),
            life: self.then.iter().map(|step| crate::Step { after: step.after, state: step.state }).collect(),
            ..SimulatedOrder::new(merchant_order_no)
        }
    }

    /// The states that it is given, and for those of its life the place in `then`.
    pub(crate) fn states(&self) -> impl Iterator<Item = (OrderState, Option<usize>)> {
        let of_life = self.then.iter().enumerate().map(|(index, step)| (step.state, Some(index)));
        self.state.map(|state| (state, None)).into_iter().chain(of_life)
    }

    /// The faults that wait for questions about it, the next one first, to be armed when the order is there.
    pub fn faults(&self) -> impl ExactSizeIterator<Item = Armed> {
        self.faults.iter().map(|fault| fault.armed())
    }
}

/// A step in the life of an order: `{ after_queries: 2, state: Paid }` or `{ after: 30s, state: Paid }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StepScript {
    after: After,
    pub(super) state: OrderState,
}

impl<'de> Deserialize<'de> for StepScript {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            after_queries: Option<u32>,
            #[serde(default, deserialize_with = "words::optional_duration")]
            after: Option<Duration>,
            #[serde(default, deserialize_with = "words::optional_state")]
            state: Option<OrderState>,
        }
        words::mapping(deserializer, "a step such as { after_queries: 2, state: Paid }", |fields: Fields| {
            let after = match (fields.after_queries, fields.after) {
                (Some(count), None) => After::Queries(count),
                (None, Some(time)) => After::Time(time),
                (Some(_), Some(_)) => return Err("a step has `after_queries` or `after`, not both"),
                (None, None) => return Err("a step needs `after_queries: 2` or `after: 30s`"),
            };
            let state = fields.state.ok_or("a step needs the `state` that it leads to")?;
            Ok(Self { after, state })
        })
    }
}

/// A fault that waits for a question: `no_answer`, `{ fault: no_answer, times: 3 }` or `{ fault: no_answer, times: always }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultScript {
    fault: Fault,
    times: Times,
}

impl FaultScript {
    /// The fault, and how often it strikes: once, unless the script says otherwise.
    #[must_use]
    pub fn armed(&self) -> Armed {
        Armed { fault: self.fault, left: self.times }
    }
}

impl<'de> Deserialize<'de> for FaultScript {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            #[serde(default, deserialize_with = "words::optional_fault")]
            fault: Option<Fault>,
            #[serde(default, deserialize_with = "words::optional_times")]
            times: Option<Times>,
        }
        let once = Times::Count(1);
        words::text_or_mapping(
            deserializer,
            "a fault such as no_answer or { fault: no_answer, times: 3 }",
            |name| Ok(Self { fault: words::fault(name)?, times: once }),
            |fields: Fields| {
                let fault = fields.fault.ok_or("the name of the `fault` is missing")?;
                Ok(Self { fault, times: fields.times.unwrap_or(once) })
            },
        )
    }
}

/// By chance: `{ percent: 20, faults: [no_answer] }`; all faults unless some are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChanceScript(pub(super) crate::Chance);

impl ChanceScript {
    /// What it says.
    #[must_use]
    pub fn chance(&self) -> crate::Chance {
        self.0.clone()
    }
}

impl<'de> Deserialize<'de> for ChanceScript {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            percent: i64,
            faults: Option<Vec<Name>>,
        }
        struct Name(Fault);
        impl<'de> Deserialize<'de> for Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let fault = words::optional_fault(deserializer)?;
                fault.map(Self).ok_or_else(|| D::Error::custom("the name of a fault is missing"))
            }
        }
        words::mapping(deserializer, "a chance such as { percent: 20 }", |fields: Fields| {
            let percent = u8::try_from(fields.percent).ok().filter(|percent| *percent <= 100);
            let chance = crate::Chance::new(percent.ok_or("`percent` is a whole number from 0 to 100")?);
            Ok(Self(match fields.faults {
                Some(faults) if faults.is_empty() => {
                    return Err("`faults` is empty: leave it out for all of them");
                }
                Some(faults) => chance.of(faults.into_iter().map(|name| name.0)),
                None => chance,
            }))
        })
    }
}
