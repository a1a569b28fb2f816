//! Codes that no table lists.

use payspec_table::Kind;

use super::hidden::Hidden;
use super::{Exposure, field};
use crate::{Departure, Error, Exchange, Refusal, Reply, places};

/// A code of a verified reply that no table lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownCode<'a> {
    /// The field, by its path in the table: `orders[].status`.
    pub field: String,
    /// The code; `None` where the [`Exposure`] does not allow to show it.
    pub value: Option<&'a str>,
}

/// Those of a reply, or of a refusal whose code the signature covers.
pub(super) fn of<'a>(
    exchange: &'a Exchange<'_>,
    result: Result<&'a Reply, &'a Error>,
    exposure: Exposure,
) -> Vec<UnknownCode<'a>> {
    match result {
        Ok(reply) => in_reply(exchange, reply, exposure),
        Err(Error::Refused(refusal)) if refusal.authentic => {
            in_refusal(exchange, refusal, exposure).into_iter().collect()
        }
        Err(_) => Vec::new(),
    }
}

fn in_reply<'a>(exchange: &'a Exchange<'_>, reply: &'a Reply, exposure: Exposure) -> Vec<UnknownCode<'a>> {
    let mut hidden = None;
    let unlisted = reply.deviations().iter().filter_map(|deviation| match &deviation.departure {
        Departure::Unlisted { code } => Some((&*deviation.field, &**code)),
        _ => None,
    });
    unlisted
        .map(|(path, code)| {
            let (path, field) = field::in_table(&exchange.table().response.fields, path);
            let visible = field
                .is_some_and(|field| !field.secret && (exposure.shows_personal() || !field.personal))
                && !hidden.get_or_insert_with(|| Hidden::of(exchange, exposure)).is_in(code);
            UnknownCode { field: path, value: visible.then_some(code) }
        })
        .collect()
}

fn in_refusal<'a>(
    exchange: &'a Exchange<'_>,
    refusal: &'a Refusal,
    exposure: Exposure,
) -> Option<UnknownCode<'a>> {
    let (provider, response) = (exchange.endpoint().provider(), &exchange.table().response);
    let tier = response.decision.tiers.iter().find(|tier| tier.name == refusal.tier)?;
    let mut tables = [&tier.code, &tier.field].into_iter().filter_map(|path| {
        match &places::field(&response.fields, path)?.kind {
            Kind::Code(name) => provider.code_table(name),
            _ => None,
        }
    });
    let unlisted = tables.clone().next().is_some() && tables.all(|table| table.find(&refusal.code).is_none());
    unlisted.then(|| {
        let field = places::field(&response.fields, &tier.code);
        let visible = field
            .is_some_and(|field| !field.secret && (exposure.shows_personal() || !field.personal))
            && !Hidden::of(exchange, exposure).is_in(&refusal.code);
        UnknownCode { field: tier.code.dotted(), value: visible.then_some(&*refusal.code) }
    })
}
