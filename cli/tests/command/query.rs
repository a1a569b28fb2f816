//! `payspec query`, asked of simulators.

use std::fs;
use std::future::Future;

use payspec_runtime::{Fen, OrderState};
use payspec_simulator::{Fault, SimulatedOrder, Simulator, Times};
use serde_json::Value;

use crate::payspec::{Folder, Run, own_file, run};

const ORDER: &str = "JD201909250317100002";

/// A simulator of one provider, with a configuration that asks it.
pub(crate) struct Shop {
    simulator: Simulator,
    provider: String,
    pub(crate) folder: Folder,
}

impl Shop {
    pub(crate) async fn open(provider: &str) -> Self {
        let specs = [own_file("specs"), own_file("tests/fixtures/acme.yaml")];
        let providers = payspec_codegen::load(specs).into_result().unwrap();
        let providers: Vec<_> =
            providers.into_iter().map(|each| each.table).filter(|each| each.name == provider).collect();
        let simulator = Simulator::new(providers).bind("127.0.0.1:0").await.unwrap();
        Self { simulator, provider: provider.to_owned(), folder: Folder::new() }
    }

    fn put(&self, state: OrderState) {
        let order = SimulatedOrder::new(ORDER).state(state).amount(Fen::new(58));
        self.simulator.put(&self.provider, order).unwrap();
    }

    /// The lines of the configuration: the secrets in it, the keys in files beside it.
    pub(crate) fn configuration(&self) -> String {
        let url = self.simulator.url(&self.provider).unwrap();
        let merchant = self.simulator.merchant(&self.provider).unwrap();
        let mut text = format!(
            "[merchants.shop]\nprovider = \"{}\"\nurl = \"{url}\"\n[merchants.shop.credentials]\n",
            self.provider
        );
        for (name, value) in &merchant.texts {
            text.push_str(&format!("{name} = \"{value}\"\n"));
        }
        let files = merchant.secrets.iter().chain(&merchant.private_keys);
        let files = files.map(|(name, secret)| (name, secret.expose()));
        for (name, value) in files.chain(merchant.public_keys.iter().map(|(name, key)| (name, key.as_str())))
        {
            self.folder.file(name, format!("{value}\n"));
            text.push_str(&format!("{name}_file = \"{name}\"\n"));
        }
        text
    }

    /// Asks with this configuration.
    pub(crate) async fn ask(&self, configuration: &str, more: &[&str]) -> Run {
        let path = self.folder.file("payspec.toml", configuration);
        let arguments = ["query", &self.provider, ORDER, "--config", &path];
        let arguments: Vec<String> =
            arguments.into_iter().chain(more.iter().copied()).map(str::to_owned).collect();
        tokio::task::spawn_blocking(move || run(arguments)).await.unwrap()
    }
}

/// Runs a test beside its simulator.
pub(crate) fn with<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

#[test]
fn a_question_that_fails_is_not_asked_again_behind_the_back_of_whoever_asked() {
    with(async {
        let shop = Shop::open("leshua").await;
        shop.put(OrderState::Paid);
        shop.simulator.arm("leshua", ORDER, Fault::Http500, Times::Count(1)).unwrap();
        let configuration = shop.configuration();
        let run = shop.ask(&configuration, &["--json"]).await;
        assert_eq!((run.code, &run.json()["error"]["ask_again"]), (1, &"later".into()), "{}", run.stdout);
        assert_eq!(shop.simulator.exchange_count(), 1);
        assert_eq!(shop.ask(&configuration, &["--json"]).await.json()["state"], "Paid");
    });
}

#[test]
fn specifications_that_nobody_compiled_are_asked_as_well() {
    let folder = own_file("../tests/invented/specs");
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("skipped: this is a packaged crate, without {folder}");
        return;
    };
    let mut asked = Vec::new();
    for path in files.map(|file| file.unwrap().path()) {
        let provider = path.file_stem().unwrap().to_str().unwrap();
        let run = run(["query", provider, ORDER, "--spec", path.to_str().unwrap(), "--json"]);
        assert_eq!(run.code, 0, "{provider}: {}", run.stderr);
        assert_eq!(run.json()["state"], "Paid", "{provider}");
        assert_eq!(run.json()["vouched_by"], "signature", "{provider}");
        asked.push(provider.to_owned());
    }
    asked.sort();
    assert_eq!(asked, ["aspen", "birch", "cedar", "hazel", "willow"]);
}

#[test]
fn without_a_configuration_a_simulator_answers_for_every_provider_and_says_so() {
    let providers = run(["describe", "--json"]).json()["providers"].clone();
    for provider in providers.as_array().unwrap() {
        let run = run(["query", provider["provider"].as_str().unwrap(), ORDER]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let title = provider["title"].as_str().unwrap();
        assert!(run.stderr.contains(title) && run.stderr.contains("the order is invented"), "{}", run.stderr);
        assert!(run.stdout.contains("Paid") && run.stdout.contains("128.00 CNY"), "{}", run.stdout);
        assert!(run.stdout.contains("+08:00") && run.stdout.contains("simulated"), "{}", run.stdout);
    }
}

#[test]
fn the_json_has_the_documented_shape_and_says_that_the_order_is_invented() {
    let order = run(["query", "leshua", ORDER, "--json"]).json();
    let keys: Vec<&str> = order.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "amount",
            "channel",
            "channel_order_no",
            "created_at",
            "deviations",
            "final",
            "merchant_no",
            "merchant_order_no",
            "operation",
            "paid_at",
            "provider",
            "provider_order_no",
            "simulated",
            "state",
            "state_text",
            "tied_by",
            "vouched_by",
        ]
    );
    assert_eq!(
        order["amount"],
        serde_json::json!({ "minor": 12800, "currency": "CNY", "text": "128.00 CNY" })
    );
    assert_eq!((&order["state"], &order["final"]), (&"Paid".into(), &true.into()));
    assert_eq!((&order["simulated"], &order["vouched_by"]), (&true.into(), &"signature".into()));
    assert_eq!(order["merchant_order_no"], ORDER);
}

#[test]
fn an_order_is_found_by_the_provider_s_number_where_the_provider_takes_it() {
    let order = run(["query", "ktspay", "P1", "--by", "provider", "--json"]).json();
    assert_eq!(order["provider_order_no"], "P1");
    let refused = run(["query", "leopard", "P1", "--by", "provider"]);
    assert!(refused.code == 1 && refused.stderr.contains("--by merchant"), "{}", refused.stderr);
}

#[test]
fn a_reply_that_nothing_but_the_connection_ties_to_the_question_is_shown_as_one() {
    for provider in ["umf_merchant", "umf_service_provider"] {
        let by_merchant_number = ["query", provider, ORDER];
        let (text, json) = (run(by_merchant_number), run([&by_merchant_number[..], &["--json"]].concat()));
        let words = "nothing but the connection ties it to the question";
        for asked in [&text, &json] {
            assert!(asked.stderr.contains("warning: ") && asked.stderr.contains(words), "{}", asked.stderr);
            assert!(asked.stderr.contains("`--field transactionId=NUMBER`"), "{}", asked.stderr);
        }
        assert_eq!(json.json()["tied_by"], "connection", "{provider}");
        assert!(text.stdout.contains("tied to the question by  the connection alone"), "{}", text.stdout);

        // The simulator counts its orders, and each run has one of its own.
        let provider_number = json.json()["provider_order_no"].as_str().unwrap().to_owned();
        let field = format!("transactionId={provider_number}");
        let with_both = ["query", provider, ORDER, "--field", &field];
        let (text, json) = (run(with_both), run([&with_both[..], &["--json"]].concat()));
        assert_eq!(json.json()["tied_by"], "order_number", "{provider}");
        for asked in [&text, &json] {
            assert!(!asked.stderr.contains("warning"), "{}", asked.stderr);
            assert!(!asked.stdout.contains("tied to the question by"), "{}", asked.stdout);
        }
    }
    for provider in ["leshua", "ktspay", "leopard"] {
        let asked = run(["query", provider, ORDER, "--json"]);
        assert_eq!(asked.json()["tied_by"], "order_number", "{provider}");
        assert!(!asked.stderr.contains("warning"), "{}", asked.stderr);
    }
}

#[test]
fn a_reply_about_several_orders_gives_the_one_that_was_asked_for() {
    let order = run(["query", "leopard", ORDER, "--operation", "query_multi", "--json"]).json();
    assert_eq!((&order["merchant_order_no"], &order["state"]), (&ORDER.into(), &"Paid".into()));
}

#[test]
fn a_specification_that_is_not_built_in_works_too() {
    let run = run(["query", "acme", ORDER, "--spec", &own_file("tests/fixtures/acme.yaml")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Acme 支付"), "{}", run.stderr);
}

#[test]
fn each_kind_of_state_has_its_exit_code() {
    with(async {
        let shop = Shop::open("leshua").await;
        for (state, code) in [
            (OrderState::Paid, 0),
            (OrderState::Failed, 0),
            (OrderState::Closed, 0),
            (OrderState::Refunded, 0),
            (OrderState::Pending, 3),
            (OrderState::Unknown, 4),
        ] {
            shop.put(state);
            let run = shop.ask(&shop.configuration(), &["--json"]).await;
            assert_eq!(run.code, code, "{state}: {}", run.stderr);
            let order = run.json();
            assert_eq!((&order["state"], &order["simulated"]), (&state.name().into(), &false.into()));
            assert_eq!(order["final"], state.is_final());
            assert_eq!(run.stderr, "");
        }
    });
}

#[test]
fn keys_are_read_from_their_files_for_every_provider() {
    with(async {
        for provider in ["ktspay", "umf_service_provider"] {
            let shop = Shop::open(provider).await;
            shop.put(OrderState::Paid);
            let run = shop.ask(&shop.configuration(), &["--merchant", "shop"]).await;
            assert_eq!(run.code, 0, "{}", run.stderr);
            assert!(run.stdout.contains("0.58 CNY") && !run.stdout.contains("simulated"), "{}", run.stdout);
        }
    });
}

#[test]
fn a_refusal_says_what_is_known_and_whether_to_ask_again_and_is_never_a_failed_payment() {
    with(async {
        let shop = Shop::open("leshua").await;
        let run = shop.ask(&shop.configuration(), &["--json"]).await;
        assert_eq!(run.code, 1);
        let error = &run.json()["error"];
        assert_eq!((&error["kind"], &error["known"]), (&"query".into(), &"refused".into()), "{error}");
        assert_eq!((&error["ask_again"], &error["refusal"]["authentic"]), (&"later".into(), &true.into()));
        assert!(error["refusal"]["code"].is_string() && error["refusal"]["title"].is_string(), "{error}");
        for words in ["error: ", "known: ", "it did not fail", "ask again: "] {
            assert!(run.stderr.contains(words), "{}", run.stderr);
        }
    });
}

#[test]
fn a_wrong_key_is_not_trusted_and_never_shown() {
    with(async {
        let shop = Shop::open("leshua").await;
        shop.put(OrderState::Paid);
        let configuration = shop.configuration();
        let key = "wrongwrongwrongwrong";
        shop.folder.file("key", key);
        let run = shop.ask(&configuration, &["--json"]).await;
        assert_eq!(run.code, 1);
        assert_eq!(run.json()["error"]["known"], "not_trusted", "{}", run.stdout);
        assert!(run.hides(key));
    });
}

#[test]
fn nobody_who_answers_means_that_nothing_was_sent() {
    with(async {
        let shop = Shop::open("leshua").await;
        let url = shop.simulator.url("leshua").unwrap();
        let configuration = shop.configuration().replace(&url, "http://127.0.0.1:1/leshua");
        let run = shop.ask(&configuration, &["--json"]).await;
        let error = &run.json()["error"];
        assert_eq!(
            (run.code, &error["known"], &error["ask_again"]),
            (1, &"nothing_sent".into(), &"yes".into())
        );
        assert_eq!(error["refusal"], Value::Null);
    });
}

#[test]
fn plain_http_is_refused_unless_it_is_allowed() {
    with(async {
        let shop = Shop::open("leshua").await;
        let url = shop.simulator.url("leshua").unwrap();
        // A host of RFC 5737: nobody is there.
        let configuration = shop.configuration().replace(&url, "http://192.0.2.1/leshua");
        let run = shop.ask(&configuration, &[]).await;
        assert!(run.code == 1 && run.stderr.contains("--allow-plain-http"), "{}", run.stderr);
        assert!(run.stderr.contains("nothing was sent"), "{}", run.stderr);
    });
}

#[test]
fn a_typo_is_answered_with_the_nearest_name_and_the_command_line_s_own_errors_exit_with_2() {
    let typo = run(["query", "leshau", "1"]);
    assert!(typo.code == 1 && typo.stderr.contains("did you mean `leshua`?"), "{}", typo.stderr);
    assert_eq!(run(["query", "leshua"]).code, 2);
    assert_eq!(run(["query", "leshua", "1", "--merchant", "shop"]).code, 2, "--merchant needs --config");
}

#[test]
fn a_request_that_breaks_the_document_is_not_sent() {
    let run = run(["query", "leshua", &"9".repeat(65), "--json"]);
    assert_eq!((run.code, &run.json()["error"]["known"]), (1, &"nothing_sent".into()));
    assert!(run.stderr.contains("third_order_id"), "{}", run.stderr);
}

#[test]
fn a_broken_specification_is_shown_with_its_line() {
    let folder = Folder::new();
    let text = fs::read_to_string(own_file("tests/fixtures/acme.yaml")).unwrap();
    let path = folder.file("acme.yaml", text.replace("purpose: order_query", "purpose: order_querry"));
    let run = run(["query", "acme", "1", "--spec", &path, "--json"]);
    assert_eq!((run.code, &run.json()["error"]["kind"]), (1, &"specification".into()));
    assert!(run.stderr.contains("acme.yaml:") && run.stderr.contains('^'), "{}", run.stderr);
}
