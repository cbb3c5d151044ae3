//! A file and its issue are merged: what goes which way, and what people wrote stays.

use std::{fmt::Write as _, sync::LazyLock};

use chrono::{DateTime, Duration, Utc};
use expect_test::{Expect, expect};
use runbook::{
    document::{Document, Edit, Source, apply, route},
    marking::{Stamp, TaskMark, TaskMarkDetails, mark_task, undo},
    model::{Outcome, TaskDuration},
    render::{IssueOptions, Templates, issue},
    sync::{self, Click, Conflict, MergeError, Merged, Merging, Remark, Side, Way},
};

use similar::{ChangeTag, TextDiff};

const RUNBOOK: &str = "\
version: 1
header: { name: Acme - Enforce 2FA }
checklists:
  pre-call:
    - { id: inform, item: \"Inform `#support`\" }
    - { id: dry-run, item: \"Has a *dry-run* been performed?\", required: true }
    - { id: logs, item: Logs are on, state: done }
  post-call:
    - { id: inform, item: \"Inform `#support`\" }
tasks:
  - { id: confirm, task: Confirm the state, planned: 15m }
  - { id: apply, task: Apply, planned: 1h, command: \"Group.all\" }
sync: { issue: https://gitlab.example/a/b/-/issues/7, id: rb7f3k2m9q, state: live, rev: 1, at: 2026-10-10T12:00:00Z }
";

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

/// A file and its issue.
#[derive(Clone)]
struct Pair {
    file: String,
    issue: String,
    now: DateTime<Utc>,
    clicks: Vec<Click>,
    way: Way,
    prefer: Option<Side>,
    restore: bool,
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn with_document<T>(text: &str, then: impl FnOnce(&Document<'_>) -> T) -> T {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    then(&document)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    apply(&source, edits).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

impl Pair {
    /// Publishes a runbook.
    fn published(file: &str) -> Self {
        let now = time("2026-10-11T06:00:00Z");
        let options = IssueOptions { quick_actions: false };
        let body = with_document(file, |document| issue(&document.runbook, &TEMPLATES, &options));
        let body = body.expect("an issue");
        let agreed = sync::initial(&body);
        let edits = with_document(file, |document| agreed.edits(document, now));
        let file = edited(file, &edits);
        let now = now + Duration::minutes(1);
        Self { file, issue: body, now, clicks: Vec::new(), way: Way::Both, prefer: None, restore: false }
    }

    /// Changes the issue.
    #[track_caller]
    fn edit(mut self, from: &str, to: &str) -> Self {
        assert!(self.issue.contains(from), "{from:?} is not in the issue:\n{}", self.issue);
        self.issue = self.issue.replacen(from, to, 1);
        self
    }

    /// Changes the file.
    #[track_caller]
    fn type_(mut self, from: &str, to: &str) -> Self {
        assert!(self.file.contains(from), "{from:?} is not in the file:\n{}", self.file);
        self.file = self.file.replacen(from, to, 1);
        self
    }

    fn merge(&self) -> Result<Merged, MergeError> {
        with_document(&self.file, |document| {
            sync::merge(&Merging {
                document,
                templates: &TEMPLATES,
                issue: &self.issue,
                clicks: &self.clicks,
                saved: None,
                now: self.now,
                way: self.way,
                prefer: self.prefer,
                restore: self.restore,
            })
        })
    }

    /// Carries a merge out.
    fn carry_out(&mut self, merged: &Merged) {
        if let Some(text) = &merged.text {
            self.file.clone_from(text);
        }
        if let Some(body) = &merged.body {
            self.issue = body.trim_end().to_owned();
        }
        let edits = with_document(&self.file, |document| merged.agreed.edits(document, self.now));
        self.file = edited(&self.file, &edits);
        self.now += Duration::minutes(10);
    }

    /// Merges, says what comes of it, and carries it out.
    #[track_caller]
    fn check(mut self, expected: Expect) -> Self {
        let before = self.clone();
        let merged = match self.merge() {
            Ok(merged) => merged,
            Err(error) => {
                expected.assert_eq(&format!("{error}\n"));
                return self;
            }
        };
        self.carry_out(&merged);
        let mut said = describe(&merged);
        let without_bookkeeping = |text: &str| {
            let lines = text.lines().filter(|line| !line.starts_with("sync:") && !line.starts_with("  lines:"));
            lines.map(|line| format!("{line}\n")).collect::<String>()
        };
        for line in changed_lines(&without_bookkeeping(&before.file), &without_bookkeeping(&self.file)) {
            writeln!(said, "file {line}").expect("text");
        }
        for line in changed_lines(&before.issue, &self.issue) {
            writeln!(said, "issue {line}").expect("text");
        }
        expected.assert_eq(&said);
        if merged.conflicts.is_empty() && self.way == Way::Both {
            let again = self.merge().expect("what was merged can be merged");
            assert!(again.body.is_none() && again.text.is_none(), "not at rest: {again:#?}");
            let edits = with_document(&self.file, |document| again.agreed.edits(document, self.now));
            assert_eq!(edits, [], "not at rest");
        }
        self
    }
}

fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (format!("{}\n", old.trim_end()), format!("{}\n", new.trim_end()));
    let diff = TextDiff::from_lines(&old, &new);
    let changes = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        Some(format!("{sign}{}", change.value().trim_end_matches('\n')))
    });
    changes.collect()
}

fn describe(merged: &Merged) -> String {
    let mut said = String::new();
    for pull in &merged.pulls {
        let by = pull.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        let wants = pull.wants.iter().map(|want| format!("; {want}")).collect::<String>();
        writeln!(said, "pull {} {:?} -> {:?}{by}: {}{wants}", pull.key, pull.from, pull.to, pull.said).expect("text");
    }
    for push in &merged.pushes {
        writeln!(said, "push {} {:?} -> {:?}", push.key, push.from, push.to).expect("text");
    }
    for conflict in &merged.conflicts {
        match conflict {
            Conflict::Entry { key, base, file, issue, .. } => {
                writeln!(said, "conflict {key}: base {base:?}, file {file:?}, issue {issue:?}").expect("text");
            }
            Conflict::Refused { key, file, issue, reason, .. } => {
                writeln!(said, "conflict {key}: file {file:?}, issue {issue:?}: {reason}").expect("text");
            }
            Conflict::Text { line, file, issue } => {
                writeln!(said, "conflict at line {line}: file {file:#?}, issue {issue:#?}").expect("text");
            }
        }
    }
    for remark in &merged.remarks {
        match remark {
            Remark::Missing { key, .. } => writeln!(said, "missing {key}"),
            other => writeln!(said, "{other:?}"),
        }
        .expect("text");
    }
    said
}

fn pair() -> Pair {
    Pair::published(RUNBOOK)
}

#[test]
fn nothing_changed_is_nothing_to_do() {
    pair().check(expect![""]);
    let mut crlf = pair();
    crlf.issue = crlf.issue.replace('\n', "\r\n");
    crlf.check(expect![""]);
}

fn click(item: &str, is_done: bool, by: &str, at: &str) -> Click {
    Click { item: item.to_owned(), is_done, by: Some(by.to_owned()), at: time(at) }
}

#[test]
fn a_tick_in_the_web_page_becomes_a_mark_with_who_and_when() {
    let mut ticked = pair().edit("- [ ] Inform", "- [x] Inform");
    let item = "Inform `#support` <!-- rb:pre-call.inform -->";
    ticked.clicks = vec![
        click(item, true, "@john_doe", "2026-10-11T06:00:10Z"),
        click(item, false, "@john_doe", "2026-10-11T06:00:20Z"),
        click(item, true, "@jane_smith", "2026-10-11T06:00:30Z"),
        click("Inform", true, "@dana_example", "2026-10-11T06:00:40Z"),
    ];
    ticked.check(expect![[r#"
        pull pre-call/inform " " -> "x" by @jane_smith: Marked pre-call/inform as done
        file -    - { id: inform, item: "Inform `#support`" }
        file +    - { id: inform, item: "Inform `#support`", state: done }
        file +log:
        file +  - { at: 2026-10-11T06:00:30Z, recorded: 2026-10-11T06:01:00Z, by: "@jane_smith", event: item, id: pre-call/inform, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:00 | \@jane_smith | Done: Inform `#support`<br>recorded 06:01 UTC |
        issue +
        issue +</details>
    "#]]);
    // Without a note nobody knows who it was.
    pair().edit("- [x] Logs", "- [ ] Logs").check(expect![[r#"
        pull pre-call/logs "x" -> " ": Marked pre-call/logs as open
        file -    - { id: logs, item: Logs are on, state: done }
        file +    - { id: logs, item: Logs are on, state: open }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/logs, from: done, to: open }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Open again: Logs are on |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn boxes_are_read_as_gitlab_reads_them() {
    pair().edit("- [ ] Has a", "- [X] Has a").check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
    pair().edit("- [ ] Has a", "- [\u{a0}] Has a").check(expect![""]);
    pair().edit("- [ ] Has a", "- [~] Has a").check(expect![[r#"
        pull pre-call/dry-run " " -> "~": Marked pre-call/dry-run as not applicable; nobody said why pre-call/dry-run does not apply: runbook check dry-run --not-applicable "…"
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: not-applicable }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: not-applicable }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +  - **Not applicable:** no reason given
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Not applicable: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
    pair()
        .edit("- [ ] Has a", "- [~] Has a")
        .edit("  - **Required:** yes", "  - **Not applicable:** There is *no* `staging`\n  - **Required:** yes")
        .check(expect![[r#"
            pull pre-call/dry-run " " -> "~": Marked pre-call/dry-run as not applicable: There is *no* `staging`
            file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
            file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: not-applicable, reason: There is *no* `staging` }
            file +log:
            file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: not-applicable, reason: There is *no* `staging` }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:01 |  | Not applicable: Has a *dry-run* been performed?<br>reason: There is *no* `staging` |
            issue +
            issue +</details>
        "#]]);
}

#[test]
fn a_blocked_item_that_is_ticked_is_done() {
    pair()
        .type_("required: true", "required: true, state: blocked, reason: no tenant")
        .check(expect![[r#"
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +  - **Blocked:** no tenant
        "#]])
        .edit("- [ ] Has a", "- [x] Has a")
        .check(expect![[r#"
            pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
            file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: blocked, reason: no tenant }
            file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
            file +log:
            file +  - { at: 2026-10-11T06:11:00Z, event: item, id: pre-call/dry-run, from: blocked, to: done, was: { reason: no tenant } }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
            issue -  - **Blocked:** no tenant
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:11 |  | Done: Has a *dry-run* been performed? |
            issue +
            issue +</details>
        "#]]);
}

#[test]
fn a_mark_in_the_file_goes_to_its_line() {
    pair().type_("required: true", "required: true, state: done").check(expect![[r#"
        push pre-call/dry-run Some(" ") -> Some("x")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
    "#]]);
    pair().type_("task: Apply", "task: Apply, outcome: partial, count: 3/4, duration: 45m, note: slow").check(expect![
        [r#"
            push tasks/apply Some("|") -> Some("Partial (3/4) | 45m")
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
            issue +| Apply <!-- rb:tasks.apply --> | Partial (3/4) | 45m | 1h |
            issue -<details><summary>Task 2: command</summary>
            issue +<details><summary>Task 2: command, note</summary>
            issue +- **Note:** slow
        "#]
    ]);
    let mut pull_only = pair().type_("required: true", "required: true, state: done").edit("- [x] Logs", "- [ ] Logs");
    let mut push_only = pull_only.clone();
    pull_only.way = Way::Pull;
    pull_only.check(expect![[r#"
        pull pre-call/logs "x" -> " ": Marked pre-call/logs as open
        push pre-call/dry-run Some(" ") -> Some("x")
        NotPushed { keys: ["pre-call/dry-run"] }
        file -    - { id: logs, item: Logs are on, state: done }
        file +    - { id: logs, item: Logs are on, state: open }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/logs, from: done, to: open }
    "#]]);
    push_only.way = Way::Push;
    push_only.check(expect![[r#"
        push pre-call/dry-run Some(" ") -> Some("x")
        NotPulled { keys: ["pre-call/logs"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
    "#]]);
}

#[test]
fn different_changes_are_a_conflict_until_somebody_decides() {
    let both = pair()
        .type_("required: true", "required: true, state: not-applicable, reason: small")
        .edit("- [ ] Has a", "- [x] Has a");
    both.clone().check(expect![[r#"
        conflict pre-call/dry-run: base Some(" "), file Some("~"), issue "x"
    "#]]);
    let mut file = both.clone();
    file.prefer = Some(Side::File);
    file.check(expect![[r#"
        push pre-call/dry-run Some("x") -> Some("~")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +- [~] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Not applicable:** small
    "#]]);
    let mut issue = both;
    issue.prefer = Some(Side::Issue);
    issue.check(expect![[r#"
        pull pre-call/dry-run "~" -> "x": Marked pre-call/dry-run as done
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: not-applicable, reason: small }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: not-applicable, to: done, was: { reason: small } }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn the_same_change_on_both_sides_is_agreed() {
    pair().type_("required: true", "required: true, state: done").edit("- [ ] Has a", "- [x] Has a").check(expect![""]);
}

#[test]
fn lost_markers_come_back_and_entries_are_found_by_their_texts() {
    pair().edit(" <!-- rb:pre-call.inform -->", "").edit("- [ ] Inform", "* [x] Inform").check(expect![[r#"
        pull pre-call/inform " " -> "x": Marked pre-call/inform as done
        MarkersLost { n_entries: 1 }
        file -    - { id: inform, item: "Inform `#support`" }
        file +    - { id: inform, item: "Inform `#support`", state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/inform, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -* [x] Inform `#support`
        issue +* [x] Inform `#support` <!-- rb:pre-call.inform -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Inform `#support` |
        issue +
        issue +</details>
    "#]]);
    let mut rewritten = pair();
    rewritten.issue = rewritten
        .issue
        .lines()
        .filter(|line| !line.starts_with("<!--"))
        .map(|line| {
            let line = line.split(" <!--").next().unwrap_or_default().to_owned()
                + if line.starts_with('|') && line.contains("<!--") {
                    line.split("-->").nth(1).unwrap_or_default()
                } else {
                    ""
                };
            line.replace("- [", "* [")
                .replace("| ", "|   ")
                .replace("--- |", "---------|")
                .replace("*dry-run*", "_dry\\-run_")
                + "\n"
        })
        .collect();
    rewritten.edit("* [ ] Has", "* [x] Has").check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        MarkersLost { n_entries: 6 }
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -* [ ] Inform `#support`
        issue -* [x] Has a _dry\-run_ been performed?
        issue +* [ ] Inform `#support` <!-- rb:pre-call.inform -->
        issue +* [x] Has a _dry\-run_ been performed? <!-- rb:pre-call.dry-run -->
        issue -* [x] Logs are on
        issue +* [x] Logs are on <!-- rb:pre-call.logs -->
        issue -|   Confirm the state |    |    |   15m |
        issue -|   Apply |    |    |   1h |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |    |    |   15m |
        issue +| Apply <!-- rb:tasks.apply --> |    |    |   1h |
        issue -* [ ] Inform `#support`
        issue +* [ ] Inform `#support` <!-- rb:post-call.inform -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn a_deleted_item_stays_away_until_it_is_restored() {
    let deleted = pair()
        .edit("- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->\n  - **Required:** yes\n", "")
        .check(expect![[r#"
            missing pre-call/dry-run
        "#]]);
    let mut marked =
        deleted.type_("required: true", "required: true, state: blocked, reason: no tenant").check(expect![[r#"
            missing pre-call/dry-run
        "#]]);
    marked.restore = true;
    marked.check(expect![[r#"
        Restored { key: "pre-call/dry-run", title: "Has a dry-run been performed?" }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Blocked:** no tenant
        issue +  - **Required:** yes
    "#]]);
    let row = "| Apply <!-- rb:tasks.apply --> |  |  | 1h |\n";
    let mut row = pair().edit(row, "").check(expect![[r#"
        missing tasks/apply
    "#]]);
    row.restore = true;
    row.check(expect![[r#"
        Restored { key: "tasks/apply", title: "Apply" }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
    "#]]);
}

#[test]
fn what_people_add_stays_and_is_named() {
    pair()
        .edit("- [x] Logs", "- [ ] Call Morgan Sample\n- [x] Logs")
        .edit("## Runbook - Tasks\n", "A sentence.\n\n/etc/passwd is no command\n\n## Runbook - Tasks\n")
        .edit("</details>", "</details>\n\n> Quoted")
        .check(expect![[r#"
            Foreign { line: 22, text: "Call Morgan Sample", is_done: false }
        "#]])
        .type_("item: Logs are on, state: done", "item: Logs are on")
        .check(expect![[r#"
            push pre-call/logs Some("x") -> Some(" ")
            Foreign { line: 22, text: "Call Morgan Sample", is_done: false }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -- [x] Logs are on <!-- rb:pre-call.logs -->
            issue +- [ ] Logs are on <!-- rb:pre-call.logs -->
        "#]]);
}

#[test]
fn a_wording_stays_where_it_was_changed() {
    pair().edit("*dry-run* been performed", "rehearsal been held").edit("| Apply ", "| Apply all ").check(expect![[r#"
        Wording { key: "pre-call/dry-run", line: 20, issue: "Has a rehearsal been held?", file: "Has a dry-run been performed?", is_kept: true }
        Wording { key: "tasks/apply", line: 29, issue: "Apply all | 1h", file: "Apply | 1h", is_kept: true }
    "#]]);
    pair()
        .type_("task: Apply", "task: Apply everything")
        .type_("Logs are on", "Logs are *on*")
        .edit("- [x] Logs", "- [ ] Logs")
        .check(expect![[r#"
            pull pre-call/logs "x" -> " ": Marked pre-call/logs as open
            file -    - { id: logs, item: Logs are *on*, state: done }
            file +    - { id: logs, item: Logs are *on*, state: open }
            file +log:
            file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/logs, from: done, to: open }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
            issue +| Apply everything <!-- rb:tasks.apply --> |  |  | 1h |
            issue -Apply
            issue +Apply everything
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:01 |  | Open again: Logs are *on* |
            issue +
            issue +</details>
        "#]]);
}

#[test]
fn a_marker_that_stands_twice_counts_once() {
    pair()
        .edit("## Post-call", "## Copy\n\n- [x] Inform `#support` <!-- rb:pre-call.inform -->\n\n## Post-call")
        .edit("- [ ] Inform", "- [ ] Inform")
        .check(expect![[r#"
            Duplicate { key: "pre-call/inform", line: 48 }
        "#]]);
}

#[test]
fn an_item_that_became_an_issue_of_its_own_stays_one() {
    pair().edit("- [ ] Has a *dry-run* been performed?", "- [x] #12+").check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
    pair().edit("- [ ] Has a *dry-run* been performed?", "- #12+").check(expect![[r#"
        NoBox { key: "pre-call/dry-run", line: 20 }
    "#]]);
}

#[test]
fn a_section_that_is_moved_stays_where_it_is_put() {
    let mut moved = pair();
    let at = moved.issue.find("## Pre-call").expect("the section");
    let end = moved.issue.find("## Runbook").expect("the section");
    let section: String = moved.issue.drain(at..end).collect();
    moved.issue.push_str(&format!("\n{}", section.replace("- [ ] Has", "- [x] Has")));
    moved.type_("task: Apply", "task: Apply, outcome: success, duration: 5m").check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        push tasks/apply Some("|") -> Some("Success | 5m")
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> | Success | 5m | 1h |
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
        issue +
    "#]]);
}

#[test]
fn cells_that_people_edit_become_marks_if_they_are_understood() {
    let row = "| Apply <!-- rb:tasks.apply --> |  |  |";
    pair().edit(row, "| Apply <!-- rb:tasks.apply --> | Success | 9m |").check(expect![[r#"
        pull tasks/apply "|" -> "Success | 9m": Marked tasks/apply as success, 9m; `tasks/confirm`, which comes before it, has no outcome yet
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: success, duration: 9m }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: success, duration: 9m }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Success: Apply (9m) |
        issue +
        issue +</details>
    "#]]);
    pair().edit(row, "|Apply <!-- rb:tasks.apply -->|failed|").check(expect![[r#"
        pull tasks/apply "|" -> "failed | 1h": Marked tasks/apply as failed, 1h; a task that is failed is better with a note: --note "…"; `tasks/confirm`, which comes before it, has no outcome yet
        Wording { key: "tasks/apply", line: 29, issue: "Apply | ", file: "Apply | 1h", is_kept: true }
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: failed, duration: 1h }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: failed, duration: 1h }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -|Apply <!-- rb:tasks.apply -->|failed| 1h |
        issue +|Apply <!-- rb:tasks.apply -->| Failed | 1h |
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Failed: Apply (1h) |
        issue +
        issue +</details>
    "#]]);
    pair().edit(row, "| Apply <!-- rb:tasks.apply --> | done!! |  |").check(expect![[r#"
        conflict tasks/apply: file "|", issue "done!! |": its cells are not understood: write Success, Partial (2/3), Failed or Skipped, and 1h15m
    "#]]);
    let mut unclear = pair().edit(row, "| Apply <!-- rb:tasks.apply --> | done!! |  |");
    unclear.prefer = Some(Side::File);
    unclear.check(expect![[r#"
        push tasks/apply Some("done!! |") -> Some("|")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> | done!! |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
    "#]]);
    pair()
        .type_("task: Apply", "task: Apply, outcome: failed, duration: 5m")
        .check(expect![[r#"
            push tasks/apply Some("|") -> Some("Failed | 5m")
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
            issue +| Apply <!-- rb:tasks.apply --> | Failed | 5m | 1h |
        "#]])
        .edit("| Failed | 5m |", "| Failed (5m), Success (9m) | 14m |")
        .check(expect![[r#"
            pull tasks/apply "Failed | 5m" -> "Failed (5m), Success (9m) | 14m": Marked tasks/apply as success, 9m
            file -  - { id: apply, task: Apply, outcome: failed, duration: 5m, planned: 1h, command: "Group.all" }
            file +  - { id: apply, task: Apply, outcome: success, duration: 9m, planned: 1h, command: "Group.all" }
            file +log:
            file +  - { at: 2026-10-11T06:11:00Z, event: task, id: tasks/apply, from: failed, to: success, duration: 9m, was: { duration: 5m } }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
            issue -| Apply <!-- rb:tasks.apply --> | Failed (5m), Success (9m) | 14m | 1h |
            issue +| Apply <!-- rb:tasks.apply --> | Success | 9m | 1h |
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:11 |  | Success: Apply (9m) |
            issue +
            issue +</details>
        "#]])
        .edit("| Success | 9m |", "|  |  |")
        .check(expect![[r#"
            pull tasks/apply "Success | 9m" -> "|": Reopened tasks/apply; what it was stays in the log
            file -  - { id: apply, task: Apply, outcome: success, duration: 9m, planned: 1h, command: "Group.all" }
            file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
            file +  - { at: 2026-10-11T06:21:00Z, event: undo, id: tasks/apply, from: success, to: failed }
            file +  - { at: 2026-10-11T06:21:00Z, event: task, id: tasks/apply, from: failed, to: open, was: { duration: 5m } }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=4 -->
            issue -| 2026-10-11 06:11 |  | Success: Apply (9m) |
            issue +| 2026-10-11 06:11 |  | Success: Apply (9m) (taken back) |
            issue +| 2026-10-11 06:21 |  | Taken back from success to failed: Apply |
            issue +| 2026-10-11 06:21 |  | Open again: Apply |
        "#]]);
}

#[test]
fn columns_that_people_add_stay() {
    let added = pair()
        .edit(
            "| Task | Outcome | Duration | Planned |\n| --- | --- | --- | --- |",
            "| Task | Outcome | Ours | Duration | Planned |\n| --- | --- | --- | --- | --- |",
        )
        .edit("| Apply <!-- rb:tasks.apply --> |  |  | 1h |", "| Apply <!-- rb:tasks.apply --> |  | look! |  | 1h |")
        .edit(
            "| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |",
            "| Confirm the state <!-- rb:tasks.confirm --> | | | | 15m |",
        );
    added.type_("task: Apply", "task: Apply, outcome: success, duration: 5m").check(expect![[r#"
        push tasks/apply Some("|") -> Some("Success | 5m")
        Otherwise { line: 26, file: ["| Task | Outcome | Duration | Planned |", "| --- | --- | --- | --- |"], issue: ["| Task | Outcome | Ours | Duration | Planned |", "| --- | --- | --- | --- | --- |"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> |  | look! |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> | Success | look! | 5m | 1h |
    "#]]);
}

#[test]
fn entries_are_added_removed_and_renamed_in_the_file() {
    pair().type_("    - { id: logs", "    - { id: new, item: A new one }\n    - { id: logs").check(expect![[r#"
        push pre-call/new None -> Some(" ")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +- [ ] A new one <!-- rb:pre-call.new -->
    "#]]);
    let removed = "    - { id: logs, item: Logs are on, state: done }\n";
    pair().type_(removed, "").check(expect![[r#"
        push pre-call/logs Some("x") -> None
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
    "#]]);
    pair().type_(removed, "").edit("- [x] Logs", "- [ ] Logs").check(expect![[r#"
        conflict pre-call/logs: base Some("x"), file None, issue " "
    "#]]);
    let mut kept = pair().type_(removed, "").edit("- [x] Logs", "- [ ] Logs");
    kept.prefer = Some(Side::Issue);
    kept.check(expect![""]);
    pair().type_("id: logs", "id: action-logs").check(expect![[r#"
        push pre-call/action-logs None -> Some("x")
        push pre-call/logs Some("x") -> None
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +- [x] Logs are on <!-- rb:pre-call.action-logs -->
    "#]]);
    pair().type_("id: apply, task: Apply", "id: apply, task: Apply, owner: John Doe").check(expect![[r#"
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Task | Outcome | Duration | Planned |
        issue -| --- | --- | --- | --- |
        issue -| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +| Task | Outcome | Duration | Owner | Planned |
        issue +| --- | --- | --- | --- | --- |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |  |  |  | 15m |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | John Doe | 1h |
    "#]]);
}

#[test]
fn texts_of_the_file_are_changed_in_the_issue() {
    pair().type_("name: Acme - Enforce 2FA", "name: Acme - Enforce 2FA, dri: \"@john_doe\"").check(expect![[r#"
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| DRI |  |
        issue +| DRI | @john_doe |
    "#]]);
    let both = pair()
        .type_("header: { name: Acme - Enforce 2FA", "header: { name: Acme - Enforce 2FA on all")
        .edit("| Runbook name | Acme - Enforce 2FA |", "| Runbook name | Acme - 2FA |");
    both.clone().check(expect![[r#"
        conflict at line 5: file [
            "| Runbook name | Acme - Enforce 2FA on all |",
        ], issue [
            "| Runbook name | Acme - 2FA |",
        ]
    "#]]);
    let mut file = both.clone();
    file.prefer = Some(Side::File);
    file.check(expect![[r#"
        Dropped { lines: ["| Runbook name | Acme - 2FA |"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Runbook name | Acme - 2FA |
        issue +| Runbook name | Acme - Enforce 2FA on all |
    "#]]);
    let mut issue = both;
    issue.prefer = Some(Side::Issue);
    issue.check(expect![[r#"
        Otherwise { line: 5, file: ["| Runbook name | Acme - Enforce 2FA on all |"], issue: ["| Runbook name | Acme - 2FA |"] }
    "#]]);
}

#[test]
fn a_closed_runbook_takes_no_marks() {
    pair()
        .type_("sync:", "closed: { at: 2026-10-11T06:00:00Z, result: aborted, note: Called off }\nsync:")
        .check(expect![[r#"
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +| Closed | aborted, 2026-10-11 06:00 UTC<br>Called off |
        "#]])
        .edit("- [ ] Has a", "- [x] Has a")
        .check(expect![[r#"
            conflict pre-call/dry-run: file " ", issue "x": the runbook is closed
        "#]]);
}

#[test]
fn a_code_block_that_a_person_opens_swallows_no_entry() {
    pair().edit("- [x] Logs", "```\n- [x] Logs").check(expect![[r#"
        missing pre-call/logs
        missing tasks/confirm
        missing tasks/apply
        missing post-call/inform
    "#]]);
    pair()
        .edit("Group.all\n```\n", "Group.all\nGroup.first\n```\n\nA word\n")
        .type_("Group.all", "Group.all.count")
        .check(expect![[r#"
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -Group.all
            issue +Group.all.count
        "#]]);
}

#[test]
fn an_issue_without_anything_of_ours_is_kept_below() {
    let mut foreign = pair();
    foreign.issue = "What the customer wrote:\n\n- [x] Theirs".to_owned();
    foreign.file = RUNBOOK.to_owned();
    foreign.check(expect![[r#"
        push pre-call/inform None -> Some(" ")
        push pre-call/dry-run None -> Some(" ")
        push pre-call/logs None -> Some("x")
        push tasks/confirm None -> Some("|")
        push tasks/apply None -> Some("|")
        push post-call/inform None -> Some(" ")
        Foreign { line: 3, text: "Theirs", is_done: true }
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +**Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.
        issue +
        issue +| Runbook name | Acme - Enforce 2FA |
        issue +| --- | --- |
        issue +| Runbook description |  |
        issue +| DRI |  |
        issue +| Schedule at |  |
        issue +| Meeting URL |  |
        issue +| GitLab Issue |  |
        issue +
        issue +## GitLab - Contacts
        issue +
        issue +None yet.
        issue +
        issue +## Pre-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:pre-call.inform -->
        issue +- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Required:** yes
        issue +- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +
        issue +## Runbook - Tasks
        issue +
        issue +| Task | Outcome | Duration | Planned |
        issue +| --- | --- | --- | --- |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +
        issue +<details><summary>Task 2: command</summary>
        issue +
        issue +Apply
        issue +
        issue +```
        issue +Group.all
        issue +```
        issue +
        issue +
        issue +</details>
        issue +
        issue +## Rollback plan
        issue +
        issue +None yet.
        issue +
        issue +## Post-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:post-call.inform -->
        issue +
    "#]]);
    let mut emptied = pair();
    emptied.issue = String::new();
    let mut emptied = emptied.check(expect![[r#"
        missing pre-call/inform
        missing pre-call/dry-run
        missing pre-call/logs
        missing tasks/confirm
        missing tasks/apply
        missing post-call/inform
    "#]]);
    emptied.restore = true;
    emptied.check(expect![[r#"
        Restored { key: "pre-call/inform", title: "Inform #support" }
        Restored { key: "pre-call/dry-run", title: "Has a dry-run been performed?" }
        Restored { key: "pre-call/logs", title: "Logs are on" }
        Restored { key: "tasks/confirm", title: "Confirm the state" }
        Restored { key: "tasks/apply", title: "Apply" }
        Restored { key: "post-call/inform", title: "Inform #support" }
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +**Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.
        issue +
        issue +| Runbook name | Acme - Enforce 2FA |
        issue +| --- | --- |
        issue +| Runbook description |  |
        issue +| DRI |  |
        issue +| Schedule at |  |
        issue +| Meeting URL |  |
        issue +| GitLab Issue |  |
        issue +
        issue +## GitLab - Contacts
        issue +
        issue +None yet.
        issue +
        issue +## Pre-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:pre-call.inform -->
        issue +- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Required:** yes
        issue +- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +
        issue +## Runbook - Tasks
        issue +| Task | Outcome | Duration | Planned |
        issue +| --- | --- | --- | --- |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +
        issue +<details><summary>Task 2: command</summary>
        issue +
        issue +Apply
        issue +
        issue +```
        issue +Group.all
        issue +```
        issue +
        issue +
        issue +</details>
        issue +
        issue +## Rollback plan
        issue +
        issue +None yet.
        issue +
        issue +## Post-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:post-call.inform -->
    "#]]);
}

#[test]
fn the_issue_of_another_runbook_is_left_alone() {
    pair().edit("id=rb7f3k2m9q", "id=rbother").check(expect![[r#"
        the issue belongs to another runbook: its marker says `rbother`, the file `rb7f3k2m9q`
    "#]]);
}

#[test]
fn an_issue_without_a_base_is_merged_where_it_says_the_same() {
    let mut pasted = pair().edit("- [ ] Has a", "- [x] Has a").edit("## Runbook", "Theirs\n\n## Runbook");
    pasted.file = RUNBOOK.to_owned();
    pasted.clone().check(expect![[r#"
        conflict pre-call/dry-run: base None, file Some(" "), issue "x"
    "#]]);
    pasted.prefer = Some(Side::Issue);
    pasted.check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn a_push_from_another_computer_is_pulled() {
    let a = pair();
    let mut b = a.clone().type_("task: Apply", "task: Apply, outcome: failed, duration: 5m").check(expect![[r#"
        push tasks/apply Some("|") -> Some("Failed | 5m")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> | Failed | 5m | 1h |
    "#]]);
    let mut a = Pair { issue: b.issue.clone(), ..a };
    a = a.check(expect![[r#"
        pull tasks/apply "|" -> "Failed | 5m": Marked tasks/apply as failed, 5m; a task that is failed is better with a note: --note "…"; `tasks/confirm`, which comes before it, has no outcome yet
        PushedFromElsewhere { issue: 2, file: 1 }
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: failed, duration: 5m }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: failed, duration: 5m }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Failed: Apply (5m) |
        issue +
        issue +</details>
    "#]]);
    b.issue = a.issue.clone();
    b.check(expect![[r#"
        PushedFromElsewhere { issue: 3, file: 2 }
    "#]]);
}

#[test]
fn a_lost_write_after_a_push_loses_no_later_change() {
    let mut lost = pair().type_("required: true", "required: true, state: done");
    let merged = lost.merge().expect("a merge");
    lost.issue = merged.body.expect("a push");
    lost.now += Duration::minutes(1);
    lost.clone().check(expect![[r#"
        PushedFromElsewhere { issue: 2, file: 1 }
    "#]]);
    // Somebody unticks it in the issue, where the base still says that it was never ticked.
    let mut unticked = lost.clone().edit("- [x] Has a", "- [ ] Has a");
    let item = "Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->";
    unticked.clicks = vec![
        click(item, true, "@john_doe", "2026-10-11T06:01:00Z"),
        click(item, false, "@jane_smith", "2026-10-11T06:10:00Z"),
    ];
    unticked.check(expect![[r#"
        conflict pre-call/dry-run: base Some(" "), file Some("x"), issue " "
        PushedFromElsewhere { issue: 2, file: 1 }
    "#]]);
    // Or the file is marked open again.
    let reopened = lost.type_("required: true, state: done", "required: true").type_(
        "sync:",
        "log:\n  - { at: 2026-10-11T06:05:00Z, event: item, id: pre-call/dry-run, from: done, to: open }\nsync:",
    );
    reopened.check(expect![[r#"
        conflict pre-call/dry-run: base Some(" "), file Some(" "), issue "x"
        PushedFromElsewhere { issue: 2, file: 1 }
    "#]]);
}

#[test]
fn an_attempt_that_was_taken_back_does_not_come_back_from_another_computer() {
    let mark = |file: &str, mark: TaskMark, duration: &str, now: DateTime<Utc>| {
        let stamp = Stamp { at: now, recorded: None, by: Some("@john_doe".to_owned()) };
        let details = TaskMarkDetails { duration: TaskDuration::parse(duration).ok(), ..TaskMarkDetails::default() };
        let edits = with_document(file, |document| {
            let task = &document.runbook.tasks[1];
            mark_task(document, &route::task(1), "tasks/apply", task, mark, &details, &stamp).expect("a mark").edits
        });
        edited(file, &edits)
    };
    let take_back = |file: &str, now: DateTime<Utc>| {
        let stamp = Stamp { at: now, recorded: None, by: Some("@john_doe".to_owned()) };
        edited(file, &with_document(file, |document| undo(document, &stamp).expect("a mark").edits))
    };
    let mut one = pair();
    one.file = mark(&one.file, TaskMark::Outcome(Outcome::Failed), "5m", one.now);
    one.file = mark(&one.file, TaskMark::Outcome(Outcome::Success), "9m", one.now);
    let merged = one.merge().expect("a merge");
    one.carry_out(&merged);
    let mut other = Pair { issue: one.issue.clone(), now: one.now, ..pair() };
    let merged = other.merge().expect("a merge");
    other.carry_out(&merged);
    assert!(other.issue.contains("| Failed (5m), Success (9m) | 14m |"), "{}", other.issue);
    // The second attempt was another task's.
    one.issue.clone_from(&other.issue);
    one.file = take_back(&one.file, one.now);
    let merged = one.merge().expect("a merge");
    one.carry_out(&merged);
    other.issue.clone_from(&one.issue);
    let other = other.check(expect![[r#"
        pull tasks/apply "Failed (5m), Success (9m) | 14m" -> "Failed | 5m": Took back that tasks/apply is success; it is failed again
        PushedFromElsewhere { issue: 4, file: 3 }
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: success, duration: 9m }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: failed, duration: 5m }
        file +  - { at: 2026-10-11T06:21:00Z, event: undo, id: tasks/apply, from: success, to: failed }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=4 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=5 -->
        issue -| 2026-10-11 06:11 |  | Success: Apply (9m) |
        issue +| 2026-10-11 06:11 |  | Success: Apply (9m) (taken back) |
        issue +| 2026-10-11 06:21 |  | Taken back from success to failed: Apply |
    "#]]);
    assert!(other.issue.contains("| Failed | 5m |"), "{}", other.issue);
}

#[test]
fn who_decides_for_the_issue_gets_what_it_shows() {
    let row = "| Apply <!-- rb:tasks.apply --> |  |  |";
    let mut decided = pair()
        .type_("task: Apply", "task: Apply, outcome: success, duration: 10m")
        .type_("sync:", "log:\n  - { at: 2026-10-11T05:00:00Z, event: task, id: tasks/apply, from: open, to: started }\n  - { at: 2026-10-11T05:10:00Z, event: task, id: tasks/apply, from: started, to: success, duration: 10m, was: { started_at: 2026-10-11T05:00:00Z } }\nsync:")
        .edit(row, "| Apply <!-- rb:tasks.apply --> | Partial (1/2) |  |");
    decided.prefer = Some(Side::Issue);
    decided.check(expect![[r#"
        pull tasks/apply "Success | 10m" -> "Partial (1/2) |": Marked tasks/apply as partial; no duration yet: give the same mark again with one, such as 10m; a task that is partial is better with a note: --note "…"; `tasks/confirm`, which comes before it, has no outcome yet
        file -  - { id: apply, task: Apply, outcome: success, duration: 10m, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: partial, count: 1/2 }
        file +  - { at: 2026-10-11T06:01:00Z, event: undo, id: tasks/apply, from: success, to: started }
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: started, to: open, was: { started_at: 2026-10-11T05:00:00Z } }
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: partial, count: 1/2 }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 05:00 |  | Started: Apply |
        issue +| 2026-10-11 05:10 |  | Success: Apply (10m) (taken back) |
        issue +| 2026-10-11 06:01 |  | Taken back from success to started: Apply |
        issue +| 2026-10-11 06:01 |  | Open again: Apply |
        issue +| 2026-10-11 06:01 |  | Partial: Apply (1/2) |
        issue +
        issue +</details>
    "#]]);
    // Also where it only lacks a figure: then nobody asks again.
    let mut shorter = pair()
        .type_("task: Apply", "task: Apply, outcome: success, duration: 10m")
        .edit(row, "| Apply <!-- rb:tasks.apply --> | Success |  |");
    shorter.prefer = Some(Side::Issue);
    shorter.check(expect![[r#"
        pull tasks/apply "Success | 10m" -> "Success |": Marked tasks/apply as success; no duration yet: give the same mark again with one, such as 10m; `tasks/confirm`, which comes before it, has no outcome yet
        file -  - { id: apply, task: Apply, outcome: success, duration: 10m, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: success }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: success, to: open, was: { duration: 10m } }
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: success }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Open again: Apply |
        issue +| 2026-10-11 06:01 |  | Success: Apply |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn a_row_that_a_list_has_swallowed_is_restored_once() {
    for line in ["- [ ] an item of ours", "- a bullet of ours"] {
        let mut swallowed = pair().edit("| Confirm the state <!--", &format!("{line}\n| Confirm the state <!--"));
        swallowed.restore = true;
        let merged = swallowed.merge().expect("a merge");
        swallowed.carry_out(&merged);
        assert_eq!(swallowed.issue.matches("<!-- rb:tasks.confirm -->").count(), 1, "{}", swallowed.issue);
        assert_eq!(swallowed.issue.matches(line).count(), 1, "{}", swallowed.issue);
    }
}

#[test]
fn what_a_person_writes_beside_the_marker_of_the_runbook_stays() {
    pair()
        .edit("rev=1 -->", "rev=1 --> Read this first.")
        .check(expect![[r#""#]])
        .type_("required: true", "required: true, state: done")
        .check(expect![[r#"
            push pre-call/dry-run Some(" ") -> Some("x")
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 --> Read this first.
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 --> Read this first.
            issue -- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
            issue +- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        "#]]);
}

#[test]
fn what_both_agree_on_holds_although_the_rest_never_arrives() {
    let mut lost = pair()
        .type_("required: true", "required: true, state: done")
        .edit("- [ ] Has a", "- [x] Has a")
        .type_("state: done }\n  post-call", "state: open }\n  post-call");
    let merged = lost.merge().expect("a merge");
    assert!(merged.body.is_some(), "{merged:?}");
    lost.file = merged.text.expect("a file");
    lost.now += Duration::minutes(1);
    lost.edit("- [x] Has a", "- [ ] Has a").check(expect![[r#"
        pull pre-call/dry-run "x" -> " ": Marked pre-call/dry-run as open
        push pre-call/logs Some("x") -> Some(" ")
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: open }
        file +log:
        file +  - { at: 2026-10-11T06:02:00Z, event: item, id: pre-call/dry-run, from: done, to: open }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +- [ ] Logs are on <!-- rb:pre-call.logs -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:02 |  | Open again: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
}
