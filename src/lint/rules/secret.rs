//! `secret`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Finds passwords, tokens and private keys anywhere in the file, comments and the log included.
    ///
    /// Known are the tokens of many vendors by their beginnings, private keys, passwords in addresses and commands, and what
    /// stands behind a word such as `password:`, `API_KEY=` or `Authorization:` and looks like a value. Variables and
    /// placeholders such as `$TOKEN` or `<TOKEN>` are fine. No report shows the value.
    ///
    /// ## Why
    /// The file is in a repository, the issue is read by a team and its mails leave the company: a secret in one of them is
    /// known to more people than it was made for, for as long as the history is kept. Taking it out of the file does not
    /// help, so revoke it.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Look at the table
    ///     command: psql postgres://gitlab:correct-horse@db.acme.example/gitlabhq
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Look at the table
    ///     command: psql "postgres://gitlab:$PGPASSWORD@db.acme.example/gitlabhq"
    /// ```
    pub(super) static SECRET = {
        id: "secret",
        level: Level::Error,
        summary: "the file holds a secret",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for secret in cx.secrets().to_vec() {
        let route = cx.route_at(secret.range.start);
        cx.report(route, secret.kind)
            .range(secret.range)
            .message(format!("the file holds a secret: {}", secret.kind))
            .help("revoke it where it was made, and write a variable such as `$TOKEN` or where to find it instead");
    }
}
