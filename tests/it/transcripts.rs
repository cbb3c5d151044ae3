//! The console transcripts of `tests/cmd/` and of the README are executed.
//!
//! `TRYCMD=overwrite cargo test transcripts` writes anew what was printed; read the diff.

use std::{fs, path::Path};

/// The time at which all of them play: half an hour into the call of the example.
const NOW: &str = "2026-10-11T07:00:00Z";

fn cases() -> trycmd::TestCases {
    let cases = cases_with_clocks_of_their_own();
    cases.env("RUNBOOK_NOW", NOW);
    cases
}

/// Whose commands say themselves what time it is, where it matters: what is set here could not be changed there.
fn cases_with_clocks_of_their_own() -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    cases.env("RUNBOOK_USER", "@john_doe");
    cases.env("RUNBOOK_FILE", "");
    cases.env("NO_COLOR", "1");
    cases.env("COLUMNS", "100");
    cases.env("CI", "");
    cases.env("CI_PROJECT_DIR", "");
    cases.register_bin("cp", trycmd::schema::Bin::Path("/bin/cp".into()));
    cases.register_bin("diff", trycmd::schema::Bin::Path("/usr/bin/diff".into()));
    cases.register_bin("rm", trycmd::schema::Bin::Path("/bin/rm".into()));
    cases.register_bin("cat", trycmd::schema::Bin::Path("/bin/cat".into()));
    cases
}

#[test]
fn transcripts() {
    cases().case("tests/cmd/*.md").skip("tests/cmd/case-*.md");
}

/// Work with a customer from the request to the record, hours in one file.
///
/// Their runbooks are compared by `diff` in the transcript: the library reads `\` as `/`, also in the files of `.out/`.
#[test]
fn transcripts_of_cases() {
    cases_with_clocks_of_their_own().case("tests/cmd/case-*.md");
}

/// Plays the README in a folder that holds the file it shows, and compares what is left of it with
/// `tests/readme.out/`.
#[test]
fn transcript_of_the_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stage = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    if stage.exists() {
        fs::remove_dir_all(&stage).expect("an old stage goes");
    }
    fs::create_dir_all(stage.join("README.in")).expect("a stage");
    copy_folder(&root.join("tests/readme.out"), &stage.join("README.out"));
    let readme = read(&root.join("README.md"));
    let (_, file) = readme.split_once("<!-- the-file -->\n```yaml\n").expect("the README shows a file");
    let (file, _) = file.split_once("```\n").expect("the block ends");
    write(&stage.join("README.in/before-the-call.yaml"), file);
    write(&stage.join("README.in/handbook-example.yaml"), &read(&root.join("runbooks/handbook-example.yaml")));
    write(&stage.join("README.md"), &readme);
    {
        cases().case(stage.join("README.md"));
    }
    #[expect(clippy::disallowed_methods, reason = "the switch of the library that plays the transcripts")]
    let overwrites = std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite");
    if overwrites {
        write(&root.join("README.md"), &read(&stage.join("README.md")));
        copy_folder(&stage.join("README.out"), &root.join("tests/readme.out"));
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).into_iter().flatten() {
        let from = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() { copy_folder(&from, &to) } else { write(&to, &read(&from)) }
    }
}

fn read(path: &Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "reads the project's own files")]
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    #[expect(clippy::disallowed_methods, reason = "writes into the stage of a test")]
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
