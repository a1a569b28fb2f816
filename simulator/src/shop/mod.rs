//! One simulated provider.

pub(crate) mod accounts;
pub(crate) mod merchant;
pub(crate) mod offer;
pub(crate) mod shops;

use std::cell::OnceCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use payspec_runtime::{Ambient, ChinaTime, Message, ProviderRef, Secret, SystemAmbient, places};
use payspec_table::{Field, OrderState, Provider, Role, ViewEntry};

use crate::exchange::veil::Veil;
use crate::fault::{Honest, Strike};
use crate::order::{Numbers, Orders};
use crate::question::objection;
use crate::question::{Asked, Key, Question};
use crate::reply::answer::answer;
use crate::reply::delivery::Parcel;
use crate::reply::filler::Filler;
use crate::reply::plan::Planner;
use crate::reply::seal::seal;
use crate::reply::tiers::Tiers;
use crate::shop::accounts::Accounts;
use crate::shop::merchant::{Account, AccountError};
use crate::shop::shops::Settings;
use crate::simulator::{ArmError, PutError};
use crate::{Chance, Exchange, Fault, Merchant, OrderRecord, Shown, SimulatedOrder, Times, Verdict};

/// One simulated provider: its specification, its merchants and its orders.
#[derive(Debug)]
pub(crate) struct Shop {
    provider: ProviderRef,
    accounts: Accounts,
    orders: Mutex<Orders>,
    chance: Mutex<Option<Chance>>,
}

impl Shop {
    pub(crate) fn new(provider: ProviderRef) -> Self {
        let orders = Mutex::new(Orders::new(digits_of_numbers(&provider)));
        Self { provider, accounts: Accounts::default(), orders, chance: Mutex::default() }
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    pub(crate) fn add_merchant(&mut self, merchant: Merchant) {
        self.accounts.add(merchant);
    }

    /// The merchants, made on first use.
    pub(crate) fn accounts(&self) -> Result<&[Account], &AccountError> {
        self.accounts.all(&self.provider)
    }

    /// Whether the merchants that were given can be used.
    pub(crate) fn check_merchants(&self) -> Result<(), &AccountError> {
        if self.accounts.were_given() { self.accounts().map(|_| ()) } else { Ok(()) }
    }

    pub(crate) fn put(&self, order: SimulatedOrder) -> Result<(), PutError> {
        self.orders().put(order)
    }

    pub(crate) fn remove(&self, merchant_order_no: &str) -> bool {
        self.orders().remove(merchant_order_no)
    }

    pub(crate) fn order(&self, merchant_order_no: &str) -> Option<OrderRecord> {
        self.orders().find(by_merchant(merchant_order_no)).map(|kept| kept.record())
    }

    pub(crate) fn orders_now(&self) -> Vec<OrderRecord> {
        self.orders().all()
    }

    pub(crate) fn set_state(&self, merchant_order_no: &str, state: OrderState) -> bool {
        self.orders().find(by_merchant(merchant_order_no)).map(|kept| kept.set_state(state)).is_some()
    }

    pub(crate) fn arm(&self, merchant_order_no: &str, fault: Fault, times: Times) -> Result<(), ArmError> {
        let mut orders = self.orders();
        let kept = orders.find(by_merchant(merchant_order_no)).ok_or(ArmError::NoOrder)?;
        if !self.has_room(fault) {
            return Err(ArmError::NoRoom(fault));
        }
        kept.arm(fault, times);
        Ok(())
    }

    /// The faults that a reply of the provider can have room for.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        Fault::ALL.iter().copied().filter(|fault| self.has_room(*fault)).collect()
    }

    fn has_room(&self, fault: Fault) -> bool {
        self.provider.operations.iter().any(|operation| fault.has_room(&self.provider, operation))
    }

    pub(crate) fn disarm(&self, merchant_order_no: &str) -> bool {
        self.orders().find(by_merchant(merchant_order_no)).map(|kept| kept.disarm()).is_some()
    }

    pub(crate) fn set_chance(&self, chance: Option<Chance>) {
        *self.chance.lock().unwrap_or_else(PoisonError::into_inner) = chance;
    }

    /// The faults that strike by chance.
    pub(crate) fn chance(&self) -> Option<Chance> {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers a request, and tells what came of it.
    pub(crate) fn answer(&self, asked: &Asked, settings: &Settings) -> (Parcel, Exchange) {
        let table = &*self.provider;
        let mut exchange = Exchange::begun(Some(&table.name));
        let accounts = self.accounts().map_err(ToString::to_string);
        let parcel = match (Question::read(table, asked), accounts) {
            (None, _) => Parcel::plain(404, &exchange.verdict.to_string()),
            (Some(question), accounts) => {
                exchange.operation = Some(question.operation.name.to_string());
                exchange.orders = order_numbers(&question.key());
                let parcel = accounts.and_then(|accounts| {
                    let account = accounts::asking(accounts, &question).ok_or("there is no merchant")?;
                    self.parcel(&question, account, settings, &mut exchange)
                });
                parcel.unwrap_or_else(|why| {
                    // What the reply would have told, nobody is told.
                    exchange.told.clear();
                    exchange.fault = None;
                    exchange.verdict = Verdict::Failed { why };
                    Parcel::plain(500, &exchange.verdict.to_string())
                })
            }
        };
        let veil = self.veil();
        exchange.canonical = exchange.canonical.map(|canonical| veil.over(canonical));
        exchange.signature = exchange.signature.map(|signature| veil.over(signature));
        for order in &mut exchange.orders {
            *order = veil.over(std::mem::take(order));
        }
        if let Verdict::Refused { why, .. } | Verdict::Failed { why } = &mut exchange.verdict {
            *why = veil.over(std::mem::take(why));
        }
        exchange.request = Shown::request(asked, &veil);
        exchange.answer = Shown::answer(&parcel, &veil);
        (parcel, exchange)
    }

    fn parcel(
        &self,
        question: &Question<'_>,
        account: &Account,
        settings: &Settings,
        exchange: &mut Exchange,
    ) -> Result<Parcel, String> {
        objection::signed(question, account, exchange);
        let provider = &*self.provider;
        let planner = Planner { tiers: Tiers { provider, operation: question.operation }, question, account };
        let mut nonce = String::new();
        SystemAmbient.nonce(32, &mut nonce).map_err(|error| error.to_string())?;
        let filler = Filler { provider, now: ChinaTime::now(), nonce };
        let (honest, strike) = {
            let mut orders = self.orders();
            let answer = answer(provider, planner, &mut orders, settings.pace);
            exchange.told = answer.told();
            exchange.verdict = answer.verdict;
            let plan = answer.plan.ok_or_else(|| exchange.verdict.to_string())?;
            let honest =
                Honest { planner, filler: &filler, subjects: answer.subjects, plan, reply: OnceCell::new() };
            let strike = Strike::find(&honest, &mut orders, self.chance().as_ref(), settings.seed);
            (honest, strike)
        };
        let sealed = |reply: &Message, flaw| {
            seal(question.operation, reply, &account.provider, flaw).map_err(|error| error.to_string())
        };
        let Some(strike) = strike else { return sealed(honest.reply(), None) };
        exchange.fault = Some(strike.fault);
        let (reply, told) = strike.reply(&honest);
        exchange.told = told;
        let mut parcel = sealed(&reply, strike.flaw(&honest).as_ref())?;
        strike.damage(&honest, &mut parcel);
        Ok(parcel)
    }

    /// Hides the keys of its merchants.
    fn veil(&self) -> Veil {
        Veil::new(self.secrets())
    }

    /// The keys of its merchants, as far as they were made: nobody has the others.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.accounts.made().iter().flat_map(|account| account.merchant.secrets.values())
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn by_merchant(number: &str) -> Numbers<'_> {
    Numbers { merchant: Some(number), provider: None }
}

fn order_numbers(key: &Key<'_>) -> Vec<String> {
    const MOST: usize = 1_000;
    let merchant = key.numbers.merchant.into_iter();
    let merchant: Vec<&str> = match key.joint.filter(|joint| !joint.is_empty()) {
        Some(joint) => merchant.flat_map(|numbers| numbers.split(joint)).collect(),
        None => merchant.collect(),
    };
    merchant.into_iter().chain(key.numbers.provider).take(MOST).map(str::to_owned).collect()
}

/// How many digits the provider's order numbers have: sixteen, or what the shortest of their fields allows.
fn digits_of_numbers(provider: &Provider) -> usize {
    const USUAL: u32 = 16;
    let shortest = provider
        .operations
        .iter()
        .flat_map(|operation| {
            let (request, response) = (&operation.request, &operation.response);
            limits(&request.view, &request.fields).chain(limits(&response.view, &response.fields))
        })
        .fold(USUAL, u32::min);
    usize::try_from(shortest).unwrap_or_default()
}

/// The lengths of the fields that hold the provider's order number.
fn limits<'t>(view: &'t [ViewEntry], fields: &'t [Field]) -> impl Iterator<Item = u32> {
    let numbers = view.iter().filter(|entry| entry.role == Role::ProviderOrderNo);
    numbers.filter_map(|entry| places::field(fields, &entry.field)?.max_length.map(|length| length.max))
}
