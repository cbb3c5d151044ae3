//! Whether a project is fit to hold a runbook's issue. Decides on what GitLab says; asks nothing.

use chrono::NaiveDate;

use crate::{
    cli::error::CliError,
    services::gitlab::{Project, ProjectPath, Token, Visibility},
};

/// A Planner's level has this name; GitLab answers with numbers.
const LEAST_ROLE: &str = "Planner";

/// What speaks against publishing, and what a person should know before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Judgement {
    /// Why nothing is sent, each with what to do.
    pub refusals: Vec<(String, String)>,
    /// What is to be said beside the plan.
    pub remarks: Vec<String>,
}

impl Judgement {
    /// Returns the refusals as one error, or nothing.
    pub(super) fn into_error(self) -> Option<CliError> {
        let mut refusals = self.refusals.into_iter();
        let (first, help) = refusals.next()?;
        let mut error = CliError::refused(first).help(help);
        for (also, help) in refusals {
            error = error.help(format!("also, {also}: {help}"));
        }
        Some(error.help("nothing was sent"))
    }
}

/// Judges a project and a token, where GitLab says what the token may do.
pub(super) fn judge(
    project: &Project,
    asked: &ProjectPath,
    token: Option<&Token>,
    allow_public: bool,
    today: NaiveDate,
) -> Judgement {
    let mut judgement = Judgement::default();
    let path = &project.path_with_namespace;
    let mut refuse = |what: String, help: &str| judgement.refusals.push((what, help.to_owned()));
    if !path.eq_ignore_ascii_case(asked.as_str()) {
        refuse(
            format!("{asked} was moved to {path}"),
            "look who reads it there, then name the new path: `--project`, or `gitlab.project` in .runbook.yaml",
        );
    }
    if project.archived {
        refuse(format!("{path} is archived, and takes no issue"), "name another project with `--project`");
    }
    if let Some(parent) = &project.forked_from_project {
        let of = parent.path_with_namespace.as_deref().map_or(String::new(), |parent| format!(" of {parent}"));
        refuse(format!("{path} is a fork{of}"), "issues belong in the project that the team shares: `--project`");
    }
    if !project.has_issues() {
        refuse(format!("{path} has no issues"), "turn them on in the project's settings, or name another project");
    }
    if project.visibility == Visibility::Public && !allow_public {
        refuse(
            format!("{path} is public, where one click makes an issue readable for everybody"),
            "name a private project with `--project`; if it must be this one: `--allow-public`",
        );
    }
    let level = project.access_level();
    if (1..Project::PLANNER).contains(&level) {
        refuse(
            format!("your role in {path} is below {LEAST_ROLE}, so GitLab may drop that an issue is confidential"),
            "ask for the role Planner or Reporter in the project",
        );
    }
    if token.is_some_and(|token| !token.may_write()) {
        refuse(
            "the token lacks the scope `api`, so it can read and not write".to_owned(),
            "make a token with the scope `api`",
        );
    }
    judgement.remarks = remarks(project, token, today);
    judgement
}

fn remarks(project: &Project, token: Option<&Token>, today: NaiveDate) -> Vec<String> {
    let path = &project.path_with_namespace;
    let mut remarks = Vec::new();
    match project.visibility {
        Visibility::Private => {}
        Visibility::Internal => {
            remarks.push(format!(
                "{path} is internal: if the issue is ever made visible, all who are signed in can read it"
            ));
        }
        Visibility::Public => {
            remarks.push(format!("{path} is public: if the issue is ever made visible, everybody can read it"));
        }
    }
    if project.access_level() == 0 {
        remarks.push(format!(
            "GitLab does not say which role you have in {path}; its answer will show what it lets you do"
        ));
    }
    if let Some(last) = token.and_then(|token| token.expires_at).filter(|last| (*last - today).num_days() < 7) {
        remarks.push(format!("the token is good until {last}"));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const FIT: &str = r#"{ "id": 4, "path_with_namespace": "support/runbooks", "visibility": "private",
        "permissions": { "project_access": { "access_level": 20 } } }"#;

    #[track_caller]
    fn check(changed: &[(&str, &str)], allow_public: bool, token: Option<&str>, expected: Expect) {
        let mut json = FIT.to_owned();
        for (from, to) in changed {
            assert!(json.contains(from), "{from}");
            json = json.replace(from, to);
        }
        let project = serde_json::from_str(&json).expect("a project");
        let token: Option<Token> = token.map(|json| serde_json::from_str(json).expect("a token"));
        let asked = ProjectPath::parse("Support/runbooks").expect("a path");
        let today = NaiveDate::from_ymd_opt(2026, 10, 11).expect("a day");
        let judgement = judge(&project, &asked, token.as_ref(), allow_public, today);
        let remarks: String = judgement.remarks.iter().map(|remark| format!("remark: {remark}\n")).collect();
        let refusal = judgement.into_error().map_or(String::new(), |error| error.to_text(false));
        expected.assert_eq(&format!("{refusal}{remarks}"));
    }

    #[test]
    fn a_private_project_of_which_one_is_a_member_is_fit() {
        check(&[], false, Some(r#"{ "scopes": ["api"] }"#), expect![""]);
        check(&[("20", "15")], false, None, expect![""]);
    }

    #[test]
    fn a_project_that_is_unfit_is_refused_with_the_reason() {
        check(
            &[("support/runbooks", "support/archive")],
            false,
            None,
            expect![[r#"
            error: Support/runbooks was moved to support/archive
            help: look who reads it there, then name the new path: `--project`, or `gitlab.project` in .runbook.yaml
            help: nothing was sent
        "#]],
        );
        check(
            &[("\"id\"", "\"archived\": true, \"id\"")],
            false,
            None,
            expect![[r#"
            error: support/runbooks is archived, and takes no issue
            help: name another project with `--project`
            help: nothing was sent
        "#]],
        );
        let fork = r#""forked_from_project": { "path_with_namespace": "group/runbooks" }, "id""#;
        check(
            &[("\"id\"", fork)],
            false,
            None,
            expect![[r#"
            error: support/runbooks is a fork of group/runbooks
            help: issues belong in the project that the team shares: `--project`
            help: nothing was sent
        "#]],
        );
        check(
            &[("\"id\"", "\"issues_enabled\": false, \"id\"")],
            false,
            None,
            expect![[r#"
            error: support/runbooks has no issues
            help: turn them on in the project's settings, or name another project
            help: nothing was sent
        "#]],
        );
        check(
            &[("20", "10")],
            false,
            None,
            expect![[r#"
            error: your role in support/runbooks is below Planner, so GitLab may drop that an issue is confidential
            help: ask for the role Planner or Reporter in the project
            help: nothing was sent
        "#]],
        );
        check(
            &[],
            false,
            Some(r#"{ "scopes": ["read_api"] }"#),
            expect![[r#"
            error: the token lacks the scope `api`, so it can read and not write
            help: make a token with the scope `api`
            help: nothing was sent
        "#]],
        );
    }

    #[test]
    fn everything_that_speaks_against_it_is_said_at_once() {
        let json = r#""archived": true, "forked_from_project": {}, "issues_access_level": "disabled", "id""#;
        check(
            &[("\"id\"", json), ("private", "public"), ("20", "10")],
            false,
            None,
            expect![[r#"
            error: support/runbooks is archived, and takes no issue
            help: name another project with `--project`
            help: also, support/runbooks is a fork: issues belong in the project that the team shares: `--project`
            help: also, support/runbooks has no issues: turn them on in the project's settings, or name another project
            help: also, support/runbooks is public, where one click makes an issue readable for everybody: name a private project with `--project`; if it must be this one: `--allow-public`
            help: also, your role in support/runbooks is below Planner, so GitLab may drop that an issue is confidential: ask for the role Planner or Reporter in the project
            help: nothing was sent
            remark: support/runbooks is public: if the issue is ever made visible, everybody can read it
        "#]],
        );
    }

    #[test]
    fn what_others_may_see_is_remarked() {
        check(
            &[("private", "internal"), ("20", "0")],
            false,
            Some(r#"{ "scopes": ["api"], "expires_at": "2026-10-12" }"#),
            expect![[r#"
            remark: support/runbooks is internal: if the issue is ever made visible, all who are signed in can read it
            remark: GitLab does not say which role you have in support/runbooks; its answer will show what it lets you do
            remark: the token is good until 2026-10-12
        "#]],
        );
        check(
            &[("private", "public")],
            true,
            None,
            expect![[r#"
            remark: support/runbooks is public: if the issue is ever made visible, everybody can read it
        "#]],
        );
        // A visibility that this version does not know is the widest.
        check(
            &[("private", "friends")],
            true,
            None,
            expect![[r#"
            remark: support/runbooks is public: if the issue is ever made visible, everybody can read it
        "#]],
        );
    }
}
