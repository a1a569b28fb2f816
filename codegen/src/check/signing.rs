//! Signature rules.

use payspec_table as table;

use super::field::Direction;
use super::{provenance, reference, template};
use crate::diagnostic::{Rule, did_you_mean};
use crate::model;
use crate::spec::read::{Entries, Reporter};
use crate::spec::{
    AlgorithmWord, CredentialSpec, EncodingWord, FieldSpec, HeaderSpec, NestedWord, OrderSpec, OrderWord,
    OverSpec, SigningRef, SigningSpec, SkipWord,
};

/// What a message's signature is checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) direction: Direction,
    pub(crate) rules: &'a Entries<SigningSpec>,
    pub(crate) fields: &'a Entries<FieldSpec>,
    pub(crate) credentials: &'a Entries<CredentialSpec>,
}

/// What a specification says of a message's signature.
pub(crate) enum Resolved {
    Signed(Box<table::Signing>, model::Provenance),
    Unsigned(model::Provenance),
}

/// Finds the rule that a message follows and checks it against the message.
pub(crate) fn resolve(
    named: Option<&SigningRef>,
    message: &crate::source::Place,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Resolved> {
    let default = match context.direction {
        Direction::Request => "request",
        Direction::Response => "response",
    };
    let name = named.map_or(default, |named| named.name.as_str());
    let Some(entry) = context.rules.get(name) else {
        let (place, message) = match named {
            Some(named) => (named.place.clone(), format!("the provider has no signature rule `{name}`")),
            None => (message.clone(), format!("nothing says how this {default} is signed")),
        };
        let help = did_you_mean(name, context.rules.names());
        reporter.value(Rule::UnknownSigning, &place, message).help =
            if named.is_some() { help } else { Some(format!("add the rule `{default}` under `signing:`")) };
        return None;
    };
    let spec = &entry.value;
    if spec.basis.is_none() {
        let message = format!("the rule `{name}` does not say how well it is known");
        reporter.key(Rule::NoBasis, &entry.place, message).help =
            Some("add `basis: doc | verified | stated | inferred | unknown`".to_owned());
    }
    let provenance = provenance(spec.basis, spec.because.as_ref());
    if spec.unsigned == Some(true) {
        return unsigned(spec, provenance, context, reporter);
    }
    let merged = merge(spec, context.rules, reporter)?;
    rule(&merged, context, reporter).map(|rule| Resolved::Signed(Box::new(rule), provenance))
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
    if let Some((path, _)) = signature_fields(context.fields).into_iter().next() {
        let message = format!("unsigned, but the field `{}` is marked as the signature", path.join("."));
        reporter.key(Rule::SignaturePlace, &place, message);
    }
    Some(Resolved::Unsigned(provenance))
}

/// A rule with what it takes over from the one that it is like.
fn merge(
    spec: &SigningSpec,
    rules: &Entries<SigningSpec>,
    reporter: &mut Reporter<'_>,
) -> Option<SigningSpec> {
    let mut merged = spec.clone();
    let mut visited = vec![spec.place.last().to_owned()];
    while let Some(like) = merged.like.take() {
        let place = spec.place.key("like");
        if visited.contains(&like) {
            reporter.value(Rule::BadSigning, &place, format!("`{like}` is like itself"));
            return None;
        }
        let Some(other) = rules.get(&like) else {
            reporter
                .value(Rule::UnknownSigning, &place, format!("the provider has no signature rule `{like}`"))
                .help = did_you_mean(&like, rules.names());
            return None;
        };
        let other = other.value.clone();
        if other.unsigned == Some(true) {
            reporter.value(
                Rule::BadSigning,
                &place,
                format!("`{like}` is no rule to be like: it is unsigned"),
            );
            return None;
        }
        visited.push(like);
        merged = SigningSpec {
            place: merged.place,
            unsigned: None,
            like: other.like,
            over: merged.over.or(other.over),
            exclude: merged.exclude.or(other.exclude),
            skip: merged.skip.or(other.skip),
            nested: merged.nested.or(other.nested),
            order: merged.order.or(other.order),
            piece: merged.piece.or(other.piece),
            joint: merged.joint.or(other.joint),
            prefix: merged.prefix.or(other.prefix),
            suffix: merged.suffix.or(other.suffix),
            algorithm: merged.algorithm.or(other.algorithm),
            encoding: merged.encoding.or(other.encoding),
            key: merged.key.or(other.key),
            header: merged.header.or(other.header),
            basis: merged.basis,
            because: merged.because,
        };
    }
    Some(merged)
}

fn rule(spec: &SigningSpec, context: Context<'_>, reporter: &mut Reporter<'_>) -> Option<table::Signing> {
    let over = match &spec.over {
        None | Some(OverSpec::Message) => table::Over::Message,
        Some(OverSpec::Body) => table::Over::Body,
        Some(OverSpec::Member(path)) => {
            let (path, field) = reference::field(path, context.fields, &spec.place.key("over"), reporter)?;
            if field.fields.is_none() {
                reporter.value(
                    Rule::BadSigning,
                    &spec.place.key("over"),
                    "only the members of an object can be signed",
                );
            }
            table::Over::Member(path)
        }
    };
    let over_body = over == table::Over::Body;
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
            let message = format!("the rule `{}` lacks the key `{key}`", spec.place.last());
            reporter.key(Rule::MissingKey, &spec.place, message);
        }
    }
    if over_body {
        for (key, given) in [
            ("skip", spec.skip.is_some()),
            ("order", spec.order.is_some()),
            ("piece", spec.piece.is_some()),
            ("joint", spec.joint.is_some()),
            ("exclude", spec.exclude.is_some()),
        ] {
            if given {
                reporter.key(
                    Rule::Misplaced,
                    &spec.place.key(key),
                    format!("`{key}` means nothing: the body is signed as it is"),
                );
            }
        }
    }
    let algorithm = algorithm(spec.algorithm?);
    let credentials = context.credentials;
    let piece = spec.piece.as_deref().unwrap_or("{value}");
    let key = key(spec, algorithm, context, reporter)?;
    let rule = table::Signing {
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
        order: order(spec, &over, context, reporter),
        piece: template::parse(piece, template::PIECE, credentials, &spec.place.key("piece"), reporter),
        joint: spec.joint.clone().unwrap_or_default().into(),
        prefix: affix(spec.prefix.as_deref(), "prefix", spec, credentials, reporter),
        suffix: affix(spec.suffix.as_deref(), "suffix", spec, credentials, reporter),
        algorithm,
        encoding: match spec.encoding? {
            EncodingWord::HexUpper => table::DigestEncoding::HexUpper,
            EncodingWord::HexLower => table::DigestEncoding::HexLower,
            EncodingWord::Base64 => table::DigestEncoding::Base64,
        },
        key,
        placement: placement(spec.header.as_ref(), spec, context, reporter)?,
        over,
    };
    check_key_use(spec, &rule, reporter);
    if over_body && matches!(rule.placement, table::Placement::Field(_)) {
        reporter
            .key(
                Rule::SignaturePlace,
                &spec.place.key("over"),
                "a signature over the body cannot stand in the body",
            )
            .help = Some("give it a `header:`".to_owned());
    }
    if !over_body && !rule.piece.contains(&table::Part::Value) {
        reporter.value(
            Rule::BadSigning,
            &spec.place.key("piece"),
            "no piece holds a value: `{value}` is missing",
        );
    }
    Some(rule)
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

fn affix(
    text: Option<&str>,
    key: &str,
    spec: &SigningSpec,
    credentials: &Entries<CredentialSpec>,
    reporter: &mut Reporter<'_>,
) -> table::Template {
    template::parse(text.unwrap_or(""), template::AFFIX, credentials, &spec.place.key(key), reporter)
}

fn order(
    spec: &SigningSpec,
    over: &table::Over,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> table::Order {
    match &spec.order {
        Some(OrderSpec::Word(OrderWord::NameIgnoringCase)) => table::Order::NameIgnoringCase,
        Some(OrderSpec::Word(OrderWord::Piece)) => table::Order::Piece,
        Some(OrderSpec::Word(OrderWord::PieceIgnoringCase)) => table::Order::PieceIgnoringCase,
        Some(OrderSpec::Word(OrderWord::Name)) | None => table::Order::Name,
        Some(OrderSpec::Fixed(names)) => {
            let place = spec.place.key("order");
            if names.is_empty() {
                reporter.value(Rule::BadSigning, &place, "an empty order signs nothing");
            }
            for (index, name) in names.iter().enumerate() {
                if names[..index].contains(name) {
                    reporter.value(Rule::BadSigning, &place, format!("`{name}` stands twice in the order"));
                }
                let path = match over {
                    table::Over::Member(path) => {
                        path.iter().chain(std::iter::once(name.as_str())).collect::<Vec<_>>().join(".")
                    }
                    _ => name.clone(),
                };
                reference::field(&path, context.fields, &place, reporter);
            }
            table::Order::Fixed(names.clone().into())
        }
    }
}

fn key(
    spec: &SigningSpec,
    algorithm: table::Algorithm,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Str> {
    let place = spec.place.key("key");
    let (name, credential) =
        reference::credential(spec.key.as_deref()?, context.credentials, &place, reporter)?;
    let kind = reference::credential_kind(credential);
    let (fits, needed) = match (algorithm.is_rsa(), context.direction) {
        (true, Direction::Request) => {
            (kind == table::CredentialKind::PrivateKey, "the merchant's `private_key`")
        }
        (true, Direction::Response) => {
            (kind == table::CredentialKind::PublicKey, "the provider's `public_key`")
        }
        (false, _) => (kind == table::CredentialKind::Secret, "a secret text (`secret: true`)"),
    };
    if !fits {
        let message = format!("`{}` needs {needed}, and `{name}` is none", algorithm.name());
        reporter.value(Rule::WrongKeyKind, &place, message);
    }
    Some(name.to_owned().into())
}

/// A digest without a key can be made by anybody.
fn check_key_use(spec: &SigningSpec, rule: &table::Signing, reporter: &mut Reporter<'_>) {
    let in_string = rule.prefix.contains(&table::Part::Key) || rule.suffix.contains(&table::Part::Key);
    let digest = matches!(rule.algorithm, table::Algorithm::Md5 | table::Algorithm::Sha256);
    if digest && !in_string {
        let message =
            format!("`{}` alone proves nothing: the key is not in the string", rule.algorithm.name());
        reporter.key(Rule::KeyUnused, &spec.place, message).help =
            Some("put `{key}` into `suffix:` or `prefix:`".to_owned());
    }
    if rule.algorithm.is_rsa() && in_string {
        reporter.key(Rule::BadSigning, &spec.place, "an RSA key is no text that can stand in the string");
    }
}

fn placement(
    header: Option<&HeaderSpec>,
    spec: &SigningSpec,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Placement> {
    let mut marked = signature_fields(context.fields);
    if let Some(header) = header {
        if let Some((path, _)) = marked.first() {
            let message =
                format!("the signature is in a header, and the field `{}` is marked as well", path.join("."));
            reporter.key(Rule::SignaturePlace, &header.place, message);
        }
        let value = template::parse(
            &header.value,
            template::HEADER,
            context.credentials,
            &header.place.key("value"),
            reporter,
        );
        if value.iter().filter(|part| **part == table::Part::Signature).count() != 1 {
            reporter.value(
                Rule::SignaturePlace,
                &header.place.key("value"),
                "the header must hold `{signature}` once",
            );
        }
        if !is_header_name(&header.name) {
            reporter.value(
                Rule::BadName,
                &header.place.key("name"),
                format!("`{}` is no name of a header", header.name),
            );
        }
        return Some(table::Placement::Header { name: header.name.clone().into(), value });
    }
    match marked.len() {
        1 => marked.pop().map(|(path, _)| table::Placement::Field(table::Path::Owned(path))),
        0 => {
            let message = "nothing says where the signature stands";
            reporter.key(Rule::SignaturePlace, &spec.place, message).help =
                Some("mark its field with `signature: true`, or give the rule a `header:`".to_owned());
            None
        }
        _ => {
            let (_, first) = &marked[0];
            let span = reporter.span(first);
            let place = marked[1].1.clone();
            let diagnostic =
                reporter.key(Rule::SignaturePlace, &place, "two fields are marked as the signature");
            diagnostic.also.push((span, "the other one".to_owned()));
            None
        }
    }
}

/// Whether HTTP takes a word as the name of a header.
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The fields that are marked as the signature.
fn signature_fields(fields: &Entries<FieldSpec>) -> Vec<(Vec<String>, crate::source::Place)> {
    let mut found = Vec::new();
    for entry in fields.iter() {
        if entry.value.signature == Some(true) {
            found.push((vec![entry.name.clone()], entry.place.clone()));
        }
        for (mut path, place) in entry.value.fields.iter().flat_map(signature_fields) {
            path.insert(0, entry.name.clone());
            found.push((path, place));
        }
    }
    found
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
