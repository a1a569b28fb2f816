//! The clients for programs without an async runtime.

use payspec_runtime::{Error, Fen, Money, OrderState};
use payspec_simulator::SimulatedOrder;
use payspec_tests::simulated::{BlockingClients, Key};
use payspec_tests::subject::Subject;

#[test]
fn the_blocking_clients_are_told_the_same_and_refused_the_same() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime for the simulator");
    let (simulator, clients) = runtime.block_on(crate::world());
    let clients = BlockingClients::from(clients);
    for subject in Subject::ALL {
        for state in [OrderState::Pending, OrderState::Paid, OrderState::Failed] {
            let order = SimulatedOrder::new("JD1").state(state).amount(Fen::new(58));
            simulator.put(&subject.provider().name, order).expect("it is put");
            let reply = clients.ask(subject, Key::Merchant("JD1"));
            let reply = reply.unwrap_or_else(|error| panic!("{subject:?}, {state}: {error}"));
            let order = &reply.orders()[0];
            assert_eq!((order.state, order.amount), (state, Some(Money::cny(58))), "{subject:?}");
        }
        let error = clients.ask(subject, Key::Merchant("JD2")).expect_err("there is none");
        assert!(matches!(error, Error::Refused(_)), "{subject:?}: {error:?}");
    }
}
