//! A browser without a window, driven over WebDriver.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

/// A browser without a window. Dropping it ends it and removes what it wrote.
pub(crate) struct Browser {
    pub(crate) client: Client,
    _running: Running,
}

/// How long a driver may take to start.
const START: Duration = Duration::from_secs(15);

impl Browser {
    /// Starts one; `None`, and a word on stderr, if there is none on this machine.
    pub(crate) async fn start(look: Look) -> Option<Self> {
        let found = |names: &[&str]| names.iter().find_map(|name| on_path(name));
        let (driver, browser) =
            (found(&["chromedriver"]), found(&["chromium", "chromium-browser", "google-chrome"]));
        let (Some(driver), Some(browser)) = (driver, browser) else {
            skipped("chromedriver or chromium is not installed; tests/set-up-browser installs them");
            return None;
        };
        let port = free_port();
        let profile = std::env::temp_dir().join(format!("payspec-browser-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&profile).unwrap();
        let driver = Command::new(driver)
            .args([format!("--port={port}"), "--allowed-ips=127.0.0.1".to_owned()])
            .env("TMPDIR", &profile)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Running { driver, port, profile };
        let client = connect(port, &options(&browser, &running.profile, look)).await;
        Some(Self { client, _running: running })
    }

    /// What the browser wrote to its console since it was last asked, from "warning" on.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let lines = self.client.issue_cmd(Console).await.unwrap();
        let lines = lines.as_array().cloned().unwrap_or_default();
        let serious = lines.into_iter().filter(|line| line["level"] != "INFO" && line["level"] != "DEBUG");
        serious.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// How the browser shows pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
}

fn options(browser: &Path, profile: &Path, look: Look) -> Map<String, Value> {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--disable-lcd-text".to_owned(),
        "--no-first-run".to_owned(),
        "--accept-lang=en".to_owned(),
        // Nothing but this machine has a name.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        format!("--window-size={},{}", look.width, look.height),
        format!("--user-data-dir={}", profile.join("user").display()),
    ];
    if look.dark {
        arguments.push("--force-dark-mode".to_owned());
    }
    let options = json!({
        "goog:chromeOptions": { "binary": browser, "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    options.as_object().cloned().unwrap()
}

async fn connect(port: u16, options: &Map<String, Value>) -> Client {
    let deadline = Instant::now() + START;
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(options.clone()).connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) if Instant::now() > deadline => panic!("the browser does not start: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Says on stderr, past the test harness, that a test did not test.
fn skipped(why: &str) {
    let words = format!("SKIPPED a test of a page in a browser: {why}\n");
    std::io::stderr().write_all(words.as_bytes()).unwrap();
}

/// A driver that runs, and the folder of its browser.
struct Running {
    driver: Child,
    port: u16,
    profile: PathBuf,
}

impl Drop for Running {
    fn drop(&mut self) {
        // A driver that is asked to end takes its browser with it; one that is killed leaves it behind. What cannot be
        // ended or removed any more need not be.
        if let Ok(mut driver) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
            let _ = driver.set_read_timeout(Some(START));
            let _ =
                driver.write_all(b"GET /shutdown HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            let _ = driver.read_to_end(&mut Vec::new());
        }
        let deadline = Instant::now() + START;
        while matches!(self.driver.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// Asks a driver for the console of its browser.
#[derive(Debug)]
struct Console;

impl WebDriverCompatibleCommand for Console {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
