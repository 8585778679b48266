//! `ircase new answer`: what it refuses, and that nothing is written then.

use crate::world::{NOW, World};

#[test]
fn an_answer_is_only_for_what_was_found() {
    let mut world = World::new();
    world.set_now("2026-11-17T09:00:00Z");
    world.ircase("init . --as ana").exits(0);
    let made = world.ircase("new incident down").exits(0).stdout;
    let incident = made.split('/').nth(1).unwrap().to_owned();
    world.set_now(NOW);
    let noted = world.ircase("note stopped --type measure --at 2026-11-18T10:00:00Z").exits(0);
    let entry = noted.stdout.trim().rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
    let because = ["--because", "The battery was empty."];
    let answer = |words: &str| {
        let words = words.replace("INC", &incident).replace("ENTRY", &entry);
        let words = ["new", "answer"].into_iter().chain(words.split(' ')).chain(because);
        world.ircase_with(&words.collect::<Vec<_>>())
    };
    let before = world.snapshot();
    let here = format!("it finds something in `{entry}`");
    for (words, message, hint) in [
        ("recorded-lat ENTRY", "there is no rule `recorded-lat`", "did you mean `recorded-late`?"),
        ("late ENTRY", "there is no rule `late`", "`ircase explain` lists all rules"),
        ("wrong-type ENTRY", "cannot be answered, only mended", "`ircase explain wrong-type`"),
        ("recorded-late INC", "`recorded-late` finds nothing in `INC-2026-", &here),
        ("task-overdue INC", "`task-overdue` finds nothing in", "`ircase validate` shows"),
        ("task-overdue zzzz", "nothing here is called `zzzz`", "without `.md`"),
        (
            "recorded-late ENTRY --field closed_at",
            "finds nothing in the field `closed_at`",
            "say which one with `--field`: `occurred_at`",
        ),
    ] {
        answer(words).exits(2).says(message).says(hint);
        assert_eq!(world.snapshot(), before, "{words}");
    }
    answer("recorded-late ENTRY").exits(0);
    let path = format!("answers/recorded-late--{entry}.md");
    answer("recorded-late ENTRY").exits(2).says("an answer to this already").says(&path);
    let told = world.ircase("validate -f concise").stdout;
    assert!(told.contains(&format!("(answered by {path})")), "{told}");
}
