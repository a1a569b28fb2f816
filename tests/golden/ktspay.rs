// Made by payspec-codegen from a specification. Edit that, not this.

#[allow(unused_imports, reason = "not every provider needs all of them")]
use ::payspec_runtime::generated::{
    self, ChinaTime, Date, Decimal, Deviation, Error, Fen, Message, Money, Order,
    OrderState, PublicKey, Reply, Secret, Text, Time,
};

/// Asks KTSPay.
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

    /// Asks for 查询订单.
    ///
    /// How well its rules are known:
    ///
    /// - the signature of the request: verified against published messages (The document's sample verifies. Whole
    ///   pieces are sorted, so a value can decide. The provider rebuilds the string from the fields that it knows:
    ///   a field of one's own breaks it.)
    /// - the signature of the response: verified against published messages (The document's sample verifies. Only
    ///   the members of `data` are signed; 0, false and blanks take part.)
    /// - which refusals are not signed: stated by the document (Without data there is no signature; a code 0
    ///   without data is no success either.)
    /// - the decision: stated by the document (The code stands outside what is signed. It lets nothing pass by
    ///   itself, the signed state decides.)
    /// - that `data.mchNo` equals `credentials.mch_no`: stated by the document
    /// - that `data.appId` equals `credentials.app_id`: stated by the document
    /// - that `data.payOrderId` equals `request.payOrderId`: stated by the document
    /// - that `data.mchOrderNo` equals `request.mchOrderNo`: stated by the document
    ///
    /// # Errors
    ///
    /// An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed.
    pub async fn query(&self, request: Query) -> Result<QueryReply, Error> {
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

::payspec_runtime::blocking_client!(query(Query) -> QueryReply);

/// Where KTSPay is.
///
/// `Debug` shows no user name or password of a URL.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://pay.ktspay.cc`.
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
            Self::Production => "https://pay.ktspay.cc",
            Self::Url(url) => url,
        }
    }
}

/// What a merchant needs to talk to KTSPay.
///
/// - `mch_no`: 商户号, at most 30 characters.
/// - `app_id`: 应用ID, at most 24 characters.
/// - `key`: 应用私钥. Secret. Stated by another page of the provider.
///
/// `Debug` shows public texts only; secrets are zeroed when dropped.
#[derive(Debug, Clone)]
pub struct Credentials(generated::Credentials);

impl Credentials {
    /// With everything that is needed.
    #[must_use]
    pub fn new(
        mch_no: impl Into<String>,
        app_id: impl Into<String>,
        key: impl Into<Secret>,
    ) -> Self {
        Self(
            generated::Credentials::new()
                .text("mch_no", mch_no)
                .text("app_id", app_id)
                .secret("key", key),
        )
    }

    /// Accepts replies under a second 应用私钥 as well, while the provider's keys are rotated.
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

/// Asks for 查询订单 (`query`).
///
/// At least one of `payOrderId`, `mchOrderNo` must be given; `payOrderId` wins where several are given.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Query {
    pay_order_id: Option<String>,
    mch_order_no: Option<String>,
    expected_amount: Option<Money>,
}

impl Query {
    /// 支付订单号 (`payOrderId`).
    ///
    /// Given by the payment centre.
    ///
    /// At most 30 characters.
    ///
    /// The document says that it is always there. The remark in the same row says that one of the two order numbers
    /// will do.
    #[must_use]
    pub fn by_pay_order_id(pay_order_id: impl Into<String>) -> Self {
        Self {
            pay_order_id: Some(pay_order_id.into()),
            mch_order_no: None,
            expected_amount: None,
        }
    }

    /// 商户订单号 (`mchOrderNo`).
    ///
    /// At most 30 characters.
    ///
    /// The document says that it is always there. The remark in the same row says that one of the two order numbers
    /// will do.
    #[must_use]
    pub fn by_mch_order_no(mch_order_no: impl Into<String>) -> Self {
        Self {
            pay_order_id: None,
            mch_order_no: Some(mch_order_no.into()),
            expected_amount: None,
        }
    }

    /// 支付订单号 (`payOrderId`).
    ///
    /// Given by the payment centre.
    ///
    /// At most 30 characters.
    ///
    /// The document says that it is always there. The remark in the same row says that one of the two order numbers
    /// will do.
    #[must_use]
    pub fn pay_order_id(mut self, pay_order_id: impl Into<String>) -> Self {
        self.pay_order_id = Some(pay_order_id.into());
        self
    }

    /// 商户订单号 (`mchOrderNo`).
    ///
    /// At most 30 characters.
    ///
    /// The document says that it is always there. The remark in the same row says that one of the two order numbers
    /// will do.
    #[must_use]
    pub fn mch_order_no(mut self, mch_order_no: impl Into<String>) -> Self {
        self.mch_order_no = Some(mch_order_no.into());
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

impl generated::Fields for Query {
    fn input(&self, index: usize) -> generated::Input<'_> {
        match index {
            2 => generated::Input::of(&self.pay_order_id),
            3 => generated::Input::of(&self.mch_order_no),
            _ => generated::Input::Absent,
        }
    }
}

impl generated::Request for Query {
    type Reply = QueryReply;

    const OPERATION: &'static str = "query";

    fn expected_amount(&self) -> Option<Money> {
        self.expected_amount
    }
}

/// The answer to [`Query`], verified and decided.
///
/// A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a
/// field is no reason to lose an answer. Texts share the message's memory.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QueryReply {
    /// 返回状态 (`code`).
    ///
    /// Always there.
    pub code: ReturnCode,
    /// 返回信息 (`msg`).
    ///
    /// At most 128 characters.
    pub msg: Option<Text>,
    /// 签名信息 (`sign`).
    ///
    /// May be there when `data` is there; at most 32 characters.
    pub sign: Option<Text>,
    /// 返回数据 (`data`).
    ///
    /// The document gives it 512 characters, gives it the type `String`. It is an object, in the samples too; the
    /// lengths of its members add up to far more than 512.
    pub data: QueryReplyData,
    reply: Reply,
}

impl QueryReply {
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

impl generated::TypedReply for QueryReply {
    fn decode(fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(Self {
            code: fields.required(0)?,
            msg: fields.optional(1),
            sign: fields.optional(2),
            data: fields.required_object(3)?,
            reply,
        })
    }
}

/// 返回数据 (`data`), inside a reply.
#[derive(Clone)]
#[non_exhaustive]
pub struct QueryReplyData {
    /// 返回状态 (`code`).
    ///
    /// The document says that it is always there. An error of the document, which repeats the envelope; the sample
    /// and the public server have none of it.
    pub code: Option<i64>,
    /// 返回信息 (`msg`).
    ///
    /// At most 128 characters.
    ///
    /// An error of the document, which repeats the envelope.
    pub msg: Option<Text>,
    /// 签名信息 (`sign`).
    ///
    /// At most 32 characters.
    ///
    /// An error of the document, which repeats the envelope. The signature stands beside `data`.
    pub sign: Option<Text>,
    /// 返回数据 (`data`).
    ///
    /// At most 512 characters.
    ///
    /// An error of the document, which repeats the envelope.
    pub data: Option<Text>,
    /// 支付订单号 (`payOrderId`).
    ///
    /// Always there; at most 30 characters.
    pub pay_order_id: Text,
    /// 商户号 (`mchNo`).
    ///
    /// Always there; at most 30 characters.
    pub mch_no: Text,
    /// 应用ID (`appId`).
    ///
    /// Always there; at most 24 characters.
    pub app_id: Text,
    /// 商户订单号 (`mchOrderNo`).
    ///
    /// Always there; at most 30 characters.
    pub mch_order_no: Text,
    /// 支付接口 (`ifCode`).
    ///
    /// Promised always; at most 30 characters.
    pub if_code: Option<Interface>,
    /// 支付方式 (`wayCode`).
    ///
    /// Promised always; at most 30 characters.
    pub way_code: Option<PayWay>,
    /// 支付金额 (`amount`).
    ///
    /// Promised always; in fen on the wire.
    pub amount: Option<Fen>,
    /// 货币代码 (`currency`).
    ///
    /// Promised always; at most 3 characters.
    pub currency: Option<Text>,
    /// 订单状态 (`state`).
    ///
    /// Always there.
    pub state: OrderStatus,
    /// 客户端IP (`clientIp`).
    ///
    /// At most 32 characters; says something about a person.
    pub client_ip: Option<Text>,
    /// 商品标题 (`subject`).
    ///
    /// Promised always; at most 64 characters.
    pub subject: Option<Text>,
    /// 商品描述 (`body`).
    ///
    /// Promised always; at most 256 characters.
    pub body: Option<Text>,
    /// 渠道订单号 (`channelOrderNo`).
    pub channel_order_no: Option<Text>,
    /// 渠道错误码 (`errCode`).
    pub err_code: Option<Text>,
    /// 渠道错误描述 (`errMsg`).
    pub err_msg: Option<Text>,
    /// 扩展参数 (`extParam`).
    ///
    /// At most 512 characters.
    pub ext_param: Option<Text>,
    /// 创建时间 (`createdAt`).
    ///
    /// Promised always; in milliseconds since 1970 on the wire.
    pub created_at: Option<ChinaTime>,
    /// 成功时间 (`successTime`).
    ///
    /// In milliseconds since 1970 on the wire.
    pub success_time: Option<ChinaTime>,
}

/// Without what is secret or says something about a person.
impl ::std::fmt::Debug for QueryReplyData {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("QueryReplyData")
            .field("code", &self.code)
            .field("msg", &self.msg)
            .field("sign", &self.sign)
            .field("data", &self.data)
            .field("pay_order_id", &self.pay_order_id)
            .field("mch_no", &self.mch_no)
            .field("app_id", &self.app_id)
            .field("mch_order_no", &self.mch_order_no)
            .field("if_code", &self.if_code)
            .field("way_code", &self.way_code)
            .field("amount", &self.amount)
            .field("currency", &self.currency)
            .field("state", &self.state)
            .field("client_ip", &"***")
            .field("subject", &self.subject)
            .field("body", &self.body)
            .field("channel_order_no", &self.channel_order_no)
            .field("err_code", &self.err_code)
            .field("err_msg", &self.err_msg)
            .field("ext_param", &self.ext_param)
            .field("created_at", &self.created_at)
            .field("success_time", &self.success_time)
            .finish_non_exhaustive()
    }
}

impl generated::Decode for QueryReplyData {
    fn decode(fields: &generated::Decoder<'_>) -> Result<Self, Error> {
        Ok(Self {
            code: fields.optional(0),
            msg: fields.optional(1),
            sign: fields.optional(2),
            data: fields.optional(3),
            pay_order_id: fields.required(4)?,
            mch_no: fields.required(5)?,
            app_id: fields.required(6)?,
            mch_order_no: fields.required(7)?,
            if_code: fields.optional(8),
            way_code: fields.optional(9),
            amount: fields.optional(10),
            currency: fields.optional(11),
            state: fields.required(12)?,
            client_ip: fields.optional(13),
            subject: fields.optional(14),
            body: fields.optional(15),
            channel_order_no: fields.optional(16),
            err_code: fields.optional(17),
            err_msg: fields.optional(18),
            ext_param: fields.optional(19),
            created_at: fields.optional(20),
            success_time: fields.optional(21),
        })
    }
}

/// Values of the code table `return_code`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReturnCode {
    /// `0`: 处理成功.
    Success,
    /// `9999`: 自定义业务异常. Stated by another page of the provider. Its text says which error it is.
    BusinessError,
    /// `10`: 系统异常. Ask again later. Stated by another page of the provider.
    SystemError,
    /// `11`: 参数有误. Asking again brings the same answer. Stated by another page of the provider.
    BadParameters,
    /// `12`: 数据库服务异常. Ask again later. Stated by another page of the provider.
    DatabaseError,
    /// `5000`: 新增失败. Stated by another page of the provider.
    CreateFailed,
    /// `5001`: 删除失败. Stated by another page of the provider.
    DeleteFailed,
    /// `5002`: 修改失败. Stated by another page of the provider.
    UpdateFailed,
    /// `5003`: 记录不存在. Stated by another page of the provider.
    RecordNotFound,
    /// `5004`: 权限错误. Stated by another page of the provider.
    NotPermitted,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for ReturnCode {
    fn wire(&self) -> &str {
        match self {
            Self::Success => "0",
            Self::BusinessError => "9999",
            Self::SystemError => "10",
            Self::BadParameters => "11",
            Self::DatabaseError => "12",
            Self::CreateFailed => "5000",
            Self::DeleteFailed => "5001",
            Self::UpdateFailed => "5002",
            Self::RecordNotFound => "5003",
            Self::NotPermitted => "5004",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" => Self::Success,
            "9999" => Self::BusinessError,
            "10" => Self::SystemError,
            "11" => Self::BadParameters,
            "12" => Self::DatabaseError,
            "5000" => Self::CreateFailed,
            "5001" => Self::DeleteFailed,
            "5002" => Self::UpdateFailed,
            "5003" => Self::RecordNotFound,
            "5004" => Self::NotPermitted,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(ReturnCode);

/// Values of the code table `order_status`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatus {
    /// `0`: 订单生成. The order is Pending.
    Created,
    /// `1`: 支付中. The order is Pending.
    Paying,
    /// `2`: 支付成功. The order is Paid.
    Paid,
    /// `3`: 支付失败. The order is Failed.
    Failed,
    /// `4`: 已撤销. The order is Cancelled.
    Cancelled,
    /// `5`: 已退款. The order is Refunded.
    Refunded,
    /// `6`: 订单关闭. The order is Closed.
    Closed,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for OrderStatus {
    fn wire(&self) -> &str {
        match self {
            Self::Created => "0",
            Self::Paying => "1",
            Self::Paid => "2",
            Self::Failed => "3",
            Self::Cancelled => "4",
            Self::Refunded => "5",
            Self::Closed => "6",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "0" => Self::Created,
            "1" => Self::Paying,
            "2" => Self::Paid,
            "3" => Self::Failed,
            "4" => Self::Cancelled,
            "5" => Self::Refunded,
            "6" => Self::Closed,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(OrderStatus);

/// Values of the code table `interface`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Interface {
    /// `wxpay`: 微信官方支付.
    Wechat,
    /// `alipay`: 支付宝官方支付.
    Alipay,
    /// `ysfpay`: 云闪付开放平台. Inferred.
    CloudQuickPass,
    /// `xxpay`: 小新支付. Inferred.
    Xxpay,
    /// `pppay`: Paypal 支付. Inferred.
    Paypal,
    /// `plspay`: 计全支付plus. Inferred.
    JeepayPlus,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for Interface {
    fn wire(&self) -> &str {
        match self {
            Self::Wechat => "wxpay",
            Self::Alipay => "alipay",
            Self::CloudQuickPass => "ysfpay",
            Self::Xxpay => "xxpay",
            Self::Paypal => "pppay",
            Self::JeepayPlus => "plspay",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "wxpay" => Self::Wechat,
            "alipay" => Self::Alipay,
            "ysfpay" => Self::CloudQuickPass,
            "xxpay" => Self::Xxpay,
            "pppay" => Self::Paypal,
            "plspay" => Self::JeepayPlus,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(Interface);

/// Values of the code table `pay_way`.
///
/// A provider may send others at any time: they are [`Other`](Self::Other).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayWay {
    /// `WX_LITE`: 微信小程序.
    WechatMiniProgram,
    /// `ALI_BAR`: 支付宝条码支付.
    AlipayBarCode,
    /// `ALI_JSAPI`: 支付宝服务窗支付. Inferred.
    AlipayServiceWindow,
    /// `ALI_APP`: 支付宝 app支付. Inferred.
    AlipayApp,
    /// `ALI_PC`: 支付宝 电脑网站支付. Inferred.
    AlipayDesktop,
    /// `ALI_WAP`: 支付宝 wap支付. Inferred.
    AlipayWap,
    /// `ALI_QR`: 支付宝 二维码付款. Inferred.
    AlipayQrCode,
    /// `WX_JSAPI`: 微信jsapi支付. Inferred.
    WechatJsapi,
    /// `WX_APP`: 微信app支付. Inferred.
    WechatApp,
    /// `WX_BAR`: 微信条码支付. Inferred.
    WechatBarCode,
    /// `WX_H5`: 微信H5支付. Inferred.
    WechatH5,
    /// `WX_NATIVE`: 微信扫码支付. Inferred.
    WechatNative,
    /// `YSF_BAR`: 云闪付条码支付. Inferred.
    CloudQuickPassBarCode,
    /// `YSF_JSAPI`: 云闪付服务窗支付. Inferred.
    CloudQuickPassServiceWindow,
    /// `QR_CASHIER`: 二维码收银台. Inferred.
    QrCashier,
    /// `AUTO_BAR`: 条码聚合支付. Inferred.
    AnyBarCode,
    /// `PP_PC`: Paypal 支付. Inferred.
    Paypal,
    /// A value that the table does not list, as it came.
    Other(Text),
}

impl generated::Code for PayWay {
    fn wire(&self) -> &str {
        match self {
            Self::WechatMiniProgram => "WX_LITE",
            Self::AlipayBarCode => "ALI_BAR",
            Self::AlipayServiceWindow => "ALI_JSAPI",
            Self::AlipayApp => "ALI_APP",
            Self::AlipayDesktop => "ALI_PC",
            Self::AlipayWap => "ALI_WAP",
            Self::AlipayQrCode => "ALI_QR",
            Self::WechatJsapi => "WX_JSAPI",
            Self::WechatApp => "WX_APP",
            Self::WechatBarCode => "WX_BAR",
            Self::WechatH5 => "WX_H5",
            Self::WechatNative => "WX_NATIVE",
            Self::CloudQuickPassBarCode => "YSF_BAR",
            Self::CloudQuickPassServiceWindow => "YSF_JSAPI",
            Self::QrCashier => "QR_CASHIER",
            Self::AnyBarCode => "AUTO_BAR",
            Self::Paypal => "PP_PC",
            Self::Other(text) => text,
        }
    }

    fn from_wire(wire: Text) -> Self {
        match wire.as_ref() {
            "WX_LITE" => Self::WechatMiniProgram,
            "ALI_BAR" => Self::AlipayBarCode,
            "ALI_JSAPI" => Self::AlipayServiceWindow,
            "ALI_APP" => Self::AlipayApp,
            "ALI_PC" => Self::AlipayDesktop,
            "ALI_WAP" => Self::AlipayWap,
            "ALI_QR" => Self::AlipayQrCode,
            "WX_JSAPI" => Self::WechatJsapi,
            "WX_APP" => Self::WechatApp,
            "WX_BAR" => Self::WechatBarCode,
            "WX_H5" => Self::WechatH5,
            "WX_NATIVE" => Self::WechatNative,
            "YSF_BAR" => Self::CloudQuickPassBarCode,
            "YSF_JSAPI" => Self::CloudQuickPassServiceWindow,
            "QR_CASHIER" => Self::QrCashier,
            "AUTO_BAR" => Self::AnyBarCode,
            "PP_PC" => Self::Paypal,
            _ => Self::Other(wire),
        }
    }
}

::payspec_runtime::code!(PayWay);

/// The tables that the runtime works on.
pub static PROVIDER: &::payspec_runtime::table::Provider = &tables::PROVIDER;

mod tables {
    use ::payspec_runtime::table::*;

    pub(super) static PROVIDER: Provider = Provider::new("ktspay", "KTSPay", "CNY")
        .credentials(&CREDENTIALS)
        .environments(&ENVIRONMENTS)
        .code_tables(&CODE_TABLES)
        .operations(&OPERATIONS);
    static CREDENTIALS: [Credential; 3] = [
        Credential::new("mch_no", "商户号", CredentialKind::Text),
        Credential::new("app_id", "应用ID", CredentialKind::Text),
        Credential::new("key", "应用私钥", CredentialKind::Secret),
    ];

    static ENVIRONMENTS: [Environment; 1] = [
        Environment::new("production", "https://pay.ktspay.cc"),
    ];

    static RETURN_CODE_CODES: [Code; 10] = [
        Code::new("0", "Success", "处理成功"),
        Code::new("9999", "BusinessError", "自定义业务异常")
            .reasons(const {
                &[
                    (Reason::OrderNotFound, Str::Borrowed("订单不存在")),
                    (Reason::BadSignature, Str::Borrowed("验签失败")),
                ]
            }),
        Code::new("10", "SystemError", "系统异常")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("11", "BadParameters", "参数有误")
            .advice(Advice::Stop)
            .reasons(const { &[(Reason::BadRequest, Str::Borrowed(""))] }),
        Code::new("12", "DatabaseError", "数据库服务异常")
            .advice(Advice::AgainLater)
            .reasons(const { &[(Reason::SystemError, Str::Borrowed(""))] }),
        Code::new("5000", "CreateFailed", "新增失败"),
        Code::new("5001", "DeleteFailed", "删除失败"),
        Code::new("5002", "UpdateFailed", "修改失败"),
        Code::new("5003", "RecordNotFound", "记录不存在"),
        Code::new("5004", "NotPermitted", "权限错误"),
    ];

    static ORDER_STATUS_CODES: [Code; 7] = [
        Code::new("0", "Created", "订单生成").state(OrderState::Pending),
        Code::new("1", "Paying", "支付中").state(OrderState::Pending),
        Code::new("2", "Paid", "支付成功").state(OrderState::Paid),
        Code::new("3", "Failed", "支付失败").state(OrderState::Failed),
        Code::new("4", "Cancelled", "已撤销").state(OrderState::Cancelled),
        Code::new("5", "Refunded", "已退款").state(OrderState::Refunded),
        Code::new("6", "Closed", "订单关闭").state(OrderState::Closed),
    ];

    static INTERFACE_CODES: [Code; 6] = [
        Code::new("wxpay", "Wechat", "微信官方支付"),
        Code::new("alipay", "Alipay", "支付宝官方支付"),
        Code::new("ysfpay", "CloudQuickPass", "云闪付开放平台"),
        Code::new("xxpay", "Xxpay", "小新支付"),
        Code::new("pppay", "Paypal", "Paypal 支付"),
        Code::new("plspay", "JeepayPlus", "计全支付plus"),
    ];

    static PAY_WAY_CODES: [Code; 17] = [
        Code::new("WX_LITE", "WechatMiniProgram", "微信小程序"),
        Code::new("ALI_BAR", "AlipayBarCode", "支付宝条码支付"),
        Code::new("ALI_JSAPI", "AlipayServiceWindow", "支付宝服务窗支付"),
        Code::new("ALI_APP", "AlipayApp", "支付宝 app支付"),
        Code::new("ALI_PC", "AlipayDesktop", "支付宝 电脑网站支付"),
        Code::new("ALI_WAP", "AlipayWap", "支付宝 wap支付"),
        Code::new("ALI_QR", "AlipayQrCode", "支付宝 二维码付款"),
        Code::new("WX_JSAPI", "WechatJsapi", "微信jsapi支付"),
        Code::new("WX_APP", "WechatApp", "微信app支付"),
        Code::new("WX_BAR", "WechatBarCode", "微信条码支付"),
        Code::new("WX_H5", "WechatH5", "微信H5支付"),
        Code::new("WX_NATIVE", "WechatNative", "微信扫码支付"),
        Code::new("YSF_BAR", "CloudQuickPassBarCode", "云闪付条码支付"),
        Code::new(
            "YSF_JSAPI",
            "CloudQuickPassServiceWindow",
            "云闪付服务窗支付",
        ),
        Code::new("QR_CASHIER", "QrCashier", "二维码收银台"),
        Code::new("AUTO_BAR", "AnyBarCode", "条码聚合支付"),
        Code::new("PP_PC", "Paypal", "Paypal 支付"),
    ];

    static CODE_TABLES: [CodeTable; 4] = [
        CodeTable::new("return_code", &RETURN_CODE_CODES),
        CodeTable::new("order_status", &ORDER_STATUS_CODES),
        CodeTable::new("interface", &INTERFACE_CODES),
        CodeTable::new("pay_way", &PAY_WAY_CODES),
    ];

    static QUERY_REQUEST: [Field; 8] = [
        Field::text("mchNo", "商户号")
            .required()
            .max_length(30)
            .source(Source::credential("mch_no"))
            .example("M1621873433953"),
        Field::text("appId", "应用ID")
            .required()
            .max_length(24)
            .source(Source::credential("app_id"))
            .example("60cc09bce4b0f1c0b83761c9"),
        Field::text("payOrderId", "支付订单号")
            .max_length(30)
            .example("P20160427210604000490"),
        Field::text("mchOrderNo", "商户订单号")
            .max_length(30)
            .example("20160427210604000490"),
        Field::new("reqTime", "请求时间", Kind::Milliseconds)
            .required()
            .source(Source::Clock)
            .example("1622016572190"),
        Field::text("version", "接口版本")
            .required()
            .max_length(3)
            .source(Source::constant("1.0")),
        Field::text("sign", "签名")
            .required()
            .max_length(32)
            .source(Source::Signature),
        Field::text("signType", "签名类型")
            .required()
            .max_length(32)
            .source(Source::constant("MD5")),
    ];

    static QUERY_RESPONSE_DATA: [Field; 22] = [
        Field::new("code", "返回状态", Kind::Integer),
        Field::text("msg", "返回信息").max_length(128),
        Field::text("sign", "签名信息").max_length(32),
        Field::text("data", "返回数据").max_length(512),
        Field::text("payOrderId", "支付订单号")
            .required()
            .max_length(30)
            .example("P202106181104177050002"),
        Field::text("mchNo", "商户号")
            .required()
            .max_length(30)
            .example("M1623984572"),
        Field::text("appId", "应用ID")
            .required()
            .max_length(24)
            .example("60cc09bce4b0f1c0b83761c9"),
        Field::text("mchOrderNo", "商户订单号")
            .required()
            .max_length(30)
            .example("mho1623985457320"),
        Field::new("ifCode", "支付接口", Kind::code("interface"))
            .required()
            .max_length(30)
            .example("alipay"),
        Field::new("wayCode", "支付方式", Kind::code("pay_way"))
            .required()
            .max_length(30)
            .example("ALI_BAR"),
        Field::new("amount", "支付金额", Kind::Money(MoneyUnit::Fen))
            .required()
            .example("58"),
        Field::text("currency", "货币代码").required().max_length(3).example("cny"),
        Field::new("state", "订单状态", Kind::code("order_status"))
            .required()
            .written(Written::Bare)
            .example("2"),
        Field::text("clientIp", "客户端IP")
            .max_length(32)
            .personal()
            .example("192.166.1.132"),
        Field::text("subject", "商品标题")
            .required()
            .max_length(64)
            .example("商品标题"),
        Field::text("body", "商品描述")
            .required()
            .max_length(256)
            .example("商品描述"),
        Field::text("channelOrderNo", "渠道订单号")
            .example("2021061822001423031419593035"),
        Field::text("errCode", "渠道错误码").example("1002"),
        Field::text("errMsg", "渠道错误描述").example("业务异常错误"),
        Field::text("extParam", "扩展参数")
            .max_length(512)
            .example("134586944573118714"),
        Field::new("createdAt", "创建时间", Kind::Milliseconds)
            .required()
            .example("1623985457705"),
        Field::new("successTime", "成功时间", Kind::Milliseconds)
            .example("1623985459000"),
    ];

    static QUERY_RESPONSE: [Field; 4] = [
        Field::new("code", "返回状态", Kind::code("return_code"))
            .required()
            .written(Written::Bare)
            .example("0"),
        Field::text("msg", "返回信息").max_length(128).example("SUCCESS"),
        Field::text("sign", "签名信息")
            .when(const { &[Condition::present(&["data"])] })
            .optional()
            .max_length(32)
            .source(Source::Signature),
        Field::new("data", "返回数据", Kind::object(&QUERY_RESPONSE_DATA)),
    ];

    static OPERATIONS: [Operation; 1] = [
        Operation::new(
                "query",
                "查询订单",
                Purpose::OrderQuery,
                RequestTable::new(
                        const { &[Encoding::Json, Encoding::Form] },
                        &QUERY_REQUEST,
                    )
                    .groups(const {
                        &[Group::at_least_one(&["payOrderId", "mchOrderNo"])]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(Role::ProviderOrderNo, &["payOrderId"]),
                            ViewEntry::new(Role::MerchantOrderNo, &["mchOrderNo"]),
                        ]
                    })
                    .signing(
                        Signing::new(
                                Algorithm::Md5,
                                DigestEncoding::HexUpper,
                                "key",
                                Placement::field(&["sign"]),
                            )
                            .order(Order::PieceIgnoringCase)
                            .piece(const {
                                &[
                                    Part::Name,
                                    Part::literal("="),
                                    Part::Value,
                                    Part::literal("&"),
                                ]
                            })
                            .joint("")
                            .suffix(const { &[Part::literal("key="), Part::Key] }),
                    ),
                ResponseTable::new(
                        Encoding::Json,
                        &QUERY_RESPONSE,
                        Verification::signed_except(
                            Signing::new(
                                    Algorithm::Md5,
                                    DigestEncoding::HexUpper,
                                    "key",
                                    Placement::field(&["sign"]),
                                )
                                .over(Over::Member(Path::Static(&["data"])))
                                .order(Order::PieceIgnoringCase)
                                .piece(const {
                                    &[
                                        Part::Name,
                                        Part::literal("="),
                                        Part::Value,
                                        Part::literal("&"),
                                    ]
                                })
                                .joint("")
                                .suffix(const { &[Part::literal("key="), Part::Key] }),
                            const { &[Condition::absent(&["data"])] },
                        ),
                        Decision::new(
                            const {
                                &[
                                    Tier::new(TierName::Business, &["code"], &["0"])
                                        .text(&["msg"]),
                                ]
                            },
                            &["data", "state"],
                        ),
                    )
                    .identity(const {
                        &[
                            Identity::credential(&["data", "mchNo"], "mch_no"),
                            Identity::credential(&["data", "appId"], "app_id"),
                            Identity::request(&["data", "payOrderId"], "payOrderId"),
                            Identity::request(&["data", "mchOrderNo"], "mchOrderNo"),
                        ]
                    })
                    .view(const {
                        &[
                            ViewEntry::new(
                                Role::ProviderOrderNo,
                                &["data", "payOrderId"],
                            ),
                            ViewEntry::new(Role::MerchantNo, &["data", "mchNo"]),
                            ViewEntry::new(
                                Role::MerchantOrderNo,
                                &["data", "mchOrderNo"],
                            ),
                            ViewEntry::new(Role::Channel, &["data", "ifCode"]),
                            ViewEntry::new(Role::Amount, &["data", "amount"]),
                            ViewEntry::new(Role::Currency, &["data", "currency"]),
                            ViewEntry::new(
                                Role::ChannelOrderNo,
                                &["data", "channelOrderNo"],
                            ),
                            ViewEntry::new(Role::CreatedAt, &["data", "createdAt"]),
                            ViewEntry::new(Role::PaidAt, &["data", "successTime"]),
                        ]
                    }),
            )
            .path("/api/pay/query"),
    ];
}
