//! The HTML reference in a browser, opened from a folder as people open it.
//!
//! `tests/set-up-browser` installs the browser. `UPDATE_SCREENSHOT=1` writes `docs/reference-page.png` anew; with the
//! path of a folder it writes there what the pages look like on a desk and on a phone, in light and in dark.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../control_page/browser.rs"]
mod browser;
mod emulation;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use browser::{Browser, Look};
use fantoccini::{Client, Locator};
use payspec_codegen::model::Provider;
use payspec_codegen::reference::html;
use payspec_codegen::{load, load_text};
use serde_json::{Value, json};

const DESKTOP: Look = Look { width: 1280, height: 900, dark: false };

#[tokio::test]
async fn nothing_is_wider_than_the_window_on_a_phone_a_tablet_and_a_desk() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    nothing_is_wider(&browser.client, &Folder::written()).await;
}

#[tokio::test]
async fn words_that_never_end_are_no_wider_than_the_window_either() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    nothing_is_wider(&browser.client, &Folder::of(&endless())).await;
}

/// A provider whose every title and description is one long word.
fn endless() -> Vec<Provider> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("invented/specs/willow.yaml");
    let word = "TitleWithoutAnyBlank".repeat(12);
    let text = std::fs::read_to_string(path).unwrap();
    let text =
        text.replace("title: ", &format!("title: {word}")).replace("because: ", &format!("because: {word}"));
    load_text("endless.yaml", &text).into_result().unwrap_or_else(|error| panic!("{error}"))
}

async fn nothing_is_wider(page: &Client, folder: &Folder) {
    for width in [360, 768, 1280] {
        emulation::width(page, width, 900).await;
        for name in &folder.names {
            page.goto(&folder.url(name)).await.unwrap();
            page.execute("document.querySelectorAll('details').forEach((each) => each.open = true)", vec![])
                .await
                .unwrap();
            let script = "
                const most = window.innerWidth;
                const inner = (each) => each.closest('.scroll, .unseen, .skip, thead');
                const wide = [...document.querySelectorAll('body *')]
                    .filter((each) => !inner(each) && each.getBoundingClientRect().right > most + 1)
                    .map((each) => each.tagName + '.' + each.getAttribute('class'));
                return [most, document.documentElement.scrollWidth <= most, wide];";
            let found = page.execute(script, vec![]).await.unwrap();
            assert_eq!(found, json!([width, true, []]), "{name} at {width} pixels");
        }
    }
}

#[tokio::test]
async fn the_search_finds_a_field_by_each_of_its_names_and_a_code_by_its_value() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    for file in ["leshua.html", "index.html"] {
        page.goto(&folder.url(file)).await.unwrap();
        for (question, target) in [
            ("out_transaction_id", "#query_status.response.out_transaction_id"),
            ("微信、支付宝等订单号", "#query_status.response.out_transaction_id"),
            ("reply.out_transaction_id", "#query_status.response.out_transaction_id"),
            ("-20006", "#codes-error_code.-20006"),
            ("KeyNotConfigured", "#codes-error_code.-20007"),
            ("query_status", "#query_status"),
        ] {
            let found = search(page, question).await;
            assert!(
                found.first().is_some_and(|first| first.ends_with(target)),
                "{file} {question}: {found:?}"
            );
        }
        assert_eq!(search(page, "no such thing").await, Vec::<String>::new());
        assert_eq!(text(page, "#page-found-count").await, "没有找到");
    }
    // Over every provider at once.
    let found = search(page, "商户订单号").await;
    for name in ["leshua.html#", "ktspay.html#", "umf_merchant.html#"] {
        assert!(found.iter().any(|href| href.starts_with(name)), "{name}: {found:?}");
    }
}

#[tokio::test]
async fn what_was_found_is_opened_with_the_keyboard_alone() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    page.goto(&folder.url("index.html")).await.unwrap();
    page.find(Locator::Css("body")).await.unwrap().send_keys("/").await.unwrap();
    let focused = page.active_element().await.unwrap();
    assert_eq!(focused.attr("id").await.unwrap().as_deref(), Some("page-find"));
    focused.send_keys("sub_openid").await.unwrap();
    focused.send_keys("\u{e007}").await.unwrap();
    let target = "leshua.html#query_status.response.sub_openid";
    until(
        page,
        &format!("return location.href.endsWith('{target}') && document.querySelector(':target') !== null"),
    )
    .await;
    let seen = "const box = document.querySelector(':target').getBoundingClientRect();
        return box.top >= document.querySelector('.bar').getBoundingClientRect().bottom && box.top < innerHeight;";
    until(page, seen).await;
}

#[tokio::test]
async fn enter_and_escape_of_an_input_method_are_not_those_of_the_search() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    page.goto(&folder.url("leshua.html")).await.unwrap();
    assert_ne!(search(page, "status").await, Vec::<String>::new());
    for (key, composing, expected) in [
        ("Enter", true, json!(["", "status"])),
        ("Escape", true, json!(["", "status"])),
        ("Escape", false, json!(["", ""])),
    ] {
        let script = "
            const box = document.querySelector('#page-find');
            const [key, isComposing] = arguments;
            box.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing, bubbles: true, cancelable: true }));
            return [location.hash, box.value];";
        let found = page.execute(script, vec![json!(key), json!(composing)]).await.unwrap();
        assert_eq!(found, expected, "{key}, composing: {composing}");
    }
}

#[tokio::test]
async fn pages_are_dark_where_the_system_is_and_as_the_reader_chose_from_then_on() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    let url = folder.url("leshua.html");
    emulation::scheme(page, "dark").await;
    page.goto(&url).await.unwrap();
    assert!(brightness(page).await < 60);
    emulation::scheme(page, "light").await;
    assert!(brightness(page).await > 200);
    page.find(Locator::Css(".theme")).await.unwrap().click().await.unwrap();
    assert!(brightness(page).await < 60);
    page.goto(&folder.url("index.html")).await.unwrap();
    assert!(brightness(page).await < 60, "it is forgotten on the next page");
}

#[tokio::test]
async fn text_stands_out_from_what_is_behind_it_in_light_and_in_dark() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    for scheme in ["light", "dark"] {
        emulation::scheme(page, scheme).await;
        for name in ["index.html", "leshua.html", "leopard.html"] {
            page.goto(&folder.url(name)).await.unwrap();
            let faint = page.execute(CONTRAST, vec![]).await.unwrap();
            assert_eq!(faint, json!([]), "{name} in {scheme}");
        }
    }
}

/// Texts whose contrast to the nearest background is below 4.5, those of diagrams to the box that they stand in.
const CONTRAST: &str = r"
    const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (colour) => {
        const [red, green, blue] = channels(colour).map((value) => {
            const part = value / 255;
            return part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
        });
        return .2126 * red + .7152 * green + .0722 * blue;
    };
    const ratio = (one, other) => {
        const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
        return (high + .05) / (low + .05);
    };
    const behind = (each) => {
        for (let at = each; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            const [, , , alpha = 1] = channels(colour);
            if (colour.startsWith('rgb') && alpha > .5) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const has_text = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const faint = [];
    for (const each of document.querySelectorAll('body *')) {
        if (!has_text(each) || each.closest('script, style, title, desc, svg') || !each.checkVisibility()) continue;
        const found = ratio(getComputedStyle(each).color, behind(each));
        if (found < 4.5) faint.push([each.className, each.textContent.slice(0, 20), found.toFixed(2)]);
    }
    for (const each of document.querySelectorAll('svg text')) {
        const before = each.previousElementSibling;
        const box = before?.matches('rect.pill, rect.start') ? before : each.closest('svg').querySelector('rect.stage');
        const found = ratio(getComputedStyle(each).fill, getComputedStyle(box).fill);
        if (found < 4.5) faint.push([each.getAttribute('class'), each.textContent, found.toFixed(2)]);
    }
    return faint;";

#[tokio::test]
async fn no_request_leaves_a_page_and_the_browser_has_nothing_to_complain_of() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    for name in &folder.names {
        page.goto(&folder.url(name)).await.unwrap();
        search(page, "code").await;
        let loaded = "return performance.getEntriesByType('resource').map((each) => each.name)";
        assert_eq!(page.execute(loaded, vec![]).await.unwrap(), json!([]), "{name}");
    }
    assert_eq!(browser.complaints().await, <[&str; 0]>::default());
}

#[tokio::test]
async fn without_scripts_everything_is_there_but_the_controls() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    emulation::without_scripts(page).await;
    page.goto(&folder.url("leshua.html")).await.unwrap();
    for (css, shown) in [(".find", false), (".theme", false), ("main table", true), ("nav.contents a", true)]
    {
        let element = page.find(Locator::Css(css)).await.unwrap();
        assert_eq!(element.is_displayed().await.unwrap(), shown, "{css}");
    }
    for words in ["支付完成时间", "RefundFailed 退款失败", "an-example-key-not-a-secret", "OrderStatus::Paid"]
    {
        assert!(text(page, "main").await.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_printed_page_has_no_bar_and_no_table_that_is_cut() {
    let Some(browser) = Browser::start(DESKTOP).await else { return };
    let (folder, page) = (Folder::written(), &browser.client);
    // A4 without its margins; a sheet of the comparison lies on its side.
    for (name, width) in [("leshua.html", 695), ("index.html", 1030)] {
        emulation::width(page, width, 1000).await;
        emulation::print(page).await;
        page.goto(&folder.url(name)).await.unwrap();
        for hidden in [".bar", ".contents"] {
            assert!(
                !page.find(Locator::Css(hidden)).await.unwrap().is_displayed().await.unwrap(),
                "{hidden}"
            );
        }
        let cut = "
            return [...document.querySelectorAll('main *')]
                .filter((each) => !each.closest('.unseen, thead') && each.getBoundingClientRect().right > innerWidth + 1)
                .map((each) => each.tagName + '.' + each.getAttribute('class'));";
        assert_eq!(page.execute(cut, vec![]).await.unwrap(), json!([]), "{name}");
    }
}

#[tokio::test]
async fn the_screenshot_is_written_when_it_is_asked_for() {
    let Some(to) = std::env::var_os("UPDATE_SCREENSHOT") else { return };
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let (to, count) = if to == "1" { (docs, 1) } else { (to.into(), usize::MAX) };
    std::fs::create_dir_all(&to).unwrap();
    let folder = Folder::written();
    let shots = [
        ("reference-page", "leshua.html", 1280, 1000, "light", "#query_status.decision"),
        ("reference-dark", "leshua.html", 1280, 2400, "dark", ""),
        ("reference-phone", "leshua.html", 390, 3200, "light", "#query_status.response"),
        ("reference-phone-dark", "ktspay.html", 390, 3200, "dark", "#query.decision"),
        ("reference-index", "index.html", 1280, 2400, "light", ""),
        ("reference-index-phone", "index.html", 390, 2400, "dark", ""),
    ];
    for (name, file, width, height, scheme, at) in shots.into_iter().take(count) {
        let Some(browser) = Browser::start(DESKTOP).await else { return };
        let page = &browser.client;
        emulation::width(page, width, height).await;
        emulation::scheme(page, scheme).await;
        page.goto(&format!("{}{at}", folder.url(file))).await.unwrap();
        until(page, "return document.readyState === 'complete'").await;
        std::fs::write(to.join(format!("{name}.png")), page.screenshot().await.unwrap()).unwrap();
    }
}

/// Types a question and tells where the answers lead.
async fn search(page: &Client, question: &str) -> Vec<String> {
    let field = page.find(Locator::Css("#page-find")).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(question).await.unwrap();
    let found =
        "return [...document.querySelectorAll('#page-found a')].map((each) => each.getAttribute('href'))";
    let found = page.execute(found, vec![]).await.unwrap();
    found.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// How bright the page is, from 0 to 255.
async fn brightness(page: &Client) -> u64 {
    let script = r"return Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0])";
    page.execute(script, vec![]).await.unwrap().as_u64().unwrap()
}

async fn text(page: &Client, css: &str) -> String {
    page.find(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

/// Waits until something is so on the page.
async fn until(page: &Client, script: &str) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if page.execute(script, vec![]).await.is_ok_and(|found| found == true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never became true: {script}");
}

/// Pages in a folder that goes away.
struct Folder {
    path: PathBuf,
    names: Vec<String>,
}

impl Folder {
    fn written() -> Self {
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        Self::of(&load([specs]).into_result().unwrap())
    }

    fn of(providers: &[Provider]) -> Self {
        static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("payspec-reference-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        let pages = html(providers);
        for page in &pages {
            std::fs::write(path.join(&page.name), &page.contents).unwrap();
        }
        Self { path, names: pages.into_iter().map(|page| page.name).collect() }
    }

    fn url(&self, name: &str) -> String {
        format!("file://{}", self.path.join(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
