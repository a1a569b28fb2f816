//! Fields of messages.

use super::read::{Entries, node, words};
use super::{Basis, WhenSpec};

words! {
    /// Whether a field is there.
    pub(crate) enum PresenceWord {
        /// Always.
        Required = "required",
        /// Or not.
        Optional = "optional",
        /// Where its conditions hold, or where the provider thinks fit.
        Conditional = "conditional",
    }
}

words! {
    /// What a length counts.
    pub(crate) enum LengthUnitWord {
        /// Unicode characters.
        Characters = "characters",
        /// Bytes of UTF-8.
        Bytes = "bytes",
    }
}

words! {
    /// What a field's text means.
    pub(crate) enum FieldType {
        /// Any text.
        Text = "text",
        /// A whole number.
        Integer = "integer",
        /// A decimal number.
        Decimal = "decimal",
        /// An amount of money; it needs `unit`.
        Money = "money",
        /// `true` or `false`.
        Boolean = "boolean",
        /// A date; it needs `format`.
        Date = "date",
        /// A time of day; it needs `format`.
        Time = "time",
        /// A date and time at +08:00; it needs `format`.
        DateTime = "datetime",
        /// Milliseconds since 1970.
        Milliseconds = "milliseconds",
        /// A value of a code table; it needs `table`.
        Code = "code",
        /// An object; it needs `fields`.
        Object = "object",
        /// Objects (it needs `fields`), or texts in one text (it needs `joint`).
        List = "list",
    }
}

words! {
    /// What an amount counts.
    pub(crate) enum Unit {
        /// Hundredths of the currency, a whole number.
        Fen = "fen",
        /// The currency, with two decimals that count.
        Yuan = "yuan",
    }
}

words! {
    /// How JSON shows a value.
    pub(crate) enum WrittenWord {
        /// As a string: `"58"`.
        Quoted = "quoted",
        /// As a bare number or truth value: `58`.
        Bare = "bare",
        /// An object or a list as JSON inside a string.
        JsonText = "json_text",
    }
}

words! {
    /// What is made anew for each attempt.
    pub(crate) enum Generate {
        /// Random letters and digits, as many as `max_length` allows, 32 at most.
        Nonce = "nonce",
        /// The time of the attempt.
        Clock = "clock",
    }
}

words! {
    /// What a field is in the unified order.
    pub(crate) enum Is {
        /// The merchant's number.
        MerchantNo = "merchant_no",
        /// The merchant's own order number.
        MerchantOrderNo = "merchant_order_no",
        /// The provider's order number.
        ProviderOrderNo = "provider_order_no",
        /// The order number at WeChat, Alipay or UnionPay.
        ChannelOrderNo = "channel_order_no",
        /// The amount, of type `money`.
        Amount = "amount",
        /// The currency of the amount.
        Currency = "currency",
        /// The channel: WeChat, Alipay, UnionPay.
        Channel = "channel",
        /// When it was paid.
        PaidAt = "paid_at",
        /// The day on which it was paid, with `paid_time`.
        PaidDate = "paid_date",
        /// The time of day at which it was paid, with `paid_date`.
        PaidTime = "paid_time",
        /// When the order was made.
        CreatedAt = "created_at",
    }
}

node! {
    /// One field of a message. Its key is its name on the wire.
    pub(crate) struct FieldSpec {
        /// What the document calls it.
        required title: String,
        /// The name in Rust, where the one on the wire does not do.
        optional name: String,
        /// What it is, one sentence in your own words.
        optional description: String,
        /// Whether it is there.
        required presence: PresenceWord,
        /// When it is there: paths and conditions; all must hold. A required field has none.
        optional when: WhenSpec,
        /// The longest text.
        optional max_length: u32,
        /// What `max_length` counts. Default: `characters`.
        optional length_unit: LengthUnitWord,
        /// What its text means. Default: `text`.
        optional kind = "type": FieldType,
        /// For `money`: what the number counts.
        optional unit: Unit,
        /// For `date`, `time` and `datetime`: `yyyy MM dd HH mm ss SSS` and punctuation. Of several the first is written, all are read.
        optional format: Vec<String>,
        /// For a format without a year: the path of a date that is near.
        optional year_from: String,
        /// For `code`: the name of the code table.
        optional table: String,
        /// For `object` and `list`: the fields inside.
        optional fields: Entries<FieldSpec>,
        /// For a list of objects in XML: the element around each, inside the list's own.
        optional element: String,
        /// For a list of texts in one text: what stands between two.
        optional joint: String,
        /// How JSON shows the value. Default: `bare` for numbers, money, milliseconds and truth values, `quoted` otherwise.
        optional written: WrittenWord,
        /// The value that is always sent.
        optional constant: String,
        /// What is made anew for each attempt.
        optional generate: Generate,
        /// The credential that is sent: `credentials.name`.
        optional from: String,
        /// `true` for the field that holds the signature.
        optional signature: bool,
        /// What it is in the order that is the same for all providers.
        optional is: Is,
        /// `true` for what is never shown. Default: `false`.
        optional secret: bool,
        /// `true` for what says something about a person: it is masked. Default: `false`.
        optional personal: bool,
        /// A value from the document. The simulator answers with it.
        optional example: String,
        /// What the document says where the specification decides otherwise. It needs `because`.
        optional documented: DocumentedSpec,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

node! {
    /// What the document says where the specification decides otherwise.
    pub(crate) struct DocumentedSpec {
        /// Its name there.
        optional name: String,
        /// Its title there.
        optional title: String,
        /// Whether it is there by the document.
        optional presence: PresenceWord,
        /// Its length there.
        optional max_length: u32,
        /// Its type there, in the document's own word.
        optional kind = "type": String,
    }
}

impl DocumentedSpec {
    /// Whether nothing differs in it.
    pub(crate) const fn is_empty(&self) -> bool {
        let Self { place: _, name, title, presence, max_length, kind } = self;
        name.is_none() && title.is_none() && presence.is_none() && max_length.is_none() && kind.is_none()
    }
}
