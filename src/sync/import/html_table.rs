//! A table of HTML, as wikis export them → rows.

use super::super::{inline::Inline, read::Row};

/// The tags of a table and what stands in its cells.
const TAGS: [&str; 24] = [
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col", "caption", "p", "br", "div", "span", "a",
    "code", "strong", "b", "em", "i", "ul", "ol", "li", "input",
];

/// Attributes that say what something looks like.
const OF_LOOK: [&str; 11] =
    ["class", "style", "width", "colspan", "rowspan", "align", "valign", "scope", "type", "border", "rel"];

/// The rows of a table, and the words of its tags.
#[derive(Debug, Default)]
pub(super) struct HtmlTable {
    pub(super) rows: Vec<Row>,
    /// Names and attributes of tags, and of characters, each with its line; addresses are none of them.
    pub(super) marks: Vec<(usize, String)>,
}

/// What is read of a cell.
#[derive(Debug, Default)]
struct Cell {
    text: String,
    /// The address of the last link, and where its text begins.
    link: Option<(String, usize)>,
    /// The cell as a whole, if it is one link.
    whole_link: Option<(String, String)>,
    is_code: bool,
}

/// Reads the rows of a table in HTML that begins at a line; nothing where there is none.
pub(super) fn read(html: &str, first_line: usize) -> Option<HtmlTable> {
    let has = |tag: &str| html.contains(tag) || html.contains(&tag.to_uppercase());
    if !has("<table") || has("<details") || has("<summary") {
        return None;
    }
    let mut table = HtmlTable::default();
    let mut cell: Option<Cell> = None;
    let mut line = first_line;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if let Some(cell) = &mut cell {
            unescape(text, &mut cell.text, line, &mut table.marks);
        }
        line += text.matches('\n').count();
        let Some(inside) = after.strip_prefix('<') else { break };
        if inside.starts_with("!--") {
            let (comment, after) = inside.split_at(inside.find("-->").unwrap_or(inside.len()));
            line += comment.matches('\n').count();
            rest = after;
            continue;
        }
        let (tag, after) = inside.split_at(inside.find('>').unwrap_or(inside.len()));
        let Some(name) = tag_name(tag) else {
            // Less than something, or an address.
            if let Some(cell) = &mut cell {
                cell.text.push('<');
            }
            rest = inside;
            continue;
        };
        rest = after.strip_prefix('>').unwrap_or(after);
        table.tag(&name, tag, line, &mut cell);
        line += tag.matches('\n').count();
    }
    table.end(&mut cell);
    table.rows.retain(|row| !row.cells.is_empty());
    Some(table).filter(|table| !table.rows.is_empty())
}

impl HtmlTable {
    fn tag(&mut self, name: &str, tag: &str, line: usize, cell: &mut Option<Cell>) {
        let address = attribute(tag, "href");
        self.marks.push((line, format!("{name} href")));
        for of_look in OF_LOOK {
            if let Some(value) = attribute(tag, of_look) {
                self.marks.push((line, format!("{of_look} {value}")));
            }
        }
        match name {
            "tr" => {
                self.end(cell);
                self.rows.push(Row { line, cells: Vec::new() });
            }
            "td" | "th" => {
                self.end(cell);
                *cell = Some(Cell::default());
            }
            "/td" | "/th" | "/tr" | "/table" => self.end(cell),
            _ => {
                let Some(cell) = cell else { return };
                match name {
                    "br" | "p" | "div" | "li" | "ul" | "ol" if !cell.text.trim().is_empty() => cell.text.push('\n'),
                    "code" | "/code" => cell.text.push('`'),
                    "input" if tag.contains("checkbox") => {
                        cell.text.push_str(if tag.contains("checked") { "[x] " } else { "[ ] " });
                    }
                    "a" => cell.link = address.map(|address| (address.to_owned(), cell.text.len())),
                    "/a" => cell.end_link(),
                    _ => {}
                }
                cell.is_code |= name == "code";
            }
        }
    }

    fn end(&mut self, cell: &mut Option<Cell>) {
        if let (Some(cell), Some(row)) = (cell.take(), self.rows.last_mut()) {
            row.cells.push(cell.inline());
        }
    }
}

impl Cell {
    fn end_link(&mut self) {
        let Some((address, start)) = self.link.take() else { return };
        let text = self.text.split_off(start);
        let shown = text.trim();
        if self.text.trim().is_empty() {
            self.whole_link = Some((shown.to_owned(), address.clone()));
        }
        if shown == address {
            self.text.push_str(&address);
        } else {
            self.text.push_str(&format!("[{shown}]({address})"));
        }
    }

    fn inline(self) -> Inline {
        let lines = self.text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        let typed = lines.join("\n");
        let mut inline = Inline::of_text(&typed);
        if self.is_code {
            inline.plain = typed.replace('`', "");
        }
        if let Some((text, address)) = self.whole_link {
            let is_whole = typed == address || typed == format!("[{text}]({address})");
            if is_whole {
                inline.plain.clone_from(&text);
                inline.link = Some((text, address));
            }
        }
        inline
    }
}

/// Returns the name of a tag that is known, with the stroke of one that ends.
fn tag_name(tag: &str) -> Option<String> {
    let bare = tag.strip_prefix('/').unwrap_or(tag);
    let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
    let name = bare[..end].to_ascii_lowercase();
    let is_whole = bare[end..].starts_with([' ', '\n', '\r', '\t', '/']) || bare.len() == end;
    (is_whole && TAGS.contains(&name.as_str())).then(|| if tag.len() > bare.len() { format!("/{name}") } else { name })
}

/// Returns the value of an attribute in quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let after = &tag[tag.find(&format!(" {name}="))? + name.len() + 2..];
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = after[1..].split(quote).next()?;
    (!value.is_empty()).then_some(value)
}

/// Adds a text with the characters that stand in it by name.
fn unescape(text: &str, out: &mut String, line: usize, marks: &mut Vec<(usize, String)>) {
    const NAMED: [(&str, &str); 7] =
        [("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'"), ("#39;", "'"), ("nbsp;", " ")];
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    let mut line = line + text.split('&').next().unwrap_or_default().matches('\n').count();
    for part in parts {
        match NAMED.iter().find_map(|(name, c)| Some((*name, *c, part.strip_prefix(*name)?))) {
            Some((name, c, rest)) => {
                marks.push((line, name.to_owned()));
                out.extend([c, rest]);
            }
            None => out.extend(["&", part]),
        }
        line += part.matches('\n').count();
    }
}
