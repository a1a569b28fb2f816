//! The merchants of one provider.

use std::sync::OnceLock;

use payspec_runtime::{Node, Secret};
use payspec_table::{Provider, Source};

use crate::Merchant;
use crate::question::{Question, each_field};
use crate::shop::merchant::{Account, AccountError};

/// The merchants of one provider, of which there is at least one.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    /// What was given; nothing means one merchant, made on first use.
    given: Vec<Merchant>,
    opened: OnceLock<Result<Vec<Account>, AccountError>>,
}

impl Accounts {
    /// Adds a merchant, before anybody asks.
    pub(crate) fn add(&mut self, merchant: Merchant) {
        self.given.push(merchant);
        self.opened = OnceLock::new();
    }

    /// All of them. Keys that are not given are made on first use.
    pub(crate) fn all(&self, provider: &Provider) -> Result<&[Account], &AccountError> {
        let open = || match &*self.given {
            [] => Account::open(provider, &Merchant::default()).map(|account| vec![account]),
            given => given.iter().map(|merchant| Account::open(provider, merchant)).collect(),
        };
        self.opened.get_or_init(open).as_ref().map(Vec::as_slice)
    }

    /// Those that were made so far.
    pub(crate) fn made(&self) -> &[Account] {
        self.opened.get().and_then(|opened| opened.as_deref().ok()).unwrap_or_default()
    }

    /// Whether merchants were given, so that their mistakes are worth looking for before anybody asks.
    pub(crate) fn were_given(&self) -> bool {
        !self.given.is_empty()
    }
}

/// The merchant who asks: the one whose numbers the question carries. Where none fits, or no field tells, the first, who
/// then finds that something is wrong.
pub(crate) fn asking<'a>(accounts: &'a [Account], question: &Question<'_>) -> Option<&'a Account> {
    let fits = |account: &&Account| match question.root() {
        Some(root) => strange_credential(account, question, root).is_none(),
        None => true,
    };
    accounts.iter().find(fits).or(accounts.first())
}

/// The first field of a question that should hold one of the merchant's numbers and holds something else.
pub(crate) fn strange_credential<'q>(
    account: &Account,
    question: &Question<'q>,
    root: Node<'_>,
) -> Option<&'q str> {
    let mut stranger = None;
    let operation = question.operation;
    each_field(&operation.request.fields, root, &mut |field, node| {
        if let (Source::Credential(name), Some(text)) = (&field.source, node.and_then(Node::text)) {
            let Merchant { texts, secrets, .. } = &account.merchant;
            let known = texts.get(&**name).is_none_or(|known| known == text)
                && secrets.get(&**name).is_none_or(|known: &Secret| known.matches(text));
            if !known {
                stranger = Some(&*field.name);
            }
        }
    });
    stranger
}
