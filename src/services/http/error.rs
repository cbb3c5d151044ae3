//! What can go wrong between a request and its answer. Nothing here holds a body, a header or a query.

use std::{fmt, io};

use thiserror::Error;
use ureq::Timeout;

use super::{AddressError, Method};

/// How the standard library begins what it says about a name that cannot be looked up.
const NO_SUCH_NAME: &str = "failed to lookup address information";

/// A request as it is named in messages: method, host and path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub(super) method: Method,
    /// Without the query, which may hold what somebody searched for.
    pub(super) url: String,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)
    }
}

/// Why there is no client.
#[derive(Debug, Error)]
pub enum SetupError {
    /// See [`AddressError`].
    #[error(transparent)]
    Address(#[from] AddressError),
    /// An empty token, or one that no header can hold.
    #[error("the token is empty, or holds a character that no token has")]
    Token,
    /// The proxy's address cannot be read.
    #[error("the address of the proxy cannot be read; write it as `http://proxy.example.com:3128`")]
    Proxy,
    /// The file with more certificates holds none, or a broken one.
    #[error("the file of certificate authorities holds no certificate in PEM form, or a broken one")]
    Authorities,
    /// There is nothing to check a server's certificate with.
    #[error("this computer trusts no certificate authority, so no server can be checked")]
    NoCertificates,
}

/// Why a request has no usable answer. A status such as 404 is an answer, not an error.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The path would lead elsewhere, so nothing was sent.
    #[error("{call} is not below the address that the token belongs to; nothing was sent")]
    Elsewhere {
        /// The request.
        call: Call,
    },
    /// The token stands in what would be sent, and then in the issue, so nothing was sent.
    #[error("{call} was not sent: the text holds the token that is used")]
    HoldsToken {
        /// The request.
        call: Call,
    },
    /// No connection, so nothing was sent.
    #[error("{call} could not be sent: {reason}")]
    NotReached {
        /// The request.
        call: Call,
        /// What was in the way.
        reason: Reason,
    },
    /// Something was sent, and no whole answer came: it may have been carried out or not.
    #[error("{call} was not answered: {reason}")]
    Lost {
        /// The request.
        call: Call,
        /// What happened.
        reason: Reason,
    },
    /// The server sent it elsewhere, and a token does not go elsewhere.
    #[error("{call} was sent on to {target}, and the token does not follow")]
    Redirected {
        /// The request.
        call: Call,
        /// Where to, without its query.
        target: String,
    },
    /// The answer is too long; the rest of it was not read.
    #[error("the answer to {call} is longer than {limit} bytes")]
    TooLong {
        /// The request.
        call: Call,
        /// The limit.
        limit: u64,
    },
    /// The answer has a good status, and is not what was asked for.
    #[error("the answer to {call} (status {status}) is not what this program can read")]
    NotUnderstood {
        /// The request.
        call: Call,
        /// The answer's status.
        status: u16,
    },
}

impl ClientError {
    /// Returns whether the server may have done what was asked all the same, so that it has to be looked at before the
    /// request is made again.
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Elsewhere { .. } | Self::HoldsToken { .. } | Self::NotReached { .. } | Self::Redirected { .. } => {
                false
            }
            Self::Lost { .. } | Self::TooLong { .. } | Self::NotUnderstood { .. } => true,
        }
    }
}

/// What was in the way of a request or its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Reason {
    /// No such name.
    #[error("the name of the host is not known here")]
    UnknownHost,
    /// Nobody listens, or no way leads there.
    #[error("no connection could be made")]
    NoConnection,
    /// The proxy says no.
    #[error("the proxy did not let it through")]
    Proxy,
    /// The certificate's authority is not trusted.
    #[error("its certificate is from an authority that this computer does not trust")]
    Untrusted,
    /// The certificate is for another host.
    #[error("its certificate is for another host")]
    OtherHost,
    /// The certificate's time is over, or has not come.
    #[error("its certificate is out of date")]
    OutOfDate,
    /// No TLS, or a kind of it that is not safe.
    #[error("no secure connection could be agreed on")]
    NotSecure,
    /// It took too long.
    #[error("it took too long")]
    TooSlow,
    /// The connection ended early.
    #[error("the connection broke")]
    Broken,
    /// Longer than an address can be.
    #[error("its address is too long")]
    LongAddress,
    /// It does not speak HTTP as it should.
    #[error("the answer is not in the language of the web (HTTP)")]
    NotHttp,
}

/// How a try without an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// Nothing was sent.
    NotReached(Reason),
    /// Something may have been sent.
    Lost(Reason),
    /// The answer is too long.
    TooLong,
}

impl Failure {
    pub(super) fn of(error: &ureq::Error) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::NotReached(Reason::UnknownHost),
            ureq::Error::ConnectionFailed => Self::NotReached(Reason::NoConnection),
            ureq::Error::ConnectProxyFailed(_) => Self::NotReached(Reason::Proxy),
            ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Self::NotReached(Reason::TooSlow),
            ureq::Error::Timeout(_) => Self::Lost(Reason::TooSlow),
            ureq::Error::BodyExceedsLimit(_) => Self::TooLong,
            ureq::Error::Rustls(error) => Self::of_tls(error),
            ureq::Error::Tls(_) | ureq::Error::TlsRequired => Self::NotReached(Reason::NotSecure),
            ureq::Error::Io(error) => Self::of_io(error),
            ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..) => {
                Self::Lost(Reason::NotHttp)
            }
            // Whatever a later version adds: in doubt it was sent.
            _ => Self::Lost(Reason::Broken),
        }
    }

    fn of_io(error: &io::Error) -> Self {
        if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Self::of_tls(tls);
        }
        // The system's answer to a name that it does not know has no kind of its own.
        if error.to_string().starts_with(NO_SUCH_NAME) {
            return Self::NotReached(Reason::UnknownHost);
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::AddrNotAvailable => Self::NotReached(Reason::NoConnection),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Lost(Reason::TooSlow),
            _ => Self::Lost(Reason::Broken),
        }
    }

    /// A certificate is looked at before a byte of the request is sent.
    fn of_tls(error: &rustls::Error) -> Self {
        use rustls::CertificateError as Wrong;
        match error {
            rustls::Error::InvalidCertificate(wrong) => Self::NotReached(match wrong {
                Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => Reason::OtherHost,
                Wrong::Expired
                | Wrong::ExpiredContext { .. }
                | Wrong::NotValidYet
                | Wrong::NotValidYetContext { .. } => Reason::OutOfDate,
                _ => Reason::Untrusted,
            }),
            // In doubt it was sent.
            _ => Self::Lost(Reason::NotSecure),
        }
    }
}
