//! What the providers published: the command computes what they computed.

use std::fs;

use serde_json::Value;

use crate::payspec::{Folder, own_file, run};

fn vectors() -> Vec<Value> {
    let text = fs::read_to_string(own_file("tests/fixtures/published.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

/// The vector of this name.
pub(crate) fn vector(id: &str) -> Value {
    vectors().into_iter().find(|vector| vector["id"] == id).unwrap()
}

/// The arguments that name the vector's message, and its files.
pub(crate) fn arguments(job: &str, vector: &Value, folder: &Folder) -> Vec<String> {
    let text = |name: &str| vector[name].as_str().unwrap().to_owned();
    let key = vector["key"].as_str().or(vector["public_key_spki_base64"].as_str()).unwrap();
    let message = if job == "sign" { "--fields" } else { "--body" };
    [
        job,
        "--provider",
        &text("provider"),
        "--operation",
        &text("operation"),
        "--direction",
        &text("direction"),
        message,
        &folder.file("message", vector["message"].to_string()),
        "--key-file",
        &folder.file("key", format!("{key}\n")),
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn every_published_message_that_has_a_key_text_gets_its_published_signature() {
    let mut count = 0;
    for vector in vectors().iter().filter(|vector| vector["key"].is_string()) {
        let folder = Folder::new();
        let run = run(arguments("sign", vector, &folder).into_iter().chain(["--json".to_owned()]));
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.json()["signature"], vector["signature"], "{}", vector["id"]);
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn every_published_message_that_carries_its_signature_is_authentic() {
    let mut count = 0;
    let carries = |vector: &&Value| {
        let message = &vector["message"];
        message["sign"].is_string() || message["signature"].is_string()
    };
    for vector in vectors().iter().filter(carries) {
        let folder = Folder::new();
        let run = run(arguments("verify", vector, &folder).into_iter().chain(["--json".to_owned()]));
        let answer = run.json();
        assert_eq!(
            (run.code, &answer["authentic"], &answer["reason"]),
            (0, &true.into(), &Value::Null),
            "{answer}"
        );
        if vector["string_to_sign"].is_string() {
            assert_eq!(answer["string_to_sign"], vector["string_to_sign"]);
        }
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn no_explanation_of_a_published_message_shows_its_key() {
    for vector in vectors().iter().filter(|vector| vector["key"].is_string()) {
        let folder = Folder::new();
        for job in ["sign", "verify"] {
            let run = run(arguments(job, vector, &folder));
            assert!(run.stdout.contains("***"), "{}", run.stdout);
            assert!(run.hides(vector["key"].as_str().unwrap()), "{} {job}", vector["id"]);
        }
    }
}
