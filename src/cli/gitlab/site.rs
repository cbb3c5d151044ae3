//! One GitLab, as people name it, and where its name was found.

use std::fmt;

use crate::{
    cli::error::CliError,
    services::{
        gitlab::api_address,
        http::{Address, AddressError},
    },
};

/// The web address of a GitLab: scheme, host, port, and the folder that it is in, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Site(Address);

/// What was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Found<T> {
    /// What.
    pub value: T,
    /// Where, in words.
    pub source: String,
}

impl<T> Found<T> {
    pub(super) fn new(value: T, source: impl Into<String>) -> Self {
        Self { value, source: source.into() }
    }
}

impl Site {
    /// The GitLab that is meant where nothing names one.
    pub(super) fn usual() -> Self {
        Self(Address::parse("https://gitlab.com").expect("this is an address"))
    }

    /// Reads a host, with its port if it has one, or an address. Without a scheme it is `https`, and `http` on this computer.
    pub(super) fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.contains("://") {
            return Address::parse(text).map(Self);
        }
        let address = Address::parse(&format!("https://{text}"))?;
        if address.is_loopback() { Address::parse(&format!("http://{text}")).map(Self) } else { Ok(Self(address)) }
    }

    /// Reads the GitLab that a web address is on, whatever stands behind its host.
    pub(super) fn of_url(url: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(AddressError::Syntax)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        Address::parse(&format!("{scheme}://{authority}")).map(Self)
    }

    /// Returns whether both are one origin: the same scheme, host and port.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.0.is_origin_of(&other.0.to_string())
    }

    /// Returns whether all of the other is in this one: the same origin, and the same folder or one in it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let (folder, of_other) = (self.folder(), other.folder());
        self.is_same(other) && (of_other == folder || of_other.starts_with(&format!("{folder}/")))
    }

    /// Returns the host, without the port.
    pub(super) fn host(&self) -> &str {
        self.0.host()
    }

    /// Returns the folder of the host that it is in: `/gitlab`, or nothing.
    pub(super) fn folder(&self) -> String {
        let url = self.0.to_string();
        url.splitn(4, '/').nth(3).map(|folder| format!("/{folder}")).unwrap_or_default()
    }

    /// Returns the web address.
    pub(super) fn address(&self) -> &Address {
        &self.0
    }

    /// Returns the address of its interface, where nothing says that it is elsewhere.
    pub(super) fn api(&self) -> Address {
        Address::parse(&api_address(&self.0.to_string())).expect("an address with a plain path behind it is one")
    }
}

/// As people write it: without `https://`.
impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.0.to_string();
        f.write_str(url.strip_prefix("https://").unwrap_or(&url))
    }
}

/// Returns the error that something names no GitLab. What it says is not shown: it may hold a password.
pub(super) fn unreadable(source: &str, error: AddressError) -> CliError {
    CliError::new(format!("{source} names no GitLab"))
        .caused_by(error.to_string())
        .help("write it as gitlab.example.com; one in a folder of its host as example.com/gitlab")
}

/// Returns the first of several finds, if all are the same.
///
/// # Errors
/// They are not; each is listed with where it was found. `how` says what decides.
pub(super) fn agreed<T: fmt::Display>(
    what: &str,
    found: Vec<Found<T>>,
    is_same: impl Fn(&T, &T) -> bool,
    how: &str,
) -> Result<Option<Found<T>>, CliError> {
    let Some(first) = found.first() else { return Ok(None) };
    if found.iter().all(|other| is_same(&first.value, &other.value)) {
        return Ok(found.into_iter().next());
    }
    let mut message = format!("it is not clear which {what} is meant");
    for one in &found {
        message += &format!("\n- {} ({})", one.value, one.source);
    }
    Err(CliError::new(message).help(how))
}
