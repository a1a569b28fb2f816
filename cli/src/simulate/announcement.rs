//! What is said when the simulator is ready.

use std::collections::BTreeMap;
use std::path::Path;

use payspec_codegen::model::Provider;
use payspec_runtime::OrderState;
use payspec_simulator::{After, Merchant, OrderRecord, Simulator};
use serde::Serialize;

use super::merchants::{Named, Origin};
use super::{of, shown};
use crate::output::{Cell, Paint, Shown, Table};
use crate::specs;

/// The most orders that are listed for people.
const MAX_ORDERS: usize = 20;

/// What there is to know when the simulator is ready.
pub(super) struct Announcement<'a> {
    pub(super) simulator: &'a Simulator,
    pub(super) providers: &'a [Provider],
    /// What the command line named: providers that are built in, files and folders.
    pub(super) specs: &'a [String],
    pub(super) names: &'a [Named],
    /// The configuration that was written.
    pub(super) config: Option<&'a Path>,
    /// The root that was written.
    pub(super) ca_file: Option<&'a Path>,
}

#[derive(Serialize)]
pub(super) struct AnnouncementJson<'a> {
    event: &'static str,
    control_url: Option<String>,
    config: Option<String>,
    ca_file: Option<String>,
    providers: Vec<ProviderJson<'a>>,
}

#[derive(Serialize)]
struct ProviderJson<'a> {
    provider: &'a str,
    title: &'a str,
    url: Option<String>,
    merchants: Vec<MerchantJson<'a>>,
    orders: Vec<OrderJson>,
}

#[derive(Serialize)]
struct MerchantJson<'a> {
    name: &'a str,
    from: &'static str,
    numbers: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct OrderJson {
    order: String,
    state: &'static str,
}

impl Announcement<'_> {
    pub(super) fn as_json(&self) -> AnnouncementJson<'_> {
        let path = |path: Option<&Path>| path.map(|path| path.display().to_string());
        AnnouncementJson {
            event: "started",
            control_url: self.simulator.control_url(),
            config: path(self.config),
            ca_file: path(self.ca_file),
            providers: self.providers.iter().map(|provider| self.provider_as_json(provider)).collect(),
        }
    }

    fn provider_as_json<'p>(&'p self, provider: &'p Provider) -> ProviderJson<'p> {
        let name = provider.name();
        let merchants = of(self.names, name).filter_map(|named| {
            let from = match named.origin {
                Origin::Configuration => "config",
                Origin::New => "new",
            };
            Some(MerchantJson { name: &named.name, from, numbers: &self.merchant(named)?.texts })
        });
        let orders = self.simulator.orders(name).into_iter();
        ProviderJson {
            provider: name,
            title: provider.title(),
            url: self.simulator.url(name),
            merchants: merchants.collect(),
            orders: orders
                .map(|order| OrderJson { order: order.merchant_order_no, state: order.state.name() })
                .collect(),
        }
    }

    pub(super) fn as_text(&self, paint: Paint) -> String {
        let mut text = String::new();
        for provider in self.providers {
            text.push_str(&self.provider_as_text(provider, paint));
            text.push('\n');
        }
        let mut table = Table::default();
        let mut row = |name: &str, value: String| {
            table.row([Cell::painted(name, |name| paint.dim(name)), Cell::new(value)]);
        };
        if let Some(url) = self.simulator.control_url() {
            row("control page", url);
        }
        if let Some(path) = self.ca_file {
            row("root to trust", path.display().to_string());
        }
        match self.config {
            Some(path) => row("configuration", format!("{}, with all keys", path.display())),
            None => row("configuration", "none: --write-config FILE writes one, with all keys".to_owned()),
        }
        row("ends with", "Ctrl-C".to_owned());
        format!("{text}{table}\n")
    }

    fn provider_as_text(&self, provider: &Provider, paint: Paint) -> String {
        let name = provider.name();
        let heading = if provider.title() == name {
            name.to_owned()
        } else {
            format!("{} · {name}", provider.title())
        };
        let orders = self.simulator.orders(name);
        let mut about = Table::default();
        about.row([subject("url", paint), Cell::new(self.simulator.url(name).unwrap_or_default())]);
        let mut ask = Table::default();
        if let Some(line) = self.ask(name, &orders) {
            ask.row([subject("ask", paint), Cell::new(line)]);
        }
        let (merchants, orders) = (self.merchants_as_table(name, paint), orders_as_table(&orders, paint));
        format!("{}\n{about}{merchants}{orders}{ask}", paint.bold(&Shown(&heading).to_string()))
    }

    fn merchants_as_table(&self, provider: &str, paint: Paint) -> Table {
        let mut table = Table::default();
        for named in of(self.names, provider) {
            let origin = match named.origin {
                Origin::Configuration => "numbers and keys from the configuration",
                Origin::New => "numbers and keys are new",
            };
            let origin = Cell::painted(origin, |text| paint.dim(text));
            table.row([subject("merchant", paint), Cell::new(&*named.name), origin]);
            let new = self.merchant(named).filter(|_| named.origin == Origin::New);
            for (credential, value) in new.map(credentials).into_iter().flatten() {
                table.row([subject("", paint), Cell::new(credential), value]);
            }
        }
        table
    }

    /// A command line that asks about an order.
    fn ask(&self, provider: &str, orders: &[OrderRecord]) -> Option<String> {
        let config = self.config?;
        let paid = orders.iter().find(|order| order.state == OrderState::Paid);
        let number = &paid.or(orders.first())?.merchant_order_no;
        let which = match of(self.names, provider).collect::<Vec<_>>()[..] {
            [first, _, ..] => format!(" --merchant {}", shown(Path::new(&first.name))),
            _ => String::new(),
        };
        let (number, config) = (shown(Path::new(number)), shown(config));
        let spec = match specs::path_of(provider, self.specs) {
            Some(path) => format!(" --spec {}", shown(path)),
            None => String::new(),
        };
        Some(format!("payspec query {provider} {number}{spec} --config {config}{which}"))
    }

    fn merchant(&self, named: &Named) -> Option<&Merchant> {
        self.simulator.merchants(&named.provider).nth(named.index)
    }
}

fn orders_as_table(orders: &[OrderRecord], paint: Paint) -> Table {
    let mut table = Table::default();
    for (index, order) in orders.iter().take(MAX_ORDERS).enumerate() {
        let amount = order.amount.map(|amount| format!("{} yuan", amount.yuan())).unwrap_or_default();
        let state = Cell::painted(life(order), |text| painted(paint, order.state, text));
        let heading = if index == 0 { "orders" } else { "" };
        let number = Cell::new(&*order.merchant_order_no);
        table.row([subject(heading, paint), number, state, Cell::new(amount)]);
    }
    if orders.len() > MAX_ORDERS {
        let more = format!("… and {} more", orders.len() - MAX_ORDERS);
        table.row([subject("", paint), Cell::painted(more, |text| paint.dim(text))]);
    }
    table
}

/// What a row is about; as wide in every table.
fn subject(name: &str, paint: Paint) -> Cell {
    Cell::painted(format!("{name:8}"), |name| paint.dim(name))
}

/// What a merchant holds, for people: RSA keys fill screens, and are in the configuration.
fn credentials(merchant: &Merchant) -> Vec<(String, Cell)> {
    let texts = merchant.texts.iter().map(|(name, text)| (name.clone(), Cell::new(text)));
    let secrets = merchant.secrets.iter().map(|(name, secret)| (name.clone(), Cell::new(secret.expose())));
    let keys = merchant.private_keys.keys().chain(merchant.public_keys.keys());
    let keys = keys.map(|name| (name.clone(), Cell::new("an RSA key, written by --write-config")));
    texts.chain(secrets).chain(keys).collect()
}

/// The state of an order, and the next.
fn life(order: &OrderRecord) -> String {
    let Some(next) = order.next else { return order.state.to_string() };
    let after = match next.after {
        After::Queries(1) => "1 question".to_owned(),
        After::Queries(count) => format!("{count} questions"),
        After::Time(time) => format!("{time:?}"),
        newer => format!("{newer:?}"),
    };
    format!("{}, after {after} {}", order.state, next.state)
}

fn painted(paint: Paint, state: OrderState, text: &str) -> String {
    match state {
        OrderState::Paid => paint.green(text),
        OrderState::Failed => paint.red(text),
        OrderState::Pending | OrderState::Unknown => paint.yellow(text),
        _ => text.to_owned(),
    }
}
