//! Judges a whole history, oldest record first (TRAIL 4).
//!
//! Pure over [`Objects`]: no clock, no setting and no keyring takes part, so that everybody
//! reaches the same verdict. Each record is judged by the policy of its parents; a policy that
//! came in by a broken record judges nobody.

mod authority;
mod content;
mod faults;
mod order;
mod record;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::rc::Rc;

use self::authority::{Authority, Trust};
use self::order::{Bytes, Links, Step};
use super::object::{self, Kind, NotCanonical, Objects, Oid, Sha256Id, fetch};
use super::tree::Trees;
use super::verdict::{Finding, History, Judged, Verdict};

/// What the caller knows beside the objects.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The id of the first record, from outside the repository.
    pub trust_root: Option<Oid>,
    /// What makes the repository show another history than it holds, one sentence each.
    pub bent: Vec<String>,
    /// Without a trust root from outside, nothing can be judged.
    pub require_pin: bool,
}

/// Judges every record that can be reached from `tip`.
pub fn judge(objects: &dyn Objects, tip: Oid, given: &Given) -> History {
    let steps = order::oldest_first(objects, tip);
    let roots = steps.iter().filter(|step| step.is_root()).map(|step| step.id);
    let roots: Vec<Oid> = roots.collect();
    let mut judge = Judge::new(objects);
    let records = steps.into_iter().map(|step| judge.step(step)).collect();
    let root = (roots.len() == 1).then(|| roots[0]);
    let state = judge.states.get(&tip).cloned();
    let tree = state.as_ref().and_then(|state| state.tree);
    let authority = state.and_then(|state| state.authority);
    History {
        tip,
        root,
        records,
        findings: about_the_whole(&roots, given),
        files: tree.and_then(|tree| judge.trees.count(tree).ok()).unwrap_or(0),
        admins: authority.map_or(0, |authority| authority.policy.admins()),
    }
}

/// Judges a record that is not part of the history yet, by the policies before it.
///
/// Its parents are judged with it, and a broken one is told as a warning. What comes before them
/// is taken as judged, unless the record changes the policy or a key: those hang on all before
/// them. `objects` must hold the record's tree.
pub fn judge_next(objects: &dyn Objects, bytes: &[u8]) -> Judged {
    let mut judge = Judge::new(objects);
    let links = order::links(bytes);
    let mut before = match judge.changes_trust(&links) {
        true => judge.whole_past(&links),
        false => links.parents.iter().map(|parent| judge.parent(*parent)).collect(),
    };
    before.retain(|it| links.parents.contains(&it.id) && !it.verdict().is_verified());
    let mut judged = match Oid::of(Kind::Commit, bytes) {
        Some(id) => judge.step(Step { id, links, bytes: Bytes::Here(bytes.to_vec()) }),
        None => {
            let mut judged = blank(Oid::Sha1([0; 20]));
            let message = "the record carries the marks of a SHA-1 collision".to_owned();
            judged.findings.push(invalid("object-damaged", message, None));
            judged
        }
    };
    for broken in before {
        let why = broken.findings.iter().find(|finding| !finding.verdict.is_verified());
        let why = why.map_or("", |finding| finding.message.as_str());
        let message = format!("the record before it, `{}`, does not hold: {why}", broken.id);
        judged.findings.push(warning("parent-not-verified", message));
    }
    judged
}

fn about_the_whole(roots: &[Oid], given: &Given) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in &given.bent {
        findings.push(Finding {
            code: "history-not-closed",
            verdict: Verdict::Incomplete,
            message: sentence.clone(),
            path: None,
        });
    }
    if roots.len() > 1 {
        let message = format!("the history has {} first records", roots.len());
        findings.push(invalid("two-roots", message, None));
    }
    match (given.trust_root, roots) {
        (None, _) => findings.push(Finding {
            code: "trust-root-unpinned",
            verdict: if given.require_pin { Verdict::Incomplete } else { Verdict::Warning },
            message: "the first record was not compared with one from outside".to_owned(),
            path: None,
        }),
        (Some(pinned), [root]) if pinned == *root => {}
        (Some(pinned), [_, ..]) => {
            let message = format!("the first record is not `{pinned}`");
            findings.push(invalid("trust-root-differs", message, None));
        }
        (Some(pinned), []) => findings.push(Finding {
            code: "trust-root-absent",
            verdict: Verdict::Incomplete,
            message: format!("the history does not reach back to `{pinned}`"),
            path: None,
        }),
    }
    findings
}

/// What a record leaves to its children.
#[derive(Debug, Clone)]
struct State {
    tree: Option<Oid>,
    /// The SHA-256 of what `git cat-file commit` prints.
    hash: Sha256Id,
    seconds: Option<i64>,
    authority: Option<Rc<Authority>>,
}

struct Judge<'a> {
    objects: &'a dyn Objects,
    trees: Trees<'a>,
    states: HashMap<Oid, State>,
    /// Which record a signed payload was met in first.
    payloads: HashMap<Sha256Id, Oid>,
}

impl<'a> Judge<'a> {
    fn new(objects: &'a dyn Objects) -> Self {
        Self {
            objects,
            trees: Trees::new(objects),
            states: HashMap::new(),
            payloads: HashMap::new(),
        }
    }

    fn step(&mut self, step: Step) -> Judged {
        let Step { id, links, bytes } = step;
        let read = match bytes {
            Bytes::Here(bytes) => Ok(bytes),
            Bytes::ReadAgain => fetch(self.objects, id, Kind::Commit),
            Bytes::Unusable(fault) => Err(fault),
        };
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(fault) => {
                let mut judged = blank(id);
                judged.findings.push(faults::of_object(&fault));
                return judged;
            }
        };
        let (judged, state) = match object::parse(&bytes) {
            Ok(commit) => self.judge_record(id, &bytes, &commit),
            Err(fault) => self.not_canonical(id, &links, &bytes, &fault),
        };
        self.states.insert(id, state);
        judged
    }

    /// The record is broken; what came before it still rules what comes after it.
    fn not_canonical(
        &self,
        id: Oid,
        links: &Links,
        bytes: &[u8],
        fault: &NotCanonical,
    ) -> (Judged, State) {
        let mut judged = blank(id);
        judged.findings.push(invalid(fault.code, fault.reason.clone(), None));
        let before = links.parents.first().and_then(|parent| self.states.get(parent));
        let state = State {
            tree: links.tree,
            hash: Sha256Id::of_bytes(bytes),
            seconds: before.and_then(|state| state.seconds),
            authority: before.and_then(|state| state.authority.clone()),
        };
        (judged, state)
    }

    /// Returns whether a record has another policy, or other keys, than one of its parents.
    fn changes_trust(&mut self, links: &Links) -> bool {
        let Some(tree) = links.tree else { return false };
        let trust = Trust::of(&mut self.trees, tree).ok();
        links.parents.iter().any(|parent| {
            let bytes = fetch(self.objects, *parent, Kind::Commit).unwrap_or_default();
            let before = order::links(&bytes).tree;
            before.and_then(|tree| Trust::of(&mut self.trees, tree).ok()) != trust
        })
    }

    /// Judges everything that can be reached from a record's parents.
    fn whole_past(&mut self, links: &Links) -> Vec<Judged> {
        let mut past = Vec::new();
        for parent in &links.parents {
            for step in order::oldest_first(self.objects, *parent) {
                if !self.states.contains_key(&step.id) {
                    past.push(self.step(step));
                }
            }
        }
        past
    }

    /// Judges a record by its parents, which are taken as judged.
    fn parent(&mut self, id: Oid) -> Judged {
        let bytes = fetch(self.objects, id, Kind::Commit);
        let links = bytes.as_ref().map(|bytes| order::links(bytes)).unwrap_or_default();
        for before in &links.parents {
            if let Some(state) = self.assume(*before) {
                self.states.entry(*before).or_insert(state);
            }
        }
        let bytes = bytes.map_or_else(Bytes::Unusable, Bytes::Here);
        let judged = self.step(Step { id, links, bytes });
        // Where the history is cut off, its own policy is all there is.
        let is_known = self.states.get(&id).is_some_and(|state| state.authority.is_some());
        if !is_known && let Some(state) = self.assume(id) {
            self.states.insert(id, state);
        }
        judged
    }

    /// Returns the state of a record that was judged in another run.
    fn assume(&mut self, id: Oid) -> Option<State> {
        let bytes = fetch(self.objects, id, Kind::Commit).ok()?;
        let commit = object::parse(&bytes).ok()?;
        let authority = Authority::assumed(&mut self.trees, commit.tree).ok();
        Some(State {
            tree: Some(commit.tree),
            hash: Sha256Id::of_bytes(&bytes),
            seconds: Some(commit.committer.seconds),
            authority,
        })
    }
}

impl Step {
    fn is_root(&self) -> bool {
        self.links.parents.is_empty() && !matches!(self.bytes, Bytes::Unusable(_))
    }
}

fn blank(id: Oid) -> Judged {
    Judged {
        id,
        findings: Vec::new(),
        signed: None,
        policy_version: None,
        recorded_at: None,
        paths: 0,
    }
}

fn invalid(code: &'static str, message: String, path: Option<&str>) -> Finding {
    Finding { code, verdict: Verdict::Invalid, message, path: path.map(str::to_owned) }
}

fn warning(code: &'static str, message: String) -> Finding {
    Finding { code, verdict: Verdict::Warning, message, path: None }
}

fn incomplete(code: &'static str, message: String) -> Finding {
    Finding { code, verdict: Verdict::Incomplete, message, path: None }
}
