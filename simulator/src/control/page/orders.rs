//! The orders, and the forms that change them.

use maud::{Markup, html};
use payspec_table::{Kind, OrderState, Role};

use super::{moment, state, thousands};
use crate::control::view::View;
use crate::control::words::{Language, state_in_chinese};
use crate::control::{Control, states};
use crate::shop::Shop;
use crate::{After, Armed, Fault, OrderRecord, Step, Times};

/// The most orders that are shown at once.
const MOST: usize = 200;

/// The id of the row of an order.
pub(crate) fn id(provider: &str, number: &str) -> String {
    format!("order-{provider}-{number}")
}

pub(super) fn section(control: &Control, view: &View) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let shops = || control.shops.by_name.iter().filter(|(name, _)| view.shows_provider(name));
    let most = MOST / shops().count().max(1);
    let shown_alone = shops().count() == 1;
    html! {
        section #orders aria-labelledby="orders-title" {
            h2 #orders-title { (t("Orders", "订单")) }
            div.tools {
                (filter(control, view))
                (new_order(control, view))
            }
            div #order-list data-live {
                @for (name, shop) in shops().filter(|(_, shop)| shown_alone || !shop.orders_now().is_empty()) {
                    (of_provider(view, name, shop, most))
                }
                @if !shown_alone { (without_orders(control, view)) }
            }
        }
    }
}

fn filter(control: &Control, view: &View) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    html! {
        form.filter role="search" method="get" action="/" {
            label {
                span { (t("Provider", "平台")) }
                select name="provider" autocomplete="off" {
                    option value="" { (t("all", "全部")) }
                    @for (name, shop) in &control.shops.by_name {
                        option value=(name) selected[view.provider.as_deref() == Some(name)] {
                            (shop.provider().title)
                        }
                    }
                }
            }
            label {
                span { (t("Number contains", "订单号包含")) }
                input type="search" name="number" value=[view.number.as_deref()] size="14" autocomplete="off"
                    spellcheck="false";
            }
            button { (t("Show", "筛选")) }
            @if view.provider.is_some() || view.number.is_some() {
                a href="/" { (t("Show all", "显示全部")) }
            }
        }
    }
}

fn new_order(control: &Control, view: &View) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let option = |state: OrderState, chosen: OrderState| {
        html! { option value=(state) selected[state == chosen] { (in_words(language, state)) } }
    };
    html! {
        details.new #new-order {
            summary { (t("New order", "新建订单")) }
            form method="post" action=(view.at("/orders/put")) {
                label {
                    span { (t("Provider", "平台")) }
                    select name="provider" autocomplete="off" {
                        @for (name, shop) in &control.shops.by_name {
                            option value=(name) selected[view.provider.as_deref() == Some(name)] {
                                (shop.provider().title)
                            }
                        }
                    }
                }
                label {
                    span { (t("Merchant's order number", "商户订单号")) }
                    input name="number" required maxlength="128" autocomplete="off" spellcheck="false";
                }
                label {
                    span { (t("State", "状态")) }
                    select name="state" autocomplete="off" {
                        @for state in OrderState::ALL { (option(state, OrderState::Pending)) }
                    }
                }
                label {
                    span { (t("Amount in yuan", "金额（元）")) }
                    input name="amount" inputmode="decimal" placeholder="58.00" autocomplete="off" size="8";
                }
                label {
                    span { (t("Channel, in the provider's code", "渠道（平台代码）")) }
                    input name="channel" list="channels" autocomplete="off" spellcheck="false" size="12";
                }
                datalist #channels {
                    @for (wire, title) in channels(control) { option value=(wire) { (title) } }
                }
                fieldset {
                    legend { (t("Then it moves (optional)", "之后状态变化（可选）")) }
                    label {
                        span { (t("after", "经过")) }
                        input type="number" name="after" min="0" max="4294967295" value="2";
                    }
                    label {
                        span.unseen { (t("unit", "单位")) }
                        select name="unit" autocomplete="off" {
                            option value="queries" { (t("answers", "次应答")) }
                            option value="seconds" { (t("seconds", "秒")) }
                        }
                    }
                    label {
                        span { (t("to", "变为")) }
                        select name="next" autocomplete="off" {
                            option value="" { (t("stays", "不变")) }
                            @for state in OrderState::ALL {
                                option value=(state) { (in_words(language, state)) }
                            }
                        }
                    }
                }
                button.main { (t("Put order", "保存订单")) }
                p.hint { (t("An order of the same number is replaced.", "相同订单号的订单会被替换。")) }
            }
        }
    }
}

/// The channels that the specifications list.
fn channels(control: &Control) -> Vec<(&str, &str)> {
    let mut channels = Vec::new();
    for shop in control.shops.by_name.values() {
        for operation in shop.provider().operations.iter() {
            let response = &operation.response;
            for entry in response.view.iter().filter(|entry| entry.role == Role::Channel) {
                let kind =
                    payspec_runtime::places::field(&response.fields, &entry.field).map(|field| &field.kind);
                let Some(Kind::Code(table)) = kind else { continue };
                let codes = shop.provider().code_table(table).map_or(&[][..], |table| &table.codes);
                channels.extend(codes.iter().map(|code| (&*code.wire, &*code.title)));
            }
        }
    }
    channels.sort_unstable();
    channels.dedup();
    channels
}

fn of_provider(view: &View, name: &str, shop: &Shop, most: usize) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    let orders = shop.orders_now();
    let all = orders.len();
    let numbers = |order: &OrderRecord| {
        view.shows_number([order.merchant_order_no.as_str(), order.provider_order_no.as_str()])
    };
    let found: Vec<OrderRecord> = orders.into_iter().filter(numbers).collect();
    let shown = found.len().min(most);
    let (all, count) = (thousands(all), thousands(found.len()));
    html! {
        section.of-provider aria-label=(shop.provider().title) {
            h3 {
                (shop.provider().title) " " code { (name) }
                span.count {
                    @if view.number.is_some() { (count) " / " (all) } @else { (all) }
                    @if shown < found.len() {
                        " · " (t("the first ", "仅显示前 ")) (shown) (t(" are shown", " 个"))
                        @if view.provider.is_none() {
                            " · " a href=(view.of_provider(Some(name)).at("/")) {
                                (t("only this provider", "只看该平台"))
                            }
                        }
                    }
                }
            }
            @if found.is_empty() {
                (nothing(view, all == "0", name))
            } @else {
                (table(view, name, shop, found.get(..shown).unwrap_or_default()))
            }
        }
    }
}

fn nothing(view: &View, empty: bool, name: &str) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    html! {
        p.empty {
            @if empty { (hint(view, name)) } @else { (t("No order has such a number.", "没有符合条件的订单。")) }
        }
    }
}

/// The providers that have no order, in one line.
fn without_orders(control: &Control, view: &View) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    let shops = control.shops.by_name.iter();
    let empty: Vec<_> = shops.filter(|(_, shop)| shop.orders_now().is_empty()).collect();
    html! {
        @if let [(name, _), ..] = &*empty {
            p.empty {
                @for (index, (_, shop)) in empty.iter().enumerate() {
                    @if index > 0 { (t(", ", "、")) }
                    b { (shop.provider().title) }
                }
                (t(": ", "：")) (hint(view, name))
            }
        }
    }
}

fn hint(view: &View, name: &str) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    html! {
        (t("no order yet. Put one with the form above, with ", "还没有订单。可用上方表单新建，或使用 "))
        code { "PUT /api/providers/" (name) "/orders/JD1" }
        (t(", or with a script.", "，或使用脚本。"))
    }
}

fn table(view: &View, name: &str, shop: &Shop, orders: &[OrderRecord]) -> Markup {
    let t = |english, chinese| view.language.of(english, chinese);
    let choices = Choices { states: states(shop), faults: shop.faults() };
    html! {
        div.scroll #{ "scroll-" (name) } tabindex=[(orders.len() > 8).then_some("0")]
            aria-label=(shop.provider().title) role="region" {
            table.orders role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        th role="columnheader" scope="col" { (t("Order", "订单")) }
                        th role="columnheader" scope="col" { (t("State", "状态")) }
                        th role="columnheader" scope="col" { (t("Amount", "金额")) }
                        th role="columnheader" scope="col" { (t("Times", "时间")) }
                        th role="columnheader" scope="col" { (t("Asked", "查询次数")) }
                        th role="columnheader" scope="col" { (t("Set the state · arm a fault", "设置状态 · 预置故障")) }
                    }
                }
                tbody role="rowgroup" {
                    @for order in orders { (row(view, name, shop, &choices, order)) }
                }
            }
        }
    }
}

/// What can be chosen for an order of a provider.
struct Choices {
    states: Vec<OrderState>,
    faults: Vec<Fault>,
}

fn row(view: &View, provider: &str, shop: &Shop, choices: &Choices, order: &OrderRecord) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let number = order.merchant_order_no.as_str();
    html! {
        tr role="row" id=(id(provider, number)) data-order=(number) {
            th role="rowheader" scope="row" {
                code.number { (number) }
                code.other title=(t("the provider's number", "平台订单号")) { (order.provider_order_no) }
                @if let Some(channel) = &order.channel_order_no {
                    code.other title=(t("the channel's number", "渠道订单号")) { (channel) }
                }
            }
            td role="cell" data-label=(t("State", "状态")) {
                (state(language, order.state))
                @if let Some(step) = order.next { (next(language, step)) }
                @for armed in &order.armed { (self::armed(language, *armed)) }
            }
            td.amount role="cell" data-label=(t("Amount", "金额")) {
                @match order.amount {
                    Some(amount) => { (amount.yuan()) " " (shop.provider().currency) }
                    None => { span.nothing { "–" } }
                }
                @if let Some(channel) = &order.channel { code.other title=(t("channel", "渠道")) { (channel) } }
            }
            td.times role="cell" data-label=(t("Times", "时间")) {
                @if order.created_at.is_none() && order.paid_at.is_none() { span.nothing { "–" } }
                @if let Some(time) = order.created_at {
                    span { (t("created ", "创建 ")) (moment(time)) }
                }
                @if let Some(time) = order.paid_at {
                    span { (t("paid ", "支付 ")) (moment(time)) }
                }
            }
            td.asked role="cell" data-label=(t("Asked", "查询次数")) { (thousands(order.asked)) }
            td.change role="cell" { (change(view, provider, choices, order)) }
        }
    }
}

fn next(language: Language, step: Step) -> Markup {
    let when = match step.after {
        After::Queries(count) => {
            format!("{count} {}", language.of(if count == 1 { "answer" } else { "answers" }, "次应答后"))
        }
        After::Time(time) => {
            let (seconds, rest) = (time.as_secs(), time.subsec_millis());
            let rest = if rest == 0 { String::new() } else { format!(".{rest:03}") };
            format!("{seconds}{rest} {}", language.of("s", "秒后"))
        }
    };
    html! {
        span.next { (language.of("after ", "")) (when) " → " (in_words(language, step.state)) }
    }
}

fn armed(language: Language, armed: Armed) -> Markup {
    html! {
        span.badge.fault title=(armed.fault) {
            "⚡ " (language.fault(armed.fault)) " "
            @match armed.left {
                Times::Count(times) => { "× " (times) }
                Times::Always => { (language.of("always", "每次")) }
            }
        }
    }
}

/// One form with several buttons: what it does is told by the one that is pressed.
fn change(view: &View, provider: &str, choices: &Choices, order: &OrderRecord) -> Markup {
    let language = view.language;
    let t = |english, chinese| language.of(english, chinese);
    let number = order.merchant_order_no.as_str();
    let told = choices.states.contains(&order.state);
    html! {
        form method="post" action=(view.at("/orders/state")) aria-label=(number) {
            input type="hidden" name="provider" value=(provider);
            input type="hidden" name="number" value=(number);
            span.group {
                select name="state" autocomplete="off" aria-label=(t("state", "状态")) {
                    @if !told { option value=(order.state) selected { (in_words(language, order.state)) } }
                    @for state in &choices.states {
                        option value=(state) selected[*state == order.state] { (in_words(language, *state)) }
                    }
                }
                button { (t("Set", "设置")) }
                button.quiet formaction=(view.at("/orders/remove")) { (t("Remove", "删除")) }
            }
            span.group {
                select name="fault" autocomplete="off" aria-label=(t("fault", "故障")) {
                    @for fault in &choices.faults { option value=(fault) { (language.fault(*fault)) } }
                }
                select name="times" autocomplete="off" aria-label=(t("how often", "次数")) {
                    @for times in [1, 2, 3, 5, 10] { option value=(times) { "× " (times) } }
                    option value="always" { (t("always", "每次")) }
                }
                button formaction=(view.at("/orders/arm")) { (t("Arm", "预置")) }
                button formaction=(view.at("/orders/disarm")) disabled[order.armed.is_empty()] {
                    (t("Disarm", "解除"))
                }
            }
        }
    }
}

/// A state in the language of the page.
fn in_words(language: Language, state: OrderState) -> &'static str {
    language.of(state.name(), state_in_chinese(state))
}
