//! What generated modules use. Its names are stable for generated code of the same minor version; people find
//! the same items at the crate's root.

pub use jiff::civil::{Date, Time};
pub use rust_decimal::Decimal;
#[cfg(feature = "serde")]
pub use serde;

#[cfg(feature = "blocking")]
pub use crate::blocking;
pub use crate::{
    Answer, Boxed, BoxedStream, ChinaTime, Client, Code, Concurrency, Credentials, Decode, Decoder,
    Deviation, Error, Fen, Fields, FromField, Input, Message, Money, Order, OrderKey, OrderQuery, OrderState,
    Outcome, Patience, PrivateKey, PublicKey, PublicUrl, Reply, Request, Secret, Signer, Text, ToInput,
    TypedReply, Value,
};
