//! Clocks that run under the agreement: telling the other party, the severity's own periods.
//!
//! They are counted as people say them: 60 minutes are 60 minutes, 7 days end at the same time of
//! day seven days later in the engagement's zone. No holiday moves them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::clock::{Remark, Waits, Why};
use crate::model::agreement::{Agreement, Severity};
use crate::model::incident::{Incident, Origin};
use crate::model::moment::Between;
use crate::model::time::{Period, Time};
use crate::model::vocabulary::Precision;

/// A clock that the agreement sets.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreedClock {
    pub what: AgreedPeriod,
    /// Where the agreement says it, such as `severities[1].notify_within`.
    pub field: String,
    /// The period as the agreement has it.
    pub within: String,
    pub due: AgreedDue,
}

/// What has to be done within an agreed period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgreedPeriod {
    /// The other party is told of the incident.
    TellOtherParty,
    /// A contact of the organization is told, as this severity asks.
    TellContact,
    /// The review is held.
    Review,
}

/// When it is due.
#[derive(Debug, Clone, PartialEq)]
pub enum AgreedDue {
    By {
        /// From the earliest instant that the start may stand for.
        at: Timestamp,
        /// From the latest one.
        at_latest: Timestamp,
        /// The field that started it, and its text.
        start: (&'static str, String),
        remark: Option<Remark>,
    },
    NotStarted(Waits),
    Unknowable(Why),
}

/// Returns the clocks that the agreement sets for an incident, the ones it does not set left out.
pub fn clocks(incident: &Incident, agreement: &Agreement, zone: &TimeZone) -> Vec<AgreedClock> {
    let mut clocks = Vec::new();
    let mut add = |what, field: String, within: Option<&Period>, start| {
        if let Some(within) = within {
            let due = due(incident, start, within, zone);
            clocks.push(AgreedClock { what, field, within: within.as_str().to_owned(), due });
        }
    };
    let (direction, disclosure) = disclosure(incident, agreement);
    add(
        AgreedPeriod::TellOtherParty,
        format!("disclosure_period.{direction}"),
        disclosure,
        "detected_at",
    );
    if let Some((at, severity)) = severity(incident, agreement) {
        let field = |name: &str| format!("severities[{at}].{name}");
        let (notify, review) = (severity.notify_within.as_ref(), severity.review_within.as_ref());
        add(AgreedPeriod::TellContact, field("notify_within"), notify, "detected_at");
        add(AgreedPeriod::Review, field("review_within"), review, "closed_at");
    }
    clocks
}

/// The file is the auditor's, so that what the organization did not report itself, the auditor
/// knew first.
fn disclosure<'a>(
    incident: &Incident,
    agreement: &'a Agreement,
) -> (&'static str, Option<&'a Period>) {
    let periods = agreement.disclosure_period.as_ref();
    match incident.origin {
        Some(Origin::ReportedByOrganization) => {
            ("organization_to_auditor", periods.and_then(|it| it.organization_to_auditor.as_ref()))
        }
        _ => {
            ("auditor_to_organization", periods.and_then(|it| it.auditor_to_organization.as_ref()))
        }
    }
}

/// Returns the agreed severity, with its place in the list; one that is not known counts as the
/// threshold.
fn severity<'a>(incident: &Incident, agreement: &'a Agreement) -> Option<(usize, &'a Severity)> {
    let of = |id: &str| {
        agreement.severities.iter().enumerate().find(|(_, it)| it.id.as_deref() == Some(id))
    };
    incident.severity.as_deref().and_then(of).or_else(|| of(agreement.threshold.as_deref()?))
}

fn due(incident: &Incident, field: &'static str, within: &Period, zone: &TimeZone) -> AgreedDue {
    let Some(time) = incident.time(field) else {
        return AgreedDue::NotStarted(Waits::Field(field));
    };
    let Some(instant) = time.instant() else {
        return AgreedDue::Unknowable(Why::UnknownField(field));
    };
    let precision = incident.precision.get(field).copied();
    let between = Between::of(time, precision).unwrap_or(Between::exactly(instant));
    let end = |start: Timestamp| {
        let end = start.to_zoned(zone.clone()).checked_add(within.span());
        end.map(|end| end.timestamp()).ok()
    };
    match (end(between.earliest), end(between.latest)) {
        (Some(at), Some(at_latest)) => AgreedDue::By {
            at,
            at_latest,
            start: (field, Time::as_str(time).to_owned()),
            remark: remark(precision),
        },
        _ => AgreedDue::Unknowable(Why::OutOfRange),
    }
}

fn remark(precision: Option<Precision>) -> Option<Remark> {
    match precision {
        None | Some(Precision::Second) => None,
        Some(Precision::Approx) => Some(Remark::ApproximateStart),
        Some(_) => Some(Remark::ImpreciseStart),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(yaml: &str) -> Incident {
        super::super::yaml_of(yaml).unwrap()
    }

    #[test]
    fn agreed_periods_run_from_their_times() {
        let agreement: Agreement = super::super::yaml_of(
            "threshold: sev2
disclosure_period: {auditor_to_organization: 60 minutes, organization_to_auditor: 1 day}
severities:
  - {id: sev1, notify_within: 30 minutes, review_within: 7 days}
  - {id: sev2, notify_within: 2 hours}
",
        )
        .unwrap();
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let shown = |yaml: &str| -> Vec<String> {
            clocks(&incident(yaml), &agreement, &zone)
                .into_iter()
                .map(|clock| match clock.due {
                    AgreedDue::By { at, .. } => format!("{} {at}", clock.field),
                    AgreedDue::NotStarted(waits) => format!("{} {waits}", clock.field),
                    AgreedDue::Unknowable(why) => format!("{} {why}", clock.field),
                })
                .collect()
        };
        assert_eq!(
            shown(
                "{severity: sev1, detected_at: '2026-10-24T12:00:00+02:00', closed_at: '2026-10-24T12:00:00+02:00'}"
            ),
            [
                "disclosure_period.auditor_to_organization 2026-10-24T11:00:00Z",
                "severities[0].notify_within 2026-10-24T10:30:00Z",
                // Seven days later at the same time of day; the clocks went back between.
                "severities[0].review_within 2026-10-31T11:00:00Z",
            ]
        );
        assert_eq!(
            shown("{origin: reported-by-organization, severity: unknown, detected_at: unknown}"),
            [
                "disclosure_period.organization_to_auditor cannot be computed because `detected_at` is unknown",
                "severities[1].notify_within cannot be computed because `detected_at` is unknown",
            ]
        );
        assert_eq!(
            shown("{severity: sev1}")[2],
            "severities[0].review_within not started: there is no `closed_at` yet"
        );
    }
}
