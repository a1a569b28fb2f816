//! Reading files of a bounded size, where `-` is standard input; replacing them; making folders.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::failure::Failure;

/// The most bytes of a message or of its fields.
const MAX_MESSAGE: usize = 1 << 20;
/// The most bytes of a configuration, which can have thousands of merchants.
const MAX_CONFIGURATION: usize = 1 << 26;
/// The most bytes of a document or a specification.
const MAX_DOCUMENT: usize = 1 << 24;
/// The most bytes of a key.
const MAX_KEY: usize = 1 << 16;

/// A message or its fields.
pub(crate) fn message(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, MAX_MESSAGE)
}

/// A configuration, in which secrets may stand.
pub(crate) fn configuration(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let bytes = Zeroizing::new(read(path, MAX_CONFIGURATION)?);
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Failure::file(path, "not UTF-8")),
    }
}

/// A document or a specification.
pub(crate) fn document(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path, MAX_DOCUMENT)?)
        .map_err(|_| Failure::file(path, "not UTF-8; GBK and UTF-16 are not read"))
}

/// A specification, in bytes: what is wrong with them is told with their place.
pub(crate) fn specification(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, MAX_DOCUMENT)
}

/// Makes a folder, and those that it stands in.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| {
        // Without a slash at the end, which hides a file.
        let plain: PathBuf = path.components().collect();
        match plain.ancestors().find(|above| above.exists()) {
            Some(file) if !file.is_dir() => Failure::file(file, "is a file, not a folder"),
            _ => Failure::file(path, format!("cannot be made: {error}")),
        }
    })
}

/// Puts a text in place of a file, whole or not at all.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file(path, format!("cannot be written: {error}"));
    // A link stays what it is: the file that it leads to is replaced.
    let path = path.canonicalize().map_err(failed)?;
    let permissions = path.metadata().map_err(failed)?.permissions();
    // A file is swapped whatever its own permissions say; whoever made it read-only means it.
    if permissions.readonly() {
        return Err(Failure::file(&path, "cannot be written: it is read-only"));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let fresh = path.with_file_name(name);
    let written = write_new(&fresh, text)
        .and_then(|()| fs::set_permissions(&fresh, permissions))
        .and_then(|()| fs::rename(&fresh, &path));
    written.map_err(|error| {
        // What is left of it is of no use; that it cannot be removed is not what went wrong.
        let _ = fs::remove_file(&fresh);
        failed(error)
    })
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A key.
pub(crate) fn key(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    read(path, MAX_KEY).map(Zeroizing::new)
}

fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let result = if path == Path::new("-") {
        up_to(io::stdin().lock(), limit)
    } else {
        File::open(path).and_then(|file| up_to(file, limit))
    };
    let bytes = result.map_err(|error| Failure::file(path, format!("cannot be read: {error}")))?;
    if bytes.len() > limit {
        return Err(Failure::file(path, format!("larger than {limit} bytes")));
    }
    Ok(bytes)
}

fn up_to(source: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    // Room from the start, so that a key is not left behind in a buffer that was outgrown.
    let mut bytes = Vec::with_capacity(limit.min(MAX_KEY) + 1);
    source.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
