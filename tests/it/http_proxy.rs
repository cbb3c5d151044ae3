//! The way out through a proxy: it is asked for a tunnel and sees nothing of what goes through it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    thread,
};

use expect_test::expect;
use runbook::services::{
    Secret,
    http::{Address, Client, Method, Proxy, Request, Settings},
};

use crate::{gitlab_server::TOKEN, http_tls::Papers};

/// A proxy that leads every tunnel to one server, or says this instead; and all that it saw on its side of the client.
struct Tunnel {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Tunnel {
    fn start(target: SocketAddr, refusal: Option<&'static str>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let of_proxy = Arc::clone(&seen);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let seen = Arc::clone(&of_proxy);
                thread::spawn(move || lead(client, target, refusal, &seen));
            }
        });
        Self { address, seen }
    }

    /// Returns what the proxy was asked for: the lines before the tunnel.
    fn asked(&self) -> String {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&seen).into_owned();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let mut lines: Vec<_> = head.lines().map(str::to_lowercase).collect();
        lines.sort();
        lines.join("\n")
    }
}

fn lead(client: TcpStream, target: SocketAddr, refusal: Option<&str>, seen: &Mutex<Vec<u8>>) {
    let note = |bytes: &[u8]| seen.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
    let mut reader = BufReader::new(client.try_clone().expect("a stream"));
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        note(line.as_bytes());
        line.clear();
    }
    note(b"\r\n");
    let mut to_client = client;
    if let Some(refusal) = refusal {
        drop(to_client.write_all(format!("HTTP/1.1 {refusal}\r\ncontent-length: 0\r\n\r\n").as_bytes()));
        return;
    }
    let Ok(mut server) = TcpStream::connect(target) else { return };
    let mut from_server = server.try_clone().expect("a stream");
    drop(to_client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n"));
    thread::spawn(move || drop(std::io::copy(&mut from_server, &mut to_client)));
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = reader.read(&mut buffer) {
        note(&buffer[..length]);
        if server.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
}

/// Returns what came of a request to a host that only the proxy knows.
fn outcome(papers: &Papers, port: u16, proxy: &str, except: &str) -> String {
    let mut settings = Settings::new(Secret::new(TOKEN));
    settings.authorities = Some(papers.authority.as_bytes().to_vec());
    settings.proxy = Some(Proxy { url: Secret::new(proxy), except: except.to_owned() });
    settings.pause = Box::new(|_| {});
    let api = Address::parse(&format!("https://gitlab.invalid:{port}/api/v4")).expect("an address");
    let client = Client::new(api, settings).expect("a client");
    match client.send(&Request::new(Method::Get, &["user"])) {
        Ok(answer) => answer.status().to_string(),
        Err(error) => error.to_string().replace(&port.to_string(), "PORT"),
    }
}

#[test]
fn a_proxy_sees_the_name_of_the_host_and_nothing_of_the_talk() {
    let papers = Papers::new(&["gitlab.invalid"], false);
    let (server, n_requests) = papers.serve();
    let tunnel = Tunnel::start(server, None);
    let proxy = format!("http://jane:hunter2@{}", tunnel.address);
    assert_eq!(outcome(&papers, server.port(), &proxy, "localhost,example.com"), "200");
    assert_eq!(n_requests.load(Ordering::SeqCst), 1);
    expect![[r#"
        connect gitlab.invalid:PORT http/1.1
        host: gitlab.invalid:PORT
        proxy-authorization: basic amfuztpodw50zxiy
        proxy-connection: keep-alive
        user-agent: runbook/0.1.0"#]]
    .assert_eq(&tunnel.asked().replace(&server.port().to_string(), "PORT"));
    let seen = tunnel.seen.lock().unwrap_or_else(PoisonError::into_inner);
    let holds = |text: &str| seen.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(seen.len() > 500 && !holds(TOKEN) && !holds("Bearer") && !holds("/user"));
}

#[test]
fn a_host_that_is_excepted_is_not_asked_of_the_proxy() {
    let papers = Papers::new(&["gitlab.invalid"], false);
    let (server, n_requests) = papers.serve();
    let tunnel = Tunnel::start(server, None);
    let proxy = format!("http://{}", tunnel.address);
    expect!["GET https://gitlab.invalid:PORT/api/v4/user could not be sent: the name of the host is not known here"]
        .assert_eq(&outcome(&papers, server.port(), &proxy, "gitlab.invalid"));
    assert_eq!((tunnel.asked().as_str(), n_requests.load(Ordering::SeqCst)), ("", 0));
}

#[test]
fn a_proxy_that_refuses_is_said_without_its_password() {
    let papers = Papers::new(&["gitlab.invalid"], false);
    let (server, n_requests) = papers.serve();
    for refusal in ["403 Forbidden", "407 Proxy Authentication Required", "302 Found"] {
        let tunnel = Tunnel::start(server, Some(refusal));
        let proxy = format!("http://jane:hunter2@{}", tunnel.address);
        expect!["GET https://gitlab.invalid:PORT/api/v4/user could not be sent: the proxy did not let it through"]
            .assert_eq(&outcome(&papers, server.port(), &proxy, ""));
    }
    assert_eq!(n_requests.load(Ordering::SeqCst), 0);
}

#[test]
fn behind_the_proxy_the_certificate_is_checked_all_the_same() {
    let papers = Papers::new(&["gitlab.invalid"], false);
    let other = Papers::new(&["gitlab.invalid"], false);
    let (server, n_requests) = papers.serve();
    let tunnel = Tunnel::start(server, None);
    let proxy = format!("http://{}", tunnel.address);
    expect!["GET https://gitlab.invalid:PORT/api/v4/user could not be sent: its certificate is from an authority that this computer does not trust"].assert_eq(&outcome(&other, server.port(), &proxy, ""));
    assert_eq!(n_requests.load(Ordering::SeqCst), 0);
}
