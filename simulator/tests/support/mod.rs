//! What the tests share: the providers of `specs/`, simulated, and clients of them.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use payspec_runtime::{Client, Credentials, DynamicRequest, Error, OrderState, ProviderRef, Refusal, Reply};
use payspec_simulator::Simulator;
use payspec_table::{Advice, CredentialKind, Kind, Operation, Path, Provider, Purpose, Role};

pub struct World {
    pub providers: Vec<Arc<Provider>>,
    pub simulator: Simulator,
}

/// The providers of `specs/`.
pub async fn specs() -> World {
    world(payspec_codegen::load([concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")])).await
}

/// The provider of a text.
pub async fn spec(yaml: &str) -> World {
    world(payspec_codegen::load_text("spec.yaml", yaml)).await
}

async fn world(loaded: payspec_codegen::Loaded) -> World {
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics.render(false));
    let tables = loaded.providers.iter().map(|provider| Arc::new(provider.table.clone())).collect();
    let simulator = Simulator::new(loaded.providers.into_iter().map(|provider| provider.table))
        .bind("127.0.0.1:0")
        .await
        .unwrap();
    World { providers: tables, simulator }
}

impl World {
    pub fn provider(&self, name: &str) -> &Arc<Provider> {
        self.providers.iter().find(|provider| provider.name == name).unwrap()
    }

    pub fn client(&self, name: &str) -> Client {
        self.client_with(Arc::clone(self.provider(name)), self.simulator.credentials(name).unwrap())
    }

    pub fn client_with(&self, provider: Arc<Provider>, credentials: Credentials) -> Client {
        let url = self.simulator.url(&provider.name).unwrap();
        Client::new(ProviderRef::from(provider), url, credentials)
    }

    /// Credentials with a wrong key to sign with, and the right ones to verify with.
    pub fn wrong_key(&self, provider: &Provider) -> Credentials {
        let mut credentials = self.simulator.credentials(&provider.name).unwrap();
        for credential in &provider.credentials {
            let name = credential.name.to_string();
            credentials = match credential.kind {
                CredentialKind::Secret => {
                    let right = self.simulator.merchant(&provider.name).unwrap().secrets[&name].clone();
                    credentials.secret(name.clone(), "wrong").also_secret(name, right)
                }
                CredentialKind::PrivateKey => {
                    credentials.private_key(name, payspec_runtime::PrivateKey::generate(1024).unwrap())
                }
                _ => credentials,
            };
        }
        credentials
    }
}

/// Asks an operation about an order of the merchant's.
pub async fn ask(client: &Client, operation: &Operation, number: &str) -> Result<Reply, Error> {
    client.call_dynamic(&operation.name, &about(operation, number)).await
}

pub fn about(operation: &Operation, number: &str) -> DynamicRequest {
    let view = operation.request.view.iter();
    let entry = view.clone().find(|entry| entry.role == Role::MerchantOrderNo).unwrap();
    let name = entry.field.get(0).unwrap().to_owned();
    match operation.purpose {
        Purpose::OrderQueryBatch => DynamicRequest::new().with(name, vec![number.to_owned()]),
        _ => DynamicRequest::new().with(name, number),
    }
}

/// The states that an operation can tell: by its trade state, and where it is about one order by its tiers.
pub fn states(provider: &Provider, operation: &Operation) -> BTreeSet<OrderState> {
    let decision = &operation.response.decision;
    let mut paths: Vec<&Path> = decision.state.iter().collect();
    if operation.purpose == Purpose::OrderQuery {
        paths.extend(decision.tiers.iter().flat_map(|tier| [&tier.field, &tier.code]));
    }
    let fields = &operation.response.fields;
    let tables =
        paths.into_iter().filter_map(|path| match &payspec_runtime::places::field(fields, path)?.kind {
            Kind::Code(name) => provider.code_table(name),
            _ => None,
        });
    let states = tables.flat_map(|table| &table.codes).filter_map(|code| match code.advice {
        Some(Advice::InProgress) => Some(OrderState::Pending),
        _ => code.state,
    });
    states.collect()
}

pub fn refusal(result: Result<Reply, Error>) -> Box<Refusal> {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("no refusal: {other:?}"),
    }
}
