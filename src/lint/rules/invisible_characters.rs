//! `invisible-characters`.

use std::ops::Range;

use super::super::{Fix, Level, LintContext, Report, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Node, NodeKind, Route, Step},
    model::{Kind, invisible, name_invisible, turns_text},
};

declare_rule! {
    /// Finds characters that nobody can see: in texts, commands, keys and comments. Those that turn the direction of the
    /// text around are errors, all others warnings. What scripts and emoji need, such as joiners between Persian or
    /// Hindi letters, is left alone.
    ///
    /// ## Why
    /// A command with a zero width space in it fails on the call, and nobody sees why. One with a right-to-left override
    /// reads differently from what it does. Most of them come from copying out of web pages and documents; the issue
    /// shows each of them as a sign, so that nobody runs it unseen.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Remove 2FA from user list
    ///     command: "rm \u202Etxt.sresu"
    /// ```
    /// ```yaml bad
    /// tasks:
    ///   - task: "Remove 2FA from\u200B user list"
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Remove 2FA from user list
    ///     command: "rm users.txt"
    /// ```
    pub(super) static INVISIBLE_CHARACTERS = {
        id: "invisible-characters",
        level: Level::Error,
        summary: "a character that nobody can see",
        kinds: &Kind::ALL,
        repair: Safety::Unsafe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let text = cx.text();
    let is_suspect = |byte: &u8| matches!(byte, 0x80..|b'\\'| 0x7f | ..0x20) && !matches!(byte, b'\n' | b'\t');
    if !text.as_bytes().iter().any(is_suspect) {
        return;
    }
    let mut route = Route::top();
    let mut found = Vec::new();
    look_into(&cx.document().tree.root, &mut route, &mut found);
    for (route, node) in found {
        let said = node.text().unwrap_or_default();
        let is_record = matches!(route.steps().first(), Some(Step::Key(key)) if *key == "log" || *key == "sync");
        let is_value = cx.document().node(&route).is_some_and(|value| std::ptr::eq(value, node));
        let (c, n_more) = worst(said);
        let range = place_of(text, node, c);
        let report = report(cx, route.clone(), c, n_more).range(range);
        if is_value && !is_record {
            let title = format!("remove what nobody can see, such as {}", name_invisible(c));
            report.fix(Fix::unsafe_(title, vec![Edit::set(route, without(said))]));
        }
    }
    let document = cx.document();
    for comment in &document.tree.comments {
        let said = &text[comment.clone()];
        if !said.is_ascii() && invisible(said).next().is_some() {
            let (c, n_more) = worst(said);
            let at = comment.start + said.find(c).unwrap_or_default();
            report(cx, cx.route_at(comment.start), c, n_more).range(at..at + c.len_utf8());
        }
    }
}

/// Finds keys and values that hold such characters.
fn look_into<'a>(node: &'a Node<'a>, route: &mut Route, found: &mut Vec<(Route, &'a Node<'a>)>) {
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar { text, .. } => {
            if text.bytes().any(|byte| !(0x20..0x7f).contains(&byte)) && invisible(text).next().is_some() {
                found.push((route.clone(), node));
            }
        }
        NodeKind::List { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                look_into(item, &mut route.clone().index(index), found);
            }
        }
        NodeKind::Table { entries, .. } => {
            for entry in entries {
                let mut inner = route.clone().key(entry.key.text().unwrap_or_default().to_owned());
                look_into(&entry.key, &mut inner, found);
                look_into(&entry.value, &mut inner, found);
            }
        }
    }
}

/// Returns the character to name, and how many more there are.
fn worst(text: &str) -> (char, usize) {
    let all = || invisible(text).map(|(_, c)| c);
    let c = all().find(|c| turns_text(*c)).or_else(|| all().next()).unwrap_or_default();
    (c, all().count().saturating_sub(1))
}

fn report<'c>(cx: &'c mut LintContext<'_>, route: Route, c: char, n_more: usize) -> &'c mut Report {
    let name = name_invisible(c);
    let more = match n_more {
        0 => String::new(),
        1 => ", and one more that nobody can see".to_owned(),
        _ => format!(", and {n_more} more that nobody can see"),
    };
    let report = cx.report(route, "here");
    if turns_text(c) {
        report
            .message(format!("the text holds {name}{more}: it reads as what it is not"))
            .help("remove it, and read the text again before you believe it");
    } else {
        report
            .message(format!("the text holds {name}{more}"))
            .help("remove it; it often comes along when a text is copied")
            .level(Level::Warning);
    }
    report
}

/// Returns where a character stands; the first line of the text when it is written as an escape.
fn place_of(text: &str, node: &Node<'_>, c: char) -> Range<usize> {
    let written = &text[node.range.clone()];
    let start = node.range.start;
    match written.find(c).filter(|_| c != '\r') {
        Some(at) => start + at..start + at + c.len_utf8(),
        None => start..start + written.lines().next().map_or(0, str::len),
    }
}

fn without(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut done = 0;
    for (at, c) in invisible(text) {
        kept.push_str(&text[done..at]);
        done = at + c.len_utf8();
    }
    kept.push_str(&text[done..]);
    kept
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        INVISIBLE_CHARACTERS,
    };

    #[test]
    fn texts_commands_keys_and_comments_are_looked_at() {
        check(
            &INVISIBLE_CHARACTERS,
            "\
tasks:
  - task: Look\u{200b} at\u{200b} it # a\u{202e}b
    command: |
      echo a
      echo b\u{2066}c\u{feff}
    note: \"a\\u202Eb\"
x-a\u{ad}: 1
",
            expect![[r#"
                4:15 warning [invisible-characters] "\u{200b}": the text holds U+200B ZERO WIDTH SPACE, and one more that nobody can see (here); remove it; it often comes along when a text is copied
                4:27 error [invisible-characters] "\u{202e}": the text holds U+202E RIGHT-TO-LEFT OVERRIDE: it reads as what it is not (here); remove it, and read the text again before you believe it
                7:13 error [invisible-characters] "\u{2066}": the text holds U+2066 LEFT-TO-RIGHT ISOLATE, and one more that nobody can see: it reads as what it is not (here); remove it, and read the text again before you believe it
                8:11 error [invisible-characters] "\"a\\u202Eb\"": the text holds U+202E RIGHT-TO-LEFT OVERRIDE: it reads as what it is not (here); remove it, and read the text again before you believe it
                9:4 warning [invisible-characters] "\u{ad}": the text holds U+00AD SOFT HYPHEN (here); remove it; it often comes along when a text is copied
            "#]],
        );
    }

    #[test]
    fn what_people_write_has_nothing_hidden_in_it() {
        check(
            &INVISIBLE_CHARACTERS,
            "\
tasks:
  - task: \"Zoë – «largo», 確認, می\u{200c}خواهم, क्\u{200d}ष, \u{1f469}\u{200d}\u{1f4bb}, \u{2764}\u{fe0f}, caf\u{e9}, a\u{a0}b\"
    command: \"printf 'a\\tb\\n' | sed 's/\\\\n//'\"\r
",
            expect![""],
        );
    }

    #[test]
    fn it_is_removed_on_request() {
        check_repair(
            &INVISIBLE_CHARACTERS,
            "\
tasks:
  - task: Look\u{200b} at\u{202e} it # as it is
    command: |
      echo a\u{200b}
      echo b
",
            expect![[r##"
                # Unsafe: remove what nobody can see, such as U+202E RIGHT-TO-LEFT OVERRIDE
                # Unsafe: remove what nobody can see, such as U+200B ZERO WIDTH SPACE
                version: 1
                header: { name: Acme - Work, dri: "@john_doe" }
                tasks:
                  - task: Look at it # as it is
                    command: |
                      echo a
                      echo b
            "##]],
        );
    }

    #[test]
    fn comments_and_the_log_are_not_written_anew() {
        check_repair(
            &INVISIBLE_CHARACTERS,
            "log: [{ at: 2026-10-11T06:32:10Z, event: note, note: \"a\u{200b}\" }] # a\u{200b}b\n",
            expect![[r#"
                =
            "#]],
        );
    }
}
