//! Whom the client trusts: a server with a certificate of an authority that is made up for the test.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use expect_test::{Expect, expect};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use runbook::services::{
    Secret,
    http::{Address, Client, Method, Request, Settings},
};
use rustls::{ServerConfig, ServerConnection, StreamOwned, pki_types::PrivateKeyDer};

/// An authority, and a certificate of it for these names.
pub(crate) struct Papers {
    pub(crate) authority: String,
    config: Arc<ServerConfig>,
}

impl Papers {
    pub(crate) fn new(names: &[&str], is_expired: bool) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority =
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(names).expect("names");
        if is_expired {
            (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        }
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &authority).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the usual versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).expect("a key of rcgen"),
            )
            .expect("a key that fits");
        Self { authority: authority.pem(), config: Arc::new(config) }
    }

    /// Serves `{}` to whoever agrees on a secure connection; counts the requests.
    pub(crate) fn serve(&self) -> (SocketAddr, Arc<AtomicUsize>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let n_requests = Arc::new(AtomicUsize::new(0));
        let (counter, config) = (Arc::clone(&n_requests), Arc::clone(&self.config));
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let session = ServerConnection::new(Arc::clone(&config)).expect("a session");
                let mut reader = BufReader::new(StreamOwned::new(session, connection));
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
                    line.clear();
                }
                if line == "\r\n" {
                    counter.fetch_add(1, Ordering::SeqCst);
                    drop(
                        reader
                            .get_mut()
                            .write_all(b"HTTP/1.1 200 x\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"),
                    );
                }
            }
        });
        (address, n_requests)
    }
}

/// Makes a request that would be retried, and returns what came of it, how many requests arrived and how many were tried anew.
#[track_caller]
fn check(papers: &Papers, host: &str, trusted: &str, expected: Expect) {
    let (address, n_requests) = papers.serve();
    let n_waits = Arc::new(AtomicUsize::new(0));
    let waits = Arc::clone(&n_waits);
    let mut settings = Settings::new(Secret::new("glpat-abcdefghij0123456789"));
    settings.authorities = Some(trusted.as_bytes().to_vec());
    settings.pause = Box::new(move |_| {
        waits.fetch_add(1, Ordering::SeqCst);
    });
    let api = Address::parse(&format!("https://{host}:{}", address.port())).expect("an address");
    let client = Client::new(api, settings).expect("a client");
    let outcome = match client.send(&Request::new(Method::Get, &["user"])) {
        Ok(answer) => answer.status().to_string(),
        Err(error) => error.to_string().replace(&address.port().to_string(), "PORT"),
    };
    let (arrived, anew) = (n_requests.load(Ordering::SeqCst), n_waits.load(Ordering::SeqCst));
    expected.assert_eq(&format!("{outcome}; {arrived} arrived, {anew} tried anew"));
}

#[test]
fn an_authority_of_the_company_is_trusted_where_it_is_named() {
    let papers = Papers::new(&["localhost", "127.0.0.1"], false);
    check(&papers, "localhost", &papers.authority, expect!["200; 1 arrived, 0 tried anew"]);
    check(&papers, "127.0.0.1", &papers.authority, expect!["200; 1 arrived, 0 tried anew"]);
}

#[test]
fn a_stranger_gets_no_token() {
    let papers = Papers::new(&["localhost"], false);
    let other = Papers::new(&["localhost"], false);
    check(
        &papers,
        "localhost",
        &other.authority,
        expect![
            "GET https://localhost:PORT/user could not be sent: its certificate is from an authority that this computer does not trust; 0 arrived, 0 tried anew"
        ],
    );
}

#[test]
fn a_certificate_is_for_its_host_and_its_time() {
    let of_another = Papers::new(&["gitlab.example.com"], false);
    check(
        &of_another,
        "localhost",
        &of_another.authority,
        expect![
            "GET https://localhost:PORT/user could not be sent: its certificate is for another host; 0 arrived, 0 tried anew"
        ],
    );
    let expired = Papers::new(&["localhost"], true);
    check(
        &expired,
        "localhost",
        &expired.authority,
        expect![
            "GET https://localhost:PORT/user could not be sent: its certificate is out of date; 0 arrived, 0 tried anew"
        ],
    );
}
