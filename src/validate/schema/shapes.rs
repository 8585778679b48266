//! The shapes of the schemas, written by `IRCASE_UPDATE=1 cargo t shapes`. Change the types in
//! `model`, never this file.

use super::forms;
use super::shape::{FREE_TEXT, Record, Shape, TextShape};

static ABSENCE: Shape = Shape::Record(Record { fields: &[
    ("from", &DAY),
    ("to", &DAY),
    ("deputy", &FREE_TEXT),
], others: None, own_keys: false });

static ACQUISITION_METHOD: Shape = Shape::Text(TextShape { type_name: Some("AcquisitionMethod"), words: &["live", "dead", "logical", "export", "photo"], form: None, description: None });

static ADVERSARY: Shape = Shape::Record(Record { fields: &[
    ("who", &FREE_TEXT),
    ("capability", &FREE_TEXT),
    ("motive", &FREE_TEXT),
], others: None, own_keys: false });

static AFFECTED_PEOPLE: Shape = Shape::Record(Record { fields: &[
    ("categories", &Shape::List(&FREE_TEXT)),
    ("approximately", &Shape::Integer),
    ("vulnerable", &ANSWER),
], others: None, own_keys: false });

static AGREED_CHANNEL: Shape = Shape::Record(Record { fields: &[
    ("kind", &CHANNEL_KIND),
    ("e2ee", &Shape::Bool),
    ("verified_how", &FREE_TEXT),
    ("rank", &Shape::Integer),
], others: None, own_keys: false });

static AGREED_REGIME: Shape = Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("role", &FREE_TEXT),
    ("applies", &APPLIES),
    ("because", &FREE_TEXT),
], others: None, own_keys: false });

static AGREEMENT_STATUS: Shape = Shape::Text(TextShape { type_name: Some("AgreementStatus"), words: &["draft", "proposed", "signed-by-one", "active", "amended", "expired", "terminated", "archived"], form: None, description: None });

static ANSWER: Shape = Shape::Text(TextShape { type_name: Some("Answer"), words: &["yes", "no", "unknown"], form: None, description: None });

static APPLIES: Shape = Shape::Text(TextShape { type_name: Some("Applies"), words: &["yes", "no", "unsure"], form: None, description: None });

static APPROACH: Shape = Shape::Text(TextShape { type_name: Some("Approach"), words: &["Technical", "Interpersonal", "Research"], form: None, description: None });

static BREACH: Shape = Shape::Text(TextShape { type_name: Some("Breach"), words: &["confidentiality", "integrity", "availability"], form: None, description: None });

static CHANNEL: Shape = Shape::Record(Record { fields: &[
    ("kind", &CHANNEL_KIND),
    ("value", &FREE_TEXT),
    ("immediate_24x7", &Shape::Bool),
    ("hours", &HOURS),
    ("time_zone", &ZONE),
    ("rank", &Shape::Integer),
    ("e2ee", &Shape::Bool),
], others: None, own_keys: false });

static CHANNEL_KIND: Shape = Shape::Text(TextShape { type_name: Some("ChannelKind"), words: &["phone", "signal", "email", "wire", "matrix", "in-person"], form: None, description: None });

static CLASSIFICATION: Shape = Shape::Record(Record { fields: &[
    ("rsit", &Shape::Text(TextShape { type_name: None, words: &["abusive-content", "malicious-code", "information-gathering", "intrusion-attempts", "intrusions", "availability", "information-content-security", "fraud", "vulnerable", "other", "test"], form: None, description: None })),
    ("veris_action", &Shape::Text(TextShape { type_name: None, words: &["malware", "hacking", "social", "misuse", "physical", "error", "environmental", "unknown"], form: None, description: None })),
    ("custom", &FREE_TEXT),
], others: None, own_keys: false });

static CODE_OF_CONDUCT: Shape = Shape::Record(Record { fields: &[
    ("reference", &FREE_TEXT),
    ("sha256", &FREE_TEXT),
], others: None, own_keys: false });

static COMMAND_RUN: Shape = Shape::Record(Record { fields: &[
    ("argv", &Shape::List(&Shape::NumberOrText)),
    ("started_at", &TIME),
    ("ended_at", &TIME),
    ("exit", &Shape::NumberOrText),
    ("output_sha256", &FREE_TEXT),
], others: None, own_keys: false });

static COMPUTED_FROM: Shape = Shape::Record(Record { fields: &[
    ("field", &FREE_TEXT),
    ("at", &TIME),
], others: None, own_keys: false });

static CONFIDENCE: Shape = Shape::Text(TextShape { type_name: Some("Confidence"), words: &["low", "medium", "high"], form: None, description: None });

static CONSENT: Shape = Shape::Record(Record { fields: &[
    ("person", &FREE_TEXT),
    ("at", &TIME),
    ("how", &CONSENT_FORM),
    ("key", &FREE_TEXT),
    ("proof", &FREE_TEXT),
    ("witnessed_by", &FREE_TEXT),
], others: None, own_keys: false });

static CONSENT_FORM: Shape = Shape::Text(TextShape { type_name: Some("ConsentForm"), words: &["openpgp", "ssh", "paper", "message", "voice", "pending"], form: None, description: None });

static CONTACTS: Shape = Shape::Record(Record { fields: &[
    ("organization", &PARTY_CONTACTS),
    ("auditor", &PARTY_CONTACTS),
], others: None, own_keys: false });

static CONTACT_REACHED: Shape = Shape::Record(Record { fields: &[
    ("person", &FREE_TEXT),
    ("reached", &ANSWER),
    ("minutes", &Shape::Integer),
], others: None, own_keys: false });

static COPY_OF: Shape = Shape::Text(TextShape { type_name: Some("CopyOf"), words: &["original", "working-copy"], form: None, description: None });

static COUNTRY: Shape = Shape::Text(TextShape { type_name: Some("Country"), words: &[], form: Some(forms::of("^[A-Z]{2}(-[A-Z0-9]{1,3})?$")), description: Some("A country by its code (ISO 3166) in capitals, such as CO or ES; EU for the European Union.") });

static CUSTODY_EVENT: Shape = Shape::Text(TextShape { type_name: Some("CustodyEvent"), words: &["collected", "received", "transferred", "accessed", "copied", "verified", "sealed", "opened", "analyzed", "stored", "moved", "exported", "hold-set", "hold-lifted", "returned", "tainted", "destroyed"], form: None, description: None });

static DATA_FOCUS: Shape = Shape::Text(TextShape { type_name: Some("DataFocus"), words: &["devices", "data", "communications"], form: None, description: None });

static DATA_HANDLING: Shape = Shape::Record(Record { fields: &[
    ("focus", &DATA_FOCUS),
    ("party", &PARTY),
    ("guideline", &FREE_TEXT),
], others: None, own_keys: false });

static DATA_RISK: Shape = Shape::Text(TextShape { type_name: Some("DataRisk"), words: &["none", "low", "risk", "high"], form: None, description: None });

static DAY: Shape = Shape::Text(TextShape { type_name: Some("Day"), words: &[], form: Some(forms::of("^(never|unknown|\\d{4}-\\d{2}-\\d{2})$")), description: Some("A day such as 2026-11-21, or never, or unknown.") });

static DETERMINATION: Shape = Shape::Text(TextShape { type_name: Some("Determination"), words: &["suspected", "confirmed", "near-miss", "false-positive", "unknown"], form: None, description: None });

static DEVICE: Shape = Shape::Record(Record { fields: &[
    ("make", &FREE_TEXT),
    ("model", &FREE_TEXT),
    ("serial", &FREE_TEXT),
], others: None, own_keys: false });

static DISCLOSURE: Shape = Shape::Record(Record { fields: &[
    ("organization_controls", &Shape::Bool),
    ("allowed_to_funder", &Shape::Bool),
    ("approval", &FREE_TEXT),
], others: None, own_keys: false });

static DISCLOSURE_PERIOD: Shape = Shape::Record(Record { fields: &[
    ("auditor_to_organization", &PERIOD),
    ("organization_to_auditor", &PERIOD),
], others: None, own_keys: false });

static ENTRY_TYPE: Shape = Shape::Text(TextShape { type_name: Some("EntryType"), words: &["observation", "measure", "decision", "communication", "custody", "witness", "note"], form: None, description: None });

static ESCALATION_STEP: Shape = Shape::Record(Record { fields: &[
    ("after", &PERIOD),
    ("who", &FREE_TEXT),
], others: None, own_keys: false });

static EVIDENCE_FORM: Shape = Shape::Text(TextShape { type_name: Some("EvidenceForm"), words: &["physical", "digital"], form: None, description: None });

static EVIDENCE_TERMS: Shape = Shape::Record(Record { fields: &[
    ("capture_consent", &ANSWER),
    ("handling", &FREE_TEXT),
    ("acquisition", &FREE_TEXT),
], others: None, own_keys: false });

static EXERCISE_STATUS: Shape = Shape::Text(TextShape { type_name: Some("ExerciseStatus"), words: &["planned", "run", "reviewed", "closed"], form: None, description: None });

static EXERCISE_TYPE: Shape = Shape::Text(TextShape { type_name: Some("ExerciseType"), words: &["tabletop", "chaos", "red-team", "blue-team", "purple-team", "walkthrough", "contact-drill", "restore-test"], form: None, description: None });

static FIRST_NOTED: Shape = Shape::Record(Record { fields: &[
    ("on", &NOTED_ON),
    ("at", &TIME),
    ("proof", &FREE_TEXT),
], others: None, own_keys: false });

static FUNCTION: Shape = Shape::Text(TextShape { type_name: Some("Function"), words: &["primary-contact", "secondary-contact", "alternate", "management", "it", "legal", "data-protection", "communications", "customer-relations", "engineering", "hr", "responder", "analyst", "scribe", "commander", "observer", "representative"], form: None, description: None });

static FUNCTIONAL_IMPACT: Shape = Shape::Text(TextShape { type_name: Some("FunctionalImpact"), words: &["none", "low", "medium", "high"], form: None, description: None });

static HANDLING: Shape = Shape::Text(TextShape { type_name: Some("Handling"), words: &["now", "after-engagement"], form: None, description: None });

static HOURS: Shape = Shape::Text(TextShape { type_name: Some("Hours"), words: &[], form: Some(forms::of("^ *(24/7|((([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])[A-Za-z]*|\\d{1,2}:\\d{2})[ ,;–-]*)+) *$")), description: Some("Hours such as `Mon-Fri 08:00-18:00, Sat 10:00-14:00`, `22:00-06:00` for every night, or `24/7`.") });

static IMPACT: Shape = Shape::Record(Record { fields: &[
    ("functional", &FUNCTIONAL_IMPACT),
    ("information", &INFORMATION_IMPACT),
    ("recoverability", &RECOVERABILITY),
    ("safety", &FREE_TEXT),
], others: None, own_keys: false });

static IMPACT_NUMBERS: Shape = Shape::Record(Record { fields: &[
    ("downtime_minutes", &Shape::Integer),
    ("people_affected", &Shape::Integer),
    ("records_affected", &Shape::Integer),
    ("work_hours", &Shape::Integer),
], others: None, own_keys: false });

static INCIDENT_ORIGIN: Shape = Shape::Text(TextShape { type_name: Some("Origin"), words: &["caused-by-auditor", "uncovered-by-auditor", "reported-by-organization", "reported-by-third-party", "monitoring", "unknown"], form: None, description: None });

static INCIDENT_PROCEDURE: Shape = Shape::Record(Record { fields: &[
    ("caused_by_auditor", &FREE_TEXT),
    ("uncovered_by_auditor", &FREE_TEXT),
    ("reported_by_organization", &FREE_TEXT),
    ("suspend", &FREE_TEXT),
    ("resume", &FREE_TEXT),
    ("decided_by", &Shape::List(&FREE_TEXT)),
], others: None, own_keys: false });

static INCIDENT_STATUS: Shape = Shape::Text(TextShape { type_name: Some("IncidentStatus"), words: &["reported", "triage", "confirmed", "contained", "eradicated", "recovered", "post-incident", "closed", "reopened", "false-positive", "near-miss"], form: None, description: None });

static INFORMATION_IMPACT: Shape = Shape::Text(TextShape { type_name: Some("InformationImpact"), words: &["none", "privacy", "proprietary", "integrity"], form: None, description: None });

static INJECT: Shape = Shape::Record(Record { fields: &[
    ("at", &SHIFT),
    ("text", &FREE_TEXT),
    ("expected", &FREE_TEXT),
    ("observed", &FREE_TEXT),
], others: None, own_keys: false });

static KEY: Shape = Shape::Record(Record { fields: &[
    ("type", &FREE_TEXT),
    ("fingerprint", &FREE_TEXT),
    ("valid_to", &DAY),
    ("verified_by", &FREE_TEXT),
    ("verified_at", &TIME),
    ("verified_how", &VERIFIED_HOW),
], others: None, own_keys: false });

static LANGUAGE: Shape = Shape::Text(TextShape { type_name: Some("Language"), words: &[], form: Some(forms::of("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")), description: Some("A language by its tag (BCP 47), such as en, es or pt-BR.") });

static NOTED_ON: Shape = Shape::Text(TextShape { type_name: Some("NotedOn"), words: &["paper", "phone", "memory"], form: None, description: None });

static NOTIFICATION_STATUS: Shape = Shape::Text(TextShape { type_name: Some("NotificationStatus"), words: &["required", "planned", "sent", "acknowledged", "assessed-not-required", "waived", "superseded"], form: None, description: None });

static ORIGIN: Shape = Shape::Record(Record { fields: &[
    ("title", &FREE_TEXT),
    ("file", &FREE_TEXT),
    ("url", &FREE_TEXT),
    ("licence", &FREE_TEXT),
    ("attribution", &FREE_TEXT),
    ("sha256", &FREE_TEXT),
    ("imported_at", &TIME),
], others: None, own_keys: false });

static PARTICIPANT: Shape = Shape::Record(Record { fields: &[
    ("person", &FREE_TEXT),
    ("function", &FUNCTION),
], others: None, own_keys: false });

static PARTIES: Shape = Shape::Record(Record { fields: &[
    ("auditor", &PARTY_PROFILE),
    ("organization", &PARTY_PROFILE),
], others: None, own_keys: false });

static PARTY: Shape = Shape::Text(TextShape { type_name: Some("Party"), words: &["auditor", "organization", "third-party"], form: None, description: None });

static PARTY_CONTACTS: Shape = Shape::Record(Record { fields: &[
    ("primary", &FREE_TEXT),
    ("secondary", &FREE_TEXT),
    ("alternates", &Shape::List(&FREE_TEXT)),
], others: None, own_keys: false });

static PARTY_PROFILE: Shape = Shape::Record(Record { fields: &[
    ("codename", &FREE_TEXT),
    ("people", &Shape::Integer),
], others: None, own_keys: false });

static PAST_INCIDENT: Shape = Shape::Record(Record { fields: &[
    ("on", &DAY),
    ("what", &FREE_TEXT),
    ("told_at", &TIME),
    ("outcome", &FREE_TEXT),
], others: None, own_keys: false });

static PERIOD: Shape = Shape::Text(TextShape { type_name: Some("Period"), words: &[], form: Some(forms::of("^[+-]?(P|\\d).*$")), description: Some("A length of time in words or ISO 8601: 60 minutes, 72 hours, 90 days, 1 year, PT60M.") });

static PERSONAL_DATA: Shape = Shape::Record(Record { fields: &[
    ("involved", &ANSWER),
    ("categories", &Shape::List(&FREE_TEXT)),
    ("records_approximately", &Shape::Integer),
    ("risk", &DATA_RISK),
    ("breach", &Shape::List(&BREACH)),
], others: None, own_keys: false });

static PHASE: Shape = Shape::Text(TextShape { type_name: Some("Phase"), words: &["prepare", "detect", "analyze", "contain", "eradicate", "recover", "learn"], form: None, description: None });

static PLAIN_PRIVATE: Shape = Shape::Text(TextShape { type_name: Some("PlainPrivate"), words: &["accepted"], form: None, description: None });

static PRECISION: Shape = Shape::Text(TextShape { type_name: Some("Precision"), words: &["year", "month", "day", "hour", "minute", "second", "approx"], form: None, description: None });

static PREDEFINED_INCIDENT: Shape = Shape::Record(Record { fields: &[
    ("type", &FREE_TEXT),
    ("escalation_triggers", &Shape::List(&FREE_TEXT)),
    ("default_severity", &FREE_TEXT),
], others: None, own_keys: false });

static PRIVATE: Shape = Shape::Record(Record { fields: &[
    ("name", &FREE_TEXT),
    ("alias", &FREE_TEXT),
    ("titles", &Shape::List(&FREE_TEXT)),
    ("responsibility", &FREE_TEXT),
    ("channels", &Shape::List(&CHANNEL)),
    ("secure_transfer", &FREE_TEXT),
    ("keys", &Shape::List(&KEY)),
    ("confidential_access", &FREE_TEXT),
    ("absences", &Shape::List(&ABSENCE)),
    ("conflict_of_interest", &FREE_TEXT),
], others: None, own_keys: false });

static PROCEDURE_TYPE: Shape = Shape::Text(TextShape { type_name: Some("ProcedureType"), words: &["incident-response", "escalation", "evidence", "communication", "recovery", "method"], form: None, description: None });

static RECIPIENT: Shape = Shape::Text(TextShape { type_name: Some("Recipient"), words: &["person", "authority", "data-subjects", "public", "funder"], form: None, description: None });

static RECOVERABILITY: Shape = Shape::Text(TextShape { type_name: Some("Recoverability"), words: &["regular", "supplemented", "extended", "not-recoverable"], form: None, description: None });

static REFERRAL: Shape = Shape::Record(Record { fields: &[
    ("to", &FREE_TEXT),
    ("at", &TIME),
    ("because", &FREE_TEXT),
], others: None, own_keys: false });

static REMOTE_OPTION: Shape = Shape::Text(TextShape { type_name: Some("RemoteOption"), words: &["None", "Partial", "Full"], form: None, description: None });

static REPRESENTATIVES: Shape = Shape::Record(Record { fields: &[
    ("organization", &Shape::List(&FREE_TEXT)),
    ("auditor", &Shape::List(&FREE_TEXT)),
], others: None, own_keys: false });

static RESPONSE_DUTY: Shape = Shape::Record(Record { fields: &[
    ("respond", &FREE_TEXT),
    ("refer", &FREE_TEXT),
    ("paid", &ANSWER),
    ("third_party", &THIRD_PARTY_ROLE),
], others: None, own_keys: false });

static RETENTION: Shape = Shape::Record(Record { fields: &[
    ("period", &PERIOD),
    ("on_request", &Shape::Bool),
    ("method", &FREE_TEXT),
], others: None, own_keys: false });

static REVIEW_STATUS: Shape = Shape::Text(TextShape { type_name: Some("ReviewStatus"), words: &["draft", "in-review", "reviewed", "closed"], form: None, description: None });

static RISK: Shape = Shape::Text(TextShape { type_name: Some("Risk"), words: &["low", "medium", "high", "extreme"], form: None, description: None });

static RULE_LEVEL: Shape = Shape::Text(TextShape { type_name: Some("RuleLevel"), words: &["error", "warning", "note", "off"], form: None, description: None });

static SCOPE: Shape = Shape::Record(Record { fields: &[
    ("in", &Shape::List(&FREE_TEXT)),
    ("out", &Shape::List(&FREE_TEXT)),
    ("hosts", &Shape::List(&FREE_TEXT)),
    ("change_process", &FREE_TEXT),
], others: None, own_keys: false });

static SEVERITY: Shape = Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("rank", &Shape::Integer),
    ("label", &FREE_TEXT),
    ("description", &FREE_TEXT),
    ("examples", &Shape::List(&FREE_TEXT)),
    ("notify_within", &PERIOD),
    ("review_within", &PERIOD),
], others: None, own_keys: false });

static SHARE: Shape = Shape::Record(Record { fields: &[
    ("internal", &ANSWER),
    ("anonymized", &ANSWER),
    ("approval", &CONSENT),
], others: None, own_keys: false });

static SHIFT: Shape = Shape::Text(TextShape { type_name: Some("Shift"), words: &[], form: Some(forms::of("^[+-]?(P|\\d).*$")), description: Some("How far one time is from another, in words or ISO 8601: 3 minutes, PT3M; with - backward.") });

static SIGNATURE: Shape = Shape::Record(Record { fields: &[
    ("person", &FREE_TEXT),
    ("role", &FREE_TEXT),
    ("signed_at", &TIME),
    ("over", &FREE_TEXT),
    ("how", &CONSENT_FORM),
    ("key", &FREE_TEXT),
    ("proof", &FREE_TEXT),
    ("witnessed_by", &FREE_TEXT),
], others: None, own_keys: false });

static SOURCE: Shape = Shape::Record(Record { fields: &[
    ("kind", &SOURCE_KIND),
    ("reference", &FREE_TEXT),
    ("evidence", &FREE_TEXT),
], others: None, own_keys: false });

static SOURCE_KIND: Shape = Shape::Text(TextShape { type_name: Some("SourceKind"), words: &["log", "person", "tool", "document", "photo", "other"], form: None, description: None });

static STEP: Shape = Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("text", &FREE_TEXT),
    ("owner_function", &FUNCTION),
    ("done_when", &FREE_TEXT),
], others: None, own_keys: false });

static SUSPENSION: Shape = Shape::Record(Record { fields: &[
    ("decision", &SUSPENSION_DECISION),
    ("consents", &Shape::List(&CONSENT)),
    ("at", &TIME),
    ("resume_conditions", &FREE_TEXT),
    ("resumed_at", &TIME),
], others: None, own_keys: false });

static SUSPENSION_DECISION: Shape = Shape::Text(TextShape { type_name: Some("SuspensionDecision"), words: &["none", "affected", "all"], form: None, description: None });

static TASK_STATUS: Shape = Shape::Text(TextShape { type_name: Some("TaskStatus"), words: &["open", "in-progress", "done", "verified", "accepted-risk", "dropped"], form: None, description: None });

static THIRD_PARTY: Shape = Shape::Record(Record { fields: &[
    ("name", &FREE_TEXT),
    ("approval", &FREE_TEXT),
    ("obtained_at", &TIME),
], others: None, own_keys: false });

static THIRD_PARTY_ROLE: Shape = Shape::Text(TextShape { type_name: Some("ThirdPartyRole"), words: &["isolated", "integrated"], form: None, description: None });

static TIME: Shape = Shape::Text(TextShape { type_name: Some("Time"), words: &[], form: Some(forms::of("^(unknown|\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?([Zz]|[+-]\\d{2}:\\d{2}))$")), description: Some("A time with its offset from UTC (RFC 3339), such as 2026-11-21T03:10:00+01:00, or unknown.") });

static TLP: Shape = Shape::Text(TextShape { type_name: Some("Tlp"), words: &["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"], form: None, description: None });

static TOLD: Shape = Shape::Text(TextShape { type_name: Some("Told"), words: &["never", "after-containment", "immediately"], form: None, description: None });

static TRANSLATION_OF: Shape = Shape::Record(Record { fields: &[
    ("path", &FREE_TEXT),
    ("over", &FREE_TEXT),
], others: None, own_keys: false });

static VALIDITY: Shape = Shape::Record(Record { fields: &[
    ("start", &TIME),
    ("end", &TIME),
], others: None, own_keys: false });

static VERIFIED_HOW: Shape = Shape::Text(TextShape { type_name: Some("VerifiedHow"), words: &["in-person", "out-of-band"], form: None, description: None });

static VOLATILITY: Shape = Shape::Text(TextShape { type_name: Some("Volatility"), words: &["registers", "memory", "temporary", "disk", "remote-logs", "physical", "archive"], form: None, description: None });

static ZONE: Shape = Shape::Text(TextShape { type_name: Some("Zone"), words: &[], form: Some(forms::of("^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$")), description: Some("A time zone by its IANA name, such as America/Bogota or Europe/Madrid.") });

pub(super) static SHAPES: &[(&str, &Shape)] = &[
    ("engagement", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("codename", &FREE_TEXT),
    ("parties", &PARTIES),
    ("languages", &Shape::List(&LANGUAGE)),
    ("time_zone", &ZONE),
    ("default_tlp", &TLP),
    ("jurisdictions", &Shape::List(&COUNTRY)),
    ("sectors", &Shape::List(&FREE_TEXT)),
    ("risk", &RISK),
    ("plain_private", &PLAIN_PRIVATE),
    ("funder", &FREE_TEXT),
    ("rules", &Shape::Record(Record { fields: &[
], others: Some(&RULE_LEVEL), own_keys: false })),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["engagement"], form: None, description: None })),
], others: None, own_keys: true })),
    ("agreement", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("status", &AGREEMENT_STATUS),
    ("translation_of", &TRANSLATION_OF),
    ("representatives", &REPRESENTATIVES),
    ("period", &VALIDITY),
    ("locations", &Shape::List(&FREE_TEXT)),
    ("scope", &SCOPE),
    ("incident_definition", &FREE_TEXT),
    ("determination_guidelines", &FREE_TEXT),
    ("severities", &Shape::List(&SEVERITY)),
    ("threshold", &FREE_TEXT),
    ("predefined_incidents", &Shape::List(&PREDEFINED_INCIDENT)),
    ("contacts", &CONTACTS),
    ("escalation", &Shape::List(&ESCALATION_STEP)),
    ("disclosure_period", &DISCLOSURE_PERIOD),
    ("channels", &Shape::List(&AGREED_CHANNEL)),
    ("forbidden_channels", &Shape::List(&CHANNEL_KIND)),
    ("meeting_place", &FREE_TEXT),
    ("procedure", &INCIDENT_PROCEDURE),
    ("response_duty", &RESPONSE_DUTY),
    ("disclosure", &DISCLOSURE),
    ("evidence", &EVIDENCE_TERMS),
    ("data_handling", &Shape::List(&DATA_HANDLING)),
    ("retention", &RETENTION),
    ("third_parties", &Shape::List(&THIRD_PARTY)),
    ("liability_waiver", &FREE_TEXT),
    ("code_of_conduct", &CODE_OF_CONDUCT),
    ("regimes", &Shape::List(&AGREED_REGIME)),
    ("review_every", &PERIOD),
    ("rehearse_every", &PERIOD),
    ("signatures", &Shape::List(&SIGNATURE)),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["agreement"], form: None, description: None })),
], others: None, own_keys: true })),
    ("person", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("party", &PARTY),
    ("functions", &Shape::List(&FUNCTION)),
    ("languages", &Shape::List(&LANGUAGE)),
    ("told", &TOLD),
    ("verified_at", &TIME),
    ("verify_every", &PERIOD),
    ("private", &PRIVATE),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["person"], form: None, description: None })),
], others: None, own_keys: true })),
    ("procedure", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("type", &PROCEDURE_TYPE),
    ("steps", &Shape::List(&STEP)),
    ("last_reviewed", &DAY),
    ("last_tested", &DAY),
    ("review_every", &PERIOD),
    ("covers", &Shape::List(&FREE_TEXT)),
    ("source", &ORIGIN),
    ("approaches", &Shape::List(&APPROACH)),
    ("authors", &Shape::List(&FREE_TEXT)),
    ("remote_options", &Shape::List(&REMOTE_OPTION)),
    ("skills_required", &Shape::List(&FREE_TEXT)),
    ("skills_trained", &Shape::List(&FREE_TEXT)),
    ("organization_size_under", &Shape::Integer),
    ("time_required_minutes", &Shape::Integer),
    ("summary", &FREE_TEXT),
    ("overview", &FREE_TEXT),
    ("materials_needed", &FREE_TEXT),
    ("considerations", &FREE_TEXT),
    ("walk_through", &FREE_TEXT),
    ("recommendations", &FREE_TEXT),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["procedure"], form: None, description: None })),
], others: None, own_keys: true })),
    ("incident", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("status", &INCIDENT_STATUS),
    ("origin", &INCIDENT_ORIGIN),
    ("determination", &DETERMINATION),
    ("severity", &FREE_TEXT),
    ("classification", &CLASSIFICATION),
    ("occurred_at", &TIME),
    ("detected_at", &TIME),
    ("aware_at", &TIME),
    ("determined_at", &TIME),
    ("contained_at", &TIME),
    ("recovered_at", &TIME),
    ("closed_at", &TIME),
    ("precision", &Shape::Record(Record { fields: &[
], others: Some(&PRECISION), own_keys: false })),
    ("discovery", &FREE_TEXT),
    ("ongoing", &ANSWER),
    ("malicious", &ANSWER),
    ("cross_border", &ANSWER),
    ("assets", &Shape::List(&FREE_TEXT)),
    ("affected_people", &AFFECTED_PEOPLE),
    ("personal_data", &PERSONAL_DATA),
    ("impact", &IMPACT),
    ("commander", &FREE_TEXT),
    ("scribe", &FREE_TEXT),
    ("responders", &Shape::List(&FREE_TEXT)),
    ("suspension", &SUSPENSION),
    ("handling", &HANDLING),
    ("referrals", &Shape::List(&REFERRAL)),
    ("codename", &FREE_TEXT),
    ("related", &Shape::List(&FREE_TEXT)),
    ("restricted_to", &Shape::List(&FREE_TEXT)),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["incident"], form: None, description: None })),
], others: None, own_keys: true })),
    ("entry", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("occurred_at", &TIME),
    ("precision", &PRECISION),
    ("recorded_at", &TIME),
    ("recorded_by", &FREE_TEXT),
    ("type", &ENTRY_TYPE),
    ("phase", &PHASE),
    ("actor", &FREE_TEXT),
    ("source", &SOURCE),
    ("confidence", &CONFIDENCE),
    ("supersedes", &FREE_TEXT),
    ("clock_offset", &SHIFT),
    ("first_noted", &FIRST_NOTED),
    ("to", &Shape::List(&FREE_TEXT)),
    ("channel", &CHANNEL_KIND),
    ("reached", &ANSWER),
    ("about", &FREE_TEXT),
    ("options", &Shape::List(&FREE_TEXT)),
    ("chosen", &FREE_TEXT),
    ("because", &FREE_TEXT),
    ("by", &FREE_TEXT),
    ("dissent", &FREE_TEXT),
    ("expires", &TIME),
    ("change", &FREE_TEXT),
    ("command", &COMMAND_RUN),
    ("evidence", &FREE_TEXT),
    ("event", &CUSTODY_EVENT),
    ("from", &FREE_TEXT),
    ("reason", &FREE_TEXT),
    ("place", &FREE_TEXT),
    ("seal", &FREE_TEXT),
    ("consent", &CONSENT),
    ("sha256_before", &FREE_TEXT),
    ("sha256_after", &FREE_TEXT),
    ("tip_sha256", &FREE_TEXT),
    ("records", &Shape::Integer),
    ("via", &CHANNEL_KIND),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["entry"], form: None, description: None })),
], others: None, own_keys: true })),
    ("context", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("legal_restrictions", &Shape::List(&FREE_TEXT)),
    ("adversaries", &Shape::List(&ADVERSARY)),
    ("past_incidents", &Shape::List(&PAST_INCIDENT)),
    ("asked_at", &Shape::List(&TIME)),
    ("regulations", &Shape::List(&FREE_TEXT)),
    ("no_go", &Shape::List(&FREE_TEXT)),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["context"], form: None, description: None })),
], others: None, own_keys: true })),
    ("evidence", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("form", &EVIDENCE_FORM),
    ("type", &FREE_TEXT),
    ("source_device", &DEVICE),
    ("found_at", &TIME),
    ("acquired_at", &TIME),
    ("precision", &Shape::Record(Record { fields: &[
], others: Some(&PRECISION), own_keys: false })),
    ("acquired_by", &FREE_TEXT),
    ("place", &FREE_TEXT),
    ("witness", &FREE_TEXT),
    ("method", &ACQUISITION_METHOD),
    ("tool", &FREE_TEXT),
    ("os", &FREE_TEXT),
    ("write_blocker", &ANSWER),
    ("volatility", &VOLATILITY),
    ("file_name", &FREE_TEXT),
    ("size", &Shape::Integer),
    ("sha256", &FREE_TEXT),
    ("sha1", &FREE_TEXT),
    ("md5", &FREE_TEXT),
    ("encrypted_to", &Shape::List(&FREE_TEXT)),
    ("derived_from", &FREE_TEXT),
    ("copy", &COPY_OF),
    ("recorded_at", &TIME),
    ("recorded_by", &FREE_TEXT),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["evidence"], form: None, description: None })),
], others: None, own_keys: true })),
    ("notification", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("to", &RECIPIENT),
    ("recipient", &FREE_TEXT),
    ("regime", &FREE_TEXT),
    ("stage", &FREE_TEXT),
    ("due_at", &TIME),
    ("computed_from", &COMPUTED_FROM),
    ("status", &NOTIFICATION_STATUS),
    ("sent_at", &TIME),
    ("by", &FREE_TEXT),
    ("channel", &CHANNEL_KIND),
    ("reference_no", &FREE_TEXT),
    ("contents", &Shape::Record(Record { fields: &[
], others: Some(&Shape::NumberOrText), own_keys: false })),
    ("delay_reason", &FREE_TEXT),
    ("decision", &FREE_TEXT),
    ("approval", &CONSENT),
    ("proof", &FREE_TEXT),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["notification"], form: None, description: None })),
], others: None, own_keys: true })),
    ("exercise", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("type", &EXERCISE_TYPE),
    ("scenario", &FREE_TEXT),
    ("status", &EXERCISE_STATUS),
    ("date", &DAY),
    ("participants", &Shape::List(&PARTICIPANT)),
    ("injects", &Shape::List(&INJECT)),
    ("contacts_reached", &Shape::List(&CONTACT_REACHED)),
    ("metrics", &Shape::Record(Record { fields: &[
], others: Some(&Shape::NumberOrText), own_keys: false })),
    ("findings", &Shape::List(&FREE_TEXT)),
    ("procedures_tested", &Shape::List(&FREE_TEXT)),
    ("tasks", &Shape::List(&FREE_TEXT)),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["exercise"], form: None, description: None })),
], others: None, own_keys: true })),
    ("review", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("status", &REVIEW_STATUS),
    ("owner", &FREE_TEXT),
    ("meeting_at", &TIME),
    ("contributing_factors", &Shape::List(&FREE_TEXT)),
    ("went_well", &Shape::List(&FREE_TEXT)),
    ("went_less_well", &Shape::List(&FREE_TEXT)),
    ("where_lucky", &Shape::List(&FREE_TEXT)),
    ("impact", &IMPACT_NUMBERS),
    ("tasks", &Shape::List(&FREE_TEXT)),
    ("share", &SHARE),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["review"], form: None, description: None })),
], others: None, own_keys: true })),
    ("task", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("owner", &FREE_TEXT),
    ("due", &DAY),
    ("status", &TASK_STATUS),
    ("from", &FREE_TEXT),
    ("done_evidence", &FREE_TEXT),
    ("because", &FREE_TEXT),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["task"], form: None, description: None })),
], others: None, own_keys: true })),
    ("answer", &Shape::Record(Record { fields: &[
    ("id", &FREE_TEXT),
    ("schema", &Shape::Integer),
    ("title", &FREE_TEXT),
    ("lang", &LANGUAGE),
    ("tlp", &TLP),
    ("tags", &Shape::List(&FREE_TEXT)),
    ("rule", &FREE_TEXT),
    ("about", &FREE_TEXT),
    ("field", &FREE_TEXT),
    ("because", &FREE_TEXT),
    ("by", &FREE_TEXT),
    ("kind", &Shape::Text(TextShape { type_name: None, words: &["answer"], form: None, description: None })),
], others: None, own_keys: true })),
    ("safetag-method", &Shape::Record(Record { fields: &[
    ("title", &FREE_TEXT),
    ("approaches", &Shape::List(&APPROACH)),
    ("authors", &Shape::List(&FREE_TEXT)),
    ("remote_options", &Shape::List(&REMOTE_OPTION)),
    ("skills_required", &Shape::List(&FREE_TEXT)),
    ("skills_trained", &Shape::List(&FREE_TEXT)),
    ("organization_size_under", &Shape::Integer),
    ("time_required_minutes", &Shape::Integer),
    ("summary", &FREE_TEXT),
    ("overview", &FREE_TEXT),
    ("materials_needed", &FREE_TEXT),
    ("considerations", &FREE_TEXT),
    ("walk_through", &FREE_TEXT),
    ("recommendations", &FREE_TEXT),
], others: None, own_keys: false })),
];
