//! What people write for a duration → what is wrong with it and what to write instead.

use std::ops::Range;

use super::{
    DurationError, HOUR, MINUTE, TaskDuration,
    meant::{clock, meant},
    parts::{DAY, Part, WEEK, is_number, parts, unit_seconds},
    read,
};
use crate::model::quote::quote;

/// What a duration looks like, for where nothing better can be said.
const GENERAL: &str = "write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`";

/// What is wrong, and where.
type Fault = (Range<usize>, String);

/// Says what is wrong with a text that is no duration, and what to write.
pub(super) fn advise(text: &str) -> DurationError {
    let (range, message) = fault(text);
    let help = match meant(text) {
        Some(seconds) if seconds > TaskDuration::LONGEST.seconds => {
            format!("write at most `{}`", TaskDuration::LONGEST)
        }
        Some(seconds) => format!("write `{}`", TaskDuration::from_seconds(seconds)),
        None if is_number(text) && read(&format!("{text}h")).is_some() => {
            format!("write `{text}m` for minutes, `{text}s` for seconds or `{text}h` for hours")
        }
        None => GENERAL.to_owned(),
    };
    DurationError { range, message, help }
}

/// Returns the first thing that is wrong, the most telling kind first.
fn fault(text: &str) -> Fault {
    if text.trim().is_empty() {
        return (0..text.len(), "the duration is empty".to_owned());
    }
    if let Some((at, digit)) = text.char_indices().find(|(_, c)| c.is_numeric() && !c.is_ascii()) {
        return (at..at + digit.len_utf8(), format!("`{digit}` is none of the digits 0 to 9"));
    }
    if let Some(sign) = text.chars().next().filter(|first| matches!(first, '-' | '\u{2212}' | '+')) {
        let what = if sign == '+' { "a duration has no sign" } else { "a duration cannot be negative" };
        return (0..sign.len_utf8(), what.to_owned());
    }
    if clock(text).is_some() {
        return (0..text.len(), "a duration is not written with a colon".to_owned());
    }
    if let Some((at, odd)) =
        text.char_indices().find(|(_, c)| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '.' | ','))
    {
        return (at..at + odd.len_utf8(), format!("`{}` does not belong in a duration", odd.escape_debug()));
    }
    let parts = parts(text);
    parts
        .iter()
        .find_map(|part| unit_fault(part, text))
        .or_else(|| order_fault(&parts))
        .or_else(|| {
            let at = text.find(char::is_whitespace)?;
            let blank = text[at..].len() - text[at..].trim_start().len();
            Some((at..at + blank, "a duration has no blanks".to_owned()))
        })
        .or_else(|| {
            let too_many = parts.iter().skip(1).find(|part| part.number.text.parse::<u64>().is_ok_and(|n| n > 59))?;
            let over = if too_many.unit.text == "m" { "minutes after hours" } else { "seconds after minutes" };
            Some((too_many.number.range.clone(), format!("{over} go up to 59")))
        })
        .unwrap_or_else(|| (0..text.len(), format!("the duration is longer than {}", TaskDuration::LONGEST)))
}

/// Returns what is wrong with a number and its unit, taken alone.
fn unit_fault(part: &Part<'_>, text: &str) -> Option<Fault> {
    let Part { number, unit } = part;
    let quoted = quote(unit.text);
    if unit.text.is_empty() {
        let message = if is_number(text) {
            "a number alone does not say whether it is minutes or hours".to_owned()
        } else {
            format!("{} has no unit", quote(number.text))
        };
        return Some((number.range.clone(), message));
    }
    let Some(seconds) = unit_seconds(unit.text) else {
        let message = match number.text {
            "" => format!("{quoted} is not a duration"),
            _ => format!("{quoted} is not a unit; units are `h`, `m` and `s`"),
        };
        return Some((unit.range.clone(), message));
    };
    if number.text.is_empty() {
        return Some((unit.range.clone(), format!("there is no number before {quoted}")));
    }
    if !is_number(number.text) {
        return Some((number.range.clone(), "a duration has no fractions".to_owned()));
    }
    let letter = match seconds {
        WEEK => return Some((unit.range.clone(), "a duration is not written in weeks".to_owned())),
        DAY => return Some((unit.range.clone(), "a duration is not written in days".to_owned())),
        HOUR => "h",
        MINUTE => "m",
        _ => "s",
    };
    if unit.text == letter {
        return None;
    }
    let message = if unit.text.eq_ignore_ascii_case(letter) {
        format!("{quoted} is upper case; units are `h`, `m` and `s`")
    } else {
        format!("{quoted} is not a unit; units are `h`, `m` and `s`")
    };
    Some((unit.range.clone(), message))
}

fn order_fault(parts: &[Part<'_>]) -> Option<Fault> {
    parts.windows(2).find_map(|pair| {
        let [before, part] = pair else { return None };
        let (larger, smaller) = (unit_seconds(part.unit.text)?, unit_seconds(before.unit.text)?);
        let message = match larger.cmp(&smaller) {
            std::cmp::Ordering::Less => return None,
            std::cmp::Ordering::Equal => format!("`{}` stands twice", part.unit.text),
            std::cmp::Ordering::Greater => format!("`{}` goes before `{}`", part.unit.text, before.unit.text),
        };
        Some((part.number.range.start..part.unit.range.end, message))
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(texts: &[&str], expected: Expect) {
        let mut out = String::new();
        for text in texts {
            let error = TaskDuration::parse(text).expect_err(text);
            let marked =
                format!("{}[{}]{}", &text[..error.range.start], &text[error.range.clone()], &text[error.range.end..]);
            writeln!(out, "{marked}: {}; {}", error.message, error.help).expect("a string takes everything");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn numbers() {
        check(
            &[
                "",
                "  ",
                "90",
                "0",
                "99999999",
                "-10m",
                "\u{2212}1h",
                "+10m",
                "1.5h",
                "1,5h",
                "0.33h",
                ".5m",
                "1.5.5h",
                "1.5",
            ],
            expect![[r#"
                []: the duration is empty; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [  ]: the duration is empty; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [90]: a number alone does not say whether it is minutes or hours; write `90m` for minutes, `90s` for seconds or `90h` for hours
                [0]: a number alone does not say whether it is minutes or hours; write `0m` for minutes, `0s` for seconds or `0h` for hours
                [99999999]: a number alone does not say whether it is minutes or hours; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [-]10m: a duration cannot be negative; write `10m`
                [−]1h: a duration cannot be negative; write `1h`
                [+]10m: a duration has no sign; write `10m`
                [1.5]h: a duration has no fractions; write `1h30m`
                [1,5]h: a duration has no fractions; write `1h30m`
                [0.33]h: a duration has no fractions; write `19m48s`
                [.5]m: a duration has no fractions; write `30s`
                [1.5.5]h: a duration has no fractions; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [1.5]: `1.5` has no unit; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
            "#]],
        );
    }

    #[test]
    fn units() {
        check(
            &[
                "1d",
                "1d2h",
                "2w",
                "10 minutes",
                "10min",
                "1 hour and 15 minutes",
                "10M",
                "1H15M",
                "1h75x",
                "1h15",
                "h",
                "x10m",
                "1 month",
                "soon",
                "PT1H30M",
                "P1D",
                "1h15mfoo",
            ],
            expect![[r#"
                1[d]: a duration is not written in days; write `24h`
                1[d]2h: a duration is not written in days; write `26h`
                2[w]: a duration is not written in weeks; write `336h`
                10 [minutes]: `minutes` is not a unit; units are `h`, `m` and `s`; write `10m`
                10[min]: `min` is not a unit; units are `h`, `m` and `s`; write `10m`
                1 [hour] and 15 minutes: `hour` is not a unit; units are `h`, `m` and `s`; write `1h15m`
                10[M]: `M` is upper case; units are `h`, `m` and `s`; write `10m`
                1[H]15M: `H` is upper case; units are `h`, `m` and `s`; write `1h15m`
                1h75[x]: `x` is not a unit; units are `h`, `m` and `s`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                1h[15]: `15` has no unit; write `1h15m`
                [h]: there is no number before `h`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [x]10m: `x` is not a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                1 [month]: `month` is not a unit; units are `h`, `m` and `s`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [soon]: `soon` is not a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                PT1[H]30M: `H` is upper case; units are `h`, `m` and `s`; write `1h30m`
                P1[D]: a duration is not written in days; write `24h`
                1h15[mfoo]: `mfoo` is not a unit; units are `h`, `m` and `s`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
            "#]],
        );
    }

    #[test]
    fn shapes() {
        check(
            &[
                "1h 15m",
                " 10m",
                "10m ",
                "15m1h",
                "1h1h",
                "1h75m",
                "1m75s",
                "1h75m80s",
                "1:15",
                "10:00:00",
                "10m-15m",
                "~10m",
                "1e3m",
                "1_0m",
                "\u{661}\u{660}m",
                "\u{ff11}h",
                "10000h",
                "9999h1m",
                "99999999999999999999999999999h",
                "10µs",
            ],
            expect![[r#"
                1h[ ]15m: a duration has no blanks; write `1h15m`
                [ ]10m: a duration has no blanks; write `10m`
                10m[ ]: a duration has no blanks; write `10m`
                15m[1h]: `h` goes before `m`; write `1h15m`
                1h[1h]: `h` stands twice; write `2h`
                1h[75]m: minutes after hours go up to 59; write `2h15m`
                1m[75]s: seconds after minutes go up to 59; write `2m15s`
                1h[75]m80s: minutes after hours go up to 59; write `2h16m20s`
                [1:15]: a duration is not written with a colon; write `1h15m`
                10[:]00:00: `:` does not belong in a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                10m[-]15m: `-` does not belong in a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [~]10m: `~` does not belong in a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                1[e]3m: `e` is not a unit; units are `h`, `m` and `s`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                1[_]0m: `_` does not belong in a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [١]٠m: `١` is none of the digits 0 to 9; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [１]h: `１` is none of the digits 0 to 9; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
                [10000h]: the duration is longer than 9999h; write at most `9999h`
                [9999h1m]: the duration is longer than 9999h; write at most `9999h`
                [99999999999999999999999999999h]: the duration is longer than 9999h; write at most `9999h`
                10[µs]: `µs` is not a unit; units are `h`, `m` and `s`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
            "#]],
        );
    }

    proptest! {
        #[test]
        fn what_it_says_to_write_can_be_read(text in "\\PC{0,8}|[-+]?[0-9.,]{0,5} ?[hmsdwHM:]{0,2}[0-9]{0,3}(m|min|s)?") {
            if let Err(error) = TaskDuration::parse(&text) {
                prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error);
                let written = error.help.split('`').nth(1).expect("a help shows what to write");
                prop_assert!(TaskDuration::parse(written).is_ok(), "{:?}", error);
                prop_assert_ne!(written, &text);
            }
        }
    }
}
