//! Each provider and direction: the rule of the generated table, and the naive function that it is compared with.

use payspec::table::{Nested, Provider, Signing, Verification};
use payspec::{Credentials, Message as Received, PrivateKey, form, json, ktspay, leopard, leshua, xml};
use payspec::{umf_merchant, umf_service_provider};
use payspec_tests::bodies::{self, Characters};
use payspec_tests::naive::{self, Message, Value};
use payspec_tests::naive_provider::{platform_rsa_key, wallet};

/// An MD5 key that nothing may misread.
const MD5_KEY: &str = "k&y=K|e+y%25 钥匙";

pub(crate) static PROVIDERS: [fn() -> &'static Provider; 5] = [
    || umf_service_provider::PROVIDER,
    || umf_merchant::PROVIDER,
    || leshua::PROVIDER,
    || ktspay::PROVIDER,
    || leopard::PROVIDER,
];

/// One provider and direction.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    provider: fn() -> &'static Provider,
    operation: &'static str,
    direction: Direction,
    wire: Wire,
    pub(crate) algorithm: Algorithm,
    signature: &'static str,
    naive: fn(&Message) -> String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wire {
    Json,
    Form,
    /// In a root element of this name.
    Xml(&'static str),
    /// JSON with the message in `data` and the signature beside it.
    Envelope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Md5,
    Sha1WithRsa,
}

use Algorithm::{Md5, Sha1WithRsa};
use Direction::{Request, Response};

pub(crate) static RULES: [Rule; 12] = [
    Rule {
        name: "umf_service_provider request",
        provider: || umf_service_provider::PROVIDER,
        operation: "query_order",
        direction: Request,
        wire: Wire::Json,
        algorithm: Sha1WithRsa,
        signature: "signature",
        naive: naive::umf_service_provider_request,
    },
    Rule {
        name: "umf_service_provider response",
        provider: || umf_service_provider::PROVIDER,
        operation: "query_order",
        direction: Response,
        wire: Wire::Json,
        algorithm: Sha1WithRsa,
        signature: "signature",
        naive: naive::umf_service_provider_response,
    },
    Rule {
        name: "umf_merchant request",
        provider: || umf_merchant::PROVIDER,
        operation: "order_query",
        direction: Request,
        wire: Wire::Json,
        algorithm: Sha1WithRsa,
        signature: "sign",
        naive: naive::umf_merchant_request,
    },
    Rule {
        name: "umf_merchant response",
        provider: || umf_merchant::PROVIDER,
        operation: "order_query",
        direction: Response,
        wire: Wire::Json,
        algorithm: Sha1WithRsa,
        signature: "sign",
        naive: naive::umf_merchant_response,
    },
    Rule {
        name: "leshua request",
        provider: || leshua::PROVIDER,
        operation: "query_status",
        direction: Request,
        wire: Wire::Form,
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::leshua_request(message, MD5_KEY),
    },
    Rule {
        name: "leshua response",
        provider: || leshua::PROVIDER,
        operation: "query_status",
        direction: Response,
        wire: Wire::Xml("leshua"),
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::leshua_response(message, MD5_KEY),
    },
    Rule {
        name: "ktspay request",
        provider: || ktspay::PROVIDER,
        operation: "query",
        direction: Request,
        wire: Wire::Json,
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::ktspay_request(message, MD5_KEY),
    },
    Rule {
        name: "ktspay form request",
        provider: || ktspay::PROVIDER,
        operation: "query",
        direction: Request,
        wire: Wire::Form,
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::ktspay_request(message, MD5_KEY),
    },
    Rule {
        name: "ktspay response",
        provider: || ktspay::PROVIDER,
        operation: "query",
        direction: Response,
        wire: Wire::Envelope,
        algorithm: Md5,
        signature: "sign",
        naive: |data| naive::ktspay_response(data, MD5_KEY),
    },
    Rule {
        name: "leopard request",
        provider: || leopard::PROVIDER,
        operation: "query_single",
        direction: Request,
        wire: Wire::Form,
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::leopard_request(message, MD5_KEY),
    },
    Rule {
        name: "leopard response",
        provider: || leopard::PROVIDER,
        operation: "query_single",
        direction: Response,
        wire: Wire::Json,
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::leopard_response(message, MD5_KEY),
    },
    Rule {
        name: "leopard batch response",
        provider: || leopard::PROVIDER,
        operation: "query_multi",
        direction: Response,
        wire: Wire::Json,
        algorithm: Md5,
        signature: "sign",
        naive: |message| naive::leopard_response(message, MD5_KEY),
    },
];

pub(crate) fn rule(name: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.name == name).expect("a rule of this name")
}

impl Rule {
    /// The rule of the table.
    pub(crate) fn signing(&self) -> &'static Signing {
        let operation = (self.provider)().operation(self.operation).expect("the operation is in the table");
        match (self.direction, &operation.response.verification) {
            (Request, _) => operation.request.signing.as_ref().expect("requests are signed"),
            (Response, Verification::Signed { rule, .. }) => rule,
            (Response, Verification::Unsigned) => panic!("replies are signed"),
        }
    }

    /// The names that the table gives to the members that are signed.
    pub(crate) fn field_names(&self) -> Vec<String> {
        let operation = (self.provider)().operation(self.operation).expect("the operation is in the table");
        let fields = match self.direction {
            Request => &operation.request.fields,
            Response => &operation.response.fields,
        };
        let names =
            |fields: &[payspec::table::Field]| fields.iter().map(|field| field.name.to_string()).collect();
        match (self.wire, fields.iter().find(|field| field.name == "data").map(|field| &field.kind)) {
            (Wire::Envelope, Some(payspec::table::Kind::Object(fields))) => names(fields),
            _ => names(fields),
        }
    }

    /// Whether a generated member may have this name: the signature itself stands beside them.
    pub(crate) fn allows(&self, name: &str) -> bool {
        self.wire == Wire::Envelope || name != self.signature
    }

    /// Whether values have kinds, which forms and XML do not tell apart.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.wire, Wire::Json | Wire::Envelope)
    }

    /// Whether members may be objects or lists.
    pub(crate) fn signs_nested(&self) -> bool {
        self.signing().nested == Nested::JsonText
    }

    /// Whether names must be those of XML elements.
    pub(crate) fn is_xml(&self) -> bool {
        matches!(self.wire, Wire::Xml(_))
    }

    /// What the naive signer signs.
    pub(crate) fn string(&self, message: &Message) -> String {
        (self.naive)(message)
    }

    /// What the naive signer signs it with.
    pub(crate) fn signature(&self, string: &str) -> String {
        match self.algorithm {
            Md5 => naive::md5_upper(string),
            Sha1WithRsa => naive::sha1_with_rsa(string, platform_rsa_key()),
        }
    }

    /// The message on the wire, with a signature at a place among its members.
    pub(crate) fn body(
        &self,
        message: &Message,
        signature: Option<(&str, usize)>,
        characters: Characters,
    ) -> String {
        let mut whole = match self.wire {
            Wire::Envelope => vec![
                ("code".to_owned(), Value::Number("0".to_owned())),
                ("data".to_owned(), Value::Json(bodies::json(message))),
            ],
            _ => message.clone(),
        };
        if let Some((signature, place)) = signature {
            whole.insert(place.min(whole.len()), (self.signature.to_owned(), Value::of(signature)));
        }
        match self.wire {
            Wire::Json | Wire::Envelope => bodies::json(&whole),
            Wire::Form => bodies::form(&whole),
            Wire::Xml(root) => bodies::xml(&whole, root, characters),
        }
    }

    /// The message as the runtime reads it.
    pub(crate) fn read(&self, body: &str) -> Received {
        let read = match self.wire {
            Wire::Json | Wire::Envelope => json::read(body.as_bytes()),
            Wire::Form => form::read(body.as_bytes()),
            Wire::Xml(root) => xml::read(body.as_bytes(), root, &[]),
        };
        read.unwrap_or_else(|error| panic!("{}: {error} in {body}", self.name))
    }

    /// The key that stands in the string.
    pub(crate) fn md5_key(&self) -> &'static str {
        match self.algorithm {
            Md5 => MD5_KEY,
            Sha1WithRsa => "",
        }
    }

    pub(crate) fn signing_credentials(&self) -> Credentials {
        let name = self.signing().key.clone();
        match self.algorithm {
            Md5 => Credentials::new().secret(name, MD5_KEY),
            Sha1WithRsa => Credentials::new().private_key(name, self.platform_key()),
        }
    }

    pub(crate) fn verifying_credentials(&self) -> Credentials {
        let name = self.signing().key.clone();
        match self.algorithm {
            Md5 => Credentials::new().secret(name, MD5_KEY),
            Sha1WithRsa => Credentials::new().public_key(name, self.platform_key().public_key()),
        }
    }

    fn platform_key(&self) -> PrivateKey {
        wallet().platform_key.clone()
    }
}
