//! Texts and names that get in the way of Rust, Markdown and rustdoc: either they come out harmless, or a diagnostic says
//! that they cannot.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use payspec_codegen::{load_text, source};

fn valid() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/valid.yaml");
    std::fs::read_to_string(path).expect("the specification without mistakes")
}

/// A text as YAML reads it back, whatever is in it.
fn quoted(text: &str) -> String {
    let characters = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        character if character.is_control() || matches!(character, '\u{2000}'..='\u{206f}' | '\u{feff}') => {
            format!("\\U{:08x}", u32::from(character))
        }
        character => character.to_string(),
    });
    format!("\"{}\"", characters.collect::<String>())
}

/// Texts that mean something to Markdown, rustdoc, Rust or a terminal.
const TEXTS: &[&str] = &[
    "```\nlet x: u32 = \"no number\";\n```",
    "~~~rust\npanic!()\n~~~",
    "    indented();\n\tindented_by_a_tab();",
    "#![allow(missing_docs)]",
    "# heading",
    "#[test] fn f() {}",
    "*/ pub mod stolen {} /*",
    "/*! inner */",
    "//! inner",
    "/",
    "[Option], [`Vec`], [text](https://example.invalid), [name]: https://example.invalid, [crate::nothing]",
    "<script>alert(1)</script> <b> & &amp; &#60;",
    "http://example.invalid https://example.invalid <https://example.invalid>",
    "\"; compile_error!(\"out\"); //",
    "'a' r#\"raw\"# b\"bytes\" \\ \\n \\u{0} {} {{}} {name} ${x} %s",
    "| table | row |\n|---|---|",
    "- [ ] item\n- item\n1. one\n* star\n+ plus\n> quote\n===\n---\n***",
    "[^note] and $math$ and ==mark== and ~struck~ and H~2~O",
    "` odd tick",
    "`` two ticks ``",
    "`code` and `` `ticks` `` and ```code```",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👩‍👩‍👧 🇨🇳 \u{202e}right to left\u{202c} \u{2066}isolated\u{2069} \u{200b}\u{feff}",
    "bell \u{7}, escape \u{1b}[31mred, null-like \u{1}, delete \u{7f}, next line \u{85}, paragraph \u{2029}",
    "carriage\rreturn and \r\n both",
    " ",
    "\u{3000}",
    ".",
    "支付，金额（元）：“引号”、《书名》；—— ……",
];

/// Generates; what is printed must parse, and rustdoc must not find code, headings or raw lines in it.
fn check_source(name: &str, text: &str) -> bool {
    let loaded = load_text(name, text);
    let shown = loaded.diagnostics.to_string();
    let Some(provider) = loaded.providers.first() else {
        assert!(!shown.is_empty(), "{name}: neither a provider nor a diagnostic");
        return false;
    };
    let code = source(provider).unwrap_or_else(|error| panic!("{name}: {error}"));
    syn::parse_file(&code).unwrap_or_else(|error| panic!("{name}: {error}\n{code}"));
    for line in code.lines() {
        let Some(comment) = line.trim_start().strip_prefix("///") else { continue };
        let begin = comment.strip_prefix(' ').unwrap_or(comment);
        assert!(
            !begin.starts_with("   ") && !begin.starts_with(['\t', '>', '|']),
            "{name}: a block in rustdoc: {line:?}"
        );
        assert!(
            !begin.trim_start().starts_with("```") && !begin.trim_start().starts_with("~~~"),
            "{name}: a fence in rustdoc: {line:?}"
        );
        let unruly = |character: char| {
            character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!line.contains(unruly), "{name}: {line:?} holds what rustc refuses");
    }
    true
}

#[test]
fn texts_of_every_kind_come_out_harmless() {
    let all = TEXTS.join("\n");
    for text in TEXTS.iter().copied().chain([all.as_str()]) {
        let title = quoted(text);
        let specification = valid()
            .replace("title: Acme Pay", &format!("title: {title}\ndescription: {title}\ndocuments: {{ doc: {{ title: {title}, url: {title}, date: {title} }} }}"))
            .replace("title: 商户号 }", &format!("title: {title}, description: {title}, because: {title} }}"))
            .replace("title: 成功 }", &format!("title: {title}, aliases: [{title}], because: {title} }}"))
            .replace("title: 订单查询", &format!("title: {title}\n    description: {title}\n    because: {title}\n    basis: inferred"))
            .replace("title: 订单状态,", &format!("title: {title}, description: {title}, because: {title}, documented: {{ name: {title}, title: {title}, type: {title} }},"))
            .replace("title: 签名,", &format!("title: {title}, personal: true, example: {title},"));
        assert!(
            check_source(text, &specification),
            "{text:?}:\n{}",
            load_text(text, &specification).diagnostics
        );
    }
}

/// Words of Rust, of its prelude and of generated code.
const WORDS: &[&str] = &[
    // Keywords, strict, reserved and weak.
    "as",
    "async",
    "await",
    "break",
    "const",
    "continue",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "self",
    "Self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "type",
    "unsafe",
    "use",
    "where",
    "while",
    "abstract",
    "become",
    "box",
    "do",
    "final",
    "macro",
    "override",
    "priv",
    "try",
    "typeof",
    "unsized",
    "virtual",
    "yield",
    "auto",
    "default",
    "macro_rules",
    "raw",
    "safe",
    "union",
    "_",
    "__",
    "r#type",
    "'static",
    // The prelude, and what derives and macros name.
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "align_of",
    "drop",
    "size_of",
    "assert",
    "cfg",
    "compile_error",
    "concat",
    "derive",
    "doc",
    "env",
    "format",
    "include",
    "option_env",
    "panic",
    "stringify",
    "test",
    "vec",
    "bool",
    "char",
    "f64",
    "i64",
    "str",
    "u8",
    "usize",
    // What generated code has of its own.
    "Acme",
    "Blocking",
    "BlockingClient",
    "Client",
    "Code",
    "Credentials",
    "Decoder",
    "Environment",
    "Error",
    "Fields",
    "Generated",
    "Message",
    "Money",
    "Operation",
    "Order",
    "OrderState",
    "Other",
    "Provider",
    "PROVIDER",
    "Query",
    "QueryReply",
    "Reply",
    "Request",
    "Secret",
    "Tables",
    "Text",
    "Url",
    "by_order_no",
    "call",
    "clone",
    "code",
    "decode",
    "deviations",
    "expect_amount",
    "expected_amount",
    "f",
    "field",
    "fields",
    "fmt",
    "from",
    "from_wire",
    "index",
    "input",
    "into",
    "message",
    "new",
    "order",
    "orders",
    "reply",
    "state",
    "until_final",
    "url",
    "value",
    "wire",
    "with",
    "alloc",
    "core",
    "payspec",
    "payspec_runtime",
    "providers",
    "std",
    // What is no word at all.
    "",
    "0",
    "2fa",
    "a-b",
    "a b",
    "a.b",
    "a[]",
    "é",
    "订单号",
    "ﬁ",
    "𝐱",
    "a\u{301}",
    "-",
    "$",
    "\"",
    "\\",
    "{x}",
    "a\nb",
];

/// Where a name can stand, and a specification in which names stand there.
type Place = (&'static str, fn(&[String]) -> String);

fn insert(before: &str, names: &[String], entry: impl Fn(&str) -> String) -> String {
    let entries: String = names.iter().map(|name| entry(name)).collect();
    let text = valid();
    assert!(text.contains(before), "{before}");
    text.replacen(before, &format!("{entries}{before}"), 1)
}

const PLACES: &[Place] = &[
    ("a field of a request", |names| {
        insert("        mid: {", names, |name| {
            format!("        {name}: {{ title: x, presence: optional }}\n")
        })
    }),
    ("a field of a response", |names| {
        insert("        code: {", names, |name| {
            format!("        {name}: {{ title: x, presence: optional }}\n")
        })
    }),
    ("an object", |names| {
        insert("        code: {", names, |name| {
            format!(
                "        {name}: {{ title: x, presence: optional, type: object, fields: {{ {name}: {{ title: x, \
                 presence: required }} }} }}\n"
            )
        })
    }),
    ("a name in Rust", |names| {
        let counter = std::cell::Cell::new(0);
        insert("        code: {", names, |name| {
            counter.set(counter.get() + 1);
            format!("        wire{}: {{ title: x, presence: optional, name: {name} }}\n", counter.get())
        })
    }),
    ("a code table", |names| {
        insert("  order_status:\n", names, |name| format!("  {name}: {{ x: {{ name: X, title: x }} }}\n"))
    }),
    ("a code", |names| {
        let counter = std::cell::Cell::new(0);
        insert("    \"1\": { name: NoOrder", names, |name| {
            counter.set(counter.get() + 1);
            format!("    {name}: {{ name: Variant{}, title: x }}\n", counter.get())
        })
    }),
    ("a variant", |names| {
        let counter = std::cell::Cell::new(0);
        insert("    \"1\": { name: NoOrder", names, |name| {
            counter.set(counter.get() + 1);
            format!("    code{}: {{ name: {name}, title: x }}\n", counter.get())
        })
    }),
    ("an operation", |names| {
        let text = valid();
        let (head, operation) = text.split_once("  query:\n").expect("an operation");
        let counter = std::cell::Cell::new(0);
        let operations = names.iter().map(|name| {
            counter.set(counter.get() + 1);
            format!("  {name}:\n    path: /{}\n{operation}", counter.get())
        });
        format!("{head}{}", operations.collect::<String>())
    }),
    ("a credential", |names| {
        insert("  mid: {", names, |name| format!("  {name}: {{ title: x, secret: true }}\n"))
    }),
    ("an environment", |names| {
        insert("  production:", names, |name| format!("  {name}: https://pay.acme.example/x\n"))
    }),
    ("a rule", |names| {
        insert("  response: {", names, |name| format!("  {name}: {{ like: request, basis: doc }}\n"))
    }),
    ("a header", |names| {
        let headers: Vec<String> = names.iter().map(|name| format!("{name}: x")).collect();
        let encoding = "      encoding: json\n";
        valid().replacen(encoding, &format!("{encoding}      headers: {{ {} }}\n", headers.join(", ")), 1)
    }),
];

/// Tries every word at a place by itself, and generates code with all that are taken.
fn check_place((what, specification): &Place) -> (usize, usize) {
    let mut taken: Vec<&str> = Vec::new();
    for word in WORDS {
        let name = quoted(word);
        let loaded = load_text(word, &specification(&[name]));
        assert!(
            loaded.providers.len() == 1 || !loaded.diagnostics.to_string().is_empty(),
            "{word:?} as {what} is neither taken nor refused"
        );
        if loaded.providers.len() == 1 {
            taken.push(word);
        }
    }
    let refused = WORDS.len() - taken.len();
    // Words that differ in case and signs alone are the same name.
    let mut seen = std::collections::HashSet::new();
    let letters = |word: &str| word.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), "");
    let together: Vec<String> =
        taken.iter().filter(|word| seen.insert(letters(word))).map(|word| quoted(word)).collect();
    let text = specification(&together);
    assert!(check_source(what, &text), "{what}:\n{}", load_text(what, &text).diagnostics);
    (taken.len(), refused)
}

fn check_places(places: &[Place]) {
    for place in places {
        let (taken, refused) = check_place(place);
        assert!(taken > 20 && refused > 0, "{}: {taken} taken, {refused} refused", place.0);
    }
}

#[test]
fn names_in_messages_and_tables_are_taken_or_refused() {
    check_places(&PLACES[..6]);
}

#[test]
fn names_around_messages_are_taken_or_refused() {
    check_places(&PLACES[6..]);
}

#[test]
fn a_provider_has_a_name_that_a_module_can_have() {
    for word in WORDS {
        let text = valid().replace("provider: acme", &format!("provider: {}", quoted(word)));
        for provider in load_text(word, &text).providers {
            let module = format!("pub mod {} {{}}", provider.name());
            assert!(syn::parse_file(&module).is_ok(), "{module}");
            assert!(!["core", "std", "providers"].contains(&provider.name()), "{module}");
        }
    }
}
