//! `duty-without-contact`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::Route,
    model::{Contact, Duty, Kind},
};

declare_rule! {
    /// Checks that somebody who attends executes, somebody communicates and somebody verifies: by `duties`, or by what
    /// role and description say.
    ///
    /// ## Why
    /// These are the three things that a call needs, and the one that nobody was asked for is left out: updates stop
    /// while the only engineer types, or the work is done and nobody of the customer can say that it works. One person
    /// may have several. Where no contact has `duties` the words of the roles are a guess, so the finding is only an
    /// info.
    ///
    /// ## Example
    /// ```yaml bad
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, duties: [execute] }
    ///   customer:
    ///     - { name: Tom Blogs, duties: [verify] }
    /// ```
    /// ```yaml good
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, duties: [execute, communicate] }
    ///   customer:
    ///     - { name: Tom Blogs, duties: [verify] }
    /// ```
    pub(super) static DUTY_WITHOUT_CONTACT = {
        id: "duty-without-contact",
        level: Level::Warning,
        summary: "something that a call needs is nobody's duty",
        kinds: &[Kind::SupportAssisted],
        blueprints: true,
        check,
    }
}

/// How words of roles and descriptions begin that speak of a duty.
const fn words(duty: Duty) -> &'static [&'static str] {
    match duty {
        Duty::Execute => &["execut", "technical", "carr", "run", "implement", "perform", "upgrad", "typ", "guid"],
        Duty::Communicate => &["communicat", "coordinat", "update", "inform", "tell", "post", "liaison"],
        Duty::Verify => &["verif", "validat", "check", "test", "confirm", "review", "accept", "sign"],
    }
}

fn check(cx: &mut LintContext<'_>) {
    let route = Route::top().key("contacts");
    let contacts = &cx.runbook().contacts;
    // Without contacts there is nobody whose duty it could be; other rules ask for them.
    if contacts.all().next().is_none() || cx.is_closed() || !cx.is_read_in_full(&route) {
        return;
    }
    let uses_duties = contacts.all().any(|contact| !contact.duties.is_empty());
    let mut missing: Vec<Duty> = Vec::new();
    for duty in Duty::ALL {
        let is_somebodys = contacts.all().filter(|contact| contact.attends).any(|contact| has(contact, duty));
        // The DRI is the main contact for execution.
        let is_of_dri = duty == Duty::Execute && !uses_duties && cx.runbook().header.dri.is_some();
        if !is_somebodys && !is_of_dri {
            missing.push(duty);
        }
    }
    let verbs: Vec<&str> = missing.iter().map(|duty| verb(*duty)).collect();
    let Some((last, rest)) = verbs.split_last() else { return };
    let verbs = if rest.is_empty() { (*last).to_owned() } else { format!("{} or {last}", rest.join(", ")) };
    let words: Vec<&str> = missing.iter().map(|duty| duty.word()).collect();
    let report = cx.report(route, "nobody's duty");
    report
        .message(format!("nobody who attends {verbs}"))
        .help(format!("give it to a contact, for example `duties: [{}]`", words.join(", ")));
    if !uses_duties {
        report.level(Level::Info);
    }
}

const fn verb(duty: Duty) -> &'static str {
    match duty {
        Duty::Execute => "executes the tasks",
        Duty::Communicate => "communicates",
        Duty::Verify => "verifies the result",
    }
}

/// Returns whether a contact has a duty; without `duties` role and description are asked.
fn has(contact: &Contact, duty: Duty) -> bool {
    if !contact.duties.is_empty() {
        return contact.duties.contains(&duty);
    }
    [&contact.role, &contact.description].into_iter().flatten().any(|text| {
        let text = text.to_lowercase();
        let mut beginnings = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        beginnings.any(|word| words(duty).iter().any(|beginning| word.starts_with(beginning)))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, DUTY_WITHOUT_CONTACT};

    #[test]
    fn a_duty_of_somebody_who_does_not_attend_is_nobodys() {
        check(
            &DUTY_WITHOUT_CONTACT,
            "contacts: { gitlab: [{ name: John Doe, duties: [execute] }, { name: Jane Smith, duties: [communicate, verify], attends: false }] }\n",
            expect![[r#"
                3:1 warning [duty-without-contact] "contacts": nobody who attends communicates or verifies the result (nobody's duty); give it to a contact, for example `duties: [communicate, verify]`
            "#]],
        );
    }

    #[test]
    fn the_words_of_the_handbook_speak_of_all_duties() {
        check(
            &DUTY_WITHOUT_CONTACT,
            "\
contacts:
  gitlab:
    - { name: John Doe, role: Technical Execution }
    - { name: Jane Smith, role: Communication & Technical assistance }
  customer:
    - { name: Tom Blogs, description: Work verification and support }
",
            expect![[""]],
        );
    }

    #[test]
    fn where_only_words_speak_it_is_a_guess() {
        check(
            &DUTY_WITHOUT_CONTACT,
            "contacts: { gitlab: [{ name: John Doe, role: Lead }] }\n",
            expect![[r#"
                3:1 info [duty-without-contact] "contacts": nobody who attends communicates or verifies the result (nobody's duty); give it to a contact, for example `duties: [communicate, verify]`
            "#]],
        );
        check(
            &DUTY_WITHOUT_CONTACT,
            "header: { name: Acme - Work }\ncontacts: { gitlab: [{ name: John Doe, role: Lead }] }\n",
            expect![[r#"
                3:1 info [duty-without-contact] "contacts": nobody who attends executes the tasks, communicates or verifies the result (nobody's duty); give it to a contact, for example `duties: [execute, communicate, verify]`
            "#]],
        );
    }

    #[test]
    fn without_contacts_and_where_one_cannot_be_read_nothing_is_said() {
        check(&DUTY_WITHOUT_CONTACT, "contacts: { gitlab: [] }\n", expect![[""]]);
        check(
            &DUTY_WITHOUT_CONTACT,
            "contacts: { gitlab: [{ name: John Doe, dutys: [verify] }] }\n",
            expect![[r#"
            3:40 error [schema] "dutys": a contact has no key `dutys`; did you mean `duties`?
        "#]],
        );
    }
}
