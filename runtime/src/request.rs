//! What a typed request and a typed reply are.

use crate::{Decoder, Error, Fields, Money, Reply};

/// A typed request of one operation. Generated code implements it.
pub trait Request: Fields {
    /// What comes back.
    type Reply: TypedReply;

    /// The name of the operation in the provider's table.
    const OPERATION: &'static str;

    /// The amount that the order must have; a reply with another one is [`Error::Mismatch`].
    fn expected_amount(&self) -> Option<Money> {
        None
    }
}

/// A typed reply. Generated code implements it.
pub trait TypedReply: Sized {
    /// Makes it from a reply that was verified and decided.
    ///
    /// # Errors
    /// [`Error::Incomplete`] or [`Error::Unreadable`] for a field that the type cannot do without.
    fn decode(fields: &Decoder<'_>, reply: Reply) -> Result<Self, Error>;
}

/// The reply itself, for those who read fields by name.
impl TypedReply for Reply {
    fn decode(_: &Decoder<'_>, reply: Reply) -> Result<Self, Error> {
        Ok(reply)
    }
}
