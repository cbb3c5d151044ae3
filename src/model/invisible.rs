//! Characters that nobody can see: the one table of them, and where scripts and emoji need them all the same.

/// A character, or the first and last of a range; and whether it turns the direction of the text around.
struct Invisible {
    first: char,
    last: char,
    name: &'static str,
    turns: bool,
}

const fn one(c: char, name: &'static str) -> Invisible {
    range(c, c, name)
}

const fn range(first: char, last: char, name: &'static str) -> Invisible {
    Invisible { first, last, name, turns: false }
}

const fn turns(c: char, name: &'static str) -> Invisible {
    Invisible { first: c, last: c, name, turns: true }
}

/// Characters that act on a terminal, reorder text or take no room, in the order of their numbers.
const INVISIBLE: [Invisible; 55] = [
    one('\0', "NULL"),
    range('\u{1}', '\u{7}', "CONTROL CHARACTER"),
    one('\u{8}', "BACKSPACE"),
    range('\u{b}', '\u{c}', "CONTROL CHARACTER"),
    one('\r', "CARRIAGE RETURN"),
    range('\u{e}', '\u{1a}', "CONTROL CHARACTER"),
    one('\u{1b}', "ESCAPE"),
    range('\u{1c}', '\u{1f}', "CONTROL CHARACTER"),
    one('\u{7f}', "DELETE"),
    range('\u{80}', '\u{84}', "CONTROL CHARACTER"),
    one('\u{85}', "NEXT LINE"),
    range('\u{86}', '\u{9f}', "CONTROL CHARACTER"),
    one('\u{ad}', "SOFT HYPHEN"),
    one('\u{34f}', "COMBINING GRAPHEME JOINER"),
    one('\u{61c}', "ARABIC LETTER MARK"),
    range('\u{115f}', '\u{1160}', "HANGUL FILLER"),
    range('\u{17b4}', '\u{17b5}', "KHMER INHERENT VOWEL"),
    range('\u{180b}', '\u{180f}', "MONGOLIAN VARIATION SELECTOR"),
    one('\u{200b}', "ZERO WIDTH SPACE"),
    one('\u{200c}', "ZERO WIDTH NON-JOINER"),
    one('\u{200d}', "ZERO WIDTH JOINER"),
    one('\u{200e}', "LEFT-TO-RIGHT MARK"),
    one('\u{200f}', "RIGHT-TO-LEFT MARK"),
    one('\u{2028}', "LINE SEPARATOR"),
    one('\u{2029}', "PARAGRAPH SEPARATOR"),
    turns('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    turns('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    turns('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    turns('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    turns('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    one('\u{2060}', "WORD JOINER"),
    one('\u{2061}', "FUNCTION APPLICATION"),
    one('\u{2062}', "INVISIBLE TIMES"),
    one('\u{2063}', "INVISIBLE SEPARATOR"),
    one('\u{2064}', "INVISIBLE PLUS"),
    one('\u{2065}', "UNASSIGNED CHARACTER"),
    turns('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    turns('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    turns('\u{2068}', "FIRST STRONG ISOLATE"),
    turns('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    range('\u{206a}', '\u{206f}', "DEPRECATED FORMAT CHARACTER"),
    one('\u{3164}', "HANGUL FILLER"),
    range('\u{fdd0}', '\u{fdef}', "NONCHARACTER"),
    one('\u{feff}', "BYTE ORDER MARK"),
    one('\u{ffa0}', "HALFWIDTH HANGUL FILLER"),
    range('\u{fff0}', '\u{fff8}', "UNASSIGNED CHARACTER"),
    range('\u{fff9}', '\u{fffb}', "INTERLINEAR ANNOTATION"),
    range('\u{13430}', '\u{1343f}', "EGYPTIAN HIEROGLYPH FORMAT CONTROL"),
    range('\u{1bca0}', '\u{1bca3}', "SHORTHAND FORMAT CONTROL"),
    range('\u{1d173}', '\u{1d17a}', "MUSICAL SYMBOL FORMAT CONTROL"),
    range('\u{e0000}', '\u{e001f}', "TAG"),
    range('\u{e0020}', '\u{e007f}', "TAG"),
    range('\u{e0080}', '\u{e00ff}', "UNASSIGNED CHARACTER"),
    range('\u{e0100}', '\u{e01ef}', "VARIATION SELECTOR"),
    range('\u{e01f0}', '\u{e0fff}', "UNASSIGNED CHARACTER"),
];

/// The last two of each plane.
const NONCHARACTER: Invisible = one('\u{ffff}', "NONCHARACTER");

fn find(c: char) -> Option<&'static Invisible> {
    // Nearly every character of nearly every file.
    if matches!(c, ' '..='~' | '\n' | '\t') {
        return None;
    }
    if u32::from(c) & 0xfffe == 0xfffe {
        return Some(&NONCHARACTER);
    }
    let found = &INVISIBLE[INVISIBLE.partition_point(|entry| entry.last < c)..];
    found.first().filter(|entry| entry.first <= c)
}

/// Returns whether nobody can see a character, wherever it stands. Line feed and tab are seen.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    find(c).is_some()
}

/// Returns whether a character turns the direction of the text around, so that it reads as what it is not.
#[must_use]
pub fn turns_text(c: char) -> bool {
    find(c).is_some_and(|entry| entry.turns)
}

/// Returns number and name of a character that nobody can see: `U+202E RIGHT-TO-LEFT OVERRIDE`.
#[must_use]
pub fn name_invisible(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    find(c).map_or(number.clone(), |entry| format!("{number} {}", entry.name))
}

/// Returns the characters of a text that nobody can see and nobody needs, each with its byte.
///
/// The two joiners are needed between letters beyond ASCII and between emoji, selectors of a variant behind such a
/// character, and the tags of a flag behind the flag. A carriage return is only then one that a line feed does not follow.
pub fn invisible(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = None;
    let mut flag_ends = 0;
    text.char_indices().filter(move |(at, c)| {
        let (c, after) = (*c, || text[*at + c.len_utf8()..].chars().next());
        let is_needed = match c {
            _ if !is_invisible(c) => true,
            '\r' => after() == Some('\n'),
            '\u{200c}' | '\u{200d}' => joins(before) && joins(after()),
            '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{e0100}'..='\u{e01ef}' => joins(before),
            _ => *at < flag_ends,
        };
        if c == FLAG {
            flag_ends = at + c.len_utf8() + n_tags(&text[at + c.len_utf8()..]);
        }
        before = Some(c);
        !is_needed
    })
}

fn joins(neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !is_invisible(c))
}

/// The flag behind which tags name a part of a country.
const FLAG: char = '\u{1f3f4}';

/// Returns how many bytes the tags take that complete a flag, such as that of Scotland; text can be hidden in others.
fn n_tags(text: &str) -> usize {
    let is_letter = |c: &char| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let letters: usize = text.chars().take_while(is_letter).map(char::len_utf8).sum();
    let is_flag = (4 * 4..=4 * 6).contains(&letters) && text[letters..].starts_with('\u{e007f}');
    if is_flag { letters + 4 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[char]) {
        assert_eq!(invisible(text).map(|(_, c)| c).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(INVISIBLE.iter().all(|entry| entry.first <= entry.last));
        assert!(INVISIBLE.windows(2).all(|pair| pair[0].last < pair[1].first));
    }

    #[test]
    fn what_nobody_sees_is_found_and_named() {
        check("a\u{202e}b\u{200b}c\u{1b}[1m\u{feff}", &['\u{202e}', '\u{200b}', '\u{1b}', '\u{feff}']);
        assert_eq!(name_invisible('\u{202e}'), "U+202E RIGHT-TO-LEFT OVERRIDE");
        assert_eq!(name_invisible('\u{7}'), "U+0007 CONTROL CHARACTER");
        assert!(turns_text('\u{2067}') && !turns_text('\u{200f}'));
    }

    #[test]
    fn plain_text_of_any_script_has_nothing_in_it() {
        check("plain ü 確認 a\tb\n \u{a0}é \u{2014} \u{2026} Ωμέγα עברית\r\n", &[]);
        check("a\rb", &['\r']);
    }

    #[test]
    fn scripts_and_emoji_keep_what_they_need() {
        check("\u{1f469}\u{200d}\u{1f4bb} \u{2764}\u{fe0f}\u{200d}\u{1f525} \u{1f3f3}\u{fe0f}\u{200d}\u{1f308}", &[]);
        check("می\u{200c}خواهم क्\u{200d}ष 葛\u{e0100} ᠠ\u{180b}", &[]);
        check("\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", &[]);
    }

    #[test]
    fn elsewhere_they_hide_something() {
        check("ro\u{200d}ot \u{200d}é x\u{e0100}", &['\u{200d}', '\u{200d}', '\u{e0100}']);
        check("\u{1f3f4}\u{e0072}\u{e006d}", &['\u{e0072}', '\u{e006d}']);
        check("葛\u{e0100}\u{e0101}", &['\u{e0101}']);
    }
}
