//! The configuration of `payspec query`.

use std::fs;

use crate::payspec::{Folder, Run, own_file, run};
use crate::query::{Shop, with};

const KEY: &str = "s3cr3t0fthemerchant";

fn ask(configuration: &str, more: &[&str]) -> Run {
    let folder = Folder::new();
    let path = folder.file("payspec.toml", configuration);
    run(["query", "leshua", "1", "--config", &path].into_iter().chain(more.iter().copied()))
}

fn merchant(name: &str, lines: &str) -> String {
    format!("[merchants.{name}]\nprovider = \"leshua\"\n{lines}\n")
}

/// The question fails before anything is sent, in these words, and shows no key.
#[track_caller]
fn refused(run: &Run, words: &[&str]) {
    assert_eq!(run.code, 1, "{}", run.stdout);
    for words in words {
        assert!(run.stderr.contains(words), "not said: {words}\n{}", run.stderr);
    }
    assert!(run.hides(KEY), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn toml_that_cannot_be_read_is_shown_by_its_line_number_and_not_by_its_line() {
    let lines = format!("[merchants.shop.credentials]\nkey = {KEY}");
    refused(&ask(&merchant("shop", &lines), &[]), &["payspec.toml", "line 4"]);
    refused(&ask(&merchant("shop", "enviroment = \"test\""), &[]), &["line 3", "enviroment"]);
}

#[test]
fn a_key_without_quotes_that_looks_like_a_number_is_not_shown() {
    let lines = "environment = \"test\"\n[merchants.shop.credentials]\nkey = 123456789012";
    let run = ask(&merchant("shop", lines), &[]);
    refused(&run, &["`key` must be a text in quotes"]);
    assert!(run.hides("123456789012"));
}

#[test]
fn a_credential_or_an_environment_that_does_not_exist_is_answered_with_the_nearest_name() {
    let lines =
        format!("environment = \"test\"\n[merchants.shop.credentials]\nmerchant = \"1\"\nkeey = \"{KEY}\"");
    refused(&ask(&merchant("shop", &lines), &[]), &["no credential `keey`", "did you mean `key`?"]);
    refused(&ask(&merchant("shop", "environment = \"tset\""), &[]), &["did you mean `test`?"]);
}

#[test]
fn where_to_ask_is_said_once() {
    refused(&ask(&merchant("shop", ""), &[]), &["where to ask", "environment = \"test\""]);
    let both = "environment = \"test\"\nurl = \"https://a.example\"";
    refused(&ask(&merchant("shop", both), &[]), &["not both"]);
}

#[test]
fn the_merchant_is_the_one_that_is_named_or_the_only_one() {
    let two =
        merchant("one", "url = \"https://a.example\"") + &merchant("two", "url = \"https://b.example\"");
    refused(&ask(&two, &[]), &["several merchants", "--merchant: one, two"]);
    refused(&ask(&two, &["--merchant", "tow"]), &["did you mean `two`?"]);
    refused(&ask("", &[]), &["no merchant of leshua", "[merchants.NAME]"]);
    let other = "[merchants.other]\nprovider = \"ktspay\"";
    refused(&ask(other, &["--merchant", "other"]), &["one of ktspay"]);
}

#[test]
fn a_credential_that_is_missing_or_empty_sends_nothing() {
    let lines = "url = \"https://a.example\"\n[merchants.shop.credentials]\nmerchant_id = \"1\"";
    refused(&ask(&merchant("shop", lines), &[]), &["`key` is missing", "nothing was sent"]);
    refused(
        &ask(&merchant("shop", &format!("{lines}\nkey = \"\"")), &[]),
        &["`key` is empty", "nothing was sent"],
    );
}

#[test]
fn a_key_file_stands_beside_the_configuration() {
    let lines = "url = \"https://a.example\"\n[merchants.shop.credentials]\nkey_file = \"no.key\"";
    let folder = Folder::new();
    let path = folder.file("payspec.toml", merchant("shop", lines));
    let run = run(["query", "leshua", "1", "--config", &path]);
    refused(&run, &[folder.path().join("no.key").to_str().unwrap()]);
}

#[test]
fn a_configuration_that_is_not_there_is_an_error_and_no_simulator_answers() {
    let run = run(["query", "leshua", "1", "--config", "/nowhere/payspec.toml"]);
    refused(&run, &["/nowhere/payspec.toml"]);
    assert!(!run.stderr.contains("invented"));
}

#[test]
fn a_variable_that_is_not_set_and_a_limit_that_does_not_exist_are_told_by_name_and_line() {
    let lines = "environment = \"test\"\n[merchants.shop.credentials]\nkey_env = \"NOBODY_HAS_SET_THIS\"";
    refused(&ask(&merchant("shop", lines), &[]), &["line 5", "variable `NOBODY_HAS_SET_THIS` is not set"]);
    let lines = "environment = \"test\"\n[merchants.shop.limits]\nper_secnd = 5";
    refused(&ask(&merchant("shop", lines), &[]), &["line 5", "did you mean `per_second`?"]);
}

#[test]
fn two_keys_are_taken_while_the_provider_changes_them() {
    with(async {
        let shop = Shop::open("umf_merchant").await;
        let other = payspec_runtime::PrivateKey::generate(1024).unwrap().public_key().to_spki_pem().unwrap();
        shop.folder.file("old.pem", other);
        let configuration = shop.configuration();
        let both = configuration.replace(
            "_key_file = \"platform_public_key\"",
            "_key_file = [\"old.pem\", \"platform_public_key\"]",
        );
        assert_ne!(configuration, both, "{configuration}");
        // The order is not known, which only a reply that was verified can say.
        let run = shop.ask(&both, &["--json"]).await;
        assert_eq!(run.json()["error"]["known"], "refused", "{}", run.stdout);
    });
}

#[test]
fn the_example_is_read() {
    let example = fs::read_to_string(own_file("config.example.toml")).unwrap();
    let folder = Folder::new();
    let path = folder.file("payspec.toml", &example);
    for (provider, key) in
        [("leshua", "leshua.key"), ("umf_service_provider", "platform.cer"), ("ktspay", "ktspay.key")]
    {
        // All is well but for the keys, which are not there.
        if provider == "umf_service_provider" {
            let private = payspec_runtime::PrivateKey::generate(1024).unwrap();
            folder.file("merchant.pem", private.to_pkcs8_pem().unwrap().expose());
        }
        let run = run(["query", provider, "1", "--config", &path]);
        refused(&run, &[key, "cannot be read"]);
    }
}
