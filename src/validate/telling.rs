//! How telling the organization of an incident stands, and which rule speaks of it, so that one
//! fault is told once.
//!
//! While nobody was reached, that rule speaks which knows the next step: the time is over
//! (`contact-told-late`), nobody was called (`notifiable-without-contact`), who was called does not
//! answer and the next one was not called (`secondary-not-tried`), the time runs out
//! (`contact-told-late`). Once somebody was reached, only whether that was in time is left. It
//! reports nothing itself.

use jiff::{SignedDuration, Timestamp};

use super::Facts;
use super::force::InForce;
use super::reach::UP;
use super::regimes::is_none_after_all;
use super::rule::Finding;
use super::told::{Call, calls, concerns, is_open, is_reached, ladder, may_be_told, write_it_down};
use crate::diagnostic::Level;
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, Origin};
use crate::model::vocabulary::Party;
use crate::regime::agreed::{AgreedClock, AgreedDue, AgreedPeriod, clocks};
use crate::regime::clock::Remark;
use crate::shell;

/// An incident that the organization has to be told of.
pub(super) struct Telling<'a> {
    pub(super) document: &'a TypedDocument,
    pub(super) incident: &'a Incident,
    pub(super) agreed: InForce<'a>,
    /// The organization's, in order.
    pub(super) ladder: Vec<&'a str>,
    /// Calls that concern somebody on it.
    pub(super) calls: Vec<Call<'a>>,
    /// The time that is agreed for it, where it can be counted.
    pub(super) limit: Option<Limit>,
}

/// How it stands.
pub(super) enum Stands<'a> {
    /// Somebody was reached.
    Reached,
    /// Nobody was reached, and the agreed time is over.
    TooLate,
    /// Nobody was reached; an error until somebody is called, then a reminder while one waits for
    /// the answer as agreed.
    NotTold(Level),
    /// Nobody was reached, and it is time to call the next one.
    NotGoneOn(NotGoneOn<'a>),
    /// Nobody was reached, and more than half of the agreed time is over.
    RunningOut,
}

/// A first contact who does not answer, while the next one was not called.
pub(super) struct NotGoneOn<'a> {
    pub(super) primary: &'a str,
    pub(super) next: &'a str,
    /// The first call to `primary`.
    pub(super) call: &'a TypedDocument,
    pub(super) waited: SignedDuration,
    pub(super) wait: SignedDuration,
    /// Where the agreement says how long one waits.
    pub(super) field: String,
}

/// The time that is agreed for telling a contact of one incident.
pub(super) struct Limit {
    pub(super) start: Timestamp,
    /// The last instant at which it is in time in every reading of the start.
    pub(super) end: Timestamp,
    pub(super) within: String,
    /// Where the agreement says it.
    pub(super) field: String,
}

/// Returns how telling the organization of an incident stands; nothing where they need not be told,
/// or told of it themselves.
pub(super) fn of<'a>(facts: &'a Facts<'_>, document: &'a TypedDocument) -> Option<Telling<'a>> {
    let Content::Incident(incident) = &document.content else { return None };
    // Who tells of an incident knows of it.
    if incident.origin == Some(Origin::ReportedByOrganization) || is_none_after_all(incident) {
        return None;
    }
    let fields = ["severities", "threshold", "disclosure_period", "contacts", "escalation"];
    let agreed = facts.agreed_in(document, &fields)?;
    let agreement = agreed.agreement;
    if !facts.is_notifiable(agreement, document, incident) {
        return None;
    }
    let ladder = ladder(facts, agreement);
    let calls = calls(facts, &document.id, &ladder);
    // A draft's periods bind nobody.
    let limit = agreed.is_agreed().then(|| limit(facts, document, incident, agreement)).flatten();
    Some(Telling { document, incident, agreed, ladder, calls, limit })
}

impl<'a> Telling<'a> {
    pub(super) fn stands(&self, facts: &'a Facts<'_>) -> Stands<'a> {
        if self.calls.iter().any(is_reached) {
            return Stands::Reached;
        }
        let limit = self.limit.as_ref().filter(|_| !self.ladder.is_empty());
        if limit.is_some_and(|limit| facts.now > limit.end) {
            return Stands::TooLate;
        }
        if self.calls.is_empty() {
            return Stands::NotTold(Level::Error);
        }
        if let Some(found) = self.not_gone_on(facts) {
            return Stands::NotGoneOn(found);
        }
        match limit {
            Some(limit) if limit.is_running_out(facts.now) => Stands::RunningOut,
            Some(_) => Stands::NotTold(Level::Warning),
            None => Stands::NotTold(Level::Error),
        }
    }

    fn not_gone_on(&self, facts: &'a Facts<'_>) -> Option<NotGoneOn<'a>> {
        let agreement = self.agreed.agreement;
        let contacts = agreement.contacts_of(Party::Organization);
        let primary = contacts.and_then(|contacts| contacts.primary.as_deref())?;
        let mut others = self.ladder.iter().copied().filter(|handle| *handle != primary);
        let next = others.find(|handle| may_be_told(facts, self.incident, handle))?;
        if !is_open(self.incident) || self.is_tried(next) {
            return None;
        }
        let (call, tried) = first_try(&self.calls, primary)?;
        let (wait, field) = wait(agreement, next);
        let waited = facts.now.duration_since(tried);
        (waited > wait).then_some(NotGoneOn { primary, next, call, waited, wait, field })
    }

    fn is_tried(&self, handle: &str) -> bool {
        self.calls.iter().any(|(_, entry)| concerns(entry, handle))
    }

    /// Returns what to do at three in the morning: whom to call, and how to write it down.
    pub(super) fn what_next(&self, facts: &Facts<'_>, rule: &str) -> String {
        let allowed = || self.may_be_told(facts);
        if let Some(next) = allowed().find(|handle| !self.is_tried(handle)).or(allowed().next()) {
            return self.call(next);
        }
        let next =
            "the agreement names nobody who may be told; add somebody to `contacts.organization`";
        if self.ladder.is_empty() {
            return next.to_owned();
        }
        let incident = shell::word(&self.document.id);
        format!(
            "{next}, or say why nobody may know: `ircase new answer {rule} {incident} --because \"...\"`"
        )
    }

    /// Returns who may be told now, in order.
    fn may_be_told(&self, facts: &Facts<'_>) -> impl Iterator<Item = &'a str> {
        let ladder = self.ladder.iter().copied();
        ladder.filter(|handle| may_be_told(facts, self.incident, handle))
    }

    /// Says to call somebody, and how to write it down.
    pub(super) fn call(&self, who: &str) -> String {
        let note = write_it_down(&self.document.id, self.agreed.agreement, who);
        format!("call `{who}` now (`ircase contacts` says how), then write it down: {note}")
    }

    /// Says that somebody can still be told, while work on the incident goes on: somebody may be, or
    /// has to be named first. Where all who are named are kept out, only an answer is left.
    pub(super) fn owed(&self, facts: &Facts<'_>, finding: Finding) -> Finding {
        let can_be_told = self.ladder.is_empty() || self.may_be_told(facts).next().is_some();
        if is_open(self.incident) && can_be_told { finding.still_owed() } else { finding }
    }

    /// Adds the calls that nobody answered.
    pub(super) fn with_tries(&self, finding: Finding) -> Finding {
        self.calls.iter().fold(finding, |finding, (call, _)| {
            finding.related(call.field("reached"), "tried, and nobody reached")
        })
    }
}

impl Limit {
    /// Returns whether more than half of the time is over.
    fn is_running_out(&self, now: Timestamp) -> bool {
        let whole = self.end.duration_since(self.start);
        now.duration_since(self.start) > whole / 2 && whole > SignedDuration::ZERO
    }
}

/// Returns the first call to a person, with its time in the kindest reading.
fn first_try<'a>(calls: &[Call<'a>], handle: &str) -> Option<(&'a TypedDocument, Timestamp)> {
    let tries = calls.iter().filter(|(_, entry)| concerns(entry, handle));
    let dated = tries.filter_map(|(call, entry)| Some((*call, entry.happened()?.latest)));
    dated.min_by_key(|(_, at)| *at)
}

/// Returns how long one waits before a person is called, and where the agreement says it.
fn wait(agreement: &Agreement, next: &str) -> (SignedDuration, String) {
    let steps = agreement.escalation.iter().enumerate();
    let mut steps = steps.filter(|(_, step)| step.who.as_deref() == Some(next));
    match steps.find_map(|(at, step)| Some((at, step.after.as_ref()?))) {
        Some((at, after)) => (after.approximately(), format!("escalation[{at}].after")),
        None => {
            let otherwise = SignedDuration::from_mins(i64::from(UP));
            (otherwise, "contacts.organization".to_owned())
        }
    }
}

/// Returns what is agreed: for the severity, else for telling the other side at all. Where the
/// severity was milder before, its longer time counts, for nobody knows since when.
fn limit(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    agreement: &Agreement,
) -> Option<Limit> {
    let zone = facts.engagement.zone();
    let of = |incident: &Incident| {
        let clocks = clocks(incident, agreement, &zone);
        let find = |what| clocks.iter().find(|clock| clock.what == what);
        let clock = find(AgreedPeriod::TellContact).or(find(AgreedPeriod::TellOtherParty))?;
        limit_of(clock, incident)
    };
    let before = facts
        .severities_before(agreement, document)
        .map(|severity| of(&Incident { severity: Some(severity.to_owned()), ..incident.clone() }));
    // A severity without a time gave all the time there is.
    let limits: Option<Vec<Limit>> = before.chain([of(incident)]).collect();
    limits?.into_iter().max_by_key(|limit| limit.end)
}

fn limit_of(clock: &AgreedClock, incident: &Incident) -> Option<Limit> {
    let AgreedDue::By { at_latest, remark, .. } = &clock.due else { return None };
    if *remark == Some(Remark::ApproximateStart) {
        return None;
    }
    let start = incident.detected_at.as_ref()?.instant()?;
    let (within, field) = (clock.within.clone(), clock.field.clone());
    Some(Limit { start, end: *at_latest, within, field })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Level};
    use crate::validate::tests::found_in;

    const AGREEMENT: &str = "---\nkind: agreement\nstatus: active\nthreshold: sev2\nseverities: [{id: sev2, rank: 2, notify_within: 60 minutes}, {id: sev3, rank: 3}]\nescalation: [{after: 20 minutes, who: rm}]\ncontacts: {organization: {primary: zq, secondary: rm}}\n---\n";
    const VOICES: [&str; 3] =
        ["notifiable-without-contact", "contact-told-late", "secondary-not-tried"];

    /// Returns what the three rules say of an incident that was seen at 10:00.
    fn said(incident: &str, entries: &[&str], now: &str) -> Vec<(&'static str, Level)> {
        found(incident, entries, now).iter().map(|it| (it.rule, it.level)).collect()
    }

    fn found(incident: &str, entries: &[&str], now: &str) -> Vec<Diagnostic> {
        let incident = format!("---\nkind: incident\nseverity: sev2\n{incident}\n---\n");
        let folder = "incidents/INC-2026-7KQ2";
        let mut files = vec![("agreement.md".to_owned(), AGREEMENT.to_owned())];
        files.push((format!("{folder}/incident.md"), incident));
        for (at, entry) in entries.iter().enumerate() {
            let path = format!("{folder}/timeline/20261121T10000{at}Z-8F3K.md");
            let entry = entry.replace("; ", "\n");
            files.push((
                path,
                format!("---\nkind: entry\ntype: communication\n{entry}\n---\nText.\n"),
            ));
        }
        let files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let now = format!("2026-11-21T{now}:00Z");
        let found = found_in(&files, &now).into_iter();
        found.filter(|it| VOICES.contains(&it.rule)).collect()
    }

    #[test]
    fn one_rule_speaks_at_a_time() {
        let seen = "detected_at: 2026-11-21T10:00:00Z";
        let tried = "to: [zq]; reached: no; occurred_at: 2026-11-21T10:05:00Z";
        let both = "to: [rm]; reached: no; occurred_at: 2026-11-21T10:25:00Z";
        let told = "to: [zq]; occurred_at: 2026-11-21T10:30:00Z";
        let late = "to: [zq]; occurred_at: 2026-11-21T11:30:00Z";
        let [without, too_late, not_tried] = VOICES;
        let (error, warning) = (Level::Error, Level::Warning);
        type Case<'a> = (&'a str, &'a [&'a str], &'a str, Option<(&'a str, Level)>);
        let cases: [Case<'_>; 15] = [
            (seen, &[], "10:01", Some((without, error))),
            (seen, &[], "10:59", Some((without, error))),
            (seen, &[], "11:01", Some((too_late, error))),
            (seen, &[tried], "10:10", Some((without, warning))),
            (seen, &[tried], "10:26", Some((not_tried, warning))),
            (seen, &[tried, both], "10:29", Some((without, warning))),
            (seen, &[tried, both], "10:31", Some((too_late, warning))),
            (seen, &[tried], "11:01", Some((too_late, error))),
            (seen, &[tried, told], "11:01", None),
            (seen, &[tried, late], "11:31", Some((too_late, error))),
            // Without a time nobody can say that it is over.
            ("detected_at: unknown", &[], "10:01", Some((without, error))),
            ("detected_at: unknown", &[tried], "10:10", Some((without, error))),
            ("detected_at: unknown", &[tried], "10:26", Some((not_tried, warning))),
            ("detected_at: unknown", &[late], "12:00", None),
            ("detected_at: unknown\nstatus: closed", &[tried], "12:00", Some((without, error))),
        ];
        for (incident, entries, now, expected) in cases {
            let said = said(incident, entries, now);
            assert_eq!(said, Vec::from_iter(expected), "{incident} {entries:?} {now}");
        }
    }

    #[test]
    fn only_what_can_still_be_done_is_owed() {
        let seen = "detected_at: 2026-11-21T10:00:00Z";
        let cases = [
            ("", true),
            ("restricted_to: [av, rm]", true),
            ("status: closed", false),
            // Both contacts may be the ones who did it.
            ("restricted_to: [av]", false),
        ];
        for (incident, owed) in cases {
            for now in ["10:10", "11:01"] {
                let found = found(&format!("{seen}\n{incident}"), &[], now);
                let is_owed: Vec<_> = found.iter().map(|it| it.is_still_owed).collect();
                assert_eq!(is_owed, [owed], "{incident} {now}");
            }
        }
    }

    #[test]
    fn who_knows_is_told() {
        let at = "occurred_at: 2026-11-21T10:05:00Z";
        let cases = [
            // A line that says who was told says that they were.
            (format!("to: [zq]; {at}"), true),
            (format!("to: [zq]; reached: yes; {at}"), true),
            (format!("to: [zq]; reached: no; {at}"), false),
            (format!("to: [zq]; reached: unknown; {at}"), false),
            // Who calls us knows.
            (format!("actor: rm; channel: phone; {at}"), true),
            (format!("actor: rm; to: [av]; {at}"), true),
            (format!("actor: rm; to: [av]; reached: no; {at}"), false),
            (format!("to: [pt]; {at}"), false),
        ];
        for (entry, told) in cases {
            let said = said("detected_at: 2026-11-21T10:00:00Z", &[&entry], "10:10");
            assert_eq!(said.is_empty(), told, "{entry}: {said:?}");
        }
    }

    #[test]
    fn what_need_not_be_told_is_left_out() {
        for incident in [
            "determination: false-positive",
            "determination: near-miss",
            "status: false-positive",
            "status: near-miss",
            "origin: reported-by-organization",
        ] {
            let incident = format!("detected_at: 2026-11-21T10:00:00Z\n{incident}");
            let tried = "to: [zq]; reached: no; occurred_at: 2026-11-21T10:05:00Z";
            for entries in [&[][..], &[tried]] {
                assert_eq!(said(&incident, entries, "12:00"), [], "{incident}");
            }
        }
    }
}
