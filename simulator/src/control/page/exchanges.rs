//! What was asked and answered, the newest first: what came, what should have been signed, what was wrong.

use std::borrow::Cow;

use maud::{Markup, html};

use super::{clock, state, thousands};
use crate::control::Control;
use crate::control::comparison::Comparison;
use crate::control::view::View;
use crate::control::words::Language;
use crate::{Exchange, Shown, Told, Verdict};

/// The most exchanges that are shown at once, and of a body the most characters; the API has all that is remembered.
const MOST: usize = 50;
const MOST_OF_A_BODY: usize = 4_096;

pub(super) fn section(control: &Control, view: &View) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let shows = |exchange: &Exchange| {
        (view.provider.is_none()
            || exchange.provider.as_deref().is_some_and(|name| view.shows_provider(name)))
            && view.shows_number(exchange.orders.iter().map(String::as_str))
    };
    let (found, exchanges) = control.shops.newest(MOST, shows);
    html! {
        section #exchanges aria-labelledby="exchanges-title" {
            div.titled {
                h2 #exchanges-title { (t("Exchanges", "请求记录")) }
                form method="post" action=(view.at("/exchanges/forget")) {
                    button.quiet { (t("Forget all", "清空")) }
                }
            }
            div #exchange-list data-live data-count=(control.shops.count()) {
                @if exchanges.is_empty() {
                    (nothing(control, view))
                } @else {
                    ol.exchanges reversed {
                        @for exchange in &exchanges { li { (of_one(language, exchange)) } }
                    }
                }
                @if found > exchanges.len() {
                    p.hint {
                        (t("The last ", "仅显示最近 ")) (MOST) (t(" of ", " 条，共 ")) (thousands(found))
                        (t(" are shown; all are at ", " 条；全部见 ")) a href="/api/exchanges" { "/api/exchanges" }
                    }
                }
            }
        }
    }
}

fn nothing(control: &Control, view: &View) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    let first = control.shops.names().find(|name| view.shows_provider(name)).unwrap_or("PROVIDER");
    html! {
        p.empty {
            @if view.provider.is_some() || view.number.is_some() {
                (t("Nothing that fits was asked. ", "没有符合条件的请求。"))
                a href="/" { (t("Show all", "显示全部")) }
            } @else {
                (t("Nothing was asked yet. Point your client at a provider's URL above, or try ", "还没有请求。请将客户端指向上方平台地址，或执行 "))
                code { "payspec query " (first) " JD1 --config payspec.toml" }
            }
        }
    }
}

fn of_one(language: Language, exchange: &Exchange) -> Markup {
    let t = |english, chinese| language.of(english, chinese);
    html! {
        details.exchange #{ "exchange-" (exchange.number) } data-number=(exchange.number) {
            summary {
                span.no { "#" (exchange.number) }
                time datetime=(exchange.at) title=(exchange.at) { (clock(exchange.at)) }
                span.asked-what {
                    b { (exchange.provider.as_deref().unwrap_or("–")) }
                    @if let Some(operation) = &exchange.operation { " / " (operation) }
                }
                code.number { (exchange.orders.join(", ")) }
                span class={ "verdict " (mood(exchange)) } { (verdict(language, &exchange.verdict)) }
                span.badges {
                    @if let Some(fault) = exchange.fault {
                        span.badge.fault title=(fault) { "⚡ " (language.fault(fault)) }
                    }
                    @for told in exchange.told.iter().take(3) { (self::told(language, exchange, told)) }
                    @if exchange.told.len() > 3 { span.count { "+" (exchange.told.len() - 3) } }
                }
            }
            div.inside {
                @if let Some(fault) = exchange.fault {
                    p.spoiled {
                        "⚡ " (t("This answer was spoiled on purpose: ", "此应答被有意破坏：")) strong { (language.fault(fault)) }
                        " " code { (fault) }
                    }
                }
                @if let Verdict::Refused { reason, why } = &exchange.verdict {
                    p.wrong {
                        (t("Refused, ", "已拒绝：")) strong { (language.reason(*reason)) }
                        (t(": ", "。")) (why)
                    }
                }
                (signature(language, exchange))
                div.messages {
                    (message(language, t("The request as it was received", "收到的请求原文"), &exchange.request))
                    (message(language, t("The answer as it was sent", "发出的应答原文"), &exchange.answer))
                }
            }
        }
    }
}

/// Told about an order; its number where the question has another or several.
fn told(language: Language, exchange: &Exchange, told: &Told) -> Markup {
    let alone = matches!(&*exchange.orders, [only] if *only == told.order);
    html! {
        span.told {
            span.unseen { (language.of("told: ", "告知：")) }
            @if !alone { code { (told.order) } " " }
            (state(language, told.state))
        }
    }
}

fn mood(exchange: &Exchange) -> &'static str {
    match exchange.verdict {
        Verdict::Answered { .. } => "good",
        Verdict::Refused { .. } => "bad",
        Verdict::NoOperation | Verdict::NoQuestion { .. } | Verdict::Failed { .. } => "bad",
    }
}

fn verdict(language: Language, verdict: &Verdict) -> Cow<'static, str> {
    match (language, verdict) {
        (Language::English, Verdict::Answered { .. }) => "answered".into(),
        (Language::Chinese, Verdict::Answered { .. }) => "已应答".into(),
        (Language::Chinese, Verdict::Refused { reason, why }) => {
            format!("已拒绝：{}（{why}）", language.reason(*reason)).into()
        }
        (Language::Chinese, Verdict::NoOperation) => "该地址没有接口".into(),
        (Language::Chinese, Verdict::NoQuestion { status: 404, .. }) => "地址中的平台不存在".into(),
        (Language::Chinese, Verdict::NoQuestion { status: 405, .. }) => "没有接口使用该 HTTP 方法".into(),
        (Language::Chinese, Verdict::NoQuestion { .. }) => "请求过长".into(),
        (Language::Chinese, Verdict::Failed { why }) => format!("无法应答：{why}").into(),
        (Language::English, other) => other.to_string().into(),
    }
}

fn signature(language: Language, exchange: &Exchange) -> Markup {
    let t = |english, chinese| language.of(english, chinese);
    let comparison = Comparison::of(exchange);
    if comparison == Comparison::Nothing {
        return html! {
            p.hint {
                (t(
                    "There is no signature to compare: the operation is not signed, or the request cannot be read.",
                    "没有可比较的签名：该接口不签名，或请求无法解析。",
                ))
            }
        };
    }
    html! {
        div.signature {
            h4 { (t("Signature of the request", "请求签名")) " " (compared(language, comparison)) }
            dl {
                div {
                    dt { (t("Canonical string, computed from what was received (the key is ***)", "待签名串：由收到的字段计算（密钥显示为 ***）")) }
                    dd {
                        @match &exchange.canonical {
                            Some(canonical) => { pre.canonical tabindex="0" { (canonical) } }
                            None => { span.nothing { "–" } }
                        }
                    }
                }
                div {
                    dt { (t("Signature computed here", "本端计算的签名")) }
                    dd.computed {
                        @match &exchange.computed {
                            Some(computed) => { code { (computed) } }
                            None => {
                                span.nothing {
                                    (t(
                                        "only the merchant can compute it, with the private key",
                                        "只有商户能用其私钥计算",
                                    ))
                                }
                            }
                        }
                    }
                }
                div {
                    dt { (t("Signature that arrived", "收到的签名")) }
                    dd.arrived {
                        @match &exchange.signature {
                            Some(arrived) => { code { (arrived) } }
                            None => { span.nothing { (t("none", "无")) } }
                        }
                    }
                }
            }
            @if matches!(comparison, Comparison::Different | Comparison::NotVerified) { (advice(language, exchange)) }
        }
    }
}

fn compared(language: Language, comparison: Comparison) -> Markup {
    let (mood, english, chinese) = match comparison {
        Comparison::Nothing => ("", "", ""),
        Comparison::NoneArrived => ("bad", "none arrived", "未收到签名"),
        Comparison::Equal => ("good", "equal", "一致"),
        Comparison::Different => ("bad", "different", "不一致"),
        Comparison::Verified => ("good", "verifies with the merchant's public key", "用商户公钥验签通过"),
        Comparison::NotVerified => {
            ("bad", "does not verify with the merchant's public key", "用商户公钥验签失败")
        }
        Comparison::NotChecked => ("", "not checked", "未验签"),
    };
    html! { span class={ "badge comparison " (mood) } { (language.of(english, chinese)) } }
}

/// What to do about a signature that does not fit.
fn advice(language: Language, exchange: &Exchange) -> Markup {
    let provider = exchange.provider.as_deref().unwrap_or("PROVIDER");
    let operation = exchange.operation.as_deref().unwrap_or("OPERATION");
    html! {
        p.advice {
            (language.of(
                "The client signed another string, or with another key. Print the string that it signs and compare it with \
                 the one above: the first difference is the mistake. If there is none, it is the key. Step by step: ",
                "客户端签名的字符串不同，或密钥不同。请打印客户端的待签名串并与上方逐字比较：第一处差异即为错误；若无差异，则是密钥不对。逐步说明：",
            ))
            code {
                "payspec sign --provider " (provider) " --operation " (operation)
                " --direction request --fields request.json --key-file key.txt"
            }
        }
    }
}

fn message(language: Language, title: &str, shown: &Shown) -> Markup {
    let t = |english, chinese| language.of(english, chinese);
    let end = shown.body.char_indices().nth(MOST_OF_A_BODY).map_or(shown.body.len(), |(index, _)| index);
    let body = shown.body.get(..end).unwrap_or(&shown.body);
    html! {
        div.message {
            h4 { (title) " " span.count { (thousands(shown.length)) (t(" bytes of body", " 字节")) } }
            @if shown.head.is_empty() && shown.length == 0 {
                p.nothing { (t("nothing", "无")) }
            } @else {
                pre.headers tabindex="0" { (shown.head) }
                @if !body.is_empty() { pre.body tabindex="0" { (body) } }
                @if end < shown.body.len() || shown.length > Shown::MAX_BODY {
                    p.hint { "… " (t("only the start is shown", "仅显示开头部分")) }
                }
            }
        }
    }
}
