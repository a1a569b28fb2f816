//! What a reply means, and whether it is about what was asked.

use payspec_table as table;

use super::log::{Log, Spot, Verdict};
use super::notation::PathOf;
use super::pairs::pair;
use crate::emit::doc::code;

/// Compares how replies are decided.
pub(super) fn compare(spot: &Spot, old: &table::Decision, new: &table::Decision, log: &mut Log) {
    let table::Decision { tiers, state } = old;
    let place = format!("{}.decision", spot.place);
    let decision = spot.at("the decision", &place);
    let paths = |state: &Option<table::Path>| state.as_ref().map(table::Names::dotted);
    log.compare(&decision, "state", &paths(state), &paths(&new.state), || {
        Verdict::outcome().effect(match new.state {
            Some(_) => "the state of an order is read there",
            None => "no field tells the state of an order any more",
        })
    });
    let tier_spot = |tier: &table::Tier| {
        let name = tier.name.name();
        spot.at(format!("the {name} tier"), format!("{place}.{name}"))
    };
    let pairs = pair(tiers, &new.tiers, &[&|one, other| one.name == other.name]);
    for (before, after) in pairs.both {
        compare_tier(&tier_spot(after), before, after, log);
    }
    for gone in pairs.gone {
        let verdict = Verdict::outcome().effect("what it refused is no longer a refusal");
        log.gone(&tier_spot(gone), None, verdict);
    }
    for added in pairs.added {
        let verdict = Verdict::outcome().effect("what it does not let pass is a refusal now");
        log.added(&tier_spot(added), None, verdict);
    }
    if pairs.reordered {
        let spot = spot.at("the tiers of the decision", &place);
        log.reordered(
            &spot,
            Verdict::outcome().effect("a reply that both refuse is refused by the first of them"),
        );
    }
}

fn compare_tier(spot: &Spot, old: &table::Tier, new: &table::Tier, log: &mut Log) {
    let table::Tier { name: _, field, pass, code: code_path, text } = old;
    log.compare(spot, "field", &PathOf(field), &PathOf(&new.field), || {
        Verdict::outcome().effect("another field says whether a reply passes")
    });
    log.compare(spot, "pass", pass, &new.pass, || {
        let gone: Vec<String> = pass.iter().filter(|value| !new.pass.contains(value)).map(code).collect();
        let added: Vec<String> = new.pass.iter().filter(|value| !pass.contains(value)).map(code).collect();
        let mut effects = Vec::new();
        if !added.is_empty() {
            effects.push(format!("a reply with {} passes now", added.join(", ")));
        }
        if !gone.is_empty() {
            effects.push(format!("a reply with {} does not pass any more", gone.join(", ")));
        }
        if effects.is_empty() {
            return Verdict::documentation();
        }
        Verdict::outcome().effect(effects.join("; "))
    });
    log.compare(spot, "code", &PathOf(code_path), &PathOf(&new.code), || {
        Verdict::behaviour().effect("the code of a refusal is read there")
    });
    let paths = |text: &Option<table::Path>| text.as_ref().map(table::Names::dotted);
    log.compare(spot, "text", &paths(text), &paths(&new.text), || {
        Verdict::behaviour().effect(match new.text {
            Some(_) => "the text of a refusal is read there",
            None => "refusals have no text any more",
        })
    });
}

/// Compares what ties a reply to its question.
pub(super) fn compare_identity(spot: &Spot, old: &[table::Identity], new: &[table::Identity], log: &mut Log) {
    let entry_spot = |entry: &table::Identity| {
        let path = entry.field.dotted();
        spot.at(format!("the identity of {}", code(&path)), format!("{}.identity.{path}", spot.place))
    };
    let expected = |entry: &table::Identity| super::notation::Notation::notation(&entry.expected);
    let pairs = pair(old, new, &[&|one, other| one.field == other.field]);
    for (before, after) in pairs.both {
        let table::Identity { field: _, expected, trim } = before;
        log.compare(&entry_spot(after), "equals", expected, &after.expected, || {
            Verdict::outcome().effect("replies are compared with that, and another value is a mismatch")
        });
        log.compare(&entry_spot(after), "trim", trim, &after.trim, || {
            if after.trim {
                Verdict::outcome().effect("blanks around it are ignored: such a reply was a mismatch")
            } else {
                Verdict::behaviour().effect("blanks around it are a mismatch")
            }
        });
    }
    for gone in pairs.gone {
        let effect = "a reply with another value is no longer a mismatch: it is an answer";
        log.gone(&entry_spot(gone), expected(gone), Verdict::outcome().effect(effect));
    }
    for added in pairs.added {
        let effect = "a reply with another value is a mismatch now, and no answer";
        log.added(&entry_spot(added), expected(added), Verdict::behaviour().effect(effect));
    }
    if pairs.reordered {
        let spot = spot.at("the entries of the identity", format!("{}.identity", spot.place));
        log.reordered(&spot, Verdict::documentation());
    }
}
