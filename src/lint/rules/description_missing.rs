//! `description-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::route,
    model::{Kind, split_name},
};

declare_rule! {
    /// Checks that the header describes the work, and says more than the name does.
    ///
    /// ## Why
    /// The customer, the support manager and whoever takes over read the description and nothing else. The name says
    /// what was asked for; how much of it, where, and what is there afterwards does not fit into a name.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   description: Enforce 2FA on all groups.
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   description: Require 2FA on all 2,500 groups of Acme. Afterwards every group requires it.
    /// ```
    pub(super) static DESCRIPTION_MISSING = {
        id: "description-missing",
        level: Level::Warning,
        summary: "the work is not described",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    const HELP: &str = "add in a sentence or two what is done, and what the result is";
    let header = &cx.runbook().header;
    let route = route::header("description");
    match &header.description {
        None if cx.is_missing(&route) => {
            cx.report(route, "no description").help(HELP);
        }
        Some(description) if repeats(description, &header.name) => {
            cx.report(route, "the name again").message("the description says no more than the name").help(HELP);
        }
        _ => {}
    }
}

/// Returns whether a description has the words of the name, or of its task, and no others.
pub(super) fn repeats(description: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    // A longer text cannot be the same words; few are as short as a name.
    if name.is_empty() || description.len() > 2 * name.len() {
        return false;
    }
    let description = words(description);
    let task = split_name(name).map(|(_, task)| words(task));
    description == words(name) || Some(description) == task
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, DESCRIPTION_MISSING};

    #[test]
    fn an_empty_description_is_none() {
        check(
            &DESCRIPTION_MISSING,
            "header: { name: Acme - Work, description: }\n",
            expect![[r#"
            2:30 warning [description-missing] "description": the work is not described (no description); add in a sentence or two what is done, and what the result is
        "#]],
        );
    }

    #[test]
    fn the_name_in_other_letters_is_the_name() {
        check(
            &DESCRIPTION_MISSING,
            "header: { name: Acme - Enforce 2FA, description: 'Acme: enforce 2FA.' }\n",
            expect![[r#"
                2:50 warning [description-missing] "'Acme: enforce 2FA.'": the description says no more than the name (the name again); add in a sentence or two what is done, and what the result is
            "#]],
        );
        check(
            &DESCRIPTION_MISSING,
            "header: { name: Acme - Enforce 2FA, description: Enforce 2FA in acme }\n",
            expect![[""]],
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        check(
            &DESCRIPTION_MISSING,
            "header: { name: Acme - Work, description: [a] }\n",
            expect![[r#"
            2:43 error [schema] "[a]": `description` must be text, not a list; a text that begins with `[` or `{` goes in quotes
        "#]],
        );
        check(
            &DESCRIPTION_MISSING,
            "header: { name: Acme - Work, descripton: A }\n",
            expect![[r#"
            2:30 error [schema] "descripton": the header has no key `descripton`; did you mean `description`?
        "#]],
        );
    }
}
