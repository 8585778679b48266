//! Laws that ask for a report, and the clocks that run under them.
//!
//! The texts are data (`data/regimes`, `data/holidays`), compiled in and read when first asked for.
//! Pure: the times come in as values. It says which text asks for what by when, never whether a
//! law was kept, and it is not legal advice.

pub mod agreed;
pub mod calendar;
pub mod clock;
mod page;
pub mod record;
pub mod running;

use std::sync::OnceLock;

pub use page::{checked, page};
pub use record::Regime;

use crate::document::yaml;
use crate::model::kind::describe_in_one_line;
use crate::source::{Source, SourceId};

/// What stands under every answer about a law.
pub const NOT_LEGAL_ADVICE: &str = "This is not legal advice.";

/// The records that come with ircase, by their ids.
const RECORDS: &[(&str, &str)] = &[
    ("eu-gdpr-33", include_str!("../../data/regimes/eu-gdpr-33.yaml")),
    ("eu-gdpr-33-2", include_str!("../../data/regimes/eu-gdpr-33-2.yaml")),
    ("eu-gdpr-34", include_str!("../../data/regimes/eu-gdpr-34.yaml")),
    ("eu-nis2-23", include_str!("../../data/regimes/eu-nis2-23.yaml")),
    ("uk-gdpr-33", include_str!("../../data/regimes/uk-gdpr-33.yaml")),
    ("uk-pecr", include_str!("../../data/regimes/uk-pecr.yaml")),
    ("br-lgpd-48", include_str!("../../data/regimes/br-lgpd-48.yaml")),
    ("th-pdpa", include_str!("../../data/regimes/th-pdpa.yaml")),
    ("id-pdp-46", include_str!("../../data/regimes/id-pdp-46.yaml")),
    ("ru-152fz-21", include_str!("../../data/regimes/ru-152fz-21.yaml")),
    ("cn-cac-2025", include_str!("../../data/regimes/cn-cac-2025.yaml")),
];

/// Returns the ids of the regimes that come with ircase.
pub fn ids() -> impl Iterator<Item = &'static str> {
    RECORDS.iter().map(|(id, _)| *id)
}

/// Returns every regime that comes with ircase.
pub fn all() -> impl Iterator<Item = &'static Regime> {
    ids().filter_map(named)
}

/// Returns the regime of that id; each is read when it is first asked for.
pub fn named(id: &str) -> Option<&'static Regime> {
    static READ: [OnceLock<Regime>; RECORDS.len()] = [const { OnceLock::new() }; RECORDS.len()];
    let at = RECORDS.iter().position(|(known, _)| *known == id)?;
    let read = || read(RECORDS[at].1).expect("a test reads every record");
    Some(READ[at].get_or_init(read))
}

/// Reads one record.
///
/// # Errors
/// The first thing that does not fit, in words.
pub fn read(text: &str) -> Result<Regime, String> {
    yaml_of(text)
}

/// Returns the JSON Schema of a record, which `schemas/regime.schema.json` publishes.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Regime>();
    describe_in_one_line(&mut schema);
    schema.to_value()
}

/// Reads YAML in our profile into a type.
fn yaml_of<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let source = Source::new(SourceId(0), "", text);
    let whole = source.span();
    let parsed = yaml::parse(&source, whole);
    if let Some(fault) = parsed.faults.first() {
        return Err(format!("{fault:?}"));
    }
    let root = parsed.root.ok_or("there is nothing in it")?;
    yaml::from_node(&root).map_err(|error| error.message)
}

#[cfg(test)]
mod tests {
    use super::record::{Starts, Unit};
    use super::*;

    #[test]
    fn every_record_is_in_order() {
        for (id, _) in RECORDS {
            let regime = named(id).unwrap();
            assert_eq!(regime.id, *id);
            assert!(!regime.stages.is_empty() && !regime.contents.is_empty(), "{id}");
            assert!(regime.source.url.starts_with("https://"), "{id}");
            assert!(regime.checked_on.is_never() || regime.checked_on.date().is_some(), "{id}");
            let zone = regime.zone.as_deref().map(jiff::tz::TimeZone::get);
            assert!(zone.is_none_or(|zone| zone.is_ok()), "{id}");
            for (at, stage) in regime.stages.iter().enumerate() {
                assert!(at > 0 || stage.starts != Starts::Previous, "{id}");
                assert_eq!(stage.within.is_some(), stage.unit.is_some(), "{id}.{}", stage.name);
                assert_eq!(stage.starts == Starts::Other, stage.starts_when.is_some(), "{id}");
                let needs_calendar = stage.unit == Some(Unit::Business);
                assert!(!needs_calendar || stage.calendar.is_some(), "{id}.{}", stage.name);
                let known = stage.calendar.as_deref().is_none_or(|calendar| {
                    calendar == calendar::MEMBER_STATE || calendar::named(calendar).is_some()
                });
                assert!(known, "{id}.{}", stage.name);
            }
            for content in &regime.contents {
                let from = content.from.as_deref();
                assert!(from.is_none_or(|from| regime.stage(from).is_some()), "{id}");
            }
        }
    }
}
