//! Figures of `validate` on a generated engagement, kinds mixed as in a true one.
//!
//!   cargo bench --bench validate -- generate COUNT DIR   write an engagement of COUNT documents
//!   cargo bench --bench validate -- large BYTES DIR      write one whose incident has so long a text
//!   cargo bench --bench validate -- keys COUNT DIR       write one whose incident has so many keys
//!   cargo bench --bench validate -- front DIR OUT        write the front matter alone, by kind
//!   cargo bench --bench validate -- check COUNT          documents per CPU-second, in memory
//!   cargo bench --bench validate -- reach                microseconds to prove who is reachable
//!
//! The generator has no chance in it: the same count gives the same bytes.
//! `script/bench-documents` prints the figures of the whole program on what is written here.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for measuring, which writes folders"
)]

mod generated;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use ircase::model::engagement::Engagement;
use ircase::model::vocabulary::Party;
use ircase::source::Sources;
use ircase::validate::{self, Facts, Recorded, reach};

/// The present time of the generated engagement.
const NOW: &str = "2026-11-21T12:00:00Z";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", count, folder] => write(&generated::engagement(number(count)), folder),
        ["large", bytes, folder] => write(&generated::with_long_text(number(bytes)), folder),
        ["keys", count, folder] => write(&generated::with_keys(number(count)), folder),
        ["front", folder, out] => front(Path::new(folder), Path::new(out)),
        ["check", count] => check(number(count)),
        ["reach"] => prove(),
        [] => check(5_000),
        _ => panic!("see the head of benches/validate/main.rs"),
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("COUNT is a number")
}

fn write(files: &BTreeMap<String, String>, folder: &str) {
    for (path, text) in files {
        put(&Path::new(folder).join(path), text);
    }
}

fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// Writes the front matter of every document as YAML into a folder per kind, for programs that know
/// nothing of Markdown.
fn front(folder: &Path, out: &Path) {
    let (sources, _) = ircase::workspace::Workspace::at(folder)
        .and_then(|workspace| workspace.documents())
        .expect("a folder of documents");
    for document in Engagement::assemble(sources.clone(), Vec::new()).documents {
        let (Some(kind), Some(span)) = (document.kind, document.document.front_span) else {
            continue;
        };
        let name = document.path.replace('/', "_");
        let name = name.trim_end_matches(".md").trim_end_matches(".yaml");
        let text = span.text(sources.get(span.source));
        put(&out.join(kind.name()).join(format!("{name}.yaml")), text);
    }
}

fn sources(files: &BTreeMap<String, String>) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(path.clone(), text.clone());
    }
    sources
}

/// Prints how many documents are checked in one CPU-second, from their text to sorted findings.
fn check(count: usize) {
    let files = generated::engagement(count);
    let recorded = Recorded::default();
    let now = NOW.parse().expect("NOW is a time");
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..5 {
        let sources = sources(&files);
        let begun = cpu();
        let mut rounds = 0;
        while cpu() - begun < Duration::from_millis(1_000) {
            let engagement = Engagement::assemble(sources.clone(), Vec::new());
            found = validate::check(&Facts::new(&engagement, &recorded, now)).len();
            rounds += 1;
        }
        let seconds = (cpu() - begun).as_secs_f64() / f64::from(rounds);
        best = best.min(seconds);
    }
    let per_second = files.len() as f64 / best;
    println!(
        "{} documents, {found} findings: {per_second:.0} documents per CPU-second",
        files.len()
    );
}

/// Prints how long it takes to prove for every hour of the week that somebody is reachable.
fn prove() {
    let now = NOW.parse().expect("NOW is a time");
    for people in [2, 12] {
        let engagement =
            Engagement::assemble(sources(&generated::with_contacts(people)), Vec::new());
        let (_, agreement) = engagement.agreement().expect("an agreement");
        let mut walls = Vec::new();
        let mut gap = false;
        for _ in 0..21 {
            let begun = Instant::now();
            gap = reach::prove(&engagement, agreement, Party::Organization, now).is_some();
            walls.push(begun.elapsed());
        }
        walls.sort();
        let micros = walls[walls.len() / 2].as_micros();
        let outcome = if gap { "an hour without" } else { "no hour without" };
        println!("{people} people: {micros} us, {outcome}");
    }
}

/// Returns the CPU time that this process took (proc(5), `stat`).
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> =
        stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<u64>().expect("ticks");
    // A tick is 10 ms on every Linux that counts (sysconf(3), _SC_CLK_TCK).
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}
