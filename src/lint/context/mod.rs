//! What a rule sees of a runbook, and how it reports.

mod readable;

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use chrono::{DateTime, Utc};

use super::{
    Options, Rule, Team,
    allow::Allows,
    place::{TaskPlace, route_at},
    report::Report,
    secrets::{self, Secret},
};
use crate::{
    document::{Document, Node, Problem, Route, route},
    model::{Call, Checklist, ChecklistItem, Contact, Kind, Runbook, Task},
};

use readable::{is_table, readable};

/// What a rule sees: a document, what could not be read of it, and the time.
///
/// The model may be a part of what stands in the file. A rule asks [`is_missing`](Self::is_missing) before it says that
/// something is not there.
#[derive(Debug)]
pub struct LintContext<'a> {
    document: &'a Document<'a>,
    problems: &'a [Problem],
    /// Where the problems are, in the order of the text.
    places: Vec<Range<usize>>,
    options: &'a Options,
    allows: Allows<'a>,
    rule: &'static Rule,
    tasks: Vec<(usize, &'a Task)>,
    steps: Vec<(usize, &'a Task)>,
    secrets: OnceCell<Vec<Secret>>,
    reports: Vec<Report>,
}

impl<'a> LintContext<'a> {
    pub(super) fn new(
        document: &'a Document<'a>,
        problems: &'a [Problem],
        options: &'a Options,
        rule: &'static Rule,
    ) -> Self {
        let nodes = |list: Option<&'a Node<'a>>| list.map_or(&[][..], Node::items);
        let rollback = document.tree.root.get("rollback");
        let runbook = &document.runbook;
        let mut places: Vec<Range<usize>> = problems.iter().map(|problem| problem.range.clone()).collect();
        places.sort_unstable_by_key(|place| place.start);
        Self {
            tasks: readable(&runbook.tasks, nodes(document.tree.root.get("tasks"))),
            steps: readable(runbook.steps(), nodes(rollback.and_then(|rollback| rollback.get("steps")))),
            document,
            problems,
            places,
            options,
            allows: Allows::of(document),
            rule,
            secrets: OnceCell::new(),
            reports: Vec::new(),
        }
    }

    pub(super) fn enter(&mut self, rule: &'static Rule) {
        self.rule = rule;
    }

    /// Returns the allow comments.
    pub(super) const fn allows(&self) -> &Allows<'a> {
        &self.allows
    }

    /// Returns the rules in allow comments that keep nothing back of what was reported so far.
    pub(super) fn idle_allows(&self) -> Vec<(Range<usize>, String)> {
        for report in &self.reports {
            self.allows.allow(self.document, report);
        }
        let is_on = |rule: &Rule| rule.can_be_allowed() && self.options.levels.level(rule).is_some();
        let idle = self.allows.idle().filter(|(_, rule)| is_on(rule));
        idle.map(|(named, _)| (named.range.clone(), named.name.to_owned())).collect()
    }

    /// Returns what was reported and is not allowed, and the secrets that it must not show.
    pub(super) fn finish(self) -> (Vec<Report>, Vec<Secret>) {
        let mut reports = self.reports;
        if !self.allows.all.is_empty() {
            reports.retain(|report| !self.allows.allow(self.document, report));
        }
        if reports.is_empty() {
            return (reports, Vec::new());
        }
        let text = self.document.source.text();
        (reports, self.secrets.into_inner().unwrap_or_else(|| secrets::find(text)))
    }

    /// Returns the document.
    #[must_use]
    pub const fn document(&self) -> &'a Document<'a> {
        self.document
    }

    /// Returns what could be read of the runbook.
    #[must_use]
    pub const fn runbook(&self) -> &'a Runbook {
        &self.document.runbook
    }

    /// Returns the text of the file.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.document.source.text()
    }

    /// Returns the secrets in the text, comments and keys included.
    pub(super) fn secrets(&self) -> &[Secret] {
        self.secrets.get_or_init(|| secrets::find(self.text()))
    }

    /// Returns the time of the check.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.options.now
    }

    /// Returns what the team agreed on.
    #[must_use]
    pub const fn team(&self) -> &'a Team {
        &self.options.team
    }

    /// Returns the tasks that could be read, each with its index in the file.
    #[must_use]
    pub fn tasks(&self) -> Vec<(usize, &'a Task)> {
        self.tasks.clone()
    }

    /// Returns the rollback steps that could be read, each with its index in the file.
    #[must_use]
    pub fn steps(&self) -> &[(usize, &'a Task)] {
        &self.steps
    }

    /// Returns the tasks and rollback steps that could be read, each with its route.
    pub fn tasks_and_steps(&self) -> impl Iterator<Item = (TaskPlace, &'a Task)> + use<'a> {
        let tasks = self.tasks.clone().into_iter().map(|(index, task)| (TaskPlace::Task(index), task));
        tasks.chain(self.steps.clone().into_iter().map(|(index, step)| (TaskPlace::Step(index), step)))
    }

    /// Returns the contacts that could be read, GitLab's first, each with its route.
    pub fn contacts(&self) -> impl Iterator<Item = (Route, &'a Contact)> + use<'a> {
        let contacts = &self.document.runbook.contacts;
        let of_side = |side: &'static str, contacts: &'a [Contact]| {
            let list = self.document.tree.root.get("contacts").and_then(|contacts| contacts.get(side));
            let contacts = readable(contacts, list.map_or(&[][..], Node::items));
            contacts.into_iter().map(move |(index, contact)| (route::contact(side, index), contact))
        };
        of_side("gitlab", &contacts.gitlab).chain(of_side("customer", &contacts.customer))
    }

    /// Returns the scheduled call and the further sessions, in the order of the file, each with the route to its time.
    #[must_use]
    pub fn calls(&self) -> Vec<(Route, Call)> {
        let header = &self.document.runbook.header;
        let scheduled = header.schedule_at.map(|at| (route::header("schedule_at"), Call { at, window: header.window }));
        let sessions = route::header("sessions");
        // Routes count what stands in the file.
        let read = if self.is_read_in_full(&sessions) { &header.sessions[..] } else { &[] };
        let further = read.iter().enumerate().filter_map(|(index, session)| {
            let call = Call { at: session.at?, window: session.window };
            Some((sessions.clone().index(index).key("at"), call))
        });
        scheduled.into_iter().chain(further).collect()
    }

    /// Returns whether the runbook is finished; what prepares a call has nothing to say then.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.document.is_absent(&Route::top().key("closed"))
    }

    /// Returns the items of all checklists that could be read, each with its checklist and its index.
    pub fn items(&self) -> impl Iterator<Item = (&'a Checklist, usize, &'a ChecklistItem)> + use<'a> {
        let document = self.document;
        let all_readable = self.problems.is_empty();
        document.runbook.checklists.iter().flat_map(move |checklist| {
            let items = checklist.items.iter().enumerate();
            let items = items.filter(move |(index, _)| {
                all_readable || document.node(&document.item_route(&checklist.id, *index)).is_some_and(is_table)
            });
            items.map(move |(index, item)| (checklist, index, item))
        })
    }

    /// Returns the route to an item of a checklist.
    #[must_use]
    pub fn item_route(&self, checklist: &Checklist, index: usize) -> Route {
        self.document.item_route(&checklist.id, index)
    }

    /// Returns the route to the innermost value that holds a byte, or begins or ends there.
    #[must_use]
    pub fn route_at(&self, at: usize) -> Route {
        route_at(self.document, at)
    }

    /// Reports a problem at a route. The rule's summary is the message; `label` is what stands beside the caret.
    pub fn report(&mut self, route: Route, label: impl Into<Cow<'static, str>>) -> &mut Report {
        self.push(route, Some(label.into()))
    }

    /// Reports a problem that was found while the file was read.
    pub(super) fn report_problem(&mut self, rule: &'static Rule, problem: &Problem) {
        self.enter(rule);
        let route = route_at(self.document, problem.range.start);
        let report = self.push(route, None);
        report.range(problem.range.clone()).message(problem.message.clone());
        report.help = problem.help.clone().map(Cow::Owned);
        report.also = problem.also.clone().map(|(range, what)| (range, what.into()));
    }

    fn push(&mut self, route: Route, label: Option<Cow<'static, str>>) -> &mut Report {
        let at = self.reports.len();
        self.reports.push(Report {
            rule: self.rule,
            route,
            range: None,
            message: self.rule.summary.into(),
            label,
            help: None,
            also: None,
            level: None,
            detail: None,
            fix: None,
        });
        &mut self.reports[at]
    }

    /// Returns the kind, unless what stands there is no kind.
    pub(super) fn kind(&self) -> Option<Kind> {
        let kind = self.runbook().kind;
        let written = self.document.tree.root.get("kind").and_then(Node::text).filter(|text| !text.is_empty());
        written.is_none_or(|written| written == kind.word()).then_some(kind)
    }
}
