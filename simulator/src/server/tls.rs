//! TLS: certificates that are made when a simulator starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, SanType,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

/// How long the certificates are valid. Some platforms refuse a server certificate of more than 825 days.
const VALIDITY: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long they were valid before they were made, for clients whose clock is behind.
const BACKDATED: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// What a server shows, and what its clients have to trust to believe it.
pub(crate) struct Identity {
    pub(crate) acceptor: TlsAcceptor,
    /// The certificate of the authority.
    pub(crate) root_pem: String,
}

impl Identity {
    /// Makes an authority and a server certificate for `localhost`, the loopback addresses and this address.
    ///
    /// The authority's key is forgotten right away: whoever trusts it trusts this one server.
    pub(crate) fn new(address: IpAddr) -> io::Result<Self> {
        let authority = authority().map_err(io::Error::other)?;
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = server(address)
            .and_then(|params| params.signed_by(&key, &authority))
            .map_err(io::Error::other)?;
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        // ring is named here and never installed as the process's default: the program that we are part of may have its
        // own.
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                let chain = vec![certificate.der().clone()];
                builder.with_no_client_auth().with_single_cert(chain, key.into())
            })
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), root_pem: authority.pem() })
    }
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = valid_now("payspec simulator, authority of one start", Vec::new());
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn server(address: IpAddr) -> Result<CertificateParams, rcgen::Error> {
    let mut addresses = vec![IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
    if !addresses.contains(&address) && !address.is_unspecified() {
        addresses.push(address);
    }
    let mut names = vec![SanType::DnsName("localhost".try_into()?)];
    names.extend(addresses.into_iter().map(SanType::IpAddress));
    let mut params = valid_now("payspec simulator", names);
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn valid_now(name: &str, subject_alt_names: Vec<SanType>) -> CertificateParams {
    let now = SystemTime::now();
    let mut params = CertificateParams::default();
    params.subject_alt_names = subject_alt_names;
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + VALIDITY).into();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}
