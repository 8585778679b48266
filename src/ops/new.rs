//! New documents: what `new`, `note` and `init` write before anything is signed.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::draft::{self, DraftError, Value, scalar};
use crate::model::engagement::{AGREEMENT_PATH, Engagement};
use crate::model::entry::{EntryType, Phase};
use crate::model::id::{self, slug};
use crate::model::incident::{Determination, Origin};
use crate::model::kind::Kind;
use crate::model::person::Function;
use crate::model::time::Time;
use crate::model::vocabulary::{Answer, ChannelKind, Party};
use crate::visible::visible;
use crate::workspace::Workspace;

/// A document that is not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub path: String,
    pub text: String,
}

/// Where and when a document is written.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    pub workspace: Option<&'a Workspace>,
    /// Language of the new document (BCP 47).
    pub language: String,
    pub zone: TimeZone,
    pub now: Timestamp,
    /// Random bytes for its id.
    pub random: [u8; 4],
}

impl<'a> Setting<'a> {
    /// Takes language and zone from the engagement.
    pub fn of(
        engagement: &Engagement,
        workspace: &'a Workspace,
        now: Timestamp,
        random: [u8; 4],
    ) -> Self {
        Self {
            workspace: Some(workspace),
            language: engagement.language().to_owned(),
            zone: engagement.zone(),
            now,
            random,
        }
    }

    fn now_text(&self) -> String {
        Time::at(self.now, &self.zone).to_string()
    }
}

/// Returns a draft of the agreement, with `handle` as the auditor.
///
/// # Errors
///
/// What the template says.
pub fn agreement(setting: &Setting<'_>, handle: &str) -> Result<Draft, DraftError> {
    let values = [("handle", Value::text(handle))];
    from_template(setting, Kind::Agreement, AGREEMENT_PATH.to_owned(), &values)
}

/// Returns a draft of a person.
///
/// # Errors
///
/// What the template says.
pub fn person(
    setting: &Setting<'_>,
    handle: &str,
    party: Party,
    functions: &[Function],
) -> Result<Draft, DraftError> {
    let functions = functions.iter().map(ToString::to_string).collect();
    let values = [
        ("handle", Value::text(handle)),
        ("party", Value::text(party.as_str())),
        ("functions", Value::List(functions)),
        ("language", Value::text(&*setting.language)),
        ("time_zone", Value::text(setting.zone.iana_name().unwrap_or("UTC"))),
    ];
    from_template(setting, Kind::Person, format!("people/{handle}.md"), &values)
}

/// Returns a draft of a procedure.
///
/// # Errors
///
/// What the template says.
pub fn procedure(setting: &Setting<'_>, title: &str) -> Result<Draft, DraftError> {
    let today = setting.now.to_zoned(setting.zone.clone()).date();
    let values = [("title", Value::text(title)), ("today", Value::Body(today.to_string()))];
    from_template(setting, Kind::Procedure, format!("procedures/{}.md", slug(title)), &values)
}

/// What is known of an incident when it is first written down.
#[derive(Debug, Clone)]
pub struct FirstReport {
    pub text: String,
    pub origin: Origin,
    /// Id of an agreed severity.
    pub severity: Option<String>,
}

/// Returns a new incident. Everything but its text may be unknown.
///
/// # Errors
///
/// What the template says.
pub fn incident(setting: &Setting<'_>, report: &FirstReport) -> Result<Draft, DraftError> {
    let local = setting.now.to_zoned(setting.zone.clone());
    let id = id::incident(local.year(), setting.random);
    let text = visible(&report.text);
    let values = [
        ("title", Value::Text(title_of(&text))),
        ("origin", Value::text(report.origin.as_str())),
        ("determination", Value::text(Determination::Unknown.as_str())),
        ("severity", Value::text(report.severity.as_deref().unwrap_or("unknown"))),
        ("detected_at", Value::Body(setting.now_text())),
        ("text", Value::Body(text.trim().to_owned())),
    ];
    from_template(setting, Kind::Incident, format!("incidents/{id}/incident.md"), &values)
}

/// Characters of a title taken from a longer text.
const TITLE_CHARACTERS_MAX: usize = 100;

/// Returns the first line of a text as a title, cut at a word.
fn title_of(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    if line.chars().count() <= TITLE_CHARACTERS_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(TITLE_CHARACTERS_MAX).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{words} …")
}

/// What a person says of something that happened. Only the text is needed.
#[derive(Debug, Clone, Default)]
pub struct Note {
    pub text: String,
    /// When it happened; now, when left out.
    pub occurred_at: Option<Time>,
    pub entry_type: Option<EntryType>,
    pub phase: Option<Phase>,
    pub to: Vec<String>,
    pub channel: Option<ChannelKind>,
    pub reached: Option<Answer>,
    pub about: Option<String>,
    pub chosen: Option<String>,
    pub because: Option<String>,
    /// Id of the entry that this one corrects.
    pub supersedes: Option<String>,
}

/// Returns a new timeline entry of an incident, or of the engagement; `handle` signs it.
///
/// Without a handle `record` fills in who signs.
pub fn entry(
    setting: &Setting<'_>,
    incident_id: Option<&str>,
    handle: Option<&str>,
    note: &Note,
) -> Draft {
    let id = id::entry(setting.now, setting.random);
    let path = match incident_id {
        Some(incident) => format!("incidents/{incident}/timeline/{id}.md"),
        None => format!("timeline/{id}.md"),
    };
    let occurred_at = note.occurred_at.as_ref().map_or_else(|| setting.now_text(), Time::to_string);
    let word = |word: Option<&'static str>| word.map(str::to_owned);
    let text = |text: &Option<String>| text.as_deref().map(|text| scalar(&visible(text)));
    let type_of_note = note.entry_type.unwrap_or_else(|| note.likely_type());
    let fields = [
        ("kind", Some("entry".to_owned())),
        ("occurred_at", Some(occurred_at)),
        ("recorded_at", Some(setting.now_text())),
        ("recorded_by", handle.map(scalar)),
        ("type", word(Some(type_of_note.as_str()))),
        ("phase", word(note.phase.map(Phase::as_str))),
        ("to", (!note.to.is_empty()).then(|| Value::List(note.to.clone()).written())),
        ("channel", word(note.channel.map(ChannelKind::as_str))),
        ("reached", word(note.reached.map(Answer::as_str))),
        ("about", text(&note.about)),
        ("chosen", text(&note.chosen)),
        ("because", text(&note.because)),
        ("supersedes", text(&note.supersedes)),
    ];
    let mut lines = String::from("---\n");
    for (name, value) in fields {
        if let Some(value) = value {
            lines.push_str(&format!("{name}: {value}\n"));
        }
    }
    Draft { path, text: format!("{lines}---\n\n{}\n", visible(&note.text).trim()) }
}

impl Note {
    /// Returns the type that the given fields speak of.
    fn likely_type(&self) -> EntryType {
        if self.chosen.is_some() {
            EntryType::Decision
        } else if !self.to.is_empty() || self.channel.is_some() || self.reached.is_some() {
            EntryType::Communication
        } else {
            EntryType::Note
        }
    }
}

fn from_template(
    setting: &Setting<'_>,
    kind: Kind,
    path: String,
    values: &[(&str, Value)],
) -> Result<Draft, DraftError> {
    let template = draft::template(setting.workspace, kind, &setting.language)?;
    Ok(Draft { path, text: draft::fill(&template, values)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::source::{Source, SourceId};

    fn setting() -> Setting<'static> {
        Setting {
            workspace: None,
            language: "en".to_owned(),
            zone: TimeZone::get("America/Bogota").unwrap(),
            now: "2026-11-21T10:15:00Z".parse().unwrap(),
            random: [8, 15, 3, 19],
        }
    }

    fn field(draft: &Draft, path: &str) -> Option<String> {
        let source = Source::new(SourceId(0), &*draft.path, &*draft.text);
        let document = document::parse(&source);
        assert_eq!(document.faults, [], "{}", draft.text);
        document.text_of(path).map(str::to_owned)
    }

    #[test]
    fn one_sentence_is_an_incident() {
        let text = "nmap took web01 down: #panic(\"x\") <script> {{ secret }}\nsecond line";
        let report =
            FirstReport { text: text.to_owned(), origin: Origin::CausedByAuditor, severity: None };
        let draft = incident(&setting(), &report).unwrap();
        assert_eq!(draft.path, "incidents/INC-2026-8F3K/incident.md");
        assert_eq!(field(&draft, "title").as_deref(), text.lines().next());
        assert_eq!(field(&draft, "detected_at").as_deref(), Some("2026-11-21T05:15:00-05:00"));
        assert_eq!(field(&draft, "severity").as_deref(), Some("unknown"));
        assert!(draft.text.ends_with("second line\n"));
    }

    #[test]
    fn a_note_says_what_it_is() {
        let note =
            Note { text: "Told Zoe".to_owned(), to: vec!["zw".to_owned()], ..Note::default() };
        let draft = entry(&setting(), Some("INC-2026-7KQ2"), Some("ana"), &note);
        assert_eq!(draft.path, "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md");
        assert_eq!(field(&draft, "type").as_deref(), Some("communication"));
        assert_eq!(field(&draft, "to[0]").as_deref(), Some("zw"));
        assert_eq!(field(&draft, "recorded_by").as_deref(), Some("ana"));
    }

    #[test]
    fn every_template_fills() {
        for language in ["en", "es", "th"] {
            let setting = Setting { language: language.to_owned(), ..setting() };
            agreement(&setting, "auditor").unwrap();
            person(&setting, "zw", Party::Organization, &[Function::Management]).unwrap();
            procedure(&setting, "When the web is down").unwrap();
        }
    }
}
