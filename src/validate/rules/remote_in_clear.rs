//! Places that the folder is exchanged with in the clear, or with a password in their address.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::shell;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "remote-in-clear",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the folder is exchanged where others can listen",
    page: include_str!("remote_in_clear.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Content::Engagement(_), Some(machine)) = (&document.content, facts.machine) else {
        return;
    };
    for (name, address) in &machine.remotes {
        let Some((what, to_do)) = fault_of(address) else { continue };
        let message = format!("the remote `{name}` {what}");
        let help = format!("`git remote set-url {} ADDRESS`, {to_do}", shell::word(name));
        findings.add(Finding::at(document.field("id"), message).help(help));
    }
}

/// Returns what is wrong with an address, and what to do; the address itself is not repeated,
/// because a password may stand in it.
fn fault_of(address: &str) -> Option<(&'static str, &'static str)> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let scheme = scheme.to_ascii_lowercase();
    if user.contains(':') || (scheme.starts_with("http") && user.len() >= 20) {
        let to_do = "without it; then make a new one, and let git's credential helper keep that";
        return Some(("has a password or a token in its address", to_do));
    }
    let is_clear = matches!(scheme.as_str(), "http" | "git" | "ftp" | "rsync");
    let to_do = "with an address that begins with `https://` or `ssh://`";
    (is_clear && !is_sheltered(host)).then_some(("is reached without encryption", to_do))
}

/// This machine itself, and onion services, which encrypt below the address.
fn is_sheltered(host: &str) -> bool {
    let name = host.trim_start_matches('[').split([':', ']']).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.starts_with("127.")
        || host.starts_with("[::1]")
        || name.ends_with(".onion")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_others_can_read() {
        for (address, is_bad) in [
            ("https://example.org/x.git", false),
            ("https://ana@example.org/x.git", false),
            ("ssh://git@example.org/x", false),
            ("git@example.org:x/y", false),
            ("/srv/x.git", false),
            ("file:///srv/x.git", false),
            ("http://localhost:3000/x", false),
            ("http://[::1]:3000/x", false),
            ("http://abcdef.onion/x", false),
            ("http://example.org/x", true),
            ("GIT://example.org/x", true),
            ("https://ana:pw@example.org/x", true),
            ("https://0123456789abcdef0123@example.org/x", true),
        ] {
            assert_eq!(fault_of(address).is_some(), is_bad, "{address}");
        }
    }
}
