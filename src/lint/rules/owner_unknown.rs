//! `owner-unknown`.

use std::collections::HashSet;

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route, closest},
    model::{Kind, bare_handle},
};

declare_rule! {
    /// Checks that the owner of each task, rollback step and follow-up is one of the contacts, of either side, by name or handle.
    /// Placeholders are left alone, and a runbook without contacts.
    ///
    /// ## Why
    /// On the call the owner is asked "is it done?". A name that nobody has, or an old one, is found out at that moment.
    ///
    /// ## Example
    /// ```yaml bad
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe" }
    /// tasks:
    ///   - { task: Remove 2FA from user list, owner: Jon Doe }
    /// ```
    /// ```yaml good
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: "@john_doe" }
    /// tasks:
    ///   - { task: Remove 2FA from user list, owner: John Doe }
    /// ```
    pub(super) static OWNER_UNKNOWN = {
        id: "owner-unknown",
        level: Level::Warning,
        summary: "the owner is not among the contacts",
        kinds: &Kind::ALL,
        repair: Safety::Unsafe,
        blueprints: true,
        check,
    }
}

/// For how many owners the one that was meant is looked for.
const MAX_MEANT: usize = 200;

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let contacts = Route::top().key("contacts");
    if runbook.contacts.all().next().is_none() || !cx.is_read_in_full(&contacts) {
        return;
    }
    let lower = |name: &str| name.trim().to_ascii_lowercase();
    let known: HashSet<String> = runbook
        .contacts
        .all()
        .flat_map(|contact| [Some(&contact.name), contact.handle.as_ref()])
        .flatten()
        .map(|name| lower(bare_handle(name)))
        .collect();
    let of_tasks = cx.tasks_and_steps().map(|(place, task)| (place.route().key("owner"), task.owner.as_deref()));
    let follow_ups = Route::top().key("follow_ups");
    let of_follow_ups = runbook.follow_ups.iter().enumerate();
    let of_follow_ups =
        of_follow_ups.map(|(index, what)| (follow_ups.clone().index(index).key("owner"), what.owner.as_deref()));
    let unknown = of_tasks.chain(of_follow_ups).filter_map(|(route, owner)| {
        let owner = owner.filter(|owner| !owner.trim().is_empty() && !owner.contains('<'))?;
        (!known.contains(&lower(bare_handle(owner)))).then_some((route, owner))
    });
    let unknown: Vec<(Route, &str)> = unknown.collect();
    let names: Vec<&str> = runbook.contacts.all().map(|contact| contact.name.as_str()).collect();
    let handles: Vec<&str> = runbook.contacts.all().filter_map(|contact| contact.handle.as_deref()).collect();
    for (number, (route, owner)) in unknown.into_iter().enumerate() {
        let report = cx.report(route.clone(), "not a contact");
        report.message(format!("the owner `{owner}` is not among the contacts"));
        // Beyond what is shown, nobody reads what may have been meant.
        let meant = if number < MAX_MEANT { closest(owner, &names).or_else(|| closest(owner, &handles)) } else { None };
        match meant {
            Some(meant) => report
                .help(format!("did you mean `{meant}`?"))
                .fix(Fix::unsafe_(format!("write `{meant}`"), vec![Edit::set(route, meant)])),
            None => report.help(format!("write one of {}, or add the person to the contacts", quoted(&names))),
        };
    }
}

/// Returns the first names in back-ticks; a list of thirty helps nobody.
fn quoted(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(4).map(|name| format!("`{name}`")).collect();
    if names.len() > shown.len() { format!("{} …", shown.join(", ")) } else { shown.join(", ") }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, OWNER_UNKNOWN};

    use super::super::check::check_repair;

    const CONTACTS: &str = "\
contacts:
  gitlab: [{ name: John Doe, handle: '@john_doe' }]
  customer: [{ name: Tom Blogs }]
";

    #[test]
    fn owners_are_contacts_of_either_side() {
        let text = format!(
            "{CONTACTS}\
tasks:
  - {{ task: a, owner: john doe }}
  - {{ task: b, owner: '@john_doe' }}
  - {{ task: c, owner: Tom Blogs }}
  - {{ task: d, owner: <OWNER> }}
  - {{ task: e, owner: Tom Bloggs }}
rollback: {{ steps: [{{ task: f, owner: Dana Example }}] }}
follow_ups: [{{ what: g, owner: '@jane_smith' }}, {{ what: h }}]
"
        );
        check(
            &OWNER_UNKNOWN,
            &text,
            expect![[r#"
            11:23 warning [owner-unknown] "Tom Bloggs": the owner `Tom Bloggs` is not among the contacts (not a contact); did you mean `Tom Blogs`?
            12:39 warning [owner-unknown] "Dana Example": the owner `Dana Example` is not among the contacts (not a contact); write one of `John Doe`, `Tom Blogs`, or add the person to the contacts
            13:32 warning [owner-unknown] "'@jane_smith'": the owner `@jane_smith` is not among the contacts (not a contact); write one of `John Doe`, `Tom Blogs`, or add the person to the contacts
        "#]],
        );
        check_repair(
            &OWNER_UNKNOWN,
            &format!("{CONTACTS}tasks: [{{ task: e, owner: Tom Bloggs }}]\n"),
            expect![[r##"
            # Unsafe: write `Tom Blogs`
            version: 1
            header: { name: Acme - Work, dri: "@john_doe" }
            contacts:
              gitlab: [{ name: John Doe, handle: '@john_doe' }]
              customer: [{ name: Tom Blogs }]
            tasks: [{ task: e, owner: Tom Blogs }]
        "##]],
        );
    }

    #[test]
    fn without_contacts_there_is_nothing_to_compare_with() {
        check(&OWNER_UNKNOWN, "tasks: [{ task: a, owner: John Doe }]\n", expect![""]);
        check(
            &OWNER_UNKNOWN,
            "contacts: { gitlab: [3] }\ntasks: [{ task: a, owner: John Doe }]\n",
            expect![[r#"
            3:22 error [schema] "3": a contact must be a mapping, not text; write `name: "3"`
        "#]],
        );
    }
}
