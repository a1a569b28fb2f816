//! Who may come in: nobody but the page itself, and programs that are no browser.
//!
//! A page of a stranger, open in the user's browser, reaches loopback as well as the user does. Names that a stranger
//! lets point here (DNS rebinding) are told by `host`, forms and scripts of his pages by `origin` and `sec-fetch-site`.

use std::net::{IpAddr, SocketAddr};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, header};

/// The names under which the control interface is reached.
#[derive(Debug)]
pub(crate) struct Guard {
    /// The name that it was bound by, in lower case: an address or a host name.
    name: String,
    port: u16,
    reach: Reach,
}

/// Which machines can reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Loopback,
    Anybody,
}

impl Guard {
    /// Guards what listens at an address that was asked for in these words.
    pub(crate) fn new(asked: &str, address: SocketAddr, reach: Reach) -> Self {
        let name = asked.rsplit_once(':').map_or(asked, |(name, _)| name).to_ascii_lowercase();
        Self { name, port: address.port(), reach }
    }

    /// Whether a request may come in; otherwise why not.
    pub(crate) fn admit(&self, method: &Method, headers: &HeaderMap) -> Result<(), String> {
        let host = self.host(headers)?;
        if matches!(*method, Method::GET | Method::HEAD) {
            return Ok(());
        }
        let own = format!("http://{host}");
        for origin in headers.get_all(header::ORIGIN) {
            if !origin.as_bytes().eq_ignore_ascii_case(own.as_bytes()) {
                return Err(stranger("origin", origin.as_bytes()));
            }
        }
        for site in headers.get_all("sec-fetch-site") {
            if !matches!(site.as_bytes(), b"same-origin" | b"none") {
                return Err(stranger("sec-fetch-site", site.as_bytes()));
            }
        }
        Ok(())
    }

    /// The host that a request names, if it is ours.
    fn host<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, String> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err("a request names one host".to_owned());
        };
        let host = host.to_str().unwrap_or_default();
        match host.parse::<Authority>() {
            Ok(authority) if !host.contains('@') && self.is_ours(&authority) => Ok(host),
            _ => Err(format!(
                "the host `{}` is not this simulator; ask for localhost:{} or for the address that it prints",
                host.escape_default(),
                self.port
            )),
        }
    }

    fn is_ours(&self, authority: &Authority) -> bool {
        let name = authority.host().to_ascii_lowercase();
        let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
        let port = authority.port_u16().unwrap_or(80) == self.port;
        match self.reach {
            Reach::Loopback => {
                port && (name == "localhost"
                    || name == self.name
                    || address.is_ok_and(|address| address.is_loopback()))
            }
            // An address in digits cannot be rebound. The port may be another: a container's is often mapped.
            Reach::Anybody => name == "localhost" || name == self.name || address.is_ok(),
        }
    }
}

fn stranger(header: &str, value: &[u8]) -> String {
    format!(
        "this comes from another site ({header}: {}); only the simulator's own page, or a program that is no browser, may \
         change anything",
        value.escape_ascii()
    )
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn admitted(reach: Reach, method: &Method, headers: &[(&str, &str)]) -> bool {
        let guard = Guard::new("127.0.0.1:0", SocketAddr::from(([127, 0, 0, 1], 7000)), reach);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        guard.admit(method, &map).is_ok()
    }

    #[test]
    fn only_names_of_this_machine_with_the_right_port_are_let_in() {
        for host in ["127.0.0.1:7000", "localhost:7000", "LOCALHOST:7000", "[::1]:7000"] {
            assert!(admitted(Reach::Loopback, &Method::GET, &[("host", host)]), "{host}");
        }
        let strangers = [
            "evil.example:7000",
            "127.0.0.1:7001",
            "127.0.0.1",
            "localhost.evil.example:7000",
            "10.0.0.1:7000",
            "user@127.0.0.1:7000",
            "",
        ];
        for host in strangers {
            assert!(!admitted(Reach::Loopback, &Method::GET, &[("host", host)]), "{host}");
        }
        assert!(!admitted(Reach::Loopback, &Method::GET, &[]));
        let twice = [("host", "127.0.0.1:7000"), ("host", "evil.example:7000")];
        assert!(!admitted(Reach::Loopback, &Method::GET, &twice));
    }

    #[test]
    fn beyond_loopback_an_address_in_digits_is_let_in_and_a_strangers_name_is_not() {
        assert!(admitted(Reach::Anybody, &Method::GET, &[("host", "192.168.1.7:9000")]));
        assert!(!admitted(Reach::Anybody, &Method::GET, &[("host", "evil.example:7000")]));
    }

    #[test]
    fn only_the_own_page_and_programs_change_anything() {
        let host = ("host", "127.0.0.1:7000");
        let post = |header| admitted(Reach::Loopback, &Method::POST, &[host, header]);
        assert!(admitted(Reach::Loopback, &Method::POST, &[host]));
        assert!(post(("origin", "http://127.0.0.1:7000")));
        assert!(post(("sec-fetch-site", "same-origin")));
        assert!(post(("sec-fetch-site", "none")));
        for origin in ["null", "https://127.0.0.1:7000", "http://127.0.0.1:7001", "http://localhost:7000"] {
            assert!(!post(("origin", origin)), "{origin}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert!(!post(("sec-fetch-site", site)), "{site}");
        }
    }
}
