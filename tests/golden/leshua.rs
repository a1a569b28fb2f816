// Made by payspec-codegen from a specification. Edit that, not this.

#[allow(unused_imports, reason = "not every provider needs all of them")]
use ::payspec_runtime::generated::{
    self, ChinaTime, Date, Decimal, Deviation, Error, Fen, Message, Money, Order,
    OrderState, PublicKey, Reply, Secret, Text, Time,
};

/// Asks 乐刷.
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

    /// Asks for 交易结果查询.
    ///
    /// The provider asks for at least 3 s between two queries.
    ///
    /// How well its rules are known:
    ///
    /// - the signature of the request: inferred (The pairs and the digest are stated by the provider's signing
    ///   page, the tail is what its clients append.)
    /// - the signature of the response: inferred (As for requests; stated is that resp_code and the root stay out
    ///   and that empty values take part as `name=`.)
    /// - which refusals are not signed: unknown, a guess (Nobody could find whether failures of the transport tier
    ///   are signed. Without a signature they are refusals that nobody vouches for.)
    /// - the decision: stated by the document
    /// - that `merchant_id` equals `credentials.merchant_id`: stated by the document
    /// - that `third_order_id` equals `request.third_order_id`: stated by the document
    /// - that `leshua_order_id` equals `request.leshua_order_id`: stated by the document
    /// - how often to ask: stated by the document
    ///
    /// # Errors
    ///
    /// An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed.
    pub async fn query_status(
        &self,
        request: QueryStatus,
    ) -> Result<QueryStatusReply, Error> {
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

::payspec_runtime::blocking_client!(query_status(QueryStatus) -> QueryStatusReply);

/// Where 乐刷 is.
///
/// `Debug` shows no user name or password of a URL.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://paygate.leshuazf.com/cgi-bin/lepos_pay_gateway.cgi`. Stated by another page of the provider. The
    /// document does not say where the gateway is.
    Production,
    /// `https://t-paygate.lepass.cn/cgi-bin/lepos_pay_gateway.cgi`. Inferred. What clients of this provider use.
    Test,
    /// Another root URL, such as that of a simulator, without a slash at its end.
    Url(String),
}

impl ::std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        match self {
            Self::Production => f.write_str("Production"),
            Self::Test => f.write_str("Test"),
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
            Self::Production => {
                "https://paygate.leshuazf.com/cgi-bin/lepos_pay_gateway.cgi"
            }
            Self::Test => "https://t-paygate.lepass.cn/cgi-bin/lepos_pay_gateway.cgi",
            Self::Url(url) => url,
        }
    }
}

/// What a merchant needs to talk to 乐刷.
///
/// - `merchant_id`: 商户号, at most 10 characters.
/// - `key`: 交易密钥. Secret. Stated by another page of the provider.
///
/// `Debug` shows public texts only; secrets are zeroed when dropped.
#[derive(Debug, Clone)]
pub struct Credentials(generated::Credentials);

impl Credentials {
    /// With everything that is needed.
    #[must_use]
    pub fn new(merchant_id: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(
            generated::Credentials::new()
                .text("merchant_id", merchant_id)
                .secret("key", key),
        )
    }

    /// Accepts replies under a second 交易密钥 as well, while the provider's keys are rotated.
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

/// Asks for 交易结果查询 (`query_status`).
///
/// Ask again until a final state comes, also after an error. An order that stays unpaid may be closed by
/// another operation.
///
/// At least one of `leshua_order_id`, `third_order_id` must be given; `leshua_order_id` wins where several are
/// given.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QueryStatus {
    third_order_id: Option<String>,
    leshua_order_id: Option<String>,
    expected_amount: Option<Money>,
}

impl QueryStatus {
    /// 乐刷订单号 (`leshua_order_id`).
    ///
    /// At most 16 characters.
    ///
    /// The document has 16 characters here and 32 in the response.
    #[must_use]
    pub fn by_leshua_order_id(leshua_order_id: impl Into<String>) -> Self {
        Self {
            third_order_id: None,
            leshua_order_id: Some(leshua_order_id.into()),
            expected_amount: None,
        }
    }

    /// 商户订单号 (`third_order_id`).
    ///
    /// At most 64 characters.
    #[must_use]
    pub fn by_third_order_id(third_order_id: impl Into<String>) -> Self {
        Self {
            third_order_id: Some(third_order_id.into()),
            leshua_order_id: None,
            expected_amount: None,
        }
    }

    /// 商户订单号 (`third_order_id`).
    ///
    /// At most 64 characters.
    #[must_use]
    pub fn third_order_id(mut self, third_order_id: impl Into<String>) -> Self {
        self.third_order_id = Some(third_order_id.into());
        self
    }

    /// 乐刷订单号 (`leshua_order_id`).
    ///
    /// At most 16 characters.
    ///
    /// The document has 16 characters here and 32 in the response.
    #[must_use]
    pub fn leshua_order_id(mut self, leshua_order_id: impl Into<String>) -> Self {
        self.leshua_order_id = Some(leshua_order_id.into());
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

impl generated::Fields for QueryStatus {
    fn input(&self, index: usize) -> generated::Input<'_> {
        match index {
            2 => generated::Input::of(&self.third_order_id),
            3 => generated::Input::of(&self.leshua_order_id),
            _ => generated::Input::Absent,
        }
    }
}

impl generated::Request for QueryStatus {
    type Reply = QueryStatusReply;

    const OPERATION: &'static str = "query_status";

    fn expected_amount(&self) -> Option<Money> {
        self.expected_amount
    }
}

/// The answer to [`QueryStatus`], verified and decided.
///
/// A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a
/// field is no reason to lose an answer. Texts share the message's memory.
#[derive(Clone)]
#[non_exhaustive]
pub struct QueryStatusReply {
    /// 返回状态码 (`resp_code`).
    ///
    /// Always there.
    pub resp_code: RespCode,
    /// 返回错误信息 (`resp_msg`).
    ///
    /// May be there when `resp_code` is not `0`.
    pub resp_msg: Option<Text>,
    /// 业务结果 (`result_code`).
    ///
    /// Always there; at most 1 character.
    pub result_code: ResultCode,
    /// 错误码 (`error_code`).
    pub error_code: Option<ErrorCode>,
    /// 错误码描述 (`error_msg`).
    pub error_msg: Option<Text>,
    /// 商户号 (`merchant_id`).
    ///
    /// Promised always; at most 10 characters.
    pub merchant_id: Option<Text>,
    /// 商户订单号 (`third_order_id`).
    ///
    /// Promised always; at most 64 characters.
    pub third_order_id: Option<Text>,
    /// 随机字符串 (`nonce_str`).
    ///
    /// Promised always; at most 32 characters.
    pub nonce_str: Option<Text>,
    /// 签名 (`sign`).
    ///
    /// Promised always; at most 32 characters.
    pub sign: Option<Text>,
    /// 订单状态 (`status`).
    ///
    /// There when `resp_code` is `0` and `result_code` is `0`.
    ///
    /// The document says that it is always there. Refusals of the business tier are signed and lack it.
    pub status: Option<OrderStatus>,
    /// 乐刷订单号 (`leshua_order_id`).
    ///
    /// There when `resp_code` is `0` and `result_code` is `0`; at most 32 characters.
    ///
    /// The document says that it is always there. Refusals of the business tier are signed and lack it.
    pub leshua_order_id: Option<Text>,
    /// 支付类型 (`pay_way`).
    ///
    /// There when `resp_code` is `0` and `result_code` is `0`.
    ///
    /// The document says that it is always there. A refusal is about no order, so it has no way of payment to name
    /// (inferred).
    pub pay_way: Option<PayWay>,
    /// 支付完成时间 (`pay_time`).
    ///
    /// May be there when `status` is `2`; `yyyyMMddHHmmss` or `yyyy-MM-dd HH:mm:ss` at +08:00 on the wire.
    ///
    /// Stated by another page of the provider. The document gives no format; both occur.
    pub pay_time: Option<ChinaTime>,
    /// 银行类型 (`bank_type`).
    pub bank_type: Option<BankType>,
    /// 用户openid (`openid`).
    ///
    /// May be there when `status` is `2`; says something about a person.
    pub openid: Option<Text>,
    /// 微信、支付宝等订单号 (`out_transaction_id`).
    ///
    /// May be there when `status` is `2`.
    pub out_transaction_id: Option<Text>,
    /// 用户子标识 (`sub_openid`).
    ///
    /// The payer under the merchant's own WeChat account, or the payer's Alipay user number.
    ///
    /// May be there when `status` is `2`; says something about a person.
    pub sub_openid: Option<Text>,
    /// 附加数据 (`attach`).
    ///
    /// May be there when `status` is `2`; at most 96 characters.
    pub attach: Option<Text>,
    /// 交易类型 (`trade_type`).
    ///
    /// May be there when `status` is `2`.
    pub trade_type: Option<TradeType>,
    /// 订单优惠标记 (`goods_tag`).
    ///
    /// May be there when `status` is `2`; at most 32 characters.
    pub goods_tag: Option<Text>,
    /// 通道订单号 (`channel_order_id`).
    ///
    /// May be there when `status` is `2`.
    pub channel_order_id: Option<Text>,
    /// 通道订单时间 (`channel_datetime`).
    ///
    /// May be there when `status` is `2`.
    pub channel_datetime: Option<Text>,
    /// 支付宝红包金额 (`coupon`).
    ///
    /// May be there when `status` is `2`; in fen on the wire.
    pub coupon: Option<Fen>,
    /// 应结算金额 (`settlement_amount`).
    ///
    /// May be there when `status` is `2`; in fen on the wire.
    pub settlement_amount: Option<Fen>,
    /// 折扣优惠金额 (`discount_amount`).
    ///
    /// May be there when `status` is `2`; in fen on the wire.
    pub discount_amount: Option<Fen>,
    /// 优惠详情 (`promotion_detail`).
    pub promotion_detail: Option<Text>,
    /// 活动标志 (`active_flag`).
    pub active_flag: Option<ActiveFlag>,
    /// 买家实付金额 (`buyer_pay_amount`).
    ///
    /// Only WeChat and Alipay give it.
    ///
    /// In fen on the wire.
    pub buyer_pay_amount: Option<Fen>,
    /// 订单金额 (`amount`).
    ///
    /// In fen on the wire.
    ///
    /// Stated by another page of the provider. The provider's official page lists it, the document does not.
    pub amount: Option<Fen>,
    /// 子商户号 (`sub_merchant_id`).
    ///
    /// Stated by another page of the provider. The provider's official page lists it, the document does not.
    pub sub_merchant_id: Option<Text>,
    reply: Reply,
}

/// Without what is secret or says something about a person.
impl ::std::fmt::Debug for QueryStatusReply {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("QueryStatusReply")
            .field("resp_code", &self.resp_code)
            .field("resp_msg", &self.resp_msg)
            .field("result_code", &self.result_code)
            .field("error_code", &self.error_code)
            .field("error_msg", &self.error_msg)
            .field("merchant_id", &self.merchant_id)
            .field("third_order_id", &self.third_order_id)
            .field("nonce_str", &self.nonce_str)
            .field("sign", &self.sign)
            .field("status", &self.status)
            .field("leshua_order_id", &self.leshua_order_id)
            .field("pay_way", &self.pay_way)
            .field("pay_time", &self.pay_time)
            .field("bank_type", &self.bank_type)
            .field("openid", &"***")
            .field("out_transaction_id", &self.out_transaction_id)
            .field("sub_openid", &"***")
            .field("attach", &self.attach)
            .field("trade_type", &self.trade_type)
            .field("goods_tag", &self.goods_tag)
            .field("channel_order_id", &self.channel_order_id)
            .field("channel_datetime", &self.channel_datetime)
            .field("coupon", &self.coupon)
            .field("settlement_amount", &self.settlement_amount)
            .field("discount_amount", &self.discount_amount)
            .field("promotion_detail", &self.promotion_detail)
            .field("active_flag", &self.active_flag)
            .field("buyer_pay_amount", &self.buyer_pay_amount)
            .field("amount", &self.amount)
            .field("sub_merchant_id", &self.sub_merchant_id)
            .finish_non_exhaustive()
    }
}

impl QueryStatusReply {
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

impl generated::TypedReply for QueryStatusReply {
    fn decode(fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(Self {
            resp_code: fields.required(0)?,
            resp_msg: fields.optional(1),
            result_code: fields.required(2)?,
            error_code: fields.optional(3),
            error_msg: fields.optional(4),
            merchant_id: fields.optional(5),
            third_order_id: fields.optional(6),
            nonce_str: fields.optional(7),
            sign: fields.optional(8),
            status: fields.optional(9),
            leshua_order_id: fields.optional(10),
            pay_way: fields.optional(11),
            pay_time: fields.optional(12),
            bank_type: fields.optional(13),
            openid: fields.optional(14),
            out_transaction_id: fields.optional(15),
            sub_openid: fields.optional(16),
            attach: fields.optional(17),
            trade_type: fields.optional(18),
            goods_tag: fields.optional(19),
            channel_order_id: fields.optional(20),
            channel_datetime: fields.optional(21),
            coupon: fields.optional(22),
            settlement_amount: fields.optional(23),
            discount_amount: fields.optional(24),
            promotion_detail: fields.optional(25),
            active_flag: fields.optional(26),
            buyer_pay_amount: fields.optional(27),
            amount: fields.optional(28),
            sub_merchant_id: fields.optional(29),
            reply,
        })
    }
}

/// Values of the code table `resp_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RespCode {
    /// `0`: 成功.
    Success,
    /// `1`: 失败. Inferred. Any value but 0 is a failure; this one stands for them.
    Failure,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for RespCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "0",
            Self::Failure => "1",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" => Self::Success,
            "1" => Self::Failure,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(RespCode);

/// Values of the code table `result_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResultCode {
    /// `0`: 成功.
    Success,
    /// `1`: 失败. Inferred. Any value but 0 is a failure; this one stands for them.
    Failure,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for ResultCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "0",
            Self::Failure => "1",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" => Self::Success,
            "1" => Self::Failure,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(ResultCode);

/// Values of the code table `error_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// `-20001`: 参数错误. Asking again brings the same answer. Stated by another page of the provider.
    BadParameter,
    /// `-20002`: 无效商户号. Asking again brings the same answer. Stated by another page of the provider.
    InvalidMerchant,
    /// `-20003`: 订单号格式. Asking again brings the same answer. Stated by another page of the provider.
    BadOrderNoFormat,
    /// `-20004`: 乐刷订单不存在. Stated by another page of the provider.
    LeshuaOrderNotFound,
    /// `-20005`: 服务错误. Ask again later. Stated by another page of the provider.
    ServiceError,
    /// `-20006`: 验签失败. Asking again brings the same answer. Stated by another page of the provider.
    BadSignature,
    /// `-20007`: Key 未配置. Asking again brings the same answer. Stated by another page of the provider.
    KeyNotConfigured,
    /// `-20008`: 支付类型. Stated by another page of the provider.
    BadPayType,
    /// `-20009`: 金额. Stated by another page of the provider.
    BadAmount,
    /// `-20010`: 系统错误. Ask again later. Stated by another page of the provider.
    SystemError,
    /// `-20011`: 非法参数. Asking again brings the same answer. Stated by another page of the provider.
    IllegalParameter,
    /// `-20016`: 无效乐刷订单号. Asking again brings the same answer. Stated by another page of the provider.
    InvalidLeshuaOrderNo,
    /// `-20018`: 无效的订单号. Asking again brings the same answer. Stated by another page of the provider.
    InvalidOrderNo,
    /// `-20021`: 用户名与商户不匹配. Asking again brings the same answer. Stated by another page of the provider.
    UserMerchantMismatch,
    /// `-20024`: 订单号必填一个. Asking again brings the same answer. Stated by another page of the provider.
    OrderNoMissing,
    /// `-20027`: 已支付. Stated by another page of the provider.
    AlreadyPaid,
    /// `-4027`: 系统异常. Ask again later. Stated by another page of the provider.
    SystemException,
    /// `-4006`: 订单不存在. Stated by another page of the provider.
    OrderNotFound,
    /// `-1002`: 无效商户号. Asking again brings the same answer. Stated by another page of the provider.
    MerchantRejected,
    /// `-4004`: 处理中. The payment is in progress. Stated by another page of the provider.
    Processing,
    /// `-2125`: 风控. Stated by another page of the provider.
    RiskControl,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for ErrorCode {
    fn wire(&self) -> &str {
        match self {
            Self::BadParameter => "-20001",
            Self::InvalidMerchant => "-20002",
            Self::BadOrderNoFormat => "-20003",
            Self::LeshuaOrderNotFound => "-20004",
            Self::ServiceError => "-20005",
            Self::BadSignature => "-20006",
            Self::KeyNotConfigured => "-20007",
            Self::BadPayType => "-20008",
            Self::BadAmount => "-20009",
            Self::SystemError => "-20010",
            Self::IllegalParameter => "-20011",
            Self::InvalidLeshuaOrderNo => "-20016",
            Self::InvalidOrderNo => "-20018",
            Self::UserMerchantMismatch => "-20021",
            Self::OrderNoMissing => "-20024",
            Self::AlreadyPaid => "-20027",
            Self::SystemException => "-4027",
            Self::OrderNotFound => "-4006",
            Self::MerchantRejected => "-1002",
            Self::Processing => "-4004",
            Self::RiskControl => "-2125",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "-20001" => Self::BadParameter,
            "-20002" => Self::InvalidMerchant,
            "-20003" => Self::BadOrderNoFormat,
            "-20004" => Self::LeshuaOrderNotFound,
            "-20005" => Self::ServiceError,
            "-20006" => Self::BadSignature,
            "-20007" => Self::KeyNotConfigured,
            "-20008" => Self::BadPayType,
            "-20009" => Self::BadAmount,
            "-20010" => Self::SystemError,
            "-20011" => Self::IllegalParameter,
            "-20016" => Self::InvalidLeshuaOrderNo,
            "-20018" => Self::InvalidOrderNo,
            "-20021" => Self::UserMerchantMismatch,
            "-20024" => Self::OrderNoMissing,
            "-20027" => Self::AlreadyPaid,
            "-4027" => Self::SystemException,
            "-4006" => Self::OrderNotFound,
            "-1002" => Self::MerchantRejected,
            "-4004" => Self::Processing,
            "-2125" => Self::RiskControl,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(ErrorCode);

/// Values of the code table `order_status`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatus {
    /// `0`: 支付中. The order is Pending.
    Paying,
    /// `2`: 支付成功. The order is Paid.
    Paid,
    /// `6`: 订单关闭. The order is Closed.
    Closed,
    /// `8`: 支付失败. The order is Failed.
    Failed,
    /// `10`: 退款中. The order is Refunding.
    Refunding,
    /// `11`: 退款成功. The order is Refunded.
    Refunded,
    /// `12`: 退款失败. The order is RefundFailed.
    RefundFailed,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for OrderStatus {
    fn wire(&self) -> &str {
        match self {
            Self::Paying => "0",
            Self::Paid => "2",
            Self::Closed => "6",
            Self::Failed => "8",
            Self::Refunding => "10",
            Self::Refunded => "11",
            Self::RefundFailed => "12",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" => Self::Paying,
            "2" => Self::Paid,
            "6" => Self::Closed,
            "8" => Self::Failed,
            "10" => Self::Refunding,
            "11" => Self::Refunded,
            "12" => Self::RefundFailed,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(OrderStatus);

/// Values of the code table `pay_way`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayWay {
    /// `WXZF`: 微信.
    Wechat,
    /// `ZFBZF`: 支付宝.
    Alipay,
    /// `UPSMZF`: 银联二维码.
    UnionPayQrCode,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for PayWay {
    fn wire(&self) -> &str {
        match self {
            Self::Wechat => "WXZF",
            Self::Alipay => "ZFBZF",
            Self::UnionPayQrCode => "UPSMZF",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "WXZF" => Self::Wechat,
            "ZFBZF" => Self::Alipay,
            "UPSMZF" => Self::UnionPayQrCode,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(PayWay);

/// Values of the code table `trade_type`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TradeType {
    /// `MICROPAY`: 条码支付.
    Micropay,
    /// `NATIVE`: 原生扫码支付.
    Native,
    /// `JSAPI`: 公众号支付、服务窗支付.
    Jsapi,
    /// `APP`: app支付.
    App,
    /// `H5Pay`: 支付支付.
    H5Pay,
    /// `SmPgPay`: 小程序支付.
    MiniProgram,
    /// `JSAPIQuick`: 简易支付.
    JsapiQuick,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for TradeType {
    fn wire(&self) -> &str {
        match self {
            Self::Micropay => "MICROPAY",
            Self::Native => "NATIVE",
            Self::Jsapi => "JSAPI",
            Self::App => "APP",
            Self::H5Pay => "H5Pay",
            Self::MiniProgram => "SmPgPay",
            Self::JsapiQuick => "JSAPIQuick",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "MICROPAY" => Self::Micropay,
            "NATIVE" => Self::Native,
            "JSAPI" => Self::Jsapi,
            "APP" => Self::App,
            "H5Pay" => Self::H5Pay,
            "SmPgPay" => Self::MiniProgram,
            "JSAPIQuick" => Self::JsapiQuick,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(TradeType);

/// Values of the code table `bank_type`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BankType {
    /// `1`: 借记卡.
    Debit,
    /// `2`: 贷记卡.
    Credit,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for BankType {
    fn wire(&self) -> &str {
        match self {
            Self::Debit => "1",
            Self::Credit => "2",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "1" => Self::Debit,
            "2" => Self::Credit,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(BankType);

/// Values of the code table `active_flag`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActiveFlag {
    /// `WXLZ`: 微信绿洲.
    WechatOasis,
    /// `ZFBLH`: 支付宝蓝海.
    AlipayBlueOcean,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for ActiveFlag {
    fn wire(&self) -> &str {
        match self {
            Self::WechatOasis => "WXLZ",
            Self::AlipayBlueOcean => "ZFBLH",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "WXLZ" => Self::WechatOasis,
            "ZFBLH" => Self::AlipayBlueOcean,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(ActiveFlag);

/// The tables that the runtime works on.
pub static PROVIDER: &::payspec_runtime::table::Provider = &tables::PROVIDER;

mod tables {
    use ::payspec_runtime::table::*;

    pub(super) static PROVIDER: Provider = Provider::new("leshua", "乐刷", "CNY")
        .credentials(&CREDENTIALS)
        .environments(&ENVIRONMENTS)
        .code_tables(&CODE_TABLES)
        .operations(&OPERATIONS);
    static CREDENTIALS: [Credential; 2] = [
        Credential::new("merchant_id", "商户号", CredentialKind::Text),
        Credential::new("key", "交易密钥", CredentialKind::Secret),
    ];

    static ENVIRONMENTS: [Environment; 2] = [
        Environment::new(
            "production",
            "https://paygate.leshuazf.com/cgi-bin/lepos_pay_gateway.cgi",
        ),
        Environment::new(
            "test",
            "https://t-paygate.lepass.cn/cgi-bin/lepos_pay_gateway.cgi",
        ),
    ];

    static RESP_CODE_CODES: [Code; 2] = [
        Code::new("0", "Success", "成功"),
        Code::new("1", "Failure", "失败"),
    ];

    static RESULT_CODE_CODES: [Code; 2] = [
        Code::new("0", "Success", "成功"),
        Code::new("1", "Failure", "失败"),
    ];

    static ERROR_CODE_CODES: [Code; 21] = [
        Code::new("-20001", "BadParameter", "参数错误")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("-20002", "InvalidMerchant", "无效商户号")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::UnknownMerchant, Str::Borrowed(""))] }),
        Code::new("-20003", "BadOrderNoFormat", "订单号格式")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("-20004", "LeshuaOrderNotFound", "乐刷订单不存在")
            .reasons(const { &[(Reason::OrderNotFound, Str::Borrowed(""))] }),
        Code::new("-20005", "ServiceError", "服务错误")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("-20006", "BadSignature", "验签失败")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadSignature, Str::Borrowed(""))] }),
        Code::new("-20007", "KeyNotConfigured", "Key 未配置").advice(Advice::Stop),
        Code::new("-20008", "BadPayType", "支付类型"),
        Code::new("-20009", "BadAmount", "金额"),
        Code::new("-20010", "SystemError", "系统错误")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("-20011", "IllegalParameter", "非法参数")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("-20016", "InvalidLeshuaOrderNo", "无效乐刷订单号")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("-20018", "InvalidOrderNo", "无效的订单号")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("-20021", "UserMerchantMismatch", "用户名与商户不匹配")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::UnknownMerchant, Str::Borrowed(""))] }),
        Code::new("-20024", "OrderNoMissing", "订单号必填一个")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("-20027", "AlreadyPaid", "已支付"),
        Code::new("-4027", "SystemException", "系统异常")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("-4006", "OrderNotFound", "订单不存在")
            .reasons(const { &[(Reason::OrderNotFound, Str::Borrowed(""))] }),
        Code::new("-1002", "MerchantRejected", "无效商户号")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::UnknownMerchant, Str::Borrowed(""))] }),
        Code::new("-4004", "Processing", "处理中").advice(Advice::InProgress),
        Code::new("-2125", "RiskControl", "风控"),
    ];

    static ORDER_STATUS_CODES: [Code; 7] = [
        Code::new("0", "Paying", "支付中").state(OrderState::Pending),
        Code::new("2", "Paid", "支付成功").state(OrderState::Paid),
        Code::new("6", "Closed", "订单关闭").state(OrderState::Closed),
        Code::new("8", "Failed", "支付失败").state(OrderState::Failed),
        Code::new("10", "Refunding", "退款中").state(OrderState::Refunding),
        Code::new("11", "Refunded", "退款成功").state(OrderState::Refunded),
        Code::new("12", "RefundFailed", "退款失败").state(OrderState::RefundFailed),
    ];

    static PAY_WAY_CODES: [Code; 3] = [
        Code::new("WXZF", "Wechat", "微信"),
        Code::new("ZFBZF", "Alipay", "支付宝"),
        Code::new("UPSMZF", "UnionPayQrCode", "银联二维码"),
    ];

    static TRADE_TYPE_CODES: [Code; 7] = [
        Code::new("MICROPAY", "Micropay", "条码支付"),
        Code::new("NATIVE", "Native", "原生扫码支付"),
        Code::new("JSAPI", "Jsapi", "公众号支付、服务窗支付"),
        Code::new("APP", "App", "app支付"),
        Code::new("H5Pay", "H5Pay", "支付支付"),
        Code::new("SmPgPay", "MiniProgram", "小程序支付"),
        Code::new("JSAPIQuick", "JsapiQuick", "简易支付"),
    ];

    static BANK_TYPE_CODES: [Code; 2] = [
        Code::new("1", "Debit", "借记卡"),
        Code::new("2", "Credit", "贷记卡"),
    ];

    static ACTIVE_FLAG_CODES: [Code; 2] = [
        Code::new("WXLZ", "WechatOasis", "微信绿洲"),
        Code::new("ZFBLH", "AlipayBlueOcean", "支付宝蓝海"),
    ];

    static CODE_TABLES: [CodeTable; 8] = [
        CodeTable::new("resp_code", &RESP_CODE_CODES),
        CodeTable::new("result_code", &RESULT_CODE_CODES),
        CodeTable::new("error_code", &ERROR_CODE_CODES),
        CodeTable::new("order_status", &ORDER_STATUS_CODES),
        CodeTable::new("pay_way", &PAY_WAY_CODES),
        CodeTable::new("trade_type", &TRADE_TYPE_CODES),
        CodeTable::new("bank_type", &BANK_TYPE_CODES),
        CodeTable::new("active_flag", &ACTIVE_FLAG_CODES),
    ];

    static QUERY_STATUS_REQUEST: [Field; 6] = [
        Field::text("service", "接口名")
            .required()
            .source(Source::constant("query_status")),
        Field::text("merchant_id", "商户号")
            .required()
            .max_length(10)
            .source(Source::credential("merchant_id")),
        Field::text("third_order_id", "商户订单号").max_length(64),
        Field::text("leshua_order_id", "乐刷订单号").max_length(16),
        Field::text("nonce_str", "随机字符串")
            .required()
            .max_length(32)
            .source(Source::Nonce(32)),
        Field::text("sign", "签名").required().max_length(32).source(Source::Signature),
    ];

    static QUERY_STATUS_RESPONSE: [Field; 30] = [
        Field::new("resp_code", "返回状态码", Kind::code("resp_code"))
            .required()
            .example("0"),
        Field::text("resp_msg", "返回错误信息")
            .when(const { &[Condition::is_not(&["resp_code"], &["0"])] })
            .optional(),
        Field::new("result_code", "业务结果", Kind::code("result_code"))
            .required()
            .max_length(1)
            .example("0"),
        Field::new("error_code", "错误码", Kind::code("error_code")),
        Field::text("error_msg", "错误码描述"),
        Field::text("merchant_id", "商户号").required().max_length(10),
        Field::text("third_order_id", "商户订单号").required().max_length(64),
        Field::text("nonce_str", "随机字符串").required().max_length(32),
        Field::text("sign", "签名")
            .required()
            .max_length(32)
            .source(Source::Signature),
        Field::new("status", "订单状态", Kind::code("order_status"))
            .when(const {
                &[
                    Condition::is(&["resp_code"], &["0"]),
                    Condition::is(&["result_code"], &["0"]),
                ]
            })
            .example("2"),
        Field::text("leshua_order_id", "乐刷订单号")
            .when(const {
                &[
                    Condition::is(&["resp_code"], &["0"]),
                    Condition::is(&["result_code"], &["0"]),
                ]
            })
            .max_length(32),
        Field::new("pay_way", "支付类型", Kind::code("pay_way"))
            .when(const {
                &[
                    Condition::is(&["resp_code"], &["0"]),
                    Condition::is(&["result_code"], &["0"]),
                ]
            })
            .example("WXZF"),
        Field::new(
                "pay_time",
                "支付完成时间",
                Kind::datetime(&["yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss"]),
            )
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional()
            .example("20180820191919"),
        Field::new("bank_type", "银行类型", Kind::code("bank_type")),
        Field::text("openid", "用户openid")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional()
            .personal(),
        Field::text("out_transaction_id", "微信、支付宝等订单号")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional(),
        Field::text("sub_openid", "用户子标识")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional()
            .personal(),
        Field::text("attach", "附加数据")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional()
            .max_length(96),
        Field::new("trade_type", "交易类型", Kind::code("trade_type"))
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional()
            .example("JSAPI"),
        Field::text("goods_tag", "订单优惠标记")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional()
            .max_length(32),
        Field::text("channel_order_id", "通道订单号")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional(),
        Field::text("channel_datetime", "通道订单时间")
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional(),
        Field::new("coupon", "支付宝红包金额", Kind::Money(MoneyUnit::Fen))
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional(),
        Field::new("settlement_amount", "应结算金额", Kind::Money(MoneyUnit::Fen))
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional(),
        Field::new("discount_amount", "折扣优惠金额", Kind::Money(MoneyUnit::Fen))
            .when(const { &[Condition::is(&["status"], &["2"])] })
            .optional(),
        Field::text("promotion_detail", "优惠详情"),
        Field::new("active_flag", "活动标志", Kind::code("active_flag")),
        Field::new(
            "buyer_pay_amount",
            "买家实付金额",
            Kind::Money(MoneyUnit::Fen),
        ),
        Field::new("amount", "订单金额", Kind::Money(MoneyUnit::Fen)),
        Field::text("sub_merchant_id", "子商户号"),
    ];

    static OPERATIONS: [Operation; 1] = [
        Operation::new(
                "query_status",
                "交易结果查询",
                Purpose::OrderQuery,
                RequestTable::new(const { &[Encoding::Form] }, &QUERY_STATUS_REQUEST)
                    .groups(const {
                        &[Group::at_least_one(&["leshua_order_id", "third_order_id"])]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::MerchantOrderNo, &["third_order_id"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["leshua_order_id"]),
                        ]
                    })
                    .signing(
                        Signing::new(
                                Algorithm::Md5,
                                DigestEncoding::HexUpper,
                                "key",
                                Placement::field(&["sign"]),
                            )
                            .suffix(const { &[Part::literal("&key="), Part::Key] }),
                    ),
                ResponseTable::new(
                        Encoding::Xml {
                            root: Str::Borrowed("leshua"),
                            cdata: true,
                        },
                        &QUERY_STATUS_RESPONSE,
                        Verification::signed_except(
                            Signing::new(
                                    Algorithm::Md5,
                                    DigestEncoding::HexUpper,
                                    "key",
                                    Placement::field(&["sign"]),
                                )
                                .exclude(&["leshua", "resp_code"])
                                .skip(Skip {
                                    null: false,
                                    empty: false,
                                    blank: false,
                                })
                                .suffix(const { &[Part::literal("&key="), Part::Key] }),
                            const { &[Condition::is_not(&["resp_code"], &["0"])] },
                        ),
                        Decision::new(
                            const {
                                &[
                                    Tier::new(TierName::Transport, &["resp_code"], &["0"])
                                        .text(&["resp_msg"]),
                                    Tier::new(TierName::Business, &["result_code"], &["0"])
                                        .code(&["error_code"])
                                        .text(&["error_msg"]),
                                ]
                            },
                            &["status"],
                        ),
                    )
                    .identity(const {
                        &[
                            Identity::credential(&["merchant_id"], "merchant_id"),
                            Identity::request(&["third_order_id"], "third_order_id"),
                            Identity::request(&["leshua_order_id"], "leshua_order_id"),
                        ]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::MerchantNo, &["merchant_id"]),
                            ViewEntry::new(Role::MerchantOrderNo, &["third_order_id"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["leshua_order_id"]),
                            ViewEntry::new(Role::Channel, &["pay_way"]),
                            ViewEntry::new(Role::PaidAt, &["pay_time"]),
                            ViewEntry::new(
                                Role::ChannelOrderNo,
                                &["out_transaction_id"],
                            ),
                            ViewEntry::new(Role::Amount, &["amount"]),
                        ]
                    }),
            )
            .polling(Polling::new().interval_ms(3000u64)),
    ];
}
