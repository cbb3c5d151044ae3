//! A runbook as the body of a GitLab issue.
//!
//! [`issue`] turns the runbook into a view, in which every text is already escaped for its place, and a template writes
//! the view. What must not be lost or changed by a template is added here: the quick action and the markers that `sync`
//! needs. [`changes()`] is what a comment says of changed runbooks. Reads no disk, clock or environment; the same input gives the same bytes.

mod changes;
mod error;
mod markdown;
mod marker;
mod templates;
mod view;

use crate::model::Runbook;

pub use changes::changes;
pub use error::RenderError;
pub use marker::missing_markers;
pub use templates::{LONGEST_OUTPUT, LONGEST_SOURCE, SLOWEST, Templates};

/// The only quick action there is; it makes the issue of a person who pastes the body confidential.
const QUICK_ACTION: &str = "/confidential";

/// How an issue is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueOptions {
    /// Whether the body begins with `/confidential`. `publish` leaves it out: the API has a field for it.
    pub quick_actions: bool,
}

impl Default for IssueOptions {
    fn default() -> Self {
        Self { quick_actions: true }
    }
}

/// Returns the body of a runbook's issue, in Markdown.
///
/// # Errors
/// A template that uses what is not there, writes too much or takes too long, or writes a line that GitLab would run
/// as a quick action. The compiled-in templates do none of it.
pub fn issue(runbook: &Runbook, templates: &Templates, options: &IssueOptions) -> Result<String, RenderError> {
    let text = templates.render(&view::IssueView::new(runbook))?;
    if let Some(at) = text.split('\n').position(|line| line.starts_with('/')) {
        let line = text.split('\n').nth(at).unwrap_or_default().to_owned();
        return Err(RenderError::QuickAction { template: templates.name().to_owned(), line: at + 1, text: line });
    }
    let quick_action = if options.quick_actions { format!("{QUICK_ACTION}\n\n") } else { String::new() };
    Ok(format!("{quick_action}<!-- {} -->\n\n{}\n", marker::of_runbook(runbook), text.trim_matches('\n')))
}
