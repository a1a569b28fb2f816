//! The worked examples of the reference are what the engine itself makes, accepts and decides.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::{Arc, Mutex};

use md5::{Digest as _, Md5};
use payspec_codegen::model::{Operation, Provider};
use payspec_codegen::reference::{Direction, Outcome, Steps, Worked, worked};
use payspec_codegen::{load, load_text};
use payspec_runtime::table::{Algorithm, Encoding, Field, Kind, Source, Verification};
use payspec_runtime::{
    ChinaTime, Credentials, DynamicRequest, DynamicValue, Endpoint, FixedAmbient, Incoming, Node, OrderState,
    PlainHttp, Policy, PrivateKey, Signer, SignerError, places, wire,
};

/// What stands where a private key would have signed.
const NO_SIGNATURE: &str = "SIGNATURE-BY-THE-PRIVATE-KEY";

#[test]
fn the_engine_makes_the_request_that_the_example_shows() {
    each(|case| {
        let shown = case.worked(Direction::Request);
        let recorder = Recorder::default();
        let endpoint = case.endpoint(&recorder);
        let prepared = endpoint
            .prepare(&case.operation.name, &case.request(&shown), None, &ambient())
            .unwrap_or_else(|error| panic!("{}: {error}", case.name()));
        let sent = prepared.outgoing();
        let Outcome::Steps(steps) = &shown.signing else { panic!("{}: {:?}", case.name(), shown.signing) };
        if steps.algorithm.is_rsa() {
            assert_eq!(recorder.last(), steps.canonical, "{}", case.name());
            return;
        }
        assert_eq!(sent.body, shown.wire.body, "{}", case.name());
        assert!(shown.wire.start.ends_with(&sent.url), "{}: {}", shown.wire.start, sent.url);
        for (name, value) in &sent.headers {
            let is_shown =
                |(known, text): &(String, String)| known.eq_ignore_ascii_case(name) && text == value;
            assert!(shown.wire.headers.iter().any(is_shown), "{}: {name}: {value}", case.name());
        }
        assert_eq!(sent.headers.len(), shown.wire.headers.len(), "{}", case.name());
    });
}

#[test]
fn the_engine_accepts_the_reply_that_the_example_shows_and_finds_the_order_paid() {
    each(|case| {
        let recorder = Recorder::default();
        let endpoint = case.endpoint(&recorder);
        let request = case.request(&case.worked(Direction::Request));
        let exchange = endpoint.prepare(&case.operation.name, &request, None, &ambient()).expect("a request");
        let shown = case.worked(Direction::Response);
        let Outcome::Steps(steps) = &shown.signing else { panic!("{}: {:?}", case.name(), shown.signing) };
        let mut body = shown.wire.body.clone();
        if steps.algorithm.is_rsa() {
            let signature =
                recorder.key.sign(steps.algorithm, steps.canonical.as_bytes()).expect("a signature");
            let text = payspec_runtime::digest::encode(&signature, steps.encoding);
            assert!(body.contains(NO_SIGNATURE), "{body}");
            body = body.replace(NO_SIGNATURE, &text);
        }
        let incoming = Incoming { status: 200, headers: shown.wire.headers.clone(), body: body.into_bytes() };
        let reply = exchange.receive(&incoming).unwrap_or_else(|error| panic!("{}: {error}", case.name()));
        let states: Vec<OrderState> = match reply.orders() {
            [] => vec![reply.order().state],
            orders => orders.iter().map(|order| order.state).collect(),
        };
        assert!(!states.is_empty() && states.iter().all(|state| *state == OrderState::Paid), "{states:?}");
        // What the document promises is there.
        assert_eq!(reply.deviations().len(), 0, "{}: {:?}", case.name(), reply.deviations());
    });
}

#[test]
fn another_implementation_computes_the_digests_that_are_shown() {
    let mut seen = 0;
    each(|case| {
        for direction in [Direction::Request, Direction::Response] {
            let Outcome::Steps(steps) = case.worked(direction).signing else { continue };
            assert_eq!(steps.canonical, [&*steps.prefix, &*steps.joined, &*steps.suffix].concat());
            assert_eq!(steps.input_bytes, steps.canonical.len());
            if steps.algorithm == Algorithm::Md5 {
                let digest: String =
                    Md5::digest(&steps.canonical).iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(steps.digest, digest);
                let signature = steps.signature.as_deref().expect("a digest is a signature");
                assert!(signature.eq_ignore_ascii_case(&digest), "{signature}");
                seen += 1;
            }
        }
    });
    assert!(seen >= 8, "{seen}");
}

#[test]
fn sha1_and_sha256_of_an_rsa_example_are_those_of_the_canonical_string() {
    // As `printf %s … | sha1sum` says.
    let provider = rsa("rsa_sha1");
    let steps = steps(&provider, Direction::Request);
    assert_eq!(steps.canonical, "mid=EXAMPLE001&orderNo=A7");
    assert_eq!(steps.digest, "660bd71ef1cb08c7ac62741104e1b3480d7d0f0b");
    let provider = rsa("rsa_sha256");
    let digest = self::steps(&provider, Direction::Request).digest;
    assert_eq!(digest, "b6d09aaf42624668b55e3b7d2279d7bd5052173c08388afe8b4b404439e39a09");
}

#[test]
fn no_example_shows_a_key_that_could_be_real_and_each_is_the_same_every_time() {
    each(|case| {
        for direction in [Direction::Request, Direction::Response] {
            let first = case.worked(direction);
            assert_eq!(first, case.worked(direction));
            if let Outcome::Steps(steps) = &first.signing
                && let Some(key) = &steps.key
            {
                assert_eq!(key.text, "an-example-key-not-a-secret");
            }
        }
    });
}

#[test]
fn what_takes_no_part_says_why() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/valid.yaml");
    let provider = load([path]).into_result().expect("a specification").remove(0);
    let steps = steps(&provider, Direction::Response);
    let words: Vec<(&str, &str)> = steps.left_out.iter().map(|left| (&*left.name, left.reason)).collect();
    assert_eq!(words, [("sign", "签名字段本身")]);
}

struct Case {
    provider: Provider,
    operation: Operation,
}

/// Runs a check on every order query of the specifications of this repository, those of its invented providers too.
fn each(check: impl FnMut(&Case)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let providers =
        load([root.join("specs"), root.join("tests/invented/specs")]).into_result().expect("specs");
    let cases: Vec<Case> = providers
        .into_iter()
        .flat_map(|provider| {
            let operations = provider.operations.clone();
            operations.into_iter().map(move |operation| Case { provider: provider.clone(), operation })
        })
        .filter(|case| matches!(case.operation.facts.response.verification, Verification::Signed { .. }))
        .filter(|case| case.operation.facts.response.decision.state.is_some())
        .collect();
    assert!(cases.len() >= 8, "{}", cases.len());
    cases.iter().for_each(check);
}

impl Case {
    fn name(&self) -> String {
        format!("{}.{}", self.provider.name(), self.operation.name)
    }

    fn worked(&self, direction: Direction) -> Worked {
        worked(&self.provider, &self.operation, direction)
    }

    fn endpoint(&self, recorder: &Recorder) -> Endpoint {
        let table = &self.provider.table;
        let shown = self.worked(Direction::Request);
        let message = self.message(&shown);
        let mut credentials = Credentials::new();
        for credential in &table.credentials {
            let name = credential.name.to_string();
            let carried =
                |field: &&Field| matches!(&field.source, Source::Credential(known) if *known == name);
            let field = self.operation.facts.request.fields.iter().find(carried);
            let text = field.and_then(|field| message.root().member(&field.name)?.text());
            credentials = match credential.kind {
                payspec_runtime::table::CredentialKind::Text => {
                    credentials.text(name, text.unwrap_or("EXAMPLE001"))
                }
                payspec_runtime::table::CredentialKind::Secret => {
                    credentials.secret(name, "an-example-key-not-a-secret")
                }
                payspec_runtime::table::CredentialKind::PrivateKey => {
                    credentials.signer(name, Arc::new(recorder.clone()))
                }
                payspec_runtime::table::CredentialKind::PublicKey => {
                    credentials.public_key(name, recorder.key.public_key())
                }
            };
        }
        let mut policy = Policy::default();
        policy.plain_http = PlainHttp::Allowed;
        let production = table.environments.iter().find(|environment| environment.name == "production");
        let url =
            production.or(table.environments.first()).map_or("https://gateway.invalid", |known| &known.url);
        Endpoint::new(Arc::new(table.clone()), url, credentials).with_policy(policy)
    }

    fn message(&self, shown: &Worked) -> payspec_runtime::Message {
        let facts = &self.operation.facts.request;
        let query = shown.wire.start.split_once('?').map(|(_, query)| query);
        let encoding = facts.encodings.first().unwrap_or(&Encoding::Json);
        wire::read(encoding, query.unwrap_or(&shown.wire.body).as_bytes(), &facts.fields).expect("a message")
    }

    /// What a caller would give to send the request that is shown.
    fn request(&self, shown: &Worked) -> DynamicRequest {
        given(self.message(shown).root(), &self.operation.facts.request.fields)
    }
}

fn given(object: Node<'_>, fields: &[Field]) -> DynamicRequest {
    let mut request = DynamicRequest::new();
    for member in object.members() {
        let Some(field) = fields.iter().find(|field| field.name == member.name()) else { continue };
        if field.source != Source::Caller {
            continue;
        }
        let value = match &field.kind {
            Kind::Object(inside) => DynamicValue::Object(given(member, inside)),
            Kind::List(payspec_runtime::table::Item::Object { .. }) => DynamicValue::Objects(
                member.members().map(|element| given(element, places::inside(&field.kind))).collect(),
            ),
            _ => DynamicValue::Text(member.text().unwrap_or_default().to_owned()),
        };
        request = request.with(field.name.clone(), value);
    }
    request
}

fn ambient() -> FixedAmbient {
    FixedAmbient {
        now: ChinaTime::from_milliseconds(1_736_908_200_000).expect("a time"),
        nonce: "EXAMPLENONCE0123456789abcdefghij".to_owned(),
    }
}

/// A private key that remembers what it was asked to sign.
#[derive(Debug, Clone)]
struct Recorder {
    key: Arc<PrivateKey>,
    last: Arc<Mutex<String>>,
}

impl Default for Recorder {
    fn default() -> Self {
        static KEY: std::sync::LazyLock<Arc<PrivateKey>> =
            std::sync::LazyLock::new(|| Arc::new(PrivateKey::generate(1024).expect("a key")));
        Self { key: KEY.clone(), last: Arc::default() }
    }
}

impl Recorder {
    fn last(&self) -> String {
        self.last.lock().expect("no test panicked here").clone()
    }
}

impl Signer for Recorder {
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        *self.last.lock().expect("no test panicked here") = String::from_utf8_lossy(message).into_owned();
        self.key.sign(algorithm, message)
    }
}

fn steps(provider: &Provider, direction: Direction) -> Steps {
    match worked(provider, &provider.operations[0], direction).signing {
        Outcome::Steps(steps) => *steps,
        other => panic!("{other:?}"),
    }
}

/// A provider whose request is signed with RSA.
fn rsa(algorithm: &str) -> Provider {
    let text = format!(
        r#"
payspec: 1
provider: linden
title: 椴树支付
environments: {{ production: "https://api.linden.invalid" }}
credentials:
  mid: {{ title: 商户号 }}
  private_key: {{ title: 商户私钥, type: private_key }}
signing:
  request:
    skip: empty
    order: name
    piece: "{{name}}={{value}}"
    joint: "&"
    algorithm: {algorithm}
    encoding: base64
    key: credentials.private_key
    basis: doc
  response: {{ unsigned: true, basis: doc, because: The document says so. }}
operations:
  ping:
    title: 连通测试
    purpose: other
    request:
      encoding: json
      fields:
        mid: {{ title: 商户号, presence: required, from: credentials.mid }}
        orderNo: {{ title: 商户订单号, presence: required, example: A7 }}
        sign: {{ title: 签名, presence: required, signature: true }}
    response:
      encoding: json
      fields:
        code: {{ title: 返回码, presence: required }}
"#
    );
    load_text("linden.yaml", &text).into_result().unwrap_or_else(|error| panic!("{error}")).remove(0)
}
