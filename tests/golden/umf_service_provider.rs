// Made by payspec-codegen from a specification. Edit that, not this.

#[allow(unused_imports, reason = "not every provider needs all of them")]
use ::payspec_runtime::generated::{
    self, ChinaTime, Date, Decimal, Deviation, Error, Fen, Message, Money, Order,
    OrderState, PublicKey, Reply, Secret, Text, Time,
};

/// Asks 联动优势 服务商平台.
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
    /// How well its rules are known:
    ///
    /// - the signature of the request: verified against published messages (The signature of the document's sample
    ///   verifies. A field that the interface does not define breaks it.)
    /// - the signature of the response: verified against published messages (The values alone, in the order of
    ///   their names; the signature of the document's sample verifies. It does not bind the names: who can change a
    ///   message on its way can rename members as long as the order of the values stays. Query by transactionId
    ///   where you can, it is what ties a reply to an order.)
    /// - the decision: stated by the document (That 02, 04 and 62 mean "in progress" is stated elsewhere; the
    ///   document says that no other code needs handling.)
    /// - that `transactionId` equals `request.transactionId`: stated by the document
    ///
    /// # Errors
    ///
    /// An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed.
    pub async fn query_order(
        &self,
        request: QueryOrder,
    ) -> Result<QueryOrderReply, Error> {
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

::payspec_runtime::blocking_client!(query_order(QueryOrder) -> QueryOrderReply);

/// Where 联动优势 服务商平台 is.
///
/// `Debug` shows no user name or password of a URL.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `http://provider.umfintech.com/entry-provider-plat-client`. Plain http: a client must be told to allow it.
    /// Stated by another page of the provider. The document only names a root address. It is plain http, so a
    /// client must be told to allow that.
    Production,
    /// `http://111.205.18.100:8011/entry-provider-plat-client`. Plain http: a client must be told to allow it.
    /// Stated by another page of the provider. The joint test environment of the provider's integration page. Plain
    /// http, too.
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
                "http://provider.umfintech.com/entry-provider-plat-client"
            }
            Self::Test => "http://111.205.18.100:8011/entry-provider-plat-client",
            Self::Url(url) => url,
        }
    }
}

/// What a merchant needs to talk to 联动优势 服务商平台.
///
/// - `acq_sp_id`: 代理商编号, at most 10 characters.
/// - `acq_mer_id`: 商户号, at most 8 characters.
/// - `private_key`: 商户私钥. The merchant's RSA private key. RSA, PKCS#8 in DER (.p8) or PEM. The provider
///   uses 1024 bits, which is weak by today's measure. Stated by another page of the provider.
/// - `platform_public_key`: 平台公钥. The provider's RSA public key. An X.509 certificate or a
///   SubjectPublicKeyInfo. The published test certificate has expired; only its key counts. Stated by another
///   page of the provider.
///
/// `Debug` shows public texts only; secrets are zeroed when dropped.
#[derive(Debug, Clone)]
pub struct Credentials(generated::Credentials);

impl Credentials {
    /// With everything that is needed.
    #[must_use]
    pub fn new(
        acq_sp_id: impl Into<String>,
        acq_mer_id: impl Into<String>,
        private_key: impl generated::Signer + 'static,
        platform_public_key: PublicKey,
    ) -> Self {
        Self(
            generated::Credentials::new()
                .text("acq_sp_id", acq_sp_id)
                .text("acq_mer_id", acq_mer_id)
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

/// Asks for 订单状态同步 (`query_order`).
///
/// For orders whose payment request was answered without a final state.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QueryOrder {
    order_no: String,
    transaction_id: Option<String>,
    expected_amount: Option<Money>,
}

impl QueryOrder {
    /// 商户订单号 (`orderNo`).
    ///
    /// Promised always; at most 64 characters.
    #[must_use]
    pub fn by_order_no(order_no: impl Into<String>) -> Self {
        Self {
            order_no: order_no.into(),
            transaction_id: None,
            expected_amount: None,
        }
    }

    /// 联动订单号 (`transactionId`).
    ///
    /// The provider recommends it. It is also the only thing by which a reply can be tied to this request.
    ///
    /// At most 32 characters.
    #[must_use]
    pub fn transaction_id(mut self, transaction_id: impl Into<String>) -> Self {
        self.transaction_id = Some(transaction_id.into());
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

impl generated::Fields for QueryOrder {
    fn input(&self, index: usize) -> generated::Input<'_> {
        match index {
            2 => generated::Input::of(&self.order_no),
            3 => generated::Input::of(&self.transaction_id),
            _ => generated::Input::Absent,
        }
    }
}

impl generated::Request for QueryOrder {
    type Reply = QueryOrderReply;

    const OPERATION: &'static str = "query_order";

    fn expected_amount(&self) -> Option<Money> {
        self.expected_amount
    }
}

/// The answer to [`QueryOrder`], verified and decided.
///
/// A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a
/// field is no reason to lose an answer. Texts share the message's memory.
#[derive(Clone)]
#[non_exhaustive]
pub struct QueryOrderReply {
    /// 返回码 (`respCode`).
    ///
    /// An open list; a genuine reply carried 001100WN.
    ///
    /// Always there; at most 8 characters.
    pub resp_code: RespCode,
    /// 返回信息 (`respMsg`).
    ///
    /// Promised always; at most 128 characters.
    pub resp_msg: Option<Text>,
    /// 交易状态 (`origRespCode`).
    ///
    /// There when `respCode` is `00`.
    pub orig_resp_code: Option<OrderStatus>,
    /// 交易详细状态码 (`origRespDescMsg`).
    ///
    /// A number by the table, its text in the sample. It was once called origRespDescCode.
    ///
    /// There when the provider thinks fit.
    pub orig_resp_desc_msg: Option<OrderStatusDetail>,
    /// 平台日期 (`platDate`).
    ///
    /// Eight digits here, fourteen in replies of sibling operations.
    ///
    /// There when `respCode` is `00`; `yyyyMMdd` on the wire.
    ///
    /// The document says that it is always there. Genuine error replies have it null or empty.
    pub plat_date: Option<Date>,
    /// 交易时间 (`payTime`).
    ///
    /// The document writes the format as MMDDhhmmss. The year is that of platDate.
    ///
    /// There when the provider thinks fit; `MMddHHmmss` at +08:00 on the wire, with the year of `platDate`.
    pub pay_time: Option<ChinaTime>,
    /// 订单金额 (`txnAmt`).
    ///
    /// A JSON number here, a string in replies of sibling operations.
    ///
    /// There when the provider thinks fit; in fen on the wire.
    ///
    /// Stated by another page of the provider. The document names no unit.
    pub txn_amt: Option<Fen>,
    /// 支付流水号 (`paySeq`).
    ///
    /// The number behind the bar code on the receipt. It comes with success.
    ///
    /// There when the provider thinks fit.
    pub pay_seq: Option<Text>,
    /// 联动流水号 (`transactionId`).
    ///
    /// There when `respCode` is `00`; at most 32 characters.
    ///
    /// The document says that it is always there. Genuine error replies have it null or empty.
    pub transaction_id: Option<Text>,
    /// 签名 (`signature`).
    ///
    /// Promised always; at most 256 characters.
    pub signature: Option<Text>,
    /// 第三方流水号 (`depBankSeq`).
    ///
    /// The number at WeChat, Alipay or UnionPay.
    pub dep_bank_seq: Option<Text>,
    /// 订单关闭标识 (`isClosed`).
    ///
    /// Outdated; the provider means to remove it.
    pub is_closed: Option<Text>,
    /// 商户私有域 (`merPriv`).
    pub mer_priv: Option<Text>,
    /// 银行卡类型 (`bankCardType`).
    pub bank_card_type: Option<BankCardType>,
    /// 支付信息 (`payerInfo`).
    ///
    /// Says something about a person.
    pub payer_info: Option<Text>,
    reply: Reply,
}

/// Without what is secret or says something about a person.
impl ::std::fmt::Debug for QueryOrderReply {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("QueryOrderReply")
            .field("resp_code", &self.resp_code)
            .field("resp_msg", &self.resp_msg)
            .field("orig_resp_code", &self.orig_resp_code)
            .field("orig_resp_desc_msg", &self.orig_resp_desc_msg)
            .field("plat_date", &self.plat_date)
            .field("pay_time", &self.pay_time)
            .field("txn_amt", &self.txn_amt)
            .field("pay_seq", &self.pay_seq)
            .field("transaction_id", &self.transaction_id)
            .field("signature", &self.signature)
            .field("dep_bank_seq", &self.dep_bank_seq)
            .field("is_closed", &self.is_closed)
            .field("mer_priv", &self.mer_priv)
            .field("bank_card_type", &self.bank_card_type)
            .field("payer_info", &"***")
            .finish_non_exhaustive()
    }
}

impl QueryOrderReply {
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

impl generated::TypedReply for QueryOrderReply {
    fn decode(fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(Self {
            resp_code: fields.required(0)?,
            resp_msg: fields.optional(1),
            orig_resp_code: fields.optional(2),
            orig_resp_desc_msg: fields.optional(3),
            plat_date: fields.optional(4),
            pay_time: fields.optional(5),
            txn_amt: fields.optional(6),
            pay_seq: fields.optional(7),
            transaction_id: fields.optional(8),
            signature: fields.optional(9),
            dep_bank_seq: fields.optional(10),
            is_closed: fields.optional(11),
            mer_priv: fields.optional(12),
            bank_card_type: fields.optional(13),
            payer_info: fields.optional(14),
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
    /// `00`: 处理成功.
    Success,
    /// `01`: 系统错误. Ask again later. Stated by another page of the provider.
    SystemError,
    /// `02`: 支付中. The payment is in progress. Stated by another page of the provider.
    Paying,
    /// `62`: 输密码中. The payment is in progress. Stated by another page of the provider.
    EnteringPassword,
    /// `03`: 已退款. Stated by another page of the provider.
    AlreadyRefunded,
    /// `04`: 状态未明. The payment is in progress. Stated by another page of the provider.
    StateUnclear,
    /// `05`: 已被支付. Stated by another page of the provider.
    AlreadyPaid,
    /// `06`: 系统繁忙. Ask again later. Stated by another page of the provider.
    SystemBusy,
    /// `08`: 无效金额. Stated by another page of the provider.
    InvalidAmount,
    /// `09`: 备注已存在. Stated by another page of the provider.
    NoteExists,
    /// `10`: 报文格式错误. Asking again brings the same answer. Stated by another page of the provider.
    MalformedMessage,
    /// `11`: 验签失败. Asking again brings the same answer. Stated by another page of the provider.
    BadSignature,
    /// `12`: 重复交易. Stated by another page of the provider.
    DuplicateTransaction,
    /// `13`: 要素缺失. Asking again brings the same answer. Stated by another page of the provider.
    MissingElement,
    /// `14`: 已撤销. Stated by another page of the provider.
    AlreadyCancelled,
    /// `15`: 余额不足. Stated by another page of the provider.
    InsufficientBalance,
    /// `16`: 订单号重复. Stated by another page of the provider.
    DuplicateOrderNo,
    /// `17`: 交易不存在. Stated by another page of the provider.
    TransactionNotFound,
    /// `20`: 二维码失效. Stated by another page of the provider.
    QrCodeExpired,
    /// `21`: 次数超限. Stated by another page of the provider.
    TooManyTimes,
    /// `23`: 无此二维码. Stated by another page of the provider.
    QrCodeNotFound,
    /// `31`: 商户状态不正确. Asking again brings the same answer. Stated by another page of the provider.
    MerchantStateWrong,
    /// `32`: 无权限. Asking again brings the same answer. Stated by another page of the provider.
    NotPermitted,
    /// `33`: 金额超限. Stated by another page of the provider.
    AmountOverLimit,
    /// `35`: 原交易不存在/状态不正确. Stated by another page of the provider.
    OriginalNotFound,
    /// `36`: 与原交易不符. Stated by another page of the provider.
    OriginalMismatch,
    /// `37`: 查询超限/频繁. Ask again later. Stated by another page of the provider.
    TooManyQueries,
    /// `38`: 风控. Stated by another page of the provider.
    RiskControl,
    /// `39`: 不在受理时间. Stated by another page of the provider.
    OutsideServiceHours,
    /// `43`: 卡状态异常. Stated by another page of the provider.
    CardStateAbnormal,
    /// `99`: 系统异常. Ask again later. Stated by another page of the provider.
    SystemException,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for RespCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "00",
            Self::SystemError => "01",
            Self::Paying => "02",
            Self::EnteringPassword => "62",
            Self::AlreadyRefunded => "03",
            Self::StateUnclear => "04",
            Self::AlreadyPaid => "05",
            Self::SystemBusy => "06",
            Self::InvalidAmount => "08",
            Self::NoteExists => "09",
            Self::MalformedMessage => "10",
            Self::BadSignature => "11",
            Self::DuplicateTransaction => "12",
            Self::MissingElement => "13",
            Self::AlreadyCancelled => "14",
            Self::InsufficientBalance => "15",
            Self::DuplicateOrderNo => "16",
            Self::TransactionNotFound => "17",
            Self::QrCodeExpired => "20",
            Self::TooManyTimes => "21",
            Self::QrCodeNotFound => "23",
            Self::MerchantStateWrong => "31",
            Self::NotPermitted => "32",
            Self::AmountOverLimit => "33",
            Self::OriginalNotFound => "35",
            Self::OriginalMismatch => "36",
            Self::TooManyQueries => "37",
            Self::RiskControl => "38",
            Self::OutsideServiceHours => "39",
            Self::CardStateAbnormal => "43",
            Self::SystemException => "99",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "00" => Self::Success,
            "01" => Self::SystemError,
            "02" => Self::Paying,
            "62" => Self::EnteringPassword,
            "03" => Self::AlreadyRefunded,
            "04" => Self::StateUnclear,
            "05" => Self::AlreadyPaid,
            "06" => Self::SystemBusy,
            "08" => Self::InvalidAmount,
            "09" => Self::NoteExists,
            "10" => Self::MalformedMessage,
            "11" => Self::BadSignature,
            "12" => Self::DuplicateTransaction,
            "13" => Self::MissingElement,
            "14" => Self::AlreadyCancelled,
            "15" => Self::InsufficientBalance,
            "16" => Self::DuplicateOrderNo,
            "17" => Self::TransactionNotFound,
            "20" => Self::QrCodeExpired,
            "21" => Self::TooManyTimes,
            "23" => Self::QrCodeNotFound,
            "31" => Self::MerchantStateWrong,
            "32" => Self::NotPermitted,
            "33" => Self::AmountOverLimit,
            "35" => Self::OriginalNotFound,
            "36" => Self::OriginalMismatch,
            "37" => Self::TooManyQueries,
            "38" => Self::RiskControl,
            "39" => Self::OutsideServiceHours,
            "43" => Self::CardStateAbnormal,
            "99" => Self::SystemException,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(RespCode);

/// Values of the code table `order_status`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatus {
    /// `00`: 明确支付成功. The order is Paid.
    Paid,
    /// `01`: 转入退款. The order is Refunding. How the refund ends is told by the refund query alone.
    TurnedIntoRefund,
    /// `02`: 交易结果未明. The order is Unknown.
    Unclear,
    /// `03`: 已关闭. The order is Closed.
    Closed,
    /// `04`: 已撤销(付款码支付). The order is Cancelled.
    Cancelled,
    /// `06`: 明确支付失败(其他原因，如银行返回失败). The order is Failed.
    Failed,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for OrderStatus {
    fn wire(&self) -> &str {
        match self {
            Self::Paid => "00",
            Self::TurnedIntoRefund => "01",
            Self::Unclear => "02",
            Self::Closed => "03",
            Self::Cancelled => "04",
            Self::Failed => "06",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "00" => Self::Paid,
            "01" => Self::TurnedIntoRefund,
            "02" => Self::Unclear,
            "03" => Self::Closed,
            "04" => Self::Cancelled,
            "06" => Self::Failed,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(OrderStatus);

/// Values of the code table `order_status_detail`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatusDetail {
    /// `0`: 支付成功. Also sent as `支付成功`.
    Paid,
    /// `1`: 支付失败. Also sent as `支付失败`.
    Failed,
    /// `2`: 被撤销. Also sent as `被撤销`.
    Cancelled,
    /// `3`: 被退货. Also sent as `被退货`.
    Returned,
    /// `4`: 被冲正. Also sent as `被冲正`.
    Reversed,
    /// `5`: 被确认. Also sent as `被确认`.
    Confirmed,
    /// `6`: 支付中. Also sent as `支付中`.
    Paying,
    /// `7`: 无交易. Also sent as `无交易`.
    NoTransaction,
    /// `8`: 未明. Also sent as `未明`.
    Unclear,
    /// `9`: 异常. Also sent as `异常`.
    Abnormal,
    /// `99`: 其他. Also sent as `其他`.
    SomethingElse,
    /// `98`: 订单关闭. Also sent as `订单关闭`.
    Closed,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for OrderStatusDetail {
    fn wire(&self) -> &str {
        match self {
            Self::Paid => "0",
            Self::Failed => "1",
            Self::Cancelled => "2",
            Self::Returned => "3",
            Self::Reversed => "4",
            Self::Confirmed => "5",
            Self::Paying => "6",
            Self::NoTransaction => "7",
            Self::Unclear => "8",
            Self::Abnormal => "9",
            Self::SomethingElse => "99",
            Self::Closed => "98",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" | "支付成功" => Self::Paid,
            "1" | "支付失败" => Self::Failed,
            "2" | "被撤销" => Self::Cancelled,
            "3" | "被退货" => Self::Returned,
            "4" | "被冲正" => Self::Reversed,
            "5" | "被确认" => Self::Confirmed,
            "6" | "支付中" => Self::Paying,
            "7" | "无交易" => Self::NoTransaction,
            "8" | "未明" => Self::Unclear,
            "9" | "异常" => Self::Abnormal,
            "99" | "其他" => Self::SomethingElse,
            "98" | "订单关闭" => Self::Closed,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(OrderStatusDetail);

/// Values of the code table `bank_card_type`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BankCardType {
    /// `1`: 借记卡.
    Debit,
    /// `2`: 信用卡.
    Credit,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for BankCardType {
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

::payspec_runtime::code!(BankCardType);

/// The tables that the runtime works on.
pub static PROVIDER: &::payspec_runtime::table::Provider = &tables::PROVIDER;

mod tables {
    use ::payspec_runtime::table::*;

    pub(super) static PROVIDER: Provider = Provider::new(
            "umf_service_provider",
            "联动优势 服务商平台",
            "CNY",
        )
        .credentials(&CREDENTIALS)
        .environments(&ENVIRONMENTS)
        .code_tables(&CODE_TABLES)
        .operations(&OPERATIONS);
    static CREDENTIALS: [Credential; 4] = [
        Credential::new("acq_sp_id", "代理商编号", CredentialKind::Text),
        Credential::new("acq_mer_id", "商户号", CredentialKind::Text),
        Credential::new("private_key", "商户私钥", CredentialKind::PrivateKey),
        Credential::new("platform_public_key", "平台公钥", CredentialKind::PublicKey),
    ];

    static ENVIRONMENTS: [Environment; 2] = [
        Environment::new(
            "production",
            "http://provider.umfintech.com/entry-provider-plat-client",
        ),
        Environment::new("test", "http://111.205.18.100:8011/entry-provider-plat-client"),
    ];

    static RESP_CODE_CODES: [Code; 31] = [
        Code::new("00", "Success", "处理成功"),
        Code::new("01", "SystemError", "系统错误")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("02", "Paying", "支付中").advice(Advice::InProgress),
        Code::new("62", "EnteringPassword", "输密码中").advice(Advice::InProgress),
        Code::new("03", "AlreadyRefunded", "已退款"),
        Code::new("04", "StateUnclear", "状态未明").advice(Advice::InProgress),
        Code::new("05", "AlreadyPaid", "已被支付"),
        Code::new("06", "SystemBusy", "系统繁忙")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("08", "InvalidAmount", "无效金额"),
        Code::new("09", "NoteExists", "备注已存在"),
        Code::new("10", "MalformedMessage", "报文格式错误")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("11", "BadSignature", "验签失败")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadSignature, Str::Borrowed(""))] }),
        Code::new("12", "DuplicateTransaction", "重复交易"),
        Code::new("13", "MissingElement", "要素缺失")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("14", "AlreadyCancelled", "已撤销"),
        Code::new("15", "InsufficientBalance", "余额不足"),
        Code::new("16", "DuplicateOrderNo", "订单号重复"),
        Code::new("17", "TransactionNotFound", "交易不存在")
            .reasons(const { &[(Reason::OrderNotFound, Str::Borrowed(""))] }),
        Code::new("20", "QrCodeExpired", "二维码失效"),
        Code::new("21", "TooManyTimes", "次数超限"),
        Code::new("23", "QrCodeNotFound", "无此二维码"),
        Code::new("31", "MerchantStateWrong", "商户状态不正确")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::UnknownMerchant, Str::Borrowed(""))] }),
        Code::new("32", "NotPermitted", "无权限")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::UnknownMerchant, Str::Borrowed(""))] }),
        Code::new("33", "AmountOverLimit", "金额超限"),
        Code::new("35", "OriginalNotFound", "原交易不存在/状态不正确"),
        Code::new("36", "OriginalMismatch", "与原交易不符"),
        Code::new("37", "TooManyQueries", "查询超限/频繁")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::TooOften, Str::Borrowed(""))] }),
        Code::new("38", "RiskControl", "风控"),
        Code::new("39", "OutsideServiceHours", "不在受理时间"),
        Code::new("43", "CardStateAbnormal", "卡状态异常"),
        Code::new("99", "SystemException", "系统异常")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
    ];

    static ORDER_STATUS_CODES: [Code; 6] = [
        Code::new("00", "Paid", "明确支付成功").state(OrderState::Paid),
        Code::new("01", "TurnedIntoRefund", "转入退款").state(OrderState::Refunding),
        Code::new("02", "Unclear", "交易结果未明").state(OrderState::Unknown),
        Code::new("03", "Closed", "已关闭").state(OrderState::Closed),
        Code::new("04", "Cancelled", "已撤销(付款码支付)")
            .state(OrderState::Cancelled),
        Code::new(
                "06",
                "Failed",
                "明确支付失败(其他原因，如银行返回失败)",
            )
            .state(OrderState::Failed),
    ];

    static ORDER_STATUS_DETAIL_CODES: [Code; 12] = [
        Code::new("0", "Paid", "支付成功").aliases(&["支付成功"]),
        Code::new("1", "Failed", "支付失败").aliases(&["支付失败"]),
        Code::new("2", "Cancelled", "被撤销").aliases(&["被撤销"]),
        Code::new("3", "Returned", "被退货").aliases(&["被退货"]),
        Code::new("4", "Reversed", "被冲正").aliases(&["被冲正"]),
        Code::new("5", "Confirmed", "被确认").aliases(&["被确认"]),
        Code::new("6", "Paying", "支付中").aliases(&["支付中"]),
        Code::new("7", "NoTransaction", "无交易").aliases(&["无交易"]),
        Code::new("8", "Unclear", "未明").aliases(&["未明"]),
        Code::new("9", "Abnormal", "异常").aliases(&["异常"]),
        Code::new("99", "SomethingElse", "其他").aliases(&["其他"]),
        Code::new("98", "Closed", "订单关闭").aliases(&["订单关闭"]),
    ];

    static BANK_CARD_TYPE_CODES: [Code; 2] = [
        Code::new("1", "Debit", "借记卡"),
        Code::new("2", "Credit", "信用卡"),
    ];

    static CODE_TABLES: [CodeTable; 4] = [
        CodeTable::new("resp_code", &RESP_CODE_CODES),
        CodeTable::new("order_status", &ORDER_STATUS_CODES),
        CodeTable::new("order_status_detail", &ORDER_STATUS_DETAIL_CODES),
        CodeTable::new("bank_card_type", &BANK_CARD_TYPE_CODES),
    ];

    static QUERY_ORDER_REQUEST: [Field; 5] = [
        Field::text("acqSpId", "代理商编号")
            .required()
            .max_length(10)
            .source(Source::credential("acq_sp_id"))
            .example("Y471790403"),
        Field::text("acqMerId", "商户号")
            .required()
            .max_length(8)
            .source(Source::credential("acq_mer_id"))
            .example("41509208"),
        Field::text("orderNo", "商户订单号")
            .required()
            .max_length(64)
            .example("JD201909250317100002"),
        Field::text("transactionId", "联动订单号")
            .max_length(32)
            .example("2019092515170000002850"),
        Field::text("signature", "签名")
            .required()
            .max_length(256)
            .source(Source::Signature),
    ];

    static QUERY_ORDER_RESPONSE: [Field; 15] = [
        Field::new("respCode", "返回码", Kind::code("resp_code"))
            .required()
            .max_length(8)
            .example("00"),
        Field::text("respMsg", "返回信息")
            .required()
            .max_length(128)
            .example("处理成功"),
        Field::new("origRespCode", "交易状态", Kind::code("order_status"))
            .when(const { &[Condition::is(&["respCode"], &["00"])] })
            .example("00"),
        Field::new(
                "origRespDescMsg",
                "交易详细状态码",
                Kind::code("order_status_detail"),
            )
            .conditional()
            .example("支付成功"),
        Field::new("platDate", "平台日期", Kind::date(&["yyyyMMdd"]))
            .when(const { &[Condition::is(&["respCode"], &["00"])] })
            .example("20190925"),
        Field::new(
                "payTime",
                "交易时间",
                Kind::datetime_with_year_from(&["MMddHHmmss"], &["platDate"]),
            )
            .conditional()
            .example("0925152411"),
        Field::new("txnAmt", "订单金额", Kind::Money(MoneyUnit::Fen))
            .conditional()
            .example("1"),
        Field::text("paySeq", "支付流水号")
            .conditional()
            .example("9268151710507213"),
        Field::text("transactionId", "联动流水号")
            .when(const { &[Condition::is(&["respCode"], &["00"])] })
            .max_length(32)
            .example("2019092515170000002850"),
        Field::text("signature", "签名")
            .required()
            .max_length(256)
            .source(Source::Signature),
        Field::text("depBankSeq", "第三方流水号")
            .example("4200000395201909251384927907"),
        Field::text("isClosed", "订单关闭标识"),
        Field::text("merPriv", "商户私有域"),
        Field::new("bankCardType", "银行卡类型", Kind::code("bank_card_type")),
        Field::text("payerInfo", "支付信息").personal(),
    ];

    static OPERATIONS: [Operation; 1] = [
        Operation::new(
                "query_order",
                "订单状态同步",
                Purpose::OrderQuery,
                RequestTable::new(const { &[Encoding::Json] }, &QUERY_ORDER_REQUEST)
                    .view(const {
                        &[
                            ViewEntry::new(Role::MerchantOrderNo, &["orderNo"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["transactionId"]),
                        ]
                    })
                    .signing(
                        Signing::new(
                            Algorithm::RsaSha1,
                            DigestEncoding::Base64,
                            "private_key",
                            Placement::field(&["signature"]),
                        ),
                    ),
                ResponseTable::new(
                        Encoding::Json,
                        &QUERY_ORDER_RESPONSE,
                        Verification::signed(
                            Signing::new(
                                    Algorithm::RsaSha1,
                                    DigestEncoding::Base64,
                                    "platform_public_key",
                                    Placement::field(&["signature"]),
                                )
                                .piece(const { &[Part::Value] })
                                .joint("|"),
                        ),
                        Decision::new(
                            const {
                                &[
                                    Tier::new(TierName::Business, &["respCode"], &["00"])
                                        .text(&["respMsg"]),
                                ]
                            },
                            &["origRespCode"],
                        ),
                    )
                    .identity(const {
                        &[Identity::request(&["transactionId"], "transactionId")]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::PaidAt, &["payTime"]),
                            ViewEntry::new(Role::Amount, &["txnAmt"]),
                            ViewEntry::new(Role::ProviderOrderNo, &["transactionId"]),
                            ViewEntry::new(Role::ChannelOrderNo, &["depBankSeq"]),
                        ]
                    }),
            )
            .path("/pay/queryOrder"),
    ];
}
