//! `runbook new`: a runbook from the handbook's structure, a blueprint, or another runbook.

use std::path::{Path, PathBuf};

use super::{
    context::Context, create, error::CliError, exit::ExitStatus, files, mark::AnswerFormat, select::Purpose, ui::Ui,
    who::handle,
};
use crate::{
    config::Channels,
    document::{Document, Source, closest},
    model::{Platform, Schedule, TaskDuration, slug, split_name},
    starter::{self, DeriveError, Derived, NewRunbook},
};

/// How long the name of a file may be, in characters.
const LONGEST_FILE_NAME: usize = 80;

/// Write a runbook to start from
///
/// The name has the form "CUSTOMER - REQUESTED TASK", and the file's name follows from it. Without --from it is the
/// handbook's structure. From a runbook that was used before, its marks, log and dates go, and its durations become
/// planned ones. At a terminal it asks for what is missing; Enter leaves it for later. Never overwrites a file.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook new \"Acme - Enforce 2FA on All Groups\"\n  runbook new \"Acme - Move Projects\" --from runbooks/example-corp-move-projects.yaml --dri @john_doe"
)]
pub(super) struct NewArgs {
    /// CUSTOMER - REQUESTED TASK
    pub name: String,
    /// A blueprint (`runbook list --blueprints`), or the path of any runbook
    #[arg(long, value_name = "BLUEPRINT")]
    pub from: Option<PathBuf>,
    /// Fills a placeholder of the blueprint
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The owner of the work
    #[arg(long, value_name = "HANDLE")]
    pub dri: Option<String>,
    /// The agreed date, time and zone: YYYY-MM-DD HH:MM Area/City
    #[arg(long, value_name = "SCHEDULE")]
    pub schedule_at: Option<String>,
    /// How long the slot is booked, such as 3h
    #[arg(long, value_name = "DURATION")]
    pub window: Option<String>,
    /// Address of the meeting
    #[arg(long, value_name = "ADDRESS")]
    pub meeting_url: Option<String>,
    /// Address of the issue of the customer's request
    #[arg(long, value_name = "ADDRESS")]
    pub gitlab_issue: Option<String>,
    /// Where the customer runs GitLab; decides which channels are informed
    #[arg(long, value_enum)]
    pub platform: Option<PlatformWord>,
    /// What is done, and the result that is expected
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// Writes to this file instead; - prints
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Says what would be written, and writes nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Where a customer runs GitLab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum PlatformWord {
    /// GitLab.com
    #[value(name = "gitlab.com")]
    GitlabCom,
    /// An instance of the customer's own
    SelfManaged,
    /// GitLab Dedicated
    Dedicated,
}

impl From<PlatformWord> for Platform {
    fn from(word: PlatformWord) -> Self {
        match word {
            PlatformWord::GitlabCom => Self::GitlabCom,
            PlatformWord::SelfManaged => Self::SelfManaged,
            PlatformWord::Dedicated => Self::Dedicated,
        }
    }
}

/// The placeholder for the channels that are told.
const CHANNELS: &str = "CHANNELS";
/// The placeholder for the description.
const DESCRIPTION: &str = "DESCRIPTION";

#[derive(serde::Serialize)]
struct NewJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    written: bool,
    placeholders: &'a [String],
    old_customer_lines: &'a [usize],
}

/// Runs the command.
///
/// # Errors
/// A wrong name or value; a file that is there already; disk.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &NewArgs) -> Result<ExitStatus, CliError> {
    let name = args.name.trim();
    check_name(name)?;
    let output = match &args.output {
        Some(output) => output.clone(),
        None => context.settings.runbooks().join(format!("{}.yaml", file_stem(name)?)),
    };
    let prints = files::is_stdin(&output);
    // Said before anybody has answered a question in vain.
    if !prints && output.symlink_metadata().is_ok() {
        return Err(CliError::new(format!("{} is there already", output.display()))
            .help("choose another name with --output, or mark the one that is there"));
    }
    let source = source(context, ui, args, name)?;
    let mut new = given(args, name)?;
    ask(ui, &source, &mut new)?;
    let derived = derive(context, &source, new)?;
    let text = with_schema(context, derived.text.clone());
    if prints {
        ui.answer(&text)?;
    } else if args.dry_run {
        ui.status(&format!("Would write {}", output.display()));
    } else {
        if args.output.is_none() {
            create::ensure_folder(&context.settings.runbooks())?;
        }
        create::create_new(&output, &text)?;
        ui.status(&format!("Wrote {}", output.display()));
    }
    if args.format == AnswerFormat::Json && !prints {
        ui.answer_json(&NewJson {
            version: 1,
            runbook: name,
            path: output.to_string_lossy().into_owned(),
            written: !args.dry_run,
            placeholders: &derived.placeholders,
            old_customer_lines: &derived.old_customer_lines,
        })?;
    }
    advise(ui, &text, &derived, &output, prints || args.dry_run);
    Ok(ExitStatus::Success)
}

fn check_name(name: &str) -> Result<(), CliError> {
    let wrong = |message: &str| CliError::new(message).help("for example \"Acme - Enforce 2FA on All Groups\"");
    match split_name(name) {
        _ if name.contains(['\n', '\r']) => Err(wrong("the name must be one line")),
        None => Err(wrong("the name must have the form \"CUSTOMER - REQUESTED TASK\"")),
        Some(("CUSTOMER", _)) => Err(wrong("`CUSTOMER` stands for the customer's name")),
        Some(_) => Ok(()),
    }
}

fn file_stem(name: &str) -> Result<String, CliError> {
    let stem = slug(name, LONGEST_FILE_NAME);
    if stem.is_empty() {
        return Err(CliError::new("no file name can be made of this name")
            .help("say one: --output runbooks/acme-enforce-2fa.yaml"));
    }
    // Names that mean a device on Windows, where the repository may be checked out.
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.as_str());
    Ok(if is_device { format!("{stem}-runbook") } else { stem })
}

/// Returns what the runbook is made from.
fn source(context: &Context, ui: &mut Ui, args: &NewArgs, name: &str) -> Result<Source, CliError> {
    let starter = match &args.from {
        Some(from) => match starter::find(&from.to_string_lossy()) {
            Some(starter) => starter,
            None => return used(context, ui, from),
        },
        None => match starter::closest(name) {
            Some((closest, summary)) if ui.is_interactive() => {
                let question = format!("Closest blueprint: {} ({summary}). Use it?", closest.name);
                let found = if ui.confirm(&question)? { Some(closest) } else { None };
                found.or_else(|| starter::find(starter::HANDBOOK)).unwrap_or(closest)
            }
            other => {
                if let Some((closest, summary)) = other {
                    ui.hint(&format!("there is a blueprint for this: --from {} ({summary})", closest.name));
                }
                starter::find(starter::HANDBOOK)
                    .ok_or_else(|| CliError::new("the handbook's structure is not compiled in"))?
            }
        },
    };
    Source::from_text(format!("{}.yaml", starter.name), starter.text.to_owned())
        .map_err(|error| CliError::new(error.to_string()))
}

/// Returns a runbook of the folder, or says which blueprints there are.
fn used(context: &Context, ui: &mut Ui, from: &Path) -> Result<Source, CliError> {
    let path = context.runbook(ui, Some(from), Purpose::Read).map_err(|error| {
        let names: Vec<&str> = starter::all().iter().map(|starter| starter.name).collect();
        match closest(&from.to_string_lossy(), &names) {
            Some(meant) => error.help(format!("or did you mean the blueprint `{meant}`?")),
            None => error.help(format!("blueprints are {}", names.join(", "))),
        }
    })?;
    Ok(files::read(&path)?)
}

/// Reads what was given on the command line.
fn given(args: &NewArgs, name: &str) -> Result<NewRunbook, CliError> {
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
fn ask(ui: &mut Ui, source: &Source, new: &mut NewRunbook) -> Result<(), CliError> {
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

fn derive(context: &Context, source: &Source, mut new: NewRunbook) -> Result<Derived, CliError> {
    let document = Document::parse(source).map_err(|problems| CliError::invalid(source, problems))?;
    let known = starter::placeholders(&document);
    let header = |key: &str| new.header.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
    let has =
        |name: &str| known.iter().any(|known| known == name) && !new.parameters.iter().any(|(set, _)| set == name);
    let mut filled = Vec::new();
    if let Some(description) = header("description").filter(|_| has(DESCRIPTION)) {
        filled.push((DESCRIPTION.to_owned(), description));
    }
    let platform =
        header("platform").and_then(|word| Platform::ALL.into_iter().find(|platform| platform.word() == word));
    let channels = &context.settings.config.channels;
    if let Some(platform) = platform {
        if has(CHANNELS) {
            filled.push((CHANNELS.to_owned(), named_channels(channels, platform)));
        }
        new.channels = swapped_channels(channels, platform);
    }
    new.parameters.extend(filled);
    starter::derive(source, &new).map_err(|error| match error {
        DeriveError::Invalid(problems) => CliError::invalid(source, problems),
        DeriveError::Edit(error) => CliError::from_edit(source, &error),
        DeriveError::UnknownParameter { ref name, ref known } => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let cli_error = CliError::new(error.to_string());
            match closest(name, &known) {
                Some(meant) => cli_error.help(format!("did you mean `{meant}`?")),
                None if known.is_empty() => cli_error.help("it has none"),
                None => cli_error.help(format!("there are {}", known.join(", "))),
            }
        }
    })
}

/// Returns the channels of a platform in a sentence: `` `#a`, `#b` and `#c` ``.
fn named_channels(channels: &Channels, platform: Platform) -> String {
    let names: Vec<String> = channels.of(platform).map(|channel| format!("`{channel}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Returns what the first channel of every other platform becomes.
fn swapped_channels(channels: &Channels, platform: Platform) -> Vec<(String, String)> {
    let Some(wanted) = channels.of(platform).next() else { return Vec::new() };
    let others = Platform::ALL.into_iter().filter(|other| *other != platform);
    let others = others.filter_map(|other| channels.of(other).next()).filter(|other| *other != wanted);
    others.map(|other| (other.to_owned(), wanted.to_owned())).collect()
}

/// Puts the address of the schema at the top, for editors.
fn with_schema(context: &Context, text: String) -> String {
    match &context.settings.config.schema {
        Some(address) if !text.contains("yaml-language-server:") => {
            format!("# yaml-language-server: $schema={address}\n{text}")
        }
        _ => text,
    }
}

fn advise(ui: &mut Ui, text: &str, derived: &Derived, output: &Path, not_written: bool) {
    if let Some(customer) = derived.old_customer.as_deref().filter(|_| !derived.old_customer_lines.is_empty()) {
        let lines: Vec<String> = derived.old_customer_lines.iter().map(ToString::to_string).collect();
        ui.warn(&format!("`{customer}`, the customer it was made from, still stands in line {}", lines.join(", ")));
    }
    let mut left: Vec<String> = derived.placeholders.iter().map(|name| format!("<{name}>")).collect();
    if let Ok(source) = Source::from_text("new", text.to_owned())
        && let Ok(document) = Document::parse(&source)
    {
        let header = &document.runbook.header;
        let missing = [
            ("description", header.description.is_none()),
            ("dri", header.dri.is_none()),
            ("schedule_at", header.schedule_at.is_none()),
            ("window", header.window.is_none()),
            ("meeting_url", header.meeting_url.is_none()),
            ("gitlab_issue", header.gitlab_issue.is_none()),
            ("platform", header.platform.is_none()),
            ("contacts", document.runbook.contacts.gitlab.is_empty()),
            ("tasks", document.runbook.tasks.is_empty()),
        ];
        left.extend(missing.into_iter().filter(|(_, is_missing)| *is_missing).map(|(what, _)| what.to_owned()));
    }
    if !left.is_empty() {
        ui.hint(&format!("left to fill: {}", left.join(", ")));
    }
    if !not_written {
        ui.hint(&format!("next: runbook lint {}", output.display()));
    }
}
