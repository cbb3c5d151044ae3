//! `dri-not-a-contact`.

use super::{
    super::{Level, LintContext, rule::declare_rule},
    handle_format,
};
use crate::{
    document::{Route, route},
    model::Kind,
};

declare_rule! {
    /// Checks that the DRI is one of the contacts of GitLab, by handle or by name.
    ///
    /// ## Why
    /// The DRI of last month's runbook stays in the header of the copy. Whoever owns the work is on the call, and their
    /// clock, role and handle stand in the contacts.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@pat_filler"
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe" }
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe" }
    /// ```
    pub(super) static DRI_NOT_A_CONTACT = {
        id: "dri-not-a-contact",
        level: Level::Warning,
        summary: "the DRI is not a contact of GitLab",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let Some(dri) = runbook.header.dri.as_deref() else { return };
    let contacts = &runbook.contacts.gitlab;
    // What stands around a handle is the business of `handle-format`.
    let dri = handle_format::meant(dri).unwrap_or(dri.into());
    let dri = dri.as_ref();
    // A contact that could not be read may be the one.
    if contacts.iter().any(|contact| contact.is(dri)) || !cx.is_read_in_full(&Route::top().key("contacts")) {
        return;
    }
    let report = cx.report(route::header("dri"), "not among `contacts.gitlab`");
    if runbook.contacts.customer.iter().any(|contact| contact.is(dri)) {
        report.help("this is a contact of the customer; the DRI is somebody of GitLab");
    } else if contacts.is_empty() {
        report.help("add the DRI to the contacts: `contacts:`, `gitlab:`, and a name with a handle");
    } else if let Some(index) = contacts.iter().position(|contact| contact.handle.is_none()).filter(|_| is_handle(dri))
    {
        let (number, name) = (index + 1, &contacts[index].name);
        report.help(format!(
            "add the DRI to the contacts, or the handle to the name: if it is {name}, `runbook set contacts.gitlab.{number}.handle {dri}`"
        ));
    } else {
        report.help("add the DRI to the contacts, or correct the handle");
    }
}

/// Returns whether a text is a handle that a person can copy into a command.
fn is_handle(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    text.strip_prefix('@').is_some_and(|name| !name.is_empty() && name.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, DRI_NOT_A_CONTACT};

    #[test]
    fn a_dri_is_known_by_handle_or_name() {
        for dri in ["\"@john_doe\"", "'`@john_doe`'", "john_doe", "John Doe", "john doe"] {
            let text = format!(
                "header: {{ name: Acme - Work, dri: {dri} }}\ncontacts: {{ gitlab: [{{ name: John Doe, handle: john_doe }}] }}\n"
            );
            check(&DRI_NOT_A_CONTACT, &text, expect![""]);
        }
    }

    #[test]
    fn a_contact_of_the_customer_is_not_the_dri() {
        check(
            &DRI_NOT_A_CONTACT,
            "contacts: { customer: [{ name: John, handle: john_doe }] }\n",
            expect![[r#"
            2:35 warning [dri-not-a-contact] "\"@john_doe\"": the DRI is not a contact of GitLab (not among `contacts.gitlab`); this is a contact of the customer; the DRI is somebody of GitLab
        "#]],
        );
    }

    #[test]
    fn without_contacts_the_dri_is_none_of_them() {
        check(
            &DRI_NOT_A_CONTACT,
            "tasks: []\n",
            expect![[r#"
            2:35 warning [dri-not-a-contact] "\"@john_doe\"": the DRI is not a contact of GitLab (not among `contacts.gitlab`); add the DRI to the contacts: `contacts:`, `gitlab:`, and a name with a handle
        "#]],
        );
        check(
            &DRI_NOT_A_CONTACT,
            "contacts: { gitlab: [] }\n",
            expect![[r#"
            2:35 warning [dri-not-a-contact] "\"@john_doe\"": the DRI is not a contact of GitLab (not among `contacts.gitlab`); add the DRI to the contacts: `contacts:`, `gitlab:`, and a name with a handle
        "#]],
        );
    }

    #[test]
    fn a_contact_without_a_handle_may_be_the_dri() {
        check(
            &DRI_NOT_A_CONTACT,
            "contacts: { gitlab: [{ name: Jane Smith, handle: jane_smith }, { name: John Doe }] }\n",
            expect![[r#"
                2:35 warning [dri-not-a-contact] "\"@john_doe\"": the DRI is not a contact of GitLab (not among `contacts.gitlab`); add the DRI to the contacts, or the handle to the name: if it is John Doe, `runbook set contacts.gitlab.2.handle @john_doe`
            "#]],
        );
    }

    #[test]
    fn a_contact_that_could_not_be_read_may_be_the_dri() {
        check(
            &DRI_NOT_A_CONTACT,
            "contacts: { gitlab: [John Doe, { name: Jane Smith }] }\n",
            expect![[r#"
                3:22 error [schema] "John Doe": a contact must be a mapping, not text; write `name: John Doe`
            "#]],
        );
        check(
            &DRI_NOT_A_CONTACT,
            "contacts: { gitlab: John Doe }\n",
            expect![[r#"
            3:21 error [schema] "John Doe": `gitlab` must be a list, not text; begin each entry with a dash and a blank: `- `
        "#]],
        );
    }
}
