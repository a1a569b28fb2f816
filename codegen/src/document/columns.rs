//! Which column of a table says what, by the headings and by the contents.

use super::headings::plain;
use super::inline::Inline;
use super::{measures, tree};

/// What a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Fields of a message, a row each.
    Fields(Columns),
    /// Fields with nothing but words about them: a table of fields where the heading says so.
    FieldsPerhaps(Columns),
    /// Codes.
    Codes(CodeColumns),
    /// Keys and values in the terms of the language of specifications.
    Settings,
    /// Something else.
    Other,
}

/// The columns of a table of fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) name: usize,
    pub(super) title: Option<usize>,
    pub(super) presence: Option<usize>,
    /// The column says whether a field may be missing, not whether it must be there.
    pub(super) may_be_missing: bool,
    pub(super) length: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) example: Option<usize>,
    pub(super) descriptions: Vec<usize>,
    /// The part of the request in which a field is: `body`, `header`.
    pub(super) part: Option<usize>,
    pub(super) keys: Option<usize>,
}

/// The columns of a table of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodeColumns {
    pub(super) value: usize,
    pub(super) title: usize,
    pub(super) keys: Option<usize>,
    /// The heading leaves no doubt that the column holds values.
    pub(super) certain: bool,
}

/// What a heading can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The wire name, or else the title; the higher, the rather the wire name.
    Name(u8),
    Presence,
    Absence,
    Length,
    Kind,
    Example,
    Description,
    /// The part of the request.
    Part,
    Keys,
    /// The number of the row.
    Number,
    Unknown,
}

/// Headings of what a value looks like, or of its type.
const FORMATS: [&str; 7] = ["格式", "数据格式", "字段格式", "格式要求", "属性", "字段属性", "format"];
/// The rows that are looked at to tell names from titles.
const LOOKED_AT: usize = 200;

/// Reads the headings of a table; `cell` gives the text of a cell.
pub(super) fn purpose(headings: &[Inline], rows: usize, cell: impl Fn(usize, usize) -> String) -> Purpose {
    if are_of_settings(headings) {
        return Purpose::Settings;
    }
    let words: Vec<String> = headings.iter().map(|heading| plain(&heading.text)).collect();
    let mut roles: Vec<Role> = words.iter().map(|words| role(words)).collect();
    // Generators call the part of the request 参数类型, and the type 数据类型.
    if words.iter().any(|words| words == "数据类型")
        && let Some(part) = words.iter().position(|words| words == "参数类型")
    {
        roles[part] = Role::Part;
    }
    // 格式 is a type with its length, `AN8..40`, or what a text looks like, `yyyyMMdd`.
    if let Some(format) = words.iter().position(|words| FORMATS.contains(&words.as_str()))
        && mostly(rows, |row| cell(row, format), has_length)
    {
        roles[format] = match (roles.contains(&Role::Kind), roles.contains(&Role::Length)) {
            (false, _) => Role::Kind,
            (true, false) => Role::Length,
            (true, true) => Role::Unknown,
        };
    }
    let find = |wanted: Role| roles.iter().position(|role| *role == wanted);
    let mut columns = Columns {
        presence: find(Role::Presence).or_else(|| find(Role::Absence)),
        may_be_missing: find(Role::Presence).is_none(),
        length: find(Role::Length),
        kind: find(Role::Kind),
        example: find(Role::Example),
        part: find(Role::Part),
        keys: find(Role::Keys),
        ..Columns::default()
    };
    let looks_like_names = |column: usize| {
        let looked_at = rows.min(LOOKED_AT);
        let names = (0..looked_at).filter(|row| is_name(&cell(*row, column))).count();
        looked_at > 0 && names * 2 >= looked_at
    };
    let name = roles
        .iter()
        .enumerate()
        .filter_map(|(column, role)| match role {
            Role::Name(weight) => Some((*weight, column)),
            _ => None,
        })
        .filter(|(weight, column)| *weight >= DECISIVE || looks_like_names(*column))
        .max_by_key(|(weight, column)| (*weight, usize::MAX - column));
    let facts = columns.presence.is_some()
        || columns.length.is_some()
        || columns.kind.is_some()
        || columns.example.is_some();
    if !facts && let Some(codes) = codes(&words, &roles, rows, &cell) {
        return Purpose::Codes(codes);
    }
    let Some((_, name)) = name else {
        return codes(&words, &roles, rows, &cell).map_or(Purpose::Other, Purpose::Codes);
    };
    columns.name = name;
    columns.title =
        roles.iter().enumerate().position(|(column, role)| column != name && matches!(role, Role::Name(_)));
    columns.descriptions = (0..roles.len()).filter(|column| roles[*column] == Role::Description).collect();
    // 说明 and 备注 side by side: the first is what the field is called.
    if columns.title.is_none() && columns.descriptions.len() > 1 {
        columns.title = Some(columns.descriptions.remove(0));
    }
    let taken = |column: &usize| match roles[*column] {
        Role::Unknown => true,
        Role::Name(_) => *column != name && Some(*column) != columns.title,
        _ => false,
    };
    columns.descriptions.extend((0..roles.len()).filter(taken));
    if facts || columns.keys.is_some() { Purpose::Fields(columns) } else { Purpose::FieldsPerhaps(columns) }
}

/// Whether most of the cells of a column that hold something are such.
fn mostly(rows: usize, cell: impl Fn(usize) -> String, is: impl Fn(&str) -> bool) -> bool {
    let cells: Vec<String> = (0..rows.min(LOOKED_AT)).map(cell).filter(|cell| !cell.is_empty()).collect();
    let such = cells.iter().filter(|cell| is(cell)).count();
    such > 0 && such * 2 >= cells.len()
}

/// Whether a cell holds a type with its length.
fn has_length(cell: &str) -> bool {
    measures::kind(cell).1.is_some()
}

/// Whether words are the headings of a table beyond doubt, also where no line of dashes follows them.
pub(super) fn are_headings(words: &[String]) -> bool {
    let words: Vec<String> =
        words.iter().map(|words| plain(words)).filter(|words| !words.is_empty()).collect();
    let roles: Vec<Role> = words.iter().map(|words| role(words)).collect();
    let known = roles.iter().filter(|role| **role != Role::Unknown).count();
    let names = roles.iter().any(|role| matches!(role, Role::Name(_)));
    let facts = roles.iter().any(|role| !matches!(role, Role::Name(_) | Role::Number | Role::Unknown));
    let fields =
        names && facts && known >= 2 && (known == words.len() || known >= 4 && known + 1 == words.len());
    let codes = words.len() <= 4
        && words.iter().enumerate().all(|(at, words)| roles[at] != Role::Unknown || is_certain(words))
        && words.iter().any(|words| is_certain(words))
        && words.len() > 1;
    fields || codes
}

/// Whether a table holds keys and values in the terms of the language.
pub(super) fn are_of_settings(headings: &[Inline]) -> bool {
    let is = |index: usize, word: &str| headings.get(index).is_some_and(|words| plain(&words.text) == word);
    is(0, "键") && is(1, "值")
}

/// The column that says whether a field must be there.
pub(super) fn presence(headings: &[Inline]) -> Option<usize> {
    headings.iter().position(|words| role(&plain(&words.text)) == Role::Presence)
}

/// From this weight on a heading says that its column holds wire names, whatever stands in it.
const DECISIVE: u8 = 9;

fn role(words: &str) -> Role {
    match words {
        "变量名" | "变量" | "英文名" | "英文名称" | "字段英文名" | "参数英文名" | "英文字段" => {
            Role::Name(DECISIVE)
        }
        "字段" | "参数" | "field" | "parameter" | "param" | "fieldname" | "key" | "属性" | "参数代码"
        | "字段代码" | "参数编码" | "字段编码" | "参数标识" => Role::Name(7),
        "字段名" | "参数名" | "属性名" | "键" | "标识" | "元素" | "节点" => Role::Name(6),
        "字段名称" | "参数名称" | "属性名称" => Role::Name(5),
        "名称" | "名字" | "name" => Role::Name(4),
        "中文名" | "中文名称" | "标题" | "title" | "label" | "字段中文名" | "参数中文名" | "域名"
        | "数据元名称" => Role::Name(1),
        "必填" | "必须" | "是否必填" | "是否必须" | "必选" | "是否必选" | "必传" | "是否必传" | "必输"
        | "是否必输" | "必需" | "是否必需" | "required" | "mandatory" | "presence" | "m/o" | "m/o/c"
        | "m/c/o" | "出现要求" | "要求" | "报文要求" | "填写要求" | "是否必填项" | "必填项" | "必返"
        | "是否返回" | "是否必返" => Role::Presence,
        "可空" | "是否可空" | "可为空" | "是否为空" | "是否可选" | "可选" | "允许为空" | "nullable"
        | "optional" => Role::Absence,
        "长度" | "限制" | "最大长度" | "字段长度" | "参数长度" | "长度限制" | "length" | "maxlength"
        | "size" | "最大位数" => Role::Length,
        "类型"
        | "数据类型"
        | "字段类型"
        | "参数类型"
        | "变量类型"
        | "type"
        | "datatype"
        | "类型/长度"
        | "类型长度"
        | "类型及长度"
        | "类型和长度"
        | "数据类型/长度"
        | "数据类型及长度"
        | "字段类型/长度" => Role::Kind,
        "示例值" | "范例" | "示例" | "样例" | "举例" | "例子" | "示例数据" | "参数示例" | "example"
        | "sample" => Role::Example,
        "说明" | "描述" | "备注" | "含义" | "字段说明" | "参数说明" | "字段描述" | "参数描述"
        | "参数含义" | "字段含义" | "详细说明" | "取值说明" | "详细描述" | "解释" | "description"
        | "remark" | "remarks" | "note" | "notes" | "comment" | "meaning" => Role::Description,
        "位置" | "参数位置" | "请求类型" | "传参方式" | "in" => Role::Part,
        "规格" | "specification" => Role::Keys,
        "序号" | "编号" | "no" | "no." | "#" => Role::Number,
        _ => Role::Unknown,
    }
}

/// Whether a cell holds the name of a field on the wire.
pub(super) fn is_name(text: &str) -> bool {
    let text = tree::bare(text).trim_end_matches('*');
    let begins =
        text.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '$' | '@'));
    begins
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'_' | b'.' | b'-' | b'[' | b']' | b'$' | b'@' | b':')
        })
}

/// The columns of a table of codes, where that is told by the heading above it: `错误码` above `名称 | 描述`.
pub(super) fn codes_below(
    heading: &Inline,
    headings: &[Inline],
    rows: usize,
    cell: impl Fn(usize, usize) -> String,
) -> Option<CodeColumns> {
    let roles: Vec<Role> = headings.iter().map(|words| role(&plain(&words.text))).collect();
    let heading = plain(&heading.text);
    let heading =
        ["列表", "说明", "定义", "表"].iter().find_map(|word| heading.strip_suffix(word)).unwrap_or(&heading);
    let value = roles.iter().position(|role| *role != Role::Number)?;
    let title = (value + 1..roles.len())
        .find(|column| matches!(roles[*column], Role::Description | Role::Name(_)))?;
    let other =
        |role: &Role| matches!(role, Role::Presence | Role::Absence | Role::Length | Role::Kind | Role::Keys);
    let all = (0..rows.min(LOOKED_AT)).all(|row| is_code(&cell(row, value)));
    (is_certain(heading) && !roles.iter().any(other) && all && rows > 0).then_some(CodeColumns {
        value,
        title,
        keys: None,
        certain: false,
    })
}

/// Whether a heading leaves no doubt that its column holds the values of codes.
fn is_certain(words: &str) -> bool {
    matches!(
        words,
        "值" | "取值"
            | "枚举值"
            | "枚举"
            | "键值"
            | "参数值"
            | "code"
            | "value"
            | "errcode"
            | "errorcode"
            | "返回值"
            | "代码"
            | "编码"
    ) || (words.ends_with('码') && !words.ends_with("号码") && !words.ends_with("密码"))
        || words.ends_with("代码")
        || words.ends_with("编码")
        || words.ends_with("状态值")
}

fn codes(
    words: &[String],
    roles: &[Role],
    rows: usize,
    cell: &impl Fn(usize, usize) -> String,
) -> Option<CodeColumns> {
    let perhaps = |words: &str| {
        words.ends_with("类型")
            || words.ends_with("状态")
            || words.ends_with("标识")
            || words.ends_with("方式")
    };
    let column = words.iter().position(|words| is_certain(words));
    let (value, certain) = match column {
        Some(column) => (column, true),
        None => (words.first().filter(|words| perhaps(words)).map(|_| 0)?, false),
    };
    // A list of statuses of HTTP, each with the type of its body, as generators write it.
    let of_http = words.iter().any(|words| matches!(words.as_str(), "schema" | "数据模型"));
    if of_http || roles.iter().any(|role| matches!(role, Role::Presence | Role::Absence | Role::Length)) {
        return None;
    }
    let is_title = |column: &usize| {
        *column != value
            && [
                "说明",
                "描述",
                "含义",
                "名称",
                "中文",
                "释义",
                "备注",
                "解释",
                "原因",
                "信息",
                "msg",
                "message",
                "title",
                "description",
                "meaning",
                "name",
                "desc",
                "text",
            ]
            .iter()
            .any(|word| words[*column].contains(word))
    };
    let title = (value + 1..words.len()).find(is_title).or_else(|| (0..words.len()).find(is_title))?;
    let looked_at = rows.min(LOOKED_AT);
    let values = (0..looked_at).filter(|row| is_code(&cell(*row, value))).count();
    let keys = roles.iter().position(|role| *role == Role::Keys);
    (certain || (values > 0 && values * 2 >= looked_at)).then_some(CodeColumns {
        value,
        title,
        keys,
        certain,
    })
}

/// Whether a cell holds a code.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'+'))
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}
