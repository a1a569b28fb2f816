//! Fields: what callers give, what replies hold, and what is checked of both.

use payspec_table as table;

use super::Class;
use super::log::{Claim, Log, Spot, Verdict};
use super::notation::{Notation, Shape};
use super::pairs::pair;
use crate::emit::doc::{code, prose};
use crate::model::{Documented, Field};

/// Which message a field stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

impl Direction {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// The message, or the object in it, whose fields are compared.
pub(super) struct Message<'a> {
    pub(super) direction: Direction,
    /// The operation and the place of the fields.
    pub(super) spot: Spot,
    /// The path of the object, with a dot behind it; empty at the top.
    pub(super) path: String,
    /// The generated type before and now.
    pub(super) old_type: &'a String,
    pub(super) new_type: &'a String,
}

impl Message<'_> {
    fn spot(&self, field: &Field) -> Spot {
        let name = &field.facts.name;
        let path = code(&format!("{}{name}", self.path));
        let subject = format!("{} field {path} ({})", self.direction.word(), prose(&field.facts.title));
        self.spot.at(subject, format!("{}.{name}", self.spot.place))
    }

    fn is_given(&self, field: &Field) -> bool {
        self.direction == Direction::Request && field.is_given_by_caller()
    }

    fn is_required_of_caller(&self, field: &Field) -> bool {
        self.is_given(field) && field.facts.presence == table::Presence::Required
    }

    /// The names of the fields that every caller gives.
    fn required<'f>(&self, fields: &'f [Field]) -> Vec<&'f str> {
        let required = fields.iter().filter(|field| self.is_required_of_caller(field));
        required.map(|field| field.rust_name.as_str()).collect()
    }

    /// The items that a field brings with it, or takes away.
    fn claims(&self, owner: &str, field: &Field) -> Vec<Claim> {
        let mut claims = vec![Claim::Member(owner.to_owned(), field.rust_name.clone())];
        if self.is_given(field) {
            claims.push(Claim::Shape(owner.to_owned()));
        }
        if self.is_required_of_caller(field) {
            claims.push(Claim::Constructors(owner.to_owned()));
        }
        claims.extend(nested_types(field));
        claims
    }
}

/// The type of an object, and those of the objects inside it.
pub(super) fn nested_types(field: &Field) -> Vec<Claim> {
    let own = field.type_name.iter().cloned().map(Claim::Whole);
    own.chain(field.children.iter().flat_map(nested_types)).collect()
}

/// Compares the fields of a message, or of an object in it.
pub(super) fn compare(message: &Message<'_>, old: &[Field], new: &[Field], log: &mut Log) {
    let pairs = pair(
        old,
        new,
        &[
            &|one, other| one.facts.name == other.facts.name,
            &|one, other| one.rust_name == other.rust_name,
            &is_renamed,
        ],
    );
    for (before, after) in pairs.both {
        compare_one(message, before, after, log);
    }
    for gone in pairs.gone {
        let verdict = Verdict::behaviour().claims(message.claims(message.old_type, gone));
        let verdict = match (message.direction, message.is_given(gone)) {
            (Direction::Request, false) => verdict.effect("it is no longer sent"),
            _ => verdict,
        };
        log.gone(&message.spot(gone), None, verdict);
    }
    for added in pairs.added {
        log.added(&message.spot(added), kind_of(added), judge_added(message, added));
    }
    if pairs.reordered {
        let object = message.path.trim_end_matches('.');
        let of = if object.is_empty() { String::new() } else { format!(" of {}", code(object)) };
        let spot =
            message.spot.at(format!("the {} fields{of}", message.direction.word()), &message.spot.place);
        let verdict = match message.direction {
            Direction::Request => {
                let owner = message.new_type.clone();
                let effect = if has_other_order(&message.required(old), &message.required(new)) {
                    "they are sent in that order, and so are the arguments of constructors: where the types are alike, \
                     calls compile and give the wrong ones"
                } else {
                    "they are sent in that order"
                };
                Verdict::behaviour().effect(effect).claims([Claim::Constructors(owner)])
            }
            Direction::Response => Verdict::documentation(),
        };
        log.reordered(&spot, verdict);
    }
}

/// Whether those that both lists have do not follow each other alike.
fn has_other_order(old: &[&str], new: &[&str]) -> bool {
    let kept = old.iter().filter(|name| new.contains(name));
    !kept.eq(new.iter().filter(|name| old.contains(name)))
}

fn is_renamed(one: &Field, other: &Field) -> bool {
    one.facts.title == other.facts.title && Shape::of(&one.facts.kind) == Shape::of(&other.facts.kind)
}

fn kind_of(field: &Field) -> Option<String> {
    Shape::of(&field.facts.kind).notation()
}

fn judge_added(message: &Message<'_>, field: &Field) -> Verdict {
    let conditional = field.facts.presence == table::Presence::Conditional && !field.facts.when.is_empty();
    let verdict = match message.direction {
        Direction::Response => Verdict::new(Class::Additive),
        Direction::Request if !message.is_given(field) => {
            let source = field.facts.source.notation().unwrap_or_default();
            Verdict::behaviour().effect(format!("it is sent: {source}"))
        }
        Direction::Request if message.is_required_of_caller(field) => {
            Verdict::new(Class::Stricter).effect("every request must have it")
        }
        Direction::Request if conditional => {
            let when = field.facts.when.notation().unwrap_or_default();
            Verdict::new(Class::Stricter).effect(format!("a request must have it when {when}"))
        }
        Direction::Request => Verdict::new(Class::Additive),
    };
    verdict.claims(message.claims(message.new_type, field))
}

fn compare_one(message: &Message<'_>, old: &Field, new: &Field, log: &mut Log) {
    let Field {
        rust_name,
        type_name,
        code_type,
        guaranteed,
        description,
        documented: _,
        provenance,
        children,
        facts: _,
    } = old;
    let spot = message.spot(new);
    let own = || {
        let (old_type, new_type) = (message.old_type.clone(), message.new_type.clone());
        vec![Claim::Member(old_type, rust_name.clone()), Claim::Member(new_type, new.rust_name.clone())]
    };
    let constructors = || match message.is_required_of_caller(old) || message.is_required_of_caller(new) {
        true => {
            vec![Claim::Constructors(message.old_type.clone()), Claim::Constructors(message.new_type.clone())]
        }
        false => Vec::new(),
    };
    // A member of a group has a constructor of its own.
    let by = || {
        [(message.old_type, rust_name), (message.new_type, &new.rust_name)]
            .map(|(owner, name)| Claim::Member(owner.clone(), format!("by_{name}")))
    };
    let all = || own().into_iter().chain(constructors()).chain(by());
    // A name on the wire brings its own in Rust.
    if old.facts.name == new.facts.name {
        log.compare(&spot, "name", rust_name, &new.rust_name, || Verdict::behaviour().claims(all()));
    }
    // What callers see of these is told by `type` or by the name of the table, where that differs too.
    let types = || all().chain(nested_types(old)).chain(nested_types(new));
    let same_kind = Shape::of(&old.facts.kind) == Shape::of(&new.facts.kind);
    if same_kind {
        log.compare(&spot, "", type_name, &new.type_name, || Verdict::behaviour().claims(types()));
        log.compare(&spot, "", code_type, &new.code_type, || Verdict::behaviour().claims(all()));
    }
    if guaranteed != &new.guaranteed {
        let (key, effect) = match new.guaranteed {
            true => (
                "is always there now",
                "the decision or the identity cannot do without it: it is no `Option`",
            ),
            false => (
                "need not be there any more",
                "the decision and the identity can do without it: it is an `Option`",
            ),
        };
        let spot = spot.at(format!("{} {key}", spot.subject), &spot.place);
        log.note(&spot, Verdict::behaviour().effect(effect).claims(own()));
    }
    log.compare(&spot, "description", description, &new.description, Verdict::documentation);
    compare_documented(&spot, old, new, log);
    log.compare(&spot, "basis", provenance, &new.provenance, Verdict::documentation);
    compare_facts(message, &spot, old, new, &all().collect::<Vec<_>>(), &types().collect::<Vec<_>>(), log);
    // Where an object comes or goes, its fields come or go with it.
    if let (Some(old_type), Some(new_type)) = (type_name, &new.type_name) {
        let mut path = format!("{}{}", message.path, new.facts.name);
        if matches!(new.facts.kind, table::Kind::List(_)) {
            path.push_str(table::EACH);
        }
        path.push('.');
        let place = format!("{}.fields", spot.place);
        let inside =
            Message { direction: message.direction, spot: spot.at("", place), path, old_type, new_type };
        compare(&inside, children, &new.children, log);
    }
}

fn compare_documented(spot: &Spot, old: &Field, new: &Field, log: &mut Log) {
    let (verdict, now) = (Verdict::documentation, &new.documented);
    let Documented { name, title, presence, max_length, kind } = &old.documented;
    log.compare(spot, "documented.name", name, &now.name, verdict);
    log.compare(spot, "documented.title", title, &now.title, verdict);
    // Where nothing else is said, the document says what the specification says.
    let follows = |field: &Field| field.documented.presence == Some(field.facts.presence);
    if !(follows(old) && follows(new)) {
        log.compare(spot, "documented.presence", presence, &now.presence, verdict);
    }
    log.compare(spot, "documented.max_length", max_length, &now.max_length, verdict);
    log.compare(spot, "documented.type", kind, &now.kind, verdict);
}

fn compare_facts(
    message: &Message<'_>,
    spot: &Spot,
    before: &Field,
    after: &Field,
    claims: &[Claim],
    types: &[Claim],
    log: &mut Log,
) {
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
        Verdict::behaviour().effect(effect).claims(types.iter().cloned().chain(constructors))
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
    use table::{Kind, MoneyUnit};
    let kind = std::mem::discriminant::<Kind>;
    let effect = match (old, new) {
        (Kind::Money(MoneyUnit::Fen), Kind::Money(MoneyUnit::Yuan)) if request => {
            "amounts are sent in yuan: a hundredth of the number for the same amount"
        }
        (Kind::Money(MoneyUnit::Yuan), Kind::Money(MoneyUnit::Fen)) if request => {
            "amounts are sent in fen: a hundred times the number for the same amount"
        }
        (Kind::Money(MoneyUnit::Fen), Kind::Money(MoneyUnit::Yuan)) => {
            "the same number of a reply is a hundred times as much money"
        }
        (Kind::Money(MoneyUnit::Yuan), Kind::Money(MoneyUnit::Fen)) => {
            "the same number of a reply is a hundredth of the money"
        }
        (Kind::Code(_), Kind::Code(_)) => "its values mean what that table says",
        // The Rust type says the rest.
        (old, new) if kind(old) != kind(new) => return Verdict::behaviour(),
        _ if request => "it is sent so",
        _ => "it is read so",
    };
    Verdict::behaviour().effect(effect)
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
