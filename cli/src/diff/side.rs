//! One side of a comparison: files, or a revision of them.

use std::path::Path;

use payspec_codegen::load_contents;
use payspec_codegen::model::Provider;

use super::git::{self, Tree};
use crate::failure::Failure;
use crate::specs;

/// The providers of a file, of a folder, or of a git revision. What exists is a file.
pub(super) fn providers(name: &str, path: &Path) -> Result<Vec<Provider>, Failure> {
    if Path::new(name).exists() {
        return specs::in_file(Path::new(name));
    }
    let tree = match name.split_once(':') {
        // Without a revision before the colon, git means the index, or a commit by its message: that is no revision here.
        Some((revision, path)) if !revision.is_empty() => Tree { revision, path: path.to_owned() },
        _ => Tree { revision: name, path: from_here(path)? },
    };
    let files = git::specifications(&tree)?;
    if files.is_empty() {
        let what = format!("there is no specification in {tree}");
        return Err(Failure::Git { what, hint: Some("--path names another folder or file".to_owned()) });
    }
    load_contents(files).into_result().map_err(Failure::Specification)
}

/// A path of the current folder, as git wants it.
fn from_here(path: &Path) -> Result<String, Failure> {
    let unusable =
        || Failure::file(path, "in a revision, a path stands in the current folder and is plain text");
    let text = path.to_str().filter(|_| path.is_relative()).ok_or_else(unusable)?;
    let text = text.trim_end_matches('/');
    Ok(if text.starts_with("./") || text.starts_with("../") { text.to_owned() } else { format!("./{text}") })
}
