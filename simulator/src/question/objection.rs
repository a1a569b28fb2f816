//! What a provider has against a request.

use payspec_runtime::{
    Builder, Message, Node, NodeKind, canonical, find_deviations, header_value, places, sign, unfold, verify,
};
use payspec_table::{Group, GroupRule, Over, Placement, Provider, Reason, Signing, Source};

use crate::Exchange;

use crate::question::{Question, each_field};
use crate::shop::accounts::strange_credential;
use crate::shop::merchant::Account;

/// What a provider has against a request.
#[derive(Debug)]
pub(crate) struct Objection {
    pub(crate) reason: Reason,
    /// In the simulator's words.
    pub(crate) why: String,
}

impl Objection {
    pub(crate) fn new(reason: Reason, why: impl Into<String>) -> Self {
        Self { reason, why: why.into() }
    }
}

/// Checks a request as a provider does: can it be read, who asks, did he sign it, is it in good form.
pub(crate) fn check(
    provider: &Provider,
    question: &Question<'_>,
    account: &Account,
) -> Result<(), Objection> {
    let message = question.message.as_ref().map_err(|why| Objection::new(Reason::BadRequest, why))?;
    let opened = unfold(message, &question.operation.request.fields);
    check_merchant(question, opened.root(), account)?;
    check_signature(question, message, account)?;
    check_form(provider, question, opened.root(), account)
}

fn check_merchant(question: &Question<'_>, root: Node<'_>, account: &Account) -> Result<(), Objection> {
    match strange_credential(account, question, root) {
        Some(name) => {
            Err(Objection::new(Reason::UnknownMerchant, format!("`{name}` is that of no simulated merchant")))
        }
        None => Ok(()),
    }
}

fn check_signature(question: &Question<'_>, message: &Message, account: &Account) -> Result<(), Objection> {
    let Some(rule) = &question.operation.request.signing else { return Ok(()) };
    let known = defined(rule, message, question);
    verify(rule, known, &question.asked.headers, question.text, &account.provider)
        .map(|_| ())
        .map_err(|error| Objection::new(Reason::BadSignature, error.to_string()))
}

fn check_form(
    provider: &Provider,
    question: &Question<'_>,
    root: Node<'_>,
    account: &Account,
) -> Result<(), Objection> {
    let request = &question.operation.request;
    let mut wrong: Vec<String> = find_deviations(provider, root, &request.fields)
        .into_iter()
        .map(|deviation| deviation.to_string())
        .collect();
    each_field(&request.fields, root, &mut |field, node| {
        if let (Source::Constant(constant), Some(text)) = (&field.source, node.and_then(Node::text))
            && text != constant
        {
            wrong.push(format!("`{}` is always `{constant}`", field.name));
        }
    });
    wrong.extend(request.groups.iter().filter_map(|group| against_group(question, group)));
    for header in &request.headers {
        let expected = header_value(&header.value, "", &account.provider).ok();
        let found = question.asked.headers.iter().find(|(name, _)| header.name.eq_ignore_ascii_case(name));
        if found.map(|(_, value)| value) != expected.as_ref() {
            wrong.push(format!("the header `{}` is not as documented", header.name));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Objection::new(Reason::BadRequest, wrong.join("; "))) }
}

fn against_group(question: &Question<'_>, group: &Group) -> Option<String> {
    let given = group.members.iter().filter(|member| question.text(member).is_some()).count();
    let members = || group.members.iter().map(|member| format!("`{member}`")).collect::<Vec<_>>().join(", ");
    match (group.rule, given) {
        (_, 0) => Some(format!("one of {} is missing", members())),
        (GroupRule::ExactlyOne, 2..) => Some(format!("only one of {} may be given", members())),
        _ => None,
    }
}

/// Notes the canonical string that a question should have signed, its key masked, and the signatures over it.
pub(crate) fn signed(question: &Question<'_>, account: &Account, exchange: &mut Exchange) {
    let Some(rule) = &question.operation.request.signing else { return };
    let Ok(message) = &question.message else { return };
    let known = defined(rule, message, question);
    let fields = &question.operation.request.fields;
    let explained = canonical::explain(rule, known.root(), question.text, &account.provider, fields);
    exchange.canonical = explained.ok().map(|explained| explained.masked());
    // Where the key is a pair, the merchant alone has the half that signs.
    exchange.computed = sign(rule, known.root(), question.text, &account.provider).ok();
    exchange.signature = match &rule.placement {
        Placement::Field(path) => places::text(known.root(), &[], path),
        Placement::Header { name, .. } => {
            let here = |(known, _): &&(String, String)| name.eq_ignore_ascii_case(known);
            question.asked.headers.iter().find(here).map(|(_, value)| value.as_str())
        }
    }
    .map(str::to_owned);
}

/// The message as a provider rebuilds it: where the rule takes members, those that the interface defines, and no others.
fn defined(rule: &Signing, message: &Message, question: &Question<'_>) -> Message {
    let nothing = payspec_table::Path::Static(&[]);
    let path = match &rule.over {
        Over::Message => &nothing,
        Over::Member(path) => path,
        Over::Body => return message.clone(),
    };
    let mut builder = Message::builder();
    copy_defined(message.root(), &question.operation.request.fields, &mut path.iter(), &mut builder);
    builder.finish()
}

fn copy_defined(
    object: Node<'_>,
    fields: &[payspec_table::Field],
    path: &mut dyn Iterator<Item = &str>,
    builder: &mut Builder,
) {
    let into = path.next();
    for member in object.members() {
        let Some(field) = fields.iter().find(|field| field.name == member.name()) else { continue };
        if into == Some(member.name()) && member.kind() == NodeKind::Object {
            builder.open_object(member.name());
            copy_defined(member, places::inside(&field.kind), path, builder);
            builder.close();
        } else {
            builder.copy(member.name(), member);
        }
    }
}
