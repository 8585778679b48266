//! One run of recording, under the lock: documents, objects, signature, index, branch.

use std::collections::{BTreeMap, BTreeSet};

use super::{OnDisk, RecordError, Request};
use crate::model::{id, kind};
use crate::ops::log::kind_name;
use crate::sys;
use crate::trail::message::{Binding, Message, Named, VERSION};
use crate::trail::object::{self, Commit, Identity, Oid, Sha256Id};
use crate::trail::rules;
use crate::trail::signer::Signer;
use crate::trail::store::{Head, Journal, Lock, LogLine, Store, StoreError};
use crate::trail::tree::Trees;
use crate::trail::verdict::Finding;
use crate::workspace::Workspace;

/// One run, under the lock.
pub(super) struct Work<'a> {
    pub(super) store: &'a Store,
    pub(super) lock: &'a Lock,
    pub(super) head: Head,
    pub(super) request: &'a Request,
    pub(super) signer: &'a dyn Signer,
    /// Whether git's index already says what the record will.
    pub(super) staged: bool,
}

impl Work<'_> {
    pub(super) fn journal(&self) -> Result<Journal, RecordError> {
        let branch = match &self.head {
            Head::Branch { branch, .. } | Head::Unborn { branch } => branch.clone(),
            Head::Detached { .. } => return Err(RecordError::Detached { branch: None }),
        };
        let op =
            sys::random_bytes::<8>().map(u64::from_be_bytes).map_err(|source| StoreError::Io {
                doing: "draw random bytes for",
                path: self.request.root.clone(),
                source,
            })?;
        Ok(Journal {
            op: format!("{op:016x}"),
            pid: std::process::id(),
            boot_id: sys::boot_id(),
            branch,
            old_head: self.head.oid().map(|oid| oid.to_string()),
            commit: None,
            paths: self.request.changes.iter().map(|change| change.path.clone()).collect(),
        })
    }

    /// Puts the documents into the folder.
    pub(super) fn documents(&self, workspace: &Workspace) -> Result<(), RecordError> {
        for change in &self.request.changes {
            let Some(contents) = &change.contents else { continue };
            match &change.on_disk {
                OnDisk::Leave => {}
                OnDisk::Create => workspace.create_file(&change.path, contents)?,
                OnDisk::Replace(before) => {
                    if workspace.read(&change.path)?.as_ref() != Some(before) {
                        let path = change.path.clone();
                        return Err(RecordError::ChangedMeanwhile { path });
                    }
                    workspace.replace_file(&change.path, contents)?;
                }
            }
        }
        Ok(())
    }

    /// Builds, signs and verifies the record, then moves the branch to it.
    pub(super) fn commit(
        &mut self,
        journal: &mut Journal,
    ) -> Result<(Oid, Vec<String>, Vec<Finding>), RecordError> {
        let mut blobs: BTreeMap<String, Option<Oid>> = BTreeMap::new();
        for change in &self.request.changes {
            let blob = change.contents.as_ref().map(|bytes| self.store.write_blob(bytes));
            blobs.insert(change.path.clone(), blob.transpose()?);
        }
        let tree = self.store.update_tree(self.head.oid(), &blobs)?;
        let paths = self.differing(&blobs)?;
        if paths.is_empty() {
            return Err(RecordError::Nothing);
        }
        let mut commit = self.unsigned(tree, &paths, &journal.op)?;
        let signature = self.signer.sign(&commit.payload());
        commit.signature =
            Some(signature.map_err(|source| RecordError::Signing { paths: self.paths(), source })?);
        let bytes = object::serialise(&commit);
        let findings = self.verify(&bytes)?;

        let oid = self.store.write_commit(&bytes)?;
        self.store.sync_objects()?;
        journal.commit = Some(oid.to_string());
        self.lock.write_journal(journal)?;
        let own: BTreeSet<String> = paths.iter().cloned().collect();
        self.store.update_index(self.lock, Some(oid), &own)?;
        self.staged = true;
        let who = format!("{} <{}>", commit.committer.name, commit.committer.email);
        let message = commit.message.lines().next().unwrap_or_default();
        let log = LogLine { who: &who, seconds: commit.committer.seconds, message };
        self.store.advance(self.lock, &journal.branch, self.head.oid(), oid, &log)?;
        Ok((oid, paths, findings))
    }

    /// Returns the own paths whose blob is not the one of the newest record.
    fn differing(&self, blobs: &BTreeMap<String, Option<Oid>>) -> Result<Vec<String>, RecordError> {
        let before = self.head.oid().map(|head| self.store.files_at(head, blobs.keys()));
        let before = before.transpose()?.unwrap_or_default();
        let differs =
            |path: &String, blob: &Option<Oid>| before.get(path).map(|file| file.oid) != *blob;
        let paths = blobs.iter().filter(|(path, blob)| differs(path, blob));
        Ok(paths.map(|(path, _)| path.clone()).collect())
    }

    fn unsigned(&self, tree: Oid, paths: &[String], op: &str) -> Result<Commit, RecordError> {
        let parents: Vec<Oid> = self.head.oid().into_iter().collect();
        let mut parent_ids = Vec::new();
        for parent in &parents {
            parent_ids.push(Sha256Id::of_bytes(&self.store.commit(*parent)?));
        }
        let binding = Binding {
            tree: Trees::new(self.store).sha256_id(tree)?,
            parents: parent_ids,
            version: VERSION,
        };
        let documents: Vec<Named> = paths.iter().map(|path| named(path)).collect();
        let op = Some(op.to_owned());
        let message = Message::compose(&about(paths), &documents, &self.request.open, op, binding)?;
        let author = Identity::of_handle(
            &self.request.author.handle,
            &self.request.codename,
            self.request.now.as_second(),
        );
        Ok(Commit {
            tree,
            parents,
            committer: author.clone(),
            author,
            encoding: None,
            signature: None,
            message: message.text(),
        })
    }

    /// Checks what was just signed as `verify` will, by the policy of the newest record; returns
    /// what is remarkable about it.
    fn verify(&self, bytes: &[u8]) -> Result<Vec<Finding>, RecordError> {
        let mut findings = rules::judge_next(self.store, bytes).findings;
        let broken = findings.iter().position(|finding| !finding.verdict.is_verified());
        match broken.map(|place| findings.swap_remove(place)) {
            Some(finding) => Err(RecordError::Refused { finding, paths: self.paths() }),
            None => Ok(findings),
        }
    }

    fn paths(&self) -> Vec<String> {
        let changes = self.request.changes.iter().filter(|change| change.contents.is_some());
        changes.map(|change| change.path.clone()).collect()
    }

    /// Reads the new record from the repository as the next command will.
    pub(super) fn read_back(&self, commit: Oid) -> Result<(), StoreError> {
        let bytes = Store::open(self.store.root())?.commit(commit)?;
        match self.store.head()?.oid() {
            Some(head) if head == commit && !bytes.is_empty() => Ok(()),
            _ => Err(StoreError::Moved),
        }
    }

    /// Sets the index back and drops the journal; what was typed stays on disk.
    ///
    /// Where that fails too, the journal stays and the next command does it.
    pub(super) fn undo(&self, journal: &Journal, error: RecordError) -> RecordError {
        let moved = self.store.head().ok().and_then(|head| head.oid());
        let commit = journal.commit.as_ref().and_then(|commit| commit.parse::<Oid>().ok());
        match (commit, error) {
            (Some(commit), RecordError::Store(source)) if moved == Some(commit) => {
                RecordError::After { commit, source }
            }
            (_, error) => self.unstage(journal, error),
        }
    }

    fn unstage(&self, journal: &Journal, error: RecordError) -> RecordError {
        let undone = !self.staged
            || self.store.update_index(self.lock, self.head.oid(), &journal.paths).is_ok();
        if undone {
            let _ = self.lock.drop_journal();
        }
        error
    }
}

/// Returns how a message names the document at a path: by kind and id, never by other words.
fn named(path: &str) -> Named {
    let kind = kind_name(path);
    let id = match kind {
        "policy" => "policy".to_owned(),
        "file" | "template" => path.to_owned(),
        _ => id::of_path(path).to_owned(),
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/+".contains(&byte);
    let is_id = kind != "file" || kind::belongs(path);
    let id = if is_id && id.bytes().all(is_word) && id.len() <= 200 {
        id
    } else {
        // A free name is a word of somebody; its hash is not.
        let mut digits = Sha256Id::of_bytes(path.as_bytes()).to_string();
        digits.truncate(16);
        digits
    };
    Named { kind: kind.to_owned(), id }
}

/// Returns what a record is about: one incident, one document, or the engagement.
fn about(paths: &[String]) -> String {
    let incidents: BTreeSet<Option<&str>> =
        paths.iter().map(|path| id::incident_of_path(path)).collect();
    match (paths, incidents.into_iter().collect::<Vec<_>>().as_slice()) {
        ([only], _) => named(only).id,
        (_, [Some(incident)]) => (*incident).to_owned(),
        _ => "engagement".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_documents_without_their_words() {
        let cases = [
            ("incidents/INC-2026-7KQ2/incident.md", "incident", "INC-2026-7KQ2"),
            ("people/zw.md", "person", "zw"),
            ("ircase.yaml", "engagement", "ircase"),
            ("trust/policy.yaml", "policy", "policy"),
            (".gitignore", "file", ".gitignore"),
            ("README.md", "file", "b335630551682c19"),
        ];
        for (path, kind, id) in cases {
            let named = named(path);
            assert_eq!((named.kind.as_str(), named.id.as_str()), (kind, id), "{path}");
        }
    }
}
