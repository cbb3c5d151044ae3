//! Names in a sentence.

/// How many names a person reads.
const MOST: usize = 20;

/// Returns names in a line; of many the first, and how many more there are.
pub(super) fn some(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    let shown = shown.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_names_the_first_are_shown() {
        assert_eq!(some(&["inform", "dry-run"]), "inform, dry-run");
        let many: Vec<String> = (1..=22).map(|number| number.to_string()).collect();
        assert_eq!(some(&many), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 2 more");
    }
}
