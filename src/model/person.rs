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
        /// Which side they stand on: the auditor's, the organization's, or neither.
        pub party: Option<Party>,
        /// What they do in an incident, as a list. Rules and reports see from it whom to tell, and
        /// which function nobody has. An empty list `[]` says that they have none.
        pub functions: Vec<Function>,
        /// Languages they speak, best first, as codes such as [es, en]. Who calls at night needs to
        /// know.
        #[schemars(with = "Vec<Language>")]
        pub languages: Vec<String>,
        /// Whether they hear of an incident at once, after it is contained, or never. A person who
        /// may be suspected should not hear first.
        pub told: Option<Told>,
        /// When somebody last reached them on these channels, as a time with its offset. A number
        /// that nobody tried is a guess.
        pub verified_at: Option<Time>,
        /// How often that is tried again, such as 90 days.
        pub verify_every: Option<Period>,
        /// Name, numbers and keys. Whoever has a copy of this folder can read them: see
        /// `plain_private` in `ircase.yaml`.
        pub private: Option<Private>,
    }
}

/// What could endanger a person if strangers read it.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Private {
    /// Their true name. Leave it out where it may endanger them; `alias` is enough to call them.
    pub name: Option<String>,
    /// What to call them where the true name must not stand.
    pub alias: Option<String>,
    /// Their titles and positions, as a list.
    pub titles: Vec<String>,
    /// What they are responsible for, in a few words.
    pub responsibility: Option<String>,
    /// Ways to reach them, best first. Write two of different companies, because one may fail at
    /// night.
    pub channels: Vec<Channel>,
    /// How files get to them safely, such as: encrypted, with the password by Signal.
    pub secure_transfer: Option<String>,
    /// Their keys, each with its whole fingerprint and how it was compared.
    pub keys: Vec<Key>,
    /// Which confidential things they may see, in plain words.
    pub confidential_access: Option<String>,
    /// When they cannot be reached, and who stands in. `ircase contacts` leaves them out on these
    /// days.
    pub absences: Vec<Absence>,
    /// Why they should stay out of some incidents, such as: related to the administrator. Write
    /// `none` when somebody asked and there is no reason.
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
    /// The kind of channel, such as signal or phone.
    pub kind: Option<ChannelKind>,
    /// The number, address or name there, in quotes when it is all digits. A phone number begins
    /// with + and the country.
    pub value: Option<String>,
    /// true only when they said that they answer here at once, day and night. People will trust it
    /// in an emergency.
    pub immediate_24x7: Option<bool>,
    /// When they answer here, such as `Mon-Fri 08:00-18:00`, if that is not always.
    pub hours: Option<Hours>,
    /// Time zone of these hours, such as America/Bogota; the engagement's when left out.
    pub time_zone: Option<Zone>,
    /// Its place in the order, a number; 1 is tried first.
    pub rank: Option<u32>,
    /// true when only the two people who talk can read it, not the company between them.
    pub e2ee: Option<bool>,
}

/// A key of a person.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Key {
    /// Type of the key: openpgp, ssh, age or signal.
    #[serde(rename = "type")]
    pub key_type: Option<String>,
    /// The whole fingerprint, never a short id: short ids can be forged.
    pub fingerprint: Option<String>,
    /// Last day it is valid, such as 2027-06-30. Nobody can encrypt with it after that day.
    pub valid_to: Option<Day>,
    /// Handle of the person who compared the fingerprint with the owner of the key.
    pub verified_by: Option<String>,
    /// When that was, as a time with its offset.
    pub verified_at: Option<Time>,
    /// How it was compared: face to face, or by another channel than the key came by.
    pub verified_how: Option<VerifiedHow>,
}

/// A time away.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Absence {
    /// First day away, such as 2026-12-24.
    pub from: Option<Day>,
    /// Last day away. If you leave it out, they count as away until you write it.
    pub to: Option<Day>,
    /// Handle of the person to call instead.
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
        /// Is called first.
        PrimaryContact = "primary-contact",
        /// Is called when the first does not answer.
        SecondaryContact = "secondary-contact",
        /// Is called after these two.
        Alternate = "alternate",
        /// Decides for the organization.
        Management = "management",
        /// Runs the systems.
        It = "it",
        /// Knows the law.
        Legal = "legal",
        /// Looks after personal data.
        DataProtection = "data-protection",
        /// Speaks with the press and the public.
        Communications = "communications",
        /// Speaks with members, patients or customers.
        CustomerRelations = "customer-relations",
        /// Builds the systems.
        Engineering = "engineering",
        /// Looks after the staff.
        Hr = "hr",
        /// Works on the incident.
        Responder = "responder",
        /// Finds out what happened.
        Analyst = "analyst",
        /// Writes down while others act.
        Scribe = "scribe",
        /// Leads the response.
        Commander = "commander",
        /// Watches, and decides nothing.
        Observer = "observer",
        /// May sign for the party.
        Representative = "representative",
    }
}

vocabulary! {
    /// When a person hears of an incident.
    pub enum Told {
        /// They do not hear of it.
        Never = "never",
        /// Once it can no longer spread.
        AfterContainment = "after-containment",
        /// At once.
        Immediately = "immediately",
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
