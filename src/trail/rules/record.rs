//! Judges one canonical record by the policies of its parents.

use std::rc::Rc;

use super::authority::{Authority, Trust};
use super::{Judge, State, blank, content, faults, incomplete, invalid, warning};
use crate::trail::changes::{Difference, differences};
use crate::trail::message::{self, trailers};
use crate::trail::object::{Commit, Identity, Oid, Sha256Id};
use crate::trail::signature::{Good, armor};
use crate::trail::verdict::{Finding, Judged, Signed};

/// How far clocks of honest people and devices may lie apart.
const SKEW_SECONDS: i64 = 600;
const TRUST: &str = "trust";

impl Judge<'_> {
    pub(super) fn judge_record(
        &mut self,
        id: Oid,
        bytes: &[u8],
        commit: &Commit,
    ) -> (Judged, State) {
        let mut judged = blank(id);
        judged.recorded_at = Some(commit.committer.seconds);
        let state = State {
            tree: Some(commit.tree),
            hash: Sha256Id::of_bytes(bytes),
            seconds: Some(commit.committer.seconds),
            authority: None,
        };
        let Some(parents) = self.parents(commit) else {
            let message = "a record before it is absent or unreadable".to_owned();
            judged.findings.push(incomplete("parent-absent", message));
            return (judged, state);
        };
        let compared = self.compare(&parents, commit.tree, &mut judged.findings);
        self.check_binding(commit, &parents, &mut judged.findings);
        let authorities = match self.authorities(commit, &parents) {
            Ok(authorities) => authorities,
            Err(finding) => {
                judged.findings.push(finding);
                return (judged, state);
            }
        };
        judged.policy_version = authorities.iter().map(|authority| authority.policy.version).max();
        let own = own_changes(&compared);
        judged.paths = own.len();
        self.check_signature(commit, &authorities, &mut judged);
        self.check_payload(id, commit, &mut judged.findings);
        check_times(commit, &parents, &mut judged.findings);
        judged.findings.extend(compared.iter().flat_map(|changes| content::kept(changes)));
        judged.findings.extend(content::modes(&own));
        judged.findings.extend(content::names(&own));
        if let Some(signed) = &judged.signed {
            let is_merge = commit.parents.len() > 1;
            let handle = signed.handle.clone();
            judged.findings.extend(content::rights(&own, is_merge, &handle, &authorities));
            judged.findings.extend(content::authors(&self.trees, &own, &handle));
        }
        let next = self.next_authority(commit, &parents, &compared, &authorities, &mut judged);
        (judged, State { authority: Some(next), ..state })
    }

    /// Returns the states of all parents, or nothing if one was not read.
    fn parents(&self, commit: &Commit) -> Option<Vec<State>> {
        commit.parents.iter().map(|parent| self.states.get(parent).cloned()).collect()
    }

    /// Returns the changes against each parent; against nothing for the first record.
    fn compare(
        &mut self,
        parents: &[State],
        tree: Oid,
        findings: &mut Vec<Finding>,
    ) -> Vec<Vec<Difference>> {
        let mut olds: Vec<Option<Oid>> = parents.iter().map(|parent| parent.tree).collect();
        if olds.is_empty() {
            olds.push(None);
        }
        let mut compared = Vec::new();
        for old in olds {
            match differences(&mut self.trees, old, tree) {
                Ok(changes) => compared.push(changes),
                Err(fault) => add_once(findings, faults::of_tree(&fault)),
            }
        }
        compared
    }

    /// Returns the policies the record is judged by: its parents', or its own if it is the first.
    fn authorities(
        &mut self,
        commit: &Commit,
        parents: &[State],
    ) -> Result<Vec<Rc<Authority>>, Finding> {
        if parents.is_empty() {
            return Authority::first(&mut self.trees, commit.tree).map(|first| vec![first]);
        }
        let mut authorities: Vec<Rc<Authority>> = Vec::new();
        for parent in parents {
            let Some(authority) = &parent.authority else {
                let message = "no policy before it can be relied on".to_owned();
                return Err(incomplete("policy-unknown", message));
            };
            if !authorities.iter().any(|known| Rc::ptr_eq(known, authority)) {
                authorities.push(Rc::clone(authority));
            }
        }
        Ok(authorities)
    }

    fn check_signature(&self, commit: &Commit, authorities: &[Rc<Authority>], judged: &mut Judged) {
        let Some(armor) = &commit.signature else {
            let message = "the record is not signed".to_owned();
            return judged.findings.push(invalid("unsigned", message, None));
        };
        let (format, signature) = match armor::decode(armor) {
            Ok(inside) => inside,
            Err(fault) => {
                return judged.findings.push(invalid(fault.code(), fault.to_string(), None));
            }
        };
        let payload = commit.payload();
        let mut good: Option<Good> = None;
        for authority in authorities {
            match authority.keyring.verify(format, &signature, &payload) {
                Ok(found) if good.as_ref().is_some_and(|good| good.handle != found.handle) => {
                    let message = "the key belongs to different people on both sides".to_owned();
                    return judged.findings.push(invalid("signer-not-authorized", message, None));
                }
                Ok(found) => good = Some(found),
                Err(refused) if refused.is_incomplete() => {
                    let finding = incomplete(refused.code(), refused.to_string());
                    return judged.findings.push(finding);
                }
                Err(refused) => {
                    let finding = invalid(refused.code(), refused.to_string(), None);
                    return judged.findings.push(finding);
                }
            }
        }
        if let Some(good) = good {
            note_signature(commit, &good, authorities, judged);
        }
    }

    /// A signature that can be rewritten without its key would give one payload two ids.
    fn check_payload(&mut self, id: Oid, commit: &Commit, findings: &mut Vec<Finding>) {
        let payload = Sha256Id::of_bytes(&commit.payload());
        let first = *self.payloads.entry(payload).or_insert(id);
        if first != id {
            let message = format!("the same text was signed as `{first}`");
            findings.push(invalid("payload-twice", message, None));
        }
    }

    fn check_binding(&mut self, commit: &Commit, parents: &[State], findings: &mut Vec<Finding>) {
        // Also reads and hashes every object of the tree, whatever the message says.
        let tree = match self.trees.sha256_id(commit.tree) {
            Ok(id) => Some(id),
            Err(fault) => {
                add_once(findings, faults::of_tree(&fault));
                None
            }
        };
        let binding = match trailers(&commit.message) {
            Ok(trailers) => trailers.binding,
            Err(fault) => {
                return findings.push(invalid("binding-wrong", fault.to_string(), None));
            }
        };
        let Some(binding) = binding else {
            let message = "only SHA-1 ties it to its content and its past".to_owned();
            return findings.push(warning("no-strong-binding", message));
        };
        if binding.version != message::VERSION {
            let message = format!("it follows version {} of the rules", binding.version);
            return findings.push(incomplete("version-unknown", message));
        }
        if tree.is_some_and(|tree| tree != binding.tree) {
            let message = "`Ircase-Tree` is not the id of its content".to_owned();
            findings.push(invalid("binding-wrong", message, None));
        }
        let before: Vec<Sha256Id> = parents.iter().map(|parent| parent.hash).collect();
        if before != binding.parents {
            let message = "`Ircase-Parent` is not the hash of the record before".to_owned();
            findings.push(invalid("binding-wrong", message, None));
        }
    }

    /// Returns the policy that judges the record's children.
    fn next_authority(
        &mut self,
        commit: &Commit,
        parents: &[State],
        compared: &[Vec<Difference>],
        authorities: &[Rc<Authority>],
        judged: &mut Judged,
    ) -> Rc<Authority> {
        // What a broken merge says is of no account, but what its parents say stays.
        let current = Rc::clone(newest(authorities).unwrap_or(&authorities[0]));
        let next = match (parents.len(), compared.first()) {
            (0, _) => Ok(Rc::clone(&current)),
            (1, Some(changes)) => current.after(&mut self.trees, commit.tree, changes),
            (1, None) => Ok(Rc::clone(&current)),
            _ => self.merged_authority(commit, authorities),
        };
        match next {
            Ok(next) => {
                // A policy of one of the parents was looked at when it came in.
                let is_new = !authorities.iter().any(|known| Rc::ptr_eq(known, &next));
                if parents.is_empty() || is_new {
                    judged.findings.extend(next.unusable_keys());
                }
                // A policy that came in by a broken record judges nobody.
                if judged.verdict().is_verified() { next } else { current }
            }
            Err(finding) => {
                judged.findings.push(finding);
                current
            }
        }
    }

    /// At a merge, the policy and its keys are those of a parent whose chain holds all the others'.
    fn merged_authority(
        &mut self,
        commit: &Commit,
        authorities: &[Rc<Authority>],
    ) -> Result<Rc<Authority>, Finding> {
        let conflict = |message: &str| invalid("policy-conflict", message.to_owned(), Some(TRUST));
        let Some(newest) = newest(authorities) else {
            return Err(conflict("the policy or its keys were changed on both sides"));
        };
        if Trust::of(&mut self.trees, commit.tree)? != newest.trust {
            return Err(conflict("joining two lines changed the policy or its keys"));
        }
        Ok(Rc::clone(newest))
    }
}

/// Returns the one whose chain holds all the others'; where several do, their chains are equal.
fn newest(authorities: &[Rc<Authority>]) -> Option<&Rc<Authority>> {
    let follows_all = |it: &&Rc<Authority>| authorities.iter().all(|other| it.follows(other));
    authorities.iter().find(follows_all)
}

/// Returns the changes against every parent: what the record itself did.
fn own_changes(compared: &[Vec<Difference>]) -> Vec<&Difference> {
    let Some((first, others)) = compared.split_first() else { return Vec::new() };
    first
        .iter()
        .filter(|change| {
            others.iter().all(|other| {
                other.binary_search_by(|it| it.path.as_str().cmp(&change.path)).is_ok()
            })
        })
        .collect()
}

fn note_signature(
    commit: &Commit,
    good: &Good,
    authorities: &[Rc<Authority>],
    judged: &mut Judged,
) {
    for code in &good.warnings {
        let message = format!("the signature by `{}` is remarkable", good.handle);
        judged.findings.push(warning(code, message));
    }
    if let Some(signed_at) = good.signed_at
        && (signed_at - commit.committer.seconds).abs() > SKEW_SECONDS
    {
        let message = "the signature and the record say different times".to_owned();
        judged.findings.push(warning("times-disagree", message));
    }
    check_identity(commit, &good.handle, &mut judged.findings);
    let key = authorities
        .iter()
        .flat_map(|authority| authority.policy.keys())
        .find(|(_, key)| key.fingerprint == good.key);
    judged.signed = Some(Signed {
        format: good.format,
        fingerprint: good.fingerprint.clone(),
        key: good.key.clone(),
        handle: good.handle.clone(),
        verified_by: key.and_then(|(_, key)| Some(key.verified.as_ref()?.by.clone())),
    });
}

/// A record names its signer by handle and tells no mail address (TRAIL 1).
fn check_identity(commit: &Commit, handle: &str, findings: &mut Vec<Finding>) {
    let is_handle = |identity: &Identity| {
        let domain = identity.email.strip_prefix(handle).and_then(|rest| rest.strip_prefix('@'));
        identity.name == handle
            && domain.is_some_and(|domain| domain.ends_with(".invalid"))
            && identity.offset_minutes == 0
    };
    if !is_handle(&commit.author) || !is_handle(&commit.committer) {
        let message = format!("its author or committer is not written as `{handle}`");
        findings.push(warning("identity-differs", message));
    }
}

fn check_times(commit: &Commit, parents: &[State], findings: &mut Vec<Finding>) {
    let newest = parents.iter().filter_map(|parent| parent.seconds).max();
    if newest.is_some_and(|before| commit.committer.seconds < before - SKEW_SECONDS) {
        let message = "it says an earlier time than the record before it".to_owned();
        findings.push(warning("time-backwards", message));
    }
}

/// The same object can be met by comparing and by hashing.
fn add_once(findings: &mut Vec<Finding>, finding: Finding) {
    let known = |known: &Finding| known.code == finding.code && known.message == finding.message;
    if !findings.iter().any(known) {
        findings.push(finding);
    }
}
