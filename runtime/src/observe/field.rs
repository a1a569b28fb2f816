//! Fields of replies by their place in the table, whatever the element of a list.

use payspec_table::{Field, Kind};

use crate::places;

/// The table's path for a path in a reply (`orders[].status` for `orders.12.status`), and the field.
///
/// Paths in replies are without end, those of the table are not: a label of a counter must be one of these.
pub(super) fn in_table<'t>(fields: &'t [Field], path: &str) -> (String, Option<&'t Field>) {
    let (mut level, mut rest) = (fields, path);
    let mut found = String::new();
    loop {
        // A name may have dots in it.
        let next = level.iter().find_map(|field| match rest.strip_prefix(&*field.name) {
            Some("") => Some((field, "")),
            Some(after) => after.strip_prefix('.').map(|after| (field, after)),
            None => None,
        });
        let Some((field, after)) = next else { return (found, None) };
        if !found.is_empty() {
            found.push('.');
        }
        found.push_str(&field.name);
        if after.is_empty() {
            return (found, Some(field));
        }
        rest = after;
        if matches!(field.kind, Kind::List(_)) {
            found.push_str("[]");
            rest = rest.split_once('.').map_or("", |(_, rest)| rest);
        }
        level = places::inside(&field.kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_lists_share_one_path() {
        static ORDER: &[Field] = &[Field::text("status", ""), Field::text("a.b", "")];
        static FIELDS: &[Field] = &[
            Field::text("status.old", ""),
            Field::new("orders", "", Kind::objects(ORDER)),
            Field::new("data", "", Kind::object(ORDER)),
        ];
        let path = |path| {
            let (path, field) = in_table(FIELDS, path);
            (path, field.map(|field| &*field.name))
        };
        assert_eq!(path("orders.12.status"), ("orders[].status".into(), Some("status")));
        assert_eq!(path("orders.0.a.b"), ("orders[].a.b".into(), Some("a.b")));
        assert_eq!(path("data.status"), ("data.status".into(), Some("status")));
        assert_eq!(path("status.old"), ("status.old".into(), Some("status.old")));
        assert_eq!(path("orders.0.none"), ("orders[]".into(), None));
        assert_eq!(path("none"), (String::new(), None));
    }
}
