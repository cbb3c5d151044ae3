//! Whose token goes where. The rule: a token goes to the host that its owner named, and to no other.
//!
//! A file and a git remote come from other people too. What they name may be asked for issues, but the token of the
//! environment does not go there unless a person says so.

use super::{
    known::Known,
    site::{Found, Site},
};
use crate::{
    cli::{error::CliError, ui::Ui},
    services::Secret,
};

/// What there is to send to a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// A token that is for this host.
    Token(Found<Secret>),
    /// A token that is for another host, or for none that is known.
    Foreign {
        token: Found<Secret>,
        /// The host that it is for, and who says so.
        owner: Found<Site>,
    },
    /// None.
    Missing,
}

/// Returns what there is to send to a host.
pub(super) fn choose(known: &Known<'_>, site: &Site) -> Choice {
    let Some(token) = known.token_of_environment.clone() else { return Choice::Missing };
    let owner = owner(known);
    if owner.value.is_same(site) { Choice::Token(token) } else { Choice::Foreign { token, owner } }
}

/// Returns the host that the token of the environment is for: the one that the environment names; else the one that the
/// person names in this command; else that of the CI job; else gitlab.com, as glab has it.
pub(super) fn owner(known: &Known<'_>) -> Found<Site> {
    let named = [&known.host_of_environment, &known.host_given, &known.host_of_job];
    let usual = || Found::new(Site::usual(), "the default, as GITLAB_HOST is not set");
    named.into_iter().flatten().next().cloned().unwrap_or_else(usual)
}

/// Returns the token for a host; asks where it is not said to be for it.
///
/// # Errors
/// There is none, or none that may go there.
pub(super) fn token(known: &Known<'_>, host: &Found<Site>, ui: &mut Ui) -> Result<Found<Secret>, CliError> {
    let site = &host.value;
    match choose(known, site) {
        Choice::Token(token) => Ok(token),
        Choice::Missing => Err(missing(known, site)),
        Choice::Foreign { token, owner } => {
            let why =
                format!("it is for {} ({}), and {site} is only named by {}", owner.value, owner.source, host.source);
            let source = &token.source;
            if ui.is_interactive() {
                ui.warn(&format!("about the token in {source}: {why}"));
                if ui.confirm_in_person(&format!("Send it to {site}?"))? {
                    return Ok(token);
                }
            }
            let help = match (&known.host_given, &known.host_of_environment) {
                (Some(_), _) | (_, Some(_)) => format!("set GITLAB_HOST={site}, and its own token in {source}"),
                _ => format!("if it is for {site}, say so: set GITLAB_HOST={site}, or give `--host {site}`"),
            };
            Err(CliError::new(format!("the token in {source} does not go to {site}")).caused_by(why).help(help))
        }
    }
}

fn missing(known: &Known<'_>, site: &Site) -> CliError {
    let error = CliError::new(format!("there is no token for {site}"));
    if known.environment.text("CI_JOB_TOKEN").is_some() {
        return error
            .caused_by("the token of a CI job (CI_JOB_TOKEN) cannot reach issues")
            .help("add a masked and protected CI variable GITLAB_TOKEN: a project token with the role Planner and the scope `api`");
    }
    error.help(format!(
        "make one with the scope `api` at {}/-/user_settings/personal_access_tokens, then set GITLAB_TOKEN and GITLAB_HOST={site}",
        site.address()
    ))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::context, *};
    use crate::cli::gitlab::{GitLabArgs, host, testing::Said};

    /// Says where the token of the environment goes, and who says whose it is.
    #[track_caller]
    fn check(said: &Said<'_>, expected: &str) {
        let context = context(said);
        let args = GitLabArgs { host: said.host.map(str::to_owned), project: None };
        let known = Known::gather(&context, &args).expect("readable");
        let host = match said.issue {
            Some(url) => host::of_issue(&known, url).expect("an address"),
            None => host::host(&known),
        };
        let shown = match choose(&known, &host.value) {
            Choice::Token(token) => format!("{} to {}", token.source, host.value),
            Choice::Foreign { token, owner } => {
                format!("{} not to {}, is for {} ({})", token.source, host.value, owner.value, owner.source)
            }
            Choice::Missing => format!("nothing to {}", host.value),
        };
        assert_eq!(shown, expected, "{said:?}");
    }

    const TOKEN: (&str, &str) = ("GITLAB_TOKEN", "glpat-abcdefghij0123456789");

    #[test]
    fn the_token_of_the_environment_goes_where_its_owner_says_and_nowhere_else() {
        let none = Said::default();
        let named = ("GITLAB_HOST", "gitlab.example");
        let job = [TOKEN, ("GITLAB_CI", "true"), ("CI_SERVER_URL", "https://ci.example")];
        check(&none, "nothing to gitlab.com");
        check(&Said { variables: &[TOKEN], ..none }, "GITLAB_TOKEN to gitlab.com");
        check(&Said { variables: &[TOKEN, named], ..none }, "GITLAB_TOKEN to gitlab.example");
        check(&Said { variables: &[TOKEN], host: Some("other.example"), ..none }, "GITLAB_TOKEN to other.example");
        check(
            &Said { variables: &[TOKEN, named], host: Some("other.example"), ..none },
            "GITLAB_TOKEN not to other.example, is for gitlab.example (GITLAB_HOST)",
        );
        check(
            &Said { variables: &[TOKEN], configured: Some("evil.example"), ..none },
            "GITLAB_TOKEN not to evil.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
        );
        check(
            &Said { variables: &[TOKEN, named], configured: Some("evil.example"), ..none },
            "GITLAB_TOKEN not to evil.example, is for gitlab.example (GITLAB_HOST)",
        );
        check(
            &Said { variables: &[TOKEN, named], configured: Some("gitlab.example"), ..none },
            "GITLAB_TOKEN to gitlab.example",
        );
        check(
            &Said { variables: &[TOKEN, named], configured: Some("gitlab.example:8443"), ..none },
            "GITLAB_TOKEN not to gitlab.example:8443, is for gitlab.example (GITLAB_HOST)",
        );
        check(&Said { variables: &job, ..none }, "GITLAB_TOKEN to ci.example");
        check(
            &Said { variables: &job, configured: Some("evil.example"), ..none },
            "GITLAB_TOKEN not to evil.example, is for ci.example (CI_SERVER_URL)",
        );
        // A variable that GitLab sets is no word of the person's, who can say otherwise.
        check(&Said { variables: &job, host: Some("other.example"), ..none }, "GITLAB_TOKEN to other.example");
        // Outside a job the variable says nothing.
        check(
            &Said { variables: &[TOKEN, ("CI_SERVER_URL", "https://evil.example")], ..none },
            "GITLAB_TOKEN to gitlab.com",
        );
    }

    #[test]
    fn the_address_of_an_issue_says_where_it_is_and_not_who_may_have_the_token() {
        let evil = Said { issue: Some("https://evil.example/group/project/-/issues/7"), ..Said::default() };
        let named = ("GITLAB_HOST", "https://gitlab.example/");
        check(
            &Said { variables: &[TOKEN], ..evil },
            "GITLAB_TOKEN not to evil.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
        );
        check(
            &Said { variables: &[TOKEN, named], configured: Some("evil.example"), ..evil },
            "GITLAB_TOKEN not to evil.example, is for gitlab.example (GITLAB_HOST)",
        );
        check(&Said { variables: &[TOKEN], host: Some("evil.example"), ..evil }, "GITLAB_TOKEN to evil.example");
        let good = Said { issue: Some("https://gitlab.example/group/project/-/issues/7"), ..evil };
        check(&Said { variables: &[TOKEN, named], ..good }, "GITLAB_TOKEN to gitlab.example");
        check(
            &Said { variables: &[TOKEN, named], configured: Some("evil.example"), ..good },
            "GITLAB_TOKEN to gitlab.example",
        );
        for other in ["gitlab.example.evil.example", "gitlab.example:8443", "gitlab.example.", "evil.example"] {
            let url = format!("https://{other}/group/project/-/issues/7");
            let said = Said { variables: &[TOKEN, named], issue: Some(&url), ..evil };
            check(&said, &format!("GITLAB_TOKEN not to {other}, is for gitlab.example (GITLAB_HOST)"));
        }
    }

    #[test]
    fn a_script_is_told_what_to_say_and_a_person_is_asked_in_spite_of_yes() {
        let said = Said { variables: &[TOKEN], configured: Some("gitlab.example"), ..Said::default() };
        let context = context(&said);
        let known = Known::gather(&context, &GitLabArgs::default()).expect("readable");
        let host = host::host(&known);
        let (mut script, ..) = crate::cli::ui::testing::ui(None);
        let error = token(&known, &host, &mut script).expect_err("no person").to_text(false);
        expect_test::expect![[r"
            error: the token in GITLAB_TOKEN does not go to gitlab.example
            caused by: it is for gitlab.com (the default, as GITLAB_HOST is not set), and gitlab.example is only named by `gitlab.host` in .runbook.yaml
            help: if it is for gitlab.example, say so: set GITLAB_HOST=gitlab.example, or give `--host gitlab.example`
        "]].assert_eq(&error);
        let (mut person, _, err) = crate::cli::ui::testing::ui(Some("n\ny\n"));
        assert!(token(&known, &host, &mut person).is_err());
        assert_eq!(token(&known, &host, &mut person).expect("allowed").source, "GITLAB_TOKEN");
        assert!(err.text().contains("Send it to gitlab.example? [y/N]"), "{}", err.text());
        assert!(!err.text().contains("glpat"), "{}", err.text());
    }
}
