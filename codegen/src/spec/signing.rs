//! Signature rules.

use serde_yaml::Value;

use super::Basis;
use super::read::{Read, node, words};
use super::wrong_value::{unknown_word, wrong_type};
use crate::reporter::Reporter;
#[cfg(feature = "toolbox")]
use crate::schema::Shape;
use crate::source::Place;

words! {
    /// Which values do not take part.
    pub(crate) enum SkipWord {
        /// All take part.
        Nothing = "nothing",
        /// Null, and with a fixed order what is not there.
        Absent = "absent",
        /// Those, and the empty text.
        Empty = "empty",
        /// Those, and white space.
        Blank = "blank",
    }
}

words! {
    /// What becomes of objects and lists.
    pub(crate) enum NestedWord {
        /// Nobody knows: such a message is never verified.
        Refuse = "refuse",
        /// Their text takes part as it was received.
        JsonText = "json_text",
    }
}

words! {
    /// The order of the pieces.
    pub(crate) enum OrderWord {
        /// By name, by code point.
        Name = "name",
        /// By name, ignoring case.
        NameIgnoringCase = "name_ignoring_case",
        /// By whole piece, by code point.
        Piece = "piece",
        /// By whole piece, ignoring case.
        PieceIgnoringCase = "piece_ignoring_case",
    }
}

words! {
    /// What becomes of the string.
    pub(crate) enum AlgorithmWord {
        /// MD5; the key stands in the string.
        Md5 = "md5",
        /// SHA-256; the key stands in the string.
        Sha256 = "sha256",
        /// HMAC with SHA-256; the key does not stand in the string.
        HmacSha256 = "hmac_sha256",
        /// RSA, PKCS#1 v1.5, with SHA-1.
        RsaSha1 = "rsa_sha1",
        /// RSA, PKCS#1 v1.5, with SHA-256.
        RsaSha256 = "rsa_sha256",
    }
}

words! {
    /// How bytes become text.
    pub(crate) enum EncodingWord {
        /// Hexadecimal, capital letters.
        HexUpper = "hex_upper",
        /// Hexadecimal, small letters.
        HexLower = "hex_lower",
        /// Base64, one line.
        Base64 = "base64",
    }
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OverSpec {
    Message,
    Body,
    Member(String),
}

node! {
    pub(crate) struct OverMember {
        /// The object whose members are signed.
        required member: String,
    }
}

impl Read for OverSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::String(word) => match word.as_str() {
                "message" => Some(Self::Message),
                "body" => Some(Self::Body),
                other => {
                    unknown_word(other, &["message", "body"], place, reporter);
                    None
                }
            },
            Value::Mapping(_) => {
                OverMember::read(value, place, reporter).map(|over| Self::Member(over.member))
            }
            other => {
                wrong_type(other, "`message`, `body` or `{ member: … }`", place, reporter);
                None
            }
        }
    }
}

#[cfg(feature = "toolbox")]
impl Shape for OverSpec {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        let word = serde_json::json!({ "enum": ["message", "body"] });
        crate::schema::either([word, OverMember::shape(definitions)])
    }
}

/// The order of the pieces: a word, or the members one after another.
#[derive(Debug, Clone)]
pub(crate) enum OrderSpec {
    Word(OrderWord),
    Fixed(Vec<String>),
}

impl Read for OrderSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::Sequence(_) => Vec::read(value, place, reporter).map(Self::Fixed),
            _ => OrderWord::read(value, place, reporter).map(Self::Word),
        }
    }
}

#[cfg(feature = "toolbox")]
impl Shape for OrderSpec {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        let names = serde_json::json!({ "type": "array", "items": String::shape(definitions) });
        crate::schema::either([OrderWord::shape(definitions), names])
    }
}

node! {
    /// A signature in an HTTP header.
    pub(crate) struct HeaderSpec {
        /// The name of the header.
        required name: String,
        /// What it holds: `{signature}` once, and `{credentials.name}`.
        required value: String,
    }
}

node! {
    /// How messages are signed, or that they are not. A rule that is `like` another takes over what it does not say itself.
    pub(crate) struct SigningSpec {
        /// `true` if the provider states that it does not sign its replies. It needs `because`.
        optional unsigned: bool,
        /// `true` while nobody has written the rule down yet: nothing is sent by it, and nothing is verified.
        optional undecided: bool,
        /// Another rule: what is not said here is as there, except `basis` and `because`.
        optional like: String,
        /// What is signed: `message`, `body` (its bytes as they are), or the members of an object. Default: `message`.
        optional over: OverSpec,
        /// Names of members that stay out. The signature's own field always does.
        optional exclude: Vec<String>,
        /// Which values do not take part.
        optional skip: SkipWord,
        /// What becomes of objects and lists. Default: `refuse`.
        optional nested: NestedWord,
        /// The order of the pieces, or the names of the members one after another (no others take part).
        optional order: OrderSpec,
        /// What each member gives: a template of `{name}` and `{value}`.
        optional piece: String,
        /// What stands between two pieces. Default: nothing.
        optional joint: String,
        /// What stands in front: a template of `{key}` and `{credentials.name}`.
        optional prefix: String,
        /// What stands at the end: a template of `{key}` and `{credentials.name}`.
        optional suffix: String,
        /// What becomes of the string.
        optional algorithm: AlgorithmWord,
        /// How the signature becomes a text.
        optional encoding: EncodingWord,
        /// The key: `credentials.name`.
        optional key: String,
        /// The HTTP header that holds the signature, where no field does.
        optional header: HeaderSpec,
        /// How well the rule is known. A rule always says it.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

impl SigningSpec {
    /// Whether it does not tell how something is signed: nothing is, or nobody has written it down yet.
    pub(crate) fn says_no_how(&self) -> bool {
        self.unsigned == Some(true) || self.undecided == Some(true)
    }
}

/// Which rule a message follows: the name of one.
#[derive(Debug, Clone)]
pub(crate) struct SigningRef {
    pub(crate) name: String,
    pub(crate) place: Place,
}

impl Read for SigningRef {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        String::read(value, place, reporter).map(|name| Self { name, place: place.clone() })
    }
}

#[cfg(feature = "toolbox")]
impl Shape for SigningRef {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        String::shape(definitions)
    }
}
