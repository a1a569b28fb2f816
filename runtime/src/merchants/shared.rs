//! What merchants share.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plan::{Fingerprint, Plan, Root};
use crate::{Budget, Circuit, HttpTransport, Transport};

/// What merchants that trust the same root share: their connections, and for each provider at a URL when it is left alone
/// and how often it may be asked again.
#[derive(Default)]
pub(super) struct Shared {
    /// By the root that is trusted besides those of the platform.
    transports: HashMap<Option<Fingerprint>, Arc<dyn Transport>>,
    providers: HashMap<At, (Circuit, Budget)>,
}

/// A provider's name and URL, and the root that is trusted: one that does not fit looks like a provider that is down.
type At = (String, String, Option<Fingerprint>);

impl Shared {
    pub(super) fn transport(&mut self, root: Option<&Root>) -> Arc<dyn Transport> {
        let transport = self.transports.entry(root.map(|root| root.fingerprint)).or_insert_with(|| {
            let transport = HttpTransport::new();
            Arc::new(match root {
                Some(root) => transport.root_certificate_pem(&root.pem),
                None => transport,
            })
        });
        Arc::clone(transport)
    }

    pub(super) fn of_provider(&mut self, plan: &Plan<'_>) -> (Circuit, Budget) {
        self.providers.entry(at(plan)).or_default().clone()
    }

    /// Lets go of what none of these merchants uses.
    pub(super) fn keep(&mut self, plans: &[Plan<'_>]) {
        let roots: HashSet<_> = plans.iter().map(|plan| plan.root().map(|root| root.fingerprint)).collect();
        let providers: HashSet<At> = plans.iter().map(at).collect();
        self.transports.retain(|root, _| roots.contains(root));
        self.providers.retain(|at, _| providers.contains(at));
    }
}

fn at(plan: &Plan<'_>) -> At {
    let root = plan.root().map(|root| root.fingerprint);
    (plan.provider().to_owned(), plan.url().to_owned(), root)
}
