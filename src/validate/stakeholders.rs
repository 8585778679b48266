//! Who of the organization has to know their role before something happens. It reports nothing
//! itself.

use super::Facts;
use crate::model::person::Function;

/// Whom NIST SP 800-61 asks to know their role beforehand (DOMAIN 1, stakeholders).
pub(super) const STAKEHOLDERS: [Function; 5] = [
    Function::Management,
    Function::Legal,
    Function::Communications,
    Function::Engineering,
    Function::CustomerRelations,
];

/// Below this many people one person does several things, and everybody hears of what happens.
const SMALL: u64 = 10;

/// Returns whether the organization is known to be a small one.
pub(super) fn is_small(facts: &Facts<'_>) -> bool {
    let parties = facts.engagement.profile().and_then(|profile| profile.parties.as_ref());
    let people = parties.and_then(|parties| parties.organization.as_ref()?.people);
    people.is_some_and(|people| people < SMALL)
}
