//! What comes in from tables, and what is refused.

use super::*;

fn engagement(files: &[(&str, &str)]) -> Engagement {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(*path, *text);
    }
    Engagement::assemble(sources, Vec::new())
}

fn read(text: &str, table: Table, files: &[(&str, &str)]) -> Result<Imported, ImportError> {
    let mut number = 0;
    let mut fresh = || {
        number += 1;
        Ok(format!("NEW-{number}"))
    };
    import(text, table, None, &engagement(files), &mut fresh)
}

#[test]
fn what_goes_out_comes_in_with_the_same_values() {
    let documents = [
        (
            Table::Contacts,
            "people/zq.md",
            "---\nkind: person\nparty: organization\nfunctions: [it, hr]\nlanguages: []\nprivate:\n  name: \"5\"\n  titles: ['', \"no\"]\n  channels:\n    - kind: phone\n      value: +591 600\n      immediate_24x7: true\n      rank: 1\n    - kind: signal\n      value: '=cmd()'\nx-note: \"true\"\nx-count: 5\nx-deep:\n  a: [1, {b: ~, c: d}, ~, [], {e: ~}, ~]\n  f: [[1, 2], [3], [[a: b, c: [d]]], [~]]\n---\n\n'Quoted', \"twice\"\n\n- list\n",
        ),
        (
            Table::Tasks,
            "tasks/TSK-5RBN.md",
            "---\nkind: task\ntitle: 'Test, \"restore\"'\nowner: zq\ndue: 2026-12-01\nstatus: open\nfrom: INC-2026-7KQ2/review\n---\n",
        ),
        (
            Table::Timeline,
            "timeline/20261121T101500Z-8F3K.md",
            "---\nkind: entry\noccurred_at: 2026-11-21T10:15:00Z\nto: [zq]\ncommand:\n  argv: [nmap, -sV, web01]\n  exit: 0\n---\nLine one\nline two\n",
        ),
    ];
    for (table, path, text) in documents {
        let there = engagement(&[(path, text)]);
        let out = crate::ops::export::export(&there, table, None).unwrap();
        let known = read(&out, table, &[(path, text)]).unwrap();
        assert_eq!((known.known, known.drafts.len()), (vec![path.to_owned()], 0), "{out}");
        let fresh = read(&out, table, &[]).unwrap();
        let [draft] = fresh.drafts.as_slice() else { panic!("{out}") };
        assert_eq!(draft.path, path);
        let again = engagement(&[(path, &draft.text)]);
        let again = crate::ops::export::export(&again, table, None).unwrap();
        let sorted = |table: &str| values_of(table);
        assert_eq!(sorted(&again), sorted(&out), "{}", draft.text);
    }
}

fn values_of(text: &str) -> Vec<(String, String)> {
    let rows = table::read(text, &[]).unwrap().rows;
    let cells = rows[0].cells().map(|(column, cell)| (column.to_owned(), cell.replace('"', "")));
    let mut cells: Vec<_> = cells.collect();
    cells.sort();
    cells
}

#[test]
fn a_foreign_table_needs_only_names_of_fields() {
    let text = "id,party,private.name,private.channels[0].kind,private.channels[0].value\nzq,organization,Zulma,phone,+591 600\n";
    let imported = read(text, Table::Contacts, &[]).unwrap();
    assert!(imported.drafts[0].text.contains("value: +591 600"), "{:?}", imported.drafts);
    let text = "title,owner,status\nTest the backup,zq,open\nAsk,zq,open\n";
    let imported = read(text, Table::Tasks, &[]).unwrap();
    let paths: Vec<&str> = imported.drafts.iter().map(|draft| draft.path.as_str()).collect();
    assert_eq!(paths, ["tasks/NEW-1.md", "tasks/NEW-2.md"]);
}

#[test]
fn no_cell_is_lost() {
    let heads = "id,title,x-b[0][0],x-b[0][1],x-b[1][0][0].c,x-d";
    let imported = read(&format!("{heads}\nTSK-AAAA,~,hello,world,e,~\n"), Table::Tasks, &[]);
    let text = &imported.unwrap().drafts[0].text;
    let expected = "title: \"~\"\nx-b:\n  - - hello\n    - world\n  - - - c: e\nx-d: \"~\"\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn how_lines_end_makes_no_other_document() {
    let path = "tasks/TSK-5RBN.md";
    for text in [
        "---\r\nkind: task\r\nowner: zq\r\n---\r\n\r\nOne\r\ntwo\r\n",
        "---\nkind: task\nowner: zq\n---\n\nOne  \ntwo  \n",
        "---\nkind: task\nowner: zq\n---\n    code\n",
        "---\nkind: task\nowner: zq\n---\n \n",
    ] {
        let there = engagement(&[(path, text)]);
        let out = crate::ops::export::export(&there, Table::Tasks, None).unwrap();
        // As a spreadsheet saves it again.
        let saved = out.replace("\r\n", "\n").replace('\n', "\r\n");
        for table in [&out, &saved] {
            let known = read(table, Table::Tasks, &[(path, text)]).unwrap();
            assert_eq!(known.known, [path], "{table:?}");
        }
    }
}

#[test]
fn an_id_that_is_taken_is_drawn_again() {
    let there = [("people/tsk-1.md", "---\nkind: person\n---\n")];
    let mut draws = ["TSK-1", "TSK-2", "TSK-2", "TSK-1", "TSK-3"].into_iter();
    let mut fresh = || Ok(draws.next().unwrap_or("TSK-3").to_owned());
    let text = "title,owner\na,zq\nb,zq\n";
    let imported = import(text, Table::Tasks, None, &engagement(&there), &mut fresh).unwrap();
    let paths: Vec<&str> = imported.drafts.iter().map(|draft| draft.path.as_str()).collect();
    assert_eq!(paths, ["tasks/TSK-2.md", "tasks/TSK-3.md"]);
    let text = format!("{text}c,zq\n");
    let error = import(&text, Table::Tasks, None, &engagement(&there), &mut fresh).unwrap_err();
    assert!(error.to_string().starts_with("no id is free"), "{error}");
}

#[test]
fn an_id_is_one_documents() {
    let there = [("people/zq.md", "---\nkind: person\n---\n")];
    for (table, text, message) in [
        (Table::Tasks, "id,owner\nTSK-ABCD,zq\ntsk-abcd,zq\n", "line 3: `tsk-abcd` and"),
        (Table::Tasks, "id,owner\nZQ,zq\n", "`tasks/ZQ.md` would have the id of `people/zq.md`"),
        (Table::Timeline, "id,text\nxx,a\n", "line 2: `id` is `xx`; it should be a time in UTC"),
    ] {
        let error = read(text, table, &there).unwrap_err().to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
    // An entry that is there under such a name goes out and comes in.
    let there = [("timeline/xx.md", "---\nkind: entry\n---\na\n")];
    let known = read("id,text\nxx,a\n", Table::Timeline, &there).unwrap();
    assert_eq!(known.known, ["timeline/xx.md"]);
}

#[test]
fn what_does_not_fit_is_refused_with_its_line() {
    let there = [("people/zq.md", "---\nkind: person\nparty: auditor\n---\n")];
    let cases = [
        ("id,phone\nzq,1\n", "there is no field `phone` in a person"),
        ("id,party\nzq,organization\n", "line 2: `people/zq.md` is there, and differs in `party`"),
        ("id,party,text\nzq,auditor,New\n", "and differs in its text"),
        ("id,party,verified_at\nab,auditor,2026-13-01\n", "line 2: `verified_at`"),
        (
            "id,party,private.absences[0].from\nab,auditor,2026-13-01\n",
            "line 2: `private.absences[0].from`",
        ),
        ("id,party\n,organization\n", "line 2: a person needs a handle"),
        ("id,party\nZ Q,organization\n", "line 2: `id` is `Z Q`"),
        ("id,party\nab,nobody\n", "line 2: `party` cannot be `nobody`"),
        ("id,party\nab,auditor\nab,auditor\n", "line 3: `ab` stands in the table twice"),
        ("id,functions[4000000000]\nab,it\n", "line 2: `functions[4000000000]` does not fit"),
        ("id,languages,languages[0]\nab,es,es\n", "line 2"),
        ("id,x-a.b,x-a\nab,1,2\n", "line 2: `x-a` does not fit the columns before it"),
        ("id,x-a,x-a.b\nab,1,2\n", "line 2: `x-a.b` does not fit the columns before it"),
        ("id,party,id\nab,auditor,cd\n", "the column `id` is there twice"),
        ("id,kind\nab,task\n", "line 2: `kind` is `task`; it should be `person`"),
        ("id,party\nINC-2026-7KQ2,auditor\n", "line 2: `id` is"),
    ];
    for (text, message) in cases {
        let error = read(text, Table::Contacts, &there).unwrap_err().to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
}

#[test]
fn a_column_by_another_word_is_told_with_its_name() {
    for (column, meant) in [
        ("handle", "id"),
        ("name", "private.name"),
        ("phone", "private.channels[0].value"),
        ("functons[0]", "functions[0]"),
    ] {
        let text = format!("id,{column}\nzq,1\n");
        let refused = read(&text, Table::Contacts, &[]).unwrap_err();
        let ImportError::NoField { nearest, .. } = refused else { panic!("{refused}") };
        assert_eq!(nearest.as_deref(), Some(meant), "{column}");
    }
}

#[test]
fn lines_in_a_cell_end_with_a_line_feed() {
    let text = "title,text\r\n\"a\r\nb\",\"c\r\nd\"\r\n";
    let imported = read(text, Table::Tasks, &[]).unwrap();
    assert!(!imported.drafts[0].text.contains('\r'), "{:?}", imported.drafts);
    assert!(!imported.drafts[0].text.contains("\\r"), "{:?}", imported.drafts);
}
