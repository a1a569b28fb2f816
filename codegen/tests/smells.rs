//! Warnings: what comes with them, and what quiets them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use payspec_codegen::{Generator, Rule, Severity, load, load_text};

fn broken(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken").join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(broken(name)).expect("a case")
}

/// The case without its smell: the author says that he means it.
#[track_caller]
fn check_quiet(case: &str, replace: &str, with: &str) {
    let text = text(case);
    assert_eq!(text.matches(replace).count(), 1, "{case}: {replace}");
    let loaded = load_text(case, &text.replace(replace, with));
    assert!(loaded.diagnostics.is_empty(), "{case}:\n{}", loaded.diagnostics);
}

#[test]
fn the_rules_that_do_not_stop_the_build_are_those_of_07() {
    for rule in Rule::ALL {
        let warns = rule.severity() == Severity::Warning;
        assert_eq!(warns, rule.code().starts_with("PS07"), "{rule:?}");
    }
}

#[test]
fn a_file_with_warnings_alone_gives_its_provider() {
    let cases =
        std::fs::read_dir(broken("")).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut count = 0;
    for path in cases {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("PS07") && name.ends_with(".yaml") {
            let loaded = load([&path]);
            assert_eq!((loaded.providers.len(), loaded.diagnostics.errors()), (1, 0), "{name}");
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn a_smell_is_not_looked_for_beside_an_error() {
    let text = text("PS0707_credential.yaml").replace("state: status", "state: statsu");
    let found = load_text("acme.yaml", &text).diagnostics;
    assert_eq!((found.errors(), found.warnings()), (1, 0), "{found}");
}

#[test]
fn every_smell_of_a_file_is_reported() {
    let text = text("valid.yaml")
        .replace("  key: { title", "  app_id: { title: 应用号 }\n  key: { title")
        .replace("state: Pending", "state: Unknown")
        .replace("title: 支付成功, ", "")
        .replace("        basis: doc\n      identity", "      identity");
    let found = load_text("acme.yaml", &text).diagnostics;
    let codes: Vec<&str> = found.findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["PS0707", "PS0701", "PS0704", "PS0703"], "{found}");
}

#[test]
fn a_reason_on_the_reply_says_that_a_field_is_not_to_be_compared() {
    let field = "order_no: { title: 商户订单号, presence: required, is: merchant_order_no";
    check_quiet(
        "PS0702_order_number.yaml",
        field,
        &format!("{field}, because: It is that of the first attempt."),
    );
    let field = "mid: { title: 商户号, presence: required, is: merchant_no";
    check_quiet(
        "PS0702_merchant_number.yaml",
        field,
        &format!("{field}, because: It is that of the parent."),
    );
}

#[test]
fn what_cannot_be_compared_is_not_asked_for() {
    let signed_alone = "  response: { like: request, order: [code, status, amount], basis: doc }";
    check_quiet("PS0702_order_number.yaml", "  response: { like: request, basis: doc }", signed_alone);
    let source = "encoding: json\n      fields:\n        mid: { title: 商户号, presence: required, from: credentials.mid }\n";
    let header = "encoding: json\n      headers: { X-Mid: \"{credentials.mid}\" }\n      fields:\n";
    check_quiet("PS0702_merchant_number.yaml", source, header);
}

#[test]
fn a_code_that_is_no_refusal_is_an_answer_that_is_pending() {
    let refusal = "{ name: NoOrder, title: 订单不存在, advice: stop }";
    check_quiet("PS0703_state_table.yaml", refusal, "{ name: Busy, title: 处理中, advice: in_progress }");
}

#[test]
fn a_reason_on_the_decision_says_that_nothing_is_ever_pending() {
    let state = "        state: status\n";
    let reason = format!("{state}        because: Only orders with an end are known to this query.\n");
    check_quiet("PS0703_state_table.yaml", state, &reason);
}

#[test]
fn a_basis_is_provenance_whichever_it_is() {
    check_quiet("PS0704_polling.yaml", "{ interval: 3s }", "{ interval: 3s, basis: unknown }");
    let when = "        when: { code: { not: \"0\" } }\n";
    check_quiet("PS0704_unsigned_refusals.yaml", when, &format!("{when}        basis: inferred\n"));
}

#[test]
fn a_reason_on_the_field_says_that_it_may_be_empty() {
    let title = "          title: 付款人\n";
    let reason = format!("{title}          because: The document requires none of them.\n");
    check_quiet("PS0705_nothing_inside.yaml", title, &reason);
    let condition = "when: { kind: bill }";
    let reason = format!("{condition}, because: So it is documented.");
    check_quiet("PS0705_conditional_member.yaml", condition, &reason);
}

#[test]
fn a_reason_on_either_field_says_that_their_lengths_differ() {
    for length in ["max_length: 32, is", "max_length: 64, is"] {
        let reason = length.replace(", is", ", because: So they are documented., is");
        check_quiet("PS0706_order_number.yaml", length, &reason);
    }
}

#[test]
fn what_a_rule_in_use_takes_over_is_used() {
    let notice = "  notice: { like: request, basis: doc }\n";
    let response = "  response: { like: request, basis: doc }\n";
    let text =
        text("PS0707_signature_rule.yaml").replace(response, "  response: { like: notice, basis: doc }\n");
    assert!(text.contains(notice));
    let loaded = load_text("acme.yaml", &text);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
}

#[test]
fn a_credential_in_a_header_is_used() {
    let encoding = "    request:\n      encoding: json\n";
    let header = format!("{encoding}      headers: {{ X-App: \"{{credentials.app_id}}\" }}\n");
    check_quiet("PS0707_credential.yaml", encoding, &header);
}

#[test]
fn a_name_stands_in_for_a_title() {
    let loaded = load([broken("PS0701_code_without_title.yaml")]);
    let table = &loaded.providers[0].code_tables[1];
    assert_eq!(&*table.codes[1].facts.title, "Paid");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let (file, folder) = (broken("valid.yaml"), broken(""));
    let again = folder.join("../broken/valid.yaml");
    let loaded = load([&file, &again, &file]);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
    assert_eq!((loaded.providers.len(), loaded.files), (1, vec![file]));
}

#[test]
fn a_folder_without_a_specification_hinders_nobody() {
    let loaded = load([broken("PS0709_no_yaml"), broken("valid.yaml")]);
    assert_eq!((loaded.providers.len(), loaded.diagnostics.warnings()), (1, 1));
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_specification");
    std::fs::create_dir_all(&out).expect("a folder");
    let generated = Generator::new().specs(broken("PS0709_no_yaml")).generate(&out);
    assert!(generated.is_ok_and(|providers| providers.is_empty()));
}

#[test]
fn mistakes_stand_in_the_order_in_which_files_were_read() {
    let folder = broken("PS0203_two_files");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.push(broken("PS0707_credential.yaml").clone());
    let found = load(&paths).diagnostics;
    let files: Vec<&Path> = found.files.iter().map(|report| report.file.path()).collect();
    // The last is that of the third file: it describes the same provider again, and has a warning before that.
    assert_eq!(files, paths[1..].iter().map(PathBuf::as_path).collect::<Vec<_>>(), "{found}");
    let finding = &found.findings()[0];
    assert_eq!((finding.code, finding.related.len()), ("PS0203", 1));
    assert_eq!(finding.related[0].file, paths[0].display().to_string());
}
