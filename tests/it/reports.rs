//! Reports by the real program: what hostile text becomes, drafts and records, PDF read by others.

use std::fs;

use crate::world::{Key, Outcome, World};

const PROFILE: &str = "kind: engagement\ncodename: heron\nlanguages: [en]\ntime_zone: Etc/GMT+5\ndefault_tlp: TLP:AMBER\n\
    parties: {auditor: {codename: kestrel}, organization: {codename: casa}}\nrisk: medium\n";

const INCIDENT: &str = "incidents/INC-2026-7KQ2/incident.md";

const ENTRY: &str = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";

/// The formats of this build.
const FORMATS: &[&str] =
    if cfg!(feature = "pdf") { &["html", "md", "text", "pdf"] } else { &["html", "md", "text"] };

/// Returns a folder without a trail, with one incident whose title and text are these.
fn folder(title: &str, body: &str) -> World {
    let world = World::with(Key::None);
    world.write("ircase.yaml", PROFILE);
    let title = serde_json::to_string(title).unwrap();
    let incident = format!(
        "---\nkind: incident\nstatus: reported\ntitle: {title}\ndiscovery: {title}\nassets: [{title}]\n\
         detected_at: 2026-11-21T08:10:00Z\n---\n{body}"
    );
    world.write(INCIDENT, incident);
    let entry = format!(
        "---\nkind: entry\noccurred_at: 2026-11-21T08:12:00Z\ntype: decision\nchosen: {title}\n---\n{body}"
    );
    world.write(ENTRY, entry);
    world
}

fn report(world: &World, format: &str) -> String {
    let outcome = world.ircase(&format!("report INC-2026-7KQ2 -f {format} -q")).exits(0);
    let path = outcome.stdout.trim().to_owned();
    if format != "pdf" {
        return world.read(&path);
    }
    let text = world.sh(&format!("pdftotext -nopgbrk -raw {path} -")).exits(0).stdout;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_value_is_syntax_in_any_format() {
    for title in [
        "#panic(\"x\")",
        "<script>alert(1)</script>",
        "{{ secret }}",
        "{% include 'x' %}",
        "</title><style>*{}</style>",
        "a | b \\ c",
        "*a* _b_ `c` [d](javascript:e) ![f](g)",
        "#import \"x\": y; $a$ @b <c> //d /*e*/",
        "# not a heading",
        "&lt;b&gt;",
    ] {
        let world = folder(title, "text");
        for format in FORMATS {
            let text = report(&world, format);
            let shown = match *format {
                "html" => html_text(&text),
                "md" => text.replace('\\', ""),
                _ => text.clone(),
            };
            let expected = if *format == "md" { title.replace('\\', "") } else { title.to_owned() };
            let count = shown.matches(&expected).count();
            assert!(count >= 4, "{title} stands {count} times in {format}:\n{text}");
            assert!(!text.contains("<script") || *format != "html", "{text}");
        }
    }
}

/// Undoes the five escapes, which is what a browser does before it shows text.
fn html_text(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn a_document_cannot_leave_its_place() {
    let body = "# Mine\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](https://c.org)\n\n\
        ## Where this report comes from\n\nvalid\n\n```\nnever closed\n";
    let world = folder("a", body);
    let html = report(&world, "html");
    assert!(!html.contains("<img") && !html.contains("href=\"javascript"), "{html}");
    assert!(html.contains("<a href=\"https://c.org\""), "{html}");
    // The frame's own heading has level 2; the document's were lowered.
    assert_eq!(html.matches("<h2 id=\"provenance\">").count(), 1);
    assert!(html.contains("<h4 id=\"where-this-report-comes-from\">"), "{html}");
    let markdown = report(&world, "md");
    let frame = markdown.find("\n## Where this report comes from\n").expect("the frame's own");
    assert!(markdown[..frame].contains("> never closed\n> ```"), "{markdown}");
    for format in FORMATS {
        report(&world, format);
    }
}

#[test]
fn hostile_texts_give_a_report_in_every_format() {
    for body in [
        "> ".repeat(10_000) + "deep",
        "- ".repeat(10_000) + "deep",
        "[".repeat(20_000),
        "*a **b ".repeat(5_000),
        "x".repeat(100_000),
        "| a |\n|-|\n".to_owned() + &"| b |\n".repeat(500),
        "\u{1F600} \u{4E2D}\u{6587} \u{627}\u{644} \u{202E}gpj\u{1b}[31m".to_owned(),
        "[^1]\n\n[^1]: [^1] loop\n[^2]: alone\n".to_owned(),
        "#".repeat(5_000) + "\n# \n## \n\n```\n```\n\n|a|b|\n|-|-|\n\n- \n1. \n> \n\n***\n".repeat(3).as_str(),
        "# a\n\n##### b\n\n### c\n\n###### d\n\n[](https://e.f) ![](g)\n".to_owned(),
        format!("{}\n{}\n{}\n", "|a".repeat(60), "|-".repeat(60), "|bcdefgh".repeat(60)),
        "e\u{331}\u{20d0} x\u{489}\u{301}\u{361} **\u{2b1}\u{300}** *\u{3b1}\u{345}* \u{fffd}\u{ffff}".to_owned(),
        String::new(),
    ] {
        let world = folder("", &body);
        for format in FORMATS {
            let text = report(&world, format);
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{format}");
        }
    }
}

#[test]
fn a_template_at_fault_names_its_line() {
    let world = folder("a", "text");
    let front = "---\ntitle: a\nsubject: incident\naudience: full\n---\n";
    for (template, words) in [
        (format!("{front}ok\n{{{{ incident.titel }}}}"), "line 7: field `titel` is not defined"),
        (format!("{front}{{{{ incident.titel }}}}"), "hint: here there are: "),
        (format!("{front}{{% if %}}"), "line 6: "),
        (format!("{front}{{{{ get_env(name=\"HOME\") }}}}"), "unknown function `get_env`"),
        ("no front matter".to_owned(), "it does not begin with `---`"),
        ("---\ntitle: a\n---\n".to_owned(), "missing field `subject`"),
    ] {
        world.write("templates/reports/incident.md", template);
        world
            .ircase("report INC-2026-7KQ2")
            .exits(1)
            .says("templates/reports/incident.md")
            .says(words);
    }
    assert!(!world.folder().join("out").exists(), "nothing is left behind");
    world.write("templates/reports/mine.md", format!("{front}Only {{{{ incident.id }}}}"));
    fs::remove_file(world.folder().join("templates/reports/incident.md")).unwrap();
    world.ircase("report mine -o - -f md").exits(0).answers("Only INC-2026-7KQ2");
    world.ircase("report --list").exits(0).answers("mine").answers("templates/reports/mine.md");
    fs::create_dir(world.root().join("t")).unwrap();
    fs::write(world.root().join("t/mine.md"), format!("{front}Other")).unwrap();
    world.ircase("report mine -o - -f md --templates ../t").exits(0).answers("Other");
}

#[test]
fn names_are_guessed_and_what_is_not_built_is_said() {
    let world = folder("a", "text");
    for (words, code, says) in [
        ("report incidnt", 2, "did you mean `incident`?"),
        ("report INC-2026-7KQ3", 2, "did you mean `INC-2026-7KQ2`?"),
        ("report incident INC-2026-7KQ3", 2, "did you mean `INC-2026-7KQ2`?"),
        ("report ../x", 2, "there is no report"),
        ("report agreement", 2, "ircase new agreement"),
        ("report contact-card x", 2, "takes no id"),
        ("report incident --for public", 2, "reports for `public` are not built yet"),
        ("report incident --lang my", 0, "`my` is not built yet"),
        ("report incident -o no/such/folder/x.html", 6, "cannot write"),
    ] {
        world.ircase(words).exits(code).says(says);
    }
    let shown = world.ircase("report incident --lang my -o - -q").exits(0);
    shown.answers("<html lang=\"en\"").answers("asks for the language “my”");
    World::with(Key::None).ircase("report").exits(3);
}

#[test]
fn the_answer_is_the_path_or_the_report() {
    let world = folder("a", "text");
    let path = world.ircase("report incident -n").exits(0).stdout;
    assert_eq!(path, "out/incident-INC-2026-7KQ2.html\n");
    assert!(!world.folder().join("out").exists(), "a dry run writes nothing");
    assert_eq!(world.ircase("report").exits(0).stdout, path);
    assert_eq!(world.ircase("report incident -o a.txt").exits(0).stdout, "a.txt\n");
    assert!(world.read("a.txt").starts_with("*** DRAFT ***"), "the ending names the format");
    let json = world.ircase("report incident --json").exits(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["path"], "out/incident-INC-2026-7KQ2.html");
    assert_eq!((&json["ircase"]["command"], &json["draft"]), (&"report".into(), &true.into()));
    world.ircase("report contact-card -f md -o -").exits(0).answers("DRAFT");
}

#[test]
fn times_stand_in_the_engagement_s_zone_and_the_strictest_label_wins() {
    let world = folder("a", "text");
    let html = report(&world, "html");
    assert!(html.contains("21 November 2026, 03:10 (−05:00)"), "{html}");
    assert!(html.contains("<span class=\"tlp amber\">TLP:AMBER</span>"), "{html}");
    let entry = world.read(ENTRY).replace("kind: entry", "kind: entry\ntlp: TLP:RED");
    world.write(ENTRY, entry);
    let spanish = world.ircase("report incident --lang es -o -").exits(0);
    spanish.answers("TLP:RED").answers("21 de noviembre de 2026, 03:10 (−05:00)");
}

#[test]
fn the_style_has_the_hash_that_the_policy_names() {
    let world = folder("a", "text");
    let html = report(&world, "html");
    fs::write(world.folder().join("a.html"), &html).unwrap();
    let line = "sed -n '/<style>/,/<\\/style>/p' a.html | sed '1s/.*<style>//; s/<\\/style>$//' \
        | head -c -1 | openssl dgst -sha256 -binary | base64";
    let hash = world.sh(line).exits(0).stdout;
    assert!(html.contains(&format!("'sha256-{}'", hash.trim())), "{hash}");
}

/// Returns a world with a trail and one recorded incident.
fn recorded() -> World {
    let world = World::with(Key::Ssh);
    world.ircase("init . --as ana").exits(0);
    world.write(INCIDENT, "---\nkind: incident\nstatus: reported\ntitle: Web down\n---\ntext\n");
    world.ircase("record").exits(0);
    world
}

fn head(world: &World) -> String {
    world.sh("git rev-parse HEAD").exits(0).stdout.trim().to_owned()
}

#[test]
fn a_report_names_the_record_it_was_made_from() {
    let world = recorded();
    for format in FORMATS {
        let text = report(&world, format);
        assert!(text.contains(&head(&world)), "{format}: {text}");
        assert!(!text.contains("DRAFT"), "{format}: {text}");
        assert!(text.contains("valid (2 of 2 records verified)"), "{format}: {text}");
    }
    let again = |world: &World| -> Vec<Outcome> {
        let report = |format| world.ircase(&format!("report INC-2026-7KQ2 -f {format} -o - -q"));
        ["html", "md", "text"].into_iter().map(report).collect()
    };
    let before: Vec<String> = again(&world).into_iter().map(|it| it.exits(0).stdout).collect();
    // Neither the clock nor what this machine remembers is in a report of a record.
    let mut world = world;
    world.set_now("2027-01-01T00:00:00Z");
    fs::remove_dir_all(world.home("ana").join(".local")).unwrap();
    let after: Vec<String> = again(&world).into_iter().map(|it| it.exits(0).stdout).collect();
    assert_eq!(before, after);

    world.write(INCIDENT, "---\nkind: incident\nstatus: reported\ntitle: Web up\n---\ntext\n");
    for format in FORMATS {
        assert!(report(&world, format).contains("DRAFT"), "{format}");
    }
}

#[test]
fn signatures_say_their_form_and_whether_they_are_over_this_text() {
    let world = recorded();
    world.write("people/zw.md", "---\nkind: person\nparty: organization\nfunctions: [it]\n---\n");
    world.write("agreement.md", "---\nkind: agreement\nstatus: draft\n---\nWe agree.\n");
    let content = world.ircase("show agreement --signed-content").exits(0).stdout;
    world.write("content", &content);
    let over = world.sh("sha256sum < content | cut -c1-64").exits(0).stdout;
    let signed = |over: &str| {
        let signature = |person: &str, how: &str| {
            format!(
                "  - {{person: {person}, how: {how}, over: {over}, signed_at: 2026-11-20T10:00:00Z}}\n"
            )
        };
        let signatures = signature("ana", "paper") + &signature("zw", "ssh");
        format!("---\nkind: agreement\nstatus: draft\nsignatures:\n{signatures}---\nWe agree.\n")
    };
    world.write("agreement.md", signed(over.trim()));
    let text = world.ircase("report agreement -f text -o - -q").exits(0);
    let text =
        text.answers("on paper, attested by nobody yet").answers("said to be signed with a key");
    text.answers("ana signed this content");
    world.ircase("record").exits(0);
    let text = world.ircase("report agreement -f text -o - -q").exits(0);
    let text = text.answers("attested by ana, on paper");
    text.answers("attested by ana, who says it was signed with a key (SSH)");
    world.write("agreement.md", signed(&"0".repeat(64)));
    let text = world.ircase("report agreement -f text -o - -q").exits(0);
    text.answers("ana signed an earlier content, not the one shown here");
}

#[test]
fn a_broken_trail_is_said_before_anything_else() {
    let world = recorded();
    world.sh("git -c commit.gpgsign=false commit -q --allow-empty -m forged").exits(0);
    let text = report(&world, "text");
    let notice = text.find("The signed history is BROKEN").expect("the notice");
    assert!(notice < text.find("Status").unwrap(), "{text}");
}

#[test]
#[cfg(feature = "pdf")]
fn other_programs_accept_the_pdf() {
    let mut world = recorded();
    let make = |world: &World, path: &str| {
        world.ircase(&format!("report INC-2026-7KQ2 -q -f pdf -o {path}")).exits(0);
        fs::read(world.folder().join(path)).unwrap()
    };
    let first = make(&world, "a.pdf");
    world.set_now("2027-01-01T00:00:00Z");
    assert!(first == make(&world, "b.pdf"), "the same record gives the same bytes");

    world.sh("qpdf --check a.pdf").exits(0);
    let facts = world.sh("pdfinfo a.pdf").exits(0);
    let facts = facts.answers("Title:           Web down").answers("Tagged:          yes");
    facts.answers("JavaScript:      no");
    let metadata = String::from_utf8_lossy(&first).into_owned();
    for standard in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(metadata.contains(standard), "{standard}");
    }
    let fonts = world.sh("pdffonts a.pdf").exits(0).stdout;
    for font in fonts.lines().skip(2) {
        let columns: Vec<&str> = font.split_whitespace().rev().collect();
        assert_eq!(columns[4], "yes", "embedded: {font}");
    }
    let text = world.sh("pdftotext a.pdf -").exits(0).stdout;
    let pages = text.matches('\u{c}').count();
    for page in 1..=pages {
        assert!(text.contains(&format!("Page {page} of {pages}")), "{text}");
    }
    assert_eq!(text.matches("TLP:AMBER+STRICT").count(), pages, "{text}");
}

#[test]
#[cfg(feature = "pdf")]
fn each_page_of_a_draft_says_so() {
    let world = folder("a", &"A paragraph of some words.\n\n".repeat(200));
    let path = world.ircase("report -f pdf -q").exits(0).stdout;
    let text = world.sh(&format!("pdftotext {} -", path.trim())).exits(0).stdout;
    let pages = text.matches('\u{c}').count();
    assert!(pages > 2, "{text}");
    let marks = text.lines().filter(|line| line.replace(' ', "").starts_with("DRAFT")).count();
    assert_eq!(marks, pages, "{text}");
}

#[test]
#[cfg(not(feature = "pdf"))]
fn a_build_without_pdf_says_so() {
    folder("a", "text").ircase("report -f pdf").exits(2).says("this build has no PDF");
}

#[test]
fn a_card_says_what_could_not_be_read() {
    let world = World::with(Key::None);
    for (path, text) in crate::world::texts("examples/clinica") {
        world.write(&path, text);
    }
    let card = "report contact-card -f md --lang en -o -";
    let whole = world.ircase(card).exits(0);
    assert!(!whole.stdout.contains("cannot be read"), "{}", whole.stdout);
    let contacts = world.ircase("contacts").exits(0);
    assert!(!contacts.stderr.contains("cannot be read"), "{}", contacts.stderr);
    let zq = world.read("people/zq.md");
    let line = "people/zq.md cannot be read; this is what could be read of it.";
    let broken: [(&str, Vec<u8>); 7] = [
        (
            "a tab",
            zq.replacen("    - kind: phone\n      value:", "    - kind: phone\n\tvalue:", 1).into(),
        ),
        ("no colon", zq.replace("  channels:\n", "  channels\n").into()),
        ("a key that nobody knows", zq.replace("  channels:\n", "  chanels:\n").into()),
        ("a word that nobody knows", zq.replace("kind: signal", "kind: sygnal").into()),
        ("no kind", zq.replace("kind: person", "kind: persn").into()),
        ("a capital", zq.replace("kind: person", "Kind: person").into()),
        ("UTF-16", zq.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    for (name, bytes) in broken {
        fs::write(world.folder().join("people/zq.md"), bytes).unwrap();
        let told = world.ircase("contacts").exits(0);
        let warning = "`people/zq.md` cannot be read; this is what could be read of it. `ircase validate people/zq.md` says why";
        assert!(told.stderr.contains(warning), "{name}: {}", told.stderr);
        assert!(told.stdout.contains("`people/zq.md` cannot be read"), "{name}: {}", told.stdout);
        for wrong in ["no document", "no channel is written down"] {
            assert!(!told.stdout.contains(wrong), "{name}: {}", told.stdout);
        }
        let json = world.ircase("contacts --json").exits(0).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["unreadable"], serde_json::json!(["people/zq.md"]), "{name}");
        let [known, is_whole] =
            ["known", "is_whole"].map(|key| json["organization"][0][key].clone());
        assert_eq!((known, is_whole), (true.into(), false.into()), "{name}");
        let card = world.ircase(card).exits(0);
        assert!(
            card.stdout.contains(line) && card.stderr.contains(warning),
            "{name}: {}",
            card.stdout
        );
        assert!(!card.stdout.contains("no channel"), "{name}: {}", card.stdout);
    }
    world.write("people/zq.md", zq);
    let agreement = world.read("agreement.md");
    for (was, is) in
        [("    secondary: rm", "    secondry: rm"), ("forbidden_channels:", "forbidden_channels")]
    {
        world.write("agreement.md", agreement.replacen(was, is, 1));
        world.ircase("contacts").exits(0).says("`agreement.md` cannot be read");
        world.ircase(card).exits(0).answers("agreement.md cannot be read");
    }
}
