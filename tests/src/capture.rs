//! Everything that is logged in this process, by `tracing` or by `log`, whatever its level.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static LOGGED: Mutex<String> = Mutex::new(String::new());

thread_local! {
    /// The spans that this thread is in.
    static INSIDE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Starts to keep what is logged.
///
/// # Panics
/// If another subscriber or logger was installed before.
pub fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Keeper).expect("there is no other subscriber");
        log::set_logger(&Keeper).expect("there is no other logger");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// What was logged so far, a line each.
///
/// A span begins as `span 7 in 3: target name fields`, where 3 is the span around it, or 0; what it is told later is
/// `span 7: fields`. An event is `event in 7: target fields`.
///
/// # Panics
/// If a thread panicked while it logged.
#[must_use]
pub fn logged() -> String {
    LOGGED.lock().expect("nobody panicked here").clone()
}

/// The span that this thread is in, or 0.
fn inside() -> u64 {
    INSIDE.with_borrow(|inside| inside.last().copied().unwrap_or_default())
}

fn keep(line: &str) {
    let mut logged = LOGGED.lock().expect("nobody panicked here");
    logged.push_str(line);
    logged.push('\n');
}

/// Keeps events, spans and records.
#[derive(Debug)]
struct Keeper;

impl Subscriber for Keeper {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let (target, name) = (span.metadata().target(), span.metadata().name());
        let mut line = Line(format!("span {id} in {}: {target} {name}", inside()));
        span.record(&mut line);
        keep(&line.0);
        Id::from_u64(id)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut line = Line(format!("span {}:", id.into_u64()));
        values.record(&mut line);
        keep(&line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("event in {}: {}", inside(), event.metadata().target()));
        event.record(&mut line);
        keep(&line.0);
    }

    fn enter(&self, id: &Id) {
        INSIDE.with_borrow_mut(|inside| inside.push(id.into_u64()));
    }

    fn exit(&self, id: &Id) {
        INSIDE.with_borrow_mut(|inside| {
            if let Some(position) = inside.iter().rposition(|span| *span == id.into_u64()) {
                inside.remove(position);
            }
        });
    }
}

impl log::Log for Keeper {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        keep(&format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// Fields, in the form that subscribers print.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
