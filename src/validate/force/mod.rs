//! Which text of the agreement is in force: now, and when something happened.
//!
//! What both sides last signed stays in force until both sign a changed one, also where the file in
//! the folder was changed, deleted or damaged. What happened is held against what was in force
//! then: nobody is judged by what was agreed later.

use jiff::Timestamp;

use super::form::is_whole;
use super::recorded::Recorded;
use super::rule::Finding;
use super::signed::{Proofs, content_of};
use crate::model::agreement::{Agreement, AgreementStatus, SignedHash};
use crate::model::engagement::{AGREEMENT_PATH, Content, Engagement, TypedDocument};
use crate::model::incident::Incident;
use crate::model::signed_content::unclear;
use crate::model::time::Time;
use crate::source::{Source, SourceId, Span};

/// The agreement that something is held against.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'a> {
    pub agreement: &'a Agreement,
    pub standing: Standing,
    pub file: AgreementFile,
    /// The text that is read; it lies in no file where it is not the folder's.
    text: &'a TypedDocument,
    /// What lies in the folder, read or not.
    here: Option<&'a TypedDocument>,
}

/// How the agreement that is read stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Both sides signed it, and no other text came after it.
    Signed,
    /// Both sides signed it; the text that came after it is not yet signed by both.
    Earlier,
    /// Both sides had signed it at the time that is looked at, and have signed another one since.
    Then,
    /// Both sides signed it only after what is looked at had happened, and nothing before it.
    Later,
    /// Both have never signed; this is what lies in the folder, or in the newest record.
    Unsigned,
}

/// What lies at the agreement's place in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementFile {
    Readable,
    /// Nothing, and the newest record has it.
    Deleted,
    /// Something that is no agreement, or whose fields cannot be read without doubt.
    Unreadable,
}

/// What [`InForce`] is made from, worked out once.
#[derive(Debug)]
pub(super) struct Force {
    /// The texts that both signed, oldest first; one that came into force again stands again.
    signed: Vec<Version>,
    /// What not both have signed, where it came after those or there are none.
    unsigned: Option<Text>,
    file: AgreementFile,
    /// What signatures of all its texts are held against.
    pub(super) proofs: Proofs,
}

/// A text that both signed.
#[derive(Debug)]
struct Version {
    text: Text,
    /// When the second side signed; `None` when that is not written.
    since: Option<Timestamp>,
    /// SHA-256 of what was signed.
    content: SignedHash,
}

#[derive(Debug)]
enum Text {
    Folder,
    Trail(Box<TypedDocument>),
}

/// Returns whether signatures of a text cover all that is read in it.
fn is_clear(document: &TypedDocument, text: &str) -> bool {
    let source = Source::new(SourceId(0), AGREEMENT_PATH, text);
    document.document.front.as_ref().is_some_and(|front| unclear(&source, front).is_empty())
}

impl Text {
    fn document<'a>(&'a self, engagement: &'a Engagement) -> Option<&'a TypedDocument> {
        match self {
            Self::Folder => engagement.get(AGREEMENT_PATH),
            Self::Trail(document) => Some(document),
        }
    }
}

impl Force {
    pub(super) fn of(engagement: &Engagement, recorded: &Recorded) -> Self {
        let file = file_of(engagement, recorded);
        let here = engagement.get(AGREEMENT_PATH).and_then(with_agreement);
        let proofs = Proofs::of_files(recorded.signatures.as_ref());
        let mut force = Self { signed: Vec::new(), unsigned: None, file, proofs };
        let before: Vec<&str> = recorded.texts_before(AGREEMENT_PATH).collect();
        for text in before.into_iter().rev() {
            let document = read(text);
            if document.document.is_sound() {
                force.follow(Text::Trail(Box::new(document)), text, engagement);
            }
        }
        match here {
            Some((document, _)) if file == AgreementFile::Readable => {
                force.follow(Text::Folder, &engagement.source(document).text, engagement);
            }
            // Half of an agreement is better than none to somebody who has to call.
            Some(_) if force.signed.is_empty() && force.unsigned.is_none() => {
                force.unsigned = Some(Text::Folder);
            }
            _ => {}
        }
        force
    }

    /// Goes on to the next text, from the oldest on. One whose signed content both sides signed
    /// already comes into force again only by signatures that are later than what came between.
    fn follow(&mut self, text: Text, written: &str, engagement: &Engagement) {
        let Some((document, agreement)) = text.document(engagement).and_then(with_agreement) else {
            return;
        };
        let content = content_of(written);
        self.proofs.read(agreement, &content);
        let is_signed = self.proofs.are_of_both(engagement, agreement, &content);
        if !is_signed || !is_clear(document, written) {
            self.unsigned = Some(text);
            return;
        }
        let since = self.proofs.since(engagement, agreement, &content);
        // Only who signed stands otherwise in a text that has the newest one's content.
        self.signed.pop_if(|newest| newest.content.as_str() == content.as_str());
        self.signed.push(Version { text, since, content });
        self.unsigned = None;
        self.replace_others();
    }

    /// Notes which texts the newest that both signed came after. One that does not say since when
    /// it counts came after all the others, and no signature without a time is later than it.
    fn replace_others(&mut self) {
        let Some((newest, others)) = self.signed.split_last() else { return };
        let since = self.signed.iter().filter_map(|version| version.since).max();
        for other in others.iter().filter(|it| it.content.as_str() != newest.content.as_str()) {
            self.proofs.replace(&other.content, since.unwrap_or(Timestamp::MIN));
        }
    }

    /// Returns whether both sides signed the text in the folder, and no other one since.
    pub(super) fn is_of_folder(&self) -> bool {
        self.signed.last().is_some_and(|newest| matches!(newest.text, Text::Folder))
    }

    /// Returns what is in force now.
    pub(super) fn now<'a>(&'a self, engagement: &'a Engagement) -> Option<InForce<'a>> {
        match self.signed.last() {
            Some(version) => {
                let is_newest = self.unsigned.is_none();
                let standing = if is_newest { Standing::Signed } else { Standing::Earlier };
                self.read(&version.text, standing, engagement)
            }
            None => self.read(self.unsigned.as_ref()?, Standing::Unsigned, engagement),
        }
    }

    /// Returns what was in force at an instant: what both had last signed, and before both had
    /// signed anything, what they signed first.
    pub(super) fn at<'a>(
        &'a self,
        instant: Timestamp,
        engagement: &'a Engagement,
    ) -> Option<InForce<'a>> {
        // A text that does not say since when may have been in force.
        let is_in_force = |version: &Version| version.since.is_none_or(|since| since <= instant);
        let mut newest_first = self.signed.iter().rev();
        match (newest_first.position(is_in_force), self.signed.first()) {
            (Some(0), _) | (None, None) => self.now(engagement),
            (Some(at), _) => {
                let version = &self.signed[self.signed.len() - 1 - at];
                self.read(&version.text, Standing::Then, engagement)
            }
            (None, Some(first)) => self.read(&first.text, Standing::Later, engagement),
        }
    }

    fn read<'a>(
        &'a self,
        text: &'a Text,
        standing: Standing,
        engagement: &'a Engagement,
    ) -> Option<InForce<'a>> {
        let here = engagement.get(AGREEMENT_PATH);
        let (text, agreement) = with_agreement(text.document(engagement)?)?;
        Some(InForce { agreement, standing, file: self.file, text, here })
    }
}

impl InForce<'_> {
    /// Returns whether these fields could be read whole, so that what is not there is not agreed.
    pub(super) fn was_read(&self, fields: &[&str]) -> bool {
        let Some(front) = self.text.document.front.as_ref() else { return false };
        let is_in = |span: Span, field: &&str| {
            let value = front.get(field).map(|node| node.span);
            value.is_some_and(|value| value.start() <= span.start() && span.end() <= value.end())
        };
        let touches = |span: Option<Span>| {
            span.is_none_or(|span| fields.iter().any(|field| is_in(span, field)))
        };
        self.text.document.is_sound()
            && !self.text.misfits.iter().any(|misfit| touches(misfit.span))
    }

    /// Returns whether all of it could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.text.document.is_sound() && self.text.misfits.is_empty()
    }

    /// Returns whether everything in it was understood, so that nobody and nothing is missing where
    /// it is shown.
    pub fn is_read_whole(&self, engagement: &Engagement) -> bool {
        match self.here.filter(|here| std::ptr::eq(self.text, *here)) {
            Some(here) => is_whole(engagement, here),
            // What both signed was held against the rules when it was recorded.
            None => self.is_whole(),
        }
    }

    /// Returns whether its periods bound anybody: both had signed it, or it says that it is in force.
    /// A draft and a proposal are only what one side wishes.
    pub(super) fn is_agreed(&self) -> bool {
        use AgreementStatus::{Draft, Proposed, SignedByOne};
        let is_wish = matches!(self.agreement.status, None | Some(Draft | Proposed | SignedByOne));
        match self.standing {
            Standing::Signed | Standing::Earlier | Standing::Then => true,
            Standing::Later => false,
            Standing::Unsigned => !is_wish,
        }
    }

    /// Adds the place of the agreement that a finding rests on. A text of the trail lies in no file;
    /// then the finding says which one is meant.
    pub(super) fn relate(
        &self,
        finding: Finding,
        place: impl FnOnce(&TypedDocument) -> Span,
        message: impl Into<String>,
    ) -> Finding {
        let Some(here) = self.here else { return finding };
        if std::ptr::eq(self.text, here) {
            return finding.related(place(here), message);
        }
        let why = match (self.standing, self.file) {
            (Standing::Then | Standing::Later, _) => {
                "changed since; what both signed at the time counts"
            }
            (_, AgreementFile::Readable) => {
                "changed and not yet signed by both; what both signed before is in force"
            }
            _ => "this cannot be read; what is recorded counts",
        };
        finding.related(here.field("status"), why)
    }

    /// Adds the place of a field of the agreement that a finding rests on, as [`Self::relate`].
    pub(super) fn relate_field(
        &self,
        finding: Finding,
        path: &str,
        message: impl Into<String>,
    ) -> Finding {
        self.relate(finding, |agreement| agreement.field(path), message)
    }
}

/// Returns when what a document tells of happened: an incident was first seen, an entry's event
/// took place, a piece of evidence was taken.
pub(super) fn time_of(document: &TypedDocument) -> Option<Timestamp> {
    match &document.content {
        Content::Incident(incident) => time_of_incident(incident),
        Content::Entry(entry) => {
            let recorded = || entry.recorded_at.as_ref().and_then(Time::instant);
            entry.happened().map(|it| it.earliest).or_else(recorded)
        }
        Content::Evidence(evidence) => evidence.acquired_at.as_ref().and_then(Time::instant),
        _ => None,
    }
}

/// When an incident was seen; where that is not known, what else says when it was there.
const SEEN: &[&str] = &[
    "detected_at",
    "aware_at",
    "determined_at",
    "suspension.at",
    "contained_at",
    "recovered_at",
    "closed_at",
];

fn time_of_incident(incident: &Incident) -> Option<Timestamp> {
    SEEN.iter().find_map(|field| incident.time(field)?.instant())
}

/// Returns what lies at the agreement's place.
fn file_of(engagement: &Engagement, recorded: &Recorded) -> AgreementFile {
    let is_unread = engagement.unread.iter().any(|unread| unread.path == AGREEMENT_PATH);
    match engagement.get(AGREEMENT_PATH) {
        Some(document) if document.document.is_sound() && with_agreement(document).is_some() => {
            AgreementFile::Readable
        }
        None if !is_unread && recorded.changed.contains_key(AGREEMENT_PATH) => {
            AgreementFile::Deleted
        }
        _ => AgreementFile::Unreadable,
    }
}

fn with_agreement(document: &TypedDocument) -> Option<(&TypedDocument, &Agreement)> {
    match &document.content {
        Content::Agreement(agreement) => Some((document, agreement)),
        _ => None,
    }
}

fn read(text: &str) -> TypedDocument {
    TypedDocument::read(&Source::new(SourceId(0), AGREEMENT_PATH, text), None)
}

#[cfg(test)]
mod tests;
