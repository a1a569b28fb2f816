//! The control interface over HTTP.

#[path = "support/control.rs"]
mod control;
mod support;

use std::time::Duration;

use control::{Answer, Controlled, Sent};
use payspec_runtime::OrderState;
use payspec_simulator::{Fault, Script, SimulatedOrder, Simulator, Times};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn providers_tell_where_they_are_who_asks_and_what_they_can() {
    let world = Controlled::start().await;
    let answer = world.get("/api/providers").await;
    let providers = answer.json["providers"].as_array().unwrap();
    assert_eq!(providers.len(), world.simulator.providers().count());
    for (provider, name) in providers.iter().zip(world.simulator.providers()) {
        assert_eq!(provider["name"], name);
        assert_eq!(provider["url"], world.simulator.url(name).unwrap());
        let merchant = world.simulator.merchant(name).unwrap();
        assert_eq!(provider["merchants"], json!([merchant.texts]));
        assert!(!provider["faults"].as_array().unwrap().is_empty());
        for state in world.simulator.states(name) {
            assert!(provider["states"].as_array().unwrap().contains(&json!(state.name())), "{state}");
        }
    }
}

#[tokio::test]
async fn an_order_is_put_read_moved_and_taken_away() {
    let world = Controlled::start().await;
    let path = world.order("A/1 ?&单");
    let put = json!({ "amount_fen": 5_800, "then": [{ "after_queries": 2, "state": "Paid" }], "faults": ["http_500"] });
    let put = world.send(Sent::json("PUT", &path, &put)).await;
    assert_eq!((put.status, &put.json["merchant_order_no"]), (200, &json!("A/1 ?&单")));
    assert_eq!(put.json["amount"], json!({ "minor": 5_800, "currency": "CNY", "text": "58.00 CNY" }));
    assert_eq!(put.json["next"], json!({ "after": { "queries": 2 }, "state": "Paid" }));
    assert_eq!(put.json["armed"], json!([{ "fault": "http_500", "times": 1 }]));
    assert_eq!(world.get(&path).await.json, put.json);

    let moved = world.send(Sent::json("POST", &format!("{path}/state"), &json!({ "state": "Paid" }))).await;
    assert_eq!((&moved.json["state"], &moved.json["next"]), (&json!("Paid"), &Value::Null));
    let record = world.simulator.order(&world.provider, "A/1 ?&单").unwrap();
    assert_eq!(record.state, OrderState::Paid);

    let listed = world.get(&format!("/api/orders?provider={}", world.provider)).await;
    assert_eq!(listed.json["orders"], json!([moved.json]));
    assert_eq!(world.send(Sent::bare("DELETE", &path)).await.status, 200);
    assert_eq!(world.send(Sent::bare("DELETE", &path)).await.status, 404);
    assert_eq!(world.simulator.orders(&world.provider), []);
}

#[tokio::test]
async fn faults_are_armed_and_disarmed() {
    let world = Controlled::start().await;
    world.simulator.put(&world.provider, SimulatedOrder::new("A1")).unwrap();
    let path = format!("{}/faults", world.order("A1"));
    world.send(Sent::json("POST", &path, &json!({ "fault": "wrong_signature" }))).await;
    world.send(Sent::json("POST", &path, &json!({ "fault": "no_answer", "times": "always" }))).await;
    let armed = world.simulator.order(&world.provider, "A1").unwrap().armed;
    let armed: Vec<(Fault, Times)> = armed.into_iter().map(|armed| (armed.fault, armed.left)).collect();
    assert_eq!(armed, [(Fault::WrongSignature, Times::Count(1)), (Fault::NoAnswer, Times::Always)]);
    assert_eq!(world.send(Sent::bare("DELETE", &path)).await.status, 200);
    assert_eq!(world.simulator.order(&world.provider, "A1").unwrap().armed, []);
}

#[tokio::test]
async fn what_is_wrong_is_said_with_the_name_that_was_meant_and_changes_nothing() {
    let world = Controlled::start().await;
    world.simulator.put(&world.provider, SimulatedOrder::new("A1")).unwrap();
    let order = world.order("A1");
    let (state, faults) = (format!("{order}/state"), format!("{order}/faults"));
    let chance = format!("/api/providers/{}/chance", world.provider);
    let cases = [
        (Sent::json("POST", &state, &json!({ "state": "Payd" })), 422, "did you mean `Paid`?"),
        (Sent::json("POST", &state, &json!({ "stat": "Paid" })), 422, "did you mean `state`?"),
        (Sent::json("POST", &state, &json!({})), 422, "`state` is missing"),
        (Sent::json("POST", &state, &json!([])), 422, "no object"),
        (Sent::text("POST", &state, "state=Paid"), 400, "no JSON"),
        (Sent::json("POST", &faults, &json!({ "fault": "http_501" })), 422, "did you mean `http_500`?"),
        (Sent::json("POST", &faults, &json!({ "fault": "http_500", "times": 0 })), 422, "from 1 on"),
        (Sent::json("POST", &chance, &json!({ "percent": 101 })), 422, "from 0 to 100"),
        (Sent::json("POST", &chance, &json!({ "percent": 5, "faults": [] })), 422, "`faults` is empty"),
        (Sent::json("POST", &chance, &json!({ "percent": 5, "fualts": [] })), 422, "did you mean `faults`?"),
        (Sent::json("POST", &faults, &json!({ "times": 1 })), 422, "`fault` is missing"),
        (Sent::bare("GET", &format!("{order}%FF")), 400, "UTF-8"),
        (Sent::text("POST", "/orders/%FF", ""), 400, "UTF-8"),
        (Sent::json("PUT", &order, &json!({ "amuont_fen": 1 })), 422, "did you mean `amount_fen`?"),
        (Sent::json("PUT", &order, &json!({ "amount_fen": -1 })), 422, "less than nothing"),
        (Sent::json("PUT", &world.order(&"9".repeat(500)), &json!({})), 422, "too long: questions to"),
        (Sent::bare("GET", &world.order("A2")), 404, "did you mean `A1`?"),
        (Sent::bare("GET", &format!("/api/orders?provider={}x", world.provider)), 404, "did you mean"),
        (Sent::bare("GET", "/api/exchanges?limt=1"), 422, "did you mean `limit`?"),
        (Sent::bare("GET", "/api/exchanges?after=x"), 422, "no number"),
        (Sent::bare("GET", "/api/nothing"), 404, "nothing is at /api/nothing"),
        (Sent::bare("PATCH", &order), 405, "PATCH does nothing"),
    ];
    for (sent, status, words) in cases {
        let shown = format!("{sent:?}");
        let answer = world.send(sent).await;
        let error = answer.json["error"].as_str().unwrap_or_default();
        assert!(answer.status == status && error.contains(words), "{shown}: {} {error}", answer.status);
    }
    let record = world.simulator.order(&world.provider, "A1").unwrap();
    assert_eq!((record.state, record.amount, record.armed), (OrderState::Pending, None, Vec::new()));
}

#[tokio::test]
async fn the_number_of_another_order_is_a_conflict_that_changes_nothing() {
    let world = Controlled::start().await;
    let taken = json!({ "provider_order_no": "77" });
    assert_eq!(world.send(Sent::json("PUT", &world.order("A1"), &taken)).await.status, 200);
    let refused = world.send(Sent::json("PUT", &world.order("A2"), &taken)).await;
    assert_eq!(refused.status, 409);
    let words = refused.json["error"].as_str().unwrap();
    assert!(words.contains("`77` is that of the order `A1` already"), "{words}");
    let orders = world.simulator.orders(&world.provider);
    let orders: Vec<&str> = orders.iter().map(|order| order.merchant_order_no.as_str()).collect();
    assert_eq!(orders, ["A1"]);
}

#[tokio::test]
async fn what_a_provider_has_no_code_for_is_refused_by_the_page_the_api_and_scripts_alike() {
    let world = Controlled::start().await;
    let mut refused = 0;
    let names: Vec<&str> = world.simulator.providers().collect();
    for name in names {
        world.simulator.put(name, SimulatedOrder::new("A1")).unwrap();
        let order = format!("/api/providers/{name}/orders/A1");
        for state in OrderState::ALL {
            let fields = format!("provider={name}&number=A1&state={state}");
            let next = format!("provider={name}&number=A2&after=1&unit=queries&next={state}");
            let later = json!({ "then": [{ "after_queries": 1, "state": state.name() }] });
            let answers = [
                world
                    .send(Sent::json("POST", &format!("{order}/state"), &json!({ "state": state.name() })))
                    .await,
                world.send(Sent::json("PUT", &order, &json!({ "state": state.name() }))).await,
                world.send(Sent::json("PUT", &order, &later)).await,
                world.send(Sent::text("POST", "/orders/state", &fields)).await,
                world.send(Sent::text("POST", "/orders/put", &fields)).await,
                world.send(Sent::text("POST", "/orders/put", &next)).await,
            ];
            let script =
                Script::read(&format!("orders: {{ {name}: {{ A1: {{ state: {state} }} }} }}")).unwrap();
            let specs = [concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")];
            let played = Simulator::from_specs(specs).unwrap().script(&script);
            let can = state == OrderState::Unknown || world.simulator.states(name).contains(&state);
            assert_eq!(played.is_ok(), can, "{name}: {state}");
            for answer in answers {
                let words = answer.text.contains(&format!("{name} has no code for {state}; known here: "));
                assert_eq!((answer.status == 422, words), (!can, !can), "{name}: {state}: {}", answer.status);
            }
            refused += usize::from(!can);
        }
    }
    assert!(refused > 0, "every provider has a code for every state");
}

#[tokio::test]
async fn a_request_to_nobody_is_listed_and_shown() {
    let world = Controlled::start().await;
    let mut stream = TcpStream::connect(world.simulator.address()).await.unwrap();
    stream.write_all(b"GET /nobody/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    stream.read_to_end(&mut Vec::new()).await.unwrap();
    let one = world.get("/api/exchanges").await.json["exchanges"][0].clone();
    assert_eq!((&one["provider"], &one["verdict"]["kind"]), (&Value::Null, &json!("no_question")));
    assert_eq!(one["answer"]["head"].as_str().unwrap().lines().next(), Some("HTTP 404"));
    assert!(world.get("/").await.text.contains("no provider `nobody` here, only"));
    assert!(world.get("/?lang=zh").await.text.contains("地址中的平台不存在"));
    let of_one = world.get(&format!("/?provider={}", world.provider)).await;
    assert!(!of_one.text.contains("`nobody`"), "it is shown as one of another provider's");
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_and_no_answer_can_be_framed_or_kept() {
    let world = Controlled::start().await;
    world.simulator.put(&world.provider, SimulatedOrder::new("A1")).unwrap();
    let post = || Sent::json("POST", &format!("{}/state", world.order("A1")), &json!({ "state": "Paid" }));
    let form = || {
        let fields = format!("provider={}&number=A1&state=Paid", world.provider);
        Sent::text("POST", "/orders/state", &fields)
    };
    for (name, value) in [
        ("host", "evil.example"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for sent in [post(), form()] {
            let answer = world.send(sent.with(name, value)).await;
            assert_eq!(answer.status, 403, "{name}: {value}");
            assert!(answer.json["error"].as_str().unwrap().contains(value), "{name}: {value}");
        }
    }
    assert_eq!(world.send(Sent::bare("GET", "/").with("host", "evil.example")).await.status, 403);
    assert_eq!(world.simulator.order(&world.provider, "A1").unwrap().state, OrderState::Pending);

    let answer =
        world.send(post().with("origin", &world.origin()).with("sec-fetch-site", "same-origin")).await;
    assert_eq!(answer.status, 200);
    for path in ["/", "/script.js", "/api/providers", "/nothing"] {
        let Answer { head, .. } = world.get(path).await;
        for header in [
            "content-security-policy: default-src 'none';",
            "x-frame-options: deny",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
        ] {
            assert!(head.contains(header), "{path}: {header}: {head}");
        }
        assert!(!head.contains("unsafe-inline") && !head.contains("access-control-allow"), "{head}");
    }
}

#[tokio::test]
async fn the_forms_of_the_page_do_what_they_say_without_a_script() {
    let world = Controlled::start().await;
    let form = |path: &str, fields: &str| {
        Sent::text("POST", path, &format!("provider={}&number=A1&{fields}", world.provider))
    };
    let put = world
        .send(form("/orders/put?number=A", "state=Pending&amount=58.00&after=2&unit=queries&next=Paid"))
        .await;
    assert_eq!(put.status, 303);
    assert!(put.head.contains(&format!("location: /?number=a#order-{}-a1", world.provider)), "{}", put.head);
    let record = world.simulator.order(&world.provider, "A1").unwrap();
    assert_eq!(
        (record.amount.map(|fen| fen.get()), record.next.map(|step| step.state)),
        (Some(5_800), Some(OrderState::Paid))
    );
    assert_eq!(world.send(form("/orders/arm", "fault=no_answer&times=always")).await.status, 303);
    assert_eq!(world.simulator.order(&world.provider, "A1").unwrap().armed.len(), 1);
    let wrong = world.send(form("/orders/state", "state=Payd")).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("role=\"alert\"") && wrong.text.contains("did you mean `Paid`?"),
        "{}",
        wrong.text
    );
    assert_eq!(world.send(form("/orders/remove", "")).await.status, 303);
    assert_eq!(world.simulator.orders(&world.provider), []);
}

#[tokio::test]
async fn exchanges_are_listed_by_provider_by_order_and_after_a_number() {
    let world = Controlled::start().await;
    for number in ["A1", "A2", "A1"] {
        world.ask(number).await;
    }
    let numbers = |answer: &Answer| -> Vec<u64> {
        answer.json["exchanges"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|each| each["number"].as_u64())
            .collect()
    };
    assert_eq!(numbers(&world.get("/api/exchanges").await), [1, 2, 3]);
    assert_eq!(numbers(&world.get("/api/exchanges?limit=2").await), [2, 3]);
    assert_eq!(numbers(&world.get("/api/exchanges?after=1&limit=1").await), [2]);
    assert_eq!(numbers(&world.get("/api/exchanges?order=A1").await), [1, 3]);
    let one = world.get("/api/exchanges?after=2").await.json["exchanges"][0].clone();
    assert_eq!((&one["provider"], &one["verdict"]["kind"]), (&json!(world.provider), &json!("refused")));
    assert_eq!(one["verdict"]["reason"], "OrderNotFound");
    assert_eq!(world.send(Sent::bare("DELETE", "/api/exchanges")).await.json["count"], 3);
    assert_eq!(numbers(&world.get("/api/exchanges").await), Vec::<u64>::new());
}

#[tokio::test]
async fn no_answer_holds_a_key() {
    let world = Controlled::start().await;
    world.ask("A1").await;
    for path in ["/", "/?lang=zh", "/api/providers", "/api/orders", "/api/exchanges"] {
        let text = world.get(path).await.text;
        for name in world.simulator.providers() {
            for secret in world.simulator.merchant(name).unwrap().secrets.values() {
                assert!(!text.contains(secret.expose()), "{path}");
            }
        }
        assert!(!text.contains("PRIVATE KEY"), "{path}");
    }
}

#[tokio::test]
async fn of_ten_thousand_orders_the_page_shows_the_first_and_finds_any() {
    let world = Controlled::start().await;
    for number in 0..10_000 {
        world.simulator.put(&world.provider, SimulatedOrder::new(format!("JD{number:05}"))).unwrap();
    }
    let rows = |answer: &Answer| answer.text.matches("<tr role=\"row\" id=").count();
    let page = world.get(&format!("/?provider={}", world.provider)).await;
    assert_eq!(rows(&page), 200);
    assert!(page.text.contains("10,000") && !page.text.contains("JD09999"));
    let found = world.get("/?number=JD09999").await;
    assert_eq!(rows(&found), 1);
    assert!(found.text.contains("JD09999"));
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_not_sent_again() {
    let world = Controlled::start().await;
    let head = world.get("/").await.head;
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().trim().to_owned();
    let again = |tag: &str| world.send(Sent::bare("GET", "/").with("if-none-match", tag));
    assert_eq!(again(&tag).await.status, 304);
    world.simulator.put(&world.provider, SimulatedOrder::new("A1")).unwrap();
    assert_eq!(again(&tag).await.status, 200);
}

#[tokio::test]
async fn without_a_word_it_is_not_there_and_beyond_loopback_it_needs_another() {
    let specs = support::specs().await;
    assert_eq!(specs.simulator.control_url(), None);
    let refused = Simulator::new([specs.providers[0].clone()]).control("0.0.0.0:0").bind("127.0.0.1:0").await;
    assert_eq!(refused.unwrap_err().kind(), std::io::ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn a_connection_whose_question_is_not_finished_ends_with_the_simulator() {
    let world = Controlled::start().await;
    let host = world.origin().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let head = format!("POST /chance HTTP/1.1\r\nhost: {host}\r\n");
    let unfinished = format!("{head}content-length: 10\r\nexpect: 100-continue\r\n\r\n");
    stream.write_all(unfinished.as_bytes()).await.unwrap();
    // This answer comes when the rest is waited for.
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100");
    drop(world);
    let rest = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut Vec::new())).await;
    assert!(rest.is_ok(), "the connection is still open");
}
