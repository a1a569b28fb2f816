//! Signature rules.

use serde_yaml::Value;

use super::Basis;
use super::read::{Read, node, words, wrong_type};
use crate::reporter::Reporter;
use crate::source::Place;

words! {
    /// Which values do not take part.
    pub(crate) enum SkipWord {
        Nothing = "nothing",
        Absent = "absent",
        Empty = "empty",
        Blank = "blank",
    }
}

words! {
    /// What becomes of objects and lists.
    pub(crate) enum NestedWord {
        Refuse = "refuse",
        JsonText = "json_text",
    }
}

words! {
    /// The order of the pieces.
    pub(crate) enum OrderWord {
        Name = "name",
        NameIgnoringCase = "name_ignoring_case",
        Piece = "piece",
        PieceIgnoringCase = "piece_ignoring_case",
    }
}

words! {
    /// What becomes of the string.
    pub(crate) enum AlgorithmWord {
        Md5 = "md5",
        Sha256 = "sha256",
        HmacSha256 = "hmac_sha256",
        RsaSha1 = "rsa_sha1",
        RsaSha256 = "rsa_sha256",
    }
}

words! {
    /// How bytes become text.
    pub(crate) enum EncodingWord {
        HexUpper = "hex_upper",
        HexLower = "hex_lower",
        Base64 = "base64",
    }
}

/// What is signed.
#[derive(Debug, Clone)]
pub(crate) enum OverSpec {
    Message,
    Body,
    Member(String),
}

node! {
    pub(crate) struct OverMember {
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
                    super::read::unknown_word(other, &["message", "body"], place, reporter);
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

node! {
    /// A signature in an HTTP header.
    pub(crate) struct HeaderSpec {
        required name: String,
        required value: String,
    }
}

node! {
    /// How messages are signed, or that they are not. A rule that is `like` another takes over what it does not say itself.
    pub(crate) struct SigningSpec {
        optional unsigned: bool,
        optional like: String,
        optional over: OverSpec,
        optional exclude: Vec<String>,
        optional skip: SkipWord,
        optional nested: NestedWord,
        optional order: OrderSpec,
        optional piece: String,
        optional joint: String,
        optional prefix: String,
        optional suffix: String,
        optional algorithm: AlgorithmWord,
        optional encoding: EncodingWord,
        optional key: String,
        optional header: HeaderSpec,
        optional basis: Basis,
        optional because: String,
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
