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
    let object = object(tree)?;
    let kind = text(&answer(&["cat-file", "-t", &object], MAX_LIST)?);
    if kind != "tree" {
        return Ok(vec![(tree.to_string(), contents(&object)?)]);
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
            let folder = tree.to_string();
            files.push((format!("{}/{name}", folder.trim_end_matches('/')), contents(object)?));
        }
    }
    files.sort();
    Ok(files)
}

/// The name by which git knows the contents of a path in a revision.
fn object(tree: &Tree<'_>) -> Result<String, Failure> {
    let Tree { revision, path } = tree;
    if revision.is_empty() || revision.starts_with('-') {
        let what = format!("`{revision}` is neither a file nor a git revision");
        return Err(Failure::Git { what, hint: None });
    }
    if ask(&["rev-parse", "--git-dir"], MAX_LIST)?.is_none() {
        let what = format!(
            "there is no file `{revision}`, and no git repository here that could have such a revision"
        );
        return Err(Failure::Git { what, hint: None });
    }
    let commit = ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")], MAX_LIST)?;
    let Some(commit) = commit.as_deref().map(text).filter(|commit| !commit.is_empty()) else {
        let what = format!("`{revision}` is neither a file nor a git revision");
        let hint = "`git log --oneline` and `git tag` list revisions".to_owned();
        return Err(Failure::Git { what, hint: Some(hint) });
    };
    let object = ask(&["rev-parse", "--verify", "--quiet", &format!("{commit}:{path}")], MAX_LIST)?;
    object.as_deref().map(text).filter(|object| !object.is_empty()).ok_or_else(|| {
        let shown = path.strip_prefix("./").unwrap_or(path);
        Failure::Git {
            what: format!("the revision `{revision}` has no `{shown}`"),
            hint: Some("--path DIR-OR-FILE or REVISION:PATH names another place".to_owned()),
        }
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
    let mut child = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| unavailable(&error))?;
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

fn unavailable(error: &io::Error) -> Failure {
    let what = match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, or not on the PATH".to_owned(),
        _ => format!("git cannot be started: {error}"),
    };
    Failure::Git { what, hint: Some("files and folders are compared without it".to_owned()) }
}
