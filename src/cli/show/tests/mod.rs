//! What `runbook show` answers, from the text of a runbook and a time.

mod answer;
mod calls;
mod machine;
mod unattended;
mod way_back;

use expect_test::Expect;

use super::*;
use crate::{
    cli::{create::create_new, environment::Environment, settings::testing::settings_in, ui::testing},
    document::Source,
};

/// What is there before the call: the header, the contacts and the pre-call checklist.
const BEFORE: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  description: >-
    Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group below `acme` requires it.
  dri: '@john_doe'
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
  meeting_url: https://example.zoom.com/my/example.meeting
  gitlab_issue: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs
  platform: gitlab.com
  criticality: C3
  links: { ticket: 'https://support.example/tickets/123' }
contacts:
  gitlab:
    - { name: John Doe, handle: '@john_doe', role: Technical Execution, time_zone: America/Los_Angeles }
    - { name: Kiran Placeholder, handle: '@kiran_placeholder', role: Communication, time_zone: Asia/Kolkata }
    - { name: Morgan Sample, role: Support Manager, time_zone: Europe/Dublin, attends: false }
  customer:
    - { name: Pat Filler, role: IT Manager, time_zone: Europe/London }
    - { name: Toni Blank, role: Systems Engineer }
checklists:
  pre-call:
    - { id: inform, item: Inform `#support_gitlab-com` about the work, state: done }
    - { id: dry-run, item: Has a dry-run been performed before the call?, why: 'https://example.com/incident/12', required: true, state: blocked, reason: no staging tenant }
    - { id: action-logs, item: Do we have a way to create logs?, state: not-applicable, reason: the console logs }
  post-call:
    - { id: inform, item: Inform `#support_gitlab-com` about the completion }
";

/// The tasks, the rollback and a follow-up. The first task took two attempts, the second failed, the third is open.
const CALL: &str = "\
tasks:
  - { id: snapshot, task: Record the current setting of every group, owner: John Doe, planned: 15m, started_at: 2026-10-11T06:40:00Z, outcome: success, duration: 9m }
  - { id: sandbox, task: Apply to the sandbox subgroup, owner: John Doe, planned: 10m, started_at: 2026-10-11T06:50:00Z, outcome: failed, duration: 17m, note: an owner is locked out }
  - id: apply
    task: Apply to the remaining subgroups
    owner: John Doe
    planned: 1h15m
    waits: 8h
    command: |
      curl --silent --request PUT \\
        \"https://gitlab.com/api/v4/groups/$GROUP_ID?require_two_factor_authentication=true\"
    expect: HTTP 200 and `true`
    stop_if: more than 25 errors in a row
  - { id: update, task: Update the issue with the outcome, owner: Kiran Placeholder, planned: 10m }
rollback:
  plan: |
    Replay `before.csv`: for each row send the same PUT with the recorded values, and look at the answers as they come.

    Users who set up two-factor meanwhile keep it.
  planned: 1h15m
  point_of_no_return: apply
  confirmed_by: [{ region: APAC, handle: '@kiran_placeholder' }, { region: Amer, handle: '@john_doe' }]
  steps:
    - { id: replay, task: Replay the snapshot, planned: 1h }
    - { id: compare, task: Compare with the snapshot, planned: 15m, undoes: apply }
follow_ups: [{ what: Find owners for the 12 groups that answered 403, owner: '@john_doe', due: 2026-10-15, link: 'https://gitlab.example/1' }]
log:
  - { at: 2026-10-11T06:31:00Z, event: task, id: tasks/snapshot, from: open, to: started }
  - { at: 2026-10-11T06:36:00Z, event: task, id: tasks/snapshot, from: started, to: failed, duration: 5m }
  - { at: 2026-10-11T06:40:00Z, event: task, id: tasks/snapshot, from: failed, to: started }
  - { at: 2026-10-11T06:49:00Z, event: task, id: tasks/snapshot, from: started, to: success, duration: 9m }
  - { at: 2026-10-11T06:50:00Z, event: task, id: tasks/sandbox, from: open, to: started }
  - { at: 2026-10-11T07:07:00Z, event: task, id: tasks/sandbox, from: started, to: failed, duration: 17m, note: an owner is locked out }
";

/// Five calls in which the moves of a storage are looked after; its rollback needs half an hour of people.
const CALLS: &str = "\
version: 1
header:
  name: Acme - Move Storage Shards
  schedule_at: 2026-11-14 13:30 Asia/Kolkata
  window: 1h30m
  sessions:
    - { at: 2026-11-14 14:00 UTC, window: 30m }
    - { at: 2026-11-14 20:00 UTC, window: 10m }
    - { at: 2026-11-15 02:00 UTC, window: 30m }
    - { at: 2026-11-15 08:00 UTC, window: 1h30m }
tasks: [{ id: move, task: Move the projects, outcome: failed }, { id: trim, task: Take the disk away }]
rollback:
  planned: 30m
  point_of_no_return: trim
  steps: [{ task: Move them back, planned: 30m, waits: 24h }]
";

/// Shows a runbook at a time, with the hint.
#[track_caller]
fn check(yaml: &str, now: &str, expected: &Expect) {
    let source = Source::from_text("acme.yaml", yaml.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}"));
    let regions = ["APAC", "EMEA", "AMER"].map(str::to_owned);
    let now = now.parse().expect("a time");
    let view = View {
        document: &document,
        path: Path::new("runbooks/acme.yaml"),
        file: Some(Path::new("acme")),
        regions: &regions,
        now,
    };
    let hint = hint(&view).map(|hint| format!("---\nhint: {hint}\n"));
    expected.assert_eq(&format!("{}{}", text::of(&view, 80, false), hint.unwrap_or_default()));
}

/// Returns the sections from the one that begins so.
fn from(section: &str, yaml: &str, now: &str) -> String {
    let source = Source::from_text("acme.yaml", yaml.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}"));
    let view =
        View { document: &document, path: Path::new("-"), file: None, regions: &[], now: now.parse().expect("a time") };
    let text = text::of(&view, 80, false);
    let start = text.find(section).unwrap_or_else(|| panic!("no {section} in {text}"));
    text[start..].to_owned()
}

#[test]
fn the_only_unfinished_runbook_is_shown_and_the_hint_is_for_people() {
    let office = tempfile::tempdir().expect("temporary folder");
    std::fs::create_dir(office.path().join("runbooks")).expect("folder");
    create_new(&office.path().join("runbooks/acme.yaml"), BEFORE).expect("file");
    let context = Context {
        environment: Environment::default(),
        settings: settings_in(office.path(), &[]),
        now: "2026-10-11T04:25:00Z".parse().expect("a time"),
        by: None,
    };
    let shown = |format| {
        let (mut ui, out, said) = testing::ui(None);
        run(&context, &mut ui, &ShowArgs { runbook: None, format }).expect("shown");
        (out.text(), said.text())
    };
    let (out, said) = shown(AnswerFormat::Text);
    assert!(out.starts_with("Acme - Enforce 2FA on All Groups\n"));
    assert_eq!(said, "hint: then mark it: runbook check pre-call --accepted-by dry-run=@HANDLE\n");
    let (out, said) = shown(AnswerFormat::Json);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["rollback"], serde_json::Value::Null);
    assert_eq!(json["calls"][0]["starts_in_seconds"], 7500);
    assert_eq!(said, "");
}
