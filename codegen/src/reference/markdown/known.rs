//! What is known how well: departures from the document, and where everything else comes from.

use super::escape;
use super::page::Page;
use crate::model::{Basis, Field, Operation, Provenance, Provider, Rule, subject};
use crate::reference::{Departure, Direction, prose, terms, words};
use crate::restate;

/// Where the specification departs from the document, and why.
pub(super) fn departures(provider: &Provider, page: &mut Page) {
    let lines: Vec<String> = provider
        .operations
        .iter()
        .flat_map(|operation| {
            crate::reference::departures(operation).into_iter().map(|departure| line(operation, &departure))
        })
        .collect();
    if !lines.is_empty() {
        page.heading(2, terms::DEPARTURES);
        page.paragraph("规格与所依据的文档不一致、或文档没有说的地方，以及为什么。");
        page.list(lines);
    }
}

fn line(operation: &Operation, departure: &Departure) -> String {
    let mut line = format!(
        "接口 {} 的{}字段 {}。文档：{}；规格：{}。",
        escape::code(&operation.name),
        terms::direction(departure.direction),
        escape::code(&departure.path.join(".")),
        escape::prose(&departure.document),
        escape::prose(&departure.here),
    );
    if let Some(because) = &departure.because {
        line.push_str(&format!("{}：{}", terms::BECAUSE, escape::words(because)));
    }
    line
}

/// How well the rules are known, and everything that the document does not say.
pub(super) fn provenance(provider: &Provider, page: &mut Page) {
    page.heading(2, terms::BASIS);
    let bases = [Basis::Document, Basis::Verified, Basis::Stated, Basis::Inferred, Basis::Unknown];
    page.list(bases.map(|basis| {
        let (word, meaning) = words::basis(basis);
        format!("{word} `{}`：{meaning}", basis.word())
    }));
    page.paragraph("下表列出全部规则，以及文档之外的一切；没有列出的都以文档为准。");
    let mut rows: Vec<(String, &Provenance)> = Vec::new();
    for operation in &provider.operations {
        let rules = operation.rules.iter();
        rows.extend(rules.map(|rule| (rule_words(operation, rule), &rule.provenance)));
    }
    rows.extend(undocumented(provider));
    let rows = rows.into_iter().map(|(what, provenance)| {
        let because = provenance.because.as_deref().map(escape::words).unwrap_or_default();
        vec![what, format!("{} `{}`", words::basis(provenance.basis).0, provenance.basis.word()), because]
    });
    page.table(&["事项", terms::BASIS, terms::BECAUSE], rows.collect::<Vec<_>>());
}

/// What is not in the document, besides rules.
fn undocumented(provider: &Provider) -> Vec<(String, &Provenance)> {
    let mut all = Vec::new();
    for environment in &provider.environments {
        all.push((
            format!("{} {}", terms::ENVIRONMENTS, escape::code(&environment.facts.name)),
            &environment.provenance,
        ));
    }
    for credential in &provider.credentials {
        all.push((
            format!("{} {}", terms::CREDENTIALS, escape::code(&credential.facts.name)),
            &credential.provenance,
        ));
    }
    for table in &provider.code_tables {
        // Codes of one table that are known alike, for the same reason, stand together.
        for codes in table.codes.chunk_by(|one, next| one.provenance == next.provenance) {
            let values: Vec<String> = codes.iter().map(|code| escape::code(&code.facts.wire)).collect();
            let what =
                format!("{} {} 的 {}", terms::CODE_TABLES, escape::code(&table.name), values.join("、"));
            all.extend(codes.first().map(|code| (what, &code.provenance)));
        }
    }
    for operation in &provider.operations {
        for (fields, direction) in
            [(&operation.request, Direction::Request), (&operation.response, Direction::Response)]
        {
            let place = format!("{} 的{}字段", escape::code(&operation.name), terms::direction(direction));
            self::fields(fields, &place, &[], &mut all);
        }
    }
    all.retain(|(_, provenance)| provenance.basis != Basis::Document);
    all
}

fn fields<'a>(fields: &'a [Field], place: &str, above: &[&str], all: &mut Vec<(String, &'a Provenance)>) {
    for field in fields {
        let path = [above, &[field.facts.name.as_ref()]].concat();
        all.push((format!("{place} {}", escape::code(&path.join("."))), &field.provenance));
        self::fields(&field.children, place, &path, all);
    }
}

/// What a rule of an operation is about.
fn rule_words(operation: &Operation, rule: &Rule) -> String {
    let facts = &operation.facts.response;
    let fixed = [
        (subject::REQUEST_SIGNATURE, "请求签名"),
        (subject::REQUEST_UNSIGNED, "请求不签名"),
        (subject::RESPONSE_SIGNATURE, "返回签名"),
        (subject::RESPONSE_UNSIGNED, "返回不签名"),
        (subject::UNSIGNED_REFUSALS, "哪些拒绝没有签名"),
        (subject::DECISION, terms::DECISION),
        (subject::POLLING, terms::POLLING),
        (subject::ADDRESS, "接口（地址、方法、编码）"),
    ];
    let fixed =
        fixed.into_iter().find(|(subject, _)| *subject == rule.subject).map(|(_, words)| prose::text(words));
    let tier = || {
        let tier =
            facts.decision.tiers.iter().find(|tier| subject::tier(tier.name.name()) == rule.subject)?;
        Some(prose::text(words::tier(tier.name).0))
    };
    let identity = || {
        let entry = facts.identity.iter().find(|entry| {
            subject::identity(&entry.field.dotted(), &restate::expected(&entry.expected)) == rule.subject
        })?;
        Some(words::identity(entry))
    };
    let words = fixed.or_else(tier).or_else(identity).unwrap_or_else(|| prose::text(rule.subject.as_str()));
    format!("{}：{}", escape::code(&operation.name), escape::prose(&words))
}
