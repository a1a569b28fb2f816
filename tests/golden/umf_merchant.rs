// Made by payspec-codegen from a specification. Edit that, not this.

#[allow(unused_imports, reason = "not every provider needs all of them")]
use ::payspec_runtime::generated::{
    self, ChinaTime, Date, Decimal, Deviation, Error, Fen, Message, Money, Order,
    OrderState, PublicKey, Reply, Secret, Text, Time,
};

/// Asks 联动优势 惠商+.
///
/// Cloning is cheap and shares the connections.
#[derive(Debug, Clone)]
pub struct Client(generated::Client);

impl Client {
    /// A client for one merchant. Nothing is opened or sent before the first question.
    #[must_use]
    pub fn new(environment: Environment, credentials: Credentials) -> Self {
        Self(generated::Client::new(PROVIDER, environment.url(), credentials.into()))
    }

    /// Changes the settings: time-out, plain http, roots of trust, transport.
    #[must_use]
    pub fn with(
        self,
        change: impl FnOnce(generated::Client) -> generated::Client,
    ) -> Self {
        Self(change(self.0))
    }

    /// Asks for 订单状态同步.
    ///
    /// The provider asks for at least 3 s between two queries.
    ///
    /// How well its rules are known:
    ///
    /// - the signature of the request: inferred (The string is stated by the provider's signing page; the hash is
    ///   that of its other platform, no published message proves it.)
    /// - the signature of the response: inferred (As for requests. The order is by code point, transState before
    ///   transactionId.)
    /// - the decision: stated by the document (The questions and answers say that 0000 alone means "paid" and every
    ///   unlisted code "closed". The table has 0000 with NOTPAY, and 3333 (a bad signature) cannot close an order:
    ///   transState decides, other codes are refusals.)
    /// - that `transactionId` equals `request.transactionId`: stated by the document
    /// - how often to ask: stated by another page of the provider (The document asks for a time-out of more than
    ///   one minute; the interval is stated elsewhere.)
    ///
    /// # Errors
    ///
    /// An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed.
    pub async fn order_query(
        &self,
        request: OrderQuery,
    ) -> Result<OrderQueryReply, Error> {
        self.0.call(&request).await
    }
}

impl generated::OrderQuery for Client {
    fn order_by(
        &self,
        key: generated::OrderKey,
    ) -> generated::Boxed<'_, Result<Order, Error>> {
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

::payspec_runtime::blocking_client!(order_query(OrderQuery) -> OrderQueryReply);

/// Where 联动优势 惠商+ is.
///
/// `Debug` shows no user name or password of a URL.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://mofunapi.umfintech.com/in-pay-client`.
    Production,
    /// Another root URL, such as that of a simulator, without a slash at its end.
    Url(String),
}

impl ::std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        match self {
            Self::Production => f.write_str("Production"),
            Self::Url(url) => {
                f.debug_tuple("Url").field(&generated::PublicUrl(url)).finish()
            }
        }
    }
}

impl Environment {
    /// The root URL.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Production => "https://mofunapi.umfintech.com/in-pay-client",
            Self::Url(url) => url,
        }
    }
}

/// What a merchant needs to talk to 联动优势 惠商+.
///
/// - `mer_id`: 商户号, at most 8 characters.
/// - `private_key`: 商户私钥. The merchant's RSA private key. RSA, PKCS#8 in DER (.p8) or PEM. Inferred. As on
///   the provider's other platform.
/// - `platform_public_key`: 平台公钥. The provider's RSA public key. An X.509 certificate or a
///   SubjectPublicKeyInfo. Inferred. As on the provider's other platform.
///
/// `Debug` shows public texts only; secrets are zeroed when dropped.
#[derive(Debug, Clone)]
pub struct Credentials(generated::Credentials);

impl Credentials {
    /// With everything that is needed.
    #[must_use]
    pub fn new(
        mer_id: impl Into<String>,
        private_key: impl generated::Signer + 'static,
        platform_public_key: PublicKey,
    ) -> Self {
        Self(
            generated::Credentials::new()
                .text("mer_id", mer_id)
                .signer("private_key", ::std::sync::Arc::new(private_key))
                .public_key("platform_public_key", platform_public_key),
        )
    }

    /// Accepts replies under a second 平台公钥 as well, while the provider's keys are rotated.
    ///
    /// Requests are signed with the first.
    #[must_use]
    pub fn also_platform_public_key(self, key: PublicKey) -> Self {
        Self(self.0.also_public_key("platform_public_key", key))
    }
}

impl From<Credentials> for generated::Credentials {
    fn from(credentials: Credentials) -> Self {
        credentials.0
    }
}

/// Asks for 订单状态同步 (`order_query`).
///
/// For orders whose payment request was answered without a final state, such as 01000000.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OrderQuery {
    order_id: String,
    transaction_id: Option<String>,
    order_date: Option<Date>,
    expected_amount: Option<Money>,
}

impl OrderQuery {
    /// 商户订单号 (`orderId`).
    ///
    /// Promised always; at most 64 characters.
    #[must_use]
    pub fn by_order_id(order_id: impl Into<String>) -> Self {
        Self {
            order_id: order_id.into(),
            transaction_id: None,
            order_date: None,
            expected_amount: None,
        }
    }

    /// 联动订单号 (`transactionId`).
    ///
    /// The provider recommends it. It is also the only thing by which a reply can be tied to this request.
    ///
    /// At most 32 characters.
    ///
    /// The document says that it is always there. The document's own sample leaves it out, and its remark
    /// recommends it, which makes no sense for a mandatory field.
    #[must_use]
    pub fn transaction_id(mut self, transaction_id: impl Into<String>) -> Self {
        self.transaction_id = Some(transaction_id.into());
        self
    }

    /// 原订单日期 (`orderDate`).
    ///
    /// At most 8 characters; `yyyyMMdd` on the wire.
    #[must_use]
    pub fn order_date(mut self, order_date: Date) -> Self {
        self.order_date = Some(order_date);
        self
    }

    /// Gives the amount that the order must have.
    ///
    /// A reply with another one is an `Error::Mismatch`, as is one that the order was paid without
    /// saying how much.
    #[must_use]
    pub fn expect_amount(mut self, amount: Money) -> Self {
        self.expected_amount = Some(amount);
        self
    }
}

impl generated::Fields for OrderQuery {
    fn input(&self, index: usize) -> generated::Input<'_> {
        match index {
            1 => generated::Input::of(&self.order_id),
            2 => generated::Input::of(&self.transaction_id),
            3 => generated::Input::of(&self.order_date),
            _ => generated::Input::Absent,
        }
    }
}

impl generated::Request for OrderQuery {
    type Reply = OrderQueryReply;

    const OPERATION: &'static str = "order_query";

    fn expected_amount(&self) -> Option<Money> {
        self.expected_amount
    }
}

/// The answer to [`OrderQuery`], verified and decided.
///
/// A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a
/// field is no reason to lose an answer. Texts share the message's memory.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OrderQueryReply {
    /// 返回码 (`retCode`).
    ///
    /// Always there; at most 8 characters.
    pub ret_code: RetCode,
    /// 返回信息 (`retMsg`).
    ///
    /// Promised always; at most 128 characters.
    pub ret_msg: Option<Text>,
    /// 平台日期 (`platDate`).
    ///
    /// There when the provider thinks fit; `yyyyMMdd` on the wire.
    ///
    /// Inferred. The document gives no format, and does not say that it is the day of the payment; the other
    /// platform of the provider has it so.
    pub plat_date: Option<Date>,
    /// 平台时间 (`platTime`).
    ///
    /// There when the provider thinks fit; `HHmmss` on the wire.
    ///
    /// Inferred. The document gives the format; that it is the time of the payment is the likely reading.
    pub plat_time: Option<Time>,
    /// 支付流水号 (`paySeq`).
    ///
    /// It comes with success.
    ///
    /// There when the provider thinks fit.
    pub pay_seq: Option<Text>,
    /// 联动流水号 (`transactionId`).
    ///
    /// Promised always; at most 32 characters.
    pub transaction_id: Option<Text>,
    /// 交易状态 (`transState`).
    ///
    /// Without it, or with a value that is not listed, nobody knows whether the order is paid.
    ///
    /// There when the provider thinks fit.
    pub trans_state: Option<OrderStatus>,
    /// 订单金额 (`amount`).
    ///
    /// There when the provider thinks fit; in fen on the wire.
    ///
    /// Inferred. The document names no unit; fen is the unit of the provider's other platform.
    pub amount: Option<Fen>,
    /// 支付类型 (`payType`).
    ///
    /// There when the provider thinks fit.
    pub pay_type: Option<PayType>,
    /// 签名 (`sign`).
    ///
    /// Promised always; at most 256 characters.
    pub sign: Option<Text>,
    reply: Reply,
}

impl OrderQueryReply {
    /// What became of the order.
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.reply.state()
    }

    /// The order in the form that is the same for all providers.
    #[must_use]
    pub fn order(&self) -> &Order {
        self.reply.order()
    }

    /// What came, every field in its own text.
    #[must_use]
    pub fn message(&self) -> &Message {
        self.reply.message()
    }

    /// Where the provider departed from its document. Never a reason not to trust the reply.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        self.reply.deviations()
    }

    /// The reply without its types.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        &self.reply
    }
}

impl generated::TypedReply for OrderQueryReply {
    fn decode(fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(Self {
            ret_code: fields.required(0)?,
            ret_msg: fields.optional(1),
            plat_date: fields.optional(2),
            plat_time: fields.optional(3),
            pay_seq: fields.optional(4),
            transaction_id: fields.optional(5),
            trans_state: fields.optional(6),
            amount: fields.optional(7),
            pay_type: fields.optional(8),
            sign: fields.optional(9),
            reply,
        })
    }
}

/// Values of the code table `ret_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetCode {
    /// `0000`: 成功.
    Success,
    /// `9999`: 系统异常. Ask again later. Stated by another page of the provider.
    SystemException,
    /// `3333`: 验签失败. Asking again brings the same answer. Stated by another page of the provider.
    BadSignature,
    /// `01000000`: 支付中. The payment is in progress.
    Paying1,
    /// `02000000`: 支付中. The payment is in progress.
    Paying2,
    /// `03000000`: 支付中. The payment is in progress.
    Paying3,
    /// `88881220`: 退款受理成功. The order is Refunding. The refund is accepted, not made; whether the payer has
    /// the money is not known here.
    RefundAccepted,
    /// `88881137`: 撤销成功. The order is Cancelled.
    Cancelled,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for RetCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "0000",
            Self::SystemException => "9999",
            Self::BadSignature => "3333",
            Self::Paying1 => "01000000",
            Self::Paying2 => "02000000",
            Self::Paying3 => "03000000",
            Self::RefundAccepted => "88881220",
            Self::Cancelled => "88881137",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0000" => Self::Success,
            "9999" => Self::SystemException,
            "3333" => Self::BadSignature,
            "01000000" => Self::Paying1,
            "02000000" => Self::Paying2,
            "03000000" => Self::Paying3,
            "88881220" => Self::RefundAccepted,
            "88881137" => Self::Cancelled,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(RetCode);

/// Values of the code table `order_status`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatus {
    /// `SUCCESS`: 支付成功. The order is Paid.
    Paid,
    /// `NOTPAY`: 未支付. The order is Pending.
    NotPaid,
    /// `PAYERROR`: 支付失败(其他原因，如银行返回失败). The order is Failed.
    Failed,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for OrderStatus {
    fn wire(&self) -> &str {
        match self {
            Self::Paid => "SUCCESS",
            Self::NotPaid => "NOTPAY",
            Self::Failed => "PAYERROR",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "SUCCESS" => Self::Paid,
            "NOTPAY" => Self::NotPaid,
            "PAYERROR" => Self::Failed,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(OrderStatus);

/// Values of the code table `pay_type`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayType {
    /// `WX`: 微信.
    Wechat,
    /// `AL`: 支付宝.
    Alipay,
    /// `YL`: 银联二维码.
    UnionPay,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for PayType {
    fn wire(&self) -> &str {
        match self {
            Self::Wechat => "WX",
            Self::Alipay => "AL",
            Self::UnionPay => "YL",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "WX" => Self::Wechat,
            "AL" => Self::Alipay,
            "YL" => Self::UnionPay,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(PayType);

/// The tables that the runtime works on.
pub static PROVIDER: &::payspec_runtime::table::Provider = &tables::PROVIDER;

mod tables {
    use ::payspec_runtime::table::*;

    pub(super) static PROVIDER: Provider = Provider::new(
            "umf_merchant",
            "联动优势 惠商+",
            "CNY",
        )
        .credentials(&CREDENTIALS)
        .environments(&ENVIRONMENTS)
        .code_tables(&CODE_TABLES)
        .operations(&OPERATIONS);
    static CREDENTIALS: [Credential; 3] = [
        Credential::new("mer_id", "商户号", CredentialKind::Text),
        Credential::new("private_key", "商户私钥", CredentialKind::PrivateKey),
        Credential::new("platform_public_key", "平台公钥", CredentialKind::PublicKey),
    ];

    static ENVIRONMENTS: [Environment; 1] = [
        Environment::new("production", "https://mofunapi.umfintech.com/in-pay-client"),
    ];

    static RET_CODE_CODES: [Code; 8] = [
        Code::new("0000", "Success", "成功"),
        Code::new("9999", "SystemException", "系统异常")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("3333", "BadSignature", "验签失败")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadSignature, Str::Borrowed(""))] }),
        Code::new("01000000", "Paying1", "支付中").advice(Advice::InProgress),
        Code::new("02000000", "Paying2", "支付中").advice(Advice::InProgress),
        Code::new("03000000", "Paying3", "支付中").advice(Advice::InProgress),
        Code::new("88881220", "RefundAccepted", "退款受理成功")
            .state(OrderState::Refunding),
        Code::new("88881137", "Cancelled", "撤销成功").state(OrderState::Cancelled),
    ];

    static ORDER_STATUS_CODES: [Code; 3] = [
        Code::new("SUCCESS", "Paid", "支付成功").state(OrderState::Paid),
        Code::new("NOTPAY", "NotPaid", "未支付").state(OrderState::Pending),
        Code::new(
                "PAYERROR",
                "Failed",
                "支付失败(其他原因，如银行返回失败)",
            )
            .state(OrderState::Failed),
    ];

    static PAY_TYPE_CODES: [Code; 3] = [
        Code::new("WX", "Wechat", "微信"),
        Code::new("AL", "Alipay", "支付宝"),
        Code::new("YL", "UnionPay", "银联二维码"),
    ];

    static CODE_TABLES: [CodeTable; 3] = [
        CodeTable::new("ret_code", &RET_CODE_CODES),
        CodeTable::new("order_status", &ORDER_STATUS_CODES),
        CodeTable::new("pay_type", &PAY_TYPE_CODES),
    ];

    static ORDER_QUERY_REQUEST: [Field; 5] = [
        Field::text("merId", "商户号")
            .required()
            .max_length(8)
            .source(Source::credential("mer_id"))
            .example("30000102"),
        Field::text("orderId", "商户订单号")
            .required()
            .max_length(64)
            .example("1509518653211"),
        Field::text("transactionId", "联动订单号").max_length(32),
        Field::new("orderDate", "原订单日期", Kind::date(&["yyyyMMdd"]))
            .max_length(8)
            .example("20171101"),
        Field::text("sign", "签名")
            .required()
            .max_length(256)
            .source(Source::Signature),
    ];

    static ORDER_QUERY_RESPONSE: [Field; 10] = [
        Field::new("retCode", "返回码", Kind::code("ret_code"))
            .required()
            .max_length(8)
            .example("0000"),
        Field::text("retMsg", "返回信息").required().max_length(128),
        Field::new("platDate", "平台日期", Kind::date(&["yyyyMMdd"])).conditional(),
        Field::new("platTime", "平台时间", Kind::time(&["HHmmss"])).conditional(),
        Field::text("paySeq", "支付流水号").conditional(),
        Field::text("transactionId", "联动流水号").required().max_length(32),
        Field::new("transState", "交易状态", Kind::code("order_status"))
            .conditional()
            .example("SUCCESS"),
        Field::new("amount", "订单金额", Kind::Money(MoneyUnit::Fen)).conditional(),
        Field::new("payType", "支付类型", Kind::code("pay_type"))
            .conditional()
            .example("WX"),
        Field::text("sign", "签名")
            .required()
            .max_length(256)
            .source(Source::Signature),
    ];

    static OPERATIONS: [Operation; 1] = [
        Operation::new(
                "order_query",
                "订单状态同步",
                Purpose::OrderQuery,
                RequestTable::new(const { &[Encoding::Json] }, &ORDER_QUERY_REQUEST)
                    .view(const {
                        &[
                            ViewEntry::new(Role::MerchantOrderNo, &["orderId"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["transactionId"]),
                        ]
                    })
                    .signing(
                        Signing::new(
                            Algorithm::RsaSha1,
                            DigestEncoding::Base64,
                            "private_key",
                            Placement::field(&["sign"]),
                        ),
                    ),
                ResponseTable::new(
                        Encoding::Json,
                        &ORDER_QUERY_RESPONSE,
                        Verification::signed(
                            Signing::new(
                                    Algorithm::RsaSha1,
                                    DigestEncoding::Base64,
                                    "platform_public_key",
                                    Placement::field(&["sign"]),
                                )
                                .piece(const { &[Part::Value] })
                                .joint("|"),
                        ),
                        Decision::new(
                            const {
                                &[
                                    Tier::new(TierName::Business, &["retCode"], &["0000"])
                                        .text(&["retMsg"]),
                                ]
                            },
                            &["transState"],
                        ),
                    )
                    .identity(const {
                        &[Identity::request(&["transactionId"], "transactionId")]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::PaidDate, &["platDate"]),
                            ViewEntry::new(Role::PaidTime, &["platTime"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["transactionId"]),
                            ViewEntry::new(Role::Amount, &["amount"]),
                            ViewEntry::new(Role::Channel, &["payType"]),
                        ]
                    }),
            )
            .path("/pay/orderquery")
            .polling(Polling::new().interval_ms(3000u64).timeout_ms(61000u64)),
    ];
}
