//! Signing the agreement: with a key, on paper, by message or by voice.
//!
//! A signature with a key is a file of its own, `signatures/<over>-<handle>.asc` or `.sig`, over the
//! signed content, which gpg or `ssh-keygen` checks without us. The other forms are attested by
//! whoever signs the record.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::open::Opened;
use super::record::{self, Author, Change, RecordError, Recorded, Unready};
use super::validate::history_of;
use crate::document::edit::{self, EditError};
use crate::document::fmt::one_line_text;
use crate::model::agreement::{Agreement, AgreementStatus, SignedHash, signed_content};
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::time::Time;
use crate::model::vocabulary::ConsentForm;
use crate::source::Source;
use crate::trail::object::Sha256Id;
use crate::trail::signature::armor::Format;
use crate::trail::signer::{self, Hands};
use crate::validate;
use crate::workspace::WorkspaceError;

/// How somebody signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// With the key that signs records here.
    Key,
    /// By hand; the scan's bytes, whose SHA-256 is kept.
    Paper(Vec<u8>),
    /// In a message; what was written.
    Message(String),
    /// Aloud; what was said.
    Voice(String),
}

/// Who signs, and how.
#[derive(Debug, Clone)]
pub struct Signing {
    pub handle: String,
    /// As what they sign, such as director.
    pub role: Option<String>,
    pub form: Form,
    /// When they signed; now, when left out.
    pub signed_at: Option<Time>,
    pub witnessed_by: Option<String>,
    pub now: Timestamp,
    /// Whether to show the result only, and write nothing.
    pub dry_run: bool,
}

/// A signed agreement.
#[derive(Debug)]
pub struct Signed {
    /// SHA-256 of the signed content.
    pub over: String,
    pub how: ConsentForm,
    pub status: AgreementStatus,
    /// The agreement with the signature.
    pub text: String,
    /// Handle of who signs the record.
    pub attested_by: String,
    /// `None` when nothing was to be written.
    pub record: Option<Recorded>,
}

/// Why the agreement was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("there is no `{AGREEMENT_PATH}`")]
    NoAgreement,
    #[error("`{handle}` is not among the agreement's representatives")]
    NotRepresentative { handle: String },
    #[error("`{handle}` has signed this content already")]
    AlreadySigned { handle: String },
    #[error("this signature of `{handle}` would not count")]
    CountsForNothing { handle: String },
    #[error("an agreement that is {0} cannot be signed")]
    WrongStatus(AgreementStatus),
    #[error("the key here is of `{signer}`, not of `{handle}`")]
    NotTheirKey { signer: String, handle: String },
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("the agreement was not signed")]
    Key(#[from] signer::SignError),
    #[error("the agreement was not signed")]
    Unready(#[from] Unready),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Adds a signature to the agreement, sets the status that follows, and records both.
///
/// # Errors
///
/// [`SignError`]; the agreement is then as it was, or written and unrecorded when only the
/// record failed.
pub fn sign(opened: &Opened, signing: &Signing, hands: &Hands) -> Result<Signed, SignError> {
    let (document, agreement) = opened.engagement.agreement().ok_or(SignError::NoAgreement)?;
    let handle = || signing.handle.clone();
    if !validate::may_sign(&opened.engagement, agreement, &signing.handle) {
        return Err(SignError::NotRepresentative { handle: handle() });
    }
    check_status(agreement)?;
    let author = record::author(opened.workspace.root(), hands, None)?;
    if signing.form == Form::Key && author.handle != signing.handle {
        return Err(SignError::NotTheirKey { signer: author.handle, handle: handle() });
    }
    let mut recorded = history_of(opened, &BTreeSet::new());
    if validate::has_signed(&opened.engagement, &recorded, &signing.handle) {
        return Err(SignError::AlreadySigned { handle: handle() });
    }
    let source = opened.engagement.source(document);
    let over = SignedHash::of(&source.text).to_string();
    let how = form_of(&signing.form, &author);
    let zone = opened.engagement.zone();
    let signed_at = signing.signed_at.clone().unwrap_or_else(|| Time::at(signing.now, &zone));
    let item = item(signing, how, &over, &signed_at, &author);
    let text = edit::append(source, "signatures", &item)?;
    let file = (signing.form == Form::Key).then(|| file_of(&over, &author));
    recorded.signatures.get_or_insert_default().extend(file.clone());
    let engagement = opened.engagement.with_texts([(AGREEMENT_PATH, text.clone())]);
    if !validate::has_signed(&engagement, &recorded, &signing.handle) {
        return Err(SignError::CountsForNothing { handle: handle() });
    }
    let status = match agreement.status {
        _ if validate::is_signed_by_both(&engagement, &recorded) => AgreementStatus::Active,
        // What both signed before is in force until both have signed this one.
        Some(AgreementStatus::Active | AgreementStatus::Amended) => AgreementStatus::Amended,
        _ => AgreementStatus::SignedByOne,
    };
    let text =
        edit::set(&Source { text: text.into(), ..source.clone() }, "status", status.as_str())?;
    let handle = author.handle.clone();
    let record = match signing.dry_run {
        true => None,
        false => {
            let mut changes = vec![Change::replace(AGREEMENT_PATH, &*source.text, &*text)];
            if let Some(file) = file {
                // One that they gave before both signed another text is over the same bytes, and
                // no signature in the trail changes; this record says when they signed again.
                changes.push(match opened.workspace.read(&file)? {
                    Some(signature) => Change::existing(file, signature),
                    None => {
                        let content = signed_content(&source.text);
                        let signer = signer::document_signer(&author.key, hands);
                        Change::create(file, signer.sign(content.as_bytes())?)
                    }
                });
            }
            let request = record::ready(opened, changes, author, signing.now)?;
            Some(record::record(&request, hands)?)
        }
    };
    Ok(Signed { over, how, status, text, attested_by: handle, record })
}

/// Returns the path of the file that holds a signature with a key.
fn file_of(over: &str, author: &Author) -> String {
    let ending = match author.key.format {
        Format::OpenPgp => "asc",
        Format::Ssh => "sig",
    };
    format!("signatures/{over}-{}.{ending}", author.handle)
}

fn check_status(agreement: &Agreement) -> Result<(), SignError> {
    match agreement.status {
        Some(
            status @ (AgreementStatus::Expired
            | AgreementStatus::Terminated
            | AgreementStatus::Archived),
        ) => Err(SignError::WrongStatus(status)),
        _ => Ok(()),
    }
}

fn form_of(form: &Form, author: &Author) -> ConsentForm {
    match (form, author.key.format) {
        (Form::Key, Format::OpenPgp) => ConsentForm::Openpgp,
        (Form::Key, Format::Ssh) => ConsentForm::Ssh,
        (Form::Paper(_), _) => ConsentForm::Paper,
        (Form::Message(_), _) => ConsentForm::Message,
        (Form::Voice(_), _) => ConsentForm::Voice,
    }
}

/// Returns the signature as one YAML mapping.
fn item(
    signing: &Signing,
    how: ConsentForm,
    over: &str,
    signed_at: &Time,
    author: &Author,
) -> String {
    let proof = match &signing.form {
        Form::Key => None,
        Form::Paper(scan) => Some(format!("sha256:{}", Sha256Id::of_bytes(scan))),
        Form::Message(words) | Form::Voice(words) => Some(words.clone()),
    };
    let key = (signing.form == Form::Key).then(|| author.key.fingerprint.clone());
    let fields = [
        ("person", Some(signing.handle.clone())),
        ("role", signing.role.clone()),
        ("signed_at", Some(signed_at.to_string())),
        ("over", Some(over.to_owned())),
        ("how", Some(how.to_string())),
        ("key", key),
        ("proof", proof),
        ("witnessed_by", signing.witnessed_by.clone()),
    ];
    let written = |name, value: String| match name {
        "signed_at" => format!("{name}: {value}"),
        _ => format!("{name}: {}", one_line_text(&value)),
    };
    let lines = fields.into_iter().filter_map(|(name, value)| Some(written(name, value?)));
    lines.collect::<Vec<_>>().join("\n")
}
