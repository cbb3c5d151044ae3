//! The list of rules, one file each.

mod accepted_by_dri;
mod address_format;
mod allow_not_understood;
mod allow_without_effect;
mod allow_without_reason;
mod blanks_in_name;
mod channel_of_another_platform;
mod checklist_misspelt;
mod checklist_too_long;
mod comment_swallows_text;
mod contact_twice;
mod contact_without_role;
mod contact_without_time_zone;
mod customer_contact_missing;
mod description_missing;
mod dri_missing;
mod dri_not_a_contact;
mod duty_without_contact;
mod expected_result_missing;
mod handbook_item_missing;
mod handle_format;
mod invisible_characters;
mod marks_in_blueprint;
mod meeting_missing;
mod mentions_everybody;
mod name_and_tasks_differ;
mod name_format;
mod not_a_runbook;
mod not_an_issue;
mod outcome_without_duration;
mod outcome_without_note;
mod owner_unknown;
mod personal_data;
mod placeholder;
mod point_of_no_return_unknown;
mod post_call_before_tasks;
mod project_not_private;
mod quick_action;
mod reason_missing;
mod reason_says_nothing;
mod region_change_in_window;
mod required_not_accepted;
mod rollback_missing;
mod rollback_regions_unconfirmed;
mod rollback_too_late;
mod rollback_without_duration;
mod schedule_missing;
mod schedule_zone;
mod schema;
mod secret;
mod state_not_in_log;
mod syntax;
mod task_without_duration;
mod task_without_instructions;
mod task_without_owner;
mod tasks_missing;
mod times_impossible;
mod unbalanced_markdown;
mod undoes_unknown;
mod unfinished_text;
mod unreadable;
mod unresolved_choice;
mod unsocial_hours;
mod window_missing;
mod work_longer_than_window;

use super::Rule;
use crate::document::{ProblemKind, closest};

pub(super) use not_a_runbook::NOT_A_RUNBOOK;
pub(super) use syntax::SYNTAX;
pub(super) use unreadable::UNREADABLE;

use schedule_zone::SCHEDULE_ZONE;
use schema::SCHEMA;

/// All rules: those of reading a file first, then in the order of a runbook.
pub static ALL: &[&Rule] = &[
    &UNREADABLE,
    &NOT_A_RUNBOOK,
    &SYNTAX,
    &SCHEMA,
    &SCHEDULE_ZONE,
    &comment_swallows_text::COMMENT_SWALLOWS_TEXT,
    &invisible_characters::INVISIBLE_CHARACTERS,
    &project_not_private::PROJECT_NOT_PRIVATE,
    &secret::SECRET,
    &personal_data::PERSONAL_DATA,
    &placeholder::PLACEHOLDER,
    &unfinished_text::UNFINISHED_TEXT,
    &unbalanced_markdown::UNBALANCED_MARKDOWN,
    &quick_action::QUICK_ACTION,
    &mentions_everybody::MENTIONS_EVERYBODY,
    &marks_in_blueprint::MARKS_IN_BLUEPRINT,
    &name_format::NAME_FORMAT,
    &blanks_in_name::BLANKS_IN_NAME,
    &description_missing::DESCRIPTION_MISSING,
    &expected_result_missing::EXPECTED_RESULT_MISSING,
    &dri_missing::DRI_MISSING,
    &dri_not_a_contact::DRI_NOT_A_CONTACT,
    &schedule_missing::SCHEDULE_MISSING,
    &window_missing::WINDOW_MISSING,
    &work_longer_than_window::WORK_LONGER_THAN_WINDOW,
    &unsocial_hours::UNSOCIAL_HOURS,
    &address_format::ADDRESS_FORMAT,
    &region_change_in_window::REGION_CHANGE_IN_WINDOW,
    &meeting_missing::MEETING_MISSING,
    &not_an_issue::NOT_AN_ISSUE,
    &handle_format::HANDLE_FORMAT,
    &contact_twice::CONTACT_TWICE,
    &contact_without_role::CONTACT_WITHOUT_ROLE,
    &contact_without_time_zone::CONTACT_WITHOUT_TIME_ZONE,
    &customer_contact_missing::CUSTOMER_CONTACT_MISSING,
    &duty_without_contact::DUTY_WITHOUT_CONTACT,
    &unresolved_choice::UNRESOLVED_CHOICE,
    &channel_of_another_platform::CHANNEL_OF_ANOTHER_PLATFORM,
    &checklist_misspelt::CHECKLIST_MISSPELT,
    &handbook_item_missing::HANDBOOK_ITEM_MISSING,
    &checklist_too_long::CHECKLIST_TOO_LONG,
    &reason_missing::REASON_MISSING,
    &reason_says_nothing::REASON_SAYS_NOTHING,
    &required_not_accepted::REQUIRED_NOT_ACCEPTED,
    &accepted_by_dri::ACCEPTED_BY_DRI,
    &post_call_before_tasks::POST_CALL_BEFORE_TASKS,
    &tasks_missing::TASKS_MISSING,
    &name_and_tasks_differ::NAME_AND_TASKS_DIFFER,
    &task_without_owner::TASK_WITHOUT_OWNER,
    &owner_unknown::OWNER_UNKNOWN,
    &task_without_duration::TASK_WITHOUT_DURATION,
    &task_without_instructions::TASK_WITHOUT_INSTRUCTIONS,
    &outcome_without_duration::OUTCOME_WITHOUT_DURATION,
    &outcome_without_note::OUTCOME_WITHOUT_NOTE,
    &rollback_missing::ROLLBACK_MISSING,
    &rollback_without_duration::ROLLBACK_WITHOUT_DURATION,
    &rollback_too_late::ROLLBACK_TOO_LATE,
    &point_of_no_return_unknown::POINT_OF_NO_RETURN_UNKNOWN,
    &undoes_unknown::UNDOES_UNKNOWN,
    &rollback_regions_unconfirmed::ROLLBACK_REGIONS_UNCONFIRMED,
    &times_impossible::TIMES_IMPOSSIBLE,
    &state_not_in_log::STATE_NOT_IN_LOG,
    &allow_not_understood::ALLOW_NOT_UNDERSTOOD,
    &allow_without_reason::ALLOW_WITHOUT_REASON,
    // The last one: it asks what all the others found.
    &allow_without_effect::ALLOW_WITHOUT_EFFECT,
];

/// A name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`")]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The rule that was probably meant.
    pub meant: Option<&'static str>,
}

/// Returns the rule of a name.
///
/// # Errors
/// When there is none; with the name that was probably meant.
pub fn find(name: &str) -> Result<&'static Rule, UnknownRule> {
    ALL.iter().copied().find(|rule| rule.id == name).ok_or_else(|| {
        let ids: Vec<&'static str> = ALL.iter().map(|rule| rule.id).collect();
        UnknownRule { name: name.to_owned(), meant: closest(name, &ids) }
    })
}

/// Returns the rule under which a problem of reading is reported.
pub(super) const fn of_problem(kind: ProblemKind) -> &'static Rule {
    match kind {
        ProblemKind::Syntax => &SYNTAX,
        ProblemKind::Schema => &SCHEMA,
        ProblemKind::ScheduleZone => &SCHEDULE_ZONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_found_by_its_name_and_a_slip_leads_to_it() {
        assert_eq!(find("dri-missing").map(|rule| rule.id), Ok("dri-missing"));
        assert_eq!(find("dri-mising").expect_err("no rule").meant, Some("dri-missing"));
        assert_eq!(find("colour").expect_err("no rule").meant, None);
    }
}

/// Runs one rule on a text.
#[cfg(test)]
pub(super) mod check {
    use std::fmt::Write;

    use expect_test::Expect;

    use super::Rule;
    use crate::{
        document::Source,
        lint::{Finding, Levels, Options, Repair, Safety, lint, repair},
    };

    /// Compares what one rule finds in a text, below a header when the text has none.
    #[track_caller]
    pub(in super::super) fn check(rule: &'static Rule, text: &str, expected: Expect) {
        check_with(rule, text, Options::default(), expected);
    }

    /// The same at another time or for a team.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    pub(in super::super) fn check_with(rule: &'static Rule, text: &str, options: Options, expected: Expect) {
        let (source, options) = alone(rule, text, options);
        let mut out = String::new();
        for finding in lint(&source, &options) {
            describe(&mut out, &source, &finding);
        }
        expected.assert_eq(&out);
    }

    /// Returns a text, below a header when it has none, and options under which a rule is alone.
    fn alone(rule: &'static Rule, text: &str, mut options: Options) -> (Source, Options) {
        let text = if text.contains("header:") {
            format!("version: 1\n{text}")
        } else {
            format!("version: 1\nheader: {{ name: Acme - Work, dri: \"@john_doe\" }}\n{text}")
        };
        let source = Source::from_text("x.yaml", text).expect("text");
        options.levels = Levels::only(&[rule.id]);
        (source, options)
    }

    /// Repairs all that can be, also what a person should look at, and compares the file; `=` stands for no change.
    #[track_caller]
    pub(in super::super) fn check_repair(rule: &'static Rule, text: &str, expected: Expect) {
        check_repair_with(rule, text, Options::default(), expected);
    }

    /// The same at another time or for a team.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    pub(in super::super) fn check_repair_with(rule: &'static Rule, text: &str, options: Options, expected: Expect) {
        let (source, options) = alone(rule, text, options);
        let repaired = repair(&source, &options, Safety::Unsafe);
        let mut out = String::new();
        for Repair { finding, refused } in &repaired.repairs {
            let fix = finding.fix.as_ref().expect("what was repaired has a repair");
            let refused = refused.as_ref().map_or_else(String::new, |why| format!(" refused: {why}"));
            writeln!(out, "# {:?}: {}{refused}", fix.safety, fix.title).expect("a string takes everything");
        }
        let text = if repaired.text == source.text() { "=\n" } else { &repaired.text };
        out.push_str(text);
        expected.assert_eq(&out);
    }

    fn describe(out: &mut String, source: &Source, finding: &Finding) {
        let Finding { start, level, rule, message, .. } = finding;
        let shown = &source.text()[finding.range.clone()];
        write!(out, "{}:{} {} [{}] {shown:?}: {message}", start.line, start.column, level.word(), rule.id)
            .expect("a string takes everything");
        for (before, text) in [(" (", &finding.label), ("; ", &finding.help)] {
            if let Some(text) = text {
                let after = if before == " (" { ")" } else { "" };
                write!(out, "{before}{text}{after}").expect("a string takes everything");
            }
        }
        if let Some(also) = &finding.also {
            write!(out, "; {}:{} {}", also.start.line, also.start.column, also.message)
                .expect("a string takes everything");
        }
        out.push('\n');
    }
}
