//! A file that was sent to a public service, where others can get it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::prose::{find_any, has_any, place_in, sentences};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "sample-uploaded",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a file was sent to a public service, where the other side can see it",
    page: include_str!("sample_uploaded.md"),
    check: Check::Document(check),
};

/// Services that show what they were sent to their customers or to everyone.
const SERVICES: &[&str] = &[
    "virustotal",
    "hybrid-analysis",
    "hybrid analysis",
    "any.run",
    "joe sandbox",
    "joesandbox",
    "malwarebazaar",
    "malware bazaar",
    "bazaar.abuse.ch",
    "metadefender",
    "virscan",
    "jotti",
    "intezer",
    "tria.ge",
];

/// Words that say that something went there, in English, Spanish, Portuguese and French.
const SENT: &[&str] = &[
    "uploaded",
    "uploading",
    "submitted",
    "sent",
    "subí",
    "subimos",
    "subió",
    "subieron",
    "subido",
    "subida",
    "cargué",
    "cargó",
    "cargamos",
    "envié",
    "envió",
    "enviamos",
    "enviado",
    "enviada",
    "mandé",
    "mandó",
    "enviei",
    "enviou",
    "carreguei",
    "submeti",
    "submeteu",
    "envoyé",
    "envoyée",
    "téléversé",
    "soumis",
];

/// Words that take back what follows them: that it was not done, or is not said to have been. After
/// the verb and the service they tell something else, such as who was not asked.
const NOT_DONE: &[&str] = &[
    "not", "never", "nobody", "nothing", "without", "didn", "don", "avoid", "instead", "before",
    "should", "could", "may", "might", "asked", "no", "nunca", "nadie", "nada", "sin", "jamás",
    "antes", "não", "nem", "sem", "ne", "pas", "rien", "sans",
];

/// Words that take back what stands just before them: `on VirusTotal we uploaded nothing`.
const NONE: &[&str] = &[
    "nothing",
    "never",
    "none",
    "no file",
    "no files",
    "no sample",
    "no samples",
    "nada",
    "nunca",
    "jamás",
    "ningún",
    "ninguno",
    "ninguna",
    "nenhum",
    "nenhuma",
    "rien",
    "aucun",
    "aucune",
];

/// Words with which a sentence says something else wherever they stand: that it depends, or that
/// only a hash or a report went somewhere.
const UNLESS: &[&str] = &[
    "if",
    "whether",
    "si",
    "hash",
    "hashes",
    "sha256",
    "sha-256",
    "sha1",
    "md5",
    "checksum",
    "fingerprint",
    "huella",
    "resumen",
    "empreinte",
    "report",
    "reports",
    "result",
    "results",
    "informe",
    "resultado",
    "resultados",
    "relatório",
    "rapport",
    "url",
    "link",
    "enlace",
];

/// Arguments by which common programs send a file.
const SENDING: &[&str] = &["-F", "--form", "-T", "--upload-file", "--data-binary", "--post-file"];

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Entry(entry) = &document.content else { return };
    // A decision tells what will be done.
    if entry.entry_type == Some(EntryType::Decision) || facts.is_superseded(document) {
        return;
    }
    let found = in_command(document, entry).or_else(|| in_text(facts, document, entry));
    if let Some((place, service)) = found {
        let message = format!("a file seems to have gone to `{service}`, where others can get it");
        findings.add(Finding::at(place, message).help(
            "take it that the other side knows you found it, and that what is in the file is public; tell the organization, and ask the service to remove it",
        ));
    }
}

fn in_command(document: &TypedDocument, entry: &Entry) -> Option<(Span, &'static str)> {
    let argv = &entry.command.as_ref()?.argv;
    let program = argv.first()?.rsplit(['/', '\\']).next()?;
    let place = |at: usize| document.field(&format!("command.argv[{at}]"));
    let has = |word: &str| argv.iter().any(|argument| argument == word);
    if matches!(program, "vt" | "vt.exe") && has("scan") && has("file") {
        return Some((place(0), "virustotal"));
    }
    let is_sending = |argument: &String| {
        SENDING.iter().any(|option| argument.starts_with(option)) || argument.contains("@/")
    };
    let (at, service) = argv
        .iter()
        .enumerate()
        .find_map(|(at, argument)| Some((at, find_any(argument, SERVICES)?.1)))?;
    argv.iter().any(is_sending).then(|| (place(at), service))
}

fn in_text(
    facts: &Facts<'_>,
    document: &TypedDocument,
    entry: &Entry,
) -> Option<(Span, &'static str)> {
    let body = document.document.body;
    let of_body = sent(facts.engagement.body(document)).map(|(at, len, service)| {
        let start = body.start() + at;
        (Span::new(body.source, start, start + len), service)
    });
    of_body.or_else(|| {
        let change = entry.change.as_deref()?;
        let (at, len, service) = sent(change)?;
        let span = document.field("change");
        let source = facts.engagement.source(document);
        Some((place_in(span, source, &change[at..at + len]), service))
    })
}

/// Returns where a text names the service that something was sent to.
fn sent(text: &str) -> Option<(usize, usize, &'static str)> {
    find_any(text, SERVICES)?;
    sentences(text).into_iter().find_map(|(start, sentence)| {
        let (range, service) = find_any(sentence, SERVICES)?;
        let (verb, _) = find_any(sentence, SENT)?;
        let until = range.start.max(verb.start);
        let is_sent = !has_any(sentence, UNLESS)
            && !has_any(&sentence[..until], NOT_DONE)
            && !begins_with_any(&sentence[range.end.max(verb.end)..], NONE);
        is_sent.then(|| (start + range.start, range.len(), service))
    })
}

/// Returns whether the first words of a text are one of some phrases.
fn begins_with_any(text: &str, phrases: &[&str]) -> bool {
    find_any(text, phrases).is_some_and(|(range, _)| text[..range.start].trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_went_there_counts() {
        let cases = [
            ("We uploaded the sample to VirusTotal.", true),
            ("The volunteer sent the attachment to any.run at noon.", true),
            ("Subimos el archivo a VirusTotal", true),
            ("El voluntario lo envió a Hybrid Analysis.", true),
            ("Se subió el adjunto a VirusTotal.", true),
            ("We did not upload it. VirusTotal knows the hash.", false),
            ("We have not uploaded the sample to VirusTotal.", false),
            ("Uploaded sample to VirusTotal without asking zq.", true),
            ("Enviamos el archivo a VirusTotal, sin decir nada a nadie.", true),
            ("VirusTotal was never sent the sample.", false),
            ("We uploaded nothing to VirusTotal.", false),
            ("On VirusTotal we uploaded nothing.", false),
            ("A VirusTotal enviamos nada.", false),
            ("On VirusTotal we uploaded the sample, nothing else.", true),
            ("Uploaded it to VirusTotal, nothing was found.", true),
            ("Nous n'avons pas envoyé le fichier à VirusTotal.", false),
            ("Nobody uploaded it to VirusTotal.", false),
            ("Looked the hash up on VirusTotal.", false),
            ("The VirusTotal report was sent to zq.", false),
            ("No subimos el archivo a VirusTotal.", false),
            ("Uploaded the report to the drive. VirusTotal is silent.", false),
            ("If it must be, we uploaded nothing to VirusTotal yet.", false),
            ("He uploaded photos to the drive.", false),
        ];
        for (text, expected) in cases {
            assert_eq!(sent(text).is_some(), expected, "{text}");
        }
    }
}
