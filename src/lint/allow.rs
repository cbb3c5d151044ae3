//! `# runbook: allow(rule) reason`: comments by which a person says that a finding is known and meant.
//!
//! A comment behind something holds for its line. A comment on a line of its own holds for the line below it; several such
//! lines may follow each other. `allow-file` holds for the whole file. A text of several lines counts as standing on the
//! line of its key, as no comment can stand within it.

use std::{cell::Cell, collections::HashMap, ops::Range};

use super::{Rule, report::Report, rules};
use crate::document::{Document, NodeKind};

/// A comment that is an order to `lint`.
#[derive(Debug)]
pub(super) struct Allow<'a> {
    /// The comment, in bytes.
    pub range: Range<usize>,
    /// The rules it names.
    pub named: Vec<Named<'a>>,
    /// Whether it says why.
    pub has_reason: bool,
    /// The line it holds for, from 1; `None` for the whole file.
    pub line: Option<usize>,
}

/// A rule as an allow comment names it.
#[derive(Debug)]
pub(super) struct Named<'a> {
    /// The bytes of the name.
    pub range: Range<usize>,
    /// The name.
    pub name: &'a str,
    /// The rule; `None` where there is none of that name.
    pub rule: Option<&'static Rule>,
}

/// The orders of a file.
#[derive(Debug, Default)]
pub(super) struct Allows<'a> {
    /// Those that could be read.
    pub all: Vec<Allow<'a>>,
    /// Those that could not, each with what is wrong.
    pub malformed: Vec<(Range<usize>, String)>,
    /// What is allowed, by line and rule, and whether that kept a finding back.
    effects: HashMap<(Option<usize>, &'static str), Cell<bool>>,
}

/// How such a comment begins.
const PREFIX: &str = "runbook:";

impl<'a> Allows<'a> {
    /// Finds the orders among the comments of a file.
    pub(super) fn of(document: &Document<'a>) -> Self {
        let mut allows = Self::default();
        let source = document.source;
        let comments = &document.tree.comments;
        let orders = comments.iter().filter_map(|comment| Some((comment, order(&source.text()[comment.clone()])?)));
        let orders: Vec<(&Range<usize>, &str)> = orders.collect();
        if orders.is_empty() {
            return allows;
        }
        let lines = lines_held_for(document);
        for (comment, order) in orders {
            match read(source.text(), comment.end - order.len()..comment.end) {
                Order::None => {}
                Order::Malformed(message) => allows.malformed.push((comment.clone(), message)),
                Order::Allow { named, has_reason, of_file } => {
                    let line = lines.get(&comment.start).copied().filter(|_| !of_file);
                    for rule in named.iter().filter_map(|named| named.rule) {
                        allows.effects.insert((line, rule.id), Cell::new(false));
                    }
                    allows.all.push(Allow { range: comment.clone(), named, has_reason, line });
                }
            }
        }
        allows
    }

    /// Returns whether a comment allows what a rule reported, and notes that it had an effect.
    pub(super) fn allow(&self, document: &Document<'_>, report: &Report) -> bool {
        if self.effects.is_empty() || !report.rule.can_be_allowed() {
            return false;
        }
        let (line, line_of_key) = lines_of_report(document, report);
        let mut is_allowed = false;
        for place in [None, Some(line), Some(line_of_key)] {
            if let Some(had_effect) = self.effects.get(&(place, report.rule.id)) {
                had_effect.set(true);
                is_allowed = true;
            }
        }
        is_allowed
    }

    /// Returns the rules of comments that kept nothing back so far, each with its place.
    pub(super) fn idle(&self) -> impl Iterator<Item = (&Named<'a>, &'static Rule)> {
        let named = self.all.iter().flat_map(|allow| allow.named.iter().map(move |named| (allow.line, named)));
        named.filter_map(|(line, named)| {
            let rule = named.rule?;
            let had_effect = self.effects.get(&(line, rule.id))?.get();
            (!had_effect).then_some((named, rule))
        })
    }
}

/// Returns what stands behind the prefix of a comment that has it.
fn order(comment: &str) -> Option<&str> {
    comment.trim_start_matches('#').trim_start().strip_prefix(PREFIX)
}

enum Order<'a> {
    None,
    Malformed(String),
    Allow { named: Vec<Named<'a>>, has_reason: bool, of_file: bool },
}

/// Reads what stands behind the prefix. What does not look like an order is a remark about a runbook.
fn read(text: &str, range: Range<usize>) -> Order<'_> {
    const SHAPE: &str = "write `# runbook: allow(RULE) REASON`, or `allow-file` for the whole file";
    let order = &text[range.clone()];
    let word_start = order.len() - order.trim_start().len();
    let word_end = order[word_start..]
        .find(|c: char| !c.is_ascii_alphabetic() && c != '-')
        .map_or(order.len(), |length| word_start + length);
    let word = &order[word_start..word_end];
    let rest = order[word_end..].trim_start();
    let of_file = match word {
        "allow" => false,
        "allow-file" => true,
        _ if rest.starts_with('(') => return Order::Malformed(format!("`{word}` is no order to lint; {SHAPE}")),
        _ => return Order::None,
    };
    let names_start = range.start + order.len() - rest.len() + 1;
    let Some((names, reason)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return Order::Malformed(format!("the rule is not named in round brackets; {SHAPE}"));
    };
    let mut at = names_start;
    let mut named = Vec::new();
    for part in names.split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            let rule = rules::find(name).ok();
            named.push(Named { range: start..start + name.len(), name, rule });
        }
        at += part.len() + 1;
    }
    if named.is_empty() {
        return Order::Malformed(format!("no rule is named; {SHAPE}"));
    }
    Order::Allow { named, has_reason: reason.chars().any(char::is_alphanumeric), of_file }
}

/// Returns the line that each comment holds for, by where the comment begins: its own, or the one below it and the comments
/// that follow it line by line.
fn lines_held_for(document: &Document<'_>) -> HashMap<usize, usize> {
    let source = document.source;
    let mut lines = HashMap::new();
    // The comment below the present one, if it stands alone: its line, and the line that it holds for.
    let mut below: Option<(usize, usize)> = None;
    for comment in document.tree.comments.iter().rev() {
        let line = source.line_number(comment.start);
        let is_alone = source.text()[source.line(line).start..comment.start].trim().is_empty();
        let held = match below {
            _ if !is_alone => line,
            Some((next, held)) if next == line + 1 => held,
            _ => line + 1,
        };
        below = is_alone.then_some((line, held));
        lines.insert(comment.start, held);
    }
    lines
}

/// Returns the line where a finding begins, and the line of the key or dash before the text that holds it.
fn lines_of_report(document: &Document<'_>, report: &Report) -> (usize, usize) {
    let source = document.source;
    let range = report.range.clone().unwrap_or_else(|| document.range(&report.route));
    let line = source.line_number(range.start);
    let node = document.node(&report.route).filter(|node| matches!(node.kind, NodeKind::Scalar { .. }));
    (line, node.map_or(line, |node| source.line_number(node.range.start)))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::{
        document::Source,
        lint::{Levels, Options, lint},
    };

    /// The rules that play here.
    const RULES: [&str; 9] = [
        "allow-not-understood",
        "allow-without-effect",
        "allow-without-reason",
        "dri-missing",
        "dri-not-a-contact",
        "placeholder",
        "schedule-missing",
        "task-without-duration",
        "task-without-owner",
    ];

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(text: &str, expected: Expect) {
        let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
        let options = Options { levels: Levels::only(&RULES), ..Options::default() };
        let found = lint(&source, &options).into_iter().map(|finding| {
            let shown = &source.text()[finding.range.clone()];
            format!(
                "{}:{} [{}] {shown:?}: {}\n",
                finding.start.line, finding.start.column, finding.rule.id, finding.message
            )
        });
        expected.assert_eq(&found.collect::<String>());
    }

    #[test]
    fn a_comment_allows_on_its_line_below_it_and_in_the_text_that_begins_there() {
        check(
            "\
version: 1
# runbook: allow(dri-missing, schedule-missing) a draft for the training
header:
  name: Acme - Work on <A>   # runbook: allow(placeholder) filled on the call
rollback: { irreversible: Nothing is changed }
tasks:
  # runbook: allow(task-without-owner) all of us
  # said by everybody
  # runbook: allow(task-without-duration) as long as it takes
  - task: Look
    # runbook: allow(placeholder) filled on the call
    command: |
      cat <FILE>
      cat <OTHER_FILE>
",
            expect![""],
        );
    }

    #[test]
    fn a_file_can_be_allowed_as_a_whole() {
        check(
            "\
# runbook: allow-file(dri-missing,schedule-missing) a draft
version: 1
header: { name: Acme - Work on <A> and <B> }
rollback: { irreversible: Nothing is changed }
#   runbook:  allow-file ( placeholder )  filled on the call
",
            expect![""],
        );
    }

    #[test]
    fn what_has_no_reason_no_effect_or_no_such_rule_is_reported() {
        check(
            "\
version: 1
# runbook: allow(dri-missing)
# runbook: allow(dri-missing, placeholder) because
header:
  name: Acme - Work   # runbook: allow(schedule-missing) it stands elsewhere
  # runbook: allow(placehoder) because
  description: x
  # runbook: allow placeholder
  # runbook: alow(placeholder) because
  # runbook: allow() because
  # runbook: allow(syntax, allow-without-reason) because
  # runbook: for Acme only
rollback: { irreversible: Nothing is changed }
",
            expect![[r##"
                2:1 [allow-without-reason] "# runbook: allow(dri-missing)": an allow comment does not say why
                3:31 [allow-without-effect] "placeholder": `placeholder` has nothing to allow here
                4:1 [schedule-missing] "header": no time is agreed
                5:40 [allow-without-effect] "schedule-missing": `schedule-missing` has nothing to allow here
                6:20 [allow-not-understood] "placehoder": there is no rule `placehoder`
                8:3 [allow-not-understood] "# runbook: allow placeholder": the rule is not named in round brackets; write `# runbook: allow(RULE) REASON`, or `allow-file` for the whole file
                9:3 [allow-not-understood] "# runbook: alow(placeholder) because": `alow` is no order to lint; write `# runbook: allow(RULE) REASON`, or `allow-file` for the whole file
                10:3 [allow-not-understood] "# runbook: allow() because": no rule is named; write `# runbook: allow(RULE) REASON`, or `allow-file` for the whole file
                11:20 [allow-not-understood] "syntax": `syntax` cannot be allowed
                11:28 [allow-not-understood] "allow-without-reason": `allow-without-reason` cannot be allowed
            "##]],
        );
    }

    #[test]
    fn a_blank_line_ends_what_a_comment_holds_for() {
        check(
            "\
version: 1
# runbook: allow(dri-missing) because

header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC, window: 3h }
rollback: { irreversible: Nothing is changed }
",
            expect![[r#"
                2:18 [allow-without-effect] "dri-missing": `dri-missing` has nothing to allow here
                4:1 [dri-missing] "header": nobody owns the work
            "#]],
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_in_full_is_not_blamed_for_allows() {
        check(
            "\
version: 1
# runbook: allow(schema, placeholder) because
header: { name: Acme - Work, nam: x, schedule_at: 2026-10-10 23:30 UTC, window: 3h, dri: x }
rollback: { irreversible: Nothing is changed }
",
            expect![[r#"
                2:18 [allow-not-understood] "schema": `schema` cannot be allowed
                3:30 [schema] "nam": the header has no key `nam`
                3:90 [dri-not-a-contact] "x": the DRI is not a contact of GitLab
            "#]],
        );
    }
}
