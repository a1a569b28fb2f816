//! A provider that answers as a test says, on a clock that stands still.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_table::{
    Advice, Algorithm, Code, CodeTable, Decision, DigestEncoding, Encoding, Field, Identity, Kind, MoneyUnit,
    Operation, OrderState, Part, Placement, Polling, Provider, Purpose, Reason, RequestTable, ResponseTable,
    Role, Signing, Tier, TierName, Verification, ViewEntry,
};
use tokio::time::Instant;

use crate::{Boxed, Client, Credentials, Error, Incoming, OrderKey, Outgoing, Phase, Transport, digest};

static CODES: &[CodeTable] = &[
    CodeTable::new(
        "status",
        const {
            &[
                Code::new("W", "Waiting", "").state(OrderState::Pending),
                Code::new("P", "Paid", "").state(OrderState::Paid),
                Code::new("C", "Closed", "").state(OrderState::Closed),
            ]
        },
    ),
    CodeTable::new(
        "code",
        const {
            &[
                Code::new("stop", "Stop", "").advice(Advice::Stop),
                Code::new("later", "Later", "").advice(Advice::AgainLater),
                Code::new("silent", "Silent", ""),
                Code::new("progress", "InProgress", "").advice(Advice::InProgress),
                Code::new("signature", "BadSignature", "")
                    .reasons(const { &[(Reason::BadSignature, std::borrow::Cow::Borrowed(""))] }),
                Code::new("merchant", "UnknownMerchant", "")
                    .reasons(const { &[(Reason::UnknownMerchant, std::borrow::Cow::Borrowed(""))] }),
                Code::new("busy", "Busy", "")
                    .advice(Advice::AgainLater)
                    .reasons(const { &[(Reason::TooOften, std::borrow::Cow::Borrowed(""))] }),
            ]
        },
    ),
];
static REQUEST: &[Field] = &[Field::text("no", "").required()];
static RESPONSE: &[Field] = &[
    Field::new("code", "", Kind::code("code")).required(),
    Field::text("no", ""),
    Field::new("status", "", Kind::code("status")),
    Field::new("amount", "", Kind::Money(MoneyUnit::Fen)),
];
static TIERS: &[Tier] = &[Tier::new(TierName::Business, &["code"], &["0"])];
static OPERATIONS: &[Operation] =
    &[
        Operation::new(
            "ask",
            "",
            Purpose::OrderQuery,
            RequestTable::new(const { &[Encoding::Json] }, REQUEST)
                .view(const { &[ViewEntry::new(Role::MerchantOrderNo, &["no"])] }),
            ResponseTable::new(
                Encoding::Json,
                RESPONSE,
                Verification::Unsigned,
                Decision::new(TIERS, &["status"]),
            )
            .identity(const { &[Identity::request(&["no"], "no")] })
            .view(
                const {
                    &[
                        ViewEntry::new(Role::MerchantOrderNo, &["no"]),
                        ViewEntry::new(Role::Amount, &["amount"]),
                    ]
                },
            ),
        )
        .polling(Polling::new().interval_ms(3_000)),
    ];

/// Asks for 3 s between two questions, and repeats the order number.
pub(super) static PROVIDER: Provider =
    Provider::new("scripted", "", "CNY").operations(OPERATIONS).code_tables(CODES);

/// The same, without repeating the order number.
pub(super) fn untied() -> Provider {
    let mut operation = OPERATIONS[0].clone();
    operation.response.identity = Vec::new().into();
    Provider { operations: vec![operation].into(), ..PROVIDER.clone() }
}

/// Signs its replies, which repeat the provider's order number and no other.
pub(super) fn signing() -> Provider {
    let mut operation = OPERATIONS[0].clone();
    let their_no = || Field::text("their_no", "");
    operation.request.fields = vec![Field::text("no", ""), their_no()].into();
    operation.request.view = vec![
        ViewEntry::new(Role::MerchantOrderNo, &["no"]),
        ViewEntry::new(Role::ProviderOrderNo, &["their_no"]),
    ]
    .into();
    operation.response.fields = [RESPONSE, &[their_no()]].concat().into();
    operation.response.identity = vec![Identity::request(&["their_no"], "their_no")].into();
    let rule = Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", Placement::field(&["sign"]))
        .suffix(const { &[Part::Key] });
    operation.response.verification = Verification::signed(rule);
    Provider { operations: vec![operation].into(), ..PROVIDER.clone() }
}

/// A reply of the provider that signs, with these members, which are sorted by name.
pub(super) fn signed(members: &[(&str, &str)]) -> Answer {
    let string: Vec<_> = members.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let digest = digest::digest(Algorithm::Md5, format!("{}K", string.join("&")).as_bytes(), "").unwrap();
    let sign = digest::encode(&digest, DigestEncoding::HexUpper);
    let members = members.iter().copied().chain([("sign", &*sign)]);
    let members: Vec<_> = members.map(|(name, value)| format!(r#""{name}":"{value}""#)).collect();
    Answer::Body(format!("{{{}}}", members.join(",")))
}

/// What becomes of one question.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    Body(String),
    Status(u16),
    Fails(Phase),
    Never,
    After(Duration, Box<Answer>),
    Panic,
}

pub(super) fn state(status: &str) -> Answer {
    order("JD1", status, 100)
}

pub(super) fn order(number: &str, status: &str, fen: u64) -> Answer {
    Answer::Body(format!(r#"{{"code":"0","no":"{number}","status":"{status}","amount":{fen}}}"#))
}

pub(super) fn refusal(code: &str) -> Answer {
    Answer::Body(format!(r#"{{"code":"{code}"}}"#))
}

pub(super) fn key() -> OrderKey {
    OrderKey::Merchant("JD1".to_owned())
}

/// Answers one question after the other; the last answer is given again and again.
#[derive(Clone)]
pub(super) struct Scripted {
    answers: Arc<Vec<Answer>>,
    seen: Arc<Mutex<Seen>>,
    start: Instant,
}

#[derive(Default)]
struct Seen {
    asked_at: Vec<Duration>,
    under_way: usize,
    dropped: usize,
}

impl Scripted {
    pub(super) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Arc::new(answers.into_iter().collect());
        Self { answers, seen: Arc::default(), start: Instant::now() }
    }

    pub(super) fn client(&self) -> Client {
        self.client_of(PROVIDER.clone())
    }

    pub(super) fn client_of(&self, provider: Provider) -> Client {
        Client::new(provider, "https://scripted.example", Credentials::new()).transport(self.clone())
    }

    /// A client of the provider that signs.
    pub(super) fn signing_client(&self, url: &str) -> Client {
        let credentials = Credentials::new().secret("key", "K");
        Client::new(signing(), url, credentials).transport(self.clone()).allow_plain_http()
    }

    /// When it was asked, in milliseconds from the start.
    pub(super) fn asked_at(&self) -> Vec<u128> {
        self.seen.lock().unwrap().asked_at.iter().map(Duration::as_millis).collect()
    }

    /// How much time has gone by since it was made.
    pub(super) fn start_elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(super) fn asked(&self) -> usize {
        self.seen.lock().unwrap().asked_at.len()
    }

    pub(super) fn under_way(&self) -> usize {
        self.seen.lock().unwrap().under_way
    }

    /// How many questions were dropped before they were answered.
    pub(super) fn dropped(&self) -> usize {
        self.seen.lock().unwrap().dropped
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

/// A question that is on its way.
struct UnderWay<'a> {
    script: &'a Scripted,
    answered: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut seen = self.script.seen.lock().unwrap();
        seen.under_way -= 1;
        seen.dropped += usize::from(!self.answered);
    }
}

impl Transport for Scripted {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async move {
            let number = {
                let mut seen = self.seen.lock().unwrap();
                seen.asked_at.push(self.start.elapsed());
                seen.under_way += 1;
                assert!(seen.asked_at.len() < 1_000, "asked in a busy loop");
                seen.asked_at.len() - 1
            };
            let mut under_way = UnderWay { script: self, answered: false };
            let mut answer = self.answers.get(number).or(self.answers.last()).unwrap();
            while let Answer::After(time, then) = answer {
                tokio::time::sleep(*time).await;
                answer = then;
            }
            let incoming = |status, body: &str| {
                Ok(Incoming { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
            };
            if let Answer::Never = answer {
                std::future::pending::<()>().await;
            }
            under_way.answered = true;
            match answer {
                Answer::Body(body) => incoming(200, body),
                Answer::Status(status) => incoming(*status, ""),
                Answer::Fails(phase) => Err(Error::transport(*phase, "scripted")),
                Answer::Panic => panic!("scripted"),
                Answer::Never | Answer::After(..) => unreachable!("they were waited for"),
            }
        })
    }
}
