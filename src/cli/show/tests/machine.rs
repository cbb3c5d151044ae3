//! The answer for machines.

use expect_test::expect;

use super::*;

#[test]
fn a_machine_gets_the_same() {
    let yaml = format!("{}{CALL}", BEFORE.replace("state: blocked", "state: done"));
    let source = Source::from_text("acme.yaml", yaml).expect("text");
    let document = Document::parse(&source).expect("a runbook");
    let regions = ["APAC".to_owned(), "EMEA".to_owned()];
    let now = "2026-10-11T07:10:00Z".parse().expect("a time");
    let view = View { document: &document, path: Path::new("acme.yaml"), file: None, regions: &regions, now };
    let (tasks, steps) = (tasks::found(&view, false), tasks::found(&view, true));
    let text = serde_json::to_string_pretty(&json::of(&view, &tasks, &steps)).expect("JSON");
    expect![[r#"
        {
          "version": 1,
          "runbook": "Acme - Enforce 2FA on All Groups",
          "path": "acme.yaml",
          "kind": "support-assisted",
          "blueprint": false,
          "example": false,
          "now": "2026-10-11T07:10:00Z",
          "description": "Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group below `acme` requires it.",
          "dri": "@john_doe",
          "calls": [
            {
              "schedule_at": "2026-10-10 23:30 America/Los_Angeles",
              "starts_at": "2026-10-11T06:30:00Z",
              "ends_at": "2026-10-11T09:30:00Z",
              "window": "3h",
              "starts_in_seconds": -2400,
              "current": true
            }
          ],
          "meeting_url": "https://example.zoom.com/my/example.meeting",
          "gitlab_issue": "https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs",
          "issue": null,
          "platform": "gitlab.com",
          "criticality": "C3",
          "links": {
            "ticket": "https://support.example/tickets/123"
          },
          "closed": null,
          "people": [
            {
              "side": "gitlab",
              "name": "John Doe",
              "handle": "@john_doe",
              "role": "Technical Execution",
              "attends": true,
              "time_zone": "America/Los_Angeles",
              "local": {
                "starts_at": "2026-10-10T23:30:00-07:00",
                "ends_at": "2026-10-11T02:30:00-07:00",
                "weekday": "Saturday",
                "day_shift": 0,
                "odd_hours": [
                  "night",
                  "weekend"
                ]
              }
            },
            {
              "side": "gitlab",
              "name": "Kiran Placeholder",
              "handle": "@kiran_placeholder",
              "role": "Communication",
              "attends": true,
              "time_zone": "Asia/Kolkata",
              "local": {
                "starts_at": "2026-10-11T12:00:00+05:30",
                "ends_at": "2026-10-11T15:00:00+05:30",
                "weekday": "Sunday",
                "day_shift": 1,
                "odd_hours": [
                  "weekend"
                ]
              }
            },
            {
              "side": "gitlab",
              "name": "Morgan Sample",
              "handle": null,
              "role": "Support Manager",
              "attends": false,
              "time_zone": "Europe/Dublin",
              "local": {
                "starts_at": "2026-10-11T07:30:00+01:00",
                "ends_at": "2026-10-11T10:30:00+01:00",
                "weekday": "Sunday",
                "day_shift": 1,
                "odd_hours": [
                  "early",
                  "weekend"
                ]
              }
            },
            {
              "side": "customer",
              "name": "Pat Filler",
              "handle": null,
              "role": "IT Manager",
              "attends": true,
              "time_zone": "Europe/London",
              "local": {
                "starts_at": "2026-10-11T07:30:00+01:00",
                "ends_at": "2026-10-11T10:30:00+01:00",
                "weekday": "Sunday",
                "day_shift": 1,
                "odd_hours": [
                  "early",
                  "weekend"
                ]
              }
            },
            {
              "side": "customer",
              "name": "Toni Blank",
              "handle": null,
              "role": "Systems Engineer",
              "attends": true,
              "time_zone": null,
              "local": null
            }
          ],
          "checklists": [
            {
              "id": "pre-call",
              "title": "Pre-call checklist",
              "decided": 3,
              "of": 3,
              "undecided": []
            },
            {
              "id": "post-call",
              "title": "Post-call checklist",
              "decided": 0,
              "of": 1,
              "undecided": [
                {
                  "number": 1,
                  "id": "inform",
                  "item": "Inform `#support_gitlab-com` about the completion",
                  "state": "open",
                  "required": false,
                  "reason": null
                }
              ]
            }
          ],
          "tasks": [
            {
              "number": "1",
              "id": "tasks/snapshot",
              "task": "Record the current setting of every group",
              "state": "success",
              "owner": "John Doe",
              "planned": "15m",
              "duration": "9m",
              "count": null,
              "note": null,
              "started_at": "2026-10-11T06:40:00Z",
              "command": null,
              "expect": null,
              "stop_if": null,
              "attempts": [
                "failed (5m)",
                "success (9m)"
              ],
              "actual": "14m",
              "waits": null,
              "unattended_until": null
            },
            {
              "number": "2",
              "id": "tasks/sandbox",
              "task": "Apply to the sandbox subgroup",
              "state": "failed",
              "owner": "John Doe",
              "planned": "10m",
              "duration": "17m",
              "count": null,
              "note": "an owner is locked out",
              "started_at": "2026-10-11T06:50:00Z",
              "command": null,
              "expect": null,
              "stop_if": null,
              "attempts": [
                "failed (17m)"
              ],
              "actual": "17m",
              "waits": null,
              "unattended_until": null
            },
            {
              "number": "3",
              "id": "tasks/apply",
              "task": "Apply to the remaining subgroups",
              "state": "open",
              "owner": "John Doe",
              "planned": "1h15m",
              "duration": null,
              "count": null,
              "note": null,
              "started_at": null,
              "command": "curl --silent --request PUT \\\n  \"https://gitlab.com/api/v4/groups/$GROUP_ID?require_two_factor_authentication=true\"\n",
              "expect": "HTTP 200 and `true`",
              "stop_if": "more than 25 errors in a row",
              "attempts": [],
              "actual": null,
              "waits": "8h",
              "unattended_until": null
            },
            {
              "number": "4",
              "id": "tasks/update",
              "task": "Update the issue with the outcome",
              "state": "open",
              "owner": "Kiran Placeholder",
              "planned": "10m",
              "duration": null,
              "count": null,
              "note": null,
              "started_at": null,
              "command": null,
              "expect": null,
              "stop_if": null,
              "attempts": [],
              "actual": null,
              "waits": null,
              "unattended_until": null
            }
          ],
          "sums": {
            "planned": "1h50m",
            "actual": "31m",
            "left": "1h25m",
            "waits": "8h"
          },
          "rollback": {
            "planned": "1h15m",
            "waits": null,
            "latest_start": "2026-10-11T08:15:00Z",
            "latest_start_call": 1,
            "latest_start_local": "2026-10-11T01:15:00-07:00",
            "latest_start_in_seconds": 3900,
            "point_of_no_return": "apply",
            "past_return": false,
            "confirmed_by": [
              {
                "region": "APAC",
                "handle": "@kiran_placeholder"
              },
              {
                "region": "Amer",
                "handle": "@john_doe"
              }
            ],
            "unconfirmed_regions": [
              "EMEA"
            ],
            "plan": "Replay `before.csv`: for each row send the same PUT with the recorded values, and look at the answers as they come.\n\nUsers who set up two-factor meanwhile keep it.\n",
            "link": null,
            "irreversible": null,
            "steps": [
              {
                "number": "r1",
                "id": "rollback/replay",
                "task": "Replay the snapshot",
                "state": "open",
                "owner": null,
                "planned": "1h",
                "duration": null,
                "count": null,
                "note": null,
                "started_at": null,
                "command": null,
                "expect": null,
                "stop_if": null,
                "attempts": [],
                "actual": null,
                "waits": null,
                "unattended_until": null
              },
              {
                "number": "r2",
                "id": "rollback/compare",
                "task": "Compare with the snapshot",
                "state": "open",
                "owner": null,
                "planned": "15m",
                "duration": null,
                "count": null,
                "note": null,
                "started_at": null,
                "command": null,
                "expect": null,
                "stop_if": null,
                "attempts": [],
                "actual": null,
                "waits": null,
                "unattended_until": null
              }
            ],
            "sums": {
              "planned": "1h15m",
              "actual": null,
              "left": "1h15m",
              "waits": null
            }
          },
          "follow_ups": [
            {
              "what": "Find owners for the 12 groups that answered 403",
              "owner": "@john_doe",
              "due": "2026-10-15",
              "link": "https://gitlab.example/1"
            }
          ],
          "next": {
            "kind": "task",
            "id": "tasks/sandbox",
            "number": "2",
            "text": "Apply to the sandbox subgroup",
            "state": "failed",
            "command": null,
            "mark": "runbook task 2 start --file acme.yaml"
          }
        }"#]].assert_eq(&text);
}
