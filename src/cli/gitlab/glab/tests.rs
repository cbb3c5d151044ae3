//! glab's configuration in, what is read of it out.

use std::ffi::OsString;

use expect_test::{Expect, expect};

use super::*;

#[track_caller]
fn check(text: &str, expected: &Expect) {
    let glab = Glab::of(&[("glab.yml", text, false)]);
    let mut shown = glab.host.iter().map(|host| format!("host {} ({})\n", host.value, host.source)).collect::<String>();
    for entry in &glab.entries {
        shown += &format!("{} {:?}", entry.site, entry.token);
        shown += &entry.api_host.iter().map(|api| format!(", api {api}")).collect::<String>();
        shown += &entry.authorities.iter().map(|path| format!(", ca {}\n", path.display())).collect::<String>();
        shown += if shown.ends_with('\n') { "" } else { "\n" };
    }
    shown += &glab.remarks.iter().map(|remark| format!("! {remark}\n")).collect::<String>();
    expected.assert_eq(&shown);
}

#[test]
fn a_file_as_glab_writes_it_is_read() {
    check(
        "\
# What protocol to use when performing Git operations. Supported values: ssh, https.
git_protocol: ssh
editor:
check_update: \"true\"
last_update_check_timestamp: 2026-11-01T10:00:00Z
# Default GitLab hostname to use.
host: gitlab.example
no_prompt: false
hosts:
    gitlab.com:
        api_protocol: https
        api_host: gitlab.com
        token:
    gitlab.example:
        token: !!null glpat-abc
        container_registry_domains: gitlab.example,gitlab.example:443
        api_host: gitlab.example:3443
        git_protocol: ssh
        api_protocol: https
        user: jane_smith
        ca_cert: /etc/ssl/company.pem
    localhost:3000: { token: glpat-def, api_protocol: http }
    oauth.example:
        is_oauth2: \"true\"
        token: abc
        oauth2_refresh_token: def
        oauth2_expiry_date: 21 Nov 26 10:00 UTC
    fresh.example: { is_oauth2: \"true\", token: abc, oauth2_expiry_date: 21 Nov 26 10:01 UTC }
    zone.example: { is_oauth2: \"true\", token: abc, oauth2_expiry_date: 21 Nov 26 10:59 +0100 }
    ring.example: { use_keyring: \"true\" }
    folder.example: { subfolder: /apps/gitlab/, ssh_host: git.folder.example:2222 }
",
        &expect![[r#"
                host gitlab.example (glab's glab.yml)
                gitlab.com Nothing
                gitlab.example Token(Secret([hidden])), api gitlab.example:3443, ca /etc/ssl/company.pem
                http://localhost:3000 Token(Secret([hidden]))
                oauth.example Expired
                fresh.example Token(Secret([hidden]))
                zone.example Expired
                ring.example InKeyring
                folder.example/apps/gitlab Nothing
            "#]],
    );
}

#[test]
fn what_cannot_be_followed_is_said_without_a_token() {
    check(
        "hosts:\n  gitlab.example: { token: glpat-abc, skip_tls_verify: \"true\", client_cert: a.pem }\n  plain.example: { api_protocol: http, token: glpat-abc }\n  \"jane:hunter2@gitlab.example\": { token: x }\n",
        &expect![[r#"
                host gitlab.example (glab's glab.yml)
                gitlab.example Token(Secret([hidden]))
                ! glab.yml: `skip_tls_verify` of gitlab.example is not followed; name the authority in `ca_cert`
                ! glab.yml: `client_cert` of gitlab.example is not followed: runbook has no certificate of its own
                ! glab.yml: an entry of `hosts` is passed over: only `https` is allowed, so that nobody on the way reads along
                ! glab.yml: an entry of `hosts` is passed over: a web address with a user name or password in it is refused
            "#]],
    );
    check(
        "hosts:\n  gitlab.example:\n    token: glpat-abc\n   user: [\n",
        &expect![[r#"
            ! glab's configuration is not used: glab.yml is no YAML at line 4
        "#]],
    );
    check("- glpat-abc\n", &expect![""]);
    check("hosts: glpat-abc\nhost: [x]\n", &expect![""]);
}

#[test]
fn the_only_host_is_the_usual_one() {
    check(
        "hosts: { gitlab.example: { token: glpat-abc } }\n",
        &expect![[r#"
            host gitlab.example (glab's glab.yml)
            gitlab.example Token(Secret([hidden]))
        "#]],
    );
    check(
        "hosts: { a.example: {}, b.example: {} }\n",
        &expect![[r#"
            a.example Nothing
            b.example Nothing
        "#]],
    );
    check(
        "host: localhost\nhosts: { \"localhost:3000\": {} }\n",
        &expect![[r#"
            host http://localhost:3000 (glab's glab.yml)
            http://localhost:3000 Nothing
        "#]],
    );
}

#[test]
fn the_places_are_those_of_glab() {
    let shown = |variables: &[(&'static str, &str)]| {
        let values = variables.iter().map(|(name, value)| (*name, OsString::from(value)));
        let environment = Environment::from_values(values);
        let home = environment.text("HOME").map(PathBuf::from);
        let places = places(&environment, home.as_deref());
        places.iter().map(|place| format!("{}\n", place.display())).collect::<String>()
    };
    let all = [("HOME", "/home/jane"), ("XDG_CONFIG_HOME", "/x"), ("XDG_CONFIG_DIRS", "/a:/b::relative")];
    expect![[r#"
            /home/jane/.config/glab-cli/config.yml
            /x/glab-cli/config.yml
            /a/glab-cli/config.yml
            /b/glab-cli/config.yml
        "#]]
    .assert_eq(&shown(&all));
    expect![[r#"
            /only/config.yml
        "#]]
    .assert_eq(&shown(&[all[0], ("GLAB_CONFIG_DIR", "/only")]));
    expect![[r#"
            /etc/xdg/glab-cli/config.yml
        "#]]
    .assert_eq(&shown(&[]));
}
