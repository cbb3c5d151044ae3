//! An issue that is written again: what was on its way when a run ended is told apart from what people did since.

use expect_test::expect;

use super::{Office, together::copy_of};
use crate::gitlab_server::{Fault, TOKEN};

const AGAIN: [&str; 3] = ["--yes", "--label", "Umbrella"];

/// Returns an office in which a mark arrived in the issue, and the run ended before it knew that.
#[track_caller]
fn with_a_lost_answer() -> Office {
    let office = Office::new();
    assert_eq!(office.publish(&AGAIN).status, 0);
    mark(&office);
    office.server.fail_at("PUT", Fault::LoseAnswer);
    office.server.fail_at("PUT", Fault::status(403, ""));
    let answer = office.publish(&AGAIN);
    assert_eq!(answer.status, 2, "{}", answer.text());
    assert!(office.server.issue(1).description.contains("- [x] Inform the channel"));
    assert!(office.file().contains("  state: sending\n"), "{}", office.file());
    office
}

#[track_caller]
fn mark(office: &Office) {
    let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
    assert_eq!(mark.status, 0, "{}", mark.text());
}

/// Saves the issue as the rich text editor does, which drops the markers.
fn drop_markers(office: &Office) {
    office.server.world(|world| {
        world.edit(1, "dana_example", |text| {
            text.split('\n')
                .map(|line| line.split("<!--").next().unwrap_or_default().trim_end())
                .collect::<Vec<_>>()
                .join("\n")
        });
    });
}

#[test]
fn what_publish_sent_and_did_not_note_is_overwritten_by_nobody_in_silence() {
    let sync: [&str; 2] = ["sync", "acme.yaml"];
    let publish = [&["publish", "acme.yaml", "--project", crate::gitlab_server::PROJECT][..], &AGAIN].concat();
    for has_markers in [true, false] {
        for command in [&sync[..], &publish] {
            let office = with_a_lost_answer();
            office.server.world(|world| world.click(1, "dana_example", "Inform the channel"));
            if !has_markers {
                drop_markers(&office);
            }
            let (issue, file) = (office.server.issue(1).description, office.file());
            let answer = office.run(TOKEN, command);
            let case = format!("markers: {has_markers}, {command:?}\n{}", answer.text());
            assert!(answer.status == 1 && answer.err.contains("pre-call/inform"), "{case}");
            assert_eq!((office.server.issue(1).description, office.file()), (issue, file), "{case}");
            let answer = office.run(TOKEN, &["sync", "acme.yaml", "--prefer", "issue"]);
            assert_eq!(answer.status, 0, "{case}{}", answer.text());
            assert!(office.server.issue(1).description.contains("- [ ] Inform the channel"), "{case}");
            assert!(office.file().contains("  state: live\n"), "{case}{}", office.file());
        }
    }
}

#[test]
fn what_somebody_took_back_after_another_copy_sent_it_is_not_sent_again_in_silence() {
    let office = Office::new();
    assert_eq!(office.publish(&AGAIN).status, 0);
    let other = copy_of(&office);
    for sandbox in [&office.sandbox, &other] {
        let mark = sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
        assert_eq!(mark.status, 0, "{}", mark.text());
    }
    let answer = office.publish_from(&other, &[]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    office.server.world(|world| world.click(1, "dana_example", "Inform the channel"));
    // This copy knows nothing of the tick that was sent, and the box is as it was when it last looked.
    let answer = office.publish(&AGAIN);
    assert!(answer.status == 1 && answer.err.contains("pre-call/inform"), "{}", answer.text());
    assert!(office.server.issue(1).description.contains("- [ ] Inform the channel"));
}

#[test]
fn what_arrived_without_an_answer_is_agreed_on_by_the_next_run() {
    let office = with_a_lost_answer();
    let answer = office.publish(&AGAIN);
    assert!(answer.status == 0 && answer.err.contains("nothing is sent"), "{}", answer.text());
    let file = office.file();
    assert!(file.contains("  state: live\n") && file.contains("  rev: 2\n"), "{file}");
    assert!(file.contains("pre-call/inform: \"x\"") || file.contains("pre-call/inform: x"), "{file}");
}

#[test]
fn what_did_not_arrive_is_sent_by_the_next_run() {
    let office = Office::new();
    assert_eq!(office.publish(&AGAIN).status, 0);
    mark(&office);
    office.server.fail_at("PUT", Fault::status(403, ""));
    assert_eq!(office.publish(&AGAIN).status, 2);
    assert!(office.file().contains("  state: sending\n"), "{}", office.file());
    // What somebody clicked meanwhile is theirs, and no conflict.
    office.server.world(|world| world.click(1, "dana_example", "Dry-run"));
    let answer = office.publish(&AGAIN);
    assert_eq!(answer.status, 0, "{}", answer.text());
    let text = office.server.issue(1).description;
    assert!(text.contains("- [x] Inform the channel") && text.contains("- [x] Dry-run on staging"), "{text}");
    assert!(office.file().contains("  state: live\n"), "{}", office.file());
}

#[test]
fn an_edit_in_the_moment_of_writing_is_said() {
    let office = Office::new();
    assert_eq!(office.publish(&AGAIN).status, 0);
    mark(&office);
    office.server.before("PUT", |world| world.edit(1, "dana_example", |text| format!("{text}\n\nRoom 7.")));
    let answer = office.publish(&AGAIN);
    assert_eq!(answer.status, 0, "{}", answer.text());
    assert!(answer.err.contains("@dana_example changed the text of the issue in the same moment"), "{}", answer.text());
}

/// Returns the log's entries of a file that say that the issue was hidden again.
fn hidden(file: &str) -> Vec<String> {
    file.lines().filter(|line| line.contains("made confidential again")).map(str::to_owned).collect()
}

#[test]
fn publish_and_sync_leave_the_same_trace_of_an_issue_that_others_could_read() {
    let commands: [&[&str]; 2] = [
        &["publish", "acme.yaml", "--project", crate::gitlab_server::PROJECT, "--yes"],
        &["sync", "acme.yaml", "--make-confidential"],
    ];
    let traces = commands.map(|command| {
        let office = Office::new();
        assert_eq!(office.publish(&["--yes"]).status, 0);
        office.server.world(|world| world.make_public(1, "dana_example"));
        let answer = office.run(TOKEN, command);
        assert_eq!(answer.status, 0, "{}", answer.text());
        assert!(office.server.issue(1).is_confidential, "{}", answer.text());
        // It stands in the timeline of the issue as well.
        assert!(office.server.issue(1).description.contains("made confidential again"), "{}", answer.text());
        hidden(&office.file())
    });
    expect![[r#"  - { at: 2026-10-11T07:00:00Z, by: "@john_doe", event: note, note: "the issue was visible to everybody who sees the project: @dana_example made it so on Sat 2026-11-21 10:00 UTC; made confidential again" }"#]].assert_eq(&traces[0].join("\n"));
    assert_eq!(traces[0], traces[1]);
}

#[test]
fn an_issue_that_is_made_visible_while_it_is_brought_up_to_date_leaves_the_same_trace() {
    let office = Office::new();
    assert_eq!(office.publish(&AGAIN).status, 0);
    mark(&office);
    // It was read for the plan, and is read once more before it is written.
    let n_requests = office.server.requests().len();
    office.server.click_at_number(n_requests + 5, |world| world.make_public(1, "dana_example"));
    let answer = office.publish(&AGAIN);
    assert_eq!(answer.status, 0, "{}", answer.text());
    assert!(answer.err.contains("@dana_example made it so"), "{}", answer.text());
    assert_eq!(hidden(&office.file()).len(), 1, "{}", office.file());
    let texts = office.server.issue(1).seen_by_all;
    assert!(texts.len() == 1 && !texts[0].contains("- [x] Inform"), "what others read is what was there: {texts:?}");
}
