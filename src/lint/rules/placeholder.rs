//! `placeholder`.

use std::{collections::HashSet, ops::Range};

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{NodeKind, Route, Step, route},
    model::{Kind, split_name},
};

declare_rule! {
    /// Finds placeholders that were not filled: `<UPPER_SNAKE>` in any text or command, and the customer `CUSTOMER` in
    /// the name.
    ///
    /// In a blueprint placeholders belong there. There it warns of one that is not listed under `parameters`, and of a
    /// parameter that is never used.
    ///
    /// ## Why
    /// `Group.find(<GROUP_ID>)` is noticed on the call, in front of the customer; `delete_all("<PREFIX>")` is not. So it
    /// is an error, in an example file too. In a blueprint nothing is broken yet, but `runbook new --set` can only fill
    /// what is listed.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     command: Group.find(<GROUP_ID>).two_factor_grace_period
    /// ```
    /// ```yaml bad
    /// blueprint: true
    /// header:
    ///   name: CUSTOMER - Enforce 2FA on All Groups
    /// parameters:
    ///   GROUP: Number of the top-level group
    /// tasks:
    ///   - task: Confirm the state of group <GROUP_ID>
    /// ```
    /// ```yaml good
    /// blueprint: true
    /// header:
    ///   name: CUSTOMER - Enforce 2FA on All Groups
    /// parameters:
    ///   GROUP_ID: Number of the top-level group
    /// tasks:
    ///   - task: Confirm the state of group <GROUP_ID>
    /// ```
    pub(super) static PLACEHOLDER = {
        id: "placeholder",
        level: Level::Error,
        summary: "a placeholder was not filled",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

/// Where `<WORD>` is no placeholder: explanations of placeholders, and what is never rewritten.
const LEFT_ALONE: [&str; 3] = ["parameters", "log", "sync"];

fn check(cx: &mut LintContext<'_>) {
    let found: Vec<(Route, Range<usize>)> = placeholders(cx.text())
        .filter_map(|range| {
            let route = cx.route_at(range.start);
            // A comment lies in no scalar, and a key is not its value.
            let node = cx.document().node(&route)?;
            let holds = matches!(node.kind, NodeKind::Scalar { .. })
                && node.range.start <= range.start
                && range.end <= node.range.end;
            let first = route.steps().first();
            let is_left_alone = matches!(first, Some(Step::Key(key)) if LEFT_ALONE.contains(&key.as_ref()));
            (holds && !is_left_alone).then_some((route, range))
        })
        .collect();
    if cx.runbook().blueprint { check_blueprint(cx, &found) } else { check_runbook(cx, found) }
}

fn check_runbook(cx: &mut LintContext<'_>, found: Vec<(Route, Range<usize>)>) {
    let route = route::header("name");
    if split_name(&cx.runbook().header.name).is_some_and(|(customer, _)| customer == "CUSTOMER") {
        cx.report(route, "still `CUSTOMER`")
            .message("the name has no customer yet")
            .help("write the customer's name instead of `CUSTOMER`");
    }
    for (route, range) in found {
        let name = cx.text()[range.clone()].to_owned();
        cx.report(route, "not filled")
            .range(range)
            .message(format!("the placeholder `{name}` was not filled"))
            .help(format!("write what it stands for, or fill it everywhere: runbook set '{name}' VALUE"))
            .detail(name);
    }
}

fn check_blueprint(cx: &mut LintContext<'_>, found: &[(Route, Range<usize>)]) {
    let document = cx.document();
    let text = cx.text();
    let route = Route::top().key("parameters");
    let parameters = document.node(&route).map_or(&[][..], |node| node.entries());
    let name_of = |range: &Range<usize>| &text[range.start + 1..range.end - 1];
    let used: HashSet<&str> = found.iter().map(|(_, range)| name_of(range)).collect();
    for parameter in parameters {
        let Some(name) = parameter.key.text().filter(|name| !name.starts_with("x-")) else { continue };
        if !used.contains(name) {
            cx.report(route.clone().key(name.to_owned()), format!("no `<{name}>` anywhere"))
                .range(parameter.key.range.clone())
                .message(format!("the parameter `{name}` is never used"))
                .help(format!("write `<{name}>` where it belongs, or remove the parameter"))
                .level(Level::Warning);
        }
    }
    let mut known: HashSet<&str> = parameters.iter().filter_map(|parameter| parameter.key.text()).collect();
    for (route, range) in found {
        let name = name_of(range);
        // Once said is enough: one line mends all of them.
        if known.insert(name) {
            cx.report(route.clone(), "not listed")
                .range(range.clone())
                .message(format!("the placeholder `<{name}>` is not listed under `parameters`"))
                .help(format!("add `{name}:` under `parameters:` with what to write for it"))
                .level(Level::Warning)
                .detail(name);
        }
    }
}

/// Returns where `<UPPER_SNAKE>` stands in a text. `<<EOF>` begins a here-document and is none.
fn placeholders(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    text.match_indices('<').filter_map(move |(at, _)| {
        let word = &bytes[at + 1..];
        let n_word = word.iter().take_while(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_')).count();
        let is_placeholder = word.first().is_some_and(u8::is_ascii_uppercase)
            && word.get(n_word) == Some(&b'>')
            && !bytes[..at].ends_with(b"<");
        is_placeholder.then_some(at..at + n_word + 2)
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, PLACEHOLDER};

    #[test]
    fn what_was_not_filled_is_found_in_text_and_commands() {
        check(
            &PLACEHOLDER,
            "\
header: { name: CUSTOMER - Work on <WHAT>, links: { ticket: 'https://x/<TICKET>' } }
tasks:
  - task: \"Look at \\\"<GROUP_ID>\\\"\"
    command: |
      cat <<EOF>x
      Group.find(<GROUP_ID>).each(&:<Y>)
      EOF
    note: a < B and B > c, List<t>, <1A>, <a_B>, <>, <NOT CLOSED
x-mine: <MINE>
",
            expect![[r#"
                2:17 error [placeholder] "CUSTOMER - Work on <WHAT>": the name has no customer yet (still `CUSTOMER`); write the customer's name instead of `CUSTOMER`
                2:36 error [placeholder] "<WHAT>": the placeholder `<WHAT>` was not filled (not filled); write what it stands for, or fill it everywhere: runbook set '<WHAT>' VALUE
                2:72 error [placeholder] "<TICKET>": the placeholder `<TICKET>` was not filled (not filled); write what it stands for, or fill it everywhere: runbook set '<TICKET>' VALUE
                4:22 error [placeholder] "<GROUP_ID>": the placeholder `<GROUP_ID>` was not filled (not filled); write what it stands for, or fill it everywhere: runbook set '<GROUP_ID>' VALUE
                7:18 error [placeholder] "<GROUP_ID>": the placeholder `<GROUP_ID>` was not filled (not filled); write what it stands for, or fill it everywhere: runbook set '<GROUP_ID>' VALUE
                7:37 error [placeholder] "<Y>": the placeholder `<Y>` was not filled (not filled); write what it stands for, or fill it everywhere: runbook set '<Y>' VALUE
                10:9 error [placeholder] "<MINE>": the placeholder `<MINE>` was not filled (not filled); write what it stands for, or fill it everywhere: runbook set '<MINE>' VALUE
            "#]],
        );
    }

    #[test]
    fn comments_keys_and_the_log_are_left_alone() {
        check(
            &PLACEHOLDER,
            "\
# <COMMENT>
header: { name: Acme - Work, links: { <KEY>: x } }  # <COMMENT>
log: [{ at: 2026-10-11T06:32:10Z, event: note, note: said <THIS> }]
",
            expect![""],
        );
    }

    #[test]
    fn a_file_full_of_them_is_answered_in_short() {
        let text = format!("tasks: [{{ task: \"{}\" }}]\n", "<A> ".repeat(1000));
        let source = crate::document::Source::from_text("x.yaml", format!("version: 1\n{text}")).expect("text");
        let findings = crate::lint::lint(&source, &crate::lint::Options::default());
        let findings: Vec<_> = findings.iter().filter(|finding| *finding.rule == PLACEHOLDER).collect();
        assert_eq!(findings.len(), 200);
        let last = findings.last().expect("there are some");
        assert_eq!(last.message, "the placeholder `<A>` was not filled; 800 more of this rule are not shown");
    }

    #[test]
    fn a_blueprint_lists_its_placeholders() {
        check(
            &PLACEHOLDER,
            "\
blueprint: true
header: { name: CUSTOMER - Work on <WHAT> }
parameters: { WHAT: For example <THIS>, UNUSED: x, EMPTY: }
tasks: [{ task: Look at <GROUP_ID> and <EMPTY> }, { task: Look at <GROUP_ID> again }]
",
            expect![[r#"
                4:41 warning [placeholder] "UNUSED": the parameter `UNUSED` is never used (no `<UNUSED>` anywhere); write `<UNUSED>` where it belongs, or remove the parameter
                5:25 warning [placeholder] "<GROUP_ID>": the placeholder `<GROUP_ID>` is not listed under `parameters` (not listed); add `GROUP_ID:` under `parameters:` with what to write for it
            "#]],
        );
    }
}
