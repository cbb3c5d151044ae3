//! `name-format`.

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, route},
    model::{Kind, split_name},
};

declare_rule! {
    /// Checks that the name has the form `CUSTOMER - REQUESTED TASK`; in a blueprint the customer is the word
    /// `CUSTOMER`.
    ///
    /// ## Why
    /// The name becomes the title of the issue, and people find the runbook of a customer by how its title begins. The
    /// blanks around the dash tell it from the dash in a name such as `Acme-Inc`. It is an error because the title is
    /// the one text that everybody sees, and `runbook new` would not write such a name.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Enforce 2FA on All Groups
    /// ```
    /// ```yaml bad
    /// header:
    ///   name: Acme – Enforce 2FA on All Groups   # with the long dash of a word processor
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// ```
    pub(super) static NAME_FORMAT = {
        id: "name-format",
        level: Level::Error,
        summary: "the name is not `CUSTOMER - REQUESTED TASK`",
        kinds: &Kind::ALL,
        repair: Safety::Safe,
        blueprints: true,
        check,
    }
}

const DASHES: [char; 3] = ['\u{2013}', '\u{2014}', '\u{2212}'];

fn check(cx: &mut LintContext<'_>) {
    let name = cx.runbook().header.name.as_str();
    if name.is_empty() {
        return;
    }
    let route = route::header("name");
    match split_name(name) {
        Some((customer, task)) if cx.runbook().blueprint && customer != "CUSTOMER" => {
            let meant = format!("CUSTOMER - {task}");
            let fix = Fix::unsafe_(format!("write `{meant}`"), vec![Edit::set(route.clone(), meant)]);
            cx.report(route, "the customer of a blueprint is `CUSTOMER`")
                .message("the name of a blueprint is not `CUSTOMER - REQUESTED TASK`")
                .help(format!("write `CUSTOMER - {task}`; `runbook new` puts the customer there"))
                .fix(fix);
        }
        Some(_) => {}
        None => {
            let dash = name.chars().find(|c| DASHES.contains(c));
            let (label, help) = match dash {
                Some(dash) => ("no dash between blanks", format!("write ` - ` where the name has `{dash}`")),
                None => (
                    "no customer, or no task",
                    "write the customer, a dash between blanks, and what is asked for: `Acme - Enforce 2FA on All Groups`"
                        .to_owned(),
                ),
            };
            let meant = with_plain_dash(name);
            let fix = meant.map(|meant| Fix::safe(format!("write `{meant}`"), vec![Edit::set(route.clone(), meant)]));
            let report = cx.report(route, label).help(help);
            if let Some(fix) = fix {
                report.fix(fix);
            }
        }
    }
}

/// Returns the name as it is meant where its only dash between blanks is a longer one, as word processors make it.
fn with_plain_dash(name: &str) -> Option<String> {
    let mut parts = DASHES.iter().flat_map(|dash| name.split_once(&format!(" {dash} ")));
    let (customer, task) = parts.next()?;
    let meant = format!("{customer} - {task}");
    (parts.next().is_none() && !task.contains(DASHES) && split_name(&meant).is_some()).then_some(meant)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        NAME_FORMAT,
    };

    #[test]
    fn a_longer_dash_is_repaired() {
        check_repair(
            &NAME_FORMAT,
            "header:\n  name: Acme – Enforce 2FA # as they call it\n",
            expect![[r#"
            # Safe: write `Acme - Enforce 2FA`
            version: 1
            header:
              name: Acme - Enforce 2FA # as they call it
        "#]],
        );
        check_repair(
            &NAME_FORMAT,
            "header:\n  name: Acme – Enforce – 2FA\n",
            expect![[r#"
            =
        "#]],
        );
        check_repair(
            &NAME_FORMAT,
            "header:\n  name: Acme–Enforce 2FA\n",
            expect![[r#"
            =
        "#]],
        );
        check_repair(
            &NAME_FORMAT,
            "blueprint: true\nheader: { name: Acme - Enforce 2FA }\n",
            expect![[r#"
            # Unsafe: write `CUSTOMER - Enforce 2FA`
            version: 1
            blueprint: true
            header: { name: CUSTOMER - Enforce 2FA }
        "#]],
        );
    }

    #[test]
    fn a_name_has_a_customer_and_a_task() {
        check(&NAME_FORMAT, "header: { name: Acme - Enforce 2FA }\n", expect![""]);
        check(&NAME_FORMAT, "header: { name: Acme-Inc - Enforce 2FA - second wave }\n", expect![""]);
        check(
            &NAME_FORMAT,
            "header: { name: Enforce 2FA }\n",
            expect![[r#"
            2:17 error [name-format] "Enforce 2FA": the name is not `CUSTOMER - REQUESTED TASK` (no customer, or no task); write the customer, a dash between blanks, and what is asked for: `Acme - Enforce 2FA on All Groups`
        "#]],
        );
        check(
            &NAME_FORMAT,
            "header:\n  name: 'Acme -'\n",
            expect![[r#"
            3:9 error [name-format] "'Acme -'": the name is not `CUSTOMER - REQUESTED TASK` (no customer, or no task); write the customer, a dash between blanks, and what is asked for: `Acme - Enforce 2FA on All Groups`
        "#]],
        );
        check(
            &NAME_FORMAT,
            "header:\n  name: Acme – Enforce 2FA\n",
            expect![[r#"
            3:9 error [name-format] "Acme – Enforce 2FA": the name is not `CUSTOMER - REQUESTED TASK` (no dash between blanks); write ` - ` where the name has `–`
        "#]],
        );
    }

    #[test]
    fn a_name_that_is_missing_or_unreadable_is_not_judged() {
        check(
            &NAME_FORMAT,
            "header: { name: }\n",
            expect![[r#"
            2:11 error [schema] "name": the header needs `name`; write `name: …`
        "#]],
        );
        check(
            &NAME_FORMAT,
            "header: { name: [a] }\n",
            expect![[r#"
            2:17 error [schema] "[a]": `name` must be text, not a list; a text that begins with `[` or `{` goes in quotes
        "#]],
        );
    }

    #[test]
    fn a_blueprint_has_no_customer_yet() {
        check(&NAME_FORMAT, "blueprint: true\nheader: { name: CUSTOMER - Enforce 2FA }\n", expect![""]);
        check(
            &NAME_FORMAT,
            "blueprint: true\nheader: { name: Acme - Enforce 2FA }\n",
            expect![[r#"
            3:17 error [name-format] "Acme - Enforce 2FA": the name of a blueprint is not `CUSTOMER - REQUESTED TASK` (the customer of a blueprint is `CUSTOMER`); write `CUSTOMER - Enforce 2FA`; `runbook new` puts the customer there
        "#]],
        );
    }
}
