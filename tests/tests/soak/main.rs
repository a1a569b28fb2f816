//! Twenty thousand questions over sockets, one in five of them with a fault, and what is left behind afterwards.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "it sums up, and says what it skips")]

mod plan;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use payspec_simulator::{Chance, Fault, Simulator};
use payspec_tests::simulated::{Clients, simulator};
use payspec_tests::subject::Subject;
use peak_alloc::PeakAlloc;

use plan::{Answered, Task};
use record::{Faults, Record};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const QUESTIONS: usize = 20_000;
const IN_FLIGHT: usize = 64;
const PERCENT: u8 = 20;
const SEED: u64 = 20_190_925;
/// How long an answer takes that is slow.
const SLOWNESS: Duration = Duration::from_millis(100);
/// How long a client waits: long enough for an honest answer that comes in drops, with 64 in flight, on a machine that is
/// busy with something else. What is never answered takes as long, while others are.
const TIMEOUT: Duration = Duration::from_secs(10);
/// What is left of memory after so many questions is no more than this: less than 64 bytes for each.
const LEFT: usize = 1 << 20;

#[test]
fn twenty_thousand_questions_are_answered_as_the_record_says_and_nothing_is_left_behind() {
    let panics = counted_panics();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let plan = plan::of(QUESTIONS);
    // What is made once and stays, such as the platform's certificates, is made here.
    let few = plan.len() / 20;
    let rehearsal = runtime.block_on(Soak::run(&plan[..few], 1));
    let sockets = open_files();
    let memory = ALLOCATED.current_usage();

    let started = Instant::now();
    let soak = runtime.block_on(Soak::run(&plan, 2));
    let took = started.elapsed();

    let (count, some) = (soak.wrong.len(), &soak.wrong[..soak.wrong.len().min(10)]);
    assert!(soak.wrong.is_empty(), "{count} wrong, {took:?}, among them:\n{}", some.join("\n"));
    assert!(soak.grown <= LEFT, "{} bytes of live memory more than after the first half", soak.grown);
    assert_eq!(panics.load(Ordering::SeqCst), 0, "somebody panicked");
    assert_eq!(soak.asked, QUESTIONS);
    every_fault_struck_every_provider(&soak.by_provider);
    let again = soak.faults.iter().filter(|(place, _)| place.0 < few);
    assert!(again.eq(rehearsal.faults.iter()), "the same seed gave other faults");
    let told = soak.to_string();

    // Not even the counts are to be measured.
    let grown = soak.grown;
    drop((soak, rehearsal));
    let left = || ALLOCATED.current_usage().saturating_sub(memory);
    assert!(comes_true(|| left() <= LEFT), "{} bytes are not given back", left());
    match sockets {
        Some(before) => {
            let now = || open_files().expect("it was there a moment ago");
            assert!(comes_true(|| now() <= before), "{before} files were open, {} are", now());
        }
        None => println!("SKIPPED: whether sockets are given back; there is no /proc/self/fd here"),
    }
    println!(
        "{told} in {took:.1?}; memory: {grown} bytes more after the second half than after the first, {} at the end",
        left()
    );
}

/// What happened.
struct Soak {
    asked: usize,
    wrong: Vec<String>,
    by_provider: BTreeMap<(&'static str, Fault), usize>,
    /// The fault that struck each question, by its task and its place in it.
    faults: Faults,
    told: BTreeMap<&'static str, usize>,
    /// By how many bytes live memory grew from the end of the first part to the end of the last, the record forgotten.
    grown: usize,
}

impl Soak {
    /// Asks what was planned, in so many parts, and compares each part with the simulator's record.
    async fn run(plan: &[Task], parts: usize) -> Self {
        let simulator = simulator()
            .seed(SEED)
            .slowness(SLOWNESS)
            .remember(QUESTIONS + 5_000)
            .bind("127.0.0.1:0")
            .await
            .expect("a free port");
        for task in plan {
            task.put(&simulator);
        }
        for provider in Subject::ALL.map(|subject| &*subject.provider().name) {
            assert!(simulator.chance(provider, Some(Chance::new(PERCENT))));
        }
        let clients = Clients::new(&simulator, |client| client.timeout(TIMEOUT));
        let mut soak = Self {
            asked: 0,
            wrong: Vec::new(),
            by_provider: BTreeMap::new(),
            faults: Faults::new(),
            told: BTreeMap::new(),
            grown: 0,
        };
        let mut after_first = None;
        for part in plan.chunks(plan.len().div_ceil(parts)) {
            let answered = ask(part, &clients).await;
            soak.compare(part, &answered, &simulator);
            drop(answered);
            simulator.forget_exchanges();
            soak.measure(&mut after_first).await;
        }
        soak
    }

    fn compare(&mut self, part: &[Task], answered: &[(usize, Vec<Answered>)], simulator: &Simulator) {
        let record = Record::new(part, simulator.exchanges());
        for (index, answers) in answered {
            let task = &part[*index];
            self.asked += answers.len();
            for (nth, judged) in record.judge(task, answers).into_iter().enumerate() {
                if let Some(fault) = judged.fault {
                    self.faults.insert((task.number, nth), fault);
                    *self.by_provider.entry((task.provider(), fault)).or_default() += 1;
                }
                match judged.verdict {
                    Ok(word) => *self.told.entry(word).or_default() += 1,
                    Err(wrong) => self.wrong.push(wrong),
                }
            }
        }
    }

    /// Compares live memory with what it was after the first part, when the record is forgotten. What is left of
    /// connections is given back a moment later, so it is looked at until it is in bounds or the time is up.
    async fn measure(&mut self, after_first: &mut Option<usize>) {
        // What is kept of each fault, for the comparison of two runs, is no leak.
        let kept = self.faults.len() * 64;
        let live = || ALLOCATED.current_usage().saturating_sub(kept);
        tokio::time::sleep(Duration::from_millis(300)).await;
        match *after_first {
            None => *after_first = Some(live()),
            Some(first) => {
                for _ in 0..50 {
                    if live() <= first + LEFT {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                self.grown = live().saturating_sub(first);
            }
        }
    }
}

impl std::fmt::Display for Soak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} questions, {} with a fault:", self.asked, self.faults.len())?;
        for (word, count) in &self.told {
            write!(f, " {count} {word},")?;
        }
        write!(f, " {} pairs of provider and fault", self.by_provider.len())
    }
}

/// Asks everything that was planned, so many questions at a time. The answers by the place of their task.
async fn ask(plan: &[Task], clients: &Clients) -> Vec<(usize, Vec<Answered>)> {
    let plan: Arc<[Task]> = plan.into();
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = Vec::new();
    for _ in 0..IN_FLIGHT {
        let (plan, next, clients) = (Arc::clone(&plan), Arc::clone(&next), clients.clone());
        workers.push(tokio::spawn(async move {
            let mut answered = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(task) = plan.get(index) else { return answered };
                answered.push((index, task.ask(&clients).await));
            }
        }));
    }
    let mut answered = Vec::new();
    for worker in workers {
        answered.extend(worker.await.expect("no worker panics"));
    }
    answered
}

/// Every fault that a provider has room for.
fn every_fault_struck_every_provider(struck: &BTreeMap<(&'static str, Fault), usize>) {
    let simulator = simulator();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let simulator = runtime.block_on(simulator.bind("127.0.0.1:0")).expect("a free port");
    for provider in Subject::ALL.map(|subject| &*subject.provider().name) {
        simulator.put(provider, payspec_simulator::SimulatedOrder::new("a")).expect("it is put");
        for fault in Fault::ALL {
            let has_room = simulator.arm(provider, "a", *fault, payspec_simulator::Times::Count(1)).is_ok();
            let count = struck.get(&(provider, *fault)).copied().unwrap_or_default();
            assert_eq!(count > 0, has_room, "{provider}, {fault}: struck {count} times");
        }
    }
}

/// Panics of any thread and any task are counted, and shown as ever.
fn counted_panics() -> Arc<AtomicUsize> {
    let panics = Arc::new(AtomicUsize::new(0));
    let (counted, shown) = (Arc::clone(&panics), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        counted.fetch_add(1, Ordering::SeqCst);
        shown(panic);
    }));
    panics
}

/// How many files are open, sockets among them; `None` where nobody can tell.
fn open_files() -> Option<usize> {
    std::fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

/// Whether something comes true within ten seconds.
fn comes_true(mut is_true: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if is_true() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    is_true()
}
