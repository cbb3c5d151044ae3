//! The keys of every record of a runbook, in the order in which they are written; what they mean is documented in `model/`.
//!
//! Whoever reads or writes a record takes its keys from here.

use super::Record;

pub(crate) const RUNBOOK: Record = Record {
    what: "a runbook",
    keys: &[
        "version",
        "kind",
        "blueprint",
        "example",
        "summary",
        "parameters",
        "header",
        "contacts",
        "checklists",
        "tasks",
        "rollback",
        "follow_ups",
        "closed",
        "sync",
        "log",
    ],
    required: &["version", "header"],
};
pub(crate) const HEADER: Record = Record {
    what: "the header",
    keys: &[
        "name",
        "description",
        "dri",
        "schedule_at",
        "window",
        "sessions",
        "meeting_url",
        "gitlab_issue",
        "platform",
        "criticality",
        "links",
    ],
    required: &["name"],
};
pub(crate) const SESSION: Record = Record { what: "a session", keys: &["at", "window"], required: &["at"] };
pub(crate) const CONTACTS: Record = Record { what: "`contacts`", keys: &["gitlab", "customer"], required: &[] };
pub(crate) const CONTACT: Record = Record {
    what: "a contact",
    keys: &["name", "handle", "role", "description", "time_zone", "duties", "attends"],
    required: &["name"],
};
pub(crate) const CHECKLIST: Record = Record { what: "a checklist", keys: &["title", "items"], required: &[] };
pub(crate) const ITEM: Record = Record {
    what: "a checklist item",
    keys: &["id", "item", "why", "required", "state", "reason", "accepted_by", "evidence"],
    required: &["item"],
};
pub(crate) const TASK: Record = Record {
    what: "a task",
    keys: &[
        "id",
        "task",
        "link",
        "owner",
        "planned",
        "waits",
        "every",
        "command",
        "language",
        "expect",
        "stop_if",
        "started_at",
        "outcome",
        "count",
        "duration",
        "note",
    ],
    required: &["task"],
};
pub(crate) const STEP: Record = Record {
    what: "a rollback step",
    keys: &[
        "id",
        "task",
        "link",
        "owner",
        "planned",
        "waits",
        "every",
        "command",
        "language",
        "expect",
        "stop_if",
        "undoes",
        "started_at",
        "outcome",
        "count",
        "duration",
        "note",
    ],
    required: &["task"],
};
pub(crate) const ROLLBACK: Record = Record {
    what: "the rollback",
    keys: &["plan", "link", "irreversible", "planned", "point_of_no_return", "confirmed_by", "steps"],
    required: &[],
};
pub(crate) const CONFIRMATION: Record =
    Record { what: "a confirmation", keys: &["region", "handle"], required: &["region", "handle"] };
pub(crate) const FOLLOW_UP: Record =
    Record { what: "a follow-up", keys: &["what", "owner", "due", "link"], required: &["what"] };
pub(crate) const CLOSED: Record = Record { what: "`closed`", keys: &["at", "by", "result", "note"], required: &["at"] };
pub(crate) const SYNC: Record =
    Record { what: "`sync`", keys: &["issue", "id", "state", "rev", "at", "base", "lines"], required: &[] };
pub(crate) const LOG_ENTRY: Record = Record {
    what: "a log entry",
    keys: &[
        "at",
        "recorded",
        "by",
        "event",
        "id",
        "from",
        "to",
        "reason",
        "accepted_by",
        "evidence",
        "duration",
        "count",
        "note",
        "region",
        "was",
    ],
    required: &["at", "event"],
};
