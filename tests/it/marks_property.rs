//! Random marks on random runbooks: each changes its own entry and the log, and all of them can be taken back.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use runbook::{
    document::{Document, Source, apply, route},
    marking::{self, ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails},
    model::{CloseResult, FollowUp, Outcome, Runbook, Task, TaskDuration},
};

use crate::random::Random;

/// Texts that people write, and that have bitten somebody.
const TEXTS: &[&str] = &[
    "no staging tenant",
    "12 groups answer 403",
    "no",
    "2026-10-10",
    "a: b # c",
    "- x",
    "it's \"this\"",
    "größer 東京 🚀",
    " blanks around ",
    "one\ntwo\n",
    "{ x, y }",
    "tab\there",
    "~",
    "a\u{7}\u{85}\u{2028}b",
];
const HANDLES: &[&str] = &["@john_doe", "john_doe", "@morgan_sample", "Kiran Placeholder"];
const REGIONS: &[&str] = &["APAC", "apac", "EMEA"];

/// A runbook that is being written, line by line.
struct Text {
    random: Random,
    lines: Vec<String>,
    n_comments: usize,
}

impl Text {
    fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if self.random.percent(10) {
            self.n_comments += 1;
            let indentation = &line[..line.len() - line.trim_start().len()];
            self.lines.push(format!("{indentation}#c{}", self.n_comments));
        }
        // In a value on several lines a comment would be text.
        if self.random.percent(15) && !line.ends_with('|') {
            self.n_comments += 1;
            self.lines.push(format!("{line} #c{}", self.n_comments));
        } else {
            self.lines.push(line.to_owned());
        }
    }

    /// Writes an entry of a list in `column`, in lines or in braces.
    fn entry(&mut self, column: usize, keys: &[(&str, String)]) {
        let pad = " ".repeat(column);
        if self.random.percent(25) {
            let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            return self.line(format!("{pad}- {{ {} }}", keys.join(", ")));
        }
        for (index, (key, value)) in keys.iter().enumerate() {
            let before = if index == 0 { "- " } else { "  " };
            self.line(format!("{pad}{before}{key}: {value}"));
        }
    }

    /// Adds a key to an entry, sometimes.
    fn some(&mut self, keys: &mut Vec<(&'static str, String)>, percent: usize, key: &'static str, values: &[&str]) {
        if self.random.percent(percent) {
            keys.push((key, self.random.pick(values).to_owned()));
        }
    }

    fn item(&mut self, number: usize) -> Vec<(&'static str, String)> {
        let mut keys = vec![("item", format!("Is it done {number}?"))];
        if self.random.percent(60) {
            keys.insert(0, ("id", format!("item-{number}")));
        }
        self.some(&mut keys, 30, "required", &["true", "false"]);
        self.some(&mut keys, 50, "state", &["open", "done", "blocked", "not-applicable", "\"done\"", "~"]);
        self.some(&mut keys, 30, "reason", &["too small", "'it''s, so'", "\"\"", "\"a: b\\tc\""]);
        self.some(&mut keys, 20, "accepted_by", &["\"@morgan_sample\"", "'@john_doe'"]);
        self.some(&mut keys, 20, "evidence", &["https://example.com/log", "logs/1.txt"]);
        keys
    }

    fn task(&mut self, name: &str, number: usize) -> Vec<(&'static str, String)> {
        let mut keys = vec![("task", format!("Apply {name} {number}"))];
        if self.random.percent(60) {
            keys.push(("id", if number == 0 { name.to_owned() } else { format!("{name}-{number}") }));
        }
        self.some(&mut keys, 30, "planned", &["10m", "1h15m"]);
        self.some(&mut keys, 30, "started_at", &["2026-10-11T06:32:10Z", "\"2026-10-11T08:32:10+02:00\""]);
        self.some(&mut keys, 30, "outcome", &["success", "partial", "failed", "skipped", "\"\""]);
        self.some(&mut keys, 30, "duration", &["10m", "90m", "'45s'"]);
        self.some(&mut keys, 20, "count", &["2488/2500", "\"12\""]);
        self.some(&mut keys, 20, "note", &["12 groups answer 403", "'a # b'"]);
        keys
    }

    fn list(&mut self, key: &str, name: &str) {
        let column = [2, 0, 4][self.random.below(3)];
        let n = self.random.below(4);
        let none = if n == 0 && self.random.percent(50) { " []" } else { "" };
        self.line(format!("{key}:{none}"));
        for number in 0..n {
            let keys = self.task(name, number);
            self.entry(column, &keys);
        }
    }

    /// Writes a whole runbook.
    fn runbook(mut self) -> String {
        self.line("version: 1");
        self.line("header:");
        self.line("  name: Acme - Work");
        if self.random.percent(70) {
            self.line("  dri: \"@john_doe\"");
        }
        self.line("checklists:");
        for list in ["pre-call", "tasks", "post-call"] {
            if !self.random.percent(60) {
                continue;
            }
            let with_title = self.random.percent(30);
            let column = if with_title { 6 } else { 4 };
            self.line(format!("  {list}:"));
            if with_title {
                self.line("    title: As agreed");
                self.line("    items:");
            }
            for number in 0..self.random.below(4) {
                let keys = self.item(number);
                self.entry(column, &keys);
            }
        }
        self.list("tasks", "item");
        if self.random.percent(60) {
            self.line("rollback:");
            self.line("  plan: Again, backwards");
            if self.random.percent(50) {
                self.line("  confirmed_by:");
                self.entry(4, &[("region", "APAC".to_owned()), ("handle", "\"@kiran_placeholder\"".to_owned())]);
            }
            if self.random.percent(50) {
                self.list("  steps", "apac");
                let steps = self.lines.iter().rposition(|line| line.starts_with("  steps:")).expect("just written");
                for line in &mut self.lines[steps + 1..] {
                    line.insert_str(0, "  ");
                }
            }
        }
        match self.random.below(4) {
            0 => self.line("follow_ups: []"),
            1 => {
                self.line("follow_ups:");
                self.entry(2, &[("what", "Look again".to_owned()), ("owner", "John Doe".to_owned())]);
            }
            _ => {}
        }
        match self.random.below(4) {
            0 => self.line("log: []"),
            1 => {
                self.line("log:");
                self.line("  - { at: 2026-10-10T06:00:00Z, event: note, note: before }");
            }
            _ => {}
        }
        let line_break = if self.random.percent(20) { "\r\n" } else { "\n" };
        let mut text = self.lines.join(line_break);
        if !self.random.percent(15) {
            text.push_str(line_break);
        }
        text
    }
}

/// What marks change, all of it, in words.
fn states(runbook: &Runbook) -> Vec<(String, String)> {
    let mut states = Vec::new();
    for checklist in &runbook.checklists {
        for item in &checklist.items {
            let state = (item.state, &item.reason, &item.accepted_by, &item.evidence);
            states.push((format!("item {}/{}", checklist.id, item.id.text), format!("{state:?}")));
        }
    }
    for (id, task) in runbook.tasks_and_steps() {
        let keys = (task.started_at, task.outcome, task.duration, &task.count, &task.note);
        let state = (runbook.task_state(&id, task), runbook.attempts(&id, task));
        states.push((format!("task {id}"), format!("{keys:?} {state:?}")));
    }
    let confirmed = runbook.rollback.as_ref().map(|rollback| &rollback.confirmed_by);
    states.push(("confirmed".to_owned(), format!("{:?}", confirmed.filter(|confirmed| !confirmed.is_empty()))));
    states.push(("follow-ups".to_owned(), format!("{:?}", runbook.follow_ups)));
    states.push(("closed".to_owned(), format!("{:?}", runbook.closed)));
    states
}

/// Returns the numbered comments, in order.
fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.rfind("#c").map(|at| &line[at..])).collect()
}

/// Makes one random mark.
pub(crate) fn mark(random: &mut Random, document: &Document<'_>, stamp: &Stamp) -> Result<Marked, MarkError> {
    let runbook = &document.runbook;
    let text = |random: &mut Random| random.pick(TEXTS).to_owned();
    match random.below(12) {
        0..=4 if !runbook.checklists.is_empty() => {
            let checklist = &runbook.checklists[random.below(runbook.checklists.len())];
            let index = random.below(checklist.items.len().max(1));
            let mark = match random.below(7) {
                0 | 1 => ItemMark::Done,
                2 => ItemMark::Blocked { reason: text(random) },
                3 => ItemMark::NotApplicable { reason: text(random) },
                4 => ItemMark::Reopen,
                5 => ItemMark::AcceptedBy { handle: random.pick(HANDLES).to_owned() },
                _ => ItemMark::Evidence { link: text(random) },
            };
            marking::mark_item(document, checklist, index, &mark, stamp)
        }
        5..=8 if runbook.tasks_and_steps().next().is_some() => {
            let all: Vec<(String, &Task)> = runbook.tasks_and_steps().collect();
            let index = random.below(all.len());
            let (id, task) = &all[index];
            let n_tasks = runbook.tasks.len();
            let route = if index < n_tasks { route::task(index) } else { route::step(index - n_tasks) };
            let mark = match random.below(8) {
                0 | 1 => TaskMark::Start,
                2 => TaskMark::Pause,
                3 => TaskMark::Reopen,
                _ => {
                    let outcomes = [Outcome::Success, Outcome::Partial, Outcome::Failed, Outcome::Skipped];
                    TaskMark::Outcome(outcomes[random.below(4)])
                }
            };
            let is_outcome = matches!(mark, TaskMark::Outcome(_));
            let details = TaskMarkDetails {
                duration: (is_outcome && random.percent(40))
                    .then(|| TaskDuration::from_seconds([45, 600, 5400][random.below(3)])),
                count: (is_outcome && random.percent(30)).then(|| text(random)),
                note: random.percent(30).then(|| text(random)),
            };
            marking::mark_task(document, &route, id, task, mark, &details, stamp)
        }
        9 if runbook.rollback.is_some() => {
            marking::confirm(document, random.pick(REGIONS), random.pick(HANDLES), stamp)
        }
        10 => {
            let follow_up = FollowUp {
                what: text(random),
                owner: random.percent(50).then(|| text(random)),
                due: random.percent(30).then(|| NaiveDate::from_ymd_opt(2026, 10, 15)).flatten(),
                link: random.percent(30).then(|| "https://example.com/x".to_owned()),
            };
            marking::follow_up(document, &follow_up, stamp)
        }
        11 => match random.below(5) {
            0 => marking::close(document, CloseResult::Completed, None, stamp),
            1 => marking::close(document, CloseResult::Aborted, Some(&text(random)), stamp),
            _ => marking::reopen(document, stamp),
        },
        _ => marking::note(document, &text(random), stamp),
    }
}

/// Writes a runbook, marks it, and takes all marks back. Says what is wrong, and with which text.
pub(crate) fn mark_and_undo(file: Random, mut random: Random) -> Result<(), String> {
    let mut text = Text { random: file, lines: Vec::new(), n_comments: 0 }.runbook();
    let mut now = DateTime::from_timestamp(1_791_700_330, 0).expect("a time");
    let mut before = Vec::new();
    for _ in 0..random.below(12) {
        now += Duration::seconds(1 + i64::try_from(random.below(256) * random.below(40)).expect("small"));
        let is_undo = random.percent(15);
        let stamp = stamp(&mut random, now);
        let states_now = states_of(&text)?;
        let (marked, new) =
            make(
                &text,
                |document| {
                    if is_undo { marking::undo(document, &stamp) } else { mark(&mut random, document, &stamp) }
                },
            )?;
        match marked {
            // Refused, or so already.
            None => {}
            Some(_) if is_undo => taken_back(before.pop(), &new)?,
            Some(marked) => {
                only_one_entry(&states_now, &states_of(&new)?).map_err(|error| show(&error, &text, &new))?;
                // A note is said, not marked.
                if marked.said != "Noted" {
                    before.push(states_now);
                }
            }
        }
        text = new;
    }
    while let Some(states) = before.pop() {
        now += Duration::seconds(1);
        let stamp = stamp(&mut random, now);
        let (marked, new) = make(&text, |document| marking::undo(document, &stamp))?;
        if marked.is_none() {
            return Err(show("a mark cannot be taken back", &text, &new));
        }
        taken_back(Some(states), &new).map_err(|error| show(&error, &text, &new))?;
        text = new;
    }
    match make(&text, |document| marking::undo(document, &stamp(&mut random, now)))? {
        (None, _) => Ok(()),
        (Some(_), new) => Err(show("more marks were taken back than were made", &text, &new)),
    }
}

pub(crate) fn stamp(random: &mut Random, at: DateTime<Utc>) -> Stamp {
    let recorded = random.percent(10).then(|| at + Duration::seconds(60));
    Stamp { at, recorded, by: random.percent(80).then(|| "@john_doe".to_owned()) }
}

fn states_of(text: &str) -> Result<Vec<(String, String)>, String> {
    let source = Source::from_text("x.yaml", text.to_owned()).map_err(|error| error.to_string())?;
    match Document::parse(&source) {
        Ok(document) => Ok(states(&document.runbook)),
        Err(problems) => Err(format!("not valid: {problems:?}\n{text}")),
    }
}

/// Makes a mark and judges the new text. The mark is `None` when it was refused or changed nothing.
pub(crate) fn make(
    text: &str,
    mark: impl FnOnce(&Document<'_>) -> Result<Marked, MarkError>,
) -> Result<(Option<Marked>, String), String> {
    let source = Source::from_text("x.yaml", text.to_owned()).map_err(|error| error.to_string())?;
    let document = Document::parse(&source).map_err(|problems| format!("not valid: {problems:?}\n{text}"))?;
    let marked = match mark(&document) {
        Ok(marked) if !marked.edits.is_empty() => marked,
        _ => return Ok((None, text.to_owned())),
    };
    let new = apply(&source, &marked.edits).map_err(|error| show(&format!("{error:?}"), text, ""))?;
    let source = Source::from_text("x.yaml", new.clone()).map_err(|error| error.to_string())?;
    let after = Document::parse(&source).map_err(|problems| show(&format!("{problems:?}"), text, &new))?;
    let (log, old_log) = (&after.runbook.log, &document.runbook.log);
    if log.len() != old_log.len() + 1 || log[..old_log.len()] != **old_log {
        return Err(show("the log is not the old one and an entry", text, &new));
    }
    if comments(text) != comments(&new) {
        return Err(show("a comment is gone", text, &new));
    }
    Ok((Some(marked), new))
}

fn taken_back(states: Option<Vec<(String, String)>>, text: &str) -> Result<(), String> {
    let now = states_of(text)?;
    match states {
        Some(states) if states == now => Ok(()),
        Some(states) => {
            let differences = states.iter().zip(&now).filter(|(before, now)| before != now);
            Err(format!("not as it was: {:#?}", differences.collect::<Vec<_>>()))
        }
        None => Err("there was no mark to take back".to_owned()),
    }
}

/// A mark changes one entry, and none besides.
fn only_one_entry(before: &[(String, String)], after: &[(String, String)]) -> Result<(), String> {
    let changed: Vec<_> = before.iter().zip(after).filter(|(before, after)| before != after).collect();
    if before.len() == after.len() && changed.len() <= 1 { Ok(()) } else { Err(format!("changed: {changed:#?}")) }
}

fn show(error: &str, old: &str, new: &str) -> String {
    format!("{error}\n--- old\n{old}\n--- new\n{new}")
}

#[test]
fn random_marks_change_their_entry_and_can_be_taken_back() {
    for seed in 0..200 {
        if let Err(error) = mark_and_undo(Random::new(&[], seed), Random::new(&[], seed ^ 0x5eed)) {
            panic!("seed {seed}: {error}");
        }
    }
}
