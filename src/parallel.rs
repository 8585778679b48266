//! Many pieces of work that do not depend on each other, side by side where that pays.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// Up to so many pieces are done one after the other: to start threads would take longer.
const FEW: usize = 32;

/// Returns what `work` makes of each item, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    match items.len() {
        0..=FEW => items.iter().map(work).collect(),
        _ => items.par_iter().map(work).collect(),
    }
}
