//! What speed is measured against: a program that reads the same files into typed values, each leaf with its place in
//! the text, on all cores, and checks nothing.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer, value::SeqAccessDeserializer},
};
use serde_saphyr::Spanned;

type Text = Option<Spanned<String>>;
type Texts = Option<BTreeMap<String, Spanned<String>>>;

/// Declares mappings of the format: all keys may be missing, those of other shapes than text have their type behind `as`.
macro_rules! records {
    ($($record:ident { $($text:ident)* $(; $($key:ident as $type:ty),*)? })*) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "the values are read and not looked at")]
        struct $record { $(#[serde(default)] $text: Text,)* $($(#[serde(default)] $key: Option<$type>,)*)? }
    )*};
}

records! {
    Runbook { kind summary; version as Spanned<u32>, blueprint as Spanned<bool>, example as Spanned<bool>, parameters as Texts,
        header as Header, contacts as Contacts, checklists as BTreeMap<String, Checklist>, tasks as Vec<Task>,
        rollback as Rollback, follow_ups as Vec<FollowUp>, closed as Closed, sync as IgnoredAny, log as Vec<LogEntry> }
    Header { name description dri schedule_at window meeting_url gitlab_issue platform criticality;
        sessions as Vec<Session>, links as Texts }
    Session { at window }
    Contacts { ; gitlab as Vec<Contact>, customer as Vec<Contact> }
    Contact { name handle role description time_zone; duties as Vec<Spanned<String>>, attends as Spanned<bool> }
    Item { id item why state reason accepted_by evidence; required as Spanned<bool> }
    Titled { title; items as Vec<Item> }
    Task { id task link owner planned waits every command language expect stop_if undoes started_at outcome count duration note }
    Rollback { plan link irreversible planned point_of_no_return; confirmed_by as Vec<Confirmation>, steps as Vec<Task> }
    Confirmation { region handle }
    FollowUp { what owner due link }
    Closed { at by result note }
    LogEntry { at recorded by event id from to reason accepted_by evidence duration count note region; was as Texts }
}

/// A checklist: a list of items, or a title and its items. (`untagged` would lose the places.)
#[expect(dead_code, reason = "the values are read and not looked at")]
enum Checklist {
    Items(Vec<Item>),
    Titled(Titled),
}

impl<'de> Deserialize<'de> for Checklist {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> Visitor<'de> for Shapes {
            type Value = Checklist;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of items, or a title and its items")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Checklist, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(items)).map(Checklist::Items)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Checklist, A::Error> {
                Titled::deserialize(MapAccessDeserializer::new(map)).map(Checklist::Titled)
            }
        }
        deserializer.deserialize_any(Shapes)
    }
}

/// Reads every YAML file of the folders on all cores, and returns how many there were.
///
/// # Errors
/// The first file that cannot be read: then there is nothing to compare with.
pub fn read_all(folders: &[PathBuf]) -> io::Result<usize> {
    let mut paths = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
    }
    let next = AtomicUsize::new(0);
    let work = || -> io::Result<()> {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            read(path)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let n_threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let others: Vec<_> = (1..n_threads).map(|_| scope.spawn(work)).collect();
        work()?;
        others.into_iter().try_for_each(|other| other.join().expect("reading does not panic"))
    })?;
    Ok(paths.len())
}

fn read(path: &Path) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let runbook = serde_saphyr::from_str::<Runbook>(&text);
    let runbook = runbook.map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    // Otherwise the optimiser might leave out what nobody looks at.
    std::hint::black_box(&runbook);
    Ok(())
}
