//! `runbook set`: one field of the file, checked like a hand edit.

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    path,
    ui::Ui,
    who::{handle, person},
};
use crate::{
    document::{Edit, Route, Step, Value},
    lint::masked,
    marking::Marked,
};

/// Set one field of the runbook
///
/// PATH names it: `header.dri`, `tasks/confirm-state.owner`, `pre-call/dry-run.why`, `rollback.plan`,
/// `contacts.gitlab.1.role`; entries by id or number, which must be there: a new one is written into the file. An empty VALUE takes the field away. The change is checked like an
/// edit by hand: what would make the file invalid is refused and nothing is written. A user name gets its `@`. The log is
/// not touched.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook set header.schedule_at \"2026-10-10 23:30 America/Los_Angeles\"\n  runbook set tasks/2.owner \"Jane Smith\""
)]
pub(super) struct SetArgs {
    /// The field
    pub path: String,
    /// What it is to be; an empty text, "", takes the field away
    #[arg(allow_hyphen_values = true)]
    pub value: String,
    #[command(flatten)]
    pub marking: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Fields that hold `true` or `false`.
const BOOLEANS: [&str; 4] = ["attends", "required", "blueprint", "example"];

/// Runs the command.
///
/// # Errors
/// What could not be done; a value that would make the file invalid.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &SetArgs) -> Result<ExitStatus, CliError> {
    let make: MakeMark<'_> = Box::new(|document, _| {
        let route = path::route(document, &args.path)?;
        let present = document.node(&route);
        if let Some(node) = present
            && node.text().is_none()
            && !node.is_absent()
        {
            return Err(CliError::new(format!("`{}` holds {}, not one value", args.path, node.what()))
                .help(format!("name one of its fields, {}", path::EXAMPLES)));
        }
        let given = args.value.as_str();
        let text = match last_key(&route) {
            Some("handle") => handle(given),
            Some("dri" | "owner" | "accepted_by") => person(&document.runbook, given),
            _ => given.to_owned(),
        };
        if present.and_then(|node| node.text()).unwrap_or_default() == text {
            return Ok(Marked { said: already(&args.path, &text), ..Marked::default() });
        }
        let was = present.and_then(|node| node.text()).map(shown).filter(|was| !was.is_empty());
        let was = was.map(|was| format!(", it was {was}")).unwrap_or_default();
        let (edit, said) = if text.is_empty() {
            (Edit::remove(route), format!("Took `{}` away{was}", args.path))
        } else {
            let edit = Edit::set(route.clone(), value(&route, &text));
            (edit, format!("Set `{}` to {}{was}", args.path, shown(&text)))
        };
        Ok(Marked { edits: vec![edit], said, wants: Vec::new() })
    });
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    Ok(ExitStatus::Success)
}

fn already(path: &str, text: &str) -> String {
    match text.lines().collect::<Vec<_>>()[..] {
        [] => format!("`{path}` is empty already"),
        [line] => format!("`{path}` is {line} already"),
        _ => format!("`{path}` says so already"),
    }
}

/// How much of a value is shown.
const MOST_CHARACTERS: usize = 60;

/// Returns a value as a sentence can hold it: one line, not a long one, and no secret that is being taken out.
fn shown(text: &str) -> String {
    let text = masked(text.trim(), '•');
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(MOST_CHARACTERS).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn last_key(route: &Route) -> Option<&str> {
    match route.steps().last() {
        Some(Step::Key(key)) => Some(key),
        _ => None,
    }
}

fn value(route: &Route, text: &str) -> Value {
    match (last_key(route), text) {
        (Some(key), "true" | "false") if BOOLEANS.contains(&key) => Value::Bool(text == "true"),
        _ => Value::Text(text.to_owned()),
    }
}
