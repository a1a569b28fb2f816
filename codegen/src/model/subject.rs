//! What the rules of an operation are about, in words. Who turns a provider back into its specification finds them by
//! these.

/// How the request is signed.
pub(crate) const REQUEST_SIGNATURE: &str = "the signature of the request";
/// That nobody signs the request.
pub(crate) const REQUEST_UNSIGNED: &str = "that the request is not signed";
/// How the response is signed.
pub(crate) const RESPONSE_SIGNATURE: &str = "the signature of the response";
/// That nobody signs the response.
pub(crate) const RESPONSE_UNSIGNED: &str = "that the response is not signed";
/// When a refusal lacks its signature.
pub(crate) const UNSIGNED_REFUSALS: &str = "which refusals are not signed";
/// How a reply is decided.
pub(crate) const DECISION: &str = "the decision";
/// How often to ask.
pub(crate) const POLLING: &str = "how often to ask";
/// Where the operation is.
pub(crate) const ADDRESS: &str = "the address";

/// One tier of the decision.
pub(crate) fn tier(name: &str) -> String {
    format!("the {name} tier")
}

/// What ties a field of the reply to the question.
pub(crate) fn identity(field: &str, equals: &str) -> String {
    format!("that `{field}` equals `{equals}`")
}

/// Where in an operation of a specification the rule stands, with a dot in front; nothing where it is the operation's own.
#[cfg(feature = "toolbox")]
pub(crate) fn place(subject: &str) -> String {
    let place = match subject {
        REQUEST_SIGNATURE | REQUEST_UNSIGNED => ".request.signing",
        RESPONSE_SIGNATURE | RESPONSE_UNSIGNED => ".response.signing",
        UNSIGNED_REFUSALS => ".response.unsigned_refusals",
        DECISION => ".response.decision",
        POLLING => ".polling",
        ADDRESS => "",
        other => {
            let name = other.split('`').nth(1);
            let tier = other.strip_prefix("the ").and_then(|other| other.strip_suffix(" tier"));
            return match (name, tier) {
                (Some(field), _) => format!(".response.identity.{field}"),
                (None, Some(tier)) => format!(".response.decision.{tier}"),
                (None, None) => String::new(),
            };
        }
    };
    place.to_owned()
}
