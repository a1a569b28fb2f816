//! What generated modules use, under one path: `use payspec_runtime::generated::*;` would do, but they name each
//! item. The names are stable for generated code of the same minor version; people find them at the crate's root.

pub use std::borrow::Cow;

pub use jiff::civil::{Date, Time};
pub use payspec_table as table;
pub use rust_decimal::Decimal;
#[cfg(feature = "serde")]
pub use serde;

#[cfg(feature = "blocking")]
pub use crate::blocking;
pub use crate::{
    ChinaTime, Client, Code, Credentials, Decode, Decoder, Endpoint, Error, Fen, Fields, FromField, Input, Money,
    Order, OrderState, PrivateKey, ProviderRef, PublicKey, Reply, Request, Secret, Signer, Text, ToInput,
    TypedReply,
};
