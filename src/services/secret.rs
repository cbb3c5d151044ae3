//! A text that is never shown.

use std::fmt;

/// What stands where a secret would.
const HIDDEN: &str = "[hidden]";

/// A token. Neither `{}` nor `{:?}` shows it; only the header of a request holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Returns the text as a secret, without the white space around it, which files and environments leave there.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Returns a text with `[hidden]` for each occurrence of the secret: a server may say back what it was told.
    pub fn hide_in(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&self.0, HIDDEN) }
    }

    /// Returns whether a text holds the secret.
    pub fn is_in(&self, text: &str) -> bool {
        !self.0.is_empty() && text.contains(&self.0)
    }

    /// Returns whether the secret begins so: what kind of token it is.
    pub fn begins_with(&self, prefix: &str) -> bool {
        self.0.starts_with(prefix)
    }

    /// Returns the text itself.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([hidden])")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_in_no_format() {
        let secret = Secret::new(" hunter2-hunter2\n");
        let shown = format!("{secret} {secret:?} {secret:#?} {:?} {secret:>40}", Some(&secret));
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(secret.expose(), "hunter2-hunter2");
    }

    #[test]
    fn an_echo_is_hidden_and_an_empty_secret_hides_nothing() {
        assert_eq!(Secret::new("abc").hide_in("no abc, no ABC"), "no [hidden], no ABC");
        assert_eq!(Secret::new("").hide_in("text"), "text");
    }
}
