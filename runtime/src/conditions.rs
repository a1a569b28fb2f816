//! Whether conditions on other fields hold.

use payspec_table::{Condition, Test};

use crate::{Node, places};

/// Whether all conditions hold for a reader inside these list elements.
///
/// A field that is absent, null or an object has none of the values that a condition names, and neither "has one"
/// nor "has none" of them holds for it.
#[must_use]
pub fn hold<'a>(root: Node<'a>, elements: &[Node<'a>], conditions: &[Condition]) -> bool {
    conditions.iter().all(|condition| {
        let value = places::value(root, elements, &condition.path);
        match &condition.test {
            Test::Present => value.is_some(),
            Test::Absent => value.is_none(),
            Test::Is(values) => value.and_then(Node::text).is_some_and(|text| values.contains(text)),
            Test::IsNot(values) => value.and_then(Node::text).is_some_and(|text| !values.contains(text)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn check(body: &str, condition: Condition, expected: bool) {
        let message = json::read(body.as_bytes()).unwrap();
        assert_eq!(hold(message.root(), &[], &[condition]), expected, "{body}");
    }

    #[test]
    fn a_number_has_the_value_of_its_text() {
        check(r#"{"code":0}"#, Condition::is(&["code"], &["0"]), true);
        check(r#"{"code":"0"}"#, Condition::is(&["code"], &["0"]), true);
        check(r#"{"code":0}"#, Condition::is_not(&["code"], &["0"]), false);
    }

    #[test]
    fn nothing_is_said_about_the_value_of_a_field_that_is_not_there() {
        for body in ["{}", r#"{"code":null}"#, r#"{"code":{}}"#] {
            check(body, Condition::is(&["code"], &["0"]), false);
            check(body, Condition::is_not(&["code"], &["0"]), false);
        }
    }

    #[test]
    fn null_is_absent_and_empty_text_is_present() {
        check(r#"{"data":null}"#, Condition::absent(&["data"]), true);
        check(r#"{"data":""}"#, Condition::absent(&["data"]), false);
        check(r#"{"data":""}"#, Condition::present(&["data"]), true);
    }
}
