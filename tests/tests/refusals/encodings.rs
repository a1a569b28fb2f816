//! Bodies that are no message in the encoding that is due.

use payspec_runtime::{Appearance, Error, Format, Known, Malformed, OrderState, Retry};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::fault::{Fault, encodings};
use payspec_tests::question::Question;
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject;

async fn malformed(
    fault: &Fault,
    expected: impl Fn(Subject, &Malformed) -> bool,
    words: impl Fn(Subject) -> &'static str,
) {
    refused(fault, |subject, error| {
        let Error::Malformed(malformed) = error else { panic!("{subject:?} {}: {error:?}", fault.name) };
        assert!(expected(subject, malformed), "{subject:?} {}: {malformed:?}", fault.name);
        let words = format!("the reply cannot be read: {}", words(subject));
        says(error, Known::NotTrusted, Retry::Later, &words);
    })
    .await;
}

/// Something else than what is due from its first character on.
async fn something_else(fault: &Fault, expected: Appearance, words: &'static str) {
    let due = |subject: Subject| if subject.is_json() { Format::Json } else { Format::Xml };
    malformed(
        fault,
        |subject, error| {
            matches!(error, Malformed::SomethingElse { expected: format, found }
                if *format == due(subject) && *found == expected)
        },
        |_| "the body is no ",
    )
    .await;
    refused(fault, |subject, error| {
        let words = format!("the body is no {} but {words}", due(subject));
        assert!(error.to_string().contains(&words), "{subject:?}: {error}");
    })
    .await;
}

#[tokio::test]
async fn xml_where_json_is_due_is_no_json() {
    something_else(&encodings::XML, Appearance::Xml, "XML").await;
}

#[tokio::test]
async fn json_where_xml_is_due_is_no_xml() {
    something_else(&encodings::JSON, Appearance::Json, "JSON").await;
}

#[tokio::test]
async fn the_bare_text_of_leshua_is_no_message() {
    something_else(&encodings::TEXT, Appearance::Text, "a bare text").await;
    refused(&encodings::TEXT, |_, error| {
        assert!(!format!("{error} {error:?}").contains("可用"), "the body is not shown: {error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_page_for_people_is_no_message() {
    something_else(&encodings::HTML, Appearance::Html, "an HTML page").await;
    refused(&encodings::HTML, |_, error| {
        assert!(!format!("{error} {error:?}").contains("维护"), "the body is not shown: {error:?}");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_no_message() {
    malformed(&encodings::NO_BODY, |_, error| *error == Malformed::Empty, |_| "the body is empty").await;
}

#[tokio::test]
async fn an_honest_reply_in_something_else_is_not_looked_for() {
    malformed(
        &encodings::JSON_ARRAY,
        |_, error| *error == Malformed::NotAnObject,
        |_| "the body is a single value",
    )
    .await;
    malformed(
        &encodings::XML_ROOT,
        |_, error| matches!(error, Malformed::WrongRoot { .. }),
        |_| "the root element is <xml>, not <leshua>",
    )
    .await;
}

#[tokio::test]
async fn an_honest_reply_with_something_after_it_is_not_read() {
    let words = |_| "something follows the end of the message";
    malformed(&encodings::SOMETHING_AFTER_IT, |_, error| *error == Malformed::TrailingData, words).await;
}

#[tokio::test]
async fn a_document_type_is_refused_and_nothing_that_it_points_to_is_fetched() {
    for fault in [
        encodings::DOCTYPE,
        encodings::INTERNAL_ENTITY,
        encodings::EXTERNAL_ENTITY,
        encodings::EXTERNAL_DOCTYPE,
        encodings::GROWING_ENTITIES,
    ] {
        let words = |_| "the XML has a document type declaration, which is refused";
        malformed(&fault, |_, error| *error == Malformed::Doctype, words).await;
    }
}

#[tokio::test]
async fn an_entity_beyond_the_five_is_refused() {
    malformed(
        &encodings::UNDEFINED_ENTITY,
        |_, error| matches!(error, Malformed::Entity { name } if name == "paid"),
        |_| "the XML refers to the entity `paid`",
    )
    .await;
}

#[tokio::test]
async fn the_five_entities_and_references_to_characters_are_read() {
    let subject = Subject::Leshua;
    let attach = "<attach>&lt;&amp;&gt;&quot;&apos;&#20184;&#x4ED8;</attach>";
    let body = subject.paid().with("<attach><![CDATA[]]></attach>", attach).signed();
    let server = Canned::start(Answer::ok(body)).await;
    let client = payspec::leshua::Client::new(
        payspec::leshua::Environment::Url(server.url()),
        payspec::leshua::Credentials::new(payspec_tests::subject::MERCHANT, payspec_tests::wallet::MD5_KEY),
    );
    let request = payspec::leshua::QueryStatus::by_third_order_id(payspec_tests::subject::ORDER_NO);
    let reply = client.query_status(request).await.expect("it is honest");
    assert_eq!(reply.attach.as_deref(), Some("<&>\"'付付"));
    assert_eq!(reply.state(), OrderState::Paid);
}

#[tokio::test]
async fn a_declaration_of_another_encoding_is_refused() {
    malformed(
        &encodings::DECLARED_ENCODING,
        |_, error| matches!(error, Malformed::DeclaredEncoding { name } if name == "GBK"),
        |_| "the XML declares the encoding `GBK`; only UTF-8 is read",
    )
    .await;
}

#[tokio::test]
async fn a_declaration_of_utf_8_in_small_letters_is_read() {
    let body = Subject::Leshua.paid().with("\"UTF-8\"", "'utf-8'").signed();
    let server = Canned::start(Answer::ok(body)).await;
    let answered = Question::about(Subject::Leshua).ask(&server.url()).await.expect("it is honest");
    assert_eq!(answered.states, [OrderState::Paid]);
}

#[tokio::test]
async fn bytes_that_are_no_utf_8_are_refused() {
    for fault in [encodings::NOT_UTF8, encodings::UTF16] {
        malformed(&fault, |_, error| *error == Malformed::NotUtf8, |_| "the body is not in UTF-8").await;
    }
}
