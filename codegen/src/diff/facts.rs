//! What is checked of a field and how it travels: the facts that the runtime works on.

use payspec_table as table;

use super::Class;
use super::field::{Direction, Message, nested_types};
use super::log::{Claim, Log, Spot, Verdict};
use super::notation::Shape;
use crate::emit::doc::code;
use crate::model::Field;

/// The items that a field may change.
pub(super) struct Claims {
    /// Its own.
    pub(super) own: Vec<Claim>,
    /// Its own, and the types of what is inside it.
    pub(super) types: Vec<Claim>,
}

/// Compares what the runtime works on.
pub(super) fn compare(
    message: &Message<'_>,
    spot: &Spot,
    [before, after]: [&Field; 2],
    claims: &Claims,
    log: &mut Log,
) {
    let Claims { own: claims, types } = claims;
    let (old, new) = (&before.facts, &after.facts);
    let table::Field {
        name,
        title,
        presence,
        when,
        max_length,
        kind,
        source,
        written,
        secret,
        personal,
        example,
    } = old;
    let request = message.direction == Direction::Request;
    let given = message.is_given(before) && message.is_given(after);
    let owners = [message.old_type, message.new_type];
    log.compare(spot, "", name, &new.name, || {
        let effect = if request { "it is sent under that name" } else { "it is read under that name" };
        let constructors = owners.map(|owner| Claim::Constructors(owner.clone()));
        let verdict = if message.is_outcome(after) { Verdict::outcome() } else { Verdict::behaviour() };
        verdict.effect(effect).claims(types.iter().cloned().chain(constructors))
    });
    log.compare(spot, "title", title, &new.title, Verdict::documentation);
    log.compare(spot, "presence", presence, &new.presence, || {
        let verdict = match (given, new.presence) {
            (true, table::Presence::Required) => {
                Verdict::new(Class::Stricter).effect("a request without it is refused")
            }
            (true, table::Presence::Conditional) if !new.when.is_empty() => {
                Verdict::new(Class::Stricter).effect("a request is checked for it")
            }
            (true, _) => Verdict::behaviour().effect("a request may leave it out"),
            (false, _) if request => Verdict::behaviour(),
            (false, table::Presence::Required) => {
                Verdict::behaviour().effect("a reply without it is a deviation")
            }
            (false, _) => Verdict::behaviour().effect("a reply may leave it out"),
        };
        // Whether it is an argument of constructors, or has a method of its own.
        verdict.claims(claims.iter().cloned().chain(owners.map(|owner| Claim::Constructors(owner.clone()))))
    });
    log.compare(spot, "when", when, &new.when, || match (given, new.when.is_empty()) {
        (true, false) => {
            Verdict::new(Class::Stricter).effect("requests are checked for it under other conditions")
        }
        (true, true) => Verdict::behaviour().effect("requests are no longer checked for its conditions"),
        _ => Verdict::behaviour().effect("a reply is expected to have it under other conditions"),
    });
    log.compare(spot, "max_length", max_length, &new.max_length, || {
        let filled = given || matches!(new.source, table::Source::Credential(_));
        match (request && filled, allows_all(*max_length, new.max_length)) {
            (true, false) => Verdict::new(Class::Stricter).effect("a request with a longer value is refused"),
            (true, true) => Verdict::behaviour().effect("longer values are accepted"),
            _ if request => Verdict::behaviour(),
            (_, false) => Verdict::behaviour().effect("a longer value of a reply is a deviation"),
            (_, true) => Verdict::behaviour().effect("longer values of a reply are no deviation"),
        }
    });
    let (shape, now) = (Shape::of(kind), Shape::of(&new.kind));
    log.compare(spot, "type", &shape, &now, || {
        judge_kind(kind, &new.kind, request).claims(types.iter().cloned())
    });
    log.compare(spot, "source", source, &new.source, || {
        let verdict = match (&new.source, source) {
            (table::Source::Caller, _) => Verdict::behaviour().effect("callers give it now"),
            (_, table::Source::Caller) => Verdict::behaviour().effect("callers cannot give it any more"),
            _ => Verdict::behaviour().effect("that is what is sent"),
        };
        let shapes = owners.map(|owner| Claim::Shape(owner.clone()));
        let constructors = owners.map(|owner| Claim::Constructors(owner.clone()));
        verdict.claims(
            claims
                .iter()
                .cloned()
                .chain(shapes)
                .chain(constructors)
                .chain(nested_types(before))
                .chain(nested_types(after)),
        )
    });
    // Where nothing else is said, the type says it.
    let usual = |field: &table::Field| field.written == table::Field::new("", "", field.kind.clone()).written;
    if !(shape != now && usual(old) && usual(new)) {
        log.compare(spot, "written", written, &new.written, || {
            Verdict::behaviour().effect(if request {
                "JSON shows it so when it is sent"
            } else {
                "either form is read; a simulator answers so"
            })
        });
    }
    log.compare(spot, "secret", secret, &new.secret, || {
        let effect = if new.secret { "it is never shown" } else { "it is shown like any other field" };
        Verdict::behaviour().effect(effect).claims(claims.iter().cloned())
    });
    log.compare(spot, "personal", personal, &new.personal, || {
        Verdict::behaviour().effect(if new.personal {
            "it is masked where it is shown"
        } else {
            "it is shown unmasked"
        })
    });
    log.compare(spot, "example", example, &new.example, Verdict::documentation);
}

/// What another type means beyond the Rust type, which may be the same.
fn judge_kind(old: &table::Kind, new: &table::Kind, request: bool) -> Verdict {
    use table::Kind;
    let kind = std::mem::discriminant::<Kind>;
    let effect = match (old, new) {
        (Kind::Money(one), Kind::Money(other)) if one != other => {
            return Verdict::outcome().effect(judge_unit(*other, request));
        }
        (Kind::Code(_), Kind::Code(_)) => "its values mean what that table says",
        // The Rust type says the rest.
        (old, new) if kind(old) != kind(new) => return Verdict::behaviour(),
        _ if request => "it is sent so",
        (Kind::Date(old), Kind::Date(new)) => return judge_formats("dates", old, new),
        (Kind::Time(old), Kind::Time(new))
        | (Kind::DateTime { formats: old, .. }, Kind::DateTime { formats: new, .. }) => {
            return judge_formats("times", old, new);
        }
        _ => "it is read so",
    };
    Verdict::behaviour().effect(effect)
}

/// What other formats of a reply mean.
fn judge_formats(what: &str, old: &table::Names, new: &table::Names) -> Verdict {
    let only = |these: &table::Names, those: &table::Names| -> Vec<String> {
        these.iter().filter(|one| !those.iter().any(|other| other == *one)).map(code).collect()
    };
    let effects: Vec<String> = [(only(new, old), "are read now"), (only(old, new), "are no longer read")]
        .into_iter()
        .filter(|(formats, _)| !formats.is_empty())
        .map(|(formats, what_now)| format!("{what} written as {} {what_now}", formats.join(", ")))
        .collect();
    Verdict::behaviour().effect(if effects.is_empty() {
        "it is read so".to_owned()
    } else {
        effects.join("; ")
    })
}

/// What the other unit of an amount means.
const fn judge_unit(now: table::MoneyUnit, request: bool) -> &'static str {
    match (now, request) {
        (table::MoneyUnit::Yuan, true) => {
            "amounts are sent in yuan: a hundredth of the number for the same amount"
        }
        (table::MoneyUnit::Fen, true) => {
            "amounts are sent in fen: a hundred times the number for the same amount"
        }
        (table::MoneyUnit::Yuan, false) => "the same number of a reply is a hundred times as much money",
        (table::MoneyUnit::Fen, false) => "the same number of a reply is a hundredth of the money",
    }
}

/// Whether every text that the old limit allows is allowed by the new one. A character is up to four bytes.
fn allows_all(old: Option<table::Length>, new: Option<table::Length>) -> bool {
    use table::LengthUnit::{Bytes, Characters};
    match (old, new) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => match (old.unit, new.unit) {
            (Characters, Bytes) => u64::from(new.max) >= 4 * u64::from(old.max),
            (Bytes, Characters) | (Characters, Characters) | (Bytes, Bytes) => new.max >= old.max,
        },
    }
}
