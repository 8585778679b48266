//! Sets of minutes, as bits.
//!
//! A week has 10,080 minutes, 158 words of 64; uniting the weeks of everybody costs less than
//! looking at one hour of one person by the calendar.

use std::ops::Range;

/// Some of the minutes that follow a beginning; 0 is the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Minutes {
    words: Vec<u64>,
    len: usize,
}

impl Minutes {
    pub(super) fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    pub(super) fn all(len: usize) -> Self {
        let mut all = Self::none(len);
        all.add(0..len);
        all
    }

    pub(super) fn has(&self, minute: usize) -> bool {
        self.words.get(minute / 64).is_some_and(|word| word >> (minute % 64) & 1 == 1)
    }

    pub(super) fn add(&mut self, minutes: Range<usize>) {
        self.change(minutes, |word, mask| word | mask);
    }

    pub(super) fn remove(&mut self, minutes: Range<usize>) {
        self.change(minutes, |word, mask| word & !mask);
    }

    fn change(&mut self, minutes: Range<usize>, with: impl Fn(u64, u64) -> u64) {
        let (from, to) = (minutes.start, minutes.end.min(self.len));
        if from >= to {
            return;
        }
        for at in from / 64..=(to - 1) / 64 {
            let low = from.saturating_sub(at * 64);
            let high = (to - at * 64).min(64);
            let mask = (u64::MAX << low) & (u64::MAX >> (64 - high));
            self.words[at] = with(self.words[at], mask);
        }
    }

    pub(super) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub(super) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Returns the minutes from which one of these comes no sooner than `first` and no later than
    /// `last` minutes after; none when that is no time at all.
    pub(super) fn ahead(&self, first: usize, last: usize) -> Self {
        if last < first {
            return Self::none(self.len);
        }
        let mut ahead = self.clone();
        let (mut covered, wanted) = (0, last - first);
        while covered < wanted {
            let step = (covered + 1).min(wanted - covered);
            let sooner = ahead.sooner(step);
            ahead.unite(&sooner);
            covered += step;
        }
        ahead.sooner(first)
    }

    /// Returns the same minutes, each that much sooner.
    fn sooner(&self, by: usize) -> Self {
        let (skip, bits) = (by / 64, by % 64);
        let word = |at: usize| self.words.get(at).copied().unwrap_or_default();
        let words = (0..self.words.len()).map(|at| match bits {
            0 => word(at + skip),
            _ => word(at + skip) >> bits | word(at + skip + 1) << (64 - bits),
        });
        Self { words: words.collect(), len: self.len }
    }

    /// Returns the first minute of these that is not before `from`.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        self.seek(from, |word| word)
    }

    /// Returns the first minute that is not one of these and not before `from`.
    pub(super) fn next_gap(&self, from: usize) -> Option<usize> {
        self.seek(from, |word| !word)
    }

    fn seek(&self, from: usize, read: impl Fn(u64) -> u64) -> Option<usize> {
        let first = from / 64;
        for at in first..self.words.len() {
            let mut word = read(self.words[at]);
            if at == first {
                word &= u64::MAX << (from % 64);
            }
            if word != 0 {
                let minute = at * 64 + word.trailing_zeros() as usize;
                return (minute < self.len).then_some(minute);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn bits_do_what_a_list_does(
            ranges in proptest::collection::vec((0..300_usize, 0..90_usize), 0..6),
            first in 0..130_usize, more in 0..130_usize, from in 0..300_usize,
        ) {
            const LEN: usize = 300;
            let mut minutes = Minutes::none(LEN);
            let mut list = [false; LEN];
            for (at, (start, length)) in ranges.into_iter().enumerate() {
                let range = start..start + length;
                if at == 2 { minutes.remove(range.clone()) } else { minutes.add(range.clone()) }
                list[start..(start + length).min(LEN)].fill(at != 2);
            }
            let has = |minute: usize| list.get(minute).copied().unwrap_or_default();
            let ahead = minutes.ahead(first, first + more);
            for minute in 0..LEN {
                proptest::prop_assert_eq!(minutes.has(minute), has(minute));
                let expected = (first..=first + more).any(|wait| has(minute + wait));
                proptest::prop_assert_eq!(ahead.has(minute), expected, "{}", minute);
            }
            proptest::prop_assert_eq!(minutes.next(from), (from..LEN).find(|at| has(*at)));
            proptest::prop_assert_eq!(minutes.next_gap(from), (from..LEN).find(|at| !has(*at)));
        }
    }
}
