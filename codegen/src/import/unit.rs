//! The unit of an amount, as documents state it.

/// Where the unit stands in a sentence about an amount.
const FORMS: &[&str] = &[
    "单位{}",
    "单位：{}",
    "单位:{}",
    "单位为{}",
    "单位是{}",
    "单位都为{}",
    "单位都位{}",
    "单位均为{}",
    "（{}）",
    "({})",
    "以{}为单位",
    "{}为单位",
];

/// `fen` or `yuan`, where a text without white space says so; nothing where it names no unit, or both.
pub(crate) fn stated(tight: &str) -> Option<&'static str> {
    let says = |unit: &str| FORMS.iter().any(|form| tight.contains(&form.replace("{}", unit)));
    let english = |unit: &str| {
        let tight = tight.to_ascii_lowercase();
        [format!("in{unit}"), format!("unit:{unit}"), format!("({unit})")]
            .iter()
            .any(|form| tight.contains(form))
    };
    match (says("分") || english("cents") || english("fen"), says("元") || english("yuan")) {
        (true, false) => Some("fen"),
        (false, true) => Some("yuan"),
        _ => None,
    }
}
