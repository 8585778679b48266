//! The policy that judges a record, with its keys read once.

use std::rc::Rc;

use super::faults;
use crate::trail::changes::Difference;
use crate::trail::object::{Oid, Sha256Id};
use crate::trail::policy::{self, Policy, PolicyFault};
use crate::trail::signature::Keyring;
use crate::trail::tree::{Mode, Trees};
use crate::trail::verdict::{Finding, Verdict};

/// A policy that was accepted, and every policy that led to it.
#[derive(Debug)]
pub(super) struct Authority {
    pub(super) policy: Policy,
    pub(super) keyring: Keyring,
    bytes: Vec<u8>,
    hash: Sha256Id,
    /// The SHA-256 of each policy so far, this one last.
    chain: Vec<Sha256Id>,
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
        let keyring = Keyring::read(&policy, |path| {
            let entry = trees.find(tree, path).ok()??;
            trees.blob(entry.id).ok().filter(|_| entry.mode == Mode::File)
        });
        let hash = Sha256Id::of_bytes(&bytes);
        Ok(Self { policy, keyring, bytes, hash, chain: vec![hash] })
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
        if next.hash == self.hash {
            next.chain.clone_from(&self.chain);
            return Ok(Rc::new(next));
        }
        if self.chain.contains(&next.hash) {
            let message = "the policy goes back to an older one".to_owned();
            return Err(fault("policy-rolled-back", message));
        }
        next.policy.check_follows(&self.policy, &self.bytes).map_err(|why| chain_fault(&why))?;
        let mut chain = self.chain.clone();
        chain.push(next.hash);
        next.chain = chain;
        Ok(Rc::new(next))
    }

    /// Returns whether this policy comes from the other one, or is the same.
    pub(super) fn follows(&self, other: &Self) -> bool {
        self.chain.contains(&other.hash)
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
