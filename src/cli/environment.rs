//! The environment variables that the program knows. Nothing else reads any.

use std::{collections::BTreeMap, ffi::OsString, fmt, path::PathBuf, time::Duration};

use crate::{lint::Visibility, services::Secret};

/// The variables, and what each is for; `docs/configuration.md` lists them.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("RUNBOOK_FILE", "the runbook that is meant when `--file` is not given"),
    ("RUNBOOK_USER", "who marks, when `--by` is not given"),
    ("RUNBOOK_NOW", "the time that counts as now, RFC 3339 or Unix seconds; for tests"),
    ("GITLAB_USER_LOGIN", "who marks in a CI job"),
    ("NO_COLOR", "when set, nothing is coloured"),
    ("CLICOLOR_FORCE", "when set and not `0`, everything is coloured, also what goes to a file"),
    ("TERM", "`dumb` is a terminal without colour"),
    ("COLUMNS", "how many columns a table may take"),
    ("CI", "when set, nobody is asked anything"),
    ("CI_PROJECT_DIR", "the project's folder in a CI job, to which the paths of reports are relative"),
    ("CI_PROJECT_VISIBILITY", "who can see the project of a CI job, for `runbook lint`"),
    ("RUNBOOK_PATIENCE", "how many seconds a server may take for an answer, 30 when not set; for tests"),
    ("GITLAB_TOKEN", "the token for GitLab; it goes to the host of `GITLAB_HOST` or `--host`, else to gitlab.com"),
    ("GITLAB_ACCESS_TOKEN", "the same, when `GITLAB_TOKEN` is not set"),
    ("OAUTH_TOKEN", "the same, when neither of the two is set"),
    ("GITLAB_HOST", "the GitLab: a host or its address; the token of the environment belongs to it"),
    ("GITLAB_URI", "the same"),
    ("GL_HOST", "the same"),
    ("GITLAB_API_HOST", "the host of its interface, where that is another one"),
    ("API_PROTOCOL", "`https`, or `http` for this computer"),
    ("GITLAB_REPO", "the path or the address of the project with the issues"),
    ("GITLAB_CI", "set in a job of GitLab CI"),
    ("CI_SERVER_URL", "the address of the GitLab whose CI job this is"),
    ("CI_API_V4_URL", "the address of its interface"),
    ("CI_SERVER_TLS_CA_FILE", "the certificate authorities of that GitLab"),
    ("CI_PROJECT_PATH", "the project of a CI job"),
    ("CI_JOB_TOKEN", "never used: the token of a CI job cannot reach issues"),
    ("HTTPS_PROXY", "the proxy on the way out, as `http://proxy.example.com:3128`; `https_proxy` is the same"),
    ("https_proxy", "see `HTTPS_PROXY`"),
    ("ALL_PROXY", "the proxy when `HTTPS_PROXY` is not set; `all_proxy` is the same"),
    ("all_proxy", "see `ALL_PROXY`"),
    ("NO_PROXY", "hosts that are reached without the proxy, with commas between them; `no_proxy` is the same"),
    ("no_proxy", "see `NO_PROXY`"),
    ("SSL_CERT_FILE", "certificate authorities to trust in place of those of the computer"),
    ("SSL_CERT_DIR", "the same, as a folder"),
    ("GLAB_CONFIG_DIR", "the folder of glab's `config.yml`, in place of all others"),
    ("XDG_CONFIG_HOME", "the folder in which glab's folder is"),
    ("XDG_CONFIG_DIRS", "further folders of that kind"),
    ("HOME", "the folder in which `.config` is"),
];

/// The environment as it was when the program started. An empty variable counts as absent.
#[derive(Clone, Default)]
pub(super) struct Environment {
    values: BTreeMap<&'static str, OsString>,
}

impl Environment {
    /// Reads the known variables of this process.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub(super) fn of_process() -> Self {
        let read = |(name, _): &(&'static str, &str)| Some((*name, std::env::var_os(name)?));
        Self::from_values(VARIABLES.iter().filter_map(read))
    }

    /// Returns an environment with these values.
    #[must_use]
    pub(super) fn from_values(values: impl IntoIterator<Item = (&'static str, OsString)>) -> Self {
        Self { values: values.into_iter().filter(|(_, value)| !value.is_empty()).collect() }
    }

    /// Returns the runbook that is meant, `RUNBOOK_FILE`.
    #[must_use]
    pub(super) fn runbook_file(&self) -> Option<PathBuf> {
        self.values.get("RUNBOOK_FILE").map(PathBuf::from)
    }

    /// Returns who marks, `RUNBOOK_USER`.
    #[must_use]
    pub(super) fn runbook_user(&self) -> Option<String> {
        self.text("RUNBOOK_USER")
    }

    /// Returns what counts as now, `RUNBOOK_NOW`.
    #[must_use]
    pub(super) fn runbook_now(&self) -> Option<String> {
        self.text("RUNBOOK_NOW")
    }

    /// Returns how long a server may take for an answer, `RUNBOOK_PATIENCE`. What is no such number says nothing.
    #[must_use]
    pub(super) fn patience(&self) -> Option<Duration> {
        let seconds: f64 = self.text("RUNBOOK_PATIENCE")?.parse().ok()?;
        Duration::try_from_secs_f64(seconds).ok().filter(|patience| !patience.is_zero())
    }

    /// Returns who runs the CI job, `GITLAB_USER_LOGIN`.
    #[must_use]
    pub(super) fn gitlab_user_login(&self) -> Option<String> {
        self.text("GITLAB_USER_LOGIN")
    }

    /// Returns what the environment says about colour: `NO_COLOR`, `CLICOLOR_FORCE` and a dumb terminal.
    #[must_use]
    pub(super) fn colour(&self) -> Option<bool> {
        if self.values.contains_key("NO_COLOR") {
            return Some(false);
        }
        if self.values.get("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
            return Some(true);
        }
        (self.values.get("TERM")? == "dumb").then_some(false)
    }

    /// Returns whether this is a CI job, where nobody can be asked.
    #[must_use]
    pub(super) fn is_ci(&self) -> bool {
        self.values.get("CI").is_some_and(|value| value != "false" && value != "0")
    }

    /// Returns the project's folder in a CI job, `CI_PROJECT_DIR`.
    #[must_use]
    pub(super) fn ci_project_dir(&self) -> Option<PathBuf> {
        self.values.get("CI_PROJECT_DIR").map(PathBuf::from)
    }

    /// Returns who can see the project of a CI job, `CI_PROJECT_VISIBILITY`.
    #[must_use]
    pub(super) fn ci_project_visibility(&self) -> Option<Visibility> {
        Visibility::of_word(&self.text("CI_PROJECT_VISIBILITY")?)
    }

    /// Returns how many columns a table may take, `COLUMNS`.
    #[must_use]
    pub(super) fn columns(&self) -> Option<usize> {
        self.text("COLUMNS")?.parse().ok().filter(|columns| *columns > 0)
    }

    /// Returns the value of one of [`VARIABLES`] that must not be shown.
    #[must_use]
    pub(super) fn secret(&self, name: &str) -> Option<Secret> {
        self.text(name).map(|text| Secret::new(&text))
    }

    /// Returns the value of one of [`VARIABLES`]. What is secret is read through [`Environment::secret`].
    #[must_use]
    pub(super) fn text(&self, name: &str) -> Option<String> {
        debug_assert!(VARIABLES.iter().any(|(known, _)| *known == name), "{name} is not in the list of variables");
        self.values.get(name).map(|value| value.to_string_lossy().into_owned())
    }
}

impl fmt::Debug for Environment {
    /// Writes the names only: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &str) -> Environment {
        Environment::from_values([(name, value.into())])
    }

    #[test]
    fn every_variable_is_documented() {
        let documentation = include_str!("../../docs/configuration.md");
        for (name, meaning) in VARIABLES {
            let row = format!("| `{name}` | {meaning} |");
            assert!(documentation.contains(&row), "docs/configuration.md has no row {row}");
        }
    }

    #[test]
    fn an_empty_variable_is_absent() {
        assert_eq!(with("RUNBOOK_FILE", "").runbook_file(), None);
        assert_eq!(with("NO_COLOR", "").colour(), None);
        assert!(!with("CI", "").is_ci());
    }

    #[test]
    fn colour_is_what_the_environment_says() {
        assert_eq!(with("NO_COLOR", "1").colour(), Some(false));
        assert_eq!(with("CLICOLOR_FORCE", "1").colour(), Some(true));
        assert_eq!(with("CLICOLOR_FORCE", "0").colour(), None);
        assert_eq!(with("TERM", "dumb").colour(), Some(false));
        assert_eq!(with("TERM", "xterm-256color").colour(), None);
    }

    #[test]
    fn columns_are_a_number_above_nothing() {
        assert_eq!(with("COLUMNS", "132").columns(), Some(132));
        assert_eq!(with("COLUMNS", "0").columns(), None);
        assert_eq!(with("COLUMNS", "wide").columns(), None);
    }
}
