//! Words of reports in the reader's language: labels, sentences of the frame, dates.
//!
//! Rules, ids and TLP are the same in every language and never come here. A language that is not
//! built gives English, and [`Language::missing`] says so, so that a report can say it too.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use unic_langid::LanguageIdentifier;

/// The languages that are built, English first; a new one is a file and a line here.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../templates/i18n/en.ftl")),
    ("es", include_str!("../../templates/i18n/es.ftl")),
];

/// One language's words, ready for use.
pub struct Language {
    tag: &'static str,
    missing: Option<String>,
    bundle: FluentBundle<FluentResource>,
}

impl Language {
    /// Returns the language of a BCP 47 tag by its first part; English when it is not built.
    pub fn new(wanted: &str) -> Self {
        let primary = wanted.split(['-', '_']).next().unwrap_or_default();
        let found = LANGUAGES.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(primary));
        let (tag, source) = found.unwrap_or(&LANGUAGES[0]);
        Self {
            tag,
            missing: found.is_none().then(|| wanted.to_owned()),
            bundle: bundle(tag, source),
        }
    }

    /// Returns the tag of the language that is used.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// Returns the direction in which the language is written, as HTML names it.
    pub fn direction(&self) -> &'static str {
        match self.tag {
            "ar" | "fa" | "he" | "ur" => "rtl",
            _ => "ltr",
        }
    }

    /// Returns the language that was asked for and is not built.
    pub fn missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }

    /// Returns the words of a key; none when the key does not exist.
    pub fn get(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set(*name, *value);
        }
        self.format(key, &values)
    }

    fn format(&self, key: &str, values: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let words = self.bundle.format_pattern(pattern, Some(values), &mut faults);
        faults.is_empty().then(|| words.into_owned())
    }

    /// Returns the words of a key that this program itself uses.
    pub fn text(&self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// Returns the words of a key with values set in; the key itself when there are none.
    pub fn text_with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.get(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// Returns a number of something, in the form that the number asks for: "1 hour", "2 hours".
    pub fn count(&self, key: &str, count: i64) -> String {
        let mut values = FluentArgs::new();
        values.set("count", count);
        self.format(key, &values).unwrap_or_else(|| key.to_owned())
    }

    /// Returns the label of a value of a vocabulary; a value without a label stands for itself.
    ///
    /// The key is `{vocabulary}-{id}`, with what Fluent does not allow in a key left out.
    pub fn label(&self, vocabulary: &str, id: &str) -> String {
        let key: String = format!("{vocabulary}-{id}")
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() { character } else { '-' })
            .collect();
        self.get(&key, &[]).unwrap_or_else(|| id.to_owned())
    }

    /// Returns a day: "21 November 2026".
    pub fn date(&self, date: Date) -> String {
        let month = self.text(&format!("month-{}", date.month()));
        self.text_with(
            "date",
            &[
                ("day", &date.day().to_string()),
                ("month", &month),
                ("year", &date.year().to_string()),
            ],
        )
    }

    /// Returns a day with its weekday: "Saturday, 21 November 2026".
    pub fn weekday_date(&self, date: Date) -> String {
        let weekday = self.text(&format!("weekday-{}", date.weekday().to_monday_one_offset()));
        self.text_with("weekday-date", &[("weekday", &weekday), ("date", &self.date(date))])
    }

    /// Returns a day and a time of day where the clocks of `zone` stand, with the offset:
    /// "21 November 2026, 10:15 (−05:00)".
    pub fn time(&self, time: Timestamp, zone: &TimeZone) -> String {
        let local = time.to_zoned(zone.clone());
        self.text_with(
            "date-time",
            &[
                ("date", &self.date(local.date())),
                ("time", &clock_face(&local)),
                ("offset", &offset(&local)),
            ],
        )
    }
}

/// Returns hours and minutes, and seconds where there are any: "03:12".
pub fn clock_face(local: &Zoned) -> String {
    let seconds =
        if local.second() == 0 { String::new() } else { format!(":{:02}", local.second()) };
    format!("{:02}:{:02}{seconds}", local.hour(), local.minute())
}

/// Returns the offset from UTC: "−05:00", "UTC".
pub fn offset(local: &Zoned) -> String {
    let seconds = local.offset().seconds();
    if seconds == 0 {
        return "UTC".to_owned();
    }
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn bundle(tag: &str, source: &str) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = tag.parse().expect("LANGUAGES holds valid tags");
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // The marks it would set around values are the ones a report shows as deceiving.
    bundle.set_use_isolating(false);
    // A fault of a built-in file loses that one message; a test holds that there is none.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(part, _)| part);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(source: &str) -> Vec<String> {
        let resource = FluentResource::try_new(source.to_owned()).expect("a file without faults");
        let keys: Vec<String> = source
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
            .collect();
        assert_eq!(keys.len(), resource.entries().count());
        keys
    }

    #[test]
    fn each_key_is_in_each_language_once() {
        let english = keys(LANGUAGES[0].1);
        let unique: BTreeSet<_> = english.iter().collect();
        assert_eq!(unique.len(), english.len(), "a key of English stands twice");
        for (tag, source) in LANGUAGES {
            assert_eq!(keys(source), english, "{tag}: same keys, in the same order");
        }
    }

    /// What could use a key: the code of reports, and the templates.
    const USERS: &[&str] = &[
        include_str!("i18n.rs"),
        include_str!("page.rs"),
        include_str!("provenance.rs"),
        include_str!("view/mod.rs"),
        include_str!("view/agreement.rs"),
        include_str!("view/contact_card.rs"),
        include_str!("view/incident.rs"),
        include_str!("view/words.rs"),
        include_str!("../ops/report/mod.rs"),
        include_str!("../../templates/reports/agreement.md"),
        include_str!("../../templates/reports/contact-card.md"),
        include_str!("../../templates/reports/incident.md"),
    ];

    /// Keys that are put together from a beginning and an id.
    const COMPOSED: &[&str] =
        &["consent-", "month-", "weekday-", "attested-", "unattested-", "report-", "verdict-"];

    #[test]
    fn each_key_is_used() {
        let labels = vocabularies();
        for key in keys(LANGUAGES[0].1) {
            let is_label = labels.iter().any(|(vocabulary, ids)| {
                let id = key.strip_prefix(vocabulary).and_then(|rest| rest.strip_prefix('-'));
                id.is_some_and(|id| ids.contains(&id))
            });
            let is_composed = COMPOSED.iter().any(|beginning| key.starts_with(beginning));
            let quoted = [format!("\"{key}\""), format!("'{key}'")];
            let is_named =
                USERS.iter().any(|text| quoted.iter().any(|quoted| text.contains(quoted.as_str())));
            assert!(is_label || is_composed || is_named, "nothing uses `{key}`");
        }
    }

    #[test]
    fn each_value_of_a_vocabulary_has_a_label() {
        for (tag, _) in LANGUAGES {
            let language = Language::new(tag);
            for (vocabulary, ids) in vocabularies() {
                for id in ids {
                    let key = format!("{vocabulary}-{id}");
                    assert!(language.get(&key, &[]).is_some(), "{tag}: `{key}` is missing");
                }
            }
        }
    }

    /// The vocabularies that reports show, by the name under which they look for labels.
    fn vocabularies() -> Vec<(&'static str, Vec<&'static str>)> {
        use crate::model::{agreement, entry, incident, person, vocabulary};
        macro_rules! ids {
            ($($name:literal: $module:ident::$type:ident),+ $(,)?) => {
                vec![$(($name, $module::$type::ALL.iter().map(|it| it.as_str()).collect())),+]
            };
        }
        ids![
            "answer": vocabulary::Answer,
            "precision": vocabulary::Precision,
            "party": vocabulary::Party,
            "channel": vocabulary::ChannelKind,
            "agreement-status": agreement::AgreementStatus,
            "data-focus": agreement::DataFocus,
            "third-party-role": agreement::ThirdPartyRole,
            "applies": agreement::Applies,
            "incident-status": incident::IncidentStatus,
            "origin": incident::Origin,
            "determination": incident::Determination,
            "data-risk": incident::DataRisk,
            "breach": incident::Breach,
            "functional": incident::FunctionalImpact,
            "information": incident::InformationImpact,
            "recoverability": incident::Recoverability,
            "suspension": incident::SuspensionDecision,
            "handling": incident::Handling,
            "entry-type": entry::EntryType,
            "phase": entry::Phase,
            "confidence": entry::Confidence,
            "custody": entry::CustodyEvent,
            "function": person::Function,
            "verified-how": person::VerifiedHow,
        ]
    }

    #[test]
    fn days_and_times_follow_the_language() {
        let time: Timestamp = "2026-11-21T10:15:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(-5));
        assert_eq!(Language::new("en").time(time, &zone), "21 November 2026, 05:15 (−05:00)");
        assert_eq!(
            Language::new("es-CO").time(time, &zone),
            "21 de noviembre de 2026, 05:15 (−05:00)"
        );
        assert_eq!(
            Language::new("es").weekday_date(jiff::civil::date(2026, 11, 21)),
            "sábado, 21 de noviembre de 2026"
        );
    }

    #[test]
    fn a_language_that_is_not_built_gives_english_and_says_so() {
        let language = Language::new("my");
        assert_eq!((language.tag(), language.missing()), ("en", Some("my")));
        assert_eq!(Language::new("es-419").missing(), None);
    }

    #[test]
    fn a_value_without_a_label_stands_for_itself() {
        assert_eq!(Language::new("en").label("status", "x-own"), "x-own");
    }
}
