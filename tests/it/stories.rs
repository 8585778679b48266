//! Runs the stories: texts for people whose blocks are typed in and whose answers are compared.
//!
//! The format is described in `tests/stories/README.md`. With `IRCASE_UPDATE=1` the expected
//! answers are written anew from what the program said; then read the difference before you keep it.

use crate::world::{ANA, Key, NOW, Outcome, World, run};
use std::fs;
use std::path::{Path, PathBuf};

macro_rules! stories {
    ($($name:ident: $path:literal,)+) => {
        pub(crate) const STORIES: &[&str] = &[$($path),+];
        $(
            #[test]
            fn $name() {
                tell($path);
            }
        )+
    };
}

stories! {
    readme: "README.md",
    two_people: "tests/stories/two-people.md",
    ci: "tests/stories/ci.md",
    evidence: "tests/stories/evidence.md",
    sunday_night: "tests/stories/sunday-night.md",
    agreement_in_force: "tests/stories/agreement-in-force.md",
    what_was_recorded: "tests/stories/what-was-recorded.md",
    story_format: "tests/stories/README.md",
    mending: "tests/stories/mending.md",
    not_ready: "tests/stories/not-ready.md",
    first_day: "tests/stories/first-day.md",
    scan_took_it_down: "tests/stories/scan-took-it-down.md",
    nobody_answered: "tests/stories/nobody-answered.md",
    leak: "tests/stories/leak.md",
    drive: "tests/stories/drive.md",
    pasted_timeline: "tests/stories/pasted-timeline.md",
    blame: "tests/stories/blame.md",
    without_rehearsal: "tests/stories/without-rehearsal.md",
    typed_in_a_hurry: "tests/stories/typed-in-a-hurry.md",
    colleagues_laptop: "tests/stories/colleagues-laptop.md",
    not_in_a_folder: "tests/stories/not-in-a-folder.md",
    edits_the_past: "tests/stories/edits-the-past.md",
    translation: "tests/stories/translation.md",
    own_schema: "tests/stories/own-schema.md",
    read_together: "tests/stories/read-together.md",
    answering: "docs/manual/answers.md",
    three_in_the_morning: "docs/manual/incidents.md",
    one_form: "docs/manual/fmt.md",
    tables: "docs/manual/tables.md",
    verify_by_hand: "docs/manual/verify-by-hand.md",
}

/// Runs one story and compares, or rewrites, its answers.
fn tell(path: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (told, differences) = retell(path, &text);
    if std::env::var_os("IRCASE_UPDATE").is_some() {
        if told != text {
            fs::write(&file, told).unwrap();
        }
    } else {
        assert!(
            differences.is_empty(),
            "{}\nIRCASE_UPDATE=1 writes the answers anew",
            differences.join("\n")
        );
    }
}

/// Returns the story with the answers this program gives, and where they differ.
fn retell(path: &str, text: &str) -> (String, Vec<String>) {
    let mut teller = Teller { text, world: World::new(), folders: Vec::new() };
    let mut told = String::new();
    let mut differences = Vec::new();
    for part in parts(text) {
        match part {
            Part::Prose(prose) => told += prose,
            Part::Block { line, fence, info, body, end } => {
                let place = format!("{path}:{line}");
                let body = teller.block(&place, info, body, &mut differences);
                told += &format!("{fence}{info}\n{body}{end}");
            }
        }
    }
    (told, differences)
}

/// Returns the lines that a story shows as answers, without what is typed.
pub(crate) fn answers(text: &str) -> Vec<&str> {
    let consoles = parts(text).into_iter().filter_map(|part| match part {
        Part::Block { info, body, .. } if info.starts_with("console") => Some(body),
        _ => None,
    });
    consoles.flat_map(commands).flat_map(|(_, answer)| answer.lines()).collect()
}

/// A piece of a story; the pieces put together are its text.
enum Part<'a> {
    Prose(&'a str),
    Block { line: usize, fence: &'a str, info: &'a str, body: &'a str, end: &'a str },
}

/// Splits at fenced blocks that begin in the first column.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(start) = find_line(rest, |line| line.starts_with("```")) {
        let (prose, block) = rest.split_at(start);
        line += prose.matches('\n').count();
        let first = block.lines().next().unwrap_or_default();
        let ticks = first.len() - first.trim_start_matches('`').len();
        let (fence, info) = first.split_at(ticks);
        let after_first = &block[(first.len() + 1).min(block.len())..];
        let body_end = find_line(after_first, |line| line.trim_end() == fence)
            .unwrap_or_else(|| panic!("line {line}: a block that is not closed"));
        let (body, after) = after_first.split_at(body_end);
        let end = &after[..after.find('\n').map_or(after.len(), |newline| newline + 1)];
        parts.push(Part::Prose(prose));
        parts.push(Part::Block { line, fence, info, body, end });
        line += 1 + body.matches('\n').count() + 1;
        rest = &after[end.len()..];
    }
    parts.push(Part::Prose(rest));
    parts
}

/// Returns where the first line begins that is as wanted.
fn find_line(text: &str, wanted: impl Fn(&str) -> bool) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if wanted(line.trim_end_matches('\n')) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// The state of a story between its blocks.
struct Teller<'a> {
    /// The whole story: the ids that stand in it were not made in this run.
    text: &'a str,
    world: World,
    /// Who has a folder for their shell's memory already.
    folders: Vec<String>,
}

impl Teller<'_> {
    /// Does what a block says and returns its body with the answers given now.
    fn block(&mut self, place: &str, info: &str, body: &str, out: &mut Vec<String>) -> String {
        let language = info.split_whitespace().next().unwrap_or_default();
        let word = |key: &str| {
            info.split_whitespace()
                .find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
                .map(str::to_owned)
        };
        let name = word("as").unwrap_or_else(|| ANA.to_owned());
        let key = match word("key").as_deref() {
            None | Some("openpgp") => Key::OpenPgp,
            Some("ssh") => Key::Ssh,
            Some("none") => Key::None,
            Some(other) => panic!("{place}: no kind of key is called `{other}`"),
        };
        self.meet(&name, key);
        if language == "console" {
            self.world.set_now(&word("now").unwrap_or_else(|| NOW.to_owned()));
            return self.console(place, &name, body, out);
        }
        if let Some(path) = word("file") {
            let path = self.whereabouts(&name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, body).unwrap();
        } else if let Some(path) = word("edit") {
            edit(place, &self.whereabouts(&name).join(path), body);
        }
        body.to_owned()
    }

    /// Makes sure this person is here, with a shell that remembers folder and variables.
    fn meet(&mut self, name: &str, key: Key) {
        if self.folders.iter().any(|known| known == name) {
            return;
        }
        if name != ANA || key != Key::OpenPgp {
            self.world.person(name, key);
        }
        let memory = self.world.root().join("m");
        fs::create_dir_all(&memory).unwrap();
        let folder = self.world.folder().display().to_string();
        fs::write(memory.join(format!("{name}.cwd")), folder).unwrap();
        fs::write(memory.join(format!("{name}.env")), "").unwrap();
        self.folders.push(name.to_owned());
    }

    fn whereabouts(&self, name: &str) -> PathBuf {
        let path = self.world.root().join("m").join(format!("{name}.cwd"));
        PathBuf::from(fs::read_to_string(path).unwrap().trim_end())
    }

    fn console(&mut self, place: &str, name: &str, body: &str, out: &mut Vec<String>) -> String {
        let mut told = String::new();
        for (typed, expected) in commands(body) {
            let outcome = self.shell(name, &typed);
            let answer = self.answer(&outcome);
            told += &shown(&typed);
            if matches(expected, &answer) {
                told += expected;
            } else {
                out.push(format!(
                    "{place}: `{typed}`\n--- expected\n{expected}--- answered\n{answer}"
                ));
                told += &answer;
            }
        }
        told
    }

    /// Runs a line of shell where this person left off.
    fn shell(&self, name: &str, line: &str) -> Outcome {
        let memory = self.world.root().join("m").join(name).display().to_string();
        // The line is a file of its own, so that no quoting of ours can change it; every variable
        // is exported, so that the next line finds it; the clock is the block's, not a remembered one.
        let script = format!(
            "exec 2>&1\nset -a\n. {memory}.env\nIRCASE_NOW=\"$1\"\ncd \"$(cat {memory}.cwd)\"\n\
             . {memory}.line\ncode=$?\nset +a\nexport -p | grep -v '^export PWD=' >{memory}.env\n\
             pwd >{memory}.cwd\nexit $code\n"
        );
        fs::write(format!("{memory}.line"), format!("{line}\n")).unwrap();
        run(self.world.command(name, "sh").args(["-c", &script, "sh", self.world.now()]))
    }

    /// Returns what a reader sees: both streams, then the exit code where it is not 0.
    fn answer(&self, outcome: &Outcome) -> String {
        let root = self.world.root().display().to_string();
        let mut answer = String::new();
        // Every world's clock stands still, which the program says of each command.
        let clock =
            format!("the present time is taken to be {}, by `IRCASE_NOW`", self.world.now());
        for line in outcome.stdout.lines().filter(|line| *line != clock) {
            answer += normal(&line.replace(&root, "[WORLD]"), self.text).trim_end();
            answer.push('\n');
        }
        if outcome.code != 0 {
            answer += &format!("? {}\n", outcome.code);
        }
        answer
    }
}

/// Splits a console block into what is typed and what is answered.
fn commands(body: &str) -> Vec<(String, &str)> {
    let mut commands: Vec<(String, &str)> = Vec::new();
    let mut answer_start = 0;
    let mut offset = 0;
    let mut answering = false;
    for line in body.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let continues = line.starts_with("> ") && !answering && !commands.is_empty();
        if let Some(typed) = line.strip_prefix("$ ") {
            if let Some(last) = commands.last_mut() {
                last.1 = &body[answer_start..start];
            }
            commands.push((typed.trim_end().to_owned(), ""));
            answering = false;
        } else if continues {
            let last = commands.last_mut().expect("a command before its second line");
            last.0 += &format!("\n{}", line[2..].trim_end());
        } else {
            answering = true;
            continue;
        }
        answer_start = offset;
    }
    if let Some(last) = commands.last_mut() {
        last.1 = &body[answer_start..];
    }
    commands
}

/// Writes a typed line, or several, as it stands in a console block.
fn shown(typed: &str) -> String {
    format!("$ {}\n", typed.replace('\n', "\n> "))
}

/// Returns whether an answer is as expected: `...` stands for any lines, `[..]` for any text in one.
fn matches(expected: &str, answer: &str) -> bool {
    let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
    let answer: Vec<&str> = answer.lines().collect();
    lines_match(&expected, &answer)
}

fn lines_match(expected: &[&str], answer: &[&str]) -> bool {
    match (expected.split_first(), answer.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => {
            (0..=answer.len()).any(|skipped| lines_match(rest, &answer[skipped..]))
        }
        (Some((first, rest)), Some((line, others))) => {
            line_matches(first, line) && lines_match(rest, others)
        }
        _ => false,
    }
}

fn line_matches(expected: &str, line: &str) -> bool {
    let mut pieces = expected.split("[..]");
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut last = None;
    for piece in pieces {
        if let Some(middle) = last.replace(piece) {
            let Some(found) = rest.find(middle) else { return false };
            rest = &rest[found + middle.len()..];
        }
    }
    last.map_or(rest.is_empty(), |end| rest.ends_with(end))
}

/// Replaces what differs from run to run: hashes, fingerprints and the random part of ids, but not
/// of ids that the story itself has written.
fn normal(line: &str, story: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let word_end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if word_end == 0 {
            let separator = rest.chars().next().map_or(0, char::len_utf8);
            out += &rest[..separator];
            rest = &rest[separator..];
            continue;
        }
        let word = &rest[..word_end];
        out += if is_hash(word) {
            "[HASH]"
        } else if is_fingerprint(word) {
            "[KEY]"
        } else if is_id(&out, word) && !story.contains(&end_of_id(&out, word)) {
            "[ID]"
        } else {
            word
        };
        rest = &rest[word_end..];
    }
    out
}

/// Nine symbols at least, so that no date and no word is taken for one.
fn is_hash(word: &str) -> bool {
    word.len() >= 9 && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_fingerprint(word: &str) -> bool {
    matches!(word.len(), 16 | 40)
        && word.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
}

/// Four Crockford symbols behind `INC-2026-`, `EVD-` or a time such as `20261121T101500Z-`.
fn is_id(before: &str, word: &str) -> bool {
    let Some(before) = before.strip_suffix('-') else { return false };
    let mut words = before.rsplit(|c: char| !c.is_ascii_alphanumeric());
    let previous = words.next().unwrap_or_default();
    let is_dated = ["INC", "EXR"].contains(&words.next().unwrap_or_default());
    let is_time = previous.len() == 16 && previous.ends_with('Z') && previous.contains('T');
    let is_symbol =
        |byte: u8| byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !b"ILOU".contains(&byte));
    word.len() == 4
        && word.bytes().all(is_symbol)
        && (is_dated || is_time || ["EVD", "NTF", "TSK"].contains(&previous))
}

/// Returns the end of an id, from the word before its symbols on: `2026-7KQ2`, `EVD-3MZ8`.
fn end_of_id(before: &str, symbols: &str) -> String {
    let before = before.trim_end_matches('-');
    let previous = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    format!("{previous}-{symbols}")
}

/// Replaces the lines that begin with `-` by those that begin with `+`; each must stand there once.
fn edit(place: &str, path: &Path, body: &str) {
    let mut text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{place}: {error}"));
    let (mut old, mut new) = (String::new(), String::new());
    for line in body.split_inclusive('\n').chain(["\n"]) {
        if let Some(line) = line.strip_prefix('-') {
            old += line;
        } else if let Some(line) = line.strip_prefix('+') {
            new += line;
        } else if !old.is_empty() {
            let found = text.matches(&old).count();
            assert!(found == 1, "{place}: stands there {found} times:\n{old}");
            text = text.replace(&old, &new);
            (old, new) = (String::new(), String::new());
        }
    }
    fs::write(path, text).unwrap();
}

#[test]
fn every_text_with_console_blocks_is_told() {
    let untold: Vec<String> = texts()
        .into_iter()
        .filter(|(name, text)| text.contains("\n```console") && !STORIES.contains(&name.as_str()))
        .map(|(name, _)| name)
        .collect();
    assert!(untold.is_empty(), "not in the list of stories: {untold:?}");
}

#[test]
fn every_link_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut broken = Vec::new();
    for (name, text) in texts() {
        let folder = root.join(&name).parent().unwrap().to_path_buf();
        // What stands in a block is a text of the story's own folder.
        for part in parts(&text) {
            let Part::Prose(prose) = part else { continue };
            for rest in prose.split("](").skip(1) {
                let target = rest.split([')', '#']).next().unwrap_or_default();
                if !target.contains(':') && !target.is_empty() && !folder.join(target).exists() {
                    broken.push(format!("{name}: {target}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
}

/// Returns the texts for readers, each with its path from the package's root.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("docs"), root.join("tests/stories"), root.join("examples")];
    let mut found: Vec<_> = ["README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY", "CHANGELOG"]
        .iter()
        .map(|name| root.join(format!("{name}.md")))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_wrong_answer_is_noticed() {
    let cases = [
        ("$ echo hola\nhola\n", true),
        ("$ echo hola\nadios\n", false),
        ("$ echo hola\n", false),
        ("$ false\n? 1\n", true),
        ("$ false\n", false),
        ("$ true\n? 1\n", false),
        ("$ printf 'a\\nb\\nc\\n'\na\n...\n", true),
        ("$ printf 'a\\nb\\nc\\n'\nb\n...\n", false),
        ("$ echo one two three\none [..] three\n", true),
        ("$ echo one two\none [..] three\n", false),
    ];
    for (block, good) in cases {
        let story = format!("```console\n{block}```\n");
        let (told, differences) = retell("case", &story);
        assert_eq!(differences.is_empty(), good, "{block}{differences:?}");
        assert_eq!(told == story, good, "{told}");
        assert!(retell("case", &told).1.is_empty(), "told anew, it is right: {told}");
    }
}

#[test]
fn what_differs_from_run_to_run_has_a_name() {
    let cases = [
        ("incidents/INC-2026-7KQ2/incident.md", "incidents/INC-2026-[ID]/incident.md"),
        ("timeline/20261121T101500Z-8F3K.md", "timeline/20261121T101500Z-[ID].md"),
        ("EVD-3MZ8 and CVE-2026-4454x", "EVD-[ID] and CVE-2026-4454x"),
        ("record 0a1b2c3d4e.", "record [HASH]."),
        ("2026-11-21 20261121 effaced", "2026-11-21 20261121 effaced"),
        ("key 1234567890ABCDEF1234567890ABCDEF12345678", "key [KEY]"),
        ("ñandú — ok", "ñandú — ok"),
    ];
    for (line, expected) in cases {
        assert_eq!(normal(line, "a story of INC-2026-7KQ9"), expected);
    }
    let written = "incidents/INC-2026-7KQ9/incident.md of INC-2026-7KQ8";
    let expected = "incidents/INC-2026-7KQ9/incident.md of INC-2026-[ID]";
    assert_eq!(normal(written, "a story of INC-2026-7KQ9"), expected);
}
