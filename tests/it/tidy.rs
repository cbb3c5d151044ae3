//! The house stays in order: who may import whom, and nothing is forgotten.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Which folders of `src/` each may import; `docs/ARCHITECTURE.md` has the reasons.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("document", &["model"]),
    ("marking", &["model", "document"]),
    ("starter", &["model", "document"]),
    ("sync", &["model", "document", "marking", "render"]),
    ("compare", &["model"]),
    ("render", &["model", "compare"]),
    ("lint", &["model", "document"]),
    ("report", &["model", "document", "lint"]),
    ("config", &["model", "document", "lint"]),
    ("services", &[]),
    (
        "cli",
        &[
            "model", "document", "marking", "starter", "sync", "compare", "render", "lint", "report", "config",
            "services",
        ],
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "reads the project's own files")]
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the files below a folder with this ending, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Returns the code of a file without its tests, which may use what they judge.
fn code(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests").map_or(text, |tests| &text[..tests])
}

#[test]
fn a_folder_imports_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    let src = root().join("src");
    let mut folders = BTreeSet::new();
    for path in files(&src, "rs") {
        let inner = path.strip_prefix(&src).expect("below src");
        let Some(folder) = inner.iter().next().and_then(|first| first.to_str()).filter(|first| !first.contains('.'))
        else {
            continue;
        };
        folders.insert(folder.to_owned());
        let (_, allowed) = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == folder)
            .unwrap_or_else(|| panic!("src/{folder} is not in the list of folders"));
        let text = read(&path);
        for imported in imports(code(&text)) {
            if imported != folder && !allowed.contains(&imported.as_str()) {
                wrong.push(format!("{} imports {imported}", inner.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(folders.len(), MAY_IMPORT.len(), "a folder of the list is gone: {folders:?}");
}

/// Returns the folders of `src/` that a code names: `crate::x::…` and `use crate::{x::…, y::…}`.
fn imports(code: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let name = |text: &str| text.chars().take_while(|c| is_name(*c)).collect::<String>();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let mut depth = 0_usize;
        let mut at_entry = true;
        for (index, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => at_entry = true,
                c if c.is_whitespace() => {}
                _ if at_entry => {
                    found.insert(name(&group[index..]));
                    at_entry = false;
                }
                _ => {}
            }
        }
    }
    found.retain(|name| MAY_IMPORT.iter().any(|(folder, _)| folder == name));
    found
}

#[test]
fn imports_are_seen_in_every_form() {
    let seen = imports(
        "use crate::{\n    config,\n    document::{Document, Source},\n    lint::Level,\n};\nlet x = crate::model::slug(\"\");",
    );
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["config", "document", "lint", "model"]);
}

#[test]
fn only_one_module_knows_each_outside_library() {
    let homes: &[(&str, &[&str])] = &[
        ("granit_parser", &["document/tree/", "document/syntax/"]),
        ("tera::", &["render/"]),
        ("pulldown_cmark", &["render/", "sync/"]),
        ("annotate_snippets", &["report/text.rs"]),
        ("include_dir", &["starter/", "render/"]),
        ("rustix", &["cli/"]),
        ("ureq", &["services/http/"]),
        ("rustls", &["services/http/"]),
        ("similar::", &["compare/lines.rs", "cli/lint/repair.rs", "sync/weave.rs"]),
        ("clap::", &["cli/"]),
        ("serde_yaml", &["document/edit/"]),
    ];
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in files(&src, "rs") {
        let inner = path.strip_prefix(&src).expect("below src").display().to_string();
        let text = read(&path);
        for (library, homes) in homes {
            if code(&text).contains(library) && !homes.iter().any(|home| inner.starts_with(home)) {
                wrong.push(format!("{inner} knows {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_owns() {
    let src = root().join("src");
    let silent: Vec<_> = files(&src, "rs").into_iter().filter(|path| !read(path).starts_with("//! ")).collect();
    assert!(silent.is_empty(), "no module documentation: {silent:?}");
}

#[test]
fn every_rule_command_and_document_is_listed() {
    let root = root();
    let rules = read(&root.join("src/lint/rules/mod.rs"));
    for path in files(&root.join("src/lint/rules"), "rs") {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(stem == "mod" || rules.contains(&stem.to_uppercase()), "{stem} is in no list");
    }
    let readme = read(&root.join("README.md"));
    for path in files(&root.join("docs"), "md") {
        let name = path.strip_prefix(&root).expect("below the root").display().to_string();
        // The book's own pages, and those that another page of the list leads to.
        let is_led_to =
            name.starts_with("docs/decisions/") || name == "docs/SUMMARY.md" || name == "docs/introduction.md";
        assert!(is_led_to || readme.contains(&name), "README.md does not name {name}");
    }
}

/// What the client can ask of GitLab is held against GitLab's contract, all of it.
#[test]
fn every_request_is_held_against_the_contract() {
    let root = root();
    let requests = read(&root.join("src/services/gitlab/mod.rs"));
    let held = read(&root.join("tests/contract/requests.rs"));
    let functions = requests.split("pub fn ").skip(1).filter(|function| {
        let signature = function.split(" {").next().unwrap_or_default();
        signature.contains("&self") && signature.contains("GitLabError")
    });
    let names: Vec<_> = functions.map(|function| function.split('(').next().unwrap_or_default()).collect();
    assert!(names.len() > 8, "the requests were not found: {names:?}");
    let missing: Vec<_> = names.iter().filter(|name| !held.contains(&format!("gitlab.{name}("))).collect();
    assert!(missing.is_empty(), "tests/contract/requests.rs does not make {missing:?}");
}

/// The tests that `docs/threats.md` names stand somewhere in the sources.
#[test]
fn every_threat_has_its_test() {
    let root = root();
    let sources: String =
        ["src", "tests"].iter().flat_map(|folder| files(&root.join(folder), "rs")).map(|path| read(&path)).collect();
    let threats = read(&root.join("docs/threats.md"));
    let mut missing = Vec::new();
    let mut n_named = 0;
    for row in threats.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let tests = row.rsplit(" | ").next().unwrap_or_default();
        for name in tests.split('`').skip(1).step_by(2) {
            n_named += 1;
            let is_there =
                if name.contains('/') { root.join(name).exists() } else { sources.contains(&format!("fn {name}()")) };
            if !is_there {
                missing.push(name.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "docs/threats.md names what is not there: {missing:?}");
    assert!(n_named > 40, "docs/threats.md was not read: {n_named}");
}
