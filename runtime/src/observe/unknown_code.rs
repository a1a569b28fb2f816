//! Codes that no table lists.

use payspec_table::Kind;

use super::hidden::Hidden;
use super::redaction::Redaction;
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
    let all = || {
        let mut hidden = Hidden::of(exchange, exposure);
        Redaction::of_replies(exchange, exposure).collect(&reply.opened, &mut hidden);
        hidden
    };
    let unlisted = reply.deviations().iter().filter_map(|deviation| match &deviation.departure {
        Departure::Unlisted { code } => Some((&*deviation.field, &**code)),
        _ => None,
    });
    unlisted
        .map(|(path, code)| {
            let (path, field) = field::in_table(&exchange.table().response.fields, path);
            let visible = field
                .is_some_and(|field| !field.secret && (exposure.shows_personal() || !field.personal))
                && !hidden.get_or_insert_with(all).is_in(code);
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

#[cfg(test)]
mod tests {
    use payspec_table::{
        Code, CodeTable, Decision, Encoding, Field, Operation, OrderState, Provider, Purpose, RequestTable,
        ResponseTable, Role, Verification, ViewEntry,
    };

    use super::*;
    use crate::{Credentials, DynamicRequest, Endpoint, Incoming, SystemAmbient};

    static CODES: &[CodeTable] =
        &[CodeTable::new("status", const { &[Code::new("1", "Paid", "").state(OrderState::Paid)] })];
    static REQUEST: &[Field] = &[Field::text("no", "")];
    static REPLY: &[Field] = &[
        Field::new("status", "", Kind::code("status")),
        Field::text("buyer", "").personal(),
        Field::text("theirs", ""),
    ];
    static OPERATIONS: &[Operation] = &[Operation::new(
        "ask",
        "",
        Purpose::OrderQuery,
        RequestTable::new(const { &[Encoding::Json] }, REQUEST)
            .view(const { &[ViewEntry::new(Role::MerchantOrderNo, &["no"])] }),
        ResponseTable::new(Encoding::Json, REPLY, Verification::Unsigned, Decision::new(&[], &["status"]))
            .view(const { &[ViewEntry::new(Role::ProviderOrderNo, &["theirs"])] }),
    )];
    static PROVIDER: Provider = Provider::new("acme", "", "CNY").operations(OPERATIONS).code_tables(CODES);

    #[test]
    fn a_code_that_repeats_what_is_hidden_in_the_reply_is_not_shown() {
        let endpoint = Endpoint::new(&PROVIDER, "https://a.example", Credentials::new());
        let question = DynamicRequest::new().with("no", "JD20190925");
        let exchange = endpoint.prepare("ask", &question, None, &SystemAmbient).unwrap();
        let shown = |status: &str, exposure: Exposure| {
            let body = format!(r#"{{"status":"{status}","buyer":"openid-4711","theirs":"4200001234"}}"#);
            let incoming = Incoming { status: 200, headers: Vec::new(), body: body.into_bytes() };
            let result = exchange.receive(&incoming);
            let [code] = &of(&exchange, result.as_ref(), exposure)[..] else { panic!("one code is unknown") };
            assert_eq!(code.field, "status");
            code.value.map(str::to_owned)
        };
        let (nothing, all) = (Exposure::default(), Exposure::default().personal().order_numbers());
        assert_eq!(shown("77", nothing).as_deref(), Some("77"));
        for status in ["JD20190925", "of 4200001234", "openid-4711"] {
            assert_eq!(shown(status, nothing), None, "{status}");
            assert_eq!(shown(status, all).as_deref(), Some(status));
        }
    }
}
