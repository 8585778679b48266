//! Paths such as `contacts.organization.primary` and `signatures[0].key`.

use super::{Node, Pair, Value};
use crate::source::Span;

/// One part of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'path> {
    Key(&'path str),
    Index(usize),
}

/// Returns the steps of a path; a part that is no index is a key.
pub fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (key, indexes) = match part.find('[') {
            Some(at) => part.split_at(at),
            None => (part, ""),
        };
        if !key.is_empty() {
            steps.push(Step::Key(key));
        }
        for index in indexes.split(['[', ']']).filter(|index| !index.is_empty()) {
            steps.push(index.parse().map_or(Step::Key(index), Step::Index));
        }
    }
    steps
}

impl Node {
    /// Returns the node at a path; the empty path is this node.
    pub fn at(&self, path: &str) -> Option<&Self> {
        steps(path).into_iter().try_fold(self, Self::step)
    }

    pub(crate) fn step(&self, step: Step<'_>) -> Option<&Self> {
        match step {
            Step::Key(key) => self.get(key),
            Step::Index(index) => self.items().get(index),
        }
    }

    /// Calls for every node at a path of keys, in which `[]` stands for every item of a list.
    pub fn each(&self, path: &str, call: &mut dyn FnMut(&Self)) {
        let (step, rest) = path.split_once('.').unwrap_or((path, ""));
        let (key, is_list) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
        let Some(child) = self.get(key) else { return };
        let mut go = |node: &Self| if rest.is_empty() { call(node) } else { node.each(rest, call) };
        if is_list {
            child.items().iter().for_each(go);
        } else {
            go(child);
        }
    }

    /// Returns where to point for a path: at the value; at its key when the value is a blank;
    /// and for what is not there at the nearest key above it. At the top that is the line
    /// that says the `kind`, or the first line.
    pub fn nearest(&self, path: &str) -> Span {
        let mut node = self;
        let mut place = self.headline();
        for step in steps(path) {
            match (step, node.step(step)) {
                (_, None) => return place,
                (Step::Key(key), Some(child)) => {
                    place = node.pair(key).map_or(place, |pair| pair.key.span);
                    node = child;
                }
                (Step::Index(_), Some(child)) => {
                    place = child.headline();
                    node = child;
                }
            }
        }
        if node.is_null() { place } else { node.span }
    }

    /// Returns the line a reader takes for the name of this node: `kind: ...` of a document, the
    /// first pair of another mapping, all of anything else.
    pub fn headline(&self) -> Span {
        match &self.value {
            Value::Mapping(mapping) => {
                let first = mapping.pairs.first().filter(|_| !mapping.flow);
                self.pair("kind").or(first).map_or(self.span, headline_of_pair)
            }
            Value::Scalar(_) | Value::Sequence(_) => self.span,
        }
    }
}

fn headline_of_pair(pair: &Pair) -> Span {
    match &pair.value.value {
        Value::Scalar(_) => pair.span(),
        Value::Sequence(_) | Value::Mapping(_) => pair.key.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::yaml::parse;
    use crate::source::{Source, SourceId};

    #[test]
    fn paths_have_keys_and_indexes() {
        assert_eq!(
            steps("a.b[0][12].c-d"),
            [Step::Key("a"), Step::Key("b"), Step::Index(0), Step::Index(12), Step::Key("c-d")]
        );
        assert_eq!(steps(""), []);
    }

    #[test]
    fn each_item_of_a_list_is_met() {
        let text = "to: [a, b]\nsignatures:\n  - person: c\n  - how: paper\n  - person: d\n";
        let source = Source::new(SourceId(0), "a.yaml", text);
        let root = parse(&source, source.span()).root.unwrap();
        for (path, expected) in [
            ("to[]", &["a", "b"][..]),
            ("signatures[].person", &["c", "d"]),
            ("signatures[].how", &["paper"]),
            ("to[].person", &[]),
            ("nothing.there", &[]),
        ] {
            let mut met = Vec::new();
            root.each(path, &mut |node| met.extend(node.text().map(str::to_owned)));
            assert_eq!(met, expected, "{path}");
        }
    }

    #[test]
    fn nearest_points_where_a_reader_would() {
        let text = "title: x\nkind: agreement\ncontacts:\n  organization:\n    primary: zw\n    secondary:\nlevels:\n  - id: a\n    rank: 1\n  - id: b\n";
        let source = Source::new(SourceId(0), "a.yaml", text);
        let root = parse(&source, source.span()).root.unwrap();
        let cases = [
            ("contacts.organization.primary", "zw"),
            ("contacts.organization.secondary", "secondary"),
            ("contacts.organization.alternates", "organization"),
            ("contacts.auditor.primary", "contacts"),
            ("period.start", "kind: agreement"),
            ("levels[0].rank", "1"),
            ("levels[1].rank", "id: b"),
            ("levels[7].rank", "levels"),
        ];
        for (path, expected) in cases {
            assert_eq!(root.nearest(path).text(&source), expected, "{path}");
        }
    }
}
