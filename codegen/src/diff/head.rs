//! Providers: what stands at the head of a specification, and everything below it.

use payspec_table as table;

use super::log::{Claim, Log, Spot, Verdict};
use super::pairs::pair;
use super::renamed::{Names, Renamed};
use super::{Change, Class, ItemChange, ItemKind, codes, operation};
use crate::emit::doc::{code, prose};
use crate::model::{Credential, Document, Environment, Provider};

/// A provider that the new side alone has.
pub(super) fn provider_added(provider: &Provider) -> Change {
    let operations: Vec<String> = provider.operations.iter().map(|operation| code(&operation.name)).collect();
    Change {
        effect: Some(format!("it can be asked by {}", operations.join(", "))),
        new: Some(code(provider.name())),
        ..whole(provider, "is new", Class::Additive)
    }
}

/// A provider that the old side alone has.
pub(super) fn provider_gone(provider: &Provider) -> Change {
    Change { old: Some(code(provider.name())), ..whole(provider, "is gone", Class::Breaking) }
}

fn whole(provider: &Provider, what: &str, class: Class) -> Change {
    let name = provider.name();
    let item = |kind: ItemKind, signature: String| {
        let (old, new) = match class {
            Class::Additive => (None, Some(signature)),
            _ => (Some(signature), None),
        };
        ItemChange { class, kind, path: name.to_owned(), old, new }
    };
    Change {
        class,
        places: vec!["provider".to_owned()],
        summary: format!("the provider {} ({}) {what}", code(name), prose(provider.title())),
        effect: None,
        old: None,
        new: None,
        items: vec![
            item(ItemKind::Module, format!("mod {name}")),
            item(ItemKind::Feature, format!("feature = \"{name}\"")),
        ],
    }
}

/// Compares all that two versions of one provider say.
pub(super) fn compare(old: &Provider, new: &Provider, log: &mut Log) {
    let Provider { description, documents, environments, credentials, code_tables, operations, table } = old;
    // The lists of the table are copies of what the model has with more about it.
    let table::Provider {
        name: _,
        title,
        currency,
        credentials: _,
        environments: _,
        code_tables: _,
        operations: _,
    } = table;
    let top = Spot::new("the provider", "");
    log.compare(&top, "title", title, &new.table.title, Verdict::documentation);
    log.words(&top, "description", description.as_ref(), new.description.as_ref(), Verdict::documentation());
    log.compare(&top, "currency", currency, &new.table.currency, || {
        Verdict::outcome().effect("it is the currency of every amount that names none of its own")
    });
    compare_documents(documents, &new.documents, log);
    compare_environments(environments, &new.environments, log);
    let credentials = compare_credentials(credentials, &new.credentials, log);
    let (code_tables, code_types) = codes::compare(code_tables, &new.code_tables, log);
    let renamed = Renamed { credentials, code_tables, code_types };
    operation::compare(&renamed.operations(operations), &new.operations, log);
}

fn compare_documents(old: &[Document], new: &[Document], log: &mut Log) {
    let spot = |document: &Document| {
        Spot::new(format!("the document {}", prose(&document.title)), format!("documents.{}", document.name))
    };
    let pairs = pair(
        old,
        new,
        &[
            &|one, other| one.name == other.name,
            &|one, other| one.title == other.title,
            &|one, other| one.url == other.url,
            &|_, _| true,
        ],
    );
    for (before, after) in pairs.both {
        let Document { name, title, url, date } = before;
        log.compare(&spot(after), "", name, &after.name, Verdict::documentation);
        log.compare(&spot(after), "title", title, &after.title, Verdict::documentation);
        log.compare(&spot(after), "url", url, &after.url, Verdict::documentation);
        log.compare(&spot(after), "date", date, &after.date, Verdict::documentation);
    }
    for gone in pairs.gone {
        log.gone(&spot(gone), None, Verdict::documentation());
    }
    for added in pairs.added {
        log.added(&spot(added), None, Verdict::documentation());
    }
    if pairs.reordered {
        log.reordered(&Spot::new("the documents", "documents"), Verdict::documentation());
    }
}

fn compare_environments(old: &[Environment], new: &[Environment], log: &mut Log) {
    let spot = |environment: &Environment| {
        let name = &environment.facts.name;
        Spot::new(format!("the environment {}", code(name)), format!("environments.{name}"))
    };
    let claim =
        |environment: &Environment| Claim::Member("Environment".to_owned(), environment.variant.clone());
    let pairs = pair(
        old,
        new,
        &[&|one, other| one.facts.name == other.facts.name, &|one, other| one.facts.url == other.facts.url],
    );
    for (before, after) in pairs.both {
        let Environment { variant, facts, provenance } = before;
        let table::Environment { name, url } = facts;
        let spot = spot(after);
        let claims = [claim(before), claim(after)];
        log.compare(&spot, "", name, &after.facts.name, || Verdict::behaviour().claims(claims.clone()));
        if name == &after.facts.name {
            log.compare(&spot, "", variant, &after.variant, || Verdict::behaviour().claims(claims.clone()));
        }
        log.compare(&spot, "url", url, &after.facts.url, || {
            Verdict::behaviour()
                .effect(format!("{} asks there", code(&format!("Environment::{}", after.variant))))
        });
        log.provenance(&spot, provenance, &after.provenance, Verdict::documentation);
    }
    for gone in pairs.gone {
        log.gone(&spot(gone), Some(code(&gone.facts.url)), Verdict::behaviour().claims([claim(gone)]));
    }
    for added in pairs.added {
        let verdict = Verdict::new(Class::Additive).claims([claim(added)]);
        log.added(&spot(added), Some(code(&added.facts.url)), verdict);
    }
    if pairs.reordered {
        log.reordered(&Spot::new("the environments", "environments"), Verdict::documentation());
    }
}

/// Compares the credentials, and tells which have another name.
fn compare_credentials(old: &[Credential], new: &[Credential], log: &mut Log) -> Names {
    const OWNER: &str = "Credentials";
    let spot = |credential: &Credential| {
        let (name, title) = (&credential.facts.name, prose(&credential.facts.title));
        Spot::new(format!("the credential {} ({title})", code(name)), format!("credentials.{name}"))
    };
    let claims = |credential: &Credential| {
        [
            Claim::Member(OWNER.to_owned(), "new".to_owned()),
            Claim::Member(OWNER.to_owned(), format!("also_{}", credential.facts.name)),
        ]
    };
    let pairs = pair(
        old,
        new,
        &[&|one, other| one.facts.name == other.facts.name, &|one, other| {
            one.facts.title == other.facts.title && one.facts.kind == other.facts.kind
        }],
    );
    let names = pairs.both.iter().map(|(before, after)| (&*before.facts.name, &*after.facts.name));
    let names = Names::of(names);
    for (before, after) in pairs.both {
        let Credential { facts, max_length, description, provenance } = before;
        let table::Credential { name, title, kind } = facts;
        let spot = spot(after);
        let both = || claims(before).into_iter().chain(claims(after));
        let argument = || {
            let (owner, old, new) = (OWNER.to_owned(), name.to_string(), after.facts.name.to_string());
            Claim::Argument { owner, old, new }
        };
        log.compare(&spot, "", name, &after.facts.name, || {
            Verdict::new(Class::Breaking)
                .effect("configurations that give it by its name must give it by the new one")
                .claims(both().chain([argument()]))
        });
        log.compare(&spot, "title", title, &after.facts.title, Verdict::documentation);
        log.compare(&spot, "type", kind, &after.facts.kind, || {
            Verdict::new(Class::Breaking).effect("it is given as another type").claims(both())
        });
        log.compare(&spot, "max_length", max_length, &after.max_length, Verdict::documentation);
        log.words(
            &spot,
            "description",
            description.as_ref(),
            after.description.as_ref(),
            Verdict::documentation(),
        );
        log.provenance(&spot, provenance, &after.provenance, Verdict::documentation);
    }
    for gone in pairs.gone {
        let verdict = Verdict::new(Class::Breaking).effect("it is no longer given").claims(claims(gone));
        log.gone(&spot(gone), None, verdict);
    }
    for added in pairs.added {
        let verdict =
            Verdict::new(Class::Breaking).effect("every merchant must give it").claims(claims(added));
        log.added(&spot(added), None, verdict);
    }
    if pairs.reordered {
        let verdict = Verdict::new(Class::Breaking)
            .effect("arguments of `Credentials::new` change places")
            .claims([Claim::Member(OWNER.to_owned(), "new".to_owned())]);
        log.reordered(&Spot::new("the credentials", "credentials"), verdict);
    }
    names
}
