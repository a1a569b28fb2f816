//! The six operations of the five providers: honest replies, and questions through the generated clients.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use payspec_runtime::table::{Encoding, Operation, Placement, Provider, Signing, Verification};
use payspec_runtime::{Credentials, Message, canonical, digest, json, sign, xml};

use crate::wallet::Wallet;

/// The merchant's order number that is asked about.
pub const ORDER_NO: &str = "JD201909250317100002";
/// The second one, where several are asked about.
pub const SECOND_ORDER_NO: &str = "JD201909250317100003";
/// The provider's order number that is asked about.
pub const PROVIDER_ORDER_NO: &str = "2019092515170000";
/// The merchant that asks.
pub const MERCHANT: &str = "0000000018";
/// The application that asks, where there is one.
pub const APP: &str = "60cc09bce4b0f1c0b83761c9";
/// What the order costs, in fen.
pub const FEN: i64 = 5_800;

/// Where the signature goes in a draft.
const SIGNATURE: &str = "@SIGNATURE@";

/// An operation of one of the five providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// `umf_service_provider`, `query_order`: JSON, RSA.
    UmfServiceProvider,
    /// `umf_merchant`, `order_query`: JSON, RSA.
    UmfMerchant,
    /// `leshua`, `query_status`: XML, MD5.
    Leshua,
    /// `ktspay`, `query`: JSON, MD5 over `data`.
    Ktspay,
    /// `leopard`, `query_single`: JSON, MD5.
    LeopardSingle,
    /// `leopard`, `query_multi`: JSON, MD5, several orders.
    LeopardMulti,
}

use Subject::{Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider};

impl Subject {
    /// All of them.
    pub const ALL: [Self; 6] = [UmfServiceProvider, UmfMerchant, Leshua, Ktspay, LeopardSingle, LeopardMulti];

    /// The provider's table.
    #[must_use]
    pub fn provider(self) -> &'static Provider {
        match self {
            UmfServiceProvider => payspec::umf_service_provider::PROVIDER,
            UmfMerchant => payspec::umf_merchant::PROVIDER,
            Leshua => payspec::leshua::PROVIDER,
            Ktspay => payspec::ktspay::PROVIDER,
            LeopardSingle | LeopardMulti => payspec::leopard::PROVIDER,
        }
    }

    /// The operation's table.
    #[must_use]
    pub fn operation(self) -> &'static Operation {
        let name = match self {
            UmfServiceProvider => "query_order",
            UmfMerchant => "order_query",
            Leshua => "query_status",
            Ktspay => "query",
            LeopardSingle => "query_single",
            LeopardMulti => "query_multi",
        };
        self.provider().operation(name).expect("the operation is in the table")
    }

    /// Whether replies are JSON; otherwise they are XML.
    #[must_use]
    pub fn is_json(self) -> bool {
        self.operation().response.encoding == Encoding::Json
    }

    /// Whether replies are signed with RSA; otherwise with MD5.
    #[must_use]
    pub fn is_rsa(self) -> bool {
        self.rule().algorithm.is_rsa()
    }

    /// How replies are signed.
    #[must_use]
    pub fn rule(self) -> &'static Signing {
        match &self.operation().response.verification {
            Verification::Signed { rule, .. } => rule,
            Verification::Unsigned => panic!("all five providers sign their replies"),
        }
    }

    /// The field that holds the signature of a reply.
    #[must_use]
    pub fn signature_field(self) -> &'static str {
        match &self.rule().placement {
            Placement::Field(path) => path.get(0).expect("a path has a name"),
            Placement::Header { .. } => panic!("all five providers sign in a field"),
        }
    }

    /// A reply that says that the order is paid, to be changed and signed.
    #[must_use]
    pub fn paid(self) -> Draft {
        let body = match self {
            UmfServiceProvider => format!(
                r#"{{"respCode":"00","respMsg":"处理成功","origRespCode":"00","origRespDescMsg":"支付成功","platDate":"20190925","payTime":"0925152411","txnAmt":{FEN},"paySeq":"9268151710507213","transactionId":"{PROVIDER_ORDER_NO}","signature":"{SIGNATURE}"}}"#
            ),
            UmfMerchant => format!(
                r#"{{"retCode":"0000","retMsg":"成功","platDate":"20190925","platTime":"152411","paySeq":"9268","transactionId":"{PROVIDER_ORDER_NO}","transState":"SUCCESS","amount":"{FEN}","payType":"WX","sign":"{SIGNATURE}"}}"#
            ),
            Leshua => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<leshua>\
                 <resp_code><![CDATA[0]]></resp_code><result_code><![CDATA[0]]></result_code>\
                 <merchant_id><![CDATA[{MERCHANT}]]></merchant_id>\
                 <third_order_id><![CDATA[{ORDER_NO}]]></third_order_id>\
                 <leshua_order_id><![CDATA[{PROVIDER_ORDER_NO}]]></leshua_order_id>\
                 <nonce_str><![CDATA[5K8264ILTKCH16CQ2502SI8ZNMTM67VS]]></nonce_str>\
                 <status><![CDATA[2]]></status><pay_way><![CDATA[WXZF]]></pay_way>\
                 <pay_time><![CDATA[20190925152411]]></pay_time><attach><![CDATA[]]></attach>\
                 <amount><![CDATA[{FEN}]]></amount><sign><![CDATA[{SIGNATURE}]]></sign></leshua>"
            ),
            Ktspay => format!(
                r#"{{"code":0,"data":{{"amount":{FEN},"appId":"{APP}","body":"商品描述","createdAt":1623985457705,"currency":"cny","extParam":"","ifCode":"alipay","mchNo":"{MERCHANT}","mchOrderNo":"{ORDER_NO}","payOrderId":"{PROVIDER_ORDER_NO}","state":2,"subject":"商品标题","successTime":1623985459000,"wayCode":"ALI_BAR"}},"msg":"SUCCESS","sign":"{SIGNATURE}"}}"#
            ),
            LeopardSingle => format!(
                r#"{{"code":"SUCCESS","msg":"ok","resultCode":"SUCCESS","mid":"{MERCHANT}","noise":"6W5H246V","orderNo":"{ORDER_NO}","flowNo":"20161101010100198763","amount":58.00,"type":"wechat","status":"1","orderTime":"20161110101010","payTime":"20161110101323","sign":"{SIGNATURE}"}}"#
            ),
            LeopardMulti => {
                let order = |number| {
                    format!(
                        r#"{{"orderNo":"{number}","flowNo":"20161101010100198763","amount":58.00,"type":"wechat","status":"1","orderTime":"20161110101010","payTime":"20161110101323"}}"#
                    )
                };
                format!(
                    r#"{{"code":"SUCCESS","msg":"ok","resultCode":"SUCCESS","mid":"{MERCHANT}","noise":"83NDI0Q93","orders":[{},{}],"sign":"{SIGNATURE}"}}"#,
                    order(ORDER_NO),
                    order(SECOND_ORDER_NO)
                )
            }
        };
        Draft { subject: self, body }
    }

    /// A reply of one's own, with [`Draft::SIGNATURE`] where the signature goes.
    #[must_use]
    pub fn draft(self, body: &str) -> Draft {
        Draft { subject: self, body: body.to_owned() }
    }

    /// What the merchant holds.
    #[must_use]
    pub fn credentials(self, wallet: &Wallet) -> Credentials {
        let credentials = Credentials::new();
        match self {
            UmfServiceProvider => with_rsa_keys(credentials.text("acq_sp_id", "Y471790403"), wallet)
                .text("acq_mer_id", "41509208"),
            UmfMerchant => with_rsa_keys(credentials.text("mer_id", "30000102"), wallet),
            Leshua => credentials.text("merchant_id", MERCHANT).secret("key", &*wallet.md5_key),
            Ktspay => {
                credentials.text("mch_no", MERCHANT).text("app_id", APP).secret("key", &*wallet.md5_key)
            }
            LeopardSingle | LeopardMulti => credentials.text("mid", MERCHANT).secret("key", &*wallet.md5_key),
        }
    }

    fn read(self, body: &str) -> Message {
        let table = &self.operation().response;
        match &table.encoding {
            Encoding::Xml { root, .. } => xml::read(body.as_bytes(), root, &table.fields),
            _ => json::read(body.as_bytes()),
        }
        .unwrap_or_else(|error| panic!("a draft can be read: {error}\n{body}"))
    }
}

fn with_rsa_keys(credentials: Credentials, wallet: &Wallet) -> Credentials {
    credentials
        .private_key("private_key", wallet.private_key.clone())
        .public_key("platform_public_key", wallet.platform_public_key())
}

/// A reply before it is signed.
#[derive(Debug, Clone)]
pub struct Draft {
    subject: Subject,
    body: String,
}

impl Draft {
    /// Where the signature goes.
    pub const SIGNATURE: &'static str = SIGNATURE;

    /// With one text in the place of another, which must stand there once.
    #[must_use]
    pub fn with(mut self, old: &str, new: &str) -> Self {
        self.body = replace_once(&self.body, old, new);
        self
    }

    /// Signed by the provider.
    #[must_use]
    pub fn signed(&self) -> String {
        self.signed_by(&Wallet::agreed())
    }

    /// Signed with the keys of somebody.
    #[must_use]
    pub fn signed_by(&self, wallet: &Wallet) -> String {
        self.with_signature(&self.signature_by(wallet, self.subject.rule()))
    }

    /// With this text as its signature.
    #[must_use]
    pub fn with_signature(&self, signature: &str) -> String {
        replace_once(&self.body, SIGNATURE, signature)
    }

    /// The signature with the keys of somebody, by a rule.
    #[must_use]
    pub fn signature_by(&self, wallet: &Wallet, rule: &Signing) -> String {
        let credentials = Credentials::new()
            .secret("key", &*wallet.md5_key)
            .private_key("platform_public_key", wallet.platform_key.clone());
        let message = self.subject.read(&self.body);
        sign(rule, message.root(), &self.body, &credentials).expect("a draft can be signed")
    }

    /// Signed as somebody does who has no key: the runtime itself never signs so.
    #[must_use]
    pub fn signed_without_key(&self) -> String {
        let (rule, message) = (self.subject.rule(), self.subject.read(&self.body));
        let string = canonical::string(rule, message.root(), &self.body, "", &Credentials::new());
        let string = string.expect("the rule needs nothing but a key");
        let digest = digest::digest(rule.algorithm, string.as_bytes(), "").expect("RSA needs a key");
        self.with_signature(&digest::encode(&digest, rule.encoding))
    }

    /// The provider's signature.
    #[must_use]
    pub fn signature(&self) -> String {
        self.signature_by(&Wallet::agreed(), self.subject.rule())
    }

    /// Without anything in the place of the signature.
    ///
    /// # Panics
    /// If the place is still there.
    #[must_use]
    pub fn without_signature(self) -> String {
        assert!(!self.body.contains(SIGNATURE), "the signature's place is still there");
        self.body
    }

    /// Without the member that holds the signature.
    #[must_use]
    pub fn unsigned(&self) -> String {
        let name = self.subject.signature_field();
        let member = if self.subject.is_json() {
            format!(r#","{name}":"{SIGNATURE}""#)
        } else {
            format!("<{name}><![CDATA[{SIGNATURE}]]></{name}>")
        };
        replace_once(&self.body, &member, "")
    }
}

/// A text with one part of it in the place of another, which must stand there once.
///
/// # Panics
/// If it stands there more than once, or never: a fault that changes nothing proves nothing.
#[must_use]
pub fn replace_once(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {text}");
    text.replacen(old, new, 1)
}
