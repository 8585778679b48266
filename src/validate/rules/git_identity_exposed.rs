//! Git's name and address of the user, where a name is a danger.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::vocabulary::Risk;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::{Facts, Machine};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "git-identity-exposed",
    class: Class::Duty,
    level: Level::Warning,
    summary: "git would write a name or an address of yours into this folder",
    page: include_str!("git_identity_exposed.md"),
    check: Check::Document(check),
};

/// Ends of addresses at which nobody can be: those set aside for examples and tests (RFC 2606 and
/// RFC 6761).
const NOWHERE: &[&str] = &[
    "example",
    "example.org",
    "example.com",
    "example.net",
    "invalid",
    "test",
    "localhost",
    "localhost.localdomain",
];

/// Words before the `@` that are nobody's.
const NOBODY: &[&str] = &["anonymous", "git", "no-reply", "nobody", "noreply", "none"];

/// What git would write.
enum Exposed {
    /// What somebody put into git's settings, by the names of the settings.
    Set(&'static str),
    /// What git makes up from the login and the name of the computer.
    MadeUp(&'static str),
}

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Content::Engagement(profile), Some(machine)) = (&document.content, facts.machine) else {
        return;
    };
    if !matches!(profile.risk, Some(Risk::High | Risk::Extreme)) {
        return;
    }
    let set = "`git config user.name HANDLE` and `git config user.email HANDLE@example.org`";
    let place = document.field("risk");
    findings.add(match exposed(facts, machine) {
        None => return,
        Some(Exposed::Set(what)) => {
            let message =
                format!("git would write your {what} into every commit made here without ircase");
            Finding::at(place, message).help(set)
        }
        Some(Exposed::MadeUp(what)) => {
            let message = format!(
                "git knows no {what} of yours, and would make it up from this computer's login and name"
            );
            Finding::at(place, message).level(Level::Note).help(format!("before you commit here without ircase: {set}"))
        }
    });
}

fn exposed(facts: &Facts<'_>, machine: &Machine) -> Option<Exposed> {
    let is_said = |text: &&str| !text.trim().is_empty();
    let name = machine.user_name.as_deref().filter(is_said);
    let address = machine.user_email.as_deref().filter(is_said);
    let tells_name = name.is_some_and(|name| tells_name(facts, name));
    let tells_address = address.is_some_and(|address| tells_address(facts, address));
    Some(match (tells_name, tells_address) {
        (true, true) => Exposed::Set("`user.name` and `user.email`"),
        (true, false) => Exposed::Set("`user.name`"),
        (false, true) => Exposed::Set("`user.email`"),
        (false, false) => match (name, address) {
            (Some(_), Some(_)) => return None,
            (None, Some(_)) => Exposed::MadeUp("`user.name`"),
            (Some(_), None) => Exposed::MadeUp("`user.email`"),
            (None, None) => Exposed::MadeUp("`user.name` and no `user.email`"),
        },
    })
}

/// Two words are how people write a name, and a single one may be that of somebody here; what is
/// known here as a handle is none.
fn tells_name(facts: &Facts<'_>, name: &str) -> bool {
    let name = name.trim();
    let is_of_somebody = || !facts.names_that_begin(name).is_empty();
    !is_known(facts, name) && (name.contains(char::is_whitespace) || is_of_somebody())
}

/// An address at which somebody can be reached, or an account that can be looked up, leads to a
/// person, and its place to the group; so does the name of a computer. Where nobody can be, only
/// what looks like a name does.
fn tells_address(facts: &Facts<'_>, address: &str) -> bool {
    let Some((who, place)) = address.trim().rsplit_once('@') else { return false };
    let place = place.to_ascii_lowercase();
    let is_nowhere = NOWHERE.iter().any(|nowhere| {
        place.strip_suffix(nowhere).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    if is_nowhere {
        return !is_known(facts, who) && who.contains(['.', '_']);
    }
    !NOBODY.contains(&&*who.to_ascii_lowercase())
}

/// Returns whether a word is a handle or a codename of this engagement.
fn is_known(facts: &Facts<'_>, word: &str) -> bool {
    let word = word.trim().to_lowercase();
    let codename = facts.engagement.profile().and_then(|profile| profile.codename.as_deref());
    facts.has_handle(&word) || codename.is_some_and(|codename| codename.to_lowercase() == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::engagement::Engagement;
    use crate::source::Sources;
    use crate::validate::{Recorded, check};

    /// Returns level and message for what git's settings say; a `-` stands for nothing set.
    fn found(name: &str, address: &str) -> Option<(Level, String)> {
        let mut sources = Sources::default();
        sources.add("ircase.yaml", "kind: engagement\ncodename: heron\nrisk: high\n");
        sources.add("people/zw.md", "---\nkind: person\nprivate: {name: Zoe Wanjiru}\n---\n");
        let engagement = Engagement::assemble(sources, Vec::new());
        let recorded = Recorded::default();
        let set = |text: &str| (text != "-").then(|| text.to_owned());
        let machine =
            Machine { user_name: set(name), user_email: set(address), ..Machine::default() };
        let now = jiff::Timestamp::UNIX_EPOCH;
        let facts = Facts::new(&engagement, &recorded, now).with_machine(&machine);
        let mut found = check(&facts);
        found.retain(|finding| finding.rule == RULE.name);
        found.pop().map(|finding| (finding.level, finding.message))
    }

    #[test]
    fn each_identity_is_decided() {
        let (clean, set, made_up) = (None, Some(Level::Warning), Some(Level::Note));
        let cases = [
            // What the page asks for.
            ("zw", "zw@example.org", clean),
            ("heron", "heron@team.example.org", clean),
            ("field kit", "kit@example.org", set),
            ("anon", "anon@invalid", clean),
            ("zw", "zw@localhost", clean),
            // A name of somebody here, in one word or two.
            ("Zoe", "zw@example.org", set),
            ("Zoe Wanjiru", "zw@example.org", set),
            ("zw", "zoe.wanjiru@example.org", set),
            // A handle at the group's own place says which group it is.
            ("zw", "zw@some-group.org", set),
            ("zw", "zw@mail.example.org.evil.net", set),
            // The name of a computer.
            ("zw", "zw@zoes-laptop.local", set),
            ("zw", "zoe@zoes-laptop.lan", set),
            // An account of a forge can be looked up by anybody.
            ("zw", "12345+zoewanjiru@users.noreply.github.com", set),
            ("zw", "zw@users.noreply.github.com", set),
            ("zw", "noreply@github.com", clean),
            // Nothing set, and git would make it up.
            ("-", "-", made_up),
            ("zw", "-", made_up),
            ("-", "zw@example.org", made_up),
            ("zw", "", made_up),
            ("-", "zw@some-group.org", set),
        ];
        for (name, address, level) in cases {
            let found = found(name, address);
            assert_eq!(found.map(|(level, _)| level), level, "{name} <{address}>");
        }
    }
}
