//! The answers of SAFETAG's agreement generator become a draft of the agreement and its people.
//!
//! The generator asks for a whole contract; an agreement here is the part about incidents. What
//! has no home is listed field by field, so that nobody thinks it was kept. Names of the parties
//! stand in no document: codenames stand for them.

mod mapping;
mod people;

use std::path::Path;

use serde_json::Value;

pub use self::people::Handles;
use super::tree::{self, Tree};
use crate::document::unread::UnreadReason;
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::vocabulary::Party;
use crate::ops::fmt::canonical;
use crate::ops::new::Draft;
use crate::workspace;

/// Why the files could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("cannot read `{path}`: {why}")]
    Unreadable { path: String, why: UnreadReason },
    #[error("`{path}`: {message}")]
    NotTheGenerators { path: String, message: String },
}

/// Documents that are not written yet.
#[derive(Debug)]
pub struct Imported {
    pub drafts: Vec<Draft>,
    /// Fields that say more, or say it otherwise, than the answer they come from; and how.
    pub account: Vec<(String, String)>,
    /// Fields without a home here, with their values, in their order.
    pub homeless: Vec<(String, String)>,
}

/// The files to read; only the first is needed.
#[derive(Debug)]
pub struct Files<'a> {
    pub answers: &'a Path,
    pub representatives: Option<&'a Path>,
    pub data_handling: Option<&'a Path>,
}

/// Reads the generator's files; writes nothing.
///
/// # Errors
///
/// When a file cannot be read or is not the generator's.
pub fn import(
    files: &Files<'_>,
    zone: &jiff::tz::TimeZone,
    handles: Handles,
) -> Result<Imported, ImportError> {
    let answers = read(files.answers)?;
    let people = match files.representatives {
        Some(path) => named(path, people::read(&read(path)?, handles))?,
        None => people::People::default(),
    };
    let handling = match files.data_handling {
        Some(path) => named(path, data_handling(&read(path)?))?,
        None => Vec::new(),
    };
    let answers = named(files.answers, parse(&answers))?;
    Ok(documents(&answers, &people, handling, zone))
}

fn read(path: &Path) -> Result<String, ImportError> {
    workspace::read_outside(path)
        .map_err(|why| ImportError::Unreadable { path: path.display().to_string(), why })
}

fn named<T>(path: &Path, read: Result<T, String>) -> Result<T, ImportError> {
    read.map_err(|message| ImportError::NotTheGenerators {
        path: path.display().to_string(),
        message,
    })
}

/// The section that every file of the generator has.
const OWN_SECTION: &str = "incident_response_and_handling";

fn parse(text: &str) -> Result<Value, String> {
    let answers: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| format!("this is not JSON: {error}"))?;
    if answers[OWN_SECTION].is_object() {
        return Ok(answers);
    }
    Err(format!("the generator's answers have a section `{OWN_SECTION}`; here is none"))
}

fn documents(
    answers: &Value,
    people: &people::People,
    handling: Vec<Tree>,
    zone: &jiff::tz::TimeZone,
) -> Imported {
    let mut mapped = mapping::map(answers, zone);
    let mut front = vec![("kind", Tree::text("agreement")), ("status", Tree::text("draft"))];
    front.push(("representatives", people.representatives()));
    front.append(&mut mapped.front);
    front.push(("contacts", people.contacts()));
    front.push(("data_handling", Tree::List(handling)));
    let agreement = Draft {
        path: AGREEMENT_PATH.to_owned(),
        text: canonical(AGREEMENT_PATH, tree::document(&front, &mapped.goal)),
    };
    let mut homeless = mapped.homeless;
    homeless.extend(people.homeless.iter().cloned());
    let mut account = mapped.account;
    account.extend(people.account());
    let drafts = std::iter::once(agreement).chain(people.drafts()).collect();
    Imported { drafts, account, homeless }
}

/// Reads `data_handling.csv`; its columns are `security_focus`, `reponsible_parties` (so the
/// generator spells it) and `guideline`.
fn data_handling(text: &str) -> Result<Vec<Tree>, String> {
    let table = super::table::read(text, &["security_focus", "reponsible_parties", "guideline"])
        .map_err(|error| error.to_string())?;
    table
        .rows
        .iter()
        .map(|row| {
            let party = party(row.get("reponsible_parties"));
            let wrong = || row.at(&row.wrong("reponsible_parties", PARTIES));
            let party = party.ok_or_else(wrong)?;
            Ok(Tree::map(vec![
                ("focus", Tree::text(row.get("security_focus"))),
                ("party", Tree::text(party.as_str())),
                ("guideline", Tree::text(row.get("guideline"))),
            ]))
        })
        .collect()
}

/// What the generator calls the parties.
const PARTIES: &str = "`recipient` or `service_provider`";

fn party(word: &str) -> Option<Party> {
    match word {
        "recipient" => Some(Party::Organization),
        "service_provider" => Some(Party::Auditor),
        _ => None,
    }
}
