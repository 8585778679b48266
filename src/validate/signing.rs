//! Who has signed the agreement that lies in the folder, for who writes signatures or changes its
//! text. It asks what the rules ask, so that no command says otherwise than they do.

use super::force::Force;
use super::recorded::Recorded;
use super::signed::{SIDES, content_of, may_lack_over, signs_for};
use crate::model::agreement::{Agreement, Signature};
use crate::model::engagement::Engagement;

/// Returns whether somebody may sign for one of the sides.
pub fn may_sign(engagement: &Engagement, agreement: &Agreement, handle: &str) -> bool {
    signs_for(engagement, agreement, handle).is_some()
}

/// Returns whether a signature of this person counts for the text and says that it is over it.
pub fn has_signed(engagement: &Engagement, recorded: &Recorded, handle: &str) -> bool {
    let is_theirs = |it: &&Signature| it.person.as_deref() == Some(handle) && !may_lack_over(it);
    any_given(engagement, recorded, is_theirs)
}

/// Returns whether a signature counts for the text that does not say over which one it is: with
/// another text it would count no more.
pub fn rests_on_paper(engagement: &Engagement, recorded: &Recorded) -> bool {
    any_given(engagement, recorded, |it| may_lack_over(it))
}

/// Returns whether the text is the one that both sides signed last.
pub fn is_signed_by_both(engagement: &Engagement, recorded: &Recorded) -> bool {
    Force::of(engagement, recorded).is_of_folder()
}

fn any_given(
    engagement: &Engagement,
    recorded: &Recorded,
    is_meant: impl Fn(&&Signature) -> bool,
) -> bool {
    let Some((document, agreement)) = engagement.agreement() else { return false };
    let content = content_of(&engagement.source(document).text);
    let force = Force::of(engagement, recorded);
    SIDES.into_iter().any(|party| {
        force.proofs.given_by(engagement, agreement, party, &content).any(|it| is_meant(&it))
    })
}
