//! Values that a specification gives: where those of a request come from, constants and examples.

use payspec_table as table;

use super::field::{Context, Direction, field_type};
use super::{format, reference};
use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::spec::{FieldSpec, FieldType, Generate};

/// The longest nonce that is made, in characters, whatever the field allows.
const NONCE_LENGTH: u32 = 32;

/// Where the value of a field comes from.
pub(crate) fn source(spec: &FieldSpec, context: Context<'_>, reporter: &mut Reporter<'_>) -> table::Source {
    let given = [
        ("constant", spec.constant.is_some()),
        ("generate", spec.generate.is_some()),
        ("from", spec.from.is_some()),
        ("signature", spec.signature == Some(true)),
    ];
    let keys: Vec<&str> = given.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
    if let [first, others @ ..] = &keys[..] {
        let span = reporter.span(&spec.place.key(*first));
        for other in others {
            let message = format!("a value has one source, and besides `{other}` there is `{first}`");
            let diagnostic = reporter.key(Rule::SeveralSources, &spec.place.key(*other), message);
            diagnostic.also.push((span.clone(), "the other one".to_owned()));
            diagnostic.help = Some("leave one out; what only shows a value is an `example:`".to_owned());
        }
    }
    if context.direction == Direction::Response {
        for key in keys.iter().filter(|key| **key != "signature") {
            let message =
                format!("`{key}` belongs to requests: what a response says is the provider's choice");
            reporter.key(Rule::Misplaced, &spec.place.key(*key), message);
        }
    }
    if spec.signature == Some(true) {
        return table::Source::Signature;
    }
    if let Some(text) = &spec.constant {
        return table::Source::Constant(text.clone().into());
    }
    if let Some(from) = &spec.from {
        let place = spec.place.key("from");
        let Some((name, credential)) = reference::credential(from, context.credentials, &place, reporter)
        else {
            return table::Source::Caller;
        };
        let kind = reference::credential_kind(credential);
        if matches!(kind, table::CredentialKind::PrivateKey | table::CredentialKind::PublicKey) {
            reporter.value(
                Rule::WrongKeyKind,
                &place,
                format!("`{name}` is a key, not a text that can be sent"),
            );
        }
        return table::Source::Credential(name.to_owned().into());
    }
    match spec.generate {
        Some(Generate::Nonce) => {
            if field_type(spec) != FieldType::Text {
                reporter.value(Rule::Misplaced, &spec.place.key("generate"), "a nonce is a text");
            }
            table::Source::Nonce(spec.max_length.unwrap_or(NONCE_LENGTH).min(NONCE_LENGTH))
        }
        Some(Generate::Clock) => {
            if !matches!(
                field_type(spec),
                FieldType::Date | FieldType::Time | FieldType::DateTime | FieldType::Milliseconds
            ) {
                reporter
                    .value(
                        Rule::Misplaced,
                        &spec.place.key("generate"),
                        "a clock needs a type that is a time",
                    )
                    .help = Some("`type: milliseconds`, or `type: datetime` and a `format`".to_owned());
            }
            table::Source::Clock
        }
        None => table::Source::Caller,
    }
}

/// Constants and examples must keep the rules of their own field.
pub(crate) fn check_own_texts(
    spec: &FieldSpec,
    facts: &table::Field,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) {
    for (key, text) in [("constant", &spec.constant), ("example", &spec.example)] {
        let Some(text) = text else { continue };
        let place = spec.place.key(key);
        if matches!(facts.kind, table::Kind::Object(_) | table::Kind::List(table::Item::Object { .. })) {
            let message = format!("`{key}` is for single values: give it to the fields inside");
            reporter.key(Rule::Misplaced, &place, message);
            continue;
        }
        if let Some(length) = facts.max_length {
            let (found, unit) = match length.unit {
                table::LengthUnit::Characters => (text.chars().count(), "characters"),
                table::LengthUnit::Bytes => (text.len(), "bytes"),
            };
            if u32::try_from(found).map_or(true, |found| found > length.max) {
                let span = reporter.span(&spec.place.key("max_length"));
                let message = format!("this is {found} {unit} long, the field allows {}", length.max);
                let diagnostic = reporter.value(Rule::BreaksOwnRule, &place, message);
                diagnostic.also.push((span, "allowed here".to_owned()));
            }
        }
        if !context.codes.require(spec, text, &place, reporter) {
            continue;
        }
        if let Some(needed) = unreadable(&facts.kind, text) {
            let kind = field_type(spec).word();
            let message = format!("`{text}` cannot be read as `type: {kind}`");
            reporter.value(Rule::BreaksOwnRule, &place, message).help = Some(needed);
        } else if facts.written == table::Written::Bare
            && facts.kind != table::Kind::Boolean
            && !is_json_number(text)
        {
            let message = format!("`{text}` is no number, and the field is `written: bare`");
            reporter.value(Rule::BreaksOwnRule, &place, message);
        }
    }
}

/// What a text that is not of a kind would have to be.
fn unreadable(kind: &table::Kind, text: &str) -> Option<String> {
    let formats = |formats: &table::Names| {
        let any = formats.iter().any(|format| format::reads(format, text));
        (!any)
            .then(|| format!("a text in the format `{}`", formats.iter().collect::<Vec<_>>().join("` or `")))
    };
    let (readable, needed) = match kind {
        table::Kind::Date(names) | table::Kind::Time(names) => return formats(names),
        table::Kind::DateTime { formats: names, .. } => return formats(names),
        table::Kind::Integer => (is_whole(text), "digits, with `-` in front of a negative number"),
        table::Kind::Milliseconds => (is_whole(text), "milliseconds since 1970, such as 1569396251000"),
        table::Kind::Decimal => (is_decimal(text, None), "digits, and a point where there is a fraction"),
        table::Kind::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        table::Kind::Money(table::MoneyUnit::Fen) => {
            (is_whole(text), "a whole number of fen; yuan are `unit: yuan`")
        }
        table::Kind::Money(table::MoneyUnit::Yuan) => {
            (is_decimal(text, Some(2)), "yuan with two decimals at most that count")
        }
        table::Kind::List(table::Item::Joined { joint }) => (
            joint.is_empty() || text.split(joint.as_ref()).all(|item| !item.is_empty()),
            "texts with the joint between them, none of them empty",
        ),
        _ => return None,
    };
    (!readable).then(|| needed.to_owned())
}

fn is_whole(text: &str) -> bool {
    !text.starts_with('+') && text.parse::<i64>().is_ok()
}

/// Whether a text is a decimal number, with so many decimals that count.
fn is_decimal(text: &str, decimals: Option<usize>) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain(whole)
        && plain(fraction)
        && decimals.is_none_or(|decimals| fraction.trim_end_matches('0').len() <= decimals)
        && whole.len() + fraction.len() <= 28
}

fn is_json_number(text: &str) -> bool {
    let whole = text.strip_prefix('-').unwrap_or(text).split('.').next().unwrap_or_default();
    is_decimal(text, None) && (whole == "0" || !whole.starts_with('0'))
}
