//! What only the whole document tells: which drafts are operations, and which tables of codes fields mention.

use std::collections::{HashMap, HashSet};

use super::draft::Draft;
use super::message::Message;
use super::notes::table_title;
use super::{CodesText, Document, Stated};

pub(super) fn finish(
    mut document: Document,
    mut drafts: Vec<Draft>,
    untitled: Option<usize>,
    perhaps: Vec<CodesText>,
) -> Document {
    adopt(perhaps, &mut document, &drafts);
    let tables: HashMap<String, String> = document
        .code_tables
        .iter()
        .map(|table| (table_title(&table.title.value).to_owned(), table.title.value.clone()))
        .collect();
    for draft in &mut drafts {
        draft.request.refer(&tables);
        draft.response.refer(&tables);
    }
    let above: HashSet<usize> =
        drafts.iter().filter(|draft| draft.has_fields()).flat_map(|draft| draft.above.clone()).collect();
    let alone = drafts.iter().filter(|draft| draft.has_fields() || draft.url.is_some()).count() == 1;
    let is_operation = |index: usize, draft: &Draft| {
        draft.has_fields()
            || (draft.url.is_some() && !above.contains(&index) && (untitled != Some(index) || alone))
    };
    let operations: Vec<bool> =
        drafts.iter().enumerate().map(|(index, draft)| is_operation(index, draft)).collect();
    inherit(&mut drafts, &operations, untitled);
    let title = document.title.clone().unwrap_or_else(|| {
        let file = document.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        Stated { value: file.unwrap_or_default(), span: 0..0 }
    });
    let kept = drafts.into_iter().zip(operations).filter(|(_, kept)| *kept);
    document.operations = kept.map(|(draft, _)| draft.finish(title.clone())).collect();
    document.not_understood.sort_by_key(|words| words.span.start);
    document
}

/// Lists of codes to whose heading a field refers are tables of codes. The rest of their tables stays unread.
fn adopt(perhaps: Vec<CodesText>, document: &mut Document, drafts: &[Draft]) {
    let messages = drafts.iter().flat_map(|draft| [&draft.request, &draft.response]);
    let wanted: HashSet<&str> = messages.flat_map(Message::references).collect();
    for table in perhaps {
        let known = document.code_tables.iter().any(|known| known.title.value == table.title.value);
        if known || !wanted.contains(table_title(&table.title.value)) {
            continue;
        }
        let unread = document.not_understood.iter_mut().find(|unread| unread.span.start == table.span.start);
        if let Some(unread) = unread {
            unread.value.push_str(", but for the codes in it");
        }
        document.code_tables.push(table);
    }
    document.code_tables.sort_by_key(|table| table.span.start);
}

/// What is said above all operations holds for each that says nothing else.
fn inherit(drafts: &mut [Draft], operations: &[bool], untitled: Option<usize>) {
    let stated = |draft: &Draft| draft.method.is_some() || !draft.media_types.is_empty();
    let first = (0..drafts.len()).find(|index| !operations[*index] && stated(&drafts[*index]));
    for index in 0..drafts.len() {
        let sources = drafts[index].above.iter().rev().copied().chain(untitled).chain(first);
        for source in sources.filter(|source| !operations[*source]).collect::<Vec<_>>() {
            let (method, media_types) = (drafts[source].method.clone(), drafts[source].media_types.clone());
            let draft = &mut drafts[index];
            draft.method = draft.method.take().or(method);
            if draft.media_types.is_empty() {
                draft.media_types = media_types;
            }
        }
    }
}
