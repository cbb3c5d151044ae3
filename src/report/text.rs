//! `text`: for people, as rustc shows its errors.

use std::io;

use annotate_snippets::{AnnotationKind, Group, Level as Heading, Origin, Renderer, Snippet};

use super::printable::printable;
use crate::{
    document::Position,
    lint::{Excerpt, Finding, Level},
    model::is_invisible,
};

pub(super) fn write(findings: &[Finding], colour: bool, out: &mut dyn io::Write) -> io::Result<()> {
    findings.iter().try_for_each(|finding| out.write_all(render(finding, colour).as_bytes()))
}

/// Returns a finding as text, with an empty line behind it.
pub(super) fn render(finding: &Finding, colour: bool) -> String {
    let heading = match finding.level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
        Level::Info => Heading::INFO,
    };
    let path = printable(&finding.path);
    let group = heading.primary_title(printable(&finding.message)).id(finding.rule.id);
    let mut group = match &finding.excerpt {
        Some(excerpt) => Group::with_title(group).element(snippet(finding, excerpt).path(path.as_ref())),
        None => Group::with_title(group).element(origin(path.as_ref(), finding.start)),
    };
    let shows_also = finding.excerpt.as_ref().is_some_and(|excerpt| excerpt.also.is_some());
    if let Some(also) = finding.also.as_ref().filter(|_| !shows_also) {
        let Position { line, column } = also.start;
        group = group.element(Heading::NOTE.message(format!("{}: {path}:{line}:{column}", printable(&also.message))));
    }
    if let Some(help) = &finding.help {
        let lines: Vec<_> = help.lines().map(printable).collect();
        group = group.element(Heading::HELP.message(lines.join("\n")));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push_str("\n\n");
    text
}

fn snippet<'a>(finding: &'a Finding, excerpt: &Excerpt) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    // A sign in place of each character that acts instead of being seen.
    let Excerpt { first_line, text, primary, also } =
        excerpt.map(|_, c| if is_invisible(c) { char::REPLACEMENT_CHARACTER } else { c });
    let primary = AnnotationKind::Primary.span(primary).label(finding.label.as_deref().map(printable));
    let snippet = Snippet::source(text).line_start(first_line).annotation(primary);
    match finding.also.as_ref().zip(also) {
        Some((other, range)) => {
            snippet.annotation(AnnotationKind::Context.span(range).label(printable(&other.message)))
        }
        None => snippet,
    }
}

fn origin(path: &str, start: Position) -> Origin<'_> {
    let origin = Origin::path(path);
    // What concerns a file as a whole has no line worth naming.
    if start == (Position { line: 1, column: 1 }) { origin } else { origin.line(start.line).char_column(start.column) }
}
