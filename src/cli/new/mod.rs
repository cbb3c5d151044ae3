//! `runbook new`: a runbook from the handbook's structure, a blueprint, or another runbook.

mod answers;
mod fill;

use std::path::{Path, PathBuf};

use super::{
    context::Context, create, error::CliError, exit::ExitStatus, files, mark::AnswerFormat, names::some, next::quoted,
    sanitise, select::Purpose, ui::Ui,
};
use crate::{
    document::{Document, Source, closest},
    model::{Platform, slug, split_name},
    starter::{self, Derived},
};

/// How long the name of a file may be, in characters.
const LONGEST_FILE_NAME: usize = 80;

/// Write a runbook to start from
///
/// The name has the form "CUSTOMER - REQUESTED TASK", and the file's name follows from it. Without --from it is the
/// handbook's structure. From a runbook that was used before, its marks, log and dates go, and what a task took that
/// succeeded is planned for it the next time; else what was planned stays. At a terminal it asks for what is missing;
/// Enter leaves it for later. Never overwrites a file.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook new \"Acme - Enforce 2FA on All Groups\"\n  runbook new \"Acme - Move Projects\" --from runbooks/example-corp-move-projects.yaml --dri @john_doe"
)]
pub(super) struct NewArgs {
    /// CUSTOMER - REQUESTED TASK
    pub name: String,
    /// A blueprint (`runbook list --blueprints`), or the path of any runbook
    #[arg(long, value_name = "BLUEPRINT", value_hint = clap::ValueHint::FilePath)]
    pub from: Option<PathBuf>,
    /// Fills a placeholder everywhere; `runbook list --blueprints` says what each stands for
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
    #[arg(long, value_name = "ADDRESS", value_hint = clap::ValueHint::Url)]
    pub meeting_url: Option<String>,
    /// Address of the issue of the customer's request
    #[arg(long, value_name = "ADDRESS", value_hint = clap::ValueHint::Url)]
    pub gitlab_issue: Option<String>,
    /// Where the customer runs GitLab; decides which channels are informed
    #[arg(long, value_enum)]
    pub platform: Option<PlatformWord>,
    /// What is done, and the result that is expected
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// Writes to this file instead; - prints
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
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
        return Err(CliError::new(format!("{} is there already", sanitise::path(&output)))
            .help("choose another name with --output, or mark the one that is there"));
    }
    let source = source(context, ui, args, name)?;
    let mut new = answers::given(args, name)?;
    answers::ask(ui, &source, &mut new)?;
    let derived = fill::derive(context, &source, new)?;
    let text = with_schema(context, derived.text.clone());
    if prints {
        ui.answer(&text)?;
    } else if args.dry_run {
        ui.status(&format!("Would write {}", sanitise::path(&output)));
    } else {
        if args.output.is_none() {
            create::ensure_folder(&context.settings.runbooks())?;
        }
        create::create_new(&output, &text)?;
        ui.status(&format!("Wrote {}", sanitise::path(&output)));
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
    advise(ui, args, &text, &derived, &output);
    Ok(ExitStatus::Success)
}

/// Refuses a name that is not `CUSTOMER - REQUESTED TASK`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check_name(name: &str) -> Result<(), CliError> {
    let wrong = |message: &str| CliError::new(message).help("for example \"Acme - Enforce 2FA on All Groups\"");
    match split_name(name) {
        _ if name.contains(['\n', '\r']) => Err(wrong("the name must be one line")),
        _ if name.contains(char::is_control) => Err(wrong("the name holds a control character")),
        None => Err(wrong("the name must have the form \"CUSTOMER - REQUESTED TASK\"")),
        Some(("CUSTOMER", _)) => Err(wrong("`CUSTOMER` stands for the customer's name")),
        Some(_) => Ok(()),
    }
}

/// Returns the name of the file for a runbook of this name, without its ending.
///
/// # Errors
/// A name without any letter or digit.
pub(super) fn file_stem(name: &str) -> Result<String, CliError> {
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

/// Puts the address of the schema at the top, for editors.
pub(super) fn with_schema(context: &Context, text: String) -> String {
    match &context.settings.config.schema {
        Some(address) if !text.contains("yaml-language-server:") => {
            format!("# yaml-language-server: $schema={address}\n{text}")
        }
        _ => text,
    }
}

fn advise(ui: &mut Ui, args: &NewArgs, text: &str, derived: &Derived, output: &Path) {
    if let Some(customer) = derived.old_customer.as_deref().filter(|_| !derived.old_customer_lines.is_empty()) {
        let lines: Vec<String> = derived.old_customer_lines.iter().map(ToString::to_string).collect();
        ui.warn(&format!("`{customer}`, the customer it was made from, still stands in line {}", some(&lines)));
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
        ui.hint(&format!("left to fill: {}", some(&left)));
    }
    if let Some(name) = derived.placeholders.first().filter(|_| args.from.is_some()) {
        let fill = if args.dry_run || files::is_stdin(output) {
            format!("--set {name}=… fills it everywhere")
        } else {
            let file = quoted(&output.to_string_lossy());
            format!("to fill one everywhere: runbook set '<{name}>' VALUE --file {file}")
        };
        ui.hint(&format!("what each <…> stands for: runbook list --blueprints; {fill}"));
    }
    if !args.dry_run && !files::is_stdin(output) {
        ui.hint(&format!("next: runbook lint {}", quoted(&output.to_string_lossy())));
    }
}
