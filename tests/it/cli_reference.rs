//! Holds `docs/reference/cli.md` in sync with the program, and runs the examples of its help.

use crate::world::World;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const PAGE: &str = "docs/reference/cli.md";

#[test]
fn the_page_says_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = page();
    if std::env::var_os("IRCASE_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "{PAGE} is old; IRCASE_UPDATE=1 writes it anew");
}

/// Every `$ …` line of a help text is typed into an engagement made for that help.
#[test]
fn every_example_in_the_help_runs() {
    let mut failed = Vec::new();
    let mut count = 0;
    for (name, command) in commands() {
        let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let mut world = None;
        for line in examples.lines().filter_map(|line| line.trim_start().strip_prefix("$ ")) {
            count += 1;
            // What begins something wants a folder where it has not begun.
            let world = match line.split(' ').nth(1) {
                Some("init") => world.insert(World::new()),
                Some("new") => world.insert(prepared()),
                _ => world.get_or_insert_with(prepared),
            };
            if line.starts_with("ircase new") {
                world.sh("rm agreement.md people/zw.md").exits(0);
            }
            let outcome = world.sh(line);
            // Findings are something to read, not a failure of an example that looks for them.
            let may_find = FINDS.iter().any(|command| line.starts_with(command));
            if outcome.code > u8::from(may_find).into() {
                failed.push(format!("{name}: `{line}` exits {}: {}", outcome.code, outcome.stderr));
            }
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
    assert!(count >= EXAMPLES_AT_LEAST, "only {count} examples were found");
}

/// Commands that look for something and end with 1 where they found it.
const FINDS: &[&str] = &["ircase validate", "ircase fmt --check"];

/// Fewer than these were not found where they stand.
const EXAMPLES_AT_LEAST: usize = 50;

/// Returns a world with what the examples speak of: an agreement, people, one open incident, and
/// a change that is not recorded yet.
pub(crate) fn prepared() -> World {
    let world = World::new();
    world.ircase("init . --as auditor").exits(0);
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let read = |path: &str| fs::read_to_string(examples.join(path)).unwrap();
    let agreement =
        read("clinica/agreement.md").replace("- av\n", "- auditor\n").replace(": av", ": auditor");
    let (unsigned, rest) = agreement.split_once("\nsignatures:\n").unwrap();
    let body = rest.split_once("\n---\n").unwrap().1;
    let unsigned = unsigned.replace("status: active", "status: proposed");
    let unsigned = unsigned.replacen("    - zq\n", "    - zq\n    - zw\n", 1);
    world.write("agreement.md", format!("{unsigned}\n---\n{body}"));
    for person in ["lt", "rm", "zq"] {
        world.write(&format!("people/{person}.md"), read(&format!("clinica/people/{person}.md")));
    }
    let zoe = read("clinica/people/zq.md")
        .replace("Zulema Quispe", "Zoe")
        .replace("0111", "0191")
        .replace("0112", "0192");
    world.write("people/zw.md", zoe);
    world.write("safetag.md", read("sources/safetag-incident-response.md"));
    let incident = read("steps/INC-2026-7KQ2-1.md").replace(": av", ": auditor");
    world.write("incidents/INC-2026-7KQ2/incident.md", incident);
    world.ircase("record --together").exits(0);
    for path in ["agreement.md", "incidents/INC-2026-7KQ2/incident.md"] {
        world.write(path, world.read(path) + "\nOne more line.\n");
    }
    world
}

/// Returns every command with its full name, in the order of the help; hidden ones left out.
fn commands() -> Vec<(String, clap::Command)> {
    let mut found = Vec::new();
    let mut command = ircase::cli::command().term_width(80);
    command.build();
    collect(&command, "", &mut found);
    found
}

fn collect(command: &clap::Command, before: &str, found: &mut Vec<(String, clap::Command)>) {
    let name = format!("{before}{}", command.get_name());
    found.push((name.clone(), command.clone()));
    for child in command.get_subcommands() {
        if !child.is_hide_set() && child.get_name() != "help" {
            collect(child, &format!("{name} "), found);
        }
    }
}

fn page() -> String {
    let mut page = String::from(
        "# The command line\n\n\
         Written by the program itself (`IRCASE_UPDATE=1 cargo test --test it cli_reference`); \
         do not edit.\n",
    );
    for (name, mut command) in commands() {
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = write!(page, "\n## `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    }
    page
}
