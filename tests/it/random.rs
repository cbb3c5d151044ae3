//! A source of choices for generated input.

/// Gives the choices that were put in (by a fuzzer, say), and then endless ones of a small generator; the same seed gives
/// the same ones everywhere.
pub(crate) struct Random {
    given: std::vec::IntoIter<u8>,
    state: u64,
}

impl Random {
    pub(crate) fn new(given: &[u8], seed: u64) -> Self {
        Self { given: Vec::from(given).into_iter(), state: seed }
    }

    /// Returns a number below `n`, which is at most 256.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        if let Some(byte) = self.given.next() {
            return usize::from(byte) % n;
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).expect("smaller than n")
    }

    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}
