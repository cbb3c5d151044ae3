//! The GitLab CI/CD component: its inputs, and what its script does where a runner runs it. `tests/component/run` holds it
//! against GitLab's schema.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::{Command, Stdio},
};

use runbook::{render::Templates, report::Format};
use serde::Deserialize;
use serde_yaml::{Mapping, Value};

use crate::{
    report_formats::readers::{Seen, seen},
    sandbox::{NOW, SMALLEST, Sandbox},
};

const COMPONENT: &str = include_str!("../../templates/runbook-lint.yml");
const PAGE: &str = include_str!("../../docs/merge-requests.md");

/// A runbook with one error and some warnings.
const WITHOUT_ZONE: &str = "version: 1\nheader: { name: Acme - Work, schedule_at: 2026-10-10 23:30 PST }\n";

/// Returns the inputs, and the job with their places in it.
fn parts() -> (Mapping, Value) {
    let mut documents = serde_yaml::Deserializer::from_str(COMPONENT);
    let mut document = || Value::deserialize(documents.next().expect("a document")).expect("YAML");
    let (header, body) = (document(), document());
    let inputs = header["spec"]["inputs"].as_mapping().expect("inputs").clone();
    (inputs, body.as_mapping().and_then(|body| body.values().next()).expect("a job").clone())
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).expect("YAML").trim_end().to_owned(),
    }
}

/// Fills the inputs in as GitLab does: a whole value keeps its type, in a text it is text.
fn filled(value: &Value, inputs: &[(String, Value)]) -> Value {
    match value {
        Value::String(place) => {
            let whole = inputs.iter().find(|(name, _)| *place == format!("$[[ inputs.{name} ]]"));
            if let Some((_, value)) = whole {
                return value.clone();
            }
            let fill = |place: String, (name, value): &(String, Value)| {
                place.replace(&format!("$[[ inputs.{name} ]]"), &text(value))
            };
            let filled = inputs.iter().fold(place.clone(), fill);
            assert!(!filled.contains("$[["), "{filled}");
            Value::String(filled)
        }
        Value::Sequence(entries) => Value::Sequence(entries.iter().map(|entry| filled(entry, inputs)).collect()),
        Value::Mapping(entries) => {
            Value::Mapping(entries.iter().map(|(key, value)| (key.clone(), filled(value, inputs))).collect())
        }
        other => other.clone(),
    }
}

/// Returns the job with these inputs, and the others as they are by themselves.
fn job(chosen: &[(&str, &str)]) -> Value {
    let (inputs, body) = parts();
    let value = |(name, input): (&Value, &Value)| {
        let chosen = chosen.iter().find(|(chosen, _)| name == chosen).map(|(_, value)| Value::from(*value));
        (text(name), chosen.unwrap_or_else(|| input["default"].clone()))
    };
    filled(&body, &inputs.iter().map(value).collect::<Vec<_>>())
}

/// A project on a runner: a repository, and a folder of programs beside it.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/.runbook.yaml", "");
    sandbox.write("project/runbooks/acme.yaml", WITHOUT_ZONE);
    let at = |path: &str| sandbox.path().join(path);
    fs::create_dir(at("bin")).expect("a folder");
    symlink(env!("CARGO_BIN_EXE_runbook"), at("bin/runbook")).expect("a link");
    sandbox.git(&["init", "--quiet", "project"]);
    sandbox
}

/// Runs the scripts of the job in one shell, as a runner does, and returns the status and all that was said.
#[track_caller]
fn run(sandbox: &Sandbox, shell: &[&str], chosen: &[(&str, &str)]) -> (i32, String) {
    let job = job(chosen);
    let lines = ["before_script", "script"].map(|key| job[key].as_sequence().expect("lines").iter().map(text));
    let script: Vec<String> = lines.into_iter().flatten().collect();
    let project = sandbox.path().join("project");
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg("-c").arg(format!("exec 2>&1\n{}", script.join("\n"))).current_dir(&project);
    command.env_clear().env("PATH", format!("{}:/usr/bin:/bin", sandbox.path().join("bin").display()));
    command.env("CI_PROJECT_DIR", &project).envs([("CI", "true"), ("RUNBOOK_NOW", NOW), ("HOME", "/nonexistent")]);
    command.envs([
        ("CI_SERVER_PROTOCOL", "https"),
        ("CI_SERVER_FQDN", "gitlab.example"),
        ("CI_JOB_TOKEN", "job-token"),
    ]);
    for (name, value) in job["variables"].as_mapping().expect("variables") {
        command.env(text(name), text(value));
    }
    let output = command.stdin(Stdio::null()).output().expect("a shell");
    (output.status.code().expect("no signal"), String::from_utf8(output.stdout).expect("UTF-8"))
}

const BASH: &[&str] = &["bash", "-eo", "pipefail"];
const SH: &[&str] = &["sh", "-e"];

#[test]
fn every_input_is_typed_used_and_documented() {
    let (inputs, body) = parts();
    let body = serde_yaml::to_string(&body).expect("YAML") + COMPONENT.split("\n---\n").nth(1).unwrap_or_default();
    for (name, input) in &inputs {
        let name = text(name);
        let [description, kind] = ["description", "type"].map(|key| input[key].as_str().expect(key));
        assert!(body.contains(&format!("$[[ inputs.{name} ]]")), "{name} is not used");
        let words =
            |words: &Value| words.as_sequence().map(|words| words.iter().map(text).collect::<Vec<_>>().join(", "));
        let kind = words(&input["options"]).unwrap_or_else(|| kind.to_owned());
        let default = Some(text(&input["default"])).filter(|default| !default.is_empty());
        let default = default.map_or_else(|| "empty".to_owned(), |default| format!("`{default}`"));
        let row = format!("| `{name}` | {kind} | {default} | {description} |\n");
        assert!(PAGE.contains(&row), "docs/merge-requests.md has no row {row}");
    }
    let n_rows =
        PAGE.split("\n## ").find(|section| section.contains("| input |")).expect("a table").matches("\n| `").count();
    assert_eq!(n_rows, inputs.len(), "docs/merge-requests.md has an input that is none");
}

#[test]
fn the_component_builds_the_program_of_its_own_version() {
    assert_eq!(text(&parts().0["version"]["default"]), env!("CARGO_PKG_VERSION"));
    let image = text(&parts().0["image"]["default"]);
    assert_eq!(image, concat!("rust:", env!("CARGO_PKG_RUST_VERSION")));
}

#[test]
fn the_component_is_no_template() {
    let names: Vec<&str> = Templates::embedded_sources().map(|(name, _)| name).collect();
    assert!(names.contains(&"issue.md") && names.iter().all(|name| Path::new(name).extension() == Some("md".as_ref())));
}

#[test]
fn the_job_fails_on_an_error_and_leaves_its_reports_and_its_log() {
    for shell in [BASH, SH] {
        let sandbox = project();
        let (status, log) = run(&sandbox, shell, &[]);
        assert_eq!(status, 1, "{log}");
        let found = seen(Format::Text, &log);
        assert!(found.iter().any(|seen| (seen.rule.as_str(), seen.line) == ("schedule-zone", 2)), "{log}");
        let reports = &job(&[])["artifacts"]["reports"];
        for (kind, format) in [("codequality", Format::Gitlab), ("junit", Format::Junit)] {
            let report = seen(format, &sandbox.text(Path::new("project").join(text(&reports[kind]))));
            let rules = |seen: &[Seen]| {
                let mut rules: Vec<_> = seen.iter().map(|seen| (seen.line, seen.rule.clone())).collect();
                rules.sort();
                rules
            };
            assert_eq!(rules(&report), rules(&found), "{kind}");
            assert!(report.iter().all(|seen| seen.path == "runbooks/acme.yaml"), "{report:?}");
        }
    }
}

#[test]
fn the_job_passes_when_all_is_well_and_still_leaves_its_reports() {
    let sandbox = project();
    sandbox.write("project/runbooks/acme.yaml", include_str!("../../runbooks/handbook-example.yaml"));
    let (status, log) = run(&sandbox, SH, &[("fail-on", "warning")]);
    assert_eq!(status, 0, "{log}");
    assert_eq!(sandbox.names("project"), [".git", "gl-code-quality-report.json", "runbook-lint.xml", "runbooks"]);
}

#[test]
fn each_input_reaches_the_program_and_none_is_a_command() {
    let sandbox = project();
    let odd = "runbooks/a b $(touch hacked) `touch hacked`; touch hacked 'x'\"y.yaml";
    sandbox.write(Path::new("project").join(odd), SMALLEST);
    let (status, log) = run(&sandbox, SH, &[("path", odd)]);
    assert_eq!(status, 1, "{log}");
    let found = seen(Format::Gitlab, &sandbox.text("project/gl-code-quality-report.json"));
    assert!(!found.is_empty() && found.iter().all(|seen| seen.path == odd), "{found:?}");
    // A baseline knows them all, and then the lowest level finds nothing.
    assert_eq!(run(&sandbox, SH, &[("path", odd), ("fail-on", "info")]).0, 1);
    for baseline in ["known $(touch hacked).json", "--no-such-option"] {
        let mut write = Command::new(env!("CARGO_BIN_EXE_runbook"));
        write.args(["lint", "--quiet", "--write-baseline", &format!("--baseline={baseline}"), "--", odd]);
        write.current_dir(sandbox.path().join("project")).env_clear().env("RUNBOOK_NOW", NOW);
        assert!(write.status().expect("it runs").success());
        let (status, log) = run(&sandbox, SH, &[("path", odd), ("baseline", baseline), ("fail-on", "info")]);
        assert_eq!(status, 0, "{log}");
    }
    assert!(!sandbox.names("project").iter().any(|name| name == "hacked"));
    // A path is never an option.
    assert_eq!(run(&sandbox, SH, &[("path", "--exit-zero")]).0, 2);
}

#[test]
fn a_job_without_the_program_says_what_to_do() {
    let sandbox = project();
    fs::remove_file(sandbox.path().join("bin/runbook")).expect("a file");
    let (status, log) = run(&sandbox, SH, &[]);
    assert_eq!(status, 2);
    assert!(log.contains("name one that does in `image`, or the repository to build it from in `source`"), "{log}");
}

#[test]
fn the_program_is_built_with_the_token_of_the_job_which_stays_there() {
    let sandbox = project();
    fs::rename(sandbox.path().join("bin/runbook"), sandbox.path().join("built")).expect("a file");
    // In place of cargo: writes down how it was called, and puts the program where it is told to.
    let cargo = "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$0.words\"\nenv | sort >\"$0.env\"\nmkdir -p \"$5/bin\"\ncp \"${0%/*/*}/built\" \"$5/bin/runbook\"\n";
    sandbox.write("bin/cargo", cargo);
    let rights = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path().join("bin/cargo"), rights).expect("permissions");
    let source = "https://gitlab.example/support/runbook.git";
    let (status, log) = run(&sandbox, SH, &[("source", source), ("version", "1.2.3")]);
    assert_eq!(status, 1, "{log}");
    assert!(!seen(Format::Gitlab, &sandbox.text("project/gl-code-quality-report.json")).is_empty());
    let root = sandbox.path().join("project/.cache/runbook");
    let root = root.to_str().expect("UTF-8");
    let words = sandbox.text("bin/cargo.words");
    let (words, git): (Vec<&str>, _) = (words.lines().collect(), format!("--git={source}"));
    assert_eq!(words, ["install", "--quiet", "--locked", "--root", root, &git, "--rev=1.2.3", "runbook"]);
    // git asks for the repository with the token, and only on this GitLab.
    let lines = sandbox.text("bin/cargo.env");
    assert!(
        lines.contains("GIT_CONFIG_KEY_0=url.https://gitlab-ci-token:job-token@gitlab.example/.insteadOf\n"),
        "{lines}"
    );
    assert!(lines.contains("GIT_CONFIG_VALUE_0=https://gitlab.example/\n"), "{lines}");
    assert!(!log.contains("job-token"), "{log}");
}
