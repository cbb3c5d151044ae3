//! `unfinished-text`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{NodeKind, Step},
    model::Kind,
};

declare_rule! {
    /// Finds what people write for "not yet": `TODO`, `TBD`, `FIXME`, `XXX`, `???`. Comments may hold it, and the log.
    ///
    /// ## Why
    /// It was to be filled in before the review. On the call it is a step that nobody knows.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Remove 2FA from user list
    ///     command: "User.where(TODO).find_each(&:disable_two_factor!)"
    /// ```
    /// ```yaml good
    /// tasks:
    ///   # TODO: ask for the ids of the second wave
    ///   - task: Remove 2FA from user list
    ///     command: "User.where(id: ids).find_each(&:disable_two_factor!)"
    /// ```
    pub(super) static UNFINISHED_TEXT = {
        id: "unfinished-text",
        level: Level::Warning,
        summary: "the text is not finished",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

const WORDS: [&str; 5] = ["TODO", "TBD", "FIXME", "XXX", "???"];

fn check(cx: &mut LintContext<'_>) {
    let text = cx.text();
    let mut found: Vec<(usize, &str)> =
        WORDS.iter().flat_map(|word| text.match_indices(word).filter(|(at, word)| is_alone(text, *at, word))).collect();
    found.sort_unstable();
    for (at, word) in found {
        let route = cx.route_at(at);
        let is_text = cx.document().node(&route).is_some_and(|node| {
            matches!(node.kind, NodeKind::Scalar { .. }) && node.range.start <= at && at < node.range.end
        });
        let is_left_alone = matches!(route.steps().first(), Some(Step::Key(key)) if *key == "log" || *key == "sync");
        if is_text && !is_left_alone {
            cx.report(route, "not finished")
                .range(at..at + word.len())
                .message(format!("`{word}` is still to be done"))
                .help("write what is meant; what only the call will tell is said in words");
        }
    }
}

/// Returns whether a word is not a part of a longer one, such as a name in a command.
fn is_alone(text: &str, at: usize, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '?' | '-' | '/' | '.' | '$' | '=');
    let ends_sentence = |rest: &str| rest.starts_with(['.', '?']) && !rest[1..].starts_with(char::is_alphanumeric);
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    !before.ends_with(joins) && (!after.starts_with(joins) || ends_sentence(after))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, UNFINISHED_TEXT};

    #[test]
    fn words_are_found_in_texts_and_commands_only() {
        check(
            &UNFINISHED_TEXT,
            "\
header:
  name: Acme - Work
  description: TBD.
tasks:
  - task: 'TODO: look'   # TODO
    command: |
      mktemp /tmp/XXX /tmp/fooXXX
      TODO_LIST=1; grep -r TODO/x XXX
    note: Was it done???
    expect: '???'
log: [{ at: 2026-10-11T06:32:10Z, event: note, note: TODO }]
",
            expect![[r#"
                4:16 warning [unfinished-text] "TBD": `TBD` is still to be done (not finished); write what is meant; what only the call will tell is said in words
                6:12 warning [unfinished-text] "TODO": `TODO` is still to be done (not finished); write what is meant; what only the call will tell is said in words
                9:35 warning [unfinished-text] "XXX": `XXX` is still to be done (not finished); write what is meant; what only the call will tell is said in words
                11:14 warning [unfinished-text] "???": `???` is still to be done (not finished); write what is meant; what only the call will tell is said in words
            "#]],
        );
    }
}
