//! Which words of documents go with which types of the language.

use payspec_table::{Field, Item, Kind, MoneyUnit, Written};

/// What a word of a document allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Any text: everything but objects and lists of them.
    Text,
    /// A whole number.
    Whole,
    /// Any number.
    Number,
    /// A number with decimals.
    Fraction,
    /// Money, in whichever unit.
    Money,
    Truth,
    Moment,
    Code,
    Object,
    List,
    /// JSON: an object or a list.
    Json,
}

const WORDS: &[(&[&str], Family)] = &[
    (
        &[
            "string",
            "str",
            "varchar",
            "varchar2",
            "nvarchar",
            "char",
            "text",
            "an",
            "ans",
            "a",
            "as",
            "x",
            "字符串",
            "字符",
            "文本",
            "字符型",
            "变长字符",
            "定长字符",
        ],
        Family::Text,
    ),
    (
        &[
            "int",
            "integer",
            "long",
            "short",
            "bigint",
            "biginteger",
            "int32",
            "int64",
            "uint32",
            "uint64",
            "整数",
            "整型",
            "长整型",
            "整形",
        ],
        Family::Whole,
    ),
    (&["number", "numeric", "num", "n", "数字", "数值", "数值型", "数字型"], Family::Number),
    (&["decimal", "double", "float", "bigdecimal", "小数", "浮点", "浮点型"], Family::Fraction),
    (&["money", "amount", "金额"], Family::Money),
    (&["boolean", "bool", "布尔", "布尔型", "布尔值"], Family::Truth),
    (
        &[
            "date",
            "time",
            "datetime",
            "timestamp",
            "milliseconds",
            "日期",
            "时间",
            "日期时间",
            "时间戳",
            "日期型",
        ],
        Family::Moment,
    ),
    (&["enum", "code", "枚举", "枚举型"], Family::Code),
    (&["object", "obj", "map", "jsonobject", "对象", "结构体"], Family::Object),
    (&["array", "list", "jsonarray", "collection", "set", "数组", "列表", "集合", "对象数组"], Family::List),
    (&["json"], Family::Json),
];

/// Whether a field can be what a document calls by this word; also when the word is not known, which says nothing.
pub(super) fn goes_with(word: &str, decimals: Option<u32>, field: &Field) -> bool {
    let word = word.trim().to_lowercase();
    if word == field.kind.name() {
        return true;
    }
    let Some(family) = family(&word) else { return true };
    let fraction = decimals.is_some_and(|decimals| decimals > 0);
    let bare = field.written == Written::Bare;
    match (&field.kind, family) {
        // A text holds whatever it likes, unless the specification knows that the value comes bare.
        (Kind::Text | Kind::Code(_), Family::Text) => !bare,
        (Kind::Text, Family::Code) | (Kind::Code(_), Family::Truth) => true,
        (Kind::Text, Family::Whole | Family::Number) => bare && !fraction,
        (Kind::Code(_), Family::Whole | Family::Number) => !fraction,
        (Kind::Integer, Family::Text | Family::Whole | Family::Number) => !fraction,
        (Kind::Decimal, Family::Text | Family::Number | Family::Fraction | Family::Money) => true,
        (Kind::Money(MoneyUnit::Fen), Family::Text | Family::Whole | Family::Number | Family::Money) => {
            !fraction
        }
        (Kind::Money(MoneyUnit::Yuan), Family::Text | Family::Number | Family::Fraction | Family::Money) => {
            true
        }
        (Kind::Boolean, Family::Text | Family::Truth) => true,
        (Kind::Date(_) | Kind::Time(_) | Kind::DateTime { .. }, Family::Text | Family::Moment) => true,
        (Kind::Date(_) | Kind::Time(_) | Kind::DateTime { .. }, Family::Whole | Family::Number) => bare,
        (Kind::Milliseconds, Family::Text | Family::Whole | Family::Number | Family::Moment) => !fraction,
        (Kind::Object(_), Family::Object | Family::Json) => true,
        (Kind::List(_), Family::List | Family::Json) => true,
        (Kind::List(Item::Joined { .. }), Family::Text) => true,
        (Kind::Object(_) | Kind::List(_), Family::Text) => field.written == Written::JsonText,
        (found, wanted) => matches!((found, wanted), (Kind::Code(_), Family::Code)),
    }
}

/// Whether a word is one for a truth value, which has no more than two values.
pub(super) fn is_truth(word: &str) -> bool {
    family(&word.trim().to_lowercase()) == Some(Family::Truth)
}

/// The type of the language for a new field of a reply; a text where the word says nothing of which one could be sure.
pub(super) fn of_word(word: Option<&str>, decimals: Option<u32>) -> &'static str {
    let fraction = decimals.is_some_and(|decimals| decimals > 0);
    match word.and_then(|word| family(&word.trim().to_lowercase())) {
        Some(Family::Whole) => "integer",
        // Nobody knows whether a number without a length, or an amount without a unit, has decimals.
        Some(Family::Number | Family::Fraction) => "decimal",
        Some(Family::Money) if fraction => "decimal",
        Some(Family::Truth) => "boolean",
        Some(Family::Object) => "object",
        Some(Family::List) => "list",
        _ => "text",
    }
}

/// Whether two words are of one family: `String` and `varchar` are, which changes nothing on the wire.
pub(super) fn same_family(one: &str, other: &str) -> bool {
    let family = |word: &str| family(&word.trim().to_lowercase());
    family(one).is_some() && family(one) == family(other)
}

/// Whether two words mean the same to the reader of a table.
pub(super) fn same_word(one: &str, other: &str) -> bool {
    super::words::plain(one).eq_ignore_ascii_case(&super::words::plain(other))
}

fn family(word: &str) -> Option<Family> {
    let known = |word: &str| WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, family)| *family);
    if word.ends_with("[]") {
        return Some(Family::List);
    }
    known(word).or_else(|| {
        // `List<Order>`, `array[object]`, `varchar(32)`.
        let head = word.split(['<', '[', '(', '（', ' ']).next().unwrap_or_default();
        known(head)
    })
}

#[cfg(test)]
mod tests {
    use payspec_table::{Field, Kind, MoneyUnit, Written};

    use super::*;

    fn field(kind: Kind) -> Field {
        Field::new("a", "A", kind)
    }

    #[test]
    fn a_string_is_everything_but_an_object_or_a_value_that_is_known_to_come_bare() {
        for kind in [
            Kind::Text,
            Kind::code("t"),
            Kind::date(&["yyyyMMdd"]),
            Kind::Milliseconds,
            Kind::Money(MoneyUnit::Fen),
            Kind::joined(","),
        ] {
            assert!(goes_with("String", None, &field(kind.clone())), "{kind:?}");
        }
        assert!(!goes_with("String", None, &field(Kind::object(&[]))));
        assert!(goes_with("String", None, &field(Kind::objects(&[])).written(Written::JsonText)));
        assert!(!goes_with("string", None, &field(Kind::code("t")).written(Written::Bare)));
    }

    #[test]
    fn a_number_is_an_amount_of_its_unit() {
        assert!(goes_with("number", Some(2), &field(Kind::Money(MoneyUnit::Yuan))));
        assert!(!goes_with("number", Some(2), &field(Kind::Money(MoneyUnit::Fen))));
        assert!(goes_with("int", None, &field(Kind::Money(MoneyUnit::Fen))));
        assert!(!goes_with("int", None, &field(Kind::Money(MoneyUnit::Yuan))));
        assert!(!goes_with("int", None, &field(Kind::Text)));
        assert!(goes_with("long", None, &field(Kind::Milliseconds)));
    }

    #[test]
    fn lists_and_objects_are_told_apart_and_unknown_words_say_nothing() {
        assert!(goes_with("List<Order>", None, &field(Kind::objects(&[]))));
        assert!(!goes_with("array", None, &field(Kind::object(&[]))));
        assert!(goes_with("JSON", None, &field(Kind::object(&[]))));
        assert!(goes_with("whatever", None, &field(Kind::object(&[]))));
    }
}
