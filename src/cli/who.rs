//! Who does it: the name that a mark carries.

use std::{
    io::Read,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{environment::Environment, error::CliError};
use crate::model::{Runbook, is_invisible};

/// How long git may take to say a name; on a sleeping network home it might never.
const GIT_PATIENCE: Duration = Duration::from_secs(2);

/// Returns who marks: `--by`, else `$RUNBOOK_USER`, the configuration, `$GITLAB_USER_LOGIN`, git's user name.
///
/// # Errors
/// A name that is given is blank, or holds characters that no name has.
pub(super) fn who(
    by: Option<&str>,
    environment: &Environment,
    configured: Option<&str>,
) -> Result<Option<String>, CliError> {
    Ok(found(by, environment, configured)?.map(|(name, _)| name))
}

/// Returns who marks, and what says so.
///
/// # Errors
/// See [`who`].
pub(super) fn found(
    by: Option<&str>,
    environment: &Environment,
    configured: Option<&str>,
) -> Result<Option<(String, &'static str)>, CliError> {
    let said = [
        (by.map(str::to_owned), "--by"),
        (environment.runbook_user(), "RUNBOOK_USER"),
        (configured.map(str::to_owned), "`user` in the configuration"),
        (environment.gitlab_user_login(), "GITLAB_USER_LOGIN"),
    ];
    if let Some((name, origin)) = said.into_iter().find_map(|(name, origin)| Some((name?, origin))) {
        return named(&name, origin).map(|name| Some((name, origin)));
    }
    Ok(git_user_name().filter(|name| is_name(name)).map(|name| (handle(&name), "git's `user.name`")))
}

/// Returns a name as it stands in a runbook: a user name with its `@`, anything else as it is.
#[must_use]
pub(super) fn handle(name: &str) -> String {
    let name = name.trim();
    let is_user_name = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if is_user_name { format!("@{name}") } else { name.to_owned() }
}

/// Returns a person as a runbook names them: by the handle or the name of a contact who is meant, else as [`handle`] does.
#[must_use]
pub(super) fn person(runbook: &Runbook, who: &str) -> String {
    match runbook.contact(who) {
        // A name is a name, although it looks like a user name: `Cher`.
        Some(contact) if contact.name.eq_ignore_ascii_case(who.trim()) => contact.name.clone(),
        Some(contact) => handle(contact.handle.as_deref().unwrap_or(who)),
        None => handle(who),
    }
}

/// Returns the DRI as it stands in a runbook; `origin` begins what is said when it is none.
///
/// # Errors
/// It is an address, a placeholder, several people, or nothing that is a name.
pub(super) fn dri(origin: &str, text: &str) -> Result<String, CliError> {
    let wrong = |what: &str| {
        Err(CliError::new(format!("{origin}`{}` {what}", text.trim()))
            .help("write one user name, for example `@john_doe`"))
    };
    match text.trim() {
        text if !is_name(text) => wrong("is no name"),
        text if text.contains("://") => wrong("is an address, not a name"),
        text if text.contains(['<', '>']) => wrong("is a placeholder, not a name"),
        text if text.contains([',', ';', '&', '/'])
            || text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and")) =>
        {
            wrong("is more than one; a DRI is one person")
        }
        text => Ok(handle(text)),
    }
}

fn named(name: &str, origin: &str) -> Result<String, CliError> {
    if is_name(name) {
        return Ok(handle(name));
    }
    Err(CliError::new(format!("{origin} does not say a name")).help("write a user name, for example `@john_doe`"))
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && !name.chars().any(|c| is_invisible(c) || c.is_control())
}

/// Asks git; its absence, an error and a long silence all mean that there is no name.
fn git_user_name() -> Option<String> {
    let mut command = Command::new("git");
    command.args(["config", "user.name"]);
    output_in_time(command, GIT_PATIENCE)
}

fn output_in_time(mut command: Command, patience: Duration) -> Option<String> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break,
            Ok(None) if start.elapsed() < patience => thread::sleep(Duration::from_millis(2)),
            _ => {
                // Both fail only when the process is gone already.
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
    let mut name = Vec::new();
    child.stdout.take()?.take(1000).read_to_end(&mut name).ok()?;
    Some(String::from_utf8(name).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Contact;

    #[test]
    fn a_user_name_gets_its_at_sign() {
        assert_eq!(handle("john_doe"), "@john_doe");
        assert_eq!(handle(" @john_doe "), "@john_doe");
        assert_eq!(handle("John Doe"), "John Doe");
        assert_eq!(handle("john@example.com"), "john@example.com");
        assert_eq!(handle("確認"), "確認");
    }

    #[test]
    fn a_contact_is_named_as_the_contacts_name_them() {
        let contact = |name: &str, handle: Option<&str>| Contact {
            name: name.to_owned(),
            handle: handle.map(str::to_owned),
            ..Contact::default()
        };
        let mut runbook = Runbook::default();
        runbook.contacts.gitlab = vec![contact("John Doe", Some("@john_doe")), contact("Jane", Some("jane_smith"))];
        let said = ["john_doe", "@John_Doe", "john doe", "jane", "jane_smith", "tom_blogs", "Tom Blogs", ""];
        let named = said.map(|who| person(&runbook, who));
        assert_eq!(named, ["@john_doe", "@john_doe", "John Doe", "Jane", "@jane_smith", "@tom_blogs", "Tom Blogs", ""]);
    }

    #[test]
    fn the_nearest_name_counts() {
        let environment = Environment::from_values([
            ("RUNBOOK_USER", "jane_smith".into()),
            ("GITLAB_USER_LOGIN", "tom_blogs".into()),
        ]);
        let login_only = Environment::from_values([("GITLAB_USER_LOGIN", "tom_blogs".into())]);
        let who = |by, environment, configured| who(by, environment, configured).expect("a name").expect("somebody");
        assert_eq!(who(Some("john_doe"), &environment, Some("pat_filler")), "@john_doe");
        assert_eq!(who(None, &environment, Some("pat_filler")), "@jane_smith");
        assert_eq!(who(None, &login_only, Some("pat_filler")), "@pat_filler");
        assert_eq!(who(None, &login_only, None), "@tom_blogs");
    }

    #[test]
    fn a_dri_is_one_person() {
        let said = |text| dri("--dri: ", text).map_err(|error| error.message().to_owned());
        assert_eq!(said(" john_doe"), Ok("@john_doe".to_owned()));
        assert_eq!(said("Alexander Sandy Placeholder"), Ok("Alexander Sandy Placeholder".to_owned()));
        let wrong = ["john_doe, jane_smith", "John and Jane", "https://gitlab.com/john_doe", "<DRI>", "\u{1b}[31m"];
        let wrong = wrong.map(|text| said(text).expect_err("no DRI"));
        assert_eq!(
            wrong,
            [
                "--dri: `john_doe, jane_smith` is more than one; a DRI is one person",
                "--dri: `John and Jane` is more than one; a DRI is one person",
                "--dri: `https://gitlab.com/john_doe` is an address, not a name",
                "--dri: `<DRI>` is a placeholder, not a name",
                "--dri: `\u{1b}[31m` is no name",
            ]
        );
    }

    #[test]
    fn a_name_that_is_none_is_an_error() {
        for name in ["", "  ", "two\nlines", "\u{1b}[31m"] {
            assert!(who(Some(name), &Environment::default(), None).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_program_that_does_not_answer_is_not_waited_for() {
        let mut slow = Command::new("sleep");
        slow.arg("60");
        let start = Instant::now();
        assert_eq!(output_in_time(slow, Duration::from_millis(50)), None);
        assert!(start.elapsed() < Duration::from_secs(30));
        assert_eq!(output_in_time(Command::new("no-such-program-here"), Duration::from_secs(1)), None);
    }
}
