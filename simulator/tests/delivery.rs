//! Answers that go wrong on the connection: what the client of a provider makes of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::time::{Duration, Instant};

use payspec_runtime::{Client, Error, Phase, Reply};
use payspec_simulator::{Builder, Fault, SimulatedOrder, Simulator, Times};
use support::{World, ask};

const MOMENT: Duration = Duration::from_millis(300);
/// Enough for a connection and a head, also on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

#[derive(Debug, Clone, Copy)]
enum Over {
    Http,
    Https,
}

/// A provider with the order JD1, whose slow answers are so slow, and a client of it.
struct Asked {
    world: World,
    client: Client,
}

impl Asked {
    async fn over(over: Over, slowness: Duration) -> Self {
        let loaded = payspec_codegen::load([concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")]);
        let providers = vec![loaded.providers[0].table.clone().into()];
        let simulator = Simulator::new(loaded.providers.into_iter().take(1).map(|provider| provider.table));
        let tls = match over {
            Over::Http => |builder: Builder| builder,
            Over::Https => Builder::tls,
        };
        let simulator = tls(simulator).slowness(slowness).bind("127.0.0.1:0").await.unwrap();
        let world = World { providers, simulator };
        world.simulator.put(world.name(), SimulatedOrder::new("JD1")).unwrap();
        let client = world.client(world.name()).timeout(Duration::from_secs(20));
        let client = match world.simulator.root_certificate_pem() {
            Some(root) => client.root_certificate_pem(root.as_bytes()),
            None => client,
        };
        Self { world, client }
    }

    /// Asks with a fault in the way.
    async fn with(&self, fault: Fault) -> Result<Reply, Error> {
        self.strikes(fault, Times::Count(1));
        self.ask().await
    }

    fn strikes(&self, fault: Fault, times: Times) {
        self.world.simulator.arm(self.world.name(), "JD1", fault, times).unwrap();
    }

    async fn ask(&self) -> Result<Reply, Error> {
        ask(&self.client, &self.world.providers[0].operations[0], "JD1").await
    }
}

impl World {
    fn name(&self) -> &str {
        &self.providers[0].name
    }
}

/// Checks something over both, at once.
async fn both(slowness: Duration, check: impl AsyncFn(Asked)) {
    let over = async |over| check(Asked::over(over, slowness).await).await;
    tokio::join!(over(Over::Http), over(Over::Https));
}

#[track_caller]
fn broke(answer: Result<Reply, Error>, expected: Phase) {
    match answer {
        Err(Error::Transport { phase, .. }) => assert_eq!(phase, expected),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    both(HOUR, async |mut asked| {
        // Keys are made, and what is slow the first time is done.
        asked.ask().await.unwrap();
        asked.client = asked.client.timeout(PATIENCE);
        for fault in [Fault::NoAnswer, Fault::SlowHead] {
            broke(asked.with(fault).await, Phase::Sending);
        }
        broke(asked.with(Fault::SlowBody).await, Phase::Receiving);
        assert_eq!(asked.world.simulator.exchange_count(), 4);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_slow_is_an_answer() {
    both(MOMENT, async |asked| {
        for fault in [Fault::SlowHead, Fault::SlowBody] {
            let started = Instant::now();
            asked.with(fault).await.unwrap();
            assert!(started.elapsed() >= MOMENT, "{fault}: {:?}", started.elapsed());
        }
    })
    .await;
}

#[tokio::test]
async fn a_reset_before_the_answer_is_no_answer() {
    both(HOUR, async |asked| broke(asked.with(Fault::ResetBeforeAnswer).await, Phase::Sending)).await;
}

#[tokio::test]
async fn a_reset_in_the_body_is_an_answer_that_broke_off_each_of_many_times() {
    both(HOUR, async |asked| {
        asked.strikes(Fault::ResetInBody, Times::Always);
        for _ in 0..10 {
            broke(asked.ask().await, Phase::Receiving);
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_an_answer_that_broke_off() {
    both(HOUR, async |asked| broke(asked.with(Fault::LengthTooLong).await, Phase::Receiving)).await;
}

#[tokio::test]
async fn a_body_longer_than_announced_is_cut_off() {
    both(HOUR, async |asked| {
        let answer = asked.with(Fault::LengthTooShort).await;
        assert!(matches!(answer, Err(Error::Malformed(_))), "{answer:?}");
    })
    .await;
}

#[tokio::test]
async fn of_a_huge_body_no_more_is_read_than_the_limit() {
    both(HOUR, async |asked| {
        let answer = asked.with(Fault::HugeBody).await;
        assert!(matches!(answer, Err(Error::TooLarge { .. })), "{answer:?}");
    })
    .await;
}

#[tokio::test]
async fn the_question_after_a_broken_answer_is_answered() {
    both(MOMENT, async |asked| {
        let broken = [
            Fault::SlowBody,
            Fault::ResetBeforeAnswer,
            Fault::ResetInBody,
            Fault::LengthTooLong,
            Fault::LengthTooShort,
            Fault::HugeBody,
        ];
        for fault in broken {
            let _ = asked.with(fault).await;
            if let Err(error) = asked.ask().await {
                panic!("after {fault}: {error}");
            }
        }
    })
    .await;
}
