//! Every state, of every operation, by every number and in every encoding.
//!
//! What is expected is written by hand from `PROVIDERS.md`; nothing here is derived from a specification.

use payspec_runtime::table::Encoding;
use payspec_runtime::{ChinaTime, Fen, Money, Order, OrderState, Reply};
use payspec_simulator::{SimulatedOrder, Simulator, Verdict};
use payspec_tests::simulated::{Clients, Key};
use payspec_tests::states;
use payspec_tests::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};

use OrderState::{Paid, Pending, RefundFailed, Refunded, Refunding, Unknown};

/// A code of the channel, none that a specification has as its example.
const fn channel(subject: Subject) -> &'static str {
    match subject {
        UmfServiceProvider | UmfMerchant => "AL",
        Leshua => "ZFBZF",
        Ktspay => "wxpay",
        LeopardSingle | LeopardMulti => "alipay",
    }
}

const PAID_AT: i64 = 1_569_396_251_000;
const CREATED_AT: i64 = 1_569_310_000_000;

fn at(milliseconds: i64) -> ChinaTime {
    ChinaTime::from_milliseconds(milliseconds).expect("a time")
}

/// Whether somebody has paid: only such orders are given a time of payment.
const fn was_paid(state: OrderState) -> bool {
    matches!(state, Paid | Refunding | Refunded | RefundFailed)
}

/// Everything that can be put in.
fn order(subject: Subject, number: &str, state: OrderState, amount: Fen) -> SimulatedOrder {
    let order = SimulatedOrder::new(number)
        .state(state)
        .amount(amount)
        .created_at(at(CREATED_AT))
        .channel(channel(subject))
        .channel_order_no("4200000395201909251384927907");
    if was_paid(state) { order.paid_at(at(PAID_AT)) } else { order }
}

/// Compares what a client tells of an order with what was put in.
fn check(subject: Subject, order: &Order, number: &str, theirs: &str, state: OrderState, amount: Fen) {
    let place = format!("{subject:?}, {state}");
    let listed = states::listed(subject).iter().find(|(known, _)| *known == state);
    let text = order.state_text.as_deref().unwrap_or_else(|| panic!("{place}: no text"));
    match listed {
        Some((state, codes)) => {
            assert_eq!(order.state, *state, "{place}");
            assert!(codes.contains(&text), "{place}: {text}");
        }
        None => {
            assert_eq!(order.state, Unknown, "{place}");
            assert!(
                states::listed(subject).iter().all(|(_, codes)| !codes.contains(&text)),
                "{place}: {text}"
            );
        }
    }
    assert_eq!(order.amount, Some(Money::cny(amount.get())), "{place}");

    let is_umf = matches!(subject, UmfServiceProvider | UmfMerchant);
    let is_leopard = matches!(subject, LeopardSingle | LeopardMulti);
    // The replies of UMF name no order of the merchant's.
    assert_eq!(order.merchant_order_no.as_deref(), (!is_umf).then_some(number), "{place}");
    // What is still in progress comes without a number there.
    let named = !(subject == UmfServiceProvider && state == Pending);
    assert_eq!(order.provider_order_no.as_deref(), named.then_some(theirs), "{place}");
    let has_channel_no = match subject {
        UmfMerchant => false,
        Leshua => state == Paid,
        UmfServiceProvider | Ktspay | LeopardSingle | LeopardMulti => true,
    };
    let channel_no = has_channel_no.then_some("4200000395201909251384927907");
    assert_eq!(order.channel_order_no.as_deref(), channel_no, "{place}");
    // Leshua and leopard give the time of payment of orders that are paid, and of no others.
    let has_paid_at = was_paid(state) && (!(is_leopard || subject == Leshua) || state == Paid);
    assert_eq!(order.paid_at, has_paid_at.then(|| at(PAID_AT)), "{place}");
    let has_created_at = is_leopard || subject == Ktspay;
    assert_eq!(order.created_at, has_created_at.then(|| at(CREATED_AT)), "{place}");
    let told = order.channel.as_ref().map(|channel| &*channel.text);
    assert_eq!(told, (subject != UmfServiceProvider).then_some(channel(subject)), "{place}");
}

/// What a reply tells of the one order that was asked about. It departs from its document in a state that is not listed,
/// and in nothing else.
fn only<'r>(subject: Subject, reply: &'r Reply, state: OrderState, place: &str) -> &'r Order {
    let is_listed = states::listed(subject).iter().any(|(listed, _)| *listed == state);
    let deviations: Vec<String> = reply.deviations().iter().map(ToString::to_string).collect();
    let expected = format!("`{}` has a code that is not documented", states::field(subject));
    assert_eq!(deviations, if is_listed { vec![] } else { vec![expected] }, "{place}");
    match reply.orders() {
        [order] => order,
        orders => panic!("{place}: {orders:?}"),
    }
}

/// Asks every operation about orders in every state, and gives how many questions there were.
pub(crate) async fn ask_everything(simulator: &Simulator, clients: &Clients) -> usize {
    let mut asked = 0;
    for subject in Subject::ALL {
        let provider = &*subject.provider().name;
        for (index, state) in (0..).zip(OrderState::ALL) {
            let (number, amount) = (format!("JD{subject:?}{state}"), Fen::new(523_001 + index));
            simulator.put(provider, order(subject, &number, state, amount)).expect("it is put");
            let theirs = simulator.order(provider, &number).expect("it was put").provider_order_no;
            for key in Key::offered(subject, &number, &theirs) {
                let place = format!("{subject:?}, {state}, {key:?}");
                let reply =
                    clients.ask(subject, key).await.unwrap_or_else(|error| panic!("{place}: {error}"));
                check(subject, only(subject, &reply, state, &place), &number, &theirs, state, amount);
                let last = simulator.exchanges().pop().expect("there was one");
                assert_eq!(last.verdict, Verdict::Answered { states: vec![state] }, "{place}");
                assert_eq!(last.told.len(), 1, "{place}");
                assert_eq!((&*last.told[0].order, last.told[0].state), (&*number, state), "{place}");
                asked += 1;
            }
        }
    }
    asked
}

/// Nine states; by as many numbers as each operation lets orders be asked for.
pub(crate) const QUESTIONS: usize = 9 * (2 + 2 + 3 + 3 + 1 + 1);

#[tokio::test]
async fn every_state_of_every_operation_is_told_by_every_number() {
    let (simulator, clients) = crate::world().await;
    assert_eq!(ask_everything(&simulator, &clients).await, QUESTIONS);
    assert_eq!(simulator.exchange_count(), QUESTIONS as u64);
}

#[tokio::test]
async fn ktspay_tells_the_same_to_questions_in_json_and_in_a_form() {
    for (encoding, media_type) in
        [(Encoding::Json, "application/json"), (Encoding::Form, "application/x-www-form-urlencoded")]
    {
        let simulator = payspec_tests::simulated::simulator().bind("127.0.0.1:0").await.expect("a free port");
        let clients = Clients::new(&simulator, |client| client.encoding(encoding.clone()));
        for state in OrderState::ALL {
            let (number, amount) = (format!("JD{state}"), Fen::new(58));
            simulator.put("ktspay", order(Ktspay, &number, state, amount)).expect("it is put");
            let theirs = simulator.order("ktspay", &number).expect("it was put").provider_order_no;
            for key in Key::offered(Ktspay, &number, &theirs) {
                let place = format!("{encoding:?}, {state}, {key:?}");
                let reply = clients.ask(Ktspay, key).await.unwrap_or_else(|error| panic!("{place}: {error}"));
                check(Ktspay, only(Ktspay, &reply, state, &place), &number, &theirs, state, amount);
                let head = simulator.exchanges().pop().expect("there was one").request.head;
                assert!(head.contains(&format!("content-type: {media_type}")), "{head}");
            }
        }
    }
}
