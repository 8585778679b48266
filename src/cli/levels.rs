//! Says which rules an engagement switched off or lowered, because what was not checked is said.

use crate::validate::levels::ChangedLevel;

/// Returns the line; nothing where every rule has its own level or more.
pub(super) fn line(changed: &[ChangedLevel]) -> Option<String> {
    let off = changed.iter().filter(|it| it.level.is_none()).map(|it| it.rule.to_owned());
    let lowered = changed.iter().filter_map(|it| {
        let level = it.level?.name();
        Some(format!("{} to {level}", it.rule))
    });
    let (off, lowered): (Vec<String>, Vec<String>) = (off.collect(), lowered.collect());
    let parts = [("switched off", off), ("lowered", lowered)];
    let parts = parts.into_iter().filter(|(_, rules)| !rules.is_empty());
    let parts: Vec<String> =
        parts.map(|(what, rules)| format!("{what}: {}", rules.join(", "))).collect();
    (!parts.is_empty()).then(|| format!("in `ircase.yaml`, rules are {}", parts.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;

    #[test]
    fn what_is_off_comes_first() {
        let changed = |rule, level| ChangedLevel { rule, level };
        assert_eq!(line(&[]), None);
        assert_eq!(
            line(&[changed("a", Some(Level::Note)), changed("b", None), changed("c", None)]),
            Some("in `ircase.yaml`, rules are switched off: b, c; lowered: a to note".to_owned())
        );
    }
}
