//! Runbooks to measure with: the same ones on every machine, 83 to 95 lines and 3.6 kB on average.

use std::{fmt::Write as _, fs, io, path::Path};

/// How many of the generated runbooks have a finding: every twentieth has a task without a planned time.
const ONE_WITH_FINDING_IN: usize = 20;

const CUSTOMERS: [&str; 6] =
    ["Acme", "Example Bank", "Sample Motors", "Blank Airlines", "Filler Foods", "Placeholder AG"];
const WORKS: [&str; 6] = [
    "Enforce 2FA on All Groups",
    "Move Users to the New Identity Provider",
    "Fail Over to the Secondary Site",
    "Rotate the Tokens of All Runners",
    "Restore Deleted Projects",
    "Upgrade Through Three Versions",
];
const PEOPLE: [(&str, &str, &str); 6] = [
    ("John Doe", "john_doe", "America/Los_Angeles"),
    ("Jane Smith", "jane_smith", "Europe/London"),
    ("Dana Example", "dana_example", "Asia/Tokyo"),
    ("Kiran Placeholder", "kiran_placeholder", "Asia/Kolkata"),
    ("Morgan Sample", "morgan_sample", "Australia/Sydney"),
    ("Toni Blank", "toni_blank", "Europe/Berlin"),
];
const CUSTOMER_PEOPLE: [(&str, &str); 3] =
    [("Tom Blogs", "Systems Engineer"), ("Pat Filler", "IT Manager"), ("Harry Page", "Head of Platform")];
const TASKS: [(&str, &str, &str); 8] = [
    ("Record the current state of every group", "10m", "./record --groups groups.csv --output before.csv"),
    ("Tell the owners that the work begins", "5m", "./notify --list owners.csv --template begins"),
    ("Apply the change to the first ten groups", "20m", "./apply --groups before.csv --first 10 | tee first.jsonl"),
    ("Compare the first ten with what was expected", "15m", "./compare before.csv first.jsonl --quiet"),
    ("Apply the change to all other groups", "1h15m", "./apply --groups before.csv --skip 10 | tee rest.jsonl"),
    ("Review groups with errors", "20m", "jq 'select(.error)' rest.jsonl > errors.jsonl"),
    ("Let the customer sign in with three accounts", "10m", "./watch-sign-ins --accounts accounts.csv --for 10m"),
    ("Update the issue with the outcome", "10m", "./summary first.jsonl rest.jsonl > summary.md"),
];
const CHECKS: [(&str, &str); 5] = [
    ("inform", "Inform `#support_gitlab-com` and `#support_manager` about the work, with a link to this runbook"),
    ("rollback-regions", "Verify that any rollback plan can be executed by an engineer from every region"),
    ("dry-run", "Has a dry-run been performed before the call?"),
    ("action-logs", "Do we have a way to create logs from the actions performed?"),
    ("access", "Does everybody on the call have the access that their tasks need?"),
];

/// Writes `n` runbooks into a folder and returns how many of them have a finding.
///
/// # Errors
/// What the disk says.
pub fn write(folder: &Path, n: usize) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    for number in 0..n {
        fs::write(folder.join(format!("runbook-{number:05}.yaml")), runbook(number))?;
    }
    Ok(n.div_ceil(ONE_WITH_FINDING_IN))
}

/// Returns the generated runbook of this number.
pub fn runbook(number: usize) -> String {
    let text = Writer { random: Random(number as u64), text: String::new(), number }.runbook();
    // Some people have an editor that writes CRLF.
    if number % 50 == 7 { text.replace('\n', "\r\n") } else { text }
}

/// Numbers that look random and are the same everywhere (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % n as u64).expect("below a usize")
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

struct Writer {
    random: Random,
    text: String,
    number: usize,
}

impl Writer {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn runbook(mut self) -> String {
        let is_done = self.random.one_in(2);
        let first = self.random.below(PEOPLE.len());
        let (executes, talks) = (PEOPLE[first], PEOPLE[(first + 1) % PEOPLE.len()]);
        let customer = self.random.pick(&CUSTOMER_PEOPLE);
        self.header(executes);
        self.contacts(executes, talks, customer);
        self.checklists(is_done);
        self.tasks(is_done, executes.0, talks.0);
        self.rollback();
        if is_done {
            self.log(executes.1);
        }
        self.text
    }

    fn header(&mut self, (_, handle, zone): (&str, &str, &str)) {
        let number = self.number;
        let (customer, work) = (self.random.pick(&CUSTOMERS), self.random.pick(&WORKS));
        let n_groups = 100 + self.random.below(4000);
        let (day, hour) = (1 + self.random.below(28), self.random.below(24));
        if self.random.one_in(3) {
            self.line("# Agreed with the customer on the phone; the request has the details.");
        }
        self.line("version: 1\n\nheader:");
        self.line(format!("  name: {customer} - {work}"));
        self.line("  description: >-");
        self.line(format!(
            "    {customer} asks us to do this on all of their {n_groups} groups, outside of their working hours."
        ));
        self.line("    Afterwards every group has it, and nobody is locked out who was not locked out before.");
        self.line(format!("  dri: \"@{handle}\""));
        self.line(format!("  schedule_at: 2026-09-{day:02} {hour:02}:30 {zone} # as the customer asked"));
        self.line("  window: 4h");
        self.line("  meeting_url: https://example.zoom.com/my/example.meeting");
        self.line(format!(
            "  gitlab_issue: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/{number}"
        ));
        self.line("  platform: gitlab.com");
    }

    fn contacts(&mut self, executes: (&str, &str, &str), talks: (&str, &str, &str), customer: (&str, &str)) {
        self.line("\ncontacts:\n  gitlab:");
        for ((name, handle, zone), role, duty) in [
            (executes, "Technical Execution", "execute"),
            (talks, "Communication & Technical assistance", "communicate"),
        ] {
            if self.random.one_in(3) {
                self.line(format!(
                    "    - {{ name: {name}, handle: \"@{handle}\", role: {role}, time_zone: {zone}, duties: [{duty}] }}"
                ));
            } else {
                self.line(format!("    - name: {name}\n      handle: \"@{handle}\"\n      role: {role}"));
                self.line("      description: On the call from the beginning to the end");
                self.line(format!("      time_zone: {zone}\n      duties: [{duty}]"));
            }
        }
        let (name, role) = customer;
        self.line(format!("  customer:\n    - name: {name}\n      role: {role}\n      description: 'Work verification, and the customer''s own support'"));
        self.line("      time_zone: America/New_York\n      duties: [verify]");
    }

    fn checklists(&mut self, is_done: bool) {
        self.line("\nchecklists:\n  # All of them before the call begins.\n  pre-call:");
        let n_checks = 4 + self.random.below(2);
        for (id, item) in CHECKS.into_iter().take(n_checks) {
            self.line(format!("    - id: {id}\n      item: {item}"));
            if is_done && id == "dry-run" && self.random.one_in(4) {
                self.line("      state: blocked\n      reason: \"No staging group has more than 50 subgroups: nothing to learn from it\"");
            } else if is_done {
                self.line("      state: done");
            }
        }
        self.line("  post-call:\n    - id: inform\n      item: >-");
        self.line("        Inform `#support_gitlab-com` and `#support_manager` about the work completion, the current state, and");
        self.line("        if any follow up is necessary, with documentation links");
        if is_done {
            self.line("      state: done");
        }
    }

    fn tasks(&mut self, is_done: bool, executes: &str, talks: &str) {
        self.line("\ntasks:");
        // Those that are done have their marks and a log as well.
        let n_tasks = if is_done { 3 } else { 4 + self.random.below(2) };
        let first = self.random.below(TASKS.len() - n_tasks + 1);
        let lacks_plan = self.number.is_multiple_of(ONE_WITH_FINDING_IN);
        for (index, (task, planned, command)) in TASKS.into_iter().skip(first).take(n_tasks).enumerate() {
            let owner = if index % 3 == 2 { talks } else { executes };
            let slug: String = task.chars().map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
            self.line(format!("  - id: {slug}\n    task: {task}\n    owner: {owner}"));
            if !(lacks_plan && index == 0) {
                self.line(format!("    planned: {planned}"));
            }
            if self.random.one_in(2) {
                self.line(format!("    command: |\n      set -euo pipefail\n      {command}"));
            } else {
                self.line(format!("    command: {command}"));
            }
            if self.random.one_in(2) {
                self.line("    expect: one line for each group, none of them with an error # see the dry-run");
            }
            if self.random.one_in(2) {
                self.line("    stop_if: more than 25 errors in a row");
            }
            if is_done {
                self.line(format!("    outcome: success\n    duration: {planned}"));
            }
        }
    }

    fn rollback(&mut self) {
        self.line("\nrollback:\n  plan: |");
        self.line("    Replay `before.csv` with the same script and the option that takes every value from the file.");
        self.line("    1. Stop the script that runs, and note the last group of its output.");
        self.line("    2. `./apply --groups before.csv --restore | tee restored.jsonl`");
        self.line("    3. Compare with `./compare before.csv restored.jsonl`, and tell the customer.");
        self.line("  planned: 45m\n  confirmed_by:");
        self.line("    - { region: APAC, handle: \"@kiran_placeholder\" }");
        self.line("    - { region: EMEA, handle: \"@dana_example\" }");
        self.line("    - { region: AMER, handle: \"@john_doe\" }");
    }

    fn log(&mut self, handle: &str) {
        self.line("\nlog:");
        for minute in 0..3 + self.random.below(3) {
            let seconds = self.random.below(60);
            let _ = writeln!(
                self.text,
                "  - {{ at: 2026-09-30T06:{:02}:{seconds:02}Z, by: \"@{handle}\", event: note, note: \"{} groups so far, all as expected\" }}",
                minute * 5,
                minute * 250 + seconds
            );
        }
    }
}
