//! `not-an-issue`.

use super::{
    super::{Level, LintContext, rule::declare_rule},
    address_format::is_address,
};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that `gitlab_issue` is the address of an issue, a work item or an epic.
    ///
    /// ## Why
    /// It is the customer's request, which everybody opens to see what was agreed. A ticket or a merge request has its
    /// own row under `links`. Hosts have their own ways, so this is an info.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   gitlab_issue: https://support.example/tickets/123
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   gitlab_issue: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1
    /// ```
    pub(super) static NOT_AN_ISSUE = {
        id: "not-an-issue",
        level: Level::Info,
        summary: "`gitlab_issue` is no issue of GitLab",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let Some(address) = cx.runbook().header.gitlab_issue.as_deref() else { return };
    if !is_address(address) || address.contains('<') || is_issue(address) {
        return;
    }
    let what = if address.contains("/merge_requests/") { "a merge request" } else { "another page" };
    cx.report(route::header("gitlab_issue"), what).help(
        "write the address of the issue of the request, `https://gitlab.com/…/-/issues/1`; what else belongs to it goes under `links`",
    );
}

fn is_issue(address: &str) -> bool {
    ["/issues/", "/work_items/", "/epics/"].into_iter().any(|kind| {
        let number = address.split(kind).nth(1).unwrap_or_default();
        number.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, NOT_AN_ISSUE, is_issue};

    #[test]
    fn issues_work_items_and_epics_are_requests() {
        for path in
            ["a/b/-/issues/1", "a/b/issues/1#note_7", "a/b/-/work_items/12", "groups/a/-/epics/3", "a/b/-/issues/1?x=y"]
        {
            assert!(is_issue(&format!("https://gitlab.example/{path}")), "{path}");
        }
        for path in ["a/b", "a/b/-/issues", "a/b/-/issues/new", "a/b/-/merge_requests/1", "issues-of-us/1"] {
            assert!(!is_issue(&format!("https://gitlab.example/{path}")), "{path}");
        }
    }

    #[test]
    fn what_is_no_address_is_said_elsewhere() {
        check(&NOT_AN_ISSUE, "header: { name: Acme - Work, gitlab_issue: to come }\n", expect![[""]]);
        check(
            &NOT_AN_ISSUE,
            "header: { name: Acme - Work, gitlab_issue: 'https://gitlab.com/<PATH>' }\n",
            expect![[""]],
        );
        check(
            &NOT_AN_ISSUE,
            "header: { name: Acme - Work, gitlab_issue: 'https://gitlab.com/a/b/-/merge_requests/1' }\n",
            expect![[r#"
                2:44 info [not-an-issue] "'https://gitlab.com/a/b/-/merge_requests/1'": `gitlab_issue` is no issue of GitLab (a merge request); write the address of the issue of the request, `https://gitlab.com/…/-/issues/1`; what else belongs to it goes under `links`
            "#]],
        );
    }
}
