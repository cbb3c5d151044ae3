//! `dri-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that the header names the DRI: who owns the work.
    ///
    /// ## Why
    /// One person agrees the schedule, decides whether the call begins, and decides when to roll back. Without a name
    /// everybody waits for somebody. A draft may well not have one yet, so this is a warning.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// ```
    pub(super) static DRI_MISSING = {
        id: "dri-missing",
        level: Level::Warning,
        summary: "nobody owns the work",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let route = route::header("dri");
    if cx.runbook().header.dri.is_none() && cx.is_missing(&route) {
        cx.report(route, "no DRI").help("add `dri:` to the header, for example `dri: \"@john_doe\"`");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, DRI_MISSING};

    #[test]
    fn an_empty_dri_is_none() {
        check(
            &DRI_MISSING,
            "header: { name: Acme - Work, dri: }\n",
            expect![[r#"
            2:30 warning [dri-missing] "dri": nobody owns the work (no DRI); add `dri:` to the header, for example `dri: "@john_doe"`
        "#]],
        );
    }

    #[test]
    fn what_is_there_and_not_understood_is_not_missing() {
        check(
            &DRI_MISSING,
            "header: { name: Acme - Work, dri: [a] }\n",
            expect![[r#"
            2:35 error [schema] "[a]": `dri` must be text, not a list; a text that begins with `[` or `{` goes in quotes
        "#]],
        );
        check(
            &DRI_MISSING,
            "header: { name: Acme - Work, dir: a }\n",
            expect![[r#"
            2:30 error [schema] "dir": the header has no key `dir`; did you mean `dri`?
        "#]],
        );
        check(
            &DRI_MISSING,
            "dri: a\nheader: { name: Acme - Work }\n",
            expect![[r#"
            2:1 error [schema] "dri": `dri` belongs under `header`; indent it below `header:`, as `  dri: …`
        "#]],
        );
        check(
            &DRI_MISSING,
            "kind: suport-asisted\nheader: { name: Acme - Work }\n",
            expect![[r#"
            2:7 error [schema] "suport-asisted": `kind` cannot be `suport-asisted`; did you mean `support-assisted`? It can be `support-assisted`, `contact-request`, `emergency-maintenance`
        "#]],
        );
    }

    #[test]
    fn a_blueprint_has_no_dri() {
        check(&DRI_MISSING, "blueprint: true\nheader: { name: CUSTOMER - Work }\n", expect![""]);
    }
}
