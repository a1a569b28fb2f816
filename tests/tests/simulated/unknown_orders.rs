//! Orders that nobody put into the simulator.

use payspec_runtime::{Error, Known, Reason, Retry};
use payspec_simulator::{SimulatedOrder, Verdict};
use payspec_tests::simulated::Key;
use payspec_tests::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};

/// How a provider says so: codes, the reason that they tell, and whether the refusal is signed.
///
/// `PROVIDERS.md` knows no code for it with umf_merchant and leopard: any code that is no success refuses.
const fn refusal(subject: Subject) -> (Option<&'static [&'static str]>, Option<Reason>, bool) {
    match subject {
        UmfServiceProvider => (Some(&["17"]), Some(Reason::OrderNotFound), true),
        UmfMerchant => (None, None, true),
        Leshua => (Some(&["-20004", "-4006"]), Some(Reason::OrderNotFound), true),
        // A reply without data has no signature.
        Ktspay => (Some(&["9999"]), Some(Reason::OrderNotFound), false),
        LeopardSingle | LeopardMulti => (Some(&["FAIL"]), None, false),
    }
}

#[tokio::test]
async fn an_order_that_does_not_exist_is_refused_and_has_no_state() {
    let (simulator, clients) = crate::world().await;
    for subject in Subject::ALL {
        simulator
            .put(&subject.provider().name, SimulatedOrder::new("JD1").provider_order_no("1"))
            .expect("it is put");
        let mut keys = Key::offered(subject, "JD2", "2");
        // Each number by itself is that of an order, but not of the same.
        if keys.contains(&Key::Both("JD2", "2")) {
            keys.push(Key::Both("JD1", "2"));
        }
        for key in keys {
            let place = format!("{subject:?}, {key:?}");
            let error = clients.ask(subject, key).await.err().unwrap_or_else(|| panic!("{place}: a state"));
            let (codes, reason, signed) = refusal(subject);
            let Error::Refused(refusal) = &error else { panic!("{place}: {error:?}") };
            assert_eq!((refusal.reason, refusal.authentic), (reason, signed), "{place}: {error}");
            match codes {
                Some(codes) => assert!(codes.contains(&&*refusal.code), "{place}: {error}"),
                None => assert_eq!(refusal.title, None, "{place}: {error}"),
            }
            let known = if signed { Known::Refused } else { Known::NotTrusted };
            assert_eq!((error.known(), error.retry()), (known, Retry::Later), "{place}: {error}");
            let last = simulator.exchanges().pop().expect("there was one");
            let verdict = matches!(last.verdict, Verdict::Refused { reason: Reason::OrderNotFound, .. });
            assert!(verdict && last.told.is_empty(), "{place}: {last:?}");
        }
    }
}

#[tokio::test]
async fn an_order_that_was_taken_away_is_refused() {
    let (simulator, clients) = crate::world().await;
    for subject in Subject::ALL {
        simulator.put(&subject.provider().name, SimulatedOrder::new("JD1")).expect("it is put");
        clients.ask(subject, Key::Merchant("JD1")).await.expect("it is there");
        assert!(simulator.remove(&subject.provider().name, "JD1"));
        let error = clients.ask(subject, Key::Merchant("JD1")).await.expect_err("it is gone");
        assert!(matches!(error, Error::Refused(_)), "{subject:?}: {error:?}");
    }
}
