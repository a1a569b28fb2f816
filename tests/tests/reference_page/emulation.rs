//! What a browser is told to be: how wide, light or dark, with scripts or without.

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

/// Makes the page as wide as a phone, which no window can be.
pub(crate) async fn width(page: &Client, width: u32, height: u32) {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    tell(page, "Emulation.setDeviceMetricsOverride", metrics).await;
}

/// Makes the system light or dark.
pub(crate) async fn scheme(page: &Client, scheme: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    tell(page, "Emulation.setEmulatedMedia", features).await;
}

/// Loads the next pages as a printer sees them.
pub(crate) async fn print(page: &Client) {
    tell(page, "Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
}

/// Runs no script of the next pages.
pub(crate) async fn without_scripts(page: &Client) {
    tell(page, "Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
}

async fn tell(page: &Client, command: &'static str, parameters: Value) {
    page.issue_cmd(Tell { command, parameters }).await.unwrap();
}

/// A command of the browser's own protocol.
#[derive(Debug)]
struct Tell {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Tell {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}
