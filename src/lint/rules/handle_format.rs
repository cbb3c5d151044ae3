//! `handle-format`.

use std::borrow::Cow;

use super::super::{Fix, Level, LintContext, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route, route},
    model::Kind,
};

declare_rule! {
    /// Checks that a handle is a user name of GitLab: letters, digits, `.`, `_` and `-`, with or without `@`. It looks at
    /// the contacts, the DRI, and at those who accepted a blocked item or confirmed the rollback.
    ///
    /// ## Why
    /// The handbook's example has its DRI in back-ticks: such a handle mentions nobody, links to nobody, and is not the
    /// handle of the contact. Where a name may stand instead, as for the DRI, a name is fine.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "`@john_doe`"
    /// ```
    /// ```yaml bad
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, handle: https://gitlab.com/john_doe }
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// ```
    pub(super) static HANDLE_FORMAT = {
        id: "handle-format",
        level: Level::Warning,
        summary: "this is no user name of GitLab",
        kinds: &Kind::ALL,
        repair: Safety::Safe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    if let Some(dri) = &runbook.header.dri {
        judge(cx, route::header("dri"), dri, true);
    }
    for (route, contact) in cx.contacts() {
        if let Some(handle) = &contact.handle {
            judge(cx, route.key("handle"), handle, false);
        }
    }
    for (checklist, index, item) in cx.items() {
        if let Some(who) = &item.accepted_by {
            judge(cx, cx.item_route(checklist, index).key("accepted_by"), who, true);
        }
    }
    let confirmed_by = route::rollback("confirmed_by");
    // Routes count what stands in the file.
    if cx.is_read_in_full(&confirmed_by) {
        let confirmations = runbook.rollback.iter().flat_map(|rollback| &rollback.confirmed_by);
        for (index, confirmation) in confirmations.enumerate() {
            judge(cx, confirmed_by.clone().index(index).key("handle"), &confirmation.handle, true);
        }
    }
}

fn judge(cx: &mut LintContext<'_>, route: Route, text: &str, may_be_a_name: bool) {
    if text.is_empty() || is_handle(text) || is_placeholder(text) {
        return;
    }
    let meant = meant(text);
    if may_be_a_name && meant.is_none() && !text.starts_with('@') {
        return;
    }
    let report = cx.report(route.clone(), "no handle");
    match meant {
        Some(handle) => report
            .help(format!("write `\"{handle}\"`"))
            .fix(Fix::safe(format!("write `{handle}`"), vec![Edit::set(route, handle.into_owned())])),
        None => report.help("write the user name alone, for example `\"@john_doe\"`"),
    };
}

/// Returns whether a text is a user name of GitLab, with or without `@`.
fn is_handle(text: &str) -> bool {
    let name = text.strip_prefix('@').unwrap_or(text);
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    !name.is_empty() && !name.starts_with('-') && !name.ends_with('.') && name.chars().all(is_of_name)
}

/// What stands in angle brackets is the business of `placeholder`.
fn is_placeholder(text: &str) -> bool {
    text.starts_with('<') && text.ends_with('>')
}

/// Returns the handle that is certainly meant: without back-ticks and quotes, out of an address of GitLab.
pub(super) fn meant(text: &str) -> Option<Cow<'static, str>> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '\'' | '"' | ','));
    let address = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    let name = match address {
        Some(address) => {
            let (host, path) = address.split_once('/')?;
            let path = path.trim_end_matches('/');
            if !host.starts_with("gitlab.") || path.contains(['/', '?', '#']) {
                return None;
            }
            path
        }
        None if bare == text && !text.starts_with("@@") => return None,
        None => bare,
    };
    let name = name.trim_start_matches('@');
    is_handle(name).then(|| Cow::Owned(format!("@{name}")))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        HANDLE_FORMAT, is_handle, meant,
    };

    #[test]
    fn user_names_of_gitlab_are_handles() {
        for handle in ["@john_doe", "john-doe", "j.doe", "@J0", "_x"] {
            assert!(is_handle(handle), "{handle}");
        }
        for text in ["@", "", "John Doe", "@-john", "john.", "john@example.com", "`@john`", "jörg"] {
            assert!(!is_handle(text), "{text}");
        }
    }

    #[test]
    fn what_is_around_a_handle_is_taken_off() {
        for text in
            ["`@john_doe`", " @john_doe ", "@@john_doe", "`john_doe`", "https://gitlab.com/john_doe", "\"@john_doe\""]
        {
            assert_eq!(meant(text).as_deref(), Some("@john_doe"), "{text}");
        }
        for text in ["John Doe", "@john doe", "https://example.com/john_doe", "https://gitlab.com/a/b", "`John Doe`"] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn where_a_name_may_stand_a_name_is_fine() {
        check(
            &HANDLE_FORMAT,
            "header: { name: Acme - Work, dri: John Doe }\ncontacts: { gitlab: [{ name: John Doe, handle: John Doe }, { name: Jane Smith, handle: jane@example.com }] }\nchecklists: { pre-call: [{ item: A, accepted_by: \"@morgan sample\" }, { item: B, accepted_by: Morgan Sample }] }\n",
            expect![[r#"
                3:48 warning [handle-format] "John Doe": this is no user name of GitLab (no handle); write the user name alone, for example `"@john_doe"`
                3:88 warning [handle-format] "jane@example.com": this is no user name of GitLab (no handle); write the user name alone, for example `"@john_doe"`
                4:50 warning [handle-format] "\"@morgan sample\"": this is no user name of GitLab (no handle); write the user name alone, for example `"@john_doe"`
            "#]],
        );
    }

    #[test]
    fn everywhere_a_handle_gets_its_form() {
        check_repair(
            &HANDLE_FORMAT,
            "header: { name: Acme - Work, dri: '`@john_doe`' }\ncontacts:\n  gitlab:\n    - name: John Doe\n      handle: https://gitlab.com/john_doe # he\nrollback:\n  confirmed_by: [{ region: APAC, handle: \"@@kiran_placeholder\" }]\n",
            expect![[r##"
                # Safe: write `@john_doe`
                # Safe: write `@john_doe`
                # Safe: write `@kiran_placeholder`
                version: 1
                header: { name: Acme - Work, dri: '@john_doe' }
                contacts:
                  gitlab:
                    - name: John Doe
                      handle: "@john_doe" # he
                rollback:
                  confirmed_by: [{ region: APAC, handle: "@kiran_placeholder" }]
            "##]],
        );
    }
}
