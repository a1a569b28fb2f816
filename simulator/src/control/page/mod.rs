//! The page, written on the server.

mod exchanges;
mod foot;
pub(crate) mod orders;
mod providers;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use maud::{DOCTYPE, Markup, html};
use payspec_runtime::ChinaTime;
use payspec_table::OrderState;
use sha2::{Digest, Sha256};

use super::Control;
use super::refusal::Refusal;
use super::view::View;
use super::words::{Language, state_in_chinese};

/// The page at `/`. A browser that holds it as it is gets 304, so that asking for it again costs little.
pub(crate) async fn page(
    State(control): State<Arc<Control>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    let view = View::read(query.as_deref(), &headers);
    let mut response = written(&control, &view, None);
    let tag = response.headers().get(header::ETAG);
    if tag.is_some() && tag == headers.get(header::IF_NONE_MATCH) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
    }
    response
}

/// The page, with what was wrong with the form that was sent.
pub(crate) fn written(control: &Control, view: &View, refusal: Option<&Refusal>) -> Response<Body> {
    let text = document(control, view, refusal).into_string();
    let digest = Sha256::digest(text.as_bytes());
    let tag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = refusal.map_or(StatusCode::OK, |refusal| refusal.status);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    for (name, value) in [(header::ETAG, Some(format!("\"{tag}\""))), (header::SET_COOKIE, view.cookie())] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

fn document(control: &Control, view: &View, refusal: Option<&Refusal>) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (t("payspec simulator", "payspec 模拟器")) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
                script src="/script.js" defer {}
            }
            body data-view=(view.at("/")) {
                a.skip href="#exchanges" { (t("Skip to the exchanges", "跳到请求记录")) }
                (head(control, view))
                main {
                    @if let Some(refusal) = refusal {
                        p.notice role="alert" {
                            strong { (t("That was not done: ", "操作未完成：")) } (refusal.words)
                        }
                    }
                    (providers::section(control, view))
                    (orders::section(control, view))
                    (exchanges::section(control, view))
                }
                (foot::foot(language))
            }
        }
    }
}

fn head(control: &Control, view: &View) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let orders: usize = control.shops.by_name.values().map(|shop| shop.orders_now().len()).sum();
    html! {
        header.head {
            h1 { "payspec " span { (t("simulator", "支付平台模拟器")) } }
            nav #counts data-live aria-label=(t("Parts of this page", "页面内容")) {
                a href="#providers" { (t("Providers", "平台")) " " b { (control.shops.by_name.len()) } }
                a href="#orders" { (t("Orders", "订单")) " " b { (thousands(orders)) } }
                a href="#exchanges" { (t("Exchanges", "请求记录")) " " b { (thousands(control.shops.count())) } }
            }
            p #live role="status"
                data-live-text=(t("live", "实时"))
                data-paused-text=(t("paused while something is open or being edited", "有内容展开或正在编辑，已暂停刷新"))
                data-lost-text=(t("the simulator does not answer", "模拟器无应答")) {}
            p.languages {
                @for (other, name) in [(Language::Chinese, "中文"), (Language::English, "English")] {
                    a href=(view.in_language(other).at("/")) lang=(other.tag()) hreflang=(other.tag())
                        aria-current=[(other == language).then_some("true")] { (name) }
                }
            }
        }
    }
}

/// A state as a badge: the words of both languages, and a colour.
fn state(language: Language, state: OrderState) -> Markup {
    let (english, chinese) = (state.name(), state_in_chinese(state));
    let (first, second) = match language {
        Language::English => (english, chinese),
        Language::Chinese => (chinese, english),
    };
    let (of_first, of_second) = match language {
        Language::English => ("en", "zh-CN"),
        Language::Chinese => ("zh-CN", "en"),
    };
    html! {
        span class={ "badge state " (english) } {
            span lang=(of_first) { (first) } " " small lang=(of_second) { (second) }
        }
    }
}

/// A moment: the time of day, and the day where it is not today's.
fn moment(time: ChinaTime) -> Markup {
    let today = time.date() == ChinaTime::now().date();
    html! {
        time datetime=(time) title=(time) {
            @if !today { (time.date()) " " }
            (clock(time))
        }
    }
}

fn clock(time: ChinaTime) -> String {
    let time = time.time();
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// A number with commas.
fn thousands(number: impl Copy + ToString) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let written = [0_u32, 999, 1_000, 12_345, 1_234_567].map(thousands);
        assert_eq!(written, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }
}
