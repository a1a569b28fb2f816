//! Which orders a request is about.

use payspec_table::{EACH, Item, Kind, Role};

use crate::{Exchange, Node, places};

/// Calls `each` with the number of each order that a request is about, and whose number it is.
///
/// One that is known by two numbers comes twice.
pub(crate) fn each_order<'a>(exchange: &'a Exchange<'_>, each: &mut dyn FnMut(Role, &'a str)) {
    let request = &exchange.table().request;
    for entry in &request.view {
        let names_order =
            matches!(entry.role, Role::MerchantOrderNo | Role::ProviderOrderNo | Role::ChannelOrderNo);
        if !names_order {
            continue;
        }
        let joint = match places::field(&request.fields, &entry.field).map(|field| &field.kind) {
            Some(Kind::List(Item::Joined { joint })) if !joint.is_empty() => Some(&**joint),
            _ => None,
        };
        let segments: Vec<&str> = entry.field.iter().collect();
        texts(exchange.request().root(), &segments, &mut |text| match joint {
            Some(joint) => text.split(joint).for_each(|number| each(entry.role, number)),
            None => each(entry.role, text),
        });
    }
}

/// The texts at a path, in each element of the lists on its way.
fn texts<'a>(node: Node<'a>, path: &[&str], each: &mut dyn FnMut(&'a str)) {
    match path.split_first() {
        None => node.text().into_iter().filter(|text| !text.is_empty()).for_each(each),
        Some((&EACH, rest)) => node.members().for_each(|member| texts(member, rest, each)),
        Some((name, rest)) => node.member(name).into_iter().for_each(|member| texts(member, rest, each)),
    }
}
