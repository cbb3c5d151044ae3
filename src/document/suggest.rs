//! "Did you mean": the known word closest to an unknown one.

/// Returns the known word closest to a word, when it is close enough to have been meant.
#[must_use]
pub fn closest<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let word = word.to_lowercase();
    let distance = |known: &str| strsim::damerau_levenshtein(&word, &known.to_lowercase());
    // Long words cannot be close; comparing them would cost their square.
    if word.len() > 64 {
        return None;
    }
    let best = known.iter().copied().min_by_key(|known| distance(known))?;
    let allowed = (best.len().max(word.len()) / 3).max(1);
    (distance(best) <= allowed).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leads_to_the_word() {
        let known = ["description", "dri", "schedule_at", "name"];
        assert_eq!(closest("discription", &known), Some("description"));
        assert_eq!(closest("Dir", &known), Some("dri"));
        assert_eq!(closest("shedule_at", &known), Some("schedule_at"));
        assert_eq!(closest("colour", &known), None);
        assert_eq!(closest(&"x".repeat(1000), &known), None);
    }
}
