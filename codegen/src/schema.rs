//! JSON Schema of the language, for editors.
//!
//! It is made from the types that specifications are read into, so that it knows every key that the reader knows and no
//! other. What a schema cannot say (references, names, signatures) is the checker's.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::check::LANGUAGE_VERSION;
use crate::spec::ProviderSpec;
use crate::spec::read::Entries;

/// The schema as the text of a file: JSON Schema draft 7, which editors know best, with a line feed at its end.
#[must_use]
pub fn schema() -> String {
    let mut definitions = Definitions::default();
    let top = ProviderSpec::shape(&mut definitions);
    definitions.refine();
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("A payspec specification, version {LANGUAGE_VERSION} of the language"),
        "allOf": [top],
        "definitions": definitions.0,
    });
    // What is made of texts and numbers alone can always be written.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// What a value in a specification looks like.
pub(crate) trait Shape {
    fn shape(definitions: &mut Definitions) -> Value;
}

/// The shapes of mappings, each once: some contain themselves.
#[derive(Default)]
pub(crate) struct Definitions(BTreeMap<&'static str, Value>);

/// One key of a mapping.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) description: String,
    pub(crate) shape: fn(&mut Definitions) -> Value,
}

impl Definitions {
    /// The shape of a mapping with these keys, defined once under the name of its type.
    pub(crate) fn mapping(&mut self, type_name: &'static str, description: &str, keys: &[Key]) -> Value {
        let name = type_name.strip_suffix("Spec").unwrap_or(type_name);
        if !self.0.contains_key(name) {
            // Fields have fields: the name must be known before its shape is.
            self.0.insert(name, Value::Null);
            let shape = self.object(description, keys);
            self.0.insert(name, shape);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// Adds what the checker asks of texts and numbers and an editor can tell at once.
    fn refine(&mut self) {
        let encodings = json!({ "enum": ["json", "form", "xml", "query"] });
        let credential = json!({ "pattern": "^credentials\\." });
        let refinements = [
            ("Provider", "payspec", json!({ "const": LANGUAGE_VERSION })),
            ("Provider", "provider", json!({ "pattern": "^[a-z][a-z0-9_]*$" })),
            ("Provider", "currency", json!({ "pattern": "^[A-Z]{3}$" })),
            ("Operation", "path", json!({ "pattern": "^(/|$)" })),
            (
                "Request",
                "encoding",
                either([encodings.clone(), json!({ "type": "array", "items": encodings })]),
            ),
            ("Response", "encoding", json!({ "enum": ["json", "form", "xml"] })),
            ("Field", "from", credential.clone()),
            ("Signing", "key", credential),
            ("LongIdentity", "equals", json!({ "pattern": "^(request|credentials)\\." })),
        ];
        for (definition, key, more) in refinements {
            let shape =
                self.0.get_mut(definition).and_then(|shape| shape.pointer_mut(&format!("/properties/{key}")));
            if let (Some(Value::Object(shape)), Value::Object(more)) = (shape, more) {
                shape.extend(more);
            }
        }
    }

    /// The shape of a mapping with these keys.
    fn object(&mut self, description: &str, keys: &[Key]) -> Value {
        let mut properties = Map::new();
        for key in keys {
            let mut shape = (key.shape)(self);
            if shape.get("$ref").is_some() {
                // Beside a reference, draft 7 sees nothing else.
                shape = json!({ "allOf": [shape] });
            }
            shape["description"] = key.description.clone().into();
            properties.insert(key.name.to_owned(), shape);
        }
        let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let mut shape = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            shape["required"] = required.into();
        }
        if !description.is_empty() {
            shape["description"] = description.into();
        }
        shape
    }
}

/// The shape of one of several words, each with what it means.
pub(crate) fn words(words: &[(&str, String)]) -> Value {
    let values: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let mut shape = json!({ "enum": values });
    if words.iter().all(|(_, meaning)| !meaning.is_empty()) {
        // Not of the standard; what editors show beside a value.
        shape["enumDescriptions"] = words.iter().map(|(_, meaning)| meaning.as_str()).collect();
    }
    shape
}

/// The shape of what takes either form.
pub(crate) fn either(forms: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": forms.into_iter().collect::<Vec<_>>() })
}

/// What the lines of a doc comment say, as one paragraph.
pub(crate) fn prose(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

impl Shape for String {
    fn shape(_: &mut Definitions) -> Value {
        json!({ "type": "string" })
    }
}

impl Shape for bool {
    fn shape(_: &mut Definitions) -> Value {
        json!({ "type": "boolean" })
    }
}

impl Shape for u32 {
    fn shape(_: &mut Definitions) -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }
}

/// A list, or one value in place of a list of one.
impl<T: Shape> Shape for Vec<T> {
    fn shape(definitions: &mut Definitions) -> Value {
        let item = T::shape(definitions);
        either([item.clone(), json!({ "type": "array", "items": item })])
    }
}

impl<T: Shape> Shape for Entries<T> {
    fn shape(definitions: &mut Definitions) -> Value {
        json!({ "type": "object", "additionalProperties": T::shape(definitions) })
    }
}
