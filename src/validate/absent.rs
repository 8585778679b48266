//! One fault, one finding: what is missed only because a document could not be read is not told
//! beside the finding about that document.
//!
//! An entry that nobody can read may be the one that says who was told. While it has a finding of
//! its own, nobody knows that somebody was not told, so the rules that judge by what is not there
//! are silent about its incident. Of a document that breaks off in the midst nothing else is told
//! either: what follows the fault was not read. Nothing passes as fine by that: the document's own
//! finding is an error and keeps it from being recorded.
//!
//! Only what could matter is doubted. A field that a rule does not read, a line that is no call, a
//! person of the auditor, a field that nobody knows and that resembles none: these hide nothing, and
//! a duty is not silenced by them (`docs/decisions/what-is-meant.md`).

use std::collections::HashSet;

use super::agreed::{is_written, named_side_of};
use super::{Facts, path_of, rules};
use crate::diagnostic::{Class, Diagnostic, Level};
use crate::document::Fault;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::id;
use crate::model::kind::{KINDS, Kind, KindInfo};
use crate::model::vocabulary::Party;
use crate::source::Span;

/// Rules whose findings say that a whole document was not understood; some of their findings say
/// less, see [`tells_unread`].
const UNREAD: &[&str] = &[
    "document-too-large",
    "field-missing",
    "front-matter-missing",
    "front-matter-unclosed",
    "id-and-path-differ",
    "invisible-character",
    "kind-unknown",
    "merge-conflict-left",
    "not-a-file",
    "not-utf8",
    "unknown-field",
    "wrong-type",
    "yaml-feature-refused",
    "yaml-syntax",
];

/// Rules whose findings say that one field was not understood. One whose meaning is plain counts as
/// read, for the rules judge by what is meant.
const FIELD_UNREAD: &[&str] = &[
    "key-repeated",
    "localized-value",
    "naive-time",
    "value-not-allowed",
    "wrong-format",
    "wrong-type",
];

/// Where something may stand that a rule misses: documents of a kind, and the fields of them that
/// the rule reads.
struct Looks {
    kind: Kind,
    which: Which,
    fields: &'static [&'static str],
}

/// Which documents of a kind a rule looks at.
enum Which {
    Any,
    /// Entries of these types.
    Entries(&'static [EntryType]),
    /// People who do not stand on the auditor's side.
    Others,
    /// People who may stand on the organization's side.
    Theirs,
}

const fn looks(kind: Kind, which: Which, fields: &'static [&'static str]) -> Looks {
    Looks { kind, which, fields }
}

const fn notification(fields: &'static [&'static str]) -> Looks {
    looks(Kind::Notification, Which::Any, fields)
}

const fn exercise(fields: &'static [&'static str]) -> Looks {
    looks(Kind::Exercise, Which::Any, fields)
}

const TIMES: [&str; 4] = ["occurred_at", "precision", "recorded_at", "supersedes"];

const CALL: Looks = looks(
    Kind::Entry,
    Which::Entries(&[EntryType::Communication]),
    &["type", "to", "actor", "reached", TIMES[0], TIMES[1], TIMES[2], TIMES[3]],
);

const DECISION: Looks = looks(
    Kind::Entry,
    Which::Entries(&[EntryType::Decision]),
    &["type", "about", "chosen", "because", "by", TIMES[0], TIMES[1], TIMES[2], TIMES[3]],
);

/// Somebody of the organization, who may have been called.
const CALLED: Looks = looks(Kind::Person, Which::Theirs, &["party"]);

/// Somebody of the organization who keeps systems running.
const TEAM: Looks = looks(Kind::Person, Which::Theirs, &["party", "functions"]);

/// Somebody who may be told, or may do what nobody seems to do.
const SOMEBODY: Looks = looks(Kind::Person, Which::Others, &["party", "functions", "told"]);

const PROFILE: Looks = looks(Kind::Engagement, Which::Any, &["parties"]);

/// Rules that judge by what is not there, and where it may be.
const LOOKS_FOR: &[(&str, &[Looks])] = &[
    (
        "breach-register-incomplete",
        &[looks(Kind::Entry, Which::Entries(&[EntryType::Measure]), &["type"])],
    ),
    (
        "capture-without-consent",
        &[looks(Kind::Entry, Which::Any, &["evidence", "consent", "supersedes"])],
    ),
    ("closed-without-review", &[looks(Kind::Review, Which::Any, &[])]),
    ("contact-told-late", &[CALL, CALLED]),
    ("controller-not-told", &[notification(&["regime", "stage", "status", "to"])]),
    (
        "delivery-team-not-engaged",
        &[looks(Kind::Entry, Which::Any, &["to", "actor", "by", "recorded_by"]), TEAM],
    ),
    ("exercise-overdue", &[exercise(&["status", "date"])]),
    ("exercise-tasks-dropped", &[looks(Kind::Task, Which::Any, &["from", "status", "because"])]),
    (
        "exercise-without-function",
        &[
            exercise(&["type", "status", "date", "participants", "contacts_reached"]),
            SOMEBODY,
            PROFILE,
        ],
    ),
    ("insider-route-conflict", &[SOMEBODY]),
    ("notifiable-without-contact", &[CALL, CALLED]),
    ("personal-data-without-clock", &[notification(&["regime", "stage", "status", "due_at"])]),
    ("procedure-never-tested", &[exercise(&["status", "date", "procedures_tested"])]),
    (
        "response-carried-too-long",
        &[looks(
            Kind::Entry,
            Which::Entries(&[EntryType::Measure, EntryType::Decision]),
            &["type", "actor", "by"],
        )],
    ),
    ("resumed-without-decision", &[DECISION]),
    ("review-overdue", &[looks(Kind::Review, Which::Any, &["status", "meeting_at"])]),
    ("sample-uploaded", &[looks(Kind::Entry, Which::Any, &["type", "supersedes"])]),
    ("secondary-not-tried", &[CALL, CALLED]),
    ("severity-lowered-unexplained", &[DECISION]),
    ("stage-skipped", &[notification(&["regime", "stage", "status"])]),
    ("stakeholder-function-unfilled", &[SOMEBODY, PROFILE]),
    ("step-without-decision", &[DECISION]),
    ("supersedes-nothing", &[looks(Kind::Entry, Which::Any, &[])]),
    (
        "third-party-told-without-consent",
        &[looks(
            Kind::Entry,
            Which::Entries(&[EntryType::Communication, EntryType::Decision]),
            &["type", "actor", "reached", "consent", "about", "by", "recorded_by"],
        )],
    ),
    ("waived-without-decision", &[DECISION]),
];

/// Rules that count what others find: nobody knows what a document that cannot be read, or a field
/// that nobody knows, would have been found to owe.
const COUNTS_FINDINGS: &[&str] = &["answer-unused"];

/// Something that nobody could read.
struct Unread<'a> {
    path: &'a str,
    /// The kinds of which it may be.
    kinds: Vec<Kind>,
    /// `None` where the document as a whole was not read.
    document: Option<&'a TypedDocument>,
    /// `None` where any field may be the one.
    field: Option<String>,
}

/// A rule that may have missed something.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Doubt<'a> {
    rule: &'static str,
    /// The incident that it may have missed it in; `None` for the engagement as a whole.
    incident: Option<&'a str>,
}

/// Takes out the findings about what may stand in a document that could not be read.
pub(super) fn withdraw(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let is_slip = |it: &&Diagnostic| {
        let tells = [UNREAD, FIELD_UNREAD].concat();
        it.level == Level::Error && tells.contains(&it.rule)
    };
    let is_any_unread = !facts.engagement.unread.is_empty()
        || found.iter().filter(is_slip).any(|it| it.span().is_some());
    if !is_any_unread {
        return;
    }
    let unread = unread(facts, found);
    let doubts: HashSet<Doubt<'_>> = unread.iter().flat_map(|it| doubts(facts, it)).collect();
    let blurred = blurred(facts, &unread);
    let is_in_doubt = |finding: &Diagnostic| {
        let rule = finding.rule;
        let incident = path_of(facts.engagement, finding).and_then(id::incident_of_path);
        COUNTS_FINDINGS.contains(&rule)
            || doubts.contains(&Doubt { rule, incident: None })
            || doubts.contains(&Doubt { rule, incident })
            || hangs_on(finding, facts, &blurred)
    };
    let keep: Vec<bool> = found.iter().map(|finding| !is_in_doubt(finding)).collect();
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

/// Returns whether a finding says that nobody knows what a whole document is or says.
///
/// A document goes by its place: one that only gives itself another `id` was read.
pub(super) fn tells_unread(engagement: &Engagement, finding: &Diagnostic) -> bool {
    if finding.level != Level::Error || !UNREAD.contains(&finding.rule) {
        return false;
    }
    let document = finding.span().and_then(|span| engagement.document_of(span.source));
    match (finding.rule, document) {
        // Of its kind, where nothing says it.
        ("field-missing" | "unknown-field" | "wrong-type", document) => {
            document.is_some_and(|it| it.kind.is_none())
        }
        ("id-and-path-differ", Some(document)) => {
            let said = document.said_kind();
            said.is_some_and(|said| !said.info().may_lie_at(&document.path))
        }
        // One that makes a line unreadable is told in its stead.
        ("invisible-character", document) => document.is_some_and(|it| !it.document.is_sound()),
        // What strayed belongs to nothing yet.
        ("id-and-path-differ", None) => false,
        _ => true,
    }
}

/// Returns the fields of which a part could not be read, and their keys.
fn blurred(facts: &Facts<'_>, unread: &[Unread<'_>]) -> Vec<Span> {
    let pair = |it: &Unread<'_>| {
        let front = facts.engagement.get(it.path)?.document.front.as_ref()?;
        Some(front.pair(it.field.as_deref()?)?.span())
    };
    unread.iter().filter_map(pair).collect()
}

/// Returns whether a finding hangs on a part of its own document that was not read: a duty in a
/// field of which a part is not understood, or in a document that breaks off somewhere; a name that
/// has swallowed the line at which it does.
fn hangs_on(finding: &Diagnostic, facts: &Facts<'_>, blurred: &[Span]) -> bool {
    let Some(span) = finding.span() else { return false };
    let document = facts.engagement.document_of(span.source);
    let broken = document.map(|it| &it.document).filter(|document| !document.is_sound());
    if finding.class == Class::Duty {
        let is_in = |field: &Span| {
            field.source == span.source
                && field.start() <= span.start()
                && span.end() <= field.end()
        };
        // How a value is written is seen also where it is not the only one of its field.
        let is_writing = finding.rule == rules::ambiguous_scalar::RULE.name;
        return broken.is_some() || (!is_writing && blurred.iter().any(is_in));
    }
    let touches = |it: &Fault| it.span.start() <= span.end() && span.start() <= it.span.end();
    finding.rule == rules::dangling_reference::RULE.name
        && broken.is_some_and(|document| document.faults.iter().any(touches))
}

/// Returns what nobody could read, and said so.
fn unread<'a>(facts: &Facts<'a>, found: &[Diagnostic]) -> Vec<Unread<'a>> {
    let engagement = facts.engagement;
    let mut all = Vec::new();
    for unread in &engagement.unread {
        // A document, or a folder of some.
        let may_be =
            |info: &&KindInfo| info.may_lie_at(&unread.path) || info.may_lie_below(&unread.path);
        let kinds = KINDS.iter().filter(may_be).map(|info| info.kind).collect();
        all.push(Unread { path: &unread.path, kinds, document: None, field: None });
    }
    for finding in found.iter().filter(|it| it.level == Level::Error) {
        let Some(span) = finding.span() else { continue };
        let (is_whole, is_field) =
            (tells_unread(engagement, finding), FIELD_UNREAD.contains(&finding.rule));
        let Some(document) = engagement.document_of(span.source).filter(|_| is_whole || is_field)
        else {
            continue;
        };
        // A superseded entry is corrected by another one, and counts no more.
        if facts.is_superseded(document) {
            continue;
        }
        let field = match is_field.then(|| field_of(facts, document, finding.rule, span)) {
            Some(None) => continue,
            Some(Some(field)) => Some(field),
            None => None,
        };
        let kinds = [Kind::at_path(&document.path), document.said_kind()];
        let kinds = kinds.into_iter().flatten().collect();
        let is_read = document.document.is_sound();
        let document_read = Some(document).filter(|_| is_read);
        all.push(Unread { path: &document.path, kinds, document: document_read, field });
    }
    all
}

/// Returns the outermost field that a finding is about; nothing where it was understood all the
/// same.
fn field_of(facts: &Facts<'_>, document: &TypedDocument, rule: &str, span: Span) -> Option<String> {
    let touches =
        |it: Span| it.start() < span.end().max(span.start() + 1) && span.start() <= it.end();
    let is_understood = rule != "key-repeated"
        && !document.misfits.iter().any(|misfit| misfit.span.is_none_or(touches));
    if is_understood {
        return None;
    }
    let front = document.document.front.as_ref()?;
    let holds = |from: Span, to: Span| from.start() <= span.start() && span.end() <= to.end();
    let pair = front.pairs().iter().find(|pair| holds(pair.key.span, pair.value.span));
    let name = pair.map(|pair| pair.key.text.to_string());
    // A field that stands there a second time is in no pair.
    Some(name.unwrap_or_else(|| span.text(facts.engagement.source(document)).to_owned()))
}

/// Returns which rules may have missed something for one unread document or field.
fn doubts<'a>(facts: &Facts<'_>, unread: &Unread<'a>) -> Vec<Doubt<'a>> {
    // An entry of the engagement's own timeline tells nothing of an incident.
    if unread.path.starts_with("timeline") {
        return Vec::new();
    }
    // A link in the place of an incident's folder hides that one.
    let below = unread.path.strip_prefix("incidents/");
    let incident = below.and_then(|below| below.split('/').next());
    let may_be = |looks: &Looks| {
        let reads = |field: &String| looks.fields.contains(&field.as_str());
        unread.kinds.contains(&looks.kind)
            && unread.field.as_ref().is_none_or(reads)
            && is_among(facts, unread, &looks.which)
    };
    let rules = LOOKS_FOR.iter().filter(|(_, looks)| looks.iter().any(may_be));
    rules.map(|(rule, _)| Doubt { rule, incident }).collect()
}

/// Returns whether a document may be one of those that a rule looks at: it is one, or nobody knows.
fn is_among(facts: &Facts<'_>, unread: &Unread<'_>, which: &Which) -> bool {
    let content = unread.document.map(|document| (document, &document.content));
    let is_unsure = |field: &str| unread.field.as_deref() == Some(field);
    match (which, content) {
        (Which::Entries(types), Some((document, Content::Entry(entry)))) => {
            is_unsure("type") || may_be_of(document, entry, types)
        }
        (Which::Others | Which::Theirs, Some((document, Content::Person(person)))) => {
            let may_be_theirs = match person.party {
                Some(Party::Auditor) => false,
                Some(Party::ThirdParty) => matches!(which, Which::Others),
                Some(Party::Organization) | None => true,
            };
            let is_said = person.party.is_some() || !is_written(document, "party");
            is_unsure("party") || if is_said { may_be_theirs } else { is_unnamed(facts, unread) }
        }
        (Which::Others | Which::Theirs, _) => is_unnamed(facts, unread),
        _ => true,
    }
}

fn may_be_of(document: &TypedDocument, entry: &Entry, types: &[EntryType]) -> bool {
    match entry.entry_type {
        Some(entry_type) => types.contains(&entry_type),
        None => is_written(document, "type"),
    }
}

/// Returns whether the agreement does not place a person, whose document cannot be read, on the
/// auditor's side.
fn is_unnamed(facts: &Facts<'_>, unread: &Unread<'_>) -> bool {
    let side = id::handle_of_path(unread.path)
        .and_then(|handle| named_side_of(facts.agreement_in_force()?.agreement, handle));
    side != Some(Party::Auditor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::unread::{self, UnreadReason};
    use crate::source::Sources;
    use crate::validate::Recorded;

    #[test]
    fn the_tables_name_rules() {
        let names = LOOKS_FOR.iter().map(|(rule, _)| rule).chain(UNREAD).chain(FIELD_UNREAD);
        for name in names.chain(COUNTS_FINDINGS) {
            assert!(rules::named(name).is_some(), "{name}");
        }
        // What keeps danger out of the trail is never taken back.
        for name in LOOKS_FOR.iter().map(|(rule, _)| rule).chain(COUNTS_FINDINGS) {
            assert_eq!(rules::named(name).map(|rule| rule.class), Some(Class::Duty), "{name}");
        }
        assert!(UNREAD.is_sorted() && FIELD_UNREAD.is_sorted());
        assert!(LOOKS_FOR.is_sorted_by_key(|(rule, _)| *rule));
    }

    const NOTE: &str = "incidents/INC-2026-7KQ2/timeline/20261121T101000Z-8F3K.md";

    /// Returns whether it is found that nobody was told of an incident, with one document in another
    /// wording.
    fn is_told(path: &str, fields: &str) -> bool {
        found(path, fields).contains(&"contact-told-late")
    }

    fn found(path: &str, fields: &str) -> Vec<&'static str> {
        found_beside(path, fields, Vec::new())
    }

    fn found_beside(path: &str, fields: &str, unread: Vec<unread::Unread>) -> Vec<&'static str> {
        let mut files = vec![
            (
                "agreement.md",
                "kind: agreement\nstatus: active\nseverities: [{id: sev2, rank: 2, notify_within: 60 minutes}]\nthreshold: sev2\ncontacts: {organization: {primary: zq}, auditor: {primary: av, secondary: lt}}",
            ),
            (
                "incidents/INC-2026-7KQ2/incident.md",
                "kind: incident\nstatus: confirmed\nseverity: sev2\ndetected_at: 2026-11-21T10:00:00Z",
            ),
            (NOTE, "kind: entry\ntype: note"),
            ("people/av.md", "kind: person\nparty: auditor"),
            ("people/lt.md", "kind: person\nparty: auditor"),
            ("people/rm.md", "kind: person\nparty: organization"),
            ("people/zq.md", "kind: person\nparty: organization\nfunctions: [it]"),
        ];
        files.retain(|(of, _)| *of != path);
        files.push((path, fields));
        files.sort_unstable();
        let mut sources = Sources::default();
        for (path, fields) in files {
            sources.add(path, format!("---\n{fields}\n---\n"));
        }
        let engagement = Engagement::assemble(sources, unread);
        let recorded = Recorded::default();
        let now = "2026-11-21T13:00:00Z".parse().unwrap();
        let found = crate::validate::check(&Facts::new(&engagement, &recorded, now));
        found.iter().map(|it| it.rule).collect()
    }

    #[test]
    fn only_what_could_be_the_call_hides_that_nobody_was_told() {
        let call = "kind: entry\ntype: communication\nto: [zq]\nreached: no";
        let at = "occurred_at: 2026-11-21T10:05:00Z";
        let told = &call.replace("reached: no", &format!("reached: yes\n{at}"));
        let cases = [
            (NOTE, "kind: entry\ntype: note", true),
            // A slip that cannot be the call, or who was called.
            (NOTE, "kind: entry\ntype: note\nmood: tense", true),
            (NOTE, "kind: entry\nmood: tense", true),
            (NOTE, "kind: entry\ntype: note\nconfidence: quite", true),
            (NOTE, "kind: entry\ntype: note\nto: {zq: yes}", true),
            (NOTE, &format!("{call}\nmood: tense"), true),
            (NOTE, &format!("{call}\nconfidence: quite"), true),
            ("timeline/20261121T101000Z-8F3K.md", "kind: entry\ntype: {a: b}", true),
            ("incidents/INC-2026-M3XD/timeline/20261121T101000Z-8F3K.md", "kind: entry\n'", true),
            ("people/lt.md", "kind: person\nparty: auditor\nnickname: Lu", true),
            ("people/lt.md", "kind: person\nparty: auditor\ntold: sometimes", true),
            ("people/lt.md", "kind: person\n'", true),
            ("people/rm.md", "kind: person\nparty: organization\nnickname: Ro", true),
            ("people/rm.md", "kind: person\nparty: organization\nlanguages: {a: b}", true),
            ("people/rm.md", "kind: person\nparty: organization\nfunctions: [polis]", true),
            ("people/pt.md", "kind: person\nparty: third-party\nfunctions: [polis]", true),
            ("people/pt.md", "kind: person\nparty: third-party\nparty: organization", false),
            (NOTE, "kind: task\ntype: note", true),
            // A document goes by its place.
            (NOTE, "type: note", true),
            (NOTE, "kind: entry\nid: zz\ntype: note", true),
            ("people/rm.md", "kind: person\nid: zz\nparty: organization", true),
            // The call itself, however it says so.
            (NOTE, &format!("{told}\nid: zz"), false),
            (NOTE, &told.replace("kind: entry", "kind:"), false),
            (NOTE, &told.replace("kind: entry", "kind: [entry]"), false),
            (NOTE, &told.replace("kind: entry", "Kind: entry"), false),
            (NOTE, &told.replace("type: communication", "type: [communication]"), false),
            (NOTE, &told.replace("type: communication", "type: note"), false),
            (NOTE, &told.replace("type: communication\n", ""), false),
            (NOTE, &told.replace("type: communication", "type: measure"), true),
            // One that may be.
            (NOTE, "kind: entry\n'", false),
            (NOTE, "kind: task\ntype: communication", false),
            (NOTE, "kind: entry\ntype: {a: b}", false),
            (NOTE, "kind: entry\ntype: xyz", false),
            (NOTE, "kind: entry\ntype: note\ntype: communication", false),
            (NOTE, &call.replace("reached: no", "reached: {a: b}"), false),
            (NOTE, &call.replace("to: [zq]", "to: {zq: b}"), false),
            ("people/rm.md", "kind: person\nparty: {a: b}", false),
            ("people/rm.md", "kind: person\nparty: organization\n'", false),
        ];
        for (path, fields, expected) in cases {
            assert_eq!(is_told(path, fields), expected, "{path}: {fields}");
        }
    }

    #[test]
    fn a_link_hides_only_what_could_lie_there() {
        for (path, is_found) in [
            ("incidents/INC-2026-7KQ2/evidence/photo.jpg", true),
            ("incidents/INC-2026-7KQ2/evidence", true),
            ("incidents/INC-2026-M3XD", true),
            ("incidents/INC-2026-M3XD/timeline", true),
            ("incidents/todo.txt", true),
            ("people/photo.jpg", true),
            ("people/lt.md", true),
            ("schemas/person.json", true),
            ("tasks", true),
            ("incidents", false),
            ("incidents/INC-2026-7KQ2", false),
            ("incidents/INC-2026-7KQ2/timeline", false),
            ("incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md", false),
            ("people", false),
            ("people/pt.md", false),
        ] {
            let link = unread::Unread { path: path.to_owned(), why: UnreadReason::SymbolicLink };
            let found = found_beside(NOTE, "kind: entry\ntype: note", vec![link]);
            assert_eq!(found.contains(&"contact-told-late"), is_found, "{path}");
        }
    }

    #[test]
    fn what_hangs_on_a_part_that_was_not_read_is_not_judged() {
        let seen = "detected_at: 2026-11-21T10:00:00Z";
        let head = format!("kind: incident\nstatus: confirmed\nseverity: sev2\n{seen}");
        let stop = "origin: monitoring\nsuspension:\n  decision: all\n  at: 2026-11-21T10:30:00Z\n  consents:\n";
        let by =
            |who: &str, how: &str| format!("  - {{person: {who}, how: {how}, witnessed_by: rm}}\n");
        let incident = "incidents/INC-2026-7KQ2/incident.md";
        let cases = [
            (by("zq", "voice"), true),
            (by("zq", "[voice]") + &by("av", "[paper]"), false),
            (by("zq", "voice") + &by("av", "[voice, paper]"), false),
            (by("zq", "voice") + &by("av", "\n  \tvoice"), false),
        ];
        for (consents, is_found) in cases {
            let found = found(incident, &format!("{head}\n{stop}{consents}"));
            assert_eq!(found.contains(&"suspension-one-sided"), is_found, "{consents}: {found:?}");
        }
        let team = "responders\u{ff1a} [zq]";
        let found = found(incident, &format!("{head}\n{team}"));
        assert!(found.contains(&"yaml-syntax"), "{found:?}");
        assert!(!found.contains(&"delivery-team-not-engaged"), "{found:?}");
    }

    #[test]
    fn only_who_could_be_of_the_team_hides_that_it_was_not_told() {
        let cases = [
            ("people/rm.md", "kind: person\nparty: organization", true),
            ("people/rm.md", "kind: person\nparty: organization\ntold: sometimes", true),
            ("people/pt.md", "kind: person\nparty: third-party\nfunctions: [polis]", true),
            ("people/lt.md", "kind: person\nparty: auditor\nfunctions: [polis]", true),
            ("people/rm.md", "kind: person\nparty: organization\nfunctions: [polis]", false),
            ("people/rm.md", "kind: person\nparty: {a: b}", false),
        ];
        for (path, fields, expected) in cases {
            let found = found(path, fields);
            let is_found = found.contains(&"delivery-team-not-engaged");
            assert_eq!(is_found, expected, "{path}: {fields}");
        }
    }
}
