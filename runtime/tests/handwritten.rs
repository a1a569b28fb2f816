//! A module as the generator writes it, written by hand, and a whole exchange with it: the reference for emitters.
//!
//! Messages and keys are those that the vendor of Jeepay publishes in its SDK (`ktspay/request` and
//! `ktspay/response` of the published vectors).

#[allow(
    unreachable_pub,
    dead_code,
    clippy::all,
    clippy::needless_pass_by_value,
    reason = "a generated module is public, and its users use a part of it"
)]
mod ktspay {
    use payspec_runtime::generated::{
        self, ChinaTime, Code, Decode, Decoder, Deviation, Error, Fen, Fields, Input, Message, Money, Order,
        OrderState, Reply, Request, Secret, Text, TypedReply,
    };

    #[derive(Debug, Clone)]
    pub struct Client(generated::Client);

    impl Client {
        pub fn new(environment: Environment, credentials: Credentials) -> Self {
            Self(generated::Client::new(PROVIDER, environment.url(), credentials.into()))
        }

        pub fn with(self, change: impl FnOnce(generated::Client) -> generated::Client) -> Self {
            Self(change(self.0))
        }

        pub async fn query(&self, request: Query) -> Result<QueryReply, Error> {
            self.0.call(&request).await
        }
    }

    impl generated::OrderQuery for Client {
        fn order_by(&self, key: generated::OrderKey) -> generated::Boxed<'_, Result<Order, Error>> {
            generated::OrderQuery::order_by(&self.0, key)
        }

        fn until_final(
            &self,
            key: generated::OrderKey,
            patience: generated::Patience,
        ) -> generated::Boxed<'_, generated::Outcome> {
            generated::OrderQuery::until_final(&self.0, key, patience)
        }

        fn query_all<'a>(
            &'a self,
            keys: generated::BoxedStream<'a, generated::OrderKey>,
            concurrency: generated::Concurrency,
        ) -> generated::BoxedStream<'a, generated::Answer> {
            generated::OrderQuery::query_all(&self.0, keys, concurrency)
        }
    }

    payspec_runtime::blocking_client!(query(Query) -> QueryReply);

    #[derive(Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Environment {
        Production,
        Url(String),
    }

    impl ::std::fmt::Debug for Environment {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Production => f.write_str("Production"),
                Self::Url(url) => f.debug_tuple("Url").field(&generated::PublicUrl(url)).finish(),
            }
        }
    }

    impl Environment {
        pub fn url(&self) -> &str {
            match self {
                Self::Production => "https://pay.ktspay.cc",
                Self::Url(url) => url,
            }
        }
    }

    #[derive(Debug, Clone)]
    pub struct Credentials(generated::Credentials);

    impl Credentials {
        pub fn new(mch_no: impl Into<String>, app_id: impl Into<String>, key: impl Into<Secret>) -> Self {
            Self(
                generated::Credentials::new()
                    .text("mch_no", mch_no)
                    .text("app_id", app_id)
                    .secret("key", key),
            )
        }
    }

    impl From<Credentials> for generated::Credentials {
        fn from(credentials: Credentials) -> Self {
            credentials.0
        }
    }

    #[derive(Debug, Clone)]
    pub struct Query {
        pay_order_id: Option<String>,
        mch_order_no: Option<String>,
        expected_amount: Option<Money>,
    }

    impl Query {
        pub fn by_pay_order_id(pay_order_id: impl Into<String>) -> Self {
            Self { pay_order_id: Some(pay_order_id.into()), mch_order_no: None, expected_amount: None }
        }

        pub fn expect_amount(mut self, amount: Money) -> Self {
            self.expected_amount = Some(amount);
            self
        }
    }

    impl Fields for Query {
        fn input(&self, index: usize) -> Input<'_> {
            match index {
                2 => Input::of(&self.pay_order_id),
                3 => Input::of(&self.mch_order_no),
                _ => Input::Absent,
            }
        }
    }

    impl Request for Query {
        type Reply = QueryReply;
        const OPERATION: &'static str = "query";

        fn expected_amount(&self) -> Option<Money> {
            self.expected_amount
        }
    }

    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub struct QueryReply {
        pub code: Text,
        pub msg: Option<Text>,
        pub data: Option<QueryData>,
        reply: Reply,
    }

    impl QueryReply {
        pub fn state(&self) -> OrderState {
            self.reply.state()
        }

        pub fn order(&self) -> &Order {
            self.reply.order()
        }

        pub fn message(&self) -> &Message {
            self.reply.message()
        }

        pub fn deviations(&self) -> &[Deviation] {
            self.reply.deviations()
        }
    }

    impl TypedReply for QueryReply {
        fn decode(fields: &Decoder<'_>, reply: Reply) -> Result<Self, Error> {
            Ok(Self { code: fields.required(0)?, msg: fields.optional(1), data: fields.object(2)?, reply })
        }
    }

    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub struct QueryData {
        pub pay_order_id: Option<Text>,
        pub amount: Option<Fen>,
        pub state: QueryState,
        pub success_time: Option<ChinaTime>,
    }

    impl Decode for QueryData {
        fn decode(fields: &Decoder<'_>) -> Result<Self, Error> {
            Ok(Self {
                pay_order_id: fields.optional(0),
                amount: fields.optional(3),
                state: fields.required(5)?,
                success_time: fields.optional(7),
            })
        }
    }

    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum QueryState {
        Created,
        Paying,
        Paid,
        Other(Text),
    }

    impl Code for QueryState {
        fn wire(&self) -> &str {
            match self {
                Self::Created => "0",
                Self::Paying => "1",
                Self::Paid => "2",
                Self::Other(text) => text,
            }
        }

        fn from_wire(wire: Text) -> Self {
            match wire.as_ref() {
                "0" => Self::Created,
                "1" => Self::Paying,
                "2" | "支付成功" => Self::Paid,
                _ => Self::Other(wire),
            }
        }
    }

    payspec_runtime::code!(QueryState);

    pub static PROVIDER: &payspec_runtime::table::Provider = &tables::PROVIDER;

    mod tables {
        use payspec_runtime::table::*;

        pub(super) static PROVIDER: Provider = Provider::new("ktspay", "KTSPay", "CNY")
            .credentials(
                const {
                    &[
                        Credential::new("mch_no", "商户号", CredentialKind::Text),
                        Credential::new("app_id", "应用ID", CredentialKind::Text),
                        Credential::new("key", "密钥", CredentialKind::Secret),
                    ]
                },
            )
            .environments(const { &[Environment::new("production", "https://pay.ktspay.cc")] })
            .code_tables(
                const {
                    &[
                        CodeTable::new(
                            "code",
                            const {
                                &[
                                    Code::new("0", "Success", "成功"),
                                    Code::new("10", "SystemError", "系统错误").advice(Advice::AgainLater),
                                    Code::new("9999", "Refused", "业务失败").reasons(
                                        const {
                                            &[
                                                (Reason::OrderNotFound, Str::Borrowed("订单不存在")),
                                                (Reason::BadSignature, Str::Borrowed("验签失败")),
                                            ]
                                        },
                                    ),
                                ]
                            },
                        ),
                        CodeTable::new(
                            "state",
                            const {
                                &[
                                    Code::new("0", "Created", "订单生成").state(OrderState::Pending),
                                    Code::new("1", "Paying", "支付中").state(OrderState::Pending),
                                    Code::new("2", "Paid", "支付成功")
                                        .aliases(&["支付成功"])
                                        .state(OrderState::Paid),
                                ]
                            },
                        ),
                    ]
                },
            )
            .operations(
                const {
                    &[Operation::new(
                "query",
                "查询订单",
                Purpose::OrderQuery,
                RequestTable::new(const { &[Encoding::Json, Encoding::Form] }, REQUEST)
                    .groups(const { &[Group::at_least_one(&["payOrderId", "mchOrderNo"])] })
                    .view(const { &[
                        ViewEntry::new(Role::ProviderOrderNo, &["payOrderId"]),
                        ViewEntry::new(Role::MerchantOrderNo, &["mchOrderNo"]),
                    ] })
                    .signing(signing()),
                ResponseTable::new(
                    Encoding::Json,
                    RESPONSE,
                    Verification::signed_except(
                        signing().over(Over::Member(Path::Static(&["data"]))),
                        const { &[Condition::absent(&["data"]), Condition::is_not(&["code"], &["0"])] },
                    ),
                    Decision::new(
                        const { &[Tier::new(TierName::Business, &["code"], &["0"]).text(&["msg"])] },
                        &["data", "state"],
                    ),
                )
                .identity(const { &[
                    Identity::credential(&["data", "mchNo"], "mch_no"),
                    Identity::request(&["data", "payOrderId"], "payOrderId"),
                    Identity::request(&["data", "mchOrderNo"], "mchOrderNo"),
                ] })
                .view(const { &[
                    ViewEntry::new(Role::MerchantNo, &["data", "mchNo"]),
                    ViewEntry::new(Role::ProviderOrderNo, &["data", "payOrderId"]),
                    ViewEntry::new(Role::MerchantOrderNo, &["data", "mchOrderNo"]),
                    ViewEntry::new(Role::Amount, &["data", "amount"]),
                    ViewEntry::new(Role::Currency, &["data", "currency"]),
                    ViewEntry::new(Role::PaidAt, &["data", "successTime"]),
                ] }),
            )
            .path("/api/pay/query")]
                },
            );

        static REQUEST: &[Field] = &[
            Field::text("mchNo", "商户号").required().max_length(30).source(Source::credential("mch_no")),
            Field::text("appId", "应用ID").required().max_length(24).source(Source::credential("app_id")),
            Field::text("payOrderId", "支付订单号").max_length(30),
            Field::text("mchOrderNo", "商户订单号").max_length(30),
            Field::text("reqTime", "请求时间").required().source(Source::constant("1624006009")),
            Field::text("version", "接口版本").required().source(Source::constant("1.0")),
            Field::text("sign", "签名").required().max_length(32).source(Source::Signature),
            Field::text("signType", "签名类型").required().source(Source::constant("MD5")),
        ];

        static RESPONSE: &[Field] = &[
            Field::new("code", "返回状态", Kind::code("code")).required(),
            Field::text("msg", "返回信息"),
            Field::new("data", "返回数据", Kind::object(DATA))
                .when(const { &[Condition::is(&["code"], &["0"])] }),
            Field::text("sign", "签名").when(const { &[Condition::is(&["code"], &["0"])] }),
        ];

        static DATA: &[Field] = &[
            Field::text("payOrderId", "支付订单号").required().max_length(30),
            Field::text("mchNo", "商户号").required(),
            Field::text("mchOrderNo", "商户订单号").required(),
            Field::new("amount", "支付金额", Kind::Money(MoneyUnit::Fen)).required(),
            Field::text("currency", "货币代码").required().max_length(3),
            Field::new("state", "订单状态", Kind::code("state")).written(Written::Bare).required(),
            Field::text("clientIp", "客户端IP").personal(),
            Field::new("successTime", "订单支付成功时间", Kind::Milliseconds),
        ];

        const fn signing() -> Signing {
            Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", Placement::field(&["sign"]))
                .order(Order::PieceIgnoringCase)
                .piece(const { &[Part::Name, Part::literal("="), Part::Value, Part::literal("&")] })
                .joint("")
                .suffix(const { &[Part::literal("key="), Part::Key] })
        }
    }
}

use std::sync::{Arc, Mutex};

use ktspay::{Client, Credentials, Environment, Query, QueryState};
use payspec_runtime::{
    Boxed, Error, Incoming, Known, Money, OrderKey, OrderQuery, OrderState, Outgoing, Reason, Transport,
    VouchedBy,
};

const KEY: &str = "z6d0xyeraqyrpyfh4cq4rwafh2bvj0mk6xcf4wge3aj1hhjy670bn2np1nn6oa46lo1ztlxc4pnusnbtb0j68j5vfi7ie4hqhyqpu6x121ir6cbx9ka0v8hkyz34jgl7";

const REPLY: &str = r#"{"code":0,"data":{"amount":58,"appId":"60cc09bce4b0f1c0b83761c9","body":"商品描述","channelOrderNo":"2021061822001423031419593035","clientIp":"192.166.1.132","createdAt":1623985457705,"currency":"cny","extParam":"","ifCode":"alipay","mchNo":"M1623984572","mchOrderNo":"mho1623985457320","payOrderId":"P202106181104177050002","state":2,"subject":"商品标题","successTime":1623985459000,"wayCode":"ALI_BAR"},"msg":"SUCCESS","sign":"9548145EA12D0CD8C1628BCF44E19E0D"}"#;

/// Answers every request with the same body and keeps what was asked.
#[derive(Debug, Clone)]
struct Canned {
    body: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Transport for Canned {
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async move {
            if let Ok(mut asked) = self.asked.lock() {
                asked.push(format!("{} {}", request.url, request.body));
            }
            Ok(Incoming { status: 200, body: self.body.clone().into_bytes(), ..Incoming::default() })
        })
    }
}

fn client(body: &str) -> (Client, Canned) {
    let canned = Canned { body: body.to_owned(), asked: Arc::default() };
    let credentials = Credentials::new("M1623984572", "60cc09bce4b0f1c0b83761c9", KEY);
    let transport = canned.clone();
    let client = Client::new(Environment::Production, credentials).with(|client| client.transport(transport));
    (client, canned)
}

fn query() -> Query {
    Query::by_pay_order_id("P202106181104177050002")
}

#[tokio::test]
async fn the_published_exchange_goes_through_a_generated_client_byte_for_byte() {
    let (client, canned) = client(REPLY);
    let reply = client.query(query().expect_amount(Money::cny(58))).await.unwrap();
    assert_eq!(
        canned.asked.lock().unwrap()[..],
        [concat!(
            r#"https://pay.ktspay.cc/api/pay/query {"mchNo":"M1623984572","appId":"60cc09bce4b0f1c0b83761c9","#,
            r#""payOrderId":"P202106181104177050002","reqTime":"1624006009","version":"1.0","#,
            r#""sign":"46940C58B2F3AE426B77A297ABF4D31E","signType":"MD5"}"#,
        )]
    );
    assert_eq!(reply.state(), OrderState::Paid);
    let order = reply.order();
    assert_eq!(order.amount, Some(Money::cny(58)));
    assert_eq!(order.paid_at.unwrap().to_string(), "2021-06-18T11:04:19+08:00");
    assert_eq!(order.merchant_order_no.as_deref(), Some("mho1623985457320"));
    assert_eq!(order.vouched_by, VouchedBy::Signature);
    assert_eq!((&*reply.code, reply.msg.as_deref()), ("0", Some("SUCCESS")));
    let data = reply.data.as_ref().unwrap();
    assert_eq!((data.state.clone(), data.amount.unwrap().get()), (QueryState::Paid, 58));
    assert_eq!(data.pay_order_id.as_deref(), Some("P202106181104177050002"));
    assert_eq!(data.success_time, order.paid_at);
    assert_eq!(reply.deviations(), []);
    assert_eq!(reply.message().root().at(["data", "extParam"]).and_then(|node| node.text()), Some(""));
    assert!(!format!("{reply:?}").contains("192.166.1.132"), "{reply:?}");
}

#[tokio::test]
async fn all_providers_are_asked_through_one_trait() {
    let (client, _) = client(REPLY);
    let provider: &dyn OrderQuery = &client;
    let order = provider.order_by(OrderKey::Provider("P202106181104177050002".into())).await.unwrap();
    assert_eq!(order.state, OrderState::Paid);
}

#[tokio::test]
async fn another_amount_than_the_expected_one_is_a_mismatch() {
    let (client, _) = client(REPLY);
    let error = client.query(query().expect_amount(Money::cny(5_800))).await.unwrap_err();
    assert!(matches!(&error, Error::Mismatch { field, .. } if field == "data.amount"), "{error}");
}

#[tokio::test]
async fn an_authentic_reply_about_another_order_is_a_mismatch() {
    let (client, _) = client(REPLY);
    let error = client.query(Query::by_pay_order_id("P1")).await.unwrap_err();
    assert!(matches!(&error, Error::Mismatch { field, .. } if field == "data.payOrderId"), "{error}");
}

#[tokio::test]
async fn one_changed_digit_is_not_trusted() {
    let (client, _) = client(&REPLY.replace("\"amount\":58", "\"amount\":59"));
    let error = client.query(query()).await.unwrap_err();
    assert!(matches!(error, Error::Unverified(_)), "{error}");
    assert_eq!(error.known(), Known::NotTrusted);
}

#[tokio::test]
async fn an_unsigned_refusal_is_marked_and_never_gives_a_state() {
    let refused = |body| async move { client(body).0.query(query()).await.unwrap_err() };
    let error = refused(r#"{"code":9999,"msg":"订单不存在"}"#).await;
    let Error::Refused(refusal) = &error else { panic!("{error}") };
    assert!(!refusal.authentic);
    assert_eq!((&*refusal.code, refusal.reason), ("9999", Some(Reason::OrderNotFound)));
    for unsigned in [
        r#"{"code":0,"msg":"SUCCESS"}"#,
        r#"{"code":9999,"data":{"state":2}}"#,
        r#"{"code":0,"data":{"state":2}}"#,
        r#"{"msg":"订单不存在"}"#,
    ] {
        let error = refused(unsigned).await;
        assert!(matches!(error, Error::Unverified(_)), "{unsigned}: {error}");
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_program_without_a_runtime_asks_too() {
    let blocking = ktspay::blocking::Client::from(client(REPLY).0);
    assert_eq!(blocking.query(query()).unwrap().state(), OrderState::Paid);
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn a_blocking_call_inside_a_runtime_is_an_error_and_not_a_panic() {
    let blocking = ktspay::blocking::Client::from(client(REPLY).0);
    assert!(matches!(blocking.query(query()), Err(Error::Unusable { .. })));
}
