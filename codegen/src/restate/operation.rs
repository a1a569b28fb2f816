//! Operations.

use payspec_table as table;

use super::{message, set_known, set_some};
use crate::model::{self, subject};
use crate::yaml::Map;

/// The specification of an operation.
pub(super) fn restated(operation: &model::Operation) -> Map {
    let facts = &operation.facts;
    let mut map = Map::default();
    map.set("title", facts.title.as_ref());
    set_some(&mut map, "description", operation.description.as_deref());
    map.set("purpose", facts.purpose.name());
    let method = match facts.method {
        table::Method::Get => "GET",
        table::Method::Post => "POST",
    };
    map.set("method", method);
    set_some(&mut map, "path", (!facts.path.is_empty()).then_some(facts.path.as_ref()));
    if let Some(provenance) = operation.provenance_of(subject::POLLING) {
        let mut polling = polling(facts.polling);
        set_known(&mut polling, provenance);
        map.set("polling", polling);
    }
    if let Some(provenance) = operation.provenance_of(subject::ADDRESS) {
        set_known(&mut map, provenance);
    }
    map.set("request", message::request(operation));
    map.set("response", message::response(operation));
    map
}

fn polling(polling: table::Polling) -> Map {
    let mut map = Map::default();
    set_some(&mut map, "interval", polling.interval_ms.map(span));
    set_some(&mut map, "timeout", polling.timeout_ms.map(span));
    set_some(&mut map, "attempts", polling.attempts);
    set_some(&mut map, "per_second", polling.per_second);
    set_some(&mut map, "in_flight", polling.in_flight);
    map
}

/// A time span in the largest unit of which it is a whole number; minutes and hours only from two on, as people write them.
fn span(milliseconds: u64) -> String {
    let units = [(3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    let fits = |(size, _): &(u64, &str)| {
        milliseconds.is_multiple_of(*size) && (*size == 1_000 || milliseconds >= 2 * size)
    };
    match units.into_iter().find(fits) {
        Some((size, unit)) => format!("{}{unit}", milliseconds / size),
        None => format!("{milliseconds}ms"),
    }
}
