//! Which of the new things is which of the old ones.

/// A test of two things for being the same.
pub(super) type Same<'t, T> = &'t dyn Fn(&T, &T) -> bool;

/// The things of two lists, side by side.
pub(super) struct Pairs<'a, T> {
    /// Those that both have, in the new order.
    pub(super) both: Vec<(&'a T, &'a T)>,
    /// Those of the old list alone.
    pub(super) gone: Vec<&'a T>,
    /// Those of the new list alone.
    pub(super) added: Vec<&'a T>,
    /// Whether those that both have stand in another order.
    pub(super) reordered: bool,
}

/// Pairs by the first test, what is left by the next, and so on. Tests after the first guess: they pair where there is one
/// candidate on each side alone.
pub(super) fn pair<'a, T>(old: &'a [T], new: &'a [T], tests: &[Same<'_, T>]) -> Pairs<'a, T> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    for (round, same) in tests.iter().enumerate() {
        let free_old: Vec<usize> = (0..old.len()).filter(|at| !partner.contains(&Some(*at))).collect();
        let free_new: Vec<usize> = (0..new.len()).filter(|at| partner.get(*at) == Some(&None)).collect();
        let matches = |before: usize, after: usize| matches!((old.get(before), new.get(after)), (Some(before), Some(after)) if same(before, after));
        for &after in &free_new {
            let mut candidates = free_old.iter().copied().filter(|before| matches(*before, after));
            let Some(before) = candidates.next() else { continue };
            let alone = candidates.next().is_none()
                && free_new.iter().filter(|after| matches(before, **after)).count() == 1;
            let paired = (round == 0 && !partner.contains(&Some(before))) || alone;
            if let Some(place) = partner.get_mut(after).filter(|_| paired) {
                *place = Some(before);
            }
        }
    }
    let order: Vec<usize> = partner.iter().flatten().copied().collect();
    let both = new.iter().zip(&partner).filter_map(|(after, before)| Some((old.get((*before)?)?, after)));
    Pairs {
        both: both.collect(),
        gone: old
            .iter()
            .enumerate()
            .filter(|(at, _)| !partner.contains(&Some(*at)))
            .map(|(_, item)| item)
            .collect(),
        added: new
            .iter()
            .zip(&partner)
            .filter(|(_, partner)| partner.is_none())
            .map(|(item, _)| item)
            .collect(),
        reordered: !order.is_sorted(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(old: &[(&str, u8)], new: &[(&str, u8)]) -> (usize, usize, usize, bool) {
        let pairs = pair(old, new, &[&|one, other| one.0 == other.0, &|one, other| one.1 == other.1]);
        (pairs.both.len(), pairs.gone.len(), pairs.added.len(), pairs.reordered)
    }

    #[test]
    fn names_pair_first_and_likeness_only_where_it_is_certain() {
        assert_eq!(paired(&[("a", 1), ("b", 2)], &[("b", 2), ("a", 9)]), (2, 0, 0, true));
        assert_eq!(paired(&[("a", 1), ("b", 2)], &[("a", 1), ("c", 2)]), (2, 0, 0, false), "renamed");
        assert_eq!(paired(&[("a", 1), ("b", 1)], &[("c", 1)]), (0, 2, 1, false), "either could be it");
        assert_eq!(paired(&[("a", 1)], &[("b", 1), ("c", 1)]), (0, 1, 2, false), "it could be either");
        assert_eq!(paired(&[], &[("b", 1)]), (0, 0, 1, false));
    }
}
