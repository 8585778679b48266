//! Every `ircase ...` that a page, a help line or a message names can be typed: the real command
//! line takes it. A hint that leads to an unknown option is worse than none.

use std::fs;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ErrorKind};

/// A command line and where it is named.
struct Named {
    place: String,
    words: Vec<String>,
}

#[test]
fn what_is_named_can_be_typed() {
    let named = every_line();
    assert!(named.len() > 150, "{}", named.len());
    let mut wrong = Vec::new();
    for Named { place, words } in named {
        if let Some(why) = refusal(&words) {
            wrong.push(format!("{place}: {}\n    {why}", words.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The test itself must be able to fail.
#[test]
fn what_does_not_exist_is_refused() {
    for line in [
        "ircase evidence add FILE",
        "ircase note INC TEXT --who zw",
        "ircase note INC TEXT --channel pigeon",
        "ircase new melody",
        "ircase explain a b",
    ] {
        assert!(refusal(&words(line)).is_some(), "{line}");
    }
    for line in [
        "ircase note ... --supersedes ENTRY",
        "ircase new evidence INC \"A stick\" --form physical",
        "ircase show agreement --signed-content | sha256sum",
        "ircase new KIND",
    ] {
        assert_eq!(refusal(&words(line)), None, "{line}");
    }
}

/// Returns why the command line does not take these words; what stands for a value, such as
/// `HANDLE`, may be anything, and a line may leave out what everybody knows is needed.
fn refusal(words: &[String]) -> Option<String> {
    if words.len() < 2 || is_placeholder(&words[1]) {
        return None;
    }
    let error = ircase::cli::command().try_get_matches_from(words).err()?;
    let text = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let is_taken = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand => true,
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            is_placeholder(&text(ContextKind::InvalidValue))
        }
        ErrorKind::InvalidSubcommand => is_placeholder(&text(ContextKind::InvalidSubcommand)),
        _ => false,
    };
    (!is_taken).then(|| error.to_string().lines().next().unwrap_or_default().to_owned())
}

/// `HANDLE`, `...`, `<id>` and `{path}` stand for something else.
fn is_placeholder(word: &str) -> bool {
    let is_name = |word: &str| {
        word.chars().any(char::is_alphabetic) && word.chars().all(|it| !it.is_lowercase())
    };
    word.is_empty()
        || word.contains(['{', '<', '$', '[', '|'])
        || word.contains("...")
        || is_name(word)
}

fn every_line() -> Vec<Named> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for file in files(root, &["src", "docs/manual", "templates", "README.md", "SECURITY.md"]) {
        let text = fs::read_to_string(&file).unwrap();
        let place = file.strip_prefix(root).unwrap().display().to_string();
        let ending = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
        let text = match ending {
            "rs" => code(&text),
            "md" | "ftl" => text,
            _ => continue,
        };
        lines(&place, &text, ending == "md", &mut found);
    }
    found
}

fn files(root: &Path, names: &[&str]) -> Vec<PathBuf> {
    let mut waiting: Vec<PathBuf> = names.iter().map(|name| root.join(name)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Returns source code without its tests and without what strings need to be written in it.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut joined = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\\n") {
        joined.push_str(before);
        rest = after.trim_start();
    }
    joined.push_str(rest);
    joined.replace("\\\"", "\"").replace("{{", "{").replace("}}", "}")
}

/// Adds what stands between backticks, and in Markdown the lines of examples.
fn lines(place: &str, text: &str, is_page: bool, found: &mut Vec<Named>) {
    let mut in_example = false;
    for (number, line) in text.lines().enumerate() {
        let place = format!("{place}:{}", number + 1);
        let mut add = |line: &str| found.push(Named { place: place.clone(), words: words(line) });
        if is_page && line.starts_with("```") {
            in_example = !in_example;
            continue;
        }
        if in_example {
            // Behind two blanks stands what a line is for.
            let typed = line.strip_prefix("$ ").unwrap_or(line).split("   ").next();
            if let Some(typed) = typed.filter(|typed| typed.starts_with("ircase ")) {
                add(typed);
            }
        } else {
            let quoted = line.split('`').skip(1).step_by(2);
            for piece in quoted.filter(|piece| piece.starts_with("ircase ")) {
                add(piece);
            }
        }
    }
}

/// Splits a line as a shell does, up to what is for the shell alone.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut is_quoted = false;
    for symbol in line.chars().chain([' ']) {
        match quote {
            Some(open) if symbol == open => quote = None,
            Some(_) => word.push(symbol),
            None if matches!(symbol, '"' | '\'') => {
                quote = Some(symbol);
                is_quoted = true;
            }
            None if symbol == ' ' => {
                if !is_quoted && is_for_the_shell(&word) {
                    return words;
                }
                if is_quoted || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                is_quoted = false;
            }
            None => word.push(symbol),
        }
    }
    words
}

fn is_for_the_shell(word: &str) -> bool {
    matches!(word, "|" | "||" | "&&" | "&" | ";" | "#")
        || word.trim_start_matches(|it: char| it.is_ascii_digit()).starts_with(['>', '<'])
            && !word.ends_with('>')
}
