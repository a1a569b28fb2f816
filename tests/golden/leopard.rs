// Made by payspec-codegen from a specification. Edit that, not this.

#[allow(unused_imports, reason = "not every provider needs all of them")]
use ::payspec_runtime::generated::{
    self, ChinaTime, Date, Decimal, Deviation, Error, Fen, Message, Money, Order,
    OrderState, PublicKey, Reply, Secret, Text, Time,
};

/// Asks leopard.
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

    /// Asks for 订单单笔查询.
    ///
    /// The provider asks for at least 5 s between two queries.
    ///
    /// How well its rules are known:
    ///
    /// - the signature of the request: verified against published messages (The bare key is the last piece. A
    ///   published request of another operation of the gateway verifies.)
    /// - the signature of the response: inferred (The document asks to verify replies and has one rule for both
    ///   directions; no published reply proves it.)
    /// - which refusals are not signed: stated by the document (The signature is listed among the members that come
    ///   with SUCCESS.)
    /// - the decision: stated by the document
    /// - that `mid` equals `credentials.mid`: stated by the document
    /// - that `orderNo` equals `request.orderNo`: stated by the document
    /// - how often to ask: stated by another page of the provider (A sibling page of the provider asks for it.)
    /// - the address: inferred (The text says that requests are JSON, every sample is a form; the samples are
    ///   followed.)
    ///
    /// # Errors
    ///
    /// An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed.
    pub async fn query_single(
        &self,
        request: QuerySingle,
    ) -> Result<QuerySingleReply, Error> {
        self.0.call(&request).await
    }

    /// Asks for 订单批量查询.
    ///
    /// The provider asks for at least 5 s between two queries.
    ///
    /// How well its rules are known:
    ///
    /// - the signature of the request: verified against published messages (The bare key is the last piece. A
    ///   published request of another operation of the gateway verifies.)
    /// - the signature of the response: unknown, a guess (Nobody could find how `orders` enters the string. It is
    ///   taken as its text, whether it comes as a string or as an array.)
    /// - which refusals are not signed: stated by the document (The signature is listed among the members that come
    ///   with SUCCESS.)
    /// - the decision: stated by the document
    /// - that `mid` equals `credentials.mid`: stated by the document
    /// - that `orders[].orderNo` equals `request.orderNo`: stated by the document
    /// - how often to ask: stated by another page of the provider (A sibling page of the provider asks for it.)
    /// - the address: inferred (The text says that requests are JSON, every sample is a form; the samples are
    ///   followed.)
    ///
    /// # Errors
    ///
    /// An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed.
    pub async fn query_multi(
        &self,
        request: QueryMulti,
    ) -> Result<QueryMultiReply, Error> {
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

::payspec_runtime::blocking_client!(
    query_single(QuerySingle) -> QuerySingleReply, query_multi(QueryMulti) ->
    QueryMultiReply
);

/// Where leopard is.
///
/// `Debug` shows no user name or password of a URL.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// Another root URL, such as that of a simulator, without a slash at its end.
    Url(String),
}

impl ::std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        match self {
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
            Self::Url(url) => url,
        }
    }
}

/// What a merchant needs to talk to leopard.
///
/// - `mid`: 商户号, at most 15 characters.
/// - `key`: 签名密钥. Secret. Stated by another page of the provider.
///
/// `Debug` shows public texts only; secrets are zeroed when dropped.
#[derive(Debug, Clone)]
pub struct Credentials(generated::Credentials);

impl Credentials {
    /// With everything that is needed.
    #[must_use]
    pub fn new(mid: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(generated::Credentials::new().text("mid", mid).secret("key", key))
    }

    /// Accepts replies under a second 签名密钥 as well, while the provider's keys are rotated.
    ///
    /// Requests are signed with the first.
    #[must_use]
    pub fn also_key(self, key: impl Into<Secret>) -> Self {
        Self(self.0.also_secret("key", key))
    }
}

impl From<Credentials> for generated::Credentials {
    fn from(credentials: Credentials) -> Self {
        credentials.0
    }
}

/// Asks for 订单单笔查询 (`query_single`).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuerySingle {
    order_no: String,
    expected_amount: Option<Money>,
}

impl QuerySingle {
    /// 商户订单号 (`orderNo`).
    ///
    /// Promised always; at most 256 characters.
    ///
    /// The document has 256 characters here and 32 in the response.
    #[must_use]
    pub fn by_order_no(order_no: impl Into<String>) -> Self {
        Self {
            order_no: order_no.into(),
            expected_amount: None,
        }
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

impl generated::Fields for QuerySingle {
    fn input(&self, index: usize) -> generated::Input<'_> {
        match index {
            1 => generated::Input::of(&self.order_no),
            _ => generated::Input::Absent,
        }
    }
}

impl generated::Request for QuerySingle {
    type Reply = QuerySingleReply;

    const OPERATION: &'static str = "query_single";

    fn expected_amount(&self) -> Option<Money> {
        self.expected_amount
    }
}

/// The answer to [`QuerySingle`], verified and decided.
///
/// A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a
/// field is no reason to lose an answer. Texts share the message's memory.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuerySingleReply {
    /// 返回码 (`code`).
    ///
    /// Always there; at most 32 characters.
    pub code: ReturnCode,
    /// 返回消息 (`msg`).
    ///
    /// Promised always; at most 64 characters.
    pub msg: Option<Text>,
    /// 返回状态码 (`resultCode`).
    ///
    /// There when `code` is `SUCCESS`; at most 32 characters.
    pub result_code: ResultCode,
    /// 商户号 (`mid`).
    ///
    /// There when `code` is `SUCCESS`; at most 15 characters.
    ///
    /// The document gives it the type `number`. A string in the sample and in requests; a number is read all the
    /// same.
    pub mid: Option<Text>,
    /// 随机字符串 (`noise`).
    ///
    /// There when `code` is `SUCCESS`; at most 32 characters.
    pub noise: Option<Text>,
    /// 签名 (`sign`).
    ///
    /// There when `code` is `SUCCESS`; at most 128 characters.
    pub sign: Option<Text>,
    /// 商户订单号 (`orderNo`).
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 32 characters.
    pub order_no: Option<Text>,
    /// 交易号 (`tradeNo`).
    ///
    /// The number at Alipay or WeChat.
    ///
    /// May be there when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 64 characters.
    pub trade_no: Option<Text>,
    /// 支付流水号 (`flowNo`).
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 32 characters.
    pub flow_no: Option<Text>,
    /// 订单金额 (`amount`).
    ///
    /// 18 digits, two of them decimals.
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 18 characters; in yuan on the wire.
    ///
    /// Inferred. The document names no unit; two decimals make it yuan.
    pub amount: Option<Fen>,
    /// 商户返回码 (`type`).
    ///
    /// How it was paid, whatever the title says.
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 10 characters.
    pub pay_type: Option<PayType>,
    /// 订单状态 (`status`).
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 2 characters.
    pub status: Option<OrderStatus>,
    /// 订单创建时间 (`orderTime`).
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`; at most 14 characters; `yyyyMMddHHmmss` at +08:00
    /// on the wire.
    pub order_time: Option<ChinaTime>,
    /// 支付完成时间 (`payTime`).
    ///
    /// Only orders that were paid or failed have it; it may also be empty.
    ///
    /// May be there when `code` is `SUCCESS` and `resultCode` is `SUCCESS` and `status` is `1` or `2`; at most 14
    /// characters; `yyyyMMddHHmmss` at +08:00 on the wire.
    pub pay_time: Option<ChinaTime>,
    reply: Reply,
}

impl QuerySingleReply {
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

impl generated::TypedReply for QuerySingleReply {
    fn decode(fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(Self {
            code: fields.required(0)?,
            msg: fields.optional(1),
            result_code: fields.required(2)?,
            mid: fields.optional(3),
            noise: fields.optional(4),
            sign: fields.optional(5),
            order_no: fields.optional(6),
            trade_no: fields.optional(7),
            flow_no: fields.optional(8),
            amount: fields.optional(9),
            pay_type: fields.optional(10),
            status: fields.optional(11),
            order_time: fields.optional(12),
            pay_time: fields.optional(13),
            reply,
        })
    }
}

/// Asks for 订单批量查询 (`query_multi`).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QueryMulti {
    order_no: Vec<String>,
}

impl QueryMulti {
    /// 商户订单号 (`orderNo`).
    ///
    /// Several order numbers, 256 characters with the commas between them.
    ///
    /// Promised always; at most 256 characters; one text on the wire, joined by `,`.
    #[must_use]
    pub fn by_order_no(order_no: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            order_no: order_no.into_iter().map(Into::into).collect(),
        }
    }
}

impl generated::Fields for QueryMulti {
    fn input(&self, index: usize) -> generated::Input<'_> {
        match index {
            1 => generated::Input::of(&self.order_no),
            _ => generated::Input::Absent,
        }
    }
}

impl generated::Request for QueryMulti {
    type Reply = QueryMultiReply;

    const OPERATION: &'static str = "query_multi";
}

/// The answer to [`QueryMulti`], verified and decided.
///
/// A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a
/// field is no reason to lose an answer. Texts share the message's memory.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QueryMultiReply {
    /// 返回码 (`code`).
    ///
    /// Always there; at most 32 characters.
    pub code: ReturnCode,
    /// 返回消息 (`msg`).
    ///
    /// Promised always; at most 64 characters.
    pub msg: Option<Text>,
    /// 返回状态码 (`resultCode`).
    ///
    /// There when `code` is `SUCCESS`; at most 32 characters.
    pub result_code: ResultCode,
    /// 商户号 (`mid`).
    ///
    /// There when `code` is `SUCCESS`; at most 15 characters.
    ///
    /// The document gives it the type `number`. A string in the sample and in requests; a number is read all the
    /// same.
    pub mid: Option<Text>,
    /// 随机字符串 (`noise`).
    ///
    /// There when `code` is `SUCCESS`; at most 32 characters.
    pub noise: Option<Text>,
    /// 签名 (`sign`).
    ///
    /// There when `code` is `SUCCESS`; at most 128 characters.
    pub sign: Option<Text>,
    /// 订单列表 (`orders`).
    ///
    /// There when `code` is `SUCCESS` and `resultCode` is `SUCCESS`.
    ///
    /// The document gives it the type `array`. An array in the table, a string that holds one in the sample; both
    /// are read.
    pub orders: Vec<QueryMultiReplyOrdersItem>,
    reply: Reply,
}

impl QueryMultiReply {
    /// The orders in the form that is the same for all providers, as they came. An order that the reply
    /// leaves out is not among them: nothing is known of it.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        self.reply.orders()
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

impl generated::TypedReply for QueryMultiReply {
    fn decode(fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(Self {
            code: fields.required(0)?,
            msg: fields.optional(1),
            result_code: fields.required(2)?,
            mid: fields.optional(3),
            noise: fields.optional(4),
            sign: fields.optional(5),
            orders: fields.objects(6)?,
            reply,
        })
    }
}

/// 订单列表 (`orders`), inside a reply.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QueryMultiReplyOrdersItem {
    /// 商户订单号 (`orderNo`).
    ///
    /// Always there; at most 32 characters.
    pub order_no: Text,
    /// 支付流水号 (`flowNo`).
    ///
    /// Promised always; at most 32 characters.
    pub flow_no: Option<Text>,
    /// 交易号 (`tradeNo`).
    ///
    /// The number at Alipay or WeChat.
    ///
    /// At most 64 characters.
    pub trade_no: Option<Text>,
    /// 订单金额 (`amount`).
    ///
    /// 18 digits, two of them decimals.
    ///
    /// Promised always; at most 18 characters; in yuan on the wire.
    ///
    /// Inferred. The document names no unit; two decimals make it yuan.
    pub amount: Option<Fen>,
    /// 商户返回码 (`type`).
    ///
    /// How it was paid, whatever the title says.
    ///
    /// Promised always; at most 10 characters.
    pub pay_type: Option<PayType>,
    /// 订单状态 (`status`).
    ///
    /// Always there; at most 2 characters.
    ///
    /// The document titles it 支付完成时间, gives it 14 characters. The document repeats title and length of the
    /// time of payment; the values of the row are order states.
    pub status: OrderStatus,
    /// 订单创建时间 (`orderTime`).
    ///
    /// Promised always; at most 14 characters; `yyyyMMddHHmmss` at +08:00 on the wire.
    pub order_time: Option<ChinaTime>,
    /// 支付完成时间 (`payTime`).
    ///
    /// Only orders that were paid or failed have it; it may also be empty.
    ///
    /// May be there when `orders[].status` is `1` or `2`; at most 14 characters; `yyyyMMddHHmmss` at +08:00 on the
    /// wire.
    pub pay_time: Option<ChinaTime>,
}

impl generated::Decode for QueryMultiReplyOrdersItem {
    fn decode(fields: &generated::Decoder<'_>) -> Result<Self, Error> {
        Ok(Self {
            order_no: fields.required(0)?,
            flow_no: fields.optional(1),
            trade_no: fields.optional(2),
            amount: fields.optional(3),
            pay_type: fields.optional(4),
            status: fields.required(5)?,
            order_time: fields.optional(6),
            pay_time: fields.optional(7),
        })
    }
}

/// Values of the code table `return_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReturnCode {
    /// `SUCCESS`: 成功.
    Success,
    /// `FAIL`: 失败.
    Fail,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for ReturnCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "SUCCESS",
            Self::Fail => "FAIL",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "SUCCESS" => Self::Success,
            "FAIL" => Self::Fail,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(ReturnCode);

/// Values of the code table `result_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResultCode {
    /// `SUCCESS`: 成功.
    Success,
    /// `FAIL`: 失败. Inferred. Any value but SUCCESS is a refusal; this one stands for them.
    Fail,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for ResultCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "SUCCESS",
            Self::Fail => "FAIL",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "SUCCESS" => Self::Success,
            "FAIL" => Self::Fail,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(ResultCode);

/// Values of the code table `order_status`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatus {
    /// `0`: 初始. The order is Pending.
    Initial,
    /// `1`: 成功. The order is Paid.
    Paid,
    /// `2`: 失败. The order is Failed.
    Failed,
    /// `3`: 关闭. The order is Closed.
    Closed,
    /// `6`: 获取交易信息失败. The order is Unknown.
    FetchFailed,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for OrderStatus {
    fn wire(&self) -> &str {
        match self {
            Self::Initial => "0",
            Self::Paid => "1",
            Self::Failed => "2",
            Self::Closed => "3",
            Self::FetchFailed => "6",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" => Self::Initial,
            "1" => Self::Paid,
            "2" => Self::Failed,
            "3" => Self::Closed,
            "6" => Self::FetchFailed,
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
    /// `wechat`: 微信.
    Wechat,
    /// `alipay`: 支付宝.
    Alipay,
    /// `QQwallet`: QQ钱包.
    QqWallet,
    /// `netpay`: 网银支付.
    NetBank,
    /// `quickpay`: 快捷支付.
    QuickPay,
    /// `jd`: 京东支付.
    Jd,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for PayType {
    fn wire(&self) -> &str {
        match self {
            Self::Wechat => "wechat",
            Self::Alipay => "alipay",
            Self::QqWallet => "QQwallet",
            Self::NetBank => "netpay",
            Self::QuickPay => "quickpay",
            Self::Jd => "jd",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "wechat" => Self::Wechat,
            "alipay" => Self::Alipay,
            "QQwallet" => Self::QqWallet,
            "netpay" => Self::NetBank,
            "quickpay" => Self::QuickPay,
            "jd" => Self::Jd,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(PayType);

/// The tables that the runtime works on.
pub static PROVIDER: &::payspec_runtime::table::Provider = &tables::PROVIDER;

mod tables {
    use ::payspec_runtime::table::*;

    pub(super) static PROVIDER: Provider = Provider::new("leopard", "leopard", "CNY")
        .credentials(&CREDENTIALS)
        .code_tables(&CODE_TABLES)
        .operations(&OPERATIONS);
    static CREDENTIALS: [Credential; 2] = [
        Credential::new("mid", "商户号", CredentialKind::Text),
        Credential::new("key", "签名密钥", CredentialKind::Secret),
    ];

    static RETURN_CODE_CODES: [Code; 2] = [
        Code::new("SUCCESS", "Success", "成功"),
        Code::new("FAIL", "Fail", "失败"),
    ];

    static RESULT_CODE_CODES: [Code; 2] = [
        Code::new("SUCCESS", "Success", "成功"),
        Code::new("FAIL", "Fail", "失败"),
    ];

    static ORDER_STATUS_CODES: [Code; 5] = [
        Code::new("0", "Initial", "初始").state(OrderState::Pending),
        Code::new("1", "Paid", "成功").state(OrderState::Paid),
        Code::new("2", "Failed", "失败").state(OrderState::Failed),
        Code::new("3", "Closed", "关闭").state(OrderState::Closed),
        Code::new("6", "FetchFailed", "获取交易信息失败")
            .state(OrderState::Unknown),
    ];

    static PAY_TYPE_CODES: [Code; 6] = [
        Code::new("wechat", "Wechat", "微信"),
        Code::new("alipay", "Alipay", "支付宝"),
        Code::new("QQwallet", "QqWallet", "QQ钱包"),
        Code::new("netpay", "NetBank", "网银支付"),
        Code::new("quickpay", "QuickPay", "快捷支付"),
        Code::new("jd", "Jd", "京东支付"),
    ];

    static CODE_TABLES: [CodeTable; 4] = [
        CodeTable::new("return_code", &RETURN_CODE_CODES),
        CodeTable::new("result_code", &RESULT_CODE_CODES),
        CodeTable::new("order_status", &ORDER_STATUS_CODES),
        CodeTable::new("pay_type", &PAY_TYPE_CODES),
    ];

    static QUERY_SINGLE_REQUEST: [Field; 4] = [
        Field::text("mid", "商户号")
            .required()
            .max_length(15)
            .source(Source::credential("mid"))
            .example("100000510983456"),
        Field::text("orderNo", "商户订单号")
            .required()
            .max_length(256)
            .example("19895074304585363210811455355824"),
        Field::text("noise", "随机字符串")
            .required()
            .max_length(32)
            .source(Source::Nonce(32))
            .example("12eqweqw432423432423"),
        Field::text("sign", "签名")
            .required()
            .max_length(128)
            .source(Source::Signature),
    ];

    static QUERY_SINGLE_RESPONSE: [Field; 14] = [
        Field::new("code", "返回码", Kind::code("return_code"))
            .required()
            .max_length(32)
            .example("SUCCESS"),
        Field::text("msg", "返回消息").required().max_length(64).example("ok"),
        Field::new("resultCode", "返回状态码", Kind::code("result_code"))
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(32)
            .example("SUCCESS"),
        Field::text("mid", "商户号")
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(15)
            .example("100000510983456"),
        Field::text("noise", "随机字符串")
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(32)
            .example("6W5H246V"),
        Field::text("sign", "签名")
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(128)
            .source(Source::Signature),
        Field::text("orderNo", "商户订单号")
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .max_length(32)
            .example("M201611101010100002"),
        Field::text("tradeNo", "交易号")
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .optional()
            .max_length(64)
            .example("1217752501201407033233368018"),
        Field::text("flowNo", "支付流水号")
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .max_length(32)
            .example("20161101010100198763"),
        Field::new("amount", "订单金额", Kind::Money(MoneyUnit::Yuan))
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .max_length(18)
            .example("5230.00"),
        Field::new("type", "商户返回码", Kind::code("pay_type"))
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .max_length(10)
            .example("wechat"),
        Field::new("status", "订单状态", Kind::code("order_status"))
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .max_length(2)
            .example("1"),
        Field::new(
                "orderTime",
                "订单创建时间",
                Kind::datetime(&["yyyyMMddHHmmss"]),
            )
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .max_length(14)
            .example("20161110101010"),
        Field::new("payTime", "支付完成时间", Kind::datetime(&["yyyyMMddHHmmss"]))
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                    Condition::is(&["status"], &["1", "2"]),
                ]
            })
            .optional()
            .max_length(14)
            .example("20161110101323"),
    ];

    static QUERY_MULTI_REQUEST: [Field; 4] = [
        Field::text("mid", "商户号")
            .required()
            .max_length(15)
            .source(Source::credential("mid"))
            .example("100000510983456"),
        Field::new("orderNo", "商户订单号", Kind::joined(","))
            .required()
            .max_length(256)
            .example("M201611101010100002,M201611101010100011"),
        Field::text("noise", "随机字符串")
            .required()
            .max_length(32)
            .source(Source::Nonce(32))
            .example("788QWEET"),
        Field::text("sign", "签名")
            .required()
            .max_length(128)
            .source(Source::Signature),
    ];

    static QUERY_MULTI_RESPONSE_ORDERS: [Field; 8] = [
        Field::text("orderNo", "商户订单号")
            .required()
            .max_length(32)
            .example("M201611101010100002"),
        Field::text("flowNo", "支付流水号")
            .required()
            .max_length(32)
            .example("20161101010100198763"),
        Field::text("tradeNo", "交易号")
            .max_length(64)
            .example("1217752501201407033233368018"),
        Field::new("amount", "订单金额", Kind::Money(MoneyUnit::Yuan))
            .required()
            .max_length(18)
            .example("5230.00"),
        Field::new("type", "商户返回码", Kind::code("pay_type"))
            .required()
            .max_length(10)
            .example("wechat"),
        Field::new("status", "订单状态", Kind::code("order_status"))
            .required()
            .max_length(2)
            .example("1"),
        Field::new(
                "orderTime",
                "订单创建时间",
                Kind::datetime(&["yyyyMMddHHmmss"]),
            )
            .required()
            .max_length(14)
            .example("20161110101010"),
        Field::new("payTime", "支付完成时间", Kind::datetime(&["yyyyMMddHHmmss"]))
            .when(const { &[Condition::is(&["orders", "[]", "status"], &["1", "2"])] })
            .optional()
            .max_length(14)
            .example("20161110101323"),
    ];

    static QUERY_MULTI_RESPONSE: [Field; 7] = [
        Field::new("code", "返回码", Kind::code("return_code"))
            .required()
            .max_length(32)
            .example("SUCCESS"),
        Field::text("msg", "返回消息").required().max_length(64).example("ok"),
        Field::new("resultCode", "返回状态码", Kind::code("result_code"))
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(32)
            .example("SUCCESS"),
        Field::text("mid", "商户号")
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(15)
            .example("100000510983456"),
        Field::text("noise", "随机字符串")
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(32)
            .example("83NDI0Q93"),
        Field::text("sign", "签名")
            .when(const { &[Condition::is(&["code"], &["SUCCESS"])] })
            .max_length(128)
            .source(Source::Signature),
        Field::new("orders", "订单列表", Kind::objects(&QUERY_MULTI_RESPONSE_ORDERS))
            .when(const {
                &[
                    Condition::is(&["code"], &["SUCCESS"]),
                    Condition::is(&["resultCode"], &["SUCCESS"]),
                ]
            })
            .written(Written::JsonText),
    ];

    static OPERATIONS: [Operation; 2] = [
        Operation::new(
                "query_single",
                "订单单笔查询",
                Purpose::OrderQuery,
                RequestTable::new(const { &[Encoding::Form] }, &QUERY_SINGLE_REQUEST)
                    .view(const {
                        &[ViewEntry::new(Role::MerchantOrderNo, &["orderNo"])]
                    })
                    .signing(
                        Signing::new(
                                Algorithm::Md5,
                                DigestEncoding::HexUpper,
                                "key",
                                Placement::field(&["sign"]),
                            )
                            .skip(Skip {
                                null: true,
                                empty: true,
                                blank: true,
                            })
                            .order(Order::Piece)
                            .suffix(const { &[Part::literal("&"), Part::Key] }),
                    ),
                ResponseTable::new(
                        Encoding::Json,
                        &QUERY_SINGLE_RESPONSE,
                        Verification::signed_except(
                            Signing::new(
                                    Algorithm::Md5,
                                    DigestEncoding::HexUpper,
                                    "key",
                                    Placement::field(&["sign"]),
                                )
                                .skip(Skip {
                                    null: true,
                                    empty: true,
                                    blank: true,
                                })
                                .order(Order::Piece)
                                .suffix(const { &[Part::literal("&"), Part::Key] }),
                            const { &[Condition::is_not(&["code"], &["SUCCESS"])] },
                        ),
                        Decision::new(
                            const {
                                &[
                                    Tier::new(TierName::Transport, &["code"], &["SUCCESS"])
                                        .text(&["msg"]),
                                    Tier::new(TierName::Business, &["resultCode"], &["SUCCESS"])
                                        .text(&["msg"]),
                                ]
                            },
                            &["status"],
                        ),
                    )
                    .identity(const {
                        &[
                            Identity::credential(&["mid"], "mid").trimmed(),
                            Identity::request(&["orderNo"], "orderNo").trimmed(),
                        ]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::MerchantNo, &["mid"]),
                            ViewEntry::new(Role::MerchantOrderNo, &["orderNo"]),
                            ViewEntry::new(Role::ChannelOrderNo, &["tradeNo"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["flowNo"]),
                            ViewEntry::new(Role::Amount, &["amount"]),
                            ViewEntry::new(Role::Channel, &["type"]),
                            ViewEntry::new(Role::CreatedAt, &["orderTime"]),
                            ViewEntry::new(Role::PaidAt, &["payTime"]),
                        ]
                    }),
            )
            .path("/query/single")
            .polling(Polling::new().interval_ms(5000u64).attempts(6u32)),
        Operation::new(
                "query_multi",
                "订单批量查询",
                Purpose::OrderQueryBatch,
                RequestTable::new(const { &[Encoding::Form] }, &QUERY_MULTI_REQUEST)
                    .view(const {
                        &[ViewEntry::new(Role::MerchantOrderNo, &["orderNo"])]
                    })
                    .signing(
                        Signing::new(
                                Algorithm::Md5,
                                DigestEncoding::HexUpper,
                                "key",
                                Placement::field(&["sign"]),
                            )
                            .skip(Skip {
                                null: true,
                                empty: true,
                                blank: true,
                            })
                            .order(Order::Piece)
                            .suffix(const { &[Part::literal("&"), Part::Key] }),
                    ),
                ResponseTable::new(
                        Encoding::Json,
                        &QUERY_MULTI_RESPONSE,
                        Verification::signed_except(
                            Signing::new(
                                    Algorithm::Md5,
                                    DigestEncoding::HexUpper,
                                    "key",
                                    Placement::field(&["sign"]),
                                )
                                .skip(Skip {
                                    null: true,
                                    empty: true,
                                    blank: true,
                                })
                                .nested(Nested::JsonText)
                                .order(Order::Piece)
                                .suffix(const { &[Part::literal("&"), Part::Key] }),
                            const { &[Condition::is_not(&["code"], &["SUCCESS"])] },
                        ),
                        Decision::new(
                            const {
                                &[
                                    Tier::new(TierName::Transport, &["code"], &["SUCCESS"])
                                        .text(&["msg"]),
                                    Tier::new(TierName::Business, &["resultCode"], &["SUCCESS"])
                                        .text(&["msg"]),
                                ]
                            },
                            &["orders", "[]", "status"],
                        ),
                    )
                    .identity(const {
                        &[
                            Identity::credential(&["mid"], "mid").trimmed(),
                            Identity::request(&["orders", "[]", "orderNo"], "orderNo")
                                .trimmed(),
                        ]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::MerchantNo, &["mid"]),
                            ViewEntry::new(
                                Role::MerchantOrderNo,
                                &["orders", "[]", "orderNo"],
                            ),
                            ViewEntry::new(
                                Role::ProviderOrderNo,
                                &["orders", "[]", "flowNo"],
                            ),
                            ViewEntry::new(
                                Role::ChannelOrderNo,
                                &["orders", "[]", "tradeNo"],
                            ),
                            ViewEntry::new(Role::Amount, &["orders", "[]", "amount"]),
                            ViewEntry::new(Role::Channel, &["orders", "[]", "type"]),
                            ViewEntry::new(
                                Role::CreatedAt,
                                &["orders", "[]", "orderTime"],
                            ),
                            ViewEntry::new(Role::PaidAt, &["orders", "[]", "payTime"]),
                        ]
                    })
                    .orders(&["orders"]),
            )
            .path("/query/multi")
            .polling(Polling::new().interval_ms(5000u64).attempts(6u32)),
    ];
}
