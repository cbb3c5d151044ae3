//! Whom the client trusts: the certificates of this computer, and those of a company.

use std::sync::Arc;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

use super::SetupError;

/// Returns how a server is checked: its certificate, and that it is for the host's name. There is no way to turn it off.
pub(super) fn config(more: Option<&[u8]>) -> Result<TlsConfig, SetupError> {
    let mut trusted: Vec<Certificate<'static>> = more.map(read).transpose()?.unwrap_or_default();
    // A certificate that this computer cannot read is one that no server can show.
    let system = rustls_native_certs::load_native_certs();
    trusted.extend(system.certs.iter().map(|der| Certificate::from_der(der).to_owned()));
    if trusted.is_empty() {
        return Err(SetupError::NoCertificates);
    }
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::from(trusted))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build())
}

fn read(pem: &[u8]) -> Result<Vec<Certificate<'static>>, SetupError> {
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|_| SetupError::Authorities)? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() { Err(SetupError::Authorities) } else { Ok(certificates) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_refused() {
        for pem in ["", "hello", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
            assert!(matches!(config(Some(pem.as_bytes())), Err(SetupError::Authorities)), "{pem:?}");
        }
    }
}
