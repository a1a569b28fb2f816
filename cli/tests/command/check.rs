//! `payspec check`.

use std::fs;

use crate::payspec::{Folder, command, own_file, run};

#[test]
fn specifications_without_a_mistake_exit_with_0() {
    let run = run(["check", &own_file("specs"), &own_file("tests/fixtures/acme.yaml")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no mistake"), "{}", run.stderr);
}

#[test]
fn every_mistake_is_shown_with_its_line_and_code_and_exits_with_1() {
    let folder = Folder::new();
    let text = fs::read_to_string(own_file("tests/fixtures/acme.yaml")).unwrap();
    let text = text
        .replace("table: order_status }", "table: order_state }")
        .replace("is: merchant_no }", "is: nothing }");
    let path = folder.file("acme.yaml", text);
    let run = run(["check", &path]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("acme.yaml:") && run.stderr.contains("PS0303"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `order_status`?"), "{}", run.stderr);
}

#[test]
fn the_folder_specs_is_checked_unless_another_is_named() {
    let folder = Folder::new();
    let output = command(["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    fs::create_dir(folder.path().join("specs")).unwrap();
    let output = command(["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "an empty folder is nothing to check");
    fs::copy(own_file("tests/fixtures/acme.yaml"), folder.path().join("specs/acme.yaml")).unwrap();
    let output = command(["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
