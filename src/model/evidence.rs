//! A piece of evidence. Its description never changes; what happens to it are custody entries.
//!
//! The content itself never lies in the repository. Fields follow NIST SP 800-86 and
//! ISO/IEC 27037; the order of volatility is that of RFC 3227, section 2.1.

use std::collections::BTreeMap;

use super::header::document_kind;
use super::moment::Between;
use super::time::Time;
use super::vocabulary::{Answer, Precision, vocabulary};

document_kind! {
    /// A thing or a file that shows what happened. Its description is the body.
    pub struct Evidence {
        /// Whether it is a thing (physical) or data (digital). Data needs a hash.
        pub form: Option<EvidenceForm>,
        /// What it is, such as disk-image, log, phone or photo.
        #[serde(rename = "type")]
        pub evidence_type: Option<String>,
        /// The device it is, or comes from, so that nobody mixes it up with another.
        pub source_device: Option<Device>,
        /// When it was found, as a time with its offset.
        pub found_at: Option<Time>,
        /// When it was taken or copied, as a time with its offset; `unknown` when nobody knows.
        /// Custody begins here.
        pub acquired_at: Option<Time>,
        /// How exactly each of these times is known, by field name.
        pub precision: BTreeMap<String, Precision>,
        /// Handle of the person who took it.
        pub acquired_by: Option<String>,
        /// Where it was taken, such as the treasurer's desk.
        pub place: Option<String>,
        /// Handle of a person who watched while it was taken.
        pub witness: Option<String>,
        /// How it was taken. It tells what may be missing or changed.
        pub method: Option<AcquisitionMethod>,
        /// Tool and version it was taken with, such as dd 9.1.
        pub tool: Option<String>,
        /// Operating system of the device it was taken from.
        pub os: Option<String>,
        /// Whether something kept the tool from writing to the device: yes, no or unknown.
        pub write_blocker: Option<Answer>,
        /// How soon the trace would have been lost. Take first what is lost first.
        pub volatility: Option<Volatility>,
        /// Name of the file; the file itself stays outside this folder.
        pub file_name: Option<String>,
        /// Size in bytes, a number.
        pub size: Option<u64>,
        /// SHA-256 of the content, 64 letters and digits, as `sha256sum FILE` prints them. Write it
        /// at once: it only shows changes after that moment.
        pub sha256: Option<String>,
        /// SHA-1, if a tool gave one. People can forge it, so also write `sha256`.
        pub sha1: Option<String>,
        /// MD5, if a tool gave one. People can forge it, so also write `sha256`.
        pub md5: Option<String>,
        /// Fingerprints of the keys that open it, as a list. If these keys are lost, nobody can
        /// read the evidence.
        pub encrypted_to: Vec<String>,
        /// Id of the evidence that this one was made from, such as EVD-3MZ8.
        pub derived_from: Option<String>,
        /// Whether this is the original, or a copy to work on. The original stays untouched.
        pub copy: Option<CopyOf>,
        /// When it was written down here, as a time with its offset. `record` fills it in.
        pub recorded_at: Option<Time>,
        /// Handle of the person who signs it. `record` fills it in.
        pub recorded_by: Option<String>,
    }
}

impl Evidence {
    /// Returns when it was found, as exactly as that is known.
    pub fn found(&self) -> Option<Between> {
        Between::of(self.found_at.as_ref()?, self.precision.get("found_at").copied())
    }

    /// Returns when it was taken, as exactly as that is known.
    pub fn acquired(&self) -> Option<Between> {
        Between::of(self.acquired_at.as_ref()?, self.precision.get("acquired_at").copied())
    }

    /// Returns whether several people may have it at once: data that is a copy. Sending it takes it
    /// from nobody.
    pub fn is_shared(&self) -> bool {
        let is_copy = match self.copy {
            Some(copy) => copy == CopyOf::WorkingCopy,
            None => self.derived_from.is_some(),
        };
        self.form == Some(EvidenceForm::Digital) && is_copy
    }
}

/// A device.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Device {
    /// Who makes the device, such as Samsung.
    pub make: Option<String>,
    /// Its model, as it stands on the device.
    pub model: Option<String>,
    /// Its serial number, in quotes when it is all digits.
    pub serial: Option<String>,
}

vocabulary! {
    /// Whether a piece of evidence is a thing or data.
    pub enum EvidenceForm {
        /// A thing, such as a phone or a paper.
        Physical = "physical",
        /// Data, such as a log or a disk image.
        Digital = "digital",
    }
}

vocabulary! {
    /// How a piece of evidence was taken.
    pub enum AcquisitionMethod {
        /// From a running system.
        Live = "live",
        /// From a system that was switched off.
        Dead = "dead",
        /// Files, not the whole disk.
        Logical = "logical",
        /// What a service gave out.
        Export = "export",
        /// A photo of a screen or a thing.
        Photo = "photo",
    }
}

vocabulary! {
    /// How soon something is lost, soonest first (RFC 3227, section 2.1).
    pub enum Volatility {
        /// Registers and caches.
        Registers = "registers",
        /// Memory, routing and process tables.
        Memory = "memory",
        /// Temporary file systems.
        Temporary = "temporary",
        /// Disks.
        Disk = "disk",
        /// Logs and monitoring of other machines.
        RemoteLogs = "remote-logs",
        /// How machines stand and are wired.
        Physical = "physical",
        /// Backups and archives.
        Archive = "archive",
    }
}

vocabulary! {
    /// Whether something is the original.
    pub enum CopyOf {
        /// What was taken; nobody works on it.
        Original = "original",
        /// A copy that people open and examine.
        WorkingCopy = "working-copy",
    }
}
