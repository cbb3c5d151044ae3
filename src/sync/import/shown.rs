//! What a rendered issue tells of the log, held against what its import would tell again.

use super::super::{
    inline::Inline,
    read::{self, Block, Kind, Row},
};
use super::{section::marker, tasks::columns, timeline, words::Column};
use crate::{
    document::{Document, Source},
    render::{IssueOptions, Templates, issue},
};

/// Whether there is a timeline.
pub(super) fn has_timeline(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| matches!(&block.kind, Kind::Table(rows) if timeline::is_timeline(rows)))
}

/// Whether the issue of a runbook file has the same timeline, and the same outcomes that follow from it.
pub(super) fn shows_the_same(file: &str, blocks: &[Block]) -> bool {
    let Ok(source) = Source::from_text("imported.yaml", file.to_owned()) else { return false };
    let (Some(document), _) = Document::parse_as_far_as_possible(&source) else { return false };
    let Ok(body) = issue(&document.runbook, &Templates::embedded(), &IssueOptions::default()) else { return false };
    Source::from_text("issue.md", body).is_ok_and(|issue| told(&read::read(&issue)) == told(blocks))
}

/// Returns the rows of the timeline, and the outcome of each task by its marker.
fn told(blocks: &[Block]) -> Vec<String> {
    let tables = blocks.iter().filter_map(|block| match &block.kind {
        Kind::Table(rows) => Some(rows),
        _ => None,
    });
    tables.flat_map(|rows| rows_told(rows)).collect()
}

fn rows_told(rows: &[Row]) -> Vec<String> {
    let joined = |cells: &mut dyn Iterator<Item = &Inline>| {
        cells.map(|cell| cell.plain.as_str()).collect::<Vec<_>>().join(" | ")
    };
    if timeline::is_timeline(rows) {
        return rows.iter().map(|row| joined(&mut row.cells.iter())).collect();
    }
    let columns = columns(rows);
    let outcome = columns.iter().position(|column| *column == Some(Column::Outcome));
    let of = |row: &Row| {
        let (list, id) = row.cells.iter().find_map(marker)?;
        Some(format!("{list}/{id} | {}", joined(&mut row.cells.iter().skip(outcome?).take(1))))
    };
    rows.iter().filter_map(of).collect()
}
