//! Judges the issue of a runbook that holds any texts: they arrive as typed, and do nothing else.

use std::{
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use runbook::render::{IssueOptions, Templates, issue, missing_markers};

use crate::{
    filled::filled,
    judge::{Verdict, judge},
};

/// Fields whose text may be a mention.
const MENTIONS: [&str; 3] = ["header.dri", "contacts.gitlab handle", "contacts.customer handle"];

/// The field that takes block Markdown: its lists and tables are its own.
pub(crate) const PLAN: &str = "rollback.plan";

pub(crate) const HARMLESS: &str = "plain words";

/// Fields that do not show: the language colours, and an id that is none is left out.
const UNSEEN: [&str; 2] = ["tasks language", "sync.id"];

/// Fields whose text is literal: it shows letter by letter.
const LITERAL: [&str; 8] = [
    "header.name",
    "contacts.gitlab name",
    "contacts.customer role",
    "checklists accepted_by",
    "rollback.confirmed_by region",
    "follow_ups owner",
    "log by",
    "checklists title",
];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

/// What each field holds.
pub(crate) type Texts = BTreeMap<&'static str, String>;

/// Returns the fields that take text, each with harmless text.
pub(crate) fn harmless() -> Texts {
    let mut texts = Texts::new();
    let _ = filled(&mut |field| {
        let text = match field {
            field if MENTIONS.contains(&field) => "@john_doe",
            "sync.id" => "rb7f3k2m9q",
            "tasks language" => "ruby",
            _ => HARMLESS,
        };
        texts.insert(field, text.to_owned());
        text.to_owned()
    });
    texts
}

/// Returns harmless text in all fields but these.
pub(crate) fn with(texts: impl IntoIterator<Item = (&'static str, String)>) -> Texts {
    let mut all = harmless();
    all.extend(texts);
    all
}

/// Says what is wrong with the issue of a runbook that holds these texts.
pub(crate) fn accuse(texts: &Texts, baseline: &Verdict) -> Result<(), String> {
    let runbook = filled(&mut |field| texts[field].clone());
    let body = issue(&runbook, &TEMPLATES, &IssueOptions::default()).expect("it can be rendered");
    let verdict = judge(&body);
    let accused = |what: &str, found: &dyn std::fmt::Debug| Err(format!("{what}: {found:?}"));
    if verdict.quick_actions != ["/confidential"] || !body.starts_with("/confidential\n\n") {
        return accused("quick actions", &verdict.quick_actions);
    }
    if let Some(line) = body.lines().skip(1).find(|line| line.starts_with('/')) {
        return accused("a line begins with a slash", &line);
    }
    structure(texts, &body, &verdict, baseline)?;
    let may_be_mentioned: Vec<&str> =
        MENTIONS.iter().map(|field| texts[field].trim().trim_start_matches('@')).collect();
    let is_allowed = |name: &&String| *name != "all" && may_be_mentioned.contains(&name.as_str());
    if let Some(mention) = verdict.mentions.iter().find(|name| !is_allowed(name)) {
        return accused("mention", mention);
    }
    if !verdict.references.is_empty() {
        return accused("references", &verdict.references);
    }
    if !verdict.oddities.is_empty() {
        return accused("oddities", &verdict.oddities);
    }
    if let Some(html) = verdict.html.iter().find(|html| !is_ours(html)) {
        return accused("HTML", html);
    }
    let typed: String = texts.values().map(|text| as_address(text)).collect::<Vec<_>>().join("\n");
    if let Some(link) = verdict.links.iter().find(|link| !is_web(link) || !typed.contains(&as_address(link))) {
        return accused("link", link);
    }
    if let Some(marker) = missing_markers(&runbook, &body).first() {
        return accused("lost marker", marker);
    }
    if let Some(hidden) = body.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t' || is_bidi(*c)) {
        return accused("invisible character", &hidden);
    }
    let read_by_sync = seen_by_pulldown(&body);
    // Most words stand there as words, which is found faster.
    let seen_words: HashSet<&str> = words(&verdict.visible).collect();
    let words_of_sync: HashSet<&str> = words(&read_by_sync).collect();
    let seen = texts.iter().filter(|(field, _)| !UNSEEN.contains(field));
    for (field, text) in seen {
        // The numbers of a list are counted anew.
        let counts = |word: &&str| *field != PLAN || word.contains(char::is_alphabetic);
        let words = || words(text).filter(counts);
        if let Some(word) = words().find(|word| !seen_words.contains(word) && !verdict.visible.contains(word)) {
            return accused(&format!("lost from {field}"), &word);
        }
        if let Some(word) = words().find(|word| !words_of_sync.contains(word) && !read_by_sync.contains(word)) {
            return accused(&format!("lost from {field} for the reader of `sync`"), &word);
        }
    }
    for field in LITERAL {
        let expected = as_seen(&texts[field]);
        if !is_special(&expected) && !verdict.visible.contains(&expected) {
            return accused(&format!("{field} is changed"), &expected);
        }
    }
    command(&texts["tasks command"], &verdict)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns the text of an issue as the Markdown reader of `sync` and `import` sees it.
fn seen_by_pulldown(body: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let mut seen = String::new();
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Text(text) | Event::Code(text) => seen.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => seen.push_str(&dest_url),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => seen.extend([&info, " "]),
            Event::End(end) if !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                seen.push('\n')
            }
            _ => {}
        }
    }
    seen
}

/// Returns what is seen of a text that shows as it is: its lines without a gap, runs of blanks as one.
fn as_seen(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{2028}', '\u{2029}'], "\n");
    let text: String = text.chars().map(|c| if is_unseen(c) { '\u{fffd}' } else { c }).collect();
    let lines = text
        .split('\n')
        .map(|line| line.trim().split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    lines.collect()
}

/// Whether a text holds something of which more or less is seen than its letters.
fn is_special(text: &str) -> bool {
    // Joiners, selectors of a variant and tags of a flag are seen in some places only.
    let is_joiner = |c: char| {
        matches!(c, '\u{200c}' | '\u{200d}' | '\u{34f}' | '\u{180b}'..='\u{180f}')
            || matches!(c, '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
    };
    text.to_lowercase().contains("http") || text.contains(is_joiner)
}

fn is_unseen(c: char) -> bool {
    let is_format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{2060}'..='\u{206f}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}');
    c.is_control() && c != '\n' && c != '\t' || is_bidi(c) || is_format || u32::from(c) % 0x1_0000 >= 0xfffe
}

fn structure(texts: &Texts, body: &str, verdict: &Verdict, baseline: &Verdict) -> Result<(), String> {
    let accused = |what: &str, found: &dyn std::fmt::Debug| Err(format!("{what}: {found:?}"));
    let (headings, expected) = (&verdict.shape.headings, &baseline.shape.headings);
    // The title of a checklist is the only heading that people write.
    let is_as_expected = |((level, text), expected): (&(u8, String), &(u8, String))| {
        *level == 2 && (*text == expected.1 || expected.1 == HARMLESS)
    };
    if headings.len() != expected.len() || !headings.iter().zip(expected).all(is_as_expected) {
        return accused("headings", headings);
    }
    if verdict.shape.boxes != baseline.shape.boxes {
        return accused("boxes", &verdict.shape.boxes);
    }
    // GitLab changes the first box on a line when the line is not as the reader saw it.
    let boxes_of =
        |line: &str| ["[ ]", "[x]", "[X]", "[~]"].map(|state| line.matches(state).count()).iter().sum::<usize>();
    if let Some(line) = body.lines().find(|line| line.starts_with("- [") && boxes_of(line) != 1) {
        return accused("boxes on a line", &line);
    }
    let is_changed = |field: &str| texts[field] != HARMLESS;
    if is_changed(PLAN) {
        let missing = baseline.shape.tables.iter().find(|table| !verdict.shape.tables.contains(table));
        return missing.map_or(Ok(()), |table| accused("lost table", table));
    }
    if verdict.shape.tables != baseline.shape.tables {
        return accused("tables", &verdict.shape.tables);
    }
    // What is empty is left out.
    if texts.values().all(|text| !text.trim().is_empty()) && verdict.shape.blocks != baseline.shape.blocks {
        return accused("blocks", &verdict.shape.blocks);
    }
    Ok(())
}

/// A command that everybody can read arrives letter by letter.
fn command(command: &str, verdict: &Verdict) -> Result<(), String> {
    let command = command.replace("\r\n", "\n").replace('\r', "\n");
    let command = command.trim_end_matches('\n');
    let is_readable = command.chars().all(|c| c.is_ascii() && (!c.is_control() || matches!(c, '\n' | '\t')));
    let is_there = verdict.code_blocks.iter().any(|code| code.strip_suffix('\n') == Some(command));
    if command.trim().is_empty() || !is_readable || is_there {
        return Ok(());
    }
    Err(format!("command {command:?} is not among {:?}", verdict.code_blocks))
}

fn is_ours(html: &str) -> bool {
    let is_marker = |comment: &str| comment.chars().all(|c| c.is_ascii_alphanumeric() || "rb:._-= ".contains(c));
    let is_comment = html.strip_prefix("<!-- ").and_then(|html| html.strip_suffix(" -->")).is_some_and(is_marker);
    let is_details = html
        .strip_prefix("<details><summary>")
        .and_then(|html| html.strip_suffix("</summary>"))
        .is_some_and(|words| words.chars().all(|c| c.is_ascii_alphanumeric() || ":, ".contains(c)));
    is_comment || is_details || matches!(html, "<br>" | "</details>")
}

/// What the renderer encodes in addresses, decoded.
fn as_address(text: &str) -> String {
    text.replace("%7C", "|").replace("%5B", "[")
}

fn is_web(link: &str) -> bool {
    let link = link.to_ascii_lowercase();
    link.starts_with("http://") || link.starts_with("https://")
}

const fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn baseline() -> Verdict {
    let runbook = filled(&mut |field| harmless()[field].clone());
    judge(&issue(&runbook, &TEMPLATES, &IssueOptions::default()).expect("it can be rendered"))
}
