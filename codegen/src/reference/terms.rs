//! What things are called in the reference, in whatever format: the words that this field's documents use, one for each
//! thing.

use super::Direction;

pub(crate) const REFERENCE: &str = "接口参考";
pub(crate) const COMPARISON: &str = "各平台对照";
pub(crate) const OPERATION: &str = "接口";
pub(crate) const DESCRIPTION: &str = "简介";
pub(crate) const CURRENCY: &str = "币种";
pub(crate) const DOCUMENTS: &str = "依据文档";
pub(crate) const ENVIRONMENTS: &str = "环境";
pub(crate) const NO_ENVIRONMENTS: &str = "地址由调用方给出";
pub(crate) const CREDENTIALS: &str = "凭据";
pub(crate) const PURPOSE: &str = "用途";
pub(crate) const POLLING: &str = "轮询";
pub(crate) const ENCODING: &str = "编码";
pub(crate) const CODE_TABLES: &str = "码表";
/// A section of the import: `### … 数据格式` names the field whose inside is in the table below.
pub(crate) const INSIDE: &str = "数据格式";
pub(crate) const SIGNING_RULES: &str = "签名规则";
pub(crate) const SIGNING_EXAMPLE: &str = "签名示例";
pub(crate) const CANONICAL: &str = "待签名串";
pub(crate) const LEFT_OUT: &str = "不参与签名";
pub(crate) const ABSENT: &str = "本例没有的字段";
pub(crate) const CHECK: &str = "核对";
pub(crate) const DECISION: &str = "判定";
/// What the provider says of an order.
pub(crate) const TRADE_STATE: &str = "交易状态";
/// What it means, the same for all providers.
pub(crate) const ORDER_STATE: &str = "订单状态";
pub(crate) const STATE_MAP: &str = "订单状态对照";
pub(crate) const OTHER_VALUES: &str = "其他取值";
pub(crate) const PASSES: &str = "通过";
pub(crate) const REFUSED: &str = "拒绝";
pub(crate) const IDENTITY: &str = "身份核对";
pub(crate) const DEPARTURES: &str = "与文档的差异";
pub(crate) const BASIS: &str = "依据";
pub(crate) const BECAUSE: &str = "原因";

pub(crate) const UNSIGNED: &str = "平台声明不签名，只能信任 https 连接";
pub(crate) const UNDECIDED: &str = "规则尚未写明；写明之前，客户端不发出任何请求";
pub(crate) const NOT_DOCUMENTED: &str = "文档未说明";
pub(crate) const MISMATCH: &str = "以下各项必须相等，否则返回的不是所查的订单，按错误处理";
pub(crate) const MISSING_STATE: &str = "应有而没有这个字段";
/// How to read the map of states.
pub(crate) const STATE_MAP_MEANS: &str = "平台返回什么值，订单就是什么状态，接下来做什么。";
pub(crate) const UNKNOWN_IS_NO_FAILURE: &str = "没有列出的取值一律是 Unknown：既不是成功，也不是失败。";

/// The headings of a table of fields.
pub(crate) const FIELD: [&str; 7] = ["字段名", "变量名", "必填", "类型", "长度", "示例值", "描述"];
/// The headings of a table of codes.
pub(crate) const CODE: [&str; 2] = ["值", "说明"];
/// The headings of the map from what a provider says to the state of an order.
pub(crate) const STATES: [&str; 5] = ["平台返回值", "平台原文", ORDER_STATE, "下一步", CODE_TABLES];
/// The headings of a table of departures.
pub(crate) const DEPARTURE: [&str; 4] = ["字段", "文档", SPECIFICATION, BECAUSE];
/// The heading of what no other column holds.
pub(crate) const SPECIFICATION: &str = "规格";

pub(crate) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "请求",
        Direction::Response => "返回",
    }
}

pub(crate) const fn fields(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "请求参数",
        Direction::Response => "返回参数",
    }
}

pub(crate) const fn signature(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "请求签名",
        Direction::Response => "返回签名",
    }
}

pub(crate) const fn message(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "请求报文",
        Direction::Response => "返回报文",
    }
}
