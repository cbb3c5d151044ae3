//! A syntax error of the YAML → a problem that says what to do.
//!
//! The parser says where it could not go on. What people got wrong often stands earlier: the quote that was opened, the
//! value that begins with an `@`, the bracket that was meant as text. So the line is read again with their eyes.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::{Problem, emit::scalar, parse::is_typographic_quote, source::Source, tree::MAX_DEPTH};

/// Explains the first syntax error of a text.
pub(super) fn explain(source: &Source, error: &ScanError) -> Problem {
    let text = source.text();
    let mut at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Problem::syntax(at..at, format!("lists and mappings are nested deeper than {MAX_DEPTH}"))
            .help("a runbook is flat; is this the right file?");
    }
    let here = Line::at(source, at);
    conflict(source, at)
        .or_else(|| tab(source, error, &here))
        .or_else(|| odd_blank(source, &here))
        .or_else(|| control(text, &here))
        .or_else(|| open_quote(source, error, &here, at))
        .or_else(|| escape(text, error, at))
        .or_else(|| closed_quote(text, error, &here, at))
        .or_else(|| comment_in_text(error, &here))
        .or_else(|| value_begins_with(text, &here, at))
        .or_else(|| open_bracket(source, error, at))
        .or_else(|| colon(source, error, &here, at))
        .or_else(|| indentation(source, error, &here))
        .unwrap_or_else(|| Problem::syntax(at..at, format!("this is no YAML: {}", error.info())))
}

/// A line as people see it: its key and its value.
struct Line<'s> {
    /// From 1.
    number: usize,
    /// The bytes of the line, without its line break.
    range: Range<usize>,
    indent: &'s str,
    /// The key with its dash, empty for a line without one.
    key: &'s str,
    /// The column in which the key begins, behind its dashes.
    key_column: usize,
    /// Where the value begins, and its text without a comment behind it.
    value_start: usize,
    value: &'s str,
}

impl<'s> Line<'s> {
    fn at(source: &'s Source, at: usize) -> Self {
        Self::number(source, source.position(at).line)
    }

    fn number(source: &'s Source, number: usize) -> Self {
        let range = source.line(number);
        let line = &source.text()[range.clone()];
        let n_indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let mut value_start = n_indent;
        loop {
            let rest = &line[value_start..];
            if rest == "-" || rest.starts_with("- ") {
                value_start += rest.len() - rest[1..].trim_start_matches(' ').len();
            } else {
                break;
            }
        }
        let key_column = value_start;
        let rest = &line[value_start..];
        let key_end = if rest.starts_with(['"', '\'', '[', '{', '#', '@', '`']) {
            None
        } else {
            rest.find(": ").or_else(|| rest.ends_with(':').then(|| rest.len() - 1))
        };
        let key = key_end.map_or("", |end| &rest[..end]);
        if let Some(end) = key_end {
            let behind = &rest[end + 1..];
            value_start += end + 1 + (behind.len() - behind.trim_start_matches([' ', '\t']).len());
        }
        let value = &line[value_start..];
        let value = value.find(" #").map_or(value, |comment| &value[..comment]).trim_end();
        Self {
            number,
            key_column,
            value_start: range.start + value_start,
            range,
            indent: &line[..n_indent],
            key,
            value,
        }
    }

    /// Returns how the line is written with this value in quotes.
    fn quoted(&self, value: &str) -> String {
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        // Quotes of a word processor were meant as quotes.
        let value = value.trim_matches(is_typographic_quote);
        let quoted = scalar(value);
        let quoted = if quoted == value { format!("\"{value}\"") } else { quoted };
        format!("{key}{quoted}")
    }
}

fn conflict(source: &Source, at: usize) -> Option<Problem> {
    let last = source.position(at).line + 1;
    let is_marker = |line: &str| line.starts_with("<<<<<<< ") || line == "=======" || line.starts_with(">>>>>>> ");
    let marker = (1..=last).map(|number| source.line(number)).find(|line| is_marker(&source.text()[line.clone()]))?;
    Some(
        Problem::syntax(marker, "a merge conflict is not resolved")
            .help("keep one side, or both, and remove the lines of `<`, `=` and `>`; then lint again"),
    )
}

fn tab(source: &Source, error: &ScanError, here: &Line<'_>) -> Option<Problem> {
    // Where a tab ends a text, the parser stops at the beginning of that text.
    let last = if matches!(error.kind(), ErrorKind::TabInPlainScalar) { here.number + 20 } else { here.number };
    let tab = (here.number..=last).find_map(|number| {
        let line = Line::number(source, number);
        line.indent.find('\t').map(|tab| line.range.start + tab)
    })?;
    Some(
        Problem::syntax(tab..tab + 1, "a tab stands in the indentation")
            .help("YAML indents with blanks; replace each tab by two blanks"),
    )
}

/// Answers a blank that YAML does not take for one: copied from a web page, mostly.
fn odd_blank(source: &Source, here: &Line<'_>) -> Option<Problem> {
    let first = here.number.saturating_sub(1).max(1);
    (first..=here.number).find_map(|number| {
        let line = Line::number(source, number);
        let text = &source.text()[line.range.clone()];
        let n_blank = text.len() - text.trim_start().len();
        let (at, c) = text[..n_blank].char_indices().find(|(_, c)| !c.is_ascii())?;
        let start = line.range.start + at;
        Some(
            Problem::syntax(
                start..start + c.len_utf8(),
                format!("a blank that is none stands in the indentation: U+{:04X}", u32::from(c)),
            )
            .help("replace it by an ordinary blank"),
        )
    })
}

fn control(text: &str, here: &Line<'_>) -> Option<Problem> {
    let is_control = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let (place, c) = text[here.range.clone()].char_indices().find(|(_, c)| is_control(c))?;
    let start = here.range.start + place;
    Some(
        Problem::syntax(
            start..start + c.len_utf8(),
            format!("a control character stands here: U+{:04X}", u32::from(c)),
        )
        .help("remove it; it may come from a terminal's output"),
    )
}

/// Finds a quote that was opened at or before the error and never closed as it was meant.
fn open_quote(source: &Source, error: &ScanError, here: &Line<'_>, at: usize) -> Option<Problem> {
    let about_quotes = matches!(
        error.kind(),
        ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::UnclosedQuotedScalar
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
    );
    if !about_quotes {
        return None;
    }
    let first = here.number.saturating_sub(50).max(1);
    let (line, start, quote) = (first..=here.number).rev().find_map(|number| {
        let line = Line::number(source, number);
        let (start, quote) = unclosed(&source.text()[line.range.clone()])?;
        Some((line, start, quote))
    })?;
    let start = line.range.start + start;
    let rest = source.text()[start + 1..line.range.end].trim_end();
    let problem = Problem::syntax(start..start + 1, "the quote that opens here is not closed on its line");
    let problem = if start == line.value_start {
        problem.help(format!(
            "write `{}`",
            line.quoted(rest.find(" #").map_or(rest, |comment| &rest[..comment]).trim_end())
        ))
    } else {
        problem.help(format!("close it with another `{quote}` where the text ends"))
    };
    Some(if here.number == line.number { problem } else { problem.also(at..at, "noticed here") })
}

/// Returns where a line opens a quote that it does not close, and which one. A quote counts where a value can begin.
fn unclosed(line: &str) -> Option<(usize, char)> {
    let mut may_begin = true;
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        if may_begin && matches!(c, '"' | '\'') {
            match closing(&line[at + 1..], c) {
                Some(end) => at += 1 + end + 1,
                None => return Some((at, c)),
            }
            may_begin = false;
            continue;
        }
        if may_begin && c == '#' {
            return None;
        }
        let behind_blank = c == ' ' && (line[..at].ends_with([':', '-', ',', '{', '[', '#']) || at == 0);
        may_begin = matches!(c, '{' | '[' | ',') || behind_blank || (may_begin && c == ' ');
        at += c.len_utf8();
    }
    None
}

/// Returns where a quoted text ends, behind its opening quote.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if c == '\\' && quote == '"' {
            letters.next();
        } else if c == quote {
            if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') {
                letters.next();
            } else {
                return Some(at);
            }
        }
    }
    None
}

fn escape(text: &str, error: &ScanError, at: usize) -> Option<Problem> {
    let about_escapes = matches!(
        error.kind(),
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidUnicodeEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
    );
    if !about_escapes {
        return None;
    }
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let quoted = &text[at..line_end];
    let mut from = 0;
    while let Some(found) = quoted[from..].find('\\') {
        let backslash = from + found;
        let next = quoted[backslash + 1..].chars().next()?;
        let n_hex = match next {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let hex = quoted[backslash + 2..].chars().take(n_hex);
        let is_escape =
            "0abtnvfre \"/\\N_LPxuU\t".contains(next) && hex.filter(char::is_ascii_hexdigit).count() == n_hex;
        if !is_escape {
            let range = at + backslash..at + backslash + 1 + next.len_utf8();
            return Some(
                Problem::syntax(range, format!("`\\{next}` means nothing in double quotes"))
                    .help("write a backslash as `\\\\`, or put the text in single quotes"),
            );
        }
        from = backslash + 1 + next.len_utf8();
    }
    None
}

fn closed_quote(text: &str, error: &ScanError, here: &Line<'_>, at: usize) -> Option<Problem> {
    let quote = match error.kind() {
        ErrorKind::InvalidTrailingSingleQuotedScalar => '\'',
        ErrorKind::InvalidTrailingDoubleQuotedScalar => '"',
        _ => return None,
    };
    let end = here.range.end.max(at);
    let problem = Problem::syntax(at..end, "text follows a quote that is closed");
    let inner = here.value.strip_prefix(quote)?;
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    let whole = here.value_start + here.value.len() <= text.len();
    Some(match quote {
        '\'' if whole => problem.help(format!("inside single quotes a quote is written twice: `{}`", {
            let key = if here.key.is_empty() { String::new() } else { format!("{}: ", here.key) };
            format!("{key}'{}'", inner.replace("''", "'").replace('\'', "''"))
        })),
        _ => problem.help("put the whole text in quotes; inside double quotes a quote is written `\\\"`"),
    })
}

/// Answers a text that goes on behind what YAML takes for a comment.
fn comment_in_text(error: &ScanError, here: &Line<'_>) -> Option<Problem> {
    if !matches!(error.kind(), ErrorKind::CommentInterceptedScalar) {
        return None;
    }
    let range = here.value_start..here.range.end;
    let problem = Problem::syntax(range, "the text ends at its comment, but the next line reads as more of it");
    Some(match here.key.strip_prefix('-') {
        Some(key) => problem.help(format!("write a blank behind the dash: `- {key}: …`")),
        _ => problem.help("if this line should begin an entry, it needs its key, such as `task: …`; a text with ` #` in it goes in quotes"),
    })
}

/// Answers a value that begins with a character that means something else in YAML.
fn value_begins_with(text: &str, here: &Line<'_>, at: usize) -> Option<Problem> {
    // Inside brackets only the word itself can be shown.
    let c = text[at..].chars().next();
    if let Some(c @ ('@' | '`')) = c {
        let word_end =
            text[at..here.range.end.max(at)].find([',', ']', '}', ' ']).map_or(here.range.end, |end| at + end);
        let in_flow = here.value_start != at;
        let value = if in_flow { &text[at..word_end] } else { here.value };
        let shown = if in_flow { format!("\"{value}\"") } else { here.quoted(value) };
        let name = if c == '@' { "an `@`" } else { "a backtick" };
        return Some(
            Problem::syntax(at..at + value.len(), format!("a text that begins with {name} needs quotes"))
                .help(format!("write `{shown}`")),
        );
    }
    let first = here.value.chars().next()?;
    let in_value = (here.value_start..=here.range.end).contains(&at);
    let has_text_behind = match first {
        '[' | '{' => at > here.value_start,
        '%' | ']' | '}' | ',' | '*' | '&' | '!' => true,
        '|' | '>' => here.value.len() > 2,
        _ => false,
    };
    if !in_value || !has_text_behind || here.value.len() > 300 {
        return None;
    }
    // A bracket that is not closed on its line is a list that goes on, and one that ends it is a list: no texts.
    if matches!(first, '[' | '{') && bracket_end(here.value).is_none_or(|end| end == here.value.len()) {
        return None;
    }
    let range = here.value_start..here.value_start + here.value.len();
    let problem = Problem::syntax(range, format!("a text that begins with `{first}` needs quotes"));
    Some(if matches!(first, '|' | '>') {
        problem.help(format!("write `{}`, or begin the text on the next line, indented", here.quoted(here.value)))
    } else {
        problem.help(format!("write `{}`", here.quoted(here.value)))
    })
}

/// Returns where the bracket ends that a text begins with.
fn bracket_end(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.pop() != Some(c) => return None,
            _ => {}
        }
        if open.is_empty() {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Finds a comment that hides the end of a bracket: `{ item: Inform #support }`.
fn hidden_bracket(source: &Source, at: usize) -> Option<Problem> {
    let here = source.position(at).line;
    (here.saturating_sub(20).max(1)..=here).rev().find_map(|number| {
        let range = source.line(number);
        let line = &source.text()[range.clone()];
        let comment = line.find(" #")? + 1;
        let n = |brackets: [char; 2]| line[..comment].matches(brackets).count();
        let is_hidden = n(['[', '{']) > n([']', '}']) && line[comment..].contains([']', '}']);
        is_hidden.then(|| {
            Problem::syntax(range.start + comment..range.end, "a comment begins here and hides the end of the bracket")
                .help("put the text with ` #` in it in quotes; if it is a comment, put it behind the bracket")
        })
    })
}

fn open_bracket(source: &Source, error: &ScanError, at: usize) -> Option<Problem> {
    let in_flow = matches!(
        error.kind(),
        ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::BlockEntryInFlowCollection
    );
    if !in_flow {
        return None;
    }
    if let Some(problem) = hidden_bracket(source, at) {
        return Some(problem);
    }
    let text = source.text();
    let mut depth = 0_usize;
    for (place, c) in text[..at].char_indices().rev().take(20_000) {
        match c {
            ']' | '}' => depth += 1,
            '[' | '{' if depth > 0 => depth -= 1,
            '[' | '{' => {
                let close = if c == '[' { ']' } else { '}' };
                return Some(
                    Problem::syntax(place..place + 1, format!("the `{c}` that opens here is not closed as it should be"))
                        .help(format!("put a comma between entries and `{close}` at the end; a text with `{c}`, `,` or `: ` in it goes in quotes"))
                        .also(at..at, "noticed here"),
                );
            }
            _ => {}
        }
    }
    None
}

/// Answers a colon too much or too few.
fn colon(source: &Source, error: &ScanError, here: &Line<'_>, at: usize) -> Option<Problem> {
    let text = source.text();
    match error.kind() {
        ErrorKind::MappingValueNotAllowed => {
            let inner = here.value.find(": ").or_else(|| here.value.ends_with(':').then(|| here.value.len() - 1));
            if !here.key.is_empty() && inner.is_some() && at > here.value_start {
                let range = here.value_start..here.value_start + here.value.len();
                return Some(
                    Problem::syntax(range, "a text with `: ` in it needs quotes")
                        .help(format!("write `{}`", here.quoted(here.value))),
                );
            }
            let before = Line::number(source, here.number.checked_sub(1).filter(|number| *number > 0)?);
            if before.key.is_empty() && !before.value.is_empty() {
                return Some(key_without_colon(&before));
            }
            (!before.value.is_empty() && here.indent.len() > before.indent.len()).then(|| {
                let range = here.range.start + here.indent.len()..here.range.end;
                Problem::syntax(range, "this line is indented deeper than the line above, which has its value already")
                    .help(format!("begin it in the column of `{}`", before.key))
                    .also(before.range.start + before.indent.len()..before.range.end, "the line above")
            })
        }
        ErrorKind::SimpleKeyExpected if text[here.range.clone()].trim().is_empty() => None,
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey if here.key.is_empty() => {
            Some(key_without_colon(here))
        }
        _ => None,
    }
}

fn key_without_colon(line: &Line<'_>) -> Problem {
    let range = line.value_start..line.value_start + line.value.len();
    match line.value.split_once(':') {
        Some((key, value)) if !key.contains(' ') && !key.is_empty() => {
            Problem::syntax(range, "a blank is missing behind the colon").help(format!("write `{key}: {value}`"))
        }
        _ => Problem::syntax(range, "this line has no key").help(
            "write `key: text`; a text of several lines begins with `|` behind the colon and is indented below it",
        ),
    }
}

/// Answers a line that begins in a column of its own, and a list where a key should be.
fn indentation(source: &Source, error: &ScanError, here: &Line<'_>) -> Option<Problem> {
    let range = here.range.start + here.indent.len()..here.range.end;
    let starts_with_dash = source.text()[range.clone()].starts_with('-');
    match error.kind() {
        ErrorKind::BlockSequenceEntryNotAllowed => Some(
            Problem::syntax(here.value_start..here.range.end, "a list cannot begin behind its key")
                .help("begin it on the next line, each entry with `- `; a text that begins with `-` goes in quotes"),
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            let what = match (error.kind(), starts_with_dash) {
                (ErrorKind::ExpectedBlockMappingKey, true) => "an entry of a list stands where a key is expected",
                (ErrorKind::ExpectedBlockSequenceEntry, false) => "a key stands where an entry of a list is expected",
                _ => "this line begins in a column where nothing else begins",
            };
            let lines = (1..here.number).rev().take(40).map(|number| Line::number(source, number));
            let keys = lines
                .filter(|line| !line.value.is_empty() || !line.key.is_empty())
                .filter(|line| !line.value.starts_with('#'));
            let mut columns: Vec<usize> = keys.flat_map(|line| [line.indent.len(), line.key_column]).collect();
            columns.sort_unstable();
            columns.dedup();
            let listed = columns.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let help = if columns.is_empty() || columns.contains(&here.indent.len()) {
                "look at the indentation of this line and of those above".to_owned()
            } else {
                format!("it is indented by {}; what stands above by {listed}", here.indent.len())
            };
            Some(Problem::syntax(range, what).help(help))
        }
        _ => None,
    }
}
