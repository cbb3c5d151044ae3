//! `project-not-private`.

use super::super::{Level, LintContext, Visibility, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks in CI that the project which holds the runbook is private: a public one is an error, an internal one a
    /// warning. It goes by `CI_PROJECT_VISIBILITY`; where that is not set, nothing is known and nothing is said.
    ///
    /// ## Why
    /// A runbook names a customer, its people, and how to change its systems. The issue is confidential, but the file is as
    /// public as its project. Blueprints and examples name nobody, and may stand anywhere.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// ```
    /// ```yaml good
    /// example: true
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// ```
    pub(super) static PROJECT_NOT_PRIVATE = {
        id: "project-not-private",
        level: Level::Error,
        summary: "the project of the runbook is not private",
        kinds: &Kind::ALL,
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let (level, who) = match cx.team().visibility {
        Some(Visibility::Public) => (Level::Error, "public: everybody can read this"),
        Some(Visibility::Internal) => (Level::Warning, "internal: everybody who signs in can read this"),
        Some(Visibility::Private) | None => return,
    };
    if !cx.runbook().example {
        cx.report(route::header("name"), "names a customer")
            .message(format!("the project is {who}"))
            .help(
                "set its visibility to private: Settings > General > Visibility; if it may be seen, set `project-not-private: off` in `.runbook.yaml`",
            )
            .level(level);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{super::check::check_with, PROJECT_NOT_PRIVATE};
    use crate::lint::{Options, Team, Visibility};

    #[track_caller]
    fn check(visibility: Option<Visibility>, text: &str, expected: Expect) {
        let team = Team { visibility, ..Team::default() };
        check_with(&PROJECT_NOT_PRIVATE, text, Options { team, ..Options::default() }, expected);
    }

    #[test]
    fn whoever_can_read_it_decides() {
        check(
            Some(Visibility::Public),
            "tasks: []\n",
            expect![[r#"
            2:17 error [project-not-private] "Acme - Work": the project is public: everybody can read this (names a customer); set its visibility to private: Settings > General > Visibility; if it may be seen, set `project-not-private: off` in `.runbook.yaml`
        "#]],
        );
        check(
            Some(Visibility::Internal),
            "tasks: []\n",
            expect![[r#"
            2:17 warning [project-not-private] "Acme - Work": the project is internal: everybody who signs in can read this (names a customer); set its visibility to private: Settings > General > Visibility; if it may be seen, set `project-not-private: off` in `.runbook.yaml`
        "#]],
        );
        check(Some(Visibility::Private), "tasks: []\n", expect![""]);
        check(None, "tasks: []\n", expect![""]);
    }

    #[test]
    fn what_names_nobody_may_be_seen() {
        check(Some(Visibility::Public), "example: true\n", expect![""]);
        check(Some(Visibility::Public), "blueprint: true\n", expect![""]);
    }
}
