//! Reading a file again.

use std::sync::Arc;

use super::*;
use crate::merchants::Reloaded;
use crate::{Client, Credentials};

fn names(names: &[&str]) -> Vec<Arc<str>> {
    names.iter().map(|name| Arc::from(*name)).collect()
}

fn key(merchants: &Merchants, name: &str) -> String {
    merchants.get(name).unwrap().endpoint().credentials().value("key").unwrap().to_owned()
}

fn open_file(path: &Path) -> Merchants {
    Merchants::from_file(path, PROVIDERS).unwrap()
}

/// Whether two clients keep to the same limits together.
fn same_limits(one: &Client, other: &Client) -> bool {
    let guest = |client: &Client| Arc::as_ptr(client.conduct().guest.as_ref().unwrap());
    guest(one) == guest(other)
}

#[test]
fn what_was_added_changed_and_removed_is_told_and_nothing_else_is_touched() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a") + &shop("b") + &shop("c"));
    let merchants = open_file(&path);
    let before = merchants.get("a").unwrap();
    folder.file("shops.toml", shop("a") + &acme("b", "", "key = \"other\"") + &shop("d"));
    let reloaded = merchants.reload().unwrap();
    let expected =
        Reloaded { added: names(&["d"]), changed: names(&["b"]), removed: names(&["c"]), unchanged: 1 };
    assert_eq!(reloaded, expected);
    assert_eq!((key(&merchants, "b"), merchants.names()), ("other".to_owned(), names(&["a", "b", "d"])));
    assert!(before.is_same(&merchants.get("a").unwrap()));
}

#[test]
fn a_key_file_with_other_contents_is_noticed_whatever_its_time_says() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", acme("a", "", "key_file = \"a.key\""));
    let key_file = folder.file("a.key", "one");
    let time = fs::metadata(&key_file).unwrap().modified().unwrap();
    let merchants = open_file(&path);
    folder.file("a.key", "two");
    fs::File::options().write(true).open(&key_file).unwrap().set_modified(time).unwrap();
    assert_eq!(merchants.reload().unwrap().changed, names(&["a"]));
    assert_eq!(key(&merchants, "a"), "two");
    fs::write(&key_file, "two\n").unwrap();
    assert_eq!(merchants.reload().unwrap().unchanged, 1);
}

#[test]
fn every_setting_that_changes_changes_the_merchant() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a"));
    let merchants = open_file(&path);
    for lines in [
        "timeout = \"1s\"",
        "timeout = \"2s\"",
        "encoding = \"form\"",
        "encoding = \"json\"",
        "allow_plain_http = true",
        "limits = { per_second = 1 }",
        "limits = { in_flight = 1 }",
        "limits = { interval = \"1s\" }",
    ] {
        folder.file("shops.toml", acme("a", lines, &format!("key = \"{KEY}\"")));
        assert_eq!(merchants.reload().unwrap().changed, names(&["a"]), "{lines}");
        assert_eq!(merchants.reload().unwrap().unchanged, 1, "{lines}");
    }
}

#[test]
fn a_mistake_anywhere_keeps_everything_as_it_was() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a") + &acme("b", "", "key_file = \"b.key\""));
    folder.file("b.key", "b");
    let merchants = open_file(&path);
    let (a, b) = (merchants.get("a").unwrap(), merchants.get("b").unwrap());
    let changed = acme("a", "", "key = \"other\"");
    for broken in [
        changed.clone() + "[merchants.",
        changed.clone() + &acme("b", "", "key_file = \"none.key\""),
        changed.clone() + &acme("c", "encoding = \"xml\"", "key = \"k\""),
        changed.clone() + "[merchants.c]\nprovider = \"nobody\"",
    ] {
        folder.file("shops.toml", broken);
        merchants.reload().unwrap_err();
        assert!(a.is_same(&merchants.get("a").unwrap()) && b.is_same(&merchants.get("b").unwrap()));
        assert_eq!(merchants.len(), 2);
    }
    fs::remove_file(&path).unwrap();
    let error = merchants.reload().unwrap_err().to_string();
    assert!(error.contains("shops.toml: cannot be read"), "{error}");
    folder.file("shops.toml", changed);
    assert_eq!(merchants.reload().unwrap().removed, names(&["b"]));
}

#[test]
fn a_new_key_is_no_reason_to_ask_more_often_and_another_limit_is() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a"));
    let merchants = open_file(&path);
    let before = merchants.get("a").unwrap();
    folder.file("shops.toml", acme("a", "", "key = \"other\""));
    merchants.reload().unwrap();
    let rotated = merchants.get("a").unwrap();
    assert!(same_limits(&before, &rotated));
    folder.file("shops.toml", acme("a", "limits = { per_second = 9 }", "key = \"other\""));
    merchants.reload().unwrap();
    assert!(!same_limits(&rotated, &merchants.get("a").unwrap()));
}

#[test]
fn limits_that_a_program_sets_go_on_too() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a"));
    let limits = crate::Limits::none().per_second(5.try_into().unwrap());
    let merchants =
        Merchants::builder(PROVIDERS).with(move |client| client.limits(limits)).from_file(path).unwrap();
    let before = merchants.get("a").unwrap();
    folder.file("shops.toml", acme("a", "", "key = \"other\""));
    assert_eq!(merchants.reload().unwrap().changed, names(&["a"]));
    assert!(same_limits(&before, &merchants.get("a").unwrap()));
}

#[test]
fn a_file_that_was_emptied_to_be_written_anew_removes_nobody() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a"));
    let merchants = open_file(&path);
    for text in ["", "\n# shops\n", "[simulator]\n"] {
        folder.file("shops.toml", text);
        let error = merchants.reload().unwrap_err().to_string();
        assert!(error.contains("shops.toml: there is no table `merchants`"), "{error}");
        assert_eq!(merchants.len(), 1);
    }
    folder.file("shops.toml", "[merchants]\n");
    assert_eq!(merchants.reload().unwrap().removed, names(&["a"]));
}

#[test]
fn what_was_put_in_by_hand_stays_whatever_the_file_says() {
    let folder = Folder::new();
    let path = folder.file("shops.toml", shop("a"));
    let merchants = open_file(&path);
    let own = || Client::new(&ACME, "https://own.example", Credentials::new());
    assert!(merchants.insert("a", own()).is_some());
    assert!(merchants.insert("b", own()).is_none());
    folder.file("shops.toml", shop("a") + &shop("c"));
    let reloaded = merchants.reload().unwrap();
    assert_eq!((reloaded.added, reloaded.changed, reloaded.unchanged), (names(&["c"]), names(&[]), 0));
    assert_eq!(merchants.names(), names(&["a", "b", "c"]));
    assert_eq!(merchants.get("a").unwrap().endpoint().credentials().value("key").ok(), None);
    assert!(merchants.remove("a").is_some());
    assert_eq!(merchants.reload().unwrap().added, names(&["a"]));
}

#[test]
fn what_was_read_from_no_file_cannot_be_read_again() {
    for merchants in [open(&shop("a")).unwrap(), Merchants::new()] {
        let error = merchants.reload().unwrap_err().to_string();
        assert!(error.contains("not read from a file"), "{error}");
    }
}
