//! Types of fields: text, unless the document says more.

use crate::check::{Parts, parts};
use crate::document::FieldText;
use crate::yaml::{Map, Node};

use super::draft::Draft;
use super::field::{Place, Seen};
use super::question::quoted;
use super::terms::{self, Purpose};
use super::unit;
use super::whole::Remark;

/// What there is to say about the type of a field.
#[derive(Debug, Default)]
pub(crate) struct Kind {
    pub(crate) keys: Map,
    pub(crate) questions: Vec<String>,
    /// Whether it is a moment, or a part of one.
    pub(super) is_time: bool,
}

impl Kind {
    fn of(word: &str) -> Self {
        let mut kind = Self::default();
        kind.keys.set("type", word);
        kind
    }

    fn with(mut self, key: &str, value: impl Into<Node>) -> Self {
        self.keys.set(key, value);
        self
    }

    fn asking(mut self, question: impl Into<String>) -> Self {
        self.questions.push(question.into());
        self
    }

    fn text(question: impl Into<String>) -> Self {
        Self::default().asking(question)
    }
}

/// The type of a field without fields in it, which is no code and no constant.
pub(super) fn of(
    field: &FieldText,
    purpose: Purpose,
    place: &Place<'_>,
    seen: &[Seen],
    draft: &Draft<'_>,
) -> Kind {
    let word = field.kind.as_ref().map(|kind| kind.value.trim().to_ascii_lowercase()).unwrap_or_default();
    let description = field.description.as_ref().map_or("", |text| text.value.as_str());
    let said: String =
        format!("{} {description}", field.title.value).split_whitespace().collect::<Vec<_>>().join(" ");
    let tight: String = said.chars().filter(|character| !character.is_whitespace()).collect();
    let quoted_json =
        (place.is_json && (word.contains("string") || word.contains("char"))).then_some("quoted");
    if matches!(purpose, Purpose::Credential | Purpose::Signature | Purpose::Nonce | Purpose::Personal) {
        return Kind::default();
    }
    let date = seen.iter().rev().find(|field| field.is_date).map(|field| field.path.as_str());
    if let Some(moment) = moment(field, quoted_json, date) {
        return moment;
    }
    if let Some(amount) = amount(field, quoted_json, draft.amounts.iter().flatten().next()) {
        return amount;
    }
    if let Some(joint) = joint(&tight) {
        return Kind::of("list")
            .with("joint", joint)
            .asking("several in one text: is this what stands between them?");
    }
    if matches!(purpose, Purpose::Role(_)) && !matches!(word.as_str(), "date" | "datetime") {
        let is_moment = field.title.value.ends_with("时间");
        return if is_moment {
            Kind::text("in which format? A moment is `type: datetime` with its `format:`")
        } else {
            Kind::default()
        };
    }
    match word.as_str() {
        "int" | "integer" | "long" | "short" | "bigint" => Kind::of("integer"),
        "bool" | "boolean" => Kind::of("boolean"),
        "number" | "decimal" | "double" | "float" | "bigdecimal" => {
            match field.length.as_ref().and_then(|length| length.value.decimals) {
                Some(decimals) if decimals > 0 => Kind::of("decimal"),
                _ => Kind::text(format!(
                    "the document says {}: `integer`, `decimal`, or a text of digits?",
                    quoted(&word)
                )),
            }
        }
        "array" | "list" | "object" | "json" | "map" | "jsonobject" | "jsonarray" => {
            Kind::text(format!("the document says {}, and nothing of what is in it", quoted(&word)))
        }
        "date" | "datetime" | "time" | "timestamp" => Kind::text("in which format?"),
        _ if ["时间", "日期"].iter().any(|end| field.title.value.ends_with(end)) => {
            Kind::text("in which format? Until somebody knows it is a text")
        }
        _ => Kind::default(),
    }
}

/// Whether a title is that of an amount, and not of an account or a kind of fee.
fn names_amount(title: &str) -> bool {
    let title = title.split(['(', '（']).next().unwrap_or_default().trim().to_lowercase();
    let other = ["号", "户", "类型", "标识", "方式", "模式", "费率", "币种", "单位", "承担方"];
    (["金额", "手续费"].iter().any(|word| title.contains(word)) || title.ends_with("amount"))
        && !other.iter().any(|word| title.ends_with(word))
}

/// A moment, or a part of one, where the row says how it is written. `date` is the path of a date before it, from which it
/// takes its year where the format has none.
pub(crate) fn moment(field: &FieldText, written: Option<&'static str>, date: Option<&str>) -> Option<Kind> {
    let description = field.description.as_ref().map_or("", |text| text.value.as_str());
    let tight: String = format!("{} {description}", field.title.value)
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    if tight.contains("13位") && tight.contains("时间戳")
        || tight.contains("毫秒时间戳")
        || tight.contains("毫秒级时间戳")
    {
        let kind = Kind { is_time: true, ..Kind::of("milliseconds") };
        return Some(match written {
            Some(written) => kind.with("written", written),
            None => kind,
        });
    }
    let as_type = || format(&field.kind.as_ref()?.value);
    let format = format(description).or_else(|| format(&field.title.value)).or_else(as_type)?;
    Some(timed(&format, date))
}

/// An amount, where the title is that of one; `of_all` is what the document says of all amounts. Without a unit it asks.
pub(crate) fn amount(
    field: &FieldText,
    written: Option<&'static str>,
    of_all: Option<&Remark<&'static str>>,
) -> Option<Kind> {
    let title = &field.title.value;
    if terms::purpose(&field.name.value, title) != Purpose::Amount && !names_amount(title) {
        return None;
    }
    let description = field.description.as_ref().map_or("", |text| text.value.as_str());
    let tight: String = format!("{title} {description}").split_whitespace().collect();
    let decimals = field.length.as_ref().and_then(|length| length.value.decimals);
    let money = |unit: &str| {
        let kind = Kind::of("money").with("unit", unit);
        match written {
            Some(written) => kind.with("written", written),
            None => kind,
        }
    };
    if let Some(unit) = unit::stated(&tight) {
        return Some(money(unit));
    }
    if decimals == Some(2) {
        return Some(money("yuan").asking("two decimals make it yuan: is it?"));
    }
    Some(match of_all {
        Some(remark) => money(remark.value)
            .asking(format!("of all amounts the document says {}: of this one, too?", quoted(&remark.line))),
        None => Kind::text("an amount is `type: money` with `unit: fen` or `unit: yuan`: which?"),
    })
}

/// A date or time in a format; `format` is as the document writes it.
fn timed(format: &str, date: Option<&str>) -> Kind {
    let (meant, parts) = match understood(format) {
        Some(found) => found,
        None => return Kind::text(format!("what does the format {} mean?", quoted(format))),
    };
    let mut kind = match (parts.has_any_date(), parts.has_any_time()) {
        (true, false) if parts.has_date() && parts.year => Kind::of("date"),
        (false, true) if parts.has_time() => Kind::of("time"),
        (true, true) if parts.has_date() && parts.has_time() => Kind::of("datetime"),
        _ => {
            return Kind::text(format!(
                "the format {} is no whole date or time: what is it for?",
                quoted(format)
            ));
        }
    };
    kind = kind.with("format", meant.as_str());
    if !parts.year && parts.has_any_date() {
        match date {
            Some(date) => {
                kind = kind
                    .with("year_from", date)
                    .asking("the format has no year: is that the field whose date is near?");
            }
            None => {
                return Kind::text(format!(
                    "the format {} has no year: `type: datetime` needs `year_from`, a field with a date",
                    quoted(format)
                ));
            }
        }
    }
    if meant != format {
        kind = kind.asking(format!("the document writes {}: is this what it means?", quoted(format)));
    }
    Kind { is_time: true, ..kind }
}

/// A format in the notation of the language, and what it holds.
fn understood(format: &str) -> Option<(String, Parts)> {
    let usual = format.replace('Y', "y").replace('D', "d").replace('h', "H");
    let shouted = usual
        .replace("HHMMSS", "HHmmss")
        .replace("HH:MM:SS", "HH:mm:ss")
        .replace("HHMISS", "HHmmss")
        .replace("SS", "ss");
    [format.to_owned(), usual, shouted]
        .into_iter()
        .find_map(|format| parts(&format).ok().map(|parts| (format, parts)))
}

/// Every way in which some words say that a moment is written, in the notation of the language where that is known: formats,
/// `milliseconds`, `seconds`.
pub(crate) fn written(text: &str) -> Vec<String> {
    let tight: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let says = |words: &[&str]| words.iter().any(|word| tight.contains(word));
    if tight.contains("时间戳") {
        if says(&["13位", "毫秒"]) {
            return vec!["milliseconds".to_owned()];
        }
        if says(&["10位", "秒级", "单位秒", "单位：秒"]) {
            return vec!["seconds".to_owned()];
        }
    }
    runs(text).map(|run| understood(run).map_or_else(|| run.to_owned(), |(meant, _)| meant)).collect()
}

/// A format of a date or time in a description, the longest.
fn format(text: &str) -> Option<String> {
    let mut found: Option<&str> = None;
    for run in runs(text) {
        if found.is_none_or(|found| found.len() < run.len()) {
            found = Some(run);
        }
    }
    found.map(str::to_owned)
}

/// What looks like a format in a text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |character: char| "yYMdDHhmsSI-/:. T'".contains(character);
    text.split(move |character: char| !is_part(character))
        .map(|run| run.trim_matches(|character: char| "-/:. T'I".contains(character)))
        .filter(|run| {
            run.chars().filter(char::is_ascii_alphabetic).count() >= 6
                && run.starts_with(['y', 'Y', 'M', 'H', 'h'])
        })
}

/// What stands between several values in one text.
fn joint(tight: &str) -> Option<&'static str> {
    let several = ["多笔", "多个", "多条"].iter().any(|word| tight.contains(word))
        && ["分隔", "隔开", "分割"].iter().any(|word| tight.contains(word));
    let signs: [(&[&str], &str); 3] =
        [(&["逗号", "\",\"", "“,”"], ","), (&["竖线", "|"], "|"), (&["分号"], ";")];
    signs
        .iter()
        .find(|(words, _)| several && words.iter().any(|word| tight.contains(word)))
        .map(|(_, joint)| *joint)
}
