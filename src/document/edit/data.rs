//! What a file says, without how it is written: what an edit is checked against.

use super::super::{
    emit::Value,
    plain::could_be_another_type,
    route::Step,
    tree::{Node, NodeKind, Style},
};

/// A value as one of the two readers sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    /// Nothing.
    Null,
    /// A text that every reader takes for a text.
    Text(String),
    /// A number, a truth value, or what some reader could take for one.
    Bare(String),
    /// A list.
    List(Vec<Self>),
    /// A mapping.
    Table(Vec<(Self, Self)>),
}

impl From<&Value> for Data {
    fn from(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::Bool(value) => Self::Bare(value.to_string()),
            Value::Integer(value) => Self::Bare(value.to_string()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Table(entries) | Value::Inline(entries) => {
                Self::Table(entries.iter().map(|(key, value)| (Self::Text(key.to_string()), value.into())).collect())
            }
        }
    }
}

impl From<&Node<'_>> for Data {
    fn from(node: &Node<'_>) -> Self {
        match &node.kind {
            NodeKind::Null => Self::Null,
            NodeKind::Scalar { text, style: Style::Plain } if could_be_another_type(text) => {
                Self::Bare(text.to_string())
            }
            NodeKind::Scalar { text, .. } => Self::Text(text.to_string()),
            NodeKind::List { items, .. } => Self::List(items.iter().map(Self::from).collect()),
            NodeKind::Table { entries, .. } => {
                Self::Table(entries.iter().map(|entry| ((&entry.key).into(), (&entry.value).into())).collect())
            }
        }
    }
}

impl From<&serde_yaml::Value> for Data {
    fn from(value: &serde_yaml::Value) -> Self {
        use serde_yaml::Value as Yaml;
        match value {
            Yaml::Null => Self::Null,
            Yaml::Bool(value) => Self::Bare(value.to_string()),
            Yaml::Number(number) => Self::Bare(number.to_string()),
            Yaml::String(text) => Self::Text(text.clone()),
            Yaml::Sequence(items) => Self::List(items.iter().map(Self::from).collect()),
            Yaml::Mapping(entries) => {
                Self::Table(entries.iter().map(|(key, value)| (key.into(), value.into())).collect())
            }
            Yaml::Tagged(tagged) => Self::List(vec![Self::Text(tagged.tag.to_string()), Self::from(&tagged.value)]),
        }
    }
}

impl Data {
    /// Returns whether nothing is there: null or an empty text.
    fn is_absent(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Text(text) if text.is_empty())
    }

    /// Returns whether both say the same; the order of a mapping's keys does not matter.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(mine), Self::List(theirs)) => {
                mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(mine, theirs)| mine.says_the_same(theirs))
            }
            (Self::Table(mine), Self::Table(theirs)) => {
                mine.len() == theirs.len()
                    && mine.iter().zip(theirs).all(|(mine, same_place)| {
                        let found = if mine.0 == same_place.0 {
                            Some(same_place)
                        } else {
                            theirs.iter().find(|theirs| theirs.0 == mine.0)
                        };
                        found.is_some_and(|theirs| mine.1.says_the_same(&theirs.1))
                    })
            }
            _ => self == other,
        }
    }

    /// Returns what is at a place.
    pub(super) fn at(&self, steps: &[Step]) -> Option<&Self> {
        steps.iter().try_fold(self, |data, step| match (data, step) {
            (Self::Table(entries), Step::Key(key)) => {
                entries.iter().find(|entry| entry.0.is_key(key)).map(|entry| &entry.1)
            }
            (Self::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }

    /// Sets the value at a place; missing keys come last, at the top of the file before a `log` that is last.
    ///
    /// Returns `None` where the place cannot be.
    pub(super) fn set(&mut self, steps: &[Step], value: Self) -> Option<()> {
        self.set_below(steps, value, true)
    }

    fn set_below(&mut self, steps: &[Step], value: Self, is_top: bool) -> Option<()> {
        let Some((step, rest)) = steps.split_first() else {
            *self = value;
            return Some(());
        };
        match step {
            Step::Key(key) => {
                if self.is_absent() {
                    *self = Self::Table(Vec::new());
                }
                let Self::Table(entries) = self else { return None };
                let at = match entries.iter().position(|entry| entry.0.is_key(key)) {
                    Some(at) => at,
                    None => {
                        let before_log = is_top
                            && key != "log"
                            && entries.len() > 1
                            && entries.last().is_some_and(|last| last.0.is_key("log"));
                        let at = entries.len() - usize::from(before_log);
                        entries.insert(at, (Self::Text(key.to_string()), Self::Null));
                        at
                    }
                };
                entries[at].1.set_below(rest, value, false)
            }
            Step::Index(index) => match self {
                Self::List(items) => items.get_mut(*index)?.set_below(rest, value, false),
                _ => None,
            },
        }
    }

    /// Appends to the list at a place, which is made where nothing is.
    pub(super) fn append(&mut self, steps: &[Step], value: Self) -> Option<()> {
        let mut list = self.at(steps).cloned().unwrap_or(Self::Null);
        if list.is_absent() {
            list = Self::List(Vec::new());
        }
        let Self::List(items) = &mut list else { return None };
        items.push(value);
        self.set(steps, list)
    }

    /// Removes a key or an entry, if it is there.
    pub(super) fn remove(&mut self, steps: &[Step]) {
        let Some((step, rest)) = steps.split_first() else { return };
        match (self, step) {
            (Self::Table(entries), Step::Key(key)) => {
                if let Some(at) = entries.iter().position(|entry| entry.0.is_key(key)) {
                    if rest.is_empty() {
                        entries.remove(at);
                    } else {
                        entries[at].1.remove(rest);
                    }
                }
            }
            (Self::List(items), Step::Index(index)) if *index < items.len() => {
                if rest.is_empty() {
                    items.remove(*index);
                } else {
                    items[*index].remove(rest);
                }
            }
            _ => {}
        }
    }

    fn is_key(&self, key: &str) -> bool {
        matches!(self, Self::Text(text) | Self::Bare(text) if text == key)
    }
}
