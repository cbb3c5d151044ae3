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

/// The people of the cases: name, handle and time zone.
pub(super) const PEOPLE: &[(&str, &str, &str)] = &[
    ("Alex Stand-In", "@alex_stand_in", "Europe/Dublin"),
    ("Ana Filler", "@ana_filler", "America/Sao_Paulo"),
    ("Asha Specimen", "@asha_specimen", "Asia/Kolkata"),
    ("Beto Sample", "@beto_sample", "America/Sao_Paulo"),
    ("Bugs Stand-In", "@bugs_stand_in", "America/Phoenix"),
    ("Chris Placeholder", "@chris_placeholder", "Europe/Dublin"),
    ("Dana Example", "@dana_example", "America/Los_Angeles"),
    ("Fern Specimen", "@fern_specimen", "Europe/Dublin"),
    ("Hari Filler", "@hari_filler", "Asia/Kathmandu"),
    ("Ivy Filler", "@ivy_filler", "America/Chicago"),
    ("Jan Blank", "@jan_blank", "Europe/Warsaw"),
    ("Jo Mockup", "@jo_mockup", "America/Sao_Paulo"),
    ("Kim Mockup", "@kim_mockup", "Europe/Warsaw"),
    ("Kiran Placeholder", "@kiran_placeholder", "Asia/Kolkata"),
    ("Lee Dummy", "@lee_dummy", "America/New_York"),
    ("Maya Blank", "@maya_blank", "Asia/Singapore"),
    ("Morgan Sample", "@morgan_sample", "Europe/Dublin"),
    ("Noor Mockup", "@noor_mockup", "Asia/Kolkata"),
    ("Ola Specimen", "@ola_specimen", "Europe/Warsaw"),
    ("Pat Filler", "@pat_filler", "Europe/London"),
    ("Rory Template", "@rory_template", "Europe/Dublin"),
    ("Sam Dummy", "@sam_dummy", "Australia/Adelaide"),
    ("Tara Specimen", "@tara_specimen", "Asia/Kathmandu"),
    ("Toni Blank", "@toni_blank", "America/Los_Angeles"),
    ("Uwe Blank", "@uwe_blank", "Europe/Berlin"),
    ("Wile Placeholder", "@wile_placeholder", "Europe/Berlin"),
];

const GITLAB_COM: (&str, &str) = ("CHANNELS", "`#support_gitlab-com` and `#support_manager`");
const SELF_MANAGED: (&str, &str) = ("CHANNELS", "`#support_self-managed` and `#support_manager`");

pub(super) const CASES: &[Case] =
    &[BULK_REMOVE_2FA, ENFORCE_2FA, GEO_FAILOVER, GROUP_SAML, MIGRATE_USERS, MOVE_STORAGE, UPGRADE];

const BULK_REMOVE_2FA: Case = Case {
    blueprint: "bulk-remove-2fa",
    name: "Foobar Freight - Remove 2FA From 340 Users After Phone Loss",
    dri: "Kiran Placeholder",
    parameters: &[
        SELF_MANAGED,
        ("EXECUTING_ENGINEER", "Kiran Placeholder"),
        ("SECOND_ENGINEER", "Lee Dummy"),
        ("APPROVER", "Morgan Sample"),
        ("CUSTOMER_VERIFIER", "Asha Specimen"),
        ("SERVICE_DESK", "Noor Mockup"),
        ("SECURITY_CONTACT", "Pat Filler"),
        ("N_USERS", "340"),
        ("CSV_PATH", "/tmp/users.csv"),
        ("ADMIN_USERNAME", "foobar_breakglass"),
        ("VOLUNTEER", "pat_filler"),
        ("INSTANCE_URL", "https://gitlab.foobar.example"),
    ],
    calls: &[Call {
        at: "2026-11-03 07:00 Asia/Kolkata",
        window: "2h",
        tasks: &["match-list", "sign-off", "clear-volunteer", "clear-rest", "review-errors", "ask-ten"],
    }],
    decides: "clear-rest",
};

const ENFORCE_2FA: Case = Case {
    blueprint: "enforce-2fa-all-groups",
    name: "Acme - Enforce 2FA on All Groups",
    dri: "Dana Example",
    parameters: &[
        GITLAB_COM,
        ("EXECUTING_ENGINEER", "Dana Example"),
        ("SECOND_ENGINEER", "Kiran Placeholder"),
        ("CUSTOMER_OWNER", "Toni Blank"),
        ("GROUP_PATH", "acme"),
        ("GROUP_ID", "4711"),
        ("SANDBOX_GROUP_ID", "4712"),
        ("N_GROUPS", "2501"),
        ("SANDBOX_PERSON", "Pat Filler"),
        ("GRACE_HOURS", "48"),
        ("ROLLBACK_BY", "09:15 UTC"),
    ],
    calls: &[Call {
        at: "2026-10-10 23:30 America/Los_Angeles",
        window: "4h",
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
};

const MIGRATE_USERS: Case = Case {
    blueprint: "migrate-users-between-idps",
    name: "Acme Rockets - Move 1,200 Users From Okta to Entra ID",
    dri: "Rory Template",
    parameters: &[
        GITLAB_COM,
        ("EXECUTING_ENGINEER", "Rory Template"),
        ("SECOND_ENGINEER", "Dana Example"),
        ("IDENTITY_ARCHITECT", "Wile Placeholder"),
        ("HELP_DESK", "Bugs Stand-In"),
        ("OLD_PROVIDER", "Okta"),
        ("NEW_PROVIDER", "Entra ID"),
        ("GROUP_PATH", "acme-rockets"),
        ("GROUP_ID", "4713"),
        ("N_USERS", "1200"),
        ("PILOT_IDS", "17 42 108 512 2048"),
        ("ROLLBACK_BY", "12:45 UTC"),
        ("IDENTITIES", "saml scim"),
    ],
    calls: &[Call {
        at: "2026-10-17 09:00 Europe/Dublin",
        window: "7h",
        tasks: &[
            "export-identities",
            "pause",
            "switch-provider",
            "pilot",
            "wave-1",
            "check-wave-1",
            "wave-2",
            "wave-3",
            "leftovers",
            "resume",
        ],
    }],
    decides: "leftovers",
};

const GROUP_SAML: Case = Case {
    blueprint: "group-saml-enablement",
    name: "Placeholder Bank - Turn On Group SAML With Enforcement",
    dri: "Sam Dummy",
    parameters: &[
        GITLAB_COM,
        ("EXECUTING_ENGINEER", "Sam Dummy"),
        ("SECOND_ENGINEER", "Kiran Placeholder"),
        ("IAM_ENGINEER", "Tara Specimen"),
        ("GROUP_OWNER", "Hari Filler"),
        ("CHANGE_MANAGER", "Maya Blank"),
        ("GROUP_PATH", "placeholder-bank"),
        ("GROUP_ID", "4714"),
        ("BREAK_GLASS", "bank_breakglass"),
    ],
    calls: &[
        Call {
            at: "2026-10-21 10:00 Asia/Kathmandu",
            window: "1h30m",
            tasks: &["read-back", "configure", "verify", "owner-links", "pilots-link", "record-members", "group-links"],
        },
        Call {
            at: "2026-10-28 10:00 Asia/Kathmandu",
            window: "1h30m",
            tasks: &["decide", "enforce-web", "enforce-git", "watch"],
        },
    ],
    decides: "watch",
};

const MOVE_STORAGE: Case = Case {
    blueprint: "move-project-storage-shards",
    name: "Sample & Sons - Move 9,400 Projects Off Gitaly Storage \"default\"",
    dri: "Jo Mockup",
    parameters: &[
        SELF_MANAGED,
        ("EXECUTING_ENGINEER", "Jo Mockup"),
        ("CHECK_IN_1", "Sam Dummy"),
        ("CHECK_IN_2", "Rory Template"),
        ("PLATFORM_ENGINEER", "Beto Sample"),
        ("STORAGE_OWNER", "Ana Filler"),
        ("INSTANCE_URL", "https://gitlab.sample.example"),
        ("SOURCE", "default"),
        ("DESTINATION", "storage2"),
        ("N_PROJECTS", "9400"),
        ("PILOT_IDS", "17 42 108 512 2048"),
    ],
    calls: &[
        Call {
            at: "2026-11-13 18:00 America/Sao_Paulo",
            window: "1h30m",
            tasks: &["weights", "count-before", "pilot", "move-projects", "move-snippets-groups"],
        },
        Call { at: "2026-11-14 06:00 UTC", window: "30m", tasks: &["check-in-1"] },
        Call { at: "2026-11-14 14:00 UTC", window: "30m", tasks: &["check-in-2"] },
        Call { at: "2026-11-14 22:00 UTC", window: "30m", tasks: &["check-in-3"] },
        Call { at: "2026-11-15 03:00 UTC", window: "1h30m", tasks: &["confirm-empty", "trim"] },
    ],
    decides: "confirm-empty",
};

const UPGRADE: Case = Case {
    blueprint: "upgrade-assistance",
    name: "Globe Filler - Upgrade Assistance 17.3.7 to 18.2",
    dri: "Rory Template",
    parameters: &[
        SELF_MANAGED,
        ("REVIEWER", "Rory Template"),
        ("SECOND_APPROVER", "Alex Stand-In"),
        ("MANAGER_ON_DUTY", "Morgan Sample"),
        ("SUCCESS_MANAGER", "Kim Mockup"),
        ("GITLAB_ADMINISTRATOR", "Ola Specimen"),
        ("CHANGE_MANAGER", "Jan Blank"),
        ("UPGRADE_WINDOW", "Saturday 21 November 20:00 to Sunday 06:00 Europe/Warsaw"),
        ("LAST_STOP_BEGINS", "Sunday 01:50"),
        ("FROM_VERSION", "17.3.7"),
        ("STOP_1", "17.5.5"),
        ("STOP_2", "17.8.7"),
        ("STOP_3", "17.11.7"),
        ("TARGET_VERSION", "18.2.6"),
    ],
    calls: &[
        Call {
            at: "2026-11-17 16:00 Europe/Warsaw",
            window: "30m",
            tasks: &["goal", "path", "migrations", "order", "backups", "decision-times", "conditions"],
        },
        Call {
            at: "2026-11-21 20:00 Europe/Warsaw",
            window: "10h",
            tasks: &["stop-1", "stop-2", "stop-3", "stop-4", "open-up"],
        },
    ],
    decides: "stop-4",
};

const GEO_FAILOVER: Case = Case {
    blueprint: "geo-planned-failover",
    name: "Acme Orbital - Geo Planned Failover Dublin To Frankfurt",
    dri: "Rory Template",
    parameters: &[
        SELF_MANAGED,
        ("CALLER", "Rory Template"),
        ("COMMUNICATOR", "Lee Dummy"),
        ("DATABASE_STANDBY", "Chris Placeholder"),
        ("MANAGER", "Morgan Sample"),
        ("PLATFORM_LEAD", "Fern Specimen"),
        ("NETWORK_ENGINEER", "Uwe Blank"),
        ("CUSTOMER_COMMUNICATIONS", "Ivy Filler"),
        ("PRIMARY_SITE", "Dublin"),
        ("SECONDARY_SITE", "Frankfurt"),
        ("SITE_HOST", "gitlab.orbital.example"),
        ("SECONDARY_ADDRESS", "192.0.2.17"),
        ("ABORT_DEADLINE", "08:55 UTC"),
    ],
    calls: &[Call {
        at: "2026-11-29 06:00 UTC",
        window: "4h30m",
        tasks: &[
            "roll-call",
            "go-1",
            "maintenance-mode",
            "wait-for-sync",
            "check-secondary",
            "go-2",
            "stop-primary",
            "preflight",
            "promote",
            "dns",
            "smoke-test-reading",
            "open-up",
            "smoke-test-writing",
            "watch",
        ],
    }],
    decides: "preflight",
};
