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
    for field in ["points_of_contact", "disclosure_period", "recipient_address"] {
        assert!(!outcome.stderr.contains(field), "{}", outcome.stderr);
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
