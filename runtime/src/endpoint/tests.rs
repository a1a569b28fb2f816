use super::*;

fn check(url: &str, expected: Result<Option<&str>, &'static str>) {
    let base = Base::parse(url.to_owned());
    assert_eq!(base.checked.as_ref().map(Option::as_deref).map_err(|what| *what), expected, "{url}");
}

#[test]
fn only_loopback_is_asked_over_plain_http_without_a_word() {
    check("https://a.example/x", Ok(None));
    check("http://127.0.0.2:8080", Ok(None));
    check("http://[::1]/", Ok(None));
    check("http://LocalHost/", Ok(None));
    check("http://localhost.a.example", Ok(Some("localhost.a.example")));
    check("http://10.0.0.1", Ok(Some("10.0.0.1")));
    check("http://[::ffff:10.0.0.1]", Ok(Some("[::ffff:a00:1]")));
}

#[test]
fn a_url_that_hides_something_is_refused() {
    check("https://user:pass@a.example", Err("it has a user name"));
    check("https://a.example/?x=1", Err("it has a query or a fragment"));
    check("ftp://a.example", Err("it is neither https nor http"));
    check("a.example", Err("it is no URL"));
}

#[test]
fn a_url_that_hides_its_host_is_no_loopback() {
    check("http://127.0.0.1@evil.example/", Err("it has a user name"));
    check("http://localhost:80@evil.example/", Err("it has a user name"));
    check("http://@127.0.0.1/", Ok(None));
    check("http://127.0.0.1.evil.example/", Ok(Some("127.0.0.1.evil.example")));
    check("http://127.0.0.1\n.evil.example/", Ok(Some("127.0.0.1.evil.example")));
    check("http://localhost./", Ok(Some("localhost.")));
    check("http://evil.example\\@127.0.0.1/", Ok(Some("evil.example")));
    check("http://%6cocalhost/", Ok(None));
    check("http://127.1/", Ok(None));
    check("http://0.0.0.0/", Ok(Some("0.0.0.0")));
    check("http://[::]/", Ok(Some("[::]")));
    check("http://ｌocalhost/", Ok(None));
}

#[test]
fn the_host_that_is_checked_is_the_one_that_is_asked() {
    for url in [
        "http://127.0.0.1",
        "http://127.0.0.1/",
        "http://127.0.0.1//",
        "http://127.0.0.1\\",
        "http:127.0.0.1",
        "http:///127.0.0.1",
        "http://127.0.0.1/.",
        "http://127.0.0.1:80",
        "http://127.0.0.1:",
        "http://a.example ",
        " http://127.0.0.1",
        "http://127.0.0.1\t/",
        "HTTP://LOCALHOST/a",
    ] {
        let base = Base::parse(url.to_owned());
        let host = |text: &str| Url::parse(text).map(|url| url.host().map(|host| host.to_string()));
        for path in ["", "/pay", "pay", "@evil.example", ":1@evil.example", ".evil.example", "//evil.example"]
        {
            let Ok(joined) = base.join(path) else { continue };
            if let Ok(asked) = host(&joined) {
                assert_eq!(Ok(asked), host(url), "{url:?} {path:?}");
            }
        }
    }
}

#[test]
fn debug_does_not_show_a_url_that_is_refused() {
    for url in ["https://user:hunter2@a.example", "https://a.example/?token=hunter2", "hunter2"] {
        let endpoint =
            Endpoint::new(const { payspec_table::Provider::new("test", "", "CNY") }, url, Credentials::new());
        assert!(!format!("{endpoint:?}").contains("hunter2"), "{endpoint:?}");
    }
}

#[test]
fn a_public_url_shows_where_it_leads_and_nothing_that_can_be_secret() {
    let shown = |url: &str| {
        let public = PublicUrl(url);
        assert_eq!(format!("{public:?}"), format!("{:?}", public.to_string()));
        public.to_string()
    };
    for url in ["https://a.example", "https://a.example:8443/pay/", "http://127.0.0.1:80", "http://[::1]/x"] {
        assert_eq!(shown(url), url);
    }
    assert_eq!(shown("https://user:hunter2@a.example:8443/pay"), "https://***@a.example:8443/pay");
    assert_eq!(shown("https://hunter2@a.example"), "https://***@a.example/");
    assert_eq!(shown("https://:hunter2@a.example"), "https://***@a.example/");
    assert_eq!(shown("https://a:hunter2@hunter2@a.example"), "https://***@a.example/");
    assert_eq!(shown("https://a.example/pay?token=hunter2#hunter2"), "https://a.example/pay");
    for url in [
        "hunter2",
        "user:hunter2@a.example",
        "https://user:12?hunter2@a.example",
        "https://user:12/hunter2@a.example",
        "https://user:hunter2#@a.example",
        "//user:hunter2@a.example",
        "https://a.example/?token=a@hunter2",
    ] {
        assert_eq!(shown(url), "***", "{url}");
    }
}

#[test]
fn paths_are_appended_with_one_slash() {
    let join = |url: &str, path| Base::parse(url.to_owned()).join(path).unwrap();
    assert_eq!(join("https://a.example/", "/pay/query"), "https://a.example/pay/query");
    assert_eq!(join("https://a.example/root", "pay"), "https://a.example/root/pay");
    assert_eq!(join("https://a.example/gateway.cgi", ""), "https://a.example/gateway.cgi");
}

/// A rule that nobody has written down yet, on one side, and a rule that can be kept on the other.
fn half_decided(direction: Direction) -> payspec_table::Provider {
    use payspec_table::{
        Algorithm, Decision, DigestEncoding, Field, Provider, Purpose, RequestTable, ResponseTable,
    };
    let place = Placement::field(&["sign"]);
    let rule = |of| match of == direction {
        true => Signing::undecided(place.clone()),
        false => Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", place.clone()),
    };
    static FIELDS: &[Field] = &[Field::text("sign", "").source(payspec_table::Source::Signature)];
    let request = RequestTable::new(const { &[Encoding::Json] }, FIELDS).signing(rule(Direction::Request));
    let verification = Verification::signed(rule(Direction::Response));
    let response = ResponseTable::new(Encoding::Json, FIELDS, verification, Decision::without_state(&[]));
    Provider {
        operations: vec![Operation::new("ask", "", Purpose::Other, request, response)].into(),
        ..Provider::new("acme", "", "CNY")
    }
}

#[test]
fn nothing_is_sent_before_both_signature_rules_are_written_down() {
    for (direction, word) in [(Direction::Request, "request"), (Direction::Response, "response")] {
        // With every key that a rule could want, and with none.
        for credentials in
            [Credentials::new(), Credentials::new().secret("key", "s3cret").secret("", "s3cret")]
        {
            let endpoint = Endpoint::new(half_decided(direction), "https://a.example", credentials);
            let nothing = crate::DynamicRequest::new();
            let prepared = endpoint.prepare("ask", &nothing, None, &crate::SystemAmbient);
            let error = prepared.map(|_| ()).unwrap_err();
            assert!(
                matches!(error, Error::Undecided { direction: found, .. } if found == direction),
                "{error}"
            );
            assert_eq!((error.known(), error.retry()), (crate::Known::NothingSent, crate::Retry::Pointless));
            let words = error.to_string();
            assert!(
                words.contains("was not sent")
                    && words.contains("`acme`")
                    && words.contains("`undecided: true`")
            );
            assert!(words.contains(&format!("how the {word} of `ask` is signed")), "{words}");
            assert!(words.contains(&format!("`signing.{word}`")), "{words}");
        }
    }
}
