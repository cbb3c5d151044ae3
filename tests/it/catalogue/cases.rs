//! What fills each blueprint in the tests: invented customers, in calls that are booked as the blueprint says.

/// How a blueprint is filled.
pub(super) struct Case {
    pub(super) blueprint: &'static str,
    pub(super) name: &'static str,
    pub(super) dri: &'static str,
    pub(super) parameters: &'static [(&'static str, &'static str)],
    pub(super) calls: &'static [Call],
    /// The task after which it is decided whether to go back: the rollback has to fit behind it.
    pub(super) decides: &'static str,
}

/// A call, with the tasks that are done in it.
pub(super) struct Call {
    pub(super) at: &'static str,
    pub(super) window: &'static str,
    pub(super) tasks: &'static [&'static str],
}

const CHANNELS: (&str, &str) = ("CHANNELS", "`#support_gitlab-com` and `#support_manager`");

pub(super) const CASES: &[Case] = &[Case {
    blueprint: "enforce-2fa-all-groups",
    name: "Acme - Enforce 2FA on All Groups",
    dri: "Dana Example",
    parameters: &[
        CHANNELS,
        ("EXECUTING_ENGINEER", "Dana Example"),
        ("SECOND_ENGINEER", "Kiran Placeholder"),
        ("CUSTOMER_OWNER", "Toni Blank"),
        ("GROUP_PATH", "acme"),
        ("GROUP_ID", "4711"),
        ("SANDBOX_GROUP_ID", "4712"),
        ("N_GROUPS", "2501"),
        ("GRACE_HOURS", "48"),
    ],
    calls: &[Call {
        at: "2026-10-10 23:30 America/Los_Angeles",
        window: "3h30m",
        tasks: &[
            "record-before",
            "confirm-list",
            "apply-sandbox",
            "apply-top-level",
            "apply-subgroups",
            "review-errors",
            "record-after",
            "update-issue",
        ],
    }],
    decides: "apply-subgroups",
}];
