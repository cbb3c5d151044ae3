//! The keys of every record of a runbook, in the order in which they are written; what they mean is documented in `model/`.

use super::Record;

pub(super) const RUNBOOK: Record = Record {
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
pub(super) const HEADER: Record = Record {
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
pub(super) const SESSION: Record = Record { what: "a session", keys: &["at", "window"], required: &["at"] };
pub(super) const CONTACTS: Record = Record { what: "`contacts`", keys: &["gitlab", "customer"], required: &[] };
pub(super) const CONTACT: Record = Record {
    what: "a contact",
    keys: &["name", "handle", "role", "description", "time_zone", "duties", "attends"],
    required: &["name"],
};
pub(super) const CHECKLIST: Record = Record { what: "a checklist", keys: &["title", "items"], required: &[] };
pub(super) const ITEM: Record = Record {
    what: "a checklist item",
    keys: &["id", "item", "why", "required", "state", "reason", "accepted_by", "evidence"],
    required: &["item"],
};
pub(super) const TASK: Record = Record {
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
pub(super) const STEP: Record = Record {
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
pub(super) const ROLLBACK: Record = Record {
    what: "the rollback",
    keys: &["plan", "link", "irreversible", "planned", "point_of_no_return", "confirmed_by", "steps"],
    required: &[],
};
pub(super) const CONFIRMATION: Record =
    Record { what: "a confirmation", keys: &["region", "handle"], required: &["region", "handle"] };
pub(super) const FOLLOW_UP: Record =
    Record { what: "a follow-up", keys: &["what", "owner", "due", "link"], required: &["what"] };
pub(super) const CLOSED: Record = Record { what: "`closed`", keys: &["at", "by", "result", "note"], required: &["at"] };
pub(super) const SYNC: Record =
    Record { what: "`sync`", keys: &["issue", "id", "state", "rev", "at", "base", "lines"], required: &[] };
pub(super) const LOG_ENTRY: Record = Record {
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
