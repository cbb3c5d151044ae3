//! How blocks are written.

use pulldown_cmark::Alignment;

use super::{
    block::Block,
    fenced,
    piece::{Context, Piece, write as write_pieces},
};

/// Returns the Markdown of blocks, without a line feed at the end.
pub(super) fn write(blocks: &[Block]) -> String {
    write_in(blocks, false)
}

fn write_in(blocks: &[Block], is_item: bool) -> String {
    let mut out = String::new();
    let mut other_list = false;
    for (at, block) in blocks.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &blocks[at]);
        if let Some(before) = before {
            out.push_str(if is_item && is_tight_pair(before, block) { "\n" } else { "\n\n" });
        }
        // Two lists in a row would be one; another mark keeps them apart.
        other_list = !other_list && before.is_some_and(|before| is_same_kind_of_list(before, block));
        out.push_str(&write_block(block, other_list));
    }
    out
}

fn write_block(block: &Block, other_list: bool) -> String {
    match block {
        Block::Paragraph(pieces) => write_pieces(pieces, Context::Line).trim_end().to_owned(),
        Block::Code { language, text } => fenced(text, language),
        Block::List { start, items } => list(*start, items, other_list),
        Block::Quote(blocks) => write(blocks)
            .split('\n')
            .map(|line| format!("> {line}").trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Rule => "___".to_owned(),
        Block::Table { alignments, rows } => table(alignments, rows),
    }
}

fn list(start: Option<u64>, items: &[Vec<Block>], other: bool) -> String {
    let is_tight = items.iter().all(|item| item.windows(2).all(|pair| is_tight_pair(&pair[0], &pair[1])));
    let mark = |at: usize| match start {
        Some(start) => format!("{}{} ", start + at as u64, if other { ')' } else { '.' }),
        None => format!("{} ", if other { '*' } else { '-' }),
    };
    let items = items.iter().enumerate().map(|(at, item)| {
        let mark = mark(at);
        let indent = format!("\n{}", " ".repeat(mark.len()));
        let text = format!("{mark}{}", write_in(item, true).replace('\n', &indent));
        text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n")
    });
    items.collect::<Vec<_>>().join(if is_tight { "\n" } else { "\n\n" })
}

/// Whether a block may follow another without a blank line, as a list follows the text of its item.
const fn is_tight_pair(before: &Block, block: &Block) -> bool {
    matches!((before, block), (Block::Paragraph(_), Block::List { start: None | Some(1), .. }))
}

const fn is_same_kind_of_list(before: &Block, block: &Block) -> bool {
    match (before, block) {
        (Block::List { start: before, .. }, Block::List { start, .. }) => before.is_some() == start.is_some(),
        _ => false,
    }
}

fn table(alignments: &[Alignment], rows: &[Vec<Vec<Piece>>]) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let cells = |cells: &Vec<Vec<Piece>>| cells.iter().map(|cell| write_pieces(cell, Context::Cell)).collect();
    let mut lines: Vec<String> = rows.iter().map(|row_of_cells| row(cells(row_of_cells))).collect();
    let delimiters = alignments.iter().map(|alignment| match alignment {
        Alignment::None => "---".to_owned(),
        Alignment::Left => ":--".to_owned(),
        Alignment::Center => ":-:".to_owned(),
        Alignment::Right => "--:".to_owned(),
    });
    lines.insert(1.min(lines.len()), row(delimiters.collect()));
    lines.join("\n")
}
