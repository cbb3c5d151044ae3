//! `expected-result-missing`.

use super::{
    super::{Level, LintContext, rule::declare_rule},
    description_missing::repeats,
};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Looks whether the description says what is there when the work is done.
    ///
    /// It looks for words such as `afterwards`, `expected`, `result`, `so that` or `will`, in English descriptions only;
    /// a guess, so it is an info.
    ///
    /// ## Why
    /// The handbook asks for the result that is expected, and its own example names 2,500 groups and no result. Without
    /// one nobody can say at the end of the call whether the work succeeded, and the customer expects something else.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   description: Acme Inc. requires us to enforce 2FA on all of their 2500 groups
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   description: Enforce 2FA on all of Acme's 2500 groups. Afterwards every group requires it.
    /// ```
    pub(super) static EXPECTED_RESULT_MISSING = {
        id: "expected-result-missing",
        level: Level::Info,
        summary: "the description names no result that is expected",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

/// How words begin that speak of a result.
const RESULT: [&str; 18] = [
    "after", "expect", "result", "outcome", "goal", "aim", "will", "must", "should", "until", "so", "then", "finally",
    "end", "success", "ensure", "longer", "done",
];

/// Words by which a text is known to be English.
const ENGLISH: [&str; 9] = ["the", "to", "of", "and", "all", "for", "from", "their", "with"];

fn check(cx: &mut LintContext<'_>) {
    let header = &cx.runbook().header;
    let Some(description) = header.description.as_deref() else { return };
    if cx.is_closed() || repeats(description, &header.name) {
        return;
    }
    let words = || description.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_english = words().any(|word| ENGLISH.contains(&word.to_lowercase().as_str()));
    // `Solution` does not begin like `so`.
    let speaks = |word: &str, of: &str| if of.len() < 4 { word == of } else { word.starts_with(of) };
    let names_result = words().any(|word| {
        let word = word.to_lowercase();
        RESULT.iter().any(|of| speaks(&word, of))
    });
    if is_english && !names_result {
        cx.report(route::header("description"), "what is there afterwards?")
            .help("add what is expected, for example `Afterwards every group requires it`");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, EXPECTED_RESULT_MISSING};

    #[track_caller]
    fn check_silent(description: &str) {
        let text = format!("header: {{ name: Acme - Enforce 2FA, description: {description} }}\n");
        check(&EXPECTED_RESULT_MISSING, &text, expect![[""]]);
    }

    #[test]
    fn a_result_is_said_in_many_ways() {
        check_silent("'Every group of Acme will require it'");
        check_silent("Enforce 2FA for Acme so that every group requires it");
        check_silent("'Move all projects of Acme. Expected result: nothing is left on the old storage.'");
    }

    #[test]
    fn other_languages_and_what_is_said_elsewhere_are_not_judged() {
        check_silent("2FA für alle Gruppen von Acme erzwingen");
        check_silent("<DESCRIPTION>");
        check_silent("Enforce 2FA");
        check_silent("");
    }
}
