//! A computer with a copy of the file.

use std::collections::BTreeMap;

use runbook::{
    document::{Document, Edit, Source, apply},
    render::{IssueOptions, Templates, issue},
};

use super::reading;

/// A computer with a copy of the file.
pub(super) struct Machine {
    pub(super) file: String,
    /// What the file renders.
    pub(super) rendered: String,
    /// What it shows of each entry, as comrak sees it.
    pub(super) shown: BTreeMap<String, String>,
    /// The entries by their texts.
    pub(super) titles: BTreeMap<String, String>,
    /// What file and issue showed when both last agreed, whatever the file knows of it.
    pub(super) agreed: BTreeMap<String, String>,
    /// Whether what the file says of that is older.
    pub(super) is_stale: bool,
    /// Whether a push of it got no answer.
    pub(super) is_unsure: bool,
    /// What the file rendered when it was last merged without a fault.
    pub(super) last_rendered: String,
}

pub(super) fn with_document<T>(text: &str, then: impl FnOnce(&Document<'_>) -> T) -> Result<T, String> {
    let source = Source::from_text("acme.yaml", text.to_owned()).map_err(|error| error.to_string())?;
    let document = Document::parse(&source).map_err(|problems| format!("{problems:?}\n{text}"))?;
    Ok(then(&document))
}

pub(super) fn edited(text: &str, edits: &[Edit]) -> Result<String, String> {
    let source = Source::from_text("acme.yaml", text.to_owned()).map_err(|error| error.to_string())?;
    apply(&source, edits).map_err(|error| format!("{error:?}\n{text}"))
}

impl Machine {
    pub(super) fn new(file: String, templates: &Templates) -> Result<Self, String> {
        let mut machine = Self {
            file,
            rendered: String::new(),
            shown: BTreeMap::new(),
            titles: BTreeMap::new(),
            agreed: BTreeMap::new(),
            is_stale: false,
            is_unsure: false,
            last_rendered: String::new(),
        };
        machine.look(templates)?;
        Ok(machine)
    }

    /// Looks at the file anew.
    pub(super) fn look(&mut self, templates: &Templates) -> Result<(), String> {
        let options = IssueOptions { quick_actions: false };
        let rendered = with_document(&self.file, |document| issue(&document.runbook, templates, &options))?;
        self.rendered = rendered.map_err(|error| error.to_string())?;
        let seen = reading::read(&self.rendered);
        self.titles = seen.iter().filter_map(|seen| Some((seen.text.clone(), seen.key.clone()?))).collect();
        self.shown = reading::values(&self.rendered, &self.titles);
        Ok(())
    }

    pub(super) fn write(&mut self, file: String, templates: &Templates) -> Result<(), String> {
        if file != self.file {
            self.file = file;
            self.look(templates)?;
        }
        Ok(())
    }
}
