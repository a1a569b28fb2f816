//! The same step on a command line, with what POSIX has and `openssl`, and with nothing of ours.

use payspec_table::{Algorithm, DigestEncoding};

use super::{Direction, ShellLine};

/// What is signed, and how.
pub(super) struct Signed<'a> {
    pub(super) direction: Direction,
    pub(super) canonical: &'a str,
    pub(super) algorithm: Algorithm,
    pub(super) encoding: DigestEncoding,
    /// The invented key; empty for RSA.
    pub(super) key: &'a str,
}

/// The lines that make the digest and, from it, the signature; of a reply with RSA those that verify one.
pub(super) fn lines(signed: &Signed<'_>) -> Vec<ShellLine> {
    let title = if signed.encoding == DigestEncoding::HexUpper && !signed.algorithm.is_rsa() {
        "打印摘要，大写即签名"
    } else {
        "打印摘要"
    };
    let digest = ShellLine { title, command: signed.digest() };
    let mut lines = vec![digest];
    if signed.algorithm.is_rsa() {
        lines.extend(signed.rsa());
    } else if let Some(command) = signed.signature() {
        lines.push(ShellLine { title: "打印签名", command });
    }
    lines
}

impl Signed<'_> {
    fn input(&self) -> String {
        printed(self.canonical)
    }

    fn digest(&self) -> String {
        let tool = match self.algorithm {
            Algorithm::Md5 => "openssl dgst -md5 -r".to_owned(),
            Algorithm::RsaSha1 => "openssl dgst -sha1 -r".to_owned(),
            Algorithm::HmacSha256 => format!("openssl dgst -sha256 -hmac {} -r", quoted(self.key)),
            _ => "openssl dgst -sha256 -r".to_owned(),
        };
        format!("{} | {tool}", self.input())
    }

    /// `None` where the digest is the signature, but for its case.
    fn signature(&self) -> Option<String> {
        let binary = match self.algorithm {
            Algorithm::Md5 => "openssl dgst -md5 -binary".to_owned(),
            Algorithm::HmacSha256 => format!("openssl dgst -sha256 -hmac {} -binary", quoted(self.key)),
            _ => "openssl dgst -sha256 -binary".to_owned(),
        };
        match self.encoding {
            DigestEncoding::HexLower | DigestEncoding::HexUpper => None,
            DigestEncoding::Base64 => Some(format!("{} | {binary} | openssl base64 -A", self.input())),
        }
    }

    fn rsa(&self) -> Vec<ShellLine> {
        let digest = if self.algorithm == Algorithm::RsaSha1 { "-sha1" } else { "-sha256" };
        let input = self.input();
        if self.direction == Direction::Request {
            let as_text = match self.encoding {
                DigestEncoding::Base64 => "openssl base64 -A",
                DigestEncoding::HexLower => r"od -An -v -tx1 | tr -d ' \n'",
                DigestEncoding::HexUpper => r"od -An -v -tx1 | tr -d ' \n' | tr a-f A-F",
            };
            let command = format!("{input} | openssl dgst {digest} -sign private-key.pem | {as_text}");
            return vec![ShellLine {
                title: "用商户私钥签名（PKCS#1 v1.5，同一私钥每次结果相同）", command
            }];
        }
        let as_bytes = match self.encoding {
            DigestEncoding::Base64 => "openssl base64 -d -A -in signature.txt -out signature.bin",
            DigestEncoding::HexLower | DigestEncoding::HexUpper => {
                // The inner `printf` makes octal numbers of the bytes, which the outer one takes everywhere.
                r#"printf "$(printf '\\%03o' $(sed 's/../0x& /g' signature.txt))" > signature.bin"#
            }
        };
        let verify =
            format!("{input} | openssl dgst {digest} -verify public-key.pem -signature signature.bin");
        vec![
            ShellLine { title: "把收到的签名（signature.txt）解码", command: as_bytes.to_owned() },
            ShellLine { title: "用平台公钥验签，通过则打印 Verified OK", command: verify },
        ]
    }
}

/// The command that prints a text to the letter, without a line break behind it.
fn printed(text: &str) -> String {
    if text.chars().all(is_seen) {
        return format!("printf '%s' {}", quoted(text));
    }
    // What nobody sees does not survive being copied: such characters stand as their bytes.
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str(r"\\"),
            seen if is_seen(seen) => escaped.push(seen),
            unseen => {
                let mut bytes = [0; 4];
                escaped.extend(unseen.encode_utf8(&mut bytes).bytes().map(|byte| format!(r"\0{byte:03o}")));
            }
        }
    }
    format!("printf '%b' {}", quoted(&escaped))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Whether a character is seen where it is shown and is itself where it is copied: blanks that are none, controls and marks
/// of direction are not.
fn is_seen(character: char) -> bool {
    character == ' ' || !(character.is_whitespace() || crate::reference::prose::is_unseen(character))
}
