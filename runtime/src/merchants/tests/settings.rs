//! What a configuration that is right makes of its merchants.

use std::time::Duration;

use super::*;
use crate::{Client, Configuration, Credentials, Limits, PlainHttp};

fn client(lines: &str) -> Client {
    open(&acme("shop", lines, &format!("key = \"{KEY}\""))).unwrap().get("shop").unwrap()
}

#[test]
fn what_is_said_is_what_the_client_is_set_to() {
    let lines = "allow_plain_http = true\nencoding = \"form\"\ntimeout = \"10s\"";
    let client = client(lines);
    let policy = client.endpoint().policy();
    assert_eq!((policy.plain_http, policy.timeout), (PlainHttp::Allowed, Some(Duration::from_secs(10))));
    assert_eq!(policy.encoding, Some(Encoding::Form));
    assert_eq!(client.endpoint().credentials().value("key"), Ok(KEY));
    assert_eq!(client.conduct().merchant_name.as_deref(), Some("shop"));
    let silent = self::client("");
    assert_eq!(silent.endpoint().policy().plain_http, PlainHttp::Refused);
    assert_eq!((silent.endpoint().policy().timeout, &silent.endpoint().policy().encoding), (None, &None));
}

#[test]
fn limits_are_those_of_the_document_but_for_what_is_said() {
    let limits = |lines: &str| {
        let text = acme("shop", lines, "");
        let configuration = Configuration::parse(&text, "").unwrap();
        configuration.merchant("shop").unwrap().settings.limits
    };
    let documented = Limits::documented();
    assert_eq!(limits(""), documented);
    assert_eq!(
        limits("limits = { per_second = 5, interval = \"3s\" }"),
        documented.per_second(5.try_into().unwrap()).interval(Duration::from_secs(3))
    );
    assert_eq!(limits("limits = { in_flight = 2 }"), documented.in_flight(2.try_into().unwrap()));
}

#[test]
fn merchants_of_one_provider_at_one_url_share_a_circuit_and_others_do_not() {
    let other = shop("c").replace("environment = \"test\"", "url = \"https://other.example\"");
    let merchants = open(&(shop("a") + &shop("b") + &other)).unwrap();
    let circuit = |name| merchants.get(name).unwrap().conduct().circuit.clone().unwrap();
    assert!(circuit("a").is_same(&circuit("b")));
    assert!(!circuit("a").is_same(&circuit("c")));
}

#[test]
fn a_root_that_does_not_fit_keeps_nobody_else_from_asking() {
    let folder = Folder::new();
    folder.file("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let text = shop("a") + &acme("b", "root_certificate_file = \"ca.pem\"", &format!("key = \"{KEY}\""));
    let merchants = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap();
    let circuit = |name| merchants.get(name).unwrap().conduct().circuit.clone().unwrap();
    assert!(!circuit("a").is_same(&circuit("b")));
}

#[test]
fn the_table_of_a_simulator_is_not_looked_at() {
    let text = shop("a") + "[simulator.a.provider_keys]\nanything = 1\n[simulator.b]\n";
    assert_eq!(open(&text).unwrap().len(), 1);
}

#[test]
fn names_are_sorted_and_debug_shows_them_alone() {
    let merchants = open(&(shop("b") + &shop("a"))).unwrap();
    merchants.insert("c", Client::new(&ACME, "https://a.example", Credentials::new().secret("key", KEY)));
    assert_eq!(merchants.names(), ["a".into(), "b".into(), "c".into()]);
    assert_eq!(format!("{merchants:?}"), r#"{"a", "b", "c"}"#);
    let configuration = Configuration::parse(&shop("a"), "").unwrap();
    let entry = configuration.merchant("a").unwrap();
    let shown = format!("{configuration:?}{entry:?}{:?}{:?}", entry.given(&ACME), merchants.get("a"));
    assert!(!shown.contains(KEY), "{shown}");
}

#[test]
fn a_change_is_made_to_every_client() {
    let merchants = Merchants::builder(PROVIDERS).with(|client| client.max_body(7));
    let merchants = merchants.from_toml(&(shop("a") + &shop("b")), "").unwrap();
    for name in merchants.names() {
        assert_eq!(merchants.get(&name).unwrap().endpoint().policy().max_body, 7, "{name}");
    }
}

#[test]
fn one_merchant_is_opened_without_the_keys_of_others() {
    let folder = Folder::new();
    let others = acme("other", "", "key_file = \"not-there.key\"");
    let path = folder.file("shops.toml", shop("shop") + &others);
    let client = crate::connect(&path, "shop", PROVIDERS).unwrap();
    assert_eq!(client.endpoint().credentials().value("key"), Ok(KEY));
    let words = |name| crate::connect(&path, name, PROVIDERS).unwrap_err().to_string();
    assert!(
        words("shp").ends_with("shops.toml: there is no merchant `shp`; did you mean `shop`?"),
        "{}",
        words("shp")
    );
    assert!(words("other").contains("not-there.key: cannot be read"), "{}", words("other"));
}
