//! Names that stand twice: two readers could see two values.

use payspec_runtime::table::{
    Algorithm, Code, CodeTable, Condition, Credential, CredentialKind, Decision, DigestEncoding, Encoding,
    Field, Identity, Kind, Operation, OrderState, Placement, Provider, Purpose, RequestTable, ResponseTable,
    Signing, Source, Tier, TierName, Verification,
};
use payspec_runtime::{Client, Credentials, DynamicRequest, Error, Known, Malformed, Retry, form, sign};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::fault::{Fault, duplicates};
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject;
use payspec_tests::wallet::MD5_KEY;

async fn duplicate(fault: &Fault, name_of: impl Fn(Subject) -> Option<&'static str>) {
    refused(fault, |subject, error| {
        let Error::Malformed(Malformed::Duplicate { name }) = error else {
            panic!("{subject:?} {}: {error:?}", fault.name)
        };
        assert_eq!(Some(name.as_str()), name_of(subject), "{subject:?} {}", fault.name);
        let words = format!("the reply cannot be read: the name `{name}` stands twice in the same object");
        says(error, Known::NotTrusted, Retry::Later, &words);
    })
    .await;
}

#[tokio::test]
async fn a_member_that_stands_twice_is_refused_however_it_is_written() {
    for fault in
        [duplicates::JSON_MEMBER, duplicates::JSON_MEMBER_AS_ESCAPE, duplicates::JSON_MEMBER_WITH_SAME_VALUE]
    {
        duplicate(&fault, duplicates::member).await;
    }
}

#[tokio::test]
async fn a_member_that_stands_twice_inside_an_object_is_refused_however_it_is_written() {
    for fault in [duplicates::JSON_MEMBER_INSIDE, duplicates::JSON_MEMBER_INSIDE_AS_ESCAPE] {
        duplicate(&fault, |subject| Some(if subject == Subject::Ktspay { "state" } else { "status" })).await;
    }
}

#[tokio::test]
async fn a_signature_that_stands_twice_is_refused() {
    duplicate(&duplicates::JSON_SIGNATURE, |subject| Some(subject.signature_field())).await;
    duplicate(&duplicates::XML_SIGNATURE, |_| Some("sign")).await;
}

#[tokio::test]
async fn an_element_that_stands_twice_is_refused() {
    for fault in [duplicates::XML_ELEMENT, duplicates::XML_ELEMENT_EMPTY] {
        duplicate(&fault, |_| Some("status")).await;
    }
}

/// The text is signed and authentic; as JSON it is refused like any other with a name that stands twice.
#[tokio::test]
async fn a_member_that_stands_twice_inside_a_text_is_refused() {
    refused(&duplicates::JSON_MEMBER_INSIDE_TEXT, |_, error| {
        assert!(matches!(error, Error::Unreadable { field, .. } if field == "orders"), "{error:?}");
        says(error, Known::NotTrusted, Retry::Later, "the reply's field `orders` is not a list of orders");
    })
    .await;
}

/// None of the five providers answers with a form.
static ANSWERS_WITH_A_FORM: Provider =
    Provider::new("formal", "Formal", "CNY")
        .credentials(const { &[Credential::new("key", "key", CredentialKind::Secret)] })
        .code_tables(
            const {
                &[CodeTable::new(
                    "state",
                    const { &[Code::new("1", "Paid", "paid").state(OrderState::Paid)] },
                )]
            },
        )
        .operations(
            const {
                &[Operation::new(
                    "query",
                    "query",
                    Purpose::OrderQuery,
                    RequestTable::new(
                        const { &[Encoding::Form] },
                        const {
                            &[
                                Field::text("no", "order").required(),
                                Field::text("sign", "signature").required().source(Source::Signature),
                            ]
                        },
                    )
                    .signing(rule()),
                    ResponseTable::new(
                        Encoding::Form,
                        const {
                            &[
                                Field::text("code", "code").required(),
                                Field::text("no", "order").required(),
                                Field::new("state", "state", Kind::code("state")).required(),
                                Field::text("sign", "signature").required(),
                            ]
                        },
                        Verification::signed_except(
                            rule(),
                            const { &[Condition::is_not(&["code"], &["0"])] },
                        ),
                        Decision::new(
                            const { &[Tier::new(TierName::Business, &["code"], &["0"])] },
                            &["state"],
                        ),
                    )
                    .identity(const { &[Identity::request(&["no"], "no")] }),
                )]
            },
        );

const fn rule() -> Signing {
    Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", Placement::field(&["sign"])).suffix(
        const { &[payspec_runtime::table::Part::literal("&key="), payspec_runtime::table::Part::Key] },
    )
}

/// What becomes of a signed form after a change.
async fn answered_with(change: impl FnOnce(String) -> String) -> Result<OrderState, Error> {
    let credentials = Credentials::new().secret("key", MD5_KEY);
    let honest = "code=0&no=1&state=1";
    let message = form::read(honest.as_bytes()).expect("a form");
    let signature = sign(&rule(), message.root(), "", &credentials).expect("there is a key");
    let server = Canned::start(Answer::ok(change(format!("{honest}&sign={signature}")))).await;
    let client = Client::new(&ANSWERS_WITH_A_FORM, server.url(), credentials);
    client.call_dynamic("query", &DynamicRequest::new().with("no", "1")).await.map(|reply| reply.state())
}

#[tokio::test]
async fn a_field_of_a_form_that_stands_twice_is_refused_however_it_is_written() {
    assert_eq!(answered_with(|form| form).await.expect("it is honest"), OrderState::Paid);
    for added in ["&state=0", "&state", "&%73tate=1", "&stat%65=1"] {
        let error = answered_with(|form| form + added).await.expect_err("a field stands twice");
        assert!(
            matches!(&error, Error::Malformed(Malformed::Duplicate { name }) if name == "state"),
            "{error:?}"
        );
        says(&error, Known::NotTrusted, Retry::Later, "the name `state` stands twice");
    }
    let error = answered_with(|form| form + "&sign=00").await.expect_err("the signature stands twice");
    says(&error, Known::NotTrusted, Retry::Later, "the name `sign` stands twice");
}

#[tokio::test]
async fn a_form_that_is_broken_is_refused() {
    let error = answered_with(|form| form + "&a=%4").await.expect_err("it is broken");
    says(
        &error,
        Known::NotTrusted,
        Retry::Later,
        "a `%` in the form is not followed by two hexadecimal digits",
    );
    let error = answered_with(|form| form + "&a=%ff").await.expect_err("it is broken");
    says(&error, Known::NotTrusted, Retry::Later, "the body is not in UTF-8");
}
