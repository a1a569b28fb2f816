//! Typed clients that ask Chinese payment aggregators what became of an order.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use payspec_runtime::*;

include!(concat!(env!("OUT_DIR"), "/providers.rs"));
