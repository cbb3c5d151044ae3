//! `runbook set`: one field of the file, checked like a hand edit.

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    find,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    ui::Ui,
};
use crate::{
    document::{Document, Edit, Route, Value},
    marking::Marked,
};

/// Set one field of the runbook
///
/// PATH names it: `header.dri`, `tasks/confirm-state.owner`, `pre-call/dry-run.why`, `rollback.plan`,
/// `contacts.gitlab.1.role`; entries by id or number. An empty VALUE takes the field away. The change is checked like an
/// edit by hand: what would make the file invalid is refused and nothing is written. The log is not touched.
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
        let route = route(document, &args.path)?;
        let present = document.node(&route);
        if let Some(node) = present
            && node.text().is_none()
            && !node.is_absent()
        {
            return Err(CliError::new(format!("`{}` holds {}, not one value", args.path, node.what()))
                .help("name one of its fields, or change it in the file"));
        }
        if present.and_then(|node| node.text()).unwrap_or_default() == args.value {
            return Ok(Marked { said: format!("`{}` is so already", args.path), ..Marked::default() });
        }
        let edit = if args.value.is_empty() {
            Edit::remove(route.clone())
        } else {
            Edit::set(route.clone(), value(&route, &args.value))
        };
        let said =
            if args.value.is_empty() { format!("Took `{}` away", args.path) } else { format!("Set `{}`", args.path) };
        Ok(Marked { edits: vec![edit], said, wants: Vec::new() })
    });
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    Ok(ExitStatus::Success)
}

fn value(route: &Route, text: &str) -> Value {
    let key = route.split_last().and_then(|(_, step)| match step {
        crate::document::Step::Key(key) => Some(key.clone().into_owned()),
        crate::document::Step::Index(_) => None,
    });
    match (key.as_deref(), text) {
        (Some(key), "true" | "false") if BOOLEANS.contains(&key) => Value::Bool(text == "true"),
        _ => Value::Text(text.to_owned()),
    }
}

/// Reads a path: `header.dri`, `tasks/confirm-state.owner`, `pre-call/inform.why`, `contacts.gitlab.1.role`.
fn route(document: &Document<'_>, path: &str) -> Result<Route, CliError> {
    let wrong = || {
        CliError::new(format!("`{path}` names no field"))
            .help("for example header.dri, tasks/confirm-state.owner or pre-call/inform.why")
    };
    let (mut route, rest) = match path.split_once('/') {
        Some((list, rest)) => {
            let (entry, rest) = rest.split_once('.').ok_or_else(wrong)?;
            let route = if matches!(list, "tasks" | "rollback") {
                find::task(document, entry, false)?.route
            } else {
                let checklist = find::checklist(document, list)?;
                document.item_route(list, find::item(checklist, entry, false)?)
            };
            (route, rest)
        }
        None => (Route::top(), path),
    };
    for step in rest.split('.') {
        route = match step.parse::<usize>() {
            Ok(number) => route.index(number.checked_sub(1).ok_or_else(wrong)?),
            Err(_) if step.is_empty() => return Err(wrong()),
            Err(_) => route.key(step.to_owned()),
        };
    }
    let top = route.steps().first();
    let is_record = |key: &str| top == Some(&crate::document::Step::Key(key.to_owned().into()));
    if is_record("log") || is_record("sync") {
        return Err(CliError::new(format!("`{path}` is written by runbook itself"))
            .help("the log is never rewritten; `runbook note` adds a line"));
    }
    Ok(route)
}
