//! What single cells say.

use payspec_codegen::document::{Document, FieldText, HowMany, PresenceText, read};

/// The field of a row with a description.
fn described(description: &str) -> FieldText {
    let text = format!(
        "# 查单\n\n| 字段 | 名称 | 必填 | 说明 |\n|--|--|--|--|\n| own | 自己 | 是 | {description} |\n| a_no | 甲单号 | 否 | |\n| b_no | 乙单号 | 否 | |\n"
    );
    first(&read("words.md", &text))
}

fn first(document: &Document) -> FieldText {
    document.operations[0].request.fields[0].clone()
}

fn codes(description: &str) -> String {
    let codes = described(description).codes;
    let code = |code: &payspec_codegen::document::CodeText| match &code.title {
        Some(title) => format!("{}={}", code.value.value, title.value),
        None => code.value.value.clone(),
    };
    codes.iter().map(code).collect::<Vec<_>>().join(" ")
}

#[test]
fn lists_of_codes_are_read_in_every_spelling() {
    let expected = [
        ("0-已下单<br>1-付款中", "0=已下单 1=付款中"),
        ("00—确认成功 <br>01--转退款<br> 03- 已关单", "00=确认成功 01=转退款 03=已关单"),
        ("1：储蓄卡；2：贷记卡", "1=储蓄卡 2=贷记卡"),
        ("1:储蓄卡;2:贷记卡", "1=储蓄卡 2=贷记卡"),
        ("weixin：微信<br/>zhifubao：支付宝", "weixin=微信 zhifubao=支付宝"),
        ("QQpay:QQ钱包<BR>jd:京东", "QQpay=QQ钱包 jd=京东"),
        (
            "成功时才有：SCAN-扫码，NATIVE-原生码，MINI-小程序、轻应用，APP--应用",
            "SCAN=扫码 NATIVE=原生码 MINI=小程序、轻应用 APP=应用",
        ),
        ("已付款(0) <br>付款失败(1)<br>其他(99)<br>", "0=已付款 1=付款失败 99=其他"),
        ("状态：已付款（0），付款失败（1）", "0=已付款 1=付款失败"),
        ("OK/BAD", "OK BAD"),
        ("OK/BAD,非OK见[返回码](/codes)", "OK BAD"),
        ("取值：MD5、RSA", "MD5 RSA"),
        ("Y/N", "Y N"),
        ("0/1", "0 1"),
        ("0 - 正常，非0 - 异常", "0=正常"),
        ("0-受理，其他-未受理，详见结果码", "0=受理"),
        ("0 - 正常，非0 - 异常。注：只说明通信", "0=正常"),
        ("活动标记。SPRING：春季；AUTUMN：秋季", "SPRING=春季 AUTUMN=秋季"),
        ("BROKEN--失败(余额不足，或渠道拒绝)<br>DONE--成功", "BROKEN=失败(余额不足，或渠道拒绝) DONE=成功"),
        ("卡种（1：储蓄卡，2：贷记卡）", "1=储蓄卡 2=贷记卡"),
        ("卡种 1-储蓄卡 2-贷记卡", "1=储蓄卡 2=贷记卡"),
        ("卡种1-储蓄卡，2-贷记卡", "1=储蓄卡 2=贷记卡"),
        ("0：成功，已到账；1：失败", "0=成功，已到账 1=失败"),
        ("`0`-停用；`1`-启用", "0=停用 1=启用"),
        ("“A1”：甲；“A2”：乙", "A1=甲 A2=乙"),
        ("1=男，2=女", "1=男 2=女"),
        ("APP-H5：网页；APP-SDK：应用", "APP-H5=网页 APP-SDK=应用"),
        ("T+0：当日到账；T+1：次日到账", "T+0=当日到账 T+1=次日到账"),
        ("PAY - payment, REFUND - refund", "PAY=payment REFUND=refund"),
        ("0（停用）、1（启用）", "0=停用 1=启用"),
        ("1-储蓄卡/2-贷记卡", "1=储蓄卡 2=贷记卡"),
        ("1-人民币", "1=人民币"),
        ("0表示成功，非0表示失败", "0=成功"),
        ("0为成功，1为失败", "0=成功 1=失败"),
        ("类型：0成功，1失败", "0=成功 1=失败"),
        ("SUCCESS/FAIL<br>此字段是通信标识", "SUCCESS FAIL"),
        ("微信：WECHAT<br>翼支付：BESTPAY", "WECHAT=微信 BESTPAY=翼支付"),
        ("微信：WECHAT，翼支付：BESTPAY，默认：WECHAT", "WECHAT=微信 BESTPAY=翼支付"),
        ("０－失败；１－成功，Ｙ", "0=失败 1=成功，Y"),
        ("0-未付；1-已付；0-未知", "0=未付 1=已付 0=未知"),
        ("0-未付；1-已付；0-未付", "0=未付 1=已付"),
    ];
    for (description, wanted) in expected {
        assert_eq!(codes(description), wanted, "{description}");
    }
}

#[test]
fn prose_dates_formats_addresses_and_examples_are_no_codes() {
    let descriptions = [
        "yyyyMMdd，下单那天",
        "格式：MMDDhhmmss",
        "格式yyyyMMddHHmmss，付款后才有",
        "格式：yyyy-MM-dd HH:mm:ss",
        "格式：yyyyMMdd（例如：20240201）",
        "例如 2024-01-31 12:00:00",
        "13位毫秒数",
        "单位(分)",
        "见 https://example.com/a-b?c=d，或 http://example.com",
        "成功才有。微信：公众号APPID下的标识；支付宝：买家的ID",
        "原因，例如：验签失败、参数不全",
        "付款方式，如微信小程序 `WX_MINI`",
        "三位币种，人民币：`cny`",
        "与`a_no`二者传一即可",
        "a_no：甲方的单号；b_no：乙方的单号",
        "长度1-32，字符a-z、A-Z、0-9",
        "T-1日的数据，D-1日的账单",
        "采用UTF-8编码，SHA-256摘要",
        "第三方流水号（微信/支付宝/银联的流水号）",
        "门店号(平台发放)",
        "几个单号用\",\"隔开",
        "JSON 格式，如{\"a\":\"甲\",\"b\":\"乙\"}",
        "错误描述：code非0时返回",
        "application/json",
        "Format: yyyy-MM-dd HH:mm:ss",
        "N/A",
        "RSA-签名",
        "09:00-18:00，22:30-23:00",
        "格式：A-姓名，B-年龄",
        "1天内，最多3天",
        "2位小数，10位以内",
        "长度1到32，最多32位",
        "1分钱，单位为分",
        "最小：1<br>最大：100",
        "默认值：CNY；格式：ISO4217",
        "签名方式：MD5，默认：MD5，字符集：UTF8",
        "取值参考：APP，示例：WEB",
        "支持版本：V1，推荐：V2",
    ];
    for description in descriptions {
        assert_eq!(codes(description), "", "{description}");
    }
}

#[test]
fn a_value_that_is_called_fixed_is_a_constant() {
    let expected = [
        ("接口版本，固定：2.0", Some("2.0")),
        ("find_trade（此为固定值）", Some("find_trade")),
        ("签名方式，目前只支持 MD5", Some("MD5")),
        ("固定值：`1.2`", Some("1.2")),
        ("固定为RSA2", Some("RSA2")),
        ("固定填写5.1.0", Some("5.1.0")),
        ("字符集，仅支持UTF-8编码", Some("UTF-8")),
        ("固定长度32位", None),
        ("固定为32位", None),
        ("目前只支持MD5、RSA", None),
        ("目前只支持微信", None),
        ("版本号", None),
    ];
    for (description, wanted) in expected {
        let found = described(description).constant.map(|stated| stated.value);
        assert_eq!(found.as_deref(), wanted, "{description}");
    }
}

#[test]
fn an_example_is_read_from_a_description() {
    let example = |words: &str| described(words).example.map(|stated| stated.value);
    assert_eq!(example("商户号；示例值：6666；必填").as_deref(), Some("6666"));
    assert_eq!(example("示例：A-1").as_deref(), Some("A-1"));
    assert_eq!(example("商户号，例如自己的"), None);
}

#[test]
fn fields_of_which_one_is_enough_are_named_with_the_preferred_one() {
    use HowMany::{AtLeastOne, ExactlyOne};
    let expected = [
        ("与`a_no`二者传一即可", "own a_no", AtLeastOne, None),
        ("a_no和own必填1个，优先使用a_no", "a_no own", AtLeastOne, Some("a_no")),
        ("own和b_no二选一", "own b_no", ExactlyOne, None),
        ("与b_no二选一", "own b_no", ExactlyOne, None),
        ("own、a_no、b_no三选一", "own a_no b_no", ExactlyOne, None),
        ("own/a_no至少一个", "own a_no", AtLeastOne, None),
        ("甲单号、乙单号与自己至少传一个", "a_no b_no own", AtLeastOne, None),
        ("下单返回。与甲单号不能同时为空", "own a_no", AtLeastOne, None),
        ("own和a_no二选一，a_no优先", "own a_no", AtLeastOne, Some("a_no")),
    ];
    for (description, names, how_many, preferred) in expected {
        let found = described(description).one_of.expect(description).value;
        assert_eq!(found.names.join(" "), names, "{description}");
        assert_eq!((found.how_many, found.preferred.as_deref()), (how_many, preferred), "{description}");
    }
    for description in ["二选一", "建议优先使用", "a_no和b_no都要传", "必填"] {
        assert_eq!(described(description).one_of, None, "{description}");
    }
}

#[test]
fn presence_is_read_in_every_spelling() {
    use PresenceText::{Conditional, Optional, Required};
    let expected = [
        ("M 是 Y yes true 必填 必须 Required √", Some(Required)),
        ("O 否 N no false 可选 非必填 非必须 optional", Some(Optional)),
        ("二选一 Ｃ", Some(Conditional)),
        ("C 条件 特殊可选 条件必填 否，退款时必填", Some(Conditional)),
        ("-", None),
    ];
    for (words, wanted) in expected {
        for word in words.split(' ') {
            let text = format!("| 字段 | 名称 | 必填 |\n|--|--|--|\n| a | 甲 | {word} |\n");
            assert_eq!(first(&read("words.md", &text)).presence.map(|stated| stated.value), wanted, "{word}");
        }
    }
    let unclear = read("words.md", "| 字段 | 名称 | 必填 |\n|--|--|--|\n| a | 甲 | 看情况 |\n");
    assert_eq!(unclear.not_understood[0].value, "the presence `看情况` of `a`");
}

#[test]
fn length_is_read_in_every_spelling() {
    let expected = [
        ("30", "String", Some((30, None)), "String"),
        ("无", "String", None, "String"),
        ("-", "String(32)", Some((32, None)), "String"),
        ("", "String\\(32\\)", Some((32, None)), "String"),
        ("", "varchar(64)", Some((64, None)), "varchar"),
        ("", "String（16）", Some((16, None)), "String"),
        ("", "decimal(18,2)", Some((18, Some(2))), "decimal"),
        ("18,2", "number", Some((18, Some(2))), "number"),
        ("(18,2)", "number", Some((18, Some(2))), "number"),
        ("1-32", "String", Some((32, None)), "String"),
        ("1~32", "String", Some((32, None)), "String"),
        ("", "String(1,64)", Some((64, None)), "String"),
        ("≤32", "String", Some((32, None)), "String"),
        ("<=128", "String", Some((128, None)), "String"),
        ("不超过32个字符", "String", Some((32, None)), "String"),
        ("32位", "String", Some((32, None)), "String"),
        ("", "object(Order)", None, "object(Order)"),
        ("", "AN8..40", Some((40, None)), "AN"),
        ("", "ans..256", Some((256, None)), "ans"),
        ("", "N2", Some((2, None)), "N"),
        ("", "AN(1..16)", Some((16, None)), "AN"),
        ("", "String/32", Some((32, None)), "String"),
        ("", "decimal 18,2", Some((18, Some(2))), "decimal"),
        ("", "n..12,2", Some((12, Some(2))), "n"),
        ("", "B(64)", Some((64, None)), "B"),
        ("", "X..64", Some((64, None)), "X"),
        ("", "X509", None, "X509"),
        ("", "B64", None, "B64"),
        ("AN8..40", "String", Some((40, None)), "String"),
        ("1..32", "String", Some((32, None)), "String"),
        ("", "int32", None, "int32"),
        ("３２", "String", Some((32, None)), "String"),
    ];
    for (length, kind, wanted, word) in expected {
        let text = format!("| 字段 | 名称 | 长度 | 类型 |\n|--|--|--|--|\n| a | 甲 | {length} | {kind} |\n");
        let document = read("words.md", &text);
        let field = first(&document);
        let found = field.length.map(|stated| (stated.value.max, stated.value.decimals));
        assert_eq!((found, field.kind.expect(kind).value.as_str()), (wanted, word), "{length} {kind}");
        assert!(document.not_understood.is_empty(), "{length} {kind}");
    }
    let unclear = read("words.md", "| 字段 | 名称 | 长度 |\n|--|--|--|\n| a | 甲 | 很长 |\n");
    assert_eq!(unclear.not_understood[0].value, "the length `很长` of `a`");
}

fn sections(rows: &[&str]) -> Vec<String> {
    let text = format!("# 查单\n\n**返回参数**\n\n| 字段 | 名称 | 类型 |\n|--|--|--|\n{}\n", rows.join("\n"));
    let document = read("words.md", &text);
    let mut found = Vec::new();
    for field in &document.operations[0].response.fields {
        let when = field.sections.iter().map(|section| format!("{}={}", section.value.0, section.value.1));
        let children = field.children.iter().map(|child| format!(".{}", child.name.value));
        let all: Vec<String> =
            std::iter::once(field.name.value.clone()).chain(when).chain(children).collect();
        found.push(all.join(" "));
    }
    found.extend(document.not_understood.iter().map(|words| words.value.clone()));
    found
}

#[test]
fn rows_that_begin_sections_give_the_rows_below_conditions() {
    let (a, b, c) = ("| a | 甲 | int |", "| b | 乙 | int |", "| c | 丙 | array |");
    let expected: [(&[&str], &[&str]); 9] = [
        (&[a, "| a为OK时返回 | | |", b], &["a", "b a=OK"]),
        (&[a, "| a位OK时返回 | | |", b], &["a", "b a=OK"]),
        (&[a, "| a为OK时返回 | | |", b, "| b为1时返回 | | |", c], &["a", "b a=OK", "c a=OK b=1"]),
        (
            &[a, b, "| a为OK时返回 | | |", c, "| b为1时返回 | | |", "| d | 丁 | int |"],
            &["a", "b", "c a=OK", "d b=1"],
        ),
        (&[a, b, "以下字段在a 和b都为OK的时候有返回", c], &["a", "b", "c a=OK b=OK"]),
        (&[a, "| 当 a=`0` 时返回 | | |", b], &["a", "b a=0"]),
        (&[c, "| c详情 | | |", a, b], &["c .a .b"]),
        (&["| bills | 单据 | array |", "| bill详情 | | |", a], &["bills .a"]),
        (&[a, "| a为OK或BAD时返回 | | |", b], &["a", "b", "the row `| a为OK或BAD时返回 | | |`"]),
    ];
    for (rows, wanted) in expected {
        assert_eq!(sections(rows), wanted, "{rows:?}");
    }
}

#[test]
fn a_heading_that_depends_on_too_many_others_is_not_understood() {
    let heading = |at: usize| format!("| a{at}为1时返回 | | |\n| a{} | 甲 | int |", at + 1);
    let rows: Vec<String> = (0..18).map(heading).collect();
    let rows: Vec<&str> =
        std::iter::once("| a0 | 甲 | int |").chain(rows.iter().map(String::as_str)).collect();
    let found = sections(&rows);
    let all = |from: usize, to: usize| (from..to).map(|at| format!(" a{at}=1")).collect::<String>();
    assert_eq!(found[16], format!("a16{}", all(0, 16)));
    assert_eq!(found[18], format!("a18{}", all(2, 18)), "the nearest of them hold");
    let too_many = |at: usize| format!("the row `a{at}为1时返回`, which depends on too many others above");
    assert_eq!(found[19..], [too_many(16), too_many(17)]);
}

#[test]
fn names_with_dots_and_branches_are_inside_the_fields_that_they_name() {
    let data = "| data | 数据 | object |";
    assert_eq!(sections(&[data, "| data.a | 甲 | int |"]), ["data .a"]);
    assert_eq!(
        sections(&[data, "| └ a | 甲 | int |", "| └ b | 乙 | int |", "| c | 丙 | int |"]),
        ["data .a .b", "c"]
    );
    assert_eq!(sections(&["| no.such | 甲 | int |"]), ["no.such"]);
    assert_eq!(sections(&[data, "| data | | |", "| a | 甲 | int |"]), ["data .a"]);
}

#[test]
fn the_columns_are_found_by_their_headings_and_their_contents() {
    let expected = [
        ("参数 | 说明 | 类型 | 备注", "a_no | 甲单号 | string | 备", "a_no 甲单号 备"),
        ("参数名 | 变量名 | 类型 | 说明", "甲单号 | a_no | string | 备", "a_no 甲单号 备"),
        ("字段 | 名称 | 必填 | 说明", "a_no | 甲单号 | M | 备", "a_no 甲单号 备"),
        ("名称 | 字段 | 必填 | 说明", "甲单号 | a_no | M | 备", "a_no 甲单号 备"),
        ("参数 | 参数名称 | 类型 | 描述", "a_no | 甲单号 | string | 备", "a_no 甲单号 备"),
        ("参数名称 | 参数 | 类型 | 描述", "甲单号 | a_no | string | 备", "a_no 甲单号 备"),
        ("字段名 | 字段名称 | 类型 | 描述", "甲单号 | a_no | string | 备", "a_no 甲单号 备"),
        ("序号 | 中文名 | 英文名 | 类型 | 备注", "1 | 甲单号 | a_no | string | 备", "a_no 甲单号 备"),
        ("参数名 | 必选 | 类型 | 说明", "a_no | 是 | string | 甲单号，备", "a_no 甲单号 甲单号，备"),
        ("Name | Type | Required | Description", "a_no | string | yes | The number", "a_no The number "),
        (
            "参数名 | 必选 | 类型 | 说明",
            "a_no | 是 | string | 甲方式 取值：A、B",
            "a_no 甲方式 甲方式 取值：A、B",
        ),
        ("**参数** | 说明 | 是否必填 | 备注", "`a_no` | 甲单号 | 是 | 备", "a_no 甲单号 备"),
    ];
    for (headings, row, wanted) in expected {
        let line = vec!["--"; headings.split('|').count()].join("|");
        let field = first(&read("words.md", &format!("{headings}\n{line}\n{row}\n")));
        let description = field.description.map(|stated| stated.value).unwrap_or_default();
        assert_eq!(format!("{} {} {description}", field.name.value, field.title.value), wanted, "{headings}");
    }
}
