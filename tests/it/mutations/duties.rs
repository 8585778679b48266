//! The table of what documents owe by rules of their own: what is found when a field is not there.
//!
//! Each row was judged by what an auditor is asked for, never taken over from what the program
//! answers. A field with several rows truly owes several things: a severity without its id, for
//! one, is also no longer what the threshold and the incident name.

use super::owed::{
    Owed,
    Where::{self, In, Key, KeyIn, Missing, Value},
};

const AGREEMENT: &str = "agreement.md";
const ANSWER: &str = "answers/recorded-late--20261118T060000Z-N0TE.md";
const EVIDENCE: &str = "incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md";
const HANDED_OVER: &str = "incidents/INC-2026-7KQ2/timeline/20261116T091000Z-C1NE.md";
const INCIDENT: &str = "incidents/INC-2026-7KQ2/incident.md";
const NOTIFICATION: &str = "incidents/INC-2026-7KQ2/notifications/NTF-9QXA.md";
const TOLD: &str = "incidents/INC-2026-7KQ2/timeline/20261116T071500Z-V5JC.md";

const fn owed(path: &'static str, field: &'static str, rule: &'static str, place: Where) -> Owed {
    Owed { path, field, rule, place }
}

#[rustfmt::skip]
pub(super) const OWED: &[Owed] = &[
    owed(AGREEMENT, "representatives.organization", "signatory-not-representative", Value("signatures[0].person")),
    owed(AGREEMENT, "representatives.auditor", "signatory-not-representative", Value("signatures[1].person")),
    owed(AGREEMENT, "representatives.organization", "field-missing", Missing),
    owed(AGREEMENT, "representatives.auditor", "field-missing", Missing),
    owed(AGREEMENT, "period.start", "field-missing", Missing),
    owed(AGREEMENT, "period.end", "field-missing", Missing),
    owed(AGREEMENT, "incident_definition", "incident-definition-missing", Missing),
    owed(AGREEMENT, "determination_guidelines", "determination-guidelines-missing", Missing),
    owed(AGREEMENT, "threshold", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[0].id", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[0].rank", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[1].id", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[1].rank", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[2].id", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[2].rank", "threshold-undefined", Missing),
    owed(AGREEMENT, "severities[0].id", "severity-not-agreed", Value("predefined_incidents[0].default_severity")),
    owed(AGREEMENT, "severities[1].id", "severity-not-agreed", Value("predefined_incidents[1].default_severity")),
    owed(AGREEMENT, "severities[1].id", "severity-not-agreed", In(INCIDENT, "severity")),
    owed(AGREEMENT, "severities[1].id", "threshold-undefined", Value("threshold")),
    owed(AGREEMENT, "severities[2].id", "severity-not-agreed", In("incidents/INC-2026-M3XD/incident.md", "severity")),
    owed(AGREEMENT, "contacts", "primary-contact-missing", Missing),
    owed(AGREEMENT, "contacts", "secondary-contact-missing", Missing),
    owed(AGREEMENT, "contacts", "primary-contact-missing", Missing),
    owed(AGREEMENT, "contacts", "secondary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.organization", "primary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.organization", "secondary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.auditor", "primary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.auditor", "secondary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.organization.primary", "primary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.auditor.primary", "primary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.organization.secondary", "secondary-contact-missing", Missing),
    owed(AGREEMENT, "contacts.auditor.secondary", "secondary-contact-missing", Missing),
    owed(AGREEMENT, "disclosure_period", "disclosure-period-missing", Missing),
    owed(AGREEMENT, "disclosure_period", "disclosure-period-missing", Missing),
    owed(AGREEMENT, "disclosure_period.auditor_to_organization", "disclosure-period-missing", Missing),
    owed(AGREEMENT, "disclosure_period.organization_to_auditor", "disclosure-period-missing", Missing),
    owed(AGREEMENT, "channels[0].kind", "hour-without-reachable-contact", Key("contacts.organization")),
    owed(AGREEMENT, "channels[0].kind", "hour-without-reachable-contact", Key("contacts.auditor")),
    owed(AGREEMENT, "channels[0].kind", "no-common-secure-channel", Key("channels")),
    owed(AGREEMENT, "channels[0].kind", "contact-told-on-wrong-channel", In(TOLD, "channel")),
    owed(AGREEMENT, "channels[2].kind", "hour-without-reachable-contact", Key("contacts.organization")),
    owed(AGREEMENT, "channels[2].kind", "hour-without-reachable-contact", Key("contacts.auditor")),
    owed(AGREEMENT, "procedure", "caused-procedure-missing", Missing),
    owed(AGREEMENT, "procedure", "uncovered-procedure-missing", Missing),
    owed(AGREEMENT, "procedure.caused_by_auditor", "caused-procedure-missing", Missing),
    owed(AGREEMENT, "procedure.uncovered_by_auditor", "uncovered-procedure-missing", Missing),
    owed(AGREEMENT, "evidence", "capture-without-consent", KeyIn("incidents/INC-2026-7KQ2/evidence/EVD-9K4T.md", "kind")),
    owed(AGREEMENT, "evidence", "capture-without-consent", KeyIn(EVIDENCE, "kind")),
    owed(AGREEMENT, "evidence.capture_consent", "capture-without-consent", KeyIn(EVIDENCE, "kind")),
    owed(AGREEMENT, "evidence.capture_consent", "capture-without-consent", KeyIn("incidents/INC-2026-7KQ2/evidence/EVD-9K4T.md", "kind")),
    owed(AGREEMENT, "retention", "retention-missing", Missing),
    owed(AGREEMENT, "retention.period", "retention-missing", Missing),
    owed(AGREEMENT, "third_parties[0].approval", "third-party-unapproved", Missing),
    owed(AGREEMENT, "code_of_conduct.sha256", "code-of-conduct-unpinned", Missing),
    owed(AGREEMENT, "signatures", "active-but-unsigned", Value("status")),
    owed(AGREEMENT, "signatures", "active-but-unsigned", Value("status")),
    owed(AGREEMENT, "signatures[0].person", "active-but-unsigned", Value("status")),
    owed(AGREEMENT, "signatures[0].how", "active-but-unsigned", Value("status")),
    owed(AGREEMENT, "signatures[0].over", "signed-content-changed", Missing),
    owed(AGREEMENT, "signatures[1].person", "active-but-unsigned", Value("status")),
    owed(AGREEMENT, "signatures[1].over", "active-but-unsigned", Value("status")),
    owed(AGREEMENT, "signatures[1].how", "active-but-unsigned", Value("status")),
    owed(ANSWER, "rule", "recorded-late", In("incidents/INC-2026-7KQ2/timeline/20261118T060000Z-N0TE.md", "occurred_at")),
    owed(ANSWER, "about", "recorded-late", In("incidents/INC-2026-7KQ2/timeline/20261118T060000Z-N0TE.md", "occurred_at")),
    owed(ANSWER, "because", "recorded-late", In("incidents/INC-2026-7KQ2/timeline/20261118T060000Z-N0TE.md", "occurred_at")),
    owed(ANSWER, "by", "recorded-late", In("incidents/INC-2026-7KQ2/timeline/20261118T060000Z-N0TE.md", "occurred_at")),
    owed(ANSWER, "because", "answer-without-reason", Missing),
    owed("exercises/EXR-2026-4T1C.md", "participants", "exercise-without-function", Missing),
    owed("exercises/EXR-2026-4T1C.md", "participants[6].function", "exercise-without-function", Key("participants")),
    owed(EVIDENCE, "acquired_by", "acquirer-missing", Missing),
    owed(EVIDENCE, "sha256", "weak-hash-only", Value("sha1")),
    owed(INCIDENT, "closed_at", "field-missing", Missing),
    owed(INCIDENT, "classification", "unclassified", Missing),
    owed(INCIDENT, "personal_data", "personal-data-undetermined", Missing),
    owed(INCIDENT, "personal_data.involved", "personal-data-undetermined", Missing),
    owed(INCIDENT, "personal_data.categories", "breach-register-incomplete", Key("personal_data")),
    owed(INCIDENT, "personal_data.risk", "breach-register-incomplete", Key("personal_data")),
    owed(INCIDENT, "personal_data.breach", "breach-register-incomplete", Key("personal_data")),
    owed(INCIDENT, "suspension", "caused-without-suspension-decision", Missing),
    owed(INCIDENT, "suspension.decision", "caused-without-suspension-decision", Missing),
    owed(INCIDENT, "suspension.consents", "caused-without-suspension-decision", Missing),
    owed(INCIDENT, "suspension.consents", "caused-without-suspension-decision", Missing),
    owed(INCIDENT, "suspension.consents[0].person", "caused-without-suspension-decision", Key("suspension.consents")),
    owed(INCIDENT, "suspension.consents[0].how", "caused-without-suspension-decision", Key("suspension.consents")),
    owed(INCIDENT, "suspension.consents[1].person", "caused-without-suspension-decision", Key("suspension.consents")),
    owed(INCIDENT, "suspension.consents[1].how", "caused-without-suspension-decision", Key("suspension.consents")),
    owed(NOTIFICATION, "regime", "personal-data-without-clock", In(INCIDENT, "personal_data.involved")),
    owed(NOTIFICATION, "sent_at", "field-missing", Missing),
    owed(NOTIFICATION, "contents", "contents-missing", Value("status")),
    owed(NOTIFICATION, "contents.nature", "contents-missing", Key("contents")),
    owed(NOTIFICATION, "contents.people", "contents-missing", Key("contents")),
    owed(NOTIFICATION, "contents.records", "contents-missing", Key("contents")),
    owed(NOTIFICATION, "contents.contact", "contents-missing", Key("contents")),
    owed(NOTIFICATION, "contents.consequences", "contents-missing", Key("contents")),
    owed(NOTIFICATION, "contents.measures", "contents-missing", Key("contents")),
    owed(TOLD, "type", "field-missing", Missing),
    owed(TOLD, "to", "contact-told-late", In(INCIDENT, "detected_at")),
    owed("incidents/INC-2026-7KQ2/timeline/20261116T081000Z-Q2MT.md", "type", "breach-register-incomplete", KeyIn(INCIDENT, "personal_data")),
    owed(HANDED_OVER, "occurred_at", "custody-gap", Value("event")),
    owed(HANDED_OVER, "occurred_at", "custody-gap", Value("from")),
    owed("incidents/INC-2026-7KQ2/timeline/20261118T061000Z-P4PR.md", "supersedes", "recorded-late", In("incidents/INC-2026-7KQ2/timeline/20261118T060500Z-P3PR.md", "occurred_at")),
    owed("incidents/INC-2026-7KQ2/timeline/20261118T061000Z-P4PR.md", "supersedes", "recorded-late", Value("occurred_at")),
    owed("ircase.yaml", "plain_private", "private-in-plain", KeyIn("people/kb.md", "private")),
    owed("ircase.yaml", "plain_private", "private-in-plain", KeyIn("people/lt.md", "private")),
    owed("ircase.yaml", "plain_private", "private-in-plain", KeyIn("people/ob.md", "private")),
    owed("ircase.yaml", "plain_private", "private-in-plain", KeyIn("people/rm.md", "private")),
    owed("ircase.yaml", "plain_private", "private-in-plain", KeyIn("people/zw.md", "private")),
    owed("ircase.yaml", "rules", "regime-record-stale", In(AGREEMENT, "regimes[0].id")),
    owed("ircase.yaml", "rules.regime-record-stale", "regime-record-stale", In(AGREEMENT, "regimes[0].id")),
    owed("people/zw.md", "functions", "stakeholder-function-unfilled", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "verified_at", "contact-unverified", Missing),
    owed("people/zw.md", "private.channels", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels[0].kind", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels[0].value", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels[0].immediate_24x7", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels[1].kind", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels[1].value", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels[1].immediate_24x7", "hour-without-reachable-contact", KeyIn(AGREEMENT, "contacts.organization")),
    owed("people/zw.md", "private.channels", "contact-without-24x7-channel", Missing),
    owed("people/zw.md", "private.keys[0].verified_how", "contact-key-not-out-of-band", Missing),
];

/// What else rests on a field, by document and rule: where the field cannot be read, or names
/// nobody, this may be found too.
#[rustfmt::skip]
pub(super) const RESTS: &[(&str, &str, &str, &str)] = &[
    (AGREEMENT, "representatives", AGREEMENT, "active-but-unsigned"),
    (AGREEMENT, "channels", TOLD, "contact-told-on-wrong-channel"),
    (AGREEMENT, "severities", AGREEMENT, "threshold-undefined"),
    (INCIDENT, "detected_at", ANSWER, "answer-unused"),
    (INCIDENT, "restricted_to", INCIDENT, "commander-conflicted"),
    (EVIDENCE, "acquired_by", HANDED_OVER, "custody-gap"),
    (HANDED_OVER, "to", "incidents/INC-2026-7KQ2/timeline/20261116T091500Z-C2NE.md", "custody-gap"),
];

/// What is found when a time that may lie ahead lies ten years ahead.
#[rustfmt::skip]
pub(super) const AHEAD: &[Owed] = &[
    owed(AGREEMENT, "period.start", "period-inverted", Value("period.end")),
    owed(AGREEMENT, "period.end", "contact-key-expires-in-period", In("people/kb.md", "private.keys[0].valid_to")),
    owed(AGREEMENT, "period.end", "contact-key-expires-in-period", In("people/zw.md", "private.keys[0].valid_to")),
];

const SEEN: &str = "incidents/INC-2026-7KQ2/timeline/20261116T070500Z-8F3K.md";
const WITNESS: &str = "incidents/INC-2026-7KQ2/timeline/20261118T150000Z-W1TN.md";

/// A document, a field, its new value, and what is found.
type Move = (&'static str, &'static str, &'static str, &'static [(&'static str, Where)]);

/// Times moved before or behind one that they must follow.
#[rustfmt::skip]
pub(super) const MOVES: &[Move] = &[
    (INCIDENT, "detected_at", "2026-11-16T09:56:00+03:00", &[("times-out-of-order", Value("detected_at"))]),
    (INCIDENT, "aware_at", "2026-11-16T09:59:00+03:00", &[("times-out-of-order", Value("aware_at"))]),
    (INCIDENT, "determined_at", "2026-11-16T09:59:00+03:00", &[("times-out-of-order", Value("determined_at"))]),
    (INCIDENT, "contained_at", "2026-11-16T09:56:00+03:00", &[("times-out-of-order", Value("contained_at"))]),
    (INCIDENT, "recovered_at", "2026-11-16T11:29:00+03:00", &[("times-out-of-order", Value("recovered_at"))]),
    (SEEN, "occurred_at", "2026-11-16T10:20:00+03:00", &[("time-in-future", Value("occurred_at"))]),
    (WITNESS, "occurred_at", "2026-11-18T18:20:00+03:00", &[("time-in-future", Value("occurred_at"))]),
];

/// What a wrong name of a field owes besides: the lines that no signature covers are found by their
/// name, so under another name the signatures become part of what was signed.
#[rustfmt::skip]
pub(super) const MISNAMED: &[Owed] = &[
    owed(AGREEMENT, "signatures", "signed-content-changed", Value("status")),
    owed(AGREEMENT, "signatures", "translation-stale", In("agreement.sw.md", "translation_of.over")),
];
