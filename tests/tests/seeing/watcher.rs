//! An observer that asks everything that it may ask.

use std::fmt::Write;
use std::sync::Mutex;

use payspec_runtime::observe::{Attempt, Metrics, Observer, Query};

/// Keeps everything that it is told, and counts it.
#[derive(Debug)]
pub(crate) struct Watcher {
    seen: Mutex<Seen>,
    metrics: Metrics,
}

/// What a watcher was told.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The outcome of each attempt.
    pub(crate) attempts: Vec<&'static str>,
    /// The outcome of each query, and how many attempts it took.
    pub(crate) queries: Vec<(&'static str, u32)>,
    /// The order numbers of each attempt and each query.
    pub(crate) orders: Vec<String>,
    /// The transcripts of requests.
    pub(crate) requests: String,
    /// The transcripts of replies.
    pub(crate) replies: String,
    /// The unknown codes.
    pub(crate) unknown: Vec<(String, Option<String>)>,
    /// Everything else, and all of the above.
    pub(crate) text: String,
}

impl Watcher {
    pub(crate) const fn new(metrics: Metrics) -> Self {
        Self {
            seen: Mutex::new(Seen {
                attempts: Vec::new(),
                queries: Vec::new(),
                orders: Vec::new(),
                requests: String::new(),
                replies: String::new(),
                unknown: Vec::new(),
                text: String::new(),
            }),
            metrics,
        }
    }

    /// What it was told since the last time.
    pub(crate) fn take(&self) -> Seen {
        std::mem::take(&mut *self.seen.lock().expect("nobody panicked here"))
    }
}

impl Observer for &'static Watcher {
    fn attempt(&self, attempt: &Attempt<'_>) {
        self.metrics.attempt(attempt);
        let transcript = attempt.transcript();
        let (request, reply) = (transcript.request(), transcript.reply().unwrap_or_default());
        let mut seen = self.seen.lock().expect("nobody panicked here");
        let text = &mut seen.text;
        let _ = writeln!(text, "{attempt:?}\n{attempt:#?}\n{transcript:?}\n{transcript}\n{request}\n{reply}");
        for deviation in attempt.deviations() {
            let _ = writeln!(text, "{deviation}");
        }
        let _ = writeln!(text, "{:?}", attempt.unknown_codes());
        seen.attempts.push(attempt.outcome().name());
        seen.orders.extend(attempt.order().map(String::from));
        seen.requests.push_str(&request);
        seen.replies.push_str(&reply);
        let codes = attempt.unknown_codes().into_iter();
        seen.unknown.extend(codes.map(|code| (code.field, code.value.map(str::to_owned))));
    }

    fn query(&self, query: &Query<'_>) {
        self.metrics.query(query);
        let mut seen = self.seen.lock().expect("nobody panicked here");
        let _ = writeln!(seen.text, "{query:?}\n{query:#?}");
        seen.queries.push((query.outcome().name(), query.attempts()));
        seen.orders.extend(query.order().map(str::to_owned));
    }
}
