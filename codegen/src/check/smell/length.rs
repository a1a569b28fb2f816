//! Fields that may be longer in one message than in the other.

use super::{Field, fields};
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::spec::{FieldSpec, FieldType, LengthUnitWord, OperationSpec};

/// Reports fields of one wire name that have one length in the request and another in the response.
pub(super) fn check(spec: &OperationSpec, reporter: &mut Reporter<'_>) {
    let request = fields(&spec.request.fields);
    for answered in fields(&spec.response.fields) {
        let Some(asked) = request.iter().find(|asked| is_same(asked, &answered)) else { continue };
        let (asked, answered) = (&asked.entry.value, &answered.entry.value);
        let (Some(sent), Some(received)) = (length(asked), length(answered)) else { continue };
        if sent == received || asked.because.is_some() || answered.because.is_some() {
            continue;
        }
        let (sent_place, place) = (asked.place.key("max_length"), answered.place.key("max_length"));
        let span = reporter.span_of(At::Value(&sent_place));
        let message = format!(
            "`{}` has {} at most in the request, and {} in the response",
            answered.place.last(),
            in_words(sent),
            in_words(received)
        );
        let diagnostic = reporter.value(Rule::LengthsDiffer, &place, message);
        diagnostic.also.push((span, "in the request".to_owned()));
        diagnostic.help = Some(
            "correct the one that is wrong; where the document has both, say so with `because:` on either field"
                .to_owned(),
        );
    }
}

/// Whether two fields are one and the same to a reader: the same name, at the same path or else at the top of the request.
/// Several texts in one are another thing than each of them.
fn is_same(asked: &Field<'_>, answered: &Field<'_>) -> bool {
    let is_list = |field: &Field<'_>| field.entry.value.kind == Some(FieldType::List);
    asked.entry.name == answered.entry.name
        && (asked.path.len() == 1 || asked.path == answered.path)
        && is_list(asked) == is_list(answered)
}

/// The longest text, and what its length counts.
type Length = (u32, LengthUnitWord);

fn length(spec: &FieldSpec) -> Option<Length> {
    Some((spec.max_length?, spec.length_unit.unwrap_or(LengthUnitWord::Characters)))
}

fn in_words((max, unit): Length) -> String {
    let word = unit.word();
    format!("{max} {}", if max == 1 { word.trim_end_matches('s') } else { word })
}
