//! What a changed file must say, worked out on the values of another reader of YAML.

use std::ops::RangeInclusive;

use runbook::document::{Edit, Route, Source, Step as RouteStep, Value, apply};
use serde_yaml::{Mapping, Value as Yaml};

use super::generate::Step;

pub(super) fn last_key(at: &Route) -> Step {
    match at.steps().last() {
        Some(RouteStep::Key(key)) => Step::Key(key.to_string()),
        Some(RouteStep::Index(index)) => Step::Index(*index),
        None => Step::Index(usize::MAX),
    }
}

pub(super) fn len(yaml: &Yaml) -> usize {
    yaml.as_mapping().map_or(0, Mapping::len) + yaml.as_sequence().map_or(0, Vec::len)
}

pub(super) fn at<'y>(yaml: &'y Yaml, path: &[Step]) -> Option<&'y Yaml> {
    path.iter().try_fold(yaml, |yaml, step| match step {
        Step::Key(key) => yaml.as_mapping()?.get(key.as_str()),
        Step::Index(index) => yaml.as_sequence()?.get(*index),
    })
}

fn yaml(value: &Value) -> Yaml {
    match value {
        Value::Text(text) => Yaml::String(text.clone()),
        Value::Bool(value) => Yaml::Bool(*value),
        Value::Integer(value) => Yaml::Number((*value).into()),
        Value::List(items) => Yaml::Sequence(items.iter().map(yaml).collect()),
        Value::Table(entries) | Value::Inline(entries) => {
            Yaml::Mapping(entries.iter().map(|(key, value)| (Yaml::String(key.to_string()), yaml(value))).collect())
        }
    }
}

fn is_absent(yaml: &Yaml) -> bool {
    yaml.is_null() || yaml.as_str() == Some("")
}

/// Makes an edit on a value; `None` where it makes no sense.
pub(super) fn make(data: &mut Yaml, edit: &Edit) -> Option<()> {
    let mut here = data;
    let mut steps = edit.at().steps().iter().peekable();
    let is_removal = matches!(edit, Edit::Remove { .. });
    while let Some(step) = steps.next() {
        let is_last = steps.peek().is_none();
        if is_removal && is_last {
            match (step, here) {
                (RouteStep::Key(key), Yaml::Mapping(entries)) => drop(entries.shift_remove(key.as_ref())),
                (RouteStep::Index(index), Yaml::Sequence(items)) if *index < items.len() => drop(items.remove(*index)),
                _ => {}
            }
            return Some(());
        }
        here = match step {
            RouteStep::Index(index) => match here {
                Yaml::Sequence(items) if *index < items.len() => &mut items[*index],
                // What is not there need not be removed.
                _ => return is_removal.then_some(()),
            },
            RouteStep::Key(key) => {
                if is_removal && at(here, &[Step::Key(key.to_string())]).is_none() {
                    return Some(());
                }
                if is_absent(here) {
                    *here = Yaml::Mapping(Mapping::new());
                }
                let entries = here.as_mapping_mut()?;
                entries.entry(Yaml::String(key.to_string())).or_insert(Yaml::Null)
            }
        };
    }
    match edit {
        Edit::Set { value, .. } => *here = yaml(value),
        Edit::Append { value, .. } => {
            if is_absent(here) {
                *here = Yaml::Sequence(Vec::new());
            }
            here.as_sequence_mut()?.push(yaml(value));
        }
        Edit::Remove { .. } => return None,
    }
    Some(())
}

/// Judges the values, the comments, the line ends and the end of the file.
pub(super) fn judge(old: &str, new: &str, edits: &[Edit], crlf: bool) -> Result<(), String> {
    let read = |text: &str| serde_yaml::from_str::<Yaml>(text);
    let new_value = read(new).map_err(|error| format!("not readable: {error}"))?;
    let expected = |text: &str| {
        let mut value = read(text).ok()?;
        edits.iter().try_for_each(|edit| make(&mut value, edit)).map(|()| value)
    };
    // This reader sees no final line break in a block at the end of a file without one; what is added below brings it.
    if expected(old).as_ref() != Some(&new_value) && expected(&format!("{old}\n")).as_ref() != Some(&new_value) {
        return Err("wrong value".to_owned());
    }
    if comments(old) != comments(new) {
        return Err(format!("comments: {:?} became {:?}", comments(old), comments(new)));
    }
    let (n_lf, n_crlf, n_cr) = (new.matches('\n').count(), new.matches("\r\n").count(), new.matches('\r').count());
    if n_cr != n_crlf || n_crlf != if crlf { n_lf } else { 0 } {
        return Err("mixed line ends".to_owned());
    }
    if old.ends_with('\n') != new.ends_with('\n') {
        // Only a text whose line break is in the file may bring one.
        let without = new.trim_end_matches(['\n', '\r']);
        if old.ends_with('\n') || read(without).is_ok_and(|value| value == new_value) {
            return Err("the end of the file has changed".to_owned());
        }
    }
    Ok(())
}

/// Returns the comments of the generator, which number them; none of its values looks like one.
fn comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        for (at, _) in line.match_indices("#c") {
            let is_numbered = line[at + 2..].starts_with(|character: char| character.is_ascii_digit());
            if is_numbered && (at == 0 || line[..at].ends_with([' ', '\t'])) {
                found.push(line[at..].trim_end().to_owned());
            }
        }
    }
    found
}

/// Judges that no other lines than these have changed.
pub(super) fn other_lines(old_text: &str, new: &str, may_change: Option<RangeInclusive<usize>>) -> Result<(), String> {
    let old: Vec<&str> = old_text.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    // A blank line that comes last in a file without a final line break is not to be seen.
    let unseen = if old_text.ends_with('\n') { 0 } else { old.len() };
    let same_before =
        old.iter().zip(new.iter().chain(std::iter::repeat_n(&"", unseen))).take_while(|(old, new)| old == new).count();
    let same_behind = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (before, behind) = match may_change {
        Some(lines) => (*lines.start(), old.len().saturating_sub(lines.end() + 1)),
        None if same_before + same_behind >= old.len() => return Ok(()),
        None => return Err("a line has changed where lines should only be added".to_owned()),
    };
    if same_before < before || same_behind < behind {
        return Err(format!("other lines than {} to {} have changed", before + 1, old.len() - behind));
    }
    Ok(())
}

/// Judges that setting a value or removing a key again changes nothing more.
pub(super) fn is_settled(source: &Source, new: &str, edits: &[Edit]) -> Result<(), String> {
    if !edits.iter().all(|edit| match edit {
        Edit::Set { .. } => true,
        Edit::Append { .. } => false,
        Edit::Remove { at } => matches!(at.steps().last(), Some(RouteStep::Key(_))),
    }) {
        return Ok(());
    }
    let again = source.with_text(new.to_owned()).map_err(|error| error.to_string())?;
    match apply(&again, edits) {
        Ok(again) if again == new => Ok(()),
        Ok(_) => Err("the same edit changed more the second time".to_owned()),
        Err(error) => Err(format!("refused the second time: {error}")),
    }
}
