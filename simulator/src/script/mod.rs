//! Scripts: which orders there are, how they move, and what goes wrong, as YAML.

mod error;
mod order;
mod places;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use payspec_codegen::did_you_mean;
use payspec_table::Provider;
use serde::Deserialize;

use self::places::Places;
use crate::ArmError;
use crate::shop::Shop;
use crate::shop::offer;
use crate::shop::shops::{Pace, Shops};

pub use error::ScriptError;
pub use order::{ChanceScript, FaultScript, OrderScript};

/// Which orders there are, how they move, and what goes wrong, read from YAML.
///
/// ```
/// use payspec_simulator::Script;
///
/// # fn main() -> Result<(), payspec_simulator::ScriptError> {
/// let script = Script::read("
/// seed: 42                      # on what faults by chance depend; 1 unless it is given
/// slowness: 2s                  # how long slow answers take; 5s unless it is given
/// enforce_interval: true        # questions that come too fast are refused
/// chance: { percent: 20, faults: [no_answer, wrong_signature] }   # for every provider; all faults without `faults`
/// orders:
///   acme_pay:                   # the provider
///     JD201909250317100002:     # the merchant's order number
///       state: Pending
///       amount_fen: 5800
///       then:
///         - { after_queries: 2, state: Paid }
///         - { after: 30s, state: Refunding }
///       faults: [no_answer, { fault: http_500, times: 3 }]
///     JD201909250317100003:     # a pending order of which nothing else is known
/// ")?;
/// # let _ = script;
/// # Ok(()) }
/// ```
///
/// [`OrderScript`] has the rest of what an order can have. [`Builder::script`](crate::Builder::script) plays it.
#[derive(Debug, Clone)]
pub struct Script {
    file: Option<PathBuf>,
    fields: Fields,
    places: Places,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    seed: Option<u64>,
    #[serde(default, deserialize_with = "words::optional_duration")]
    slowness: Option<Duration>,
    #[serde(default)]
    enforce_interval: bool,
    chance: Option<ChanceScript>,
    orders: Option<BTreeMap<String, Option<OrderScripts>>>,
}

/// Orders by the merchant's numbers; of one without a value nothing is known but that.
type OrderScripts = BTreeMap<String, Option<OrderScript>>;

impl Script {
    /// The most bytes that are read.
    pub const MAX_BYTES: usize = 4 << 20;

    /// Reads a script.
    ///
    /// # Errors
    /// The first thing that is wrong with it, whatever the providers are.
    pub fn read(text: &str) -> Result<Self, ScriptError> {
        Self::parse(text, None)
    }

    /// Reads the script in a file.
    ///
    /// # Errors
    /// If the file cannot be read or is larger than [`MAX_BYTES`](Self::MAX_BYTES), and as with [`read`](Self::read).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ScriptError> {
        let path = path.as_ref();
        let wrong = |what: String| ScriptError::new(None, &what).in_file(Some(path));
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(Self::MAX_BYTES as u64 + 1).read_to_string(&mut text))
            .map_err(|error| wrong(format!("cannot be read: {error}")))?;
        if text.len() > Self::MAX_BYTES {
            return Err(wrong(format!("larger than {} bytes", Self::MAX_BYTES)));
        }
        Self::parse(&text, Some(path))
    }

    fn parse(text: &str, file: Option<&Path>) -> Result<Self, ScriptError> {
        // Of a file that has nothing but comments the parser says that its end was not expected.
        let fields: Option<Fields> =
            if text.lines().all(|line| line.trim_start().starts_with('#') || line.trim().is_empty()) {
                None
            } else {
                serde_yaml::from_str(text).map_err(|error| of_yaml(&error).in_file(file))?
            };
        let places = Places::read(text).map_err(|error| error.in_file(file))?;
        Ok(Self { file: file.map(Path::to_owned), fields: fields.unwrap_or_default(), places })
    }

    /// Gives the providers what the script has for them.
    pub(crate) fn play(&self, shops: &mut Shops) -> Result<(), ScriptError> {
        let Fields { seed, slowness, enforce_interval, chance, orders } = &self.fields;
        let settings = &mut shops.settings;
        settings.seed = seed.unwrap_or(settings.seed);
        settings.slowness = slowness.unwrap_or(settings.slowness);
        if *enforce_interval {
            settings.pace = Pace::AsDocumented;
        }
        if let Some(chance) = chance {
            for shop in shops.by_name.values() {
                shop.set_chance(Some(chance.chance()));
            }
        }
        for (provider, orders) in orders.iter().flatten() {
            let Some(shop) = shops.get(provider) else {
                let words = words::unknown(
                    "simulated provider",
                    provider,
                    shops.names().collect::<Vec<_>>().into_iter(),
                );
                return Err(self.wrong(&["orders", provider], &words));
            };
            for (number, order) in orders.iter().flatten() {
                let order = order.clone().unwrap_or_default();
                self.check(shop.provider(), number, &order)?;
                self.put(shop, number, &order)?;
            }
        }
        Ok(())
    }

    /// Whether the provider can be asked about an order, and can tell every state that it will have.
    fn check(&self, provider: &Provider, number: &str, order: &OrderScript) -> Result<(), ScriptError> {
        let path = ["orders", &*provider.name, number];
        offer::has_room(provider, number).map_err(|words| self.wrong(&path, &words))?;
        for (state, index) in order.states() {
            let [orders, provider_name, number] = path;
            offer::can_tell(provider, state).map_err(|words| match index.map(|index| index.to_string()) {
                Some(index) => self.wrong(&[orders, provider_name, number, "then", &index, "state"], &words),
                None => self.wrong(&[orders, provider_name, number, "state"], &words),
            })?;
        }
        Ok(())
    }

    fn put(&self, shop: &Shop, number: &str, order: &OrderScript) -> Result<(), ScriptError> {
        let provider = &*shop.provider().name;
        shop.put(order.order(number)).map_err(|error| {
            self.wrong(&["orders", provider, number, "provider_order_no"], &error.to_string())
        })?;
        for (index, armed) in order.faults().enumerate() {
            shop.arm(number, armed.fault, armed.left).map_err(|error| {
                let words = match error {
                    ArmError::NoRoom(fault) => {
                        format!("no reply of {provider} has room for the fault `{fault}`")
                    }
                    other => other.to_string(),
                };
                self.wrong(&["orders", provider, number, "faults", &index.to_string()], &words)
            })?;
        }
        Ok(())
    }

    fn wrong(&self, path: &[&str], words: &str) -> ScriptError {
        ScriptError::new(self.places.of(path), words).in_file(self.file.as_deref())
    }
}

/// What the reader of YAML says, with what was probably meant by a key that there is not.
fn of_yaml(error: &serde_yaml::Error) -> ScriptError {
    let place = error.location().map(|location| (location.line(), location.column()));
    let message = error.to_string();
    let words = message.rfind(" at line ").map_or(&*message, |end| &message[..end]);
    let Some((before, after)) = words.split_once("unknown field `") else {
        return ScriptError::new(place, words);
    };
    let mut quoted = after.split('`');
    let field = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.skip(1).step_by(2).collect();
    let hint =
        did_you_mean(field, known.iter().copied()).map_or_else(String::new, |hint| format!("; {hint}"));
    ScriptError::new(place, &format!("{before}there is no key `{field}`{hint}"))
}
