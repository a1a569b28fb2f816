//! Faults by chance, the same for the same seed.

use sha2::{Digest, Sha256};

use super::Fault;

/// Faults that strike by chance: of so many answers in a hundred, each with one of these faults.
///
/// Whether a fault strikes a question depends on the seed, the provider, the order and how often it was asked about, and on
/// nothing else; which one does, also on those that its answer has room for, and so on the operation and the state of the
/// order. The same seed gives the same questions about an order the same faults, whatever is asked about others in between.
/// Putting an order again counts from the start: the same faults come again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance {
    percent: u8,
    faults: Vec<Fault>,
}

impl Chance {
    /// Every fault, in so many of a hundred answers; more than a hundred is all of them.
    #[must_use]
    pub fn new(percent: u8) -> Self {
        Self { percent: percent.min(100), faults: Fault::ALL.to_vec() }
    }

    /// These faults alone.
    #[must_use]
    pub fn of(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults = faults.into_iter().collect();
        self
    }

    /// In how many of a hundred answers.
    #[must_use]
    pub const fn percent(&self) -> u8 {
        self.percent
    }

    /// The faults.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What strikes the question about an order that was asked about so often, of the faults that fit.
    pub(crate) fn draw(
        &self,
        seed: u64,
        provider: &str,
        order: &str,
        asked: u64,
        fits: impl Fn(Fault) -> bool,
    ) -> Option<Fault> {
        let mut digest = Sha256::new();
        digest.update(seed.to_le_bytes());
        for text in [provider, order] {
            digest.update((text.len() as u64).to_le_bytes());
            digest.update(text);
        }
        digest.update(asked.to_le_bytes());
        let digest = digest.finalize();
        let mut numbers =
            digest.chunks_exact(8).map(|bytes| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        if numbers.next()? % 100 >= u64::from(self.percent) {
            return None;
        }
        let fitting: Vec<Fault> = self.faults.iter().copied().filter(|fault| fits(*fault)).collect();
        let index = numbers.next()?.checked_rem(fitting.len() as u64)?;
        fitting.get(usize::try_from(index).ok()?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(chance: &Chance, seed: u64) -> Vec<Option<Fault>> {
        (0..1_000).map(|asked| chance.draw(seed, "acme_pay", "a", asked, |_| true)).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_draws_others() {
        let chance = Chance::new(20);
        assert_eq!(drawn(&chance, 1), drawn(&chance, 1));
        assert_ne!(drawn(&chance, 1), drawn(&chance, 2));
    }

    #[test]
    fn about_as_many_strike_as_were_asked_for_and_every_fault_does() {
        let drawn = drawn(&Chance::new(20), 1);
        let struck: Vec<Fault> = drawn.into_iter().flatten().collect();
        assert!((150..250).contains(&struck.len()), "{}", struck.len());
        assert!(Fault::ALL.iter().all(|fault| struck.contains(fault)));
    }

    #[test]
    fn what_does_not_fit_is_never_drawn_and_nothing_strikes_at_zero() {
        let only = Chance::new(100).of([Fault::Http500, Fault::NoAnswer]);
        for asked in 0..100 {
            let drawn = only.draw(1, "acme_pay", "a", asked, |fault| fault == Fault::NoAnswer);
            assert_eq!(drawn, Some(Fault::NoAnswer));
        }
        assert_eq!(only.draw(1, "acme_pay", "a", 0, |_| false), None);
        assert!(drawn(&Chance::new(0), 1).iter().all(Option::is_none));
    }
}
