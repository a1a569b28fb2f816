//! Everything that is counted in this process with the crate `metrics`.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Once};

use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

static COUNTED: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// Starts to count.
///
/// # Panics
/// If another recorder was installed before.
pub fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| metrics::set_global_recorder(Tally).expect("there is no other recorder"));
}

/// What was counted so far: `name{label=value,…}` and how often; of a histogram how many values it was given. What a
/// metric is described as stands there, too, as `name: words` without a number.
///
/// # Panics
/// If a thread panicked while it counted.
#[must_use]
pub fn counted() -> BTreeMap<String, u64> {
    COUNTED.lock().expect("nobody panicked here").clone()
}

fn add(key: &str, count: u64) {
    *COUNTED.lock().expect("nobody panicked here").entry(key.to_owned()).or_default() += count;
}

#[derive(Debug)]
struct Tally;

/// One metric with its labels.
struct One(String);

impl One {
    fn new(key: &Key) -> Arc<Self> {
        let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        Arc::new(Self(format!("{}{{{}}}", key.name(), labels.join(","))))
    }
}

impl CounterFn for One {
    fn increment(&self, value: u64) {
        add(&self.0, value);
    }

    fn absolute(&self, value: u64) {
        add(&self.0, value);
    }
}

impl HistogramFn for One {
    fn record(&self, _: f64) {
        add(&self.0, 1);
    }
}

impl Recorder for Tally {
    fn describe_counter(&self, key: KeyName, _: Option<Unit>, words: SharedString) {
        add(&format!("{}: {words}", key.as_str()), 0);
    }

    fn describe_gauge(&self, key: KeyName, _: Option<Unit>, words: SharedString) {
        add(&format!("{}: {words}", key.as_str()), 0);
    }

    fn describe_histogram(&self, key: KeyName, _: Option<Unit>, words: SharedString) {
        add(&format!("{}: {words}", key.as_str()), 0);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(One::new(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(One::new(key))
    }
}
