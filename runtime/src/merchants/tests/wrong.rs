//! What is said of a configuration that is wrong.

use super::*;
use crate::PrivateKey;

#[test]
fn each_mistake_is_told_with_its_line_and_what_was_probably_meant() {
    let with = |lines: &str| acme("shop", lines, &format!("key = \"{KEY}\""));
    for (text, words) in [
        ("merchant = 1".to_owned(), "line 1: there is no key `merchant`; did you mean `merchants`?"),
        ("merchants = 1".to_owned(), "line 1: `merchants` must be a table"),
        ("[merchants]\nshop = 1".to_owned(), "line 2: `shop` must be a table"),
        (
            "[merchants.shop]\nenvironment = \"test\"".to_owned(),
            "line 1: merchant `shop`: it does not say whose it is; add provider = \"…\", by the name in its specification",
        ),
        (
            "\n[merchants.shop]\nprovider = \"acmee\"".to_owned(),
            "line 3: merchant `shop`: there is no provider `acmee`; did you mean `acme`?",
        ),
        (
            with("allow_plain_htp = true"),
            "line 4: merchant `shop`: there is no key `allow_plain_htp`; did you mean `allow_plain_http`?",
        ),
        (
            with("allow_plain_http = \"no\""),
            "line 4: merchant `shop`: `allow_plain_http` must be true or false",
        ),
        (
            with("url = \"https://a.example\""),
            "line 4: merchant `shop`: give `environment` or `url`, not both",
        ),
        (
            with("encoding = \"from\""),
            "line 4: merchant `shop`: no operation of acme takes requests in the encoding `from`; did you mean `form`?",
        ),
        (
            with("timeout = 3"),
            "line 4: merchant `shop`: `timeout` must be a time such as \"3s\", \"500ms\" or \"2min\"",
        ),
        (with("timeout = \"0s\""), "line 4: merchant `shop`: `timeout` must be longer than nothing"),
        (
            with("limits = { per_second = 0 }"),
            "line 4: merchant `shop`: limits: `per_second` must be a whole number of at least 1",
        ),
        (
            with("limits = { per_secnd = 1 }"),
            "line 4: merchant `shop`: limits: there is no key `per_secnd`; did you mean `per_second`?",
        ),
        (
            acme("shop", "", &format!("keey = \"{KEY}\"")),
            "line 7: merchant `shop`: acme has no credential `keey`; did you mean `key`?",
        ),
        (
            acme("shop", "", "key = [1]"),
            "line 7: merchant `shop`: `key` must be a text in quotes, or a list of them",
        ),
        (
            acme("shop", "", &format!("key = \"{KEY}\"\nkey_file = \"x\"")),
            "line 8: merchant `shop`: `key` and `key_file` give the same credential",
        ),
        (
            acme("shop", "", ""),
            "line 1: merchant `shop`: the credential `key` is missing; add key_file = \"…\" or key_env = \"…\" to its \
             credentials",
        ),
        (acme("shop", "", "key = [\"a\", \"\"]"), "line 7: merchant `shop`: the credential `key` is empty"),
        (
            acme("shop", "", &format!("key_env = \"{KEY}-\"")),
            "line 7: merchant `shop`: `key_env`: must be the name of a variable of the environment, not the value itself",
        ),
        (
            acme("shop", "", &format!("key_file = \"\"\"-----BEGIN\n{KEY}\"\"\"")),
            "line 7: merchant `shop`: `key_file`: must be the name of a file, not the value itself",
        ),
        (
            acme("shop", "", "key_env = \"NOBODY_HAS_SET_THIS\""),
            "line 7: merchant `shop`: `key_env`: the environment variable `NOBODY_HAS_SET_THIS` is not set",
        ),
    ] {
        refused(&text, &format!("configuration: {words}"));
    }
}

#[test]
fn a_key_that_stands_where_a_name_should_is_not_repeated() {
    let base64 = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC/".repeat(48) + "==";
    for key in ["0123456789abcdef0123456789abcdef", "ABCDEF0123456789", &base64] {
        for text in [
            acme("shop", "", &format!("key_file = \"{key}\"")),
            acme("shop", "", &format!("key_file = \"/nowhere/{key}\"")),
            acme("shop", "", &format!("key_env = \"{key}\"")),
            acme("shop", "", &format!("\"{key}\" = \"key\"")),
            acme("shop", &format!("\"{key}\" = \"key\""), ""),
            shop("shop").replace("\"acme\"", &format!("\"{key}\"")),
            shop("shop").replace("\"test\"", &format!("\"{key}\"")),
            acme("shop", &format!("encoding = \"{key}\""), "key = \"k\""),
            format!("\"{key}\" = 1"),
        ] {
            let error = open(&text).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(&key[..16]), "{shown}");
            assert!(shown.contains("line "), "{shown}");
        }
    }
    let text = acme("shop", "", "key_env = \"ABCDEF0123456789\"");
    let configuration = crate::Configuration::parse(&text, "/nowhere").unwrap();
    let given = format!("{:?}", configuration.merchant("shop").unwrap().given(&ACME).unwrap());
    assert!(!given.contains("ABCDEF0123456789"), "{given}");
}

#[test]
fn toml_that_cannot_be_read_is_told_by_its_line_and_not_shown() {
    for text in [
        format!("\nkey = {KEY}"),
        format!("\nkey = \"{KEY}"),
        format!("\nkey = [{KEY}]"),
        format!("\nkey = \"a\" {KEY}"),
        format!("\nkey = \"\\{KEY}\""),
        format!("\n{KEY}"),
        format!("\n{KEY}=="),
        format!("\n-----BEGIN {KEY} KEY-----"),
        format!("\n{KEY} = 1\n{KEY} = 2"),
        format!("\nkey = {{ {KEY} = 1, {KEY} = 2 }}"),
        format!("\nkey = 1\nkey.{KEY} = 2"),
        format!("\nkey = 2024-{KEY}"),
        format!("\nkey = 0x{KEY}"),
        format!("\n[merchants.a]\n[merchants.a]\nx=\"{KEY}\""),
    ] {
        let error = open(&text).unwrap_err();
        let ConfigError::Configuration { line: Some(line), .. } = &error else { panic!("{error:?}") };
        assert!((2..=4).contains(line), "{error}");
        assert!(!error.to_string().contains(KEY), "{error}");
    }
}

#[test]
fn a_key_that_cannot_be_used_is_told_when_merchants_are_opened() {
    let folder = Folder::new();
    let pem = PrivateKey::generate(1024).unwrap();
    folder.file("own.pem", pem.to_pkcs8_pem().unwrap().expose());
    folder.file("broken.pem", format!("-----BEGIN PUBLIC KEY-----\n{KEY}\n-----END PUBLIC KEY-----"));
    let birch = |public: &str| {
        format!(
            "[merchants.shop]\nprovider = \"birch\"\nurl = \"https://a.example\"\n[merchants.shop.credentials]\n\
             private_key_file = \"own.pem\"\n{public}"
        )
    };
    for (public, words) in [
        (
            "public_key_file = \"own.pem\"",
            "the key in FOLDER/own.pem: this is a private key; give the public key or the certificate of the other side",
        ),
        (
            "public_key = \"s3cr3t\"",
            "configuration: line 6: merchant `shop`: `public_key`: not a key in a known form: PEM, DER or base64 of PKCS#8, \
             PKCS#1, SubjectPublicKeyInfo or X.509",
        ),
        (
            "public_key_env = \"CARGO_PKG_NAME\"",
            "configuration: line 6: merchant `shop`: `public_key_env`: the environment variable `CARGO_PKG_NAME`: not a key in \
             a known form: PEM, DER or base64 of PKCS#8, PKCS#1, SubjectPublicKeyInfo or X.509",
        ),
        (
            "public_key_file = \"no.pem\"",
            "FOLDER/no.pem: cannot be read: No such file or directory (os error 2)",
        ),
    ] {
        let error = Merchants::from_toml(&birch(public), folder.path(), PROVIDERS).unwrap_err();
        assert_eq!(error.to_string().replace(folder.path().to_str().unwrap(), "FOLDER"), words);
    }
    let error = Merchants::from_toml(&birch("public_key_file = \"broken.pem\""), folder.path(), PROVIDERS);
    assert!(
        matches!(&error, Err(ConfigError::Key { .. })) && !format!("{error:?}").contains(KEY),
        "{error:?}"
    );
}

#[test]
fn the_first_key_that_is_wrong_is_told_however_many_threads_parse() {
    let text: String = (0..1_000)
        .map(|number| {
            format!(
                "[merchants.m{number:04}]\nprovider = \"birch\"\nurl = \"https://a.example\"\n\
                 [merchants.m{number:04}.credentials]\nprivate_key = \"x{number}\"\npublic_key = \"y{number}\"\n"
            )
        })
        .collect();
    let error = open(&text).unwrap_err().to_string();
    assert!(
        error.starts_with("configuration: line 5: merchant `m0000`: `private_key`: not a key"),
        "{error}"
    );
}

#[test]
fn a_root_certificate_that_is_none_is_told_when_merchants_are_opened() {
    let folder = Folder::new();
    folder.file("ca.pem", "no PEM");
    let text = acme("shop", "root_certificate_file = \"ca.pem\"", "key = \"k\"");
    let error = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap_err().to_string();
    assert!(error.ends_with("ca.pem: no certificate in PEM"), "{error}");
}
