//! Reports of the program: one broken file hides nothing, and the order of work does not show.

use std::{
    fs::{self, File},
    os::unix::{ffi::OsStrExt, fs::PermissionsExt, fs::symlink},
    process::Command,
};

use runbook::report::Format;

use super::{ACME, readers::seen};
use crate::sandbox::Sandbox;

fn gitlab_has(sandbox: &Sandbox, name: &str) -> usize {
    seen(Format::Gitlab, &sandbox.text(name)).len()
}

#[test]
fn one_broken_file_hides_no_finding_of_another() {
    let sandbox = Sandbox::without_rights();
    let at = |name: &str| sandbox.path().join("runbooks").join(name);
    for name in ["a.yaml", "z.yaml"] {
        sandbox.write(format!("runbooks/{name}"), ACME);
    }
    sandbox.write("runbooks/b-syntax.yaml", "version: 1\n\theader: x\n");
    sandbox.write("runbooks/c-unreadable.yaml", ACME);
    fs::set_permissions(at("c-unreadable.yaml"), fs::Permissions::from_mode(0o000)).expect("permissions");
    sandbox.write("runbooks/d-bytes.yaml", b"version: 1\nx: \xff\n");
    File::create(at("e-large.yaml")).and_then(|file| file.set_len(3 << 20)).expect("a sparse file");
    assert!(Command::new("mkfifo").arg(at("f-pipe.yaml")).status().expect("mkfifo").success());
    symlink("nowhere", at("g-dangling.yaml")).expect("a link");
    for name in [b"h-\xfe.yaml", b"h-\xff.yaml"] {
        sandbox.write(std::path::Path::new("runbooks").join(std::ffi::OsStr::from_bytes(name)), "x: [\n");
    }
    for format in Format::ALL {
        let answer = sandbox.run(["lint", "runbooks", "--format", format.word()]);
        assert_eq!(answer.status, 1, "{}", answer.err);
        let mut found: Vec<String> =
            seen(format, &answer.out).into_iter().map(|seen| format!("{} {}", seen.path, seen.rule)).collect();
        let own = found.iter().filter(|found| found.starts_with("runbooks/a.yaml")).count();
        assert_eq!(own, found.iter().filter(|found| found.starts_with("runbooks/z.yaml")).count(), "{format:?}");
        assert!(own > 8, "{format:?}: {own}");
        found.retain(|found| !found.starts_with("runbooks/a.yaml") && !found.starts_with("runbooks/z.yaml"));
        assert_eq!(
            found,
            [
                "runbooks/b-syntax.yaml syntax",
                "runbooks/c-unreadable.yaml unreadable",
                "runbooks/d-bytes.yaml syntax",
                "runbooks/e-large.yaml syntax",
                "runbooks/f-pipe.yaml unreadable",
                "runbooks/g-dangling.yaml unreadable",
                "runbooks/h-\\xfe.yaml syntax",
                "runbooks/h-\\xff.yaml syntax",
            ],
            "{format:?}"
        );
    }
}

#[test]
fn threads_and_the_order_of_paths_do_not_show() {
    let sandbox = Sandbox::new();
    for number in 0..40 {
        let text = if number % 3 == 0 {
            "version: 1\n\theader:\n".to_owned()
        } else {
            ACME.replace("Look", &format!("Look {number}"))
        };
        sandbox.write(format!("runbooks/{}/acme-{number}.yaml", number % 4), text);
    }
    let folders = ["runbooks/0", "runbooks/1", "runbooks/2", "runbooks/3"];
    let again =
        ["runbooks/3", "./runbooks/0/", "runbooks/2/../1", "runbooks/2", "runbooks/1", "runbooks/0/acme-4.yaml"];
    for format in Format::ALL {
        let lint = |threads: &str, paths: &[&str]| {
            let options = ["lint", "--format", format.word(), "--threads", threads];
            let answer = sandbox.run(options.iter().chain(paths));
            assert_eq!(answer.status, 1);
            answer.out
        };
        let expected = lint("1", &folders);
        assert!(seen(format, &expected).len() > 200);
        for threads in ["2", "8"] {
            assert_eq!(lint(threads, &folders), expected, "{format:?}");
        }
        let mut turned = folders;
        turned.reverse();
        assert_eq!(lint("8", &turned), expected, "{format:?}");
        let fingerprints = |report: &str| {
            let mut all: Vec<_> = seen(format, report).into_iter().map(|seen| (seen.fingerprint, seen.rule)).collect();
            all.sort();
            all
        };
        assert_eq!(fingerprints(&lint("8", &again)), fingerprints(&expected), "{format:?}");
    }
}

#[test]
fn a_report_is_written_whatever_is_found() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", ACME);
    let clean = include_str!("../../../runbooks/example-geo-planned-failover.yaml");
    sandbox.write("clean.yaml", clean);
    let reports = ["--report", "gitlab=gitlab.json", "--report", "junit=junit.xml", "--report", "sarif=lint.sarif"];
    let lint = |paths: &[&str]| sandbox.run(["lint", "-q"].iter().chain(&reports).chain(paths)).status;
    assert_eq!((lint(&["acme.yaml"]), gitlab_has(&sandbox, "gitlab.json") > 8), (1, true));
    assert_eq!(lint(&["nowhere.yaml"]), 2);
    assert_eq!(gitlab_has(&sandbox, "gitlab.json"), 1);
    let seen_in = |format, name: &str| seen(format, &sandbox.text(name)).len();
    assert_eq!((seen_in(Format::Junit, "junit.xml"), seen_in(Format::Sarif, "lint.sarif")), (1, 1));
    assert_eq!((lint(&["clean.yaml"]), sandbox.text("gitlab.json")), (0, "[]\n".to_owned()));
    assert!(sandbox.text("junit.xml").contains(r#"<testcase classname="clean.yaml" name="no findings""#));
    assert_eq!(seen_in(Format::Sarif, "lint.sarif"), 0);
}

#[test]
fn a_report_never_goes_over_a_runbook() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", ACME);
    sandbox.write("plan", ACME);
    symlink("acme.yaml", sandbox.path().join("report.json")).expect("a link");
    for (report, path, message) in [
        ("gitlab=acme.yaml", "acme.yaml", "error: acme.yaml could be a runbook, and no report is YAML\n"),
        ("gitlab=report.json", "acme.yaml", "error: report.json could be a runbook, and no report is YAML\n"),
        ("gitlab=new.yml", "acme.yaml", "error: new.yml could be a runbook, and no report is YAML\n"),
        ("json=./plan", "plan", "error: a report cannot go over ./plan, which is to be checked\n"),
    ] {
        let answer = sandbox.run(["lint", path, "--report", report]);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{}", answer.err);
        assert!(answer.err.starts_with(message), "{}", answer.err);
    }
    assert_eq!((sandbox.text("acme.yaml"), sandbox.text("plan")), (ACME.to_owned(), ACME.to_owned()));
    assert_eq!(sandbox.names("."), ["acme.yaml", "plan", "report.json"]);
}

#[test]
fn a_report_can_go_to_stdout_in_place_of_the_text() {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", ACME);
    let report = sandbox.run(["lint", "acme.yaml", "--report", "gitlab=-"]);
    assert_eq!(report.text(), sandbox.run(["lint", "acme.yaml", "--format", "gitlab"]).text());
}
