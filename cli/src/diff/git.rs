//! Files of git revisions, through the command `git`. No shell is asked, nothing is checked out or written.

use std::fmt;
use std::io::{self, Read};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// The most bytes of one specification that are read, one more than a specification may have.
const MAX_SPECIFICATION: u64 = (1 << 20) + 1;
/// The most bytes of a list of files.
const MAX_LIST: u64 = 1 << 24;

/// A file or a folder of a revision.
pub(super) struct Tree<'a> {
    pub(super) revision: &'a str,
    /// As git takes it after the colon: from the top of the repository, or with `./` from the current folder.
    pub(super) path: String,
}

impl fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.revision, self.path.strip_prefix("./").unwrap_or(&self.path))
    }
}

/// The specifications of a file or of a folder: names to show, and contents.
pub(super) fn specifications(tree: &Tree<'_>) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let commit = commit(tree.revision)?;
    let object = object(tree, &commit)?;
    let kind = text(&answer(&["cat-file", "-t", &object], MAX_LIST)?);
    if kind != "tree" {
        // `120000 blob 0123…<tab>name`
        let scope = if tree.path.starts_with('.') { "--full-name" } else { "--full-tree" };
        let entry = ask(&["ls-tree", "-z", scope, &commit, "--", &tree.path], MAX_LIST)?.unwrap_or_default();
        let contents = contents(&object)?;
        return match entry.starts_with(LINK) {
            true => Err(link(&tree.to_string(), &contents)),
            false => Ok(vec![(tree.to_string(), contents)]),
        };
    }
    let list = answer(&["ls-tree", "-z", "--full-tree", &object], MAX_LIST)?;
    let mut files = Vec::new();
    for entry in list.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        // `100644 blob 0123…<tab>name`
        let Some((about, name)) = entry.split_once('\t') else { continue };
        let mut words = about.split(' ').skip(1);
        let (kind, object) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if kind == "blob" && (name.ends_with(".yaml") || name.ends_with(".yml")) {
            let path = format!("{}/{name}", tree.to_string().trim_end_matches('/'));
            let contents = contents(object)?;
            if about.as_bytes().starts_with(LINK) {
                return Err(link(&path, &contents));
            }
            files.push((path, contents));
        }
    }
    files.sort();
    Ok(files)
}

/// The mode of a symbolic link.
const LINK: &[u8] = b"120000 ";

/// What a link points to may be anywhere, or in another revision: it is not followed.
fn link(path: &str, target: &[u8]) -> Failure {
    let what = format!("{path} is a symbolic link to `{}`", text(target));
    Failure::Git {
        what,
        hint: Some("--path DIR-OR-FILE or REVISION:PATH names what it points to".to_owned()),
    }
}

/// The name by which git knows a revision.
fn commit(revision: &str) -> Result<String, Failure> {
    let unknown = |hint: Option<&str>| Failure::Git {
        what: format!("`{revision}` is neither a file nor a git revision"),
        hint: hint.map(str::to_owned),
    };
    if revision.is_empty() || revision.starts_with('-') {
        return Err(unknown(None));
    }
    let repository = command(&["rev-parse", "--is-shallow-repository"]).output();
    let repository = repository.map_err(|error| unavailable(&error))?;
    if !repository.status.success() {
        let complaint = text(&repository.stderr);
        return Err(match complaint.contains("not a git repository") {
            true => Failure::Git {
                what: format!(
                    "there is no file `{revision}`, and no git repository here that could have such a revision"
                ),
                hint: None,
            },
            false => Failure::Git {
                what: format!(
                    "git does not read this repository: {}",
                    complaint.lines().next().unwrap_or_default()
                ),
                hint: Some("`git status` says more".to_owned()),
            },
        });
    }
    let commit = ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")], MAX_LIST)?;
    commit.as_deref().map(text).filter(|commit| !commit.is_empty()).ok_or_else(|| {
        unknown(Some(match text(&repository.stdout).as_str() {
            "true" => "this clone is shallow: `git fetch --unshallow --tags` gets the older revisions",
            _ => "`git log --oneline` and `git tag` list revisions",
        }))
    })
}

/// The name by which git knows the contents of a path in a revision.
fn object(tree: &Tree<'_>, commit: &str) -> Result<String, Failure> {
    let Tree { revision, path } = tree;
    let object = ask(&["rev-parse", "--verify", "--quiet", &format!("{commit}:{path}")], MAX_LIST)?;
    object.as_deref().map(text).filter(|object| !object.is_empty()).ok_or_else(|| {
        let shown = path.strip_prefix("./").unwrap_or(path);
        let hint = "--path DIR-OR-FILE or REVISION:PATH names another place; of folders, specifications are compared by \
                    `provider:`, whatever their files are called";
        Failure::Git { what: format!("the revision `{revision}` has no `{shown}`"), hint: Some(hint.to_owned()) }
    })
}

fn contents(object: &str) -> Result<Vec<u8>, Failure> {
    answer(&["cat-file", "blob", object], MAX_SPECIFICATION)
}

/// One line.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

/// What git answers to a question that it must be able to answer.
fn answer(arguments: &[&str], limit: u64) -> Result<Vec<u8>, Failure> {
    ask(arguments, limit)?.ok_or_else(|| Failure::Git {
        what: format!("`git {}` failed", arguments.join(" ")),
        hint: Some("run it by hand to see why".to_owned()),
    })
}

/// What git answers; `None` where it says no.
fn ask(arguments: &[&str], limit: u64) -> Result<Option<Vec<u8>>, Failure> {
    let child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| unavailable(&error))?;
    let mut bytes = Vec::new();
    let read = child.stdout.take().map_or(Ok(0), |stdout| stdout.take(limit).read_to_end(&mut bytes))?;
    if read as u64 == limit {
        // More than anybody needs: git need not go on, and is not asked how it ended.
        let _ = child.kill();
        let _ = child.wait();
        return Ok(Some(bytes));
    }
    let status = child.wait()?;
    Ok(status.success().then_some(bytes))
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Its complaints are looked at: they are to be in one language.
    command.args(arguments).stdin(Stdio::null()).env("LC_ALL", "C");
    command
}

fn unavailable(error: &io::Error) -> Failure {
    let what = match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, or not on the PATH".to_owned(),
        _ => format!("git cannot be started: {error}"),
    };
    Failure::Git { what, hint: Some("files and folders are compared without it".to_owned()) }
}
