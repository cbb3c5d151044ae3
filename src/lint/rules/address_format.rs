//! `address-format`.

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route, Step, route},
    model::{Kind, quote},
};

declare_rule! {
    /// Checks that an address is one: absolute, with `https://` or `http://`, and nothing else beside it. It looks at
    /// `meeting_url`, `gitlab_issue` and the links of tasks, rollback and follow-ups; under the header's `links` only at
    /// what looks like an address, as a text may stand there.
    ///
    /// ## Why
    /// The handbook's example leaves `https://` out and puts the issue in back-ticks. In the issue neither is a link: five
    /// minutes before the call everybody copies it by hand. `evidence` may be a path and is not looked at.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   meeting_url: example.zoom.com/my/example.meeting
    /// ```
    /// ```yaml bad
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     link: see the handbook
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   meeting_url: https://example.zoom.com/my/example.meeting
    /// ```
    pub(super) static ADDRESS_FORMAT = {
        id: "address-format",
        level: Level::Warning,
        summary: "this is no address that can be followed",
        kinds: &Kind::ALL,
        repair: Safety::Safe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let header = &runbook.header;
    judge(cx, route::header("meeting_url"), header.meeting_url.as_deref(), false);
    judge(cx, route::header("gitlab_issue"), header.gitlab_issue.as_deref(), false);
    for (label, text) in &header.links {
        judge(cx, route::header("links").key(label.clone()), Some(text), true);
    }
    for (place, task) in cx.tasks_and_steps() {
        if task.link.is_some() {
            judge(cx, place.route().key("link"), task.link.as_deref(), false);
        }
    }
    let rollback = runbook.rollback.as_ref();
    judge(cx, route::rollback("link"), rollback.and_then(|rollback| rollback.link.as_deref()), false);
    let follow_ups = Route::top().key("follow_ups");
    // Routes count what stands in the file.
    if !runbook.follow_ups.is_empty() && cx.is_read_in_full(&follow_ups) {
        for (index, follow_up) in runbook.follow_ups.iter().enumerate() {
            judge(cx, follow_ups.clone().index(index).key("link"), follow_up.link.as_deref(), false);
        }
    }
}

fn judge(cx: &mut LintContext<'_>, route: Route, text: Option<&str>, may_be_text: bool) {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return };
    let form = form(text);
    let is_left_alone = match &form {
        Form::Address | Form::Placeholder => true,
        Form::Text | Form::InText(_) => may_be_text,
        Form::NoScheme { is_certain, .. } => may_be_text && !is_certain,
        Form::Wrapped(_) => false,
    };
    let Some((_, Step::Key(key))) = route.split_last().filter(|_| !is_left_alone) else { return };
    let (message, label, fix) = match form {
        Form::Wrapped(address) => (
            format!("`{key}` has signs around the address"),
            "not a link like this",
            Some((Safety::Safe, "remove the signs around the address", address)),
        ),
        Form::NoScheme { address, is_certain } => {
            let safety = if is_certain { Safety::Safe } else { Safety::Unsafe };
            let title = "write the address with `https://`";
            (format!("`{key}` has no `https://`"), "not a link like this", Some((safety, title, address)))
        }
        Form::InText(address) => (
            format!("`{key}` has more in it than an address"),
            "not a link like this",
            Some((Safety::Unsafe, "keep nothing but the address", address)),
        ),
        Form::Address | Form::Placeholder | Form::Text => {
            (format!("`{key}` is no address"), "nobody can follow it", None)
        }
    };
    let report = cx.report(route.clone(), label);
    report.message(message);
    match fix {
        Some((safety, title, address)) => {
            let edits = vec![Edit::set(route, address.as_str())];
            let fix = Fix { title: title.into(), safety, edits };
            report.help(format!("write {}", quote(&address))).fix(fix);
        }
        None => {
            report.help("write the whole address, beginning with `https://`, or leave it out");
        }
    }
}

/// What a text is that should be an address.
#[derive(Debug, PartialEq)]
enum Form {
    /// An absolute address.
    Address,
    /// An address in back-ticks, quotes or angle brackets.
    Wrapped(String),
    /// A host, probably.
    NoScheme {
        /// The address that is meant.
        address: String,
        /// Whether it cannot be anything else.
        is_certain: bool,
    },
    /// A text that holds one address.
    InText(String),
    /// A placeholder, which is the business of `placeholder`.
    Placeholder,
    /// Anything else.
    Text,
}

fn form(text: &str) -> Form {
    if is_address(text) {
        return Form::Address;
    }
    if text.starts_with('<') && text.ends_with('>') && !text.contains([':', '.', '/']) {
        return Form::Placeholder;
    }
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "`<>'\"".contains(c));
    if is_address(bare) {
        return Form::Wrapped(bare.to_owned());
    }
    if let Some(is_certain) = is_host_and_path(bare) {
        let address = format!("https://{}", bare.trim_start_matches('/'));
        return Form::NoScheme { address, is_certain };
    }
    let ends_address = |c: char| c.is_whitespace() || "`<>'\"()[]{}|".contains(c);
    let mut addresses =
        text.split(ends_address).map(|word| word.trim_end_matches([',', ';', '.'])).filter(|word| is_address(word));
    match (addresses.next(), addresses.next()) {
        (Some(address), None) => Form::InText(address.to_owned()),
        _ => Form::Text,
    }
}

/// Returns whether a text is an address with `http` or `https`, and nothing else. A placeholder may be a part of it.
pub(super) fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).map(|_| &text[scheme.len()..])
    });
    let is_host = |c: char| c.is_alphanumeric() || c == '[' || c == '<';
    rest.is_some_and(|rest| rest.starts_with(is_host) && !rest.contains(|c: char| c.is_whitespace() || c == '`'))
}

/// Returns whether a text begins with the name of a host; `Some(true)` when it cannot be the name of a file.
fn is_host_and_path(text: &str) -> Option<bool> {
    let rest = text.trim_start_matches('/');
    let slashes = text.len() - rest.len();
    if !matches!(slashes, 0 | 2) || rest.contains(|c: char| c.is_whitespace() || "`<>()".contains(c)) {
        return None;
    }
    let (host, path) = rest.find(['/', '?', '#', ':']).map_or((rest, ""), |at| rest.split_at(at));
    if path.starts_with(':') && !path[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let top = labels.last().copied().unwrap_or_default();
    let is_host = labels.len() > 1
        && labels.iter().all(is_label)
        && top.len() > 1
        && top.chars().all(|c| c.is_ascii_alphabetic());
    is_host.then(|| path.starts_with('/') || labels[0] == "www")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        ADDRESS_FORMAT, Form, form,
    };

    #[test]
    fn absolute_addresses_are_addresses() {
        for text in [
            "https://example.zoom.com/my/example.meeting",
            "http://gitlab.example:8080/a?b=c#note_7",
            "HTTPS://gitlab.example",
            "https://<INSTANCE_URL>/api",
            "https://[::1]/a",
            "https://müller.example/ü",
        ] {
            assert_eq!(form(text), Form::Address, "{text}");
        }
    }

    #[test]
    fn a_host_lacks_its_scheme() {
        for (text, certain) in [
            ("example.zoom.com/my/a", true),
            ("www.example.com", true),
            ("//gitlab.example/a", true),
            ("zoom.example", false),
            ("README.md", false),
        ] {
            let Form::NoScheme { address, is_certain } = form(text) else { panic!("{text}") };
            assert_eq!((address.trim_start_matches("https://"), is_certain), (text.trim_start_matches('/'), certain));
        }
    }

    #[test]
    fn what_is_no_host_is_text() {
        for text in [
            "docs/plan.md",
            "none",
            "+49 123 456",
            "mailto:john@example.com",
            "john@example.com",
            "https://",
            "ftp://example.com/a",
            "localhost/a",
            "1.2.3",
            "see the plan",
            "https:/example.com",
        ] {
            assert_eq!(form(text), Form::Text, "{text}");
        }
        assert_eq!(form("https://a.example and https://b.example"), Form::Text);
    }

    #[test]
    fn every_place_is_looked_at() {
        check(
            &ADDRESS_FORMAT,
            "\
header:
  name: Acme - Work
  meeting_url: none
  gitlab_issue: \"`https://gitlab.com/a/b/-/issues/1`\"
  links: { ticket: support.example/tickets/1, phone: none, page: README.md, room: B. 12 }
tasks: [{ task: Look, link: docs.example/a, owner: John Doe }]
rollback: { link: '[plan](https://docs.example/b)', steps: [{ task: Back, link: '<https://docs.example/c>' }] }
follow_ups: [{ what: Remind, link: 'https://x.example/1, in the evening' }]
",
            expect![[r#"
                4:16 warning [address-format] "none": `meeting_url` is no address (nobody can follow it); write the whole address, beginning with `https://`, or leave it out
                5:17 warning [address-format] "\"`https://gitlab.com/a/b/-/issues/1`\"": `gitlab_issue` has signs around the address (not a link like this); write `https://gitlab.com/a/b/-/issues/1`
                6:20 warning [address-format] "support.example/tickets/1": `ticket` has no `https://` (not a link like this); write `https://support.example/tickets/1`
                7:29 warning [address-format] "docs.example/a": `link` has no `https://` (not a link like this); write `https://docs.example/a`
                8:19 warning [address-format] "'[plan](https://docs.example/b)'": `link` has more in it than an address (not a link like this); write `https://docs.example/b`
                8:81 warning [address-format] "'<https://docs.example/c>'": `link` has signs around the address (not a link like this); write `https://docs.example/c`
                9:36 warning [address-format] "'https://x.example/1, in the evening'": `link` has more in it than an address (not a link like this); write `https://x.example/1`
            "#]],
        );
    }

    #[test]
    fn what_is_certainly_meant_is_written() {
        check_repair(
            &ADDRESS_FORMAT,
            "\
header:
  name: Acme - Work
  meeting_url: example.zoom.com/my/example.meeting # theirs
  gitlab_issue: '`gitlab.com/a/b/-/issues/1`'
rollback: { link: '[plan](https://docs.example/b)' }
",
            expect![[r#"
                # Safe: write the address with `https://`
                # Safe: write the address with `https://`
                # Unsafe: keep nothing but the address
                version: 1
                header:
                  name: Acme - Work
                  meeting_url: https://example.zoom.com/my/example.meeting # theirs
                  gitlab_issue: 'https://gitlab.com/a/b/-/issues/1'
                rollback: { link: 'https://docs.example/b' }
            "#]],
        );
    }

    #[test]
    fn a_placeholder_is_not_judged_here() {
        check(&ADDRESS_FORMAT, "header: { name: Acme - Work, meeting_url: <MEETING_URL> }\n", expect![""]);
        check(&ADDRESS_FORMAT, "tasks: [{ task: Look, link: 'https://<HOST>/a' }]\n", expect![[""]]);
    }
}
