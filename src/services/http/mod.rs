//! The one way out: a client that is bound to one address and one token.
//!
//! The token goes to exactly one origin, over TLS, in one header. No redirect is followed. Every answer has a limit in time
//! and in size. What to ask and what the answer means is not known here.

mod address;
mod error;
mod proxy;
mod retry;
mod tls;

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};

use serde::{Serialize, de::DeserializeOwned};
use ureq::http::{self, HeaderValue, header};

use super::Secret;
use error::Failure;
use retry::Ending;

pub use address::{Address, AddressError};
pub use error::{Call, ClientError, Reason, SetupError};
pub use proxy::Proxy;

/// How a request changes what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Not at all.
    Get,
    /// Makes something: twice is two things.
    Post,
    /// Replaces something: twice is like once.
    Put,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// How a client behaves; [`Settings::new`] gives what is right for a person who waits.
pub struct Settings {
    /// Sent as `Authorization: Bearer …`, which no program on the way hands on.
    pub token: Secret,
    /// Certificates in PEM form to trust beside those of the computer.
    pub authorities: Option<Vec<u8>>,
    /// The way out of the network, if it has one.
    pub proxy: Option<Proxy>,
    /// The longest that making a connection may take.
    pub connect_timeout: Duration,
    /// The longest that one try may take, from the name's look-up to the last byte of the answer.
    pub timeout: Duration,
    /// The longest that all tries of one request may take together, with the waits between them.
    pub total_timeout: Duration,
    /// The longest body that is read, in bytes.
    pub body_limit: u64,
    /// Waits before another try; it can say so to the person before.
    pub pause: Box<dyn Fn(Duration) + Send + Sync>,
}

impl Settings {
    /// Returns settings with the limits that serve a person: 10 seconds to connect, 30 for a try, two minutes for all
    /// tries of a request, 4 MiB for an answer.
    pub fn new(token: Secret) -> Self {
        Self {
            token,
            authorities: None,
            proxy: None,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            body_limit: 4 << 20,
            pause: Box::new(std::thread::sleep),
        }
    }
}

/// A request below the client's address.
#[derive(Debug, Clone)]
pub struct Request {
    method: Method,
    segments: Vec<String>,
    query: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

impl Request {
    /// Returns a request. Each segment of the path is encoded as a whole, so that `group/project` is one segment.
    pub fn new(method: Method, segments: &[&str]) -> Self {
        let segments = segments.iter().map(|&segment| segment.to_owned()).collect();
        Self { method, segments, query: Vec::new(), body: None }
    }

    /// Returns the request with one more value in its query.
    #[must_use]
    pub fn query(mut self, key: &'static str, value: impl fmt::Display) -> Self {
        self.query.push((key, value.to_string()));
        self
    }

    /// Returns the request with a body, as JSON.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_vec(body).expect("what is sent has text keys and can be serialised"));
        self
    }
}

/// What a server answered, whatever its status.
pub struct Answer {
    call: Call,
    status: u16,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

/// Without headers and body, which may hold anything.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} to {}, {} bytes)", self.status, self.call, self.body.len())
    }
}

impl Answer {
    /// Returns the request that this answers.
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns a header, if it is there and is plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the body as data.
    ///
    /// # Errors
    /// [`ClientError::NotUnderstood`]: it is not JSON, or not of this shape. What it holds is not said.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body)
            .map_err(|_| ClientError::NotUnderstood { call: self.call.clone(), status: self.status })
    }

    /// Returns how long the server asks to wait.
    pub fn asked_wait(&self) -> Option<Duration> {
        retry::said_wait(self.header("retry-after"), self.header("ratelimit-reset"), self.header("date"))
    }
}

/// Makes requests at one address, with one token.
pub struct Client {
    address: Address,
    settings: Settings,
    authorization: HeaderValue,
    agent: ureq::Agent,
    /// For what must not be made twice: a connection that was kept open may be closed by the time that it is used, and then
    /// nobody knows whether the request was carried out.
    fresh: ureq::Agent,
}

/// Without the settings, which hold the token.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.address)
    }
}

impl Client {
    /// Returns a client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`SetupError`]: the token, the proxy or the certificates cannot be used.
    pub fn new(address: Address, settings: Settings) -> Result<Self, SetupError> {
        let token = settings.token.expose();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SetupError::Token);
        }
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| SetupError::Token)?;
        authorization.set_sensitive(true);
        let proxy = settings.proxy.as_ref().map(|proxy| proxy.for_address(&address)).transpose()?.flatten();
        let tls = address.is_secure().then(|| tls::config(settings.authorities.as_deref())).transpose()?;
        let agent = |n_kept_open: usize| {
            let config = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .https_only(address.is_secure())
                .max_redirects(0)
                .max_redirects_will_error(false)
                // Without this, ureq reads the environment.
                .proxy(proxy.clone())
                .user_agent(concat!("runbook/", env!("CARGO_PKG_VERSION")))
                // A packed body is not asked for: it can be small and become large.
                .accept_encoding("identity")
                .timeout_connect(Some(settings.connect_timeout))
                .max_idle_connections(n_kept_open);
            match &tls {
                Some(tls) => config.tls_config(tls.clone()).build().new_agent(),
                None => config.build().new_agent(),
            }
        };
        let (agent, fresh) = (agent(1), agent(0));
        Ok(Self { address, settings, authorization, agent, fresh })
    }

    /// Returns the address that the client is bound to.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Returns the address of what these segments name. `None` if that were not below the client's address.
    pub(in crate::services) fn url_of(&self, segments: &[&str]) -> Option<String> {
        let segments: Vec<String> = segments.iter().map(|&segment| segment.to_owned()).collect();
        self.address.join(&segments)
    }

    /// Returns the address of a request with its query, to be shown.
    pub(in crate::services) fn address_of(&self, request: &Request) -> Option<String> {
        let address = self.address.join(&request.segments)?;
        let pairs: Vec<String> = request.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        Some(if pairs.is_empty() { address } else { format!("{address}?{}", pairs.join("&")) })
    }

    /// Returns a text of the server with the token hidden, should it be in it.
    pub fn hide_token(&self, text: &str) -> String {
        self.settings.token.hide_in(text)
    }

    /// Makes a request, again where that is safe, and returns the last answer.
    ///
    /// # Errors
    /// [`ClientError`]: there is no answer, or one that sends the token elsewhere.
    pub fn send(&self, request: &Request) -> Result<Answer, ClientError> {
        let Some(url) = self.address.join(&request.segments) else {
            let url = self.address.to_string();
            return Err(ClientError::Elsewhere { call: Call { method: request.method, url } });
        };
        let call = Call { method: request.method, url };
        let holds_token = |body: &Vec<u8>| self.settings.token.is_in(&String::from_utf8_lossy(body));
        if request.body.as_ref().is_some_and(holds_token) {
            return Err(ClientError::HoldsToken { call });
        }
        let mut try_number = 1;
        let start = Instant::now();
        let left = || self.settings.total_timeout.saturating_sub(start.elapsed());
        loop {
            let outcome = self.try_once(&call, request, left().min(self.settings.timeout));
            let ending = match &outcome {
                Ok(answer) => Ending::Status(answer.status, answer.asked_wait()),
                // A certificate is the same in a second.
                Err(Failure::NotReached(Reason::UnknownHost | Reason::NoConnection | Reason::TooSlow)) => {
                    Ending::NotReached
                }
                Err(Failure::Lost(_)) => Ending::Lost,
                Err(Failure::NotReached(_) | Failure::TooLong) => Ending::Final,
            };
            let wait = retry::wait(request.method, try_number, ending, jitter(try_number));
            let Some(wait) = wait.filter(|wait| *wait < left()) else {
                return self.finish(call, outcome);
            };
            (self.settings.pause)(wait);
            try_number += 1;
        }
    }

    fn try_once(&self, call: &Call, request: &Request, timeout: Duration) -> Result<Answer, Failure> {
        let agent = if request.method == Method::Post { &self.fresh } else { &self.agent };
        let mut url = call.url.clone();
        for (index, (key, value)) in request.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(&address::encoded(key));
            url.push('=');
            url.push_str(&address::encoded(value));
        }
        let builder = http::Request::builder()
            .method(request.method.name())
            .uri(url)
            .header(header::AUTHORIZATION, self.authorization.clone())
            .header(header::ACCEPT, "application/json");
        let too_long = |_| Failure::NotReached(Reason::LongAddress);
        let sent = match &request.body {
            Some(body) => {
                let builder = builder.header(header::CONTENT_TYPE, "application/json");
                let request = builder.body(body.as_slice()).map_err(too_long)?;
                agent.run(agent.configure_request(request).timeout_global(Some(timeout)).build())
            }
            None => {
                let request = builder.body(()).map_err(too_long)?;
                agent.run(agent.configure_request(request).timeout_global(Some(timeout)).build())
            }
        };
        let (head, body) = sent.map_err(|error| Failure::of(&error))?.into_parts();
        let limit = self.settings.body_limit;
        let body = body.into_with_config().limit(limit).read_to_vec().map_err(|error| Failure::of(&error))?;
        Ok(Answer { call: call.clone(), status: head.status.as_u16(), headers: head.headers, body })
    }

    fn finish(&self, call: Call, outcome: Result<Answer, Failure>) -> Result<Answer, ClientError> {
        match outcome {
            Ok(answer) => match answer.header("location").filter(|_| (300..400).contains(&answer.status)) {
                Some(location) => {
                    let target = self.hide_token(&address::shown_target(location));
                    Err(ClientError::Redirected { call, target })
                }
                None => Ok(answer),
            },
            Err(Failure::NotReached(reason)) => Err(ClientError::NotReached { call, reason }),
            Err(Failure::Lost(reason)) => Err(ClientError::Lost { call, reason }),
            Err(Failure::TooLong) => Err(ClientError::TooLong { call, limit: self.settings.body_limit }),
        }
    }
}

/// Returns a number from 0 to 1 that differs from process to process.
fn jitter(try_number: u32) -> f64 {
    let random = RandomState::new().hash_one(try_number);
    f64::from(u16::try_from(random & 0xffff).expect("16 bits are kept")) / f64::from(u16::MAX)
}
