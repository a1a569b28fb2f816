//! Providers that nobody has: each uses what the five real ones do not.

payspec_runtime::include_providers!();
