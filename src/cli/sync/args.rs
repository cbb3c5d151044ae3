//! The arguments of `runbook sync`.

use std::path::PathBuf;

use crate::{
    cli::{gitlab::GitLabArgs, mark::AnswerFormat},
    sync::{Side, Way},
};

/// Bring the runbook and its issue together
///
/// Ticks made in the web page come into the file, with who and when; marks made here go to the issue. Only the lines change
/// that must, and what people wrote elsewhere in the issue stays. What both sides changed differently is listed, and nothing
/// is written until --prefer, or a mark of yours, decides. A closed runbook closes its issue.
///
/// The issue must still be confidential; otherwise nothing is sent and the status is 2.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook sync\n  runbook sync acme --dry-run\n  runbook sync --prefer issue\n\nExit status: 0 both say the same; 1 a conflict; 2 it could not be done, or the issue is not confidential."
)]
pub(in crate::cli) struct SyncArgs {
    /// The runbook: a path, or the unique beginning of a file name in the runbooks folder
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub runbook: Option<PathBuf>,
    /// The same, as marking commands take it
    #[arg(short, long, value_name = "RUNBOOK", value_hint = clap::ValueHint::FilePath, conflicts_with = "runbook")]
    pub file: Option<PathBuf>,
    /// Takes what changed in the issue, and sends nothing
    #[arg(long, conflicts_with = "push")]
    pub pull: bool,
    /// Sends what changed in the file, and takes nothing
    #[arg(long)]
    pub push: bool,
    /// Whose value holds where both sides changed differently, and whose words where people changed those of the issue
    #[arg(long, value_enum, value_name = "SIDE")]
    pub prefer: Option<Preferred>,
    /// Puts items back that somebody deleted in the issue
    #[arg(long, conflicts_with = "pull")]
    pub restore: bool,
    /// Opens the issue again if somebody closed it
    #[arg(long, conflicts_with = "pull")]
    pub reopen: bool,
    /// Hides an issue again that is not confidential any more, and goes on
    #[arg(long)]
    pub make_confidential: bool,
    /// Says what would change on both sides, and changes nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub gitlab: GitLabArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Preferred {
    /// The runbook file
    File,
    /// The issue
    Issue,
}

impl SyncArgs {
    pub(super) fn way(&self) -> Way {
        match (self.pull, self.push) {
            (true, _) => Way::Pull,
            (_, true) => Way::Push,
            _ => Way::Both,
        }
    }

    pub(super) fn side(&self) -> Option<Side> {
        self.prefer.map(|side| match side {
            Preferred::File => Side::File,
            Preferred::Issue => Side::Issue,
        })
    }
}
