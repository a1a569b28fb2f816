//! Operations.

use std::collections::{BTreeMap, HashMap};

use payspec_table as table;

use super::codes::Known;
use super::name::{Scope, camel_case};
use super::{
    Shared, decision, encoding, field, format, group, placement, provenance, reference, role, signing,
    template,
};
use crate::diagnostic::Rule;
use crate::model::{self, subject};
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::{Entries, Entry};
use crate::spec::{
    CredentialSpec, MethodWord, OperationSpec, PollingSpec, PurposeWord, RequestSpec, SpanSpec,
};

/// Checks one operation.
pub(crate) fn check(
    entry: &Entry<OperationSpec>,
    shared: &Shared,
    code_tables: &[model::CodeTable],
    types: &mut Scope,
    reporter: &mut Reporter<'_>,
) -> Option<model::Operation> {
    let spec = &entry.value;
    let request_type = camel_case(&entry.name);
    let reply_type = format!("{request_type}Reply");
    types.claim(&request_type, At::Key(&entry.place), reporter);
    types.claim(&reply_type, At::Key(&entry.place), reporter);

    let codes = Known(&shared.codes);
    let credentials = &shared.credentials;
    let rules = &shared.rules;
    let identity = Entries::of(spec.response.identity.as_ref(), &spec.response.place, reporter);

    let request_context = field::Context {
        direction: field::Direction::Request,
        root: &spec.request.fields,
        codes,
        credentials,
    };
    let request = field::check(&spec.request.fields, &request_type, request_context, types, reporter);
    let response_context = field::Context {
        direction: field::Direction::Response,
        root: &spec.response.fields,
        codes,
        credentials,
    };
    let mut response = field::check(&spec.response.fields, &reply_type, response_context, types, reporter);

    let request_signing = signing::resolve(
        spec.request.signing.as_ref(),
        signing::Context {
            direction: field::Direction::Request,
            message: &spec.request.place,
            rules,
            fields: &spec.request.fields,
            credentials,
        },
        reporter,
    );
    let response_signing = signing::resolve(
        spec.response.signing.as_ref(),
        signing::Context {
            direction: field::Direction::Response,
            message: &spec.response.place,
            rules,
            fields: &spec.response.fields,
            credentials,
        },
        reporter,
    );
    let decision_context = decision::Context {
        purpose: spec.purpose,
        request: &spec.request.fields,
        response: &spec.response,
        codes,
        credentials,
        signing: response_signing.as_ref(),
    };
    let decided = decision::check(decision_context, &spec.response.place, reporter);
    let orders = decision::orders(decision_context, reporter);
    let identity = decision::identity(&identity, decision_context, reporter);
    let unsigned_refusals = decision::unsigned_refusals(decision_context, reporter);
    let method = spec.method.unwrap_or(MethodWord::Post);
    let known_method = (spec.method.is_some() || !reporter.is_doubtful(&spec.place)).then_some(method);
    let encodings = encoding::of_request(&spec.request, known_method, reporter);
    let response_encoding = encoding::of_response(&spec.response, reporter);
    let groups = group::check(&spec.request, reporter);
    let headers = headers(&spec.request, credentials, reporter);
    let request_view = role::of_request(&spec.request.fields, reporter);
    let response_view = role::of_response(decision_context, reporter);
    if spec.purpose == PurposeWord::OrderQueryBatch && spec.response.orders.is_none() {
        reporter.key(Rule::BadDecision, &spec.response.place, "nothing says where the orders are").help =
            Some("add `orders:` with the path of the list".to_owned());
    }
    if spec.purpose != PurposeWord::Other
        && request_view.is_empty()
        && reference::all_read(&spec.request.fields, reporter)
    {
        reporter
            .key(
                Rule::BadRole,
                &spec.request.place,
                "nothing says which field of the request names the order",
            )
            .help = Some("mark it with `is: merchant_order_no` or `is: provider_order_no`".to_owned());
    }
    check_path(spec, reporter);
    let polling = polling(spec.polling.as_ref(), reporter);
    let mut rules = rules_of(spec);

    let request_rule = match request_signing? {
        signing::Resolved::Signed(rule, provenance) => {
            rules.insert(0, model::Rule { subject: subject::REQUEST_SIGNATURE.to_owned(), provenance });
            Some(*rule)
        }
        signing::Resolved::Unsigned(provenance) => {
            rules.insert(0, model::Rule { subject: subject::REQUEST_UNSIGNED.to_owned(), provenance });
            None
        }
    };
    let verification = match response_signing? {
        signing::Resolved::Signed(rule, provenance) => {
            rules.insert(1, model::Rule { subject: subject::RESPONSE_SIGNATURE.to_owned(), provenance });
            table::Verification::Signed { rule: *rule, unsigned_refusals }
        }
        signing::Resolved::Unsigned(provenance) => {
            rules.insert(1, model::Rule { subject: subject::RESPONSE_UNSIGNED.to_owned(), provenance });
            refuse_plain_http(shared, &spec.response.place, reporter);
            table::Verification::Unsigned
        }
    };
    let request_facts = table::RequestTable {
        encodings: encodings.into(),
        fields: request.iter().map(|field| field.facts.clone()).collect::<Vec<_>>().into(),
        groups: groups.into(),
        headers: headers.into(),
        view: request_view.into(),
        signing: request_rule,
    };
    let response_facts = table::ResponseTable {
        encoding: response_encoding?,
        fields: response.iter().map(|field| field.facts.clone()).collect::<Vec<_>>().into(),
        verification,
        decision: decided,
        identity: identity.into(),
        view: response_view.into(),
        orders,
    };
    decision::mark_guaranteed(&mut response, &response_facts, code_tables);
    Some(model::Operation {
        name: entry.name.clone(),
        description: spec.description.clone(),
        request_type,
        reply_type,
        request,
        response,
        request_rule: spec.request.signing.as_ref().map_or("request", |rule| &rule.name).to_owned(),
        response_rule: spec.response.signing.as_ref().map_or("response", |rule| &rule.name).to_owned(),
        rules,
        facts: table::Operation {
            name: entry.name.clone().into(),
            title: spec.title.clone().into(),
            purpose: match spec.purpose {
                PurposeWord::OrderQuery => table::Purpose::OrderQuery,
                PurposeWord::OrderQueryBatch => table::Purpose::OrderQueryBatch,
                PurposeWord::Other => table::Purpose::Other,
            },
            method: match method {
                MethodWord::Get => table::Method::Get,
                MethodWord::Post => table::Method::Post,
            },
            path: spec.path.clone().unwrap_or_default().into(),
            request: request_facts,
            response: response_facts,
            polling,
        },
    })
}

/// Reports operations that cannot be told from earlier ones: the same method and path, the same constants and headers.
pub(crate) fn require_difference(operations: &Entries<OperationSpec>, reporter: &mut Reporter<'_>) {
    let mut seen: HashMap<_, &Entry<OperationSpec>> = HashMap::new();
    for entry in operations.iter() {
        let spec = &entry.value;
        let constants: BTreeMap<&str, &str> = spec
            .request
            .fields
            .iter()
            .filter_map(|field| Some((field.name.as_str(), field.value.constant.as_deref()?)))
            .collect();
        let headers: BTreeMap<&str, &str> = spec
            .request
            .headers
            .iter()
            .flat_map(Entries::iter)
            .map(|header| (header.name.as_str(), header.value.as_str()))
            .collect();
        let get = spec.method == Some(MethodWord::Get);
        let question = (get, spec.path.as_deref().unwrap_or_default(), constants, headers);
        let Some(first) = seen.get(&question) else {
            seen.insert(question, entry);
            continue;
        };
        if reporter.is_doubtful(&first.value.place) {
            continue;
        }
        let span = reporter.span(&first.place);
        let message = format!("nothing tells `{}` from `{}`", entry.name, first.name);
        let diagnostic = reporter.key(Rule::SameQuestion, &entry.place, message);
        diagnostic.also.push((span, "the same method, path and constants".to_owned()));
        diagnostic.help =
            Some("give them different paths, or the field that differs a `constant:` in both".to_owned());
    }
}

/// How well each rule of an operation is known, but for the signatures.
fn rules_of(spec: &OperationSpec) -> Vec<model::Rule> {
    let mut rules = Vec::new();
    let mut add = |subject: String, basis, because: &Option<String>| {
        rules.push(model::Rule { subject, provenance: provenance(basis, because.as_ref()) });
    };
    let response = &spec.response;
    if let Some(refusals) = &response.unsigned_refusals {
        add(subject::UNSIGNED_REFUSALS.to_owned(), refusals.basis, &refusals.because);
    }
    if let Some(decision) = &response.decision {
        add(subject::DECISION.to_owned(), decision.basis, &decision.because);
        for (name, tier) in [("transport", &decision.transport), ("business", &decision.business)] {
            if let Some(tier) = tier.as_ref().filter(|tier| tier.basis.is_some() || tier.because.is_some()) {
                add(subject::tier(name), tier.basis, &tier.because);
            }
        }
    }
    for entry in response.identity.iter().flat_map(|identity| identity.iter()) {
        let subject = subject::identity(&entry.name, &entry.value.equals);
        add(subject, entry.value.basis, &entry.value.because);
    }
    if let Some(polling) = &spec.polling {
        add(subject::POLLING.to_owned(), polling.basis, &polling.because);
    }
    if spec.basis.is_some() || spec.because.is_some() {
        add(subject::ADDRESS.to_owned(), spec.basis, &spec.because);
    }
    rules
}

fn check_path(spec: &OperationSpec, reporter: &mut Reporter<'_>) {
    let Some(path) = &spec.path else { return };
    let plain =
        path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte));
    if !path.is_empty() && (!path.starts_with('/') || !plain) {
        let message = format!("`{path}` cannot be appended to a URL");
        reporter.value(Rule::BadUrl, &spec.place.key("path"), message).help =
            Some("a path begins with `/` and has no query".to_owned());
    }
}

/// What nobody signs must at least come over TLS.
fn refuse_plain_http(shared: &Shared, response: &Place, reporter: &mut Reporter<'_>) {
    for environment in shared.environments.iter() {
        if environment.value.url.starts_with("http://") {
            let span = reporter.span(response);
            let message = "plain http, and its replies are not signed: nobody would vouch for them";
            let diagnostic = reporter.value(Rule::BadUrl, &environment.place, message);
            diagnostic.also.push((span, "these replies are unsigned".to_owned()));
            diagnostic.help = Some("https is required where nothing is signed".to_owned());
        }
    }
}

fn headers(
    spec: &RequestSpec,
    credentials: &Entries<CredentialSpec>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::Header> {
    let mut headers = Vec::new();
    for entry in spec.headers.iter().flat_map(|headers| headers.iter()) {
        if !placement::is_header_name(&entry.name) {
            let message = format!("`{}` is no name of a header", entry.name);
            reporter.key(Rule::BadName, &entry.place, message).help =
                Some("letters, digits and `-`, without blanks".to_owned());
        }
        if ["content-type", "content-length", "host"].contains(&entry.name.to_ascii_lowercase().as_str()) {
            let message = format!("`{}` follows from the encoding and the URL", entry.name);
            reporter.key(Rule::Misplaced, &entry.place, message);
        }
        let value =
            template::parse(&entry.value, template::PLAIN_HEADER, credentials, &entry.place, reporter);
        headers.push(table::Header { name: entry.name.clone().into(), value });
    }
    headers
}

fn polling(spec: Option<&PollingSpec>, reporter: &mut Reporter<'_>) -> table::Polling {
    let Some(spec) = spec else { return table::Polling::default() };
    let mut span = |key: &str, text: &Option<SpanSpec>| {
        let SpanSpec(text) = text.as_ref()?;
        let span = format::milliseconds(text);
        if span.is_none() {
            let message = format!("`{text}` is no time span");
            reporter.value(Rule::BadDuration, &spec.place.key(key), message).help =
                Some("write a number and ms, s, m or h, such as `3s`".to_owned());
        }
        span
    };
    let (interval_ms, timeout_ms) = (span("interval", &spec.interval), span("timeout", &spec.timeout));
    let mut count = |key: &str, number: Option<u32>| {
        if number == Some(0) {
            let message = format!("`{key}` cannot be zero");
            reporter.value(Rule::NeverAsk, &spec.place.key(key), message).help =
                Some("leave it out where the document says nothing".to_owned());
        }
        number.filter(|number| *number > 0)
    };
    table::Polling {
        interval_ms,
        timeout_ms,
        attempts: count("attempts", spec.attempts),
        per_second: count("per_second", spec.per_second),
        in_flight: count("in_flight", spec.in_flight),
    }
}
