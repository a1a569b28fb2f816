//! Where keys come from.

use super::*;
use crate::PrivateKey;

fn birch(name: &str, credentials: &str) -> String {
    format!(
        "[merchants.{name}]\nprovider = \"birch\"\nurl = \"https://a.example\"\n[merchants.{name}.credentials]\n{credentials}\n"
    )
}

#[test]
fn a_text_in_a_file_or_a_variable_ends_before_its_line_breaks() {
    let folder = Folder::new();
    folder.file("a.key", "\u{feff}k 1\r\n\n");
    let text =
        acme("file", "", "key_file = \"a.key\"") + &acme("variable", "", "key_env = \"CARGO_PKG_NAME\"");
    let merchants = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap();
    let key = |name| merchants.get(name).unwrap().endpoint().credentials().value("key").unwrap().to_owned();
    assert_eq!(key("file"), "k 1");
    assert_eq!(key("variable"), env!("CARGO_PKG_NAME"));
}

#[test]
fn a_text_that_stands_in_the_configuration_is_taken_as_it_is_beside_a_file_with_the_same_bytes() {
    let folder = Folder::new();
    folder.file("a.key", "k\n");
    let text = acme("file", "", "key_file = \"a.key\"") + &acme("here", "", "key = \"k\\n\"");
    let merchants = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap();
    let key = |name| merchants.get(name).unwrap().endpoint().credentials().value("key").unwrap().to_owned();
    assert_eq!((key("file"), key("here")), ("k".to_owned(), "k\n".to_owned()));
}

#[test]
fn two_keys_are_held_while_they_are_changed_and_the_first_signs() {
    let folder = Folder::new();
    folder.file("old.key", "old");
    let text = acme("files", "", "key_file = [\"new.key\", \"old.key\"]")
        + &acme("here", "", "key = [\"new\", \"old\"]");
    folder.file("new.key", "new");
    let merchants = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap();
    for name in ["files", "here"] {
        let client = merchants.get(name).unwrap();
        let credentials = client.endpoint().credentials();
        assert_eq!(credentials.value("key"), Ok("new"), "{name}");
        let secrets: Vec<&str> =
            credentials.secrets("key").unwrap().iter().map(|secret| secret.expose()).collect();
        assert_eq!(secrets, ["new", "old"], "{name}");
    }
    let text = acme("shop", "", "key = \"k\"").replace("number = \"1\"", "number = [\"1\", \"2\"]");
    refused(&text, "configuration: line 6: merchant `shop`: `number` can have one value");
}

#[test]
fn the_same_key_is_parsed_once_for_all_who_have_it() {
    let folder = Folder::new();
    let key = PrivateKey::generate(1024).unwrap();
    let public = key.public_key().to_spki_pem().unwrap();
    folder.file("own.pem", key.to_pkcs8_pem().unwrap().expose());
    let credentials = format!("private_key_file = \"own.pem\"\npublic_key = \"\"\"{public}\"\"\"");
    let text: String = (0..3).map(|number| birch(&format!("m{number}"), &credentials)).collect();
    let merchants = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap();
    let key = |name: &str| {
        let client = merchants.get(name).unwrap();
        client.endpoint().credentials().public_keys("public_key").unwrap()[0].clone()
    };
    assert!(key("m0").is_same(&key("m1")) && key("m0").is_same(&key("m2")));
}

#[test]
fn a_key_in_der_is_read_from_a_file() {
    let folder = Folder::new();
    let key = PrivateKey::generate(1024).unwrap();
    let pem = key.public_key().to_spki_pem().unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, base64).unwrap();
    folder.file("public.der", der);
    folder.file("own.pem", key.to_pkcs8_pem().unwrap().expose());
    let text = birch("shop", "private_key_file = \"own.pem\"\npublic_key_file = \"public.der\"");
    let merchants = Merchants::from_toml(&text, folder.path(), PROVIDERS).unwrap();
    let client = merchants.get("shop").unwrap();
    assert!(client.endpoint().credentials().public_keys("public_key").unwrap()[0] == key.public_key());
}
