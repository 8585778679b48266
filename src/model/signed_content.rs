//! Which bytes of the agreement a signature covers. It signs and checks nothing itself.

/// Returns the bytes of `agreement.md` that a signature covers: the text without the lines of the
/// top-level keys `status` and `signatures`, which change after signing.
///
/// A value ends before the next line that does not begin with a space, a tab, `-` or `#` and is
/// not empty. The rule stands in the manual (`docs/manual/agreement.md`) with an `awk` line that
/// does the same.
pub fn signed_content(text: &str) -> String {
    let mut content = String::with_capacity(text.len());
    let mut part = Part::Start;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        part = match part {
            Part::Start if bare.trim_start_matches('\u{feff}') == "---" => Part::Front,
            Part::Start | Part::Body => Part::Body,
            Part::Front | Part::Removed if bare == "---" || bare == "..." => Part::Body,
            Part::Front | Part::Removed if REMOVED.iter().any(|key| line.starts_with(key)) => {
                Part::Removed
            }
            Part::Removed if bare.is_empty() || bare.starts_with([' ', '\t', '-', '#']) => {
                Part::Removed
            }
            Part::Front | Part::Removed => Part::Front,
        };
        if part != Part::Removed {
            content.push_str(line);
        }
    }
    content
}

const REMOVED: &[&str] = &["status:", "signatures:"];

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Start,
    Front,
    Removed,
    Body,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_does_not_change_what_is_signed() {
        let before = "---\nkind: agreement\nstatus: draft\nthreshold: sev2\n---\nstatus: x\n";
        let after = "---\nkind: agreement\nstatus: active # since today\nthreshold: sev2\nsignatures:\n- person: zw\n\n  role: director\n---\nstatus: x\n";
        let content = "---\nkind: agreement\nthreshold: sev2\n---\nstatus: x\n";
        assert_eq!(signed_content(before), content);
        assert_eq!(signed_content(after), content);
        let crlf = before.replace('\n', "\r\n");
        assert_eq!(signed_content(&crlf), content.replace('\n', "\r\n"));
    }
}
