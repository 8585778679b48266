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
    // What stands in one tag is judged once, also where it holds the beginnings of others.
    let mut judged = 0;
    for (at, _) in markup.match_indices('<') {
        let rest = &markup[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() {
            continue;
        }
        let is_listed = ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name));
        let does_act = !is_listed && at >= judged && {
            let attributes = rest[length..].split('>').next().unwrap_or_default();
            judged = at + 1 + length + attributes.len();
            acts(attributes)
        };
        if is_listed || does_act {
            let start = place.start() + at;
            let end = start + 1 + name.len();
            let message = format!("`<{name}>` does more than show words in other programs");
            return Some(Finding::at(Span::new(place.source, start, end), message).help(HELP));
        }
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

/// Returns the finding for a picture that stands in the text itself.
pub(in crate::validate) fn picture_within(place: Span) -> Finding {
    Finding::at(place, "this picture stands in the text itself, and few programs show it")
        .help("save the picture in the folder and link it there")
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
        let place = Span::new(SourceId(0), 0, 0);
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
