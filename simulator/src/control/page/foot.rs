//! The foot of the page: the API, and what this is.

use maud::{Markup, html};

use crate::control::words::Language;

/// Method, path, what is sent, what it does in English and in Chinese.
const API: &[(&str, &str, &str, &str, &str)] = &[
    (
        "GET",
        "/api/providers",
        "",
        "URLs, public merchant numbers, states, faults",
        "地址、商户号、可返回的状态与故障",
    ),
    ("GET", "/api/orders?provider=", "", "the orders", "订单列表"),
    ("GET", "/api/providers/{provider}/orders/{number}", "", "one order", "单个订单"),
    (
        "PUT",
        "/api/providers/{provider}/orders/{number}",
        r#"{"state": "Pending", "amount_fen": 5800}"#,
        "puts or replaces an order, written as in a script",
        "新建或替换订单，写法同脚本",
    ),
    ("DELETE", "/api/providers/{provider}/orders/{number}", "", "takes an order away", "删除订单"),
    (
        "POST",
        "/api/providers/{provider}/orders/{number}/state",
        r#"{"state": "Paid"}"#,
        "sets the state; the rest of its life is forgotten",
        "设置状态，之后的变化作废",
    ),
    (
        "POST",
        "/api/providers/{provider}/orders/{number}/faults",
        r#"{"fault": "wrong_signature", "times": 1}"#,
        "arms a fault; times may be \"always\"",
        "预置故障；times 可为 \"always\"",
    ),
    ("DELETE", "/api/providers/{provider}/orders/{number}/faults", "", "disarms", "解除故障"),
    (
        "POST",
        "/api/providers/{provider}/chance",
        r#"{"percent": 20, "faults": ["http_502"]}"#,
        "faults by chance, all of them unless some are named; 0 ends that",
        "随机故障，不列出则为全部；0 为停止",
    ),
    (
        "GET",
        "/api/exchanges?provider=&order=&after=&limit=",
        "",
        "what was asked and answered, the oldest first: those after a number, or the last",
        "请求记录，旧的在前：某编号之后的，或最近的",
    ),
    ("DELETE", "/api/exchanges", "", "forgets them", "清空记录"),
];

pub(super) fn foot(language: Language) -> Markup {
    let t = |english, chinese| language.of(english, chinese);
    html! {
        footer {
            details #api {
                summary { (t("The same as JSON: the API", "JSON 接口")) }
                div.scroll tabindex="0" role="region" aria-label="API" {
                    table {
                        thead {
                            tr {
                                th scope="col" { (t("Question", "请求")) }
                                th scope="col" { (t("Body", "请求体")) }
                                th scope="col" { (t("What it does", "作用")) }
                            }
                        }
                        tbody {
                            @for (method, path, sent, english, chinese) in API {
                                tr {
                                    td { code { b { (method) } " " (path) } }
                                    td { code { (sent) } }
                                    td { (t(english, chinese)) }
                                }
                            }
                        }
                    }
                }
                p.hint {
                    (t("What is wrong is answered as ", "错误以 ")) code { "{\"error\": \"…\"}" }
                    (t(", with 400, 403, 404, 405, 413 or 422.", " 返回，状态码为 400、403、404、405、413 或 422。"))
                }
            }
            p.hint {
                (t(
                    "A simulator of payment providers, for tests: nothing here moves money, and keys are never shown.",
                    "仅供测试的支付平台模拟器：不涉及真实资金，也不显示任何密钥。",
                ))
            }
        }
    }
}
