//! Places in messages and in tables.

use jiff::civil::Date;
use payspec_table::{EACH, Field, Item, Kind, Path};

use crate::{ChinaTime, Node, reading};

/// The node at a path from the top.
///
/// `elements` are the list elements that enclose the reader, outermost first; each [`EACH`] of the path stands for
/// the next of them. A path into a list without an enclosing element leads nowhere.
#[must_use]
pub fn node<'a>(root: Node<'a>, elements: &[Node<'a>], path: &Path) -> Option<Node<'a>> {
    // From the innermost element on: whoever reads each of many elements would look for their list each time.
    let (mut start, mut here) = (0, root);
    let mut elements = elements.iter();
    for index in 0..path.len() {
        if path.get(index) == Some(EACH) {
            (start, here) = (index + 1, *elements.next()?);
        }
    }
    (start..path.len()).try_fold(here, |here, index| here.member(path.get(index)?))
}

/// Whether a field stands inside each element of a list.
pub(crate) fn is_inside_each(field: &Path, list: &Path) -> bool {
    field.starts_with(list) && field.get(list.len()) == Some(EACH)
}

/// The node at a path, unless it is null.
#[must_use]
pub fn value<'a>(root: Node<'a>, elements: &[Node<'a>], path: &Path) -> Option<Node<'a>> {
    node(root, elements, path).filter(|node| !node.is_null())
}

/// The text at a path: of a text, a number or a boolean.
#[must_use]
pub fn text<'a>(root: Node<'a>, elements: &[Node<'a>], path: &Path) -> Option<&'a str> {
    node(root, elements, path).and_then(Node::text)
}

/// The table's field at a path.
#[must_use]
pub fn field<'t>(fields: &'t [Field], path: &Path) -> Option<&'t Field> {
    let mut level = fields;
    let mut found = None;
    for segment in path.iter().filter(|segment| *segment != EACH) {
        let field = level.iter().find(|field| field.name == segment)?;
        level = inside(&field.kind);
        found = Some(field);
    }
    found
}

/// The fields inside an object or inside the objects of a list.
#[must_use]
pub fn inside(kind: &Kind) -> &[Field] {
    match kind {
        Kind::Object(fields) | Kind::List(Item::Object { fields, .. }) => fields,
        _ => &[],
    }
}

/// From where the fields of a message are read: its top, the list elements around the reader, and its table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) root: Node<'a>,
    pub(crate) elements: &'a [Node<'a>],
    /// The fields of the top level.
    pub(crate) fields: &'a [Field],
}

impl<'a> Scope<'a> {
    /// The value at a path, unless it is null.
    pub(crate) fn value(&self, path: &Path) -> Option<Node<'a>> {
        value(self.root, self.elements, path)
    }

    /// The moment that a field's text tells, its year taken from another field where its format has none.
    pub(crate) fn instant(&self, field: &Field, text: &str) -> Option<ChinaTime> {
        match &field.kind {
            Kind::Milliseconds => reading::milliseconds(text),
            Kind::DateTime { formats, year_from: None } => reading::instant(text, formats, None),
            Kind::DateTime { formats, year_from: Some(path) } => {
                reading::instant(text, formats, self.date(path))
            }
            _ => None,
        }
    }

    /// The date that the field at a path tells.
    pub(crate) fn date(&self, path: &Path) -> Option<Date> {
        let text = self.value(path)?.text()?;
        match &self::field(self.fields, path)?.kind {
            Kind::Date(formats) => reading::date(text, formats),
            Kind::DateTime { formats, .. } => reading::instant(text, formats, None).map(ChinaTime::date),
            Kind::Milliseconds => reading::milliseconds(text).map(ChinaTime::date),
            _ => None,
        }
    }
}

/// Where a walk over a table stands, to name a field in words without paying for it while nothing is wrong.
#[derive(Debug, Default)]
pub(crate) struct Trail<'a> {
    steps: Vec<Step<'a>>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Trail<'a> {
    pub(crate) fn enter(&mut self, name: &'a str) {
        self.steps.push(Step::Name(name));
    }

    pub(crate) fn enter_element(&mut self, index: usize) {
        self.steps.push(Step::Index(index));
    }

    pub(crate) fn leave(&mut self) {
        self.steps.pop();
    }

    /// The path of a field of the level where the walk stands: `orders.0.number`.
    pub(crate) fn to(&self, name: &str) -> String {
        let mut words = String::new();
        for step in &self.steps {
            match step {
                Step::Name(name) => words.push_str(name),
                Step::Index(index) => words.push_str(&index.to_string()),
            }
            words.push('.');
        }
        words.push_str(name);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn each_stands_for_the_enclosing_elements_in_turn() {
        let message = json::read(br#"{"a":[{"b":[{"c":"1"},{"c":"2"}]}]}"#).unwrap();
        let outer = message.root().at(["a"]).unwrap().members().next().unwrap();
        let inner = outer.member("b").unwrap().members().nth(1).unwrap();
        let path = Path::Static(&["a", EACH, "b", EACH, "c"]);
        assert_eq!(text(message.root(), &[outer, inner], &path), Some("2"));
        assert_eq!(text(message.root(), &[outer], &path), None);
    }

    #[test]
    fn a_field_is_found_through_objects_and_lists() {
        static INNER: &[Field] = &[Field::text("number", "")];
        static FIELDS: &[Field] = &[Field::new("orders", "", Kind::objects(INNER))];
        assert_eq!(field(FIELDS, &Path::Static(&["orders", EACH, "number"])), Some(&INNER[0]));
        assert_eq!(field(FIELDS, &Path::Static(&["orders", EACH, "name"])), None);
    }

    #[test]
    fn a_trail_names_elements_by_their_index() {
        let mut trail = Trail::default();
        trail.enter("orders");
        trail.enter_element(3);
        assert_eq!(trail.to("number"), "orders.3.number");
        trail.leave();
        trail.leave();
        assert_eq!(trail.to("number"), "number");
    }
}
