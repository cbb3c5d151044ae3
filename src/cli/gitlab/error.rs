//! What a person is told when GitLab cannot be asked, or says no.

use crate::{
    cli::error::CliError,
    services::{
        gitlab::{GitLabError, PlaceError},
        http::{ClientError, Reason, SetupError},
    },
};

impl From<GitLabError> for CliError {
    fn from(error: GitLabError) -> Self {
        match error {
            GitLabError::Client(error) => error.into(),
            error => {
                let cli_error = Self::from_error(&error);
                match error.help() {
                    Some(help) => cli_error.help(help),
                    None => cli_error,
                }
            }
        }
    }
}

impl From<ClientError> for CliError {
    fn from(error: ClientError) -> Self {
        let cli_error = Self::from_error(&error);
        let reason = match &error {
            ClientError::NotReached { reason, .. } | ClientError::Lost { reason, .. } => *reason,
            ClientError::Redirected { .. } => {
                return cli_error.help(
                    "name the host that it leads to, if it is the right one; a project that was moved has a new path",
                );
            }
            ClientError::NotUnderstood { .. } | ClientError::TooLong { .. } => {
                return cli_error.help("is this a GitLab? `runbook doctor` shows which host is asked, and why");
            }
            ClientError::Elsewhere { .. } => return cli_error,
            ClientError::HoldsToken { .. } => {
                return cli_error.help(
                    "take it out of the file with an editor, also out of `log`; and revoke it, since a file is copied and kept",
                );
            }
        };
        match reason {
            Reason::UnknownHost => cli_error.help("check the name of the host, and whether a VPN is needed"),
            Reason::NoConnection | Reason::TooSlow | Reason::Broken => cli_error.help(
                "check the network, a VPN, and `HTTPS_PROXY` where there is a proxy; then run the same command again",
            ),
            Reason::Proxy => {
                cli_error.help("check `HTTPS_PROXY`; a host that is reached without it goes into `NO_PROXY`")
            }
            Reason::Untrusted => {
                cli_error.help("name the file with your company's certificate authorities in `SSL_CERT_FILE`")
            }
            Reason::OtherHost | Reason::OutOfDate | Reason::NotSecure => cli_error
                .help("nothing was sent that is secret; check the name of the host, and tell its administrators"),
            Reason::NotHttp => cli_error.help("check the host and its port"),
            Reason::LongAddress => cli_error,
        }
    }
}

impl From<SetupError> for CliError {
    fn from(error: SetupError) -> Self {
        let cli_error = Self::from_error(&error);
        match error {
            SetupError::Address(_) => cli_error,
            SetupError::Token => cli_error.help("set GITLAB_TOKEN anew, without quotes and line breaks"),
            SetupError::Proxy => cli_error.help("check `HTTPS_PROXY`"),
            SetupError::Authorities => {
                cli_error.help("name a file in PEM form, which begins with `-----BEGIN CERTIFICATE-----`")
            }
            SetupError::NoCertificates => {
                cli_error.help("install the package `ca-certificates`, or name a file in `SSL_CERT_FILE`")
            }
        }
    }
}

impl From<PlaceError> for CliError {
    fn from(error: PlaceError) -> Self {
        Self::from_error(&error)
    }
}
