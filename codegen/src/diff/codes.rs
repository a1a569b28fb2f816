//! Code tables: which values are known, and what they mean for an order.

use payspec_table as table;

use super::Class;
use super::log::{Claim, Log, Spot, Verdict};
use super::pairs::pair;
use super::renamed::Names;
use crate::emit::doc::{code, prose};
use crate::model::{Code, CodeTable};

/// What becomes of an order whose code no table lists.
const UNLISTED: table::OrderState = table::OrderState::Unknown;

/// Compares the code tables of a provider, and tells which have another name, and so have their enums.
pub(super) fn compare(old: &[CodeTable], new: &[CodeTable], log: &mut Log) -> (Names, Names) {
    let spot = |table: &CodeTable| {
        Spot::new(format!("the code table {}", code(&table.name)), format!("codes.{}", table.name))
    };
    let pairs = pair(
        old,
        new,
        &[
            &|one, other| one.name == other.name,
            &|one, other| !one.codes.is_empty() && one.codes == other.codes,
            &|one, other| !one.codes.is_empty() && values(one).eq(values(other)),
        ],
    );
    let names = |name: fn(&CodeTable) -> &str| {
        Names::of(pairs.both.iter().map(|(before, after)| (name(before), name(after))))
    };
    let renamed = (names(|table| &table.name), names(|table| &table.type_name));
    for (before, after) in pairs.both {
        let CodeTable { type_name, name, codes } = before;
        let claims = || {
            let (old, new) = (type_name.clone(), after.type_name.clone());
            [Claim::Whole(old.clone()), Claim::Whole(new.clone()), Claim::Name { old, new }]
        };
        log.compare(&spot(after), "", name, &after.name, || {
            Verdict::behaviour().effect("it has another name").claims(claims())
        });
        if name == &after.name {
            log.compare(&spot(after), "", type_name, &after.type_name, || {
                Verdict::behaviour().claims(claims())
            });
        }
        compare_codes(before, codes, after, log);
    }
    for gone in pairs.gone {
        let verdict = Verdict::behaviour().claims([Claim::Whole(gone.type_name.clone())]);
        log.gone(&spot(gone), None, verdict);
    }
    for added in pairs.added {
        let verdict = Verdict::new(Class::Additive).claims([Claim::Whole(added.type_name.clone())]);
        log.added(&spot(added), None, verdict);
    }
    if pairs.reordered {
        log.reordered(&Spot::new("the code tables", "codes"), Verdict::documentation());
    }
    renamed
}

fn values(table: &CodeTable) -> impl Iterator<Item = &table::Str> {
    table.codes.iter().map(|code| &code.facts.wire)
}

fn compare_codes(before: &CodeTable, codes: &[Code], after: &CodeTable, log: &mut Log) {
    let spot = |item: &Code| {
        let table::Code { wire, title, .. } = &item.facts;
        let subject = format!("{} ({}) of {}", code(&format!("\"{wire}\"")), prose(title), code(&after.name));
        Spot::new(subject, format!("codes.{}.\"{wire}\"", after.name))
    };
    let claim = |owner: &CodeTable, item: &Code| {
        [Claim::Member(owner.type_name.clone(), item.facts.name.clone().into_owned())]
    };
    let pairs = pair(
        codes,
        &after.codes,
        &[&|one, other| one.facts.wire == other.facts.wire, &|one, other| one.facts.name == other.facts.name],
    );
    for (old, new) in pairs.both {
        let claims = claim(before, old).into_iter().chain(claim(after, new));
        compare_code(old, new, &spot(new), claims.collect(), log);
    }
    for gone in pairs.gone {
        let effect = told_gone(&gone.facts);
        log.gone(&spot(gone), None, judge(&gone.facts).effect(effect).claims(claim(before, gone)));
    }
    for added in pairs.added {
        // What was not listed meant nothing: a value with a meaning changes what becomes of orders or refusals.
        let means_nothing = !decides(&added.facts) && !speaks_of_refusals(&added.facts);
        let verdict = if means_nothing { Verdict::new(Class::Additive) } else { judge(&added.facts) };
        log.added(&spot(added), None, verdict.effect(told_new(&added.facts)).claims(claim(after, added)));
    }
    if pairs.reordered {
        let place = format!("codes.{}", after.name);
        let subject = format!("the codes of {}", code(&after.name));
        log.reordered(&Spot::new(subject, place), Verdict::documentation());
    }
}

/// How serious it is that a value is read as another code, or as none.
fn judge(facts: &table::Code) -> Verdict {
    if decides(facts) { Verdict::outcome() } else { Verdict::behaviour() }
}

/// Whether it tells what an order is, other than a value that nobody knows.
fn decides(facts: &table::Code) -> bool {
    facts.state.is_some_and(|state| state != UNLISTED) || facts.advice == Some(table::Advice::InProgress)
}

/// Whether it tells callers, or those that ask for them, what to make of a refusal.
fn speaks_of_refusals(facts: &table::Code) -> bool {
    facts.advice.is_some() || !facts.reasons.is_empty()
}

/// What it means that a value is listed now.
fn told_new(facts: &table::Code) -> String {
    let mut effects = Vec::new();
    match facts.state {
        Some(state) if state != UNLISTED => {
            effects.push(format!("orders with it were Unknown and are now {state}"));
        }
        state => {
            effects.push("it came as `Other` before".to_owned());
            effects.extend(state.map(|_| "orders with it stay Unknown".to_owned()));
        }
    }
    effects.extend(facts.advice.map(|advice| advised(Some(advice)).to_owned()));
    if !facts.reasons.is_empty() {
        effects.push("refusals with it have a reason now".to_owned());
    }
    effects.join("; ")
}

/// What it means that a value is no longer listed.
fn told_gone(facts: &table::Code) -> String {
    let had = match (facts.advice.is_some(), !facts.reasons.is_empty()) {
        (true, true) => "their own advice and a reason",
        (true, false) => "their own advice",
        _ => "a reason",
    };
    match (facts.state, facts.advice) {
        (Some(state), _) if state != UNLISTED => {
            format!("orders with it were {state}; now nobody knows it, and the order is Unknown")
        }
        (_, Some(table::Advice::InProgress)) => {
            "orders with it were Pending; now nobody knows it, and it is a refusal".to_owned()
        }
        _ if speaks_of_refusals(facts) => format!("refusals with it had {had}; now nobody knows it"),
        _ => "it is read as `Other`, as every value that is not listed".to_owned(),
    }
}

/// What an advice has clients do.
const fn advised(advice: Option<table::Advice>) -> &'static str {
    match advice {
        Some(table::Advice::InProgress) => "it is no refusal: the order is Pending",
        Some(table::Advice::Stop) => "after such a refusal nobody asks again",
        Some(table::Advice::AgainLater) => "after such a refusal clients ask again later",
        _ => "nothing says any more what to do after such a refusal",
    }
}

fn compare_code(old: &Code, new: &Code, spot: &Spot, claims: Vec<Claim>, log: &mut Log) {
    let Code { facts, provenance } = old;
    let table::Code { wire, name, title, aliases, state, advice, reasons } = facts;
    let now = &new.facts;
    log.compare(spot, "", wire, &now.wire, || {
        judge(facts).effect(format!("{} is read as `Other` now", code(wire)))
    });
    log.compare(spot, "name", name, &now.name, || Verdict::behaviour().claims(claims));
    log.compare(spot, "title", title, &now.title, Verdict::documentation);
    log.compare(spot, "aliases", aliases, &now.aliases, || {
        let gone: Vec<String> =
            aliases.iter().filter(|alias| !now.aliases.contains(alias)).map(code).collect();
        let added: Vec<String> =
            now.aliases.iter().filter(|alias| !aliases.contains(alias)).map(code).collect();
        let mut effects = Vec::new();
        if !added.is_empty() {
            effects.push(format!("{} is read as this value now", added.join(", ")));
        }
        if !gone.is_empty() {
            effects.push(format!("{} is read as `Other` now", gone.join(", ")));
        }
        if effects.is_empty() {
            return Verdict::documentation();
        }
        judge(now).effect(effects.join("; "))
    });
    log.compare(spot, "state", state, &now.state, || {
        use table::OrderState::Paid;
        Verdict::outcome().effect(match (state, now.state) {
            (Some(Paid), Some(after)) => {
                format!("orders that were Paid are now {after}: what was money received is none")
            }
            (Some(before), Some(Paid)) => {
                format!("orders that were {before} are now Paid: they are money received")
            }
            (Some(before), Some(after)) => format!("orders that were {before} are now {after}"),
            (Some(before), None) => format!("orders that were {before} are no longer decided by it"),
            (None, Some(after)) => format!("it decides now, and the order is {after}"),
            (None, None) => String::new(),
        })
    });
    log.compare(spot, "advice", advice, &now.advice, || {
        let pending = Some(table::Advice::InProgress);
        let verdict = match *advice == pending || now.advice == pending {
            true => Verdict::outcome(),
            false => Verdict::behaviour(),
        };
        verdict.effect(advised(now.advice))
    });
    log.compare(spot, "reason", reasons, &now.reasons, || {
        Verdict::behaviour().effect("callers see another reason of such refusals")
    });
    log.provenance(spot, provenance, &new.provenance, Verdict::documentation);
}
