//! `payspec docs`: a readable reference of providers.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use payspec_codegen::model::Provider;
use payspec_codegen::reference;

use crate::failure::Failure;
use crate::files;
use crate::output::Output;
use crate::specs;

const NOTES: &str = "\
HTML: index.html compares all providers side by side, and each has a page of its own. The pages need nothing but a
browser: they load nothing, work from a folder, print, and can be searched.
Markdown: index.md and a file for each provider; `payspec import` reads the latter back.

Files are written only where their contents change. Nothing is deleted, and a file that this command did not write is
not replaced.

Exit codes:
  0  written, or nothing had changed
  1  an error: nothing more was written
  2  the command line is wrong

Examples:
  payspec docs --out reference                         the providers that are built in
  payspec docs --format markdown --out reference leshua
  payspec docs --out reference my-provider.yaml";

/// Write a readable reference of providers
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// Files, folders, or names of built-in providers; all that are built in unless given
    #[arg(value_name = "SPEC")]
    specs: Vec<String>,
    /// What to write
    #[arg(long, value_enum, default_value = "html")]
    format: Format,
    /// The folder to write to; it is made if there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown, which `payspec import` reads back.
    Markdown,
    /// Pages for a browser.
    Html,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let providers = specs::chosen(&arguments.specs)?;
    let pages = pages(&providers, arguments.format);
    if let Some(twice) = twice(&pages) {
        return Err(Failure::file(
            &arguments.out.join(twice),
            "two specifications describe this provider: give one",
        ));
    }
    // Before anything is written, so that a refusal leaves the folder as it was.
    let stale: Vec<(PathBuf, &str)> = pages
        .iter()
        .map(|(name, contents)| (arguments.out.join(name), &**contents))
        .filter_map(|(path, contents)| match is_stale(&path, contents, arguments.format) {
            Ok(stale) => stale.then_some(Ok((path, contents))),
            Err(failure) => Some(Err(failure)),
        })
        .collect::<Result<_, _>>()?;
    files::make_folder(&arguments.out)?;
    for (path, contents) in &stale {
        fs::write(path, contents)
            .map_err(|error| Failure::file(path, format!("cannot be written: {error}")))?;
        output.answer(&format!("{}\n", path.display()))?;
    }
    let unchanged = pages.len() - stale.len();
    if unchanged > 0 {
        output.complain(&format!("{unchanged} unchanged\n"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Names of files and what stands in them.
fn pages(providers: &[Provider], format: Format) -> Vec<(String, String)> {
    match format {
        Format::Html => {
            reference::html(providers).into_iter().map(|page| (page.name, page.contents)).collect()
        }
        Format::Markdown => {
            let index = ("index.md".to_owned(), reference::comparison_markdown(providers));
            let page = |provider: &Provider| match provider.name() {
                "index" => "index-provider.md".to_owned(),
                name => format!("{name}.md"),
            };
            let own = providers.iter().map(|provider| (page(provider), reference::markdown(provider)));
            std::iter::once(index).chain(own).collect()
        }
    }
}

/// A name that two files would have.
fn twice(pages: &[(String, String)]) -> Option<&str> {
    let mut names: Vec<&str> = pages.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// Whether a file has other contents, or is not there.
fn is_stale(path: &Path, contents: &str, format: Format) -> Result<bool, Failure> {
    let found = match fs::read(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        // The folder cannot be made, which tells more.
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(true),
        Err(_) if path.is_dir() => return Err(Failure::file(path, "is a folder, not a file")),
        Err(error) => return Err(Failure::file(path, format!("cannot be read: {error}"))),
    };
    if found == contents.as_bytes() {
        return Ok(false);
    }
    let text = String::from_utf8_lossy(&found);
    let is_own = match format {
        Format::Html => text.contains(reference::GENERATOR),
        Format::Markdown => text.contains(reference::MADE_HERE),
    };
    if is_own {
        Ok(true)
    } else {
        Err(Failure::file(
            path,
            "`payspec docs` did not write this file and does not replace it: choose another folder",
        ))
    }
}
