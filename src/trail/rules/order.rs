//! The order in which a history is judged: every parent before its children.

use std::collections::HashSet;

use crate::trail::object::{Kind, Objects, Oid, Unusable, fetch};

/// Bytes of records kept between walking and judging; what is beyond is read again.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// One record as the walk met it.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) id: Oid,
    pub(super) links: Links,
    pub(super) bytes: Bytes,
}

#[derive(Debug)]
pub(super) enum Bytes {
    Here(Vec<u8>),
    ReadAgain,
    Unusable(Unusable),
}

/// What a commit of any form names; a record that is not canonical still has a past to judge.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    pub(super) tree: Option<Oid>,
    pub(super) parents: Vec<Oid>,
}

/// Reads the `tree` and `parent` headers and nothing else.
pub(super) fn links(bytes: &[u8]) -> Links {
    let head = bytes.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
    let mut links = Links::default();
    for line in head {
        let id = |name: &[u8]| {
            let value = line.strip_prefix(name)?;
            std::str::from_utf8(value).ok()?.parse().ok()
        };
        if let Some(tree) = id(b"tree ") {
            links.tree.get_or_insert(tree);
        } else if let Some(parent) = id(b"parent ") {
            links.parents.push(parent);
        }
    }
    links
}

/// Returns every record that can be reached from `tip`, in an order that depends on the history
/// alone: depth first, first parents first, a record after all of its parents.
pub(super) fn oldest_first(objects: &dyn Objects, tip: Oid) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut seen = HashSet::from([tip]);
    let mut room = KEPT_BYTES;
    // Its own stack, since a history can be longer than the call stack.
    let mut stack = vec![(read(objects, tip, &mut room), 0)];
    while let Some((step, next)) = stack.pop() {
        let Some(parent) = step.links.parents.get(next).copied() else {
            steps.push(step);
            continue;
        };
        stack.push((step, next + 1));
        if seen.insert(parent) {
            stack.push((read(objects, parent, &mut room), 0));
        }
    }
    steps
}

fn read(objects: &dyn Objects, id: Oid, room: &mut usize) -> Step {
    match fetch(objects, id, Kind::Commit) {
        Err(fault) => Step { id, links: Links::default(), bytes: Bytes::Unusable(fault) },
        Ok(bytes) => {
            let links = links(&bytes);
            let fits = bytes.len() <= *room;
            *room -= if fits { bytes.len() } else { 0 };
            let bytes = if fits { Bytes::Here(bytes) } else { Bytes::ReadAgain };
            Step { id, links, bytes }
        }
    }
}
