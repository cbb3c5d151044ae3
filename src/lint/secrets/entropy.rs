//! Whether a value looks as if it came from a generator.

/// Returns how many of small letters, capital letters and digits are in a text.
pub(super) fn n_kinds(value: &str) -> usize {
    let has = |is: fn(&u8) -> bool| usize::from(value.as_bytes().iter().any(is));
    has(u8::is_ascii_lowercase) + has(u8::is_ascii_uppercase) + has(u8::is_ascii_digit)
}

/// Returns whether a value looks random: names, versions and paths change seldom between small letters, capitals and
/// digits, generated values with every second character.
pub(super) fn is_random(value: &str) -> bool {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => Some(0),
        b'A'..=b'Z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let bytes = value.as_bytes();
    let pairs = bytes.windows(2).filter_map(|pair| Some((kind(pair[0])?, kind(pair[1])?)));
    let (n_pairs, n_changes) =
        pairs.fold((0, 0), |(pairs, changes), (a, b)| (pairs + 1, changes + usize::from(a != b)));
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let least_percent = if has_digit { 18 } else { 42 };
    n_kinds(value) > 1
        && !is_made_of_words(value)
        && n_changes * 100 >= n_pairs * least_percent
        && bits_per_character(bytes) >= 2.8
}

/// Returns whether most of a value is words and numbers with signs between them: `kube-system-token-x7k2p`.
fn is_made_of_words(value: &str) -> bool {
    let parts = value.split(|c: char| !c.is_ascii_alphanumeric());
    let is_word = |part: &&str| {
        let rest = part.get(1..).unwrap_or_default().bytes();
        part.len() > 2
            && (rest.clone().all(|byte| byte.is_ascii_lowercase()) || part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let n_of_words: usize = parts.filter(is_word).map(str::len).sum();
    n_of_words * 2 > value.len()
}

/// Returns Shannon's entropy of the characters.
fn bits_per_character(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let length = bytes.len().max(1) as f64;
    let share = |count: &u32| f64::from(*count) / length;
    counts.iter().filter(|count| **count > 0).map(share).map(|share| -share * share.log2()).sum()
}
