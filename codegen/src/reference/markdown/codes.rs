//! Code tables, and what codes mean for an order.

use payspec_table as table;

use super::escape::{self, survives, survives_as_code};
use super::map;
use super::page::Page;
use crate::model::{Code, CodeTable, Field, Provider};
use crate::reference::words;
use crate::yaml::{Map, Node};

const HEADINGS: &[&str] = &["值", "说明", "规格"];

/// Every code table.
pub(super) fn tables(provider: &Provider, restated: &Map, page: &mut Page) {
    if provider.code_tables.is_empty() {
        return;
    }
    page.heading(2, "码表");
    for code_table in &provider.code_tables {
        let codes = map(restated, &code_table.name);
        page.named(3, title(provider, code_table), &format!("codes.{}", code_table.name));
        page.table(HEADINGS, code_table.codes.iter().map(|code| row(code, map(codes, &code.facts.wire))));
    }
}

/// What people call a table: as the first field that holds its values, in replies rather than in requests.
fn title<'a>(provider: &'a Provider, code_table: &CodeTable) -> &'a str {
    fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
        fields.iter().find_map(|field| match &field.facts.kind {
            table::Kind::Code(table) if table == name => Some(field.facts.title.as_ref()),
            _ => find(&field.children, name),
        })
    }
    let messages = provider.operations.iter().flat_map(|operation| [&operation.response, &operation.request]);
    let found = messages.filter_map(|fields| find(fields, &code_table.name)).find(|title| survives(title));
    found.unwrap_or("码表")
}

fn row(code: &Code, restated: &Map) -> Vec<String> {
    let facts = &code.facts;
    let mut keys = Vec::new();
    if !survives_as_code(&facts.wire) {
        keys.push(escape::setting("wire", &Node::from(facts.wire.as_ref())));
    }
    if !survives(&facts.title) {
        keys.push(escape::setting("title", &Node::from(facts.title.as_ref())));
    }
    let others = restated.entries.iter().filter(|entry| entry.key != "title");
    keys.extend(others.map(|entry| escape::setting(&entry.key, &entry.value)));
    vec![escape::code(&facts.wire), escape::words(&facts.title), keys.join("<br>")]
}

/// What each code of a trade state means for an order, and what to do then.
pub(super) fn states(provider: &Provider, page: &mut Page) {
    let tables: Vec<&CodeTable> = provider
        .code_tables
        .iter()
        .filter(|table| {
            table.codes.iter().any(|code| {
                code.facts.state.is_some() || code.facts.advice == Some(table::Advice::InProgress)
            })
        })
        .collect();
    if tables.is_empty() {
        return;
    }
    page.heading(2, "订单状态对照");
    page.paragraph(
        "平台返回什么，订单就是什么状态，接下来做什么。没有列出的值一律是 Unknown：既不是成功，也不是失败。",
    );
    let rows = tables.into_iter().flat_map(|code_table| {
        let deciding = code_table.codes.iter().filter_map(|code| Some((code, state(&code.facts)?)));
        deciding.map(move |(code, state)| {
            vec![
                escape::code(&code_table.name),
                escape::code(&code.facts.wire),
                escape::words(&code.facts.title),
                format!("{} `{}`", words::state(state), state.name()),
                what_to_do(state).to_owned(),
            ]
        })
    });
    page.table(&["出处", "渠道值", "原文", "统一结果", "下一步"], rows.collect::<Vec<_>>());
}

/// The state that a code means.
pub(super) fn state(code: &table::Code) -> Option<table::OrderState> {
    code.state
        .or_else(|| (code.advice == Some(table::Advice::InProgress)).then_some(table::OrderState::Pending))
}

const fn what_to_do(state: table::OrderState) -> &'static str {
    match state {
        table::OrderState::Pending => "还没有结果，稍后再查",
        table::OrderState::Paid => "核对金额后入账、发货",
        table::OrderState::Failed => "没有付成，可以换新单号重新下单",
        table::OrderState::Closed => "没有付款，订单已关，不再支付",
        table::OrderState::Cancelled => "已撤销，不发货",
        table::OrderState::Refunding => "退款已受理，等待退款结果",
        table::OrderState::Refunded => "钱已退回，核对退款金额",
        table::OrderState::RefundFailed => "退款没有成功，付款仍然有效，人工处理",
        _ => "不要当作失败：稍后再查，仍然不明就人工核对",
    }
}
