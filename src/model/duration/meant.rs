//! Which duration a text probably means that is none.

use super::{
    HOUR, MINUTE, TaskDuration,
    parts::{Part, is_number, parts, unit_seconds},
    read,
};

/// Returns the seconds that are probably meant; more than [`TaskDuration::LONGEST`] stands for any number above it.
pub(super) fn meant(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(['-', '\u{2212}', '+']);
    if let Some(duration) = clock(text) {
        return Some(duration.seconds);
    }
    let parts = parts(text);
    let known = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '.' | ',');
    if parts.is_empty() || !text.chars().all(known) {
        return None;
    }
    let mut seconds = 0.0;
    for (index, Part { number, unit }) in parts.iter().enumerate() {
        // `1h15` is an hour and fifteen minutes, as far as anybody can tell.
        let unit = match index.checked_sub(1).and_then(|before| unit_seconds(parts[before].unit.text)) {
            Some(HOUR) if unit.text.is_empty() => MINUTE,
            _ => unit_seconds(unit.text)?,
        };
        seconds += number.text.replace(',', ".").parse::<f64>().ok()? * f64::from(unit);
    }
    // A third of an hour is twenty minutes, not 1188 seconds.
    let precision = if seconds.fract() == 0.0 || seconds < f64::from(MINUTE) { 1.0 } else { f64::from(MINUTE) };
    let seconds = (seconds / precision).round() * precision;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "such a cast stays within u32")]
    Some(seconds as u32)
}

/// Reads `1:15`, hours and minutes as on a clock.
pub(super) fn clock(text: &str) -> Option<TaskDuration> {
    let (hours, minutes) = text.split_once(':')?;
    (is_number(hours) && minutes.len() == 2 && is_number(minutes)).then_some(())?;
    read(&format!("{hours}h{minutes}m"))
}
