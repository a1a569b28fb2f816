//! One simulated provider.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use payspec_runtime::{Ambient, ChinaTime, ProviderRef, SystemAmbient, places};
use payspec_table::{Field, Operation, Provider, Role, ViewEntry};

use crate::answer::answer;
use crate::filler::Filler;
use crate::merchant::{Account, AccountError};
use crate::order::Orders;
use crate::plan::Plan;
use crate::question::{Asked, Key, Question};
use crate::seal::{Sealed, seal};
use crate::{Exchange, SimulatedOrder, Verdict, draft, objection};

/// One simulated provider: its specification, its merchant and its orders.
#[derive(Debug)]
pub(crate) struct Shop {
    provider: ProviderRef,
    account: OnceLock<Result<Account, AccountError>>,
    orders: Mutex<Orders>,
}

impl Shop {
    pub(crate) fn new(provider: ProviderRef) -> Self {
        let orders = Mutex::new(Orders::new(digits_of_numbers(&provider)));
        Self { provider, account: OnceLock::new(), orders }
    }

    /// The merchant, made on first use.
    pub(crate) fn account(&self) -> Result<&Account, &AccountError> {
        self.account.get_or_init(|| Account::open(&self.provider)).as_ref()
    }

    pub(crate) fn put(&self, order: SimulatedOrder) {
        self.orders().put(order);
    }

    /// Answers a request, and tells what came of it.
    pub(crate) fn answer(&self, asked: &Asked) -> (Sealed, Exchange) {
        let table = &*self.provider;
        let mut exchange = Exchange {
            provider: table.name.to_string(),
            operation: None,
            orders: Vec::new(),
            verdict: Verdict::NoOperation,
            canonical: None,
            signature: None,
        };
        let Some(question) = Question::read(table, asked) else {
            return (Sealed::plain(404, &exchange.verdict.to_string()), exchange);
        };
        exchange.operation = Some(question.operation.name.to_string());
        exchange.orders = order_numbers(&question.key());
        let sealed = self.account().map_err(ToString::to_string).and_then(|account| {
            (exchange.canonical, exchange.signature) = objection::signed(&question, account);
            let (verdict, plan) = answer(table, &question, account, &self.orders());
            exchange.verdict = verdict;
            let Some(plan) = plan else { return Err(exchange.verdict.to_string()) };
            self.seal(question.operation, &plan, account)
        });
        let sealed = sealed.unwrap_or_else(|why| {
            exchange.verdict = Verdict::Failed { why };
            Sealed::plain(500, &exchange.verdict.to_string())
        });
        (sealed, exchange)
    }

    fn seal(&self, operation: &Operation, plan: &Plan, account: &Account) -> Result<Sealed, String> {
        let mut nonce = String::new();
        SystemAmbient.nonce(32, &mut nonce).map_err(|error| error.to_string())?;
        let filler = Filler { provider: &self.provider, now: ChinaTime::now(), nonce };
        let reply = draft::write(operation, plan, &filler);
        seal(operation, &reply, &account.provider).map_err(|error| error.to_string())
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn order_numbers(key: &Key<'_>) -> Vec<String> {
    let merchant = key.numbers.merchant.into_iter();
    let merchant: Vec<&str> = match key.joint.filter(|joint| !joint.is_empty()) {
        Some(joint) => merchant.flat_map(|numbers| numbers.split(joint)).collect(),
        None => merchant.collect(),
    };
    merchant.into_iter().chain(key.numbers.provider).map(str::to_owned).collect()
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
