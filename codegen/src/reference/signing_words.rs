//! A signature rule in words, step by step.

use payspec_table::{Nested, Order, Over, Placement, Signing, Skip};

use super::prose::{Prose, code, text};
use super::{terms, words};

/// The steps of a rule: a title in Chinese, the key of the language, and what the rule says.
pub(crate) fn rule(rule: &Signing) -> Vec<(&'static str, &'static str, Prose)> {
    if rule.is_undecided() {
        return vec![("规则", "undecided", text(terms::UNDECIDED))];
    }
    let mut steps = vec![("签名范围", "over", over(rule))];
    if rule.over != Over::Body {
        if !rule.exclude.is_empty() {
            steps.push((terms::LEFT_OUT, "exclude", Prose::new().codes(rule.exclude.iter(), "、")));
        }
        steps.push(("空值", "skip", skip(rule.skip)));
        steps.push(("对象与列表", "nested", nested(rule.nested)));
        steps.push(("顺序", "order", order(&rule.order)));
        steps.push(("每个字段", "piece", code(words::template(&rule.piece))));
        steps.push(("连接符", "joint", or_nothing(&rule.joint)));
    }
    if !rule.prefix.is_empty() {
        steps.push(("前缀", "prefix", code(words::template(&rule.prefix))));
    }
    steps.push(("后缀", "suffix", or_nothing(&words::template(&rule.suffix))));
    steps.push(("算法", "algorithm", text(words::algorithm(rule.algorithm))));
    steps.push(("编码", "encoding", text(words::digest_encoding(rule.encoding))));
    steps.push(("密钥", "key", code(format!("credentials.{}", rule.key))));
    steps.push(("签名位置", "signature", placement(&rule.placement)));
    steps
}

fn over(rule: &Signing) -> Prose {
    match &rule.over {
        Over::Message => text("报文的全部字段"),
        Over::Member(path) => code(path.dotted()).text(" 的全部成员"),
        Over::Body => text("报文体原文，逐字节"),
    }
}

pub(crate) fn skip(skip: Skip) -> Prose {
    text(match skip {
        Skip { blank: true, .. } => "null、空串、空白都不参与",
        Skip { empty: true, .. } => "null 和空串不参与",
        Skip { null: true, .. } => "null 不参与，空串参与",
        Skip { .. } => "都参与，空值按空串",
    })
}

fn nested(nested: Nested) -> Prose {
    text(match nested {
        Nested::Refuse => "规则未知：遇到则拒绝签名和验签",
        Nested::JsonText => "以其 JSON 原文参与",
    })
}

pub(crate) fn order(order: &Order) -> Prose {
    match order {
        Order::Name => text("按字段名 ASCII 升序"),
        Order::NameIgnoringCase => text("按字段名升序，不分大小写"),
        Order::Piece => text("按拼好的整段升序"),
        Order::PieceIgnoringCase => text("按拼好的整段升序，不分大小写"),
        Order::Fixed(names) => text("固定：").codes(names.iter(), "、"),
    }
}

pub(crate) fn placement(placement: &Placement) -> Prose {
    match placement {
        Placement::Field(path) => text("字段 ").code(path.dotted()),
        Placement::Header { name, value } => {
            text("HTTP 头 ").code(format!("{name}: {}", words::template(value)))
        }
    }
}

pub(crate) fn or_nothing(text_or_nothing: &str) -> Prose {
    if text_or_nothing.is_empty() { text("无") } else { code(text_or_nothing) }
}
