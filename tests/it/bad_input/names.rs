//! Names that want to be more than the name of a runbook: `new` writes one file in its folder, or none.

use std::collections::BTreeSet;

use expect_test::expect;

use super::transcript;
use crate::sandbox::Sandbox;

/// Names that are no names; nothing is written for them.
const REFUSED: &[&str] = &[
    "",
    " ",
    "Acme",
    "Acme-Enforce",
    "Acme - ",
    " - Enforce",
    "CUSTOMER - Enforce",
    "Acme - two\nlines",
    "Acme - \u{1b}[2JEnforce",
    "Acme - tab\tEnforce",
    "- - -",
];

#[test]
fn a_name_without_customer_or_task_is_refused() {
    let sandbox = Sandbox::new();
    let words: Vec<[&str; 2]> = REFUSED.iter().map(|name| ["new", name]).collect();
    let words: Vec<&[&str]> = words.iter().map(|words| &words[..]).collect();
    expect![[r#"
        $ runbook new ""
        error: the name must have the form "CUSTOMER - REQUESTED TASK"
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new " "
        error: the name must have the form "CUSTOMER - REQUESTED TASK"
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new Acme
        error: the name must have the form "CUSTOMER - REQUESTED TASK"
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new Acme-Enforce
        error: the name must have the form "CUSTOMER - REQUESTED TASK"
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new "Acme - "
        error: the name must have the form "CUSTOMER - REQUESTED TASK"
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new " - Enforce"
        error: the name must have the form "CUSTOMER - REQUESTED TASK"
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new "CUSTOMER - Enforce"
        error: `CUSTOMER` stands for the customer's name
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new "Acme - two\nlines"
        error: the name must be one line
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new "Acme - \u{1b}[2JEnforce"
        error: the name holds a control character
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new "Acme - tab\tEnforce"
        error: the name holds a control character
        help: for example "Acme - Enforce 2FA on All Groups"
        status 2

        $ runbook new "- - -"
        error: unexpected argument '- ' found

          tip: to pass '- ' as a value, use '-- - '

        Usage: runbook new [OPTIONS] <NAME>

        For more information, try '--help'.
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[], &words));
    assert!(sandbox.names(".").is_empty());
}

#[test]
fn whatever_the_name_the_file_stays_in_its_folder() {
    let long = format!("Acme - {}", "Enforce everything ".repeat(16));
    let wide = format!("Acme - {}", "確認".repeat(150));
    for (name, file) in [
        ("../../x - y", "x-y.yaml"),
        ("/etc/passwd - y", "etc-passwd-y.yaml"),
        ("..\\..\\x - y", "x-y.yaml"),
        ("con - x", "con-x.yaml"),
        ("Con - .", "con-runbook.yaml"),
        ("- rf - x", "rf-x.yaml"),
        (".hidden - x", "hidden-x.yaml"),
        ("~ - $(id) `id` ${HOME} ; rm -rf *", "id-id-home-rm-rf.yaml"),
        ("Ünïted Ärzte - größe", "united-arzte-grosse.yaml"),
        (&long, "acme-enforce-everything-enforce-everything-enforce-everything-enforce-everything.yaml"),
        (&wide, "acme.yaml"),
        ("A\u{202e}cme - \u{200b}Enforce", "a-cme-enforce.yaml"),
        ("Acme - # not: [a, {comment}] & *x !y |", "acme-not-a-comment-x-y.yaml"),
        ("Acme - 'it''s' \"quoted\" \\n", "acme-it-s-quoted-n.yaml"),
        ("null - true", "null-true.yaml"),
        ("{{ name }} - {% x %}", "name-x.yaml"),
    ] {
        let sandbox = Sandbox::new();
        let answer = sandbox.run(["new", "--", name]);
        assert_eq!(answer.status, 0, "{name:?}: {}", answer.text());
        assert_eq!(sandbox.names("runbooks"), [file], "{name:?}");
        assert_eq!(sandbox.names("."), ["runbooks"], "{name:?}");
        // It is a runbook of that name, and never written over.
        let shown = sandbox.run(["log", &format!("runbooks/{file}"), "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&shown.out).expect("JSON");
        assert_eq!(json["runbook"], name.trim(), "{}", shown.text());
        let before = sandbox.text(format!("runbooks/{file}"));
        let again = sandbox.run(["new", "--", name]);
        assert_eq!(again.status, 2, "{}", again.text());
        assert!(again.err.contains("is there already"), "{}", again.err);
        assert_eq!(sandbox.text(format!("runbooks/{file}")), before);
    }
}

#[test]
fn a_name_that_makes_no_file_name_needs_one() {
    let sandbox = Sandbox::new();
    expect![[r#"
        $ runbook new "確認 - 確認"
        error: no file name can be made of this name
        help: say one: --output runbooks/acme-enforce-2fa.yaml
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[], &[&["new", "確認 - 確認"]]));
    let there: BTreeSet<String> = sandbox.names(".").into_iter().collect();
    assert!(there.is_empty() || there == BTreeSet::from(["runbooks".to_owned()]), "{there:?}");
    let answer = sandbox.run(["new", "確認 - 確認", "-o", "kakunin.yaml"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
}

#[test]
fn what_is_filled_in_stays_text() {
    let sandbox = Sandbox::new();
    let hostile = "a: b # c\n- d\n{e: [f\t\"g' \\ \u{1b} \u{202e} <ROLLBACK_PLAN> %}";
    let answer =
        sandbox.run(["new", "Acme - Work", "--description", hostile, "--set", &format!("ROLLBACK_PLAN={hostile}")]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    let shown = sandbox.run(["show", "acme", "--format", "json"]);
    assert_eq!(shown.status, 0, "{}", shown.text());
    let json: serde_json::Value = serde_json::from_str(&shown.out).expect("JSON");
    let text = json.to_string();
    let written = serde_json::to_string(hostile).expect("JSON");
    let n_texts = text.matches(written.trim_matches('"')).count();
    assert!(n_texts >= 2, "{text}\n{}", sandbox.text("runbooks/acme-work.yaml"));
    let refused = sandbox.run(["new", "Beta - Work", "--dri", hostile]);
    assert_eq!(refused.status, 2, "{}", refused.text());
    assert!(refused.err.contains("is no name"), "{}", refused.err);
}
