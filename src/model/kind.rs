//! The kinds of document: their names, where they lie, and what each needs to leave its first
//! status.
//!
//! Adding a kind is one file with its type and one line in [`KINDS`].

use schemars::{JsonSchema, Schema};

use super::{
    agreement, answer, context, entry, evidence, exercise, incident, notification, person,
    procedure, profile, review, task,
};

/// One kind of document.
#[derive(Debug)]
pub struct KindInfo {
    pub kind: Kind,
    /// The word in `kind:`.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub summary: &'static str,
    /// Where documents of this kind lie; `<…>` stands for one part of a path.
    pub places: &'static [&'static str],
    /// The status a document starts in. Kinds without one owe their fields from their first record.
    pub first_status: Option<&'static str>,
    /// Fields that must stand in a document that has left its first status.
    pub required: &'static [&'static str],
    /// What the body is called where it must not be empty.
    pub body: Option<&'static str>,
    /// Fields just as necessary whose absence has a rule of its own, which alone reports it.
    pub required_by_rule: &'static [&'static str],
    /// Makes the JSON Schema of the type, without the header.
    fields: fn() -> Schema,
}

/// Names a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Engagement,
    Agreement,
    Person,
    Procedure,
    Incident,
    Entry,
    Context,
    Evidence,
    Notification,
    Exercise,
    Review,
    Task,
    Answer,
}

/// Every kind, in the order an engagement meets them.
pub const KINDS: &[KindInfo] = &[
    KindInfo {
        kind: Kind::Engagement,
        name: "engagement",
        summary: "The engagement itself: codename, parties, languages, time zone and risk.",
        places: &["ircase.yaml"],
        first_status: None,
        required: &["codename", "parties", "languages", "time_zone", "default_tlp", "risk"],
        body: None,
        required_by_rule: &[],
        fields: schema_of::<profile::Profile>,
    },
    KindInfo {
        kind: Kind::Agreement,
        name: "agreement",
        summary: "What both parties agreed: contacts, what counts as an incident, procedures.",
        places: &["agreement.md", "agreement.<lang>.md"],
        first_status: Some("draft"),
        required: &["status", "representatives", "period", "scope", "channels"],
        body: None,
        required_by_rule: &[
            "incident_definition",
            "determination_guidelines",
            "severities",
            "threshold",
            "contacts",
            "disclosure_period",
            "procedure",
            "retention",
            "signatures",
        ],
        fields: schema_of::<agreement::Agreement>,
    },
    KindInfo {
        kind: Kind::Person,
        name: "person",
        summary: "Somebody who takes part: their function, and how to reach them.",
        places: &["people/<handle>.md"],
        first_status: None,
        required: &["party", "functions"],
        body: None,
        required_by_rule: &[],
        fields: schema_of::<person::Person>,
    },
    KindInfo {
        kind: Kind::Procedure,
        name: "procedure",
        summary: "Steps that somebody follows: a plan, a checklist, an imported method.",
        places: &["procedures/<slug>.md"],
        first_status: None,
        required: &["type"],
        body: None,
        required_by_rule: &[],
        fields: schema_of::<procedure::Procedure>,
    },
    KindInfo {
        kind: Kind::Incident,
        name: "incident",
        summary: "One incident: what it is, how bad, who was told.",
        places: &["incidents/<id>/incident.md"],
        first_status: Some("reported"),
        required: &["status", "origin", "determination", "severity", "detected_at"],
        body: None,
        required_by_rule: &[],
        fields: schema_of::<incident::Incident>,
    },
    KindInfo {
        kind: Kind::Entry,
        name: "entry",
        summary: "One line of a timeline: what happened, when, and who wrote it down.",
        places: &["incidents/<id>/timeline/<time>.md", "timeline/<time>.md"],
        first_status: None,
        required: &[],
        body: Some("text"),
        required_by_rule: &[],
        fields: schema_of::<entry::Entry>,
    },
    KindInfo {
        kind: Kind::Context,
        name: "context",
        summary: "What surrounds the organization: laws, adversaries, and what happened before.",
        places: &["context.md"],
        first_status: None,
        required: &[],
        body: None,
        required_by_rule: &[],
        fields: schema_of::<context::Context>,
    },
    KindInfo {
        kind: Kind::Evidence,
        name: "evidence",
        summary: "A thing or a file that shows what happened, and where it came from.",
        places: &["incidents/<id>/evidence/<id>.md"],
        first_status: None,
        required: &["form", "acquired_at"],
        body: Some("description"),
        required_by_rule: &["acquired_by", "sha256"],
        fields: schema_of::<evidence::Evidence>,
    },
    KindInfo {
        kind: Kind::Notification,
        name: "notification",
        summary: "A message about an incident to somebody who should hear of it, or why nobody sent it.",
        places: &["incidents/<id>/notifications/<id>.md"],
        first_status: None,
        required: &["to", "status"],
        body: None,
        required_by_rule: &["contents", "delay_reason", "decision"],
        fields: schema_of::<notification::Notification>,
    },
    KindInfo {
        kind: Kind::Exercise,
        name: "exercise",
        summary: "A rehearsal of an incident, and what people saw in it.",
        places: &["exercises/<id>.md"],
        first_status: None,
        required: &["type", "scenario", "status", "date"],
        body: None,
        required_by_rule: &["participants", "tasks"],
        fields: schema_of::<exercise::Exercise>,
    },
    KindInfo {
        kind: Kind::Review,
        name: "review",
        summary: "What an incident taught, without blame.",
        places: &["incidents/<id>/review.md"],
        first_status: Some("draft"),
        required: &["status", "owner", "contributing_factors"],
        body: Some("summary"),
        required_by_rule: &[],
        fields: schema_of::<review::Review>,
    },
    KindInfo {
        kind: Kind::Task,
        name: "task",
        summary: "Something that one person does, until an agreed day.",
        places: &["tasks/<id>.md"],
        first_status: None,
        required: &["owner", "due", "status", "from"],
        body: None,
        required_by_rule: &[],
        fields: schema_of::<task::Task>,
    },
    KindInfo {
        kind: Kind::Answer,
        name: "answer",
        summary: "Why a finding must stay, such as one about a call that came late.",
        places: &["answers/<rule>--<id>.md"],
        first_status: None,
        required: &["rule", "about", "by"],
        body: None,
        required_by_rule: &["because"],
        fields: schema_of::<answer::Answer>,
    },
];

/// Folders whose Markdown files are documents of the engagement, also where no kind's place fits,
/// so that nothing in them goes unseen.
const DOCUMENT_FOLDERS: &[&str] =
    &["answers", "exercises", "incidents", "people", "procedures", "tasks", "timeline"];

/// Returns whether a file at this path is a document of the engagement; a README is not.
///
/// Capitals do not matter: where they do not for the file system, `Agreement.md` would take the
/// place of `agreement.md`, so it must not go unseen.
pub fn is_document(path: &str) -> bool {
    if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        is_lower_document(&path.to_ascii_lowercase())
    } else {
        is_lower_document(path)
    }
}

fn is_lower_document(path: &str) -> bool {
    let named_like = |name: &str| {
        path.strip_prefix(name).is_some_and(|rest| rest == ".md" || rest.starts_with('.'))
            && path.ends_with(".md")
    };
    match path.split_once('/') {
        None => path == "ircase.yaml" || named_like("agreement") || named_like("context"),
        Some((folder, _)) => is_document_folder(folder) && path.ends_with(".md"),
    }
}

fn is_document_folder(folder: &str) -> bool {
    DOCUMENT_FOLDERS.iter().any(|known| known.eq_ignore_ascii_case(folder))
}

/// Files beside the documents that an engagement is made of.
const REGISTERS: &[&str] = &[".gitattributes", ".gitignore", ".gitlab-ci.yml"];

/// Folders of such files.
const REGISTER_FOLDERS: &[&str] =
    &["signatures", "templates", "trust", "schemas", ".forgejo", ".github"];

/// Returns whether a file at this path belongs to the engagement: a document, or a register such
/// as the policy, a signature or a template. A README or a picture does not.
pub fn belongs(path: &str) -> bool {
    let folder = path.split_once('/').map(|(folder, _)| folder);
    is_document(path) || REGISTERS.contains(&path) || folder.is_some_and(holds_registers)
}

/// Returns whether this folder at the top holds registers.
pub fn holds_registers(folder: &str) -> bool {
    REGISTER_FOLDERS.contains(&folder)
}

/// Folder of the schemas that an engagement brings along.
const OWN_SCHEMAS: &str = "schemas";

/// How such a schema may be written.
const SCHEMA_ENDINGS: &[&str] = &[".json", ".yaml", ".yml"];

/// Returns whether this folder is, or lies below, the one of an engagement's own schemas. As with
/// documents, capitals do not matter.
pub fn holds_own_schemas(folder: &str) -> bool {
    folder.split('/').next().unwrap_or_default().eq_ignore_ascii_case(OWN_SCHEMAS)
}

/// Returns whether a file at this path is meant to be a schema of the engagement's own. It must not
/// go unseen where it [`is_in_force`] not: somebody believes in it.
pub fn is_own_schema(path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else { return false };
    let lower = name.to_ascii_lowercase();
    // What an editor of texts makes of `incident.json`.
    let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
    let is_schema = SCHEMA_ENDINGS.iter().any(|ending| lower.ends_with(ending));
    holds_own_schemas(folder) && is_schema && !name.starts_with('.')
}

/// Returns whether a schema of the engagement's own lies and is named as those are that are run.
pub fn is_in_force(path: &str) -> bool {
    let name = path.strip_prefix(OWN_SCHEMAS).and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| {
        !name.contains('/') && SCHEMA_ENDINGS.iter().any(|ending| name.ends_with(ending))
    })
}

/// Returns what a schema of the engagement's own is called, without folder and ending:
/// `schemas/incident.json` and `schemas/incident.schema.json` are called `incident`.
pub fn stem_of_own_schema(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = SCHEMA_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    stem.strip_suffix(".schema").unwrap_or(stem)
}

/// Returns whether what lies at this path stands in the place of a folder of documents, or of the
/// engagement's own schemas, if it is no folder.
pub fn is_folders_place(path: &str) -> bool {
    !path.contains('/') && (holds_documents(path) || holds_own_schemas(path))
}

/// Returns the kind that a schema of the engagement's own is for.
pub fn of_own_schema(path: &str) -> Option<Kind> {
    Kind::named(stem_of_own_schema(path))
}

/// Returns whether documents may lie in or below this folder.
pub fn holds_documents(folder: &str) -> bool {
    is_document_folder(folder.split('/').next().unwrap_or_default())
}

impl Kind {
    /// Returns the kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|info| info.name == name).map(|info| info.kind)
    }

    pub fn info(self) -> &'static KindInfo {
        KINDS.iter().find(|info| info.kind == self).expect("every kind has its line in KINDS")
    }

    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Returns the kind that documents at this path have, from the place alone.
    pub fn at_path(path: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|info| info.places.iter().any(|place| fits(place, path)))
            .map(|info| info.kind)
    }
}

impl KindInfo {
    /// Returns whether a document of this kind may lie at this path.
    pub fn may_lie_at(&self, path: &str) -> bool {
        self.places.iter().any(|place| fits(place, path))
    }

    /// Returns whether documents of this kind lie in or below a folder at this path.
    pub fn may_lie_below(&self, folder: &str) -> bool {
        let depth = folder.split('/').count();
        let is_above = |place: &&str| {
            let mut parts = place.split('/');
            let above: Vec<&str> = parts.by_ref().take(depth).collect();
            parts.next().is_some() && fits_in_parts(&above.join("/"), folder)
        };
        self.places.iter().any(is_above)
    }

    /// Returns the JSON Schema (draft 2020-12) of a document's front matter: the kind's fields and
    /// the header, keys beginning with `x-`, and what is required once it left its first status.
    pub fn schema(&self) -> Schema {
        let mut schema = (self.fields)();
        close(&mut schema);
        describe_in_one_line(&mut schema);
        schema.insert("title".to_owned(), self.name.into());
        schema.insert("description".to_owned(), self.summary.into());
        schema.insert("patternProperties".to_owned(), serde_json::json!({ "^x-": true }));
        schema.insert("required".to_owned(), serde_json::json!(["kind"]));
        if let Some(properties) =
            schema.get_mut("properties").and_then(serde_json::Value::as_object_mut)
        {
            let kind = serde_json::json!({ "const": self.name, "description": KIND_DESCRIPTION });
            properties.insert("kind".to_owned(), kind);
        }
        if let (Some(first), false) = (self.first_status, self.required.is_empty()) {
            schema.insert(
                "if".to_owned(),
                serde_json::json!({
                    "properties": { "status": { "not": { "const": first } } },
                    "required": ["status"],
                }),
            );
            schema.insert("then".to_owned(), serde_json::json!({ "required": self.required }));
        }
        schema
    }
}

/// What the field says that every document has.
const KIND_DESCRIPTION: &str =
    "What this document is. The word decides which fields it may have, and where it lies.";

/// Refuses keys that the type does not know, at every depth.
fn close(schema: &mut Schema) {
    let is_record = schema.get("properties").is_some();
    if is_record {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    schemars::transform::transform_subschemas(&mut close, schema);
}

/// Takes the line breaks of our source out of the descriptions.
pub(crate) fn describe_in_one_line(schema: &mut Schema) {
    if let Some(serde_json::Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
    schemars::transform::transform_subschemas(&mut describe_in_one_line, schema);
}

fn schema_of<T: JsonSchema>() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// Compares a path with a place part by part; `<…>` inside a part stands for any text but `/`.
fn fits(place: &str, path: &str) -> bool {
    // Every path is held against every place, and most begin otherwise.
    let fixed = place.find('<').unwrap_or(place.len());
    path.as_bytes().starts_with(&place.as_bytes()[..fixed]) && fits_in_parts(place, path)
}

fn fits_in_parts(place: &str, path: &str) -> bool {
    let ((place, places), (part, parts)) = (first_part(place), first_part(path));
    part_fits(place, part)
        && match (places, parts) {
            (None, None) => true,
            (Some(place), Some(path)) => fits_in_parts(place, path),
            _ => false,
        }
}

/// Returns what stands before the first `/`, and what behind it. Parts are so short that a plain
/// loop finds it soonest.
fn first_part(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'/') {
        Some(at) => (&path[..at], Some(&path[at + 1..])),
        None => (path, None),
    }
}

fn part_fits(place: &str, part: &str) -> bool {
    match (place.find('<'), place.rfind('>')) {
        (Some(open), Some(close)) => {
            let (prefix, suffix) = (&place[..open], &place[close + 1..]);
            part.strip_prefix(prefix)
                .and_then(|rest| rest.strip_suffix(suffix))
                .is_some_and(|middle| !middle.is_empty() && !middle.contains('.'))
        }
        _ => place == part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_tell_kinds() {
        let cases = [
            ("ircase.yaml", Some(Kind::Engagement)),
            ("agreement.md", Some(Kind::Agreement)),
            ("agreement.en.md", Some(Kind::Agreement)),
            ("people/zw.md", Some(Kind::Person)),
            ("incidents/INC-2026-7KQ2/incident.md", Some(Kind::Incident)),
            ("incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md", Some(Kind::Entry)),
            ("timeline/20261121T101500Z-8F3K.md", Some(Kind::Entry)),
            ("incidents/INC-2026-7KQ2/review.md", Some(Kind::Review)),
            ("incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md", Some(Kind::Evidence)),
            ("incidents/INC-2026-7KQ2/notifications/NTF-9QXA.md", Some(Kind::Notification)),
            ("exercises/EXR-2026-4T1C.md", Some(Kind::Exercise)),
            ("tasks/TSK-5RBN.md", Some(Kind::Task)),
            ("answers/recorded-late--20261121T101500Z-8F3K.md", Some(Kind::Answer)),
            ("context.md", Some(Kind::Context)),
            ("people/deep/zw.md", None),
            ("README.md", None),
        ];
        for (path, kind) in cases {
            assert_eq!(Kind::at_path(path), kind, "{path}");
        }
    }

    #[test]
    fn own_schemas_are_seen_where_they_are_not_run() {
        for (path, is_seen, is_run) in [
            ("schemas/incident.json", true, true),
            ("schemas/incident.schema.yml", true, true),
            ("schemas/incident.JSON", true, false),
            ("schemas/incident.json.txt", true, false),
            ("schemas/sub/incident.yaml", true, false),
            ("Schemas/incident.json", true, false),
            ("schemas/README.md", false, false),
            ("schemas/.incident.json", false, true),
            ("incident.json", false, false),
        ] {
            assert_eq!((is_own_schema(path), is_in_force(path)), (is_seen, is_run), "{path}");
        }
    }

    #[test]
    fn required_fields_exist() {
        for info in KINDS {
            let schema = info.schema();
            let properties = schema.get("properties").and_then(|it| it.as_object()).unwrap();
            for field in info.required.iter().chain(info.required_by_rule) {
                assert!(properties.contains_key(*field), "{}.{field}", info.name);
            }
        }
    }
}
