//! What a task is and how far it is, in words and for machines.

use serde::Serialize;

use super::TaskArgs;
use crate::{
    cli::{
        context::Context,
        error::CliError,
        exit::ExitStatus,
        files,
        find::{self, FoundTask},
        mark::{self, AnswerFormat},
        select::Purpose,
        table::Table,
        ui::Ui,
    },
    document::Document,
    model::{Attempt, Mark, Runbook, TaskDuration},
};

#[derive(Serialize)]
struct TasksJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    tasks: Vec<TaskJson<'a>>,
}

/// A task or rollback step, for machines.
#[derive(Serialize)]
pub(in crate::cli) struct TaskJson<'a> {
    number: &'a str,
    id: &'a str,
    task: &'a str,
    state: &'static str,
    owner: Option<&'a str>,
    planned: Option<String>,
    duration: Option<String>,
    count: Option<&'a str>,
    note: Option<&'a str>,
    started_at: Option<String>,
    command: Option<&'a str>,
    expect: Option<&'a str>,
    stop_if: Option<&'a str>,
    attempts: Vec<String>,
}

pub(super) fn show(
    context: &Context,
    ui: &mut Ui,
    args: &TaskArgs,
    name: Option<&str>,
) -> Result<ExitStatus, CliError> {
    let path = context.runbook(ui, args.marking.file.as_deref(), Purpose::Read)?;
    let source = files::read(&path)?;
    let document = mark::parse(&source)?;
    let found = match name {
        Some(name) => vec![find::task(&document, name, ui.is_interactive())?],
        None => find::tasks(&document.runbook),
    };
    match args.format {
        AnswerFormat::Json => {
            let tasks = found.iter().map(|found| json(&document.runbook, found)).collect();
            let runbook = &document.runbook.header.name;
            let path = path.to_string_lossy().into_owned();
            ui.answer_json(&TasksJson { version: 1, runbook, path, tasks })?;
        }
        AnswerFormat::Text if name.is_some() => {
            let out: String = found.iter().map(|found| one(&document, found)).collect();
            ui.answer(&out)?;
        }
        AnswerFormat::Text => ui.answer(&list(ui.width(), &document, &found))?,
    }
    Ok(ExitStatus::Success)
}

/// Returns a task or rollback step for machines.
pub(in crate::cli) fn json<'a>(runbook: &Runbook, found: &'a FoundTask<'_>) -> TaskJson<'a> {
    let task = found.task;
    TaskJson {
        number: &found.number,
        id: &found.id,
        task: &task.task,
        state: runbook.task_state(&found.id, task).word(),
        owner: task.owner.as_deref(),
        planned: task.planned.map(|planned| planned.to_string()),
        duration: task.duration.map(|duration| duration.to_string()),
        count: task.count.as_deref(),
        note: task.note.as_deref(),
        started_at: task.started_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        command: task.command.as_deref(),
        expect: task.expect.as_deref(),
        stop_if: task.stop_if.as_deref(),
        attempts: runbook.attempts(&found.id, task).iter().map(attempt).collect(),
    }
}

/// Returns an attempt in words: `failed (5m)`, `partial 2488/2500 (5m)`, `success (4100 finished, 31 failed; 5m)`.
pub(in crate::cli) fn attempt(attempt: &Attempt) -> String {
    let outcome = attempt.outcome.word();
    let duration = attempt.duration.map(|duration| duration.to_string());
    match (&attempt.count, duration) {
        // A count in words would read as another outcome.
        (Some(count), duration) if count.contains(char::is_whitespace) => {
            let duration = duration.map(|duration| format!("; {duration}")).unwrap_or_default();
            format!("{outcome} ({count}{duration})")
        }
        (count, duration) => {
            let count = count.as_ref().map(|count| format!(" {count}")).unwrap_or_default();
            let duration = duration.map(|duration| format!(" ({duration})")).unwrap_or_default();
            format!("{outcome}{count}{duration}")
        }
    }
}

/// Returns what a task's row says of its state: its attempts, and what it is now.
pub(in crate::cli) fn states(runbook: &Runbook, found: &FoundTask<'_>) -> Vec<String> {
    let mut parts: Vec<String> = runbook.attempts(&found.id, found.task).iter().map(attempt).collect();
    match runbook.task_state(&found.id, found.task) {
        Mark::Started => parts.push("running".to_owned()),
        state @ (Mark::Paused | Mark::Open) => parts.push(state.word().to_owned()),
        _ => {}
    }
    parts
}

/// With less than this beside the other columns, what is done stands below its row.
const ROOM_FOR_TEXT: usize = 36;

fn list(width: usize, document: &Document<'_>, found: &[FoundTask<'_>]) -> String {
    let name = &document.runbook.header.name;
    if found.is_empty() {
        return format!("{name}: no tasks\n");
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|found| {
            vec![
                found.number.clone(),
                // One attempt below the other, so that there is room for what is done.
                states(&document.runbook, found).join("\n"),
                found.task.planned.map(|planned| planned.to_string()).unwrap_or_default(),
                found.task.owner.clone().unwrap_or_default(),
                found.task.id.text.clone(),
                found.task.task.clone(),
            ]
        })
        .collect();
    let table = Table::of_used(&["", "state", "planned", "owner", "id", "task"], &rows).whole(&[1]).room(ROOM_FOR_TEXT);
    format!("{name}: tasks\n{}", table.to_text(width))
}

/// Returns a task with all that is needed to run it; the command stands alone on its lines, to be copied.
pub(in crate::cli) fn one(document: &Document<'_>, found: &FoundTask<'_>) -> String {
    let task = found.task;
    let mut out = format!("{} {} ({})\n", found.number, hanging(&task.task, 2), found.id);
    out.push_str(&field("state", Some(&states(&document.runbook, found).join(", "))));
    out.push_str(&field("owner", task.owner.as_ref()));
    let duration = |duration: Option<TaskDuration>| duration.map(|duration| duration.to_string());
    for (name, duration) in
        [("planned", duration(task.planned)), ("waits", duration(task.waits)), ("every", duration(task.every))]
    {
        out.push_str(&field(name, duration.as_ref()));
    }
    out.push_str(&field("undoes", task.undoes.as_ref()));
    out.push_str(&field("link", task.link.as_ref()));
    out.push_str(&field("note", task.note.as_ref()));
    if let Some(command) = &task.command {
        out.push_str(&format!("\n{}\n\n", command.trim_end()));
    }
    out.push_str(&field("expect", task.expect.as_ref()));
    out.push_str(&field("stop if", task.stop_if.as_ref()));
    out
}

fn field(name: &str, text: Option<&String>) -> String {
    text.map(|text| format!("  {name:<9}{}\n", hanging(text, 11))).unwrap_or_default()
}

/// Returns a text whose further lines stand below the first one, so that none looks like another field.
fn hanging(text: &str, columns: usize) -> String {
    text.trim_end().replace('\n', &format!("\n{}", " ".repeat(columns)))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::{document::Source, model::Outcome};

    #[test]
    fn further_lines_of_a_text_stand_below_the_first() {
        let text = r#"
version: 1
header: { name: Acme - Work }
tasks:
  - task: "Apply\nto all"
    note: "403 for 12\nowner    nobody\n"
    command: |
      apply --all
        --now
    expect: "one\ntwo"
"#;
        let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
        let document = Document::parse(&source).expect("a runbook");
        let found = find::tasks(&document.runbook);
        expect![[r#"
            1 Apply
              to all (tasks/apply-to-all)
              state    open
              note     403 for 12
                       owner    nobody

            apply --all
              --now

              expect   one
                       two
        "#]]
        .assert_eq(&one(&document, &found[0]));
    }

    #[test]
    fn a_count_in_words_stands_apart_from_the_outcome() {
        let said = |count: &str, duration| {
            let count = Some(count.to_owned()).filter(|count| !count.is_empty());
            let duration = TaskDuration::parse(duration).ok();
            attempt(&Attempt { outcome: Outcome::Partial, count, duration, note: None })
        };
        assert_eq!(said("", "5m"), "partial (5m)");
        assert_eq!(said("2488/2500", "5m"), "partial 2488/2500 (5m)");
        assert_eq!(said("4100 finished, 31 failed", "1h2m"), "partial (4100 finished, 31 failed; 1h2m)");
        assert_eq!(said("4100 finished, 31 failed", ""), "partial (4100 finished, 31 failed)");
    }
}
