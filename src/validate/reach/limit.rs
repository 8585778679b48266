//! How soon somebody must be reached.

use crate::model::agreement::Agreement;
use crate::model::time::Period;
use crate::model::vocabulary::Party;

/// Minutes without an answer after which one goes up the ladder, where nothing is agreed; the
/// practice of Access Now's helpline.
pub(in crate::validate) const UP: u32 = 60;

/// Minutes after which the top of the ladder is called, where nothing is agreed.
pub(super) const TOP: u32 = 90;

/// A longer period is no test of who answers: within a week everybody does.
const LONGEST: usize = 7 * 24 * 60;

/// The shortest period in which a side must be told of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub minutes: usize,
    /// Which of the agreed severities asks for it; none when it comes from elsewhere.
    pub severity: Option<usize>,
}

impl Limit {
    /// Returns the limit for telling a side: the shortest `notify_within` of what must be told for
    /// the organization; the agreed disclosure period where there is none, then an hour.
    pub fn of(agreement: &Agreement, party: Party) -> Self {
        let period = agreement.disclosure_period.as_ref();
        let disclosure = match party {
            Party::Organization => period.and_then(|it| it.auditor_to_organization.as_ref()),
            Party::Auditor => period.and_then(|it| it.organization_to_auditor.as_ref()),
            Party::ThirdParty => None,
        };
        let otherwise =
            Self { minutes: disclosure.map_or(UP as usize, minutes_of), severity: None };
        if party != Party::Organization {
            return otherwise;
        }
        let must_be_told = agreement.severities.iter().enumerate().filter(|(_, severity)| {
            severity.id.is_some() && agreement.is_notifiable(severity.id.as_deref())
        });
        let limits = must_be_told.filter_map(|(at, severity)| {
            let minutes = minutes_of(severity.notify_within.as_ref()?);
            Some(Self { minutes, severity: Some(at) })
        });
        limits.min_by_key(|limit| limit.minutes).unwrap_or(otherwise)
    }

    /// Returns the limit in words, such as `90 minutes` or `4 hours`.
    pub fn in_words(self) -> String {
        let (count, unit) = match self.minutes {
            minutes if minutes >= 120 && minutes % 60 == 0 => (minutes / 60, "hour"),
            minutes => (minutes, "minute"),
        };
        if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
    }
}

pub(super) fn minutes_of(period: &Period) -> usize {
    usize::try_from(period.approximately().as_mins()).unwrap_or(0).min(LONGEST)
}
