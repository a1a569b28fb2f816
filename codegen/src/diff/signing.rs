//! Signatures: how requests are signed, and how replies are verified.

use payspec_table as table;

use super::Class;
use super::log::{Log, Spot, Verdict};
use super::operation::compare_texts;

/// Whose signature it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

/// Compares how requests are signed.
pub(super) fn compare_request(
    spot: &Spot,
    old: Option<&table::Signing>,
    new: Option<&table::Signing>,
    log: &mut Log,
) {
    let spot = spot.at("the signature of the request", format!("{}.signing", spot.place));
    match (old, new) {
        (None, None) => {}
        (Some(old), Some(new)) => compare(&spot, Side::Request, old, new, log),
        (Some(_), None) => {
            let verdict = Verdict::behaviour().effect("requests are sent without one").shared();
            log.gone(&spot, None, verdict);
        }
        (None, Some(_)) => {
            log.added(&spot, None, Verdict::behaviour().effect("requests are sent with one").shared());
        }
    }
}

/// Compares how replies are verified.
pub(super) fn compare_verification(
    spot: &Spot,
    old: &table::Verification,
    new: &table::Verification,
    log: &mut Log,
) {
    use table::Verification::{Signed, Unsigned};
    let signature = spot.at("the signature of the response", format!("{}.signing", spot.place));
    match (old, new) {
        (Unsigned, Unsigned) => {}
        (Signed { rule, unsigned_refusals }, Signed { rule: now, unsigned_refusals: refusals }) => {
            compare(&signature, Side::Response, rule, now, log);
            let spot = spot.at("the response", &spot.place);
            log.compare(&spot, "unsigned_refusals", unsigned_refusals, refusals, || {
                Verdict::behaviour().effect(if refusals.is_empty() {
                    "a refusal without a signature is no longer taken as one: it is an error"
                } else {
                    "other messages without a signature are taken as refusals that nobody vouches for"
                })
            });
        }
        (Signed { .. }, Unsigned) => {
            let effect = "replies are believed without one: nothing but the connection vouches for them";
            log.gone(&signature, None, Verdict::behaviour().effect(effect).shared());
        }
        (Unsigned, Signed { .. }) => {
            let effect = "replies without one are no longer believed";
            log.added(&signature, None, Verdict::behaviour().effect(effect).shared());
        }
    }
}

fn compare(spot: &Spot, side: Side, old: &table::Signing, new: &table::Signing, log: &mut Log) {
    let table::Signing {
        over,
        exclude,
        skip,
        nested,
        order,
        piece,
        joint,
        prefix,
        suffix,
        algorithm,
        encoding,
        key,
        placement,
    } = old;
    if old.is_undecided() != new.is_undecided() {
        // One of both says nothing of how something is signed that could be compared.
        let effect = match (side, new.is_undecided()) {
            (Side::Request, true) => "no request is sent until the rule is written down",
            (Side::Request, false) => "requests are sent, where none were",
            (Side::Response, true) => "no reply is believed until the rule is written down",
            (Side::Response, false) => "replies are believed that it verifies, where none were",
        };
        let verdict = match (side, new.is_undecided()) {
            (Side::Request, true) => Verdict::new(Class::Stricter),
            _ => Verdict::behaviour(),
        };
        log.compare(spot, "undecided", &old.is_undecided(), &new.is_undecided(), || {
            verdict.shared().effect(effect)
        });
        return;
    }
    let verdict = || {
        Verdict::behaviour().shared().effect(match side {
            Side::Request => "requests carry another signature",
            Side::Response => "replies that are signed as before are refused",
        })
    };
    log.compare(spot, "over", over, &new.over, verdict);
    log.compare(spot, "exclude", exclude, &new.exclude, verdict);
    log.compare(spot, "skip", skip, &new.skip, verdict);
    log.compare(spot, "nested", nested, &new.nested, || {
        Verdict::behaviour().shared().effect(match new.nested {
            table::Nested::Refuse => "messages with an object or a list in what is signed are refused",
            table::Nested::JsonText => "objects and lists take part as their JSON text",
        })
    });
    log.compare(spot, "order", order, &new.order, verdict);
    log.compare(spot, "piece", piece, &new.piece, verdict);
    compare_texts(spot, "joint", joint, &new.joint, verdict(), log);
    log.compare(spot, "prefix", prefix, &new.prefix, verdict);
    log.compare(spot, "suffix", suffix, &new.suffix, verdict);
    log.compare(spot, "algorithm", algorithm, &new.algorithm, verdict);
    log.compare(spot, "encoding", encoding, &new.encoding, || {
        use table::DigestEncoding::{HexLower, HexUpper};
        match (side, encoding, new.encoding) {
            (Side::Response, HexLower | HexUpper, HexLower | HexUpper) => {
                Verdict::behaviour().shared().effect("either case verifies; a simulator answers so")
            }
            _ => verdict(),
        }
    });
    log.compare(spot, "key", key, &new.key, || {
        Verdict::behaviour().shared().effect(match side {
            Side::Request => "requests are signed with that credential",
            Side::Response => "replies are verified with that credential",
        })
    });
    log.compare(spot, "header", placement, &new.placement, || {
        Verdict::behaviour().shared().effect("the signature stands there")
    });
}
