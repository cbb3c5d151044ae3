//! Fixed offsets from UTC: `+05:30`.

use chrono::FixedOffset;

use super::{Meaning, WRITE, WrongZone, Zone};
use crate::model::quote::quote;

/// Reads an offset as it has to be written.
pub(in crate::model) fn read_offset(text: &str) -> Option<FixedOffset> {
    let loose = Loose::read(text)?;
    let offset = loose.offset()?;
    (offset.to_string() == text).then_some(offset)
}

/// Says what is wrong with a text that looks like an offset.
pub(super) fn advise(text: &str) -> Option<WrongZone> {
    let loose = Loose::read(text)?;
    let wrong = |message, help| WrongZone { message, meanings: Vec::new(), help };
    let Loose { sign, hours, minutes } = loose;
    Some(match loose.offset() {
        Some(offset) => WrongZone {
            message: format!("{} is not how an offset is written", quote(text)),
            meanings: vec![Meaning { zone: Zone::Offset(offset), offset: None }],
            help: WRITE,
        },
        None if minutes % 15 != 0 || minutes > 59 => {
            wrong(format!("no place has the offset {sign}{hours:02}:{minutes:02}"), "write 00, 15, 30 or 45 minutes")
        }
        None => wrong(
            format!("no place has the offset {sign}{hours:02}:{minutes:02}"),
            "write an offset from `-12:00` to `+14:00`",
        ),
    })
}

/// The figures of what looks like an offset.
#[derive(Clone, Copy)]
struct Loose {
    sign: char,
    hours: i32,
    minutes: i32,
}

impl Loose {
    /// Reads `+05:30` and what people write for it: `+0530`, `+5:30`, `+5`, `UTC+5`, `GMT -8`.
    fn read(text: &str) -> Option<Self> {
        let bare =
            text.get(..3).filter(|prefix| prefix.eq_ignore_ascii_case("utc") || prefix.eq_ignore_ascii_case("gmt"));
        let rest = bare.map_or(text, |prefix| text[prefix.len()..].trim_start());
        let sign = match rest.chars().next()? {
            '+' => '+',
            '-' | '\u{2212}' => '-',
            _ => return None,
        };
        let figures = rest.trim_start_matches(['+', '-', '\u{2212}']).trim_start();
        let (hours, minutes) = match (figures.split_once(':'), figures.len()) {
            (Some(halves), _) => halves,
            (None, 3 | 4) => figures.split_at_checked(figures.len() - 2)?,
            (None, _) => (figures, "0"),
        };
        let number = |text: &str| match text.len() {
            1 | 2 if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
            _ => None,
        };
        Some(Self { sign, hours: number(hours)?, minutes: number(minutes)? })
    }

    /// Returns the offset, when there is a place with it.
    fn offset(self) -> Option<FixedOffset> {
        let minutes = self.hours * 60 + self.minutes;
        let minutes = if self.sign == '-' { -minutes } else { minutes };
        let is_used = self.minutes < 60 && self.minutes % 15 == 0 && (-12 * 60..=14 * 60).contains(&minutes);
        FixedOffset::east_opt(minutes * 60).filter(|_| is_used)
    }
}
