//! The files that a configuration names, each read once.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::ConfigError;

/// The most bytes of a configuration.
const MAX_CONFIGURATION: usize = 1 << 26;
/// The most bytes of a key or a certificate.
const MAX_KEY: usize = 1 << 16;

pub(super) type Bytes = Zeroizing<Vec<u8>>;

/// The files that a configuration names, each read once. What was read is overwritten with zeros when it is dropped.
#[derive(Default)]
pub(super) struct Files {
    read: Mutex<HashMap<PathBuf, Held>>,
}

struct Held {
    bytes: Arc<Bytes>,
    access: Access,
}

/// Who can read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Some,
    /// Everybody on this machine.
    Everybody,
}

/// Whether a file may be read by everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Confidence {
    Public,
    /// It holds a secret.
    Secret,
}

impl Files {
    /// The contents of a key or a certificate. One that holds a secret and that everybody can read is warned of, once.
    pub(super) fn key(&self, path: &Path, confidence: Confidence) -> Result<Arc<Bytes>, ConfigError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.contains_key(path) {
            let (bytes, access) = bytes(path, MAX_KEY)?;
            read.insert(path.to_owned(), Held { bytes: Arc::new(bytes), access });
        }
        let Some(held) = read.get_mut(path) else {
            return Err(ConfigError::file(path, "cannot be read"));
        };
        if (confidence, held.access) == (Confidence::Secret, Access::Everybody) {
            warn(path);
            held.access = Access::Some;
        }
        Ok(Arc::clone(&held.bytes))
    }
}

/// The text of a configuration, and who can read it.
pub(super) fn configuration(path: &Path) -> Result<(Zeroizing<String>, Access), ConfigError> {
    let (mut bytes, access) = bytes(path, MAX_CONFIGURATION)?;
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok((Zeroizing::new(text), access)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(ConfigError::file(path, "not UTF-8"))
        }
    }
}

/// Says that a file with a secret can be read by everybody.
pub(super) fn warn(path: &Path) {
    tracing::warn!(file = %path.display(), "everybody on this machine can read this file, in which secrets stand");
}

fn bytes(path: &Path, limit: usize) -> Result<(Bytes, Access), ConfigError> {
    let failed = |error: std::io::Error| ConfigError::file(path, format!("cannot be read: {error}"));
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    // Room from the start, so that a key is not left behind in a buffer that was outgrown.
    let length = usize::try_from(metadata.len()).unwrap_or(limit).clamp(MAX_KEY, limit);
    let mut bytes = Zeroizing::new(Vec::with_capacity(length + 1));
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > limit {
        return Err(ConfigError::file(path, format!("larger than {limit} bytes")));
    }
    if bytes.len() < MAX_KEY {
        // Thousands of them are held at the same time.
        bytes = Zeroizing::new(bytes.to_vec());
    }
    Ok((bytes, access(&metadata)))
}

#[cfg(unix)]
fn access(metadata: &Metadata) -> Access {
    const OTHERS_READ: u32 = 0o004;
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
    if metadata.is_file() && mode & OTHERS_READ != 0 { Access::Everybody } else { Access::Some }
}

#[cfg(not(unix))]
fn access(_: &Metadata) -> Access {
    Access::Some
}
