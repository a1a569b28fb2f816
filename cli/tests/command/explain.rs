//! `payspec explain`.

use payspec_codegen::{Rule, explanation};

use crate::payspec::run;

#[test]
fn a_rule_is_explained_however_its_code_is_written() {
    let text = explanation::of(Rule::NotCovered);
    for code in ["PS0405", "ps0405", "Ps405", "0405", "405"] {
        let run = run(["explain", code]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, text, ""), "{code}");
    }
}

#[test]
fn a_code_that_there_is_not_is_answered_with_the_nearest() {
    let typo = run(["explain", "PS0450"]);
    assert_eq!((typo.code, typo.stdout.as_str()), (1, ""));
    assert!(typo.stderr.contains("no rule `PS0450`"), "{}", typo.stderr);
    assert!(typo.stderr.contains("did you mean `PS0405`?"), "{}", typo.stderr);
    let word = run(["explain", "signature"]);
    assert!(word.code == 1 && word.stderr.contains("`payspec explain` lists them"), "{}", word.stderr);
}

#[test]
fn without_a_code_every_rule_is_listed_in_a_line() {
    let run = run(["explain"]);
    assert_eq!(run.code, 0);
    let lines: Vec<&str> = run.stdout.lines().map(str::trim_start).collect();
    assert_eq!(lines.len(), Rule::ALL.len());
    for (line, rule) in lines.iter().zip(Rule::ALL) {
        assert!(line.starts_with(rule.code()), "{line}");
        assert!(
            line.contains(rule.severity().word()) && line.ends_with(explanation::summary(*rule)),
            "{line}"
        );
    }
}
