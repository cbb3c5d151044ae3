//! `unresolved-choice`.

use std::ops::Range;

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route, route},
    model::Kind,
};

declare_rule! {
    /// Finds two channels with "or" between them in a description, an item or a task: nobody has chosen yet.
    ///
    /// ## Why
    /// The handbook's list says "`#support_gitlab-com` or `#support_self-managed`", for whoever writes the runbook to
    /// choose. Left as it is, each of two people thinks that the other one posted. Where `platform` says which one of
    /// the team's channels it is, `--fix` chooses.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - item: "Inform `#support_gitlab-com` or `#support_self-managed` channel about the work"
    /// ```
    /// ```yaml bad
    /// header: { name: Acme - Enforce 2FA on All Groups, platform: gitlab.com }
    /// checklists:
    ///   pre-call:
    ///     - item: Inform `#support_gitlab-com` or `#support_self-managed` about the work
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - item: "Inform `#support_gitlab-com` and `#support_manager` about the work"
    /// ```
    pub(super) static UNRESOLVED_CHOICE = {
        id: "unresolved-choice",
        level: Level::Warning,
        summary: "two channels, and nobody has chosen",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        repair: Safety::Safe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    if cx.is_closed() {
        return;
    }
    if let Some(description) = &cx.runbook().header.description {
        judge(cx, route::header("description"), description);
    }
    for (route, text) in announcements(cx) {
        judge(cx, route, text);
    }
}

/// Returns the items, tasks and steps with a `#` in them.
pub(super) fn announcements<'a>(cx: &LintContext<'a>) -> Vec<(Route, &'a str)> {
    let mut found = Vec::new();
    for (checklist, index, item) in cx.items().filter(|(_, _, item)| item.item.contains('#')) {
        found.push((cx.item_route(checklist, index).key("item"), item.item.as_str()));
    }
    for (place, task) in cx.tasks_and_steps().filter(|(_, task)| task.task.contains('#')) {
        found.push((place.route().key("task"), task.task.as_str()));
    }
    found
}

fn judge(cx: &mut LintContext<'_>, route: Route, text: &str) {
    let Some(choice) = choice(text) else { return };
    let names = [&text[choice.first.clone()], &text[choice.second.clone()]];
    let platform = cx.runbook().header.platform;
    let is_of_platform =
        |name: &str| cx.team().channels.iter().any(|(of, channel)| Some(*of) == platform && channel.as_str() == name);
    let chosen = match names.map(is_of_platform) {
        [true, false] => Some(names[0]),
        [false, true] => Some(names[1]),
        _ => None,
    };
    let report = cx.report(route.clone(), "which one?");
    report.message(format!("nobody has chosen between `{}` and `{}`", names[0], names[1]));
    match chosen {
        Some(name) => {
            let text = format!("{}`{name}`{}", &text[..choice.whole.start], &text[choice.whole.end..]);
            report
                .help(format!("write `{name}`, which is the one for this platform"))
                .fix(Fix::safe(format!("keep `{name}`"), vec![Edit::set(route, text)]));
        }
        None => {
            report.help("write the one that is informed");
        }
    }
}

/// Two channels to choose from, as places in a text.
pub(super) struct Choice {
    whole: Range<usize>,
    first: Range<usize>,
    second: Range<usize>,
}

/// Returns the first two channels that are alternatives: with `or` or a slash between them.
pub(super) fn choice(text: &str) -> Option<Choice> {
    let channels: Vec<Range<usize>> = channels(text).collect();
    channels.windows(2).find_map(|pair| {
        let between = text[pair[0].end..pair[1].start].trim_matches(|c: char| c.is_whitespace() || "`,".contains(c));
        if !matches!(between, "or" | "/" | "|" | "OR") {
            return None;
        }
        let (start, end) = (pair[0].start, pair[1].end);
        let start = start - usize::from(text[..start].ends_with('`'));
        let end = end + usize::from(text[end..].starts_with('`'));
        Some(Choice { whole: start..end, first: pair[0].clone(), second: pair[1].clone() })
    })
}

/// Returns where channels stand in a text, each with its `#`.
pub(super) fn channels(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('#').filter_map(|(at, _)| {
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let name = &text[at + 1..];
        let length = name.find(|c| !is_of_name(c)).unwrap_or(name.len());
        // `acme#12` is an issue, and so is `#12`.
        let begins =
            text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '#' | '&'));
        let is_name = name.starts_with(char::is_alphabetic);
        (begins && is_name).then_some(at..at + 1 + length)
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair, check_repair_with},
        UNRESOLVED_CHOICE, channels,
    };
    use crate::{
        lint::{Options, Team},
        model::Platform,
    };

    #[test]
    fn channels_have_a_sign_and_a_name() {
        let found = |text: &str| channels(text).map(|range| text[range].to_owned()).collect::<Vec<_>>().join(" ");
        assert_eq!(found("Inform `#support_gitlab-com`, #all and #ünter"), "#support_gitlab-com #all #ünter");
        assert_eq!(found("See #12, acme#a, https://a.example/b/#note, # and ##a"), "");
    }

    #[test]
    fn a_choice_has_many_forms() {
        let tasks = |texts: &[&str]| -> String {
            let lines = texts.iter().map(|text| format!("  - task: \"Inform {text}\"\n"));
            std::iter::once("tasks:\n".to_owned()).chain(lines).collect()
        };
        check(
            &UNRESOLVED_CHOICE,
            &tasks(&["`#a` or `#b`", "#a or #b", "`#a`/`#b`", "`#a`, or `#b`", "`#a or #b`"]),
            expect![[r#"
                4:11 warning [unresolved-choice] "\"Inform `#a` or `#b`\"": nobody has chosen between `#a` and `#b` (which one?); write the one that is informed
                5:11 warning [unresolved-choice] "\"Inform #a or #b\"": nobody has chosen between `#a` and `#b` (which one?); write the one that is informed
                6:11 warning [unresolved-choice] "\"Inform `#a`/`#b`\"": nobody has chosen between `#a` and `#b` (which one?); write the one that is informed
                7:11 warning [unresolved-choice] "\"Inform `#a`, or `#b`\"": nobody has chosen between `#a` and `#b` (which one?); write the one that is informed
                8:11 warning [unresolved-choice] "\"Inform `#a or #b`\"": nobody has chosen between `#a` and `#b` (which one?); write the one that is informed
            "#]],
        );
        check(
            &UNRESOLVED_CHOICE,
            &tasks(&["`#a` and `#b`", "`#a`, `#b`", "`#a`, or write to `#b`", "`a` or `b`", "#a or @b"]),
            expect![[""]],
        );
    }

    #[test]
    fn the_platform_chooses_among_the_channels_of_the_team() {
        let text = "\
header: { name: Acme - Work, platform: self-managed }
checklists:
  pre-call:
    - item: \"Inform `#support_gitlab-com` or `#support_self-managed` channel and `#support_manager`\" # both
    - item: \"Inform `#other` or `#another`\"
";
        let team = Team {
            channels: [(Platform::GitlabCom, "#support_gitlab-com"), (Platform::SelfManaged, "#support_self-managed")]
                .map(|(platform, channel)| (platform, channel.to_owned()))
                .to_vec(),
            ..Team::default()
        };
        check_repair_with(
            &UNRESOLVED_CHOICE,
            text,
            Options { team, ..Options::default() },
            expect![[r##"
            # Safe: keep `#support_self-managed`
            version: 1
            header: { name: Acme - Work, platform: self-managed }
            checklists:
              pre-call:
                - item: "Inform `#support_self-managed` channel and `#support_manager`" # both
                - item: "Inform `#other` or `#another`"
        "##]],
        );
    }

    #[test]
    fn without_a_platform_a_person_chooses() {
        check_repair(
            &UNRESOLVED_CHOICE,
            "checklists: { pre-call: [{ item: 'Inform `#support_gitlab-com` or `#support_self-managed` channel' }] }\n",
            expect![[r#"
                =
            "#]],
        );
    }
}
