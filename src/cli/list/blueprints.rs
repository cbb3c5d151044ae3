//! What `runbook new --from` can start from: the runbooks that are compiled in, and the blueprints of a folder.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    cli::{error::CliError, folder::Folder, mark::AnswerFormat, table::Table, ui::Ui},
    document::{Document, Source},
    model::{Runbook, TaskDuration},
    starter,
};

/// What `runbook list --blueprints --format json` answers.
#[derive(Serialize)]
struct BlueprintsJson<'a> {
    version: u32,
    blueprints: Vec<BlueprintJson<'a>>,
}

#[derive(Serialize)]
struct BlueprintJson<'a> {
    /// What `runbook new --from` takes: a name, or the path of a file.
    from: &'a str,
    /// True when it comes with the program.
    compiled_in: bool,
    /// True when it is a complete example and no blueprint.
    example: bool,
    summary: &'a str,
    tasks: usize,
    planned: Option<String>,
    parameters: BTreeMap<&'a str, &'a str>,
}

/// A runbook to start from.
struct Blueprint {
    from: String,
    compiled_in: bool,
    runbook: Runbook,
}

impl Blueprint {
    fn summary(&self) -> &str {
        self.runbook.summary.as_deref().unwrap_or(&self.runbook.header.name)
    }

    fn planned(&self) -> Option<TaskDuration> {
        let planned: Vec<TaskDuration> = self.runbook.tasks.iter().filter_map(|task| task.planned).collect();
        (!planned.is_empty()).then(|| TaskDuration::total(planned))
    }
}

/// Prints them.
pub(super) fn answer(ui: &mut Ui, found: &Folder, format: AnswerFormat) -> Result<(), CliError> {
    let mut blueprints: Vec<Blueprint> = compiled_in();
    for (path, runbook) in &found.runbooks {
        // In the folder from which they are compiled in they are not shown twice.
        let is_known = blueprints.iter().any(|known| known.runbook == *runbook);
        if (runbook.blueprint || runbook.example) && !is_known {
            let from = path.to_string_lossy().into_owned();
            blueprints.push(Blueprint { from, compiled_in: false, runbook: runbook.clone() });
        }
    }
    match format {
        AnswerFormat::Json => {
            let blueprints = blueprints.iter().map(json).collect();
            ui.answer_json(&BlueprintsJson { version: 1, blueprints })
        }
        AnswerFormat::Text => {
            let text = text(&blueprints, ui.width());
            ui.answer(&text)?;
            ui.hint("start from one: runbook new \"CUSTOMER - REQUESTED TASK\" --from NAME");
            Ok(())
        }
    }
}

fn compiled_in() -> Vec<Blueprint> {
    let read = |starter: starter::Starter| {
        let source = Source::from_text(starter.name, starter.text.to_owned()).ok()?;
        let runbook = Document::parse(&source).ok()?.runbook;
        Some(Blueprint { from: starter.name.to_owned(), compiled_in: true, runbook })
    };
    starter::all().into_iter().filter_map(read).collect()
}

fn text(blueprints: &[Blueprint], width: usize) -> String {
    let mut table = Table::new(&["name", "what it is for"]);
    for (index, blueprint) in blueprints.iter().enumerate() {
        if index > 0 {
            table.row(&[" "]);
        }
        let runbook = &blueprint.runbook;
        let example = if runbook.example { " (example)" } else { "" };
        let tasks = match runbook.tasks.len() {
            0 => "no tasks".to_owned(),
            1 => "1 task".to_owned(),
            n_tasks => format!("{n_tasks} tasks"),
        };
        let planned = blueprint.planned().map(|planned| format!(", planned {planned}")).unwrap_or_default();
        let mut lines = vec![format!("{}{example}", blueprint.summary()), format!("{tasks}{planned}")];
        lines.extend(runbook.parameters.iter().map(|(name, explanation)| format!("{name}: {explanation}")));
        table.row(&[blueprint.from.clone(), lines.join("\n")]);
    }
    table.to_text(width)
}

fn json(blueprint: &Blueprint) -> BlueprintJson<'_> {
    let runbook = &blueprint.runbook;
    BlueprintJson {
        from: &blueprint.from,
        compiled_in: blueprint.compiled_in,
        example: runbook.example,
        summary: blueprint.summary(),
        tasks: runbook.tasks.len(),
        planned: blueprint.planned().map(|planned| planned.to_string()),
        parameters: runbook.parameters.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ui::testing;

    fn folder() -> Folder {
        let yaml = "version: 1\nblueprint: true\nheader: { name: CUSTOMER - Move projects }\n\
                    parameters: { SHARD: \"The storage they go to\" }\n\
                    tasks: [{ task: A, planned: 40m }, { task: B, planned: 50m }, { task: C }]\n";
        let source = Source::from_text("move.yaml", yaml.to_owned()).expect("text");
        let runbook = Document::parse(&source).expect("a runbook").runbook;
        let used = Runbook { blueprint: false, ..runbook.clone() };
        let known = compiled_in().remove(0).runbook;
        let at = |name: &str| std::path::PathBuf::from("runbooks").join(name);
        Folder {
            runbooks: vec![(at("handbook.yaml"), known), (at("move.yaml"), runbook), (at("used.yaml"), used)],
            passed_over: Vec::new(),
        }
    }

    #[test]
    fn blueprints_of_the_folder_follow_those_of_the_program() {
        let (mut ui, out, said) = testing::ui(None);
        answer(&mut ui, &folder(), AnswerFormat::Text).expect("printed");
        let out = out.text();
        let names: Vec<&str> =
            out.lines().filter_map(|line| line.split("  ").next()).filter(|name| !name.trim().is_empty()).collect();
        let n_starters = starter::all().len();
        assert_eq!(names.len(), 1 + n_starters + 1, "a heading, the starters, one of the folder: {names:?}");
        // How wide the first column is depends on the names of the starters.
        let last = out.lines().skip_while(|line| !line.starts_with("runbooks/"));
        let last: Vec<&str> = last.map(|line| line.trim_start_matches("runbooks/move.yaml").trim()).collect();
        assert_eq!(last, ["CUSTOMER - Move projects", "3 tasks, planned 1h30m", "SHARD: The storage they go to"]);
        assert!(said.text().contains("--from NAME"));
    }

    #[test]
    fn a_machine_gets_the_same() {
        let (mut ui, out, said) = testing::ui(None);
        answer(&mut ui, &folder(), AnswerFormat::Json).expect("printed");
        let answer: serde_json::Value = serde_json::from_str(&out.text()).expect("JSON");
        let blueprints = answer["blueprints"].as_array().expect("a list");
        assert_eq!(blueprints[0]["from"], starter::all()[0].name);
        assert_eq!(
            blueprints.last(),
            Some(&serde_json::json!({
                "from": "runbooks/move.yaml", "compiled_in": false, "example": false,
                "summary": "CUSTOMER - Move projects", "tasks": 3, "planned": "1h30m",
                "parameters": { "SHARD": "The storage they go to" }
            }))
        );
        assert_eq!(said.text(), "");
    }
}
