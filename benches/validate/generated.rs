//! The generated engagements. There is no chance in them.

use std::collections::BTreeMap;
use std::path::Path;

/// Documents that an incident has with its own.
const PER_INCIDENT: usize = 17;

/// Returns an engagement of this many documents, by path.
pub(crate) fn engagement(count: usize) -> BTreeMap<String, String> {
    let mut files = example();
    let mut number = 0;
    while files.len() + PER_INCIDENT <= count {
        incident(number, &mut files);
        number += 1;
    }
    for minute in 0..count.saturating_sub(files.len()) {
        let time = format!("2026-11-20T{:02}:{:02}:00Z", minute / 60, minute % 60);
        let name = format!("20261120T{:02}{:02}00Z-{}", minute / 60, minute % 60, symbols(minute));
        files.insert(format!("timeline/{name}.md"), entry(1, &time));
    }
    files
}

/// Returns an engagement of ten documents and an incident whose text has so many bytes.
pub(crate) fn with_long_text(bytes: usize) -> BTreeMap<String, String> {
    let mut files = engagement(10);
    let paragraph = "Se miró el [registro](timeline/) de **accesos** y se comparó con el horario.\n\n- `rsync` 3.2.7\n- sin cambios desde el 2026-11-12T03:10:00-04:00\n\n";
    let text = with_front("", &paragraph.repeat(bytes / paragraph.len() + 1));
    files.insert("incidents/INC-2026-0000/incident.md".to_owned(), text);
    files
}

/// Returns an engagement of ten documents and an incident with so many keys that nobody knows.
pub(crate) fn with_keys(count: usize) -> BTreeMap<String, String> {
    let mut files = engagement(10);
    let keys: String = (0..count).map(|key| format!("k{key}: 1\n")).collect();
    files.insert("incidents/INC-2026-0000/incident.md".to_owned(), with_front(&keys, ""));
    files
}

fn with_front(front: &str, body: &str) -> String {
    format!("---\nkind: incident\ntitle: El sitio no responde\n{front}---\n{body}")
}

/// Returns an agreement in force with so many contacts, each with two channels of their own hours.
pub(crate) fn with_contacts(people: usize) -> BTreeMap<String, String> {
    let handle = |person: usize| format!("p{person}");
    let mut files = BTreeMap::new();
    let profile = "kind: engagement\ncodename: heron\ntime_zone: America/Santiago\nrisk: high\n";
    files.insert("ircase.yaml".to_owned(), profile.to_owned());
    for person in 0..people {
        let from = person * 24 / people;
        let channels: String = ["signal", "phone"]
            .iter()
            .map(|kind| format!("    - kind: {kind}\n      value: \"{kind} {person}\"\n      hours: {from:02}:00-{:02}:00\n      e2ee: true\n", (from + 14) % 24))
            .collect();
        let text = format!(
            "---\nkind: person\nparty: organization\nfunctions: [it]\nprivate:\n  channels:\n{channels}---\n"
        );
        files.insert(format!("people/{}.md", handle(person)), text);
    }
    let alternates: Vec<String> = (2..people).map(handle).collect();
    let severities: String = (1..=5)
        .map(|rank| {
            format!("  - id: sev{rank}\n    rank: {rank}\n    notify_within: {rank} hours\n")
        })
        .collect();
    let agreement = format!(
        "---\nkind: agreement\nstatus: active\nseverities:\n{severities}threshold: sev4\ncontacts:\n  organization:\n    primary: {}\n    secondary: {}\n    alternates: [{}]\nchannels:\n  - kind: signal\n    e2ee: true\n  - kind: phone\n    e2ee: false\n---\n",
        handle(0),
        handle(1),
        alternates.join(", ")
    );
    files.insert("agreement.md".to_owned(), agreement);
    files
}

/// Returns the documents of the example that belong to no incident.
fn example() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clinica");
    let mut files = BTreeMap::new();
    for folder in ["", "people", "procedures"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the example") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
            if path.is_file() && (name.ends_with(".md") || name.ends_with(".yaml")) {
                let path_here = [folder, name].join("/").trim_start_matches('/').to_owned();
                files.insert(path_here, std::fs::read_to_string(&path).expect("a document"));
            }
        }
    }
    files
}

fn incident(number: usize, files: &mut BTreeMap<String, String>) {
    let id = format!("INC-2026-{}", symbols(number));
    let folder = format!("incidents/{id}");
    let (hour, minute) = (number % 8, number % 60);
    let time = |minutes: usize| {
        let minutes = hour * 60 + minute + minutes;
        format!("2026-11-{:02}T{:02}:{:02}:00-04:00", 10 + number % 9, minutes / 60, minutes % 60)
    };
    files.insert(
        format!("{folder}/incident.md"),
        format!(
            "---\nkind: incident\ntitle: El sitio de citas no responde ({number})\nlang: es\nstatus: closed\norigin: uncovered-by-auditor\ndetermination: confirmed\nseverity: sev3\nclassification:\n  rsit: availability\n  veris_action: error\noccurred_at: {}\ndetected_at: {}\naware_at: {}\ndetermined_at: {}\nclosed_at: {}\nongoing: no\nmalicious: no\ncross_border: no\nassets: [citas.clinica.example]\npersonal_data:\n  involved: no\ncommander: av\nscribe: lt\nresponders: [av, lt]\nhandling: now\n---\n\n## Qué pasó\n\nEl sitio dejó de responder durante la revisión de la configuración; se volvió a la copia anterior y se comprobó con [la cronología](timeline/).\n",
            time(0), time(5), time(10), time(20), time(120)
        ),
    );
    for step in 0..12 {
        let name = format!(
            "202611{:02}T{:02}{:02}{:02}Z-{}",
            10 + number % 9,
            (hour + 4 + step / 6) % 24,
            minute,
            step,
            symbols(number * 16 + step)
        );
        files.insert(format!("{folder}/timeline/{name}.md"), entry(step, &time(5 + step)));
    }
    for piece in 0..2 {
        let name = symbols(number * 2 + piece);
        files.insert(
            format!("{folder}/evidence/EVD-{name}.md"),
            format!(
                "---\nkind: evidence\nform: digital\ntype: log\nfound_at: {}\nacquired_at: {}\nacquired_by: av\nplace: Consultorio central\nmethod: logical\ntool: rsync 3.2.7\nwrite_blocker: no\nfile_name: access-{piece}.log\nsize: 184320\nsha256: 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4\ncopy: original\nrecorded_at: {}\nrecorded_by: av\n---\nRegistro de accesos del sitio de citas, del día del incidente.\n",
                time(30), time(31), time(32)
            ),
        );
    }
    files.insert(
        format!("{folder}/review.md"),
        "---\nkind: review\nstatus: reviewed\nowner: av\ncontributing_factors:\n  - La copia anterior no estaba probada\nwent_well:\n  - Se llamó al contacto en cinco minutos\nwent_less_well:\n  - Nadie sabía dónde estaba la copia\n---\nSe aprendió que la copia debe probarse cada mes.\n".to_owned(),
    );
    files.insert(
        format!("tasks/TSK-{}.md", symbols(number)),
        format!("---\nkind: task\ntitle: Probar la copia cada mes\nowner: rm\ndue: 2026-12-20\nstatus: open\nfrom: {id}/review\n---\n"),
    );
}

fn entry(step: usize, time: &str) -> String {
    let of_type = match step % 4 {
        0 => "type: communication\nto: [zq]\nchannel: signal\nreached: yes",
        1 => "type: observation\nsource:\n  kind: log\n  reference: /var/log/nginx/access.log",
        2 => "type: measure\nchange: Se volvió a la configuración anterior",
        _ => {
            "type: decision\nabout: severidad\nchosen: sev3\nbecause: Fuera del horario de atención\nby: zq"
        }
    };
    format!(
        "---\nkind: entry\n{of_type}\nphase: analyze\noccurred_at: {time}\nrecorded_at: {time}\nrecorded_by: av\n---\nSe miró el registro de accesos y se comparó con el horario del personal; no se encontró nada que no estuviera ya escrito.\n"
    )
}

/// Returns four Crockford symbols for a number.
fn symbols(number: usize) -> String {
    const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let symbol = |shift: usize| char::from(SYMBOLS[number >> shift & 31]);
    [15, 10, 5, 0].into_iter().map(symbol).collect()
}
