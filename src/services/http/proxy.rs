//! The proxy that a computer demands on its way out. It sees the name of the host and nothing of the talk.

use super::{Address, SetupError};
use crate::services::Secret;

/// A proxy as `HTTPS_PROXY` and `NO_PROXY` name it. Who calls reads the environment.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// The address of the proxy. It may hold a password.
    pub url: Secret,
    /// Hosts that are reached without it, with commas between them: `example.com` means what is below it too, `*` all.
    pub except: String,
}

impl Proxy {
    /// Returns the proxy for an address; `None` where it is reached without one. This computer always is.
    pub(super) fn for_address(&self, address: &Address) -> Result<Option<ureq::Proxy>, SetupError> {
        if address.is_loopback() || self.is_excepted(address) {
            return Ok(None);
        }
        ureq::Proxy::new(self.url.expose()).map(Some).map_err(|_| SetupError::Proxy)
    }

    fn is_excepted(&self, address: &Address) -> bool {
        let host = address.host().trim_matches(['[', ']']);
        self.except.split(',').map(|entry| entry.trim().to_ascii_lowercase()).any(|entry| {
            let (name, is_port) = match entry.rsplit_once(':') {
                Some((name, port)) if !name.contains(':') => (name, port.parse() == Ok(address.port())),
                _ => (entry.as_str(), true),
            };
            let name = name.trim_start_matches("*.").trim_start_matches('.');
            let is_below = host.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.'));
            name == "*" || (!name.is_empty() && is_port && is_below)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_used(address: &str, except: &str) -> bool {
        let proxy = Proxy { url: Secret::new("http://jane:hunter2@proxy.example:3128"), except: except.to_owned() };
        let address = Address::parse(address).expect("an address");
        proxy.for_address(&address).expect("a proxy").is_some()
    }

    #[test]
    fn a_host_that_is_excepted_is_reached_without_the_proxy() {
        assert!(is_used("https://gitlab.example.com", ""));
        assert!(is_used("https://gitlab.example.com", "other.example, ,le.com"));
        assert!(is_used("https://gitlab.example.com", "gitlab.example.com:8443"));
        for except in ["*", "gitlab.example.com", "x, EXAMPLE.com", ".example.com", "*.example.com", "example.com:443"]
        {
            assert!(!is_used("https://gitlab.example.com", except), "{except}");
        }
        assert!(!is_used("https://[2001:db8::1]", "2001:db8::1"));
    }

    #[test]
    fn this_computer_is_reached_without_a_proxy() {
        assert!(!is_used("http://localhost:3000", ""));
        assert!(!is_used("https://127.0.0.1", ""));
    }

    #[test]
    fn a_wrong_proxy_is_an_error_that_does_not_show_it() {
        let proxy = Proxy { url: Secret::new("gopher://jane:hunter2@proxy.example"), except: String::new() };
        let address = Address::parse("https://gitlab.example.com").expect("an address");
        let error = proxy.for_address(&address).expect_err("no proxy");
        assert!(!format!("{error} {error:?} {proxy:?}").contains("hunter2"));
    }
}
