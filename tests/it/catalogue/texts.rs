//! What stands in the tasks of a blueprint is what somebody needs on the call, and harms nobody who is in a hurry.

use std::collections::BTreeSet;

use runbook::{
    model::Task,
    render::{IssueOptions, Templates, issue, missing_markers},
    starter,
};

use super::{blueprints, filled_blueprints, parse, source, work};
use crate::judge::judge;

#[test]
fn every_command_arrives_as_it_is_written() {
    for (starter, source) in filled_blueprints() {
        let runbook = parse(&source);
        let body = issue(&runbook, &Templates::embedded(), &IssueOptions::default()).expect("it can be rendered");
        assert_eq!(missing_markers(&runbook, &body), [""; 0], "{}", starter.name);
        let verdict = judge(&body);
        let commands: Vec<&str> =
            runbook.tasks.iter().chain(runbook.steps()).filter_map(|task| task.command.as_deref()).collect();
        assert!(!commands.is_empty(), "{} shows no command", starter.name);
        assert_eq!(verdict.code_blocks, commands, "{}", starter.name);
        assert_eq!(verdict.quick_actions, ["/confidential"], "{}", starter.name);
        assert_eq!((verdict.references, verdict.oddities), (Vec::new(), Vec::new()), "{}", starter.name);
    }
}

/// Tasks are added and left out, and the table of the issue shows no numbers.
#[test]
fn no_text_names_a_task_by_its_number() {
    for starter in starter::all() {
        let words: Vec<&str> = starter.text.split_whitespace().collect();
        let numbered = words.windows(2).find(|pair| {
            let is_task = ["task", "tasks", "step", "steps"].contains(&pair[0].to_lowercase().as_str());
            is_task && pair[1].starts_with(|c: char| c.is_ascii_digit())
        });
        assert_eq!(numbered, None, "{}", starter.name);
    }
}

#[test]
fn a_command_says_its_language() {
    for (starter, runbook) in blueprints() {
        for task in runbook.tasks.iter().chain(runbook.steps()) {
            let language = task.language.as_deref();
            assert_eq!(task.command.is_some(), language.is_some(), "{}: {}", starter.name, task.id.text);
            assert!(language.is_none_or(|word| ["shell", "ruby", "sql"].contains(&word)), "{}", starter.name);
        }
    }
}

#[test]
fn every_task_and_step_says_where_it_is_explained() {
    for (starter, runbook) in blueprints() {
        for task in work(&runbook) {
            let id = &task.id.text;
            assert!(task.command.is_some() || task.link.is_some(), "{}: {id} is explained nowhere", starter.name);
            assert!(task.link.as_ref().is_none_or(|link| link.starts_with("https://")), "{}: {id}", starter.name);
        }
    }
}

/// A comment of the file is not in the issue, so nobody reads it on the call.
#[test]
fn no_task_or_step_hides_something_in_a_comment() {
    for (starter, runbook) in blueprints() {
        let commands: BTreeSet<&str> =
            work(&runbook).filter_map(|task| task.command.as_deref()).flat_map(str::lines).map(str::trim).collect();
        let (_, tasks) = starter.text.split_once("\ntasks:\n").expect("there are tasks");
        let comments = tasks.lines().map(str::trim).filter(|line| line.starts_with('#'));
        let hidden: Vec<&str> = comments.filter(|line| !commands.contains(line)).collect();
        assert_eq!(hidden, [""; 0], "{}", starter.name);
    }
}

/// An unquoted `<NAME>` that nobody has filled in reads and writes files.
#[test]
fn a_placeholder_in_a_command_is_quoted() {
    for (starter, runbook) in blueprints() {
        for task in work(&runbook).filter(|task| task.language.as_deref() == Some("shell")) {
            let command = task.command.as_deref().unwrap_or_default();
            let lines = command.lines().filter(|line| !line.trim_start().starts_with('#'));
            let unquoted: Vec<&str> = lines.filter(|line| has_unquoted_placeholder(line)).collect();
            assert_eq!(unquoted, [""; 0], "{}: {}", starter.name, task.id.text);
        }
    }
}

/// Returns whether a placeholder stands in no quotes. In `for … in <LIST>` it has to: an unfilled one is an error there.
fn has_unquoted_placeholder(line: &str) -> bool {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '\'' | '"') if before != '\\' => quote = Some(letter),
            (Some(open), _) if open == letter && (before != '\\' || open == '\'') => quote = None,
            (None, '<') if line[at + 1..].starts_with(|next: char| next.is_ascii_uppercase()) => {
                return !line.trim_start().starts_with("for ");
            }
            _ => {}
        }
        before = letter;
    }
    false
}

#[test]
fn quotes_around_a_placeholder_are_seen() {
    assert!(!has_unquoted_placeholder("curl \"<INSTANCE_URL>/api\" --data '{\"to\": \"<STORAGE>\"}' | jq -r '.[0]'"));
    assert!(!has_unquoted_placeholder("for id in <PILOT_IDS>; do"));
    assert!(!has_unquoted_placeholder("done < before.csv"));
    assert!(has_unquoted_placeholder("api=<INSTANCE_URL>/api/v4"));
    assert!(has_unquoted_placeholder("echo 'a' <INSTANCE_URL>"));
}

/// A command that needs a token needs somebody who has made it before the call, and who revokes it afterwards.
#[test]
fn a_token_is_made_before_the_call_and_revoked_after_it() {
    for (starter, runbook) in blueprints() {
        if !runbook.tasks.iter().any(|task| task.command.as_deref().is_some_and(|text| text.contains("$TOKEN"))) {
            continue;
        }
        let item = |list: &str, word: &str| {
            let items = &runbook.checklist(list).expect("the list").items;
            items.iter().find(|item| item.item.contains(word)).cloned()
        };
        let made = item("pre-call", "`TOKEN`").unwrap_or_else(|| panic!("{}: who makes the token?", starter.name));
        // It ends at 00:00 UTC of its date: one of "tomorrow" is over before a call in the evening of America begins.
        let text = made.item;
        assert!(text.contains("expires") && !text.contains("tomorrow"), "{}: {text}", starter.name);
        assert!(item("post-call", "Revoke").is_some(), "{}: who revokes the token?", starter.name);
    }
}

/// A recording that the rollback puts back is lost when it is made again after the change.
#[test]
fn no_recording_for_the_rollback_is_written_over() {
    for (starter, runbook) in blueprints() {
        let commands = |tasks: &[Task]| -> String {
            tasks.iter().filter_map(|task| task.command.as_deref()).collect::<Vec<_>>().join("\n")
        };
        let rollback = commands(runbook.steps());
        for word in rollback.split_whitespace().filter(|word| word.ends_with("before.csv")) {
            let tasks = commands(&runbook.tasks);
            assert!(tasks.contains(&format!("out={word}\n")), "{}: {word} is recorded nowhere", starter.name);
            assert!(tasks.contains("[ -e \"$out\" ]"), "{}: {word} may be written over", starter.name);
        }
    }
}

/// A task list that was copied from another runbook shares no word with the title.
#[test]
fn the_title_and_the_tasks_share_a_word() {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words
            .filter(|word| word.len() > 2 && !["all", "the", "and", "from", "with", "for"].contains(&&**word))
            .collect()
    };
    for (starter, filled) in filled_blueprints() {
        let runbook = parse(&filled);
        let tasks = words(&runbook.tasks.iter().map(|task| task.task.as_str()).collect::<Vec<_>>().join(" "));
        let blueprint = parse(&source(starter));
        for name in [runbook.header.name, blueprint.header.name] {
            let (_, title) = name.split_once(" - ").expect("customer and task");
            assert!(!words(title).is_disjoint(&tasks), "{}: {title:?} is another work", starter.name);
        }
    }
}
