//! What each rule of the checker is about, with an example that breaks it and one that does not.

use crate::diagnostic::Rule;

/// The explanation of a rule, in Markdown: what it says and why, an example that is wrong, the same put right, and what
/// else may be the cause. The first line is a heading with the code and the summary.
///
/// The examples are blocks of code whose fence says `yaml wrong` or `yaml right` (`console` where the rule is about files
/// and not about what is in them). They are pieces of a specification; what is left out does not matter.
#[must_use]
pub const fn of(rule: Rule) -> &'static str {
    macro_rules! texts {
        ($($rule:ident: $file:literal,)*) => {
            match rule { $(Rule::$rule => include_str!(concat!("explanations/", $file, ".md")),)* }
        };
    }
    texts! {
        Unreadable: "PS0001",
        NotUtf8: "PS0002",
        TooLarge: "PS0003",
        Syntax: "PS0004",
        Alias: "PS0005",
        DuplicateKey: "PS0006",
        KeyIsNoText: "PS0007",
        SeveralDocuments: "PS0008",
        TooDeep: "PS0009",
        UnknownKey: "PS0101",
        MissingKey: "PS0102",
        WrongType: "PS0103",
        UnknownValue: "PS0104",
        UnknownVersion: "PS0105",
        BadName: "PS0201",
        NameClash: "PS0202",
        DuplicateProvider: "PS0203",
        UnknownField: "PS0301",
        UnknownCredential: "PS0302",
        UnknownCodeTable: "PS0303",
        UnknownCode: "PS0304",
        UnknownSigning: "PS0305",
        Misplaced: "PS0306",
        TypeNeeds: "PS0307",
        BadFormat: "PS0308",
        BreaksOwnRule: "PS0309",
        SeveralSources: "PS0310",
        BadCondition: "PS0311",
        BadGroup: "PS0312",
        DuplicateCode: "PS0313",
        NoReason: "PS0314",
        BadRole: "PS0315",
        SignaturePlace: "PS0401",
        UnknownPlaceholder: "PS0402",
        WrongKeyKind: "PS0403",
        KeyUnused: "PS0404",
        NotCovered: "PS0405",
        BadSigning: "PS0406",
        NoBasis: "PS0407",
        BadDecision: "PS0501",
        BadPass: "PS0502",
        BadIdentity: "PS0503",
        BadUrl: "PS0601",
        BadEncoding: "PS0602",
        NothingToAsk: "PS0603",
        BadDuration: "PS0604",
        SameQuestion: "PS0605",
        NeverAsk: "PS0606",
        NoTitle: "PS0701",
        NotCompared: "PS0702",
        NeverPending: "PS0703",
        NoProvenance: "PS0704",
        LooseGroup: "PS0705",
        LengthsDiffer: "PS0706",
        Unused: "PS0707",
        EmptyDocumented: "PS0708",
        NoSpecification: "PS0709",
        Undecided: "PS0710",
    }
}

/// What a rule is about, in one line: what the heading of its explanation says after the code.
#[must_use]
pub fn summary(rule: Rule) -> &'static str {
    let heading = of(rule).lines().next().unwrap_or_default();
    heading.split_once(": ").map_or(heading, |(_, words)| words)
}
