//! Working an example through, with the engine.

use payspec_runtime::canonical::{self, CanonicalError, Why};
use payspec_runtime::{
    Credentials, CredentialsError, Malformed, Message, Node, SignError, digest, header_value, places, sign,
    wire, with_signature,
};
use payspec_table::{
    Algorithm, DigestEncoding, Encoding, Field, Method, Operation, Order, Over, Part, Placement, Provider,
    Signing, Source, Template,
};
use sha1::{Digest as _, Sha1};

use super::super::example::Example;
use super::super::words;
use super::{Direction, Key, LeftOut, Outcome, Piece, Placed, Steps, Wire, Worked, shell};

/// What stands in place of an RSA signature.
const NO_SIGNATURE: &str = "SIGNATURE-BY-THE-PRIVATE-KEY";

/// What an example is made from.
pub(super) struct Case<'a> {
    pub(super) table: &'a Provider,
    pub(super) operation: &'a Operation,
    pub(super) direction: Direction,
    pub(super) example: &'a Example,
    pub(super) fields: &'a [Field],
    pub(super) encoding: &'a Encoding,
}

/// Why an example cannot be signed or written.
#[derive(Debug)]
struct Impossible(String);

impl From<CanonicalError> for Impossible {
    fn from(error: CanonicalError) -> Self {
        Self(error.to_string())
    }
}

impl From<SignError> for Impossible {
    fn from(error: SignError) -> Self {
        Self(error.to_string())
    }
}

impl From<CredentialsError> for Impossible {
    fn from(error: CredentialsError) -> Self {
        Self(error.to_string())
    }
}

impl From<Malformed> for Impossible {
    fn from(error: Malformed) -> Self {
        Self(error.to_string())
    }
}

impl Case<'_> {
    /// The message, signed if there is a rule.
    pub(super) fn worked(&self, rule: Option<&Signing>) -> Worked {
        let message = &self.example.message;
        let Some(rule) = rule else {
            return Worked { signing: Outcome::Unsigned, wire: self.wire(message, None) };
        };
        if rule.is_undecided() {
            return Worked { signing: Outcome::Undecided, wire: self.wire(message, None) };
        }
        match self.steps(rule) {
            Ok(steps) => {
                let signature = steps.signature.as_deref().unwrap_or(NO_SIGNATURE);
                let (message, header) = match (&rule.placement, &steps.placement) {
                    (Placement::Field(place), _) => {
                        (with_signature(message, self.fields, place, signature), None)
                    }
                    (_, Placed::Header { name, value }) => {
                        (message.clone(), Some((name.clone(), value.clone())))
                    }
                    (Placement::Header { .. }, Placed::Field(_)) => (message.clone(), None),
                };
                Worked { wire: self.wire(&message, header), signing: Outcome::Steps(Box::new(steps)) }
            }
            Err(Impossible(why)) => {
                Worked { signing: Outcome::Impossible(why), wire: self.wire(message, None) }
            }
        }
    }

    fn steps(&self, rule: &Signing) -> Result<Steps, Impossible> {
        let credentials = self.credentials(rule);
        let root = self.example.message.root();
        let body = if rule.over == Over::Body { self.encoded(&self.example.message)? } else { String::new() };
        let key = self.key(rule);
        let text_of_key = key.as_ref().map_or("", |key| &key.text);
        let canonical = canonical::string(rule, root, &body, text_of_key, &credentials)?.to_string();
        // Without fields nothing is masked: every value of an example is invented or published.
        let explanation = canonical::explain(rule, root, &body, &credentials, &[])?;
        let taken: Vec<Piece> =
            explanation.taken.into_iter().map(|(name, text)| Piece { name, text }).collect();
        let pieces: Vec<&str> = taken.iter().map(|piece| &*piece.text).collect();
        let joined = if rule.over == Over::Body { body.clone() } else { pieces.join(&rule.joint) };
        let mut left_out: Vec<LeftOut> = Vec::new();
        for (name, why) in explanation.left_out {
            // A fixed order also tells of members that are not there.
            if self.signed_object(rule).is_some_and(|object| object.member(&name).is_some()) {
                left_out.push(LeftOut { name: inside(rule, &name), reason: reason(why) });
            }
        }
        if let Over::Member(path) = &rule.over {
            let outside = root.members().map(Node::name).filter(|name| path.get(0) != Some(name));
            left_out.extend(
                outside.map(|name| LeftOut { name: name.to_owned(), reason: "在被签名的对象之外" }),
            );
        }
        if let Placement::Field(path) = &rule.placement {
            left_out.push(LeftOut { name: path.dotted(), reason: reason(Why::Signature) });
        }
        let signature =
            if rule.algorithm.is_rsa() { None } else { Some(sign(rule, root, &body, &credentials)?) };
        let placement = match &rule.placement {
            Placement::Field(path) => Placed::Field(path.dotted()),
            Placement::Header { name, value } => Placed::Header {
                name: name.to_string(),
                value: header_value(value, signature.as_deref().unwrap_or(NO_SIGNATURE), &credentials)?,
            },
        };
        let signed = shell::Signed {
            direction: self.direction,
            canonical: &canonical,
            algorithm: rule.algorithm,
            encoding: rule.encoding,
            key: text_of_key,
        };
        Ok(Steps {
            shell: shell::lines(&signed),
            over: rule.over.clone(),
            absent: self.absent(rule, &taken),
            taken,
            left_out,
            prefix: self.filled(&rule.prefix, text_of_key),
            joint: rule.joint.to_string(),
            joined,
            suffix: self.filled(&rule.suffix, text_of_key),
            algorithm: rule.algorithm,
            input_bytes: canonical.len(),
            digest: hexadecimal_digest(rule.algorithm, &canonical, text_of_key),
            encoding: rule.encoding,
            canonical,
            key,
            signature,
            placement,
        })
    }

    /// The invented key; RSA has none to show.
    fn key(&self, rule: &Signing) -> Option<Key> {
        let text = self.value(&rule.key).filter(|_| !rule.algorithm.is_rsa())?;
        Some(Key { credential: rule.key.to_string(), text: text.to_owned() })
    }

    fn value(&self, credential: &str) -> Option<&str> {
        let known = self.example.credentials.iter().find(|(name, _)| name == credential);
        known.map(|(_, value)| &**value)
    }

    fn credentials(&self, rule: &Signing) -> Credentials {
        let mut credentials = Credentials::new();
        for (name, value) in &self.example.credentials {
            let (name, value) = (name.clone(), value.clone());
            credentials = if name == rule.key && !rule.algorithm.is_rsa() {
                credentials.secret(name, value.as_str())
            } else {
                credentials.text(name, value)
            };
        }
        credentials
    }

    fn signed_object(&self, rule: &Signing) -> Option<Node<'_>> {
        match &rule.over {
            Over::Member(path) => self.example.message.root().at(path.iter()),
            Over::Message | Over::Body => Some(self.example.message.root()),
        }
    }

    /// The fields of the object that is signed which the example does not have.
    fn absent(&self, rule: &Signing, taken: &[Piece]) -> Vec<String> {
        let fields = match &rule.over {
            Over::Member(path) => {
                places::field(self.fields, path).map_or(&[][..], |field| places::inside(&field.kind))
            }
            Over::Message => self.fields,
            Over::Body => &[],
        };
        let object = self.signed_object(rule);
        let is_absent = |name: &str| object.is_none_or(|object| object.member(name).is_none());
        let takes_part = |name: &str| match &rule.order {
            Order::Fixed(names) => names.contains(name),
            _ => !rule.exclude.contains(name),
        };
        let unsigned = fields.iter().filter(|field| field.source != Source::Signature);
        let names = unsigned.map(|field| field.name.to_string());
        // In a fixed order a member that is not there may take part with nothing in it.
        let is_taken = |name: &str| taken.iter().any(|piece| piece.name == name);
        names
            .filter(|name| is_absent(name) && takes_part(name) && !is_taken(name))
            .map(|name| inside(rule, &name))
            .collect()
    }

    /// A prefix or a suffix with its places filled.
    fn filled(&self, template: &Template, key: &str) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.to_string(),
            Part::Key => key.to_owned(),
            Part::Credential(name) => self.value(name).unwrap_or_default().to_owned(),
            Part::Name | Part::Value | Part::Signature => String::new(),
        };
        template.iter().map(part).collect()
    }

    fn encoded(&self, message: &Message) -> Result<String, Malformed> {
        let mut text = String::new();
        wire::write(self.encoding, message.root(), self.fields, &mut text)?;
        Ok(text)
    }

    fn wire(&self, message: &Message, signature: Option<(String, String)>) -> Wire {
        let body = self.encoded(message).unwrap_or_else(|error| format!("({error})"));
        let mut headers = Vec::from_iter(signature);
        let content_type = wire::content_type(self.encoding).map(str::to_owned);
        let content_type = content_type.map(|value| ("Content-Type".to_owned(), value));
        if self.direction == Direction::Response {
            headers.splice(0..0, content_type);
            return Wire { start: "HTTP/1.1 200 OK".to_owned(), headers, body };
        }
        for header in &self.operation.request.headers {
            let credentials = self.example.credentials.iter();
            let credentials = credentials
                .fold(Credentials::new(), |all, (name, value)| all.text(name.clone(), value.clone()));
            let value = header_value(&header.value, "", &credentials).unwrap_or_default();
            headers.push((header.name.to_string(), value));
        }
        let mut url = format!("{}{}", self.base(), self.operation.path);
        if self.operation.method == Method::Get || *self.encoding == Encoding::Query {
            url = format!("{url}?{body}");
            return Wire {
                start: format!("{} {url}", words::method(self.operation.method)),
                headers,
                body: String::new(),
            };
        }
        headers.splice(0..0, content_type);
        Wire { start: format!("{} {url}", words::method(self.operation.method)), headers, body }
    }

    /// The URL of production, or of the first environment.
    fn base(&self) -> &str {
        let environments = &self.table.environments;
        let production = environments.iter().find(|environment| environment.name == "production");
        production.or_else(|| environments.first()).map_or("https://gateway.invalid", |known| &known.url)
    }
}

/// The path of a member of the object that is signed.
fn inside(rule: &Signing, name: &str) -> String {
    match &rule.over {
        Over::Member(path) => format!("{}.{name}", path.dotted()),
        Over::Message | Over::Body => name.to_owned(),
    }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Signature => "签名字段本身",
        Why::Excluded => "规则排除",
        Why::NotListed => "不在规则列出的字段中",
        Why::Null => "值为 null 或不存在",
        Why::Empty => "值为空",
        Why::Blank => "值为空白",
        _ => "规则不要求",
    }
}

/// The digest of a string, for RSA that which is signed.
fn hexadecimal_digest(algorithm: Algorithm, canonical: &str, key: &str) -> String {
    let bytes = canonical.as_bytes();
    let plain = match algorithm {
        Algorithm::RsaSha1 => return digest::encode(&Sha1::digest(bytes), DigestEncoding::HexLower),
        Algorithm::RsaSha256 => Algorithm::Sha256,
        digest => digest,
    };
    digest::digest(plain, bytes, key)
        .map(|digest| digest::encode(&digest, DigestEncoding::HexLower))
        .unwrap_or_default()
}
