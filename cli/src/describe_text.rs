//! A specification as people read it.

use payspec_codegen::model::{Basis, CodeTable, Field, Operation, Provenance, Provider};
use payspec_runtime::table::{Encoding, Method};

use crate::describe;
use crate::output::{Cell, Paint, Shown, Table};

/// Everything that is worth knowing at a glance.
pub(crate) fn provider(provider: &Provider, paint: Paint) -> String {
    let mut text = format!("{} · {}\n", paint.bold(provider.name()), Shown(provider.title()));
    if let Some(description) = &provider.description {
        text.push_str(&format!("{}\n", Shown(description)));
    }
    let mut table = Table::default();
    for environment in &provider.environments {
        let known = basis(&environment.provenance);
        let facts = &environment.facts;
        table.row([
            Cell::painted("environment", |text| paint.dim(text)),
            Cell::new(&*facts.name),
            Cell::new(&*facts.url),
            Cell::painted(known, |text| paint.dim(text)),
        ]);
    }
    for credential in &provider.credentials {
        table.row([
            Cell::painted("credential", |text| paint.dim(text)),
            Cell::new(&*credential.facts.name),
            Cell::new(&*credential.facts.title),
            Cell::painted(basis(&credential.provenance), |text| paint.dim(text)),
        ]);
    }
    text.push_str(&table.to_string());
    for each in &provider.operations {
        text.push('\n');
        text.push_str(&operation(each, paint));
    }
    for table in &provider.code_tables {
        text.push('\n');
        text.push_str(&code_table(table, paint));
    }
    text.push('\n');
    text
}

fn operation(operation: &Operation, paint: Paint) -> String {
    let facts = &operation.facts;
    let method = match facts.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let encodings: Vec<&str> = facts.request.encodings.iter().map(Encoding::name).collect();
    let mut text = format!("{} · {}\n", paint.bold(&operation.name), Shown(&facts.title));
    let mut table = Table::default();
    for (name, value) in [
        ("purpose", facts.purpose.name().to_owned()),
        ("asked by", format!("{method} {}", facts.path).trim_end().to_owned()),
        ("request", encodings.join(" or ")),
        ("response", facts.response.encoding.name().to_owned()),
    ] {
        table.row([Cell::painted(name, |text| paint.dim(text)), Cell::new(value)]);
    }
    for rule in &operation.rules {
        let known = rule.provenance.basis.word();
        table.row([Cell::painted(known, |text| paint.dim(text)), Cell::new(&*rule.subject)]);
    }
    text.push_str(&table.to_string());
    text.push_str(&message("request", &operation.request, paint));
    text.push_str(&message("response", &operation.response, paint));
    text
}

fn message(name: &str, fields: &[Field], paint: Paint) -> String {
    let mut table = Table::default();
    for field in describe::fields(fields) {
        let kind = match field.code_table {
            Some(code_table) => format!("{} {code_table}", field.kind),
            None => field.kind.to_owned(),
        };
        let documented = field.documented_presence.unwrap_or("not listed");
        let departure = (documented != field.presence).then(|| format!("document: {documented}"));
        table.row([
            Cell::new(field.path.join(".")),
            Cell::new(field.presence),
            Cell::new(field.max_length.map(|length| length.to_string()).unwrap_or_default()),
            Cell::new(kind),
            Cell::new(field.title),
            Cell::painted(departure.unwrap_or_default(), |text| paint.yellow(text)),
        ]);
    }
    format!("{}\n{table}", paint.bold(name))
}

fn code_table(codes: &CodeTable, paint: Paint) -> String {
    let mut table = Table::default();
    for code in &codes.codes {
        let facts = &code.facts;
        table.row([
            Cell::new(&*facts.wire),
            Cell::new(&*facts.name),
            Cell::new(&*facts.title),
            Cell::painted(facts.state.map_or("", |state| state.name()), |text| paint.green(text)),
            Cell::painted(basis(&code.provenance), |text| paint.dim(text)),
        ]);
    }
    format!("{}\n{table}", paint.bold(&codes.name))
}

/// How well something is known, where the document does not say it.
fn basis(provenance: &Provenance) -> &'static str {
    match provenance.basis {
        Basis::Document => "",
        basis => basis.word(),
    }
}
