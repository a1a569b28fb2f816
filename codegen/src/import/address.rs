//! Where operations are, as documents print it.

use crate::check::url_mistake;

/// What a document prints as a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// With scheme and host.
    Absolute {
        /// Scheme and host.
        origin: String,
        /// The rest, without query.
        path: String,
    },
    /// A path, or a path behind a placeholder for the rest.
    Path(String),
}

/// Reads an address.
pub(super) fn read(url: &str) -> Address {
    let url = url.trim().split(['?', '#']).next().unwrap_or_default();
    for scheme in ["https://", "http://"] {
        if let Some(rest) = url.strip_prefix(scheme) {
            let host = rest.find('/').unwrap_or(rest.len());
            let origin = format!("{scheme}{}", &rest[..host]);
            if url_mistake(&origin).is_none() && !origin.contains(['{', '}', '<', '>', '$']) {
                return Address::Absolute { origin, path: without_end(&rest[host..]) };
            }
            return Address::Path(without_end(&rest[host..]));
        }
    }
    // `{root}/pay/query`, `[环境](/tech)/query`, `${host}/query`.
    let behind = url.rfind(['}', ')', '>', ']']).map_or(url, |at| &url[at + 1..]);
    let path = if behind.starts_with('/') || behind.is_empty() {
        behind
    } else {
        behind.find('/').map_or("", |at| &behind[at..])
    };
    Address::Path(without_end(path))
}

fn without_end(path: &str) -> String {
    path.trim_end_matches('/').to_owned()
}

/// The path of an address.
pub(super) fn path(url: &str) -> String {
    match read(url) {
        Address::Absolute { path, .. } | Address::Path(path) => path,
    }
}

/// Whether a path can be appended to a URL.
pub(super) fn is_path(path: &str) -> bool {
    path.is_empty()
        || path.starts_with('/')
            && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte))
}
