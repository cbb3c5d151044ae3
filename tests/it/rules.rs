//! The pages of the rules: each says what it must, and its examples do what they say.

use std::fmt::Write;

use expect_test::{expect, expect_file};
use runbook::{
    config,
    document::Source,
    lint::{Finding, Levels, Options, Rule, Safety, Team, Visibility, lint, rules},
};

/// Completes an example to a whole file, as `docs/rules.md` says.
fn complete(example: &str) -> String {
    let has = |key: &str| example.lines().any(|line| line.starts_with(key));
    let version = if has("version:") { "" } else { "version: 1\n" };
    let header = if has("header:") { "" } else { "header:\n  name: Acme - Enforce 2FA on All Groups\n" };
    format!("{version}{header}{example}")
}

/// Returns the usual team, but with hours for a region, and with a project that everybody can see.
fn team() -> Team {
    let text = "regions: [{ region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }, APAC, AMER]\n";
    let source = Source::from_text(".runbook.yaml", text.to_owned()).expect("text");
    let team = config::parse(&source).expect("valid").team();
    Team { visibility: Some(Visibility::Public), ..team }
}

/// Runs a rule alone, with those that the example's comments allow.
fn run(rule: &'static Rule, example: &str) -> (Source, Vec<Finding>) {
    let source = Source::from_text("example.yaml", complete(example)).expect("text");
    let is_allowed =
        |other: &Rule| example.lines().any(|line| line.contains("# runbook: allow") && line.contains(other.id));
    let allowed = rules::ALL.iter().filter(|other| is_allowed(other)).map(|other| other.id);
    let levels = Levels::only(&allowed.chain([rule.id]).collect::<Vec<_>>());
    let options = Options { levels, team: team(), ..Options::default() };
    let findings = lint(&source, &options);
    (source, findings)
}

#[test]
fn each_rule_reports_its_bad_examples_only() {
    let mut out = String::new();
    for rule in rules::ALL {
        let examples = rule.examples();
        for bad in &examples.bad {
            let (source, findings) = run(rule, bad);
            assert!(!findings.is_empty(), "{} is silent on its bad example", rule.id);
            for finding in findings {
                assert_eq!(finding.rule, *rule, "the bad example of {} has another problem", rule.id);
                let lines = finding.start.line..=finding.end.line;
                let shown = &source.text()[finding.range];
                let message = finding.message;
                writeln!(out, "{} {lines:?} {shown:?}: {message}", rule.id).expect("a string takes everything");
            }
        }
        for good in &examples.good {
            let (_, findings) = run(rule, good);
            assert_eq!(findings, [], "the good example of {} has a problem", rule.id);
        }
    }
    expect![[r##"
        syntax 5..=5 "\"": the quote that opens here is not closed on its line
        schema 6..=6 "ownr": a task has no key `ownr`
        schema 7..=7 "90": a number alone does not say whether it is minutes or hours
        schedule-zone 4..=4 "PST": `PST` is an abbreviation, not a time zone; on 2026-10-10 Los Angeles is on PDT (-07:00)
        comment-swallows-text 6..=6 "#support_gitlab-com about the work": `#support_gitlab-com` begins a comment, so the text ends before it
        invisible-characters 6..=6 "\"rm \\u202Etxt.sresu\"": the text holds U+202E RIGHT-TO-LEFT OVERRIDE: it reads as what it is not
        invisible-characters 5..=5 "\"Remove 2FA from\\u200B user list\"": the text holds U+200B ZERO WIDTH SPACE
        project-not-private 3..=3 "Acme - Enforce 2FA on All Groups": the project is public: everybody can read this
        secret 6..=6 "postgres://gitlab:correct-horse@db.acme.example": the file holds a secret: password in an address
        personal-data 6..=6 "jane.smith@acme.internal": the file holds personal data: e-mail address
        placeholder 6..=6 "<GROUP_ID>": the placeholder `<GROUP_ID>` was not filled
        placeholder 6..=6 "GROUP": the parameter `GROUP` is never used
        placeholder 8..=8 "<GROUP_ID>": the placeholder `<GROUP_ID>` is not listed under `parameters`
        unfinished-text 6..=6 "TODO": `TODO` is still to be done
        unbalanced-markdown 5..=5 "`": a back-tick has no partner
        quick-action 7..=7 "/close": the line begins with the quick action `/close`
        mentions-everybody 6..=6 "@channel": `@channel` mentions everybody where the text is pasted
        marks-in-blueprint 5..=5 "success": a blueprint holds a mark
        name-format 3..=3 "Enforce 2FA on All Groups": the name is not `CUSTOMER - REQUESTED TASK`
        name-format 3..=3 "Acme – Enforce 2FA on All Groups": the name is not `CUSTOMER - REQUESTED TASK`
        blanks-in-name 6..=6 "Harry  Page": a name has blanks that nobody sees
        description-missing 4..=4 "Enforce 2FA on all groups.": the description says no more than the name
        expected-result-missing 4..=4 "Acme Inc. requires us to enforce 2FA on all of their 2500 groups": the description names no result that is expected
        dri-missing 2..=2 "header": nobody owns the work
        dri-not-a-contact 4..=4 "\"@pat_filler\"": the DRI is not a contact of GitLab
        schedule-missing 2..=2 "header": no time is agreed
        window-missing 4..=4 "2026-10-10 23:30 America/Los_Angeles": the schedule has no window
        work-longer-than-window 5..=5 "1h": the tasks take 1h30m, longer than the window
        unsocial-hours 4..=4 "2026-10-10 23:30 America/Los_Angeles": the call is at night or on the weekend for John Doe (Sat 23:30), Kiran Placeholder (Sun 12:00)
        address-format 4..=4 "example.zoom.com/my/example.meeting": `meeting_url` has no `https://`
        address-format 6..=6 "see the handbook": `link` is no address
        region-change-in-window 4..=4 "2026-10-14 15:00 Europe/Dublin": EMEA ends its day at 17:00 Europe/Dublin
        meeting-missing 4..=4 "2026-10-10 23:30 America/Los_Angeles": no meeting is named
        not-an-issue 4..=4 "https://support.example/tickets/123": `gitlab_issue` is no issue of GitLab
        handle-format 4..=4 "\"`@john_doe`\"": this is no user name of GitLab
        handle-format 6..=6 "https://gitlab.com/john_doe": this is no user name of GitLab
        contact-twice 7..=7 "name: John Doe": John Doe is listed twice
        contact-twice 7..=7 "name: John Doe": John Doe is listed twice
        contact-without-role 6..=6 "name: John Doe": John Doe has no role
        contact-without-time-zone 7..=7 "name: Tom Blogs": Tom Blogs has no time zone
        customer-contact-missing 5..=5 "contacts": nobody of the customer is named
        duty-without-contact 4..=4 "contacts": nobody who attends communicates
        unresolved-choice 6..=6 "\"Inform `#support_gitlab-com` or `#support_self-managed` channel about the work\"": nobody has chosen between `#support_gitlab-com` and `#support_self-managed`
        unresolved-choice 5..=5 "Inform `#support_gitlab-com` or `#support_self-managed` about the work": nobody has chosen between `#support_gitlab-com` and `#support_self-managed`
        channel-of-another-platform 7..=7 "\"Inform `#support_gitlab-com` and `#support_manager` about the work\"": `#support_gitlab-com` is the channel for gitlab.com
        checklist-misspelt 5..=5 "precall": the checklist `precall` is not `pre-call`
        handbook-item-missing 5..=5 "pre-call": the checklist `pre-call` has no item `rollback-regions`
        checklist-too-long 5..=5 "pre-call": the checklist `pre-call` has 10 items; more than nine are seldom read
        reason-missing 7..=7 "blocked": blocked item has no reason
        reason-says-nothing 8..=8 "n/a": the reason says nothing
        required-not-accepted 11..=11 "\"@john_doe\"": required item is blocked, and accepted by the DRI alone
        accepted-by-dri 10..=10 "\"@john_doe\"": the item is blocked, and accepted by the DRI alone
        post-call-before-tasks 7..=7 "done": item after the tasks is done, but a task has no outcome
        tasks-missing 4..=4 "tasks": there are no tasks
        name-and-tasks-differ 3..=3 "Acme - Enforce 2FA on All Groups": the name says `enforce`, but no task does, and task 2 says `remove`
        task-without-owner 5..=5 "task: Confirm the users provided state": task has no owner
        owner-unknown 8..=8 "Jon Doe": the owner `Jon Doe` is not among the contacts
        task-without-duration 5..=5 "task: Remove 2FA from user list": task has no planned duration
        task-without-instructions 5..=5 "task: Remove 2FA from user list": the task has neither a link nor a command
        outcome-without-duration 6..=6 "success": task is marked success, and does not say how long it took
        outcome-without-note 5..=5 "partial": the task is partial, and does not say why
        rollback-missing 4..=4 "tasks": there is no rollback
        rollback-without-duration 4..=4 "rollback": the rollback does not say how long it takes
        rollback-without-duration 7..=7 "task: Compare with the list": the rollback does not say how long it takes: one of its steps has no planned duration
        rollback-too-late 10..=10 "1h15m": the rollback takes 1h15m, so it must begin by 01:15, but task 2 is planned to end at 01:25 (America/Los_Angeles)
        point-of-no-return-unknown 9..=9 "promotion": the point of no return `promotion` is no task
        undoes-unknown 10..=10 "enforced": the step undoes `enforced`, which is no task
        rollback-regions-unconfirmed 8..=8 "done": the item is done, but nobody confirmed the rollback in EMEA, AMER
        times-impossible 8..=8 "2h": `tasks/apply` took longer than the time between its start and its end
        state-not-in-log 5..=5 "success": `tasks/apply` is success, and by the log it is failed
        allow-not-understood 4..=4 "rolback-missing": there is no rule `rolback-missing`
        allow-without-reason 4..=4 "# runbook: allow-file(rollback-missing)": an allow comment does not say why
        allow-without-effect 4..=4 "rollback-missing": `rollback-missing` has nothing to allow here
    "##]].assert_eq(&out);
}

#[test]
fn each_rule_has_a_page_with_a_reason_and_examples() {
    for rule in rules::ALL {
        let (documentation, examples) = (rule.documentation, rule.examples());
        assert!(documentation.contains("\n ## Why\n"), "{} does not say why", rule.id);
        // A file that cannot be read is no YAML to show.
        if !["unreadable", "not-a-runbook"].contains(&rule.id) {
            assert!(!examples.bad.is_empty() && !examples.good.is_empty(), "{} has no examples", rule.id);
        }
        assert!(!rule.summary.ends_with('.') && !rule.summary.starts_with(char::is_uppercase), "{}", rule.id);
        assert_eq!(rules::ALL.iter().filter(|other| *other == rule).count(), 1, "{} stands twice", rule.id);
    }
}

#[test]
fn a_page_reads_well() {
    let page = rules::find("task-without-duration").expect("a rule").page();
    expect![[r#"
        # task-without-duration

        Level: warning. Applies to `support-assisted` and `emergency-maintenance`, not to blueprints.

        Checks that every task says how long it is planned to take.

        ## Why

        The call is booked for the sum of the durations. While it runs, the planned duration says whether a task hangs,
        and afterwards what to plan next time. It is a warning because a guess is often made only in the dry run.

        ## Example

        Bad:

        ```yaml
        tasks:
          - task: Remove 2FA from user list
        ```

        Good:

        ```yaml
        tasks:
          - task: Remove 2FA from user list
            planned: 1h15m
        ```
    "#]]
    .assert_eq(&page);
}

#[test]
fn a_rule_that_repairs_says_so_and_its_bad_example_is_repaired() {
    for rule in rules::ALL {
        let findings = rule.examples().bad.into_iter().flat_map(|bad| run(rule, &bad).1);
        let fixes = findings.filter_map(|finding| finding.fix);
        let most_certain = fixes.map(|fix| fix.safety).min();
        assert_eq!(most_certain, rule.repair, "{}", rule.id);
    }
}

#[test]
fn docs_rules_is_fresh() {
    let mut out = String::from(
        "\
# Rules of `runbook lint`

Written by a test from `src/lint/rules/`; `UPDATE_EXPECT=1 cargo test --test it rules` writes it again. `runbook explain
RULE` shows the same page. How to run `lint`, and what the levels mean, is in [lint.md](lint.md).

An example that shows no `version` or no `header` stands for a file that has `version: 1` and a header with the name
`Acme - Enforce 2FA on All Groups`.

| rule | level | what is wrong | repair |
| --- | --- | --- | --- |
",
    );
    for rule in rules::ALL {
        let (id, level) = (rule.id, rule.level.word());
        let repair = rule.repair.map_or("", Safety::word);
        writeln!(out, "| [`{id}`](#{id}) | {level} | {} | {repair} |", rule.summary)
            .expect("a string takes everything");
    }
    for rule in rules::ALL {
        out.push('\n');
        let mut in_example = false;
        for line in rule.page().lines() {
            in_example ^= line.starts_with("```");
            let deeper = if line.starts_with('#') && !in_example { "#" } else { "" };
            writeln!(out, "{deeper}{line}").expect("a string takes everything");
        }
    }
    expect_file!["../../docs/rules.md"].assert_eq(&out);
}
