//! What is said on a call may hold a token that somebody pasted; it does not get into the file.

use crate::sandbox::Sandbox;

const ACME: &str = "\
version: 1
header: { name: Acme - Work, dri: \"@john_doe\" }
checklists: { pre-call: [{ id: dry-run, item: Dry run }] }
tasks: [{ id: apply, task: Apply }]
x-known: https://dana:wxyzabcd8@example.com
";

#[test]
fn a_secret_in_a_mark_is_refused_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", ACME);
    let said = "see https://dana:wxyzabcd9@example.com";
    let marks: [&[&str]; 5] = [
        &["note", said],
        &["task", "apply", "failed", "5m", "--note", said],
        &["check", "pre-call", "--blocked", &format!("dry-run={said}")],
        &["follow-up", said],
        &["set", "header.description", said],
    ];
    for mark in marks {
        let answer = sandbox.run(mark.iter().chain(&["-f", "acme.yaml"]));
        assert_eq!(answer.status, 1, "{mark:?}: {}", answer.err);
        assert!(answer.err.contains("error: this holds what looks like a password"), "{}", answer.err);
        assert!(!answer.err.contains("wxyzabcd9"), "{}", answer.err);
        assert_eq!(sandbox.text("acme.yaml"), ACME);
    }
}

#[test]
fn a_secret_that_stands_there_already_stops_no_mark() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", ACME);
    let answer = sandbox.run(["note", "again: https://dana:wxyzabcd8@example.com", "-f", "acme.yaml"]);
    assert_eq!(answer.status, 0, "{}", answer.err);
}
