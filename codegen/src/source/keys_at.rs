//! From a place in the text to the keys that lead to it.

use std::ops::Range;

use super::{SourceFile, Step};

impl SourceFile {
    /// The keys from the top to what stands at a span, the innermost; of what is in a list those to the list.
    pub(crate) fn keys_at(&self, span: &Range<usize>) -> Vec<String> {
        let holds = |range: &Range<usize>| range.start <= span.start && span.end <= range.end;
        let around = self
            .stands
            .iter()
            .filter(|(_, stand)| holds(&stand.value) || stand.key.as_ref().is_some_and(holds));
        let innermost = around.max_by_key(|(steps, _)| steps.len()).map_or(&[][..], |(steps, _)| steps);
        let keys = innermost.iter().map_while(|step| match step {
            Step::Key(key) => Some(key.clone()),
            Step::Item(_) => None,
        });
        keys.collect()
    }
}
