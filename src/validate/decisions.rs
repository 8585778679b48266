//! Which decision of an incident gives the reason for which of its steps. It reports nothing itself.
//!
//! One decision explains one step. What a decision is about is read from `about` and `chosen`, where
//! they use the words that our own hints suggest; a decision in other words, or in another language,
//! may be about any one step. A time that is not known exactly is read so that the decision counts.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Facts;
use crate::model::agreement::{Agreement, UNKNOWN};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::incident::{Incident, IncidentStatus, Suspension};
use crate::model::kind::Kind;
use crate::model::state;
use crate::model::time::Time;

/// A step that owes a reason, in the order in which they take their decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The status went back on its way, and that is not recorded yet.
    Back,
    /// It went back before, in what is recorded.
    WentBack,
    /// The audit stopped.
    Stopped,
    /// It went on.
    Resumed,
    Closed,
    Reopened,
    /// The severity became milder.
    Lowered,
}

/// Times at which an incident took a step.
const STEPS: &[&str] = &[
    "detected_at",
    "aware_at",
    "determined_at",
    "contained_at",
    "recovered_at",
    "closed_at",
    "suspension.at",
    "suspension.resumed_at",
];

/// Words that say what a decision is about.
const WORDS: &[(Topic, &[&str])] = &[
    (Topic::Of(Step::Back), &["status", "back"]),
    (
        Topic::Of(Step::Stopped),
        &["stop", "stopped", "stopping", "suspend", "suspended", "suspension"],
    ),
    (Topic::Of(Step::Resumed), &["resume", "resumed", "resuming", "resumption", "continue"]),
    (Topic::Of(Step::Closed), &["close", "closed", "closing", "closure"]),
    (Topic::Of(Step::Reopened), &["reopen", "reopened", "reopening"]),
    (Topic::Of(Step::Lowered), &["severity", "downgrade", "downgraded"]),
    (Topic::Another, &["disclosure", "notification", "notify", "publication", "evidence"]),
];

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Of(Step),
    /// Something that is no step of the incident.
    Another,
}

/// One reason that a decision can give.
#[derive(Debug)]
struct Reason<'a> {
    document: &'a TypedDocument,
    entry: &'a Entry,
    /// `None` where it may be about any step.
    topic: Option<Topic>,
}

/// An incident, and what its steps are held against.
struct Case<'f, 'a> {
    facts: &'f Facts<'a>,
    document: &'f TypedDocument,
    incident: &'f Incident,
    agreement: Option<&'f Agreement>,
    /// How often it went back on its way.
    went_back: usize,
    /// The statuses to which it went back.
    statuses: BTreeSet<&'f str>,
}

/// Returns the decisions of an incident, by path.
fn of<'a>(
    facts: &Facts<'a>,
    incident: &str,
) -> impl Iterator<Item = (&'a TypedDocument, &'a Entry)> {
    let decisions = facts.entries_of(incident);
    decisions.filter(|(_, entry)| entry.entry_type == Some(EntryType::Decision))
}

/// Returns whether a decision gives the reason for a step of an incident, with one for each of the
/// other steps that owe a reason.
pub(super) fn is_explained(facts: &Facts<'_>, document: &TypedDocument, step: Step) -> bool {
    let Content::Incident(incident) = &document.content else { return false };
    let agreed = facts.agreement_of(document);
    let agreement = agreed.as_ref().map(|agreed| agreed.agreement);
    let went_back = went_back(facts, document);
    let statuses = went_back.iter().copied().collect();
    let went_back = went_back.len();
    let case = Case { facts, document, incident, agreement, went_back, statuses };
    let owed = case.owed();
    let reasons = case.reasons();
    let given =
        given(&owed, reasons.len(), |owed, reason| case.may_explain(owed, &reasons[reason]));
    owed.iter().zip(given).all(|(owed, is_given)| *owed != step || is_given)
}

/// Returns whether an earlier text of an incident said that the audit stands still, and this one
/// says of no stop any more.
pub(super) fn is_stop_gone(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
) -> bool {
    let stops = incident.suspension.as_ref().is_some_and(Suspension::stops);
    !stops && facts.before(document).iter().any(|before| before.is_stopped)
}

/// Returns when an incident last took a step, of the steps that are dated and not left out.
pub(super) fn last_step(incident: &Incident, left_out: &str) -> Option<Timestamp> {
    let steps = STEPS.iter().filter(|field| **field != left_out);
    steps.filter_map(|field| incident.time(field)?.instant()).max()
}

/// Returns whether a step of the status goes back on the way.
fn is_back(from: &str, to: &str) -> bool {
    state::step(Kind::Incident, from, to) == state::Step::NeedsDecision
}

/// Returns those of some statuses, from the oldest on, that stand further back than the one before.
fn backwards<'s>(statuses: impl Iterator<Item = &'s str>) -> impl Iterator<Item = &'s str> {
    statuses
        .scan(None, |before: &mut Option<&'s str>, status| {
            let from = before.replace(status);
            Some(from.is_some_and(|from| is_back(from, status)).then_some(status))
        })
        .flatten()
}

/// Returns the statuses to which an incident went back, the oldest first.
fn went_back<'f>(facts: &'f Facts<'_>, document: &'f TypedDocument) -> Vec<&'f str> {
    let before = facts.before(document).iter().rev();
    let before = before.filter_map(|before| before.status.as_deref());
    backwards(before.chain(document.document.text_of("status"))).collect()
}

/// Returns the ranks through which an incident became milder, of its texts from the oldest on.
fn lowerings(ranks: impl Iterator<Item = u32>) -> usize {
    let mut before = None;
    let mut count = 0;
    for rank in ranks {
        count += usize::from(before.is_some_and(|before| before < rank));
        before = Some(rank);
    }
    count
}

/// Gives each step a reason of its own, as far as there are any, the first steps first; returns
/// which steps have one.
fn given(owed: &[Step], reasons: usize, may_explain: impl Fn(Step, usize) -> bool) -> Vec<bool> {
    // Steps of one kind want the same reasons: an incident may have thousands, of few kinds.
    let mut kinds: Vec<Step> = Vec::new();
    for step in owed {
        if !kinds.contains(step) {
            kinds.push(*step);
        }
    }
    let wanted: Vec<Vec<bool>> = kinds
        .iter()
        .map(|kind| (0..reasons).map(|reason| may_explain(*kind, reason)).collect())
        .collect();
    let mut holders = vec![None; reasons];
    let kind_of = |step: &Step| kinds.iter().position(|kind| kind == step);
    owed.iter()
        .map(|step| kind_of(step).is_some_and(|kind| give(kind, &wanted, &mut holders)))
        .collect()
}

/// Gives one more step of a kind a reason, where need be by giving a step of another kind another
/// one. A step that has a reason always keeps one.
fn give(kind: usize, wanted: &[Vec<bool>], holders: &mut [Option<usize>]) -> bool {
    // Kinds that want a reason more, each with the kind before it that would take its reason.
    let mut asked: Vec<(usize, Option<(usize, usize)>)> = vec![(kind, None)];
    let mut at = 0;
    while let Some((kind, _)) = asked.get(at).copied() {
        let wants = |reason: &usize| wanted[kind][*reason];
        let mut free = (0..holders.len()).filter(wants).find(|reason| holders[*reason].is_none());
        let mut to = at;
        while let Some(reason) = free {
            let (kind, taker) = asked[to];
            holders[reason] = Some(kind);
            let Some((before, reason)) = taker else { return true };
            (to, free) = (before, Some(reason));
        }
        for reason in (0..holders.len()).filter(wants) {
            if let Some(other) = holders[reason]
                && asked.iter().all(|(kind, _)| *kind != other)
            {
                asked.push((other, Some((at, reason))));
            }
        }
        at += 1;
    }
    false
}

impl<'a> Case<'_, 'a> {
    /// Returns the steps that owe a reason; each lowering of the severity owes its own.
    fn owed(&self) -> Vec<Step> {
        let before = self.facts.recorded_before(self.document);
        let recorded = before.and_then(|before| before.status.as_deref());
        let status = self.document.document.text_of("status");
        let is_back_now = matches!((recorded, status), (Some(from), Some(to)) if is_back(from, to));
        let went_back = self.went_back.saturating_sub(usize::from(is_back_now));
        let mut owed = vec![Step::WentBack; went_back];
        owed.extend(is_back_now.then_some(Step::Back));
        if let Some(suspension) = self.suspension() {
            owed.push(Step::Stopped);
            owed.extend(suspension.resumed_at.is_some().then_some(Step::Resumed));
        } else if self.is_stop_gone() {
            owed.extend([Step::Stopped, Step::Resumed]);
        }
        match self.incident.status {
            Some(IncidentStatus::Closed) => owed.push(Step::Closed),
            Some(IncidentStatus::Reopened) => owed.push(Step::Reopened),
            _ => {}
        }
        let rank = |severity: &str| self.agreement?.rank_of(severity);
        let before = self.facts.before(self.document).iter().rev();
        let severities = before.filter_map(|before| before.severity.as_deref());
        let severities = severities.chain(self.incident.severity.as_deref());
        // Before anybody said how bad it is, nothing can have become milder.
        let severities = severities.skip_while(|severity| *severity == UNKNOWN);
        owed.extend(vec![Step::Lowered; lowerings(severities.filter_map(rank))]);
        owed
    }

    /// Returns the suspension where something stopped.
    fn suspension(&self) -> Option<&Suspension> {
        self.incident.suspension.as_ref().filter(|it| it.stops())
    }

    /// Returns whether an earlier text said that the audit stands still, and this one does not: the
    /// work goes on.
    fn is_stop_gone(&self) -> bool {
        is_stop_gone(self.facts, self.document, self.incident)
    }

    /// Returns every reason that decisions give: one for each topic that a decision names, or one
    /// for any.
    fn reasons(&self) -> Vec<Reason<'a>> {
        let facts: &Facts<'a> = self.facts;
        let mut reasons = Vec::new();
        for (document, entry) in of(facts, &self.document.id) {
            let topics = self.topics(document, entry);
            if topics.is_empty() {
                reasons.push(Reason { document, entry, topic: None });
            }
            let of_topic = |topic| Reason { document, entry, topic: Some(topic) };
            reasons.extend(topics.into_iter().map(of_topic));
        }
        reasons
    }

    fn topics(&self, document: &TypedDocument, entry: &Entry) -> Vec<Topic> {
        let text = [&entry.about, &entry.chosen].map(|text| text.as_deref().unwrap_or_default());
        let text = text.join(" ").to_lowercase();
        let words: Vec<&str> =
            text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
        let names = |wanted: &&str| words.contains(wanted);
        let mut topics: Vec<Topic> = WORDS
            .iter()
            .filter(|(_, wanted)| wanted.iter().any(&names))
            .map(|(topic, _)| *topic)
            .collect();
        let mut add = |topic, is_named| {
            if is_named && !topics.contains(&topic) {
                topics.push(topic);
            }
        };
        let status = self.document.document.text_of("status");
        let mut statuses = self.statuses.iter().copied().chain(status);
        let names_status = statuses.any(|status| words.contains(&status));
        add(Topic::Of(Step::Back), names_status);
        add(Topic::Of(Step::Resumed), text.contains("go on") || text.contains("going on"));
        add(Topic::Of(Step::Lowered), self.severity_chosen(entry).is_some());
        add(Topic::Another, topics_of_notification(self.facts, &self.document.id, document));
        topics
    }

    /// Returns the agreed severity that a decision chose.
    fn severity_chosen<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        let chosen = entry.chosen.as_deref()?.trim();
        self.agreement?.severity(chosen).map(|_| chosen)
    }

    fn may_explain(&self, step: Step, reason: &Reason<'_>) -> bool {
        let topic = if step == Step::WentBack { Step::Back } else { step };
        let is_about = reason.topic.is_none_or(|about| about == Topic::Of(topic));
        is_about && self.is_in_time(step, reason) && self.is_this_severity(step, reason.entry)
    }

    /// Returns whether a decision that chose a severity chose one that the incident came to.
    fn is_this_severity(&self, step: Step, entry: &Entry) -> bool {
        let Some(chosen) = self.severity_chosen(entry).filter(|_| step == Step::Lowered) else {
            return true;
        };
        let before = self.facts.before(self.document).iter();
        self.incident.severity.as_deref() == Some(chosen)
            || before.filter_map(|it| it.severity.as_deref()).any(|it| it == chosen)
    }

    /// Returns whether a decision may have been taken in the right order with a step.
    fn is_in_time(&self, step: Step, reason: &Reason<'_>) -> bool {
        let recorded = self.facts.recorded_before(self.document);
        let is_new = |is_it: fn(&str) -> bool| {
            recorded.is_some_and(|before| !before.status.as_deref().is_some_and(is_it))
        };
        match step {
            Step::Back => self.is_newer_than_record(reason),
            Step::WentBack => self.facts.recorded.paths.contains(&*reason.document.path),
            Step::Closed if is_new(|status| status == "closed") => {
                self.is_newer_than_record(reason)
            }
            Step::Reopened if is_new(|status| status == "reopened") => {
                self.is_newer_than_record(reason)
            }
            Step::Closed => {
                let other = last_step(self.incident, "closed_at").max(self.closed_before());
                is_not_before(reason.entry, other)
            }
            Step::Reopened => is_not_before(reason.entry, last_step(self.incident, "")),
            Step::Stopped => self.is_of_the_stop(reason),
            Step::Resumed => {
                let stopped = self.suspension().and_then(|it| it.at.as_ref()?.instant());
                is_after(reason.entry, stopped)
            }
            // Of one that was recorded long ago nobody knows when it was taken.
            Step::Lowered => {
                let is_recorded =
                    recorded.is_none_or(|before| before.severity == self.incident.severity);
                is_recorded || self.is_newer_than_record(reason)
            }
        }
    }

    /// Returns whether a decision for a step that is not recorded yet is not recorded either, or may
    /// be newer than every step that the recorded text dates.
    fn is_newer_than_record(&self, reason: &Reason<'_>) -> bool {
        if !self.facts.recorded.paths.contains(&*reason.document.path) {
            return true;
        }
        let last = self.facts.recorded_before(self.document).and_then(|before| before.last_step);
        let entry = reason.entry;
        let written = entry.recorded_at.as_ref().and_then(Time::instant);
        let written = written.or_else(|| entry.happened().map(|it| it.latest));
        !matches!((written, last), (Some(written), Some(last)) if written <= last)
    }

    /// Returns when the incident was closed the time before, where it was opened again since.
    fn closed_before(&self) -> Option<Timestamp> {
        let is_closed = |status: &Option<String>| status.as_deref() == Some("closed");
        let before = self.facts.before(self.document).iter();
        let mut before = before.skip_while(|it| is_closed(&it.status));
        let closed = before.find(|it| is_closed(&it.status))?.closed_at?;
        let now = self.incident.closed_at.as_ref().and_then(Time::instant);
        (now != Some(closed)).then_some(closed)
    }

    /// Returns whether a decision may be the one to stop. Once the work goes on, one that does not
    /// say so is taken for the one to go on, unless it was taken nearer to the stop.
    fn is_of_the_stop(&self, reason: &Reason<'_>) -> bool {
        // One that is no longer written does not say when it was.
        let Some(suspension) = self.suspension() else { return true };
        if reason.topic.is_some() || suspension.resumed_at.is_none() {
            return true;
        }
        let instant = |time: &Option<Time>| time.as_ref().and_then(Time::instant);
        let taken = reason.entry.happened().map(|it| it.latest);
        match (instant(&suspension.at), taken, instant(&suspension.resumed_at)) {
            (Some(at), Some(taken), Some(resumed)) => {
                taken.duration_since(at) < resumed.duration_since(taken)
            }
            _ => false,
        }
    }
}

/// Returns whether a notification names a decision as its own.
fn topics_of_notification(facts: &Facts<'_>, incident: &str, decision: &TypedDocument) -> bool {
    let mut notifications = super::regimes::notifications_of(facts, incident);
    notifications.any(|(_, notification)| {
        notification.decision.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(&decision.id))
    })
}

/// Returns whether a decision may have been taken after an instant.
fn is_after(entry: &Entry, instant: Option<Timestamp>) -> bool {
    let taken = entry.happened().map(|it| it.latest);
    !matches!((taken, instant), (Some(taken), Some(instant)) if taken <= instant)
}

/// Returns whether a decision may have been taken at an instant or after it.
fn is_not_before(entry: &Entry, instant: Option<Timestamp>) -> bool {
    let taken = entry.happened().map(|it| it.latest);
    !matches!((taken, instant), (Some(taken), Some(instant)) if taken < instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reason_is_given_to_one_step() {
        use Step::{Back, Closed, Stopped};
        // Which steps each reason may explain.
        let cases = [
            (vec![Back], vec![], vec![false]),
            (vec![Back], vec![vec![Back]], vec![true]),
            (vec![Back, Closed], vec![vec![Back, Closed]], vec![true, false]),
            (vec![Back, Closed], vec![vec![Back, Closed], vec![Back]], vec![true, true]),
            (
                vec![Back, Stopped, Closed],
                vec![vec![Closed], vec![Back, Closed]],
                vec![true, false, true],
            ),
            (vec![Closed, Closed], vec![vec![Closed]], vec![true, false]),
        ];
        for (owed, reasons, expected) in cases {
            let given = given(&owed, reasons.len(), |step, at| reasons[at].contains(&step));
            assert_eq!(given, expected, "{owed:?} {reasons:?}");
        }
    }

    #[test]
    fn thousands_of_steps_are_soon_explained() {
        use Step::{Back, Closed, WentBack};
        let owed: Vec<Step> = [vec![WentBack; 3_000], vec![Back, Closed]].concat();
        let asked = std::cell::Cell::new(0);
        let given = given(&owed, 3_001, |step, at| {
            asked.set(asked.get() + 1);
            step != Closed || at == 0
        });
        assert_eq!(given.iter().filter(|is_given| **is_given).count(), 3_001);
        assert_eq!((given[3_000], given[3_001]), (true, false));
        // Each reason is held once against each kind of step.
        assert_eq!(asked.get(), 3 * 3_001);
    }

    #[test]
    fn each_way_back_counts() {
        let cases: [(&[&str], &[&str]); 5] = [
            (&[], &[]),
            (&["triage", "triage", "contained"], &[]),
            (&["contained", "triage"], &["triage"]),
            (
                &["contained", "triage", "contained", "confirmed", "triage"],
                &["triage", "confirmed", "triage"][..],
            ),
            (&["contained", "closed", "reopened", "triage"], &[]),
        ];
        for (statuses, expected) in cases {
            let found: Vec<&str> = backwards(statuses.iter().copied()).collect();
            assert_eq!(found, expected, "{statuses:?}");
        }
    }

    #[test]
    fn each_way_down_counts() {
        for (ranks, expected) in
            [(&[][..], 0), (&[1, 1, 1], 0), (&[3, 2, 1], 0), (&[1, 2, 2, 3], 2), (&[1, 3, 1, 2], 2)]
        {
            assert_eq!(lowerings(ranks.iter().copied()), expected, "{ranks:?}");
        }
    }
}
