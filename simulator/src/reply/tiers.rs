//! Which tier stops a reply, and with which code.

use payspec_runtime::places;
use payspec_table::{
    Advice, Code, CodeTable, Field, Kind, LengthUnit, Operation, OrderState, Path, Provider, Reason, Tier,
};

use crate::reply::values::Values;

/// The tier at which a reply stops, and what it says there.
#[derive(Debug)]
pub(crate) struct Stop {
    /// Its position.
    tier: usize,
    /// The value of its field.
    value: String,
    /// The code, where that is another field.
    code: Option<String>,
    text: String,
}

/// The tiers of an operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tiers<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) operation: &'a Operation,
}

impl<'a> Tiers<'a> {
    /// How the provider refuses for a reason: with the first code that has it, transport before business.
    ///
    /// Where the specification lists none, the first tier refuses with a code that means nothing else, and its text tells
    /// the reason and that there is no code for it. `None` if there are no tiers.
    pub(crate) fn refusing(self, reason: Reason) -> Option<Stop> {
        let text = |code: &Code| {
            let (_, text) = code.reasons.iter().find(|(known, _)| *known == reason)?;
            let text = [&**text, &*code.title, words(reason)].into_iter().find(|text| !text.is_empty());
            text.map(str::to_owned)
        };
        self.first_code(text).or_else(|| {
            self.failing_first(format!("{}: the specification lists no code for it", words(reason)))
        })
    }

    /// How the first tier refuses with a code that means nothing else. `None` if there are no tiers.
    pub(crate) fn failing_first(self, text: impl Into<String>) -> Option<Stop> {
        let tier = self.operation.response.decision.tiers.first()?;
        Some(Stop { tier: 0, value: self.failing(tier), code: None, text: text.into() })
    }

    /// How a tier says what became of an order, for providers some of whose states are told by a tier.
    pub(crate) fn stating(self, state: OrderState) -> Option<Stop> {
        self.first_code(|code| {
            let means = match code.advice {
                Some(Advice::InProgress) => Some(code.state.unwrap_or(OrderState::Pending)),
                _ => code.state,
            };
            (means == Some(state)).then(|| code.title.to_string())
        })
    }

    /// The code of the trade state that means this.
    pub(crate) fn trade_state(self, state: OrderState) -> Option<&'a str> {
        let table = self.code_table(self.operation.response.decision.state.as_ref()?)?;
        table.codes.iter().find(|code| code.state == Some(state)).map(|code| &*code.wire)
    }

    /// A trade state that no table lists.
    pub(crate) fn unlisted_trade_state(self) -> String {
        self.operation
            .response
            .decision
            .state
            .as_ref()
            .map_or_else(String::new, |path| self.unlisted(path, &[]))
    }

    /// Writes the tiers: all pass, or those in front of the one that stops.
    pub(crate) fn write(self, stop: Option<&Stop>, values: &mut Values) {
        for (index, tier) in self.operation.response.decision.tiers.iter().enumerate() {
            match stop {
                Some(stop) if stop.tier == index => {
                    values.say(&tier.field, &stop.value);
                    if let Some(code) = &stop.code {
                        values.say(&tier.code, code);
                    }
                    if let Some(path) = &tier.text {
                        values.say(path, fitted(&stop.text, self.field(path)));
                    }
                }
                Some(stop) if stop.tier < index => values.if_needed(&tier.field, self.failing(tier)),
                _ => self.pass(tier, values),
            }
        }
    }

    fn pass(self, tier: &Tier, values: &mut Values) {
        let Some(value) = tier.pass.get(0) else { return };
        values.say(&tier.field, value);
        let title = self.code_table(&tier.field).and_then(|table| table.find(value)).map(|code| &code.title);
        if let (Some(path), Some(title)) = (&tier.text, title)
            && self.field(path).is_some_and(|field| field.example.is_none())
        {
            values.if_needed(path, fitted(title, self.field(path)));
        }
    }

    /// The first code, tier after tier, that a text can be found for.
    fn first_code(self, text: impl Fn(&Code) -> Option<String>) -> Option<Stop> {
        for (index, tier) in self.operation.response.decision.tiers.iter().enumerate() {
            let own_code = tier.code == tier.field;
            for path in [&tier.code, &tier.field] {
                let codes = self.code_table(path).map_or(&[][..], |table| &table.codes);
                let is_of_field = own_code || path == &tier.field;
                let stops = |code: &&Code| !is_of_field || !tier.pass.contains(&code.wire);
                if let Some((code, text)) =
                    codes.iter().filter(stops).find_map(|code| text(code).map(|text| (code, text)))
                {
                    let wire = code.wire.to_string();
                    return Some(if is_of_field {
                        Stop { tier: index, value: wire, code: None, text }
                    } else {
                        Stop { tier: index, value: self.failing(tier), code: Some(wire), text }
                    });
                }
            }
        }
        None
    }

    /// A value with which a tier fails and says nothing else: the only one that its table lists, for that one stands for
    /// every failure, otherwise one that it does not list.
    fn failing(self, tier: &Tier) -> String {
        let codes = self.code_table(&tier.field).map_or(&[][..], |table| &table.codes);
        let mut failing = codes.iter().filter(|code| !tier.pass.contains(&code.wire));
        match (failing.next(), failing.next()) {
            (Some(code), None) if code.state.is_none() && code.advice != Some(Advice::InProgress) => {
                code.wire.to_string()
            }
            _ => {
                let pass: Vec<&str> = tier.pass.iter().collect();
                self.unlisted(&tier.field, &pass)
            }
        }
    }

    /// A value that the table of a field does not list and that is none of these.
    fn unlisted(self, path: &Path, others: &[&str]) -> String {
        let numbers = (0..100).rev().map(|number| number.to_string());
        let letters = ('A'..='Z').map(String::from);
        let longest =
            self.field(path).and_then(|field| field.max_length).map_or(usize::MAX, |max| max.max as usize);
        let free = |value: &String| {
            value.len() <= longest
                && !others.contains(&value.as_str())
                && self.code_table(path).is_none_or(|table| table.find(value).is_none())
        };
        numbers.chain(letters).find(free).unwrap_or_else(|| "?".to_owned())
    }

    fn field(self, path: &Path) -> Option<&'a Field> {
        places::field(&self.operation.response.fields, path)
    }

    fn code_table(self, path: &Path) -> Option<&'a CodeTable> {
        match &self.field(path)?.kind {
            Kind::Code(name) => self.provider.code_table(name),
            _ => None,
        }
    }
}

/// As much of a text as its field has room for.
fn fitted(text: &str, field: Option<&Field>) -> String {
    let Some(length) = field.and_then(|field| field.max_length) else { return text.to_owned() };
    let mut room = length.max as usize;
    let fits = |character: &char| {
        let size = match length.unit {
            LengthUnit::Characters => 1,
            LengthUnit::Bytes => character.len_utf8(),
        };
        let left = room.checked_sub(size);
        room = left.unwrap_or(0);
        left.is_some()
    };
    text.chars().take_while(fits).collect()
}

/// A reason in words, for providers whose codes do not tell it.
const fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::BadSignature => "bad signature",
        Reason::BadRequest => "bad request",
        Reason::OrderNotFound => "order not found",
        Reason::UnknownMerchant => "unknown merchant",
        Reason::TooOften => "asked too often",
        _ => "system error",
    }
}
