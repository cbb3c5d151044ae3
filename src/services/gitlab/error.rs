//! What GitLab says no to, and what that means for people.

use serde_json::Value;
use thiserror::Error;

use crate::services::http::{Answer, Call, Client, ClientError};

/// How much of what GitLab says about a field is shown.
const MAX_SAID: usize = 200;

/// Why GitLab did not do what it was asked.
#[derive(Debug, Error)]
pub enum GitLabError {
    /// There is no answer, or none that can be read.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// 401: the token is unknown, expired or revoked.
    #[error("{host} does not know the token: it may be mistyped, expired or revoked")]
    Token {
        /// The host.
        host: String,
    },
    /// 403: the token may not, whatever its user may.
    #[error("the token lacks the scope `{needed}` for {call}")]
    Scope {
        /// The request.
        call: Call,
        /// The scope that is missing.
        needed: String,
    },
    /// 403: a fine-grained token has not got a permission.
    #[error("the fine-grained token lacks a permission{} for {call}", .needed.as_ref().map(|needed| format!(" ({needed})")).unwrap_or_default())]
    Permission {
        /// The request.
        call: Call,
        /// What it lacks, as GitLab calls it, such as `Issue: Read`.
        needed: Option<String>,
    },
    /// 403: the user may not.
    #[error("the token's user may not do this ({call}, status 403)")]
    Forbidden {
        /// The request.
        call: Call,
    },
    /// 404: GitLab says the same for what is not there and for what one may not see.
    #[error("{call} found nothing: it is not there, or the token's user may not see it")]
    NotFound {
        /// The request.
        call: Call,
    },
    /// 409: somebody else writes the same issue at the same moment, and nothing was done.
    #[error("somebody changed the issue in the same moment ({call}, status 409)")]
    Locked {
        /// The request.
        call: Call,
    },
    /// 400, 409, 412, 422: something in the request is wrong.
    #[error("GitLab refused {call} (status {status}{said})", said = .said.as_ref().map(|said| format!(": {said}")).unwrap_or_default())]
    Refused {
        /// The request.
        call: Call,
        /// The status.
        status: u16,
        /// Which field, and why, if GitLab says it in a form that is known.
        said: Option<String>,
    },
    /// 413, 414: the text is longer than GitLab or a proxy before it takes.
    #[error("{call} is longer than the server takes (status {status})")]
    TooLarge {
        /// The request.
        call: Call,
        /// The status.
        status: u16,
    },
    /// 429, after the tries that are made by themselves.
    #[error("the server has had too many requests{}", .seconds.map(|seconds| format!(", and asks to wait {seconds} seconds")).unwrap_or_default())]
    TooOften {
        /// How long it asks to wait.
        seconds: Option<u64>,
    },
    /// 5xx, after the tries that are made by themselves.
    #[error("the server failed at {call} (status {status})")]
    Server {
        /// The request.
        call: Call,
        /// The status.
        status: u16,
    },
    /// A status that GitLab does not have for this.
    #[error("the server answered {call} with status {status}, which GitLab does not")]
    Unexpected {
        /// The request.
        call: Call,
        /// The status.
        status: u16,
    },
    /// A list without an end.
    #[error("there are more than {limit} entries, which is more than is read")]
    TooMany {
        /// How many are read.
        limit: usize,
    },
}

impl GitLabError {
    /// Returns what an answer that is no good one means.
    pub(super) fn of(answer: &Answer, client: &Client) -> Self {
        let call = answer.call().clone();
        let body: Value = answer.json().unwrap_or_default();
        match answer.status() {
            401 => Self::Token { host: client.address().host().to_owned() },
            403 if body["error"] == "insufficient_scope" => Self::Scope { call, needed: scope(&body) },
            403 if body["error"] == "insufficient_granular_scope" => {
                Self::Permission { call, needed: permission(&body).map(|needed| shown(&client.hide_token(&needed))) }
            }
            403 => Self::Forbidden { call },
            404 => Self::NotFound { call },
            status @ (413 | 414) => Self::TooLarge { call, status },
            429 => Self::TooOften { seconds: answer.asked_wait().map(|wait| wait.as_secs()) },
            409 if is_locked(&body) => Self::Locked { call },
            status @ (400 | 409 | 412 | 422) => {
                let said = said(&body).map(|said| shown(&client.hide_token(&said)));
                Self::Refused { call, status, said }
            }
            status @ 500..=599 => Self::Server { call, status },
            status => Self::Unexpected { call, status },
        }
    }

    /// Returns whether GitLab may have done what was asked all the same, so that it has to be looked at before it is asked
    /// again: the answer was lost, or somebody on the way failed after it.
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Client(error) => error.may_have_happened(),
            Self::Server { .. } | Self::Unexpected { .. } => true,
            _ => false,
        }
    }

    /// Returns what a person can do about it.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Token { .. } => "make a new token with the scope `api`, and set it as `GITLAB_TOKEN`",
            Self::Scope { .. } => "make a token with the scope `api`; the job token of a pipeline cannot reach issues",
            Self::Permission { .. } => {
                "give the token this permission for the project, or make one with the scope `api`; `runbook` reads the user, the project, issues and notes, and makes and updates issues"
            }
            Self::Forbidden { .. } => "ask for the role Planner or Reporter in the project",
            Self::NotFound { .. } => "check the path, and that the token's user is a member of the project",
            Self::TooLarge { .. } => "shorten the runbook: GitLab takes 1,048,576 bytes in a description",
            Self::TooOften { .. } => "wait, then run the same command again",
            Self::Locked { .. } => "nothing was written; run the same command again",
            Self::Server { .. } | Self::Unexpected { .. } => {
                "look whether the server is well, then run the same command again"
            }
            Self::Client(_) | Self::Refused { .. } | Self::TooMany { .. } => return None,
        })
    }
}

/// Whether an update came between another one's reading and writing of the row: `409 Conflict: Resource lock`.
fn is_locked(body: &Value) -> bool {
    body["message"].as_str().is_some_and(|message| message.contains("Resource lock"))
}

/// Returns the scope that GitLab asks for: one word, whatever else stands there.
fn scope(body: &Value) -> String {
    let words = body["scope"].as_str().and_then(|scope| scope.split_whitespace().next());
    words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')).unwrap_or("api").to_owned()
}

/// Returns the permissions that a fine-grained token lacks: they stand between brackets.
fn permission(body: &Value) -> Option<String> {
    let (_, after) = body["error_description"].as_str()?.split_once('[')?;
    Some(after.split_once(']')?.0.to_owned())
}

/// Returns what GitLab says about the fields of a request, in the forms that it is known to use. No other body is shown.
fn said(body: &Value) -> Option<String> {
    if let Some(error) = body["error"].as_str() {
        return Some(error.to_owned());
    }
    match &body["message"] {
        Value::Object(fields) => {
            let of_field = |(field, reasons): (&String, &Value)| match reasons {
                Value::String(reason) if field == "error" => reason.clone(),
                Value::Array(reasons) => {
                    format!("{field} {}", reasons.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
                }
                _ => field.clone(),
            };
            Some(fields.iter().map(of_field).collect::<Vec<_>>().join("; "))
        }
        _ => None,
    }
}

/// One line of plain characters: the text is of the server's making.
fn shown(text: &str) -> String {
    let is_plain = |c: &char| c.is_alphanumeric() || c.is_ascii_punctuation() || *c == ' ';
    text.chars().filter(is_plain).take(MAX_SAID).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_about_fields_is_read_in_each_form() {
        for (body, expected) in [
            (json!({ "error": "title is missing" }), Some("title is missing")),
            (
                json!({ "message": { "title": ["is too long (maximum is 255 characters)", "is odd"] } }),
                Some("title is too long (maximum is 255 characters), is odd"),
            ),
            (json!({ "message": { "error": "looks like spam" } }), Some("looks like spam")),
            (json!({ "message": { "base": { "x": 1 } } }), Some("base")),
            (json!({ "message": "what was sent, said back" }), None),
            (json!({ "message": 7 }), None),
            (json!("<html>"), None),
            (json!(null), None),
        ] {
            assert_eq!(said(&body).as_deref(), expected);
        }
    }

    #[test]
    fn what_the_server_says_is_one_plain_line() {
        assert_eq!(shown("a\u{1b}[31m b\r\n\u{202e}c\u{7}"), "a[31m bc");
        assert_eq!(shown(&"x".repeat(1000)).len(), MAX_SAID);
    }

    #[test]
    fn a_scope_is_one_word() {
        assert_eq!(scope(&json!({ "scope": "read_api api" })), "read_api");
        assert_eq!(scope(&json!({ "scope": "\u{1b}[31m" })), "api");
        assert_eq!(scope(&json!({})), "api");
    }
}
