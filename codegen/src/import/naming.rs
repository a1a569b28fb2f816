//! What a single code is called in Rust, for those who add one to a table that there is.

use super::{names, terms};

/// What the codes of a table are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// What became of an order.
    Orders,
    /// Anything else.
    Anything,
}

/// The variant of a code: a value that is a word, what its title is called in this field, the value, or `Code7`.
pub(crate) fn variant(value: &str, title: &str, about: About) -> String {
    let by_value = || names::variant(value);
    let by_title = || terms::name(title, about == About::Orders).map(str::to_owned);
    by_value()
        .filter(|_| names::is_word(value))
        .or_else(by_title)
        .or_else(by_value)
        .unwrap_or_else(|| names::numbered_variant(value, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_from_a_word_or_from_the_title_or_from_the_value() {
        for (value, title, about, name) in [
            ("7", "支付异常", About::Anything, "Code7"),
            ("3", "已关闭", About::Orders, "Closed"),
            ("1", "成功", About::Orders, "Paid"),
            ("1", "成功", About::Anything, "Success"),
            ("-20001", "别的", About::Anything, "CodeMinus20001"),
            ("WX_LITE", "小程序", About::Anything, "WxLite"),
            ("YL", "银联", About::Anything, "UnionPay"),
            ("--", "别的", About::Anything, "Code1"),
        ] {
            assert_eq!(variant(value, title, about), name, "{value} {title}");
        }
    }
}
