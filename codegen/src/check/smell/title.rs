//! Titles: what people find in the document again.

use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::ProviderSpec;
use crate::spec::read::Entries;

/// Reports codes without a title, and titles that are blank.
pub(super) fn check(spec: &ProviderSpec, reporter: &mut Reporter<'_>) {
    refuse_blank(&spec.title, "the provider", &spec.place, reporter);
    for entry in spec.documents.iter().flat_map(Entries::iter) {
        refuse_blank(&entry.value.title, &format!("the document `{}`", entry.name), &entry.place, reporter);
    }
    for entry in spec.credentials.iter().flat_map(Entries::iter) {
        refuse_blank(&entry.value.title, &format!("the credential `{}`", entry.name), &entry.place, reporter);
    }
    codes(spec, reporter);
    for entry in spec.operations.iter() {
        refuse_blank(&entry.value.title, &format!("the operation `{}`", entry.name), &entry.place, reporter);
        for message in [&entry.value.request.fields, &entry.value.response.fields] {
            for field in super::fields(message) {
                let what = format!("the field `{}`", field.dotted());
                refuse_blank(&field.entry.value.title, &what, &field.entry.place, reporter);
            }
        }
    }
}

fn codes(spec: &ProviderSpec, reporter: &mut Reporter<'_>) {
    for table in spec.codes.iter().flat_map(Entries::iter) {
        for code in table.value.iter() {
            let at = code.place.key("title");
            let (at, how) = match code.value.title.as_deref() {
                None => (At::Key(&code.place), "has no title"),
                Some(title) if title.trim().is_empty() => (At::Value(&at), "has a blank title"),
                Some(_) => continue,
            };
            let message = format!("the code `{}` of `{}` {how}", code.name, table.name);
            reporter.word(Rule::NoTitle, at, "", message).help = Some(format!(
                "give it the `title:` that the document has for it; until then its name stands in, `{}`",
                code.value.name
            ));
        }
    }
}

fn refuse_blank(title: &str, what: &str, place: &Place, reporter: &mut Reporter<'_>) {
    if title.trim().is_empty() {
        reporter.value(Rule::NoTitle, &place.key("title"), format!("{what} has a blank title")).help =
            Some("write what the document calls it".to_owned());
    }
}
