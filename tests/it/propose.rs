//! The way of an agreement from a draft to one that can be signed.

use crate::cli_reference::prepared;

#[test]
fn a_complete_draft_is_proposed_and_signed() {
    let world = prepared();
    world.sh("sed -i 's/^status: proposed/status: draft/' agreement.md").exits(0);
    world.ircase("record --together").exits(0);
    world.ircase("agreement propose --dry-run").exits(0).says("nothing is missing");
    assert!(world.read("agreement.md").contains("\nstatus: draft\n"));
    world.ircase("agreement propose").exits(0).says("the agreement is proposed now");
    assert!(world.read("agreement.md").contains("\nstatus: proposed\n"));
    world
        .ircase("status")
        .exits(0)
        .answers("Agreement: proposed")
        .answers("Everything is recorded");
    world.ircase("verify").exits(0);
    world.ircase("agreement propose").exits(0).says("proposed already");
}

#[test]
fn what_is_missing_is_shown_and_nothing_is_written() {
    let world = prepared();
    world.sh("sed -i 's/^status: proposed/status: draft/; /^threshold:/d' agreement.md").exits(0);
    let before = world.read("agreement.md");
    world.ircase("validate agreement.md --rule threshold-undefined").exits(0);
    let outcome = world.ircase("agreement propose").exits(1);
    outcome.answers("error[threshold-undefined]").says("the agreement is not proposed");
    assert_eq!(world.read("agreement.md"), before);
    let json = world.ircase("agreement propose --json").exits(1).stdout;
    assert!(json.contains("\"threshold-undefined\""), "{json}");
}

#[test]
fn what_is_in_force_is_not_proposed_again() {
    let world = prepared();
    world.sh("sed -i 's/^status: proposed/status: active/' agreement.md").exits(0);
    let outcome = world.ircase("agreement propose").exits(1);
    outcome.says("an agreement that is active cannot be proposed").says("hint:");
    world.sh("rm agreement.md").exits(0);
    world.ircase("agreement propose").exits(1).says("there is no `agreement.md`");
}
