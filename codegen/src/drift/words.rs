//! Texts of documents without what is only spelling.

/// What a text says, whatever its white space, the width of its punctuation and its Markdown.
pub(super) fn plain(text: &str) -> String {
    let text = without_line_breaks(text);
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().map(narrow) {
        let repeated = character == '-' && plain.ends_with('-');
        if !character.is_whitespace() && !matches!(character, '*' | '`' | '\\') && !repeated {
            plain.push(character);
        }
    }
    plain.truncate(plain.trim_end_matches([',', '.', ';', ':']).len());
    plain
}

/// Whether two texts say the same.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || plain(one) == plain(other)
}

/// The letters and digits of a text alone.
pub(super) fn letters(text: &str) -> String {
    without_line_breaks(text).chars().map(narrow).filter(|character| character.is_alphanumeric()).collect()
}

/// The letters and digits of a text with the signs that make another sum, condition or separator of it: `<=`, `+`, `1.5`.
pub(super) fn letters_and_signs(text: &str) -> String {
    let text = text.trim().trim_start_matches(['#', '>', '|', ' ']).trim_end_matches(['|', ' ']);
    let characters: Vec<char> = without_line_breaks(text).chars().map(narrow).collect();
    let is =
        |at: Option<usize>, test: fn(&char) -> bool| at.and_then(|at| characters.get(at)).is_some_and(test);
    let matters = |at: usize| {
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        match characters[at] {
            '+' | '<' | '>' | '=' | '&' | '|' | '≤' | '≥' | '≠' => true,
            '.' => is(before, char::is_ascii_digit) && is(after, char::is_ascii_digit),
            // Between words and behind the bullet of a list it is only spelling.
            '-' => {
                !is(before, |it| it.is_ascii_alphanumeric() || *it == '-') && is(after, char::is_ascii_digit)
            }
            other => other.is_alphanumeric(),
        }
    };
    (0..characters.len()).filter(|at| matters(*at)).map(|at| characters[at]).collect()
}

/// A name without its case and what stands between its words: `mchOrderNo`, `mch_order_no`.
pub(super) fn bare_name(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The numbers in a text, as they are written.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_digit()).filter(|digits| !digits.is_empty())
}

/// `<br>`, `<br/>` and `<br />` are blanks.
fn without_line_breaks(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = tag
            .find('>')
            .filter(|end| tag[1..*end].trim_matches(['/', ' ', '\u{3000}']).eq_ignore_ascii_case("br"));
        match end {
            Some(end) => {
                plain.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The narrow form of punctuation, letters and digits that have a wide one.
fn narrow(character: char) -> char {
    match character {
        '！'..='～' => {
            u32::from(character).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(character)
        }
        '、' => ',',
        '。' => '.',
        '—' | '–' | '―' | '‐' | '‑' | '−' => '-',
        '“' | '”' | '„' | '「' | '」' => '"',
        '‘' | '’' => '\'',
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_no_difference() {
        for (one, other) in [
            ("0：初始<br/>1：成功", "0: 初始 <br>1:成功"),
            ("已撤销（付款码）", "已撤销(付款码)"),
            ("用 `sign` 签名。", "用sign签名"),
            ("PAYERROR--失败", "PAYERROR—失败"),
            ("third\\_order\\_id", "third_order_id"),
            ("a，b", "a,b"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn signs_are_more_than_spelling_where_they_make_another_sum() {
        for (one, other) in [
            ("末尾加\"&key=\"", "末尾加\"key\""),
            ("误差<=0.5", "误差>=0.5"),
            ("时区+8", "时区-8"),
            ("1.5", "15"),
            ("以|分隔", "以,分隔"),
        ] {
            assert_ne!(letters_and_signs(one), letters_and_signs(other), "{one} / {other}");
        }
        for (one, other) in [("- 建议 3 秒。", "* 建议3秒"), ("> 备注", "备注："), ("0-成功", "0：成功")]
        {
            assert_eq!(letters_and_signs(one), letters_and_signs(other), "{one} / {other}");
        }
    }

    #[test]
    fn another_word_is_a_difference() {
        for (one, other) in [("支付成功", "支付失败"), ("1.0", "10"), ("a<b", "ab"), ("-4004", "4004")]
        {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
