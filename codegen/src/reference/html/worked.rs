//! The worked signing example, step by step.

use maud::{Markup, html};
use payspec_table::Over;

use super::phrase::{breakable, term, visible};
use crate::model::{Operation, Provider};
use crate::reference::{Direction, Outcome, Placed, Steps, Worked, terms, words, worked};

/// The steps from an example message to its signature, and the message as it goes over the wire.
pub(super) fn example(provider: &Provider, operation: &Operation, direction: Direction) -> Markup {
    let Worked { signing, wire } = worked(provider, operation, direction);
    let (signature, steps) = match &signing {
        Outcome::Steps(steps) => (steps.signature.as_deref(), Some(&**steps)),
        _ => (None, None),
    };
    html! {
        ol.steps {
            @if let Some(steps) = steps {
                li { (taken(steps)) }
                li { (joined(steps)) }
                li { (with_key(steps)) }
                li { (digest(steps)) }
                li { (placed(steps, direction)) }
            }
            @if signing == Outcome::Undecided {
                li { p.warn { "没有示例：" (terms::UNDECIDED) "。" } }
            }
            @if let Outcome::Impossible(why) = &signing {
                li { p.warn { "没有示例：" span lang="en" { (why) } } }
            }
            li {
                h5 { (title(&signing, direction)) }
                pre tabindex="0" { code { (marked(&wire.text(), signature)) } }
            }
        }
    }
}

fn title(signing: &Outcome, direction: Direction) -> String {
    let whole = match signing {
        Outcome::Impossible(_) | Outcome::Undecided => "未签名的",
        Outcome::Unsigned | Outcome::Steps(_) => "完整的",
    };
    format!("{whole}{}", terms::message(direction))
}

fn taken(steps: &Steps) -> Markup {
    if steps.over == Over::Body {
        return html! { h5 { "取报文体原文" } pre tabindex="0" { code { (visible_lines(&steps.joined)) } } };
    }
    html! {
        h5 { "取参与签名的字段，排序，拼成片段" }
        div.scroll tabindex="0" role="region" aria-label="参与签名的片段" {
            table.pieces {
                thead { tr { th scope="col" { "序" } th scope="col" { "字段" } th scope="col" { "片段" } } }
                tbody {
                    @for (index, piece) in steps.taken.iter().enumerate() {
                        tr {
                            td { (index + 1) }
                            th scope="row" { code { (breakable(&piece.name)) } }
                            td { code.piece { (visible(&piece.text)) } }
                        }
                    }
                }
            }
        }
        @if !steps.left_out.is_empty() {
            p.note {
                (terms::LEFT_OUT) "："
                @for (index, left) in steps.left_out.iter().enumerate() {
                    @if index > 0 { "；" } code { (left.name) } " " (left.reason)
                }
            }
        }
        @if !steps.absent.is_empty() {
            p.note {
                (terms::ABSENT) "："
                @for (index, name) in steps.absent.iter().enumerate() { @if index > 0 { "、" } code { (name) } }
            }
        }
    }
}

fn joined(steps: &Steps) -> Markup {
    html! {
        @if steps.over == Over::Body {
            h5 { "原文即" (terms::CANONICAL) }
            p { (steps.joined.len()) " 字节" }
        } @else {
            h5 {
                @if steps.joint.is_empty() { "依次相连" } @else { "用 " code.joint { (visible(&steps.joint)) } " 连接" }
            }
            pre tabindex="0" { code { (pieces(steps)) } }
        }
    }
}

fn pieces(steps: &Steps) -> Markup {
    html! {
        @if steps.over == Over::Body {
            (visible_lines(&steps.joined))
        } @else {
            @for (index, piece) in steps.taken.iter().enumerate() {
                @if index > 0 && !steps.joint.is_empty() { span.joint { (steps.joint) } }
                span.piece { (piece.text) }
            }
        }
    }
}

fn with_key(steps: &Steps) -> Markup {
    let adds_nothing = steps.prefix.is_empty() && steps.suffix.is_empty();
    let key = steps.key.as_ref().map(|key| &*key.text);
    html! {
        h5 { @if !adds_nothing { "加上前缀、后缀，得到" } (terms::CANONICAL) " " small.term lang="en" { "canonical string" } }
        pre.canonical tabindex="0" {
            code { span.added { (marked(&steps.prefix, key)) } (pieces(steps)) span.added { (marked(&steps.suffix, key)) } }
        }
        p.note {
            @if let Some(key) = &steps.key {
                "示例密钥 " code { "credentials." (key.credential) } " = " mark.key { (key.text) } "（虚构）"
                @if adds_nothing { "，不在串中" }
                "。"
            }
            "UTF-8 编码后共 " (steps.input_bytes) " 字节。"
        }
    }
}

fn digest(steps: &Steps) -> Markup {
    html! {
        h5 { "计算 " (words::algorithm(steps.algorithm)) }
        dl.facts {
            div {
                dt { (words::digest(steps.algorithm)) " 摘要（十六进制）" }
                dd { code { (steps.digest) } }
            }
            div {
                dt { (term("编码", "encoding")) }
                dd { (words::digest_encoding(steps.encoding)) }
            }
            div {
                dt { "签名" }
                dd {
                    @match &steps.signature {
                        Some(signature) => mark.signature { (signature) },
                        None => {
                            "用私钥对" (terms::CANONICAL) "（不是上面的摘要）做 " (words::algorithm(steps.algorithm)) " 签名，再编码。私钥不公开，此处不列出签名值。"
                        }
                    }
                }
            }
        }
        (shell(steps))
    }
}

/// The lines that anybody can run to get the same.
fn shell(steps: &Steps) -> Markup {
    html! {
        div.shell {
            @for line in &steps.shell {
                p.note { (terms::CHECK) "：" (line.title) " " small.term lang="en" { "sh" } }
                pre tabindex="0" { code { (line.command) } }
            }
        }
    }
}

fn placed(steps: &Steps, direction: Direction) -> Markup {
    html! {
        h5 { "放到报文中" }
        p {
            @match &steps.placement {
                Placed::Field(path) => { "写入字段 " code { (path) } }
                Placed::Header { name, value } => {
                    "写入 HTTP 头 " code { (name) ": " (marked(value, steps.signature.as_deref())) }
                }
            }
            @if direction == Direction::Response { "。收到后按同样步骤重算并比较" }
            "。"
        }
    }
}

/// A text with a part of it marked.
fn marked(text: &str, part: Option<&str>) -> Markup {
    let part = part.filter(|part| !part.is_empty());
    match part.and_then(|part| text.split_once(part).map(|(before, after)| (before, part, after))) {
        Some((before, part, after)) => {
            html! { (visible_lines(before)) mark { (part) } (visible_lines(after)) }
        }
        None => html! { (visible_lines(text)) },
    }
}

/// A text of several lines, without characters that nobody sees.
fn visible_lines(text: &str) -> String {
    let shown = |character: char| match character {
        '\n' | '\t' => character,
        character if character.is_control() => '\u{fffd}',
        character => character,
    };
    text.chars().map(shown).collect()
}
