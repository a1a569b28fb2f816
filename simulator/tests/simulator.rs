//! The simulator as a server.

mod support;

use payspec_runtime::Error;
use payspec_simulator::{Merchant, SimulatedOrder, Simulator, Verdict};
use support::{ask, specs};

/// No provider at all.
const NOBODY: [&payspec_runtime::table::Provider; 0] = [];

#[tokio::test]
async fn an_address_that_others_can_reach_needs_a_word() {
    let bind = |builder: payspec_simulator::Builder| async { builder.bind("0.0.0.0:0").await.map(|_| ()) };
    let refused = bind(Simulator::new(NOBODY)).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::PermissionDenied);
    bind(Simulator::new(NOBODY).beyond_loopback()).await.unwrap();
}

#[tokio::test]
async fn two_providers_of_one_name_and_a_merchant_of_nobody_are_mistakes() {
    let world = specs().await;
    let of =
        |providers: &[std::sync::Arc<payspec_runtime::table::Provider>]| Simulator::new(providers.to_vec());
    let one = &world.providers[0];
    let twice =
        of(&[one.clone(), world.providers[1].clone(), one.clone()]).bind("127.0.0.1:0").await.unwrap_err();
    assert_eq!(twice.kind(), std::io::ErrorKind::InvalidInput);
    assert_eq!(twice.to_string(), format!("two providers are called `{}`", one.name));
    let typo = format!("{}x", one.name);
    let nobody =
        of(&world.providers).merchant(&typo, Merchant::default()).bind("127.0.0.1:0").await.unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::InvalidInput);
    let words = nobody.to_string();
    assert!(words.contains(&typo) && words.contains(&format!("did you mean `{}`?", one.name)), "{words}");
}

#[tokio::test]
async fn nothing_answers_once_it_is_dropped() {
    let world = specs().await;
    let provider = world.providers[0].clone();
    let client = world.client(&provider.name);
    world.simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
    ask(&client, &provider.operations[0], "JD1").await.unwrap();
    drop(world);
    for _ in 0..50 {
        match ask(&client, &provider.operations[0], "JD1").await {
            Err(Error::Transport { .. }) => return,
            _ => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
    panic!("it still answers");
}

#[tokio::test]
async fn a_provider_that_is_not_simulated_has_nothing() {
    let world = specs().await;
    assert_eq!(world.simulator.url("nobody"), None);
    assert!(world.simulator.credentials("nobody").is_none());
    let put = world.simulator.put("nobody", SimulatedOrder::new("JD1"));
    assert_eq!(put, Err(payspec_simulator::PutError::NoProvider));
    assert_eq!(world.simulator.providers().count(), world.providers.len());
}

#[tokio::test]
async fn a_url_at_which_nothing_is_asked_is_not_found() {
    let world = specs().await;
    let provider = &world.providers[0];
    let url = format!("{}/elsewhere", world.simulator.url(&provider.name).unwrap());
    let credentials = world.simulator.credentials(&provider.name).unwrap();
    let client =
        payspec_runtime::Client::new(payspec_runtime::ProviderRef::from(provider.clone()), url, credentials);
    let error = ask(&client, &provider.operations[0], "JD1").await.unwrap_err();
    assert!(matches!(error, Error::Status { status: 404 }), "{error}");
    assert_eq!(world.simulator.exchanges().pop().unwrap().verdict, Verdict::NoOperation);
}
