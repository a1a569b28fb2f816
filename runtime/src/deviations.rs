//! Where a reply departs from its document.

use payspec_table::{Field, Item, Kind, LengthUnit, Presence, Provider};

use crate::places::{Scope, Trail};
use crate::{Node, NodeKind, Text, conditions, reading};

/// Where a reply departs from its document. It is logged and never fatal: what a payment hangs on is checked elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// The field, by its path: `data.amount`, `orders.0.status`.
    pub field: String,
    /// What is odd about it.
    pub departure: Departure,
}

/// What is odd about a field of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Departure {
    /// It is mandatory, and missing, null or empty.
    Missing,
    /// It is longer than the document says.
    TooLong {
        /// The longest that the document allows.
        limit: u32,
        /// Its length.
        found: u64,
    },
    /// Its text is not of the kind that the document says.
    Unreadable {
        /// The kind, as it stands in specifications.
        kind: &'static str,
    },
    /// Its code is not in the table.
    Unlisted {
        /// The code.
        code: Text,
    },
}

impl Departure {
    /// What is odd, in one word for a log.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too long",
            Self::Unreadable { .. } => "unreadable",
            Self::Unlisted { .. } => "unlisted",
        }
    }
}

impl std::fmt::Display for Deviation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = &self.field;
        match &self.departure {
            Departure::Missing => write!(f, "`{field}` is mandatory and missing"),
            Departure::TooLong { limit, found } => {
                write!(f, "`{field}` has length {found}, {limit} is documented")
            }
            Departure::Unreadable { kind } => write!(f, "`{field}` is no {kind} as documented"),
            Departure::Unlisted { .. } => write!(f, "`{field}` has a code that is not documented"),
        }
    }
}

/// The most deviations of one message that are told: a reply of the permitted size can hold a hundred thousand orders.
const MOST: usize = 1000;

/// Compares a message with its table, up to the first thousand deviations. The message is as [`unfold`](crate::unfold)
/// leaves it.
#[must_use]
pub fn find(provider: &Provider, root: Node<'_>, fields: &[Field]) -> Vec<Deviation> {
    let mut walk =
        Walk { provider, root, fields, elements: Vec::new(), trail: Trail::default(), found: Vec::new() };
    walk.level(root, fields);
    walk.found
}

struct Walk<'a> {
    provider: &'a Provider,
    root: Node<'a>,
    fields: &'a [Field],
    elements: Vec<Node<'a>>,
    trail: Trail<'a>,
    found: Vec<Deviation>,
}

impl<'a> Walk<'a> {
    fn level(&mut self, object: Node<'a>, fields: &'a [Field]) {
        for field in fields {
            match object.member(&field.name).filter(|node| !node.is_null()) {
                Some(node) => self.present(node, field),
                None => self.absent(field),
            }
        }
    }

    fn absent(&mut self, field: &Field) {
        let promised = match field.presence {
            Presence::Required => true,
            Presence::Optional => false,
            Presence::Conditional => {
                !field.when.is_empty() && conditions::hold(self.root, &self.elements, &field.when)
            }
        };
        if promised {
            self.note(field, Departure::Missing);
        }
    }

    fn present(&mut self, node: Node<'a>, field: &'a Field) {
        match (&field.kind, node.kind()) {
            (Kind::Object(fields), NodeKind::Object) => {
                self.trail.enter(&field.name);
                self.level(node, fields);
                self.trail.leave();
            }
            (Kind::List(Item::Object { fields, .. }), NodeKind::List) => self.list(node, field, fields),
            (Kind::Object(_) | Kind::List(Item::Object { .. }), NodeKind::Text) => match node.text() {
                Some("") => self.absent(field),
                _ => self.note(field, Departure::Unreadable { kind: field.kind.name() }),
            },
            (Kind::Object(_) | Kind::List(Item::Object { .. }), _)
            | (_, NodeKind::Object | NodeKind::List) => {
                self.note(field, Departure::Unreadable { kind: field.kind.name() });
            }
            _ => self.text(node, field),
        }
    }

    fn list(&mut self, list: Node<'a>, field: &'a Field, fields: &'a [Field]) {
        self.trail.enter(&field.name);
        for (index, element) in list.members().enumerate() {
            if self.found.len() >= MOST {
                break;
            }
            self.trail.enter_element(index);
            self.elements.push(element);
            self.level(element, fields);
            self.elements.pop();
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn text(&mut self, node: Node<'a>, field: &'a Field) {
        let Some(text) = node.text() else { return };
        if text.is_empty() {
            if !matches!(field.kind, Kind::Text) {
                self.absent(field);
            }
            return;
        }
        if let Some(length) = field.max_length {
            // A text has at least as many bytes as characters.
            if text.len() > length.max as usize {
                let found = match length.unit {
                    LengthUnit::Characters => text.chars().count(),
                    LengthUnit::Bytes => text.len(),
                };
                if found > length.max as usize {
                    self.note(field, Departure::TooLong { limit: length.max, found: found as u64 });
                }
            }
        }
        let scope = Scope { root: self.root, elements: &self.elements, fields: self.fields };
        if let Kind::Code(table) = &field.kind {
            if self.provider.code_table(table).is_some_and(|table| table.find(text).is_none()) {
                let code = node.shared().unwrap_or_default();
                self.note(field, Departure::Unlisted { code });
            }
        } else if !reading::is_readable(scope, field, text) {
            self.note(field, Departure::Unreadable { kind: field.kind.name() });
        }
    }

    fn note(&mut self, field: &Field, departure: Departure) {
        if self.found.len() < MOST {
            self.found.push(Deviation { field: self.trail.to(&field.name), departure });
        }
    }
}

#[cfg(test)]
mod tests {
    use payspec_table::{Code, CodeTable, Condition, MoneyUnit};

    use super::*;
    use crate::json;

    static CODES: &[CodeTable] = &[CodeTable::new("state", const { &[Code::new("1", "One", "")] })];
    static PROVIDER: Provider = Provider::new("test", "", "CNY").code_tables(CODES);
    static DATA: &[Field] = &[
        Field::new("amount", "", Kind::Money(MoneyUnit::Fen)).required(),
        Field::text("name", "").max_length(2),
        Field::new("state", "", Kind::code("state")),
    ];
    static FIELDS: &[Field] = &[
        Field::text("code", "").required(),
        Field::new("data", "", Kind::object(DATA)).when(const { &[Condition::is(&["code"], &["0"])] }),
        Field::new("list", "", Kind::objects(DATA)),
    ];

    fn check(body: &str, expected: &[&str]) {
        let message = json::read(body.as_bytes()).unwrap();
        let found: Vec<String> =
            find(&PROVIDER, message.root(), FIELDS).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn a_reply_as_documented_has_no_deviation() {
        check(r#"{"code":"0","data":{"amount":58,"name":"张三","state":1},"list":[],"new":1}"#, &[]);
    }

    #[test]
    fn a_conditional_field_is_missed_only_where_its_condition_holds() {
        check(r#"{"code":"0"}"#, &["`data` is mandatory and missing"]);
        check(r#"{"code":"1"}"#, &[]);
    }

    #[test]
    fn a_message_that_departs_everywhere_is_not_told_in_full() {
        let list = vec!["{}"; 5 * MOST].join(",");
        let message = json::read(format!(r#"{{"code":"1","list":[{list}]}}"#).as_bytes()).unwrap();
        assert_eq!(find(&PROVIDER, message.root(), FIELDS).len(), MOST);
    }

    #[test]
    fn null_and_an_empty_amount_are_as_good_as_missing() {
        check(r#"{"code":null}"#, &["`code` is mandatory and missing"]);
        check(r#"{"code":"1","data":{"amount":""}}"#, &["`data.amount` is mandatory and missing"]);
    }

    #[test]
    fn length_kind_and_codes_are_compared_inside_objects_and_lists() {
        check(
            r#"{"code":"1","list":[{"amount":1},{"amount":"0.1","name":"abc","state":"2"}]}"#,
            &[
                "`list.1.amount` is no money as documented",
                "`list.1.name` has length 3, 2 is documented",
                "`list.1.state` has a code that is not documented",
            ],
        );
        check(r#"{"code":"1","data":[]}"#, &["`data` is no object as documented"]);
    }
}
