//! Whose name a change of the issue gets.

use super::RUNBOOK;
use crate::published::Published;

/// The file's clock stands at 07:00:00; what GitLab notes of a push comes after that, as it does wherever a run takes its time.
#[test]
fn what_is_typed_after_a_push_has_the_name_of_who_typed_it() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.set_time("2026-10-11T07:00:02Z"));
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    assert_eq!(published.run(&["sync", "acme"]).status, 0);
    published.server.world(|world| {
        world.set_time("2026-10-11T07:00:08Z");
        world.edit(1, "dana_example", |text| {
            text.replace("rb:tasks.apply --> |  |  |", "rb:tasks.apply --> | Success | 9m |")
        });
    });
    let said = published.run(&["sync", "acme"]).text();
    assert!(said.contains("tasks/apply  not run -> Success, 9m  @dana_example"), "{said}");
}

/// Nobody notes what becomes of a box with `[~]`.
#[test]
fn a_tick_that_was_overruled_gives_no_later_change_its_name() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| {
        world.set_time("2026-10-11T06:59:50Z");
        world.click(1, "john_doe", "Has a dry-run");
        world.set_time("2026-10-11T07:00:02Z");
    });
    published.run(&["check", "pre-call", "--na", "dry-run=there is no test system", "-f", "acme"]);
    let answer = published.run(&["sync", "acme", "--prefer", "file"]);
    assert!(answer.status == 0 && published.body().contains("- [~] Has a dry-run"), "{}", answer.text());
    published.server.world(|world| {
        world.set_time("2026-10-11T07:00:20Z");
        world.edit(1, "dana_example", |text| text.replace("- [~] Has a dry-run", "- [x] Has a dry-run"));
    });
    let said = published.run(&["sync", "acme"]).text();
    assert!(said.contains("pre-call/dry-run  [~] -> [x]  @dana_example"), "{said}");
}
