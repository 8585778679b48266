//! People: their public part, and how to reach them.

use super::header::document_kind;
use super::hours::Hours;
use super::place::Language;
use super::time::{Day, Period, Time};
use super::vocabulary::{ChannelKind, Party, vocabulary};
use super::zone::Zone;

document_kind! {
    /// Somebody who takes part in the engagement.
    pub struct Person {
        /// Which side they stand on.
        pub party: Option<Party>,
        /// What they do here.
        pub functions: Vec<Function>,
        /// Languages they speak, best first (BCP 47).
        #[schemars(with = "Vec<Language>")]
        pub languages: Vec<String>,
        /// When they are told about an incident.
        pub told: Option<Told>,
        /// When somebody last checked that these channels reach them.
        pub verified_at: Option<Time>,
        /// How often that is checked.
        pub verify_every: Option<Period>,
        /// Name, numbers and keys.
        pub private: Option<Private>,
    }
}

/// What could endanger a person if strangers read it.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Private {
    /// Their name.
    pub name: Option<String>,
    /// What to call them where the name must not stand.
    pub alias: Option<String>,
    /// Titles and positions.
    pub titles: Vec<String>,
    /// What they are responsible for.
    pub responsibility: Option<String>,
    /// Ways to reach them, best first.
    pub channels: Vec<Channel>,
    /// How files get to them safely.
    pub secure_transfer: Option<String>,
    /// Their keys.
    pub keys: Vec<Key>,
    /// What confidential things they may see.
    pub confidential_access: Option<String>,
    /// When they cannot be reached, and who stands in.
    pub absences: Vec<Absence>,
    /// Why they should be kept out of some incidents.
    pub conflict_of_interest: Option<String>,
}

/// How people write that there is no conflict of interest.
const NO_CONFLICT: &[&str] = &[
    "-",
    "n/a",
    "na",
    "no",
    "none",
    "none known",
    "no conflict",
    "not known",
    "nothing",
    "unknown",
    "ninguno",
    "ninguna",
    "ningún conflicto",
    "no hay",
    "ninguno conocido",
    "ninguna conocida",
    "sin conflicto",
    "nenhum",
    "nenhuma",
    "nenhum conhecido",
    "nenhum conflito",
    "sem conflito",
    "aucun",
    "aucune",
    "aucun connu",
    "aucun conflit",
    "keiner",
    "keiner bekannt",
    "لا يوجد",
    "нет",
    "не известен",
    "нет известных",
    "无",
    "無",
    "ไม่มี",
    "tidak ada",
    "tidak diketahui",
    "မရှိ",
    "မရှိပါ",
];

impl Private {
    /// Returns whether there is a reason to keep this person out of some incidents. What people
    /// write where there is none is no reason.
    pub fn has_conflict(&self) -> bool {
        let written = self.conflict_of_interest.as_deref().map(str::trim).unwrap_or_default();
        let plain = written.trim_end_matches(['.', '!']).to_lowercase();
        !plain.is_empty() && !NO_CONFLICT.contains(&&*plain)
    }
}

/// One way to reach a person.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Channel {
    /// The kind of channel.
    pub kind: Option<ChannelKind>,
    /// The number, address or name there.
    pub value: Option<String>,
    /// Whether somebody answers at once, day and night.
    pub immediate_24x7: Option<bool>,
    /// When it is answered, such as Mon-Fri 08:00-18:00.
    pub hours: Option<Hours>,
    /// Time zone of these hours (IANA name).
    pub time_zone: Option<Zone>,
    /// 1 is tried first.
    pub rank: Option<u32>,
    /// Whether only the two ends can read it.
    pub e2ee: Option<bool>,
}

/// A key of a person.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Key {
    /// Type of the key: openpgp, ssh, age, signal.
    #[serde(rename = "type")]
    pub key_type: Option<String>,
    /// The whole fingerprint.
    pub fingerprint: Option<String>,
    /// Last day it is valid.
    pub valid_to: Option<Day>,
    /// Handle of who compared the fingerprint with its owner.
    pub verified_by: Option<String>,
    /// When that was.
    pub verified_at: Option<Time>,
    /// How it was compared.
    pub verified_how: Option<VerifiedHow>,
}

/// A time away.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Absence {
    /// First day away.
    pub from: Option<Day>,
    /// Last day away.
    pub to: Option<Day>,
    /// Handle of who stands in.
    pub deputy: Option<String>,
}

impl Channel {
    /// Returns whether somebody answers here at any hour.
    pub fn is_day_and_night(&self) -> bool {
        self.immediate_24x7 == Some(true) || self.hours.as_ref().is_some_and(Hours::is_always)
    }
}

vocabulary! {
    /// What somebody does in an incident.
    pub enum Function {
        PrimaryContact = "primary-contact", SecondaryContact = "secondary-contact",
        Alternate = "alternate", Management = "management", It = "it", Legal = "legal",
        DataProtection = "data-protection", Communications = "communications",
        CustomerRelations = "customer-relations", Engineering = "engineering", Hr = "hr",
        Responder = "responder", Analyst = "analyst", Scribe = "scribe", Commander = "commander",
        Observer = "observer", Representative = "representative",
    }
}

vocabulary! {
    /// When a person hears of an incident.
    pub enum Told {
        Never = "never", AfterContainment = "after-containment", Immediately = "immediately",
    }
}

vocabulary! {
    /// How a fingerprint was compared with its owner.
    pub enum VerifiedHow {
        /// Face to face.
        InPerson = "in-person",
        /// By another channel than the key came by.
        OutOfBand = "out-of-band",
    }
}

/// Returns a fingerprint in groups of four, as people compare it; one that is not hexadecimal
/// stays whole.
pub fn grouped(fingerprint: &str) -> String {
    let symbols: Vec<char> = fingerprint.chars().filter(|symbol| !symbol.is_whitespace()).collect();
    if symbols.iter().any(|symbol| !symbol.is_ascii_hexdigit()) {
        return fingerprint.to_owned();
    }
    let groups: Vec<String> = symbols.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ").to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_none_is_no_conflict() {
        for (written, conflict) in [
            ("", false),
            (" ", false),
            ("None.", false),
            ("n/a", false),
            ("Ninguno", false),
            ("unknown", false),
            ("нет", false),
            ("brother of the administrator", true),
            ("none of the board knows that she owns the hosting company", true),
        ] {
            let conflict_of_interest = Some(written.to_owned());
            let private = Private { conflict_of_interest, ..Private::default() };
            assert_eq!(private.has_conflict(), conflict, "{written}");
        }
        assert!(!Private::default().has_conflict());
    }

    #[test]
    fn fingerprints_come_in_groups() {
        for (fingerprint, shown) in [
            ("0123abcd45", "0123 ABCD 45"),
            ("0123 ABCD 4567", "0123 ABCD 4567"),
            ("SHA256:ab+/", "SHA256:ab+/"),
            ("", ""),
        ] {
            assert_eq!(grouped(fingerprint), shown);
        }
    }
}
