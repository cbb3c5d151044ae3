//! What is known of the new runbook: from the command line, and at a terminal by asking.

use super::{
    super::{error::CliError, ui::Ui, who::handle},
    NewArgs,
    fill::{CHANNELS, DESCRIPTION},
};
use crate::{
    document::{Document, Source},
    model::{Platform, Schedule, TaskDuration},
    starter::NewRunbook,
};

/// Reads what was given on the command line.
pub(super) fn given(args: &NewArgs, name: &str) -> Result<NewRunbook, CliError> {
    let mut new = NewRunbook { name: name.to_owned(), ..NewRunbook::default() };
    let mut header = |key: &'static str, value: Option<String>| {
        new.header.extend(value.filter(|value| !value.trim().is_empty()).map(|value| (key, value)));
    };
    header("description", args.description.clone());
    header("dri", args.dri.as_deref().map(handle));
    header("schedule_at", args.schedule_at.as_deref().map(|text| schedule("--schedule-at: ", text)).transpose()?);
    header("window", args.window.as_deref().map(|text| window("--window: ", text)).transpose()?);
    header("meeting_url", args.meeting_url.clone());
    header("gitlab_issue", args.gitlab_issue.clone());
    header("platform", args.platform.map(|word| Platform::from(word).word().to_owned()));
    for set in &args.set {
        let (parameter, value) = set.split_once('=').ok_or_else(|| {
            CliError::new(format!("--set {set} says no value")).help("for example --set GROUP_ID=1234")
        })?;
        let parameter = parameter.trim().trim_matches(['<', '>']).to_owned();
        new.parameters.push((parameter, value.to_owned()));
    }
    Ok(new)
}

fn schedule(origin: &str, text: &str) -> Result<String, CliError> {
    Schedule::parse(text.trim())
        .map(|_| text.trim().to_owned())
        .map_err(|error| CliError::new(format!("{origin}{}", error.message)).help(error.help))
}

fn window(origin: &str, text: &str) -> Result<String, CliError> {
    TaskDuration::parse(text.trim())
        .map(|_| text.trim().to_owned())
        .map_err(|error| CliError::new(format!("{origin}{}", error.message)).help(error.help))
}

/// Asks at a terminal for what is missing; Enter leaves it for later.
pub(super) fn ask(ui: &mut Ui, source: &Source, new: &mut NewRunbook) -> Result<(), CliError> {
    if !ui.is_interactive() {
        return Ok(());
    }
    const QUESTIONS: [(&str, &str); 7] = [
        ("description", "What is done, and which result is expected?"),
        ("dri", "DRI (handle)"),
        ("schedule_at", "When? Local time and zone, such as 2026-10-10 23:30 America/Los_Angeles"),
        ("window", "How long is the slot? Such as 3h"),
        ("platform", "Platform: gitlab.com, self-managed or dedicated"),
        ("meeting_url", "Meeting, https://…"),
        ("gitlab_issue", "Issue of the request, https://…"),
    ];
    ui.status("Enter leaves a question for later; Ctrl-D leaves them all.");
    for (key, question) in QUESTIONS {
        while !new.header.iter().any(|(known, _)| *known == key) {
            let Some(answer) = ui.ask(question, None)? else { return Ok(()) };
            if answer.trim().is_empty() {
                break;
            }
            match checked(key, &answer) {
                Ok(value) => new.header.push((key, value)),
                Err(error) => ui.error(&error),
            }
        }
    }
    let parameters = Document::parse(source).map(|document| document.runbook.parameters).unwrap_or_default();
    for (name, explanation) in parameters {
        let known =
            [DESCRIPTION, CHANNELS].contains(&name.as_str()) || new.parameters.iter().any(|(set, _)| *set == name);
        if !known {
            let Some(answer) = ui.ask(&format!("{name}: {explanation}"), None)? else { return Ok(()) };
            if !answer.trim().is_empty() {
                new.parameters.push((name, answer));
            }
        }
    }
    Ok(())
}

fn checked(key: &str, answer: &str) -> Result<String, CliError> {
    let answer = answer.trim();
    match key {
        "dri" => Ok(handle(answer)),
        "schedule_at" => schedule("", answer),
        "window" => window("", answer),
        "platform" => {
            let word = Platform::ALL.iter().map(|platform| platform.word()).find(|word| *word == answer);
            word.map(str::to_owned).ok_or_else(|| CliError::new(format!("`{answer}` is no platform")))
        }
        _ => Ok(answer.to_owned()),
    }
}
