//! The JSON Schema that editors work with is the language that the checker reads.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn parsed() -> Value {
    serde_json::from_str(&payspec_codegen::schema::schema()).expect("the schema is JSON")
}

/// What the schema says against a value; nothing if it takes it.
fn complaint(schema: &Value, value: &Value) -> Option<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("payspec.schema.json", schema.clone()).expect("the schema can be added");
    let compiled = compiler.compile("payspec.schema.json", &mut schemas).expect("the schema is a schema");
    schemas.validate(value, compiled).err().map(|error| error.to_string())
}

fn yaml(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    serde_yaml::from_str(&text).ok()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} has no specifications", folder.display());
    files
}

#[test]
fn the_schema_beside_the_specifications_is_fresh() {
    let path = root().join("specs/payspec.schema.json");
    let fresh = payspec_codegen::schema::schema();
    if std::fs::read_to_string(&path).is_ok_and(|schema| schema == fresh) {
        return;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, fresh).expect("the schema can be written");
        return;
    }
    panic!(
        "specs/payspec.schema.json is not what the language is: run \
         `UPDATE_GOLDEN=1 cargo test -p payspec-tests --test schema`"
    );
}

#[test]
fn every_specification_names_the_schema_in_its_first_line() {
    for path in files(&root().join("specs")) {
        let text = std::fs::read_to_string(&path).expect("the specification can be read");
        let first = text.lines().next();
        let expected = "# yaml-language-server: $schema=payspec.schema.json";
        assert_eq!(first, Some(expected), "{}", path.display());
    }
}

#[test]
fn the_schema_takes_what_the_checker_takes() {
    let schema = parsed();
    for folder in ["specs", "tests/invented/specs"] {
        for path in files(&root().join(folder)) {
            let value = yaml(&path).expect("the specification is YAML");
            assert_eq!(complaint(&schema, &value), None, "{}", path.display());
        }
    }
}

#[test]
fn the_schema_takes_what_the_commands_write() {
    let schema = parsed();
    let skeleton = payspec_codegen::skeleton::skeleton("acme").expect("a skeleton");
    let mut written = vec![("the skeleton".to_owned(), skeleton)];
    for folder in ["specs", "tests/invented/specs"] {
        for provider in payspec_codegen::load([root().join(folder)]).into_result().expect("specifications") {
            let text = payspec_codegen::reference::specification(&provider);
            written.push((provider.name().to_owned(), text));
        }
    }
    assert!(written.len() > 10, "{}", written.len());
    for (name, text) in written {
        let value = serde_yaml::from_str(&text).expect("YAML");
        assert_eq!(complaint(&schema, &value), None, "{name}");
    }
}

/// What a pattern of the schema refuses, the checker refuses too: an editor marks no file that is right.
#[test]
fn the_schema_is_no_stricter_than_the_checker() {
    let schema = parsed();
    let valid = std::fs::read_to_string(root().join("codegen/tests/broken/valid.yaml")).expect("valid.yaml");
    for (right, others) in [
        ("title: Acme Pay\n", &["title: Acme Pay\ncurrency: EUR\n", "title: Acme Pay\ncurrency: eur\n"][..]),
        (
            "provider: acme\n",
            &["provider: acme_2\n", "provider: a__b_\n", "provider: 2acme\n", "provider: _a\n"],
        ),
        (
            "purpose: order_query\n",
            &[
                "purpose: order_query\n    path: /a/b\n",
                "purpose: order_query\n    path: \"\"\n",
                "purpose: order_query\n    path: a\n",
                "purpose: order_query\n    polling: { interval: 500ms, timeout: 1h, basis: doc }\n",
                "purpose: order_query\n    polling: { interval: 03s, basis: doc }\n",
                "purpose: order_query\n    polling: { interval: 3, basis: doc }\n",
                "purpose: order_query\n    polling: { interval: 3 s, basis: doc }\n",
            ],
        ),
        (
            "order_no: request.order_no",
            &[
                "order_no: { equals: request.order_no, trim: true }",
                "order_no: { equals: order_no }",
                "order_no: order_no",
            ],
        ),
        ("key: credentials.key", &["key: key"]),
        ("from: credentials.mid", &["from: mid"]),
        ("pass: \"0\"", &["pass: [\"0\"]", "pass: 0", "pass: [0]"]),
        (
            "    request:\n      encoding: json",
            &[
                "    request:\n      encoding: [json, form]",
                "    request:\n      encoding: [form]",
                "    request:\n      encoding: jsn",
                "    request:\n      encoding: [json, jsn]",
            ],
        ),
        (
            "max_length: 32",
            &["max_length: 0", "max_length: 4294967295", "max_length: 4294967296", "max_length: -1"],
        ),
    ] {
        assert_eq!(valid.matches(right).count(), 1, "{right}");
        for other in others {
            let text = valid.replace(right, other);
            let refused = payspec_codegen::load_text("other.yaml", &text).diagnostics.errors() > 0;
            let complaint = complaint(&schema, &serde_yaml::from_str(&text).expect("YAML"));
            assert!(refused || complaint.is_none(), "the checker takes `{other}`: {complaint:?}");
        }
    }
}

/// Of the broken specifications those that break the language itself; what refers to something is not a schema's.
#[test]
fn the_schema_refuses_what_is_not_the_language() {
    let schema = parsed();
    let mut refused = 0;
    let mut taken = Vec::new();
    for path in files(&root().join("codegen/tests/broken")) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let of_the_language =
            ["PS0101", "PS0102", "PS0103", "PS0104", "PS0105"].iter().any(|rule| name.starts_with(rule));
        let Some(value) = yaml(&path).filter(|_| of_the_language) else { continue };
        match complaint(&schema, &value) {
            Some(_) => refused += 1,
            None => taken.push(name),
        }
    }
    // What a rule lacks may come from the rule that it is like. And the reader of this test takes `00` for a text, which
    // editors do not.
    assert_eq!(taken, ["PS0102_signing_key.yaml", "PS0103_zeros_in_front.yaml"]);
    assert!(refused >= 12, "only {refused} broken specifications were looked at");
}

#[test]
fn every_key_and_every_word_of_the_schema_is_described() {
    let mut silent = Vec::new();
    let schema = parsed();
    let definitions = schema["definitions"].as_object().expect("the schema has definitions");
    assert!(definitions.len() >= 15, "only {} definitions", definitions.len());
    for (name, definition) in definitions {
        for (key, shape) in definition["properties"].as_object().expect("a mapping has keys") {
            let described = |shape: &Value| shape["description"].as_str().is_some_and(|text| text.len() > 8);
            if !described(shape) {
                silent.push(format!("{name}.{key}"));
            }
            let words = shape["enum"].as_array().map_or(0, Vec::len);
            let meanings = shape["enumDescriptions"].as_array().map_or(0, Vec::len);
            // Names of formats and media speak for themselves.
            if words != meanings && key != "encoding" {
                silent.push(format!("the words of {name}.{key}"));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn the_validator_would_notice() {
    let schema = parsed();
    let mut value = yaml(&root().join("specs/leshua.yaml")).expect("the specification is YAML");
    value["operations"]["query_status"]["request"]["fields"]["sign"]["presence"] = json!("mandatory");
    let complaint = complaint(&schema, &value).expect("a presence that does not exist is refused");
    assert!(complaint.contains("presence"), "{complaint}");
}
