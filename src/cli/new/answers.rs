//! What is known of the new runbook: from the command line, and at a terminal by asking.

use super::{
    super::{error::CliError, ui::Ui, who::dri},
    NewArgs,
    fill::{CHANNELS, DESCRIPTION},
};
use crate::{
    document::{Document, Source},
    model::{Platform, Runbook, Schedule, TaskDuration},
    starter::NewRunbook,
};

/// Reads what was given on the command line.
pub(super) fn given(args: &NewArgs, name: &str) -> Result<NewRunbook, CliError> {
    let mut new = NewRunbook { name: name.to_owned(), ..NewRunbook::default() };
    let mut header = |key: &'static str, value: Option<String>| {
        new.header.extend(value.filter(|value| !value.trim().is_empty()).map(|value| (key, value)));
    };
    let given_dri = args.dri.as_deref().filter(|dri| !dri.trim().is_empty());
    header("description", args.description.clone());
    header("dri", given_dri.map(|text| dri("--dri: ", text)).transpose()?);
    header("schedule_at", args.schedule_at.as_deref().map(|text| schedule("--schedule-at: ", text)).transpose()?);
    header("window", args.window.as_deref().map(|text| window("--window: ", text)).transpose()?);
    header("meeting_url", address("--meeting-url", args.meeting_url.as_ref())?);
    header("gitlab_issue", address("--gitlab-issue", args.gitlab_issue.as_ref())?);
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

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

fn address(flag: &str, text: Option<&String>) -> Result<Option<String>, CliError> {
    match text {
        Some(text) if !text.trim().is_empty() && !is_address(text.trim()) => {
            Err(CliError::new(format!("{flag}: `{text}` is no address")).help("it begins with https://"))
        }
        text => Ok(text.cloned()),
    }
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
    let runbook = Document::parse(source).map(|document| document.runbook).unwrap_or_default();
    ui.status("Enter leaves a question for later; Ctrl-D leaves them all.");
    for (key, question) in QUESTIONS.into_iter().filter(|(key, _)| !is_in_blueprint(&runbook, key)) {
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
    for (name, explanation) in runbook.parameters {
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

/// Returns whether a blueprint says this for all its runbooks. What a runbook says that was used is asked all the same: it
/// was another customer's.
fn is_in_blueprint(runbook: &Runbook, key: &str) -> bool {
    let header = &runbook.header;
    runbook.blueprint
        && match key {
            "description" => header.description.as_ref().is_some_and(|text| *text != format!("<{DESCRIPTION}>")),
            "window" => header.window.is_some(),
            "platform" => header.platform.is_some(),
            _ => false,
        }
}

fn checked(key: &str, answer: &str) -> Result<String, CliError> {
    let answer = answer.trim();
    match key {
        "dri" => dri("", answer),
        "schedule_at" => schedule("", answer),
        "window" => window("", answer),
        "platform" => {
            let word = Platform::ALL.iter().map(|platform| platform.word()).find(|word| *word == answer);
            word.map(str::to_owned).ok_or_else(|| CliError::new(format!("`{answer}` is no platform")))
        }
        "meeting_url" | "gitlab_issue" if !is_address(answer) => {
            Err(CliError::new(format!("`{answer}` is no address")).help("it begins with https://"))
        }
        _ => Ok(answer.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ui::testing;

    /// Returns which questions are asked, by how they begin.
    fn asked(text: &str) -> Vec<String> {
        let source = Source::from_text("x.yaml", format!("version: 1\n{text}")).expect("text");
        let (mut ui, _, err) = testing::ui(Some("\n\n\n\n\n\n\n\n"));
        ask(&mut ui, &source, &mut NewRunbook::default()).expect("asked");
        let text = err.text();
        let beginnings = ["What is", "DRI", "When", "How long", "Platform", "Meeting", "Issue", "GROUP"];
        beginnings.into_iter().filter(|beginning| text.contains(beginning)).map(str::to_owned).collect()
    }

    #[test]
    fn what_is_no_answer_is_asked_again_with_the_reason() {
        let source = Source::from_text("x.yaml", "version: 1\nheader: { name: A - B }\n".to_owned()).expect("text");
        let (mut ui, _, err) = testing::ui(Some("\njohn and jane\njohn_doe\n"));
        let mut new = NewRunbook::default();
        ask(&mut ui, &source, &mut new).expect("asked");
        assert_eq!(new.header, [("dri", "@john_doe".to_owned())]);
        assert!(err.text().contains("error: `john and jane` is more than one; a DRI is one person"), "{}", err.text());
    }

    #[test]
    fn what_a_blueprint_says_is_not_asked() {
        let header = "name: CUSTOMER - Work, description: Work on <GROUP>, window: 3h, platform: gitlab.com";
        let parameters = "parameters: { CHANNELS: Which, GROUP: The group }";
        let blueprint = format!("blueprint: true\n{parameters}\nheader: {{ {header} }}\n");
        assert_eq!(asked(&blueprint), ["DRI", "When", "Meeting", "Issue", "GROUP"]);
    }

    #[test]
    fn what_it_leaves_open_and_what_was_another_customers_is_asked() {
        let all = ["What is", "DRI", "When", "How long", "Platform", "Meeting", "Issue"];
        assert_eq!(
            asked("blueprint: true\nheader: { name: CUSTOMER - Work, description: <DESCRIPTION>, window: }\n"),
            all
        );
        assert_eq!(asked("header: { name: Acme - Work, description: Ours, window: 3h, platform: gitlab.com }\n"), all);
    }
}
