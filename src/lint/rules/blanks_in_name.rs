//! `blanks-in-name`.

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route, route},
    model::Kind,
};

declare_rule! {
    /// Finds blanks at the ends of a name, and more than one blank in it: in the name of the runbook and of contacts.
    ///
    /// ## Why
    /// GitLab shows one blank where two were typed, so nobody sees why `owner: John Doe` is no contact, or why a search
    /// for the title finds nothing.
    ///
    /// ## Example
    /// ```yaml bad
    /// contacts:
    ///   customer:
    ///     - name: Harry  Page
    /// ```
    /// ```yaml good
    /// contacts:
    ///   customer:
    ///     - name: Harry Page
    /// ```
    pub(super) static BLANKS_IN_NAME = {
        id: "blanks-in-name",
        level: Level::Info,
        summary: "a name has blanks that nobody sees",
        kinds: &Kind::ALL,
        repair: Safety::Safe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    judge(cx, route::header("name"), &cx.runbook().header.name);
    for (route, contact) in cx.contacts() {
        judge(cx, route.key("name"), &contact.name);
    }
}

fn judge(cx: &mut LintContext<'_>, route: Route, name: &str) {
    let mut last = ' ';
    let is_tidy = name.chars().all(|c| !(std::mem::replace(&mut last, c).is_whitespace() && c.is_whitespace()));
    if name.is_empty() || (is_tidy && !last.is_whitespace()) {
        return;
    }
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_empty() {
        return;
    }
    cx.report(route.clone(), "blanks too many")
        .help(format!("write `{tidy}`"))
        .fix(Fix::safe("remove the blanks", vec![Edit::set(route, tidy)]));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        BLANKS_IN_NAME,
    };

    #[test]
    fn blanks_at_the_ends_and_doubled_ones_are_removed() {
        let text = "header:\n  name: \"Acme  - Work \"\ncontacts:\n  customer:\n    - name: Harry  Page # IT\n    - { name: Tom Blogs }\n";
        check(
            &BLANKS_IN_NAME,
            text,
            expect![[r#"
            3:9 info [blanks-in-name] "\"Acme  - Work \"": a name has blanks that nobody sees (blanks too many); write `Acme - Work`
            6:13 info [blanks-in-name] "Harry  Page": a name has blanks that nobody sees (blanks too many); write `Harry Page`
        "#]],
        );
        check_repair(
            &BLANKS_IN_NAME,
            text,
            expect![[r##"
                # Safe: remove the blanks
                # Safe: remove the blanks
                version: 1
                header:
                  name: "Acme - Work"
                contacts:
                  customer:
                    - name: Harry Page # IT
                    - { name: Tom Blogs }
            "##]],
        );
    }
}
