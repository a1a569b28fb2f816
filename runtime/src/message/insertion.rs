//! A text put into a message that is there already.

use std::sync::Arc;

use payspec_table::{Field, Path, Source};
use smallvec::SmallVec;

use super::{Message, NodeData, NodeKind, Span};
use crate::places;

impl Message {
    /// Puts a signature into the place that the table gives it: before the members of the fields behind it. Nothing
    /// happens where there is no such place.
    ///
    /// Nobody but the owner sees it: a message that is shared is copied first.
    pub(crate) fn insert_signature(&mut self, fields: &[Field], place: &Path, signature: &str) {
        // The objects around the place, outermost first.
        let (mut object, mut fields, mut around) = (0, fields, SmallVec::<[usize; 4]>::new());
        let (index, replaced) = loop {
            let Some(segment) = place.get(around.len()) else { return };
            around.push(object);
            match self.find(object, fields, segment) {
                Some(Place::Signature { index, replaced }) => break (index, replaced),
                Some(Place::Object { index, inside }) => (object, fields) = (index, inside),
                None => return,
            }
        };
        let text = Arc::make_mut(&mut self.text);
        let name = Span::push(text, place.get(around.len() - 1).unwrap_or_default());
        let value = Span::push(text, signature);
        let node = NodeData::new(text, NodeKind::Text, name, value);
        let nodes = Arc::make_mut(&mut self.nodes);
        nodes.drain(index..index + replaced);
        nodes.insert(index, node);
        for object in around {
            if let Some(object) = nodes.get_mut(object) {
                object.size = object.size + 1 - replaced;
                // A text that it came with says nothing of the signature.
                object.value = Span::NONE;
            }
        }
    }

    /// Where the field of a name stands among the members of an object, which come in the order of their fields.
    fn find<'t>(&self, object: usize, fields: &'t [Field], name: &str) -> Option<Place<'t>> {
        let end = object + self.nodes.get(object)?.size;
        let mut index = object + 1;
        for field in fields {
            let member = self.nodes.get(index..end).and_then(<[_]>::first);
            let member = member.filter(|member| member.name.of(&self.text) == field.name);
            if field.name == name {
                match member {
                    Some(member) if member.kind == NodeKind::Object => {
                        return Some(Place::Object { index, inside: places::inside(&field.kind) });
                    }
                    _ if field.source == Source::Signature => {
                        return Some(Place::Signature { index, replaced: member.map_or(0, |one| one.size) });
                    }
                    _ => {}
                }
            }
            index += member.map_or(0, |member| member.size.max(1));
        }
        None
    }
}

/// What a segment of a signature's place leads to.
enum Place<'t> {
    /// The place itself, and how many nodes stand there already.
    Signature { index: usize, replaced: usize },
    /// An object around it.
    Object { index: usize, inside: &'t [Field] },
}
