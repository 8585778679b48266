//! The trail in words: who recorded what, when, and which fields changed.
//!
//! The words are computed from the documents each time, because none stand in a record's message.
//! What a record claims is told as it claims it; whether it is true is for `verify`.

use crate::document::{self, yaml};
use crate::model::id;
use crate::model::kind::Kind;
use crate::source::{Source, SourceId};
use crate::trail::message;
use crate::trail::object::{self, Oid};
use crate::trail::policy;
use crate::trail::store::{Difference, Store, StoreError};

/// How much of a field's value is shown, in characters.
const SHOWN_MAX: usize = 60;

/// One record, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Told {
    #[serde(serialize_with = "as_text")]
    pub record: Oid,
    /// The handle in its header; a claim. Absent when the record cannot be read.
    pub handle: Option<String>,
    /// RFC 3339 in UTC, as claimed.
    pub recorded_at: Option<String>,
    pub steps: Vec<Step>,
    /// Rules of duty that were open.
    pub open: Vec<String>,
    /// Why it cannot be read as a record.
    pub fault: Option<String>,
}

/// What one record did to one path.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Step {
    pub path: String,
    /// The kind's name; `file` for what is no document.
    pub kind: String,
    pub id: String,
    pub change: StepKind,
    /// Fields whose value changed, in a changed document.
    pub fields: Vec<FieldStep>,
    /// Whether the text after the front matter changed too.
    pub text_changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    Added,
    Changed,
    Removed,
}

/// A field whose value changed; a value that is no scalar is shown as `...`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldStep {
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

fn as_text<S: serde::Serializer>(oid: &Oid, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(oid)
}

/// Tells the records that changed a path that `is_meant`, newest first.
pub fn log(store: &Store, is_meant: &dyn Fn(&str) -> bool) -> Result<Vec<Told>, StoreError> {
    let Some(tip) = store.head()?.oid() else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for link in store.history(tip)?.into_iter().rev() {
        if link.absent {
            let fault = Some("the record is missing or damaged".to_owned());
            told.push(Told { fault, ..Told::unreadable(link.oid) });
            continue;
        }
        let record = tell(store, link.oid, link.parents.first().copied(), is_meant)?;
        told.extend(record);
    }
    Ok(told)
}

impl Told {
    pub(super) fn unreadable(record: Oid) -> Self {
        Self {
            record,
            handle: None,
            recorded_at: None,
            steps: Vec::new(),
            open: Vec::new(),
            fault: None,
        }
    }
}

/// Tells one record against its first parent; `None` when it changed nothing that `is_meant`.
pub fn tell(
    store: &Store,
    record: Oid,
    parent: Option<Oid>,
    is_meant: &dyn Fn(&str) -> bool,
) -> Result<Option<Told>, StoreError> {
    let mut told = Told::unreadable(record);
    match object::parse(&store.commit(record)?) {
        Ok(commit) => {
            told.handle = Some(commit.author.name);
            told.recorded_at = jiff::Timestamp::from_second(commit.committer.seconds)
                .ok()
                .map(|time| time.to_string());
            told.open = message::trailers(&commit.message).unwrap_or_default().open;
        }
        Err(fault) => told.fault = Some(fault.to_string()),
    }
    match store.differences(parent, Some(record)) {
        Ok(differences) => {
            for difference in differences.into_iter().filter(|it| is_meant(&it.path)) {
                told.steps.push(step(store, difference)?);
            }
        }
        Err(
            StoreError::Missing { .. }
            | StoreError::Damaged { .. }
            | StoreError::TooLarge { .. }
            | StoreError::TooMany { .. },
        ) => {
            told.fault = Some("its files cannot all be read".to_owned());
        }
        Err(error) => return Err(error),
    }
    Ok((!told.steps.is_empty() || told.fault.is_some()).then_some(told))
}

fn step(store: &Store, difference: Difference) -> Result<Step, StoreError> {
    let path = difference.path;
    let (kind, id) = (kind_name(&path).to_owned(), id::of_path(&path).to_owned());
    let mut step =
        Step { kind, id, change: StepKind::Changed, fields: Vec::new(), text_changed: false, path };
    match (difference.old, difference.new) {
        (None, _) => step.change = StepKind::Added,
        (_, None) => step.change = StepKind::Removed,
        (Some(old), Some(new)) if Kind::at_path(&step.path).is_some() => {
            let text = |oid: Oid| -> Result<String, StoreError> {
                Ok(String::from_utf8_lossy(&store.blob(oid)?).into_owned())
            };
            let (old, new) = (text(old.oid)?, text(new.oid)?);
            let old = Source::new(SourceId(0), step.path.clone(), old);
            let new = Source::new(SourceId(1), step.path.clone(), new);
            (step.fields, step.text_changed) = compare(&old, &new);
        }
        _ => step.text_changed = true,
    }
    Ok(step)
}

/// Returns a word for what lies at a path.
pub fn kind_name(path: &str) -> &'static str {
    match Kind::at_path(path) {
        Some(kind) => kind.name(),
        None if path == policy::PATH => "policy",
        None if path.starts_with(policy::KEYS) => "key",
        None if path.starts_with("templates/") => "template",
        None if path.starts_with("signatures/") => "signature",
        None => "file",
    }
}

/// Compares two versions of a document: the top-level fields, and whether the body differs.
fn compare(old: &Source, new: &Source) -> (Vec<FieldStep>, bool) {
    let (before, after) = (document::parse(old), document::parse(new));
    let pairs = |front: &Option<yaml::Node>, source: &Source| -> Vec<(String, Value)> {
        let Some(front) = front else { return Vec::new() };
        let pairs = front.pairs().iter();
        pairs.map(|pair| (pair.key.text.to_string(), Value::of(&pair.value, source))).collect()
    };
    let (old_pairs, new_pairs) = (pairs(&before.front, old), pairs(&after.front, new));
    let value = |pairs: &[(String, Value)], key: &str| {
        pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    };
    let mut fields = Vec::new();
    let added = new_pairs.iter().filter(|(key, _)| value(&old_pairs, key).is_none());
    for (key, _) in old_pairs.iter().chain(added) {
        let (old, new) = (value(&old_pairs, key), value(&new_pairs, key));
        if old.as_ref().map(|it| &it.text) != new.as_ref().map(|it| &it.text) {
            let shown = |value: Option<Value>| value.map(|it| it.shown);
            fields.push(FieldStep { field: key.clone(), old: shown(old), new: shown(new) });
        }
    }
    let body_changed = before.body.text(old) != after.body.text(new);
    (fields, body_changed || (fields_unknown(&before.front, &after.front)))
}

fn fields_unknown(before: &Option<yaml::Node>, after: &Option<yaml::Node>) -> bool {
    before.is_none() || after.is_none()
}

#[derive(Clone)]
struct Value {
    /// As written, what is compared.
    text: String,
    shown: String,
}

impl Value {
    fn of(node: &yaml::Node, source: &Source) -> Self {
        let shown = match node.text() {
            Some(text) if text.chars().count() <= SHOWN_MAX => text.to_owned(),
            Some(text) => text.chars().take(SHOWN_MAX).chain("...".chars()).collect(),
            None => "...".to_owned(),
        };
        Self { text: node.span.text(source).to_owned(), shown }
    }
}

impl FieldStep {
    /// Returns the step as people read it: `severity sev3 -> sev2`.
    pub fn words(&self) -> String {
        let field = &self.field;
        match (&self.old, &self.new) {
            (Some(old), Some(new)) if old == "..." || new == "..." => format!("{field} changed"),
            (Some(old), Some(new)) => format!("{field} {old} -> {new}"),
            (None, Some(new)) => format!("{field} {new}"),
            (Some(_), None) => format!("{field} taken out"),
            (None, None) => field.clone(),
        }
    }
}

impl Step {
    /// Returns the step as people read it: `incident INC-2026-7KQ2: status triage -> confirmed`.
    pub fn words(&self) -> String {
        let what = match self.kind.as_str() {
            "file" | "template" => self.path.clone(),
            "policy" => "policy".to_owned(),
            kind => format!("{kind} {}", self.id),
        };
        match self.change {
            StepKind::Added => format!("+ {what}"),
            StepKind::Removed => format!("- {what}"),
            StepKind::Changed => {
                let mut words: Vec<String> = self.fields.iter().map(FieldStep::words).collect();
                if self.text_changed {
                    words.push("text".to_owned());
                }
                if words.is_empty() {
                    return format!("  {what}");
                }
                format!("  {what}: {}", words.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_fields_are_told() {
        let of = |text: &str| Source::new(SourceId(0), "incidents/INC-1/incident.md", text);
        let old = of("---\nkind: incident\nseverity: sev3\nresponders: [zw]\nonce: x\n---\nbody\n");
        let new = of(
            "---\nkind: incident\nseverity: sev2\nresponders: [zw, aw]\nstatus: triage\n---\nbody\n",
        );
        let (fields, text_changed) = compare(&old, &new);
        let words: Vec<String> = fields.iter().map(FieldStep::words).collect();
        let expected =
            ["severity sev3 -> sev2", "responders changed", "once taken out", "status triage"];
        assert_eq!(words, expected);
        assert!(!text_changed);
        assert!(compare(&old, &of("---\nkind: incident\n---\nother\n")).1);
    }
}
