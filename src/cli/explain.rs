//! `runbook explain`: the page of a lint rule.

use serde::Serialize;

use super::{error::CliError, exit::ExitStatus, mark::AnswerFormat, table::Table, ui::Ui};
use crate::lint::rules;

/// Explain a lint rule, or list all
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook explain task-without-duration")]
pub(super) struct ExplainArgs {
    /// The rule, as `runbook lint` names it
    pub rule: Option<String>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

#[derive(Serialize)]
struct RulesJson {
    version: u32,
    rules: Vec<RuleJson>,
}

#[derive(Serialize)]
struct RuleJson {
    rule: &'static str,
    level: &'static str,
    summary: &'static str,
    page: String,
}

/// Runs the command.
///
/// # Errors
/// No such rule; a stream that cannot be written.
pub(super) fn run(ui: &mut Ui, args: &ExplainArgs) -> Result<ExitStatus, CliError> {
    let chosen = match &args.rule {
        Some(name) => {
            let rule = rules::find(name).map_err(|error| {
                let cli_error = CliError::new(error.to_string());
                match error.meant {
                    Some(meant) => cli_error.help(format!("did you mean `{meant}`?")),
                    None => cli_error.help("`runbook explain` lists the rules"),
                }
            })?;
            vec![rule]
        }
        None => rules::ALL.to_vec(),
    };
    match args.format {
        AnswerFormat::Json => {
            let rules = chosen.iter().map(|rule| RuleJson {
                rule: rule.id,
                level: rule.level.word(),
                summary: rule.summary,
                page: rule.page(),
            });
            ui.answer_json(&RulesJson { version: 1, rules: rules.collect() })?;
        }
        AnswerFormat::Text if args.rule.is_some() => {
            let page: String = chosen.iter().map(|rule| rule.page()).collect();
            ui.answer(&page)?;
        }
        AnswerFormat::Text => {
            let mut table = Table::new(&["rule", "level", "finds that"]);
            for rule in chosen {
                table.row(&[rule.id, rule.level.word(), rule.summary]);
            }
            let text = table.to_text(ui.width());
            ui.answer(&text)?;
        }
    }
    Ok(ExitStatus::Success)
}
