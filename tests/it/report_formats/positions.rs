//! Line and column are right in every format, whatever the file is written with.

use runbook::report::Format;

use super::{found, readers::seen, written};

/// Files with one problem each: its line and column, and those of the character behind it, counted by hand. Columns are
/// characters; a line end belongs to none, nor does a byte order mark.
const CASES: &[(&str, &[u8], [usize; 4])] = &[
    ("plain", b"version: 1\nheader: { name: Acme - Work, window: ten }\n", [2, 38, 2, 41]),
    ("crlf", b"version: 1\r\nheader: { name: Acme - Work, window: ten }\r\n", [2, 38, 2, 41]),
    ("tabs", b"version: 1\nheader: {\tname: Acme - Work,\twindow:\tten }\n", [2, 38, 2, 41]),
    ("byte order mark", "\u{feff}kind: x\nversion: 1\nheader: { name: Acme - Work }\n".as_bytes(), [1, 7, 1, 8]),
    ("wide", "version: 1\nheader: { name: 確認 - 作業, window: ten }\n".as_bytes(), [2, 34, 2, 37]),
    (
        "joined emoji",
        "version: 1\nheader: { name: \u{1f469}\u{200d}\u{1f4bb} - Work, window: ten }\n".as_bytes(),
        [2, 37, 2, 40],
    ),
    ("combining", "version: 1\nheader: { name: Cafe\u{301} - Work, window: ten }\n".as_bytes(), [2, 39, 2, 42]),
    ("no final newline", b"version: 1\nheader: { name: Acme - Work }\nkind: x", [3, 7, 3, 8]),
    ("no final newline, behind the end", b"version: 1\nheader: { name: Acme - Work }\ntasks:\n  -", [4, 4, 4, 4]),
    ("several lines", b"version: 1\r\nheader:\r\n  name:\r\n    a: 1\r\n    b: 2\r\n", [4, 5, 5, 9]),
    (
        "all at once",
        "\u{feff}version: 1\r\nheader: {\tname: \"\u{1f469}\u{200d}\u{1f4bb} 確e\u{301}\",\twindow: 確 }".as_bytes(),
        [2, 36, 2, 37],
    ),
    ("wide value", "version: 1\nheader: { name: Acme - Work, window: 確認確認 }\n".as_bytes(), [2, 38, 2, 42]),
    ("not UTF-8", b"version: 1\nheader:\n  name: Caf\xe9 - Work\n", [3, 12, 3, 12]),
    ("NUL behind wide characters", "version: 1\nheader: 確認\0\n".as_bytes(), [2, 11, 2, 11]),
];

#[test]
fn every_format_names_the_same_place() {
    for (name, bytes, [line, column, end_line, end_column]) in CASES {
        let mut findings = found("a.yaml", *bytes);
        findings.retain(|finding| ["schema", "syntax"].contains(&finding.rule.id));
        for format in Format::ALL {
            let report = written(format, &findings, &["a.yaml"]);
            let seen = seen(format, &report);
            let [seen] = seen.as_slice() else { panic!("{name} as {format:?}: {report}") };
            assert_eq!(seen.line, *line, "{name} as {format:?}: {report}");
            let has_columns = match format {
                Format::Gitlab => false,
                Format::Github => line == end_line,
                _ => true,
            };
            assert_eq!(seen.column, has_columns.then_some(*column), "{name} as {format:?}: {report}");
            let has_end = matches!(format, Format::Json | Format::Sarif | Format::Github) && has_columns;
            assert_eq!(seen.end, has_end.then_some((*end_line, *end_column)), "{name} as {format:?}: {report}");
        }
    }
}
