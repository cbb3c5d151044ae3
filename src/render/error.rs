//! Why a runbook could not be rendered.

use super::templates::{LONGEST_OUTPUT, LONGEST_SOURCE, SLOWEST};

/// Why a runbook could not be rendered: always the template's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The template is not valid, or uses what is not there.
    #[error("template `{template}`{}: {message}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Template {
        /// The name of the template.
        template: String,
        /// The line, from 1, where it is known.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
    /// The source of the template is too long.
    #[error("template `{template}` has {length} bytes, the limit is {LONGEST_SOURCE}")]
    SourceTooLong {
        /// The name of the template.
        template: String,
        /// Its length in bytes.
        length: usize,
    },
    /// The template writes too much, or the runbook holds too much.
    #[error("template `{template}` writes more than {LONGEST_OUTPUT} bytes, the longest text that an issue takes")]
    OutputTooLong {
        /// The name of the template.
        template: String,
    },
    /// The template does not come to an end.
    #[error("template `{template}` takes longer than {} seconds", SLOWEST.as_secs())]
    TooSlow {
        /// The name of the template.
        template: String,
    },
    /// The template writes a line that GitLab would run as a quick action.
    #[error(
        "template `{template}` writes a line that GitLab would take for a quick action: `{text}`, \
         line {line} of the output"
    )]
    QuickAction {
        /// The name of the template.
        template: String,
        /// The line of the output, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
}
