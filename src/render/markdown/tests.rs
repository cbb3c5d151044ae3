//! Texts in, Markdown out.

use super::{Text, block, fenced};

#[track_caller]
fn check(text: &Text, line: &str, cell: &str) {
    assert_eq!((text.line().as_str(), text.cell().as_str()), (line, cell));
}

#[track_caller]
fn check_inline(text: &str, expected: &str) {
    check(&Text::inline(text), expected, expected);
}

#[test]
fn inline_markdown_is_understood() {
    check_inline("Run `x = 1` on **all** of the *2500* groups", "Run `x = 1` on **all** of the *2500* groups");
    check_inline("__a__ _b_ ***c*** a*b*c", "**a** *b* ***c*** a*b*c");
    check_inline("see [the *docs*](https://example.com/a_b)", "see [the *docs*](https://example.com/a_b)");
    check_inline(
        "[a](https://example.com/x_(y)) <https://example.com>",
        "[a](<https://example.com/x_(y)>) <https://example.com>",
    );
    check_inline("`` a`b `` ` `` ` ```` ```", "``a`b`` ``` `` ``` \\`\\`\\`\\` \\`\\`\\`");
    check_inline("\\*not emphasis\\*", "\\*not emphasis\\*");
}

#[test]
fn everything_else_is_text() {
    check_inline("![a](https://example.com/b.png)", "\\!\\[a\\](<https://example.com/b.png>)");
    check_inline(
        "[a](ftp://example.com) [a](/b) [a](https://example.com \"t\")",
        "\\[a\\](ftp\\://example.com) \\[a\\](/b) \\[a\\](<https://example.com> \"t\")",
    );
    check_inline("~~gone~~ <b>bold</b> &amp; # no heading", "\\~\\~gone\\~\\~ \\<b>bold\\</b> \\&amp; # no heading");
    check_inline("[](https://example.com)", "<https://example.com>");
    check_inline("<john@example.com>", "\\<john\\@example.com>");
}

#[test]
fn emphasis_that_would_be_read_differently_is_shown_as_it_was_typed() {
    check_inline("*a*_b_ and `c`", "\\*a\\*\\_b\\_ and \\`c\\`");
    check_inline("a*https://example.com*", "a\\*<https://example.com>\\*");
    check_inline("<!A https://example.com", "\\<\\!A <https://example.com>");
}

#[test]
fn a_style_in_itself_is_one() {
    check_inline("*a *b** c", "*a b* c");
    check_inline("**a *b **c*** d**", "**a *b c* d**");
}

#[test]
fn lines_are_joined() {
    check_inline("one\n\n- two\n*three*", "one<br><br>\\- two<br>*three*");
    check(&Text::literal("*a*\r\n/b"), "\\*a\\*<br>\\/b", "\\*a\\*<br>\\/b");
}

#[test]
fn a_pipe_stays_in_its_cell() {
    check(&Text::inline("a | `b|c`"), "a | `b|c`", "a \\| `b\\|c`");
    check(&Text::inline("`a\\|b`"), "`a\\|b`", "a\\\\\\|b");
    check(&Text::literal("a\\|b\\"), "a\\\\|b\\\\", "a\\\\\\|b\\\\");
    check(&Text::address("https://example.com/a|b"), "<https://example.com/a%7Cb>", "<https://example.com/a%7Cb>");
}

#[test]
fn only_user_names_are_mentioned() {
    check(&Text::mention("@john_doe"), "@john_doe", "@john_doe");
    check(&Text::mention("_john__doe_.x"), "@\\_john\\_\\_doe\\_.x", "@\\_john\\_\\_doe\\_.x");
    for no_name in ["@all", "John Doe", "@a/b", "@-a", "a.", "@john.git", "john@example.com", "@"] {
        assert!(!Text::mention(no_name).line().starts_with('@'), "{no_name}");
    }
}

#[test]
fn a_text_is_linked_where_it_can_be() {
    let link = |text: &str, link: &str| Text::inline(text).linked_to(link).line();
    assert_eq!(link("Run `it`", "https://example.com/a b"), "Run `it` (<https://example.com/a> b)");
    assert_eq!(link("Run `it`", "https://example.com/a"), "[Run `it`](https://example.com/a)");
    assert_eq!(link("Read https://example.com", "docs/a.md"), "Read <https://example.com> (docs/a.md)");
}

#[test]
fn nothing_on_the_line_of_an_item_looks_like_a_box() {
    let line = |text: &str| Text::inline(text).without_boxes().line();
    assert_eq!(line("Tick `[x]` in `a[0]`"), "Tick \\[x\\] in `a[0]`");
    assert_eq!(line("[ ](https://example.com/[x])"), "\\[ \\](<https://example.com/%5Bx]>)");
    assert_eq!(
        line("[x](https://example.com) https://example.com/[x]"),
        "\\[x\\](<https://example.com>) <https://example.com/%5Bx]>"
    );
}

#[test]
fn a_fence_is_longer_than_any_in_the_code() {
    assert_eq!(fenced("a\n", "ruby"), "```ruby\na\n```");
    assert_eq!(fenced("a\n```\nb", "a b"), "````\na\n```\nb\n````");
    assert_eq!(fenced("/a\n\nb", "sh"), " ```sh\n /a\n\n b\n ```");
}

#[test]
fn blocks_are_written_anew() {
    assert_eq!(block("Title\n===\ntext  \nmore\\\nend"), "**Title**\n\ntext\\\nmore\\\nend");
    assert_eq!(block("* a\n* b\n\n+ c\n1) d\n   /e"), "- a\n- b\n\n* c\n\n1. d\n   \\/e");
    assert_eq!(block("~~~ruby x\na\n"), "```\nruby x\na\n```");
    assert_eq!(block("    a\n\n***\n\n<div>\n/b"), "```\na\n```\n\n___\n\n\\<div>\\\n\\/b");
    assert_eq!(block("[a][1] b\n\n[1]: https://example.com"), "[a](https://example.com) b");
    let as_typed = "\\[a\\]\\[b\\] c\n\n\\[b\\]: <https://example.com>";
    assert_eq!(block("[a][b] c\n\n[b]: https://example.com"), as_typed);
    assert!(block(&"> ".repeat(100_000)).starts_with("\\> > > "), "what is nested too deep is shown as it was typed");
}
