//! What is read of an issue.

use expect_test::{Expect, expect};

use super::*;

#[track_caller]
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let mut said = String::new();
    if let Some(marker) = &reading.marker {
        said.push_str(&format!("{}: runbook {:?} {:?}\n", marker.line + 1, marker.id, marker.rev));
    }
    for entry in &reading.entries {
        let key = entry.key.as_deref().unwrap_or("?");
        let (line, value) = (entry.line + 1, entry.value());
        said.push_str(&format!("{line}: {key} {value:?} {} ({})\n", entry.title, entry.heading));
    }
    expected.assert_eq(&said);
}

#[test]
fn what_clicks_and_people_make_of_an_item_is_read() {
    check(
        "\
<!-- runbook: v=1 id=rb7f3k2m9q rev=12 -->

## Pre-call checklist

- [ ] Inform `#support` <!-- rb:pre-call.inform -->
  - **Required:** yes
- [X] Dry-run, \\*really\\* <!-- rb:pre-call.dry-_run -->
* [\u{a0}] Without marker
+ [\u{2009}] With a blank of another kind
1) - [x] In a list in a list
1. [~] Numbered <!-- rb:pre-call.n -->
- [x] a *person's* [link](https://example.com) <!-- their comment -->
- #12+ <!-- rb:pre-call.converted -->
- [ ] <!-- rb:pre-call.empty -->
- [x]no blank <!-- rb:pre-call.tight -->
- a bullet, no box
- [y] no state
- \\[x] escaped
- loose

  - [x] nested
    over two lines <!-- rb:pre-call.two -->

      - [x] code

> - [x] quoted

[x] - handbook

```text
- [x] in code <!-- rb:pre-call.code -->
```

<!--
- [x] in a comment <!-- rb:pre-call.comment -->
",
        expect![[r#"
            1: runbook Some("rb7f3k2m9q") Some(12)
            5: pre-call/inform Some(" ") Inform #support (Pre-call checklist)
            7: pre-call/dry--run Some("x") Dry-run, *really* (Pre-call checklist)
            8: ? Some(" ") Without marker (Pre-call checklist)
            9: ? Some(" ") With a blank of another kind (Pre-call checklist)
            10: ? Some("x") In a list in a list (Pre-call checklist)
            11: pre-call/n Some("~") Numbered (Pre-call checklist)
            12: ? Some("x") a person's link (Pre-call checklist)
            13: pre-call/converted None #12+ (Pre-call checklist)
            14: pre-call/empty Some(" ")  (Pre-call checklist)
            15: pre-call/tight None [x]no blank (Pre-call checklist)
            21: pre-call/two Some("x") nested (Pre-call checklist)
            24: ? Some("x") code (Pre-call checklist)
            26: ? Some("x") quoted (Pre-call checklist)
            35: pre-call/comment None - [x] in a comment <!-- rb:pre-call.comment --> (Pre-call checklist)
        "#]],
    );
}

#[test]
fn a_marker_is_read_whatever_a_person_writes_around_it() {
    check(
        "\
<!-- runbook: v=1 id=rb7f3k2m9q rev=12 --> Read this first.

## Runbook - Tasks

| Task | Outcome | Duration |
| --- | --- | --- |
- [ ] a person's
| Apply <!-- rb:tasks.apply --> | Success | 9m |

- over
  two lines <!-- rb:pre-call.bullet -->
",
        expect![[r#"
            1: runbook Some("rb7f3k2m9q") Some(12)
            7: ? Some(" ") a person's (Runbook - Tasks)
            8: tasks/apply None  (Runbook - Tasks)
            10: pre-call/bullet None over (Runbook - Tasks)
        "#]],
    );
}

#[test]
fn rows_of_tasks_are_read_by_their_columns() {
    check(
        "\
## Runbook - Tasks

| Task | Duration | Outcome | Ours |
| --- | --- | --- | --- |
| [Apply *a*\\|b](https://example.com) <!-- rb:tasks.apply --> | 10m | Partial (2488/2500) | ? |
| Without marker |  | `Success` |
| Short <!-- rb:tasks.short --> |

| Name | Role |
| --- | --- |
| Jane | x |
| Marked <!-- rb:rollback.marked --> | Failed (5m)<br>Success | 9m |
",
        expect![[r#"
            5: tasks/apply Some("Partial (2488/2500) | 10m") Apply a|b (Runbook - Tasks)
            6: ? Some("Success |") Without marker (Runbook - Tasks)
            7: tasks/short Some("|") Short (Runbook - Tasks)
            12: rollback/marked Some("Failed (5m) Success |") Marked (Runbook - Tasks)
        "#]],
    );
}
