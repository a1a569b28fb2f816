//! What a change of a specification means to those who use the generated crate.
