//! What the rules about exercises ask in common. It reports nothing itself.

use super::Facts;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::exercise::{Exercise, ExerciseStatus};

/// Where exercises lie.
const FOLDER: &str = "exercises/";

/// Returns the exercises that were held, by path; nothing where one cannot be read, because it may
/// be the one that is looked for.
pub(super) fn held<'a>(facts: &Facts<'a>) -> Option<Vec<(&'a TypedDocument, &'a Exercise)>> {
    let engagement: &'a Engagement = facts.engagement;
    if engagement.unread.iter().any(|unread| unread.path.starts_with(FOLDER)) {
        return None;
    }
    let mut held = Vec::new();
    for document in engagement.below(FOLDER) {
        let Content::Exercise(exercise) = &document.content else { return None };
        if !document.document.is_sound() {
            return None;
        }
        if exercise.status.is_some_and(|status| status != ExerciseStatus::Planned) {
            held.push((document, &**exercise));
        }
    }
    Some(held)
}
