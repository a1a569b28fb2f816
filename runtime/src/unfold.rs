//! JSON texts inside a message, opened.

use payspec_table::{Field, Written};

use crate::{Builder, Message, Node, NodeKind, json, places};

/// The message with the objects and lists that stand in it as JSON text put in the place of that text.
///
/// A text that is no JSON stays as it is: whoever needs the field says so. Verification is over what came, never over
/// this.
#[must_use]
pub fn unfold(message: &Message, fields: &[Field]) -> Message {
    if !folded(fields) {
        return message.clone();
    }
    let mut builder = Message::builder();
    members(message.root(), fields, &mut builder);
    builder.finish()
}

fn folded(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.written == Written::JsonText || folded(places::inside(&field.kind)))
}

fn members(node: Node<'_>, fields: &[Field], builder: &mut Builder) {
    for member in node.members() {
        let field = fields.iter().find(|field| field.name == member.name());
        value(member, field, builder);
    }
}

fn value(node: Node<'_>, field: Option<&Field>, builder: &mut Builder) {
    let Some(field) = field else { return builder.copy(node.name(), node) };
    let inside = places::inside(&field.kind);
    match node.kind() {
        NodeKind::Text if field.written == Written::JsonText => match opened(node) {
            Some(fragment) => match fragment.root().members().next() {
                Some(content) => builder.copy(node.name(), content),
                None => builder.copy(node.name(), node),
            },
            None => builder.copy(node.name(), node),
        },
        NodeKind::Object if folded(inside) => {
            builder.open_object(node.name());
            members(node, inside, builder);
            builder.close();
        }
        NodeKind::List if folded(inside) => {
            builder.open_list(node.name());
            for element in node.members() {
                if element.kind() == NodeKind::Object {
                    builder.open_object("");
                    members(element, inside, builder);
                    builder.close();
                } else {
                    builder.copy("", element);
                }
            }
            builder.close();
        }
        _ => builder.copy(node.name(), node),
    }
}

fn opened(node: Node<'_>) -> Option<Message> {
    json::read_fragment(node.text()?).ok()
}

#[cfg(test)]
mod tests {
    use payspec_table::Kind;

    use super::*;

    static ORDER: &[Field] = &[Field::text("no", "")];
    static FIELDS: &[Field] = &[Field::new("orders", "", Kind::objects(ORDER)).written(Written::JsonText)];

    fn check(body: &str, expected: &str) {
        let opened = unfold(&json::read(body.as_bytes()).unwrap(), FIELDS);
        let mut shown = String::new();
        json::write(opened.root(), &mut shown);
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_list_may_come_as_such_or_as_a_text_that_holds_one() {
        let opened = r#"{"mid":"1","orders":[{"no":"a"}]}"#;
        check(opened, opened);
        check(r#"{"mid":"1","orders":"[{\"no\":\"a\"}]"}"#, opened);
    }

    #[test]
    fn a_text_in_which_a_name_stands_twice_or_that_is_nested_too_deep_stays_a_text() {
        for text in [r#"[{\"no\":\"a\",\"no\":\"b\"}]"#, r#"[{\"no\":\"a\",\"\\u006eo\":\"b\"}]"#] {
            let body = format!(r#"{{"orders":"{text}"}}"#);
            let opened = unfold(&json::read(body.as_bytes()).unwrap(), FIELDS);
            assert_eq!(opened.root().member("orders").map(Node::kind), Some(NodeKind::Text), "{body}");
        }
        let deep = format!(r#"{{"orders":"{}{}"}}"#, "[".repeat(40), "]".repeat(40));
        check(&deep, &deep);
    }

    #[test]
    fn a_text_that_is_no_json_stays_a_text() {
        check(r#"{"orders":"[{"}"#, r#"{"orders":"[{"}"#);
    }
}
