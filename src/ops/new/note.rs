//! A new line of a timeline.

use std::str::FromStr;

use super::{Draft, Setting};
use crate::model::entry::{EntryType, Phase, SourceKind};
use crate::model::id;
use crate::model::time::Time;
use crate::model::vocabulary::{Answer, ChannelKind};
use crate::ops::draft::{Value, scalar};
use crate::ops::fmt::canonical;
use crate::visible::typed;

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
    /// Handle of who decided.
    pub by: Option<String>,
    pub source: Option<NotedSource>,
    /// Id of the entry that this one corrects.
    pub supersedes: Option<String>,
}

/// How something is known, as a person types it: `log:/var/log/mail.log`, or words alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedSource {
    pub kind: Option<SourceKind>,
    pub reference: String,
}

impl FromStr for NotedSource {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let typed = text.split_once(':').and_then(|(kind, reference)| {
            Some((kind.trim().parse::<SourceKind>().ok()?, reference.trim()))
        });
        Ok(match typed {
            Some((kind, reference)) => Self { kind: Some(kind), reference: reference.to_owned() },
            None => Self { kind: None, reference: text.trim().to_owned() },
        })
    }
}

impl NotedSource {
    /// Returns the source as a YAML mapping on one line; nothing where nothing is said.
    fn written(&self) -> Option<String> {
        let kind = self.kind.map(|kind| format!("kind: {kind}"));
        let reference = Some(typed(&self.reference)).filter(|reference| !reference.is_empty());
        let reference = reference.map(|reference| format!("reference: {}", scalar(&reference)));
        let said: Vec<String> = kind.into_iter().chain(reference).collect();
        (!said.is_empty()).then(|| format!("{{{}}}", said.join(", ")))
    }
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
    let text = |text: &Option<String>| text.as_deref().map(|text| scalar(&typed(text)));
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
        ("by", text(&note.by)),
        ("source", note.source.as_ref().and_then(NotedSource::written)),
        ("supersedes", text(&note.supersedes)),
    ];
    let mut lines = String::from("---\n");
    for (name, value) in fields {
        if let Some(value) = value {
            lines.push_str(&format!("{name}: {value}\n"));
        }
    }
    let text = format!("{lines}---\n\n{}\n", typed(&note.text).trim());
    Draft { text: canonical(&path, text), path }
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
