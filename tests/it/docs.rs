//! The documentation holds together: every page is in the book, every link leads somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path, PathBuf},
};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "reads the project's own files")]
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the pages below a folder, as paths from the root.
fn pages(folder: &str) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let path = format!("{folder}/{name}");
        if root().join(&path).is_dir() {
            found.extend(pages(&path));
        } else if name.ends_with(".md") {
            found.insert(path.into());
        }
    }
    found
}

/// Returns where the links and images of a page lead.
fn links(markdown: &str) -> Vec<String> {
    let links = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    links.collect()
}

/// Returns the anchors of a page: its headings, as GitLab names them, and what is named in HTML.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let name = anchor(&heading.take().unwrap_or_default());
                let n_before = uses.entry(name.clone()).or_default();
                found.insert(if *n_before == 0 { name } else { format!("{name}-{n_before}") });
                *n_before += 1;
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                found.extend(html.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)));
            }
            _ => {}
        }
    }
    found
}

fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Returns a path without `.` and `..`; `None` when it leaves the repository.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if !normal.pop() => return None,
            Component::ParentDir => {}
            other => normal.push(other),
        }
    }
    Some(normal)
}

/// Returns what is wrong with the links of a page; both paths are from the root.
fn wrong_links(page: &Path, markdown: &str) -> Vec<String> {
    let wrong = |link: &str, why: &str| Some(format!("{}: {link} {why}", page.display()));
    let folder = page.parent().expect("a page has a folder");
    let check = |link: String| {
        if link.contains("://") || link.starts_with("mailto:") {
            return None;
        }
        let (target, fragment) = link.split_once('#').map_or((link.as_str(), None), |(path, name)| (path, Some(name)));
        let path = if target.is_empty() { Some(page.to_owned()) } else { normal(&folder.join(target)) };
        let Some(path) = path else { return wrong(&link, "leaves the repository") };
        if page.starts_with("docs") && !path.starts_with("docs") {
            return wrong(&link, "is a dead end in the book; name the file without a link");
        }
        if path != page && !root().join(&path).exists() {
            return wrong(&link, "is not there");
        }
        let fragment = fragment?;
        let target = if path == page { markdown.to_owned() } else { read(&root().join(&path)) };
        if anchors(&target).contains(fragment) { None } else { wrong(&link, "has no such heading") }
    };
    links(markdown).into_iter().filter_map(check).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading_that_are_there() {
    let mut wrong = Vec::new();
    let top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from);
    for page in pages("docs").into_iter().chain(top) {
        wrong.extend(wrong_links(&page, &read(&root().join(&page))));
    }
    assert_eq!(wrong.join("\n"), "");
}

#[test]
fn every_page_is_in_the_book_once() {
    let summary = links(&read(&root().join("docs/SUMMARY.md")));
    let mut listed: Vec<PathBuf> = summary.iter().map(|link| Path::new("docs").join(link)).collect();
    listed.sort();
    let mut written = pages("docs");
    written.remove(Path::new("docs/SUMMARY.md"));
    let written: Vec<PathBuf> = written.into_iter().collect();
    assert_eq!(listed, written);
}

#[test]
fn every_page_begins_with_its_title() {
    for page in pages("docs") {
        let text = read(&root().join(&page));
        let first = text.lines().find(|line| !line.is_empty() && !line.starts_with("<!--")).unwrap_or_default();
        assert!(first.starts_with("# "), "{} begins with: {first}", page.display());
    }
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let markdown = "# One `two`, three\n## Again\n## Again\n<a id=\"here\"></a>\n\n\
        [a](#one-two-three) [b](#again-1) [c](#here) [d](format.md#values) [e](https://example.com/x#y)\n\n\
        [f](#two) [g](nowhere.md) [h](format.md#nowhere) [i](../README.md) [j](../../x) `[k](code.md)`\n";
    let wrong = wrong_links(Path::new("docs/page.md"), markdown);
    let wrong: Vec<&str> = wrong.iter().map(|wrong| wrong.split_once(": ").expect("a page").1).collect();
    assert_eq!(
        wrong,
        [
            "#two has no such heading",
            "nowhere.md is not there",
            "format.md#nowhere has no such heading",
            "../README.md is a dead end in the book; name the file without a link",
            "../../x leaves the repository",
        ]
    );
}
