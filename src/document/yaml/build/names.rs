//! Names of fields, kept once: a folder says the same few hundred of them in every document, and
//! each would be a small allocation of its own.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

/// The most names that are kept; a hostile file has as many as it likes.
const MOST: usize = 1_024;

/// The longest name that is kept, in bytes.
const LONGEST: usize = 64;

thread_local! {
    static KEPT: RefCell<HashSet<Arc<str>>> = RefCell::default();
}

/// Returns a name, the same one for the same text where it is kept.
pub(super) fn kept(name: &str) -> Arc<str> {
    if name.len() > LONGEST {
        return name.into();
    }
    KEPT.with_borrow_mut(|kept| {
        if let Some(known) = kept.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        if kept.len() < MOST {
            kept.insert(Arc::clone(&new));
        }
        new
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once_and_no_more_than_enough() {
        assert!(Arc::ptr_eq(&kept("status"), &kept("status")));
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(&*kept(&long), long);
        assert!(!Arc::ptr_eq(&kept(&long), &kept(&long)));
        for number in 0..2 * MOST {
            assert_eq!(&*kept(&number.to_string()), number.to_string());
        }
        assert!(KEPT.with_borrow(HashSet::len) <= MOST);
        assert!(Arc::ptr_eq(&kept("status"), &kept("status")));
    }
}
