//! Operations.

use payspec_table as table;

use super::codes::Known;
use super::name::{Scope, camel_case, require_snake_case};
use super::{decision, field, format, provenance, signing, template};
use crate::diagnostic::{Rule, did_you_mean};
use crate::model;
use crate::source::Place;
use crate::spec::read::{Entries, Entry, Reporter};
use crate::spec::{
    CodeSpec, FieldSpec, FieldType, GroupsSpec, MethodWord, OperationSpec, PollingSpec, PresenceWord,
    ProviderSpec, PurposeWord, RequestSpec, ResponseSpec,
};

/// Checks one operation.
pub(crate) fn check(
    entry: &Entry<OperationSpec>,
    provider: &ProviderSpec,
    code_tables: &[model::CodeTable],
    types: &mut Scope,
    reporter: &mut Reporter<'_>,
) -> Option<model::Operation> {
    let spec = &entry.value;
    require_snake_case(&entry.name, &entry.place, reporter);
    let request_type = camel_case(&entry.name);
    let reply_type = format!("{request_type}Reply");
    types.claim(&request_type, &entry.place, reporter);
    types.claim(&reply_type, &entry.place, reporter);

    let no_codes = Entries::<Entries<CodeSpec>>::default();
    let no_credentials = Entries::default();
    let no_rules = Entries::default();
    let no_identity = Entries::default();
    let codes = Known(provider.codes.as_ref().unwrap_or(&no_codes));
    let credentials = provider.credentials.as_ref().unwrap_or(&no_credentials);
    let rules = provider.signing.as_ref().unwrap_or(&no_rules);

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
        &spec.request.place,
        signing::Context {
            direction: field::Direction::Request,
            rules,
            fields: &spec.request.fields,
            credentials,
        },
        reporter,
    );
    let response_signing = signing::resolve(
        spec.response.signing.as_ref(),
        &spec.response.place,
        signing::Context {
            direction: field::Direction::Response,
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
        rule: match &response_signing {
            Some(signing::Resolved::Signed(rule, _)) => Some(rule),
            _ => None,
        },
    };
    let decided = decision::check(decision_context, &spec.response.place, reporter);
    let orders = decision::orders(decision_context, reporter);
    let identity = decision::identity(
        spec.response.identity.as_ref().unwrap_or(&no_identity),
        decision_context,
        reporter,
    );
    let unsigned_refusals = decision::unsigned_refusals(decision_context, reporter);
    let method = spec.method.unwrap_or(MethodWord::Post);
    let encodings = encodings(&spec.request, method, reporter);
    let response_encoding = response_encoding(&spec.response, reporter);
    let groups = groups(&spec.request, reporter);
    let headers = headers(&spec.request, provider, reporter);
    let request_view = field::view(&spec.request.fields, field::Direction::Request, reporter);
    let response_view = field::view(&spec.response.fields, field::Direction::Response, reporter);
    if spec.purpose == PurposeWord::OrderQueryBatch && spec.response.orders.is_none() {
        reporter.key(Rule::BadDecision, &spec.response.place, "nothing says where the orders are").help =
            Some("add `orders:` with the path of the list".to_owned());
    }
    if spec.purpose != PurposeWord::Other && request_view.is_empty() {
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
            rules.insert(0, model::Rule { subject: "the signature of the request".to_owned(), provenance });
            Some(*rule)
        }
        signing::Resolved::Unsigned(provenance) => {
            rules.insert(0, model::Rule { subject: "that the request is not signed".to_owned(), provenance });
            None
        }
    };
    let verification = match response_signing? {
        signing::Resolved::Signed(rule, provenance) => {
            rules.insert(1, model::Rule { subject: "the signature of the response".to_owned(), provenance });
            table::Verification::Signed { rule: *rule, unsigned_refusals }
        }
        signing::Resolved::Unsigned(provenance) => {
            rules
                .insert(1, model::Rule { subject: "that the response is not signed".to_owned(), provenance });
            refuse_plain_http(provider, &spec.response.place, reporter);
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

/// How well each rule of an operation is known, but for the signatures.
fn rules_of(spec: &OperationSpec) -> Vec<model::Rule> {
    let mut rules = Vec::new();
    let mut add = |subject: String, basis, because: &Option<String>| {
        rules.push(model::Rule { subject, provenance: provenance(basis, because.as_ref()) });
    };
    let response = &spec.response;
    if let Some(refusals) = &response.unsigned_refusals {
        add("which refusals are not signed".to_owned(), refusals.basis, &refusals.because);
    }
    if let Some(decision) = &response.decision {
        add("the decision".to_owned(), decision.basis, &decision.because);
        for (name, tier) in [("transport", &decision.transport), ("business", &decision.business)] {
            if let Some(tier) = tier.as_ref().filter(|tier| tier.basis.is_some() || tier.because.is_some()) {
                add(format!("the {name} tier"), tier.basis, &tier.because);
            }
        }
    }
    for entry in response.identity.iter().flat_map(|identity| identity.iter()) {
        let subject = format!("that `{}` equals `{}`", entry.name, entry.value.equals);
        add(subject, entry.value.basis, &entry.value.because);
    }
    if let Some(polling) = &spec.polling {
        add("how often to ask".to_owned(), polling.basis, &polling.because);
    }
    if spec.basis.is_some() || spec.because.is_some() {
        add("the address".to_owned(), spec.basis, &spec.because);
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
fn refuse_plain_http(provider: &ProviderSpec, response: &Place, reporter: &mut Reporter<'_>) {
    for environment in provider.environments.iter().flat_map(|environments| environments.iter()) {
        if environment.value.url.starts_with("http://") {
            let span = reporter.span(response);
            reporter
                .value(
                    Rule::BadUrl,
                    &environment.place,
                    "plain http, and its replies are not signed: nobody would vouch for them",
                )
                .also
                .push((span, "these replies are unsigned".to_owned()));
        }
    }
}

/// The words for encodings.
const ENCODINGS: [&str; 4] = ["json", "form", "query", "xml"];

fn encoding(
    word: &str,
    root: Option<&String>,
    cdata: Option<bool>,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<table::Encoding> {
    let encoding_place = place.key("encoding");
    match word {
        "json" => Some(table::Encoding::Json),
        "form" => Some(table::Encoding::Form),
        "query" => Some(table::Encoding::Query),
        "xml" => match root {
            Some(root) => {
                Some(table::Encoding::Xml { root: root.clone().into(), cdata: cdata.unwrap_or(false) })
            }
            None => {
                reporter
                    .value(Rule::BadEncoding, &encoding_place, "XML has a root element: its name is missing")
                    .help = Some("add `root:`".to_owned());
                None
            }
        },
        other => {
            let message = format!("`{other}` is no encoding");
            reporter.value(Rule::BadEncoding, &encoding_place, message).help = did_you_mean(other, ENCODINGS);
            None
        }
    }
}

fn encodings(spec: &RequestSpec, method: MethodWord, reporter: &mut Reporter<'_>) -> Vec<table::Encoding> {
    let place = spec.place.key("encoding");
    if spec.encoding.is_empty() {
        reporter.value(Rule::BadEncoding, &place, "at least one encoding is needed");
    }
    let mut encodings = Vec::new();
    for word in &spec.encoding {
        let Some(encoding) = encoding(word, spec.root.as_ref(), spec.cdata, &spec.place, reporter) else {
            continue;
        };
        let in_url = encoding == table::Encoding::Query;
        if (method == MethodWord::Get) != in_url {
            reporter
                .value(Rule::BadEncoding, &place, format!("`{word}` does not go with {}", method.word()))
                .help = Some("a GET carries its fields as `encoding: query`, a POST in its body".to_owned());
        }
        if encodings.contains(&encoding) {
            reporter.value(Rule::BadEncoding, &place, format!("`{word}` is given twice"));
        }
        encodings.push(encoding);
    }
    let keys = [("root", spec.root.is_some()), ("cdata", spec.cdata.is_some())];
    refuse_xml_keys(&encodings, &spec.place, keys, reporter);
    encodings
}

/// Reports keys that say how XML is written where no XML is.
fn refuse_xml_keys(
    encodings: &[table::Encoding],
    place: &Place,
    keys: [(&str, bool); 2],
    reporter: &mut Reporter<'_>,
) {
    let has_xml = encodings.iter().any(|encoding| matches!(encoding, table::Encoding::Xml { .. }));
    for (key, given) in keys {
        if given && !has_xml {
            reporter.key(Rule::Misplaced, &place.key(key), format!("`{key}` belongs to `encoding: xml`"));
        }
    }
}

fn response_encoding(spec: &ResponseSpec, reporter: &mut Reporter<'_>) -> Option<table::Encoding> {
    let encoding = encoding(&spec.encoding, spec.root.as_ref(), spec.cdata, &spec.place, reporter)?;
    if encoding == table::Encoding::Query {
        reporter
            .value(Rule::BadEncoding, &spec.place.key("encoding"), "a response has no query string")
            .help = Some("`encoding: form` is for bodies".to_owned());
    }
    let keys = [("root", spec.root.is_some()), ("cdata", spec.cdata.is_some())];
    refuse_xml_keys(std::slice::from_ref(&encoding), &spec.place, keys, reporter);
    Some(encoding)
}

fn groups(spec: &RequestSpec, reporter: &mut Reporter<'_>) -> Vec<table::Group> {
    let mut groups = Vec::new();
    let kinds = [
        (table::GroupRule::AtLeastOne, &spec.at_least_one),
        (table::GroupRule::ExactlyOne, &spec.exactly_one),
    ];
    for (rule, given) in kinds {
        for (place, members) in given.iter().flat_map(|GroupsSpec(groups)| groups) {
            check_group(members, place, &spec.fields, reporter);
            groups.push(table::Group { rule, members: members.clone().into() });
        }
    }
    groups
}

fn check_group(members: &[String], place: &Place, fields: &Entries<FieldSpec>, reporter: &mut Reporter<'_>) {
    if members.len() < 2 {
        reporter.value(Rule::BadGroup, place, "a group has two members or more");
    }
    for (index, member) in members.iter().enumerate() {
        let Some(field) = fields.get(member) else {
            reporter.value(Rule::UnknownField, place, format!("the request has no field `{member}`")).help =
                did_you_mean(member, fields.names());
            continue;
        };
        if members[..index].contains(member) {
            reporter.value(Rule::BadGroup, place, format!("`{member}` stands twice in the group"));
        }
        let spec = &field.value;
        if spec.presence == PresenceWord::Required {
            let span = reporter.span(&spec.place.key("presence"));
            let diagnostic = reporter.value(
                Rule::BadGroup,
                place,
                format!("`{member}` is required: the group decides nothing"),
            );
            diagnostic.also.push((span, "required here".to_owned()));
            diagnostic.help = Some(
                "write `presence: optional`, and `documented: { presence: required }` where the document says so"
                    .to_owned(),
            );
        }
        if spec.constant.is_some()
            || spec.generate.is_some()
            || spec.from.is_some()
            || spec.signature.is_some()
        {
            reporter.value(
                Rule::BadGroup,
                place,
                format!("the caller does not give `{member}`, so he cannot choose it"),
            );
        }
        if matches!(spec.kind, Some(FieldType::Object)) {
            reporter.value(
                Rule::BadGroup,
                place,
                format!("`{member}` is an object: groups are of single values"),
            );
        }
    }
}

fn headers(spec: &RequestSpec, provider: &ProviderSpec, reporter: &mut Reporter<'_>) -> Vec<table::Header> {
    let no_credentials = Entries::default();
    let credentials = provider.credentials.as_ref().unwrap_or(&no_credentials);
    let mut headers = Vec::new();
    for entry in spec.headers.iter().flat_map(|headers| headers.iter()) {
        if !signing::is_header_name(&entry.name) {
            let message = format!("`{}` is no name of a header", entry.name);
            reporter.key(Rule::BadName, &entry.place, message);
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
    let mut span = |key: &str, text: &Option<String>| {
        let text = text.as_ref()?;
        let span = format::milliseconds(text);
        if span.is_none() {
            let message = format!("`{text}` is no time span");
            reporter.value(Rule::BadDuration, &spec.place.key(key), message).help =
                Some("write a number and ms, s, m or h, such as `3s`".to_owned());
        }
        span
    };
    table::Polling {
        interval_ms: span("interval", &spec.interval),
        timeout_ms: span("timeout", &spec.timeout),
        attempts: spec.attempts,
    }
}
