//! `runbook import`: a runbook file from an issue or other Markdown.

mod issue;

use std::path::PathBuf;

use super::{
    context::Context,
    create,
    error::CliError,
    exit::ExitStatus,
    files,
    gitlab::GitLabArgs,
    mark::AnswerFormat,
    new::{check_name, file_stem, with_schema},
    next::quoted,
    sanitise,
    ui::Ui,
};
use crate::{
    document::MAX_FILE_SIZE,
    sync::import::{Entry, Fate, Imported, NO_NAME, TooLarge, import},
};
use issue::{Belongs, Fetched};

/// Write a runbook from an issue or a Markdown file
///
/// It understands what `runbook render` shows, the handbook's example, and checklists that were written by hand: lists,
/// tables, boxes in code blocks, headings in several languages. What has no place in a runbook stands in a comment at the
/// end of the file, and an account says what became of every line. What is not valid yet, such as a schedule in PST, is kept
/// as it stands for `runbook lint` to show. Never overwrites a file.
///
/// The address of an issue reads it from GitLab and changes nothing there. An issue that `runbook publish` made is the
/// runbook's own, and `runbook sync` goes on from there.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook import old-issue.md\n  runbook import https://gitlab.example.com/support/runbooks/-/issues/7\n  runbook import checklist.md --name \"Acme - Upgrade to 18.5\" -o runbooks/acme-upgrade.yaml"
)]
pub(super) struct ImportArgs {
    /// The Markdown file; - for stdin; the address of an issue
    #[arg(value_name = "FILE|URL", value_hint = clap::ValueHint::FilePath)]
    pub source: PathBuf,
    /// CUSTOMER - REQUESTED TASK, whatever the file says
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Writes to this file instead; - prints
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Says what would be written, and writes nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub gitlab: GitLabArgs,
    /// How to print the account
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Runs the command.
///
/// # Errors
/// What cannot be read as text, or asked of GitLab; a file that is there already; more than a runbook may hold; disk.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &ImportArgs) -> Result<ExitStatus, CliError> {
    let name = args.name.as_deref().map(str::trim);
    if let Some(name) = name {
        check_name(name)?;
    }
    let fetched = match args.source.to_str().filter(|source| issue::is_address(source)) {
        Some(url) => Some(issue::fetch(context, ui, &args.gitlab, url)?),
        None => None,
    };
    let mut imported = match &fetched {
        Some(fetched) => of_issue(ui, fetched, name)?,
        None => import(&files::read(&args.source)?, name)?,
    };
    let belongs = match &fetched {
        Some(fetched) => issue::belonging(context, fetched, &mut imported)?,
        None => Belongs::ToNone,
    };
    if imported.text.len() > MAX_FILE_SIZE {
        return Err(TooLarge.into());
    }
    let output = match &args.output {
        Some(output) => output.clone(),
        None => context.settings.runbooks().join(format!("{}.yaml", file_stem(&imported.name)?)),
    };
    let prints = files::is_stdin(&output);
    if !prints && output.symlink_metadata().is_ok() {
        return Err(CliError::new(format!("{} is there already", sanitise::path(&output)))
            .help("choose another name with --output"));
    }
    let text = with_schema(context, imported.text.clone());
    if prints && !args.dry_run {
        ui.answer(&text)?;
    }
    say(ui, &imported);
    if args.dry_run {
        ui.status(&format!("Would write {}", sanitise::path(&output)));
    } else if !prints {
        if args.output.is_none() {
            create::ensure_folder(&context.settings.runbooks())?;
        }
        create::create_new(&output, &text)?;
        ui.status(&format!("Wrote {}", sanitise::path(&output)));
    }
    if args.format == AnswerFormat::Json && (!prints || args.dry_run) {
        let path = output.to_string_lossy().into_owned();
        ui.answer_json(&ImportJson::new(&imported, path, !args.dry_run, fetched.as_ref(), belongs))?;
    }
    if !args.dry_run && !prints {
        hints(ui, &quoted(&output.to_string_lossy()), fetched.as_ref(), belongs);
    }
    Ok(ExitStatus::Success)
}

impl From<TooLarge> for CliError {
    fn from(error: TooLarge) -> Self {
        Self::new(error.to_string()).help("import a part of it")
    }
}

/// Imports the text of an issue; its title is the name where the text has none.
fn of_issue(ui: &mut Ui, fetched: &Fetched, name: Option<&str>) -> Result<Imported, CliError> {
    let source = fetched.source()?;
    let imported = import(&source, name)?;
    let title = fetched.title.trim();
    if imported.name != NO_NAME || title.is_empty() {
        return Ok(imported);
    }
    ui.status("The text has no name, so the runbook gets the title of the issue.");
    Ok(import(&source, Some(title))?)
}

/// Says what comes next.
fn hints(ui: &mut Ui, path: &str, fetched: Option<&Fetched>, belongs: Belongs) {
    ui.hint(&format!("next: runbook lint {path}"));
    let Some(Fetched { url, .. }) = fetched else { return };
    match belongs {
        Belongs::ToIssue => ui.hint(&format!("the issue is the runbook's own: runbook sync {path}")),
        Belongs::OnceValid => ui.hint(&format!(
            "the issue is the runbook's own; once lint finds no error: runbook publish {path} --adopt {}",
            quoted(url)
        )),
        Belongs::ToNone => {
            ui.hint(&format!("then runbook publish {path}, which makes an issue of its own"));
            ui.hint(&format!(
                "or runbook publish {path} --adopt {}, which takes this one and keeps its text",
                quoted(url)
            ));
        }
    }
}

/// Says what became of the lines.
fn say(ui: &mut Ui, imported: &Imported) {
    let plural = if imported.n_lines == 1 { "line" } else { "lines" };
    ui.status(&format!("Read {} {plural}: {}.", imported.n_lines, imported.found.join(", ")));
    let places: Vec<String> = imported.account.iter().map(lines).collect();
    let width = places.iter().map(String::len).max().unwrap_or(0);
    for (place, entry) in places.iter().zip(&imported.account) {
        ui.status(&format!("  {place:width$}  {}", fate(entry)));
        for remark in &entry.remarks {
            ui.status(&format!("  {:width$}    {remark}", ""));
        }
    }
    for remark in &imported.remarks {
        ui.warn(remark);
    }
}

fn lines(entry: &Entry) -> String {
    if entry.first == entry.last {
        format!("line {}", entry.first)
    } else {
        format!("lines {}-{}", entry.first, entry.last)
    }
}

fn fate(entry: &Entry) -> String {
    match &entry.fate {
        Fate::Taken(place) => place.clone(),
        Fate::Comment => "a comment at the end of the file".to_owned(),
        Fate::Left(why) => format!("not in the file: {why}"),
    }
}

/// What `runbook import --format json` answers.
#[derive(serde::Serialize)]
struct ImportJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    written: bool,
    /// The issue that was read, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<IssueJson<'a>>,
    n_lines: usize,
    account: Vec<EntryJson<'a>>,
    remarks: &'a [String],
}

#[derive(serde::Serialize)]
struct IssueJson<'a> {
    url: &'a str,
    confidential: bool,
    /// Whether the file belongs to it now.
    own: bool,
}

#[derive(serde::Serialize)]
struct EntryJson<'a> {
    first: usize,
    last: usize,
    /// `taken`, `comment` or `left`.
    fate: &'static str,
    /// The place in the file, or why it needs none.
    to: Option<&'a str>,
    remarks: &'a [String],
}

impl<'a> ImportJson<'a> {
    fn new(
        imported: &'a Imported,
        path: String,
        written: bool,
        fetched: Option<&'a Fetched>,
        belongs: Belongs,
    ) -> Self {
        let account = imported.account.iter().map(|entry| {
            let (fate, to) = match &entry.fate {
                Fate::Taken(place) => ("taken", Some(place.as_str())),
                Fate::Comment => ("comment", None),
                Fate::Left(why) => ("left", Some(*why)),
            };
            EntryJson { first: entry.first, last: entry.last, fate, to, remarks: &entry.remarks }
        });
        Self {
            version: 1,
            runbook: &imported.name,
            path,
            written,
            issue: fetched.map(|fetched| IssueJson {
                url: &fetched.url,
                confidential: fetched.confidential,
                own: belongs == Belongs::ToIssue,
            }),
            n_lines: imported.n_lines,
            account: account.collect(),
            remarks: &imported.remarks,
        }
    }
}
