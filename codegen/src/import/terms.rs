//! What this field's standard words mean: titles of codes and of fields.

use crate::spec::{Is, StateWord};

/// What a title of a code is called in Rust, and the state of an order that it names.
struct Term {
    titles: &'static [&'static str],
    name: &'static str,
    state: Option<StateWord>,
}

const fn state(titles: &'static [&'static str], name: &'static str, state: StateWord) -> Term {
    Term { titles, name, state: Some(state) }
}

const fn word(titles: &'static [&'static str], name: &'static str) -> Term {
    Term { titles, name, state: None }
}

const TERMS: &[Term] = &[
    state(
        &[
            "支付成功",
            "交易成功",
            "付款成功",
            "已支付",
            "支付完成",
            "已付款",
            "交易完成",
            "paid",
            "payment succeeded",
            "payment successful",
            "payment success",
        ],
        "Paid",
        StateWord::Paid,
    ),
    state(&["支付失败", "交易失败", "付款失败", "payment failed", "failed"], "Failed", StateWord::Failed),
    state(
        &["支付中", "付款中", "用户支付中", "正在支付", "paying", "payment in progress"],
        "Paying",
        StateWord::Pending,
    ),
    state(
        &["处理中", "进行中", "受理中", "交易中", "processing", "in progress", "pending"],
        "Processing",
        StateWord::Pending,
    ),
    state(
        &[
            "未支付",
            "待支付",
            "未付款",
            "待付款",
            "等待支付",
            "等待付款",
            "等待买家付款",
            "unpaid",
            "not paid",
            "waiting for payment",
            "awaiting payment",
        ],
        "NotPaid",
        StateWord::Pending,
    ),
    state(
        &["订单生成", "已创建", "已下单", "下单成功", "created", "order created"],
        "Created",
        StateWord::Pending,
    ),
    state(&["初始", "初始化", "初始状态"], "Initial", StateWord::Pending),
    state(&["已关闭", "关闭", "closed", "order closed"], "Closed", StateWord::Closed),
    state(
        &["已撤销", "撤销", "撤销成功", "被撤销", "已取消", "取消", "cancelled", "canceled", "revoked"],
        "Cancelled",
        StateWord::Cancelled,
    ),
    state(&["退款中", "转入退款", "退款处理中", "refunding"], "Refunding", StateWord::Refunding),
    state(
        &["退款成功", "已退款", "全额退款", "已全额退款", "全部退款", "refunded"],
        "Refunded",
        StateWord::Refunded,
    ),
    state(&["退款失败", "refund failed"], "RefundFailed", StateWord::RefundFailed),
    state(&["部分退款", "已部分退款"], "PartlyRefunded", StateWord::Unknown),
    state(
        &["未明", "交易结果未明", "结果未明", "状态未明", "状态未知", "未知状态", "未知", "unknown"],
        "Unclear",
        StateWord::Unknown,
    ),
    state(&["被退货", "已退货"], "Returned", StateWord::Unknown),
    state(&["被冲正", "已冲正"], "Reversed", StateWord::Unknown),
    state(&["被确认", "已确认"], "Confirmed", StateWord::Unknown),
    state(&["无交易", "交易不存在"], "NoSuchTrade", StateWord::Unknown),
    state(&["异常", "交易异常"], "Abnormal", StateWord::Unknown),
    word(&["处理成功", "请求成功", "通信成功", "操作成功", "查询成功", "受理成功"], "Success"),
    word(&["处理失败", "请求失败", "通信失败", "操作失败", "处理有误"], "Failure"),
    word(&["系统异常", "系统错误", "系统繁忙", "system error", "system busy"], "SystemError"),
    word(&["参数错误", "参数有误", "参数不合法", "invalid parameter", "parameter error"], "BadParameter"),
    word(
        &["验签失败", "签名错误", "签名失败", "验签错误", "invalid signature", "signature error"],
        "BadSignature",
    ),
    word(&["订单不存在", "订单号不存在", "order not found", "order does not exist"], "OrderNotFound"),
    word(&["微信", "微信支付"], "Wechat"),
    word(&["支付宝", "支付宝支付"], "Alipay"),
    word(&["银联", "银联支付"], "UnionPay"),
    word(&["银联二维码", "银联扫码"], "UnionPayQrCode"),
    word(&["云闪付"], "CloudQuickPass"),
    word(&["QQ钱包"], "QqWallet"),
    word(&["网银支付", "网银"], "NetBank"),
    word(&["快捷支付"], "QuickPay"),
    word(&["京东支付"], "JdPay"),
    word(&["现金"], "Cash"),
    word(&["借记卡", "储蓄卡"], "DebitCard"),
    word(&["贷记卡", "信用卡"], "CreditCard"),
    word(&["其他", "其它"], "Others"),
    word(&["是"], "Yes"),
    word(&["否"], "No"),
];

/// The name of a code by its title, in a table of order states or in another.
pub(super) fn name(title: &str, of_orders: bool) -> Option<&'static str> {
    match (plain(title), of_orders) {
        (title, true) if is_success(title) => Some("Paid"),
        (title, false) if is_success(title) => Some("Success"),
        ("失败", true) => Some("Failed"),
        ("失败", false) => Some("Failure"),
        _ => find(title).map(|term| term.name),
    }
}

/// The state of an order that a title names; `None` where that is not certain.
pub(super) fn order_state(title: &str) -> Option<StateWord> {
    match plain(title) {
        title if is_success(title) => Some(StateWord::Paid),
        "失败" => Some(StateWord::Failed),
        _ => find(title).and_then(|term| term.state),
    }
}

/// Whether a title says that a question was answered, and not that an order was paid.
pub(crate) fn names_success(title: &str) -> bool {
    is_success(plain(title)) || find(title).is_some_and(|term| term.name == "Success")
}

fn is_success(title: &str) -> bool {
    title == "成功"
        || ["success", "succeeded", "successful"].iter().any(|word| title.eq_ignore_ascii_case(word))
}

/// The term of a title; `订单已关闭` and `交易已关闭` are `已关闭`.
fn find(title: &str) -> Option<&'static Term> {
    let title = plain(title).to_ascii_lowercase();
    let known = |title: &str| TERMS.iter().find(|term| term.titles.contains(&title));
    let short = ["订单", "交易"].iter().find_map(|word| title.strip_prefix(word));
    known(&title).or_else(|| known(short?))
}

/// A title without remarks in parentheses, and without words that only stress it.
fn plain(title: &str) -> &str {
    let end = title.find(['(', '（', ',', '，', '。', ';', '；']).unwrap_or(title.len());
    let title = title[..end].trim();
    title.strip_prefix("明确").unwrap_or(title)
}

/// The name of a table of codes that stands by itself, by its heading.
pub(super) fn table(heading: &str) -> Option<&'static str> {
    let names = [
        (["错误码", "错误代码"], "error_codes"),
        (["返回码", "返回代码"], "return_codes"),
        (["响应码", "应答码"], "response_codes"),
        (["结果码", "结果代码"], "result_codes"),
        (["订单状态", "交易状态"], "order_states"),
    ];
    names.iter().find(|(words, _)| words.iter().any(|word| heading.contains(word))).map(|(_, name)| *name)
}

/// What a field is for, as far as its title or its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The merchant's number, or another that the provider gave to the merchant.
    Credential,
    Signature,
    Nonce,
    Clock,
    Amount,
    TradeState,
    /// What a tier of the reply says about the question.
    Result,
    /// Words about that.
    ResultText,
    /// Which error it was.
    ErrorCode,
    Role(Is),
    Personal,
    Nothing,
}

const MERCHANT: &[&str] = &[
    "商户号",
    "商户编号",
    "商户ID",
    "商户id",
    "商家编号",
    "应用ID",
    "应用编号",
    "代理商编号",
    "服务商编号",
    "机构号",
    "商户代码",
    "merchant no",
    "merchant id",
    "merchant code",
];
const SIGNATURE: &[&str] =
    &["签名", "签名值", "签名信息", "签名串", "数字签名", "验签字段", "加签结果", "signature"];
const NONCE: &[&str] = &["随机字符串", "随机串", "随机数", "nonce", "random string"];
const CLOCK: &[&str] = &["请求时间", "请求时间戳", "时间戳", "发送时间", "timestamp", "request time"];
const STATE: &[&str] = &[
    "订单状态",
    "交易状态",
    "支付状态",
    "订单支付状态",
    "order status",
    "order state",
    "trade status",
    "trade state",
    "payment status",
    "transaction status",
];
const RESULT: &[&str] = &[
    "返回码",
    "返回状态码",
    "返回状态",
    "业务结果",
    "业务结果码",
    "响应码",
    "应答码",
    "通信标识",
    "状态码",
    "返回代码",
    "结果码",
    "返回业务代码",
    "业务响应码",
    "网关返回码",
    "result code",
    "return code",
    "response code",
];
const ERROR_CODE: &[&str] = &["错误码", "错误代码", "业务错误码", "error code"];
const RESULT_TEXT: &[&str] = &[
    "错误码描述",
    "错误描述",
    "错误信息",
    "错误代码描述",
    "返回信息",
    "返回消息",
    "返回错误信息",
    "响应信息",
    "应答信息",
    "返回描述",
    "结果描述",
    "返回码描述",
    "响应描述",
    "业务响应信息",
    "返回业务代码描述",
    "网关返回码描述",
    "result message",
    "return message",
    "response message",
    "error message",
];
const AMOUNT: &[&str] = &[
    "订单金额",
    "支付金额",
    "交易金额",
    "金额",
    "总金额",
    "订单总金额",
    "amount",
    "order amount",
    "total amount",
    "payment amount",
    "transaction amount",
];
const MERCHANT_ORDER: &[&str] = &[
    "商户订单号",
    "商户单号",
    "商户流水号",
    "商户交易号",
    "商家订单号",
    "外部订单号",
    "merchant order no",
    "merchant order id",
];
const PROVIDER_ORDER: &[&str] = &[
    "平台订单号",
    "支付订单号",
    "系统订单号",
    "平台流水号",
    "系统流水号",
    "支付中心订单号",
    "platform order no",
    "platform order id",
];
const CHANNEL_ORDER: &[&str] = &[
    "渠道订单号",
    "通道订单号",
    "第三方订单号",
    "第三方流水号",
    "微信订单号",
    "支付宝订单号",
    "微信、支付宝等订单号",
    "渠道流水号",
    "channel order no",
    "channel order id",
];
const PAID_AT: &[&str] = &[
    "支付完成时间",
    "支付时间",
    "成功时间",
    "完成时间",
    "交易完成时间",
    "支付成功时间",
    "paid at",
    "payment time",
    "time of payment",
];
const CREATED_AT: &[&str] =
    &["创建时间", "订单创建时间", "下单时间", "created at", "creation time", "time of creation"];
const CURRENCY: &[&str] = &["货币代码", "币种", "货币类型", "货币", "currency"];
const CHANNEL: &[&str] =
    &["支付类型", "支付渠道", "支付接口", "支付通道", "payment channel", "payment method"];
const PERSONAL: &[&str] = &[
    "用户openid",
    "用户标识",
    "用户子标识",
    "买家账号",
    "手机号",
    "姓名",
    "身份证号",
    "客户端IP",
    "终端IP",
    "付款人姓名",
];

/// What a field is for.
pub(super) fn purpose(name: &str, title: &str) -> Purpose {
    let title = title.trim();
    let english = title.trim_end_matches('.').to_ascii_lowercase().replace(" number", " no");
    let name = name.to_ascii_lowercase();
    let by_title: [(&[&str], Purpose); 16] = [
        (MERCHANT, Purpose::Credential),
        (SIGNATURE, Purpose::Signature),
        (NONCE, Purpose::Nonce),
        (CLOCK, Purpose::Clock),
        (STATE, Purpose::TradeState),
        (RESULT, Purpose::Result),
        (RESULT_TEXT, Purpose::ResultText),
        (ERROR_CODE, Purpose::ErrorCode),
        (AMOUNT, Purpose::Amount),
        (MERCHANT_ORDER, Purpose::Role(Is::MerchantOrderNo)),
        (PROVIDER_ORDER, Purpose::Role(Is::ProviderOrderNo)),
        (CHANNEL_ORDER, Purpose::Role(Is::ChannelOrderNo)),
        (PAID_AT, Purpose::Role(Is::PaidAt)),
        (CREATED_AT, Purpose::Role(Is::CreatedAt)),
        (CURRENCY, Purpose::Role(Is::Currency)),
        (CHANNEL, Purpose::Role(Is::Channel)),
    ];
    if let Some((_, purpose)) =
        by_title.into_iter().find(|(titles, _)| titles.contains(&title) || titles.contains(&english.as_str()))
    {
        return purpose;
    }
    match name.as_str() {
        "sign" | "signature" | "signmsg" | "hmac" => Purpose::Signature,
        "nonce" | "nonce_str" | "noncestr" | "noise" => Purpose::Nonce,
        "mchno" | "mch_no" | "mchid" | "mch_id" | "merid" | "mer_id" | "merchant_id" | "merchantid"
        | "merno" => Purpose::Credential,
        "out_trade_no" | "outtradeno" => Purpose::Role(Is::MerchantOrderNo),
        _ if PERSONAL.contains(&title) => Purpose::Personal,
        // The provider's own name, as in `某某订单号`.
        _ if title.ends_with("订单号")
            && !["商", "渠", "通", "第", "原", "微", "支", "外", "退", "子"]
                .iter()
                .any(|word| title.starts_with(word))
            && title.chars().count() > 3 =>
        {
            Purpose::Role(Is::ProviderOrderNo)
        }
        _ => Purpose::Nothing,
    }
}

/// Whether a credential is the merchant's number.
pub(super) fn is_merchant(name: &str, title: &str) -> bool {
    ["商户号", "商户编号", "商户代码", "商户ID", "商户id"].contains(&title.trim())
        || (purpose(name, "") == Purpose::Credential && !title.contains("子"))
}
