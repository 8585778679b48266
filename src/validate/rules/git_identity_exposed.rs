//! Git's name and address of the user, where a name is a danger.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::vocabulary::Risk;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "git-identity-exposed",
    class: Class::Duty,
    level: Level::Warning,
    summary: "git would write a name or an address of yours into this folder",
    page: include_str!("git_identity_exposed.md"),
    check: Check::Document(check),
};

/// Ends of addresses that name nobody: those set aside for examples (RFC 2606), and those that
/// forges give to who hides theirs.
const NOBODY: &[&str] = &[
    "example",
    "example.org",
    "example.com",
    "example.net",
    "invalid",
    "localhost",
    "local",
    "users.noreply.github.com",
    "users.noreply.gitlab.com",
    "noreply.codeberg.org",
];

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Content::Engagement(profile), Some(machine)) = (&document.content, facts.machine) else {
        return;
    };
    if !matches!(profile.risk, Some(Risk::High | Risk::Extreme)) {
        return;
    }
    let name = machine.user_name.as_deref().is_some_and(|name| tells_name(facts, name));
    let address = machine.user_email.as_deref().is_some_and(|email| tells_address(facts, email));
    let what = match (name, address) {
        (false, false) => return,
        (true, false) => "`user.name`",
        (false, true) => "`user.email`",
        (true, true) => "`user.name` and `user.email`",
    };
    let message = format!("git would write your {what} into every commit made here without ircase");
    findings.add(
        Finding::at(document.field("risk"), message)
            .help("`git config user.name HANDLE` and `git config user.email HANDLE@example.org`"),
    );
}

/// Two words are how people write a name; one that is known here is a handle.
fn tells_name(facts: &Facts<'_>, name: &str) -> bool {
    name.trim().contains(char::is_whitespace) && !is_known(facts, name)
}

fn tells_address(facts: &Facts<'_>, address: &str) -> bool {
    let Some((who, place)) = address.rsplit_once('@') else { return false };
    let place = place.to_ascii_lowercase();
    let is_nobody = NOBODY.iter().any(|nobody| {
        place.strip_suffix(nobody).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    !is_nobody && !is_known(facts, who)
}

/// Returns whether a word is a handle or a codename of this engagement.
fn is_known(facts: &Facts<'_>, word: &str) -> bool {
    let word = word.trim().to_lowercase();
    let codename = facts.engagement.profile().and_then(|profile| profile.codename.as_deref());
    facts.has_handle(&word) || codename.is_some_and(|codename| codename.to_lowercase() == word)
}
