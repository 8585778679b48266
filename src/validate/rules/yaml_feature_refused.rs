//! YAML outside the profile of DESIGN 4; found while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "yaml-feature-refused",
    class: Class::Form,
    level: Level::Error,
    summary: "the YAML uses a feature that is not read here",
    page: include_str!("yaml_feature_refused.md"),
    check: Check::Form,
};
