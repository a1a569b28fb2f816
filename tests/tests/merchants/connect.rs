//! One merchant of a configuration, whoever the provider is.

use payspec::{OrderQuery, OrderState, PROVIDERS};

use crate::shops::{Keys, Shops, key};

#[tokio::test]
async fn a_merchant_of_every_provider_is_connected_by_its_name_and_asked_alike() {
    let shops = Shops::open(2).await;
    let text: String = shops.all().iter().map(|shop| shop.entry("", Keys::One)).collect();
    let path = shops.file("shops.toml", &text);
    let names: Vec<String> = shops.all().into_iter().map(|shop| shop.name).collect();
    assert_eq!(names.len(), 2 * PROVIDERS.len());
    let clients: Vec<Box<dyn OrderQuery>> =
        names.iter().map(|name| payspec::connect(&path, name).expect("it is there")).collect();
    for (name, client) in names.iter().zip(&clients) {
        let order = client.order_by(key()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(order.state, OrderState::Paid, "{name}");
    }
}

#[tokio::test]
async fn all_providers_of_the_build_are_listed_once_and_sorted() {
    let names: Vec<&str> = PROVIDERS.iter().map(|provider| &*provider.name).collect();
    assert_eq!(names, ["ktspay", "leopard", "leshua", "umf_merchant", "umf_service_provider"]);
}

#[tokio::test]
async fn over_tls_the_root_of_the_configuration_is_trusted_and_no_other_merchant_trusts_it() {
    let simulator =
        payspec_simulator::Simulator::new(PROVIDERS).tls().bind("127.0.0.1:0").await.expect("a port");
    let _ = simulator.put("leshua", payspec_simulator::SimulatedOrder::new("JD1").state(OrderState::Paid));
    let shops = Shops::open(1).await;
    shops.file("ca.pem", simulator.root_certificate_pem().expect("it has one"));
    let merchant = simulator.merchant("leshua").expect("it has one");
    let entry = |name: &str, lines: &str| {
        format!(
            "[merchants.{name}]\nprovider = \"leshua\"\nurl = \"{}\"\n{lines}\n[merchants.{name}.credentials]\n\
             merchant_id = \"{}\"\nkey = \"{}\"\n",
            simulator.url("leshua").expect("it is simulated"),
            merchant.texts["merchant_id"],
            merchant.secrets["key"].expose()
        )
    };
    let text = entry("trusts", "root_certificate_file = \"ca.pem\"") + &entry("does-not", "");
    let merchants = shops.merchants(&text);
    let ask = async |name| merchants.get(name).expect("it is there").order_by(key()).await;
    assert_eq!(ask("trusts").await.expect("the root is trusted").state, OrderState::Paid);
    let error = ask("does-not").await.expect_err("nobody vouches for the root");
    assert!(matches!(error, payspec::Error::Transport { .. } | payspec::Error::Unusable { .. }), "{error}");
}
