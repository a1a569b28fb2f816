//! `payspec describe`.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::payspec::{command, own_file, run};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn fields<'v>(description: &'v Value, operation: &str, direction: &str) -> &'v Vec<Value> {
    let operations = description["providers"][0]["operations"].as_array().unwrap();
    let operation = operations.iter().find(|each| each["operation"] == operation).unwrap();
    operation[direction]["fields"].as_array().unwrap()
}

#[test]
fn every_specification_is_built_in() {
    let run = run(["describe", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let description = run.json();
    let described: Vec<String> = description["providers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|provider| format!("{}.yaml", provider["provider"].as_str().unwrap()))
        .collect();
    let mut files: Vec<String> = fs::read_dir(own_file("specs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml"))
        .collect();
    files.sort();
    assert_eq!(described, files);
}

#[test]
fn the_json_has_the_documented_shape() {
    let description = run(["describe", "--json", &own_file("tests/fixtures/acme.yaml")]).json();
    let provider = &description["providers"][0];
    assert_eq!(keys(provider), ["code_tables", "operations", "provider", "title"]);
    assert_eq!((&provider["provider"], &provider["title"]), (&"acme".into(), &"Acme 支付".into()));
    let operation = &provider["operations"][0];
    assert_eq!(keys(operation), ["operation", "purpose", "request", "response"]);
    assert_eq!((&operation["operation"], &operation["purpose"]), (&"query".into(), &"order_query".into()));
    assert_eq!(keys(&operation["request"]), ["encoding", "fields"]);
    assert_eq!(operation["request"]["encoding"], "json");
    assert_eq!(
        operation["response"]["fields"][3],
        json!({
            "name": "status", "path": ["status"], "title": "订单状态", "presence": "conditional",
            "documented_presence": "conditional", "max_length": null, "type": "code", "code_table": "order_status",
        })
    );
    assert_eq!(
        provider["code_tables"]["order_status"],
        json!({
            "0": { "name": "Paying", "title": "支付中", "state": "Pending" },
            "1": { "name": "Paid", "title": "支付成功", "state": "Paid" },
        })
    );
    assert_eq!(provider["code_tables"]["return_code"]["0"]["state"], Value::Null);
}

#[test]
fn fields_inside_objects_and_lists_have_their_whole_path_and_follow_what_holds_them() {
    let description = run(["describe", "--json", "ktspay"]).json();
    let paths: Vec<&Value> =
        fields(&description, "query", "response").iter().map(|field| &field["path"]).collect();
    let data = paths.iter().position(|path| **path == json!(["data"])).unwrap();
    let amount = paths.iter().position(|path| **path == json!(["data", "amount"])).unwrap();
    assert!(data < amount);
    let description = run(["describe", "--json", "leopard"]).json();
    let of_orders = fields(&description, "query_multi", "response");
    let status = of_orders.iter().find(|field| field["path"] == json!(["orders", "[]", "status"])).unwrap();
    assert_eq!((&status["name"], &status["max_length"]), (&"status".into(), &2.into()));
    let numbers = fields(&description, "query_multi", "request");
    assert!(numbers.iter().any(|field| field["path"] == json!(["orderNo"]) && field["type"] == "list"));
}

#[test]
fn what_the_document_says_stands_beside_what_the_specification_decides() {
    let description = run(["describe", "--json", "leshua"]).json();
    let response = fields(&description, "query_status", "response");
    let field = |name: &str| response.iter().find(|field| field["name"] == name).unwrap();
    assert_eq!(
        (&field("status")["presence"], &field("status")["documented_presence"]),
        (&"conditional".into(), &"required".into())
    );
    assert_eq!(field("amount")["documented_presence"], Value::Null, "the document does not list it");
    assert_eq!(field("resp_msg")["max_length"], Value::Null);
}

#[test]
fn the_listing_has_no_colour_where_nobody_sees_it() {
    let run = run(["describe", "leshua"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("leshua · 乐刷\n") && !run.stdout.contains('\u{1b}'));
    assert!(run.stdout.contains("document: required"), "{}", run.stdout);
}

#[test]
fn what_is_not_there_is_an_error_with_the_nearest_name() {
    let typo = run(["describe", "lesuha"]);
    assert!(typo.code == 1 && typo.stderr.contains("did you mean `leshua`?"), "{}", typo.stderr);
    assert_eq!(run(["describe", "nowhere.yaml"]).code, 1);
}

#[test]
fn a_reader_who_goes_away_is_not_an_error() {
    let mut child = command(["describe"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut complaints = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
    assert_eq!(complaints, "");
}

#[test]
fn the_version_and_the_help_are_told() {
    assert_eq!(run(["--version"]).stdout, format!("payspec {}\n", env!("CARGO_PKG_VERSION")));
    for job in ["query", "describe", "diff", "new", "sign", "verify", "check"] {
        let help = run([job, "--help"]);
        assert!(help.code == 0 && help.stdout.contains("Example"), "{job}");
        assert!(job == "describe" || help.stdout.contains("Exit codes:"), "{job}");
    }
    assert_eq!(run::<&str>([]).code, 2);
}
