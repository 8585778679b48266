//! The form of one document: can it be read, and does it fit its kind.
//!
//! What is found here is reported by the rules whose name it carries.

mod alone;
mod call;
mod guess;
mod meant;
mod names;
mod repair;
mod required;
mod violations;

pub(super) use self::alone::tell_characters_alone;
pub(super) use self::meant::{OF_SLIPS, READ_AS_WRITTEN, blurred, engagement as meant};

use super::Facts;
use super::rule::{Fault, Finding};
use super::schema::{self, Schema};
use super::words::one_of;
use crate::document::unread::{Unread, UnreadReason};
use crate::document::yaml::Node;
use crate::document::{self, Document};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::{self, KINDS, Kind};
use crate::model::zone::Zone;
use crate::source::{Source, Span};
use crate::suggest::nearest;

/// A hostile document can hold a fault in every line, and each costs time to explain; after
/// these, one more says that others follow.
const SHOWN: usize = 100;

fn are_enough(faults: &[Fault]) -> bool {
    faults.len() > SHOWN + 1
}

/// Returns what is wrong with the form of a document of the engagement. What it owes is looked for
/// in what it means.
pub(super) fn of(facts: &Facts<'_>, typed: &TypedDocument, meant: &TypedDocument) -> Vec<Fault> {
    shortened(all_of(facts, typed, meant))
}

fn shortened(mut faults: Vec<Fault>) -> Vec<Fault> {
    if are_enough(&faults) {
        faults.truncate(SHOWN + 1);
        if let Some(last) = faults.last_mut() {
            last.finding.say("more faults follow in this document".to_owned());
        }
    }
    faults
}

fn all_of(facts: &Facts<'_>, typed: &TypedDocument, meant: &TypedDocument) -> Vec<Fault> {
    let (document, source) = (&typed.document, facts.engagement.source(typed));
    let mut faults = unreadable(document);
    if !document.is_sound() {
        return faults;
    }
    match typed.kind {
        // A known kind in another's place is `id-and-path-differ`'s, and all there is to say.
        None if typed.said_kind().is_some() => {}
        None => faults.push(no_kind(typed, source)),
        Some(kind) => {
            let zone = facts.engagement.profile().and_then(|profile| profile.time_zone.as_ref());
            let zone = zone.map(Zone::as_str);
            violations::add(document, source, schema::of_kind(kind), zone, &mut faults);
            misfits(typed, meant, source, &mut faults);
            newer_schema(document, &mut faults);
            required::add(facts, meant, kind, &mut faults);
            faults.extend(call_unsaid(facts, typed, &faults));
        }
    }
    faults
}

/// Returns what to say of an entry that tells of a call and does not say so. A key that is not
/// understood may be the one that says it, and a corrected entry counts no more.
fn call_unsaid(facts: &Facts<'_>, typed: &TypedDocument, faults: &[Fault]) -> Option<Fault> {
    let front = typed.document.front.as_ref()?;
    let is_key_unclear =
        faults.iter().any(|it| matches!(it.rule, "localized-value" | "unknown-field"));
    let is_unsaid = typed.kind == Some(Kind::Entry) && call::is_unsaid(front);
    (is_unsaid && !is_key_unclear && !facts.is_superseded(typed)).then(|| call::fault(typed, front))
}

/// Returns whether all of a document could be read, so that nothing is missing where it is shown.
pub fn is_whole(engagement: &Engagement, document: &TypedDocument) -> bool {
    let source = engagement.source(document);
    document.misfits.is_empty()
        && document
            .kind
            .is_some_and(|kind| alone(&document.document, source, schema::of_kind(kind)).is_empty())
}

/// Returns what to say of a file that could not be taken as text.
pub(super) fn unread(unread: &Unread) -> Fault {
    let (rule, help) = match &unread.why {
        UnreadReason::WrongPlace(kind) => {
            let finding = Finding::in_file(&unread.path, unread.why.to_string());
            let places = Kind::named(kind).map_or(&[][..], |kind| kind.info().places);
            let help = format!("it lies at {}", one_of(places.iter().copied()));
            return Fault { rule: "id-and-path-differ", finding: finding.help(help) };
        }
        UnreadReason::TooLarge(_) => (
            "document-too-large",
            "keep evidence outside; move long text into documents of its own",
        ),
        UnreadReason::NotText(_) => ("not-utf8", "save the file as UTF-8"),
        UnreadReason::SymbolicLink | UnreadReason::NotAFile(_) => {
            ("not-a-file", "put a plain file in its place, or remove it")
        }
        UnreadReason::NotAFolder => ("not-a-file", "put a folder in its place, or remove it"),
        UnreadReason::TooDeep => ("not-a-file", "move what lies in it further up, or out"),
        UnreadReason::Name => ("not-a-file", "give the file another name"),
        // It lay there a moment ago.
        UnreadReason::NotThere => ("not-a-file", "check again"),
        UnreadReason::Refused(_) => ("not-a-file", "make it readable for you"),
    };
    if kind::holds_own_schemas(&unread.path) {
        let message = format!("this schema is not used: {}", unread.why);
        let finding = Finding::in_file(&unread.path, message).help(help);
        return Fault { rule: "own-schema-broken", finding };
    }
    let message = match &unread.why {
        UnreadReason::Refused(why) => {
            let is_file = kind::is_document(&unread.path);
            format!("this {} cannot be read: {why}", if is_file { "file" } else { "folder" })
        }
        why => format!("this is no document: {why}"),
    };
    Fault { rule, finding: Finding::in_file(&unread.path, message).help(help) }
}

/// Returns what is wrong with the form of a document that stands alone.
pub(super) fn alone(document: &Document, source: &Source, schema: &Schema) -> Vec<Fault> {
    let mut faults = unreadable(document);
    if let Some(fault) = of_another_kind(document, schema) {
        faults.push(fault);
    } else if document.is_sound() {
        violations::add(document, source, schema, None, &mut faults);
        required::add_from_schema(document, schema, &mut faults);
    }
    shortened(faults)
}

/// Says so when a document names another kind than the schema's: all else would follow from it.
fn of_another_kind(document: &Document, schema: &Schema) -> Option<Fault> {
    let node = document.front.as_ref()?.get("kind")?;
    let said = Kind::named(node.text()?)?.name();
    let asked = Kind::named(schema.name)?.name();
    let help = format!("check it with `--as {said}`, or write `kind: {asked}`");
    let finding = Finding::at(node.span, format!("this is a document of kind `{said}`"));
    let finding = finding.help(help);
    (said != asked).then_some(Fault { rule: "value-not-allowed", finding })
}

fn unreadable(document: &Document) -> Vec<Fault> {
    let said = |fault: &document::Fault| Fault {
        rule: fault.rule,
        finding: Finding::at(fault.span, fault.message.clone())
            .with_parts(fault.related.clone(), fault.help.clone()),
    };
    document.faults.iter().take(SHOWN + 2).map(said).collect()
}

fn no_kind(typed: &TypedDocument, source: &Source) -> Fault {
    let names = || KINDS.iter().map(|info| info.name);
    let front = typed.document.front.as_ref();
    let kind = front.and_then(|front| front.get("kind"));
    let Some((node, written)) = kind.and_then(|node| Some((node, node.text()?))) else {
        return match kind.filter(|node| !node.is_null()) {
            Some(node) => no_word(node, source),
            None => silent(typed, source, kind.is_none()),
        };
    };
    let finding = Finding::at(node.span, format!("there is no kind `{written}`"));
    let there = Kind::at_path(&typed.path).map(Kind::name);
    let finding = match nearest(written, names()).or(there) {
        Some(name) => {
            finding.help(format!("did you mean `{name}`?")).fix(format!("write `{name}`"), name)
        }
        None => finding.help(format!("kinds are {}", one_of(names()))),
    };
    Fault { rule: "kind-unknown", finding }
}

/// Tells of a list or a mapping in the place of the kind's name.
fn no_word(node: &Node, source: &Source) -> Fault {
    let message = format!("`kind` should be a text, not {}", node.describe());
    let finding = Finding::at(node.span, message).help("write one value");
    let finding = match node.items() {
        [only] if only.text().is_some() => {
            let word = only.span.text(source);
            finding.fix(format!("write `{word}`"), word)
        }
        _ => finding,
    };
    Fault { rule: "wrong-type", finding }
}

/// Tells of a document without its kind. A key that resembles `kind` was meant to say it.
fn silent(typed: &TypedDocument, source: &Source, is_absent: bool) -> Fault {
    let pairs = typed.document.front.as_ref().map(Node::pairs).unwrap_or_default();
    let meant = pairs.iter().find(|pair| nearest(&pair.key.text, ["kind"]).is_some());
    if let Some(pair) = meant.filter(|_| is_absent) {
        let message = format!("there is no field `{}` here", pair.key.text);
        let finding = Finding::at(pair.key.span, message)
            .help("did you mean `kind`?")
            .fix("rename it `kind`", "kind");
        return Fault { rule: "unknown-field", finding };
    }
    let expected = Kind::at_path(&typed.path).map_or("...", Kind::name);
    let names = one_of(KINDS.iter().map(|info| info.name));
    let finding = Finding::at(typed.field("kind"), "this document does not say its kind")
        .help(format!("write `kind: {expected}`; kinds are {names}"));
    let finding = match kind_line(typed, source) {
        Some((span, line)) if is_absent => {
            finding.fix_at(span, format!("write `{}`", line.trim_end()), &line)
        }
        _ => finding,
    };
    Fault { rule: "field-missing", finding }
}

/// Returns where the line that says the kind belongs, and the line: the place tells the kind.
fn kind_line(typed: &TypedDocument, source: &Source) -> Option<(Span, String)> {
    let kind = Kind::at_path(&typed.path)?;
    let front = typed.document.front_span?;
    let text = front.text(source);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let place = front.with_end(front.start());
    (!text.starts_with("---")).then(|| (place, format!("kind: {}{newline}", kind.name())))
}

/// The version of every kind's format that this program reads.
const SCHEMA_VERSION: &str = "1";

/// Says so when a document follows a format that this version does not know.
fn newer_schema(document: &Document, faults: &mut Vec<Fault>) {
    let node = document.front.as_ref().and_then(|front| front.get("schema"));
    let Some((node, version)) = node.and_then(|node| Some((node, node.text()?))) else { return };
    let known =
        version == SCHEMA_VERSION || faults.iter().any(|fault| fault.finding.covers(node.span));
    if !known {
        let message = format!("this version of ircase reads `schema: {SCHEMA_VERSION}`");
        let finding = Finding::at(node.span, message)
            .help("use the version that wrote this document, or write it anew");
        faults.push(Fault { rule: "value-not-allowed", finding });
    }
}

/// Adds the values that the schema let pass and the type did not: a thirteenth month. What fits as
/// it is meant is told as a slip, and what only the guess makes a misfit is no fault of its own.
fn misfits(
    written: &TypedDocument,
    meant: &TypedDocument,
    source: &Source,
    faults: &mut Vec<Fault>,
) {
    for misfit in &written.misfits {
        let Some(span) = misfit.span else { continue };
        if !meant.misfits.iter().any(|meant| meant.span == misfit.span) {
            continue;
        }
        let known = faults.iter().any(|fault| fault.finding.covers(span));
        if !known {
            let finding = Finding::at(span, misfit.message.clone());
            let finding = violations::with_spaces(finding, span, source);
            faults.push(Fault { rule: "wrong-format", finding });
        }
    }
}
