//! What `lint` answers: a problem, its place as people count, and a fingerprint that survives edits elsewhere.

use std::{collections::HashMap, fmt::Write, ops::Range};

use sha2::{Digest, Sha256};

use super::{Excerpt, Fix, Level, Rule, excerpt::excerpt, place::stable_place, report::Report, secrets::Secret};
use crate::document::{Document, Position, Problem, Source, SourceError};

/// How long a line of a message is, in characters: what a file holds may be quoted in it.
const LONGEST_MESSAGE: usize = 400;

/// Something that is wrong with a file.
///
/// It holds all that a report needs, also the line of text, so that no file has to be kept for the report's sake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// What is wrong, short enough to stand beside the underlined text.
    pub label: Option<String>,
    /// What to do; may have several lines.
    pub help: Option<String>,
    /// The file, as it was named.
    pub path: String,
    /// Where it is, in bytes of the text (which does not count a byte order mark).
    pub range: Range<usize>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the first character behind it.
    pub end: Position,
    /// Another place that belongs to it.
    pub also: Option<Also>,
    /// The lines of text that show it, unless there is no text.
    pub excerpt: Option<Excerpt>,
    /// The repair, where one is certain or likely.
    pub fix: Option<Fix>,
    /// The place in the file's own terms: keys, and entries by what they are known by.
    pub(super) place: String,
    /// Which one it is among those of the same rule and place, from 0.
    ordinal: usize,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// What is there.
    pub message: String,
    /// Where it begins.
    pub start: Position,
}

impl Finding {
    /// Makes a finding of what a rule reported.
    pub(super) fn new(document: &Document<'_>, level: Level, report: Report, secrets: &[Secret]) -> Self {
        let mut place = stable_place(document, &report.route, secrets);
        if let Some(detail) = &report.detail {
            place.push('#');
            place.push_str(detail);
        }
        let range = report.range.unwrap_or_else(|| document.range(&report.route));
        let also = report.also.map(|(range, what)| (range, what.into_owned()));
        Self {
            label: report.label.map(|label| cut(&label)),
            help: report.help.map(|help| cut(&help)),
            fix: report.fix,
            place,
            ..Self::at(document.source, report.rule, level, range, report.message.into_owned(), also)
        }
    }

    /// Makes a finding of a problem in a text that has no nodes.
    pub(super) fn without_document(source: &Source, rule: &'static Rule, problem: &Problem) -> Self {
        let (range, message) = (problem.range.clone(), problem.message.clone());
        let finding = Self::at(source, rule, rule.level, range, message, problem.also.clone());
        Self { help: problem.help.as_deref().map(cut), ..finding }
    }

    fn at(
        source: &Source,
        rule: &'static Rule,
        level: Level,
        range: Range<usize>,
        message: String,
        also: Option<(Range<usize>, String)>,
    ) -> Self {
        let (start, end) = (position(source, range.start), position(source, range.end));
        let excerpt = excerpt(source, &range, also.as_ref().map(|(range, _)| range));
        let also = also.map(|(range, message)| Also { message, start: position(source, range.start) });
        Self {
            rule,
            level,
            message: cut(&message),
            label: None,
            help: None,
            path: source.name().to_owned(),
            range,
            start,
            end,
            also,
            excerpt,
            fix: None,
            place: String::new(),
            ordinal: 0,
        }
    }

    /// Makes a finding of a file that has no text.
    fn without_text(path: &str, rule: &'static Rule, message: String, help: Option<String>, start: Position) -> Self {
        Self {
            rule,
            level: rule.level,
            message,
            label: None,
            help,
            path: path.to_owned(),
            range: 0..0,
            start,
            end: start,
            also: None,
            excerpt: None,
            fix: None,
            place: String::new(),
            ordinal: 0,
        }
    }

    /// Returns the finding of bytes that are no text.
    #[must_use]
    pub fn from_source_error(path: &str, error: &SourceError) -> Self {
        let help = Some(error.help.clone());
        Self::without_text(path, &super::rules::SYNTAX, error.message.clone(), help, error.position)
    }

    /// Returns the finding of a file that cannot be read; `message` says why.
    #[must_use]
    pub fn unreadable(path: &str, message: impl Into<String>, help: Option<String>) -> Self {
        let start = Position { line: 1, column: 1 };
        Self::without_text(path, &super::rules::UNREADABLE, message.into(), help, start)
    }

    /// Returns the finding of a file in a folder of runbooks that is something else.
    #[must_use]
    pub fn not_a_runbook(path: &str) -> Self {
        let start = Position { line: 1, column: 1 };
        let message = "the file has neither `version` nor `header`, so it is no runbook".to_owned();
        let help = Some("leave it out in `.runbook.yaml`: `lint: { exclude: [PATTERN] }`".to_owned());
        Self::without_text(path, &super::rules::NOT_A_RUNBOOK, message, help, start)
    }

    /// Returns a name for this finding that stays when lines move, entries are reordered or the wording changes: 32
    /// hex digits over the rule, the file and the place.
    ///
    /// `project_path` is the file relative to the root of the project, with `/`.
    #[must_use]
    pub fn fingerprint(&self, project_path: &str) -> String {
        let ordinal = self.ordinal.to_string();
        let mut hash = Sha256::new_with_prefix(b"runbook\0v1\0");
        for part in [self.rule.id, project_path, &self.place] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(ordinal.as_bytes());
        hash.finalize()[..16].iter().fold(String::with_capacity(32), |mut digits, byte| {
            write!(digits, "{byte:02x}").expect("a string takes everything");
            digits
        })
    }
}

/// Sorts the findings of one file by place, then rule, and numbers those that are equal.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (a.range.start, a.range.end, a.rule.id).cmp(&(b.range.start, b.range.end, b.rule.id)));
    if findings.len() < 2 {
        return;
    }
    let mut seen: HashMap<(&str, &str), usize> = HashMap::with_capacity(findings.len());
    for finding in findings {
        let n_before = seen.entry((finding.rule.id, &finding.place)).or_default();
        finding.ordinal = *n_before;
        *n_before += 1;
    }
}

/// Returns a text whose lines end where nobody would read on.
fn cut(text: &str) -> String {
    let line = |line: &str| match line.char_indices().nth(LONGEST_MESSAGE) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Returns where a byte stands; what lies in a line break stands at the end of its line.
fn position(source: &Source, at: usize) -> Position {
    source.position(at.min(source.line(source.line_number(at)).end))
}

#[cfg(test)]
mod tests {
    use super::{super::rules, *};

    fn finding(text: &str, range: Range<usize>) -> Finding {
        let source = Source::from_text("a.yaml", text.to_owned()).expect("text");
        Finding::without_document(&source, &rules::SYNTAX, &Problem::syntax(range, "wrong"))
    }

    #[test]
    fn columns_count_characters_and_stop_at_the_line_break() {
        let text = "\u{feff}é: \t確認 x\r\nb: 2";
        let inner = &text["\u{feff}".len()..];
        let x = inner.find('x').expect("there");
        let found = finding(text, x..x + 1);
        assert_eq!((found.start, found.end), (Position { line: 1, column: 8 }, Position { line: 1, column: 9 }));
        let found = finding(text, x + 1..x + 3);
        assert_eq!((found.start, found.end), (Position { line: 1, column: 9 }, Position { line: 2, column: 1 }));
        let found = finding(text, x + 2..x + 2);
        assert_eq!(found.start, Position { line: 1, column: 9 });
        let found = finding(text, inner.len()..inner.len());
        assert_eq!(found.start, Position { line: 2, column: 5 });
    }

    #[test]
    fn a_fingerprint_has_no_line_message_or_level() {
        let one = finding("a: 1\n", 0..1);
        let mut other = finding("# moved\n\na: 1\n", 9..10);
        other.message = "said otherwise".to_owned();
        other.level = Level::Info;
        assert_eq!(one.fingerprint("a.yaml"), other.fingerprint("a.yaml"));
        assert_eq!(one.fingerprint("a.yaml").len(), 32);
        assert_ne!(one.fingerprint("a.yaml"), one.fingerprint("b.yaml"));
    }

    #[test]
    fn equal_findings_are_numbered() {
        let mut findings = [finding("a: 1\n", 3..4), finding("a: 1\n", 0..1)];
        sort(&mut findings);
        assert_eq!(findings[0].range, 0..1);
        assert_ne!(findings[0].fingerprint("a.yaml"), findings[1].fingerprint("a.yaml"));
    }
}
