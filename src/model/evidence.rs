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
        /// Whether it is a thing or data.
        pub form: Option<EvidenceForm>,
        /// What it is, such as disk-image, log, phone or photo.
        #[serde(rename = "type")]
        pub evidence_type: Option<String>,
        /// The device it is, or comes from.
        pub source_device: Option<Device>,
        /// When it was found.
        pub found_at: Option<Time>,
        /// When it was taken.
        pub acquired_at: Option<Time>,
        /// How exactly each of these times is known, by field name.
        pub precision: BTreeMap<String, Precision>,
        /// Handle of who took it.
        pub acquired_by: Option<String>,
        /// Where it was taken.
        pub place: Option<String>,
        /// Handle of who watched.
        pub witness: Option<String>,
        /// How it was taken.
        pub method: Option<AcquisitionMethod>,
        /// Tool and version it was taken with.
        pub tool: Option<String>,
        /// Operating system of the device.
        pub os: Option<String>,
        /// Whether a write blocker stood between.
        pub write_blocker: Option<Answer>,
        /// How soon it would have been lost (RFC 3227, section 2.1).
        pub volatility: Option<Volatility>,
        /// Name of the file.
        pub file_name: Option<String>,
        /// Size in bytes.
        pub size: Option<u64>,
        /// SHA-256 of the content, in hexadecimal.
        pub sha256: Option<String>,
        /// SHA-1, where a tool gave one; never enough alone.
        pub sha1: Option<String>,
        /// MD5, where a tool gave one; never enough alone.
        pub md5: Option<String>,
        /// Fingerprints of the keys that open it.
        pub encrypted_to: Vec<String>,
        /// Id of the evidence this one was made from.
        pub derived_from: Option<String>,
        /// Whether this is the original, or a copy to work on.
        pub copy: Option<CopyOf>,
        /// When it was written down here; filled in.
        pub recorded_at: Option<Time>,
        /// Handle of who signs it; filled in.
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
    /// Who makes it.
    pub make: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
}

vocabulary! {
    /// Whether a piece of evidence is a thing or data.
    pub enum EvidenceForm { Physical = "physical", Digital = "digital" }
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
    pub enum CopyOf { Original = "original", WorkingCopy = "working-copy" }
}
