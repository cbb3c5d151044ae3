//! What a merge is asked for, and what it comes to.

use chrono::{DateTime, Utc};

use super::Agreed;
use crate::{
    document::{Document, EditError, Problem},
    render::{RenderError, Templates},
};

/// What is merged, and how.
#[derive(Debug, Clone, Copy)]
pub struct Merging<'a> {
    /// The file.
    pub document: &'a Document<'a>,
    /// What the issue is rendered with.
    pub templates: &'a Templates,
    /// The description of the issue as the server gave it.
    pub issue: &'a str,
    /// Who clicked on which box, from the system notes since file and issue last agreed; in any order.
    pub clicks: &'a [Click],
    /// Who saved the issue since file and issue last agreed, if it was one person; they made what no click did.
    pub saved: Option<&'a Saved>,
    /// The time.
    pub now: DateTime<Utc>,
    /// Which way changes go.
    pub way: Way,
    /// Whose value is taken where both changed differently. `None` leaves it as a conflict.
    pub prefer: Option<Side>,
    /// Whether entries that a person deleted in the issue come back.
    pub restore: bool,
}

/// Which way changes go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Way {
    /// Into the file and to the issue.
    #[default]
    Both,
    /// Into the file only.
    Pull,
    /// To the issue only; what was changed there stays there.
    Push,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The runbook file.
    File,
    /// The issue.
    Issue,
}

/// The one person who saved an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Who, as `@username`.
    pub by: String,
    /// When, the last time.
    pub at: DateTime<Utc>,
}

/// A click on a box in the web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Click {
    /// The text of the item as it stood in the description.
    pub item: String,
    /// Whether the box was ticked; else it was cleared.
    pub is_done: bool,
    /// Who clicked, as `@username`.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a merge comes to.
///
/// The order on disk and in the network: write [`text`](Self::text), send [`body`](Self::body), then write the edits of
/// [`agreed`](Self::agreed). Each of the three may be missing. With conflicts nothing is to be written or sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// What was changed in the issue and goes into the file.
    pub pulls: Vec<Pull>,
    /// Words of the issue that go into the file, because somebody decided for the issue.
    pub taken: Vec<Taken>,
    /// What was changed in the file and goes to the issue.
    pub pushes: Vec<Push>,
    /// What of the issue's text changes with `body`, apart from boxes and the cells of outcome and duration.
    pub changes: Vec<Change>,
    /// What both changed differently, and nobody decided.
    pub conflicts: Vec<Conflict>,
    /// What else a person should know.
    pub remarks: Vec<Remark>,
    /// The new text of the file, with the marks that were pulled and that they are agreed on; `None` leaves it as it is.
    pub text: Option<String>,
    /// The description to send; `None` when the issue shows it all already.
    pub body: Option<String>,
    /// What file and issue agree on once `body` stands in the issue, or at once where there is none to send.
    pub agreed: Agreed,
}

/// A change of the issue that goes into the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// The entry, such as `pre-call/inform`.
    pub key: String,
    /// Its text in the file.
    pub title: String,
    /// What the file showed.
    pub from: String,
    /// What the issue shows.
    pub to: String,
    /// Who did it, if GitLab noted it.
    pub by: Option<String>,
    /// When, if GitLab noted it.
    pub at: Option<DateTime<Utc>>,
    /// What the mark says: `Marked pre-call/inform as done`.
    pub said: String,
    /// What the mark still wants: a reason, a duration.
    pub wants: Vec<String>,
}

/// Words of the issue that go into the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The field, such as `header.meeting_url`; of an item that is new in the file its key, such as `pre-call/call-them`.
    pub path: String,
    /// What the field said; `None` for a new item.
    pub from: Option<String>,
    /// What it says now.
    pub to: String,
}

/// A change of the file that goes to the issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// The entry, such as `pre-call/inform`.
    pub key: String,
    /// Its text in the file.
    pub title: String,
    /// What the issue showed; `None` if the entry was not there.
    pub from: Option<String>,
    /// What the file shows; `None` if the entry is no longer in the file.
    pub to: Option<String>,
}

/// What changes at one place of the issue's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The place: the key of an entry, `Task 2`, `Timeline`, or a heading.
    pub place: String,
    /// Lines that are new, as they are read.
    pub added: Vec<String>,
    /// Lines that go.
    pub removed: Vec<String>,
}

/// What nobody but a person can decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// File and issue changed an entry differently.
    Entry {
        /// The entry.
        key: String,
        /// Its text in the file.
        title: String,
        /// What both last agreed on.
        base: Option<String>,
        /// What the file shows; `None` if the entry is no longer in the file.
        file: Option<String>,
        /// What the issue shows.
        issue: String,
    },
    /// The issue's value of an entry cannot become a mark.
    Refused {
        /// The entry.
        key: String,
        /// Its text in the file.
        title: String,
        /// What the file shows.
        file: String,
        /// What the issue shows.
        issue: String,
        /// Why not, as a clause: "the runbook is closed".
        reason: String,
    },
    /// File and issue changed the same lines differently.
    Text {
        /// The first of the lines in the issue, from 1.
        line: usize,
        /// The lines that the file renders.
        file: Vec<String>,
        /// The lines that stand in the issue.
        issue: Vec<String>,
    },
}

/// Something that a person should know of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// An entry is no longer in the issue; it stays away unless it is restored.
    Missing {
        /// The entry.
        key: String,
        /// Its text in the file.
        title: String,
    },
    /// An entry has come back into the issue.
    Restored {
        /// The entry.
        key: String,
        /// Its text in the file.
        title: String,
    },
    /// Somebody made something else of an item, such as a bullet; what it shows is not known.
    NoBox {
        /// The entry.
        key: String,
        /// Its line in the issue, from 1.
        line: usize,
    },
    /// File and issue each keep what they show of an entry: it is the same but for what no mark can say, such as how long
    /// an earlier attempt took.
    Kept {
        /// The entry.
        key: String,
        /// Its text in the file.
        title: String,
        /// What the file shows.
        file: String,
        /// What the issue shows.
        issue: String,
    },
    /// The text of an entry in the issue is another than in the file, because somebody changed it there.
    Wording {
        /// The entry.
        key: String,
        /// Its line in the issue, from 1.
        line: usize,
        /// The text in the issue.
        issue: String,
        /// The text in the file.
        file: String,
        /// Whether the issue keeps its text. The file's goes there if it was changed too, or if somebody decided for the file.
        is_kept: bool,
    },
    /// Markers were lost, most often to the rich text editor; the entries were found by their texts.
    MarkersLost {
        /// How many.
        n_entries: usize,
    },
    /// The marker of an entry stands more than once; the first counts.
    Duplicate {
        /// The entry.
        key: String,
        /// The line of the other one, from 1.
        line: usize,
    },
    /// An item that is not in the file; it stays in the issue.
    Foreign {
        /// Its line, from 1.
        line: usize,
        /// What is seen of it.
        text: String,
        /// Whether it is ticked.
        is_done: bool,
    },
    /// The issue says something else than the file, or nothing, in the place of lines that the file renders. It stays so.
    Otherwise {
        /// The line of the issue, from 1, at or before which it is.
        line: usize,
        /// The lines that the file renders.
        file: Vec<String>,
        /// The lines that stand in the issue.
        issue: Vec<String>,
    },
    /// Lines of a person that are not in the issue any more.
    Dropped {
        /// The lines.
        lines: Vec<String>,
    },
    /// The issue was written by somebody else meanwhile, or the answer to the last push was lost.
    PushedFromElsewhere {
        /// How often the issue was written.
        issue: u64,
        /// How often the file knows of.
        file: u64,
    },
    /// Changes of the issue were left there, because nothing was to be pulled.
    NotPulled {
        /// The entries.
        keys: Vec<String>,
    },
    /// Changes of the file were left in it, because nothing was to be pushed.
    NotPushed {
        /// The entries.
        keys: Vec<String>,
    },
}

/// Why nothing could be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// The file cannot be rendered.
    #[error("the issue cannot be rendered")]
    Render(#[from] RenderError),
    /// A mark cannot be written into the file.
    #[error("what was changed in the issue cannot be written into the file")]
    Edit(#[from] EditError),
    /// The file with its new marks cannot be read.
    #[error("the file with its new marks cannot be read")]
    Unreadable(Vec<Problem>),
    /// The marker in the issue is that of another runbook.
    #[error("the issue belongs to another runbook: its marker says `{issue}`, the file `{file}`")]
    OtherRunbook {
        /// The publication in the issue.
        issue: String,
        /// The publication in the file.
        file: String,
    },
    /// The merged text would not show what it should.
    #[error("the texts of file and issue cannot be merged: {reason}")]
    Tangled {
        /// What would be wrong.
        reason: String,
    },
}
