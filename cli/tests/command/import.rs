//! `payspec import`.

use std::fs;

use crate::payspec::{Folder, Run, command};

const DOCUMENT: &str = "\
# 订单查询

## 请求参数

| 字段 | 名称 | 长度 | 必填 | 说明 |
|---|---|---|---|---|
| orderNo | 商户订单号 | 32 | 是 | |
";

/// Imports the document in a folder.
fn imported(folder: &Folder, arguments: &[&str]) -> Run {
    folder.file("query.md", DOCUMENT);
    let mut command = command(["import", "query.md", "--provider", "acme"]);
    let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_draft_goes_to_standard_output_unless_it_goes_into_a_file() {
    let folder = Folder::new();
    let printed = imported(&folder, &[]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(printed.stdout.contains("orderNo:"), "{}", printed.stdout);
    assert_eq!(imported(&folder, &["--out", "-"]).stdout, printed.stdout);
    assert_eq!(imported(&folder, &["--out", "-", "--force"]).stdout, printed.stdout);
    let json = imported(&folder, &["--out", "-", "--json"]).json();
    assert_eq!(json["draft"].as_str(), Some(printed.stdout.as_str()));
    assert!(!folder.path().join("-").exists(), "no file is called `-`");
    assert_eq!(imported(&folder, &["--out", "acme.yaml"]).stdout, "");
    assert_eq!(fs::read_to_string(folder.path().join("acme.yaml")).unwrap(), printed.stdout);
}
