//! What GitLab would make of a description: comrak with GitLab's options for the structure, and an extractor of quick
//! actions, mentions and references of its own. It shares no code with the renderer, and where GitLab's rules are
//! narrow it is wider: it may accuse, but it must not acquit.

mod extract;

use comrak::{
    Arena, Node, Options,
    nodes::{AstNode, ListType, NodeValue},
    parse_document,
};

use extract::{is_command, mentions, old_quick_actions, references};

/// The characters that GitLab keeps apart from the text around them when they are escaped (`only_escape_chars`).
const KEPT_APART: &str = "$%#&@!~^:";

/// What an issue consists of.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Level and text.
    pub(crate) headings: Vec<(u8, String)>,
    /// Columns and rows, the header among them.
    pub(crate) tables: Vec<(usize, usize)>,
    /// What stands in the boxes of the task items.
    pub(crate) boxes: Vec<char>,
    /// Everything else that is a block, by name.
    pub(crate) blocks: Vec<&'static str>,
}

/// What an issue does and shows.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) shape: Shape,
    /// Lines that are quick actions now, or were in older GitLab.
    pub(crate) quick_actions: Vec<String>,
    pub(crate) mentions: Vec<String>,
    /// References, emoji by name and placeholders.
    pub(crate) references: Vec<String>,
    /// Raw HTML, comments among it.
    pub(crate) html: Vec<String>,
    /// Addresses of links.
    pub(crate) links: Vec<String>,
    /// Images, mathematics, footnotes and other things that nobody asked for.
    pub(crate) oddities: Vec<String>,
    /// What a reader sees: texts, code and addresses, one after another.
    pub(crate) visible: String,
    /// The contents of code blocks.
    pub(crate) code_blocks: Vec<String>,
}

/// GitLab's options, 19.x.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.alerts = true;
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.description_lists = true;
    options.extension.footnotes = true;
    options.extension.header_id_prefix = Some("user-content-".to_owned());
    options.extension.math_code = true;
    options.extension.math_dollars = true;
    options.extension.multiline_block_quotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.wikilinks_title_before_pipe = true;
    options.parse.escaped_char_spans = true;
    options.parse.relaxed_autolinks = true;
    options.parse.relaxed_tasklist_matching = true;
    options.parse.tasklist_in_table = true;
    options.render.full_info_string = true;
    options.render.github_pre_lang = true;
    options.render.tasklist_classes = true;
    options.render.r#unsafe = true;
    options
}

/// Judges a description.
pub(crate) fn judge(description: &str) -> Verdict {
    // GitLab drops carriage returns before it looks.
    let description = description.replace('\r', "");
    let arena = Arena::new();
    let root = parse_document(&arena, &description, &options());
    let mut verdict = Verdict::default();
    let lines: Vec<&str> = description.split('\n').collect();
    for block in root.children() {
        if matches!(block.data().value, NodeValue::Paragraph) {
            let at = block.data().sourcepos;
            let paragraph = &lines[at.start.line - 1..at.end.line.min(lines.len())];
            verdict
                .quick_actions
                .extend(paragraph.iter().filter(|line| is_command(line)).map(|line| (*line).to_owned()));
        }
    }
    verdict.quick_actions.extend(old_quick_actions(&lines));
    verdict.quick_actions.sort();
    verdict.quick_actions.dedup();
    let mut walk = Walk { verdict, segment: String::new(), quiet: 0 };
    walk.node(root);
    walk.end_segment();
    walk.verdict
}

struct Walk {
    verdict: Verdict,
    /// Text that GitLab's filters see in one piece.
    segment: String,
    /// How deep inside something whose text the filters pass over.
    quiet: usize,
}

impl Walk {
    fn node<'a>(&mut self, node: Node<'a>) {
        let value = node.data().value.clone();
        match value {
            NodeValue::Text(text) => self.text(&text),
            NodeValue::SoftBreak => self.text("\n"),
            NodeValue::Escaped => self.escaped(node),
            NodeValue::Code(code) => self.apart(&code.literal),
            NodeValue::CodeBlock(code) => {
                self.block("code");
                self.apart(&format!("{} {}", code.info, code.literal));
                self.verdict.code_blocks.push(code.literal);
            }
            NodeValue::HtmlBlock(html) => {
                self.end_segment();
                self.verdict.html.push(html.literal.trim().to_owned());
            }
            NodeValue::HtmlInline(html) => {
                self.end_segment();
                self.verdict.html.push(html);
            }
            NodeValue::Link(link) => {
                self.end_segment();
                self.verdict.visible.push_str(&link.url);
                self.verdict.links.push(link.url);
                self.quiet += 1;
                self.children(node);
                self.quiet -= 1;
            }
            NodeValue::Heading(heading) => {
                let from = self.verdict.visible.len();
                self.children(node);
                let text = self.verdict.visible[from..].trim().to_owned();
                self.verdict.shape.headings.push((heading.level, text));
            }
            NodeValue::Table(table) => {
                self.verdict.shape.tables.push((table.num_columns, node.children().count()));
                self.children(node);
            }
            NodeValue::TaskItem(task) => {
                self.verdict.shape.boxes.push(task.symbol.unwrap_or(' '));
                self.children(node);
            }
            NodeValue::BlockQuote => self.named("quote", node),
            NodeValue::List(_) => self.named("list", node),
            NodeValue::Item(item) => {
                self.block("item");
                if item.list_type == ListType::Ordered {
                    self.apart(&item.start.to_string());
                }
                self.children(node);
            }
            NodeValue::ThematicBreak => self.block("rule"),
            NodeValue::Paragraph => self.named("paragraph", node),
            NodeValue::Emph | NodeValue::Strong | NodeValue::Strikethrough => self.children(node),
            NodeValue::Document | NodeValue::TableRow(_) | NodeValue::TableCell | NodeValue::LineBreak => {
                self.children(node);
            }
            odd => {
                self.verdict.oddities.push(format!("{odd:?}").chars().take(80).collect());
                self.children(node);
            }
        }
    }

    fn children<'a>(&mut self, node: &'a AstNode<'a>) {
        self.end_segment();
        for child in node.children() {
            self.node(child);
        }
        self.end_segment();
    }

    fn named<'a>(&mut self, name: &'static str, node: &'a AstNode<'a>) {
        self.block(name);
        self.children(node);
    }

    fn block(&mut self, name: &'static str) {
        self.verdict.shape.blocks.push(name);
        self.verdict.visible.push('\n');
    }

    fn text(&mut self, text: &str) {
        self.verdict.visible.push_str(text);
        self.segment.push_str(text);
    }

    fn escaped<'a>(&mut self, node: &'a AstNode<'a>) {
        for child in node.children() {
            let NodeValue::Text(text) = child.data().value.clone() else { continue };
            if KEPT_APART.contains(&*text) {
                self.apart(&text);
            } else {
                self.text(&text);
            }
        }
    }

    fn apart(&mut self, text: &str) {
        self.end_segment();
        self.verdict.visible.push_str(text);
    }

    fn end_segment(&mut self) {
        let segment = std::mem::take(&mut self.segment);
        if self.quiet == 0 {
            self.verdict.mentions.extend(mentions(&segment));
            self.verdict.references.extend(references(&segment));
        }
    }
}

#[test]
fn the_judge_sees_what_gitlab_would_do() {
    let description = "\
/close
text
/assign @jane_smith

- item
/lazy

> /quote

```ruby
/fenced
```

~~~
/tilde
~~~

<details>

/inside

</details>

a #1 \\#2 @john_doe \\@tom !3 ~bug %\"a b\" $5 &6
^alert#7 [issue:8] \\[issue:9\\] *iteration:1 :smile: %{x} www.example.com
<b>x</b> ![a](b) $x$ [^1]

[^1]: note
";
    let verdict = judge(description);
    assert_eq!(verdict.quick_actions, ["/assign @jane_smith", "/close", "/inside", "/lazy", "/tilde"]);
    assert_eq!(verdict.mentions, ["jane_smith", "john_doe"]);
    assert_eq!(
        verdict.references,
        [
            "#1",
            "!3",
            "~bug",
            "%\"a",
            "$5",
            "&6",
            "^alert#7",
            "#7",
            "[issue:8]",
            "[issue:9]",
            "*iteration:1",
            ":smile:",
            "%{x}"
        ]
    );
    assert_eq!(verdict.links, ["http://www.example.com"]);
    assert_eq!(verdict.html, ["<details>", "</details>", "<b>", "</b>"]);
    assert_eq!(verdict.oddities.len(), 4, "{:?}", verdict.oddities);
}
