//! Random histories of a file on two computers and its issue: no mark and no line of a person is lost.
//!
//! The judge shares no code with the merge. What file and issue show is read by comrak from what is rendered and from what
//! stands in the issue; what must come of a merge follows from what each side showed when both last truly agreed, which the
//! judge keeps for itself.

mod generate;
mod judge;
mod people;
mod reading;

use std::{collections::BTreeMap, sync::LazyLock, thread};

use chrono::{DateTime, Duration, Utc};
use runbook::{
    document::{Document, Edit, Source, apply, route},
    marking::{ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails, mark_item, mark_task},
    model::{Outcome, TaskDuration},
    render::{IssueOptions, Templates, issue},
    sync::{self, Click, MergeError, Merged, Merging, Remark, Side, Way},
};

use crate::random::Random;
use people::Person;

/// How many histories there are in each run of the tests; `.ci/run` plays ten thousand.
const N_HISTORIES: u64 = 150;

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

/// Without the tables of a header and of contacts, which only cost time.
static SHORT: LazyLock<Templates> = LazyLock::new(|| {
    let template = "\
# {{ header.name.line }}

{% for checklist in checklists_before -%}
{% include \"sections/checklist.md\" %}
{% endfor -%}
{% include \"sections/tasks.md\" %}
{% for checklist in checklists_after -%}
{% include \"sections/checklist.md\" %}
{% endfor -%}
{% if timeline %}{% include \"sections/timeline.md\" %}{% endif %}
";
    Templates::embedded().with_issue_template("short.md", template).expect("a template")
});

/// A computer with a copy of the file.
struct Machine {
    file: String,
    /// What the file renders.
    rendered: String,
    /// What it shows of each entry, as comrak sees it.
    shown: BTreeMap<String, String>,
    /// The entries by their texts.
    titles: BTreeMap<String, String>,
    /// What file and issue showed when both last agreed, whatever the file knows of it.
    agreed: BTreeMap<String, String>,
    /// Whether what the file says of that is older.
    is_stale: bool,
    /// Whether a push of it got no answer.
    is_unsure: bool,
    /// What the file rendered when it was last merged without a fault.
    last_rendered: String,
}

struct World {
    random: Random,
    templates: &'static Templates,
    machines: [Machine; 2],
    issue: String,
    clicks: Vec<Click>,
    now: DateTime<Utc>,
    n_words: usize,
    /// What happened, for the report of a failure.
    story: Vec<String>,
    is_told: bool,
    counts: Counts,
}

/// How often what happened.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    merges: usize,
    pulls: usize,
    pushes: usize,
    conflicts: usize,
    tangled: usize,
    lost_writes: usize,
    overwritten_clicks: usize,
    quiet: usize,
}

fn with_document<T>(text: &str, then: impl FnOnce(&Document<'_>) -> T) -> Result<T, String> {
    let source = Source::from_text("acme.yaml", text.to_owned()).map_err(|error| error.to_string())?;
    let document = Document::parse(&source).map_err(|problems| format!("{problems:?}\n{text}"))?;
    Ok(then(&document))
}

fn edited(text: &str, edits: &[Edit]) -> Result<String, String> {
    let source = Source::from_text("acme.yaml", text.to_owned()).map_err(|error| error.to_string())?;
    apply(&source, edits).map_err(|error| format!("{error:?}\n{text}"))
}

impl Machine {
    fn new(file: String, templates: &Templates) -> Result<Self, String> {
        let mut machine = Self {
            file,
            rendered: String::new(),
            shown: BTreeMap::new(),
            titles: BTreeMap::new(),
            agreed: BTreeMap::new(),
            is_stale: false,
            is_unsure: false,
            last_rendered: String::new(),
        };
        machine.look(templates)?;
        Ok(machine)
    }

    /// Looks at the file anew.
    fn look(&mut self, templates: &Templates) -> Result<(), String> {
        let options = IssueOptions { quick_actions: false };
        let rendered = with_document(&self.file, |document| issue(&document.runbook, templates, &options))?;
        self.rendered = rendered.map_err(|error| error.to_string())?;
        let seen = reading::read(&self.rendered);
        self.titles = seen.iter().filter_map(|seen| Some((seen.text.clone(), seen.key.clone()?))).collect();
        self.shown = reading::values(&self.rendered, &self.titles);
        Ok(())
    }

    fn write(&mut self, file: String, templates: &Templates) -> Result<(), String> {
        if file != self.file {
            self.file = file;
            self.look(templates)?;
        }
        Ok(())
    }
}

impl World {
    fn published(seed: u64, is_told: bool) -> Result<Self, String> {
        let mut random = Random::new(&[], seed);
        let templates: &'static Templates = if random.percent(10) { &TEMPLATES } else { &SHORT };
        let file = generate::runbook(&mut random);
        let now = DateTime::from_timestamp(1_791_700_330, 0).expect("a time");
        let machine = Machine::new(file, templates)?;
        let issue = machine.rendered.clone();
        let agreed = sync::initial(&issue);
        let edits = with_document(&machine.file, |document| agreed.edits(document, now))?;
        let file = edited(&machine.file, &edits)?;
        let machine = || {
            let mut machine = Machine::new(file.clone(), templates)?;
            machine.agreed.clone_from(&machine.shown);
            machine.last_rendered.clone_from(&machine.rendered);
            Ok::<_, String>(machine)
        };
        let machines = [machine()?, machine()?];
        let mut world = Self {
            random,
            templates,
            machines,
            issue: issue.trim_end().to_owned(),
            clicks: Vec::new(),
            now,
            n_words: 0,
            story: Vec::new(),
            is_told,
            counts: Counts::default(),
        };
        world.tell(|world| format!("published:\n{}\n---\n{}", world.machines[0].file, world.issue));
        Ok(world)
    }

    fn tell(&mut self, what: impl FnOnce(&Self) -> String) {
        if self.is_told {
            let what = what(self);
            self.story.push(what);
        }
    }

    fn step(&mut self) -> Result<(), String> {
        self.now += Duration::seconds(1 + i64::try_from(self.random.below(200)).expect("small"));
        let at = self.random.below(2);
        // What follows a push that the file knows nothing of is what is most easily lost.
        let is_stale = self.machines.iter().any(|machine| machine.is_stale);
        if is_stale && self.random.percent(60) {
            let stale = usize::from(self.machines[1].is_stale);
            return if self.random.percent(50) { self.click() } else { self.mark(stale) };
        }
        match self.random.below(20) {
            0..=4 => self.mark(at),
            5..=7 => self.click(),
            8..=10 => self.people(),
            11 => self.type_yaml(at),
            12 => self.sync(at, Way::Pull, None, false, Fault::None),
            13 => self.sync(at, Way::Push, None, false, Fault::None),
            14 | 18 => self.sync(at, Way::Both, None, false, Fault::LostWrite),
            15 => self.sync(at, Way::Both, None, false, Fault::LostRequest),
            16 => self.sync(at, Way::Both, None, false, Fault::OverwrittenClick),
            17 => {
                let prefer = [Side::File, Side::Issue][self.random.below(2)];
                let restore = self.random.percent(50);
                self.sync(at, Way::Both, Some(prefer), restore, Fault::None)
            }
            _ => self.sync(at, Way::Both, None, false, Fault::None),
        }
    }

    /// Marks something by command.
    fn mark(&mut self, at: usize) -> Result<(), String> {
        let stamp = Stamp { at: self.now, recorded: None, by: Some("@john_doe".to_owned()) };
        let random = &mut self.random;
        let file = &self.machines[at].file;
        let marked = with_document(file, |document| any_mark(random, document, &stamp))?;
        if let Some(Ok(marked)) = marked {
            let new = edited(file, &marked.edits)?;
            self.tell(|_| format!("marked on {at}: {}", marked.said));
            self.machines[at].write(new, self.templates)?;
        }
        Ok(())
    }

    fn click(&mut self) -> Result<(), String> {
        let mut person = Person { random: &mut self.random, n_words: &mut self.n_words };
        if let Some((issue, (item, is_done))) = person.click(&self.issue) {
            self.issue = issue;
            let by = Some("@jane_smith".to_owned());
            self.tell(|_| format!("clicked: {item} {is_done}"));
            self.clicks.push(Click { item, is_done, by, at: self.now });
        }
        Ok(())
    }

    /// A person edits the issue.
    fn people(&mut self) -> Result<(), String> {
        // Nothing tells of these; a file that does not know of the last push cannot tell them from what was there.
        let is_known = self.machines.iter().all(|machine| !machine.is_stale);
        let choice = self.random.below(10);
        let mut person = Person { random: &mut self.random, n_words: &mut self.n_words };
        let issue = match choice {
            0 if is_known => person.strike_out(&self.issue),
            1 if is_known => person.fill_cells(&self.issue),
            2 if is_known && person.random.percent(20) => self.machines[0].rendered.trim_end().to_owned(),
            _ => person.edit(&self.issue),
        };
        // GitLab cuts this off.
        self.issue = issue.trim_end().to_owned();
        self.tell(|world| format!("edited:\n{}", world.issue));
        Ok(())
    }

    /// Somebody edits the file by hand.
    fn type_yaml(&mut self, at: usize) -> Result<(), String> {
        let file = self.machines[at].file.clone();
        let lines: Vec<&str> = file.lines().collect();
        let items: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].starts_with("    - { id: i")).collect();
        let mut new: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let Some(item) = items.get(self.random.below(items.len().max(1))).copied() else { return Ok(()) };
        match self.random.below(4) {
            0 => new[1] = format!("header: {{ name: Another {} }}", self.now.timestamp()),
            1 => new[item] = new[item].replacen("item: \"", "item: \"Now ", 1),
            2 => {
                let number = usize::try_from(self.now.timestamp()).expect("a time after 1970");
                new.insert(item, generate::item(&mut self.random, "more", number).trim_end().to_owned());
            }
            _ if items.len() > 2 => {
                new.remove(item);
            }
            _ => return Ok(()),
        }
        let new = format!("{}\n", new.join("\n"));
        self.tell(|_| format!("typed on {at}:\n{new}"));
        self.machines[at].write(new, self.templates)
    }

    fn merge(
        &self,
        at: usize,
        way: Way,
        prefer: Option<Side>,
        restore: bool,
    ) -> Result<Result<Merged, MergeError>, String> {
        with_document(&self.machines[at].file, |document| {
            sync::merge(&Merging {
                document,
                templates: self.templates,
                issue: &self.issue,
                clicks: &self.clicks,
                saved: None,
                now: self.now,
                way,
                prefer,
                restore,
            })
        })
    }

    fn sync(&mut self, at: usize, way: Way, prefer: Option<Side>, restore: bool, fault: Fault) -> Result<(), String> {
        self.tell(|_| format!("sync of {at}: {way:?}, prefer {prefer:?}, restore {restore}, {fault:?}"));
        let before = judge::Before::new(self, at);
        self.counts.merges += 1;
        let merged = match self.merge(at, way, prefer, restore)? {
            Ok(merged) => merged,
            Err(MergeError::Tangled { reason }) => {
                self.tell(|_| format!("tangled: {reason}"));
                self.counts.tangled += 1;
                return Ok(());
            }
            Err(error) => return Err(error.to_string()),
        };
        self.tell(|_| format!("{merged:#?}"));
        self.counts.pulls += merged.pulls.len();
        self.counts.pushes += merged.pushes.len();
        self.counts.conflicts += merged.conflicts.len();
        if let Some(text) = &merged.text {
            self.machines[at].write(text.clone(), self.templates)?;
        }
        let mut overwritten = Vec::new();
        if fault == Fault::OverwrittenClick && merged.body.is_some() {
            let n_clicks = self.clicks.len();
            self.click()?;
            overwritten = self.clicks[n_clicks..].to_vec();
        }
        // What is not sent cannot be lost.
        let is_sent = merged.body.is_none() || fault != Fault::LostRequest;
        if let Some(body) = merged.body.as_ref().filter(|_| is_sent) {
            self.issue = body.trim_end().to_owned();
        }
        let agreed = self.machines[at].agreed.clone();
        before.judge(self, &merged, way, prefer, restore, is_sent)?;
        let is_written = is_sent && fault != Fault::LostWrite;
        if !is_written && merged.text.is_none() {
            // The run that loses the only thing that it writes never was.
            self.machines[at].agreed = agreed;
        }
        if is_written {
            let edits = with_document(&self.machines[at].file, |document| merged.agreed.edits(document, self.now))?;
            let new = edited(&self.machines[at].file, &edits)?;
            self.machines[at].write(new, self.templates)?;
            if way != Way::Pull && merged.conflicts.is_empty() {
                self.machines[at].is_stale = false;
                self.machines[at].is_unsure = false;
                self.machines[at].last_rendered = self.machines[at].rendered.clone();
            }
        } else if merged.body.is_some() && is_sent {
            self.counts.lost_writes += 1;
            self.machines[at].is_stale = true;
        } else if merged.body.is_some() {
            self.machines[at].is_unsure = true;
        }
        if !overwritten.is_empty() {
            // The command sees the note of the click that it has overwritten, and merges again.
            self.counts.overwritten_clicks += 1;
            self.issue = sync::with_clicks(&self.issue, &overwritten);
            self.tell(|world| format!("a click was overwritten, again:\n{}", world.issue));
            judge::overwritten(self, &overwritten)?;
            return self.sync(at, Way::Both, None, false, Fault::None);
        }
        if is_written && way == Way::Both && merged.conflicts.is_empty() && self.random.percent(20) {
            self.is_at_rest(at)?;
        }
        Ok(())
    }

    /// What was just merged has nothing left to merge.
    fn is_at_rest(&mut self, at: usize) -> Result<(), String> {
        let again = self.merge(at, Way::Both, None, false)?.map_err(|error| error.to_string())?;
        let edits = with_document(&self.machines[at].file, |document| again.agreed.edits(document, self.now))?;
        if again.text.is_some() || again.body.is_some() || !edits.is_empty() || !again.conflicts.is_empty() {
            return Err(format!("not at rest: {again:#?} {edits:#?}"));
        }
        self.counts.quiet += 1;
        Ok(())
    }

    /// Merges both files until nothing changes; then all three show the same, or say why not.
    fn settle(&mut self) -> Result<(), String> {
        for round in 0..8 {
            let before = (self.issue.clone(), self.machines[0].file.clone(), self.machines[1].file.clone());
            for (at, side) in [(0, Side::File), (1, Side::Issue)] {
                self.now += Duration::seconds(1);
                self.sync(at, Way::Both, (round > 0).then_some(side), false, Fault::None)?;
            }
            if round > 0 && before == (self.issue.clone(), self.machines[0].file.clone(), self.machines[1].file.clone())
            {
                return self.is_settled();
            }
        }
        if self.counts.tangled > 0 { Ok(()) } else { Err("it never settles".to_owned()) }
    }

    fn is_settled(&self) -> Result<(), String> {
        if self.counts.tangled > 0 {
            return Ok(());
        }
        for (at, machine) in self.machines.iter().enumerate() {
            let merged = self.merge(at, Way::Both, None, false)?.map_err(|error| error.to_string())?;
            if !merged.conflicts.is_empty() {
                continue;
            }
            let seen = reading::values(&self.issue, &machine.titles);
            let is_kept = |key: &str| {
                merged.remarks.iter().any(|remark| matches!(remark, Remark::Kept { key: kept, .. } if kept == key))
            };
            for (key, value) in machine.shown.iter().filter(|(key, _)| !is_kept(key)) {
                if seen.get(key).is_some_and(|seen| seen != value) {
                    return Err(format!("{key} is {value:?} in a file and {:?} in the issue at the end", seen[key]));
                }
            }
        }
        Ok(())
    }
}

/// What goes wrong in a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// The file could not be written after the push.
    LostWrite,
    /// The push never arrived.
    LostRequest,
    /// Somebody clicked between reading and writing.
    OverwrittenClick,
}

fn any_mark(random: &mut Random, document: &Document<'_>, stamp: &Stamp) -> Option<Result<Marked, MarkError>> {
    let runbook = &document.runbook;
    let n_items: usize = runbook.checklists.iter().map(|list| list.items.len()).sum();
    let n_tasks = runbook.tasks.len();
    let at = random.below((n_items + n_tasks).max(1));
    if at < n_items {
        let mut items =
            runbook.checklists.iter().flat_map(|list| (0..list.items.len()).map(move |index| (list, index)));
        let (list, index) = items.nth(at)?;
        let reason = "no tenant".to_owned();
        let mark = match random.below(5) {
            0 | 1 => ItemMark::Done,
            2 => ItemMark::Blocked { reason },
            3 => ItemMark::NotApplicable { reason },
            _ => ItemMark::Reopen,
        };
        return Some(mark_item(document, list, index, &mark, stamp));
    }
    let task = runbook.tasks.get(at - n_items)?;
    let mark = match random.below(7) {
        0 | 1 => TaskMark::Start,
        2 => TaskMark::Pause,
        3 => TaskMark::Reopen,
        4 => TaskMark::Outcome(Outcome::Partial),
        5 => TaskMark::Outcome(Outcome::Failed),
        _ => TaskMark::Outcome(Outcome::Success),
    };
    let is_outcome = matches!(mark, TaskMark::Outcome(_));
    let details = TaskMarkDetails {
        duration: (is_outcome && random.percent(60)).then(|| TaskDuration::from_seconds(600)),
        count: (mark == TaskMark::Outcome(Outcome::Partial))
            .then(|| random.pick(&["1/2", "a|b, c", "(2) of [3]"]).to_owned()),
        note: (is_outcome && random.percent(20)).then(|| "12 groups *answer* 403".to_owned()),
    };
    let id = format!("tasks/{}", task.id.text);
    Some(mark_task(document, &route::task(at - n_items), &id, task, mark, &details, stamp))
}

/// Plays a history; says what is wrong, and how it came about.
fn play(seed: u64) -> Result<Counts, String> {
    let play = |is_told: bool| -> (Result<Counts, String>, Vec<String>) {
        let mut world = match World::published(seed, is_told) {
            Ok(world) => world,
            Err(error) => return (Err(error), Vec::new()),
        };
        let n_steps = 2 + world.random.below(8);
        let played = (0..n_steps).try_for_each(|_| world.step()).and_then(|()| world.settle());
        (played.map(|()| world.counts), world.story)
    };
    play(false).0.map_err(|error| format!("seed {seed}: {error}\n\n{}", play(true).1.join("\n\n")))
}

#[test]
fn random_histories_lose_no_mark_and_no_line_of_a_person() {
    #[expect(clippy::disallowed_methods, reason = "a longer search is asked for from outside")]
    let asked = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let (first, n_histories) = (asked("SYNC_SEED").unwrap_or(0), asked("SYNC_HISTORIES").unwrap_or(N_HISTORIES));
    let n_threads = 2;
    let played = thread::scope(|scope| {
        let thread = |at| move || (first + at..first + n_histories).step_by(n_threads).map(play).collect::<Vec<_>>();
        let threads: Vec<_> = (0..n_threads as u64).map(|at| scope.spawn(thread(at))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a history does not panic")).collect::<Vec<_>>()
    });
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for one in played {
        match one {
            Ok(one) => counts.add(one),
            Err(error) => failures.push(error),
        }
    }
    let first_lines: Vec<&str> = failures.iter().filter_map(|failure| failure.lines().next()).collect();
    if let Some(shortest) = failures.iter().min_by_key(|failure| failure.len()) {
        panic!("{} histories went wrong:\n{}\n\n{shortest}", failures.len(), first_lines.join("\n"));
    }
    // What never happens is not tested.
    let of = |n: usize| n * 1000 / counts.merges.max(1);
    let shares = [counts.pulls, counts.pushes, counts.conflicts, counts.lost_writes, counts.overwritten_clicks].map(of);
    assert!(n_histories < 100 || shares.iter().all(|share| *share > 0), "{counts:?}");
    assert!(of(counts.tangled) < 20, "too many texts cannot be merged: {counts:?}");
}

/// Returns what the merge reads of an issue, and what comrak sees; of entries with markers. Rows in tables of another kind
/// are known as such only to who knows what the file renders.
fn read_twice(issue: &str) -> [BTreeMap<String, String>; 2] {
    let seen = reading::values(issue, &BTreeMap::new());
    let is_stray = |key: &str| key.starts_with("tasks/") && !seen.contains_key(key);
    let ours = sync::initial(issue).base.into_iter().filter(|(key, _)| !is_stray(key)).collect();
    let without_blanks = |values: BTreeMap<String, String>| {
        values.into_iter().map(|(key, value)| (key, value.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
    };
    [ours, seen].map(without_blanks)
}

#[test]
fn what_is_read_of_an_issue_is_what_comrak_sees() {
    for seed in 0..300 {
        let mut world = World::published(seed, false).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        for _ in 0..5 {
            let [ours, seen] = read_twice(&world.issue);
            assert_eq!(ours, seen, "seed {seed}:\n{}", world.issue);
            world.people().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.merges += other.merges;
        self.pulls += other.pulls;
        self.pushes += other.pushes;
        self.conflicts += other.conflicts;
        self.tangled += other.tangled;
        self.lost_writes += other.lost_writes;
        self.overwritten_clicks += other.overwritten_clicks;
        self.quiet += other.quiet;
    }
}
