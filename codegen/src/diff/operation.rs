//! Operations: what can be asked, where, how, and how often.

use payspec_table as table;

use super::field::{self, Direction, Message};
use super::log::{Claim, Log, Spot, Verdict};
use super::notation::Quoted;
use super::pairs::pair;
use super::renamed::mentions;
use super::{Class, decision, role, signing};
use crate::emit::doc::{code, prose};
use crate::model::{Field, Operation, Rule, subject};

/// Compares the operations of a provider.
pub(super) fn compare(old: &[Operation], new: &[Operation], log: &mut Log) {
    let whole = |operation: &Operation| {
        let place = format!("operations.{}", operation.name);
        Spot::new(
            format!("the operation {} ({})", code(&operation.name), prose(&operation.facts.title)),
            place,
        )
    };
    let pairs = pair(old, new, &[&|one, other| one.name == other.name, &|one, other| is_renamed(one, other)]);
    for (before, after) in pairs.both {
        compare_one(&mentions(before, after), after, log);
    }
    for gone in pairs.gone {
        log.gone(&whole(gone), None, Verdict::behaviour().claims(claims(gone)));
    }
    for added in pairs.added {
        log.added(&whole(added), None, Verdict::new(Class::Additive).claims(claims(added)));
    }
    if pairs.reordered {
        log.reordered(&Spot::new("the operations", "operations"), Verdict::documentation());
    }
}

/// Whether the same is asked in the same way under another name.
fn is_renamed(one: &Operation, other: &Operation) -> bool {
    let address = |operation: &Operation| {
        let table::Operation { purpose, method, path, .. } = &operation.facts;
        (*purpose, *method, path.clone())
    };
    let alike = |one: &[Field], other: &[Field]| {
        let told = |fields: &[Field]| -> Vec<_> {
            fields.iter().map(|field| (field.facts.name.clone(), field.facts.source.clone())).collect()
        };
        told(one) == told(other)
    };
    address(one) == address(other)
        && alike(&one.request, &other.request)
        && alike(&one.response, &other.response)
}

/// Everything that an operation brings with it.
fn claims(operation: &Operation) -> Vec<Claim> {
    let mut claims = vec![
        Claim::Whole(operation.request_type.clone()),
        Claim::Whole(operation.reply_type.clone()),
        Claim::Member("Client".to_owned(), operation.name.clone()),
        Claim::Member("Client".to_owned(), format!("blocking::{}", operation.name)),
    ];
    if operation.facts.purpose == table::Purpose::OrderQuery {
        claims.push(Claim::Trait("Client".to_owned(), "OrderQuery"));
    }
    for field in operation.request.iter().chain(&operation.response) {
        claims.extend(field::nested_types(field));
    }
    claims
}

fn compare_one(old: &Operation, new: &Operation, log: &mut Log) {
    let Operation {
        name,
        description,
        request_type,
        reply_type,
        request,
        response,
        request_rule,
        response_rule,
        rules,
        facts,
    } = old;
    let table::Operation { name: _, title, purpose, method, path, request: asks, response: answers, polling } =
        facts;
    let spot = Spot {
        operation: Some(new.name.clone()),
        subject: "the operation".to_owned(),
        place: format!("operations.{}", new.name),
    };
    let all = || claims(old).into_iter().chain(claims(new));
    log.compare(&spot, "", name, &new.name, || {
        Verdict::behaviour()
            .effect("it has another name, and so have its request and its reply")
            .claims(all())
    });
    // A name brings those of the types.
    if name == &new.name {
        log.compare(&spot, "", request_type, &new.request_type, || Verdict::behaviour().claims(all()));
        log.compare(&spot, "", reply_type, &new.reply_type, || Verdict::behaviour().claims(all()));
    }
    log.compare(&spot, "title", title, &new.facts.title, Verdict::documentation);
    log.words(&spot, "description", description.as_ref(), new.description.as_ref(), Verdict::documentation());
    log.compare(&spot, "purpose", purpose, &new.facts.purpose, || {
        let member = |owner: &String, name: &str| Claim::Member(owner.clone(), name.to_owned());
        Verdict::behaviour().claims([
            Claim::Trait("Client".to_owned(), "OrderQuery"),
            Claim::Shape(request_type.clone()),
            member(request_type, "expect_amount"),
            member(reply_type, "state"),
            member(reply_type, "order"),
            member(reply_type, "orders"),
        ])
    });
    log.compare(&spot, "method", method, &new.facts.method, Verdict::behaviour);
    log.compare(&spot, "path", path, &new.facts.path, || Verdict::behaviour().effect("it is asked there"));
    compare_polling(&spot, *polling, new.facts.polling, log);
    compare_request(&spot, old, asks, new, log);
    compare_fields(
        Direction::Request,
        &spot,
        (request_type, request),
        (&new.request_type, &new.request),
        &[],
        log,
    );
    compare_response(&spot, answers, &new.facts.response, old, new, log);
    compare_fields(
        Direction::Response,
        &spot,
        (reply_type, response),
        (&new.reply_type, &new.response),
        &outcome(&new.facts.response),
        log,
    );
    // What a rule is called changes nothing; what it says is compared with the messages.
    log.compare(&spot, "request.signing", request_rule, &new.request_rule, Verdict::documentation);
    log.compare(&spot, "response.signing", response_rule, &new.response_rule, Verdict::documentation);
    compare_rules(&spot, [old, new], rules, log);
}

fn compare_fields(
    direction: Direction,
    spot: &Spot,
    (old_type, old): (&String, &[Field]),
    (new_type, new): (&String, &[Field]),
    outcome: &[String],
    log: &mut Log,
) {
    let place = spot.at("", format!("{}.{}.fields", spot.place, direction.word()));
    let message = Message { direction, spot: place, path: String::new(), old_type, new_type, outcome };
    field::compare(&message, old, new, log);
}

/// The paths of what tells the state and the amount of an order.
fn outcome(response: &table::ResponseTable) -> Vec<String> {
    let tiers = response.decision.tiers.iter().map(|tier| &tier.field);
    let amounts = response.view.iter().filter(|entry| role::is_outcome(entry.role)).map(|entry| &entry.field);
    tiers.chain(&response.decision.state).chain(amounts).map(table::Names::dotted).collect()
}

fn compare_polling(spot: &Spot, old: table::Polling, new: table::Polling, log: &mut Log) {
    let table::Polling { interval_ms, timeout_ms, attempts, per_second, in_flight } = old;
    let spot = spot.at("polling", format!("{}.polling", spot.place));
    let clients =
        || Verdict::behaviour().effect("clients that keep to the provider's pace ask at another one");
    log.compare(&spot, "interval", &interval_ms, &new.interval_ms, clients);
    log.compare(&spot, "timeout", &timeout_ms, &new.timeout_ms, || {
        Verdict::behaviour().effect("clients without a time-out of their own wait that long")
    });
    log.compare(&spot, "attempts", &attempts, &new.attempts, clients);
    log.compare(&spot, "per_second", &per_second, &new.per_second, clients);
    log.compare(&spot, "in_flight", &in_flight, &new.in_flight, clients);
}

fn compare_request(spot: &Spot, old: &Operation, asks: &table::RequestTable, new: &Operation, log: &mut Log) {
    let table::RequestTable { encodings, fields: _, groups, headers, view, signing: rule } = asks;
    let now = &new.facts.request;
    let spot = spot.at("the request", format!("{}.request", spot.place));
    log.compare(&spot, "encoding", encodings, &now.encodings, || {
        let kind = std::mem::discriminant::<table::Encoding>;
        let lost =
            encodings.iter().any(|before| !now.encodings.iter().any(|after| kind(before) == kind(after)));
        match (encodings.first() == now.encodings.first(), lost) {
            (false, _) if encodings.len() == 1 && now.encodings.len() == 1 => {
                Verdict::behaviour().effect("requests are written so")
            }
            (false, _) => {
                Verdict::behaviour().effect("requests are written in the first unless another is chosen")
            }
            (true, true) => {
                Verdict::new(Class::Stricter).effect("clients that chose one that is gone are refused")
            }
            (true, false) => Verdict::new(Class::Additive),
        }
    });
    compare_groups(&spot, groups, &now.groups, [old, new], log);
    let headers_spot = spot.at("the request, header", format!("{}.headers", spot.place));
    let pairs = pair(headers, &now.headers, &[&|one, other| one.name == other.name]);
    for (before, after) in pairs.both {
        let table::Header { name, value } = before;
        log.compare(&headers_spot, name, value, &after.value, || Verdict::behaviour().effect("it is sent"));
    }
    for gone in pairs.gone {
        let spot = headers_spot.at(format!("the header {}", code(&gone.name)), &headers_spot.place);
        log.gone(&spot, None, Verdict::behaviour().effect("it is no longer sent"));
    }
    for added in pairs.added {
        let spot = headers_spot.at(format!("the header {}", code(&added.name)), &headers_spot.place);
        log.added(&spot, None, Verdict::behaviour().effect("it is sent"));
    }
    if pairs.reordered {
        let spot = headers_spot.at("the headers of the request", &headers_spot.place);
        log.reordered(&spot, Verdict::behaviour());
    }
    role::compare(Direction::Request, &spot, view, &now.view, &old.request_type, log);
    signing::compare_request(&spot, rule.as_ref(), now.signing.as_ref(), log);
}

fn compare_groups(
    spot: &Spot,
    old: &[table::Group],
    new: &[table::Group],
    operations: [&Operation; 2],
    log: &mut Log,
) {
    let title = |group: &table::Group| {
        let members: Vec<String> = group.members.iter().map(code).collect();
        spot.at(format!("the group of {}", members.join(", ")), &spot.place)
    };
    let members = |group: &table::Group| {
        let mut names: Vec<String> = group.members.iter().map(str::to_owned).collect();
        names.sort_unstable();
        names
    };
    let claims = || operations.map(|operation| Claim::Constructors(operation.request_type.clone()));
    // What every request had before, every request has still.
    let [before, _] = operations;
    let was_required = |name: &str| {
        let field = before.request.iter().find(|field| field.facts.name == name);
        field.is_some_and(|field| field.facts.presence == table::Presence::Required)
    };
    let pairs = pair(old, new, &[&|one, other| members(one) == members(other), &|_, _| true]);
    for (before, after) in pairs.both {
        let table::Group { rule, members: names } = before;
        log.compare(&title(after), "", rule, &after.rule, || {
            match after.rule {
                table::GroupRule::ExactlyOne => {
                    Verdict::new(Class::Stricter).effect("a request with more than one of them is refused")
                }
                table::GroupRule::AtLeastOne => {
                    Verdict::behaviour().effect("a request may have several of them")
                }
            }
            .claims(claims())
        });
        log.compare(&title(after), "", names, &after.members, || {
            if members(before) == members(after) {
                Verdict::behaviour().effect("another of them is the preferred one").claims(claims())
            } else {
                Verdict::new(Class::Stricter).effect("other requests are complete").claims(claims())
            }
        });
    }
    for gone in pairs.gone {
        let effect = "requests are no longer checked for it";
        log.gone(&title(gone), gone_rule(gone), Verdict::behaviour().effect(effect).claims(claims()));
    }
    for added in pairs.added {
        let kept = added.rule == table::GroupRule::AtLeastOne && added.members.iter().any(was_required);
        let verdict = match kept {
            true => Verdict::behaviour().effect("every request had one of them before"),
            false => Verdict::new(Class::Stricter).effect("a request that does not keep to it is refused"),
        };
        let verdict = verdict.claims(claims());
        log.added(&title(added), gone_rule(added), verdict);
    }
    if pairs.reordered {
        log.reordered(&spot.at("the groups of the request", &spot.place), Verdict::documentation());
    }
}

fn gone_rule(group: &table::Group) -> Option<String> {
    super::notation::Notation::notation(&group.rule)
}

fn compare_response(
    spot: &Spot,
    answers: &table::ResponseTable,
    now: &table::ResponseTable,
    old: &Operation,
    new: &Operation,
    log: &mut Log,
) {
    let table::ResponseTable { encoding, fields: _, verification, decision, identity, view, orders } =
        answers;
    let spot = spot.at("the response", format!("{}.response", spot.place));
    log.compare(&spot, "encoding", encoding, &now.encoding, || {
        let kind = std::mem::discriminant::<table::Encoding>;
        match (encoding, &now.encoding) {
            (table::Encoding::Xml { root: before, .. }, table::Encoding::Xml { root: after, .. }) => {
                Verdict::behaviour().effect(if before == after {
                    "either is read; a simulator answers so"
                } else {
                    "replies with another root are refused"
                })
            }
            (before, after) if kind(before) == kind(after) => Verdict::behaviour(),
            _ => Verdict::behaviour().effect("replies in the old encoding cannot be read"),
        }
    });
    signing::compare_verification(&spot, verification, &now.verification, log);
    decision::compare(&spot, decision, &now.decision, log);
    decision::compare_identity(&spot, identity, &now.identity, log);
    role::compare(Direction::Response, &spot, view, &now.view, &old.request_type, log);
    let paths = |orders: &Option<table::Path>| orders.as_ref().map(table::Names::dotted);
    log.compare(&spot, "orders", &paths(orders), &paths(&new.facts.response.orders), || {
        Verdict::behaviour().effect("the orders of a reply are looked for there")
    });
}

/// Compares how well the rules of an operation are known. What comes or goes itself is told where it is compared, and so is
/// the order, which is that of the identity.
fn compare_rules(spot: &Spot, [before, now]: [&Operation; 2], rules: &[Rule], log: &mut Log) {
    let about = |subject: &str, rule: &Rule| {
        spot.at(subject, format!("{}{}", spot.place, subject::place(&rule.subject)))
    };
    let known = |rule: &Rule| about(&format!("how well {} is known", prose(&rule.subject)), rule);
    let verdict = || Verdict::documentation().shared();
    let place = |rule: &Rule| subject::place(&rule.subject);
    let pairs = pair(
        rules,
        &now.rules,
        &[&|one, other| one.subject == other.subject, &|one, other| {
            !place(one).is_empty() && place(one) == place(other)
        }],
    );
    for (old, after) in pairs.both {
        let Rule { subject: _, provenance } = old;
        let subject = &after.subject;
        log.provenance(&about(&prose(subject), after), provenance, &after.provenance, verdict);
    }
    for gone in pairs.gone.into_iter().filter(|rule| is_there(now, rule) || !is_there(before, rule)) {
        log.gone(&known(gone), None, verdict());
    }
    for added in pairs.added.into_iter().filter(|rule| is_there(before, rule) || !is_there(now, rule)) {
        log.added(&known(added), None, verdict());
    }
}

/// Whether an operation has what a rule is about.
fn is_there(operation: &Operation, rule: &Rule) -> bool {
    let table::Operation { response, polling, .. } = &operation.facts;
    let place = subject::place(&rule.subject);
    if let Some(field) = place.strip_prefix(".response.identity.") {
        return response.identity.iter().any(|entry| entry.field.dotted() == field);
    }
    if let Some(name) = place.strip_prefix(".response.decision.") {
        return response.decision.tiers.iter().any(|tier| tier.name.name() == name);
    }
    match rule.subject.as_str() {
        subject::POLLING => *polling != table::Polling::default(),
        subject::UNSIGNED_REFUSALS => match &response.verification {
            table::Verification::Signed { unsigned_refusals, .. } => !unsigned_refusals.is_empty(),
            table::Verification::Unsigned => false,
        },
        _ => true,
    }
}

/// Texts that may be empty.
pub(super) fn compare_texts(spot: &Spot, key: &str, old: &str, new: &str, verdict: Verdict, log: &mut Log) {
    log.compare(spot, key, &Quoted(old), &Quoted(new), || verdict);
}
