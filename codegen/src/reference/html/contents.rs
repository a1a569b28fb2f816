//! The table of contents.

use maud::{Markup, html};

/// A part of a page.
pub(super) struct Entry {
    /// Its id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// The name for programs, where it has one.
    pub(super) name: Option<String>,
    /// How deep it lies: 1 for parts, 2 for parts of parts.
    pub(super) depth: u8,
}

impl Entry {
    pub(super) fn part(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), name: None, depth: 1 }
    }

    pub(super) fn below(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { depth: 2, ..Self::part(id, title) }
    }

    pub(super) fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// The table of contents of a page.
pub(super) fn contents(entries: &[Entry]) -> Markup {
    html! {
        nav.contents aria-label="目录" {
            details open {
                summary { "目录" }
                ul {
                    @for entry in entries {
                        li class={ "depth-" (entry.depth) } {
                            a href={ "#" (entry.id) } {
                                bdi { (entry.title) }
                                @if let Some(name) = &entry.name { " " code { (name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
