//! Figures of `validate` on a generated engagement, kinds mixed as in a true one.
//!
//!   cargo bench --bench validate -- generate COUNT DIR     write an engagement of COUNT documents
//!   cargo bench --bench validate -- check COUNT            documents per CPU-second, in memory
//!   cargo bench --bench validate -- run DIR PROGRAM...     wall and CPU time of a program in DIR
//!
//! The generator has no chance in it: the same count gives the same bytes.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for measuring, which writes folders and starts programs"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use ircase::model::engagement::Engagement;
use ircase::source::Sources;
use ircase::validate::{self, Facts, Recorded};

/// The present time of the generated engagement.
const NOW: &str = "2026-11-21T12:00:00Z";

/// Documents that an incident has with its own, on the average of those generated.
const PER_INCIDENT: usize = 18;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", count, folder] => generate(parse(count), Path::new(folder)),
        ["check", count] => check(parse(count)),
        ["run", folder, program, arguments @ ..] => run(folder, program, arguments),
        [] => check(5_000),
        _ => panic!("generate COUNT DIR, check COUNT, or run DIR PROGRAM..."),
    }
}

fn parse(count: &str) -> usize {
    count.parse().expect("COUNT is a number")
}

fn generate(count: usize, folder: &Path) {
    for (path, text) in engagement(count) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// Prints how many documents are checked in one CPU-second, from their text to sorted findings.
fn check(count: usize) {
    let files = engagement(count);
    let recorded = Recorded::default();
    let now = NOW.parse().expect("NOW is a time");
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..5 {
        let mut sources = Sources::default();
        files.iter().for_each(|(path, text)| {
            sources.add(path.clone(), text.clone());
        });
        let begun = cpu_of("self").0;
        let mut rounds = 0;
        while cpu_of("self").0 - begun < Duration::from_millis(1_000) {
            let engagement = Engagement::assemble(sources.clone(), Vec::new());
            found = validate::check(&Facts::new(&engagement, &recorded, now)).len();
            rounds += 1;
        }
        let seconds = (cpu_of("self").0 - begun).as_secs_f64() / f64::from(rounds);
        best = best.min(seconds);
    }
    let per_second = files.len() as f64 / best;
    println!(
        "{} documents, {found} findings: {per_second:.0} documents per CPU-second",
        files.len()
    );
}

/// Prints the median wall time and the CPU time of a program, over twenty runs.
fn run(folder: &str, program: &str, arguments: &[&str]) {
    const RUNS: u32 = 20;
    let mut walls = Vec::new();
    let before = cpu_of("self").1;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let output = std::process::Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .output()
            .expect("the program starts");
        walls.push(begun.elapsed());
        assert!(output.status.code().is_some_and(|code| code < 2), "{output:?}");
    }
    walls.sort();
    let cpu = (cpu_of("self").1 - before) / RUNS;
    println!("wall {:.1?}, cpu {cpu:.1?}", walls[walls.len() / 2]);
}

/// Returns the CPU time that a process and its ended children took (proc(5), `stat`).
fn cpu_of(process: &str) -> (Duration, Duration) {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("Linux");
    let fields: Vec<&str> =
        stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<u64>().expect("ticks");
    // A tick is 10 ms on every Linux that counts (sysconf(3), _SC_CLK_TCK).
    let time = |from: usize| Duration::from_millis((ticks(from) + ticks(from + 1)) * 10);
    (time(11), time(13))
}

/// Returns an engagement of about this many documents, by path.
fn engagement(count: usize) -> BTreeMap<String, String> {
    let mut files = example();
    let mut number = 0;
    while files.len() + PER_INCIDENT <= count {
        incident(number, &mut files);
        number += 1;
    }
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
