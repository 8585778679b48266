//! Signing the agreement: with a key, on paper, by message or by voice.
//!
//! A signature with a key is a file of its own, `signatures/<over>-<handle>.asc` or `.sig`, over the
//! signed content, which gpg or `ssh-keygen` checks without us. The other forms are attested by
//! whoever signs the record.

use jiff::Timestamp;

use super::open::Opened;
use super::record::{self, Author, Change, RecordError, Recorded, Unready};
use crate::document::edit::{self, EditError};
use crate::document::fmt::one_line_text;
use crate::model::agreement::{Agreement, AgreementStatus, SignedHash, signed_content};
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::time::Time;
use crate::model::vocabulary::{ConsentForm, Party};
use crate::source::Source;
use crate::trail::object::Sha256Id;
use crate::trail::signature::armor::Format;
use crate::trail::signer::{self, Hands};

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
    let party = party_of(agreement, &signing.handle)?;
    check_status(agreement)?;
    let author = record::author(opened.workspace.root(), hands, None)?;
    if signing.form == Form::Key && author.handle != signing.handle {
        let handle = signing.handle.clone();
        return Err(SignError::NotTheirKey { signer: author.handle, handle });
    }
    let source = opened.engagement.source(document);
    let content = SignedHash::of(&source.text);
    if signatures_over(agreement, &content).any(|handle| handle == signing.handle) {
        return Err(SignError::AlreadySigned { handle: signing.handle.clone() });
    }
    let over = content.to_string();
    let other_signed = signatures_over(agreement, &content)
        .any(|handle| party_of(agreement, handle).is_ok_and(|other| other != party));
    let status = match agreement.status {
        _ if other_signed => AgreementStatus::Active,
        // What both signed before is in force until both have signed this one.
        Some(AgreementStatus::Active | AgreementStatus::Amended) => AgreementStatus::Amended,
        _ => AgreementStatus::SignedByOne,
    };
    let how = form_of(&signing.form, &author);
    let zone = opened.engagement.zone();
    let signed_at = signing.signed_at.clone().unwrap_or_else(|| Time::at(signing.now, &zone));
    let item = item(signing, how, &over, &signed_at, &author);
    let text = edit::append(source, "signatures", &item)?;
    let text =
        edit::set(&Source { text: text.into(), ..source.clone() }, "status", status.as_str())?;
    let handle = author.handle.clone();
    let record = match signing.dry_run {
        true => None,
        false => {
            let mut changes = vec![Change::replace(AGREEMENT_PATH, &*source.text, &*text)];
            if signing.form == Form::Key {
                let content = signed_content(&source.text);
                changes.push(detached(&content, &over, &author, hands)?);
            }
            let request = record::ready(opened, changes, author, signing.now)?;
            Some(record::record(&request, hands)?)
        }
    };
    Ok(Signed { over, how, status, text, attested_by: handle, record })
}

/// Signs the content by itself and returns the file that holds the signature.
fn detached(
    content: &str,
    over: &str,
    author: &Author,
    hands: &Hands,
) -> Result<Change, signer::SignError> {
    let signature = signer::document_signer(&author.key, hands).sign(content.as_bytes())?;
    let ending = match author.key.format {
        Format::OpenPgp => "asc",
        Format::Ssh => "sig",
    };
    Ok(Change::create(format!("signatures/{over}-{}.{ending}", author.handle), signature))
}

fn party_of(agreement: &Agreement, handle: &str) -> Result<Party, SignError> {
    let representatives = agreement.representatives.as_ref();
    let among = |handles: &[String]| handles.iter().any(|it| it == handle);
    match representatives {
        Some(it) if among(&it.organization) => Ok(Party::Organization),
        Some(it) if among(&it.auditor) => Ok(Party::Auditor),
        _ => Err(SignError::NotRepresentative { handle: handle.to_owned() }),
    }
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

fn signatures_over<'a>(
    agreement: &'a Agreement,
    content: &'a SignedHash,
) -> impl Iterator<Item = &'a str> {
    agreement
        .signatures
        .iter()
        .filter(move |signature| signature.over.as_deref().is_some_and(|over| content.fits(over)))
        .filter(|signature| signature.how.is_some_and(|how| how != ConsentForm::Pending))
        .filter_map(|signature| signature.person.as_deref())
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
