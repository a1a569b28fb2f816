//! How a client behaves, on a clock that stands still until everybody waits.

mod bare;
mod circuit;
mod limits;
mod retries;
mod too_often;

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_table::{
    Advice, Algorithm, Code, CodeTable, Decision, DigestEncoding, Encoding, Field, Kind, Operation,
    OrderState, Part, Placement, Polling, Provider, Purpose, Reason, RequestTable, ResponseTable, Role,
    Signing, Source, Str, Tier, TierName, Verification, ViewEntry,
};
use tokio::time::Instant;

use super::*;
use crate::{
    Ambient, Boxed, ChinaTime, Client, Credentials, DynamicRequest, Incoming, Outgoing, Phase, RandomError,
    SystemAmbient, Transport,
};

const MILLISECOND: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

static FIELDS: &[Field] = &[
    Field::text("no", "").required(),
    Field::text("their_no", ""),
    Field::text("nonce", "").source(Source::Nonce(16)),
    Field::new("time", "", Kind::Milliseconds).source(Source::Clock),
];
static MANY: &[Field] = &[Field::new("nos", "", Kind::joined(",")).required()];
static ANSWER: &[Field] =
    &[Field::new("code", "", Kind::code("code")).required(), Field::new("status", "", Kind::code("status"))];
static ORDERS: &[Field] = &[
    Field::new("code", "", Kind::code("code")).required(),
    Field::new("orders", "", Kind::objects(const { &[Field::new("status", "", Kind::code("status"))] })),
];
static TIERS: &[Tier] = &[Tier::new(TierName::Business, &["code"], &["0"])];
static CODES: &[CodeTable] = &[
    CodeTable::new(
        "code",
        const {
            &[
                Code::new("0", "Success", ""),
                Code::new("1", "NoSuchOrder", "").advice(Advice::Stop),
                Code::new("2", "TooOften", "")
                    .advice(Advice::AgainLater)
                    .reasons(const { &[(Reason::TooOften, Str::Borrowed(""))] }),
            ]
        },
    ),
    CodeTable::new("status", const { &[Code::new("paid", "Paid", "").state(OrderState::Paid)] }),
];

fn operation(name: &'static str, purpose: Purpose, verification: Verification) -> Operation {
    let request = RequestTable::new(const { &[Encoding::Json] }, FIELDS).view(
        const {
            &[
                ViewEntry::new(Role::MerchantOrderNo, &["no"]),
                ViewEntry::new(Role::ProviderOrderNo, &["their_no"]),
            ]
        },
    );
    let decision = Decision::new(TIERS, &["status"]);
    Operation::new(
        name,
        "",
        purpose,
        request,
        ResponseTable::new(Encoding::Json, ANSWER, verification, decision),
    )
}

/// `ask` states nothing, `slowly` a time between two queries, `narrowly` a rate and a number at the same moment.
fn provider() -> Provider {
    let signing = Signing::new(
        Algorithm::Md5,
        DigestEncoding::HexUpper,
        "key",
        Placement::header("x-signature", const { &[Part::Signature] }),
    )
    .over(payspec_table::Over::Body)
    .suffix(const { &[Part::Key] });
    let query = |name| operation(name, Purpose::OrderQuery, Verification::Unsigned);
    let many = Operation::new(
        "many",
        "",
        Purpose::OrderQueryBatch,
        RequestTable::new(const { &[Encoding::Json] }, MANY)
            .view(const { &[ViewEntry::new(Role::MerchantOrderNo, &["nos"])] }),
        ResponseTable::new(
            Encoding::Json,
            ORDERS,
            Verification::Unsigned,
            Decision::new(TIERS, &["orders", payspec_table::EACH, "status"]),
        )
        .orders(&["orders"]),
    )
    .polling(Polling::new().interval_ms(3_000));
    let operations = vec![
        query("ask"),
        query("slowly").polling(Polling::new().interval_ms(3_000)),
        query("narrowly").polling(Polling::new().per_second(10).in_flight(4)),
        operation("other", Purpose::Other, Verification::Unsigned),
        operation("signed", Purpose::OrderQuery, Verification::signed(signing)),
        many,
    ];
    Provider {
        operations: operations.into(),
        code_tables: CODES.to_vec().into(),
        ..Provider::new("memory", "", "CNY")
    }
}

/// Answers from memory, and knows when it was asked what.
#[derive(Clone)]
struct Memory {
    inner: Arc<Inner>,
}

struct Inner {
    answer: Box<dyn Fn(usize) -> Answer + Send + Sync>,
    takes: Duration,
    asked: Mutex<Vec<(Instant, String)>>,
    under_way: Mutex<Crowd>,
}

/// How many are there now, and how many there were at most.
#[derive(Default)]
struct Crowd {
    now: usize,
    most: usize,
}

#[derive(Clone, Copy)]
enum Answer {
    Paid,
    NoSuchOrder,
    TooOften,
    Status(u16),
    Breaks(Phase),
    /// Something else than the settings was wrong, and nothing was sent.
    Unusable,
}

impl Memory {
    fn answering(answer: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Self {
        Self::slowly(Duration::ZERO, answer)
    }

    /// The answer to the question of a number, from 0, after a while.
    fn slowly(takes: Duration, answer: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Self {
        let inner =
            Inner { answer: Box::new(answer), takes, asked: Mutex::default(), under_way: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }

    fn client(&self) -> Client {
        Client::new(provider(), "https://a.example", Credentials::new().secret("key", "k"))
            .transport(self.clone())
            .ambient(Moving(Instant::now()))
    }

    fn asked(&self) -> Vec<(Instant, String)> {
        self.inner.asked.lock().unwrap().clone()
    }

    /// When it was asked, counted from a moment.
    fn times(&self, start: Instant) -> Vec<Duration> {
        self.asked().iter().map(|(at, _)| *at - start).collect()
    }

    fn count(&self) -> usize {
        self.inner.asked.lock().unwrap().len()
    }

    fn most_under_way(&self) -> usize {
        self.inner.under_way.lock().unwrap().most
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

/// Is under way until it is dropped.
struct Visit<'m>(&'m Memory);

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.0.inner.under_way.lock().unwrap().now -= 1;
    }
}

impl Transport for Memory {
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async move {
            let number = {
                let mut asked = self.inner.asked.lock().unwrap();
                asked.push((Instant::now(), request.body.clone()));
                asked.len() - 1
            };
            let _visit = {
                let mut crowd = self.inner.under_way.lock().unwrap();
                crowd.now += 1;
                crowd.most = crowd.most.max(crowd.now);
                Visit(self)
            };
            if !self.inner.takes.is_zero() {
                tokio::time::sleep(self.inner.takes).await;
            }
            let body = |body: &str| Ok(Incoming { status: 200, headers: Vec::new(), body: body.into() });
            match (self.inner.answer)(number) {
                Answer::Paid => body(r#"{"code":"0","status":"paid","orders":[]}"#),
                Answer::NoSuchOrder => body(r#"{"code":"1"}"#),
                Answer::TooOften => body(r#"{"code":"2"}"#),
                Answer::Status(status) => Ok(Incoming { status, ..Incoming::default() }),
                Answer::Breaks(phase) => Err(Error::transport(phase, "the wire was cut")),
                Answer::Unusable => Err(Error::Unusable { what: "the wire was never there".to_owned() }),
            }
        })
    }
}

/// A time that goes with tokio's clock.
#[derive(Debug)]
struct Moving(Instant);

impl Ambient for Moving {
    fn now(&self) -> ChinaTime {
        let milliseconds = i64::try_from(self.0.elapsed().as_millis()).unwrap();
        ChinaTime::from_milliseconds(1_577_808_000_000 + milliseconds).unwrap()
    }

    fn nonce(&self, length: u32, out: &mut String) -> Result<(), RandomError> {
        SystemAmbient.nonce(length, out)
    }
}

fn order(number: &str) -> DynamicRequest {
    DynamicRequest::new().with("no", number)
}

/// Asks for an order.
async fn ask(client: &Client, operation: &str, number: &str) -> Result<Reply, Error> {
    client.call_dynamic(operation, &order(number)).await
}

/// Asks for so many orders at once, and waits until all are answered.
async fn ask_all(client: &Client, operation: &'static str, orders: usize) -> Vec<Result<Reply, Error>> {
    let tasks: Vec<_> = (0..orders)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { ask(&client, operation, &number.to_string()).await })
        })
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn at_most(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

fn places(number: usize) -> NonZeroUsize {
    NonZeroUsize::new(number).unwrap()
}
