//! What a reference says in words: Chinese, with the language's own term beside it where a developer needs that.

use payspec_table::{
    Advice, Algorithm, Condition, CredentialKind, DigestEncoding, Encoding, Expected, Field, Group,
    GroupRule, Identity, Item, Kind, LengthUnit, Method, MoneyUnit, Names, OrderState, Polling, Presence,
    Purpose, Reason, Role, Source, Test, TierName,
};

use super::Direction;
use super::prose::{Prose, code, text};
use crate::model::{self, Basis, Operation, Provenance, Provider};
pub(crate) use crate::restate::template;

pub(crate) const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "必填",
        Presence::Optional => "可选",
        Presence::Conditional => "条件",
    }
}

/// Conditions that must all hold.
pub(crate) fn conditions(conditions: &[Condition]) -> Prose {
    let mut prose = Prose::new();
    for (index, condition) in conditions.iter().enumerate() {
        if index > 0 {
            prose = prose.text("，且 ");
        }
        prose = prose.and(self::condition(condition));
    }
    prose
}

fn condition(condition: &Condition) -> Prose {
    let path = code(condition.path.dotted());
    match &condition.test {
        Test::Is(values) => path.text(" 为 ").codes(values.iter(), " 或 "),
        Test::IsNot(values) => path.text(" 有值且不为 ").codes(values.iter(), "、"),
        Test::Present => path.text(" 存在"),
        Test::Absent => path.text(" 不存在（或为 null）"),
    }
}

/// When a field is there, where that is not plain from its presence.
pub(crate) fn when(field: &Field) -> Option<Prose> {
    match field.presence {
        Presence::Required => None,
        Presence::Conditional if field.when.is_empty() => Some(text("平台视情况返回")),
        Presence::Conditional => Some(text("当 ").and(conditions(&field.when)).then("时必有")),
        Presence::Optional if field.when.is_empty() => None,
        Presence::Optional => Some(text("仅当 ").and(conditions(&field.when)).then("时可能有")),
    }
}

/// Where the value of a field comes from, unless the caller gives it or the provider says what it likes.
pub(crate) fn source(source: &Source, direction: Direction) -> Option<Prose> {
    Some(match source {
        Source::Caller => return None,
        Source::Constant(value) => text("固定值 ").code(value.to_string()),
        Source::Credential(name) => text("取自凭据 ").code(name.to_string()),
        Source::Nonce(length) => text(format!("自动生成：{length} 位随机字母和数字，每次不同")),
        Source::Clock => text("自动生成：发送时间"),
        Source::Signature if direction == Direction::Request => text("签名，自动计算"),
        Source::Signature => text("签名，自动验证"),
    })
}

/// What a kind is, and what the wire shows of it.
pub(crate) fn kind(kind: &Kind) -> Prose {
    let formats = |names: &Names| Prose::new().codes(names.iter(), " 或 ");
    match kind {
        Kind::Text => text("文本"),
        Kind::Integer => text("整数"),
        Kind::Decimal => text("小数"),
        Kind::Money(MoneyUnit::Fen) => text("金额，单位分"),
        Kind::Money(MoneyUnit::Yuan) => text("金额，单位元"),
        Kind::Boolean => text("真假值"),
        Kind::Date(names) => text("日期 ").and(formats(names)),
        Kind::Time(names) => text("时间 ").and(formats(names)),
        Kind::DateTime { formats: names, year_from } => {
            let prose = text("日期时间（+08:00） ").and(formats(names));
            match year_from {
                Some(path) => prose.text("，年份取自 ").code(path.dotted()),
                None => prose,
            }
        }
        Kind::Milliseconds => text("毫秒时间戳（1970 年起）"),
        Kind::Code(table) => text("取值见码表 ").code(table.to_string()),
        Kind::Object(_) => text("对象"),
        Kind::List(Item::Object { .. }) => text("对象列表"),
        Kind::List(Item::Joined { joint }) => text("多个值，以 ").code(joint.to_string()).text(" 连接"),
    }
}

pub(crate) fn length(field: &Field) -> Option<String> {
    let length = field.max_length?;
    Some(match length.unit {
        LengthUnit::Characters => length.max.to_string(),
        LengthUnit::Bytes => format!("{} 字节", length.max),
    })
}

pub(crate) fn group(group: &Group) -> Prose {
    let members = Prose::new().codes(group.members.iter(), "、");
    let preferred = group.members.get(0).unwrap_or_default();
    match group.rule {
        GroupRule::AtLeastOne => members.text(" 至少填一个；都填时以 ").code(preferred).text(" 为准"),
        GroupRule::ExactlyOne => members.text(" 必须且只能填一个"),
    }
}

pub(crate) const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

pub(crate) const fn purpose(purpose: Purpose) -> (&'static str, &'static str) {
    match purpose {
        Purpose::OrderQuery => ("单笔查询", "order_query"),
        Purpose::OrderQueryBatch => ("批量查询", "order_query_batch"),
        _ => ("其他", "other"),
    }
}

pub(crate) fn encoding(encoding: &Encoding) -> Prose {
    match encoding {
        Encoding::Json => text("JSON"),
        Encoding::Form => text("表单 form"),
        Encoding::Query => text("URL 查询串 query"),
        Encoding::Xml { root, cdata } => {
            let prose = text("XML，根元素 ").code(format!("<{root}>"));
            if *cdata { prose.text("，CDATA") } else { prose }
        }
    }
}

pub(crate) fn algorithm(algorithm: Algorithm) -> &'static str {
    match algorithm.name() {
        "md5" => "MD5",
        "sha256" => "SHA-256",
        "hmac_sha256" => "HMAC-SHA256",
        "rsa_sha1" => "SHA1withRSA（PKCS#1 v1.5）",
        "rsa_sha256" => "SHA256withRSA（PKCS#1 v1.5）",
        _ => UNDECIDED,
    }
}

/// The digest that an algorithm makes of a string, for RSA that which is signed.
pub(crate) fn digest(algorithm: Algorithm) -> &'static str {
    match algorithm.name() {
        "rsa_sha1" => "SHA-1",
        "rsa_sha256" => "SHA-256",
        _ => self::algorithm(algorithm),
    }
}

/// What a rule is called that nobody has written down yet.
pub(crate) const UNDECIDED: &str = "尚未写明";

pub(crate) const fn digest_encoding(encoding: DigestEncoding) -> &'static str {
    match encoding {
        DigestEncoding::HexUpper => "十六进制大写",
        DigestEncoding::HexLower => "十六进制小写",
        DigestEncoding::Base64 => "Base64",
    }
}

pub(crate) const fn state(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "待支付或处理中",
        OrderState::Paid => "已支付",
        OrderState::Failed => "支付失败",
        OrderState::Closed => "已关闭",
        OrderState::Cancelled => "已撤销",
        OrderState::Refunding => "退款中",
        OrderState::Refunded => "已退款",
        OrderState::RefundFailed => "退款失败",
        _ => "未知",
    }
}

/// What a tier is about, for those who take its success for that of the payment.
pub(crate) const fn tier_means(name: TierName) -> &'static str {
    match name {
        TierName::Business => "平台是否答复了这次查询；通过不等于付款成功",
        _ => "平台是否收下了这次请求；通过不等于付款成功",
    }
}

/// What a merchant does with an order in a state.
pub(crate) const fn next_step(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "还没有结果，稍后再查",
        OrderState::Paid => "核对金额后入账、发货",
        OrderState::Failed => "没有付成，可以换新单号重新下单",
        OrderState::Closed => "订单已关闭，没有付款，不发货",
        OrderState::Cancelled => "已撤销，不发货",
        OrderState::Refunding => "退款已受理，等待退款结果",
        OrderState::Refunded => "钱已退回，核对退款金额",
        OrderState::RefundFailed => "退款未成，付款仍有效，人工处理",
        _ => "不要当作失败：稍后再查，仍然不明就人工核对",
    }
}

pub(crate) const fn advice(advice: Advice) -> (&'static str, &'static str) {
    match advice {
        Advice::AgainLater => ("稍后再查", "again_later"),
        Advice::Stop => ("更正前不必再查", "stop"),
        Advice::InProgress => ("处理中", "in_progress"),
        _ => ("其他", "other"),
    }
}

pub(crate) const fn reason(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::BadSignature => ("验签失败", "bad_signature"),
        Reason::BadRequest => ("请求有误", "bad_request"),
        Reason::OrderNotFound => ("订单不存在", "order_not_found"),
        Reason::UnknownMerchant => ("商户不存在或无权限", "unknown_merchant"),
        Reason::TooOften => ("查询过于频繁", "too_often"),
        Reason::SystemError => ("平台故障", "system_error"),
        _ => ("其他", "other"),
    }
}

pub(crate) const fn tier(name: TierName) -> (&'static str, &'static str) {
    match name {
        TierName::Business => ("业务层", "business"),
        _ => ("通信层", "transport"),
    }
}

pub(crate) const fn role(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::MerchantNo => ("商户号", "merchant_no"),
        Role::MerchantOrderNo => ("商户订单号", "merchant_order_no"),
        Role::ProviderOrderNo => ("平台订单号", "provider_order_no"),
        Role::ChannelOrderNo => ("渠道订单号", "channel_order_no"),
        Role::Amount => ("订单金额", "amount"),
        Role::Currency => ("币种", "currency"),
        Role::Channel => ("支付渠道", "channel"),
        Role::PaidAt => ("支付时间", "paid_at"),
        Role::PaidDate => ("支付日期", "paid_date"),
        Role::PaidTime => ("支付时刻", "paid_time"),
        Role::CreatedAt => ("创建时间", "created_at"),
        _ => ("其他", "other"),
    }
}

/// The term and the short word for it, and what it means.
pub(crate) const fn basis(basis: Basis) -> (&'static str, &'static str) {
    match basis {
        Basis::Document => ("文档", "平台文档写明"),
        Basis::Verified => ("已验证", "用平台公布的报文重新计算，结果一致"),
        Basis::Stated => ("另有说明", "平台的其他页面写明"),
        Basis::Inferred => ("推断", "来自现有客户端的做法，或最可能的理解；未能证实"),
        Basis::Unknown => ("未知", "没有依据，只是猜测"),
    }
}

/// How often to ask, one sentence for each figure that the provider names.
pub(crate) fn polling(polling: &Polling) -> Vec<Prose> {
    let mut said = Vec::new();
    let mut say = |before: &str, figure: Option<String>, after: &str| {
        said.extend(figure.map(|figure| text(before).code(figure).text(after)));
    };
    say("同一订单两次查询至少间隔 ", polling.interval_ms.map(span), "");
    say("单次查询超时 ", polling.timeout_ms.map(span), "");
    say("同一订单最多查询 ", polling.attempts.map(|number| number.to_string()), " 次");
    say("每商户每秒最多 ", polling.per_second.map(|number| number.to_string()), " 个请求");
    say("每商户同时最多 ", polling.in_flight.map(|number| number.to_string()), " 个请求");
    said
}

/// A span of time in the largest unit that fits.
fn span(milliseconds: u64) -> String {
    for (unit, factor) in [("h", 3_600_000), ("min", 60_000), ("s", 1_000)] {
        if milliseconds >= factor && milliseconds.is_multiple_of(factor) {
            return format!("{} {unit}", milliseconds / factor);
        }
    }
    format!("{milliseconds} ms")
}

/// What a credential is, and the same for developers.
pub(crate) const fn credential(kind: CredentialKind) -> (&'static str, &'static str) {
    match kind {
        CredentialKind::Text => ("文本", "text"),
        CredentialKind::Secret => ("密钥，保密", "secret"),
        CredentialKind::PrivateKey => ("商户 RSA 私钥，保密", "private_key"),
        CredentialKind::PublicKey => ("平台 RSA 公钥", "public_key"),
    }
}

/// What a field of the reply must equal.
pub(crate) fn identity(entry: &Identity) -> Prose {
    let field = code(entry.field.dotted()).text(" = ");
    let prose = match &entry.expected {
        Expected::Credential(name) => field.text("凭据 ").code(name.to_string()),
        Expected::Request(name) => field.text("请求的 ").code(name.to_string()),
    };
    if entry.trim { prose.text("（忽略首尾空白）") } else { prose }
}

/// How well a rule of an operation is known.
pub(crate) fn provenance<'o>(operation: &'o Operation, subject: &str) -> Option<&'o Provenance> {
    operation.rules.iter().find(|rule| rule.subject == subject).map(|rule| &rule.provenance)
}

/// What people call a code table: as the first field that holds its values, in replies rather than in requests.
pub(crate) fn table_title<'p>(provider: &'p Provider, table: &str) -> Option<&'p str> {
    fn find<'f>(fields: &'f [model::Field], name: &str) -> Option<&'f str> {
        fields.iter().find_map(|field| match &field.facts.kind {
            Kind::Code(table) if table == name => Some(field.facts.title.as_ref()),
            _ => find(&field.children, name),
        })
    }
    let messages = provider.operations.iter().flat_map(|operation| [&operation.response, &operation.request]);
    messages.into_iter().find_map(|fields| find(fields, table))
}
