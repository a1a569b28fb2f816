//! How messages are signed.

use crate::collections::setters;
use crate::{Condition, List, Names, Path, Str};

/// How a message is signed: which fields take part in which order, what a piece looks like, what is
/// added, and what becomes of the string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// What is signed.
    pub over: Over,
    /// Members that do not take part, by name. The field of the signature itself never does.
    pub exclude: Names,
    /// Which values do not take part.
    pub skip: Skip,
    /// What becomes of members that are objects or lists.
    pub nested: Nested,
    /// The order of the pieces.
    pub order: Order,
    /// What the piece of one member looks like.
    pub piece: Template,
    /// What stands between two pieces.
    pub joint: Str,
    /// What stands before the pieces.
    pub prefix: Template,
    /// What stands after the pieces.
    pub suffix: Template,
    /// What becomes of the string.
    pub algorithm: Algorithm,
    /// How the digest or the signature becomes text.
    pub encoding: DigestEncoding,
    /// The credential that holds the key.
    pub key: Str,
    /// Where the signature stands.
    pub placement: Placement,
}

/// `name=value`.
const NAME_EQUALS_VALUE: &[Part] = &[Part::Name, Part::Literal(Str::Borrowed("=")), Part::Value];

impl Signing {
    /// Every member that is not null or empty, sorted by name, `name=value` joined by `&`, with nothing added.
    #[must_use]
    pub const fn new(
        algorithm: Algorithm,
        encoding: DigestEncoding,
        key: &'static str,
        placement: Placement,
    ) -> Self {
        Self {
            over: Over::Message,
            exclude: Names::Static(&[]),
            skip: Skip { null: true, empty: true, blank: false },
            nested: Nested::Refuse,
            order: Order::Name,
            piece: List::Static(NAME_EQUALS_VALUE),
            joint: Str::Borrowed("&"),
            prefix: List::Static(&[]),
            suffix: List::Static(&[]),
            algorithm,
            encoding,
            key: Str::Borrowed(key),
            placement,
        }
    }

    /// A rule that nobody has written down yet. By it nothing is signed and nothing is verified: whoever is asked to
    /// do either says so. It is no promise that messages are unsigned.
    #[must_use]
    pub const fn undecided(placement: Placement) -> Self {
        Self::new(Algorithm::Undecided, DigestEncoding::HexUpper, "", placement).nested(Nested::JsonText)
    }

    /// Whether nobody has written the rule down yet.
    #[must_use]
    pub const fn is_undecided(&self) -> bool {
        matches!(self.algorithm, Algorithm::Undecided)
    }

    setters! {
        /// Sets what is signed.
        over(over: Over) { over = over }
        /// Sets the members that do not take part.
        exclude(names: &'static [&'static str]) { exclude = Names::Static(names) }
        /// Sets which values do not take part.
        skip(skip: Skip) { skip = skip }
        /// Sets what becomes of objects and lists.
        nested(nested: Nested) { nested = nested }
        /// Sets the order of the pieces.
        order(order: Order) { order = order }
        /// Sets what a piece looks like.
        piece(parts: &'static [Part]) { piece = List::Static(parts) }
        /// Sets what stands between two pieces.
        joint(joint: &'static str) { joint = Str::Borrowed(joint) }
        /// Sets what stands before the pieces.
        prefix(parts: &'static [Part]) { prefix = List::Static(parts) }
        /// Sets what stands after the pieces.
        suffix(parts: &'static [Part]) { suffix = List::Static(parts) }
    }
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// The members of the message.
    Message,
    /// The members of one of its objects.
    Member(Path),
    /// The body as it is, bytes and all.
    Body,
}

/// Which values do not take part in a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Skip {
    /// JSON `null`, and in a fixed order of fields those that are not there. Otherwise they take part as an empty text.
    pub null: bool,
    /// Texts without a character.
    pub empty: bool,
    /// Texts without a character or of white space alone.
    pub blank: bool,
}

impl Skip {
    /// Every value takes part.
    pub const NOTHING: Self = Self { null: false, empty: false, blank: false };
    /// Null does not take part.
    pub const NULL: Self = Self { null: true, empty: false, blank: false };
    /// Null and empty texts do not take part.
    pub const EMPTY: Self = Self { null: true, empty: true, blank: false };
    /// Null, empty texts and white space do not take part.
    pub const BLANK: Self = Self { null: true, empty: true, blank: true };
}

/// What becomes of members that are objects or lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nested {
    /// Nobody knows how they are signed: such a message is never signed and never verified.
    Refuse,
    /// Their JSON text takes part as it was received.
    JsonText,
}

/// The order of the pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// By name, by code point.
    Name,
    /// By name, letters without case; members of the same name in the order in which they came.
    NameIgnoringCase,
    /// By the whole piece, by code point.
    Piece,
    /// By the whole piece, letters without case; equal pieces in the order in which they came.
    PieceIgnoringCase,
    /// These members in this order, and no others.
    Fixed(Names),
}

/// A text with places to fill.
pub type Template = List<Part>;

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// This text.
    Literal(Str),
    /// The name of the member.
    Name,
    /// The value of the member.
    Value,
    /// The key.
    Key,
    /// The credential of this name.
    Credential(Str),
    /// The signature.
    Signature,
}

impl Part {
    /// This text.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self::Literal(Str::Borrowed(text))
    }

    /// The credential of this name.
    #[must_use]
    pub const fn credential(name: &'static str) -> Self {
        Self::Credential(Str::Borrowed(name))
    }
}

/// What becomes of the canonical string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Its MD5 digest; the key is in the string.
    Md5,
    /// Its SHA-256 digest; the key is in the string.
    Sha256,
    /// Its HMAC with SHA-256 under the key.
    HmacSha256,
    /// An RSA signature, PKCS#1 v1.5 with SHA-1.
    RsaSha1,
    /// An RSA signature, PKCS#1 v1.5 with SHA-256.
    RsaSha256,
    /// Nobody has written down yet what: see [`Signing::undecided`].
    Undecided,
}

impl Algorithm {
    /// The name in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha256 => "sha256",
            Self::HmacSha256 => "hmac_sha256",
            Self::RsaSha1 => "rsa_sha1",
            Self::RsaSha256 => "rsa_sha256",
            Self::Undecided => "undecided",
        }
    }

    /// Whether one side holds a private key and the other a public one.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        matches!(self, Self::RsaSha1 | Self::RsaSha256)
    }
}

/// How a digest or a signature becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestEncoding {
    /// Hexadecimal, `0–9 A–F`; either case is accepted when comparing.
    HexUpper,
    /// Hexadecimal, `0–9 a–f`; either case is accepted when comparing.
    HexLower,
    /// Standard base64 with padding, on one line.
    Base64,
}

impl DigestEncoding {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HexUpper => "hex_upper",
            Self::HexLower => "hex_lower",
            Self::Base64 => "base64",
        }
    }
}

/// Where a signature stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// In a member of the message.
    Field(Path),
    /// In an HTTP header.
    Header {
        /// The header's name.
        name: Str,
        /// Its value, with one [`Part::Signature`].
        value: Template,
    },
}

impl Placement {
    /// In a member of the message.
    #[must_use]
    pub const fn field(path: &'static [&'static str]) -> Self {
        Self::Field(Path::Static(path))
    }

    /// In an HTTP header.
    #[must_use]
    pub const fn header(name: &'static str, value: &'static [Part]) -> Self {
        Self::Header { name: Str::Borrowed(name), value: List::Static(value) }
    }
}

/// How a response is verified.
#[expect(clippy::large_enum_variant, reason = "there is one per operation, in a table")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// By its signature.
    Signed {
        /// The rule.
        rule: Signing,
        /// When all of these hold, a message without a signature is a refusal that nobody vouches for; it never gives a
        /// state. Empty: every message is signed.
        unsigned_refusals: List<Condition>,
    },
    /// The provider's document says that it does not sign its replies: the transport alone vouches for them.
    Unsigned,
}

impl Verification {
    /// By a signature that every message carries.
    #[must_use]
    pub const fn signed(rule: Signing) -> Self {
        Self::Signed { rule, unsigned_refusals: List::Static(&[]) }
    }

    /// By a signature that some refusals lack.
    #[must_use]
    pub const fn signed_except(rule: Signing, unsigned_refusals: &'static [Condition]) -> Self {
        Self::Signed { rule, unsigned_refusals: List::Static(unsigned_refusals) }
    }
}
