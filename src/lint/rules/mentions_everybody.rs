//! `mentions-everybody`.

use super::super::{Level, LintContext, rule::declare_rule, texts::Code};
use crate::model::Kind;

declare_rule! {
    /// Finds `@all`, `@here`, `@channel` and `@everyone` in texts. Commands and code are not looked at.
    ///
    /// ## Why
    /// The issue is safe: `runbook render` mentions nobody by what stands in a text. But the texts are what people paste
    /// into Slack and into comments, and there one word wakes a whole team, or all members of a project.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - item: Inform @channel in `#support_gitlab-com` about the work
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - item: Inform `#support_gitlab-com` about the work
    /// ```
    pub(super) static MENTIONS_EVERYBODY = {
        id: "mentions-everybody",
        level: Level::Warning,
        summary: "a text mentions everybody",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

const EVERYBODY: [&str; 4] = ["@all", "@here", "@channel", "@everyone"];

fn check(cx: &mut LintContext<'_>) {
    for shown in cx.shown_texts() {
        let mut mentions = EVERYBODY.iter().flat_map(|name| shown.text.match_indices(name));
        let mut code = None;
        let Some((at, name)) = mentions.find(|(at, name)| {
            is_mention(shown.text, *at, name) && !code.get_or_insert_with(|| Code::of(&shown)).holds(*at)
        }) else {
            continue;
        };
        let range = cx.place_of(&shown, &(at..at + name.len()));
        cx.report(cx.route_at(shown.node.range.start), "everybody")
            .range(range)
            .message(format!("`{name}` mentions everybody where the text is pasted"))
            .help("name who is meant; as code, in back-ticks, it mentions nobody");
    }
}

fn is_mention(text: &str, at: usize, name: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '@');
    let rest = &text[at + name.len()..];
    let ends = !rest.starts_with(joins) && !rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(joins));
    let begins =
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\' | '+' | '-' | '/'));
    begins && ends
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, MENTIONS_EVERYBODY};

    #[test]
    fn addresses_code_and_longer_names_mention_somebody_else() {
        check(
            &MENTIONS_EVERYBODY,
            "\
tasks:
  - task: Ask ops@all.example, @all-hands, @heredoc, @all.of.us and https://x.example/@here; not `@channel`
    command: echo @here
",
            expect![""],
        );
    }

    #[test]
    fn each_text_is_said_once() {
        check(
            &MENTIONS_EVERYBODY,
            "\
header: { name: Acme - Work, dri: '@all' }
tasks:
  - task: (@here) and `x` @here
    note: |
      Tell @everyone.
      And @everyone again
",
            expect![[r#"
                2:36 warning [mentions-everybody] "@all": `@all` mentions everybody where the text is pasted (everybody); name who is meant; as code, in back-ticks, it mentions nobody
                4:12 warning [mentions-everybody] "@here": `@here` mentions everybody where the text is pasted (everybody); name who is meant; as code, in back-ticks, it mentions nobody
                6:12 warning [mentions-everybody] "@everyone": `@everyone` mentions everybody where the text is pasted (everybody); name who is meant; as code, in back-ticks, it mentions nobody
            "#]],
        );
    }
}
