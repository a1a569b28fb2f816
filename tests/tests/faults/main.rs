//! Every fault, of every operation: what the client returns, how long it takes, and how much memory.
//!
//! A test walks the whole matrix, one question at a time, since memory is measured; it goes on after a failure and names
//! all of them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod outcome;
mod table;

use std::time::{Duration, Instant};

use payspec_runtime::{Client, Fen, OrderState};
use payspec_simulator::{ArmError, Builder, Fault, SimulatedOrder, Simulator, Times};
use payspec_tests::simulated::{Clients, Key, simulator};
use payspec_tests::subject::Subject;
use peak_alloc::PeakAlloc;
use tokio::sync::Mutex;

use outcome::Outcome;
use table::{Case, Row};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// How long a client waits for an answer that takes longer.
const SHORT: Duration = Duration::from_millis(500);
/// How long it waits for one that comes at once.
const LONG: Duration = Duration::from_secs(10);
/// How long an answer takes that is slow: longer than any test waits.
const SLOWNESS: Duration = Duration::from_secs(60);
/// How much longer than its deadline a question may take on a machine that is busy with something else.
const LATE: Duration = Duration::from_secs(3);
/// The most bytes that a reply may have.
const MAX_BODY: usize = 256 << 10;
/// What both sides of an exchange need besides, the buffers of HTTP and TLS; the eight megabytes that come must not fit.
const BESIDES: usize = 2 << 20;

/// Memory is measured of the whole process, so one test runs at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The states that the order has: a client that says anything else has been lied to.
const STATES: [OrderState; 2] = [OrderState::Pending, OrderState::Paid];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_fault_returns_what_the_table_says_in_time_and_in_bounds() {
    let _alone = ALONE.lock().await;
    let matrix = Matrix::new(simulator(), |client| client).await;
    let mut failures = Vec::new();
    let mut cases = 0;
    for fault in Fault::ALL {
        for subject in Subject::ALL {
            for state in STATES {
                // Nobody is told anything then, whatever the state: once is enough, it takes a while.
                if waits(*fault) && state == OrderState::Paid {
                    continue;
                }
                let failed = matrix.walk(*fault, subject, state, &mut cases).await;
                failures.extend(failed);
            }
        }
    }
    report(&failures, cases);
    assert!(cases > Fault::ALL.len() * Subject::ALL.len() * STATES.len(), "only {cases} cases");
}

/// Faults of the connection, which TLS could hide or show otherwise.
const OF_CONNECTIONS: [Fault; 10] = [
    Fault::NoAnswer,
    Fault::SlowHead,
    Fault::SlowBody,
    Fault::ResetBeforeAnswer,
    Fault::ResetInBody,
    Fault::LengthTooLong,
    Fault::LengthTooShort,
    Fault::Http502,
    Fault::EmptyBody,
    Fault::HugeBody,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_fault_of_a_connection_returns_the_same_over_tls() {
    let _alone = ALONE.lock().await;
    let simulator = simulator().tls();
    // By which number is asked makes no difference to a connection.
    let matrix = Matrix { most_keys: 1, ..Matrix::trusting(simulator).await };
    let mut failures = Vec::new();
    let mut cases = 0;
    for fault in OF_CONNECTIONS {
        for subject in Subject::ALL {
            failures.extend(matrix.walk(fault, subject, OrderState::Pending, &mut cases).await);
        }
    }
    report(&failures, cases);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_slow_and_in_time_is_believed() {
    let _alone = ALONE.lock().await;
    let builder = simulator().slowness(Duration::from_millis(300));
    let matrix = Matrix::bind(builder, |client, _| client.timeout(LONG)).await;
    let mut failures = Vec::new();
    for fault in [Fault::SlowHead, Fault::SlowBody] {
        for subject in Subject::ALL {
            let (number, theirs) = matrix.put(subject, OrderState::Paid);
            matrix.arm(subject, &number, fault).expect("every reply can be slow");
            for key in Key::offered(subject, &number, &theirs).into_iter().take(1) {
                let case = Case { fault, subject, state: OrderState::Paid, key };
                let started = Instant::now();
                let outcome = Outcome::of(&matrix.patient.ask(subject, key).await);
                if outcome != case.honest(&[]) || started.elapsed() < Duration::from_millis(250) {
                    failures.push(format!("{fault}, {subject:?}: {outcome:?} after {:?}", started.elapsed()));
                }
            }
        }
    }
    report(&failures, 2 * Subject::ALL.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_of_one_order_of_a_batch_spoils_that_order_or_the_whole_reply() {
    let _alone = ALONE.lock().await;
    let matrix = Matrix::new(simulator(), |client| client).await;
    let provider = &Subject::LeopardMulti.provider().name;
    let mut failures = Vec::new();
    for (fault, expected) in [
        (Fault::UnknownStatus, Ok([OrderState::Paid, OrderState::Unknown])),
        (Fault::NewField, Ok([OrderState::Paid, OrderState::Pending])),
        (Fault::MissingState, Err(Outcome::Incomplete("orders[].status"))),
        (Fault::OtherOrder, Err(Outcome::Elsewhere("orders[].orderNo"))),
        (Fault::WrongSignature, Err(Outcome::Forged)),
    ] {
        matrix
            .simulator
            .put(provider, SimulatedOrder::new("first").state(OrderState::Paid))
            .expect("it is put");
        matrix.simulator.put(provider, SimulatedOrder::new("second")).expect("it is put");
        matrix.arm(Subject::LeopardMulti, "second", fault).expect("there is room");
        let answered = matrix.patient.ask_several(&["first", "second"]).await;
        let outcome = match &answered {
            Ok(reply) => Ok(reply.orders().iter().map(|order| order.state).collect::<Vec<_>>()),
            Err(_) => Err(Outcome::of(&answered)),
        };
        if outcome != expected.clone().map(Vec::from) {
            failures.push(format!("{fault}: expected {expected:?}, returned {outcome:?}"));
        }
    }
    report(&failures, 5);
}

#[test]
fn somebody_has_said_what_each_fault_does_to_each_operation() {
    for fault in Fault::ALL {
        for subject in Subject::ALL {
            let case = Case { fault: *fault, subject, state: OrderState::Pending, key: Key::Merchant("a") };
            assert!(case.row().is_some(), "nobody has said what `{fault}` does to {subject:?}: see table.rs");
        }
    }
}

/// A simulator, and clients that wait long or not.
struct Matrix {
    simulator: Simulator,
    patient: Clients,
    impatient: Clients,
    /// By how many of the numbers that are offered orders are asked for.
    most_keys: usize,
}

impl Matrix {
    async fn new(builder: Builder, settings: impl Fn(Client) -> Client) -> Self {
        Self::bind(builder.slowness(SLOWNESS), |client, _| settings(client)).await
    }

    async fn trusting(builder: Builder) -> Self {
        Self::bind(builder.slowness(SLOWNESS), |client, simulator| {
            client.root_certificate_pem(simulator.root_certificate_pem().expect("it has one").as_bytes())
        })
        .await
    }

    async fn bind(builder: Builder, settings: impl Fn(Client, &Simulator) -> Client) -> Self {
        // Of exchanges that are remembered each takes memory, at a moment that nobody can foresee.
        let simulator = builder.remember(16).bind("127.0.0.1:0").await.expect("a free port");
        let clients = |timeout| {
            Clients::new(&simulator, |client| {
                settings(client, &simulator).timeout(timeout).max_body(MAX_BODY)
            })
        };
        let (patient, impatient) = (clients(LONG), clients(SHORT));
        let matrix = Self { simulator, patient, impatient, most_keys: usize::MAX };
        matrix.warm_up().await;
        matrix
    }

    /// What is made once and stays is made here.
    async fn warm_up(&self) {
        for subject in Subject::ALL {
            // A paid order besides, for replies about another one.
            let provider = &subject.provider().name;
            let other = SimulatedOrder::new("another").state(OrderState::Paid).amount(Fen::new(58));
            self.simulator.put(provider, other).expect("it is put");
            for clients in [&self.patient, &self.impatient] {
                let _ = clients.ask(subject, Key::Merchant("another")).await;
            }
        }
    }

    /// An order of which nothing is known yet, by both of its numbers.
    fn put(&self, subject: Subject, state: OrderState) -> (String, String) {
        let provider = &subject.provider().name;
        let order = SimulatedOrder::new("JD201909250317100002").state(state).amount(Fen::new(58));
        self.simulator.remove(provider, "JD201909250317100002");
        self.simulator.put(provider, order).expect("it is put");
        let order = self.simulator.order(provider, "JD201909250317100002").expect("it was put");
        (order.merchant_order_no, order.provider_order_no)
    }

    fn arm(&self, subject: Subject, number: &str, fault: Fault) -> Result<(), ArmError> {
        self.simulator.arm(&subject.provider().name, number, fault, Times::Count(1))
    }

    /// Asks by every number that is offered, with the fault and then without it.
    async fn walk(
        &self,
        fault: Fault,
        subject: Subject,
        state: OrderState,
        cases: &mut usize,
    ) -> Vec<String> {
        let mut failures = Vec::new();
        let (number, theirs) = self.put(subject, state);
        for key in Key::offered(subject, &number, &theirs).into_iter().take(self.most_keys) {
            *cases += 1;
            let case = Case { fault, subject, state, key };
            if let Err(why) = self.check(case, &number).await {
                failures.push(format!("{fault}, {subject:?}, {state}, {key:?}: {why}"));
            }
            assert!(self.simulator.disarm(&subject.provider().name, &number));
            // The fault has left nothing behind in the connection.
            let outcome = Outcome::of(&self.patient.ask(subject, key).await);
            if outcome != case.honest(&[]) {
                failures
                    .push(format!("{fault}, {subject:?}, {state}, {key:?}: the next answer is {outcome:?}"));
            }
        }
        failures
    }

    async fn check(&self, case: Case<'_>, number: &str) -> Result<(), String> {
        let row = case.row().ok_or("nobody has said what must happen: see table.rs")?;
        let armed = self.arm(case.subject, number, case.fault);
        match (&row, armed) {
            (Row::NoRoom, Err(ArmError::NoRoom(fault))) if fault == case.fault => return Ok(()),
            (Row::Returns(_) | Row::Honest, Ok(())) => {}
            (_, armed) => return Err(format!("expected {row:?}, armed: {armed:?}")),
        }
        let expected = match &row {
            Row::Returns(outcome) => outcome.clone(),
            Row::NoRoom | Row::Honest => case.honest(&[]),
        };
        let (clients, deadline) =
            if waits(case.fault) { (&self.impatient, SHORT) } else { (&self.patient, LONG) };
        let before = ALLOCATED.current_usage();
        ALLOCATED.reset_peak_usage();
        let started = Instant::now();
        let answered = clients.ask(case.subject, case.key).await;
        let took = started.elapsed();
        let peak = ALLOCATED.peak_usage().saturating_sub(before);
        let last = self.simulator.exchanges().pop();
        let struck = last.and_then(|exchange| exchange.fault);
        let outcome = Outcome::of(&answered);
        if struck != (row != Row::Honest).then_some(case.fault) {
            return Err(format!("expected {row:?}, struck: {struck:?}, returned: {outcome:?}"));
        }
        if outcome != expected {
            return Err(format!("expected {expected:?}, returned {outcome:?}"));
        }
        if let Err(error) = &answered
            && Some((error.known(), error.retry())) != expected.says()
        {
            return Err(format!("it says {:?}, {:?}: {error}", error.known(), error.retry()));
        }
        if took > deadline + LATE {
            return Err(format!("it took {took:?}, the deadline was {deadline:?}"));
        }
        if peak > MAX_BODY + BESIDES {
            return Err(format!("it took {peak} bytes"));
        }
        Ok(())
    }
}

/// Whether the answer takes longer than anybody waits.
const fn waits(fault: Fault) -> bool {
    matches!(fault, Fault::NoAnswer | Fault::SlowHead | Fault::SlowBody)
}

fn report(failures: &[String], cases: usize) {
    assert!(failures.is_empty(), "{} failures in {cases} cases:\n{}", failures.len(), failures.join("\n"));
}
