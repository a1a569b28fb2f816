//! Questions about orders, one by one and packed.

use payspec_table::{Advice, Identity, Provider, Purpose, Reason, Role};

use super::Answer;
use super::matching::{answer_all, answers};
use super::packing::{Packed, Room};
use crate::identity::order_number;
use crate::order_query::{order_query, question};
use crate::{Client, DynamicRequest, Error, Malformed, OrderKey, Reply, Rule, Violation, Violations};

/// What is asked.
#[derive(Debug)]
pub(super) enum Question {
    /// About one order; its answer is given so many times.
    One(OrderKey, usize),
    /// About several, by the merchant's numbers.
    Several(Vec<Packed>),
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Told {
    /// Every key is answered.
    Answers(Vec<Answer>),
    /// The answer to all of them may be due to one: each has to be asked alone.
    Alone(Vec<Packed>),
}

/// An operation that asks about several orders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch<'p> {
    operation: &'p str,
    /// The request's field for the numbers.
    field: &'p str,
    entry: &'p Identity,
    pub(super) room: Room<'p>,
}

impl<'p> Batch<'p> {
    /// The provider's first operation that takes a list of merchant's order numbers and names each order in its reply.
    pub(super) fn find(provider: &'p Provider) -> Option<Self> {
        let batches = provider.operations.iter().filter(|one| one.purpose == Purpose::OrderQueryBatch);
        batches.into_iter().find_map(|operation| {
            let (entry, field) = order_number(operation)?;
            let mut roles = operation.request.view.iter();
            let is_key =
                roles.any(|one| one.role == Role::MerchantOrderNo && one.field.iter().eq([&*field.name]));
            let room = Room::of(field, entry).filter(|_| is_key)?;
            Some(Self { operation: &operation.name, field: &field.name, entry, room })
        })
    }
}

/// Asks, within the client's limits, and again as its retries say.
pub(super) async fn ask(client: Client, question: Question) -> Told {
    let batch = Batch::find(client.endpoint().provider());
    match (question, batch) {
        (Question::One(key, times), batch) => alone(&client, key, times, batch).await,
        (Question::Several(asked), Some(batch)) => match several(&client, &asked, batch).await {
            Err(error) if asked.len() > 1 && may_be_due_to_one(&error) => Told::Alone(asked),
            result => Told::Answers(told(result, asked, batch)),
        },
        // Nothing is packed without a batch operation.
        (Question::Several(asked), None) => Told::Alone(asked),
    }
}

async fn alone(client: &Client, key: OrderKey, times: usize, batch: Option<Batch<'_>>) -> Told {
    let provider = client.endpoint().provider();
    let prepared = order_query(provider)
        .and_then(|operation| Ok((operation, question(provider, &operation.name, &key)?)));
    let answer = match (prepared, key, batch) {
        (Ok((operation, request)), key, _) => {
            let reply = client.ask(&operation.name, &request, None).await;
            (key, reply.map(|reply| reply.order().clone()))
        }
        (Err(Error::Unsupported { .. }), OrderKey::Merchant(number), Some(batch)) => {
            let asked = vec![Packed { number, times }];
            return Told::Answers(told(several(client, &asked, batch).await, asked, batch));
        }
        (Err(error), key, _) => (key, Err(error)),
    };
    Told::Answers(vec![answer; times.max(1)])
}

async fn several(client: &Client, asked: &[Packed], batch: Batch<'_>) -> Result<Reply, Error> {
    if asked.iter().any(|packed| packed.number.trim().is_empty()) {
        return Err(Error::Invalid(Violations(vec![Violation::new(batch.field.to_owned(), Rule::Missing)])));
    }
    let numbers: Vec<String> = asked.iter().map(|packed| packed.number.clone()).collect();
    let request = DynamicRequest::new().with(batch.field.to_owned(), numbers);
    client.ask_each(batch.operation, &request).await
}

fn told(result: Result<Reply, Error>, asked: Vec<Packed>, batch: Batch<'_>) -> Vec<Answer> {
    match result {
        Ok(reply) => answers(&reply, asked, batch.entry),
        Err(error) => {
            let mut answers = Vec::with_capacity(asked.len());
            for Packed { number, times } in asked {
                answer_all(number, times, Err(error.clone()), &mut answers);
            }
            answers
        }
    }
}

/// Whether a question about several orders may have failed because of one of them.
fn may_be_due_to_one(error: &Error) -> bool {
    match error {
        // What an order's own texts can bring about; a page of HTML or a reply cut short is not.
        Error::Invalid(_)
        | Error::TooLarge { .. }
        | Error::Malformed(Malformed::NotUtf8 | Malformed::Duplicate { .. } | Malformed::TooDeep) => true,
        Error::Refused(refusal) => match refusal.reason {
            Some(reason) => matches!(reason, Reason::OrderNotFound | Reason::BadRequest),
            // One order that spoils a pack would spoil it for ever.
            None => refusal.advice != Some(Advice::AgainLater),
        },
        _ => false,
    }
}
