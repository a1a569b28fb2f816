//! Names of one object, compared.

use std::collections::HashSet;

use super::{NodeData, Siblings};

/// A number that equal names share and different names hardly ever do: what is compared before a name is.
///
/// It is no hash that could stand against an attacker. Whoever finds two equal ones compares the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    /// That of an empty name.
    pub(crate) const NAMELESS: Self = Self(0);

    /// The beginning, the end and the length, which tell apart what providers call their fields.
    #[inline]
    pub(crate) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let ends = if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(20)
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        } else {
            bytes.iter().fold(0, |ends, byte| ends << 8 | u64::from(*byte))
        };
        Self(ends ^ (bytes.len() as u64) << 58)
    }
}

/// The first name that two members of an object share. `children` are the nodes below the object, `size`d.
pub(crate) fn repeated_name<'t>(text: &'t str, children: &[NodeData]) -> Option<&'t str> {
    // Comparing each with each is faster for the few fields of a real message, and hopeless for an attacker's many.
    const FEW: usize = 32;
    let members = || Siblings { nodes: children, next: 0 };
    let mut seen = [Fingerprint::NAMELESS; FEW];
    for (count, member) in members().enumerate() {
        let Some(place) = seen.get_mut(count) else {
            return repeated_of_many(members().map(|one| one.name.of(text)));
        };
        *place = member.fingerprint;
        let before = seen.get(..count).unwrap_or_default();
        if before.contains(&member.fingerprint) {
            let name = member.name.of(text);
            if members().take(count).any(|one| one.name.of(text) == name) {
                return Some(name);
            }
        }
    }
    None
}

fn repeated_of_many<'t>(mut names: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let mut seen = HashSet::new();
    names.find(|name| !seen.insert(*name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Malformed, json};

    #[test]
    fn names_with_the_same_fingerprint_are_told_apart() {
        // They differ in the middle alone.
        let (one, other) = ("merchant_1_order_number", "merchant_2_order_number");
        assert_eq!(Fingerprint::of(one), Fingerprint::of(other));
        let message = json::read(format!(r#"{{"{one}":"1","{other}":"2"}}"#).as_bytes()).unwrap();
        assert_eq!(message.root().member(other).and_then(crate::Node::text), Some("2"));
        assert!(message.root().member("merchant_3_order_number").is_none());
    }

    #[test]
    fn names_of_every_length_have_fingerprints_of_their_own() {
        let name = "abcdefghijklmnopqrst";
        let all: Vec<_> = (0..=name.len()).map(|length| Fingerprint::of(&name[..length])).collect();
        for (index, one) in all.iter().enumerate() {
            assert!(!all[..index].contains(one), "{index}");
        }
        assert_eq!(all[0], Fingerprint::NAMELESS);
        assert_ne!(Fingerprint::of("\0"), Fingerprint::NAMELESS);
    }

    #[test]
    fn a_name_is_found_to_be_repeated_however_many_stand_before_it() {
        for count in [1, 2, 31, 32, 33, 200] {
            let mut members: Vec<_> =
                (0..count).map(|index| format!("\"member {index} of many\":1")).collect();
            members.push("\"member 0 of many\":2".to_owned());
            let body = format!("{{{}}}", members.join(","));
            let name = "member 0 of many".to_owned();
            assert_eq!(
                json::read(body.as_bytes()).map(|_| ()),
                Err(Malformed::Duplicate { name }),
                "{count}"
            );
            members.pop();
            assert!(json::read(format!("{{{}}}", members.join(",")).as_bytes()).is_ok(), "{count}");
        }
    }
}
