//! Fields of messages.

use super::read::{Entries, node, words};
use super::{Basis, WhenSpec};

words! {
    /// Whether a field is there.
    pub(crate) enum PresenceWord {
        Required = "required",
        Optional = "optional",
        Conditional = "conditional",
    }
}

words! {
    /// What a length counts.
    pub(crate) enum LengthUnitWord {
        Characters = "characters",
        Bytes = "bytes",
    }
}

words! {
    /// What a field's text means.
    pub(crate) enum FieldType {
        Text = "text",
        Integer = "integer",
        Decimal = "decimal",
        Money = "money",
        Boolean = "boolean",
        Date = "date",
        Time = "time",
        DateTime = "datetime",
        Milliseconds = "milliseconds",
        Code = "code",
        Object = "object",
        List = "list",
    }
}

words! {
    /// What an amount counts.
    pub(crate) enum Unit {
        Fen = "fen",
        Yuan = "yuan",
    }
}

words! {
    /// How JSON shows a value.
    pub(crate) enum WrittenWord {
        Quoted = "quoted",
        Bare = "bare",
        JsonText = "json_text",
    }
}

words! {
    /// What is made anew for each attempt.
    pub(crate) enum Generate {
        Nonce = "nonce",
        Clock = "clock",
    }
}

words! {
    /// What a field is in the unified order.
    pub(crate) enum Is {
        MerchantNo = "merchant_no",
        MerchantOrderNo = "merchant_order_no",
        ProviderOrderNo = "provider_order_no",
        ChannelOrderNo = "channel_order_no",
        Amount = "amount",
        Currency = "currency",
        Channel = "channel",
        PaidAt = "paid_at",
        PaidDate = "paid_date",
        PaidTime = "paid_time",
        CreatedAt = "created_at",
    }
}

node! {
    /// One field of a message. Its key is its name on the wire.
    pub(crate) struct FieldSpec {
        required title: String,
        /// The name in Rust, where the one on the wire does not do.
        optional name: String,
        optional description: String,
        required presence: PresenceWord,
        optional when: WhenSpec,
        optional max_length: u32,
        optional length_unit: LengthUnitWord,
        optional kind = "type": FieldType,
        optional unit: Unit,
        optional format: Vec<String>,
        optional year_from: String,
        optional table: String,
        optional fields: Entries<FieldSpec>,
        optional element: String,
        optional joint: String,
        optional written: WrittenWord,
        optional constant: String,
        optional generate: Generate,
        optional from: String,
        optional signature: bool,
        optional is: Is,
        optional secret: bool,
        optional personal: bool,
        optional example: String,
        optional documented: DocumentedSpec,
        optional basis: Basis,
        optional because: String,
    }
}

node! {
    /// What the document says where the specification decides otherwise.
    pub(crate) struct DocumentedSpec {
        optional name: String,
        optional title: String,
        optional presence: PresenceWord,
        optional max_length: u32,
        optional kind = "type": String,
    }
}
