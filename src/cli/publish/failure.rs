//! What a person is told when publishing ends on the way: what is known of the issue, and what to do.

use super::protocol::ProtocolError;
use crate::cli::error::CliError;

const AGAIN: &str = "run the same command again: it looks for the issue first, and makes no second one";
const TELL: &str = "tell those who are responsible for the customer's data";

/// How far a run has come with an issue that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing of the runbook is in it.
    Empty,
    /// An earlier text of the runbook is in it, and this run has sent nothing.
    AsBefore,
    /// A text was on its way when the error came.
    Sent,
}

impl From<ProtocolError> for CliError {
    fn from(error: ProtocolError) -> Self {
        let message = error.to_string();
        match error {
            ProtocolError::GitLab(error) => Self::from(error),
            ProtocolError::Unknown { source } => Self::new(message)
                .caused_by(source.to_string())
                .help("if it was, nothing of the runbook is in it")
                .help(AGAIN),
            ProtocolError::Unlooked { url, source } => Self::new(message)
                .caused_by(source.to_string())
                .help(format!("the issue of this run is there, and nothing of the runbook is in it: {url}"))
                .help(AGAIN),
            ProtocolError::Rival { url, others } => {
                let error = Self::new(format!("{message}: {url}"));
                let of = |(url, is_closed): (String, bool)| {
                    if is_closed {
                        format!("the younger one holds nothing, and was closed: {url}")
                    } else {
                        format!("the younger one holds nothing; close it in the web page: {url}")
                    }
                };
                let error = others.into_iter().map(of).fold(error, Self::help);
                error.help("let the other run end, then run the same command again: it goes on with the older issue")
            }
            ProtocolError::NotConfidential { url, closed } => {
                let closed = if closed { ", and it was closed" } else { "" };
                Self::new(format!("{message}: {url}"))
                    .help(format!("nothing of the runbook is in it{closed}"))
                    .help("ask for the role Planner or Reporter in the project, then run the same command again")
            }
            ProtocolError::Exposed { url, taken_back: true, still_visible } => {
                let error = Self::new(format!("{message}: {url}"))
                    .help("the text was taken back, but it could be read until then, and stands in the history of the issue and perhaps in e-mails");
                let error = if still_visible {
                    error.help("THE TEXT FROM BEFORE CAN STILL BE READ: make the issue confidential in the web page at once")
                } else {
                    error
                };
                error.help(format!("look who made the issue visible, and {TELL}"))
            }
            ProtocolError::Exposed { url, taken_back: false, .. } => Self::new(format!("{message}: {url}"))
                .help("THE TEXT IS STILL THERE AND CAN BE READ: make the issue confidential in the web page at once")
                .help(format!("then {TELL}")),
            ProtocolError::Differs { url, .. } => Self::new(format!("{message} ({url})"))
                .help("somebody wrote in it at the same time, or GitLab changed the text; look at it, then run the same command again"),
            ProtocolError::Another { url } => {
                Self::new(format!("{message}: {url}")).help("is something between you and GitLab? nothing was meant for that issue")
            }
        }
    }
}

/// Says of an error that no issue was made, if nothing better is known.
pub(super) fn without_issue(error: ProtocolError) -> CliError {
    let is_about_requests = matches!(error, ProtocolError::GitLab(_));
    let cli_error = CliError::from(error);
    if is_about_requests { cli_error.help("no issue was made, and nothing of the runbook was sent") } else { cli_error }
}

/// Says of an error what is known of an issue that is there.
pub(super) fn with_issue(error: ProtocolError, url: &str, stage: Stage) -> CliError {
    let known = match stage {
        Stage::Empty => format!("nothing of the runbook is in the issue yet: {url}"),
        Stage::AsBefore => format!("nothing was sent, and the issue is as it was: {url}"),
        Stage::Sent => format!("it is not known whether the text has arrived in the issue: {url}"),
    };
    match error {
        ProtocolError::GitLab(error) => {
            CliError::from(error).help(known).help("the next run looks at the issue first, and goes on from there")
        }
        ProtocolError::NotConfidential { .. } if stage != Stage::Empty => CliError::new(format!("{error}: {url}"))
            .help("A TEXT OF THE RUNBOOK IS IN IT AND CAN BE READ: make the issue confidential in the web page at once")
            .help(format!("then {TELL}, and ask for the role Planner or Reporter in the project")),
        error => error.into(),
    }
}

/// Says of an error that the issue holds everything, but the file does not say so.
pub(super) fn with_complete_issue(error: CliError, url: &str) -> CliError {
    error
        .help(format!("the issue is complete and confidential: {url}"))
        .help("the file does not say so yet: run the same command again, it finds the issue")
}
