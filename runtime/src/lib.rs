//! What generated payment clients stand on.

pub use payspec_table as table;
