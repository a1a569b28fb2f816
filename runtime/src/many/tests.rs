//! Many orders over a transport that never leaves the process, on a clock that stands still.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use payspec_table::{
    Code, CodeTable, Decision, EACH, Encoding, Field, Identity, Kind, Operation, OrderState, Provider,
    Purpose, Reason, RequestTable, ResponseTable, Role, Str, Tier, TierName, Verification, ViewEntry,
};
use tokio::time::{Instant, sleep};

use super::*;
use crate::{Against, Boxed, Credentials, Found, Incoming, OrderQuery, Outgoing, Phase, TiedBy, Transport};

static CODES: &[CodeTable] = &[CodeTable::new("status", STATES), CodeTable::new("code", RESULTS)];
static STATES: &[Code] = &[
    Code::new("1", "Paid", "").state(OrderState::Paid),
    Code::new("2", "Closed", "").state(OrderState::Closed),
];
static RESULTS: &[Code] = &[
    Code::new("busy", "Busy", "").state(OrderState::Pending),
    Code::new("over", "Over", "").state(OrderState::Failed),
    Code::new("none", "None", "").reasons(const { &[(Reason::OrderNotFound, Str::Borrowed(""))] }),
    Code::new("down", "Down", "").reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
];
static NUMBERS: &[Field] = &[Field::new("no", "", Kind::joined(",")).required().max_length(8)];
static NUMBER: &[Field] = &[Field::text("no", "").max_length(16), Field::text("theirs", "")];
static KEYS: &[ViewEntry] =
    &[ViewEntry::new(Role::MerchantOrderNo, &["no"]), ViewEntry::new(Role::ProviderOrderNo, &["theirs"])];
static ORDER: &[Field] =
    &[Field::text("no", "").required(), Field::new("status", "", Kind::code("status")).required()];
static LIST: &[Field] =
    &[Field::new("code", "", Kind::code("code")).required(), Field::new("orders", "", Kind::objects(ORDER))];
static ONE: &[Field] = &[
    Field::new("code", "", Kind::code("code")).required(),
    Field::text("no", ""),
    Field::new("status", "", Kind::code("status")),
];
static TIERS: &[Tier] = &[Tier::new(TierName::Business, &["code"], &["0"])];
static IN_LIST: &[Identity] = &[Identity::request(&["orders", EACH, "no"], "no").trimmed()];
static SINGLE: Operation = Operation::new(
    "single",
    "",
    Purpose::OrderQuery,
    RequestTable::new(const { &[Encoding::Form] }, NUMBER).view(KEYS),
    ResponseTable::new(Encoding::Json, ONE, Verification::Unsigned, Decision::new(TIERS, &["status"])),
)
.path("/single");
static SEVERAL: Operation = Operation::new(
    "several",
    "",
    Purpose::OrderQueryBatch,
    RequestTable::new(const { &[Encoding::Form] }, NUMBERS).view(KEYS),
    ResponseTable::new(
        Encoding::Json,
        LIST,
        Verification::Unsigned,
        Decision::new(TIERS, &["orders", EACH, "status"]),
    )
    .identity(IN_LIST)
    .orders(&["orders"]),
)
.path("/several");

/// A provider with these operations.
fn provider(operations: &[&Operation]) -> Provider {
    Provider {
        operations: operations.iter().copied().cloned().collect::<Vec<_>>().into(),
        code_tables: CODES.to_vec().into(),
        ..Provider::new("test", "", "CNY")
    }
}

type Reply = (Duration, Result<String, Error>);

/// How many questions a transport remembers.
const REMEMBERED: usize = 100;

type Answering = dyn Fn(&[String]) -> Reply + Send + Sync;

/// Answers from memory.
#[derive(Clone)]
struct Memory {
    answer: Arc<Answering>,
    /// The numbers of each question, packed ones with a plus in front.
    asked: Arc<Mutex<Vec<String>>>,
    under_way: Arc<AtomicUsize>,
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    fn new(answer: impl Fn(&[String]) -> Reply + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), asked: Arc::default(), under_way: Arc::default() }
    }

    fn client(&self, operations: &[&Operation]) -> Client {
        Client::new(provider(operations), "https://a.example", Credentials::new()).transport(self.clone())
    }

    fn note(&self, question: String) {
        let mut asked = self.asked.lock().unwrap();
        if asked.len() < REMEMBERED {
            asked.push(question);
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Counts a question as long as it lives.
struct UnderWay(Arc<AtomicUsize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for Memory {
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        self.under_way.fetch_add(1, Ordering::SeqCst);
        let under_way = UnderWay(Arc::clone(&self.under_way));
        Box::pin(async move {
            let _under_way = under_way;
            let value = request.body.split_once('=').map_or("", |(_, value)| value);
            let value = value.replace("%2C", ",").replace('+', " ");
            let packed = request.url.ends_with("/several");
            self.note(format!("{}{value}", if packed { "+" } else { "" }));
            let numbers: Vec<String> = value.split(',').map(str::to_owned).collect();
            let (time, body) = (self.answer)(&numbers);
            if !time.is_zero() {
                sleep(time).await;
            }
            Ok(Incoming { status: 200, headers: Vec::new(), body: body?.into_bytes() })
        })
    }
}

/// A reply that says of each order that it is paid.
fn paid(numbers: &[String]) -> Reply {
    let orders: Vec<String> = numbers.iter().map(|number| listed(number, "1")).collect();
    (Duration::ZERO, Ok(list(&orders)))
}

fn listed(number: &str, status: &str) -> String {
    format!(r#"{{"no":"{number}","status":"{status}"}}"#)
}

/// Of a list, and of one order at its top.
fn list(orders: &[String]) -> String {
    format!(r#"{{"code":"0","status":"1","orders":[{}]}}"#, orders.join(","))
}

fn keys<const N: usize>(numbers: [&str; N]) -> impl Stream<Item = OrderKey> + use<N> {
    stream::iter(numbers.map(|number| OrderKey::Merchant(number.to_owned())))
}

const ONE_AT_A_TIME: Concurrency = Concurrency::new(1);

/// The answers in words, sorted by their keys.
async fn answers(client: &Client, keys: impl Stream<Item = OrderKey>) -> Vec<(String, String)> {
    let answers = client.query_all(keys, ONE_AT_A_TIME).map(|(key, answer)| {
        let words = match answer {
            Ok(order) => format!("{:?}", order.state),
            Err(error) => error.to_string(),
        };
        (format!("{key:?}"), words)
    });
    let mut answers: Vec<_> = answers.collect().await;
    answers.sort();
    answers
}

fn expected<const N: usize>(answers: [(&str, &str); N]) -> Vec<(String, String)> {
    answers.map(|(key, words)| (format!("MerchantOrderNo({key:?})"), words.to_owned())).to_vec()
}

#[tokio::test(start_paused = true)]
async fn numbers_are_packed_and_every_occurrence_is_answered() {
    let memory = Memory::new(paid);
    let client = memory.client(&[&SINGLE, &SEVERAL]);
    let found = answers(&client, keys(["A1", "A2", "A1", "A3", "A4"])).await;
    let all = [("A1", "Paid"), ("A1", "Paid"), ("A2", "Paid"), ("A3", "Paid"), ("A4", "Paid")];
    assert_eq!(found, expected(all));
    assert_eq!(memory.asked(), ["+A1,A2,A3", "+A4"]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_packed_is_asked_alone() {
    let memory = Memory::new(|numbers| paid(&[numbers.join(",")]));
    let client = memory.client(&[&SINGLE, &SEVERAL]);
    let numbers = keys(["A,B", "123456789", "", " "]);
    let keys = numbers.chain(stream::iter([OrderKey::Provider("7".to_owned())]));
    let found = answers(&client, keys).await;
    let invalid = "the request was not sent, correct it first: `no` is missing";
    let mut all = expected([(" ", invalid), ("", invalid), ("123456789", "Paid"), ("A,B", "Paid")]);
    all.push(("ProviderOrderNo(\"7\")".to_owned(), "Paid".to_owned()));
    assert_eq!(found, all);
    assert_eq!(memory.asked().len(), 3, "{:?}", memory.asked());
    assert!(memory.asked().iter().all(|asked| !asked.starts_with('+')));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_packed_is_invalid_where_only_lists_are_answered() {
    let memory = Memory::new(paid);
    let client = memory.client(&[&SEVERAL]);
    let found = answers(&client, keys(["A,B", "123456789", " ", "A"])).await;
    let invalid = |what: &str| format!("the request was not sent, correct it first: {what}");
    let all = [
        (" ", &*invalid("`no` is missing")),
        ("123456789", &invalid("`no` has 9 characters, 8 are allowed")),
        ("A", "Paid"),
        ("A,B", &invalid("a text of `no` contains \",\", which separates them")),
    ];
    assert_eq!(found, expected(all));
    assert_eq!(memory.asked(), ["+A"]);
    let theirs = stream::iter([OrderKey::Provider("7".to_owned())]);
    let [(_, answer)] = &client.query_all(theirs, ONE_AT_A_TIME).collect::<Vec<_>>().await[..] else {
        panic!("one key, one answer")
    };
    assert!(matches!(answer, Err(Error::Unsupported { .. })), "{answer:?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_packed_where_replies_do_not_name_the_orders() {
    let mut nameless = SEVERAL.clone();
    nameless.response.identity = Vec::new().into();
    let memory = Memory::new(paid);
    answers(&memory.client(&[&SINGLE, &nameless]), keys(["A", "B"])).await;
    assert_eq!(memory.asked(), ["A", "B"]);
}

#[tokio::test(start_paused = true)]
async fn each_order_of_a_reply_is_judged_by_itself() {
    let memory = Memory::new(|_| {
        let orders = [
            listed(" A", "1"),
            listed("B", "1"),
            listed("B", "2"),
            r#"{"no":"D"}"#.to_owned(),
            listed("X", "1"),
            listed("X", "1"),
            r#"{"status":"1"}"#.to_owned(),
            listed("", "1"),
        ];
        (Duration::ZERO, Ok(list(&orders)))
    });
    let client = memory.client(&[&SINGLE, &SEVERAL]);
    let answers: Vec<_> = client.query_all(keys(["A", "B", "C", "D"]), ONE_AT_A_TIME).collect().await;
    assert_eq!(memory.asked(), ["+A,B,C,D"]);
    let [(a, Ok(paid)), (_, Err(b)), (_, Err(c)), (_, Err(d)), (x, Err(foreign))] = &answers[..] else {
        panic!("{answers:?}")
    };
    assert_eq!((a, x), (&OrderKey::Merchant("A".to_owned()), &OrderKey::Merchant("X".to_owned())));
    assert_eq!((paid.state, paid.tied_by), (OrderState::Paid, TiedBy::OrderNumber));
    let (Error::Mismatch { found: twice, against, .. }, Error::Mismatch { found, .. }) = (b, foreign) else {
        panic!("{b}, {foreign}")
    };
    assert_eq!((twice, against, found), (&Found::Repeated, &Against::OtherOrders, &Found::Different));
    assert!(matches!(c, Error::Unanswered { order } if order == "C"), "{c}");
    assert!(matches!(d, Error::Incomplete { field } if field == "orders[].status"), "{d}");
}

#[tokio::test(start_paused = true)]
async fn what_a_tier_says_of_all_orders_is_pending_or_nothing() {
    let of = |code: &'static str| {
        let memory = Memory::new(move |_| (Duration::ZERO, Ok(format!(r#"{{"code":"{code}"}}"#))));
        async move { answers(&memory.client(&[&SINGLE, &SEVERAL]), keys(["A", "B"])).await }
    };
    assert_eq!(of("busy").await, expected([("A", "Pending"), ("B", "Pending")]));
    let nothing = |order| format!("the reply says nothing about the order `{order}`");
    assert_eq!(of("over").await, expected([("A", &nothing("A")), ("B", &nothing("B"))]));
}

#[tokio::test(start_paused = true)]
async fn what_goes_wrong_with_a_whole_exchange_is_the_answer_to_each_of_its_orders() {
    let broken = || Error::transport(Phase::Receiving, "broken");
    let memory = Memory::new(move |_| (Duration::ZERO, Err(broken())));
    let found = answers(&memory.client(&[&SINGLE, &SEVERAL]), keys(["A", "B", "A"])).await;
    let words = &*broken().to_string();
    assert_eq!(found, expected([("A", words), ("A", words), ("B", words)]));
    assert_eq!(memory.asked(), ["+A,B"]);
    let memory = Memory::new(|_| (Duration::ZERO, Ok(r#"{"code":"down"}"#.to_owned())));
    let found = answers(&memory.client(&[&SINGLE, &SEVERAL]), keys(["A", "B"])).await;
    assert_eq!((found.len(), memory.asked()), (2, vec!["+A,B".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_may_be_due_to_one_order_lets_each_be_asked_alone() {
    let memory = Memory::new(|numbers| {
        let known = numbers.iter().all(|number| number != "B");
        if known { paid(numbers) } else { (Duration::ZERO, Ok(r#"{"code":"none"}"#.to_owned())) }
    });
    for (operations, alone) in
        [(&[&SINGLE, &SEVERAL][..], ["A", "B", "B", "C"]), (&[&SEVERAL], ["+A", "+B", "+B", "+C"])]
    {
        memory.asked.lock().unwrap().clear();
        let found = answers(&memory.client(operations), keys(["A", "B", "C"])).await;
        let states: Vec<_> = found.iter().map(|(_, words)| words == "Paid").collect();
        assert_eq!(states, [true, false, true], "{found:?}");
        let asked = ["+A,B,C", alone[0], alone[1], alone[3]];
        assert_eq!(memory.asked(), asked);
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_that_the_encoding_cannot_carry_fails_alone() {
    let mut several = SEVERAL.clone();
    several.request.encodings = vec![Encoding::Xml { root: "r".into(), cdata: false }].into();
    let memory = Memory::new(|_| paid(&["A".to_owned(), "C".to_owned()]));
    let client = memory.client(&[&several]);
    let found = answers(&client, keys(["A", "\u{0}", "C"])).await;
    let failed = found.iter().filter(|(_, words)| words.starts_with("the request was not sent"));
    assert_eq!(failed.count(), 1, "{found:?}");
}

#[tokio::test(start_paused = true)]
async fn answers_come_when_they_come_and_no_more_questions_are_under_way_than_were_allowed() {
    let most = Arc::new(AtomicUsize::new(0));
    let memory = Memory::new(|numbers| {
        let (_, body) = paid(numbers);
        (Duration::from_millis(numbers[0].parse().unwrap()), body)
    });
    let client = memory.client(&[&SINGLE]);
    let keys = keys(["300", "100", "200", "50", "1"]);
    let start = Instant::now();
    let (seen, under_way) = (Arc::clone(&most), Arc::clone(&memory.under_way));
    let order = client.query_all(keys, Concurrency::new(2)).map(|(key, answer)| {
        answer.unwrap();
        seen.fetch_max(under_way.load(Ordering::SeqCst), Ordering::SeqCst);
        (format!("{key:?}"), start.elapsed().as_millis())
    });
    let order: Vec<_> = order.collect().await;
    let number = |number: &str| format!("MerchantOrderNo({number:?})");
    let times = [("100", 100), ("300", 300), ("200", 300), ("1", 301), ("50", 350)];
    let found: BTreeMap<_, _> = order.iter().cloned().collect();
    assert_eq!(found, times.iter().map(|(key, time)| (number(key), *time)).collect());
    assert!(order.iter().map(|(_, time)| time).is_sorted());
    assert!(most.load(Ordering::SeqCst) <= 2);
}

#[tokio::test(start_paused = true)]
async fn keys_are_taken_when_there_is_room_and_not_before() {
    let taken = Arc::new(AtomicUsize::new(0));
    let endless = |taken: Arc<AtomicUsize>| {
        stream::repeat_with(move || {
            OrderKey::Merchant(format!("{:08}", taken.fetch_add(1, Ordering::SeqCst)))
        })
    };
    let memory = Memory::new(|numbers| (Duration::from_secs(1), paid(numbers).1));
    for operations in [&[&SINGLE][..], &[&SINGLE, &SEVERAL]] {
        taken.store(0, Ordering::SeqCst);
        let client = memory.client(operations);
        let mut answers = client.query_all(endless(Arc::clone(&taken)), Concurrency::new(4));
        assert_eq!(taken.load(Ordering::SeqCst), 0, "nothing happens before it is polled");
        assert!(answers.next().now_or_never().is_none());
        assert_eq!((taken.load(Ordering::SeqCst), memory.under_way.load(Ordering::SeqCst)), (4, 4));
        assert!(answers.next().now_or_never().is_none());
        assert_eq!(taken.load(Ordering::SeqCst), 4);
        for _ in 0..40 {
            answers.next().await.unwrap().1.unwrap();
            assert!(memory.under_way.load(Ordering::SeqCst) <= 4);
        }
        assert!(taken.load(Ordering::SeqCst) <= 44);
        drop(answers);
        assert_eq!(memory.under_way.load(Ordering::SeqCst), 0, "what is dropped goes on");
    }
}

#[tokio::test(start_paused = true)]
async fn numbers_wait_for_others_ten_milliseconds_and_no_longer() {
    let memory = Memory::new(paid);
    let client = memory.client(&[&SINGLE, &SEVERAL]);
    // One key each four milliseconds, and never an end.
    let slow = stream::unfold(0, |index| async move {
        sleep(Duration::from_millis(4)).await;
        if index == 6 {
            std::future::pending::<()>().await;
        }
        Some((OrderKey::Merchant(index.to_string()), index + 1))
    });
    let start = Instant::now();
    let mut answers = client.query_all(Box::pin(slow), Concurrency::new(4));
    let mut times = Vec::new();
    for _ in 0..6 {
        answers.next().await.unwrap().1.unwrap();
        times.push(start.elapsed().as_millis());
    }
    // The first came after 4 ms, the next at 16 ms. A fourth number would have had room.
    assert_eq!(memory.asked(), ["+0,1,2", "+3,4,5"]);
    assert!(times[..3].iter().all(|time| (14..16).contains(time)), "{times:?}");
    assert!(times[3..].iter().all(|time| (26..28).contains(time)), "{times:?}");
    assert!(answers.next().now_or_never().is_none());
}

#[test]
fn outside_a_runtime_packed_numbers_do_not_wait() {
    let memory = Memory::new(paid);
    let client = memory.client(&[&SINGLE, &SEVERAL]);
    let endless = keys(["A"]).chain(stream::pending());
    let mut answers = client.query_all(endless, ONE_AT_A_TIME);
    let (_, answer) = answers.next().now_or_never().unwrap().unwrap();
    assert_eq!(answer.unwrap().state, OrderState::Paid);
    assert_eq!(memory.asked(), ["+A"]);
}

#[tokio::test(start_paused = true)]
async fn a_trait_object_asks_about_many_too() {
    let memory = Memory::new(paid);
    let client: Arc<dyn OrderQuery> = Arc::new(memory.client(&[&SINGLE, &SEVERAL]));
    let answers: Vec<_> =
        client.query_all(Box::pin(keys(["A", "B"])), Concurrency::default()).collect().await;
    assert!(answers.len() == 2 && answers.iter().all(|(_, answer)| answer.is_ok()), "{answers:?}");
}

#[tokio::test(start_paused = true)]
async fn no_keys_no_questions() {
    let memory = Memory::new(paid);
    let mut answers = memory.client(&[&SINGLE, &SEVERAL]).query_all(keys([]), Concurrency::new(0));
    assert!(answers.next().await.is_none());
    assert!(answers.next().await.is_none(), "it has ended");
    assert!(memory.asked().is_empty());
}

/// The most bytes that are allocated at the same time while so many orders are asked about, 64 questions in flight. Each
/// seventh question goes wrong in one of several ways.
fn peak(operations: &[&Operation], orders: usize) -> u64 {
    let questions = AtomicUsize::new(0);
    let memory = Memory::new(move |numbers| {
        let question = questions.fetch_add(1, Ordering::SeqCst);
        let time = Duration::from_millis(question as u64 % 50);
        let (_, body) = paid(numbers);
        let body = match question % 49 {
            7 => Err(Error::transport(Phase::Receiving, "broken")),
            14 => Ok(r#"{"code":"none"}"#.to_owned()),
            21 => Ok(list(&[listed("X", "1")])),
            28 => Ok(list(&[numbers, numbers].concat().iter().map(|no| listed(no, "1")).collect::<Vec<_>>())),
            35 => Ok("{".to_owned()),
            _ => body,
        };
        (time, body)
    });
    let client = memory.client(operations);
    let mut answered = vec![0_u8; orders];
    let run = async {
        let keys = stream::iter(0..orders).map(|index| OrderKey::Merchant(format!("{index:06}")));
        let mut answers = client.query_all(keys, Concurrency::new(64));
        while let Some((key, _)) = answers.next().await {
            let OrderKey::Merchant(number) = key else { panic!("{key:?}") };
            if number != "X" {
                answered[number.parse::<usize>().unwrap()] += 1;
            }
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.unwrap();
    let peak = allocation_counter::measure(|| runtime.block_on(run)).bytes_max;
    assert!(answered.iter().all(|times| *times == 1), "a key was not answered exactly once");
    peak
}

#[test]
fn a_hundred_thousand_orders_take_no_more_memory_than_ten_thousand() {
    let mut long = SEVERAL.clone();
    long.request.fields = vec![NUMBERS[0].clone().max_length(256)].into();
    for operations in [&[&SINGLE][..], &[&SINGLE, &long]] {
        let (few, many) = (peak(operations, 10_000), peak(operations, 100_000));
        assert!(many <= few + few / 10, "{many} bytes for 100,000 orders, {few} for 10,000");
    }
}
