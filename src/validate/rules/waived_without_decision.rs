//! Somebody decided not to tell, and nothing says who and why.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::id;
use crate::model::notification::NotificationStatus;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "waived-without-decision",
    class: Class::Duty,
    level: Level::Error,
    summary: "somebody decided not to tell, and no decision says why",
    page: include_str!("waived_without_decision.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Notification(notification) = &document.content else { return };
    let Some(status) = notification.status.filter(|status| {
        matches!(status, NotificationStatus::Waived | NotificationStatus::AssessedNotRequired)
    }) else {
        return;
    };
    let Some(decision) = notification.decision.as_deref() else {
        if !document.document.is_sound() || is_written(document, "decision") {
            return;
        }
        let message = format!("this is `{status}`, and no `decision` says why");
        findings.add(Finding::at(document.field("status"), message).help(
            "write an entry of type `decision` with `because` and `by`, and name its id in `decision`",
        ));
        return;
    };
    let Some(incident) = id::incident_of_path(&document.path) else { return };
    // One that is not there is a dangling reference and reported as that.
    let mut entries = facts.entries_of(incident);
    let Some((entry_document, entry)) = entries.find(|(entry, _)| id::is_same(&entry.id, decision))
    else {
        return;
    };
    if let Some(lack) = lack(facts, entry_document, entry) {
        let message = format!("this entry {lack}");
        let finding = Finding::at(document.field("decision"), message)
            .related(entry_document.field("type"), "the entry")
            .help("name an entry of type `decision` that says `because`");
        findings.add(finding);
    }
}

/// Returns what an entry lacks to be a reasoned decision; its text is a reason too.
fn lack(facts: &Facts<'_>, document: &TypedDocument, entry: &Entry) -> Option<&'static str> {
    if !document.document.is_sound() {
        return None;
    }
    if entry.entry_type != Some(EntryType::Decision) {
        return Some("is no decision");
    }
    let has_text = !facts.engagement.body(document).trim().is_empty();
    (entry.because.is_none() && !has_text).then_some("does not say why")
}
