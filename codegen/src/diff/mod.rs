//! What a change of a specification means to those who use the generated crate.
//!
//! [`between`] compares two lists of providers. What changes in Rust comes from what the generator emits for both sides;
//! every such item is laid at the difference of the specifications that caused it. A difference that no item shows is told
//! all the same: two models that are not equal have at least one [`Change`].

mod attribution;
mod codes;
mod decision;
mod facts;
mod field;
mod head;
mod log;
mod markdown;
mod notation;
mod operation;
mod pairs;
mod renamed;
mod role;
mod signing;
mod surface;
mod version;

pub use self::surface::ItemKind;
pub use self::version::{Bump, Version, VersionError};

use serde::Serialize;

use crate::generator::Error;
use crate::model::Provider;

/// What a change means to callers. The most serious comes first in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// A public item is gone or has another signature: code that uses it does not compile, or gives another value in the
    /// same place.
    Breaking,
    /// Code compiles, and the same reply tells another state of an order, or an amount is other money.
    Outcome,
    /// Code compiles, and a request that was sent before may be refused before anything is sent.
    Stricter,
    /// Code compiles, and does something else: what is sent, what is accepted, what a reply means.
    Behaviour,
    /// There is something new, and what there was is as it was.
    Additive,
    /// Titles, descriptions and sources: what people read.
    Documentation,
}

impl Class {
    /// Every class, the most serious first.
    pub const ALL: [Self; 6] =
        [Self::Breaking, Self::Outcome, Self::Stricter, Self::Behaviour, Self::Additive, Self::Documentation];

    /// The heading under which such changes are listed.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Outcome => "behaviour, states and amounts of orders",
            Self::Stricter => "behaviour, stricter",
            Self::Behaviour => "behaviour",
            Self::Additive => "additive",
            Self::Documentation => "documentation only",
        }
    }
}

/// What changes between two lists of providers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diff {
    /// The providers that change, by name.
    pub providers: Vec<ProviderDiff>,
}

/// What changes for one provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProviderDiff {
    /// The name by which programs know it.
    pub provider: String,
    /// The name by which people know it: the new one.
    pub title: String,
    /// Its changes, the most serious first; never empty.
    pub changes: Vec<Change>,
}

/// One change. Its texts are lines of Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What it means to callers.
    pub class: Class,
    /// Where it is in the specification, such as `codes.order_status."5".state`: in the new one unless it is gone there. Rules
    /// of signing are named by the messages that follow them.
    pub places: Vec<String>,
    /// What is changed, in the terms of the specification.
    pub summary: String,
    /// What it means, where the summary does not say it.
    pub effect: Option<String>,
    /// What was there, as it is written in a specification.
    pub old: Option<String>,
    /// What is there now.
    pub new: Option<String>,
    /// The public items of the generated crate that change by it.
    pub items: Vec<ItemChange>,
}

impl Change {
    /// One sentence for a changelog.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut sentence = self.summary.clone();
        if let Some(effect) = &self.effect {
            sentence.push_str(": ");
            sentence.push_str(effect);
        }
        if !sentence.ends_with(['.', '!', '?', '。', '！', '？']) {
            sentence.push('.');
        }
        sentence
    }

    /// The compiler will not say it.
    fn warn(&mut self) {
        const WARNING: &str = "calls compile all the same, and give another value in the same place";
        let effect = self.effect.get_or_insert_default();
        if !effect.ends_with(WARNING) {
            effect.push_str(if effect.is_empty() { "" } else { "; " });
            effect.push_str(WARNING);
        }
    }
}

/// A public item of the generated crate that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ItemChange {
    /// What it means to callers: breaking or additive.
    pub class: Class,
    /// What it is.
    pub kind: ItemKind,
    /// Where it is, from the module of the provider: `acme::QueryReply::amount`, `acme::Query::new()`.
    pub path: String,
    /// Its type or signature before; `None` where it is new.
    pub old: Option<String>,
    /// Its type or signature now; `None` where it is gone.
    pub new: Option<String>,
}

impl Diff {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.providers.is_empty()
    }

    /// Every change of every provider.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.providers.iter().flat_map(|provider| &provider.changes)
    }

    /// The most serious class; `None` where nothing changes.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.changes().map(|change| change.class).min()
    }

    /// What the version of the generated crate must be raised by.
    #[must_use]
    pub fn bump(&self) -> Bump {
        Bump::of(self.class())
    }

    /// As Markdown for a changelog. With the version of the crate before, its heading names the next one.
    #[must_use]
    pub fn markdown(&self, version: Option<Version>) -> String {
        markdown::diff(self, version)
    }
}

/// Compares two lists of providers, each of which has a name once.
///
/// # Errors
///
/// If what is generated for one of them does not parse, which is a mistake of the generator.
pub fn between(old: &[Provider], new: &[Provider]) -> Result<Diff, Error> {
    let mut names: Vec<&str> = old.iter().chain(new).map(Provider::name).collect();
    names.sort_unstable();
    names.dedup();
    let of =
        |providers: &'_ [Provider], name: &str| providers.iter().position(|provider| provider.name() == name);
    let mut providers = Vec::new();
    for name in names {
        let before = of(old, name).and_then(|at| old.get(at));
        let after = of(new, name).and_then(|at| new.get(at));
        let changes = match (before, after) {
            (Some(before), Some(after)) if before == after => continue,
            (Some(before), Some(after)) => changed(before, after)?,
            (Some(gone), None) => vec![head::provider_gone(gone)],
            (None, Some(added)) => vec![head::provider_added(added)],
            (None, None) => continue,
        };
        let title = after.or(before).map_or_else(String::new, |provider| provider.title().to_owned());
        providers.push(ProviderDiff { provider: name.to_owned(), title, changes });
    }
    Ok(Diff { providers })
}

/// The changes of a provider that both sides have.
fn changed(old: &Provider, new: &Provider) -> Result<Vec<Change>, Error> {
    let items = surface::changes(old, new).map_err(|error| Error::Generated(new.name().to_owned(), error))?;
    let mut log = log::Log::default();
    head::compare(old, new, &mut log);
    let mut changes = attribution::attribute(log.finish(), items);
    changes.sort_by_key(|change| change.class);
    Ok(changes)
}
