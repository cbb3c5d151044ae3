//! Quotes that are not closed, closed too early, or hold what is no escape.

use granit_parser::{ErrorKind, ScanError};

use super::line::Line;
use crate::document::{Problem, source::Source};

/// Finds a quote that was opened at or before the error and never closed as it was meant.
pub(super) fn open_quote(source: &Source, error: &ScanError, here: &Line<'_>, at: usize) -> Option<Problem> {
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

pub(super) fn escape(text: &str, error: &ScanError, at: usize) -> Option<Problem> {
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

pub(super) fn closed_quote(text: &str, error: &ScanError, here: &Line<'_>, at: usize) -> Option<Problem> {
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
