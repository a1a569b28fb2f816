//! What the reference says of a reply is what a client does with it.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use payspec_codegen::load_text;
use payspec_codegen::model::Provider;
use payspec_codegen::reference::{Comparison, Direction, Outcome, Steps, comparison, html, markdown, worked};

/// Operations that differ in how replies are signed and decided.
const ROWAN: &str = r#"
payspec: 1
provider: rowan
title: 花楸支付
credentials: { mid: { title: 商户号 }, key: { title: 密钥, secret: true } }
codes:
  answer: { "0": { name: Success, title: 成功 }, "1": { name: Failure, title: 失败 } }
  reason:
    "77": { name: Processing, title: 处理中, advice: in_progress }
    "88": { name: BadRequest, title: 参数错误, advice: stop, reason: bad_request }
    "99": { name: NotFound, title: 订单不存在, advice: stop, reason: order_not_found }
  state: { "2": { name: Paid, title: 支付成功, state: Paid } }
  way: { WX: { name: Wechat, title: 微信 } }
signing:
  request: { skip: empty, order: name, piece: "{name}={value}", joint: "&", suffix: "&{key}", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }
  response: { like: request, basis: doc }
  of_data: { like: request, over: { member: data }, nested: json_text, basis: doc }
  open: { undecided: true }
  none: { unsigned: true, basis: doc, because: The document says so. }
operations:
  signed:
    title: 查询
    purpose: order_query
    path: /signed
    request:
      encoding: json
      fields:
        orderNo: { title: 商户订单号, presence: required, is: merchant_order_no }
        flowNo: { title: 平台订单号, presence: optional, is: provider_order_no }
        sign: { title: 签名, presence: required, signature: true }
    response:
      encoding: json
      fields:
        result: { title: 业务结果, presence: required, type: code, table: answer }
        reason: { title: 错误码, presence: optional, type: code, table: reason }
        flowNo: { title: 平台订单号, presence: optional }
        state: { title: 订单状态, presence: conditional, when: { result: "0" }, type: code, table: state }
        way: { title: 支付方式, presence: optional, type: code, table: way, documented: { presence: required }, because: A refusal lacks it. }
        sign: { title: 签名, presence: required, signature: true }
      decision: { business: { field: result, pass: ["0"], code: reason }, state: state, basis: doc }
      identity: { flowNo: request.flowNo }
  undecided:
    title: 未定
    purpose: order_query
    path: /undecided
    request: { encoding: json, signing: open, fields: { orderNo: { title: 商户订单号, presence: required, is: merchant_order_no } } }
    response:
      encoding: json
      signing: open
      fields: { state: { title: 订单状态, presence: optional, type: code, table: state } }
      decision: { state: state, basis: doc }
  unsigned:
    title: 不签名
    purpose: order_query
    path: /unsigned
    request: { encoding: json, signing: none, fields: { orderNo: { title: 商户订单号, presence: required, is: merchant_order_no } } }
    response:
      encoding: json
      signing: none
      fields: { orderNo: { title: 商户订单号, presence: optional }, state: { title: 订单状态, presence: optional, type: code, table: state } }
      decision: { state: state, basis: doc }
      identity: { orderNo: request.orderNo }
  batch:
    title: 批量
    purpose: order_query_batch
    path: /batch
    request:
      encoding: json
      fields:
        orderNos: { title: 商户订单号, presence: required, type: list, joint: ",", is: merchant_order_no, example: "A1,A2" }
        sign: { title: 签名, presence: required, signature: true }
    response:
      encoding: json
      signing: of_data
      fields:
        code: { title: 返回码, presence: required, example: "0" }
        data:
          title: 数据
          presence: optional
          type: object
          fields:
            code: { title: 返回码, presence: optional }
            note: { title: 备注, presence: optional, max_length: 8, type: integer }
            orders:
              title: 订单
              presence: optional
              type: list
              fields:
                orderNo: { title: 商户订单号, presence: optional, is: merchant_order_no }
                state: { title: 订单状态, presence: optional, type: code, table: state }
        sign: { title: 签名, presence: required, signature: true }
      orders: data.orders
      decision: { state: "data.orders[].state", basis: doc }
      identity: { "data.orders[].orderNo": request.orderNos }
"#;

fn rowan() -> Provider {
    load(ROWAN)
}

fn load(text: &str) -> Provider {
    load_text("rowan.yaml", text).into_result().unwrap_or_else(|error| panic!("{error}")).remove(0)
}

/// What a page of HTML says of an operation, without markup.
fn section(provider: &Provider, operation: &str) -> String {
    let pages = html(std::slice::from_ref(provider));
    let page = &pages.iter().find(|page| page.name == "rowan.html").expect("a page").contents;
    let start = format!("<h2 id=\"{operation}\">");
    let section = page.split(&start).nth(1).and_then(|rest| rest.split("<h2").next()).expect("an operation");
    let mut text = String::new();
    for part in section.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text
}

/// What Markdown says of an operation.
fn chapter(provider: &Provider, operation: &str) -> String {
    let text = markdown(provider);
    let is_its = |chapter: &&str| {
        chapter.lines().next().is_some_and(|heading| heading.ends_with(&format!(" `{operation}`")))
    };
    text.split("\n## ").find(is_its).expect("an operation").to_owned()
}

fn steps(provider: &Provider, operation: &str) -> Steps {
    let operation = provider.operations.iter().find(|known| known.name == operation).expect("an operation");
    match worked(provider, operation, Direction::Response).signing {
        Outcome::Steps(steps) => *steps,
        other => panic!("{other:?}"),
    }
}

fn cell(compared: &Comparison, section: &str, term: &str, operation: &str) -> Vec<String> {
    let column = compared.columns.iter().position(|column| column.operation == operation).expect("a column");
    let section = compared.sections.iter().find(|known| known.title == section).expect("a section");
    let row = section.rows.iter().find(|row| row.term == term).expect("a row");
    row.cells[column].lines.iter().map(payspec_codegen::reference::Prose::plain).collect()
}

#[test]
fn a_code_that_decides_stands_with_the_field_that_holds_it() {
    let provider = rowan();
    let chapter = chapter(&provider, "signed");
    assert!(chapter.contains("`reason` 为 `77` 处理中 直接说明订单"), "{chapter}");
    assert!(chapter.contains("├─ reason = 77 → Pending"), "{chapter}");
    assert!(section(&provider, "signed").contains("reason=77 处理中 → Pending"));
}

#[test]
fn each_state_comes_with_what_a_merchant_does_then() {
    let provider = rowan();
    assert!(section(&provider, "signed").contains("Paid 已支付 核对金额后入账、发货"));
    assert!(markdown(&provider).contains("| 核对金额后入账、发货 |"));
}

#[test]
fn a_state_that_a_reply_must_have_is_an_error_where_it_is_missing() {
    let provider = rowan();
    let (promised, other) = (section(&provider, "signed"), section(&provider, "unsigned"));
    assert!(
        promised.contains("应有而没有这个字段 → 报错") && !promised.contains("其他取值或没有"),
        "{promised}"
    );
    assert!(other.contains("其他取值或没有这个字段 → Unknown"), "{other}");
    assert!(chapter(&provider, "signed").contains("应有而没有这个字段：报错"));
    assert!(!chapter(&provider, "unsigned").contains("应有而没有这个字段"));
}

#[test]
fn nothing_is_called_verified_that_nobody_verifies() {
    let provider = rowan();
    for (operation, says) in
        [("undecided", "写明之前，客户端不发出任何请求"), ("unsigned", "只能信任 https 连接")]
    {
        for page in [section(&provider, operation), chapter(&provider, operation)] {
            assert!(page.contains(says), "{operation}: {page}");
            for claim in ["验签通过的返回报文", "未通过则报错", "先验签", "不签名，也不验签"]
            {
                assert!(!page.contains(claim), "{operation}: {claim} in {page}");
            }
        }
    }
    for says in [section(&provider, "signed"), chapter(&provider, "signed")] {
        assert!(says.contains("先验签") || says.contains("验签通过的返回报文"), "{says}");
    }
}

#[test]
fn a_rule_that_is_open_is_open_in_the_comparison_too() {
    let compared = comparison(&[rowan()]);
    for section in ["请求签名", "返回签名"] {
        assert_eq!(cell(&compared, section, "over", "undecided"), ["尚未写明"]);
        assert_eq!(cell(&compared, section, "over", "unsigned"), ["不签名"]);
    }
}

#[test]
fn a_comparison_tells_apart_rules_that_differ_in_objects_alone() {
    let compared = comparison(&[rowan()]);
    let [one, other] = ["signed", "batch"].map(|operation| cell(&compared, "返回签名", "nested", operation));
    assert_ne!(one, other);
}

#[test]
fn a_reply_that_may_name_no_order_says_so() {
    let compared = comparison(&[rowan()]);
    let tied = |operation| cell(&compared, "概览", "tied_by", operation);
    assert_eq!(tied("signed"), ["订单号 OrderNumber（请求带了 flowNo 时）", "否则仅由连接 Connection"]);
    assert_eq!(tied("unsigned"), ["订单号 OrderNumber（请求带了 orderNo 时）"]);
    assert_eq!(tied("undecided"), ["仅由连接 Connection"]);
}

#[test]
fn a_comparison_tells_what_an_integrator_asks_first() {
    let compared = comparison(&[rowan()]);
    let says = |term, operation| cell(&compared, "概览", term, operation);
    assert_eq!(says("by", "signed"), ["商户订单号 orderNo", "平台订单号 flowNo"]);
    assert_eq!(says("signing.request", "signed"), ["排序的键值对，密钥拼在后面", "MD5，十六进制大写"]);
    assert_eq!(says("signing.request", "undecided"), ["尚未写明"]);
    assert_eq!(says("signing.response", "unsigned"), ["平台声明不签名，只能信任 https 连接"]);
    assert_eq!(says("credentials", "signed"), ["mid 商户号（文本）", "key 密钥（密钥，保密）"]);
    assert_eq!(says("unsigned", "signed"), ["没有"]);
    assert_eq!(says("unsigned", "unsigned"), ["全部字段"]);
    assert_eq!(says("unsigned", "undecided"), Vec::<String>::new());
    assert_eq!(says("unsigned", "batch"), ["code"]);
    let states = says("states", "signed");
    assert_eq!(states[0], "Pending、Paid");
    assert!(states[1].starts_with("没有 Failed、Closed"), "{states:?}");
    assert_eq!(says("departures", "signed"), ["1 处"]);
    assert_eq!(says("departures", "batch"), ["0 处"]);
    assert_eq!(says("basis", "signed"), ["没有"]);
    assert_eq!(says("basis", "undecided"), ["未知 2 条规则"]);
    assert_eq!(cell(&compared, "判定", "order_not_found", "signed"), ["reason=99 订单不存在"]);
    assert_eq!(cell(&compared, "订单与金额", "currency", "signed"), ["一律 CNY"]);
}

#[test]
fn only_the_tables_in_which_a_decision_looks_say_what_an_order_is() {
    let refunds = r#"  refund:
    "5": { name: NotRefunded, title: 未退款, state: Paid }
  way: {"#;
    let text = ROWAN.replacen("  way: {", refunds, 1).replacen(
        "        way: {",
        "        refund: { title: 退款状态, presence: optional, type: code, table: refund }\n        way: {",
        1,
    );
    let provider = load(&text);
    let pages = html(std::slice::from_ref(&provider));
    let page = &pages.iter().find(|page| page.name == "rowan.html").expect("a page").contents;
    let (_, map) = page.split_once("<h2 id=\"page-states\">").expect("a map of states");
    let map = map.split_once("</section>").expect("its end").0;
    let markdown = markdown(&provider);
    let (_, chapter) = markdown.split_once("\n## 订单状态对照").expect("a map of states");
    let chapter = chapter.split("\n## ").next().expect("a chapter");
    for says in [map, chapter] {
        assert!(says.contains("支付成功") && says.contains("处理中"), "{says}");
        assert!(!says.contains("未退款"), "{says}");
    }
    assert!(page.contains("未退款") && markdown.contains("未退款"), "the code itself is listed");
}

#[test]
fn a_field_beside_the_signed_object_is_not_covered_wherever_it_stands() {
    let text = r#"
payspec: 1
provider: rowan
title: 花楸支付
credentials: { key: { title: 密钥, secret: true } }
signing:
  request: { skip: empty, order: name, piece: "{name}={value}", joint: "&", suffix: "&{key}", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }
  response: { like: request, over: { member: data.order }, exclude: [memo], nested: json_text, basis: doc }
operations:
  ping:
    title: 连通测试
    purpose: other
    request: { encoding: json, fields: { sign: { title: 签名, presence: required, signature: true } } }
    response:
      encoding: json
      fields:
        code: { title: 返回码, presence: required }
        page: { title: 分页, presence: optional, type: object, fields: { size: { title: 条数, presence: optional } } }
        data:
          title: 数据
          presence: optional
          type: object
          fields:
            trace: { title: 流水, presence: optional }
            order:
              title: 订单
              presence: optional
              type: object
              fields:
                orderNo: { title: 商户订单号, presence: optional }
                memo: { title: 备注, presence: optional }
                payer: { title: 付款方, presence: optional, type: object, fields: { memo: { title: 备注, presence: optional } } }
        sign: { title: 签名, presence: required, signature: true }
"#;
    let compared = comparison(&[load(text)]);
    assert_eq!(cell(&compared, "概览", "unsigned", "ping"), ["code、page、data.trace、data.order.memo"]);
}

#[test]
fn a_comparison_says_on_which_side_the_key_stands() {
    for (prefix, algorithm, says) in [
        ("", "md5", "排序的键值对，密钥拼在后面"),
        ("prefix: \"{key}\", suffix: \"\", ", "md5", "排序的键值对，密钥拼在前面"),
        ("prefix: \"{key}\", ", "md5", "排序的键值对，密钥前后都拼"),
        ("suffix: \"\", ", "hmac_sha256", "排序的键值对，密钥用于 HMAC"),
        ("", "hmac_sha256", "排序的键值对，密钥用于 HMAC，密钥拼在后面"),
    ] {
        let rule = format!("response: {{ like: request, {prefix}algorithm: {algorithm}, basis: doc }}");
        let provider = load(&ROWAN.replace("response: { like: request, basis: doc }", &rule));
        let compared = comparison(&[provider]);
        assert_eq!(cell(&compared, "概览", "signing.response", "signed")[0], says);
    }
}

#[test]
fn an_example_reply_says_which_order_it_is_and_what_became_of_it() {
    let provider = rowan();
    for (operation, holds) in [
        ("unsigned", r#"{"orderNo":"ORDER20250115103000","state":"2"}"#),
        ("batch", r#""orders":[{"orderNo":"A1","state":"2"},{"orderNo":"A2","state":"2"}]"#),
    ] {
        let found = provider.operations.iter().find(|known| known.name == operation).expect("an operation");
        let body = worked(&provider, found, Direction::Response).wire.body;
        assert!(body.contains(holds), "{body}");
    }
}

#[test]
fn what_takes_no_part_is_named_by_its_path_where_an_object_is_signed() {
    let steps = steps(&rowan(), "batch");
    let left_out: Vec<(&str, &str)> = steps.left_out.iter().map(|left| (&*left.name, left.reason)).collect();
    let expected = [("data.code", "值为空"), ("code", "在被签名的对象之外"), ("sign", "签名字段本身")];
    assert_eq!(left_out, expected);
    assert_eq!(steps.absent, ["data.note"]);
}

#[test]
fn the_signature_of_a_reply_is_verified_and_not_computed() {
    let provider = rowan();
    let section = section(&provider, "signed");
    let (request, response) = section.split_once("返回参数").expect("two messages");
    assert!(request.contains("签名，自动计算"), "{request}");
    assert!(response.contains("签名，自动验证") && !response.contains("签名，自动计算"), "{response}");
}

#[test]
fn a_signature_rule_is_called_by_its_own_name() {
    let provider = rowan();
    assert!(section(&provider, "batch").contains("返回签名 signing.of_data"));
    assert!(section(&provider, "signed").contains("返回签名 signing.response"));
}

#[test]
fn one_thing_has_one_name_in_both_formats() {
    let provider = rowan();
    let pages = html(std::slice::from_ref(&provider));
    let pages: Vec<&str> = pages.iter().map(|page| page.contents.as_str()).collect();
    let (html, markdown) = (
        pages.concat(),
        markdown(&provider)
            + &payspec_codegen::reference::comparison_markdown(std::slice::from_ref(&provider)),
    );
    for (name, others) in [
        ("返回参数", &["应答", "响应"][..]),
        ("返回签名", &["应答签名"]),
        ("码表", &["代码表", "代码"]),
        ("待签名串", &["待签名字符串", "待签名内容"]),
        ("判定", &["决策"]),
        ("凭据", &["商户凭据"]),
        ("订单状态对照", &["状态映射", "统一结果"]),
        ("与文档的差异", &["与文档不同之处"]),
        ("原因", &["缘由"]),
        ("其他取值", &["其余的值", "没有列出的值"]),
        ("各平台对照", &["逐项对比"]),
        ("不参与签名", &["但不参与的"]),
    ] {
        for (format, text) in [("HTML", &html), ("Markdown", &markdown)] {
            assert!(text.contains(name), "{name} is not in the {format}");
            for other in others {
                assert!(!text.contains(other), "{other} stands for {name} in the {format}");
            }
        }
    }
}
