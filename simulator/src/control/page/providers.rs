//! The providers: where each is, who its merchants are, how often its answers go wrong.

use maud::{Markup, html};
use payspec_table::CredentialKind;

use crate::control::Control;
use crate::control::view::View;
use crate::control::words::Language;
use crate::shop::Shop;

pub(super) fn section(control: &Control, view: &View) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    html! {
        section #providers aria-labelledby="providers-title" {
            h2 #providers-title { (t("Providers", "支付平台")) }
            ul.providers #provider-list data-live {
                @for (name, shop) in &control.shops.by_name {
                    li.card data-provider=(name) { (provider(control, view, name, shop)) }
                }
            }
        }
    }
}

fn provider(control: &Control, view: &View, name: &str, shop: &Shop) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let url = format!("{}/{name}", control.root);
    let percent = shop.chance().map_or(0, |chance| chance.percent());
    html! {
        h3 {
            (shop.provider().title) " " code { (name) }
            @if percent > 0 {
                " " span.badge.fault {
                    (percent) (t(" % of answers go wrong", " % 的应答出错"))
                }
            }
        }
        p.url {
            code { (url) }
            button.copy type="button" data-copy=(url) data-done=(t("copied", "已复制")) { (t("Copy", "复制")) }
        }
        dl.numbers {
            @for (name, title, number) in numbers(shop) {
                div { dt title=(name) { (title) } dd { code { (number) } } }
            }
        }
        (chance(view, language, name, percent))
    }
}

/// The public numbers of all merchants: name, title, number.
fn numbers(shop: &Shop) -> Vec<(&str, &str, &str)> {
    let mut numbers = Vec::new();
    for account in shop.accounts().unwrap_or_default() {
        for credential in shop.provider().credentials.iter() {
            if credential.kind == CredentialKind::Text
                && let Some(number) = account.merchant.texts.get(&*credential.name)
            {
                numbers.push((&*credential.name, &*credential.title, number.as_str()));
            }
        }
    }
    numbers
}

fn chance(view: &View, language: Language, name: &str, percent: u8) -> Markup {
    let t = |english, chinese| language.of(english, chinese);
    html! {
        details.chance #{ "chance-" (name) } {
            summary { (t("Faults by chance", "随机故障")) }
            form method="post" action=(view.at("/chance")) {
                input type="hidden" name="provider" value=(name);
                label {
                    (t("Percent of answers", "出错应答的百分比"))
                    " "
                    input type="number" name="percent" min="0" max="100" value=(percent) required;
                }
                button { (t("Set", "设置")) }
            }
        }
    }
}
