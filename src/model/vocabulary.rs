//! Closed lists of words that documents use, shared by several kinds.
//!
//! Ids are lower-case ASCII and never translated; labels come from the language files.

/// Declares an enumeration of kebab-case ids with its JSON Schema and the id of each value.
macro_rules! vocabulary {
    ($(#[doc = $doc:literal])+ pub enum $name:ident { $($(#[doc = $value_doc:literal])* $variant:ident = $id:literal),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $value_doc])* #[serde(rename = $id)] $variant),+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the id as it stands in documents.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::vocabulary::NotInVocabulary;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| {
                    $crate::model::vocabulary::NotInVocabulary {
                        value: text.to_owned(),
                        expected: Self::ALL.iter().map(|value| value.as_str()).collect(),
                    }
                })
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let description = [$($doc),+].map(str::trim).join(" ");
                let meanings: &[&str] = &[$(concat!($($value_doc,)* "")),+];
                let mut schema = schemars::json_schema!({
                    "type": "string",
                    "enum": [$($id),+],
                    "description": description,
                });
                if meanings.iter().any(|meaning| !meaning.is_empty()) {
                    let meanings: Vec<&str> = meanings.iter().map(|meaning| meaning.trim()).collect();
                    schema.insert("enumDescriptions".to_owned(), meanings.into());
                }
                schema
            }
        }
    };
}
pub(crate) use vocabulary;

/// A word that is not in its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not one of {}", list(expected))]
pub struct NotInVocabulary {
    pub value: String,
    pub expected: Vec<&'static str>,
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

vocabulary! {
    /// An answer that may not be known yet.
    pub enum Answer { Yes = "yes", No = "no", Unknown = "unknown" }
}

vocabulary! {
    /// Traffic Light Protocol 2.0 label: who may read this.
    pub enum Tlp {
        /// Only the people in the exchange; nobody passes it on.
        Red = "TLP:RED",
        /// Only people of the organization who need it for their work.
        AmberStrict = "TLP:AMBER+STRICT",
        /// People of the organization and its clients who need it for their work.
        Amber = "TLP:AMBER",
        /// People in the same field of work, but not the public.
        Green = "TLP:GREEN",
        /// Everyone.
        Clear = "TLP:CLEAR",
    }
}

vocabulary! {
    /// How exactly a time is known.
    pub enum Precision {
        Year = "year",
        Month = "month",
        /// Any time on that day.
        Day = "day",
        /// Any time in that hour.
        Hour = "hour",
        Minute = "minute",
        Second = "second",
        /// A guess; the true time may lie before or after.
        Approx = "approx",
    }
}

vocabulary! {
    /// Which side of the engagement a person stands on.
    pub enum Party {
        /// The auditor and the auditor's team.
        Auditor = "auditor",
        /// The audited organization.
        Organization = "organization",
        /// Anyone else, such as a hosting provider.
        ThirdParty = "third-party",
    }
}

vocabulary! {
    /// How dangerous it is for these people if this file is read by others.
    pub enum Risk {
        /// It would be unpleasant.
        Low = "low",
        /// It would do harm that can be repaired.
        Medium = "medium",
        /// Somebody may be arrested, attacked or ruined.
        High = "high",
        /// Somebody may be killed.
        Extreme = "extreme",
    }
}

vocabulary! {
    /// A way to reach somebody.
    pub enum ChannelKind {
        /// A call; others can listen.
        Phone = "phone",
        Signal = "signal",
        /// Others can read it, unless it is encrypted.
        Email = "email",
        Wire = "wire",
        Matrix = "matrix",
        /// Face to face.
        InPerson = "in-person",
    }
}

vocabulary! {
    /// The form in which somebody agreed.
    pub enum ConsentForm {
        /// Signed with an OpenPGP key.
        Openpgp = "openpgp",
        /// Signed with an SSH key.
        Ssh = "ssh",
        /// Signed by hand; the proof is the scan's SHA-256 or where the paper is.
        Paper = "paper",
        /// Written in a message; the proof quotes it or says where it is.
        Message = "message",
        /// Said aloud; the proof says who heard it.
        Voice = "voice",
        /// Asked for, and no answer yet.
        Pending = "pending",
    }
}

impl ConsentForm {
    /// Returns whether the form is a signature that a program can check.
    pub fn is_key(self) -> bool {
        matches!(self, Self::Openpgp | Self::Ssh)
    }
}

/// Returns the schema of a value that people write as a number or in words: `4`, `4 minutes`.
pub(super) fn number_or_text(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "anyOf": [{ "type": "number" }, { "type": "string" }, { "type": "null" }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_itself() {
        for tlp in Tlp::ALL {
            assert_eq!(tlp.as_str().parse(), Ok(*tlp));
        }
        let error = "maybe".parse::<Answer>().unwrap_err();
        assert_eq!(error.to_string(), "`maybe` is not one of `yes`, `no`, `unknown`");
    }
}
