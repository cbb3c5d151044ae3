//! Random histories through the program itself: two computers with a file each, people in the web page, a network that loses
//! requests and answers. What the merge decides is judged in memory with far more histories; this is about the order of
//! writing, sending and agreeing.

use std::collections::BTreeMap;

use runbook::document::{Document, Source};

use crate::{
    gitlab_server::Fault,
    published::{FILE, Published},
    random::Random,
    sandbox::Sandbox,
};

const RUNBOOK: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  dri: \"@john_doe\"
checklists:
  pre-call:
    - { id: inform, item: Inform the channel }
    - { id: dry-run, item: \"Has a `dry-run` been performed?\" }
    - { id: logs, item: \"Are there *logs* of #1?\" }
  post-call:
    - { id: inform, item: Inform about the outcome }
tasks:
  - { id: apply, task: Apply the setting }
  - { id: verify, task: \"Let the customer | sign in\" }
";

const ITEMS: [(&str, &str, &str); 4] = [
    ("pre-call", "inform", "Inform the channel"),
    ("pre-call", "dry-run", "been performed?"),
    ("pre-call", "logs", "Are there *logs*"),
    ("post-call", "inform", "Inform about the outcome"),
];
const TASKS: [&str; 2] = ["apply", "verify"];

const N_HISTORIES: u64 = 24;
const N_STEPS: usize = 14;

struct History {
    published: Published,
    other: Sandbox,
    /// Lines that people added.
    added: Vec<String>,
    /// How many marks each file has taken that changed something.
    said: Vec<String>,
}

impl History {
    fn new() -> Self {
        let published = Published::of(RUNBOOK);
        let other = Sandbox::new();
        other.write(FILE, published.file());
        Self { published, other, added: Vec::new(), said: Vec::new() }
    }

    fn folder(&self, is_other: bool) -> &Sandbox {
        if is_other { &self.other } else { &self.published.sandbox }
    }

    fn run(&mut self, is_other: bool, arguments: &[&str]) -> i32 {
        let answer = self.published.run_in(self.folder(is_other), arguments);
        let name = if is_other { "other" } else { "one" };
        self.said.push(format!("{name}: {}\n{}", arguments.join(" "), answer.text()));
        answer.status
    }

    fn step(&mut self, random: &mut Random) {
        let is_other = random.percent(40);
        let (list, item, label) = ITEMS[random.below(ITEMS.len())];
        match random.below(100) {
            0..20 => {
                let not_applicable = format!("{item}=not here");
                let mark: [&str; 2] = match random.below(4) {
                    0 | 1 => ["--done", item],
                    2 => ["--reopen", item],
                    _ => ["--not-applicable", &not_applicable],
                };
                let status = self.run(is_other, &["check", list, mark[0], mark[1], "-f", "acme"]);
                assert_eq!(status, 0, "{}", self.story());
            }
            20..32 => {
                let outcome = random.pick(&["success", "failed", "partial", "start"]);
                let mut arguments = vec!["task", TASKS[random.below(2)], outcome];
                arguments.extend((outcome != "start").then_some("5m"));
                arguments.extend(["-f", "acme"]);
                let status = self.run(is_other, &arguments);
                assert_eq!(status, 0, "{}", self.story());
            }
            32..55 => self.click(label),
            55..68 => {
                let line = format!("Line {} of a person", self.added.len() + 1);
                self.added.push(line.clone());
                let at = random.below(60);
                self.said.push(format!("web: adds `{line}` at {at}"));
                self.published.server.world(|world| {
                    world.edit(1, "jane_smith", |text| {
                        let mut lines: Vec<&str> = text.split('\n').collect();
                        // Where a line can stand for itself: before a heading.
                        let headings = lines.iter().enumerate().filter(|(_, line)| line.starts_with("## "));
                        let headings: Vec<usize> = headings.map(|(at, _)| at).collect();
                        let place = headings[at % headings.len()];
                        let own = format!("{line}\n");
                        lines.insert(place, &own);
                        lines.join("\n")
                    });
                });
            }
            _ => self.sync(is_other, random),
        }
    }

    /// Somebody clicks on a box, if it is one that can be clicked.
    fn click(&mut self, label: &'static str) {
        self.said.push(format!("web: clicks {label}"));
        self.published.server.world(|world| try_click(world, label));
    }

    fn sync(&mut self, is_other: bool, random: &mut Random) {
        if random.percent(30) {
            let label = ITEMS[random.below(ITEMS.len())].2;
            self.said.push(format!("web: clicks {label} in the moment of writing, if there is one"));
            self.published.server.before("PUT", move |world| try_click(world, label));
        }
        if random.percent(30) {
            let fault = match random.below(4) {
                0 => Fault::LoseAnswer,
                1 => Fault::BreakAnswer,
                2 => Fault::status(401, ""),
                _ => Fault::status(403, ""),
            };
            self.said.push(format!("network: {fault:?}"));
            self.published.server.fail_at(if random.percent(50) { "PUT" } else { "GET" }, fault);
        }
        let status = self.run(is_other, &["sync", "acme"]);
        self.published.server.no_more_faults();
        if status == 1 {
            let side = random.pick(&["file", "issue"]);
            self.run(is_other, &["sync", "acme", "--prefer", side]);
        }
    }

    /// Syncs both until nothing is left to do.
    fn settle(&mut self) {
        for round in 0..8 {
            let mut is_quiet = true;
            for is_other in [false, true] {
                let mut status = self.run(is_other, &["sync", "acme"]);
                if status == 1 {
                    status = self.run(is_other, &["sync", "acme", "--prefer", "issue"]);
                }
                assert_eq!(status, 0, "{}", self.story());
                is_quiet &= self.said.last().is_some_and(|said| said.contains("say the same already"));
            }
            if is_quiet {
                return;
            }
            assert!(round < 7, "it never comes to rest\n{}", self.story());
        }
    }

    fn story(&self) -> String {
        format!("{}\n{}\n{}", self.said.join("\n"), self.published.file(), self.published.body())
    }
}

fn try_click(world: &mut crate::gitlab_server::World, label: &str) {
    let can = world
        .issue(1)
        .description
        .lines()
        .any(|line| line.contains(label) && !line.contains("[~]") && line.contains("- ["));
    if can {
        world.click(1, "dana_example", label);
    }
}

/// What the boxes of a text and the outcomes of its tasks say, by their markers.
fn in_the_issue(body: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in body.lines() {
        let Some((_, rest)) = line.split_once("<!-- rb:") else { continue };
        let (marker, after) = rest.split_once(" -->").expect("a whole comment");
        let value = match line.strip_prefix("- [") {
            Some(item) => item[..1].to_owned(),
            None => after.trim_matches([' ', '|']).split(" | ").next().unwrap_or_default().trim().to_owned(),
        };
        assert!(found.insert(marker.replace('.', "/"), value).is_none(), "{marker} stands twice:\n{body}");
    }
    found
}

/// The same of a file.
fn in_the_file(text: &str) -> BTreeMap<String, String> {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("a text");
    let document = Document::parse(&source).expect("a runbook");
    let mut found = BTreeMap::new();
    for list in &document.runbook.checklists {
        for item in &list.items {
            let value = match item.state.word() {
                "done" => "x",
                "not-applicable" => "~",
                _ => " ",
            };
            found.insert(format!("{}/{}", list.id, item.id.text), value.to_owned());
        }
    }
    for task in &document.runbook.tasks {
        let last = task.outcome.map_or(String::new(), |outcome| outcome.word().to_owned());
        found.insert(format!("tasks/{}", task.id.text), last);
    }
    found
}

#[test]
fn two_computers_and_a_web_page_agree_in_the_end_and_nothing_is_lost() {
    for seed in 0..N_HISTORIES {
        let mut random = Random::new(&[], seed);
        let mut history = History::new();
        history.published.server.world(|world| world.is_old = seed % 3 == 0);
        for _ in 0..N_STEPS {
            history.step(&mut random);
        }
        history.settle();
        let issue = history.published.server.issue(1);
        assert!(issue.is_confidential && issue.seen_by_all.is_empty(), "seed {seed}");
        let shown = in_the_issue(&issue.description);
        for text in [history.published.file(), history.other.text(FILE)] {
            for (id, value) in in_the_file(&text) {
                let shown = shown.get(&id).unwrap_or_else(|| panic!("seed {seed}: {id}\n{}", history.story()));
                let agrees = if id.starts_with("tasks/") {
                    let last = shown.rsplit(", ").next().unwrap_or_default().to_lowercase();
                    last.starts_with(&value) || (value.is_empty() && matches!(&*last, "running" | "paused" | "open"))
                } else {
                    *shown == value
                };
                assert!(agrees, "seed {seed}: {id} is {value:?} and shown as {shown:?}\n{}", history.story());
            }
        }
        for line in &history.added {
            let n = issue.description.lines().filter(|of| of == line).count();
            assert_eq!(n, 1, "seed {seed}: {line}\n{}", history.story());
        }
    }
}
