//! Where a simulator is asked.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

/// Where the providers are: the URL of each goes on with its name. A server with a certificate is asked over TLS.
pub(crate) fn root(root_pem: Option<&str>, address: SocketAddr) -> String {
    let scheme = if root_pem.is_some() { "https" } else { "http" };
    format!("{scheme}://{}", reachable(address))
}

/// An address that can be asked at: `0.0.0.0` stands for all of them, and no certificate is good for it.
pub(crate) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_listens_everywhere_is_asked_at_loopback_and_what_listens_somewhere_is_asked_there() {
        let cases = [
            ("0.0.0.0:7", "http://127.0.0.1:7"),
            ("[::]:7", "http://[::1]:7"),
            ("192.0.2.1:7", "http://192.0.2.1:7"),
            ("127.0.0.1:7", "http://127.0.0.1:7"),
        ];
        for (address, expected) in cases {
            assert_eq!(root(None, address.parse().unwrap()), expected, "{address}");
        }
    }
}
