//! From a question that is understood to signed bytes: what there is to say, every field of it, and its way over HTTP.

pub(crate) mod answer;
pub(crate) mod delivery;
pub(crate) mod draft;
pub(crate) mod filler;
pub(crate) mod plan;
pub(crate) mod seal;
pub(crate) mod tiers;
mod values;
