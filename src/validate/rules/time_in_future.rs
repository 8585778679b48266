//! Something that happened tomorrow.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::Entry;
use crate::model::kind::Kind;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "time-in-future",
    class: Class::Duty,
    level: Level::Error,
    summary: "something happened later than now, or later than it was written down",
    page: include_str!("time_in_future.md"),
    check: Check::Document(check),
};

/// How far two honest clocks may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Fields that tell of what has happened; `[]` stands for every item of a list.
const HAPPENED: &[(Kind, &[&str])] = &[
    (Kind::Agreement, &["signatures[].signed_at"]),
    (Kind::Person, &["verified_at", "private.keys[].verified_at"]),
    (Kind::Context, &["asked_at[]", "past_incidents[].told_at"]),
    (
        Kind::Incident,
        &[
            "occurred_at",
            "detected_at",
            "aware_at",
            "determined_at",
            "contained_at",
            "recovered_at",
            "closed_at",
            "suspension.at",
            "suspension.resumed_at",
            "suspension.consents[].at",
            "referrals[].at",
        ],
    ),
    (
        Kind::Entry,
        &[
            "occurred_at",
            "recorded_at",
            "first_noted.at",
            "command.started_at",
            "command.ended_at",
            "consent.at",
        ],
    ),
    (Kind::Evidence, &["found_at", "acquired_at", "recorded_at"]),
    (Kind::Notification, &["sent_at", "approval.at", "computed_from.at"]),
    (Kind::Review, &["share.approval.at"]),
];

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Some(kind), Some(front)) = (document.kind, &document.document.front) else { return };
    if facts.is_superseded(document) {
        return;
    }
    // `occurred_at` is held against `recorded_at` where both stand, so that one mistake is told
    // once.
    let mut is_held = false;
    if let Content::Entry(entry) = &document.content {
        noted_before_it_happened(document, entry, findings);
        is_held = entry.recorded_at.is_some();
    }
    let Ok(limit) = facts.now.checked_add(TOLERANCE) else { return };
    let fields = HAPPENED.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields);
    let fields = fields.unwrap_or_default().iter();
    for path in fields.filter(|path| !(is_held && **path == "occurred_at")) {
        front.each(path, &mut |node| {
            let time = node.text().and_then(|text| text.parse::<Time>().ok());
            if time.and_then(|time| time.instant()).is_some_and(|instant| instant > limit) {
                let field = path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]");
                let message = format!("`{field}` lies in the future");
                findings.add(Finding::at(node.span, message).help(
                    "look at the year, the day and the offset from UTC, and at this computer's clock",
                ));
            }
        });
    }
}

fn noted_before_it_happened(document: &TypedDocument, entry: &Entry, findings: &mut Findings<'_>) {
    let instant = |time: &Option<Time>| time.as_ref().and_then(Time::instant);
    let (Some(occurred), Some(recorded)) =
        (instant(&entry.occurred_at), instant(&entry.recorded_at))
    else {
        return;
    };
    if recorded.checked_add(TOLERANCE).is_ok_and(|limit| occurred > limit) {
        let message = "this happened after it was written down";
        let finding = Finding::at(document.field("occurred_at"), message)
            .related(document.field("recorded_at"), "written down here")
            .help("a plan is no event yet; for a wrong time add an entry that supersedes this one");
        findings.add(finding);
    }
}
