//! Reading files of a bounded size; `-` is standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Failure;

/// The most bytes of a message or of its fields.
const MAX_MESSAGE: usize = 1 << 20;
/// The most bytes of a configuration, which can have thousands of merchants.
const MAX_CONFIGURATION: usize = 1 << 26;
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
