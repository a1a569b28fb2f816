//! `payspec check`.

use std::fs;

use serde_json::json;

use crate::payspec::{Folder, command, fed, own_file, run};

fn acme() -> String {
    fs::read_to_string(own_file("tests/fixtures/acme.yaml")).unwrap()
}

/// A code without a title, which is a warning.
fn without_a_title() -> String {
    let text = acme();
    let shorter = text.replacen("title: 支付中, ", "", 1);
    assert_ne!(text, shorter);
    shorter
}

#[test]
fn specifications_without_a_mistake_exit_with_0() {
    let run = run(["check", &own_file("specs"), &own_file("tests/fixtures/acme.yaml")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no mistake"), "{}", run.stderr);
}

#[test]
fn every_mistake_is_shown_with_its_line_and_code_and_exits_with_1() {
    let folder = Folder::new();
    let text = acme()
        .replace("table: order_status }", "table: order_state }")
        .replace("is: merchant_no }", "is: nothing }");
    let path = folder.file("acme.yaml", text);
    let run = run(["check", &path]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("acme.yaml:") && run.stderr.contains("PS0303"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `order_status`?"), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("1 specification, 4 mistakes\n`payspec explain PS0104` tells more\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "");
}

#[test]
fn a_warning_is_shown_and_exits_with_0_unless_it_is_denied() {
    let folder = Folder::new();
    let path = folder.file("acme.yaml", without_a_title());
    let allowed = run(["check", &path]);
    assert_eq!(allowed.code, 0, "{}", allowed.stderr);
    assert!(allowed.stderr.starts_with("warning[PS0701]: "), "{}", allowed.stderr);
    assert!(allowed.stderr.contains("1 specification, no mistake, 1 warning\n"), "{}", allowed.stderr);
    let denied = run(["check", "--deny-warnings", &path]);
    assert_eq!(denied.code, 1);
    assert_eq!(denied.stderr, allowed.stderr.replace("1 warning\n", "1 warning (denied)\n"));
    assert_eq!(run(["check", "--deny-warnings", &own_file("tests/fixtures/acme.yaml")]).code, 0);
}

#[test]
fn the_json_has_the_documented_shape() {
    let folder = Folder::new();
    let wrong = folder.file("acme.yaml", "payspec: 1\n支付: x\n");
    let twice = folder.file("b.yaml", acme());
    let other = folder.file("c.yaml", without_a_title());
    let run = run(["check", "--json", &wrong, &twice, &other]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let answer = run.json();
    assert_eq!((&answer["errors"], &answer["warnings"]), (&json!(5), &json!(1)));
    assert_eq!(answer["checked"], json!([wrong, twice, other]));
    let diagnostics = answer["diagnostics"].as_array().unwrap();
    let unknown = diagnostics.iter().find(|each| each["code"] == "PS0101").unwrap();
    assert_eq!(
        *unknown,
        json!({
            "file": wrong, "severity": "error", "code": "PS0101", "message": unknown["message"], "help": unknown["help"],
            "start": { "line": 2, "column": 1, "offset": 11 }, "end": { "line": 2, "column": 3, "offset": 17 },
            "related": [],
        })
    );
    let [.., duplicate, untitled] = diagnostics.as_slice() else { panic!("{answer}") };
    assert_eq!((&duplicate["code"], &duplicate["file"]), (&json!("PS0203"), &json!(other)));
    let related = &duplicate["related"][0];
    assert_eq!((&related["file"], &related["message"]), (&json!(twice), &json!("the other one")));
    assert_eq!((&untitled["severity"], &untitled["code"]), (&json!("warning"), &json!("PS0701")));
}

#[test]
fn the_json_without_a_mistake_is_empty_and_the_same_each_time() {
    let path = own_file("tests/fixtures/acme.yaml");
    let once = run(["check", "--format", "json", &path]);
    assert_eq!(once.code, 0);
    let empty = json!({ "checked": [path], "errors": 0, "warnings": 0, "diagnostics": [] });
    assert_eq!(once.json(), empty);
    assert_eq!(run(["check", "--json", &path]).stdout, once.stdout);
}

#[test]
fn the_short_form_is_a_line_for_each_mistake() {
    let folder = Folder::new();
    let path = folder.file("acme.yaml", without_a_title());
    let run = run(["check", "--format", "short", &path]);
    assert_eq!(run.code, 0);
    let line = run.stdout.strip_suffix('\n').unwrap();
    let (place, rest) = line.strip_prefix(&path).unwrap().split_once(": warning[PS0701]: ").unwrap();
    assert!(place.starts_with(':') && !rest.is_empty() && !line.contains('\n'), "{line}");
    assert!(run.stderr.starts_with("1 specification, no mistake, 1 warning\n"), "{}", run.stderr);
}

#[test]
fn standard_input_is_checked_like_a_file() {
    let text = acme().replacen("is: merchant_no }", "is: nothing }", 1);
    let output = fed(["check", "--json", "-"], &text);
    assert_eq!(output.code, 1, "{}", output.stderr);
    let answer = output.json();
    assert_eq!(answer["checked"], json!(["<stdin>"]));
    let [only] = answer["diagnostics"].as_array().unwrap().as_slice() else { panic!("{answer}") };
    assert_eq!((&only["file"], &only["code"]), (&json!("<stdin>"), &json!("PS0104")));
    assert_eq!(fed(["check", "-"], &acme()).stderr, "1 specification, no mistake\n");
}

#[test]
fn standard_input_stands_alone() {
    let path = own_file("tests/fixtures/acme.yaml");
    for arguments in [["check", "-", &path], ["check", &path, "-"], ["check", "-", "-"]] {
        let output = fed(arguments, &acme());
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(output.stderr.contains("`-` is standard input and stands alone"), "{}", output.stderr);
    }
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let folder = Folder::new();
    let path = folder.file("acme.yaml", acme());
    let run = run(["check", &path, folder.path().to_str().unwrap(), &path]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "1 specification, no mistake\n"));
}

#[test]
fn a_folder_without_a_specification_is_nothing_to_check() {
    let folder = Folder::new();
    let path = folder.path().to_str().unwrap();
    let empty = run(["check", path]);
    assert_eq!(empty.code, 1);
    assert!(empty.stderr.contains("PS0709") && empty.stderr.contains("nothing to check"), "{}", empty.stderr);
    let beside = run(["check", path, &own_file("tests/fixtures/acme.yaml")]);
    assert_eq!(beside.code, 0, "{}", beside.stderr);
}

#[test]
fn the_folder_specs_is_checked_unless_another_is_named() {
    let folder = Folder::new();
    let output = command(["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(
        complaint.contains("no folder `specs`") && complaint.contains("payspec check PATH"),
        "{complaint}"
    );
    fs::create_dir(folder.path().join("specs")).unwrap();
    let output = command(["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "an empty folder is nothing to check");
    fs::copy(own_file("tests/fixtures/acme.yaml"), folder.path().join("specs/acme.yaml")).unwrap();
    let output = command(["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
