//! Which files differ between two trees; equal folders are never opened.

use std::cmp::Ordering;

use super::object::Oid;
use super::tree::{Entry, Mode, TreeFault, Trees, sort_order};

/// Files and folders looked at in one comparison: ten times the documents an engagement may have.
///
/// A few small trees that name each other can list more than anybody could ever read, and need not
/// hold one file for that.
const ENTRIES_MAX: usize = 1_000_000;

/// A file on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    pub mode: Mode,
    pub id: Oid,
}

/// One path that differs; at least one side is there, and the sides are not equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    pub old: Option<Side>,
    pub new: Option<Side>,
}

/// Returns the files that differ from `old` (nothing: an empty tree) to `new`, sorted by path.
pub fn differences(
    trees: &mut Trees<'_>,
    old: Option<Oid>,
    new: Oid,
) -> Result<Vec<Difference>, TreeFault> {
    let mut found = Found { differences: Vec::new(), room: ENTRIES_MAX };
    compare(trees, old, Some(new), "", &mut found)?;
    found.differences.sort_by(|one, two| one.path.cmp(&two.path));
    Ok(found.differences)
}

struct Found {
    differences: Vec<Difference>,
    /// Entries that may still be looked at.
    room: usize,
}

fn compare(
    trees: &mut Trees<'_>,
    old: Option<Oid>,
    new: Option<Oid>,
    folder: &str,
    found: &mut Found,
) -> Result<(), TreeFault> {
    if old == new {
        return Ok(());
    }
    if folder.bytes().filter(|byte| *byte == b'/').count() > super::tree::DEPTH_MAX {
        return Err(TreeFault::Depth);
    }
    let mut read = |tree: Option<Oid>| tree.map(|tree| trees.entries(tree)).transpose();
    let (olds, news) = (read(old)?, read(new)?);
    let mut olds = olds.iter().flat_map(|entries| entries.iter()).peekable();
    let mut news = news.iter().flat_map(|entries| entries.iter()).peekable();
    loop {
        let order = match (olds.peek(), news.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => sort_order(old, new),
        };
        let old = if order.is_le() { olds.next() } else { None };
        let new = if order.is_ge() { news.next() } else { None };
        found.room = found.room.checked_sub(1).ok_or(TreeFault::TooMany)?;
        one(trees, old, new, folder, found)?;
    }
}

/// Compares one name; git's order never pairs a folder with a file.
fn one(
    trees: &mut Trees<'_>,
    old: Option<&Entry>,
    new: Option<&Entry>,
    folder: &str,
    found: &mut Found,
) -> Result<(), TreeFault> {
    let Some(entry) = old.or(new) else { return Ok(()) };
    if entry.mode == Mode::Folder {
        let ids = (old.map(|entry| entry.id), new.map(|entry| entry.id));
        if ids.0 == ids.1 {
            return Ok(());
        }
        return compare(trees, ids.0, ids.1, &format!("{folder}{}/", entry.name), found);
    }
    let side = |entry: Option<&Entry>| entry.map(|it| Side { mode: it.mode, id: it.id });
    let (old, new) = (side(old), side(new));
    if old != new {
        found.differences.push(Difference { path: format!("{folder}{}", entry.name), old, new });
    }
    Ok(())
}
