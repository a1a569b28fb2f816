//! The two languages of the page.

use payspec_table::{OrderState, Reason};

use crate::Fault;

/// A language that the page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    English,
    Chinese,
}

impl Language {
    /// As it stands in `<html lang>`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// As it stands in the query and in the cookie.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language of a name or a tag: `zh`, `zh-CN`, `en-GB`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// The language that a browser likes best, by its `accept-language`.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for part in header.split(',') {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let Some(language) = Self::of_tag(tag.trim()) else { continue };
            let weight = thousandths(weight.trim().trim_start_matches("q="));
            if weight > 0 && best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }

    /// One text in this language.
    pub(crate) const fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    pub(crate) fn fault(self, fault: Fault) -> &'static str {
        let (english, chinese) = fault_words(fault);
        self.of(english, chinese)
    }

    pub(crate) fn reason(self, reason: Reason) -> &'static str {
        let (english, chinese) = reason_words(reason);
        self.of(english, chinese)
    }
}

/// A quality value such as `0.8`, in thousandths.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or_default();
    whole.saturating_mul(1_000).saturating_add(fraction.parse().unwrap_or_default())
}

/// A state in Chinese; a state that is newer than these words by its name.
pub(crate) const fn state_in_chinese(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "待支付",
        OrderState::Paid => "已支付",
        OrderState::Failed => "支付失败",
        OrderState::Closed => "已关闭",
        OrderState::Cancelled => "已撤销",
        OrderState::Refunding => "退款中",
        OrderState::Refunded => "已退款",
        OrderState::RefundFailed => "退款失败",
        OrderState::Unknown => "未知",
        newer => newer.name(),
    }
}

const fn reason_words(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::BadSignature => ("bad signature", "签名错误"),
        Reason::BadRequest => ("bad request", "请求参数错误"),
        Reason::OrderNotFound => ("order not found", "订单不存在"),
        Reason::UnknownMerchant => ("unknown merchant", "商户不存在"),
        Reason::TooOften => ("asked too often", "查询过于频繁"),
        Reason::SystemError => ("system error", "系统异常"),
        _ => ("refused", "拒绝"),
    }
}

const fn fault_words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::NoAnswer => ("no answer", "不应答"),
        Fault::SlowHead => ("slow headers", "响应头迟到"),
        Fault::SlowBody => ("slow body", "响应体缓慢"),
        Fault::ResetBeforeAnswer => ("reset before the answer", "应答前连接重置"),
        Fault::ResetInBody => ("reset inside the body", "响应体中途连接重置"),
        Fault::LengthTooLong => ("announced length too long", "声明长度过长"),
        Fault::LengthTooShort => ("announced length too short", "声明长度过短"),
        Fault::Http500 => ("HTTP 500, a page", "HTTP 500 网页"),
        Fault::Http502 => ("HTTP 502, a page", "HTTP 502 网页"),
        Fault::EmptyBody => ("empty body", "空响应体"),
        Fault::WrongContentType => ("wrong content type", "内容类型错误"),
        Fault::HugeBody => ("huge body", "超大响应体"),
        Fault::BrokenEncoding => ("broken encoding", "字符编码损坏"),
        Fault::DuplicateField => ("duplicate field", "字段重复"),
        Fault::WrongSignature => ("wrong signature", "签名错误"),
        Fault::NoSignature => ("no signature", "缺少签名"),
        Fault::OtherOrder => ("reply about another order", "他人订单的应答"),
        Fault::OtherMerchant => ("reply to another merchant", "他人商户的应答"),
        Fault::UnknownStatus => ("unlisted status", "未列出的状态"),
        Fault::NewField => ("new field", "未知新字段"),
        Fault::MissingField => ("promised field missing", "缺少必返字段"),
        Fault::MissingState => ("state missing", "缺少订单状态"),
        Fault::NumberAsText => ("number as text", "数字变为文本"),
        Fault::TextAsNumber => ("text as number", "文本变为数字"),
        Fault::UnsignedRefusal => ("unsigned refusal", "未签名的拒绝"),
        Fault::TooOften => ("asked too often", "查询过于频繁"),
        Fault::SystemError => ("system error", "系统异常"),
        Fault::ClockAhead => ("clock a day ahead", "时钟快一天"),
        Fault::ClockBehind => ("clock a day behind", "时钟慢一天"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_browser_gets_the_language_that_it_likes_best() {
        let cases = [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::Chinese)),
            ("en-GB,en;q=0.9,zh;q=0.8", Some(Language::English)),
            ("fr, en;q=0.3, zh-TW;q=0.35", Some(Language::Chinese)),
            ("zh;q=0, en;q=0.1", Some(Language::English)),
            ("fr,de;q=0.5", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn no_two_faults_and_no_two_states_have_the_same_words() {
        for language in [Language::English, Language::Chinese] {
            let words: BTreeSet<&str> = Fault::ALL.iter().map(|fault| language.fault(*fault)).collect();
            assert_eq!(words.len(), Fault::ALL.len(), "{}", language.tag());
        }
        let states: BTreeSet<&str> = OrderState::ALL.into_iter().map(state_in_chinese).collect();
        assert_eq!(states.len(), OrderState::ALL.len());
        assert!(states.iter().all(|words| !words.is_ascii()), "{states:?}");
    }
}
