//! Files that have another name, are no runbook, or were none.

use expect_test::expect;

use super::*;

#[test]
fn a_file_that_was_renamed_is_new_or_is_gone_is_told_as_such() {
    let sandbox = repository();
    sandbox.write("runbooks/gone.yaml", "version: 1\nheader: { name: Beta - Work }\ntasks: [{ task: One }]\n");
    sandbox.write("runbooks/other.yaml", "- id: acme\n");
    sandbox.commit();
    sandbox.git(&["mv", "runbooks/acme.yaml", "runbooks/acme-2fa.yaml"]);
    change(&sandbox, "runbooks/acme-2fa.yaml", "planned: 45m", "planned: 50m");
    sandbox.git(&["rm", "--quiet", "runbooks/gone.yaml"]);
    sandbox.write("runbooks/other.yaml", "- id: beta\n");
    sandbox.write(
        "runbooks/new.yaml",
        "version: 1\nheader: { name: Gamma - Move }\ntasks: [{ task: Move, planned: 2h }]\n",
    );
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m

            runbooks/gone.yaml: Beta - Work
              removed: 1 task
            Compared with HEAD (b10b2b3329).
            hint: not compared, because git does not have them yet: runbooks/new.yaml
            status 0
        "#]],
    );
    sandbox.git(&["add", "--intent-to-add", "runbooks/new.yaml"]);
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m

            runbooks/gone.yaml: Beta - Work
              removed: 1 task

            runbooks/new.yaml: Gamma - Move
              new: 1 task
              effects:
                planned time none -> 2h
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/acme-2fa.yaml",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/acme.yaml",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/gone.yaml",
        &expect![[r#"
            runbooks/gone.yaml: Beta - Work
              removed: 1 task
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "HEAD runbooks/new.yaml",
        &expect![[r#"
            runbooks/new.yaml: Gamma - Move
              new: 1 task
              effects:
                planned time none -> 2h
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/never.yaml",
        &expect![[r#"
            Compared with HEAD (b10b2b3329).
            error: runbooks/never.yaml is neither here nor in HEAD
            status 2
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/other.yaml",
        &expect![[r#"
            Compared with HEAD (b10b2b3329).
            error[schema]: a runbook must be a mapping, not a list
             --> HEAD:runbooks/other.yaml:1:1
              |
            1 | - id: acme
              | ^^^^^^^^^^
              |
              = help: it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`

            error: HEAD:runbooks/other.yaml has 1 problem
            status 2
        "#]],
    );
}

#[test]
fn a_version_that_is_no_valid_runbook_does_not_stop_the_others() {
    let sandbox = repository();
    sandbox.write("runbooks/broken.yaml", "version: 1\nheader: { nme: Acme }\n");
    sandbox.write("runbooks/latin.yaml", b"version: 1\nheader: { name: Gr\xfc\xdfe }\n");
    sandbox.commit();
    sandbox.write("runbooks/broken.yaml", ACME);
    sandbox.write("runbooks/latin.yaml", ACME);
    change(&sandbox, "runbooks/acme.yaml", "planned: 45m", "planned: 50m");
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m

            runbooks/broken.yaml
              could not be compared: HEAD:runbooks/broken.yaml has 1 problem

            runbooks/latin.yaml
              could not be compared: HEAD:runbooks/latin.yaml:2:19: the file is not UTF-8: byte 30 is 0xfc
            Compared with HEAD (f532ed2239).
            error[schema]: the header has no key `nme`
             --> HEAD:runbooks/broken.yaml:2:11
              |
            2 | header: { nme: Acme }
              |           ^^^
              |
              = help: did you mean `name`?

            error: HEAD:runbooks/broken.yaml has 1 problem
            error: HEAD:runbooks/latin.yaml:2:19: the file is not UTF-8: byte 30 is 0xfc
            help: save it as UTF-8
            status 2
        "#]],
    );
    check(
        &sandbox,
        "-f broken",
        &expect![[r#"
            Compared with HEAD (f532ed2239).
            error[schema]: the header has no key `nme`
             --> HEAD:runbooks/broken.yaml:2:11
              |
            2 | header: { nme: Acme }
              |           ^^^
              |
              = help: did you mean `name`?

            error: HEAD:runbooks/broken.yaml has 1 problem
            status 2
        "#]],
    );
}

#[test]
fn what_was_a_link_is_no_runbook() {
    let sandbox = repository();
    std::os::unix::fs::symlink("acme.yaml", sandbox.path().join("runbooks/link.yaml")).expect("a link");
    sandbox.commit();
    std::fs::remove_file(sandbox.path().join("runbooks/link.yaml")).expect("removed");
    sandbox.write("runbooks/link.yaml", ACME);
    check(
        &sandbox,
        "",
        &expect![[r#"
        Compared with HEAD (33ba28798f).
        error: HEAD:runbooks/link.yaml is a symbolic link, not a file
        status 2
    "#]],
    );
}

#[test]
fn it_works_below_the_root_and_with_strange_names() {
    let sandbox = repository();
    sandbox.write("runbooks/it's :(odd)*\u{1b}\n.yaml", ACME);
    sandbox.commit();
    change(&sandbox, "runbooks/it's :(odd)*\u{1b}\n.yaml", "45m", "50m");
    change(&sandbox, "runbooks/acme.yaml", "45m", "55m");
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 55m
              effects:
                planned time 1h -> 1h10m

            runbooks/it's :(odd)*\u{1b}\n.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m
            Compared with HEAD (1f8171cc52).
            status 0
        "#]],
    );
    let below = Command::new(env!("CARGO_BIN_EXE_runbook"))
        .args(["diff", "HEAD", "acme.yaml"])
        .current_dir(sandbox.path().join("runbooks"))
        .output()
        .expect("it runs");
    let below = String::from_utf8_lossy(&below.stdout).into_owned();
    assert!(below.starts_with("acme.yaml: Acme"), "{below}");
    assert!(Path::new(sandbox.path()).exists());
}
