//! What the fields of an example say.

use payspec_runtime::{ChinaTime, Fen, Input, places, reading};
use payspec_table::{Credential, CredentialKind, Expected, Field, Kind, Operation, OrderState, Role, Source};

use super::Author;

/// The key of every example that needs one.
const KEY: &str = "an-example-key-not-a-secret";
/// Repeated or cut to the length that a field asks for.
const NONCE: &str = "EXAMPLENONCE0123456789abcdefghij";
/// 2025-01-15T10:30:00+08:00.
const NOW: i64 = 1_736_908_200_000;

/// The value of a credential: the example of a field that carries it, or an invented one.
pub(super) fn credential(operation: &Operation, credential: &Credential) -> String {
    let carries =
        |field: &&Field| matches!(&field.source, Source::Credential(name) if *name == credential.name);
    let sent = operation.request.fields.iter().find(carries);
    let shown = sent.and_then(|field| field.example.as_ref()).map(ToString::to_string);
    let returned = || {
        let equals =
            |expected: &Expected| matches!(expected, Expected::Credential(name) if *name == credential.name);
        let entry = operation.response.identity.iter().find(|entry| equals(&entry.expected))?;
        places::field(&operation.response.fields, &entry.field)?.example.as_ref().map(ToString::to_string)
    };
    let invented = || match credential.kind {
        CredentialKind::Secret => KEY.to_owned(),
        _ => {
            let longest = sent.and_then(|field| field.max_length).map_or(10, |length| length.max as usize);
            "EXAMPLE001".chars().take(longest).collect()
        }
    };
    shown.or_else(returned).filter(|text| !text.trim().is_empty()).unwrap_or_else(invented)
}

impl Author<'_> {
    /// The text of a field that is neither an object nor a list of objects.
    pub(super) fn value(&self, field: &Field, path: &str, indices: &[usize]) -> String {
        if self.request.is_some() {
            let answered = self.decided(field, path).or_else(|| self.repeated(path, indices));
            if let Some(text) = answered {
                return text;
            }
        }
        match &field.source {
            Source::Constant(text) => return text.to_string(),
            Source::Credential(name) => {
                let known = self.credentials.iter().find(|(known, _)| known == name);
                return known.map_or_else(String::new, |(_, value)| value.clone());
            }
            Source::Nonce(length) => return NONCE.chars().cycle().take(*length as usize).collect(),
            Source::Clock => return now(field),
            Source::Caller | Source::Signature => {}
        }
        field.example.as_ref().map_or_else(|| self.invented(field, path), ToString::to_string)
    }

    /// What the tiers and the trade state must say for the reply to be about a paid order.
    fn decided(&self, field: &Field, path: &str) -> Option<String> {
        let decision = &self.operation.response.decision;
        if let Some(tier) = decision.tiers.iter().find(|tier| tier.field.dotted() == path) {
            let shown = field.example.as_deref().filter(|text| tier.pass.contains(text));
            return shown.or(tier.pass.get(0)).map(str::to_owned);
        }
        if decision.state.as_ref().is_none_or(|state| state.dotted() != path) {
            return None;
        }
        let Kind::Code(name) = &field.kind else { return None };
        let codes = &self.provider.code_table(name)?.codes;
        let shown = field.example.as_ref().map(ToString::to_string);
        let paid = codes.iter().find(|code| code.state == Some(OrderState::Paid)).or_else(|| codes.first());
        shown.or_else(|| paid.map(|code| code.wire.to_string()))
    }

    /// What a reply repeats of the question.
    fn repeated(&self, path: &str, indices: &[usize]) -> Option<String> {
        let entry = self.operation.response.identity.iter().find(|entry| entry.field.dotted() == path)?;
        match &entry.expected {
            Expected::Credential(name) => {
                self.credentials.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            }
            Expected::Request(name) => {
                self.asked(name).into_iter().nth(indices.last().copied().unwrap_or_default())
            }
        }
    }

    /// A value that fits, and that nobody takes for a real one.
    fn invented(&self, field: &Field, path: &str) -> String {
        let longest = field.max_length.map_or(usize::MAX, |length| length.max as usize);
        let text = |text: &str| text.chars().take(longest).collect();
        match &field.kind {
            Kind::Integer => "1".to_owned(),
            Kind::Decimal => "1.00".chars().take(longest).collect(),
            Kind::Boolean => "true".to_owned(),
            Kind::Money(_) => written(&Input::Fen(Fen::new(100)), field),
            Kind::Date(_) | Kind::Time(_) | Kind::DateTime { .. } | Kind::Milliseconds => now(field),
            Kind::Code(name) => {
                let codes = self.provider.code_table(name).map(|table| &table.codes);
                codes
                    .and_then(|codes| codes.first())
                    .map_or_else(|| text("EXAMPLE"), |code| code.wire.to_string())
            }
            _ => match self.role(path) {
                Some(Role::MerchantNo) => text("EXAMPLE001"),
                Some(Role::MerchantOrderNo) => text("ORDER20250115103000"),
                Some(Role::ProviderOrderNo) => text("2025011510300000000001"),
                Some(Role::ChannelOrderNo) => text("4200002025011510300001"),
                Some(Role::Currency) => self.provider.currency.to_string(),
                _ => text("example"),
            },
        }
    }
}

/// The time of the example in the form of a field.
fn now(field: &Field) -> String {
    let Some(now) = ChinaTime::from_milliseconds(NOW) else { return String::new() };
    let input = match &field.kind {
        Kind::Date(_) => Input::Date(now.date()),
        Kind::Time(_) => Input::Time(now.time()),
        _ => Input::Instant(now),
    };
    written(&input, field)
}

fn written(input: &Input<'_>, field: &Field) -> String {
    let mut text = String::new();
    if reading::write(input, &field.kind, &mut text) { text } else { String::new() }
}
