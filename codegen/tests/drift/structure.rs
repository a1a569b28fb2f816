//! Operations, objects, and documents that were written from a specification.

use payspec_codegen::drift::{self, Remedy, What};

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

const TWO: &str = "\
# 接口文档

## 订单查询 `query`

**请求URL：** `https://pay.acme.example/query`

### 请求参数

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 商户号 | mid | 是 | String(15) | M1 | 商户号 |
| 签名 | sign | 是 | String(32) | 0A | 签名 |

### 返回参数

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 返回码 | code | 是 | String(8) | 0 | 返回码 |
| 返回数据 | data | 否 | object | {} | 订单 |
| 签名 | sign | 是 | String(32) | 0A | 签名 |

#### data数据格式

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 订单号 | orderNo | 是 | String(32) | A1 | 订单号 |
| 金额 | amount | 是 | int | 1 | 单位分 |

## 关闭订单 `close`

**请求URL：** `https://pay.acme.example/close`

### 请求参数

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 商户号 | mid | 是 | String(15) | M1 | 商户号 |
| 签名 | sign | 是 | String(32) | 0A | 签名 |

### 返回参数

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 返回码 | code | 是 | String(8) | 0 | 返回码 |
| 签名 | sign | 是 | String(32) | 0A | 签名 |
";

fn both_ways(from: &str, to: &str) -> (Vec<String>, Vec<String>) {
    let new = edited(TWO, from, to);
    (lines(&drift::between(&read(TWO), &read(&new))), lines(&drift::between(&read(&new), &read(TWO))))
}

#[test]
fn an_operation_comes_and_goes_as_one_change() {
    let at = TWO.find("## 关闭订单").unwrap();
    let one = &TWO[..at];
    assert_eq!(lines(&drift::between(&read(one), &read(TWO))), ["new_information operation_added"]);
    assert_eq!(lines(&drift::between(&read(TWO), &read(one))), ["breaks_requests operation_removed"]);
}

#[test]
fn operations_that_change_places_have_not_changed() {
    let (first, second) = (TWO.find("## 订单查询").unwrap(), TWO.find("## 关闭订单").unwrap());
    let turned = format!("{}{}\n{}", &TWO[..first], &TWO[second..], &TWO[first..second]);
    assert_eq!(lines(&drift::between(&read(TWO), &read(&turned))), [""; 0]);
}

#[test]
fn an_operation_is_known_by_its_address_and_by_its_title_too() {
    let unnamed = TWO.replace(" `query`", "").replace(" `close`", "");
    assert_eq!(lines(&drift::between(&read(TWO), &read(&unnamed))), [""; 0]);
    let new = edited(&unnamed, "## 关闭订单", "## 关单");
    assert_eq!(lines(&drift::between(&read(TWO), &read(&new))), ["wording operation_title"]);
    let new = edited(&unnamed, "https://pay.acme.example/close", "https://pay.acme.example/order/shut");
    assert_eq!(lines(&drift::between(&read(TWO), &read(&new))), ["breaks_requests url"]);
}

#[test]
fn what_is_inside_an_object_is_compared_there() {
    let row = "| 金额 | amount | 是 | int | 1 | 单位分 |\n";
    let (forth, back) = both_ways(row, "");
    assert_eq!(forth, ["breaks_requests field_removed response data.amount"]);
    assert_eq!(back, ["new_information field_added response data.amount"]);
    let (forth, back) = both_ways("orderNo | 是 | String(32)", "orderNo | 是 | String(64)");
    assert_eq!(forth, ["new_information length response data.orderNo"]);
    assert_eq!(back, forth);
}

#[test]
fn a_field_that_leaves_an_object_has_moved() {
    let row = "| 金额 | amount | 是 | int | 1 | 单位分 |\n";
    let without = edited(TWO, row, "");
    let new = edited(&without, "| 返回数据 | data |", &format!("{row}| 返回数据 | data |"));
    assert_eq!(
        lines(&drift::between(&read(TWO), &read(&new))),
        ["breaks_requests field_moved response data.amount"]
    );
    assert_eq!(
        lines(&drift::between(&read(&new), &read(TWO))),
        ["breaks_requests field_moved response amount"]
    );
}

#[test]
fn an_object_of_another_name_with_the_same_inside_was_renamed_and_nothing_in_it_moved() {
    let new = edited(TWO, "| 返回数据 | data |", "| 业务数据 | bizContent |");
    let new = edited(&new, "#### data数据格式", "#### bizContent数据格式");
    assert_eq!(
        lines(&drift::between(&read(TWO), &read(&new))),
        ["new_information field_renamed response data", "wording title response data"]
    );
}

#[test]
fn without_its_table_a_message_is_gone_as_a_whole() {
    let from = TWO.rfind("### 返回参数").unwrap();
    let new = &TWO[..from];
    assert_eq!(lines(&drift::between(&read(TWO), &read(new))), ["breaks_signing field_removed response"]);
}

/// A document in the layout that specifications are shown in says what the specification says itself.
#[test]
fn a_document_that_was_written_from_the_specification_is_compared_with_what_that_says_itself() {
    let specification = "\
payspec: 1
provider: acme
title: Acme
documents: { query: { title: 别的标题 } }
environments: { production: https://pay.acme.example }
credentials: { mid: { title: 商户号 }, key: { title: 密钥, secret: true } }
codes:
  order_status:
    \"1\": { name: Paid, title: 支付成功, state: Paid }
    \"2\": { name: Failed, title: 支付失败, state: Failed, basis: stated }
  return_code:
    \"0\": { name: Success, title: 成功 }
signing:
  request: { skip: empty, order: name, piece: \"{name}={value}\", suffix: \"{key}\", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }
  response: { like: request, basis: doc }
operations:
  query:
    title: 订单查询
    purpose: order_query
    path: /query
    request:
      encoding: json
      fields:
        mid: { title: 商户号, presence: required, from: credentials.mid }
        orderNo: { title: 订单号, presence: required, max_length: 32, is: merchant_order_no }
        sign: { title: 签名, presence: required, max_length: 32, signature: true }
    response:
      encoding: json
      fields:
        code: { title: 返回码, presence: required, type: code, table: return_code }
        status:
          title: 订单状态
          presence: conditional
          type: code
          table: order_status
          documented: { title: 别的, presence: required, type: String, max_length: 2 }
          because: It is so.
        fee: { title: 手续费, presence: optional, type: money, unit: fen, basis: stated }
        sign: { title: 签名, presence: required, max_length: 32, signature: true }
      decision: { business: { field: code, pass: [\"0\"] }, state: status }
";
    let document = "\
# Acme `acme`

## 码表

### 订单状态 `codes.order_status`

| 值 | 说明 | 规格 |
|---|---|---|
| `1` | 支付成功 | `name: Paid` `state: Paid` |
| `2` | 支付失败 | `name: Failed` `state: Failed` `basis: stated` |

### 返回码 `codes.return_code`

| 值 | 说明 | 规格 |
|---|---|---|
| `0` | 成功 | `name: Success` |

## 订单查询 `query`

### 请求参数

| 字段名 | 变量名 | 必填 | 类型 | 长度 | 示例值 | 描述 | 规格 |
|---|---|---|---|---|---|---|---|
| 商户号 | `mid` | 必填 | text | | | | `from: credentials.mid` |
| 订单号 | `orderNo` | 必填 | text | 32 | | | `is: merchant_order_no` |
| 签名 | `sign` | 必填 | text | 32 | | | `signature: true` |

### 返回参数

| 字段名 | 变量名 | 必填 | 类型 | 长度 | 示例值 | 描述 | 规格 |
|---|---|---|---|---|---|---|---|
| 返回码 | `code` | 必填 | code | | | | `table: return_code` |
| 订单状态 | `status` | 条件 | code | | | | `table: order_status` |
| 手续费 | `fee` | 可选 | money | | | | `unit: fen` |
| 签名 | `sign` | 必填 | text | 32 | | | `signature: true` |
";
    assert_eq!(lines(&against(document, specification)), [""; 0]);
    let new = edited(document, "| 支付失败 | `name", "| 失败了 | `name");
    assert_eq!(lines(&against(&new, specification)), ["new_information code_meaning response status 2"]);
    let new = edited(document, "`fee` | 可选 |", "`fee` | 必填 |");
    assert_eq!(lines(&against(&new, specification)), ["new_information presence response fee"]);
}

#[test]
fn the_rows_of_an_object_that_are_gone_together_are_one_change() {
    let (start, end) = (TWO.find("#### data数据格式").unwrap(), TWO.find("## 关闭订单").unwrap());
    let new = format!("{}{}", &TWO[..start], &TWO[end..]);
    assert_eq!(
        lines(&drift::between(&read(TWO), &read(&new))),
        ["breaks_requests field_removed response data"]
    );
}

#[test]
fn a_list_of_codes_that_is_gone_is_one_change() {
    let new = edited(DOCUMENT, "0-支付中<br>1-支付成功<br>2-支付失败", "见附录");
    let drift = against(&new, SPECIFICATION);
    assert_eq!(lines(&drift), ["new_information code_removed response status"]);
    // Short values stand somewhere in every document.
    assert!(drift.changes[0].message.contains("`2`"), "{}", drift.changes[0].message);
}

/// A document of another provider in the same layout.
const OTHER: &str = "\
# 交易查询

**请求URL：** `https://gateway.other.example/trade`

**请求参数：**

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 商户号 | merchant_code | 是 | String(32) | M1 | 商户号 |
| 商户订单号 | out_trade_no | 是 | String(64) | A1 | 订单号 |
| 签名 | sign | 是 | String(64) | 0A | 签名 |

**返回参数：**

| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |
|---|---|---|---|---|---|
| 通信标识 | return_code | 是 | String(8) | 0 | 0-成功<br>1-失败 |
| 交易状态 | trade_state | 是 | String(8) | 1 | 1-支付成功<br>2-已退款 |
| 手续费率 | fee_rate | 否 | String(8) | 0.6 | 费率 |
| 签名 | sign | 是 | String(64) | 0A | 签名 |
";

#[test]
fn the_document_of_another_provider_is_doubted_first_and_nothing_of_it_is_applied() {
    let drift = against(OTHER, SPECIFICATION);
    assert_eq!(lines(&drift)[0], "breaks_requests other_document");
    assert_eq!(drift.changes.iter().filter(|change| change.what == What::OtherDocument).count(), 1);
    assert!(drift.changes.iter().all(|change| change.remedy == Some(Remedy::ByHand)));
    assert_eq!(drift::apply(SPECIFICATION, &drift).text, SPECIFICATION);
    let between = drift::between(&read(DOCUMENT), &read(OTHER));
    assert_eq!(lines(&between)[0], "breaks_requests other_document");
}

#[test]
fn names_that_are_written_otherwise_do_not_make_it_another_document() {
    let renamed = DOCUMENT
        .replace("orderNo", "order_no")
        .replace("tradeNo", "trade_no")
        .replace("storeNo", "store_no")
        .replace("mid", "MID")
        .replace("status", "Status")
        .replace("amount", "Amount")
        .replace("attach", "Attach");
    let drift = drift::between(&read(DOCUMENT), &read(&renamed));
    assert!(drift.changes.iter().all(|change| change.what != What::OtherDocument), "{:?}", lines(&drift));
}

#[test]
fn an_operation_that_is_gone_takes_its_samples_along() {
    // What cannot be read is no sample, and its marks are no text.
    let more = "\n## 退款 `refund`\n\n**请求参数：**\n\n| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |\n|---|---|---|---|---|---|\n\
                | 退款号 | refundNo | 是 | String(32) | A1 | 退款号 |\n\n```json\n{\n```\n";
    let drift = drift::between(&read(&format!("{TWO}{more}")), &read(TWO));
    assert_eq!(lines(&drift), ["breaks_requests operation_removed"]);
}

#[test]
fn a_sentence_that_was_a_fact_of_an_operation_that_is_gone_is_not_new() {
    let rules = "# 接口文档\n\n| 规则 | 说明 |\n|---|---|\n| 提交方式 | 采用POST方法提交 |\n";
    let two = TWO.replace("# 接口文档\n", rules).replace(
        "**请求URL：** `https://pay.acme.example/query`\n",
        "**请求URL：** `https://pay.acme.example/query`\n\n**请求方式：** GET\n",
    );
    let one = &two[..two.find("## 关闭订单").unwrap()];
    assert!(read(&two).operations[1].method.is_some() && read(one).operations[0].method.is_some());
    assert_eq!(lines(&drift::between(&read(&two), &read(one))), ["breaks_requests operation_removed"]);
}
