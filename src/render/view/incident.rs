//! The view of an incident: facts, who was told, timeline, suspension, narrative.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use super::words::ConsentLine;
use super::{Case, Document, EngagementView, Fact, IncidentFile};
use crate::model::agreement::PartyContacts;
use crate::model::corrections::Corrections;
use crate::model::entry::{Entry, EntryType};
use crate::model::incident::{Incident, Suspension};
use crate::model::vocabulary::{Answer, Precision};
use crate::render::i18n::{clock_face, offset};

#[derive(Debug, Serialize)]
pub(super) struct View {
    engagement: EngagementView,
    incident: IncidentView,
    /// Communications, oldest first.
    told: Vec<ToldLine>,
    /// Contacts of the organization whom no entry says to be reached.
    not_told: Vec<String>,
    days: Vec<DayView>,
    suspension: Option<SuspensionView>,
}

#[derive(Debug, Serialize)]
struct IncidentView {
    id: String,
    title: String,
    facts: Vec<Fact>,
    /// The document's own Markdown.
    narrative: String,
}

#[derive(Debug, Serialize)]
struct ToldLine {
    when: String,
    who: String,
    channel: String,
    reached: String,
}

#[derive(Debug, Serialize)]
struct DayView {
    /// "Saturday, 21 November 2026 (−05:00)", or that the time is unknown.
    date: String,
    lines: Vec<LineView>,
}

#[derive(Debug, Serialize)]
struct LineView {
    id: String,
    time: String,
    kind: String,
    /// What else the entry says in fields, as short sentences.
    details: Vec<String>,
    /// The entry's own Markdown.
    text: String,
    is_superseded: bool,
}

#[derive(Debug, Serialize)]
struct SuspensionView {
    facts: Vec<Fact>,
    consents: Vec<ConsentLine>,
}

pub(super) fn view(case: &Case<'_>, file: &IncidentFile<'_>) -> View {
    let mut entries: Vec<&Document<'_, Entry>> = file.entries.iter().collect();
    entries.sort_by_key(|entry| (moment(entry.record), entry.id));
    let Document { id, record, body } = file.incident;
    let records = entries.iter().map(|entry| (entry.id, entry.record));
    let corrections = Corrections::in_incident(id, records);
    let ids = entries.iter().map(|entry| entry.id);
    let superseded: BTreeSet<&str> = ids.filter(|entry| corrections.has_in(id, entry)).collect();
    let (told, not_told) = told(case, &entries, &superseded);
    View {
        engagement: EngagementView::of(case),
        incident: IncidentView {
            id: id.to_owned(),
            title: record.title.clone().unwrap_or_else(|| id.to_owned()),
            facts: facts(case, id, record),
            narrative: body.trim().to_owned(),
        },
        told,
        not_told,
        days: days(case, &entries, &superseded),
        suspension: record.suspension.as_ref().map(|suspension| suspended(case, suspension)),
    }
}

/// Returns when an entry says it happened, or when it was written.
fn moment(entry: &Entry) -> Option<Timestamp> {
    let times = [&entry.occurred_at, &entry.recorded_at];
    times.into_iter().flatten().find_map(crate::model::time::Time::instant)
}

fn facts(case: &Case<'_>, id: &str, incident: &Incident) -> Vec<Fact> {
    let time = |key: &str, field: &str, time: &Option<crate::model::time::Time>| {
        let precision = incident.precision.get(field).copied();
        case.given(key, time.as_ref().map(|time| case.precise_time(time, precision)))
    };
    let label =
        |vocabulary: &str, id: Option<&'static str>| id.map(|id| case.label(vocabulary, id));
    let detected = time("detected-at", "detected_at", &incident.detected_at);
    let mut facts = vec![
        case.owed("id", Some(id.to_owned())),
        case.owed("status", label("incident-status", incident.status.map(|it| it.as_str()))),
        case.owed("origin", label("origin", incident.origin.map(|it| it.as_str()))),
        case.owed(
            "determination",
            label("determination", incident.determination.map(|it| it.as_str())),
        ),
        case.owed("severity", incident.severity.as_deref().map(|id| severity(case, id))),
    ];
    facts.extend(time("occurred-at", "occurred_at", &incident.occurred_at));
    facts.push(detected.unwrap_or_else(|| case.owed("detected-at", None)));
    facts.extend(time("aware-at", "aware_at", &incident.aware_at));
    facts.extend(time("determined-at", "determined_at", &incident.determined_at));
    facts.extend(time("contained-at", "contained_at", &incident.contained_at));
    facts.extend(time("recovered-at", "recovered_at", &incident.recovered_at));
    facts.extend(time("closed-at", "closed_at", &incident.closed_at));
    facts.extend(more_facts(case, incident));
    facts
}

fn more_facts(case: &Case<'_>, incident: &Incident) -> Vec<Fact> {
    let answer = |key: &str, answer: Option<Answer>| {
        case.given(key, answer.map(|answer| case.label("answer", answer.as_str())))
    };
    let person = |key: &str, handle: &Option<String>| {
        case.given(key, handle.as_ref().map(|handle| case.person(handle)))
    };
    let facts = [
        person("commander", &incident.commander),
        person("scribe", &incident.scribe),
        case.given("responders", Some(case.people(&incident.responders))),
        case.given("discovery", incident.discovery.clone()),
        case.listed("assets", &incident.assets),
        affected(case, incident),
        personal_data(case, incident),
        impact(case, incident),
        answer("ongoing", incident.ongoing),
        answer("malicious", incident.malicious),
        answer("cross-border", incident.cross_border),
        classification(case, incident),
        case.given("handling", incident.handling.map(|it| case.label("handling", it.as_str()))),
        case.given("referrals", Some(referrals(case, incident))),
        case.given("codename", incident.codename.clone()),
        case.listed("related", &incident.related),
        case.given("restricted-to", Some(case.people(&incident.restricted_to))),
    ];
    facts.into_iter().flatten().collect()
}

/// Returns the severity's agreed name with its id.
fn severity(case: &Case<'_>, id: &str) -> String {
    if id == "unknown" {
        return case.language.text("severity-unknown");
    }
    let agreed = case.agreement.and_then(|agreement| agreement.record.severity(id));
    let words = match agreed.and_then(|agreed| agreed.label.as_ref()) {
        Some(label) => format!("{label} ({id})"),
        None => id.to_owned(),
    };
    match case.agreement {
        Some(agreement) if agreement.record.is_notifiable(Some(id)) => {
            format!("{words}, {}", case.language.text("at-threshold"))
        }
        _ => words,
    }
}

fn affected(case: &Case<'_>, incident: &Incident) -> Option<Fact> {
    let people = incident.affected_people.as_ref()?;
    let mut words = people.categories.clone();
    if let Some(count) = people.approximately.filter(|count| *count > 0) {
        words.push(case.language.text_with("about", &[("count", &count.to_string())]));
    }
    if people.vulnerable == Some(Answer::Yes) {
        words.push(case.language.text("vulnerable"));
    }
    case.listed("affected-people", &words)
}

fn personal_data(case: &Case<'_>, incident: &Incident) -> Option<Fact> {
    let data = incident.personal_data.as_ref()?;
    let mut words: Vec<String> =
        data.involved.iter().map(|involved| case.label("answer", involved.as_str())).collect();
    words.extend(data.categories.iter().cloned());
    if let Some(count) = data.records_approximately {
        words.push(case.language.text_with("about-records", &[("count", &count.to_string())]));
    }
    words.extend(data.breach.iter().map(|breach| case.label("breach", breach.as_str())));
    words.extend(data.risk.iter().map(|risk| case.label("data-risk", risk.as_str())));
    case.listed("personal-data", &words)
}

fn impact(case: &Case<'_>, incident: &Incident) -> Option<Fact> {
    let impact = incident.impact.as_ref()?;
    let words = [
        impact.functional.map(|it| case.label("functional", it.as_str())),
        impact.information.map(|it| case.label("information", it.as_str())),
        impact.recoverability.map(|it| case.label("recoverability", it.as_str())),
        impact.safety.clone(),
    ];
    case.listed("impact", &words.into_iter().flatten().collect::<Vec<_>>())
}

fn classification(case: &Case<'_>, incident: &Incident) -> Option<Fact> {
    let class = incident.classification.as_ref()?;
    let words = [
        class.rsit.as_ref().map(|id| format!("RSIT {id}")),
        class.veris_action.as_ref().map(|id| format!("VERIS {id}")),
        class.custom.clone(),
    ];
    case.listed("classification", &words.into_iter().flatten().collect::<Vec<_>>())
}

fn referrals(case: &Case<'_>, incident: &Incident) -> String {
    let one = |referral: &crate::model::incident::Referral| {
        let mut words = referral.to.clone().unwrap_or_else(|| case.not_stated());
        let more = [referral.at.as_ref().map(|at| case.time(at)), referral.because.clone()];
        for more in more.into_iter().flatten() {
            words.push_str(", ");
            words.push_str(&more);
        }
        words
    };
    incident.referrals.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Returns who was told, and which contacts of the organization nobody reached.
fn told(
    case: &Case<'_>,
    entries: &[&Document<'_, Entry>],
    superseded: &BTreeSet<&str>,
) -> (Vec<ToldLine>, Vec<String>) {
    let mut reached = BTreeSet::new();
    let mut lines = Vec::new();
    for Document { id, record: entry, .. } in entries.iter().copied() {
        if entry.entry_type != Some(EntryType::Communication) || superseded.contains(id) {
            continue;
        }
        // Who tells of an incident knows of it too.
        if entry.is_reached() {
            reached.extend(entry.to.iter().map(String::as_str).chain(entry.actor.as_deref()));
        }
        let not_stated = || case.not_stated();
        let when = moment(entry).map(|moment| case.language.time(moment, &case.zone));
        lines.push(ToldLine {
            when: when.unwrap_or_else(|| case.language.text("unknown")),
            who: if entry.to.is_empty() { not_stated() } else { case.people(&entry.to) },
            channel: entry.channel.map_or_else(not_stated, |it| case.label("channel", it.as_str())),
            reached: entry.reached.map_or_else(not_stated, |it| case.label("answer", it.as_str())),
        });
    }
    let contacts = case.agreement.and_then(|agreement| agreement.record.contacts.as_ref());
    let contacts = contacts.and_then(|contacts| contacts.organization.as_ref());
    let not_told = contacts
        .into_iter()
        .flat_map(PartyContacts::in_order)
        .filter(|handle| !reached.contains(handle))
        .map(|handle| case.person(handle))
        .collect();
    (lines, not_told)
}

/// Returns the timeline by days where the engagement's clocks stand; what has no time comes last.
fn days(
    case: &Case<'_>,
    entries: &[&Document<'_, Entry>],
    superseded: &BTreeSet<&str>,
) -> Vec<DayView> {
    let mut days: BTreeMap<(bool, Option<jiff::civil::Date>), DayView> = BTreeMap::new();
    for entry in entries.iter().copied() {
        let local = moment(entry.record).map(|moment| moment.to_zoned(case.zone.clone()));
        let key = (local.is_none(), local.as_ref().map(jiff::Zoned::date));
        let day = days.entry(key).or_insert_with(|| DayView {
            date: match &local {
                Some(local) => {
                    format!("{} ({})", case.language.weekday_date(local.date()), offset(local))
                }
                None => case.language.text("time-unknown"),
            },
            lines: Vec::new(),
        });
        day.lines.push(line(case, entry, local.as_ref(), superseded.contains(entry.id)));
    }
    days.into_values().collect()
}

fn line(
    case: &Case<'_>,
    Document { id, record: entry, body }: &Document<'_, Entry>,
    local: Option<&jiff::Zoned>,
    is_superseded: bool,
) -> LineView {
    let kind = entry.entry_type.map_or("note", |it| it.as_str());
    let face = local.map(clock_face).unwrap_or_default();
    let time = match entry.precision {
        None | Some(Precision::Minute | Precision::Second) => face,
        Some(Precision::Approx | Precision::Hour) => format!("\u{2248} {face}"),
        Some(precision) => case.label("precision", precision.as_str()),
    };
    LineView {
        id: (*id).to_owned(),
        time,
        kind: case.label("entry-type", kind),
        details: details(case, entry, is_superseded),
        text: body.trim().to_owned(),
        is_superseded,
    }
}

fn details(case: &Case<'_>, entry: &Entry, is_superseded: bool) -> Vec<String> {
    let written = |key: &str, value: &Option<Box<str>>| {
        let value = value.as_deref().filter(|value| !value.is_empty())?;
        Some(case.language.text_with(key, &[("value", value)]))
    };
    let with = |key: &str, value: Option<String>| written(key, &value.map(String::into_boxed_str));
    let person = |handle: &Option<Box<str>>| handle.as_ref().map(|handle| case.person(handle));
    let command = entry.command.as_ref().map(|command| command.argv.join(" "));
    let late = match (&entry.occurred_at, &entry.recorded_at) {
        (Some(occurred), Some(recorded)) => recorded
            .instant()
            .zip(occurred.instant())
            .filter(|(recorded, occurred)| recorded.duration_since(*occurred).as_mins() >= 60)
            .map(|(recorded, _)| case.language.time(recorded, &case.zone)),
        _ => None,
    };
    let details = [
        is_superseded.then(|| case.language.text("line-superseded")),
        written("line-supersedes", &entry.supersedes),
        entry.phase.map(|phase| case.label("phase", phase.as_str())),
        with("line-to", Some(case.people(&entry.to))),
        with("line-channel", entry.channel.map(|it| case.label("channel", it.as_str()))),
        with("line-reached", entry.reached.map(|it| case.label("answer", it.as_str()))),
        written("line-about", &entry.about),
        written("line-chosen", &entry.chosen),
        written("line-because", &entry.because),
        written("line-dissent", &entry.dissent),
        with("line-by", person(&entry.by)),
        written("line-change", &entry.change),
        with("line-command", command),
        written("line-evidence", &entry.evidence),
        entry.event.map(|event| case.label("custody", event.as_str())),
        with("line-actor", person(&entry.actor)),
        with("line-confidence", entry.confidence.map(|it| case.label("confidence", it.as_str()))),
        with("line-recorded-late", late),
        with("line-recorded-by", person(&entry.recorded_by)),
    ];
    details.into_iter().flatten().collect()
}

fn suspended(case: &Case<'_>, suspension: &Suspension) -> SuspensionView {
    let decision = suspension.decision.map(|it| case.label("suspension", it.as_str()));
    let at = suspension.at.as_ref().map(|at| case.time(at));
    let mut facts = vec![case.owed("suspension-decision", decision), case.owed("decided-at", at)];
    facts.extend(case.given("resume-conditions", suspension.resume_conditions.clone()));
    facts.extend(case.given("resumed-at", suspension.resumed_at.as_ref().map(|at| case.time(at))));
    SuspensionView {
        facts,
        consents: suspension.consents.iter().map(|consent| case.consent(consent)).collect(),
    }
}
