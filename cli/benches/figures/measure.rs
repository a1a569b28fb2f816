//! Two things measured in turn, so that a noisy machine is noisy to both.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one batch of calls takes about.
const BATCH: Duration = Duration::from_millis(2);
/// How many pairs of batches are measured.
const ROUNDS: usize = 150;

/// The time of a thing over the time of its floor.
pub(crate) struct Ratio {
    /// Nanoseconds of one call, the median.
    pub(crate) ours: f64,
    /// Nanoseconds of one call of the floor, the median.
    pub(crate) floor: f64,
    low: f64,
    median: f64,
    high: f64,
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.2} × ({:.2}–{:.2}; {} against {})",
            self.median,
            self.low,
            self.high,
            time(self.ours),
            time(self.floor)
        )
    }
}

/// Measures a thing against its floor, batch by batch in turn.
pub(crate) fn ratio<A, B>(mut ours: impl FnMut() -> A, mut floor: impl FnMut() -> B) -> Ratio {
    let ours_calls = calls_per_batch(&mut ours);
    let floor_calls = calls_per_batch(&mut floor);
    let mut pairs: Vec<(f64, f64)> =
        (0..ROUNDS).map(|_| (batch(&mut ours, ours_calls), batch(&mut floor, floor_calls))).collect();
    let mut ratios: Vec<f64> = pairs.iter().map(|(ours, floor)| ours / floor).collect();
    ratios.sort_by(f64::total_cmp);
    let at = |share: usize| ratios[(ratios.len() - 1) * share / 100];
    let (low, median, high) = (at(10), at(50), at(90));
    let middle = pairs.len() / 2;
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let ours = pairs[middle].0;
    pairs.sort_by(|one, other| one.1.total_cmp(&other.1));
    Ratio { ours, floor: pairs[middle].1, low, median, high }
}

/// The median time of a few calls, in nanoseconds.
pub(crate) fn median<T>(calls: usize, mut call: impl FnMut() -> T) -> f64 {
    black_box(call());
    let mut times: Vec<f64> = (0..calls.max(1)).map(|_| batch(&mut call, 1)).collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn calls_per_batch<T>(call: &mut impl FnMut() -> T) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        if start.elapsed() >= BATCH || calls >= 1 << 20 {
            return calls;
        }
        calls *= 2;
    }
}

/// Nanoseconds of one call.
fn batch<T>(call: &mut impl FnMut() -> T, calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(call());
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

/// A time for people.
pub(crate) fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        small if small < 10_000.0 => format!("{small:.0} ns"),
        middle if middle < 10_000_000.0 => format!("{:.1} µs", middle / 1e3),
        large if large < 10_000_000_000.0 => format!("{:.1} ms", large / 1e6),
        huge => format!("{:.1} s", huge / 1e9),
    }
}
