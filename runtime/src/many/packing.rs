//! How many orders go into one question.

use payspec_table::{Field, Identity, Item, Kind, Length, LengthUnit};

use crate::identity::Shown;

/// At most so many orders in one question, whatever the table allows.
const MOST: usize = 100;

/// How much room a question about several orders has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room<'o> {
    /// What stands between two numbers.
    joint: &'o str,
    /// How long they may be with the joints.
    limit: Option<Length>,
    /// How the number of an order in the reply is compared.
    entry: &'o Identity,
}

impl<'o> Room<'o> {
    /// The room of a field that joins numbers; `None` for another field. The identity entry compares them.
    pub(super) fn of(field: &'o Field, entry: &'o Identity) -> Option<Self> {
        match &field.kind {
            Kind::List(Item::Joined { joint }) if !joint.is_empty() => {
                Some(Self { joint, limit: field.max_length, entry })
            }
            _ => None,
        }
    }

    /// Whether a number can be in a list: one that contains the joint would be read as two, and a blank one as none.
    pub(super) fn takes(self, number: &str) -> bool {
        !number.trim().is_empty() && self.stands_apart(number) && self.has_room(self.length(number))
    }

    /// Whether a joint on either side of the number is found where it is, and nowhere else: `A|` before `||` reads as `A`.
    fn stands_apart(self, number: &str) -> bool {
        let joint = self.joint;
        if joint.len() == 1 {
            return !number.contains(joint);
        }
        let between = format!("{joint}{number}{joint}");
        between.match_indices(joint).map(|(at, _)| at).eq([0, joint.len() + number.len()])
            && between.rmatch_indices(joint).map(|(at, _)| at).eq([joint.len() + number.len(), 0])
    }

    fn has_room(self, length: usize) -> bool {
        self.limit.is_none_or(|limit| usize::try_from(limit.max).is_ok_and(|max| length <= max))
    }

    /// The length of a text as the field counts it.
    fn length(self, text: &str) -> usize {
        match self.limit.map(|limit| limit.unit) {
            Some(LengthUnit::Characters) => text.chars().count(),
            Some(LengthUnit::Bytes) | None => text.len(),
        }
    }
}

/// The orders of one question.
#[derive(Debug, Default)]
pub(super) struct Pack {
    numbers: Vec<Packed>,
    /// With the joints.
    length: usize,
    /// Those that were given several times as often as they were given.
    orders: usize,
}

/// A number, asked once and answered as often as it was given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) number: String,
    pub(super) times: usize,
}

impl Pack {
    /// Adds a number that the room [takes](Room::takes). If it does not fit any more (the room is used up, or another
    /// number in it reads the same in a reply) it begins a new pack; the one that was is given back.
    #[must_use = "what is in it would not be asked"]
    pub(super) fn add(&mut self, number: String, room: Room<'_>) -> Option<Self> {
        let length = room.length(&number);
        let joint = if self.numbers.is_empty() { 0 } else { room.length(room.joint) };
        let longer = self.length.saturating_add(joint).saturating_add(length);
        let shown = room.entry.shown(&number);
        let same = self.numbers.iter_mut().find(|packed| room.entry.shown(&packed.number) == shown);
        match same {
            Some(packed) if packed.number == number && self.orders < MOST => packed.times += 1,
            None if self.orders < MOST && room.has_room(longer) => {
                self.length = longer;
                self.numbers.push(Packed { number, times: 1 });
            }
            _ => {
                let first = Self { numbers: vec![Packed { number, times: 1 }], length, orders: 1 };
                return Some(std::mem::replace(self, first));
            }
        }
        self.orders += 1;
        None
    }

    /// Whether not even the shortest number fits any more.
    pub(super) fn is_full(&self, room: Room<'_>) -> bool {
        let shortest = self.length.saturating_add(room.length(room.joint)).saturating_add(1);
        self.orders >= MOST || (!self.is_empty() && !room.has_room(shortest))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The numbers, in the order in which they were first given.
    pub(super) fn into_numbers(self) -> Vec<Packed> {
        self.numbers
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static TRIMMED: Identity = Identity::request(&["orders", "[]", "no"], "no").trimmed();
    static EXACT: Identity = Identity::request(&["orders", "[]", "no"], "no");

    fn list(joint: &'static str) -> Field {
        Field::new("no", "", Kind::List(Item::Joined { joint: joint.into() }))
    }

    /// Packs numbers as they come: the packs, and those that cannot be packed.
    fn packed(numbers: &[String], room: Room<'_>) -> (Vec<Vec<Packed>>, Vec<String>) {
        let (mut packs, mut alone, mut pack) = (Vec::new(), Vec::new(), Pack::default());
        for number in numbers {
            if !room.takes(number) {
                alone.push(number.clone());
                continue;
            }
            packs.extend(pack.add(number.clone(), room).map(Pack::into_numbers));
        }
        if !pack.is_empty() {
            packs.push(pack.into_numbers());
        }
        (packs, alone)
    }

    fn texts(pack: &[Packed]) -> Vec<(&str, usize)> {
        pack.iter().map(|packed| (&*packed.number, packed.times)).collect()
    }

    proptest! {
        #[test]
        fn no_pack_is_too_long_and_no_number_is_lost_doubled_or_moved(
            numbers in proptest::collection::vec("[ab订 ,]{0,7}", 0..200),
            max in 1u32..20,
            bytes in any::<bool>(),
            trim in any::<bool>(),
        ) {
            let field = if bytes { list(",").max_bytes(max) } else { list(",").max_length(max) };
            let entry = if trim { &TRIMMED } else { &EXACT };
            let room = Room::of(&field, entry).unwrap();
            let (packs, alone) = packed(&numbers, room);
            let mut given = numbers.iter().filter(|number| room.takes(number)).peekable();
            for pack in &packs {
                let joined = pack.iter().map(|packed| &*packed.number).collect::<Vec<_>>().join(",");
                let length = if bytes { joined.len() } else { joined.chars().count() };
                prop_assert!(length <= max as usize, "{joined:?} has {length} of {max}");
                prop_assert_eq!(joined.split(',').count(), pack.len());
                // Numbers that were given again went to where they already were, and nowhere else.
                let mut left = texts(pack);
                while let Some(number) = given.next_if(|number| left.iter().any(|(text, times)| text == number && *times > 0)) {
                    let place = left.iter_mut().find(|(text, _)| text == number).unwrap();
                    place.1 -= 1;
                }
                prop_assert!(left.iter().all(|(_, times)| *times == 0), "{left:?} was never given");
                // One after the other, and told apart in the reply.
                let mut shown: Vec<_> = pack.iter().map(|packed| entry.shown(&packed.number)).collect();
                shown.sort_unstable();
                shown.dedup();
                prop_assert_eq!(shown.len(), pack.len());
            }
            prop_assert!(given.next().is_none(), "a number is lost");
            let not_taken = numbers.iter().filter(|number| !room.takes(number));
            prop_assert!(alone.iter().eq(not_taken));
        }
    }

    #[test]
    fn the_joints_count_and_a_pack_is_filled_to_the_last_character() {
        let field = list("||").max_length(10);
        let room = Room::of(&field, &EXACT).unwrap();
        let (packs, alone) =
            packed(&["1234", "5678", "9", "123456789012", "12345678901"].map(str::to_owned), room);
        assert_eq!(
            packs.iter().map(|pack| texts(pack)).collect::<Vec<_>>(),
            [vec![("1234", 1), ("5678", 1)], vec![("9", 1)]]
        );
        assert_eq!(alone, ["123456789012", "12345678901"]);
    }

    #[test]
    fn a_number_that_holds_the_joint_or_nothing_is_not_packed() {
        let field = list(",");
        let room = Room::of(&field, &EXACT).unwrap();
        for number in ["A,B", ",", "", " ", "\u{3000}"] {
            assert!(!room.takes(number), "{number:?}");
        }
        assert!(room.takes("A;B"));
        let field = list("||");
        let room = Room::of(&field, &EXACT).unwrap();
        for number in ["A|", "|A", "A||B"] {
            assert!(!room.takes(number), "{number:?}");
        }
        assert!(room.takes("A|B"));
    }

    #[test]
    fn the_same_number_is_asked_once_and_one_that_reads_the_same_goes_elsewhere() {
        let field = list(",");
        let room = Room::of(&field, &TRIMMED).unwrap();
        let (packs, _) = packed(&["A", "B", "A", " A", "A"].map(str::to_owned), room);
        assert_eq!(
            packs.iter().map(|pack| texts(pack)).collect::<Vec<_>>(),
            [vec![("A", 2), ("B", 1)], vec![(" A", 1)], vec![("A", 1)]]
        );
    }

    #[test]
    fn a_pack_ends_though_one_number_is_given_for_ever() {
        let field = list(",");
        let room = Room::of(&field, &EXACT).unwrap();
        let (packs, _) = packed(&vec!["A".to_owned(); 3 * MOST], room);
        assert_eq!(packs.iter().map(|pack| texts(pack)).collect::<Vec<_>>(), vec![vec![("A", MOST)]; 3]);
    }

    #[test]
    fn a_pack_is_full_when_no_number_fits_any_more() {
        let field = list(",").max_length(3);
        let room = Room::of(&field, &EXACT).unwrap();
        let mut pack = Pack::default();
        assert!(!pack.is_full(room));
        assert!(pack.add("A".to_owned(), room).is_none());
        assert!(!pack.is_full(room));
        assert!(pack.add("B".to_owned(), room).is_none());
        assert!(pack.is_full(room));
    }

    #[test]
    fn a_field_without_a_joint_joins_nothing() {
        assert!(Room::of(&list(""), &EXACT).is_none());
        assert!(Room::of(&Field::text("no", ""), &EXACT).is_none());
    }
}
