//! The templates: those of `templates/` compiled in, a team's own instead of them, and what a template may cost.

use std::{
    io::{self, Write},
    sync::{LazyLock, mpsc},
    thread,
    time::{Duration, Instant},
};

use include_dir::{Dir, include_dir};
use tera::{Context, ErrorKind, Tera};

use super::{RenderError, view::IssueView};

/// The longest source of a template, in bytes.
pub const LONGEST_SOURCE: usize = 64 * 1024;

/// The longest output, in bytes; GitLab takes descriptions of 1,048,576.
pub const LONGEST_OUTPUT: usize = 1024 * 1024;

/// How long a team's own template may take.
pub const SLOWEST: Duration = Duration::from_secs(2);

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The name of the template that is rendered.
const ISSUE: &str = "issue.md";

/// The engine with the compiled-in templates; built once, because that takes longer than rendering.
static ENGINE: LazyLock<Tera> = LazyLock::new(|| {
    let mut engine = Tera::default();
    engine.add_raw_templates(sources()).expect("the compiled-in templates are valid");
    engine
});

/// The templates that render issues.
#[derive(Clone)]
pub struct Templates {
    engine: Tera,
    /// The template that is rendered.
    name: String,
    /// Whether a team's own template is among them, which may not come to an end.
    is_trusted: bool,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("name", &self.name).field("is_trusted", &self.is_trusted).finish()
    }
}

impl Templates {
    /// Returns the compiled-in templates.
    #[must_use]
    pub fn embedded() -> Self {
        Self { engine: ENGINE.clone(), name: ISSUE.to_owned(), is_trusted: true }
    }

    /// Returns the compiled-in templates with others instead of those of the same name, and beside them.
    ///
    /// Names are paths under `templates/` with `/`, such as `sections/tasks.md`; only these names can be included.
    ///
    /// # Errors
    /// A template that is too long or not valid.
    pub fn with_overrides<N: Into<String>, S: AsRef<str>>(
        overrides: impl IntoIterator<Item = (N, S)>,
    ) -> Result<Self, RenderError> {
        Self::embedded().and(overrides)
    }

    /// Returns these templates with a whole other one for the issue, which may include the others.
    ///
    /// The name is what messages call it.
    ///
    /// # Errors
    /// A template that is too long or not valid.
    pub fn with_issue_template(self, name: impl Into<String>, source: &str) -> Result<Self, RenderError> {
        let name = name.into();
        Ok(Self { name: name.clone(), ..self.and([(name, source)])? })
    }

    /// Returns the names and sources of the compiled-in templates, by name.
    pub fn embedded_sources() -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut sources = sources();
        sources.sort_unstable();
        sources.into_iter()
    }

    /// Returns the name of the template that is rendered.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Renders the issue.
    pub(super) fn render(&self, view: &IssueView) -> Result<String, RenderError> {
        let context = Context::from_serialize(view).map_err(|error| self.wrong(&error))?;
        if self.is_trusted {
            return self.write(&context);
        }
        // A loop that writes nothing cannot be stopped from outside. It is left behind, and ends with the program.
        let (sender, receiver) = mpsc::channel();
        let this = self.clone();
        let worker = thread::Builder::new().name("template".to_owned()).spawn(move || {
            // Nobody waits any more if it took too long.
            let _ = sender.send(this.write(&context));
        });
        let slow = || RenderError::TooSlow { template: self.name.clone() };
        let stuck = |message: String| RenderError::Template { template: self.name.clone(), line: None, message };
        worker.map_err(|error| stuck(error.to_string()))?;
        match receiver.recv_timeout(SLOWEST) {
            Ok(result) => result,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(slow()),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(stuck("the template engine gave up".to_owned())),
        }
    }

    fn and<N: Into<String>, S: AsRef<str>>(
        mut self,
        others: impl IntoIterator<Item = (N, S)>,
    ) -> Result<Self, RenderError> {
        let mut sources = Vec::new();
        for (name, source) in others {
            let (template, source) = (name.into(), source.as_ref());
            if source.len() > LONGEST_SOURCE {
                return Err(RenderError::SourceTooLong { template, length: source.len() });
            }
            sources.push((template, source.replace("\r\n", "\n")));
        }
        self.is_trusted &= sources.is_empty();
        self.engine.add_raw_templates(sources).map_err(|error| self.wrong(&error))?;
        Ok(self)
    }

    fn write(&self, context: &Context) -> Result<String, RenderError> {
        let mut output = Output { deadline: (!self.is_trusted).then(|| Instant::now() + SLOWEST), ..Output::default() };
        let result = self.engine.render_to(&self.name, context, &mut output);
        if output.is_full {
            return Err(RenderError::OutputTooLong { template: self.name.clone() });
        }
        if output.is_late {
            return Err(RenderError::TooSlow { template: self.name.clone() });
        }
        result.map_err(|error| self.wrong(&error))?;
        let text = String::from_utf8(output.bytes);
        text.map_err(|_| RenderError::Template {
            template: self.name.clone(),
            line: None,
            message: "the output is not UTF-8".to_owned(),
        })
    }

    fn wrong(&self, error: &tera::Error) -> RenderError {
        let (template, line, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.filename(), Some(report.span().start_line), report.message())
            }
            ErrorKind::CircularInclude { tpl, .. } => (tpl.as_str(), None, "includes itself"),
            ErrorKind::Msg(report) => first_of_report(report).unwrap_or((self.name.as_str(), None, report)),
            other => return self.wrong_as(&self.name, None, &other.to_string()),
        };
        self.wrong_as(template, line, message)
    }

    fn wrong_as(&self, template: &str, line: Option<usize>, message: &str) -> RenderError {
        let mut letters = message.chars();
        let first = letters.next().map(|first| first.to_ascii_lowercase());
        let message = first.into_iter().chain(letters).collect::<String>().replace(". Available", "; available");
        let template = if template.is_empty() { &self.name } else { template };
        RenderError::Template { template: template.to_owned(), line, message }
    }
}

/// Reads the first error of a report that the engine gives as a text: what is wrong, and where.
fn first_of_report(report: &str) -> Option<(&str, Option<usize>, &str)> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let mut place = lines.next()?.trim().strip_prefix("--> ")?.rsplitn(3, ':').skip(1);
    let line = place.next()?.parse().ok();
    Some((place.next()?, line, message))
}

/// The compiled-in templates: Markdown only, `templates/` holds other files too.
fn sources() -> Vec<(&'static str, &'static str)> {
    let sections = EMBEDDED.dirs().flat_map(Dir::files);
    let files = EMBEDDED.files().chain(sections).filter(|file| file.path().extension().is_some_and(|end| end == "md"));
    files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?))).collect()
}

/// Takes output up to the limits.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    /// When nobody waits for it any more.
    deadline: Option<Instant>,
    is_full: bool,
    is_late: bool,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_full = self.bytes.len() + bytes.len() > LONGEST_OUTPUT;
        self.is_late = self.deadline.is_some_and(|deadline| Instant::now() > deadline);
        if self.is_full || self.is_late {
            return Err(io::Error::other("the output is too long or too late"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
