//! Many queries at once over loopback.

pub(crate) fn queries() -> String {
    String::new()
}
