//! Which of two lists belong together.

use std::collections::{HashMap, HashSet};

use super::words;
use crate::suggestion::suggest;

/// What one of a list is known by.
#[derive(Debug, Clone)]
pub(super) struct Known<'a> {
    pub(super) name: &'a str,
    /// What it may be called as well.
    pub(super) also: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) length: Option<u32>,
    /// The names of what is inside it.
    pub(super) inside: Vec<&'a str>,
}

/// What belongs together, and what is left over on either side.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) same: Vec<(usize, usize)>,
    pub(super) gone: Vec<usize>,
    pub(super) new: Vec<usize>,
    new_of: HashMap<usize, usize>,
    old_of: HashMap<usize, usize>,
}

impl Pairs {
    /// What an old one is now.
    pub(super) fn new_of(&self, old: usize) -> Option<usize> {
        self.new_of.get(&old).copied()
    }

    /// What a new one was.
    pub(super) fn old_of(&self, new: usize) -> Option<usize> {
        self.old_of.get(&new).copied()
    }

    fn take(&mut self, old: usize, new: usize) {
        self.same.push((old, new));
        self.new_of.insert(old, new);
        self.old_of.insert(new, old);
    }

    fn take_all(&mut self, old: &[Known<'_>], mut find: impl FnMut(&Known<'_>) -> Option<usize>) {
        for index in self.gone.clone() {
            if let Some(found) = find(&old[index]) {
                self.take(index, found);
            }
        }
        self.settle();
    }

    /// Takes what has been paired out of what is left over.
    fn settle(&mut self) {
        let (new_of, old_of) = (&self.new_of, &self.old_of);
        self.gone.retain(|old| !new_of.contains_key(old));
        self.new.retain(|new| !old_of.contains_key(new));
    }
}

/// Pairs of the same name; of the rest those that have mostly the same inside. A row that is there twice counts once, on
/// either side.
pub(super) fn by_name(old: &[Known<'_>], new: &[Known<'_>]) -> Pairs {
    let mut pairs = Pairs::default();
    let mut names = HashSet::new();
    pairs.gone.extend((0..old.len()).filter(|index| names.insert(old[*index].name)));
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, known) in new.iter().enumerate() {
        first.entry(known.name).or_insert_with(|| {
            pairs.new.push(index);
            index
        });
    }
    pairs.take_all(old, |known| first.remove(known.name));
    pairs.take_all(old, |known| first.remove(known.also?));
    let objects: Vec<usize> =
        pairs.new.iter().copied().filter(|index| !new[*index].inside.is_empty()).collect();
    for index in pairs.gone.clone() {
        let inside = &old[index].inside;
        let shares = |other: &usize| {
            let names = &new[*other].inside;
            let shared = inside.iter().filter(|name| names.contains(*name)).count();
            shared * 2 >= inside.len().max(names.len())
        };
        let is_free = |other: &usize| pairs.old_of(*other).is_none();
        if let Some(found) = objects.iter().copied().filter(is_free).find(shares) {
            pairs.take(index, found);
        }
    }
    pairs.settle();
    pairs
}

/// Those of what is left over that were most likely renamed, with the reason why that is likely. They are taken out of it.
pub(super) fn renamed(
    old: &[Known<'_>],
    new: &[Known<'_>],
    pairs: &mut Pairs,
) -> HashMap<usize, &'static str> {
    let mut renamed = HashMap::new();
    // The surest reason first, over all of them, so that a weak one does not take what a strong one would.
    for strength in Strength::ALL {
        let mut alike: HashMap<Key, Vec<usize>> = HashMap::new();
        for index in &pairs.new {
            if let Some(key) = strength.key(&new[*index]) {
                alike.entry(key).or_default().push(*index);
            }
        }
        let left: HashSet<usize> = pairs.new.iter().copied().collect();
        for index in pairs.gone.clone() {
            let Some(key) = strength.key(&old[index]) else { continue };
            let there = neighbours(index, old.len(), new.len(), pairs);
            let candidates = match strength.place() {
                Place::Anywhere => alike.get(&key).map_or(&[][..], Vec::as_slice),
                Place::Same => &there,
            };
            let mut fitting = candidates.iter().copied().filter(|other| {
                left.contains(other)
                    && pairs.old_of(*other).is_none()
                    && strength.key(&new[*other]).as_ref() == Some(&key)
                    && (strength != Strength::PositionLengthAndName
                        || suggest(old[index].name, [new[*other].name]).is_some())
            });
            let (Some(found), None) = (fitting.next(), fitting.next()) else { continue };
            renamed.insert(index, strength.words());
            pairs.take(index, found);
        }
        pairs.settle();
    }
    renamed
}

/// Why two fields are probably one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Letters,
    TitleAndPosition,
    TitleAndLength,
    Title,
    PositionLengthAndName,
}

/// Where the other one has to stand.
enum Place {
    Anywhere,
    Same,
}

/// What both must have alike.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    Text(String),
    TitleAndLength(String, u32),
    Length(Option<u32>),
}

impl Strength {
    const ALL: [Self; 5] = [
        Self::Letters,
        Self::TitleAndPosition,
        Self::TitleAndLength,
        Self::Title,
        Self::PositionLengthAndName,
    ];

    const fn place(self) -> Place {
        match self {
            Self::TitleAndPosition | Self::PositionLengthAndName => Place::Same,
            _ => Place::Anywhere,
        }
    }

    /// `None` where there is nothing to go by.
    fn key(self, known: &Known<'_>) -> Option<Key> {
        let title = || Some(words::plain(known.title)).filter(|title| !title.is_empty());
        Some(match self {
            Self::Letters => Key::Text(words::bare_name(known.name)),
            Self::TitleAndPosition | Self::Title => Key::Text(title()?),
            Self::TitleAndLength => Key::TitleAndLength(title()?, known.length?),
            Self::PositionLengthAndName => Key::Length(known.length),
        })
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Letters => "the same letters",
            Self::TitleAndPosition => "same position and title",
            Self::TitleAndLength => "same title and length",
            Self::Title => "same title",
            Self::PositionLengthAndName => "same position and length, and a name that is near",
        }
    }
}

/// The positions between the same neighbours, or behind the same one, or before it.
fn neighbours(old: usize, old_count: usize, new_count: usize, pairs: &Pairs) -> Vec<usize> {
    let behind = match old.checked_sub(1) {
        None => Some(0),
        Some(before) => pairs.new_of(before).map(|before| before + 1),
    };
    let before = if old + 1 == old_count {
        new_count.checked_sub(1)
    } else {
        pairs.new_of(old + 1).and_then(|after| after.checked_sub(1))
    };
    let mut positions: Vec<usize> = behind.into_iter().chain(before).filter(|at| *at < new_count).collect();
    positions.dedup();
    positions
}
