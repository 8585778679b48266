//! Holds the arrows of `ARCHITECTURE.md`: which module may name which, and who may name which crate.
//!
//! It reads the source as text, which is enough for paths written as `crate::x`, `super::x`,
//! `use crate::{x, y::z}` and `ircase::x`. The self-tests at the end show that it can fail.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::world::files;

/// Everything that is not a hand and lies below `ops`, from the bottom up.
const PURE: &[&str] =
    &["parallel", "suggest", "shell", "visible", "source", "diagnostic", "document", "model"];

/// The rest below `ops`: what is done with documents, and the hands.
const BELOW_OPS: &[&str] =
    &["regime", "validate", "trail", "render", "export", "workspace", "settings", "clock", "sys"];

/// A module, by the beginning of its path, and the modules it may name, in groups. The longest
/// beginning counts.
///
/// The hands are `workspace`, `settings`, `clock`, `sys`, `trail::store` and `trail::signer`.
const ARROWS: &[(&str, &[&[&str]])] = &[
    ("parallel", &[]),
    ("suggest", &[]),
    ("shell", &[]),
    ("visible", &[]),
    ("source", &[]),
    ("diagnostic", &[&["source"]]),
    ("document", &[&["suggest", "visible", "source", "diagnostic"]]),
    ("model", &[&["parallel", "suggest", "visible", "source", "diagnostic", "document"]]),
    ("regime", &[&["source", "document", "model"]]),
    ("validate", &[PURE, &["regime"]]),
    ("render", &[PURE]),
    ("export", &[PURE]),
    ("trail", &[PURE]),
    ("trail::store", &[&["source", "diagnostic", "sys"]]),
    ("trail::signer", &[&["source", "diagnostic", "sys"]]),
    ("sys", &[]),
    ("clock", &[&["sys"]]),
    ("settings", &[&["sys", "clock"]]),
    ("workspace", &[&["parallel", "visible", "source", "diagnostic", "document", "model", "sys"]]),
    ("ops", &[PURE, BELOW_OPS]),
    ("cli", &[PURE, BELOW_OPS, &["ops"]]),
    ("main", &[&["cli", "settings", "clock", "sys"]]),
    ("lib", &[]),
];

/// A crate that only these modules may name, so that it can be exchanged.
const CRATES: &[(&str, &[&str])] = &[
    ("granit_parser", &["document::yaml"]),
    ("pulldown_cmark", &["document::markdown"]),
    ("git2", &["trail::store"]),
    ("libgit2_sys", &["sys"]),
    ("pgp", &["trail::signature"]),
    ("ssh_key", &["trail::signature", "trail::signer"]),
    ("gpgme", &["trail::signer"]),
    ("typst", &["render::pdf"]),
    ("typst_layout", &["render::pdf"]),
    ("typst_pdf", &["render::pdf"]),
    ("typst_assets", &["render::pdf"]),
    ("tera", &["render::templates"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("anstream", &["cli"]),
    ("anyhow", &["cli"]),
    ("similar", &["cli"]),
    ("jsonschema", &["validate"]),
    ("csv", &["export", "ops"]),
    ("rayon", &["parallel"]),
    ("rustix", &["sys", "workspace", "trail::store"]),
    ("getrandom", &["sys"]),
];

/// Where `unsafe` may stand.
const UNSAFE: &[&str] = &["src/sys.rs"];

/// A file longer than this, its tests not counted, hides a second subject.
const LINES_AT_MOST: usize = 500;

/// Files that are longer, each with the reason.
const LONG_FILES: &[(&str, &str)] =
    &[("src/validate/schema/shapes.rs", "a table that a test writes, a line for each field")];

#[test]
fn every_module_names_only_what_lies_below_it() {
    let faults: Vec<String> =
        sources("src").iter().flat_map(|(path, text)| arrow_faults(path, text)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_crate_is_named_where_it_may_be() {
    let faults: Vec<String> =
        sources("src").iter().flat_map(|(path, text)| crate_faults(path, text)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_file_is_in_order() {
    let mut files = sources("src");
    files.extend(sources("tests"));
    let faults: Vec<String> =
        files.iter().flat_map(|(path, text)| file_faults(path, text)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    let files = sources("src");
    for path in UNSAFE.iter().chain(LONG_FILES.iter().map(|(path, _)| path)) {
        assert!(files.iter().any(|(known, _)| known == path), "{path} is gone");
    }
    for (path, text) in &files {
        if LONG_FILES.iter().any(|(long, _)| long == path) {
            assert!(lines_of_code(text) > LINES_AT_MOST, "{path} is short now");
        }
    }
}

#[test]
fn the_setup_script_asks_for_the_rust_of_the_manifest() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let manifest = read("Cargo.toml");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .expect("the manifest names a Rust version")
        .trim_matches('"');
    assert!(read("script/setup").contains(&format!("rust_wanted={version}\n")));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every Rust file below a folder, sorted, by its path from the package's root.
fn sources(folder: &str) -> Vec<(String, String)> {
    let sources = files(&root().join(folder)).into_iter();
    let sources = sources.filter(|(path, _)| path.ends_with(".rs"));
    let text = |(path, bytes)| (format!("{folder}/{path}"), String::from_utf8(bytes).unwrap());
    sources.map(text).collect()
}

fn arrow_faults(path: &str, text: &str) -> Vec<String> {
    let module = module_of(path);
    let Some(allowed) = allowed(&module) else {
        return vec![format!("{path}: `{module}` is not in the table of arrows")];
    };
    let own = module.split("::").next().unwrap_or_default();
    let is_test =
        |line: usize| is_all_tests(path) || test_begins(text).is_some_and(|begins| line >= begins);
    let mut faults = Vec::new();
    for (line, named) in modules_named(&module, text) {
        let may = named == own || allowed.iter().any(|group| group.contains(&named.as_str()));
        // A test at the end of a file may build its facts with what lies beside it.
        if !may && !is_test(line) {
            faults.push(format!("{path}:{line}: `{module}` must not name `{named}`"));
        }
    }
    if own == "trail" && !is_hand(&module) {
        for (line, code) in code_lines(text) {
            let hand = ["store::", "signer::"].iter().any(|hand| code.contains(hand));
            if hand && !is_test(line) && !module.ends_with("trail") {
                faults
                    .push(format!("{path}:{line}: the pure part of `trail` must not name a hand"));
            }
        }
    }
    faults
}

fn is_hand(module: &str) -> bool {
    ["trail::store", "trail::signer"].iter().any(|hand| is_within(module, hand))
}

fn crate_faults(path: &str, text: &str) -> Vec<String> {
    let module = module_of(path);
    let mut faults = Vec::new();
    if is_all_tests(path) {
        return faults;
    }
    for (line, code) in code_lines(text) {
        for (name, allowed) in CRATES {
            let named = names_crate(&code, name);
            if named && !allowed.iter().any(|place| is_within(&module, place)) {
                faults.push(format!("{path}:{line}: only {allowed:?} may name `{name}`"));
            }
        }
    }
    faults
}

/// Returns whether code names a crate at the head of a path: `use git2::x`, `git2::x`, `use git2;`.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].trim_end();
        let whole_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let after = &code[at + name.len()..];
        whole_word
            && !before.ends_with("crate::")
            && !before.ends_with("super::")
            && !before.ends_with("self::")
            && (after.starts_with("::") && !before.ends_with("::")
                || after.starts_with(';') && before.ends_with("use"))
    })
}

fn file_faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//!") {
        faults.push(format!("{path}: does not begin with what it is for (`//!`)"));
    }
    let long = LONG_FILES.iter().any(|(long, _)| *long == path);
    let lines = lines_of_code(text);
    let counts = path.starts_with("src/") && !is_all_tests(path);
    if lines > LINES_AT_MOST && counts && !long {
        faults.push(format!("{path}: {lines} lines; look for the second subject in it"));
    }
    for (index, line) in text.lines().enumerate() {
        let place = format!("{path}:{}", index + 1);
        // Written in two halves, so that this file does not find itself.
        for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimple", "mented!")] {
            if line.contains(word) {
                faults.push(format!("{place}: `{word}` is a promise to nobody"));
            }
        }
        for folder in [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")] {
            if line.contains(folder) {
                faults.push(format!("{place}: a path of somebody's machine"));
            }
        }
        let code = without_comment(line);
        let is_unsafe =
            code.contains("unsafe_code") || code.contains("unsafe {") || code.contains("unsafe fn");
        if is_unsafe && path.starts_with("src/") && !UNSAFE.contains(&path) {
            faults.push(format!("{place}: only {UNSAFE:?} may be unsafe"));
        }
    }
    faults
}

/// Returns whether a file holds nothing but the tests of the module it lies in.
fn is_all_tests(path: &str) -> bool {
    path.ends_with("/tests.rs")
}

fn lines_of_code(text: &str) -> usize {
    test_begins(text).map_or_else(|| text.lines().count(), |begins| begins - 1)
}

/// Returns a file's module: `src/trail/store.rs` and `src/trail/store/mod.rs` are `trail::store`.
fn module_of(path: &str) -> String {
    path.trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .replace('/', "::")
}

fn is_within(module: &str, place: &str) -> bool {
    module.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn allowed(module: &str) -> Option<&'static [&'static [&'static str]]> {
    ARROWS
        .iter()
        .filter(|(place, _)| is_within(module, place))
        .max_by_key(|(place, _)| place.len())
        .map(|(_, allowed)| *allowed)
}

/// Returns the top-level modules a text names, with the line of each.
fn modules_named(module: &str, text: &str) -> BTreeSet<(usize, String)> {
    // Groups of a `use` may run over several lines: join the code and remember where lines begin.
    let mut code = String::new();
    let mut starts = Vec::new();
    for (line, text) in code_lines(text) {
        starts.push((code.len(), line));
        code += &text;
        code.push('\n');
    }
    let line_of = |at: usize| {
        starts.iter().rev().find(|(start, _)| *start <= at).map_or(1, |(_, line)| *line)
    };
    let mut named = BTreeSet::new();
    let climbs = "super::".repeat(module.split("::").count());
    for head in ["crate::", "ircase::", climbs.as_str()] {
        for (at, _) in code.match_indices(head) {
            let before = &code[..at];
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            for name in first_names(&code[at + head.len()..]) {
                named.insert((line_of(at), name));
            }
        }
    }
    named
}

/// Returns the first names of a path or of a group of paths: `{a, b::{c}}` gives `a` and `b`.
fn first_names(rest: &str) -> Vec<String> {
    let word = |text: &str| {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        text[..end].to_owned()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut begins = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if begins && !c.is_whitespace() => {
                names.push(word(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

/// Returns the lines of a text that are code, numbered from 1, without their comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    text.lines().enumerate().map(|(index, line)| (index + 1, without_comment(line)))
}

/// Cuts a line at `//`, but not at the one of an address such as `https://`.
fn without_comment(line: &str) -> String {
    let comment = line.match_indices("//").find(|(at, _)| {
        !line[..*at].ends_with(':') && line[..*at].matches('"').count().is_multiple_of(2)
    });
    comment.map_or(line, |(at, _)| &line[..at]).to_owned()
}

/// Returns the line where the tests of a file begin: an inline module under `#[cfg(test)]`, with
/// other attributes between. A `mod tests;` names another file, and code goes on after it.
fn test_begins(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_module = |line: &&str| line.contains("mod ") && line.contains('{');
    let begins = |index: &usize| {
        let after = lines[index + 1..].iter().find(|line| !line.starts_with("#["));
        lines[*index] == "#[cfg(test)]" && after.is_some_and(is_module)
    };
    (0..lines.len()).find(begins).map(|index| index + 1)
}

#[test]
fn a_wrong_arrow_is_found() {
    let cases = [
        ("src/validate/mod.rs", "use crate::render::html;", 1),
        ("src/validate/mod.rs", "use crate::{model, diagnostic::Level};", 0),
        ("src/validate/mod.rs", "use crate::{\n    model,\n    trail::{verdict, rules},\n};", 1),
        ("src/validate/rules/x.rs", "let x = crate::trail::verdict();", 1),
        ("src/validate/rules/x.rs", "use super::super::super::render;", 1),
        ("src/validate/rules/x.rs", "use super::rule;", 0),
        ("src/source.rs", "use crate::diagnostic::Level;", 1),
        ("src/source.rs", "// use crate::diagnostic::Level;", 0),
        ("src/model/mod.rs", "use crate::workspace::Workspace;", 1),
        ("src/trail/rules.rs", "use super::store::Store;", 1),
        ("src/trail/rules.rs", "use crate::sys;", 1),
        ("src/trail/store.rs", "use crate::sys;", 0),
        ("src/trail/signer/gpgme.rs", "use crate::sys;", 0),
        ("src/ops/record.rs", "use crate::cli::ui;", 1),
        ("src/main.rs", "fn main() { ircase::trail::x() }", 1),
        ("src/main.rs", "fn main() { ircase::cli::main() }", 0),
        ("src/somewhere.rs", "", 1),
        ("src/render/mod.rs", "fn x() {}\n#[cfg(test)]\nmod tests { use crate::validate; }", 0),
        ("src/render/mod.rs", "#[cfg(test)]\nmod tests;\nuse crate::validate;", 1),
        ("src/render/mod.rs", "#[cfg(test)]\n#[expect(x)]\nmod tests { use crate::validate; }", 0),
    ];
    for (path, text, faults) in cases {
        assert_eq!(arrow_faults(path, text).len(), faults, "{path}: {text}");
    }
}

#[test]
fn a_crate_in_the_wrong_place_is_found() {
    let cases = [
        ("src/ops/record.rs", "use git2::Repository;", 1),
        ("src/ops/record.rs", "fn x(r: &git2::Repository) {}", 1),
        ("src/trail/store.rs", "use git2::Repository;", 0),
        ("src/trail/store/read.rs", "use git2::Repository;", 0),
        ("src/trail/store_of.rs", "use git2;", 1),
        ("src/ops/sign.rs", "use crate::trail::signer::gpgme;", 0),
        ("src/ops/sign.rs", "crate::trail::signer::gpgme::sign()", 0),
        ("src/ops/sign.rs", "use gpgme::Context;", 1),
        ("src/model/mod.rs", "let pgp = 1;", 0),
    ];
    for (path, text, faults) in cases {
        assert_eq!(crate_faults(path, text).len(), faults, "{path}: {text}");
    }
}

#[test]
fn a_file_out_of_order_is_found() {
    let good = "//! For a test.\n";
    let long = format!("{good}{}", "\n".repeat(LINES_AT_MOST));
    let promise = format!("{good}// {}: later\n", concat!("TO", "DO"));
    let cases = [
        ("src/a.rs", good, 0),
        ("src/a.rs", "fn a() {}\n", 1),
        ("src/a.rs", &long, 1),
        ("src/a.rs", &promise, 1),
        ("src/a.rs", "//! A\nunsafe { x() }\n", 1),
        ("src/sys.rs", "//! A\nunsafe { x() }\n", 0),
        ("src/a.rs", "//! A\n// nothing unsafe here\n", 0),
    ];
    for (path, text, faults) in cases {
        assert_eq!(file_faults(path, text).len(), faults, "{path}: {text}");
    }
}
