//! Bytes → route, and the name of a place that stays the same when lines move.

use super::secrets::Secret;
use crate::document::{Document, Node, Route, Step, route};

/// Where a task stands: among the tasks or among the rollback steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskPlace {
    /// Among the tasks, by index from 0.
    Task(usize),
    /// Among the rollback steps, by index from 0.
    Step(usize),
}

impl TaskPlace {
    /// Returns the route.
    #[must_use]
    pub fn route(self) -> Route {
        match self {
            Self::Task(index) => route::task(index),
            Self::Step(index) => route::step(index),
        }
    }
}

/// The keys by which an entry of a list is known, the best first.
const IDENTITIES: [&str; 8] = ["id", "name", "task", "item", "what", "region", "handle", "at"];

/// Returns the route to the innermost value that holds a byte, or begins or ends there.
pub(super) fn route_at(document: &Document<'_>, at: usize) -> Route {
    let mut route = Route::top();
    let mut node = &document.tree.root;
    loop {
        let entries = node.entries();
        let items = node.items();
        if let Some(entry) = entries[..entries.partition_point(|entry| entry.key.range.start <= at)].last() {
            let Some(key) = entry.key.text() else { return route };
            if at <= entry.key.range.end {
                return route.key(key.to_owned());
            }
            if at > entry.value.range.end {
                return route;
            }
            route = route.key(key.to_owned());
            if at < entry.value.range.start {
                return route;
            }
            node = &entry.value;
        } else if let Some(index) = items.partition_point(|item| item.range.start <= at).checked_sub(1) {
            if at > items[index].range.end {
                return route;
            }
            route = route.index(index);
            node = &items[index];
        } else {
            return route;
        }
    }
}

/// Returns a name for a place that does not change when lines or entries move: keys, and for an entry of a list what it
/// is known by (its id, name or text) instead of its index. What holds a secret is not known by it: a name that anybody may
/// see could be tried out.
pub(super) fn stable_place(document: &Document<'_>, route: &Route, secrets: &[Secret]) -> String {
    let mut place = String::new();
    let mut node = Some(&document.tree.root);
    for (depth, step) in route.steps().iter().enumerate() {
        place.push('/');
        match step {
            Step::Key(key) => {
                let entry = node.and_then(|node| node.entry(key));
                place.push_str(if entry.is_some_and(|entry| holds(&entry.key, secrets)) { "*" } else { key });
                node = entry.map(|entry| &entry.value);
            }
            Step::Index(index) => {
                node = node.and_then(|node| node.items().get(*index));
                let node = node.filter(|node| !is_known_by_secret(node, secrets));
                match node.and_then(|node| identity(document, &route.steps()[..depth], *index, node)) {
                    Some(identity) => place.push_str(identity),
                    None => place.push_str(&index.to_string()),
                }
            }
        }
    }
    place
}

fn is_known_by_secret(node: &Node<'_>, secrets: &[Secret]) -> bool {
    let known = IDENTITIES.iter().filter_map(|key| node.get(key));
    !secrets.is_empty() && known.chain(node.text().map(|_| node)).any(|node| holds(node, secrets))
}

fn holds(node: &Node<'_>, secrets: &[Secret]) -> bool {
    secrets.iter().any(|secret| secret.range.start < node.range.end && node.range.start < secret.range.end)
}

fn identity<'n>(document: &'n Document<'_>, list: &[Step], index: usize, node: &'n Node<'_>) -> Option<&'n str> {
    let known = |key: &&str| node.get(key).filter(|node| !node.is_absent()).and_then(Node::text);
    // An id that is not written is the one that the first mark will write; the place is the same before and after.
    let written = known(&"id");
    written.or_else(|| derived_id(document, list, index)).or_else(|| IDENTITIES.iter().find_map(known)).or(node.text())
}

/// Returns the derived id of an entry, where the model holds the entry under its index in the file.
fn derived_id<'n>(document: &'n Document<'_>, list: &[Step], index: usize) -> Option<&'n str> {
    let runbook = &document.runbook;
    let keys: Vec<&str> = list
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.as_ref(),
            Step::Index(_) => "",
        })
        .collect();
    let n_nodes = list.iter().try_fold(&document.tree.root, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.items().get(*index),
    })?;
    let n_nodes = n_nodes.items().len();
    let id = match keys.as_slice() {
        ["tasks"] if runbook.tasks.len() == n_nodes => &runbook.tasks.get(index)?.id,
        ["rollback", "steps"] if runbook.steps().len() == n_nodes => &runbook.steps().get(index)?.id,
        ["checklists", id] | ["checklists", id, "items"] => &runbook.checklist(id)?.items.get(index)?.id,
        _ => return None,
    };
    Some(id.text.as_str()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Source;

    const TEXT: &str = "\
version: 1
header: { name: Acme - Work }
contacts:
  gitlab:
    - name: John Doe
      duties: [execute, verify]
checklists:
  pre-call:
    - item: Tell them
      state: done
tasks:
  - id: look
    task: Look
  - task: Look again
rollback:
  confirmed_by:
    - region: APAC
      handle: \"@x\"
";

    #[track_caller]
    fn check(needle: &str, route: &str, place: &str) {
        let source = Source::from_text("x.yaml", TEXT.to_owned()).expect("text");
        let document = Document::parse(&source).expect("valid");
        let at = TEXT.find(needle).expect("the text has it");
        let found = route_at(&document, at);
        assert_eq!((found.to_string().as_str(), stable_place(&document, &found, &[]).as_str()), (route, place));
    }

    #[test]
    fn a_byte_leads_to_the_value_or_key_around_it() {
        check("version", "version", "/version");
        check("Acme", "header.name", "/header/name");
        check("verify", "contacts.gitlab[1].duties[2]", "/contacts/gitlab/John Doe/duties/verify");
        check("done", "checklists.pre-call[1].state", "/checklists/pre-call/tell-them/state");
        check("again", "tasks[2].task", "/tasks/look-again/task");
        check("handle", "rollback.confirmed_by[1].handle", "/rollback/confirmed_by/APAC/handle");
    }

    #[test]
    fn a_place_that_is_not_there_has_a_name_too() {
        let source = Source::from_text("x.yaml", TEXT.to_owned()).expect("text");
        let document = Document::parse(&source).expect("valid");
        let route = crate::document::route::task(0).key("owner");
        assert_eq!(stable_place(&document, &route, &[]), "/tasks/look/owner");
    }
}
