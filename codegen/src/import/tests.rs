use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::document::{
    CodeText, CodesText, FieldText, HowMany, LengthText, LengthUnit, MessageText, OneOf, OperationText,
    PresenceText, Sample, SampleEncoding, Settings, Stated,
};
use crate::load::load_text;

/// What documents say that gets in the way, and what they usually say.
const WORDS: &[&str] = &[
    "",
    " ",
    "0",
    "1",
    "00",
    "-1",
    "SUCCESS",
    "FAIL",
    "商户号",
    "签名",
    "订单状态",
    "商户订单号",
    "支付成功",
    "支付失败",
    "成功",
    "code",
    "sign",
    "status",
    "data",
    "type",
    "self",
    "by_code",
    "code_",
    "a.b",
    "a b",
    "a[]",
    "1a",
    "商",
    "nonce_str",
    "orderNo",
    "mchNo",
    "时间戳 13位",
    "金额 单位分",
    "格式yyyyMMddHHmmss",
    "MMDDhhmmss",
    "yyyyMMdd",
    "多笔用逗号分隔",
    "返回码",
    "返回信息",
    "query",
    "Client",
    "client",
    "credentials",
    "Other",
    "Self",
    "x{y}",
    "a: b",
    "# a",
    "? a",
    "\"",
    "\n",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "😀",
    "金额",
    "单位元",
    "请求时间",
    "随机字符串",
    "{ a: 1 }",
    "- a",
    "*a",
    "reply",
    "expect_amount",
    "new",
    "order",
    "array",
    "object",
    "string",
    "int",
    "number",
    "long",
    "boolean",
    "https://a.example/pay/query",
    "{root}/pay/query",
    "https://",
    "http://a b/c",
    "/a?b",
    "application/json",
    "text/xml",
    "GET",
    "POST",
    "PUT",
    "operations.query",
    "signing.request",
    "codes.status",
    "is: amount",
    "name: X",
    "type: money",
    "presence: maybe",
    "undecided: true",
    "title",
    "payspec",
    "7",
    "[",
    "state: Paid",
    "fields",
    "operations.query.request.fields.code",
    "{ b: { c: [1, ~] } }",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![8 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-zA-Z_]{1,70}"]
}

fn stated<T>(value: T) -> Stated<T> {
    Stated { value, span: 0..1 }
}

fn said() -> impl Strategy<Value = Stated<String>> {
    text().prop_map(stated)
}

fn some() -> impl Strategy<Value = Option<Stated<String>>> {
    prop::option::of(said())
}

fn codes() -> impl Strategy<Value = Vec<CodeText>> {
    let code = (said(), some(), prop::collection::vec(said(), 0..2))
        .prop_map(|(value, title, keys)| CodeText { value, title, keys });
    prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(code, 1..5)]
}

fn one_of() -> impl Strategy<Value = Option<Stated<OneOf>>> {
    let how_many = prop_oneof![Just(HowMany::AtLeastOne), Just(HowMany::ExactlyOne)];
    let one_of = (prop::collection::vec(text(), 0..4), prop::option::of(text()), how_many)
        .prop_map(|(names, preferred, how_many)| stated(OneOf { names, preferred, how_many }));
    prop_oneof![4 => Just(None), 1 => one_of.prop_map(Some)]
}

fn fields() -> impl Strategy<Value = Vec<FieldText>> {
    let leaf = field(Just(Vec::new()).boxed());
    let fields = leaf.prop_recursive(3, 12, 3, |inner| field(prop::collection::vec(inner, 0..3).boxed()));
    prop::collection::vec(fields, 0..7)
}

fn field(children: BoxedStrategy<Vec<FieldText>>) -> BoxedStrategy<FieldText> {
    let presence = prop_oneof![
        Just(PresenceText::Required),
        Just(PresenceText::Optional),
        Just(PresenceText::Conditional)
    ];
    let length = (0..40_u32, prop::option::of(0..3_u32))
        .prop_map(|(max, decimals)| stated(LengthText { max, decimals, unit: LengthUnit::Characters }));
    let sections = prop::collection::vec((text(), text()).prop_map(stated), 0..2);
    let head = (
        said(),
        said(),
        prop::option::of(presence.prop_map(stated)),
        prop::option::of(length),
        some(),
        some(),
        some(),
    );
    let tail = (codes(), some(), some(), one_of(), sections, prop::collection::vec(said(), 0..2), children);
    (head, tail)
        .prop_map(
            |(
                (name, title, presence, length, kind, example, description),
                (codes, refers_to, constant, one_of, sections, keys, children),
            )| {
                FieldText {
                    name,
                    title,
                    presence,
                    length,
                    kind,
                    example,
                    description,
                    codes,
                    refers_to,
                    constant,
                    one_of,
                    sections,
                    introduced_by: None,
                    keys,
                    children,
                    span: 0..1,
                }
            },
        )
        .boxed()
}

fn message() -> impl Strategy<Value = MessageText> {
    let encoding =
        prop_oneof![Just(SampleEncoding::Json), Just(SampleEncoding::Form), Just(SampleEncoding::Xml)];
    let sample = encoding.prop_map(|encoding| Sample { encoding, members: Vec::new(), span: 0..12 });
    (fields(), prop::collection::vec(sample, 0..2)).prop_map(|(fields, samples)| MessageText {
        span: None,
        fields,
        samples,
    })
}

fn operation() -> impl Strategy<Value = OperationText> {
    (said(), some(), some(), some(), prop::collection::vec(said(), 0..3), message(), message()).prop_map(
        |(title, name, url, method, media_types, request, response)| OperationText {
            title,
            name,
            url,
            method,
            media_types,
            request,
            response,
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let table = (said(), some(), codes()).prop_map(|(title, name, codes)| CodesText {
        title,
        name,
        codes,
        span: 0..1,
    });
    let settings = (said(), prop::collection::vec((said(), said()), 0..3))
        .prop_map(|(place, rows)| Settings { place, rows });
    let settings = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(settings, 1..4)];
    (some(), prop::collection::vec(operation(), 0..3), prop::collection::vec(table, 0..3), settings).prop_map(
        |(title, operations, code_tables, settings)| Document {
            path: PathBuf::from("acme.md"),
            text: "<xml><a>b</a></xml> 查询间隔3秒".into(),
            title,
            operations,
            code_tables,
            settings,
            not_understood: Vec::new(),
            lines: std::sync::OnceLock::new(),
        },
    )
}

/// The mistakes of a draft.
fn mistakes(yaml: &str) -> String {
    let loaded = load_text("draft.yaml", yaml);
    if loaded.diagnostics.errors() == 0 && loaded.providers.len() == 1 {
        String::new()
    } else {
        format!("{}\n{yaml}", loaded.diagnostics)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_checker_accepts_every_draft(documents in prop::collection::vec(document(), 0..3), provider in text()) {
        let import = import(&documents, &provider);
        let mistakes = mistakes(&import.yaml);
        prop_assert!(mistakes.is_empty(), "{mistakes}");
        prop_assert!(!import.yaml.contains("begin with `payspec new`"), "given up: {}", import.yaml);
        prop_assert_eq!(import.yaml.lines().filter(|line| line.trim_start().starts_with("# ? ")).count(), import.summary.questions.len());
        for question in &import.summary.questions {
            let line = import.yaml.lines().nth(question.line - 1).unwrap_or_default();
            prop_assert!(line.contains(&question.question), "{line}");
        }
    }

    #[test]
    fn a_draft_says_the_same_twice(documents in prop::collection::vec(document(), 1..3)) {
        prop_assert_eq!(import(&documents, "acme").yaml, import(&documents, "acme").yaml);
    }

    #[test]
    fn no_state_is_paid_or_failed_without_a_question(codes in codes(), title in text()) {
        let mut field = plain("status", "订单状态");
        field.codes = codes;
        // What a column of specifications says is the author's own word.
        field.codes.iter_mut().for_each(|code| code.keys.clear());
        field.title.value = if title.trim().is_empty() { "订单状态".to_owned() } else { title };
        let yaml = import(&[of_response(vec![field])], "acme").yaml;
        let mut before = "";
        for line in yaml.lines() {
            if line.ends_with(", state: Paid }") || line.ends_with(", state: Failed }") {
                prop_assert!(before.trim_start().starts_with("# ? "), "{yaml}");
            }
            before = line;
        }
    }
}

fn plain(name: &str, title: &str) -> FieldText {
    FieldText {
        name: stated(name.to_owned()),
        title: stated(title.to_owned()),
        presence: None,
        length: None,
        kind: None,
        example: None,
        description: None,
        codes: Vec::new(),
        refers_to: None,
        constant: None,
        one_of: None,
        sections: Vec::new(),
        introduced_by: None,
        keys: Vec::new(),
        children: Vec::new(),
        span: 0..1,
    }
}

fn of_response(fields: Vec<FieldText>) -> Document {
    let operation = OperationText {
        title: stated("订单查询".to_owned()),
        name: None,
        url: None,
        method: None,
        media_types: Vec::new(),
        request: MessageText::default(),
        response: MessageText { fields, ..MessageText::default() },
    };
    Document {
        path: PathBuf::from("acme.md"),
        text: " ".into(),
        title: None,
        operations: vec![operation],
        code_tables: Vec::new(),
        settings: Vec::new(),
        not_understood: Vec::new(),
        lines: std::sync::OnceLock::new(),
    }
}
