//! Which characters of a text need a backslash so that GitLab shows the text and does nothing else with it.
//!
//! A backslash is written only where the character would mean something at its place, so that the raw Markdown stays
//! readable; where that is in doubt, it is written. Each rule names what it prevents. GitLab's references (`@`, `#`,
//! `!`, `~`, `%`, `&`, `$`, `:`) are stopped by a backslash because GitLab keeps an escaped one of these apart from the
//! text around it; an alert (`^alert#1`) by that of its `#`.

/// How far ahead or back a rule looks; beyond it the character is escaped.
const FAR: usize = 64;

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// What is written right before it; `None` at the beginning of a line.
    pub(super) before: Option<char>,
    /// What is written right after it; `None` at the end.
    pub(super) after: Option<char>,
    /// Whether it stands in a table cell.
    pub(super) in_cell: bool,
}

/// Appends a text of one line with the backslashes it needs; runs of blanks become one.
pub(super) fn push(out: &mut String, text: &str, place: Place) {
    let chars: Vec<char> = text.chars().collect();
    let mut is_after_backslash = false;
    for (at, &c) in chars.iter().enumerate() {
        if c == ' ' || c == '\t' || c == '\n' {
            if !out.ends_with(' ') {
                out.push(' ');
            }
            is_after_backslash = false;
            continue;
        }
        is_after_backslash = needs_backslash(Here { chars: &chars, at, place, is_after_backslash });
        if is_after_backslash {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Returns whether a text that begins with `&` begins with a character reference, such as `&lt;` or `&#64;`.
pub(super) fn is_entity(text: &str) -> bool {
    let Some(name) = text.strip_prefix('&') else { return false };
    let name = name.strip_prefix('#').unwrap_or(name);
    let length = name.bytes().take(FAR).take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name[length..].starts_with(';')
}

/// A character at its place.
#[derive(Clone, Copy)]
struct Here<'a> {
    chars: &'a [char],
    at: usize,
    place: Place,
    /// Whether the character before it was escaped, and so stands apart from it in GitLab.
    is_after_backslash: bool,
}

impl Here<'_> {
    fn previous(self) -> Option<char> {
        if self.at == 0 { self.place.before } else { Some(self.chars[self.at - 1]) }
    }

    fn next(self) -> Option<char> {
        self.nth(1)
    }

    fn nth(self, n: usize) -> Option<char> {
        let at = self.at + n;
        if at == self.chars.len() { self.place.after } else { self.chars.get(at).copied() }
    }

    fn is_line_start(self) -> bool {
        self.previous().is_none()
    }

    fn rest(self) -> impl Iterator<Item = char> {
        self.chars[self.at + 1..].iter().copied()
    }

    fn back(self) -> impl Iterator<Item = char> {
        self.chars[..self.at].iter().rev().copied()
    }
}

fn needs_backslash(here: Here<'_>) -> bool {
    let (previous, next) = (here.previous(), here.next());
    match here.chars[here.at] {
        // Would escape what follows, or break the line.
        '\\' => next.is_none_or(|c| c.is_ascii_punctuation()),
        // Code; links, references by word, footnotes, wiki links, boxes of task items.
        '`' | '[' | ']' => true,
        // Emphasis, unless blanks are on both sides; bullets and rules at the beginning of a line.
        '*' => !(previous.is_some_and(is_blank) && is_blank_or_end(next)),
        // The same, but inside a word it is none.
        '_' => !(is_inside_word(here) || previous.is_some_and(is_blank) && is_blank_or_end(next)),
        // Strikethrough, also of the box `[~]` before it; fences, labels.
        '~' => !(previous.is_some_and(is_blank) && is_blank_or_end(next)),
        // Tags, comments, addresses in brackets.
        '<' => next.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        // Images, merge requests, and with `<` the beginning of a comment.
        '!' => previous == Some('<') || next.is_some_and(|c| c.is_ascii_digit() || c == '['),
        // Quotes.
        '>' => here.is_line_start(),
        // Issues; headings and what closes them.
        '#' if here.is_line_start() => is_blank_or_end(next) || matches!(next, Some('#' | '0'..='9')),
        '#' => next.is_some_and(|c| c.is_ascii_digit()) || closes_heading(here),
        // Mentions and mail addresses.
        '@' => !next.is_some_and(is_blank),
        // Epics and character references.
        '&' => next.is_some_and(|c| c.is_ascii_digit()) || is_entity_here(here),
        // Mathematics and snippets.
        '$' => !next.is_some_and(is_blank),
        // Milestones and placeholders.
        '%' => names_something(here),
        ':' => is_live_colon(here),
        // Cells and whole tables.
        '|' => here.place.in_cell || here.is_line_start(),
        // Bullets, rules, underlines of headings, delimiter rows of tables.
        '+' => here.is_line_start() && is_blank_or_end(next),
        '-' => here.is_line_start() && (is_blank_or_end(next) || matches!(next, Some('-' | '|' | ':'))),
        '=' => here.is_line_start() && (is_blank_or_end(next) || next == Some('=')),
        // Numbers of lists, and addresses without a scheme.
        '.' => is_list_number(here) || is_www(here),
        ')' => is_list_number(here),
        // Quick actions.
        '/' => here.is_line_start(),
        _ => false,
    }
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

fn is_blank_or_end(c: Option<char>) -> bool {
    c.is_none_or(is_blank)
}

/// Whether an underscore, alone or with others, stands between two letters or digits.
fn is_inside_word(here: Here<'_>) -> bool {
    let behind = here.back().take(FAR).take_while(|&c| c == '_').count();
    let ahead = here.rest().take(FAR).take_while(|&c| c == '_').count();
    let before = if behind == here.at { here.place.before } else { Some(here.chars[here.at - behind - 1]) };
    [before, here.nth(ahead + 1)].into_iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()))
}

/// Whether only number signs follow, after a blank.
fn closes_heading(here: Here<'_>) -> bool {
    let signs = here.back().take(FAR).take_while(|&c| c == '#').count();
    let before = if signs == here.at { here.place.before } else { Some(here.chars[here.at - signs - 1]) };
    before.is_none_or(is_blank) && here.rest().take(FAR).all(|c| c == '#' || is_blank(c))
}

fn is_entity_here(here: Here<'_>) -> bool {
    let text: String = here.chars[here.at..].iter().take(FAR).collect();
    is_entity(&text)
}

/// Whether a percent sign is followed by a word, also one in quotes or braces.
fn names_something(here: Here<'_>) -> bool {
    let mut word = here.rest().take_while(|&c| !is_blank(c));
    let mut length = 0;
    word.any(|c| {
        length += 1;
        c.is_alphanumeric() || matches!(c, '_' | '"') || length > FAR
    })
}

/// Whether a colon begins a definition, an address or an emoji, or belongs to a reference such as `[issue:1]`.
fn is_live_colon(here: Here<'_>) -> bool {
    let next = here.next();
    if here.is_line_start() || next == Some('/') && here.nth(2) == Some('/') {
        return true;
    }
    if is_blank_or_end(next) {
        return false;
    }
    let mut token = here.back().take_while(|&c| !is_blank(c)).enumerate();
    if token.any(|(n, c)| matches!(c, '[' | '*') || n >= FAR) {
        return true;
    }
    let begins_emoji = || {
        let mut name = here.rest().skip_while(|&c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'));
        next != Some(':') && name.next() == Some(':')
    };
    let is_apart = here.is_after_backslash || here.previous().is_some_and(|c| !c.is_alphanumeric() && c != ':');
    is_apart && begins_emoji()
}

/// Whether a full stop or bracket follows a number at the beginning of a line.
fn is_list_number(here: Here<'_>) -> bool {
    let is_first = here.place.before.is_none() && (1..=9).contains(&here.at);
    is_first && is_blank_or_end(here.next()) && here.back().all(|c| c.is_ascii_digit())
}

fn is_www(here: Here<'_>) -> bool {
    here.back().take(3).all(|c| c.eq_ignore_ascii_case(&'w')) && here.at >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        push(&mut out, text, Place { before: None, after: None, in_cell: false });
        assert_eq!(out, expected);
    }

    #[track_caller]
    fn check_plain(text: &str) {
        check(text, text);
    }

    #[test]
    fn what_means_nothing_stays_as_it_is() {
        check_plain("Acme - Enforce 2FA on All Groups");
        check_plain("User.where(otp_required_for_login: true).count");
        check_plain(
            "2FA: done! 50% (+5) costs 5 $ net, R&D & AT&T, 2 * 3 < 7 > 6, a = b; ~ 10:30, C# is #fun # no heading",
        );
        check_plain("Tell #support_gitlab-com and #support_manager, see C:\\Users and group/project");
        check_plain("2^10, 'quoted' \"text\", {braces}, x_1__y, Foo::Bar, a|b, -5 degrees, 1.5 hours");
    }

    #[test]
    fn the_beginning_of_a_line_has_no_meaning() {
        check("/close", "\\/close");
        check("# heading", "\\# heading");
        check("## x ##", "\\## x \\#\\#");
        check("- item", "\\- item");
        check("---", "\\---");
        check("+ item", "\\+ item");
        check("* item", "\\* item");
        check("> quote", "\\> quote");
        check("===", "\\===");
        check("12. item", "12\\. item");
        check("12) item", "12\\) item");
        check(": details", "\\: details");
        check("| a | b |", "\\| a | b |");
        check("~~~", "\\~\\~\\~");
    }

    #[test]
    fn markup_is_shown() {
        check("*a* _b_ `c` [d](e) ![f](g)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\!\\[f\\](g)");
        check("<b>x</b> <!-- rb:x --> &lt; &#64;", "\\<b>x\\</b> \\<\\!-- rb:x --> \\&lt; \\&\\#64;");
        check("a\\*b and the end\\", "a\\\\\\*b and the end\\\\");
        check("[x] $a$ $$ ~~s~~ [[w]] [^1]", "\\[x\\] \\$a$ \\$$ \\~\\~s\\~\\~ \\[\\[w\\]\\] \\[^1\\]");
    }

    #[test]
    fn references_are_stopped() {
        check("a @john_doe b@c.d @all", "a \\@john_doe b\\@c.d \\@all");
        check(
            "a #12 !3 $4 &5 ~bug ~\"a b\" %1.0 %\"a b\"",
            "a \\#12 \\!3 \\$4 \\&5 \\~bug \\~\"a b\" \\%1.0 \\%\"a b\"",
        );
        check(
            "group/project#1 ^alert#1 [issue:1] *iteration:1",
            "group/project\\#1 ^alert\\#1 \\[issue\\:1\\] \\*iteration\\:1",
        );
        check("a ftp://x www.example.com :smile: x:+1:", "a ftp\\://x www\\.example.com \\:smile: x:+1:");
        check("::smile: A::b: @:x:", "\\:\\:smile: A::b: \\@\\:x:");
    }

    #[test]
    fn blanks_are_single() {
        check("a  b\t\tc", "a b c");
    }
}
