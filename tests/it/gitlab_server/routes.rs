//! Which request does what.

use serde_json::{Value, json};

use super::{
    quick_actions,
    wire::{Recorded, Reply},
    world::{Issue, Note, User, World},
};

/// Carries out a request.
pub(super) fn answer(world: &mut World, request: &Recorded) -> Reply {
    let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let Some(user) = world.users.iter().find(|user| Some(user.token.as_str()) == token).cloned() else {
        return message(401, "401 Unauthorized");
    };
    if user.is_expired {
        return Reply::json(401, &json!({ "error": "invalid_token", "error_description": "Token is expired." }));
    }
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let url = world.url.clone();
    let folder: Vec<&str> = url.split('/').skip(3).collect();
    let Some(path) = path.strip_prefix(folder.as_slice()) else { return message(404, "404 Not Found") };
    // Whether a fine-grained token may is not known from its one scope; here it may.
    if request.method != "GET" && !user.scopes.iter().any(|scope| matches!(*scope, "api" | "granular")) {
        let body = json!({ "error": "insufficient_scope", "error_description": "needs more", "scope": "api" });
        return Reply::json(403, &body);
    }
    match (request.method.as_str(), path) {
        ("GET", ["api", "v4", "user"]) => Reply::json(200, &user.to_json()),
        ("GET", ["api", "v4", "metadata"]) => {
            Reply::json(200, &json!({ "version": "18.6.0-ee", "revision": "abcdef01234", "enterprise": true }))
        }
        ("GET", ["api", "v4", "personal_access_tokens", "self"]) => Reply::json(
            200,
            &json!({ "id": 1, "name": "runbook", "scopes": user.scopes, "active": true, "revoked": false }),
        ),
        ("GET", ["api", "v4", "users"]) => {
            let name = request.query("username").unwrap_or_default().to_lowercase();
            let found: Vec<_> = world.users.iter().filter(|user| user.username == name).map(User::to_json).collect();
            Reply::json(200, &json!(found))
        }
        ("GET" | "POST" | "PUT", ["api", "v4", "projects", id, rest @ ..]) => {
            let is_it = |id: &str, number: u64, path: &str| id == path || id.parse() == Ok(number);
            let Some(project) = world.projects.iter().find(|project| is_it(id, project.id, &project.path)) else {
                return message(404, "404 Project Not Found");
            };
            if user.access == 0 && project.visibility != "public" {
                return message(404, "404 Project Not Found");
            }
            if rest.is_empty() {
                return Reply::json(200, &project.to_json(&world.url, user.access));
            }
            let id = project.id;
            in_project(world, &user, id, rest, request)
        }
        _ => message(404, "404 Not Found"),
    }
}

fn in_project(world: &mut World, user: &User, project_id: u64, path: &[&str], request: &Recorded) -> Reply {
    match (request.method.as_str(), path) {
        ("GET", ["issues"]) => list(world, user, project_id, request),
        ("POST", ["issues"]) => create(world, user, project_id, &request.json()),
        (method, ["issues", iid, rest @ ..]) => {
            let at =
                world.issues.iter().position(|issue| issue.project_id == project_id && iid.parse() == Ok(issue.iid));
            let Some(at) = at else { return message(404, "404 Not found") };
            if !may_see(&world.issues[at], user) {
                // An update looks at the rights only after it has found the issue.
                return if method == "PUT" { message(403, "403 Forbidden") } else { message(404, "404 Not found") };
            }
            match (method, rest) {
                ("GET", []) => Reply::json(200, &world.issues[at].to_json(world)),
                ("PUT", []) => update(world, user, at, &request.json()),
                ("GET", ["notes"]) => notes(world, at, request),
                _ => message(404, "404 Not Found"),
            }
        }
        _ => message(404, "404 Not Found"),
    }
}

fn may_see(issue: &Issue, user: &User) -> bool {
    !issue.is_confidential || user.access >= 15 || is_own(issue, user)
}

fn is_own(issue: &Issue, user: &User) -> bool {
    issue.author == user.id || issue.assignees.contains(&user.id)
}

fn create(world: &mut World, user: &User, project_id: u64, body: &Value) -> Reply {
    if body["title"].as_str().is_none_or(str::is_empty) {
        return Reply::json(400, &json!({ "error": "title is missing" }));
    }
    let now = world.tick_clock();
    let iid = world.issues.len() as u64 + 1;
    let mut issue =
        Issue { iid, project_id, author: user.id, created_at: now.clone(), updated_at: now, ..Issue::default() };
    if let Err(reply) = apply(world, &mut issue, body, user.access > 0, true) {
        return reply;
    }
    issue.remember_what_all_see();
    world.issues.push(issue.clone());
    Reply::json(201, &issue.to_json(world))
}

fn update(world: &mut World, user: &User, at: usize, body: &Value) -> Reply {
    // Who is below that may change the words of an issue of his own, and nothing else.
    let is_planner = user.access >= 15;
    if !is_planner && !is_own(&world.issues[at], user) {
        return message(403, "403 Forbidden");
    }
    if body.as_object().is_none_or(serde_json::Map::is_empty) {
        return Reply::json(400, &json!({ "error": "title, description, … are missing, at least one must be there" }));
    }
    let mut issue = world.issues[at].clone();
    if let Err(reply) = apply(world, &mut issue, body, is_planner, is_planner) {
        return reply;
    }
    issue.updated_at = world.tick_clock();
    let now = issue.updated_at.clone();
    if issue.is_confidential != world.issues[at].is_confidential {
        let to = if issue.is_confidential { "confidential" } else { "visible to everyone" };
        issue.note(user.id, format!("made the issue {to}"), now.clone(), true);
    }
    issue.note_change_of(&world.issues[at].description, user.id, &now, world.is_old);
    issue.remember_what_all_see();
    world.issues[at] = issue.clone();
    Reply::json(200, &issue.to_json(world))
}

/// Sets the fields that are there, then runs the quick actions, whose values win. On an update the commands that were in the
/// text before do not run again; as they were taken out of the stored text, all that come are new.
///
/// What the user may not set is passed over without a word: labels, assignees and the due date, and confidentiality, which
/// whoever may make an issue may set on a new one (`IssuableBaseService#filter_params`, `IssuePolicy`).
fn apply(world: &World, issue: &mut Issue, body: &Value, may_manage: bool, may_hide: bool) -> Result<(), Reply> {
    let project = world.projects.iter().find(|project| project.id == issue.project_id).expect("the issue's project");
    let text = |key: &str| body[key].as_str().map(str::to_owned);
    let list = |key: &str| -> Vec<String> {
        body[key].as_array().into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    if let Some(title) = text("title") {
        if title.chars().count() > 255 {
            return Err(Reply::json(
                400,
                &json!({ "message": { "title": ["is too long (maximum is 255 characters)"] } }),
            ));
        }
        issue.title = title;
    }
    if let Some(confidential) = body["confidential"].as_bool()
        && project.keeps_confidential
        && may_hide
    {
        issue.is_confidential = confidential;
    }
    if may_manage {
        if body["labels"].is_array() {
            issue.labels = list("labels");
        }
        issue.labels.extend(list("add_labels"));
        issue.labels.retain(|label| !list("remove_labels").contains(label));
        if let Some(ids) = body["assignee_ids"].as_array() {
            // Who cannot see the project is left out, without a word; and the free edition keeps the first one that it is given.
            let may_read = |id: &&User| id.access > 0 || project.visibility == "public";
            let first = ids.first().and_then(Value::as_u64);
            let readers: Vec<u64> = world.users.iter().filter(may_read).map(|user| user.id).collect();
            match first {
                Some(id) if !readers.contains(&id) => {}
                first => issue.assignees = first.into_iter().collect(),
            }
        }
        if let Some(due_date) = text("due_date") {
            issue.due_date = Some(due_date);
        }
    }
    match body["state_event"].as_str() {
        Some("close") => issue.is_closed = true,
        Some("reopen") => issue.is_closed = false,
        _ => {}
    }
    if let Some(description) = text("description") {
        if description.len() > 1_048_576 {
            let reason = "is too long (1.1 MiB). The maximum size is 1 MiB.";
            return Err(Reply::json(400, &json!({ "message": { "description": [reason] } })));
        }
        let (stored, commands) = quick_actions::extract(&description);
        issue.description = match world.filters {
            Some((from, to)) => stored.replace(from, to),
            None => stored,
        };
        let user = |name: &str| world.users.iter().find(|user| user.username == name).map(|user| user.id);
        for command in &commands {
            quick_actions::run(issue, command, project.keeps_confidential && may_hide, user);
        }
    }
    issue.labels.sort();
    issue.labels.dedup();
    // `/assign` adds to them; the free edition keeps the first one.
    issue.assignees.truncate(1);
    Ok(())
}

fn list(world: &World, user: &User, project_id: u64, request: &Recorded) -> Reply {
    let search = request.query("search").map(|text| text.to_lowercase());
    let places = request.query("in").unwrap_or_else(|| "title,description".to_owned());
    let is_wanted = |issue: &&Issue| {
        let mut text = String::new();
        for (place, content) in [("title", &issue.title), ("description", &issue.description)] {
            if places.contains(place) {
                text.push_str(&content.to_lowercase());
                text.push('\n');
            }
        }
        issue.project_id == project_id
            && may_see(issue, user)
            && search.as_ref().is_none_or(|search| text.contains(search.as_str()))
            && request.query("author_id").is_none_or(|id| id == issue.author.to_string())
            && request.query("confidential").is_none_or(|is| is == issue.is_confidential.to_string())
            && request.query("created_after").is_none_or(|after| issue.created_at.as_str() >= after.as_str())
    };
    let mut found: Vec<&Issue> = world.issues.iter().filter(is_wanted).collect();
    found.sort_by(|a, b| a.created_at.cmp(&b.created_at));
    if request.query("sort").as_deref() != Some("asc") {
        found.reverse();
    }
    page(request, found.into_iter().map(|issue| issue.to_json(world)).collect())
}

fn notes(world: &World, at: usize, request: &Recorded) -> Reply {
    let wanted = request.query("activity_filter").unwrap_or_default();
    let is_wanted = |note: &&Note| match wanted.as_str() {
        "only_activity" => note.is_system,
        "only_comments" => !note.is_system,
        _ => true,
    };
    let mut found: Vec<&Note> = world.issues[at].notes.iter().filter(is_wanted).collect();
    if request.query("sort").as_deref() != Some("asc") {
        found.reverse();
    }
    let to_json = |note: &Note| {
        let author = world.users.iter().find(|user| user.id == note.author).map(User::to_json);
        json!({
            "id": note.id, "body": note.body, "author": author, "created_at": note.created_at, "system": note.is_system,
        })
    };
    page(request, found.into_iter().map(to_json).collect())
}

/// Cuts a list into pages as GitLab does: 20 to a page, 100 at most, the next one in a header.
fn page(request: &Recorded, all: Vec<Value>) -> Reply {
    let number =
        |key: &str, otherwise: usize| request.query(key).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (page, size) = (number("page", 1).max(1), number("per_page", 20).clamp(1, 100));
    let of_page: Vec<_> = all.iter().skip((page - 1) * size).take(size).collect();
    let next = if all.len() > page * size { (page + 1).to_string() } else { String::new() };
    Reply::json(200, &json!(of_page)).header("x-next-page", &next)
}

fn message(status: u16, text: &str) -> Reply {
    Reply::json(status, &json!({ "message": text }))
}
