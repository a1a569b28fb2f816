//! An operation: where it is, its messages, the decision, worked signatures.

use payspec_table as table;

use super::page::{self, Page};
use super::{decision, escape, fields, map, settings};
use crate::model::{Operation, Provider};
use crate::reference::{Direction, Outcome, Placed, Steps, terms, words, worked};
use crate::yaml::{Map, Node};

/// Everything about an operation.
pub(super) fn operation(provider: &Provider, operation: &Operation, restated: &Map, page: &mut Page) {
    page.titled(2, &operation.facts.title, terms::OPERATION, &operation.name);
    if let Some(description) = &operation.description {
        page.words(terms::DESCRIPTION, description);
    }
    page.named(3, "接口信息", &format!("operations.{}", operation.name));
    page.table(settings::HEADINGS, rows(provider, operation, restated));
    page.heading(3, terms::fields(Direction::Request));
    fields::tables(&operation.request, Direction::Request, map(map(restated, "request"), "fields"), page);
    page.list(operation.facts.request.groups.iter().map(|group| escape::prose(&words::group(group))));
    page.heading(3, terms::fields(Direction::Response));
    fields::tables(&operation.response, Direction::Response, map(map(restated, "response"), "fields"), page);
    decision::decision(provider, operation, page);
    worked_examples(provider, operation, page);
}

/// What is said of the operation and its messages besides the fields.
fn rows(provider: &Provider, operation: &Operation, restated: &Map) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for entry in &restated.entries {
        match (entry.key.as_str(), &entry.value) {
            ("request" | "response", Node::Map(message)) => {
                for part in &message.entries {
                    let has_table = part.key == "fields" && part.value != Node::Map(Map::default());
                    if !has_table {
                        let key = format!("{}.{}", entry.key, part.key);
                        let words = message_words(operation, &key);
                        rows.push(settings::row(&key, &part.value, words));
                    }
                }
            }
            ("title", _) if page::heading(&operation.facts.title).is_some() => {}
            (key, value) => rows.push(settings::row(key, value, words_of(provider, operation, key))),
        }
    }
    // Without a path nothing is appended: a URL in the text is no path.
    if restated.get("path").is_none() {
        let at = rows.len().min(2);
        rows.insert(at, settings::row("path", &"".into(), words_of(provider, operation, "path")));
    }
    rows
}

fn words_of(provider: &Provider, operation: &Operation, key: &str) -> String {
    let facts = &operation.facts;
    match key {
        "title" => "名称".to_owned(),
        "description" => terms::DESCRIPTION.to_owned(),
        "purpose" => words::purpose(facts.purpose).0.to_owned(),
        "method" => "HTTP 方法".to_owned(),
        "path" => {
            let urls = provider.environments.iter().map(|environment| {
                let url = format!("{}{}", environment.facts.url, facts.path);
                format!("{} {}", escape::code(&environment.facts.name), escape::code(&url))
            });
            let urls: Vec<String> = urls.collect();
            if urls.is_empty() { terms::NO_ENVIRONMENTS.to_owned() } else { urls.join("<br>") }
        }
        "polling" => {
            words::polling(&facts.polling).iter().map(escape::prose).collect::<Vec<_>>().join("<br>")
        }
        "basis" => "接口（地址、方法、编码）的依据".to_owned(),
        "because" => "接口依据的原因".to_owned(),
        _ => String::new(),
    }
}

fn message_words(operation: &Operation, key: &str) -> String {
    let (request, response) = (&operation.facts.request, &operation.facts.response);
    match key {
        "request.encoding" => {
            let encodings: Vec<String> =
                request.encodings.iter().map(|encoding| escape::prose(&words::encoding(encoding))).collect();
            encodings.join("，或 ")
        }
        "response.encoding" => escape::prose(&words::encoding(&response.encoding)),
        "request.root" | "response.root" => "根元素".to_owned(),
        "request.cdata" | "response.cdata" => "文本写成 CDATA，读取时两种都认".to_owned(),
        "request.headers" => "请求的 HTTP 头".to_owned(),
        "request.signing" | "response.signing" => "所用的签名规则".to_owned(),
        "request.at_least_one" => "至少填一个，第一个优先".to_owned(),
        "request.exactly_one" => "必须且只能填一个".to_owned(),
        "response.unsigned_refusals" => match &response.verification {
            table::Verification::Signed { unsigned_refusals, .. } => {
                format!(
                    "当 {} 时，返回报文可以没有签名，只作为未经认证的拒绝",
                    escape::prose(&words::conditions(unsigned_refusals))
                )
            }
            table::Verification::Unsigned => String::new(),
        },
        "response.orders" => "订单列表".to_owned(),
        "response.decision" => "判定的顺序，见下文".to_owned(),
        "response.identity" => response
            .identity
            .iter()
            .map(|entry| escape::prose(&words::identity(entry)))
            .collect::<Vec<_>>()
            .join("<br>"),
        _ => String::new(),
    }
}

fn worked_examples(provider: &Provider, operation: &Operation, page: &mut Page) {
    page.heading(3, terms::SIGNING_EXAMPLE);
    page.paragraph(
        "用规格里的示例值和编造的密钥，按规则逐步算出；每一步都由签名引擎得出，可以拿来核对自己的实现。",
    );
    for direction in [Direction::Request, Direction::Response] {
        let worked = worked(provider, operation, direction);
        page.paragraph(&format!("**{}**", terms::signature(direction)));
        match &worked.signing {
            Outcome::Unsigned => page.paragraph(&format!("{}。", terms::UNSIGNED)),
            Outcome::Undecided => page.paragraph(&format!("没有示例：{}。", terms::UNDECIDED)),
            Outcome::Impossible(why) => page.paragraph(&format!("没有示例：{}", escape::words(why))),
            Outcome::Steps(steps) => self::steps(steps, page),
        }
        let whole = match &worked.signing {
            Outcome::Undecided | Outcome::Impossible(_) => "未签名的",
            Outcome::Unsigned | Outcome::Steps(_) => "完整的",
        };
        page.paragraph(&format!("{whole}{}：", terms::message(direction)));
        page.code(&worked.wire.text());
    }
}

fn steps(steps: &Steps, page: &mut Page) {
    let mut list = Vec::new();
    let mut members = |title: &str, names: Vec<String>| {
        if !names.is_empty() {
            list.push(format!("{title}：{}", names.join("、")));
        }
    };
    members("参与签名的字段，按顺序", steps.taken.iter().map(|piece| escape::code(&piece.name)).collect());
    let left_out =
        steps.left_out.iter().map(|left| format!("{}（{}）", escape::code(&left.name), left.reason));
    members(terms::LEFT_OUT, left_out.collect());
    members(terms::ABSENT, steps.absent.iter().map(|path| escape::code(path)).collect());
    if let Some(key) = &steps.key {
        list.push(format!(
            "密钥 {}，示例用 {}",
            escape::code(&format!("credentials.{}", key.credential)),
            escape::code(&key.text)
        ));
    }
    list.push(format!("{}共 {} 字节（UTF-8），如下", terms::CANONICAL, steps.input_bytes));
    page.steps(list);
    page.code(&steps.canonical);
    let mut results =
        vec![format!("{} 摘要（十六进制）：{}", words::digest(steps.algorithm), escape::code(&steps.digest))];
    match &steps.signature {
        Some(signature) => {
            results.push(format!(
                "签名（{}）：{}",
                words::digest_encoding(steps.encoding),
                escape::code(signature)
            ));
        }
        None => results.push(format!(
            "签名（{}）：用私钥对{}（不是上面的摘要）做 {}；私钥不公开，此处不列出签名值",
            words::digest_encoding(steps.encoding),
            terms::CANONICAL,
            words::algorithm(steps.algorithm)
        )),
    }
    results.push(match &steps.placement {
        Placed::Field(path) => format!("签名放在字段 {}", escape::code(path)),
        Placed::Header { name, value } => {
            format!("签名放在 HTTP 头 {}：{}", escape::code(name), escape::code(value))
        }
    });
    page.list(results);
    page.paragraph(&format!("{}（sh 命令行）：", terms::CHECK));
    let lines = steps.shell.iter().map(|line| format!("# {}\n{}", line.title, line.command));
    page.code(&lines.collect::<Vec<_>>().join("\n"));
}
