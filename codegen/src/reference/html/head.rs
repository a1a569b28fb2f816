//! What every page has: head, bar, contents, foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use payspec_runtime::digest;
use payspec_table::{Algorithm, DigestEncoding};

use super::contents::{Entry, contents};
use super::search;
use crate::reference::terms;

const STYLE: &str = include_str!("style.css");
/// Chooses light or dark before anything is painted.
const THEME: &str = include_str!("theme.js");
const SCRIPT: &str = include_str!("script.js");

/// A page that is being written.
pub(super) struct Document<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// What it is, for those who look for it.
    pub(super) description: &'a str,
    /// Its parts.
    pub(super) contents: &'a [Entry],
    /// What can be looked for on it.
    pub(super) index: &'a [search::Entry],
    /// Whether it is the overview.
    pub(super) place: Place,
}

/// Which page it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Provider,
}

impl Document<'_> {
    /// The whole page around its body.
    pub(super) fn page(&self, body: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="zh-CN" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy());
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="description" content=(self.description);
                    meta name="referrer" content="no-referrer";
                    (PreEscaped(super::GENERATOR))
                    title { (self.title) }
                    script { (PreEscaped(THEME)) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#page-content" { "跳到正文" }
                    (self.bar())
                    div.frame {
                        (contents(self.contents))
                        main #page-content { (body) }
                    }
                    footer {
                        p {
                            "由 " span lang="en" { "payspec" } " 从规格生成。示例中的密钥和商户号均为虚构，不可用于真实环境。"
                        }
                    }
                    (search::data(self.index))
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    fn bar(&self) -> Markup {
        html! {
            header.bar {
                p.brand {
                    @if self.place == Place::Overview {
                        strong lang="en" { "payspec" } " " (terms::REFERENCE)
                    } @else {
                        a href="index.html" { strong lang="en" { "payspec" } " " (terms::REFERENCE) }
                    }
                }
                div.find role="search" hidden {
                    label.unseen for="page-find" { "查找字段、取值、名称" }
                    input #page-find type="search" placeholder="查找字段、取值、名称" autocomplete="off" spellcheck="false"
                        aria-controls="page-found" aria-describedby="page-found-count";
                    kbd aria-hidden="true" { "/" }
                    div.results hidden {
                        p #page-found-count role="status" {}
                        ol #page-found {}
                    }
                }
                button.theme type="button" hidden aria-label="切换深色或浅色" title="切换深色或浅色" {
                    span aria-hidden="true" { "◐" }
                }
            }
        }
    }
}

/// Nothing is loaded, and nothing runs but what stands here.
fn policy() -> String {
    format!(
        "default-src 'none'; script-src '{}' '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        hash(THEME),
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn hash(text: &str) -> String {
    let digest = digest::digest(Algorithm::Sha256, text.as_bytes(), "");
    let text = digest.map(|digest| digest::encode(&digest, DigestEncoding::Base64)).unwrap_or_default();
    format!("sha256-{text}")
}
