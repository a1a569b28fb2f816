//! How a signature comes about, in words.

use payspec_codegen::model::Basis;
use payspec_runtime::canonical::{Explanation, Why, explain};
use payspec_runtime::table::{
    Algorithm, DigestEncoding, Field, Order, Over, Part, Placement, Presence, Signing, Skip, Source,
};
use payspec_runtime::{Node, NodeKind, places};

use crate::failure::Failure;
use crate::input::Input;
use crate::output::{Cell, Paint, Shown, Table};
use crate::rule::{Direction, Keyring, Selected};

/// Tells which fields take part in which order, which do not and why, and what is added. No key is in it.
pub(crate) fn explanation(
    selected: &Selected,
    rule: &Signing,
    input: &Input,
    keyring: &Keyring,
    paint: Paint,
) -> Result<String, Failure> {
    let provider = selected.provider.name();
    let operation = &selected.operation()?.name;
    let mut text = paint.bold(&format!("{provider} · {operation} · {}", selected.direction.word()));
    text.push('\n');
    let mut table = Table::default();
    table.row([Cell::new("rule"), Cell::new(in_words(rule))]);
    if let Some(provenance) = selected.provenance() {
        let known = match provenance.basis {
            Basis::Document => "the provider's document says so",
            Basis::Verified => "verified against messages that the provider published",
            Basis::Stated => "another page of the provider says so",
            Basis::Inferred => "inferred, nobody could verify it: the rule itself may be wrong",
            _ => "not known, a guess: the rule itself may be wrong",
        };
        table.row([Cell::new("known"), Cell::new(known)]);
        if let Some(because) = &provenance.because {
            table.row([Cell::new(""), Cell::painted(because.as_str(), |text| paint.dim(text))]);
        }
    }
    let key = keyring.key.expose();
    if key.trim() != key {
        let warning = "begins or ends with white space, which takes part";
        table.row([Cell::new("key"), Cell::painted(warning, |text| paint.yellow(text))]);
    }
    text.push_str(&table.to_string());
    let fields = level(selected.fields()?, &rule.over);
    match explain(rule, input.message.root(), &input.body, &keyring.masked, fields) {
        Ok(explanation) => {
            text.push_str(&pieces(selected, rule, input, fields, &explanation, paint));
        }
        Err(error) => {
            text.push_str(&format!("\nthere is no string to sign: {}\n", Shown(&error.to_string())));
        }
    }
    Ok(text)
}

/// The string to sign without secrets.
pub(crate) fn masked_string(
    selected: &Selected,
    rule: &Signing,
    input: &Input,
    keyring: &Keyring,
) -> Option<String> {
    let fields = level(selected.fields().ok()?, &rule.over);
    let explanation = explain(rule, input.message.root(), &input.body, &keyring.masked, fields).ok()?;
    Some(match rule.over {
        Over::Body => format!("{}{}{}", explanation.prefix, input.body, explanation.suffix),
        _ => explanation.masked(),
    })
}

fn pieces(
    selected: &Selected,
    rule: &Signing,
    input: &Input,
    fields: &[Field],
    explanation: &Explanation,
    paint: Paint,
) -> String {
    let mut text = String::new();
    let heading = |text: &str| format!("\n{}\n", paint.bold(text));
    if rule.over == Over::Body {
        text.push_str(&heading("took part"));
        text.push_str(&format!("  the whole file as it is, {} bytes\n", input.body.len()));
        if input.body.ends_with('\n') {
            text.push_str("  also the line break at its end\n");
        }
    } else {
        text.push_str(&heading("took part, in this order"));
        let mut table = Table::default();
        let mut strangers = false;
        for (name, piece) in &explanation.taken {
            let known = fields.iter().any(|field| field.name == *name);
            strangers |= !known;
            let remark = if known { "" } else { "not in the specification" };
            table.row([
                Cell::new(name.as_str()),
                Cell::new(piece.as_str()),
                Cell::painted(remark, |text| paint.yellow(text)),
            ]);
        }
        text.push_str(&or_none(&table));
        if strangers && selected.direction == Direction::Request {
            let warning = "a provider that leaves out what it does not know computes another string";
            text.push_str(&format!("  {}\n", paint.yellow(warning)));
        }
        let mut table = Table::default();
        for (name, why) in &explanation.left_out {
            table.row([Cell::new(name.as_str()), Cell::new(reason(*why))]);
        }
        for name in outside(rule, input) {
            let is_signature = matches!(&rule.placement, Placement::Field(path) if path.iter().eq([name]));
            let why = if is_signature {
                reason(Why::Signature)
            } else {
                "it stands outside the object that is signed"
            };
            table.row([Cell::new(name), Cell::new(why)]);
        }
        text.push_str(&heading("left out"));
        text.push_str(&or_none(&table));
    }
    let missing = missing(rule, input, fields);
    if !missing.is_empty() {
        text.push_str(&heading("required by the specification, but not there"));
        text.push_str(&format!("  {}\n", Shown(&missing.join(", "))));
    }
    let mut table = Table::default();
    let joint = if explanation.taken.len() > 1 { explanation.joint.as_str() } else { "" };
    for (name, added) in
        [("in front", &*explanation.prefix), ("between two", joint), ("at the end", &*explanation.suffix)]
    {
        if !added.is_empty() {
            table.row([Cell::new(name), Cell::new(added)]);
        }
    }
    text.push_str(&heading("added"));
    text.push_str(&or_none(&table));
    text
}

fn or_none(table: &Table) -> String {
    if table.is_empty() { "  nothing\n".to_owned() } else { table.to_string() }
}

/// The table's fields of the object that is signed.
fn level<'f>(fields: &'f [Field], over: &Over) -> &'f [Field] {
    match over {
        Over::Member(path) => places::field(fields, path).map_or(&[], |field| places::inside(&field.kind)),
        Over::Message | Over::Body => fields,
    }
}

/// The members at the top, where only those of an object are signed.
fn outside<'m>(rule: &Signing, input: &'m Input) -> Vec<&'m str> {
    match &rule.over {
        Over::Member(path) => {
            let names = input.message.root().members().map(Node::name);
            names.filter(|name| path.iter().next() != Some(*name)).collect()
        }
        _ => Vec::new(),
    }
}

/// Required fields that are not there.
fn missing<'f>(rule: &Signing, input: &Input, fields: &'f [Field]) -> Vec<&'f str> {
    let object = match &rule.over {
        Over::Message => Some(input.message.root()),
        Over::Member(path) => input.message.root().at(path.iter()),
        Over::Body => None,
    };
    let Some(object) = object.filter(|node| node.kind() == NodeKind::Object) else { return Vec::new() };
    let required = |field: &&Field| field.presence == Presence::Required && field.source != Source::Signature;
    let absent = |field: &&Field| object.member(&field.name).is_none_or(Node::is_null);
    fields.iter().filter(required).filter(absent).map(|field| &*field.name).collect()
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Signature => "it holds the signature",
        Why::Excluded => "the rule excludes it",
        Why::NotListed => "the rule lists the fields that take part, and it is not among them",
        Why::Null => "it is null or not there",
        Why::Empty => "it is empty",
        Why::Blank => "it is white space alone",
        _ => "the rule leaves it out",
    }
}

/// A rule in one line.
fn in_words(rule: &Signing) -> String {
    let object;
    let what = match &rule.over {
        Over::Message => "the fields",
        Over::Member(path) => {
            object = format!("the members of `{}`", path.dotted());
            &object
        }
        Over::Body => "the body as it is",
    };
    let skipped = match rule.skip {
        _ if rule.over == Over::Body => "",
        Skip { blank: true, .. } => " without those that are null, empty or blank",
        Skip { empty: true, .. } => " without those that are null or empty",
        Skip { null: true, .. } => " without those that are null",
        Skip { .. } => ", also empty ones",
    };
    let order = match rule.order {
        _ if rule.over == Over::Body => "",
        Order::Name => ", by name",
        Order::NameIgnoringCase => ", by name, upper and lower case alike",
        Order::Piece => ", by the whole piece",
        Order::PieceIgnoringCase => ", by the whole piece, upper and lower case alike",
        Order::Fixed(_) => ", in the order that the rule lists",
    };
    let piece =
        if rule.over == Over::Body { String::new() } else { format!(", each as {}", template(&rule.piece)) };
    format!("{} over {what}{skipped}{order}{piece}", algorithm(rule))
}

/// The digest and its form.
pub(crate) fn algorithm(rule: &Signing) -> String {
    let digest = match rule.algorithm {
        Algorithm::Md5 => "MD5",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::HmacSha256 => "HMAC with SHA-256",
        Algorithm::RsaSha1 => "RSA with SHA-1 (PKCS#1 v1.5)",
        Algorithm::RsaSha256 => "RSA with SHA-256 (PKCS#1 v1.5)",
        Algorithm::Undecided => return "not written down yet".to_owned(),
    };
    let encoding = match rule.encoding {
        DigestEncoding::HexUpper => "upper-case hexadecimal",
        DigestEncoding::HexLower => "lower-case hexadecimal",
        DigestEncoding::Base64 => "base64",
    };
    format!("{digest} in {encoding}")
}

/// Where the signature goes.
pub(crate) fn place(rule: &Signing) -> String {
    match &rule.placement {
        Placement::Field(path) => format!("the field `{}`", path.dotted()),
        Placement::Header { name, .. } => format!("the header `{name}`"),
    }
}

fn template(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => text.to_string(),
        Part::Name => "{name}".to_owned(),
        Part::Value => "{value}".to_owned(),
        Part::Key => "{key}".to_owned(),
        Part::Credential(name) => format!("{{credentials.{name}}}"),
        Part::Signature => "{signature}".to_owned(),
    };
    parts.iter().map(part).collect()
}
