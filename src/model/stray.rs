//! Documents that somebody put where none belongs: beside the folders of documents, or in a folder
//! of another name. Nothing in them counts, so they must not go unseen.

use super::kind::{self, Kind};

/// How much of a file is read to see what it says it is, in bytes.
pub const HEAD_BYTES: usize = 4 * 1024;

/// Folders of what is made, fetched or built. Nobody keeps a document there.
const MADE: &[&str] = &["build", "dist", "node_modules", "out", "target", "vendor", "venv"];

/// Returns whether a document may have strayed to this path. A document's own place is none.
pub fn may_be(path: &str) -> bool {
    let bytes = path.as_bytes();
    let ending = &bytes[bytes.len().saturating_sub(3)..];
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    ending.eq_ignore_ascii_case(b".md") && folder.is_none_or(may_be_in) && !kind::is_document(path)
}

/// Returns whether a folder is looked into for documents that strayed: one at the top, and all
/// below one that differs from a folder of documents in one `s` alone.
pub fn may_be_in(folder: &str) -> bool {
    let (top, is_top) = folder.split_once('/').map_or((folder, true), |(top, _)| (top, false));
    let is_hidden = folder.split('/').any(|part| part.starts_with('.'));
    let is_other = kind::holds_registers(top) || MADE.contains(&top);
    !is_hidden && !is_other && !kind::holds_documents(top) && (is_top || is_nearly_named(top))
}

fn is_nearly_named(folder: &str) -> bool {
    let stem = folder.strip_suffix(['s', 'S']).unwrap_or(folder);
    kind::holds_documents(stem) || kind::holds_documents(&format!("{stem}s"))
}

/// Returns the kind that a document says it is, by the first lines of its file.
pub fn kind_in(head: &str) -> Option<Kind> {
    let mut lines = head.strip_prefix('\u{feff}').unwrap_or(head).lines();
    if lines.next()?.trim_end() != "---" {
        return None;
    }
    let front = lines.take_while(|line| line.trim_end() != "---");
    let said = front.filter_map(|line| line.strip_prefix("kind:")).next()?;
    let said = said.split(" #").next().unwrap_or_default().trim();
    Kind::named(said.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_looked_for_where_people_put_them() {
        for (path, is_one) in [
            ("ly.md", true),
            ("LY.MD", true),
            ("person/zx.md", true),
            ("drafts/ly.md", true),
            ("incident/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md", true),
            ("task/TSK-5RBN.md", true),
            // Found all the same.
            ("people/zx.md", false),
            ("People/zx.md", false),
            ("agreement.md", false),
            // No documents.
            ("README.txt", false),
            ("drafts/old/ly.md", false),
            ("templates/documents/person.md", false),
            ("out/contact-card.md", false),
            ("node_modules/README.md", false),
            (".obsidian/zx.md", false),
            ("é.m", false),
        ] {
            assert_eq!(may_be(path), is_one, "{path}");
        }
    }

    #[test]
    fn the_first_lines_say_the_kind() {
        for (head, kind) in [
            ("---\nkind: person\n---\n", Some(Kind::Person)),
            ("\u{feff}---\r\ntitle: x\r\nkind: \"task\" # why\r\n---\r\n", Some(Kind::Task)),
            ("---\nkind: person", Some(Kind::Person)),
            ("---\nkind: cluster\n---\n", None),
            ("---\ntitle: x\n---\nkind: person\n", None),
            ("---\nx:\n  kind: person\n---\n", None),
            ("kind: person\n", None),
            ("", None),
        ] {
            assert_eq!(kind_in(head), kind, "{head}");
        }
    }
}
