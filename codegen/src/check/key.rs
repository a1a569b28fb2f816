//! Keys of signature rules.

use payspec_table as table;

use super::field::Direction;
use super::like::Merged;
use super::signing::Context;
use super::{reference, template};
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::CredentialSpec;
use crate::spec::read::Entries;

/// The key of a rule.
pub(crate) fn check(
    merged: &Merged,
    algorithm: Option<table::Algorithm>,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Str> {
    let place = merged.place("key", reporter);
    let (name, credential) = named(merged, context.credentials, reporter)?;
    let kind = reference::credential_kind(credential);
    if let Some(algorithm) = algorithm.filter(|_| !reporter.is_doubtful(&credential.place)) {
        check_kind(merged, &place, (algorithm, context.direction), (name, kind), reporter);
    }
    Some(name.to_owned().into())
}

/// The credential that a rule names as its key.
pub(crate) fn named<'a>(
    merged: &Merged,
    credentials: &'a Entries<CredentialSpec>,
    reporter: &mut Reporter<'_>,
) -> Option<(&'a str, &'a CredentialSpec)> {
    let place = merged.place("key", reporter);
    reference::credential(merged.spec.key.as_deref()?, credentials, &place, reporter)
}

fn check_kind(
    merged: &Merged,
    place: &Place,
    (algorithm, direction): (table::Algorithm, Direction),
    (name, kind): (&str, table::CredentialKind),
    reporter: &mut Reporter<'_>,
) {
    let (wanted, side) = match direction {
        Direction::Request => (table::CredentialKind::PrivateKey, "the merchant's key (`type: private_key`)"),
        Direction::Response => (table::CredentialKind::PublicKey, "the provider's key (`type: public_key`)"),
    };
    let rsa = matches!(kind, table::CredentialKind::PrivateKey | table::CredentialKind::PublicKey);
    let algorithm_name = algorithm.name();
    let needed = match (algorithm.is_rsa(), rsa) {
        (false, _) if kind == table::CredentialKind::Secret => return,
        (true, true) if kind == wanted => return,
        (false, _) => "a secret text (`secret: true`)",
        (true, false) => "an RSA key (`type: private_key` or `type: public_key`)",
        (true, true) => side,
    };
    let message = format!("`{algorithm_name}` needs {needed} here, and `{name}` is none");
    let taken_over = *place != merged.spec.place.key("key");
    if !(algorithm.is_rsa() && rsa && taken_over) {
        let text = kind == table::CredentialKind::Text;
        reporter.value(Rule::WrongKeyKind, place, message).help = (text && !algorithm.is_rsa())
            .then(|| format!("mark the credential `{name}` with `secret: true`"));
        return;
    }
    // A key that is right for the other direction is not wrong where it stands.
    let span = reporter.span(place);
    let diagnostic = reporter.value(Rule::WrongKeyKind, &merged.spec.place.key("like"), message);
    diagnostic.also.push((span, "taken over from here".to_owned()));
    diagnostic.help = Some("give this rule a `key:` of its own".to_owned());
}

/// A digest without a key can be made by anybody.
pub(crate) fn check_use(merged: &Merged, algorithm: table::Algorithm, reporter: &mut Reporter<'_>) {
    let holds_key =
        |text: &Option<String>| text.as_deref().is_some_and(|text| template::names(text).contains(&"key"));
    let holder = [("prefix", &merged.spec.prefix), ("suffix", &merged.spec.suffix)]
        .into_iter()
        .find(|(_, text)| holds_key(text));
    let has_strange_name = [&merged.spec.prefix, &merged.spec.suffix]
        .into_iter()
        .flatten()
        .flat_map(|text| template::names(text))
        .any(|name| !name.starts_with("credentials."));
    let digest = matches!(algorithm, table::Algorithm::Md5 | table::Algorithm::Sha256);
    match holder {
        // Another name is a mistake of its own, and may be meant for the key.
        None if digest && !has_strange_name => {
            let message =
                format!("`{}` alone proves nothing: the key is not in the string", algorithm.name());
            let place = merged.place("algorithm", reporter);
            reporter.value(Rule::KeyUnused, &place, message).help =
                Some("put `{key}` into `suffix:` or `prefix:`".to_owned());
        }
        Some((key, _)) if algorithm.is_rsa() => {
            let place = merged.place(key, reporter);
            let message = "an RSA key is no text that can stand in the string";
            reporter.word(Rule::BadSigning, At::Value(&place), "{key}", message);
        }
        _ => {}
    }
}
