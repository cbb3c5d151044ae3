//! What happens in a history: marks, clicks, edits.

use std::sync::LazyLock;

use chrono::{DateTime, Duration, Utc};
use runbook::{
    document::{Document, route},
    marking::{ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails, mark_item, mark_task},
    model::{Outcome, TaskDuration},
    render::Templates,
    sync::{self, Click, Side, Way},
};

use super::{
    Counts, generate,
    machine::{Machine, edited, with_document},
    people::Person,
    syncing::Fault,
};
use crate::random::Random;

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

pub(super) struct World {
    pub(super) random: Random,
    pub(super) templates: &'static Templates,
    pub(super) machines: [Machine; 2],
    pub(super) issue: String,
    pub(super) clicks: Vec<Click>,
    pub(super) now: DateTime<Utc>,
    pub(super) n_words: usize,
    /// What happened, for the report of a failure.
    pub(super) story: Vec<String>,
    pub(super) is_told: bool,
    pub(super) counts: Counts,
}

impl World {
    pub(super) fn published(seed: u64, is_told: bool) -> Result<Self, String> {
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

    pub(super) fn tell(&mut self, what: impl FnOnce(&Self) -> String) {
        if self.is_told {
            let what = what(self);
            self.story.push(what);
        }
    }

    pub(super) fn step(&mut self) -> Result<(), String> {
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

    pub(super) fn click(&mut self) -> Result<(), String> {
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
    pub(super) fn people(&mut self) -> Result<(), String> {
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
