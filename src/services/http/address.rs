//! Where requests go: the one origin (scheme, host and port) that a token belongs to.

use std::{fmt, fmt::Write as _, net::IpAddr};

use thiserror::Error;
use ureq::http::Uri;

/// How much of a redirect's target is shown.
const MAX_SHOWN: usize = 200;

/// The address of an interface, such as `https://gitlab.example.com/api/v4`: an origin, and the path that all requests
/// begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    is_secure: bool,
    /// In lower case; an IPv6 address in brackets.
    host: String,
    port: u16,
    /// Begins with a slash, or is empty.
    path: String,
}

/// Why an address is refused. The address itself is not in it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It is no `https://host/path`.
    #[error("this is no web address such as `https://gitlab.example.com`")]
    Syntax,
    /// A user or password before the host.
    #[error("a web address with a user name or password in it is refused")]
    UserInfo,
    /// `http` to another computer.
    #[error("only `https` is allowed, so that nobody on the way reads along")]
    NotSecure,
    /// A query or a fragment.
    #[error("a web address with `?` or `#` in it cannot be the address of a server")]
    Query,
}

impl Address {
    /// Reads an address. `https` is demanded, except for this computer itself (`localhost`, `127.0.0.0/8`, `::1`).
    ///
    /// # Errors
    /// It is no address of a server, or one that the token must not go to.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let (origin, path) = parts(text)?;
        let path = path.trim_end_matches('/').to_owned();
        let is_plain = |segment: &str| {
            !matches!(segment, "" | "." | "..")
                && segment.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
        };
        if !path.is_empty() && !path[1..].split('/').all(is_plain) {
            return Err(AddressError::Syntax);
        }
        let address = Self { path, ..origin };
        if address.is_secure || address.is_loopback() { Ok(address) } else { Err(AddressError::NotSecure) }
    }

    /// Returns whether a web address, such as one that somebody pasted, is on exactly this origin. What is not an address
    /// is on none.
    pub fn is_origin_of(&self, url: &str) -> bool {
        parts(url.trim()).is_ok_and(|(other, _)| self.is_same_origin(&other))
    }

    /// Returns the host, without the port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns whether requests stay on this computer.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Returns whether the certificate of the server is checked.
    pub(super) fn is_secure(&self) -> bool {
        self.is_secure
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    fn is_same_origin(&self, other: &Self) -> bool {
        (self.is_secure, &self.host, self.port) == (other.is_secure, &other.host, other.port)
    }

    /// Returns the address with a path of these segments below it. `None` if that were not below it.
    pub(super) fn join(&self, segments: &[String]) -> Option<String> {
        let mut url = self.to_string();
        for segment in segments {
            if matches!(segment.as_str(), "" | "." | "..") {
                return None;
            }
            url.push('/');
            url.push_str(&encoded(segment));
        }
        self.is_origin_of(&url).then_some(url)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_secure { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port != default_port(self.is_secure) {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&self.path)
    }
}

fn default_port(is_secure: bool) -> u16 {
    if is_secure { 443 } else { 80 }
}

/// Returns the origin of a web address, as an address without a path, and the path.
fn parts(text: &str) -> Result<(Address, String), AddressError> {
    let uri: Uri = text.parse().map_err(|_| AddressError::Syntax)?;
    let is_secure = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(AddressError::Syntax),
    };
    let authority = uri.authority().ok_or(AddressError::Syntax)?;
    if authority.as_str().contains('@') {
        return Err(AddressError::UserInfo);
    }
    let host = authority.host().to_ascii_lowercase();
    let is_name = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let is_bracketed = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|bare| bare.parse::<std::net::Ipv6Addr>().is_ok());
    // A port that is no number is not the default one.
    let is_port_read = authority.port().is_some() || authority.as_str().len() == authority.host().len();
    if !(is_name || is_bracketed) || !is_port_read {
        return Err(AddressError::Syntax);
    }
    let port = authority.port_u16().unwrap_or(default_port(is_secure));
    Ok((Address { is_secure, host, port, path: String::new() }, uri.path().to_owned()))
}

/// Returns a text for one segment of a path or one value of a query.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a String takes every text");
        }
    }
    encoded
}

/// Returns where a redirect wanted to go, fit to be shown: without query and user, and not longer than a line.
pub(super) fn shown_target(location: &str) -> String {
    let Ok(uri) = location.parse::<Uri>() else {
        return "an address that cannot be read".to_owned();
    };
    let origin = match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => {
            let host = authority.as_str().rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}")
        }
        _ => String::new(),
    };
    format!("{origin}{}", uri.path()).chars().take(MAX_SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&Address::parse(text).map_or_else(|error| format!("{error:?}"), |at| at.to_string()));
    }

    #[test]
    fn an_address_is_read_and_written_one_way() {
        check("https://gitlab.example.com", expect!["https://gitlab.example.com"]);
        check(" HTTPS://GitLab.Example.COM:443/api/v4/ ", expect!["https://gitlab.example.com/api/v4"]);
        check("https://example.com:8443/gitlab/api/v4", expect!["https://example.com:8443/gitlab/api/v4"]);
        check("https://[2001:DB8::1]:443", expect!["https://[2001:db8::1]"]);
    }

    #[test]
    fn without_tls_only_this_computer_is_reached() {
        check("http://127.0.0.1:4010/api/v4", expect!["http://127.0.0.1:4010/api/v4"]);
        check("http://127.1.2.3", expect!["http://127.1.2.3"]);
        check("http://[::1]:80", expect!["http://[::1]"]);
        check("http://localhost:3000", expect!["http://localhost:3000"]);
        for text in [
            "http://gitlab.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://128.0.0.1",
            "http://[::2]",
            "http://127.1",
            "http://0.0.0.0",
            "http://localhost.",
        ] {
            assert_eq!(Address::parse(text), Err(AddressError::NotSecure), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_server_is_refused() {
        check("gitlab.example.com", expect!["Syntax"]);
        check("", expect!["Syntax"]);
        check("ftp://example.com", expect!["Syntax"]);
        check("https://", expect!["Syntax"]);
        check("https://exa mple.com", expect!["Syntax"]);
        check("https://exämple.com", expect!["Syntax"]);
        check("https://example.com:70000", expect!["Syntax"]);
        check("https://example.com:", expect!["Syntax"]);
        check("https://example.com/a/../b", expect!["Syntax"]);
        check("https://example.com//evil.example", expect!["Syntax"]);
        check("https://example.com/%2e%2e/x", expect!["Syntax"]);
        check("https://example.com\\@evil.example", expect!["Syntax"]);
        check("https://jane:hunter2@example.com", expect!["UserInfo"]);
        check("https://example.com@evil.example", expect!["UserInfo"]);
        check("https://example.com/?private_token=x", expect!["Query"]);
        check("https://example.com/#x", expect!["Query"]);
    }

    #[test]
    fn the_origin_is_scheme_host_and_port_and_nothing_less() {
        let address = Address::parse("https://gitlab.example.com/api/v4").expect("an address");
        assert!(address.is_origin_of("https://GITLAB.example.com:443/group/project/-/issues/7?x=1#note_3"));
        for other in [
            "http://gitlab.example.com/",
            "https://gitlab.example.com:8443/",
            "https://gitlab.example.com.evil.example/",
            "https://evil.example/gitlab.example.com",
            "https://gitlab.example.com@evil.example/",
            "https://example.com/",
            "https://gitlab.example.com./",
            "//gitlab.example.com/",
            "/group/project",
        ] {
            assert!(!address.is_origin_of(other), "{other}");
        }
    }

    #[test]
    fn a_path_stays_below_the_address() {
        let address = Address::parse("https://example.com/gitlab/api/v4").expect("an address");
        let join = |segments: &[&str]| address.join(&segments.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        assert_eq!(
            join(&["projects", "group/sub/project", "issues"]).as_deref(),
            Some("https://example.com/gitlab/api/v4/projects/group%2Fsub%2Fproject/issues")
        );
        assert_eq!(
            join(&["@evil.example", "ä?#\n"]).as_deref(),
            Some("https://example.com/gitlab/api/v4/%40evil.example/%C3%A4%3F%23%0A")
        );
        assert_eq!(join(&["..", "x"]), None);
        assert_eq!(join(&["projects", "", "issues"]), None);
    }

    #[test]
    fn the_target_of_a_redirect_is_shown_without_what_may_be_secret() {
        for (location, expected) in [
            ("https://evil.example/x?private_token=hunter2#y", "https://evil.example/x"),
            ("https://jane:hunter2@evil.example:8443/x", "https://evil.example:8443/x"),
            ("/api/v4/projects/7?hunter2", "/api/v4/projects/7"),
            ("http://\u{1b}[31m", "an address that cannot be read"),
        ] {
            assert_eq!(shown_target(location), expected);
        }
        assert_eq!(shown_target(&format!("/{}", "x".repeat(1000))).len(), MAX_SHOWN);
    }
}
