//! `payspec simulate`, asked by `payspec query`.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, ChildStdout, Stdio};

use serde_json::Value;

use crate::payspec::{Folder, Run, command, own_file, run};

/// A simulator that runs, in a folder of its own.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
}

impl Running {
    /// Starts it on free ports.
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let ports = ["simulate", "--addr", "127.0.0.1:0", "--control", "127.0.0.1:0"];
        Self::start_with(folder, &[&ports, arguments].concat())
    }

    fn start_with(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = command(arguments);
        command.current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = child.stderr.take().unwrap();
        Self { child, stdout, stderr }
    }

    /// The next line of what it prints.
    #[track_caller]
    fn line(&mut self) -> String {
        let mut line = String::new();
        if self.stdout.read_line(&mut line).unwrap() == 0 {
            let mut complaints = String::new();
            self.stderr.read_to_string(&mut complaints).unwrap();
            panic!("it has ended: {complaints}");
        }
        line.trim_end().to_owned()
    }

    #[track_caller]
    fn json(&mut self) -> Value {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// What it prints until it is ready.
    #[track_caller]
    fn announcement(&mut self) -> String {
        let mut text = String::new();
        loop {
            let line = self.line();
            text.push_str(&line);
            text.push('\n');
            if line.contains("Ctrl-C") {
                assert_eq!(self.line(), "");
                return text;
            }
        }
    }

    /// Ends it as Ctrl-C does; the rest of what it printed.
    #[cfg(unix)]
    #[track_caller]
    fn interrupt(mut self) -> Run {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        let code = self.child.wait().unwrap().code().expect("it ended by itself");
        Run { code, stdout, stderr }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks with a configuration in the folder.
fn ask(folder: &Folder, provider: &str, number: &str) -> Run {
    let config = path(folder, "try.toml");
    run(["query", provider, number, "--config", &config, "--json"])
}

fn path(folder: &Folder, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[track_caller]
fn state(run: &Run) -> String {
    run.json()["state"].as_str().unwrap_or_else(|| panic!("{}{}", run.stdout, run.stderr)).to_owned()
}

/// It does not start, for this reason.
#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], words: &[&str]) {
    let ports = ["simulate", "--addr", "127.0.0.1:0", "--control", "127.0.0.1:0"];
    // One that starts although it should not would never end.
    let mut running = Running::start_with(folder, &[&ports, arguments].concat());
    let mut first = String::new();
    running.stdout.read_line(&mut first).unwrap();
    assert_eq!(first, "", "it has started");
    let mut stderr = String::new();
    running.stderr.read_to_string(&mut stderr).unwrap();
    assert_eq!(running.child.wait().unwrap().code(), Some(1), "{stderr}");
    for words in words {
        assert_eq!(stderr.matches(words).count(), 1, "not said once: {words}\n{stderr}");
    }
}

#[test]
fn every_order_that_is_announced_is_answered_with_the_state_that_is_announced() {
    let folder = Folder::new();
    let mut running = Running::start(&folder, &["--json", "--write-config", "try.toml"]);
    let started = running.json();
    assert_eq!(started["event"], "started");
    assert_eq!(started["config"], "try.toml");
    assert!(started["control_url"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{started}");
    let providers = started["providers"].as_array().unwrap();
    assert!(providers.len() > 1, "{started}");
    for provider in providers {
        let name = provider["provider"].as_str().unwrap();
        let orders = provider["orders"].as_array().unwrap();
        assert!(orders.iter().any(|order| order["order"] == "DEMO-PAID"), "{provider}");
        for order in orders {
            let number = order["order"].as_str().unwrap();
            let run = ask(&folder, name, number);
            assert_eq!(state(&run), order["state"].as_str().unwrap(), "{name} {number}");
            let json = run.json();
            assert!(json["amount"]["minor"].as_i64().is_none_or(|amount| amount > 0), "{json}");
            let exchange = running.json();
            assert_eq!(exchange["event"], "exchange");
            assert_eq!(
                (&exchange["provider"], &exchange["verdict"]),
                (&provider["provider"], &"answered".into())
            );
            assert_eq!(exchange["told"][0], *order, "{exchange}");
        }
    }
}

#[test]
fn an_order_of_the_demonstration_is_paid_after_two_questions() {
    let folder = Folder::new();
    let mut running = Running::start(&folder, &["leshua", "--write-config", "try.toml"]);
    let text = running.announcement();
    assert!(text.contains("payspec query leshua DEMO-PAID --config try.toml"), "{text}");
    let states: Vec<String> = (0..3).map(|_| state(&ask(&folder, "leshua", "DEMO-SOON"))).collect();
    assert_eq!(states, ["Pending", "Pending", "Paid"]);
    for words in ["answered: Pending", "answered: Pending", "answered: Paid"] {
        let line = running.line();
        assert!(line.contains("leshua query_status  DEMO-SOON  ") && line.ends_with(words), "{line}");
    }
    assert_eq!(ask(&folder, "leshua", "NOT-THERE").json()["error"]["known"], "refused");
    assert!(running.line().contains("NOT-THERE  refused: "));
}

#[test]
fn the_command_that_it_proposes_asks_about_a_provider_of_ones_own() {
    let folder = Folder::new();
    let acme = own_file("tests/fixtures/acme.yaml");
    let mut running = Running::start(&folder, &[&acme, "--write-config", "try.toml"]);
    let text = running.announcement();
    let proposed = text.lines().find_map(|line| line.trim().strip_prefix("ask       payspec ")).unwrap();
    let output = command(proposed.split(' ')).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{proposed}: {output:?}");
}

#[test]
fn keys_that_were_made_are_shown_and_rsa_keys_and_keys_from_a_configuration_are_not() {
    let folder = Folder::new();
    let mut running = Running::start(&folder, &["leshua", "umf_merchant", "--write-config", "try.toml"]);
    let text = running.announcement();
    let config: toml::Table =
        toml::from_str(&fs::read_to_string(path(&folder, "try.toml")).unwrap()).unwrap();
    let key = config["merchants"]["leshua"]["credentials"]["key"].as_str().unwrap().to_owned();
    assert!(text.contains(&key), "{text}");
    assert!(!text.contains("-----BEGIN") && text.contains("an RSA key"), "{text}");
    drop(running);

    let mut again = Running::start(&folder, &["leshua", "umf_merchant", "--config", "try.toml"]);
    let text = again.announcement();
    assert!(!text.contains(&key) && text.contains("from the configuration"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_simulator_that_is_started_from_what_another_wrote_has_the_same_keys() {
    let folder = Folder::new();
    let first = {
        let mut first = Running::start(&folder, &["--json", "--write-config", "try.toml"]);
        first.json();
        fs::read_to_string(path(&folder, "try.toml")).unwrap()
    };
    let mut second =
        Running::start(&folder, &["--json", "--config", "try.toml", "--write-config", "again.toml"]);
    let started = second.json();
    for provider in started["providers"].as_array().unwrap() {
        assert_eq!(provider["merchants"][0]["from"], "config", "{provider}");
    }
    let again = fs::read_to_string(path(&folder, "again.toml")).unwrap();
    let without_urls =
        |text: &str| text.lines().filter(|line| !line.starts_with("url = ")).collect::<Vec<_>>().join("\n");
    assert_eq!(without_urls(&first), without_urls(&again));
    assert!(first.contains("provider_keys"), "there was nothing to keep");
    // The keys of the first time are asked with, of a provider who signs with an RSA key too.
    let url = |text: &str| {
        let table: toml::Table = toml::from_str(text).unwrap();
        table["merchants"]["umf_merchant"]["url"].as_str().unwrap().to_owned()
    };
    folder.file("try.toml", first.replace(&url(&first), &url(&again)));
    assert_eq!(state(&ask(&folder, "umf_merchant", "DEMO-PAID")), "Paid");
    let run = second.interrupt();
    assert_eq!((run.code, &*run.stderr), (0, ""));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_well_and_it_says_what_there_was() {
    let folder = Folder::new();
    let mut running = Running::start(&folder, &["leshua", "--quiet", "--write-config", "try.toml"]);
    running.announcement();
    for number in ["DEMO-PAID", "NOT-THERE"] {
        ask(&folder, "leshua", number);
    }
    let run = running.interrupt();
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout, "ended: 2 exchanges, 1 answered, 1 refused, 0 with a fault\n");
    assert_eq!(run.stderr, "");
}

#[test]
fn over_tls_the_configuration_trusts_the_root_that_was_written_and_without_it_nothing_is_believed() {
    let folder = Folder::new();
    let arguments = ["leshua", "--json", "--tls", "--no-control", "--write-config", "try.toml"];
    let mut command: Vec<&str> = vec!["simulate", "--addr", "127.0.0.1:0"];
    command.extend(arguments);
    let mut running = Running::start_with(&folder, &command);
    let started = running.json();
    assert!(started["providers"][0]["url"].as_str().unwrap().starts_with("https://127.0.0.1:"), "{started}");
    assert_eq!(started["control_url"], Value::Null);
    assert!(started["ca_file"].as_str().unwrap().ends_with("payspec-simulator-ca.pem"), "{started}");
    assert_eq!(state(&ask(&folder, "leshua", "DEMO-PAID")), "Paid");

    let config = fs::read_to_string(path(&folder, "try.toml")).unwrap();
    let line = "root_certificate_file = \"payspec-simulator-ca.pem\"\n";
    assert!(config.contains(line), "{config}");
    folder.file("try.toml", config.replace(line, ""));
    let run = ask(&folder, "leshua", "DEMO-PAID");
    assert_eq!((run.code, &run.json()["error"]["known"]), (1, &"nothing_sent".into()), "{}", run.stdout);

    let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (contents, words) in [("no PEM", "no certificate in PEM"), (pem, "certificate")] {
        folder.file("payspec-simulator-ca.pem", contents);
        folder.file("try.toml", &config);
        let run = ask(&folder, "leshua", "DEMO-PAID");
        assert!(run.code == 1 && run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn a_script_says_which_orders_there_are_and_what_goes_wrong() {
    let folder = Folder::new();
    folder.file(
        "orders.yaml",
        "orders:\n  leshua:\n    '0042':\n      amount_fen: 5800\n      then: [{after_queries: 1, state: Paid}]\n      faults: [wrong_signature]\n",
    );
    let mut running = Running::start(
        &folder,
        &["leshua", "--json", "--script", "orders.yaml", "--write-config", "try.toml"],
    );
    let started = running.json();
    assert_eq!(started["providers"][0]["orders"].to_string(), r#"[{"order":"0042","state":"Pending"}]"#);
    let wrong = ask(&folder, "leshua", "0042");
    assert_eq!(wrong.json()["error"]["known"], "not_trusted", "{}", wrong.stdout);
    assert_eq!(running.json()["fault"], "wrong_signature");
    let right = ask(&folder, "leshua", "0042");
    assert_eq!((&*state(&right), &right.json()["amount"]["minor"]), ("Paid", &5800.into()));
    assert_eq!(running.json()["fault"], Value::Null);
}

#[test]
fn the_example_of_a_script_is_played() {
    let folder = Folder::new();
    let script = own_file("script.example.yaml");
    let mut running = Running::start(&folder, &["--json", "--script", &script]);
    let started = running.json();
    let leshua =
        started["providers"].as_array().unwrap().iter().find(|each| each["provider"] == "leshua").unwrap();
    assert_eq!(leshua["orders"].as_array().unwrap().len(), 2, "{started}");
    assert_eq!(leshua["orders"][0]["order"], "JD201909250317100002");
}

#[test]
fn a_mistake_in_a_script_is_told_with_its_place_and_what_was_probably_meant() {
    let folder = Folder::new();
    let order = |line: &str| format!("orders:\n  leshua:\n    A:\n      {line}\n");
    for (script, words) in [
        (order("state: Payd"), &["orders.yaml:4:14", "there is no state `Payd`", "did you mean `Paid`?"][..]),
        (order("stat: Paid"), &["orders.yaml:4:7", "there is no key `stat`", "did you mean `state`?"]),
        (
            order("faults: [no_anwser]"),
            &["orders.yaml:4:16", "no fault `no_anwser`", "did you mean `no_answer`?"],
        ),
        (
            "orders:\n  leshau:\n    A:\n".to_owned(),
            &["orders.yaml:2:3", "`leshau`", "did you mean `leshua`?"],
        ),
    ] {
        folder.file("orders.yaml", script);
        refused(&folder, &["leshua", "ktspay", "--script", "orders.yaml"], words);
    }
    refused(&folder, &["--script", "nowhere.yaml"], &["nowhere.yaml: cannot be read"]);
}

#[test]
fn a_mistake_in_a_configuration_is_told_and_shows_no_key() {
    let folder = Folder::new();
    folder.file(
        "shop.toml",
        "[merchants.shop]\nprovider = \"leshua\"\n[merchants.shop.credentials]\nkeey = \"s3cr3t\"\n",
    );
    refused(&folder, &["leshua", "--config", "shop.toml"], &["no credential `keey`", "did you mean `key`?"]);
    folder.file(
        "shop.toml",
        "[merchants.shop]\nprovider = \"umf_merchant\"\n[simulator.shop.provider_keys]\nplatform_key = \"x\"\n",
    );
    refused(
        &folder,
        &["umf_merchant", "--config", "shop.toml"],
        &["simulator.shop.provider_keys.platform_key"],
    );
}

#[test]
fn the_merchants_of_a_configuration_ask_and_what_cannot_be_used_is_said() {
    let folder = Folder::new();
    folder.file("shop.key", "s3cr3t0fthemerchant\n");
    let public = payspec_runtime::PrivateKey::generate(1024).unwrap().public_key().to_spki_pem().unwrap();
    folder.file("platform.pem", public);
    folder.file(
        "shop.toml",
        "[merchants.shop]\nprovider = \"leshua\"\nenvironment = \"test\"\n\
         [merchants.shop.credentials]\nmerchant_id = \"0000000018\"\nkey_file = \"shop.key\"\n\
         [merchants.other]\nprovider = \"umf_merchant\"\n\
         [merchants.other.credentials]\nplatform_public_key_file = \"platform.pem\"\n\
         [merchants.strange]\nprovider = \"leshau\"\n",
    );
    let arguments =
        ["leshua", "umf_merchant", "--json", "--config", "shop.toml", "--write-config", "try.toml"];
    let mut running = Running::start(&folder, &arguments);
    let started = running.json();
    let shop = &started["providers"][0]["merchants"][0];
    assert_eq!((&shop["name"], &shop["numbers"]["merchant_id"]), (&"shop".into(), &"0000000018".into()));
    assert_eq!(state(&ask(&folder, "leshua", "DEMO-PAID")), "Paid");
    assert_eq!(state(&ask(&folder, "umf_merchant", "DEMO-PAID")), "Paid");
    let written = fs::read_to_string(path(&folder, "try.toml")).unwrap();
    assert!(written.contains("[merchants.shop.credentials]") && written.contains("s3cr3t0fthemerchant"));
    running.child.kill().unwrap();
    let mut stderr = String::new();
    running.stderr.read_to_string(&mut stderr).unwrap();
    assert!(stderr.contains("the private half of `platform_public_key`"), "{stderr}");
    assert!(stderr.contains("did you mean `leshua`?"), "{stderr}");
    assert!(!stderr.contains("s3cr3t"), "{stderr}");
}

#[test]
fn a_file_that_no_simulator_wrote_is_not_replaced_and_one_that_it_wrote_is() {
    let folder = Folder::new();
    let own = "[merchants.shop]\nprovider = \"leshua\"\n";
    folder.file("shop.toml", own);
    refused(&folder, &["leshua", "--write-config", "shop.toml"], &["shop.toml", "no simulator wrote"]);
    assert_eq!(fs::read_to_string(path(&folder, "shop.toml")).unwrap(), own);
    folder.file("ca.pem", "mine");
    refused(&folder, &["leshua", "--tls", "--ca-file", "ca.pem"], &["ca.pem", "no simulator wrote"]);

    let arguments = ["leshua", "--json", "--write-config", "try.toml"];
    let written = [0, 1].map(|_| {
        Running::start(&folder, &arguments).json();
        fs::read_to_string(path(&folder, "try.toml")).unwrap()
    });
    assert_ne!(written[0], written[1]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path(&folder, "try.toml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_root_to_trust_takes_the_place_of_no_configuration() {
    let folder = Folder::new();
    let (own, file) = ("leshua", path(&folder, "one.toml"));
    for option in ["--write-config", "--config"] {
        std::fs::write(&file, "# Written by `payspec simulate`, which replaces it.\n").unwrap();
        let arguments = [own, "--tls", option, &file, "--ca-file", &file];
        refused(&folder, &arguments, &["needs a file of its own", "--ca-file"]);
    }
}

#[test]
fn an_address_in_use_is_told_with_a_way_out() {
    let folder = Folder::new();
    let mut first = Running::start(&folder, &["leshua", "--json"]);
    let started = first.json();
    let port = |url: &Value| {
        let url = url.as_str().unwrap().strip_prefix("http://").unwrap();
        url.split('/').next().unwrap().to_owned()
    };
    let (addr, control) = (port(&started["providers"][0]["url"]), port(&started["control_url"]));
    for (arguments, option, address) in [
        (["--addr", &addr, "--control", "127.0.0.1:0"], "--addr", &addr),
        (["--addr", "127.0.0.1:0", "--control", &control], "--control", &control),
    ] {
        let run = run(["simulate", "leshua"].into_iter().chain(arguments));
        assert_eq!((run.code, &*run.stdout), (1, ""));
        assert!(run.stderr.contains(&format!("{address} is in use")), "{}", run.stderr);
        assert!(
            run.stderr.contains(&format!("`{option} 127.0.0.1:0` takes any free port")),
            "{}",
            run.stderr
        );
    }
    let beyond = run(["simulate", "leshua", "--no-control", "--addr", "0.0.0.0:0"]);
    assert!(beyond.code == 1 && beyond.stderr.contains("--beyond-loopback"), "{}", beyond.stderr);
    for arguments in [
        ["--control", "127.0.0.1:0", "--addr", "nonsense"],
        ["--addr", "127.0.0.1:0", "--control", "nonsense"],
    ] {
        let run = run(["simulate", "leshua"].into_iter().chain(arguments));
        assert!(run.code == 1 && run.stderr.contains("served at nonsense"), "{}", run.stderr);
    }
}
