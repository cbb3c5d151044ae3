//! What `render` shows comes back: rendered, imported and rendered again, an issue is the same, byte for byte.
//!
//! What an issue does not show cannot come back, and `as_shown` and `log_as_shown` say what that is: the seconds of the
//! log and what a mark cleared, duties, the names of time zones, and to which issue it belonged.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use runbook::{
    document::Document,
    marking,
    model::{
        Checklist, ChecklistItem, CloseResult, Closed, Confirmation, Contact, Contacts, Criticality, Event, FollowUp,
        Header, Id, ItemState, Outcome, Platform, Rollback, Runbook, Schedule, Session, Task, TaskDuration, parse_zone,
    },
    render::{IssueOptions, Templates, issue},
};

use super::{import_text, parsed};
use crate::{
    hostile::HOSTILE,
    marks_property::{make, mark, stamp},
    random::Random,
};

/// Texts that people type, and that stay what they are.
const TAME: &[&str] = &[
    "Confirm the users provided state",
    "no",
    "2026-10-10",
    "12",
    "größer 東京 🚀",
    "a: b # c",
    "it's \"this\"",
    "100% of R&D, 2 < 3",
    "support_gitlab-com and C:\\Users",
    "x | y",
    "mail @john_doe about #12 and !3",
    "~bug $5 $6 ^1",
    "[x] is no box",
    "- dash",
    "1. one",
    "# hash",
    "/close",
    "(brackets), commas",
    "None yet",
    "see https://example.com/a?b=c&d=e#f",
];

/// Texts in which Markdown means something.
const MARKED: &[&str] = &[
    "Tell `#support_manager` about *it*",
    "the **whole** group",
    "[docs](https://example.com/a_b)",
    "see [docs](https://example.com/a) and `a|b`",
    "\\*no emphasis\\*",
    "first line\nsecond line",
    "``a`b`` and `` ` ``",
    "<b>bold</b> &amp; &lt;b&gt;",
    "**Blocked:** not so",
    "a<!-- rb:pre-call.x -->b",
    "www.example.com :smile: a\\",
];

struct Generator {
    random: Random,
    texts: Vec<&'static str>,
    n_ids: usize,
    /// Whether the texts come back letter by letter.
    is_tame: bool,
}

impl Generator {
    fn text(&mut self) -> String {
        let text = self.random.pick(&self.texts);
        // What is blank is left out of the file.
        if text.trim().is_empty() { "blank".to_owned() } else { text.to_owned() }
    }

    fn some_text(&mut self, percent: usize) -> Option<String> {
        self.random.percent(percent).then(|| self.text())
    }

    fn duration(&mut self, percent: usize) -> Option<TaskDuration> {
        let minutes = [1, 10, 75, 480][self.random.below(4)];
        self.random.percent(percent).then(|| TaskDuration::from_seconds(minutes * 60))
    }

    fn id(&mut self) -> Id {
        self.n_ids += 1;
        let text = ["entry", "entry--x", "e-"][self.random.below(3)];
        Id { text: format!("{text}{}", self.n_ids), derived: false }
    }

    fn link(&mut self, percent: usize) -> Option<String> {
        let link = self.random.pick(&["https://example.com/a", "https://docs.gitlab.com/x?y=z&w=1#f", "runbooks/x.md"]);
        self.random.percent(percent).then(|| link.to_owned())
    }

    /// A title links to an address of the web only; another one stands behind it in brackets, like text.
    fn address(&mut self, percent: usize) -> Option<String> {
        self.link(percent).filter(|link| link.starts_with("https"))
    }

    fn contact(&mut self) -> Contact {
        let handle = self.random.pick(&["@john_doe", "@morgan-sample", "@_pat_"]);
        Contact {
            name: self.random.pick(&["John Doe", "Jane Smith", "山田 太郎", "Pat Filler"]).to_owned(),
            handle: self.random.percent(50).then(|| handle.to_owned()),
            role: self.some_text(60),
            description: self.some_text(60),
            time_zone: self.random.percent(50).then(|| parse_zone("+05:30").expect("a zone")),
            duties: Vec::new(),
            attends: self.random.percent(80),
        }
    }

    fn contacts(&mut self) -> Vec<Contact> {
        (0..self.random.below(4)).map(|_| self.contact()).collect()
    }

    fn item(&mut self) -> ChecklistItem {
        let state = ItemState::ALL[self.random.below(4)];
        ChecklistItem {
            id: self.id(),
            item: self.text(),
            why: self.some_text(30),
            required: self.random.percent(30),
            state,
            reason: self.some_text(40),
            accepted_by: self.some_text(20),
            evidence: self.link(30),
        }
    }

    fn checklist(&mut self, id: &str) -> Checklist {
        let title = self.random.percent(20).then(|| "Before the second wave".to_owned());
        let n = 1 + self.random.below(3);
        Checklist { id: id.to_owned(), title, items: (0..n).map(|_| self.item()).collect() }
    }

    fn task(&mut self) -> Task {
        let outcome = self.random.percent(50).then(|| Outcome::ALL[self.random.below(4)]);
        let command =
            self.random.pick(&["rake gitlab:check", "one\ntwo\n", "/opt/replay.sh --all\n\n  deep", "```\nx\n```"]);
        let command = self.random.percent(50).then(|| command.to_owned());
        Task {
            task: format!("{} {}", self.text(), self.n_ids),
            id: self.id(),
            link: self.address(30),
            owner: self.some_text(40),
            planned: self.duration(50),
            waits: self.duration(20),
            every: self.duration(20),
            language: command.as_ref().filter(|_| self.random.percent(50)).map(|_| "ruby".to_owned()),
            command,
            expect: self.some_text(30),
            stop_if: self.some_text(30),
            undoes: None,
            started_at: None,
            count: outcome.filter(|_| self.random.percent(30)).map(|_| "2488/2500".to_owned()),
            duration: self.duration(50),
            note: self.some_text(30),
            outcome,
        }
    }

    fn tasks(&mut self) -> Vec<Task> {
        (0..self.random.below(5)).map(|_| self.task()).collect()
    }

    fn rollback(&mut self, tasks: &[Task]) -> Rollback {
        let mut steps = self.tasks();
        let ids: Vec<String> = tasks.iter().map(|task| task.id.text.clone()).collect();
        let mut pick = |percent: usize| {
            let at = self.random.below(ids.len().max(1));
            ids.get(at).filter(|_| self.random.percent(percent)).cloned()
        };
        for step in &mut steps {
            step.undoes = pick(30);
        }
        let point_of_no_return = pick(40);
        let plan = self.random.pick(&[
            "Replay `before.csv`.",
            "Once more:\n\n1. stop\n2. start\n   - slowly\n\n> quoted\n\n```sh\n/opt/x.sh\n```",
            "| Step | Time |\n| --- | --- |\n| a | b |",
            if self.is_tame { "- **Link:** none" } else { "- [ ] a box\n- **Link:** none\n\n# heading" },
        ]);
        Rollback {
            plan: self.random.percent(70).then(|| plan.to_owned()),
            link: self.link(30),
            irreversible: self.some_text(20),
            planned: self.duration(50),
            point_of_no_return,
            confirmed_by: if self.random.percent(40) {
                vec![
                    Confirmation { region: "APAC".to_owned(), handle: "@kiran_placeholder".to_owned() },
                    Confirmation { region: "EMEA".to_owned(), handle: "Dana Example".to_owned() },
                ]
            } else {
                Vec::new()
            },
            steps,
        }
    }

    fn runbook(&mut self) -> Runbook {
        let schedule = Schedule::parse("2026-10-10 23:30 America/Los_Angeles").ok();
        let tasks = self.tasks();
        let rollback = self.rollback(&tasks);
        let lists: Vec<&str> = ["pre-call", "pre-wave-2", "handover", "post-call"]
            .into_iter()
            .filter(|_| self.random.percent(60))
            .collect();
        Runbook {
            version: 1,
            header: Header {
                name: format!("Acme - {}", self.text()),
                description: self.some_text(70),
                dri: self.random.percent(70).then(|| "@john_doe".to_owned()),
                schedule_at: schedule.filter(|_| self.random.percent(70)),
                window: self.duration(60),
                sessions: if self.random.percent(30) {
                    vec![
                        Session { at: Schedule::parse("2026-10-12 23:30 UTC").ok(), window: self.duration(50) },
                        Session { at: Schedule::parse("2026-11-01 01:30 America/New_York -05:00").ok(), window: None },
                    ]
                } else {
                    Vec::new()
                },
                meeting_url: self.link(60),
                gitlab_issue: self.link(60),
                platform: self.random.percent(50).then_some(Platform::SelfManaged),
                criticality: self.random.percent(50).then_some(Criticality::C2),
                links: if self.random.percent(40) {
                    vec![
                        ("ticket".to_owned(), "https://support.example/1".to_owned()),
                        ("order no".to_owned(), self.text()),
                    ]
                } else {
                    Vec::new()
                },
            },
            contacts: Contacts { gitlab: self.contacts(), customer: self.contacts() },
            checklists: lists.into_iter().map(|id| self.checklist(id)).collect(),
            tasks,
            rollback: (rollback != Rollback::default()).then_some(rollback),
            follow_ups: (0..self.random.below(3))
                .map(|_| FollowUp {
                    what: self.text(),
                    owner: self.some_text(50),
                    due: self.random.percent(50).then(|| NaiveDate::from_ymd_opt(2026, 10, 15).expect("a day")),
                    link: self.address(40),
                })
                .collect(),
            closed: self.random.percent(30).then(|| Closed {
                at: at(),
                by: Some("@john_doe".to_owned()),
                result: CloseResult::Aborted,
                note: Some(self.text()),
            }),
            ..Runbook::default()
        }
    }
}

fn at() -> DateTime<Utc> {
    "2026-10-11T09:12:00Z".parse().expect("a time")
}

fn body(runbook: &Runbook) -> String {
    issue(runbook, &Templates::embedded(), &IssueOptions::default()).expect("it can be rendered")
}

/// Renders, imports and renders again.
fn there_and_back(runbook: &Runbook) -> (String, String, Runbook) {
    let before = body(runbook);
    let imported = import_text(&before);
    let again = parsed(&imported.text);
    (before, imported.text, again)
}

#[track_caller]
fn check_bytes(seed: u64, runbook: &Runbook) {
    let (before, text, again) = there_and_back(runbook);
    let after = body(&again);
    if before != after {
        let differs = before.lines().zip(after.lines()).find(|(before, after)| before != after);
        panic!("seed {seed}: {differs:#?}\n{text}");
    }
}

fn generator(seed: u64, texts: &[&[&'static str]]) -> Generator {
    Generator { random: Random::new(&[], seed), texts: texts.concat(), n_ids: 0, is_tame: texts == [TAME] }
}

#[test]
fn what_render_shows_comes_back_byte_for_byte() {
    for seed in 0..400 {
        let runbook = generator(seed, &[TAME, MARKED]).runbook();
        check_bytes(seed, &runbook);
    }
}

#[test]
fn what_render_shows_comes_back_as_it_was_typed() {
    for seed in 0..400 {
        let runbook = generator(seed, &[TAME]).runbook();
        let (_, text, again) = there_and_back(&runbook);
        assert_eq!(format!("{again:#?}"), format!("{:#?}", as_shown(runbook)), "seed {seed}\n{text}");
    }
}

/// Returns the text of a runbook after up to so many random marks, some of them taken back.
fn marked(mut text: String, random: &mut Random, n_marks: usize) -> Result<String, String> {
    let mut now = DateTime::from_timestamp(1_791_700_330, 0).expect("a time");
    for _ in 0..random.below(n_marks) {
        now += Duration::seconds(1 + i64::try_from(random.below(256) * random.below(40)).expect("small"));
        let is_undo = random.percent(15);
        let stamp = stamp(random, now);
        let by_random = |document: &Document<'_>| match is_undo {
            true => marking::undo(document, &stamp),
            false => mark(random, document, &stamp),
        };
        (_, text) = make(&text, by_random)?;
    }
    Ok(text)
}

/// Returns a runbook with marks of all kinds, some of them taken back, many of them on the same entry.
fn marked_runbook(seed: u64, texts_repeat: bool) -> Runbook {
    let mut planned = generator(seed, &[TAME]).runbook();
    if !texts_repeat {
        let items = planned.checklists.iter_mut().flat_map(|list| &mut list.items);
        items.for_each(|item| item.item = format!("{} {}", item.item, item.id.text));
    }
    let (_, text, _) = there_and_back(&planned);
    parsed(&marked(text, &mut Random::new(&[], seed ^ 0x10c), 30).expect("marks hold"))
}

#[test]
fn what_a_marked_runbook_shows_comes_back_with_its_log() {
    let mut n_marks = 0;
    for seed in 0..60 {
        let texts_repeat = seed % 3 == 0;
        let runbook = marked_runbook(seed, texts_repeat);
        let (before, text, again) = there_and_back(&runbook);
        let after = body(&again);
        if before != after {
            let differs = before.lines().zip(after.lines()).find(|(before, after)| before != after);
            panic!("seed {seed}: {differs:#?}\n{text}");
        }
        // Which of two entries of the same title was marked is not shown.
        if !texts_repeat {
            assert_eq!(log_as_shown(&again), log_as_shown(&runbook), "seed {seed}\n{text}");
        }
        assert_eq!(states_as_shown(&again), states_as_shown(&runbook), "seed {seed}\n{text}");
        n_marks += again.marks().len();
    }
    assert!(n_marks > 300, "{n_marks}");
}

/// Returns the log as far as the issue shows it: to the minute, in the order of time, without what marks cleared.
fn log_as_shown(runbook: &Runbook) -> Vec<String> {
    let minute = |at: &DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    let entries = runbook.timeline().into_iter().map(|entry| {
        let texts = [&entry.by, &entry.id, &entry.reason, &entry.accepted_by, &entry.evidence, &entry.note];
        let texts = texts.map(|text| text.as_deref().map(words_of));
        let recorded = entry.recorded.as_ref().map(minute);
        // A correction repeats the duration that it leaves as it is.
        let duration = entry.duration.filter(|_| !entry.is_correction());
        let figures = (duration, entry.count.as_deref().map(words_of), &entry.region);
        // In which state an item was that got its evidence or another reason does not show, nor when that was undone.
        let is_shown = match entry.event {
            Event::Item => entry.evidence.is_none() && !entry.is_correction(),
            event => event != Event::Undo,
        };
        let to = entry.to.filter(|_| is_shown);
        format!("{} {recorded:?} {:?} to {to:?} {texts:?} {figures:?}", minute(&entry.at), entry.event)
    });
    entries.collect()
}

/// Returns where each entry stands.
fn states_as_shown(runbook: &Runbook) -> Vec<String> {
    let tasks = runbook.tasks_and_steps().map(|(id, task)| {
        let attempts = runbook.attempts(&id, task).into_iter().map(|attempt| {
            let texts = [attempt.count, attempt.note].map(|text| text.as_deref().map(words_of));
            (attempt.outcome, texts, attempt.duration)
        });
        let attempts: Vec<_> = attempts.collect();
        format!("{id} {:?} {attempts:?}", runbook.task_state(&id, task))
    });
    let items = runbook
        .checklists
        .iter()
        .flat_map(|list| list.items.iter().map(|item| format!("{} {:?}", item.id.text, item.state)));
    let mut states: Vec<String> = tasks.chain(items).collect();
    states.sort();
    states
}

/// Returns the words of a text, between which an issue shows blanks as it likes.
fn words_of(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn of_hostile_text_no_word_is_lost() {
    let words = |text: &str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    for seed in 0..150 {
        let runbook = generator(seed, &[HOSTILE]).runbook();
        let (before, text, again) = there_and_back(&runbook);
        let (there, back) = (words(&before), words(&body(&again)));
        let lost: Vec<&String> = there.difference(&back).filter(|word| !text.contains(word.as_str())).collect();
        assert!(lost.is_empty(), "seed {seed}: {lost:?}\n{text}\n{before}");
    }
}

/// Returns a runbook as far as its issue shows it.
fn as_shown(mut runbook: Runbook) -> Runbook {
    let is_scheduled = !runbook.calls().is_empty();
    let Contacts { gitlab, customer } = &mut runbook.contacts;
    for contact in gitlab.iter_mut().chain(customer) {
        contact.time_zone = contact.time_zone.filter(|_| is_scheduled);
    }
    // Checklists stand before and after the tasks, the handbook's first and last.
    let place = |list: &Checklist| match list.id.as_str() {
        "pre-call" => 0,
        "post-call" => 3,
        id if id.starts_with("pre-") => 1,
        _ => 2,
    };
    runbook.checklists.sort_by_key(place);
    let steps = runbook.rollback.iter_mut().flat_map(|rollback| &mut rollback.steps);
    for task in runbook.tasks.iter_mut().chain(steps) {
        if let Some(command) = &mut task.command {
            let trimmed = command.trim_end_matches('\n');
            *command = if trimmed.contains('\n') { format!("{trimmed}\n") } else { trimmed.to_owned() };
        }
        // How much came out shows with the outcome only.
        task.count = task.count.take().filter(|_| task.outcome.is_some());
    }
    runbook
}
