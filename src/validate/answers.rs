//! Answers: a duty about what can no longer change is answered once, and then only noted.
//!
//! An answer counts once it is recorded, for one place: a document, and a field where the rule
//! finds several. It changes no fact. What it answers stays in every list, with the reason beside
//! it. Form and integrity are never answered.

use std::collections::HashMap;

use super::Facts;
use super::agreed::is_written;
use super::levels::Levels;
use super::rule::{Fault, Finding, Rule};
use super::rules::{self, RULES};
use super::words::all_of;
use crate::diagnostic::{Class, Diagnostic, Level, Place, Related};
use crate::model::answer::Answer;
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::id;
use crate::suggest::nearest;
use crate::visible::visible_line;

/// More fields than these nobody reads.
const SHOWN: usize = 5;

/// Lowers what is answered to a note, and returns a fault for each answer that answers nothing.
pub(super) fn apply(facts: &Facts<'_>, levels: &Levels, found: &mut [Diagnostic]) -> Vec<Fault> {
    let answers = facts.engagement.answers().filter(|(document, _)| document.document.is_sound());
    let mut answers = answers.peekable();
    if answers.peek().is_none() {
        return Vec::new();
    }
    let places = Places::of(facts.engagement, found);
    answers
        .filter_map(|(document, answer)| {
            apply_one(facts, levels, &places, (document, answer), found)
        })
        .map(|finding| Fault { rule: "answer-unused", finding })
        .collect()
}

fn apply_one(
    facts: &Facts<'_>,
    levels: &Levels,
    places: &Places,
    (document, answer): (&TypedDocument, &Answer),
    found: &mut [Diagnostic],
) -> Option<Finding> {
    // What is not written has rules of its own.
    let (name, about) = (answer.rule.as_deref()?, answer.about.as_deref()?);
    let Some(rule) = rules::named(name) else { return Some(unknown(document, name)) };
    if rule.class != Class::Duty {
        return Some(not_answerable(document, rule));
    }
    // Nobody looked, so nobody knows.
    levels.of(rule)?;
    if !is_given(answer) {
        return None;
    }
    let is_recorded = is_recorded(facts, document);
    let at = places.at(rule, about);
    if at.is_empty() {
        // What a recorded answer was about may be gone by now; the answer stays true.
        let is_wrong = !is_recorded && (facts.has_id(about) || is_about_file(answer));
        return is_wrong.then(|| unused(document, rule, about));
    }
    let meant = match answer.field.as_deref() {
        Some(field) => at.iter().copied().filter(|at| is_at(facts, &found[*at], field)).collect(),
        None => {
            let mut fields = fields(facts.engagement, at, found);
            if fields.len() > 1 {
                fields.truncate(SHOWN);
                return Some(ambiguous(document, rule, about, &fields));
            }
            at.to_vec()
        }
    };
    if meant.is_empty() {
        let mut fields = fields(facts.engagement, at, found);
        fields.truncate(SHOWN);
        return (!is_recorded).then(|| elsewhere(document, rule, &fields));
    }
    for at in meant {
        lower(document, is_recorded, &mut found[at]);
    }
    None
}

/// Makes a finding a note when its answer is recorded; else says that one waits. What can still be
/// done stays as bad as it is: an answer is for what can no longer change.
fn lower(document: &TypedDocument, is_recorded: bool, finding: &mut Diagnostic) {
    let span = document.field("because");
    if finding.is_still_owed {
        let message = "no answer takes the place of what can still be done";
        finding.related.push(Related { span, message: message.to_owned() });
    } else if is_recorded {
        finding.level = Level::Note;
        finding.answered_by = Some(document.path.to_string());
        finding.help = None;
        finding.related.push(Related { span, message: "answered here".to_owned() });
    } else {
        let message = "an answer waits here; it counts once it is signed and recorded";
        finding.related.push(Related { span, message: message.to_owned() });
    }
}

/// Returns whether an answer says why, and who answers.
pub(super) fn is_given(answer: &Answer) -> bool {
    let is_said = |text: &Option<String>| text.as_deref().is_some_and(|it| !it.trim().is_empty());
    is_said(&answer.because) && is_said(&answer.by)
}

/// Returns whether an answer gives a reason.
pub(super) fn has_reason(answer: &Answer) -> bool {
    answer.because.as_deref().is_some_and(|because| !because.trim().is_empty())
}

/// Returns whether an answer is in the trail as it lies in the folder, or will be in a moment: its
/// signer answers for it.
fn is_recorded(facts: &Facts<'_>, document: &TypedDocument) -> bool {
    let recorded = facts.recorded;
    recorded.recording.contains(&*document.path)
        || recorded.paths.contains(&*document.path)
            && !recorded.changed.contains_key(&*document.path)
}

/// Returns whether an answer names a file that is no document.
pub(super) fn is_about_file(answer: &Answer) -> bool {
    answer.rule.as_deref() == Some("large-file-in-history")
}

/// Where the rules found something: by rule, and by the document's id in capitals or, for a file
/// that is none, its path.
struct Places(HashMap<(&'static str, String), Vec<usize>>);

impl Places {
    fn of(engagement: &Engagement, found: &[Diagnostic]) -> Self {
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, finding) in found.iter().enumerate() {
            if let Some((about, _)) = place_of(engagement, finding) {
                places.entry((finding.rule, id::key(about).into_owned())).or_default().push(at);
            }
        }
        Self(places)
    }

    fn at(&self, rule: &Rule, about: &str) -> &[usize] {
        let found = self.0.get(&(rule.name, id::key(about).into_owned()));
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

/// Returns what an answer to a finding names: the id of its document, or the path of a file that is
/// none, and the field where it is in one.
pub fn place_of<'a>(
    engagement: &'a Engagement,
    finding: &'a Diagnostic,
) -> Option<(&'a str, Option<String>)> {
    match &finding.place {
        Place::Span(span) => {
            let Some(document) = engagement.document_of(span.source) else {
                return Some((&engagement.sources.get(span.source).path, None));
            };
            let front = document.document.front.as_ref();
            // A word of somebody's private part stays there.
            let is_private = |path: &String| path.starts_with("private");
            let path = front.and_then(|front| front.path_at(*span));
            let field = match path.filter(is_private) {
                Some(path) => Some(path),
                None => front.and_then(|front| front.piece_at(*span)),
            };
            Some((&document.id, field.filter(|field| !field.is_empty())))
        }
        Place::File(path) => Some((path, None)),
        Place::Record(_) | Place::Engagement => None,
    }
}

/// Returns whether a finding is in a field, by either of the names that a list's item has.
fn is_at(facts: &Facts<'_>, finding: &Diagnostic, field: &str) -> bool {
    let Some(span) = finding.span() else { return false };
    let document = facts.engagement.document_of(span.source);
    let Some(front) = document.and_then(|it| it.document.front.as_ref()) else { return false };
    [front.piece_at(span), front.path_at(span)].into_iter().flatten().any(|it| it == field.trim())
}

/// Returns the fields of findings, each once; an empty word for what is in none.
fn fields(engagement: &Engagement, at: &[usize], found: &[Diagnostic]) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for (_, field) in at.iter().filter_map(|at| place_of(engagement, &found[*at])) {
        let field = field.unwrap_or_default();
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

fn unknown(document: &TypedDocument, name: &str) -> Finding {
    let message = format!("there is no rule `{}` to answer", visible_line(name));
    let finding = Finding::at(document.field("rule"), message);
    let duties = RULES.iter().filter(|rule| rule.class == Class::Duty);
    match nearest(name, duties.map(|rule| rule.name)) {
        Some(near) => {
            finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), near)
        }
        None => finding.help("`ircase explain` lists all rules"),
    }
}

fn not_answerable(document: &TypedDocument, rule: &Rule) -> Finding {
    let class = match rule.class {
        Class::Form => "a document that cannot be read or trusted is mended",
        Class::Integrity | Class::Duty => "what guards the history stays as it is",
    };
    let message = format!("`{}` cannot be answered: {class}", rule.name);
    Finding::at(document.field("rule"), message).help("remove this answer")
}

fn unused(document: &TypedDocument, rule: &Rule, about: &str) -> Finding {
    let message = format!("`{}` finds nothing in `{}`", rule.name, visible_line(about));
    Finding::at(document.field("about"), message).help(
        "name the document that the finding is in, or remove this answer before it is recorded",
    )
}

fn elsewhere(document: &TypedDocument, rule: &Rule, fields: &[String]) -> Finding {
    let message = format!("`{}` finds nothing in this field", rule.name);
    let finding = Finding::at(document.field("field"), message);
    match fields {
        [only] if !only.is_empty() => {
            let only = visible_line(only);
            finding.help(format!("it does in `{only}`")).fix(format!("write `{only}`"), only)
        }
        _ => finding.help(they_are(fields)),
    }
}

fn ambiguous(document: &TypedDocument, rule: &Rule, about: &str, fields: &[String]) -> Finding {
    let message = format!(
        "`{}` finds several places in `{}`, and this answer does not say which it is about",
        rule.name,
        visible_line(about)
    );
    let place = if is_written(document, "field") { "field" } else { "about" };
    Finding::at(document.field(place), message)
        .help(format!("add `field`; {}; each needs an answer of its own", they_are(fields)))
}

fn they_are(fields: &[String]) -> String {
    let shown: Vec<_> =
        fields.iter().filter(|it| !it.is_empty()).map(|it| visible_line(it)).collect();
    format!("they are {}", all_of(shown.iter().map(|it| &**it)))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Level;
    use crate::validate::tests::checked;
    use crate::validate::{LARGE_FILE_BYTES, Recorded};

    const PATH: &str = "answers/a.md";

    /// Returns the levels of what one rule finds, the last words said of each, and how many answers
    /// are said to answer nothing.
    fn with_answer(
        person: &str,
        answer: &str,
        recorded: &Recorded,
    ) -> (Vec<(Level, String)>, usize) {
        let person = format!("---\nkind: person\n{person}\n---\n");
        let answer = answer.replace("; ", "\n");
        let answer = format!("---\nkind: answer\nbecause: It was so.\n{answer}\n---\n");
        let found = checked(&[(PATH, &answer), ("people/zq.md", &person)], recorded);
        let rules = ["time-in-future", "large-file-in-history"];
        let duties = found.iter().filter(|it| rules.contains(&it.rule)).map(|it| {
            let last = it.related.last().map_or_else(String::new, |it| it.message.clone());
            (it.level, last)
        });
        let unused = found.iter().filter(|it| it.rule == "answer-unused").count();
        (duties.collect(), unused)
    }

    fn recorded() -> Recorded {
        Recorded { paths: [PATH.to_owned()].into(), ..Recorded::default() }
    }

    #[test]
    fn an_answer_counts_once_somebody_signed_it() {
        let person = "verified_at: 2027-01-01T00:00:00Z";
        let by = "rule: time-in-future; about: zq; by: zq";
        let open = Recorded::default();
        let recording = Recorded { recording: [PATH.to_owned()].into(), ..Recorded::default() };
        let changed = [(PATH.to_owned(), "---\nkind: answer\n---\n".to_owned())].into();
        let changed = Recorded { changed, ..recorded() };
        let cases: [(&str, &Recorded, Level, &str); 6] = [
            (by, &recorded(), Level::Note, "answered here"),
            (by, &recording, Level::Note, "answered here"),
            (
                by,
                &open,
                Level::Error,
                "an answer waits here; it counts once it is signed and recorded",
            ),
            (
                by,
                &changed,
                Level::Error,
                "an answer waits here; it counts once it is signed and recorded",
            ),
            ("rule: time-in-future; about: zq", &recorded(), Level::Error, ""),
            ("rule: time-in-future; about: zq; by: ''", &recorded(), Level::Error, ""),
        ];
        for (answer, recorded, level, last) in cases {
            let expected = (vec![(level, last.to_owned())], 0);
            assert_eq!(with_answer(person, answer, recorded), expected, "{answer} {recorded:?}");
        }
    }

    #[test]
    fn an_answer_is_about_one_place() {
        let one = "verified_at: 2027-01-01T00:00:00Z";
        let two = "verified_at: 2027-01-01T00:00:00Z\nprivate:\n  keys:\n    - verified_at: 2027-02-01T00:00:00Z";
        let (open, note) = (Level::Error, Level::Note);
        let cases: [(&str, &str, &[Level], [usize; 2]); 8] = [
            (one, "", &[note], [0, 0]),
            (one, "; field: verified_at", &[note], [0, 0]),
            (one, "; field: party", &[open], [0, 1]),
            (two, "", &[open, open], [1, 1]),
            (two, "; field: verified_at", &[note, open], [0, 0]),
            (two, "; field: private.keys[0].verified_at", &[open, note], [0, 0]),
            (two, "; field: private.keys[1].verified_at", &[open, open], [0, 1]),
            // What a recorded answer was about may be gone.
            ("party: auditor", "; field: verified_at", &[], [0, 1]),
        ];
        for (person, field, levels, [unused, unused_before]) in cases {
            let answer = format!("rule: time-in-future; about: ZQ; by: zq{field}");
            let (found, count) = with_answer(person, &answer, &recorded());
            let found: Vec<Level> = found.into_iter().map(|(level, _)| level).collect();
            assert_eq!((found.as_slice(), count), (levels, unused), "{person} {field}");
            let (_, count) = with_answer(person, &answer, &Recorded::default());
            assert_eq!(count, unused_before, "{person} {field}, not recorded");
        }
    }

    #[test]
    fn what_can_still_be_done_is_not_answered() {
        let agreement = "---\nkind: agreement\nstatus: active\nthreshold: sev2\nseverities: [{id: sev2, rank: 2, notify_within: 60 minutes}]\ncontacts: {organization: {primary: zq, secondary: rm}}\n---\n";
        let folder = "incidents/INC-2026-7KQ2";
        let line = "20261121T113000Z-8F3K";
        let told = "to: [zq]\noccurred_at: 2026-11-21T11:30:00Z";
        let tried = "to: [zq]\nreached: no\noccurred_at: 2026-11-21T10:05:00Z";
        let cases = [
            ("triage", tried, "INC-2026-7KQ2", Level::Error),
            // Nobody can be called before it is closed any more.
            ("closed", tried, "INC-2026-7KQ2", Level::Note),
            ("triage", told, line, Level::Note),
        ];
        for (status, entry, about, level) in cases {
            let incident = format!(
                "---\nkind: incident\nstatus: {status}\nseverity: sev2\ndetected_at: 2026-11-21T10:00:00Z\n---\n"
            );
            let entry = format!("---\nkind: entry\ntype: communication\n{entry}\n---\nText.\n");
            let answer = format!(
                "---\nkind: answer\nrule: contact-told-late\nabout: {about}\nbecause: It was so.\nby: av\n---\n"
            );
            let files = [
                ("agreement.md", agreement),
                (&*format!("{folder}/incident.md"), &*incident),
                (&*format!("{folder}/timeline/{line}.md"), &*entry),
                (PATH, &*answer),
            ];
            let found = checked(&files, &recorded());
            let late: Vec<_> = found.iter().filter(|it| it.rule == "contact-told-late").collect();
            let [late] = late[..] else { panic!("{status} {late:?}") };
            assert_eq!(
                (late.level, late.help.is_some()),
                (level, level == Level::Error),
                "{status}"
            );
        }
    }

    #[test]
    fn a_large_file_is_named_by_its_path() {
        let path = "exports/disk image.dd";
        for (about, level) in [(path, Level::Note), ("exports/other.dd", Level::Warning)] {
            let large_files = [(path.to_owned(), LARGE_FILE_BYTES)].into();
            let recorded = Recorded { large_files, ..recorded() };
            let answer = format!("rule: large-file-in-history; about: {about}; by: zq");
            let (found, unused) = with_answer("party: auditor", &answer, &recorded);
            assert_eq!((found[0].0, unused), (level, 0), "{about}");
        }
    }
}
