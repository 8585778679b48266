//! What ircase keeps of a law was not compared with the law for a long time.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{AgreedRegime, Agreement, Applies};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::notification::Notification;
use crate::regime::{self, Regime};
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::in_use_or_draft;
use crate::validate::regimes::is_open;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "regime-record-stale",
    class: Class::Duty,
    level: Level::Warning,
    summary: "what is kept here of a law was not compared with the law itself for a long time",
    page: include_str!("regime_record_stale.md"),
    check: Check::Document(check),
};

/// After so many days a record is read again (DOMAIN 5).
const FRESH_DAYS: i64 = 180;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Notification(notification) => {
            in_notification(facts, document, notification, findings);
        }
        _ => {
            let Some(agreement) = in_use_or_draft(document) else { return };
            for (at, agreed) in applied(agreement) {
                in_agreement(facts, document, &format!("regimes[{at}].id"), agreed, findings);
            }
        }
    }
}

/// Returns the laws that an agreement does not rule out, each with its place in the list.
fn applied(agreement: &Agreement) -> impl Iterator<Item = (usize, &AgreedRegime)> {
    let regimes = agreement.regimes.iter().enumerate();
    regimes.filter(|(_, agreed)| agreed.applies != Some(Applies::No))
}

fn in_agreement(
    facts: &Facts<'_>,
    document: &TypedDocument,
    field: &str,
    agreed: &AgreedRegime,
    findings: &mut Findings<'_>,
) {
    let Some(id) = agreed.id.as_deref() else { return };
    let Some(regime) = regime::named(id) else { return };
    let Some(finding) = stale_at(facts, document.field(field), regime) else { return };
    let owed = owed_under(facts, regime);
    // Nobody can act on it tonight when nothing is owed under it.
    findings.add(match owed {
        Some(owed) => finding.related(owed.field("status"), "this is owed under it"),
        None if regime.checked_on.is_never() => finding.level(Level::Note),
        None => finding,
    });
}

/// A report that is owed rests on the record, also where the agreement does not name the law.
fn in_notification(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
    findings: &mut Findings<'_>,
) {
    let Some(regime) = notification.regime.as_deref().and_then(regime::named) else { return };
    let agreement = facts.engagement.agreement().and_then(|(it, _)| in_use_or_draft(it));
    let is_named =
        |agreement| applied(agreement).any(|(_, it)| it.id.as_deref() == Some(&*regime.id));
    if is_open(notification)
        && !agreement.is_some_and(is_named)
        && let Some(finding) = stale_at(facts, document.field("regime"), regime)
    {
        findings.add(finding);
    }
}

fn stale_at(facts: &Facts<'_>, place: Span, regime: &Regime) -> Option<Finding> {
    let finding = Finding::at(place, stale(facts.now, regime)?);
    Some(finding.help(format!(
        "read it before you rely on it: {} ({})",
        regime.source.url, regime.source.text
    )))
}

fn stale(now: Timestamp, regime: &Regime) -> Option<String> {
    let Some(day) = regime.checked_on.date() else {
        return Some("nobody has compared this record with the law itself".to_owned());
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    let days = today.since(day).ok()?.get_days();
    (i64::from(days) > FRESH_DAYS)
        .then(|| format!("this record was compared with the law {days} days ago"))
}

fn owed_under<'a>(facts: &Facts<'a>, regime: &Regime) -> Option<&'a TypedDocument> {
    facts.engagement.notifications().find_map(|(document, notification)| {
        let is_owed = is_open(notification) && notification.regime.as_deref() == Some(&regime.id);
        is_owed.then_some(document)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_fresh_for_180_days() {
        let now = "2026-11-21T12:00:00Z".parse().unwrap();
        let cases = [
            ("never", Some("nobody has compared this record with the law itself")),
            ("2026-11-21", None),
            ("2026-05-25", None),
            ("2026-05-24", Some("this record was compared with the law 181 days ago")),
            // A clock that is behind makes no record old.
            ("2027-01-01", None),
        ];
        for (day, expected) in cases {
            let mut regime = regime::named("eu-gdpr-33").unwrap().clone();
            regime.checked_on = day.parse().unwrap();
            assert_eq!(stale(now, &regime).as_deref(), expected, "{day}");
        }
    }
}
