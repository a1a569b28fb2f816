//! What a reply means, and whether it is about what was asked.

use crate::collections::setters;
use crate::{List, Names, Path, Str};

/// A condition on another field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field.
    pub path: Path,
    /// What must hold of it.
    pub test: Test,
}

impl Condition {
    /// The field has one of these values.
    #[must_use]
    pub const fn is(path: &'static [&'static str], values: &'static [&'static str]) -> Self {
        Self { path: Path::Static(path), test: Test::Is(Names::Static(values)) }
    }

    /// The field is there and has none of these values.
    #[must_use]
    pub const fn is_not(path: &'static [&'static str], values: &'static [&'static str]) -> Self {
        Self { path: Path::Static(path), test: Test::IsNot(Names::Static(values)) }
    }

    /// The field is there and not null.
    #[must_use]
    pub const fn present(path: &'static [&'static str]) -> Self {
        Self { path: Path::Static(path), test: Test::Present }
    }

    /// The field is not there, or null.
    #[must_use]
    pub const fn absent(path: &'static [&'static str]) -> Self {
        Self { path: Path::Static(path), test: Test::Absent }
    }
}

/// What must hold of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It has one of these values.
    Is(Names),
    /// It is there and has none of these values.
    IsNot(Names),
    /// It is there and not null.
    Present,
    /// It is not there, or null.
    Absent,
}

/// How a reply is decided: tier after tier, then the trade state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The tiers, in order.
    pub tiers: List<Tier>,
    /// The field that holds the trade state; in a reply about several orders, inside each of them.
    pub state: Option<Path>,
}

impl Decision {
    /// A decision that ends in a trade state.
    #[must_use]
    pub const fn new(tiers: &'static [Tier], state: &'static [&'static str]) -> Self {
        Self { tiers: List::Static(tiers), state: Some(Path::Static(state)) }
    }

    /// A decision without a trade state, for operations that are not about orders.
    #[must_use]
    pub const fn without_state(tiers: &'static [Tier]) -> Self {
        Self { tiers: List::Static(tiers), state: None }
    }
}

/// One tier of a decision.
///
/// A value that passes leads to the next tier. One whose code has a state decides at once, as does one that
/// means "in progress". Every other value is a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Which tier it is.
    pub name: TierName,
    /// The field.
    pub field: Path,
    /// The values that pass.
    pub pass: Names,
    /// Where the code of a refusal is.
    pub code: Path,
    /// Where the text of a refusal is.
    pub text: Option<Path>,
}

impl Tier {
    /// A tier whose own value is the code of the refusal.
    #[must_use]
    pub const fn new(name: TierName, field: &'static [&'static str], pass: &'static [&'static str]) -> Self {
        Self {
            name,
            field: Path::Static(field),
            pass: Names::Static(pass),
            code: Path::Static(field),
            text: None,
        }
    }

    setters! {
        /// Sets where the code of a refusal is.
        code(path: &'static [&'static str]) { code = Path::Static(path) }
        /// Sets where the text of a refusal is.
        text(path: &'static [&'static str]) { text = Some(Path::Static(path)) }
    }
}

/// Which tier of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TierName {
    /// Whether the question arrived in good form.
    Transport,
    /// Whether it was processed.
    Business,
}

impl TierName {
    /// The name in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Business => "business",
        }
    }
}

/// A field of the reply that must equal what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The field of the reply.
    pub field: Path,
    /// What it must equal.
    pub expected: Expected,
    /// Whether white space around both is ignored.
    pub trim: bool,
}

impl Identity {
    /// The field must equal a credential.
    #[must_use]
    pub const fn credential(field: &'static [&'static str], name: &'static str) -> Self {
        Self { field: Path::Static(field), expected: Expected::Credential(Str::Borrowed(name)), trim: false }
    }

    /// The field must equal a field of the request, where the request had it.
    #[must_use]
    pub const fn request(field: &'static [&'static str], name: &'static str) -> Self {
        Self { field: Path::Static(field), expected: Expected::Request(Str::Borrowed(name)), trim: false }
    }

    /// Ignores white space around both.
    #[must_use]
    pub const fn trimmed(mut self) -> Self {
        self.trim = true;
        self
    }
}

/// What a field of a reply must equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The credential of this name.
    Credential(Str),
    /// The top-level request field of this name, where the request had it. Where that field is a list, one of its values.
    Request(Str),
}

/// What a field is in the unified order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewEntry {
    /// What it is.
    pub role: Role,
    /// The field.
    pub field: Path,
}

impl ViewEntry {
    /// A field and what it is.
    #[must_use]
    pub const fn new(role: Role, field: &'static [&'static str]) -> Self {
        Self { role, field: Path::Static(field) }
    }
}

/// What a field is in the unified order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// The merchant's number at the provider.
    MerchantNo,
    /// The order number that the merchant gave.
    MerchantOrderNo,
    /// The order number that the provider gave.
    ProviderOrderNo,
    /// The order number of the channel behind the provider (WeChat, Alipay, UnionPay).
    ChannelOrderNo,
    /// The amount of the order.
    Amount,
    /// The currency of the amount.
    Currency,
    /// The channel.
    Channel,
    /// When it was paid.
    PaidAt,
    /// The date on which it was paid, where the time of day is a field of its own.
    PaidDate,
    /// The time of day at which it was paid.
    PaidTime,
    /// When the order was created.
    CreatedAt,
}

impl Role {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MerchantNo => "merchant_no",
            Self::MerchantOrderNo => "merchant_order_no",
            Self::ProviderOrderNo => "provider_order_no",
            Self::ChannelOrderNo => "channel_order_no",
            Self::Amount => "amount",
            Self::Currency => "currency",
            Self::Channel => "channel",
            Self::PaidAt => "paid_at",
            Self::PaidDate => "paid_date",
            Self::PaidTime => "paid_time",
            Self::CreatedAt => "created_at",
        }
    }
}
