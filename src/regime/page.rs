//! A regime in plain words, as `ircase explain` shows it.

use std::fmt::Write;

use super::NOT_LEGAL_ADVICE;
use super::record::{Anchor, Counting, Regime, RegimeStatus, Stage, Starts, Unit};

/// Returns the page of a regime, in Markdown.
pub fn page(regime: &Regime) -> String {
    let mut text = format!("# {}\n\n{}\n{}\n\n", regime.id, regime.name, regime.asks);
    let mut line = |title: &str, words: &str| {
        let _ = writeln!(text, "{title}: {words}");
    };
    line("Where", &regime.jurisdictions.join(", "));
    line("Status", status(regime.status));
    line("When", &regime.trigger.when);
    line("Who", &format!("an organization that is a {}", regime.role));
    line("To", &regime.authority);
    if let Some(danger) = &regime.dangerous {
        line("Danger", &format!("{danger} Management decides."));
    }
    text.push_str("\nBy when:\n");
    for stage in &regime.stages {
        let _ = write!(text, "\n  {}  {}\n    {}", stage.name, stage.asks, by_when(stage));
    }
    text.push_str("\n\nWhat it says:\n");
    let width = regime.contents.iter().map(|it| it.id.len()).max().unwrap_or_default();
    for content in &regime.contents {
        let from = content.from.as_deref();
        let from = from.map(|stage| format!(" (from `{stage}` on)")).unwrap_or_default();
        let _ = write!(text, "\n  {:width$}  {}{from}", content.id, content.asks);
    }
    if regime.reason_if_late {
        text.push_str("\n\nA late report says why it is late.");
    }
    if let Some(register) = &regime.register {
        let _ = write!(text, "\n\nRegister: {register}");
    }
    list(&mut text, "Not when", &regime.exemptions);
    list(&mut text, "Also", &regime.notes);
    let source = &regime.source;
    let _ = write!(text, "\n\nSource: {}\n  {}\n{}", source.text, source.url, checked(regime));
    let _ = write!(text, "\n{NOT_LEGAL_ADVICE}");
    text
}

/// Says who compared the record with its source, and when.
pub fn checked(regime: &Regime) -> String {
    match regime.checked_on.date() {
        Some(day) => format!("Checked against the source on {day}."),
        None => {
            "Checked against the source: never. Read the source before you rely on this.".to_owned()
        }
    }
}

fn list(text: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = write!(text, "\n\n{title}:\n");
        for line in lines {
            let _ = write!(text, "\n  - {line}");
        }
    }
}

fn status(status: RegimeStatus) -> &'static str {
    match status {
        RegimeStatus::InForce => "in force",
        RegimeStatus::Proposed => "proposed, binds nobody yet",
        RegimeStatus::Voluntary => "voluntary, nobody must",
    }
}

fn by_when(stage: &Stage) -> String {
    let start = start(stage);
    let Some(within) = &stage.within else {
        return match stage.on_request {
            true => format!("No number of hours; from {start}."),
            false => {
                format!("Without undue delay, from {start}; the text gives no number of hours.")
            }
        };
    };
    let from = match stage.counts_from {
        Some(Anchor::YearEnd) => format!("the end of the year of {start}"),
        _ => start,
    };
    let mut text = format!("{within} from {from}, {}.", counted(stage));
    if let Some(limit) = &stage.no_later {
        let field = limit.starts.field().unwrap_or("the stage before");
        let _ = write!(text, " Not later than {} from `{field}`.", limit.within);
    }
    for special in &stage.for_roles {
        let _ = write!(text, " {} for the role `{}`.", special.within, special.role);
    }
    if let Some(people) = &stage.people {
        let from = people.from.map(|from| format!("{from} or more"));
        let below = people.below.map(|below| format!("fewer than {below}"));
        let range: Vec<String> = from.into_iter().chain(below).collect();
        let _ = write!(text, " For {} people.", range.join(" and "));
    }
    text
}

fn start(stage: &Stage) -> String {
    match (stage.starts, stage.starts.field()) {
        (Starts::Aware, _) => "`aware_at`, when the organization was reasonably certain".to_owned(),
        (Starts::Previous, _) => "`sent_at` of the stage before".to_owned(),
        (_, Some(field)) => format!("`{field}`"),
        (_, None) => stage.starts_when.clone().unwrap_or_default(),
    }
}

fn counted(stage: &Stage) -> &'static str {
    match (stage.unit, stage.counting) {
        (Some(Unit::Business), _) => "in working days, to the end of the last one",
        (Some(Unit::Calendar), Some(Counting::Eu1182)) => {
            "to the end of the last day, or of the next working day (Regulation 1182/71)"
        }
        (Some(Unit::Calendar), _) => "to the end of the last day",
        (Some(Unit::Hours) | None, _) => "hour by hour, also at night and on weekends",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_says_what_it_is_not() {
        for regime in super::super::all() {
            let page = page(regime);
            assert!(page.ends_with(NOT_LEGAL_ADVICE), "{page}");
            assert!(page.contains(&regime.source.url) && page.contains("Checked against"));
        }
        let page = page(super::super::named("eu-gdpr-33").unwrap());
        assert!(page.contains("72 hours from `aware_at`"), "{page}");
    }
}
