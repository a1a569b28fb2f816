//! Fields: what callers give, what replies hold, and what is checked of both.

use payspec_table as table;

use super::Class;
use super::facts::{self, Claims};
use super::log::{Claim, Log, Spot, Verdict};
use super::notation::{Notation, Shape};
use super::pairs::{Pairs, pair};
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
    /// The paths, with dots, of what tells the state and the amount of an order now.
    pub(super) outcome: &'a [String],
}

impl Message<'_> {
    fn spot(&self, field: &Field) -> Spot {
        let name = &field.facts.name;
        let path = code(&format!("{}{name}", self.path));
        let subject = format!("{} field {path} ({})", self.direction.word(), prose(&field.facts.title));
        self.spot.at(subject, format!("{}.{name}", self.spot.place))
    }

    pub(super) fn is_given(&self, field: &Field) -> bool {
        self.direction == Direction::Request && field.is_given_by_caller()
    }

    fn is_required_of_caller(&self, field: &Field) -> bool {
        self.is_given(field) && field.facts.presence == table::Presence::Required
    }

    /// Whether the state or the amount of an order is in the field, or in something inside it.
    pub(super) fn is_outcome(&self, field: &Field) -> bool {
        let path = format!("{}{}", self.path, field.facts.name);
        self.outcome
            .iter()
            .filter_map(|outcome| outcome.strip_prefix(&path))
            .any(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with(table::EACH))
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
    let pairs = paired(old, new);
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
                let effect = "they are sent in that order";
                Verdict::behaviour().effect(effect).claims([Claim::Constructors(owner)])
            }
            Direction::Response => Verdict::documentation(),
        };
        log.reordered(&spot, verdict);
    }
}

/// Which fields are the same, whatever they are called.
pub(super) fn paired<'a>(old: &'a [Field], new: &'a [Field]) -> Pairs<'a, Field> {
    pair(
        old,
        new,
        &[
            &|one, other| one.facts.name == other.facts.name,
            &|one, other| one.rust_name == other.rust_name,
            &is_renamed,
        ],
    )
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
        Direction::Response if field.facts.presence == table::Presence::Required => {
            Verdict::behaviour().effect("a reply without it is a deviation")
        }
        Direction::Response if conditional => {
            let when = field.facts.when.notation().unwrap_or_default();
            Verdict::behaviour().effect(format!("a reply without it is a deviation when {when}"))
        }
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
        // Compared below, where they are called `facts`.
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
    // Where it stays where it is, callers do not see its name.
    let argument = || {
        let (owner, old, new) = (message.new_type.clone(), rust_name.clone(), new.rust_name.clone());
        [Claim::Argument { owner, old, new }]
    };
    let all = || own().into_iter().chain(constructors()).chain(by()).chain(argument());
    let types = || all().chain(nested_types(old)).chain(nested_types(new));
    // A name on the wire brings its own in Rust.
    if old.facts.name == new.facts.name {
        log.compare(&spot, "name", rust_name, &new.rust_name, || Verdict::behaviour().claims(types()));
    }
    // What callers see of these is told by `type` or by the name of the table, where that differs too; and the name of a
    // type follows those of its field and of the type around it.
    let same_kind = Shape::of(&old.facts.kind) == Shape::of(&new.facts.kind);
    if same_kind {
        if (message.old_type, rust_name) == (message.new_type, &new.rust_name) {
            log.compare(&spot, "", type_name, &new.type_name, || Verdict::behaviour().claims(types()));
        }
        log.compare(&spot, "", code_type, &new.code_type, || Verdict::behaviour().claims(all()));
    }
    // Where its presence changes too, that is why.
    if guaranteed != &new.guaranteed && old.facts.presence == new.facts.presence {
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
    log.words(&spot, "description", description.as_ref(), new.description.as_ref(), Verdict::documentation());
    compare_documented(&spot, old, new, log);
    log.provenance(&spot, provenance, &new.provenance, Verdict::documentation);
    let claims = Claims { own: all().collect(), types: types().collect() };
    facts::compare(message, &spot, [old, new], &claims, log);
    // Where an object comes or goes, its fields come or go with it.
    if let (Some(old_type), Some(new_type)) = (type_name, &new.type_name) {
        let mut path = format!("{}{}", message.path, new.facts.name);
        if matches!(new.facts.kind, table::Kind::List(_)) {
            path.push_str(table::EACH);
        }
        path.push('.');
        let place = format!("{}.fields", spot.place);
        let inside = Message { spot: spot.at("", place), path, old_type, new_type, ..*message };
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
