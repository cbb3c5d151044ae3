//! `contact-twice`.

use std::collections::{HashMap, hash_map::Entry};

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route},
    model::{Contact, Kind, bare_handle},
};

declare_rule! {
    /// Finds a person who is listed twice: by handle, or by name on the same side.
    ///
    /// ## Why
    /// An owner is written by name. When two entries answer to it, nobody knows whose clock and role count, and the
    /// entry that is corrected is the wrong one. Two people of one name are told apart by their handles.
    ///
    /// ## Example
    /// ```yaml bad
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe", role: Technical Execution }
    ///     - { name: John Doe, role: Communication }
    /// ```
    /// ```yaml bad
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe" }
    ///     - { name: John Doe, handle: "@john_doe" }
    /// ```
    /// ```yaml good
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe", role: Technical Execution and Communication }
    /// ```
    pub(super) static CONTACT_TWICE = {
        id: "contact-twice",
        level: Level::Warning,
        summary: "a person is listed twice",
        kinds: &Kind::ALL,
        repair: Safety::Safe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let contacts: Vec<(Route, &Contact)> = cx.contacts().collect();
    let mut by_handle: HashMap<String, usize> = HashMap::new();
    let mut by_name: HashMap<(Option<Route>, String), usize> = HashMap::new();
    for (at, (route, contact)) in contacts.iter().enumerate() {
        let handle = contact.handle.as_deref().map(|handle| bare_handle(handle).to_lowercase());
        let same_handle = handle.and_then(|handle| first(by_handle.entry(handle), at));
        let side = route.split_last().map(|(side, _)| side);
        let same_name = if contact.name.is_empty() {
            None
        } else {
            let name = contact.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            first(by_name.entry((side, name)), at)
        };
        // Who has a handle of their own is somebody else.
        let same_name = same_name.filter(|other| contact.handle.is_none() || contacts[*other].1.handle.is_none());
        let Some(other) = same_handle.or(same_name) else { continue };
        let (first, other) = &contacts[other];
        let first = cx.document().range(first);
        let report = cx.report(route.clone(), "listed again");
        report
            .message(format!("{} is listed twice", contact.name))
            .help("make one entry of the two; who has several roles has them in one `role`")
            .also(first, "listed here first");
        if contact == other {
            report.fix(Fix::safe("remove the second of two equal entries", vec![Edit::remove(route.clone())]));
        }
    }
}

/// Returns who was there first, or notes this one as the first.
fn first<K>(entry: Entry<'_, K, usize>, at: usize) -> Option<usize> {
    match entry {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(free) => {
            free.insert(at);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        CONTACT_TWICE,
    };

    #[test]
    fn a_handle_is_one_person_on_either_side_and_in_any_case() {
        check(
            &CONTACT_TWICE,
            "contacts:\n  gitlab: [{ name: John Doe, handle: \"@john_doe\" }]\n  customer: [{ name: J. Doe, handle: John_Doe }]\n",
            expect![[r#"
                5:16 warning [contact-twice] "name: J. Doe": J. Doe is listed twice (listed again); make one entry of the two; who has several roles has them in one `role`; 4:14 listed here first
            "#]],
        );
    }

    #[test]
    fn a_name_is_one_person_unless_handles_tell_them_apart() {
        check(
            &CONTACT_TWICE,
            "contacts:\n  gitlab:\n    - name: John Doe\n      handle: a\n    - { name: John Doe, handle: b }\n    - { name: 'john  doe' }\n",
            expect![[r#"
                8:9 warning [contact-twice] "name: 'john  doe'": john  doe is listed twice (listed again); make one entry of the two; who has several roles has them in one `role`; 5:7 listed here first
            "#]],
        );
        check(
            &CONTACT_TWICE,
            "contacts:\n  gitlab: [{ name: John Doe }]\n  customer: [{ name: John Doe }]\n",
            expect![[""]],
        );
    }

    #[test]
    fn of_two_equal_entries_one_goes() {
        check_repair(
            &CONTACT_TWICE,
            "header: { name: Acme - Work }\ncontacts:\n  gitlab:\n    - name: John Doe\n      role: Lead # today\n    - { name: John Doe, role: Lead }\n    - name: Jane Smith\n",
            expect![[r#"
                # Safe: remove the second of two equal entries
                version: 1
                header: { name: Acme - Work }
                contacts:
                  gitlab:
                    - name: John Doe
                      role: Lead # today
                    - name: Jane Smith
            "#]],
        );
    }
}
