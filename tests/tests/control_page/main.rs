//! The simulator's page in a browser, beside clients that ask the same simulator.
//!
//! `tests/set-up-browser` installs the browser. `UPDATE_SCREENSHOT=1` writes `docs/control-page.png` anew
//! (with a palette, as `pngquant` makes one, it takes half the room); with the path of a folder it writes there
//! what the page looks like on a desk and on a phone, in light and in dark, in both languages.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
mod scene;

use std::time::{Duration, Instant};

use browser::{Browser, Look};
use fantoccini::{Client, Locator};
use payspec_runtime::{Error, OrderState};
use payspec_simulator::Fault;
use scene::{ORDER, Scene};

const DESKTOP: Look = Look { width: 1240, height: 1500, dark: false };

#[tokio::test]
async fn what_is_set_on_the_page_is_what_clients_get_and_what_they_ask_is_on_the_page() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let scene = Scene::set().await;
    let page = &browser.client;
    page.goto(&scene.url()).await.unwrap();
    for name in scene.simulator.providers() {
        assert!(text(page, "#providers").await.contains(&scene.simulator.url(name).unwrap()), "{name}");
    }

    choose(page, ORDER, "state", "Paid").await;
    press(page, ORDER, "Set").await;
    assert_eq!(scene.ask().await.unwrap(), OrderState::Paid);

    choose(page, ORDER, "fault", Fault::WrongSignature.name()).await;
    press(page, ORDER, "Arm").await;
    assert!(text(page, &row(ORDER)).await.contains("wrong signature"));
    let refused = scene.ask().await.unwrap_err();
    assert!(matches!(refused, Error::Unverified { .. }), "{refused}");

    // The list is fresh without a reload.
    let honest = shows(page, "#exchange-1 summary", "answered").await;
    assert!(
        honest.contains(ORDER) && honest.contains("Paid") && !honest.contains("wrong signature"),
        "{honest}"
    );
    let spoiled = shows(page, "#exchange-2 summary", "wrong signature").await;
    assert!(spoiled.contains(ORDER), "{spoiled}");

    page.find(Locator::Css("#exchange-2 summary")).await.unwrap().click().await.unwrap();
    let exchange = scene.simulator.exchanges().pop().unwrap();
    let canonical = text(page, "#exchange-2 .canonical").await;
    assert_eq!(Some(&canonical), exchange.canonical.as_ref());
    assert!(canonical.contains(ORDER) && canonical.contains("***"), "{canonical}");
    assert_eq!(Some(text(page, "#exchange-2 .computed code").await), exchange.computed);
    assert_eq!(Some(text(page, "#exchange-2 .arrived code").await), exchange.signature);
    assert_eq!(text(page, "#exchange-2 .comparison").await, "equal");
    assert!(text(page, "#exchange-2 .inside").await.contains(&*exchange.answer.body));
    assert_eq!(browser.complaints().await, <[&str; 0]>::default());
}

#[tokio::test]
async fn the_page_speaks_chinese_and_remembers_that() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let scene = Scene::set().await;
    let page = &browser.client;
    page.goto(&scene.url()).await.unwrap();
    assert_eq!(attribute(page, "html", "lang").await, "en");
    page.find(Locator::LinkText("中文")).await.unwrap().click().await.unwrap();
    page.goto(&scene.url()).await.unwrap();
    assert_eq!(attribute(page, "html", "lang").await, "zh-CN");
    choose(page, ORDER, "state", "Refunding").await;
    press(page, ORDER, "设置").await;
    choose(page, ORDER, "fault", Fault::Http502.name()).await;
    press(page, ORDER, "预置").await;
    let row = text(page, &row(ORDER)).await;
    assert!(row.contains("退款中") && row.contains("HTTP 502 网页"), "{row}");
    assert!(scene.ask().await.is_err());
    assert!(shows(page, "#exchange-1 summary", "已应答").await.contains("HTTP 502 网页"));
    assert_eq!(browser.complaints().await, <[&str; 0]>::default());
}

#[tokio::test]
async fn the_page_asks_nobody_but_the_simulator() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let scene = Scene::set().await;
    let page = &browser.client;
    page.goto(&scene.url()).await.unwrap();
    let script = "
        const named = [...document.querySelectorAll('[src], [href], [action], [formaction]')]
            .flatMap((each) => ['src', 'href', 'action', 'formaction'].map((name) => each.getAttribute(name)))
            .filter((value) => value !== null)
            .map((value) => new URL(value, document.baseURI).origin);
        const fetched = performance.getEntriesByType('resource').map((each) => new URL(each.name).origin);
        return [...new Set([...named, ...fetched])];";
    let origins = page.execute(script, Vec::new()).await.unwrap();
    assert_eq!(origins, serde_json::json!([scene.url().trim_end_matches('/')]));
}

#[tokio::test]
async fn what_strangers_send_is_text_on_the_page_and_nothing_else() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let scene = Scene::set().await;
    let page = &browser.client;
    let hostile = "<img src=x onerror=document.title='gone'>\"'&lt;";
    assert!(scene.ask_about(hostile).await.is_err());
    page.goto(&scene.url()).await.unwrap();
    let summary = shows(page, "#exchange-1 summary", "refused").await;
    assert!(summary.contains(hostile), "{summary}");
    assert_eq!(page.title().await.unwrap(), "payspec simulator");
    assert!(page.find_all(Locator::Css("img")).await.unwrap().is_empty());
    assert_eq!(browser.complaints().await, <[&str; 0]>::default());
}

#[tokio::test]
async fn nothing_is_wider_than_a_phone() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let scene = Scene::set().await;
    scene.busy().await;
    let page = &browser.client;
    for width in [360, 480, 768, 1024, 1440] {
        page.set_window_size(width.max(500), 900).await.unwrap();
        page.goto(&scene.url()).await.unwrap();
        open_everything(page).await;
        // A window cannot be narrower than 500 pixels; a page in it can.
        let script = "
            document.body.style.width = arguments[0] + 'px';
            const most = Math.min(arguments[0], window.innerWidth) + 1;
            const inner = (each) => each.closest('.scroll, pre, .unseen, .skip');
            return [...document.querySelectorAll('body *')]
                .filter((each) => !inner(each) && each.getBoundingClientRect().right > most)
                .map((each) => each.tagName + '.' + each.className);";
        let wide = page.execute(script, vec![width.into()]).await.unwrap();
        assert_eq!(wide, serde_json::json!([]), "{width} pixels");
    }
}

#[tokio::test]
async fn the_screenshot_is_written_when_it_is_asked_for() {
    let Some(folder) = std::env::var_os("UPDATE_SCREENSHOT") else { return };
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let folder = if folder == "1" { docs } else { folder.into() };
    std::fs::create_dir_all(&folder).unwrap();
    let shots = [
        ("control-page", "en", Look { height: 1290, ..DESKTOP }),
        ("dark-zh", "zh", Look { dark: true, height: 2100, ..DESKTOP }),
        ("phone", "zh", Look { width: 500, height: 3200, dark: false }),
        ("phone-dark", "en", Look { width: 500, height: 3200, dark: true }),
    ];
    let scene = Scene::set().await;
    scene.busy().await;
    let readme = folder.ends_with("docs");
    for (name, language, look) in shots.into_iter().take(if readme { 1 } else { 4 }) {
        let Some(browser) = Browser::start(look).await else { return };
        let page = &browser.client;
        let only = if name == "control-page" { "&provider=leshua" } else { "" };
        page.goto(&format!("{}?lang={language}{only}", scene.url())).await.unwrap();
        let script = "document.querySelector('.exchange:has(.badge.bad) summary, .exchange summary').click()";
        page.execute(script, Vec::new()).await.unwrap();
        if readme {
            page.execute("document.documentElement.style.scrollBehavior = 'auto'; document.querySelector('#orders').scrollIntoView()", Vec::new()).await.unwrap();
        }
        shows(page, "#live", "").await;
        let png = page.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}

async fn open_everything(page: &Client) {
    page.execute("document.querySelectorAll('details').forEach((each) => each.open = true)", Vec::new())
        .await
        .unwrap();
}

/// The row of an order.
fn row(order: &str) -> String {
    format!("tr[data-order='{order}']")
}

async fn choose(page: &Client, order: &str, name: &str, value: &str) {
    let select = page.find(Locator::Css(&format!("{} select[name='{name}']", row(order)))).await.unwrap();
    select.select_by_value(value).await.unwrap();
}

/// Presses a button of an order, and waits for the page that follows.
async fn press(page: &Client, order: &str, words: &str) {
    let path = format!("//tr[@data-order='{order}']//button[normalize-space()='{words}']");
    let before = page.find(Locator::Css("body")).await.unwrap();
    page.find(Locator::XPath(&path)).await.unwrap().click().await.unwrap();
    for _ in 0..100 {
        if before.is_displayed().await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("no page follows the button {words}");
}

async fn text(page: &Client, css: &str) -> String {
    page.find(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

async fn attribute(page: &Client, css: &str, name: &str) -> String {
    page.find(Locator::Css(css)).await.unwrap().attr(name).await.unwrap().unwrap_or_default()
}

/// The text of an element, once the page shows it with these words in it.
async fn shows(page: &Client, css: &str, words: &str) -> String {
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut last = String::new();
    while Instant::now() < deadline {
        if let Ok(element) = page.find(Locator::Css(css)).await
            && let Ok(text) = element.text().await
        {
            if text.contains(words) {
                return text;
            }
            last = text;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{css} does not show `{words}` but `{last}`");
}
