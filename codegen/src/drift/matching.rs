//! Which of two lists belong together.

use super::words;
use crate::suggestion::suggest;

/// What one of a list is known by.
#[derive(Debug, Clone)]
pub(super) struct Known<'a> {
    pub(super) name: &'a str,
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
}

impl Pairs {
    pub(super) fn new_of(&self, old: usize) -> Option<usize> {
        self.same.iter().find(|(known, _)| *known == old).map(|(_, new)| *new)
    }

    fn take(&mut self, old: usize, new: usize) {
        self.same.push((old, new));
        self.gone.retain(|gone| *gone != old);
        self.new.retain(|index| *index != new);
    }
}

/// Pairs of the same name; of the rest those that have mostly the same inside. A row that is there twice counts once.
pub(super) fn by_name(old: &[Known<'_>], new: &[Known<'_>]) -> Pairs {
    let mut pairs = Pairs {
        same: Vec::new(),
        gone: (0..old.len()).collect(),
        new: (0..new.len())
            .filter(|index| new[..*index].iter().all(|other| other.name != new[*index].name))
            .collect(),
    };
    for (index, known) in old.iter().enumerate() {
        if let Some(found) = pairs.new.iter().copied().find(|other| new[*other].name == known.name) {
            pairs.take(index, found);
        }
    }
    for index in pairs.gone.clone() {
        let inside = &old[index].inside;
        let shared = |other: &usize| {
            let names = &new[*other].inside;
            let shared = inside.iter().filter(|name| names.contains(*name)).count();
            !names.is_empty() && shared * 2 >= inside.len().max(names.len())
        };
        if let Some(found) = pairs.new.iter().copied().find(shared) {
            pairs.take(index, found);
        }
    }
    pairs
}

/// Another name for the same, with the reason why that is likely.
#[derive(Debug)]
pub(super) struct Renamed {
    pub(super) old: usize,
    pub(super) why: &'static str,
}

/// Those of what is left over that were most likely renamed. They are taken out of it.
pub(super) fn renamed(old: &[Known<'_>], new: &[Known<'_>], pairs: &mut Pairs) -> Vec<Renamed> {
    let mut renamed = Vec::new();
    // The surest reason first, over all of them, so that a weak one does not take what a strong one would.
    for strength in Strength::ALL {
        for index in pairs.gone.clone() {
            let mut fitting = pairs.new.iter().copied().filter(|other| {
                strength.holds(
                    &old[index],
                    &new[*other],
                    same_position(index, *other, old.len(), new.len(), pairs),
                )
            });
            let (Some(found), None) = (fitting.next(), fitting.next()) else { continue };
            renamed.push(Renamed { old: index, why: strength.words() });
            pairs.take(index, found);
        }
    }
    renamed
}

/// Why two fields are probably one.
#[derive(Debug, Clone, Copy)]
enum Strength {
    Letters,
    TitleAndPosition,
    TitleAndLength,
    Title,
    PositionLengthAndName,
}

impl Strength {
    const ALL: [Self; 5] = [
        Self::Letters,
        Self::TitleAndPosition,
        Self::TitleAndLength,
        Self::Title,
        Self::PositionLengthAndName,
    ];

    fn holds(self, old: &Known<'_>, new: &Known<'_>, same_position: bool) -> bool {
        let title = !words::plain(old.title).is_empty() && words::same(old.title, new.title);
        match self {
            Self::Letters => words::bare_name(old.name) == words::bare_name(new.name),
            Self::TitleAndPosition => title && same_position,
            Self::TitleAndLength => title && old.length.is_some() && old.length == new.length,
            Self::Title => title,
            Self::PositionLengthAndName => {
                same_position && old.length == new.length && suggest(old.name, [new.name]).is_some()
            }
        }
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

/// Whether two stand between the same neighbours, or behind the same one, or before it.
fn same_position(old: usize, new: usize, old_count: usize, new_count: usize, pairs: &Pairs) -> bool {
    let before = match (old.checked_sub(1), new.checked_sub(1)) {
        (None, None) => true,
        (Some(old), Some(new)) => pairs.new_of(old) == Some(new),
        _ => false,
    };
    let after = match (old + 1 < old_count, new + 1 < new_count) {
        (false, false) => true,
        (true, true) => pairs.new_of(old + 1) == Some(new + 1),
        _ => false,
    };
    before || after
}
