//! Questions through the generated clients, over HTTP.

use std::fmt::{Debug, Write};
use std::sync::LazyLock;
use std::time::Duration;

use payspec::{ktspay, leopard, leshua, umf_merchant, umf_service_provider};
use payspec_runtime::{
    Boxed, Client, Error, HttpTransport, Incoming, Money, OrderState, Outgoing, Transport,
};

use crate::subject::{APP, MERCHANT, ORDER_NO, PROVIDER_ORDER_NO, SECOND_ORDER_NO, Subject};
use crate::wallet::Wallet;

/// A question about the order of the tests.
#[derive(Debug, Clone)]
pub struct Question {
    /// Which operation is asked.
    pub subject: Subject,
    /// What the merchant holds.
    pub wallet: Wallet,
    /// The amount that the order must have.
    pub expected: Option<Money>,
    /// Changes of the client.
    pub settings: fn(Client) -> Client,
    /// What carries it.
    pub transport: SharedTransport,
}

/// What was answered.
#[derive(Debug)]
pub struct Answered {
    /// The state of each order.
    pub states: Vec<OrderState>,
    /// Everything that `Debug` shows of the client, the request and the reply.
    pub shown: String,
}

impl Question {
    /// A question that expects no amount.
    #[must_use]
    pub fn about(subject: Subject) -> Self {
        Self {
            subject,
            wallet: Wallet::agreed(),
            expected: None,
            settings: |client| client,
            transport: SharedTransport::default(),
        }
    }

    /// Asks, and keeps what can be shown of a success.
    ///
    /// # Errors
    /// Those of the client.
    pub async fn ask(&self, url: &str) -> Result<Answered, Error> {
        let Wallet { md5_key, private_key, .. } = self.wallet.clone();
        let platform = self.wallet.platform_public_key();
        let url = url.to_owned();
        macro_rules! ask {
            ($provider:ident, $credentials:expr, $method:ident($request:expr), $states:expr) => {{
                let client = $provider::Client::new($provider::Environment::Url(url), $credentials);
                let client = client.with(|client| (self.settings)(client.transport(self.transport.clone())));
                let request = $request;
                let mut shown = String::new();
                show(&mut shown, &client);
                show(&mut shown, &request);
                let reply = client.$method(request).await?;
                show(&mut shown, &reply);
                show(&mut shown, reply.reply());
                show(&mut shown, reply.message());
                Ok(Answered { states: $states(&reply), shown })
            }};
        }
        macro_rules! expecting {
            ($request:expr) => {
                match self.expected {
                    Some(amount) => $request.expect_amount(amount),
                    None => $request,
                }
            };
        }
        match self.subject {
            Subject::UmfServiceProvider => ask!(
                umf_service_provider,
                umf_service_provider::Credentials::new("Y471790403", "41509208", private_key, platform),
                query_order(expecting!(
                    umf_service_provider::QueryOrder::by_order_no(ORDER_NO).transaction_id(PROVIDER_ORDER_NO)
                )),
                |reply: &umf_service_provider::QueryOrderReply| vec![reply.state()]
            ),
            Subject::UmfMerchant => ask!(
                umf_merchant,
                umf_merchant::Credentials::new("30000102", private_key, platform),
                order_query(expecting!(
                    umf_merchant::OrderQuery::by_order_id(ORDER_NO).transaction_id(PROVIDER_ORDER_NO)
                )),
                |reply: &umf_merchant::OrderQueryReply| vec![reply.state()]
            ),
            Subject::Leshua => ask!(
                leshua,
                leshua::Credentials::new(MERCHANT, md5_key),
                query_status(expecting!(
                    leshua::QueryStatus::by_third_order_id(ORDER_NO).leshua_order_id(PROVIDER_ORDER_NO)
                )),
                |reply: &leshua::QueryStatusReply| vec![reply.state()]
            ),
            Subject::Ktspay => ask!(
                ktspay,
                ktspay::Credentials::new(MERCHANT, APP, md5_key),
                query(expecting!(ktspay::Query::by_mch_order_no(ORDER_NO).pay_order_id(PROVIDER_ORDER_NO))),
                |reply: &ktspay::QueryReply| vec![reply.state()]
            ),
            Subject::LeopardSingle => ask!(
                leopard,
                leopard::Credentials::new(MERCHANT, md5_key),
                query_single(expecting!(leopard::QuerySingle::by_order_no(ORDER_NO))),
                |reply: &leopard::QuerySingleReply| vec![reply.state()]
            ),
            Subject::LeopardMulti => ask!(
                leopard,
                leopard::Credentials::new(MERCHANT, md5_key),
                query_multi(leopard::QueryMulti::by_order_no([ORDER_NO, SECOND_ORDER_NO])),
                |reply: &leopard::QueryMultiReply| reply.orders().iter().map(|order| order.state).collect()
            ),
        }
    }
}

/// What `Debug` shows of a value, in both forms.
pub fn show(shown: &mut String, value: &(impl Debug + ?Sized)) {
    let _ = writeln!(shown, "{value:?}\n{value:#?}");
}

/// The transport of every client, made once: reading the platform's certificates takes a while.
#[derive(Debug, Clone)]
pub struct SharedTransport(&'static HttpTransport);

impl Default for SharedTransport {
    fn default() -> Self {
        static TRANSPORT: LazyLock<HttpTransport> = LazyLock::new(HttpTransport::new);
        Self(&TRANSPORT)
    }
}

impl Transport for SharedTransport {
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        self.0.send(request)
    }
}

/// Gives up soon, for servers that never answer.
#[must_use]
pub fn impatient(client: Client) -> Client {
    client.timeout(Duration::from_millis(150))
}
