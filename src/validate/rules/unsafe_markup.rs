//! HTML and links that do something when a text is only looked at; found while reading the text.

use crate::diagnostic::{Class, Level};
use crate::source::Span;
use crate::validate::rule::{Check, Finding, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "unsafe-markup",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a text does more than show words in other programs",
    page: include_str!("unsafe_markup.md"),
    check: Check::Form,
};

/// Elements that run, load, send or cover something (HTML Living Standard, 4).
const ELEMENTS: &[&str] = &[
    "applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "iframe", "img",
    "input", "link", "math", "meta", "object", "portal", "script", "source", "style", "svg",
    "template", "track", "video",
];

const HELP: &str = "write it as code, between backticks, or take it out";

/// Returns the finding for a piece of raw HTML; none when it only shapes words, such as `<br>`.
pub(in crate::validate) fn in_markup(markup: &str, place: Span) -> Option<Finding> {
    for (at, _) in markup.match_indices('<') {
        let rest = &markup[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, attributes) = rest.split_at(length);
        let attributes = attributes.split('>').next().unwrap_or_default();
        let is_listed = ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name));
        if name.is_empty() || !(is_listed || acts(attributes)) {
            continue;
        }
        let start = place.start + at;
        let end = start + 1 + name.len();
        let message = format!("`<{name}>` does more than show words in other programs");
        return Some(Finding::at(Span { start, end, ..place }, message).help(HELP));
    }
    None
}

/// Returns whether attributes run something: `onclick=`, or a link that is a program.
fn acts(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    let compact: String = lower.chars().filter(|symbol| !symbol.is_whitespace()).collect();
    let runs = ["javascript:", "vbscript:", "data:text"].iter().any(|it| compact.contains(it));
    let handles = lower.split([' ', '\t', '\n', '/', '"', '\'']).any(|word| {
        let name = word.split('=').next().unwrap_or_default();
        let is_event = name.len() > 4 && name.starts_with("on");
        is_event && word.contains('=') && name.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    runs || handles
}

/// Returns the finding for a link whose scheme runs something.
pub(in crate::validate) fn script(scheme: &str, place: Span) -> Finding {
    Finding::at(place, format!("a `{scheme}:` link can run a program when it is opened")).help(HELP)
}

/// Returns the finding for a picture that lies elsewhere.
pub(in crate::validate) fn picture(place: Span) -> Finding {
    Finding::at(place, "this picture is fetched from elsewhere, and tells there who reads this")
        .help("save the picture in the folder and link it there, or write a link in its place")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn what_only_shapes_words_is_let_be() {
        let place = Span { source: SourceId(0), start: 0, end: 0 };
        for (markup, found) in [
            ("<br>", false),
            ("<b class=\"on\">", false),
            ("<!-- onclick=x -->", false),
            ("<web01>", false),
            ("</script>", false),
            ("<a href=\"#on\" title='a=b'>", false),
            ("<Script>", true),
            ("<b onclick=\"x\">", true),
            ("<a href=\"java script:x\">", true),
            ("x<y <img src=x onerror=alert(1)>", true),
        ] {
            assert_eq!(in_markup(markup, place).is_some(), found, "{markup}");
        }
    }
}
