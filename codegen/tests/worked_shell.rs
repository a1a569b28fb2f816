//! The lines for a shell in worked examples print what the examples say, with tools that are not ours.
#![cfg(all(feature = "toolbox", unix))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use payspec_codegen::model::Provider;
use payspec_codegen::reference::{Direction, Outcome, Steps, worked};
use payspec_codegen::{load, load_text};

/// A value that a shell, `printf` and an eye would take for something else.
const HOSTILE: &str = "it's \"$HOME\" `id` $(id) \\0101 \\n %s !x 中文 é\n\t\u{200b}\u{202e}'";

/// What a line prints, without blanks around it.
fn printed(line: &str, folder: &Path) -> String {
    let output = Command::new("sh").arg("-c").arg(line).current_dir(folder).output().expect("a shell");
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

fn both(provider: &Provider) -> Vec<(Direction, Steps)> {
    let mut all = Vec::new();
    for operation in &provider.operations {
        for direction in [Direction::Request, Direction::Response] {
            if let Outcome::Steps(steps) = worked(provider, operation, direction).signing {
                all.push((direction, *steps));
            }
        }
    }
    all
}

/// Runs the lines of a digest and compares what they print.
fn check(steps: &Steps, folder: &Path) {
    let digest = printed(&steps.shell[0].command, folder);
    assert_eq!(digest.split(' ').next(), Some(&*steps.digest), "{}", steps.shell[0].command);
    let Some(signature) = &steps.signature else { return };
    match &steps.shell[1..] {
        [] => assert!(signature.eq_ignore_ascii_case(&steps.digest), "no line makes {signature}"),
        [line] => assert_eq!(printed(&line.command, folder), *signature, "{}", line.command),
        more => panic!("{more:?}"),
    }
}

#[test]
fn every_example_can_be_made_again_with_a_shell() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let providers = load([root.join("specs"), root.join("tests/invented/specs")]);
    let mut seen = 0;
    for provider in providers.into_result().expect("specifications") {
        for (_, steps) in both(&provider) {
            check(&steps, &std::env::temp_dir());
            seen += 1;
        }
    }
    assert!(seen >= 16, "{seen}");
}

#[test]
fn every_digest_and_encoding_can_be_whatever_stands_in_the_string() {
    for algorithm in ["md5", "sha256", "hmac_sha256"] {
        for encoding in ["hex_lower", "hex_upper", "base64"] {
            let suffix = if algorithm == "hmac_sha256" { "" } else { "{key}" };
            let rule = format!(
                "suffix: \"{suffix}\", algorithm: {algorithm}, encoding: {encoding}, key: credentials.key"
            );
            for (_, steps) in both(&provider(&rule, &rule)) {
                assert!(steps.canonical.contains(HOSTILE), "{}", steps.canonical);
                check(&steps, &std::env::temp_dir());
            }
        }
    }
}

#[test]
fn an_rsa_signature_can_be_made_and_verified() {
    let folder = Keys::new();
    for algorithm in ["rsa_sha1", "rsa_sha256"] {
        for encoding in ["base64", "hex_lower", "hex_upper"] {
            let rule = |key| format!("algorithm: {algorithm}, encoding: {encoding}, key: credentials.{key}");
            let steps = both(&provider(&rule("private_key"), &rule("public_key")));
            let [(Direction::Request, request), (Direction::Response, response)] = &steps[..] else {
                panic!("{steps:?}")
            };
            check(request, &folder.0);
            check(response, &folder.0);
            // The line signs the string of the request; that of a reply is signed by the provider, here with the same key.
            let signing = &request.shell[1].command;
            let made = printed(signing, &folder.0);
            assert!(made.len() > 300 && !made.contains('\n'), "{made}");
            let input = |steps: &Steps| {
                let line = &steps.shell[0].command;
                line[..line.rfind(" | ").expect("a pipe")].to_owned()
            };
            let by_provider = printed(&signing.replace(&input(request), &input(response)), &folder.0);
            std::fs::write(folder.0.join("signature.txt"), by_provider).expect("a file");
            let [_, decoding, verifying] = &response.shell[..] else { panic!("{:?}", response.shell) };
            printed(&decoding.command, &folder.0);
            assert_eq!(printed(&verifying.command, &folder.0), "Verified OK", "{}", decoding.command);
            std::fs::remove_file(folder.0.join("signature.bin")).expect("the decoded signature");
        }
    }
}

#[test]
fn no_line_needs_a_tool_that_some_systems_lack() {
    const EVERYWHERE: &[&str] = &["openssl", "printf", "od", "tr", "sed"];
    let rule = |algorithm: &str, encoding: &str, suffix: &str, key: &str| {
        format!("algorithm: {algorithm}, encoding: {encoding}, suffix: \"{suffix}\", key: credentials.{key}")
    };
    let mut seen = 0;
    for encoding in ["hex_lower", "hex_upper", "base64"] {
        for (algorithm, suffix, private, public) in [
            ("md5", "{key}", "key", "key"),
            ("sha256", "{key}", "key", "key"),
            ("hmac_sha256", "", "key", "key"),
            ("rsa_sha1", "", "private_key", "public_key"),
            ("rsa_sha256", "", "private_key", "public_key"),
        ] {
            let rules = [private, public].map(|key| rule(algorithm, encoding, suffix, key));
            let [request, response] = &rules;
            for (_, steps) in both(&provider(request, response)) {
                for line in &steps.shell {
                    // Behind the canonical string, which holds whatever it likes.
                    let tools = line.command.rsplit("' | ").next().expect("a tool").split(" | ");
                    for tool in tools.map(|tool| tool.split(' ').next().expect("a word")) {
                        assert!(EVERYWHERE.contains(&tool), "{}", line.command);
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

/// A folder with a fresh pair of keys, under the names that the lines have.
struct Keys(PathBuf);

impl Keys {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("payspec-shell-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        printed("openssl genrsa -out private-key.pem 2048 2> /dev/null", &folder);
        printed("openssl rsa -in private-key.pem -pubout -out public-key.pem 2> /dev/null", &folder);
        Self(folder)
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A provider whose messages hold the hostile value and are signed by these rules.
fn provider(request: &str, response: &str) -> Provider {
    let value = serde_json::to_string(HOSTILE).expect("a text");
    let text = format!(
        r#"
payspec: 1
provider: linden
title: 椴树支付
credentials:
  key: {{ title: 密钥, secret: true }}
  private_key: {{ title: 商户私钥, type: private_key }}
  public_key: {{ title: 平台公钥, type: public_key }}
signing:
  request: {{ skip: empty, order: name, piece: "{{name}}={{value}}", joint: "&", basis: doc, {request} }}
  response: {{ skip: empty, order: name, piece: "{{name}}={{value}}", joint: "&", basis: doc, {response} }}
operations:
  ping:
    title: 连通测试
    purpose: other
    request:
      encoding: json
      fields:
        note: {{ title: 备注, presence: required, example: {value} }}
        sign: {{ title: 签名, presence: required, signature: true }}
    response:
      encoding: json
      fields:
        note: {{ title: 备注, presence: required, example: {value} }}
        sign: {{ title: 签名, presence: required, signature: true }}
"#
    );
    load_text("linden.yaml", &text).into_result().unwrap_or_else(|error| panic!("{error}")).remove(0)
}
