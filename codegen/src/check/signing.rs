//! Signature rules.

use payspec_table as table;

use super::field::Direction;
use super::like::{Merged, SIGNED_KEYS};
use super::placement::{self, signature_fields};
use super::{key, provenance, reference, template};
use crate::diagnostic::Rule;
use crate::model;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{
    AlgorithmWord, CredentialSpec, EncodingWord, FieldSpec, FieldType, NestedWord, OrderSpec, OrderWord,
    OverSpec, SigningRef, SigningSpec, SkipWord,
};
use crate::suggestion::{did_you_mean, suggest};

/// What a message's signature is checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) direction: Direction,
    /// Where the message stands.
    pub(crate) message: &'a Place,
    pub(crate) rules: &'a Entries<SigningSpec>,
    pub(crate) fields: &'a Entries<FieldSpec>,
    pub(crate) credentials: &'a Entries<CredentialSpec>,
}

/// What a specification says of a message's signature.
#[derive(Debug)]
pub(crate) enum Resolved {
    Signed(Box<table::Signing>, model::Provenance),
    Unsigned(model::Provenance),
}

/// Checks the texts of every rule with places to fill, and its key, also where no message follows the rule.
pub(crate) fn check_texts(
    rules: &Entries<SigningSpec>,
    credentials: &Entries<CredentialSpec>,
    reporter: &mut Reporter<'_>,
) {
    for entry in rules.iter().filter(|entry| !entry.value.says_no_how()) {
        let Some(merged) = Merged::new(&entry.value, rules) else { continue };
        texts(&merged, credentials, reporter);
        placement::header_value(&merged, credentials, reporter);
        key::named(&merged, credentials, reporter);
    }
}

/// Finds the rule that a message follows and checks it against the message.
pub(crate) fn resolve(
    named: Option<&SigningRef>,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Resolved> {
    let default = match context.direction {
        Direction::Request => "request",
        Direction::Response => "response",
    };
    let name = named.map_or(default, |named| named.name.as_str());
    let Some(entry) = context.rules.get(name) else {
        if context.rules.lacks(name) {
            report_missing(name, named, context, reporter);
        }
        return None;
    };
    let spec = &entry.value;
    let provenance = provenance(spec.basis, spec.because.as_ref());
    // Whoever says both has not decided.
    if spec.undecided == Some(true) {
        let provenance = model::Provenance { basis: model::Basis::Unknown, ..provenance };
        let rule = table::Signing::undecided(placement::of_undecided(context, reporter)?);
        return Some(Resolved::Signed(Box::new(rule), provenance));
    }
    if spec.unsigned == Some(true) {
        return unsigned(spec, provenance, context, reporter);
    }
    let merged = Merged::new(spec, context.rules)?;
    // What such a rule lacks may be what could not be read.
    if merged.chain.iter().any(|place| reporter.is_doubtful(place)) {
        return None;
    }
    rule(&merged, context, reporter).map(|rule| Resolved::Signed(Box::new(rule), provenance))
}

fn report_missing(name: &str, named: Option<&SigningRef>, context: Context<'_>, reporter: &mut Reporter<'_>) {
    if let Some(named) = named {
        let message = format!("the provider has no signature rule `{name}`");
        reporter.value(Rule::UnknownSigning, &named.place, message).help =
            did_you_mean(name, context.rules.names());
        return;
    }
    let help = match suggest(name, context.rules.names()) {
        Some(near) => format!("did you mean `{name}` by `{near}`, under `signing:`?"),
        None => format!("add the rule `{name}` under `signing:`, or name another here with `signing:`"),
    };
    let what = format!("nothing says how this {name} is signed");
    reporter.key(Rule::UnknownSigning, context.message, what).help = Some(help);
}

fn unsigned(
    spec: &SigningSpec,
    provenance: model::Provenance,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Resolved> {
    let place = spec.place.key("unsigned");
    if provenance.because.is_none() {
        reporter
            .key(Rule::NoReason, &place, "nothing says where the provider states that it does not sign")
            .help = Some("add `because:` with the source".to_owned());
    }
    if let Some((path, field)) = signature_fields(context.fields).into_iter().next() {
        let span = reporter.span(&field);
        let message = format!("unsigned, but the field `{}` is marked as the signature", path.join("."));
        let diagnostic = reporter.key(Rule::SignaturePlace, &place, message);
        diagnostic.also.push((span, "marked here".to_owned()));
        diagnostic.help =
            Some("say how it is signed, or take `signature: true` away from the field".to_owned());
    }
    for key in SIGNED_KEYS.iter().filter(|key| reporter.has(&spec.place.key(**key))).collect::<Vec<_>>() {
        let message = format!("`{key}` means nothing: the rule says that nothing is signed");
        reporter.key(Rule::Misplaced, &spec.place.key(*key), message);
    }
    Some(Resolved::Unsigned(provenance))
}

fn rule(merged: &Merged, context: Context<'_>, reporter: &mut Reporter<'_>) -> Option<table::Signing> {
    let spec = &merged.spec;
    // Every key is checked before the verdict: a bad one must not hide the next.
    let over = over(merged, context, reporter);
    let over_body = spec.over == Some(OverSpec::Body);
    let missing = [
        ("skip", spec.skip.is_none() && !over_body),
        ("order", spec.order.is_none() && !over_body),
        ("piece", spec.piece.is_none() && !over_body),
        ("algorithm", spec.algorithm.is_none()),
        ("encoding", spec.encoding.is_none()),
        ("key", spec.key.is_none()),
    ];
    for (key, missing) in missing {
        if missing {
            // What a rule takes over and does not get is missing where it begins.
            let place = merged.chain.last().unwrap_or(&spec.place);
            let message = format!("the rule `{}` lacks the key `{key}`", place.last());
            reporter.key(Rule::MissingKey, place, message);
        }
    }
    if over_body {
        for (key, given) in [
            ("skip", spec.skip.is_some()),
            ("order", spec.order.is_some()),
            ("piece", spec.piece.is_some()),
            ("joint", spec.joint.is_some()),
            ("exclude", spec.exclude.is_some()),
            ("nested", spec.nested.is_some()),
        ] {
            if given {
                let place = merged.place(key, reporter);
                let message = format!("`{key}` means nothing: the body is signed as it is");
                reporter.key(Rule::Misplaced, &place, message);
            }
        }
    }
    let algorithm = spec.algorithm.map(algorithm);
    let key = key::check(merged, algorithm, context, reporter);
    let order = order(merged, over.as_ref(), context, reporter);
    let Texts { piece, prefix, suffix } = texts(merged, context.credentials, reporter);
    if let Some(algorithm) = algorithm {
        key::check_use(merged, algorithm, reporter);
    }
    let placement = placement::check(merged, context, reporter);
    if over_body && matches!(placement, Some(table::Placement::Field(_))) {
        let place = merged.place("over", reporter);
        reporter
            .value(Rule::SignaturePlace, &place, "a signature over the body cannot stand in the body")
            .help = Some("give it a `header:`".to_owned());
    }
    Some(table::Signing {
        exclude: spec.exclude.clone().unwrap_or_default().into(),
        skip: match spec.skip {
            Some(SkipWord::Nothing) => table::Skip::NOTHING,
            Some(SkipWord::Absent) => table::Skip::NULL,
            Some(SkipWord::Blank) => table::Skip::BLANK,
            Some(SkipWord::Empty) | None => table::Skip::EMPTY,
        },
        nested: match spec.nested {
            Some(NestedWord::JsonText) => table::Nested::JsonText,
            Some(NestedWord::Refuse) | None => table::Nested::Refuse,
        },
        order: order?,
        piece,
        joint: spec.joint.clone().unwrap_or_default().into(),
        prefix,
        suffix,
        algorithm: algorithm?,
        encoding: match spec.encoding? {
            EncodingWord::HexUpper => table::DigestEncoding::HexUpper,
            EncodingWord::HexLower => table::DigestEncoding::HexLower,
            EncodingWord::Base64 => table::DigestEncoding::Base64,
        },
        key: key?,
        placement: placement?,
        over: over?,
    })
}

fn over(merged: &Merged, context: Context<'_>, reporter: &mut Reporter<'_>) -> Option<table::Over> {
    let path = match &merged.spec.over {
        None | Some(OverSpec::Message) => return Some(table::Over::Message),
        Some(OverSpec::Body) => return Some(table::Over::Body),
        Some(OverSpec::Member(path)) => path,
    };
    let place = merged.place("over", reporter).key("member");
    let (path, field) = reference::field(path, context.fields, At::Value(&place), reporter)?;
    if field.kind != Some(FieldType::Object) {
        if !reporter.is_unread(&field.place) {
            reporter.value(Rule::BadSigning, &place, "only the members of an object can be signed");
        }
        return None;
    }
    Some(table::Over::Member(path))
}

fn algorithm(word: AlgorithmWord) -> table::Algorithm {
    match word {
        AlgorithmWord::Md5 => table::Algorithm::Md5,
        AlgorithmWord::Sha256 => table::Algorithm::Sha256,
        AlgorithmWord::HmacSha256 => table::Algorithm::HmacSha256,
        AlgorithmWord::RsaSha1 => table::Algorithm::RsaSha1,
        AlgorithmWord::RsaSha256 => table::Algorithm::RsaSha256,
    }
}

/// The texts of a rule with places to fill.
struct Texts {
    piece: table::Template,
    prefix: table::Template,
    suffix: table::Template,
}

fn texts(merged: &Merged, credentials: &Entries<CredentialSpec>, reporter: &mut Reporter<'_>) -> Texts {
    let spec = &merged.spec;
    let text = spec.piece.as_deref().unwrap_or("{value}");
    let place = merged.place("piece", reporter);
    let piece = template::parse(text, template::PIECE, credentials, &place, reporter);
    let counts = spec.piece.is_some() && spec.over != Some(OverSpec::Body);
    // Another name is a mistake of its own, and may be meant for the value.
    if counts && template::names(text).iter().all(|name| *name == "name") {
        let message = "no piece holds a value: `{value}` is missing";
        reporter.value(Rule::BadSigning, &place, message);
    }
    Texts {
        piece,
        prefix: affix(spec.prefix.as_deref(), "prefix", merged, credentials, reporter),
        suffix: affix(spec.suffix.as_deref(), "suffix", merged, credentials, reporter),
    }
}

fn affix(
    text: Option<&str>,
    key: &str,
    merged: &Merged,
    credentials: &Entries<CredentialSpec>,
    reporter: &mut Reporter<'_>,
) -> table::Template {
    let place = merged.place(key, reporter);
    template::parse(text.unwrap_or(""), template::AFFIX, credentials, &place, reporter)
}

/// The order of the pieces. Which fields a fixed order names, nobody knows where it is not known over what it is.
fn order(
    merged: &Merged,
    over: Option<&table::Over>,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Order> {
    let names = match &merged.spec.order {
        Some(OrderSpec::Word(OrderWord::NameIgnoringCase)) => return Some(table::Order::NameIgnoringCase),
        Some(OrderSpec::Word(OrderWord::Piece)) => return Some(table::Order::Piece),
        Some(OrderSpec::Word(OrderWord::PieceIgnoringCase)) => return Some(table::Order::PieceIgnoringCase),
        Some(OrderSpec::Word(OrderWord::Name)) | None => return Some(table::Order::Name),
        Some(OrderSpec::Fixed(names)) => names,
    };
    let place = merged.place("order", reporter);
    if names.is_empty() {
        reporter.value(Rule::BadSigning, &place, "an empty order signs nothing");
    }
    for (index, name) in names.iter().enumerate() {
        let place = reporter.item(&place, index);
        if names[..index].contains(name) {
            reporter.value(Rule::BadSigning, &place, format!("`{name}` stands twice in the order"));
            continue;
        }
        let path = match over? {
            table::Over::Member(path) => {
                path.iter().chain(std::iter::once(name.as_str())).collect::<Vec<_>>().join(".")
            }
            _ => name.clone(),
        };
        let found = reference::field(&path, context.fields, At::Value(&place), reporter);
        if found.is_some_and(|(_, field)| field.signature == Some(true)) {
            let message = format!("`{name}` is the signature: it cannot take part in itself");
            reporter.value(Rule::BadSigning, &place, message);
        }
    }
    Some(table::Order::Fixed(names.clone().into()))
}

/// Whether a signature covers a field: nobody can change it without the signature breaking.
pub(crate) fn covers(rule: &table::Signing, field: &table::Path) -> bool {
    let mut path = field.iter();
    match &rule.over {
        table::Over::Body => return true,
        table::Over::Message => {}
        table::Over::Member(member) => {
            for segment in member.iter() {
                if path.next() != Some(segment) {
                    return false;
                }
            }
        }
    }
    let Some(name) = path.next() else { return false };
    if rule.exclude.contains(name) {
        return false;
    }
    match &rule.order {
        table::Order::Fixed(names) => names.contains(name),
        _ => true,
    }
}
