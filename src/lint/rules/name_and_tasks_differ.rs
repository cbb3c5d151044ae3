//! `name-and-tasks-differ`.

use std::collections::HashSet;

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::{Kind, Task, split_name},
};

declare_rule! {
    /// Finds a name whose tasks do something else: a task begins with the opposite of what the name asks for, such as
    /// "Remove 2FA" where it is to be enforced, or no task shares a word with the name.
    ///
    /// It knows English only, and only names that have one of its verbs in them. Words count as the same when they begin
    /// alike. A name without tasks, or with one or two of them, is not compared by its words.
    ///
    /// ## Why
    /// Runbooks are copied. The name is changed first, and the tasks of another request stay; that is seen on the call, or
    /// after it. It is an info because two texts can mean the same without a word in common.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// tasks:
    ///   - task: Confirm the users provided state
    ///   - task: Remove 2FA from user list
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// tasks:
    ///   - task: Confirm the users provided state
    ///   - task: Enforce 2FA on the remaining groups
    /// ```
    pub(super) static NAME_AND_TASKS_DIFFER = {
        id: "name-and-tasks-differ",
        level: Level::Info,
        summary: "the tasks do something else than the name says",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: true,
        check,
    }
}

/// What brings something about.
const MAKES: [&str; 9] = ["activate", "add", "allow", "create", "enable", "enforce", "grant", "require", "unblock"];
/// What takes it away.
const TAKES: [&str; 11] =
    ["block", "clear", "deactivate", "delete", "disable", "drop", "forbid", "remove", "reset", "revoke", "unset"];
/// What else is asked for.
const OTHERS: [&str; 14] = [
    "change", "convert", "export", "import", "merge", "migrate", "move", "rename", "replace", "restore", "rotate",
    "transfer", "upgrade", "update",
];
const STOP_WORDS: [&str; 23] = [
    "a", "all", "an", "and", "as", "at", "by", "each", "every", "for", "from", "in", "into", "is", "it", "of", "on",
    "or", "that", "the", "their", "to", "with",
];
/// So many tasks are the whole work rather than the beginning of a draft.
const ENOUGH_TASKS: usize = 3;

fn check(cx: &mut LintContext<'_>) {
    let Some((_, request)) = split_name(&cx.runbook().header.name) else { return };
    let tasks = cx.tasks();
    if tasks.is_empty() || !request.is_ascii() || !cx.is_read_in_full(&Route::top().key("tasks")) {
        return;
    }
    let asked: Vec<String> = words(request).collect();
    let done: HashSet<String> = tasks.iter().flat_map(|(_, task)| words(&task.task)).collect();
    if let Some((verb, index, opposite)) = opposite(&asked, &done, &tasks) {
        let also = cx.document().range(&route::task(index).key("task"));
        cx.report(route::header("name"), format!("to {verb}"))
            .message(format!("the name says `{verb}`, but no task does, and task {} says `{opposite}`", index + 1))
            .help("are these the tasks of another request? Rename the runbook, or write the tasks that it needs")
            .also(also, format!("to {opposite}"));
        return;
    }
    let is_english =
        asked.iter().any(|word| [&MAKES[..], &TAKES, &OTHERS].concat().iter().any(|verb| is_alike(word, verb)));
    let is_shared = || asked.iter().any(|word| done.iter().any(|other| is_alike(word, other)));
    if is_english && tasks.len() >= ENOUGH_TASKS && !is_shared() {
        cx.report(route::header("name"), "in no task")
            .message("no task shares a word with the name")
            .help("are these the tasks of another request? Rename the runbook, or write the tasks that it needs");
    }
}

/// Returns the verb of the name, and the task that begins with one of the opposite, when none does what is asked.
fn opposite<'v>(
    asked: &[String],
    done: &HashSet<String>,
    tasks: &[(usize, &Task)],
) -> Option<(&'v str, usize, &'v str)> {
    let first = asked.first()?;
    let (like, against) = [(&MAKES[..], &TAKES[..]), (&TAKES[..], &MAKES[..])]
        .into_iter()
        .find(|(verbs, _)| verbs.contains(&first.as_str()))?;
    let verb = like.iter().find(|verb| *verb == first)?;
    if done.iter().any(|word| like.iter().any(|verb| is_alike(word, verb))) {
        return None;
    }
    tasks.iter().find_map(|(index, task)| {
        let begins = words(&task.task).next()?;
        against.iter().find(|verb| **verb == begins).map(|opposite| (*verb, *index, *opposite))
    })
}

/// Returns the words of a text that mean something, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).filter(|word| !STOP_WORDS.contains(&word.as_str()))
}

/// Returns whether two words begin alike, such as `enforce` and `enforcement`, `identity` and `identities`.
fn is_alike(one: &str, other: &str) -> bool {
    let n_alike = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let n_shorter = one.chars().count().min(other.chars().count());
    let n_longer = one.chars().count().max(other.chars().count());
    n_alike >= 5 || (n_alike == n_shorter && n_longer <= n_shorter + 2)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{super::check::check, NAME_AND_TASKS_DIFFER};

    #[track_caller]
    fn of(name: &str, tasks: &[&str], expected: Expect) {
        let tasks: String = tasks.iter().map(|task| format!("  - task: {task}\n")).collect();
        check(&NAME_AND_TASKS_DIFFER, &format!("header:\n  name: {name}\ntasks:\n{tasks}"), expected);
    }

    #[test]
    fn the_opposite_of_what_is_asked_is_found() {
        of(
            "Acme - Enforce 2FA on All Groups",
            &["Confirm the state", "Remove 2FA from user list"],
            expect![[r#"
            3:9 info [name-and-tasks-differ] "Acme - Enforce 2FA on All Groups": the name says `enforce`, but no task does, and task 2 says `remove` (to enforce); are these the tasks of another request? Rename the runbook, or write the tasks that it needs; 6:11 to remove
        "#]],
        );
        of(
            "Acme - Remove 2FA",
            &["Enforcing rules are read", "Require 2FA"],
            expect![[r#"
            3:9 info [name-and-tasks-differ] "Acme - Remove 2FA": the name says `remove`, but no task does, and task 2 says `require` (to remove); are these the tasks of another request? Rename the runbook, or write the tasks that it needs; 6:11 to require
        "#]],
        );
    }

    #[test]
    fn a_task_that_does_what_is_asked_may_stand_beside_its_opposite() {
        of("Acme - Enforce 2FA", &["Remove the exceptions", "Enforce 2FA on the group"], expect![""]);
        of("Acme - Enforce 2FA", &["Disable the old rule", "Apply the enforcement"], expect![""]);
        of("Acme - Enforce 2FA", &["Look for users that remove 2FA"], expect![""]);
    }

    #[test]
    fn tasks_without_a_word_of_the_name_are_found() {
        let other = ["Stop the primary", "Promote the secondary", "Tell everybody"];
        of(
            "Acme - Migrate Users to Another Provider",
            &other,
            expect![[r#"
            3:9 info [name-and-tasks-differ] "Acme - Migrate Users to Another Provider": no task shares a word with the name (in no task); are these the tasks of another request? Rename the runbook, or write the tasks that it needs
        "#]],
        );
        of("Acme - Migrate Users to Another Provider", &other[..2], expect![""]);
        of(
            "Acme - Migrate Users to Another Provider",
            &["Export identities", "Map each user", "Tell them"],
            expect![""],
        );
    }

    #[test]
    fn other_languages_are_left_alone() {
        of("Acme - Gruppen umziehen", &["Alles ansehen", "Kopieren", "Melden"], expect![""]);
        of("Acme - Migrate Grüße", &["Alles ansehen", "Kopieren", "Melden"], expect![""]);
    }
}
