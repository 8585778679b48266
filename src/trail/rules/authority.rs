//! The policy that judges a record, with its keys read once.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::faults;
use crate::trail::changes::Difference;
use crate::trail::object::{Oid, Sha256Id};
use crate::trail::policy::{self, Policy, PolicyFault};
use crate::trail::signature::Keyring;
use crate::trail::tree::{Mode, Trees};
use crate::trail::verdict::{Finding, Verdict};

/// What a tree says about trust: the policy's bytes and the folder of its keys.
///
/// The rest of `trust/` only grows, whatever side of a merge it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trust {
    policy: Option<Sha256Id>,
    keys: Option<Sha256Id>,
}

impl Trust {
    pub(super) fn of(trees: &mut Trees<'_>, tree: Oid) -> Result<Self, Finding> {
        let mut find = |path: &str, mode: Mode| {
            let entry = trees.find(tree, path).map_err(|fault| faults::of_tree(&fault))?;
            Ok(entry.filter(|entry| entry.mode == mode).map(|entry| entry.id))
        };
        let policy = find(policy::PATH, Mode::File)?;
        let keys = find(policy::KEYS.trim_end_matches('/'), Mode::Folder)?;
        let policy = policy.map(|id| trees.blob(id)).transpose();
        let policy = policy.map_err(|fault| faults::of_object(&fault))?;
        let keys = keys.map(|id| trees.sha256_id(id)).transpose();
        let keys = keys.map_err(|fault| faults::of_tree(&fault))?;
        Ok(Self { policy: policy.map(|bytes| Sha256Id::of_bytes(&bytes)), keys })
    }

    /// Returns the link of a chain that names this trust and all before it.
    fn link(self, before: Option<&Sha256Id>) -> Sha256Id {
        let parts = [before.copied(), self.policy, self.keys];
        let bytes: Vec<u8> =
            parts.iter().flat_map(|part| part.map_or([0; 32], |id| id.0)).collect();
        Sha256Id::of_bytes(&bytes)
    }
}

/// A policy that was accepted, and all that led to it.
#[derive(Debug)]
pub(super) struct Authority {
    pub(super) policy: Policy,
    pub(super) keyring: Keyring,
    bytes: Vec<u8>,
    pub(super) trust: Trust,
    hash: Sha256Id,
    /// The SHA-256 of each policy so far, this one last.
    policies: Vec<Sha256Id>,
    /// One link per change of the policy or of a key; each names the one before it, so that two
    /// chains with a link in common are equal up to there.
    chain: Vec<Sha256Id>,
    /// The SHA-256 of the files each key had, by its fingerprint, the newest last.
    ///
    /// A revoked key is one whose file was replaced; the older file would make it alive again.
    files: BTreeMap<String, Vec<Sha256Id>>,
}

impl Authority {
    /// Reads the policy of a tree as the first of a history.
    pub(super) fn first(trees: &mut Trees<'_>, tree: Oid) -> Result<Rc<Self>, Finding> {
        let found = Self::read(trees, tree)?;
        found.policy.check_first().map_err(|fault| chain_fault(&fault))?;
        Ok(Rc::new(found))
    }

    /// Reads the policy of a tree that was judged before.
    pub(super) fn assumed(trees: &mut Trees<'_>, tree: Oid) -> Result<Rc<Self>, Finding> {
        Self::read(trees, tree).map(Rc::new)
    }

    fn read(trees: &mut Trees<'_>, tree: Oid) -> Result<Self, Finding> {
        let missing = || fault("policy-missing", format!("there is no `{}`", policy::PATH));
        let entry = trees.find(tree, policy::PATH).map_err(|fault| faults::of_tree(&fault))?;
        let entry = entry.filter(|entry| entry.mode == Mode::File).ok_or_else(missing)?;
        let bytes = trees.blob(entry.id).map_err(|fault| faults::of_object(&fault))?;
        let policy =
            Policy::parse(&bytes).map_err(|why| fault("policy-unreadable", why.to_string()))?;
        let mut hashes = BTreeMap::new();
        let keyring = Keyring::read(&policy, |path| {
            let entry = trees.find(tree, path).ok()??;
            let bytes = trees.blob(entry.id).ok().filter(|_| entry.mode == Mode::File)?;
            hashes.insert(path.to_owned(), Sha256Id::of_bytes(&bytes));
            Some(bytes)
        });
        let files = policy
            .keys()
            .filter_map(|(_, key)| Some((key.fingerprint.clone(), vec![*hashes.get(&key.file)?])))
            .collect();
        let hash = Sha256Id::of_bytes(&bytes);
        let trust = Trust::of(trees, tree)?;
        let chain = vec![trust.link(None)];
        Ok(Self { policy, keyring, bytes, trust, hash, policies: vec![hash], chain, files })
    }

    /// Returns the authority after a record that made these changes.
    pub(super) fn after(
        self: &Rc<Self>,
        trees: &mut Trees<'_>,
        tree: Oid,
        changes: &[Difference],
    ) -> Result<Rc<Self>, Finding> {
        let touched = |change: &Difference| {
            change.path == policy::PATH || change.path.starts_with(policy::KEYS)
        };
        if !changes.iter().any(touched) {
            return Ok(Rc::clone(self));
        }
        let mut next = Self::read(trees, tree)?;
        if next.trust == self.trust {
            return Ok(Rc::clone(self));
        }
        let mut policies = self.policies.clone();
        if next.hash != self.hash {
            if self.policies.contains(&next.hash) {
                let message = "the policy goes back to an older one".to_owned();
                return Err(fault("policy-rolled-back", message));
            }
            next.policy
                .check_follows(&self.policy, &self.bytes)
                .map_err(|why| chain_fault(&why))?;
            policies.push(next.hash);
        }
        next.policies = policies;
        next.files = self.files_after(&next)?;
        let link = next.trust.link(self.chain.last());
        next.chain = self.chain.iter().copied().chain([link]).collect();
        Ok(Rc::new(next))
    }

    /// Returns the files of every key so far; none may come back once another took its place.
    fn files_after(&self, next: &Self) -> Result<BTreeMap<String, Vec<Sha256Id>>, Finding> {
        let mut files = self.files.clone();
        for (fingerprint, now) in &next.files {
            let known = files.entry(fingerprint.clone()).or_default();
            let Some(hash) = now.last().filter(|hash| known.last() != Some(*hash)) else {
                continue;
            };
            if known.contains(hash) {
                let message =
                    format!("the file of the key `{fingerprint}` goes back to an older one");
                return Err(fault("policy-rolled-back", message));
            }
            known.push(*hash);
        }
        Ok(files)
    }

    /// Returns whether this policy, with its keys, comes from the other one, or is the same.
    pub(super) fn follows(&self, other: &Self) -> bool {
        other.chain.last().is_some_and(|link| self.chain.contains(link))
    }

    /// Returns warnings about key files that nobody can be checked with.
    pub(super) fn unusable_keys(&self) -> Vec<Finding> {
        self.keyring
            .unusable()
            .map(|(handle, reason)| Finding {
                code: "key-unusable",
                verdict: Verdict::Warning,
                message: format!("a key file of `{handle}` cannot be used: {reason}"),
                path: None,
            })
            .collect()
    }
}

fn chain_fault(why: &PolicyFault) -> Finding {
    fault("policy-chain-broken", why.to_string())
}

fn fault(code: &'static str, message: String) -> Finding {
    let path = Some(policy::PATH.to_owned());
    Finding { code, verdict: Verdict::Invalid, message, path }
}
