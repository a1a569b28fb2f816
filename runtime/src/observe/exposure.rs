//! How much observers and traces are shown.

/// How much spans, transcripts and unknown codes show, besides what everybody may see. Nothing, unless it is chosen.
///
/// Keys, signatures and fields that a specification calls secret are never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exposure {
    order_numbers: bool,
    personal: bool,
}

impl Exposure {
    /// Shows order numbers: the merchant's, the provider's and the channel's.
    #[must_use]
    pub const fn order_numbers(self) -> Self {
        Self { order_numbers: true, ..self }
    }

    /// Shows fields that a specification calls personal, such as a payer's account.
    #[must_use]
    pub const fn personal(self) -> Self {
        Self { personal: true, ..self }
    }

    /// Whether order numbers are shown.
    #[must_use]
    pub const fn shows_order_numbers(self) -> bool {
        self.order_numbers
    }

    /// Whether personal fields are shown.
    #[must_use]
    pub const fn shows_personal(self) -> bool {
        self.personal
    }
}
