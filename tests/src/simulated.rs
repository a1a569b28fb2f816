//! The generated clients of the five providers, asking a simulator over sockets.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use payspec::{ktspay, leopard, leshua, umf_merchant, umf_service_provider};
use payspec_runtime::{
    Answer, Client, Concurrency, Error, OrderKey, OrderQuery, PrivateKey, PublicKey, Reply, Secret,
};
use payspec_simulator::{Builder, Merchant, Simulator};

use crate::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};

/// The five providers, about to answer on a free port of the loopback address.
#[must_use]
pub fn simulator() -> Builder {
    Simulator::new([
        umf_service_provider::PROVIDER,
        umf_merchant::PROVIDER,
        leshua::PROVIDER,
        ktspay::PROVIDER,
        leopard::PROVIDER,
    ])
}

/// The numbers by which an order is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// The merchant's.
    Merchant(&'a str),
    /// The provider's.
    Provider(&'a str),
    /// The merchant's and the provider's.
    Both(&'a str, &'a str),
}

impl<'a> Key<'a> {
    /// The keys by which an operation lets an order be asked for, as `PROVIDERS.md` says.
    #[must_use]
    pub fn offered(subject: Subject, merchant: &'a str, provider: &'a str) -> Vec<Self> {
        match subject {
            UmfServiceProvider | UmfMerchant => {
                vec![Self::Merchant(merchant), Self::Both(merchant, provider)]
            }
            Leshua | Ktspay => {
                vec![Self::Merchant(merchant), Self::Provider(provider), Self::Both(merchant, provider)]
            }
            LeopardSingle | LeopardMulti => vec![Self::Merchant(merchant)],
        }
    }
}

/// The generated clients, each with connections of its own.
#[derive(Debug, Clone)]
pub struct Clients {
    umf_service_provider: umf_service_provider::Client,
    umf_merchant: umf_merchant::Client,
    leshua: leshua::Client,
    ktspay: ktspay::Client,
    leopard: leopard::Client,
}

/// The same for programs without an async runtime.
#[derive(Debug, Clone)]
pub struct BlockingClients {
    umf_service_provider: umf_service_provider::blocking::Client,
    umf_merchant: umf_merchant::blocking::Client,
    leshua: leshua::blocking::Client,
    ktspay: ktspay::blocking::Client,
    leopard: leopard::blocking::Client,
}

/// Asks one of the generated clients, and gives what every typed reply is made from.
macro_rules! ask {
    ($clients:expr, $subject:expr, $key:expr, $($wait:tt)*) => {{
        use Key::{Both, Merchant, Provider};
        macro_rules! with {
            ($client:ident.$method:ident($request:expr)) => {
                $clients.$client.$method($request)$($wait)*.map(|reply| reply.reply().clone())
            };
        }
        match ($subject, $key) {
            (UmfServiceProvider, Merchant(no)) => {
                with!(umf_service_provider.query_order(umf_service_provider::QueryOrder::by_order_no(no)))
            }
            (UmfServiceProvider, Both(no, theirs)) => with!(umf_service_provider.query_order(
                umf_service_provider::QueryOrder::by_order_no(no).transaction_id(theirs)
            )),
            (UmfMerchant, Merchant(no)) => {
                with!(umf_merchant.order_query(umf_merchant::OrderQuery::by_order_id(no)))
            }
            (UmfMerchant, Both(no, theirs)) => with!(umf_merchant
                .order_query(umf_merchant::OrderQuery::by_order_id(no).transaction_id(theirs))),
            (Leshua, Merchant(no)) => {
                with!(leshua.query_status(leshua::QueryStatus::by_third_order_id(no)))
            }
            (Leshua, Provider(theirs)) => {
                with!(leshua.query_status(leshua::QueryStatus::by_leshua_order_id(theirs)))
            }
            (Leshua, Both(no, theirs)) => with!(leshua
                .query_status(leshua::QueryStatus::by_third_order_id(no).leshua_order_id(theirs))),
            (Ktspay, Merchant(no)) => with!(ktspay.query(ktspay::Query::by_mch_order_no(no))),
            (Ktspay, Provider(theirs)) => with!(ktspay.query(ktspay::Query::by_pay_order_id(theirs))),
            (Ktspay, Both(no, theirs)) => {
                with!(ktspay.query(ktspay::Query::by_mch_order_no(no).pay_order_id(theirs)))
            }
            (LeopardSingle, Merchant(no)) => {
                with!(leopard.query_single(leopard::QuerySingle::by_order_no(no)))
            }
            (LeopardMulti, Merchant(no)) => {
                with!(leopard.query_multi(leopard::QueryMulti::by_order_no([no])))
            }
            (subject, key) => panic!("{subject:?} does not let anybody ask by {key:?}"),
        }
    }};
}

impl Clients {
    /// Clients of the first merchant of each provider, with these settings.
    #[must_use]
    pub fn new(simulator: &Simulator, settings: impl Fn(Client) -> Client) -> Self {
        macro_rules! client {
            ($provider:ident, $credentials:expr) => {{
                let url = simulator.url(stringify!($provider)).expect("it is simulated");
                let merchant = simulator.merchant(stringify!($provider)).expect("there is one");
                let client = $provider::Client::new($provider::Environment::Url(url), $credentials(merchant));
                client.with(&settings)
            }};
        }
        Self {
            umf_service_provider: client!(umf_service_provider, |merchant: &Merchant| {
                let (private, public) = key_pair(merchant);
                let [sp, mer] = ["acq_sp_id", "acq_mer_id"].map(|name| text(merchant, name));
                umf_service_provider::Credentials::new(sp, mer, private, public)
            }),
            umf_merchant: client!(umf_merchant, |merchant: &Merchant| {
                let (private, public) = key_pair(merchant);
                umf_merchant::Credentials::new(text(merchant, "mer_id"), private, public)
            }),
            leshua: client!(leshua, |merchant: &Merchant| leshua::Credentials::new(
                text(merchant, "merchant_id"),
                key(merchant)
            )),
            ktspay: client!(ktspay, |merchant: &Merchant| ktspay::Credentials::new(
                text(merchant, "mch_no"),
                text(merchant, "app_id"),
                key(merchant)
            )),
            leopard: client!(leopard, |merchant: &Merchant| leopard::Credentials::new(
                text(merchant, "mid"),
                key(merchant)
            )),
        }
    }

    /// Asks about one order.
    ///
    /// # Errors
    /// Those of the client.
    pub async fn ask(&self, subject: Subject, key: Key<'_>) -> Result<Reply, Error> {
        ask!(self, subject, key, .await)
    }

    /// Each of them under the name of its provider, as anybody sees it who does not know which it is.
    #[must_use]
    pub fn each(&self) -> Vec<(&'static str, Arc<dyn OrderQuery>)> {
        let Self { umf_service_provider, umf_merchant, leshua, ktspay, leopard } = self.clone();
        vec![
            ("umf_service_provider", Arc::new(umf_service_provider)),
            ("umf_merchant", Arc::new(umf_merchant)),
            ("leshua", Arc::new(leshua)),
            ("ktspay", Arc::new(ktspay)),
            ("leopard", Arc::new(leopard)),
        ]
    }

    /// Asks about several orders of the one provider that lets anybody do so.
    ///
    /// # Errors
    /// Those of the client.
    pub async fn ask_several(&self, numbers: &[&str]) -> Result<Reply, Error> {
        let request = leopard::QueryMulti::by_order_no(numbers.iter().copied());
        self.leopard.query_multi(request).await.map(|reply| reply.reply().clone())
    }
}

impl From<Clients> for BlockingClients {
    fn from(clients: Clients) -> Self {
        Self {
            umf_service_provider: clients.umf_service_provider.into(),
            umf_merchant: clients.umf_merchant.into(),
            leshua: clients.leshua.into(),
            ktspay: clients.ktspay.into(),
            leopard: clients.leopard.into(),
        }
    }
}

impl BlockingClients {
    /// Asks about many orders of the one provider that lets anybody ask about several at once.
    pub fn query_all(&self, keys: Vec<OrderKey>, concurrency: Concurrency) -> Vec<Answer> {
        self.leopard.query_all(keys, concurrency).collect()
    }

    /// Asks about one order.
    ///
    /// # Errors
    /// Those of the client.
    pub fn ask(&self, subject: Subject, key: Key<'_>) -> Result<Reply, Error> {
        ask!(self, subject, key,)
    }
}

fn text(merchant: &Merchant, name: &str) -> String {
    merchant.texts.get(name).expect("the merchant has it").clone()
}

fn key(merchant: &Merchant) -> Secret {
    merchant.secrets.get("key").expect("the merchant has it").clone()
}

fn key_pair(merchant: &Merchant) -> (PrivateKey, PublicKey) {
    let private = merchant.private_keys.get("private_key").expect("the merchant has it");
    let public = merchant.public_keys.get("platform_public_key").expect("the merchant has it");
    (
        PrivateKey::parse(private.expose().as_bytes()).expect("a key"),
        PublicKey::parse(public.as_bytes()).expect("a key"),
    )
}
