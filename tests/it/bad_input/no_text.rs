//! Files without text, with other text than UTF-8, too large, and what is no file at all.

use std::{
    fs::{self, File},
    os::unix::{fs::symlink, net::UnixListener},
    process::Command,
};

use expect_test::expect;

use super::{FILE, check, check_in};
use crate::sandbox::{SMALLEST, Sandbox};

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn a_file_without_text_is_refused() {
    check(
        "",
        expect![[r#"
        error: acme.yaml:1:1: the file is empty
        help: `runbook new "CUSTOMER - REQUESTED TASK"` writes a runbook to start from
    "#]],
    );
    check(
        "\u{feff}\r\n",
        expect![[r#"
        error: acme.yaml:1:1: the file is empty
        help: `runbook new "CUSTOMER - REQUESTED TASK"` writes a runbook to start from
    "#]],
    );
    check(
        "# only a comment\n",
        expect![[r#"
        error[schema]: a runbook must be a mapping, not nothing
         --> acme.yaml:1:1
          |
        1 | # only a comment
          | ^
          |
          = help: it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`

        error: acme.yaml has 1 problem
    "#]],
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_refused() {
    check(
        b"version: 1\nheader:\n  name: Caf\xe9 - Work\n",
        expect![[r#"
        error: acme.yaml:3:12: the file is not UTF-8: byte 31 is 0xe9
        help: save it as UTF-8
    "#]],
    );
    check(
        b"version: 1\nheader:\n  name: Acm\xc3",
        expect![[r#"
        error: acme.yaml:3:12: the file is not UTF-8: byte 31 is 0xc3
        help: save it as UTF-8
    "#]],
    );
    check(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        expect![[r#"
        error: acme.yaml:3:1: the file holds a NUL at byte 9
        help: a runbook is text; is this the right file?
    "#]],
    );
    check(
        "version: 1\nheader:\n  name: A\0 - Work\n",
        expect![[r#"
        error: acme.yaml:3:10: the file holds a NUL at byte 29
        help: a runbook is text; is this the right file?
    "#]],
    );
    check(
        utf_16(SMALLEST, u16::to_le_bytes),
        expect![[r#"
        error: acme.yaml:1:1: the file is UTF-16, not UTF-8
        help: save it as UTF-8
    "#]],
    );
    check(
        utf_16(SMALLEST, u16::to_be_bytes),
        expect![[r#"
        error: acme.yaml:1:1: the file is UTF-16, not UTF-8
        help: save it as UTF-8
    "#]],
    );
    check(
        utf_16(&format!("\u{feff}{SMALLEST}"), u16::to_le_bytes),
        expect![[r#"
        error: acme.yaml:1:1: the file is UTF-16, not UTF-8
        help: save it as UTF-8
    "#]],
    );
    check(
        utf_16(&format!("\u{feff}{SMALLEST}"), u16::to_be_bytes),
        expect![[r#"
        error: acme.yaml:1:1: the file is UTF-16, not UTF-8
        help: save it as UTF-8
    "#]],
    );
    check(
        SMALLEST.replace('\n', "\r"),
        expect![[r#"
        error: acme.yaml:1:11: a carriage return stands alone; lines end in LF or CRLF
        help: convert the line ends in your editor
    "#]],
    );
}

#[test]
fn a_file_that_is_too_large_is_refused_whatever_its_size() {
    let comment = "#".repeat(1024 * 1024 + 1 - SMALLEST.len());
    check(
        format!("{SMALLEST}{comment}"),
        expect![[r#"
        error: acme.yaml:1:1: the file is larger than 1 MiB
        help: a runbook holds text; keep logs and data beside it and link them
    "#]],
    );
    let sandbox = Sandbox::new();
    File::create(sandbox.path().join(FILE)).and_then(|file| file.set_len(100 * 1024 * 1024)).expect("a sparse file");
    check_in(
        &sandbox,
        expect![[r#"
        error: acme.yaml:1:1: the file is larger than 1 MiB
        help: a runbook holds text; keep logs and data beside it and link them
    "#]],
    );
}

#[test]
fn the_largest_file_is_read() {
    let sandbox = Sandbox::new();
    let comment = "#".repeat(1024 * 1024 - SMALLEST.len());
    sandbox.write(FILE, format!("{SMALLEST}{comment}"));
    assert_eq!(sandbox.run(["log", FILE]).text(), "Acme - Work: nothing happened yet\nstatus 0\n");
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let sandbox = Sandbox::new();
    let path = sandbox.path().join(FILE);
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
    check_in(
        &sandbox,
        expect![[r#"
        error: acme.yaml is a pipe, not a file
        help: what comes through a pipe is read with `-`
    "#]],
    );
    fs::remove_file(&path).expect("removed");
    let socket = UnixListener::bind(&path).expect("a socket");
    check_in(
        &sandbox,
        expect![[r#"
        error: acme.yaml is a socket or a device, not a file
        help: what comes through a pipe is read with `-`
    "#]],
    );
    drop(socket);
}

#[test]
fn a_link_to_no_file_is_refused() {
    let link_to = |target: &str| {
        let sandbox = Sandbox::new();
        symlink(target, sandbox.path().join(FILE)).expect("a link");
        sandbox
    };
    check_in(
        &link_to("missing.yaml"),
        expect![[r#"
        error: acme.yaml is a symbolic link to something that does not exist
        help: look where the link leads with `ls -l`
    "#]],
    );
    check_in(
        &link_to(FILE),
        expect![[r#"
        error: acme.yaml is a symbolic link that leads back to itself
        help: look where the link leads with `ls -l`
    "#]],
    );
    check_in(
        &link_to("/dev/zero"),
        expect![[r#"
        error: acme.yaml is a device, not a file
        help: what comes through a pipe is read with `-`
    "#]],
    );
}
