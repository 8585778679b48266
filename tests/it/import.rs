//! What others wrote comes in whole, or is said to be left out.

use crate::world::{Key, Outcome, World};

const ANSWERS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sources/safetag-agreement/custom_20261102.json");

fn import(world: &World, arguments: &[&str]) -> Outcome {
    world.ircase_with(&[&["import", "safetag-agreement"], arguments].concat())
}

fn engagement(world: &World) {
    world.write("ircase.yaml", "kind: engagement\ntime_zone: America/La_Paz\n");
}

#[test]
fn a_generated_agreement_becomes_a_draft_and_its_people() {
    let world = World::with(Key::None);
    engagement(&world);
    let outcome = import(&world, &[ANSWERS]).exits(0);
    assert_eq!(outcome.stdout, "agreement.md\npeople/zq.md\npeople/rm.md\npeople/av.md\n");
    for (field, value) in [
        ("parties.service_provider_name", "Faro"),
        ("term_of_contract.agreement_end_date", "when the report is accepted"),
        ("payment.late_fee_percentage", "1.5"),
        ("representatives line 3: form_of_immediate_contact_two", "Pager: 17"),
    ] {
        let line = format!("`{field}` has no home here and was not kept: {value}");
        assert!(outcome.stderr.contains(&line), "{}", outcome.stderr);
    }
    for line in [
        "`period.start`: a day became its start in America/La_Paz: 2026-11-09T00:00:00-04:00",
        "`disclosure_period`: the generator asks once; the answer stands for both sides",
        "`contacts`: the emergency contacts in their order",
        "`people`: each got a handle from the first letters of the name",
        "hint: `ircase agreement propose --dry-run` says what is still missing in it",
    ] {
        assert!(outcome.stderr.contains(line), "{line}: {}", outcome.stderr);
    }
    for field in ["points_of_contact", "disclosure_period", "recipient_address"] {
        let line = format!("{field}` has no home");
        assert!(!outcome.stderr.contains(&line), "{}", outcome.stderr);
    }
    let agreement = world.read("agreement.md");
    for lines in [
        "representatives:\n  organization:\n    - zq\n  auditor:\n    - av\n",
        "  start: 2026-11-09T00:00:00-04:00\n",
        "  auditor_to_organization: 2 days\n",
        "  third_party: isolated\n",
        "  organization_controls: true\n",
        "    primary: rm\n    secondary: zq\n",
        "---\n\nFind out how well",
    ] {
        assert!(agreement.contains(lines), "{lines}\n{agreement}");
    }
    let person = world.read("people/zq.md");
    assert!(person.contains("  titles:\n    - Director\n    - Treasurer\n"), "{person}");
    assert!(person.contains("value: +591 600 55 101"), "{person}");
    // A draft owes nothing; what is there has no fault of form.
    world.ircase("validate agreement.md people").exits(0);
    // What it owes before both can sign is another question, and nothing is written for it.
    let owed = world.ircase("agreement propose --dry-run").exits(1);
    owed.answers("incident-definition-missing").answers("threshold-undefined");
    assert_eq!(world.read("agreement.md"), agreement);
}

#[test]
fn an_agreement_that_is_there_is_not_touched() {
    let world = World::with(Key::None);
    engagement(&world);
    world.write("people/av.md", "---\nkind: person\n---\n");
    import(&world, &[ANSWERS]).exits(0);
    assert!(world.read("people/av2.md").contains("Alba Vidal"));
    let before = world.read("agreement.md");
    let outcome = import(&world, &[ANSWERS]);
    assert!(outcome.stderr.contains("`agreement.md` is already there"), "{}", outcome.stderr);
    assert_eq!(world.read("agreement.md"), before);
    assert!(!world.folder().join("people/zq2.md").exists());
}

#[test]
fn what_is_not_the_generators_is_refused() {
    let world = World::with(Key::None);
    engagement(&world);
    world.write("a.json", "{");
    world.write("b.json", "{\"parties\": {}}");
    world.write("c.json", "{\"incident_response_and_handling\": {}}");
    world.write("people.csv", "party,name\nrecipient,Zoe\n");
    for (arguments, message) in [
        (&["a.json"][..], "this is not JSON"),
        (&["b.json"], "a section `incident_response_and_handling`"),
        (&["c.json", "--representatives", "people.csv"], "there is no column `title`"),
    ] {
        let outcome = import(&world, arguments).exits(1);
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
        assert!(!world.folder().join("agreement.md").exists());
    }
    import(&world, &["missing.json"]).exits(6);
}

#[test]
fn a_table_says_what_is_wrong_with_it_and_where() {
    let world = World::with(Key::None);
    engagement(&world);
    world.write("people/zq.md", "---\nkind: person\nparty: auditor\n---\n");
    for (table, code, message) in [
        ("", 2, "error: the table is empty; its first line should name the columns"),
        ("id,party\n", 2, "error: the table names its columns, and no line follows"),
        (
            "id,party,private.name\nab,auditor,\"A B\ncd,auditor,C D\n",
            1,
            "error: line 2: a quote opens in `private.name` and is never closed",
        ),
        ("id;party;verified_at\nab;auditor;2026-13-01\n", 1, "error: line 2: `verified_at`"),
        ("id,party\nA B,auditor\n", 1, "error: line 2: `id` is `A B`; it should be"),
        (
            "id,party\nzq,organization\n",
            1,
            "error: line 2: `people/zq.md` is there, and differs in `party`",
        ),
    ] {
        world.write("table.csv", table);
        let outcome = world.ircase("import contacts table.csv").exits(code);
        // Behind the line that names the time, which is set.
        let (_, said) = outcome.stderr.split_once('\n').unwrap();
        assert!(said.starts_with(message), "{table}: {said}");
    }
    world.write("table.csv", "id\tparty\ttags[0]\nab\tauditor\ta, b; c\n");
    let outcome = world.ircase("import contacts table.csv").exits(0);
    outcome.says("its columns are separated by a tab");
    assert!(world.read("people/ab.md").contains("a, b; c"));
}
