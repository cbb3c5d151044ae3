//! Was the edit made, and nothing else? Asked of two readers that share no code.

use super::{
    super::{source::Source, tree::Tree},
    Edit,
    data::Data,
};

impl Edit {
    /// Makes the edit on what a reader saw; `None` where it cannot be made.
    pub(super) fn make(&self, data: &mut Data) -> Option<()> {
        match self {
            Self::Set { at, value } => data.set(at.steps(), value.into()),
            Self::Append { at, value } => data.append(at.steps(), value.into()),
            Self::Remove { at } => {
                data.remove(at.steps());
                Some(())
            }
        }
    }
}

/// Returns what is wrong with the new text, as the reader that the edit was planned with sees it.
pub(super) fn first_reader(
    before: (&Source, &Tree<'_>),
    after: (&Source, &Tree<'_>),
    edit: &Edit,
) -> Result<(), &'static str> {
    let mut expected = Data::from(&before.1.root);
    let made = edit.make(&mut expected);
    let found = Data::from(&after.1.root);
    // Braces keep no key last.
    let as_expected = if before.1.root.is_flow() { expected.says_the_same(&found) } else { expected == found };
    if made.is_none() || !as_expected {
        return Err("the changed file would not say what it should");
    }
    if !comments(before).eq(comments(after)) {
        return Err("a comment would be lost or changed");
    }
    if before.1.problems.len() != after.1.problems.len() {
        return Err("the changed file would hold what a runbook may not use");
    }
    Ok(())
}

fn comments<'a>((source, tree): (&'a Source, &'a Tree<'_>)) -> impl Iterator<Item = &'a str> {
    tree.comments.iter().map(|comment| source.text().get(comment.clone()).unwrap_or_default().trim_end())
}

/// Returns what is wrong with the new text, as a second reader sees it. It has no say where it could not read the old one.
pub(super) fn second_reader(before: &str, after: &str, edits: &[Edit]) -> Result<(), &'static str> {
    let Some(old) = read(before) else { return Ok(()) };
    let Some(new) = read(after) else { return Err("another reader of YAML could not read the changed file") };
    let as_expected =
        |mut data: Data| edits.iter().all(|edit| edit.make(&mut data).is_some()) && data.says_the_same(&new);
    // A block at the end of a file without a line break gains one when something is added below it.
    if as_expected(old) || !before.ends_with('\n') && read(&format!("{before}\n")).is_some_and(as_expected) {
        return Ok(());
    }
    Err("another reader of YAML would not read the changed file as it should")
}

fn read(text: &str) -> Option<Data> {
    serde_yaml::from_str::<serde_yaml::Value>(text).ok().as_ref().map(Data::from)
}
