//! `runbook set`: one field of the file, checked like a hand edit.

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    mark::{self, AnswerFormat, MakeMark, MarkArgs, Soundness},
    names::some,
    path,
    ui::Ui,
    who::{handle, person},
};
use crate::{
    document::{Document, Edit, Problem, Route, Step, Value, closest},
    lint::masked,
    marking::Marked,
    starter,
};

/// Set one field of the runbook, or fill a placeholder
///
/// PATH names it: `header.dri`, `tasks/confirm-state.owner`, `pre-call/dry-run.why`, `rollback.plan`,
/// `contacts.gitlab.1.role`; entries by id or number, which must be there: a new one is written into the file. An empty VALUE takes the field away. The change is checked like an
/// edit by hand: what would make the file invalid is refused and nothing is written. A user name gets its `@`. The log is
/// not touched. A PATH such as '<GROUP_ID>', in quotes for the shell, is a placeholder: VALUE takes its place everywhere.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook set header.schedule_at \"2026-10-10 23:30 America/Los_Angeles\"\n  runbook set tasks/2.owner \"Jane Smith\"\n  runbook set '<GRACE_HOURS>' 48"
)]
pub(super) struct SetArgs {
    /// The field, or a placeholder such as '<GROUP_ID>'
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
        if let Some(name) = args.path.strip_prefix('<').and_then(|path| path.strip_suffix('>')) {
            return fill(document, name, &args.value);
        }
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
    // What is wrong in the file may be what is set right: the value at this place.
    let mends = |document: &Document<'_>, problem: &Problem| {
        let node = path::route(document, &args.path).ok().and_then(|route| document.node(&route));
        node.and_then(|node| Some((node.text()?, &node.range))).is_some_and(|(_, range)| {
            range.start <= problem.range.start && problem.range.end <= range.end && !range.is_empty()
        })
    };
    let (path, outcome) = mark::make_in(context, ui, &args.marking, Soundness::Mended(&mends), &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    Ok(ExitStatus::Success)
}

/// Puts the value wherever the placeholder stands.
fn fill(document: &Document<'_>, name: &str, value: &str) -> Result<Marked, CliError> {
    if document.runbook.blueprint {
        return Err(CliError::new("a blueprint keeps its placeholders").help(format!(
            "make a runbook of it: runbook new \"CUSTOMER - REQUESTED TASK\" --from … --set {name}=VALUE"
        )));
    }
    let known = starter::placeholders(document);
    if !known.iter().any(|known| known == name) {
        let error = CliError::new(format!("there is no placeholder `<{name}>` in the runbook"));
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let shown: Vec<String> = known.iter().map(|name| format!("<{name}>")).collect();
        return Err(match closest(name, &names) {
            Some(meant) => error.help(format!("did you mean `<{meant}>`?")),
            None if known.is_empty() => error.help("every placeholder is filled"),
            None => error.help(format!("there are {}", some(&shown))),
        });
    }
    if value.trim().is_empty() {
        return Err(CliError::new(format!("`<{name}>` cannot be filled with nothing"))
            .help("what is not needed is taken out by hand"));
    }
    let edits = starter::fill(document, name, value);
    let places: Vec<String> = edits.iter().map(|edit| edit.at().to_string()).collect();
    Ok(Marked { said: format!("Filled `<{name}>` in {}", some(&places)), edits, wants: Vec::new() })
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
