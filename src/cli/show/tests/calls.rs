//! Which calls there are, and how it ended.

use expect_test::expect;

use super::{BEFORE, check, from};

#[test]
fn of_several_calls_the_one_that_counts_is_said() {
    let yaml = "version: 1\nheader:\n  name: Acme - Group SAML\n  schedule_at: 2026-10-10 23:30 America/Los_Angeles\n  window: 1h\n  \
        sessions: [{ at: 2026-10-25 01:30 Europe/London +01:00, window: 2h }]\n\
        contacts: { customer: [{ name: Pat Filler, time_zone: Europe/London }] }\n";
    check(
        yaml,
        "2026-10-12T00:00:00Z",
        &expect![[r#"
        Acme - Group SAML

        file    runbooks/acme.yaml
        call 1  Sat 2026-10-10 23:30 America/Los_Angeles (17h30m ago)
                Sun 2026-10-11 06:30 UTC
        window  1h, until Sun 00:30 (Sun 07:30 UTC)
        call 2  Sun 2026-10-25 01:30 Europe/London +01:00 (in 13 days)
                Sun 2026-10-25 00:30 UTC
        window  2h, until Sun 02:30 (Sun 02:30 UTC)

        Contacts, with their local time of call 2
                    from       until      offset               that is
        Customer:
        Pat Filler  Sun 01:30  Sun 02:30  +01:00, then +00:00  night, weekend
    "#]],
    );
}

#[test]
fn a_closed_runbook_says_how_it_ended() {
    let yaml = format!(
        "{BEFORE}closed: {{ at: 2026-10-11T09:12:00Z, by: '@john_doe', result: aborted, note: The customer called it off }}\n"
    );
    let text = from("closed", &yaml, "2026-10-14T10:00:00Z");
    expect![[r#"
        closed        aborted by @john_doe, Sun 2026-10-11 09:12 UTC (3 days ago)
                      The customer called it off
        DRI           @john_doe (John Doe)
        schedule      Sat 2026-10-10 23:30 America/Los_Angeles
                      Sun 2026-10-11 06:30 UTC
        window        3h, until Sun 02:30 (Sun 09:30 UTC)
        meeting       https://example.zoom.com/my/example.meeting
        GitLab issue  https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs
        platform      gitlab.com
        criticality   C3
        ticket        https://support.example/tickets/123"#]]
    .assert_eq(text.split("\n\n").next().expect("the header"));
    assert!(!text.contains("Next"));
}
