//! A specification to begin with.
