//! `contact-without-role`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Checks that a contact who attends says what the person is on the call: by a role, a description or duties.
    ///
    /// ## Why
    /// A call begins with saying who does what. Whoever joins late, and the engineer of the next region, read it in the
    /// table of contacts; a name alone says nothing to the customer either. A role is not asked of those who are only
    /// named (`attends: false`).
    ///
    /// ## Example
    /// ```yaml bad
    /// contacts:
    ///   gitlab:
    ///     - name: John Doe
    /// ```
    /// ```yaml good
    /// contacts:
    ///   gitlab:
    ///     - name: John Doe
    ///       role: Technical Execution
    /// ```
    pub(super) static CONTACT_WITHOUT_ROLE = {
        id: "contact-without-role",
        level: Level::Warning,
        summary: "a contact has no role",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    if cx.is_closed() {
        return;
    }
    for (route, contact) in cx.contacts() {
        let says = contact.role.is_some() || contact.description.is_some() || !contact.duties.is_empty();
        let is_missing = || ["role", "description", "duties"].iter().all(|key| cx.is_missing(&route.clone().key(*key)));
        if contact.attends && !says && is_missing() {
            cx.report(route, "what does this person do?")
                .message(format!("{} has no role", contact.name))
                .help("add what the person is on the call, for example `role: Technical Execution`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, CONTACT_WITHOUT_ROLE};

    #[test]
    fn a_name_alone_says_nothing() {
        check(
            &CONTACT_WITHOUT_ROLE,
            "contacts:\n  gitlab: [{ name: John Doe }, { name: Jane Smith, attends: false }]\n  customer: [{ name: Tom Blogs, role: '' }]\n",
            expect![[r#"
                4:14 warning [contact-without-role] "name: John Doe": John Doe has no role (what does this person do?); add what the person is on the call, for example `role: Technical Execution`
                5:16 warning [contact-without-role] "name: Tom Blogs": Tom Blogs has no role (what does this person do?); add what the person is on the call, for example `role: Technical Execution`
            "#]],
        );
    }

    #[test]
    fn a_description_or_a_duty_says_as_much() {
        check(
            &CONTACT_WITHOUT_ROLE,
            "contacts: { gitlab: [{ name: John Doe, duties: [execute] }, { name: Jane Smith, description: Posts updates }] }\n",
            expect![[""]],
        );
    }

    #[test]
    fn what_is_not_understood_may_be_the_role() {
        check(
            &CONTACT_WITHOUT_ROLE,
            "contacts: { gitlab: [{ name: John Doe, roll: Lead }] }\n",
            expect![[r#"
            3:40 error [schema] "roll": a contact has no key `roll`; did you mean `role`?
        "#]],
        );
    }
}
