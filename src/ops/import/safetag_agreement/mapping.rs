//! Which answer of the generator becomes which field.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::model::time::{Period, Time};
use crate::ops::import::tree::Tree;

/// What the answers say of an agreement.
#[derive(Debug, Default)]
pub(super) struct Mapped {
    pub(super) front: Vec<(&'static str, Tree)>,
    /// The goal of the engagement, which becomes the text below the front matter.
    pub(super) goal: String,
    pub(super) homeless: Vec<(String, String)>,
}

/// Answers that only say that a table follows, or which question comes next.
const ASIDE: &[&str] = &[
    "agreement.authorized_representatives",
    "incident_response_and_handling.emergency_contact",
    "parties.points_of_contact",
    "secure_data_handling.data_security_guidelines",
    "secure_data_handling.device_security_guidelines",
];

/// Maps every answer, and lists those without a home.
pub(super) fn map(answers: &Value, zone: &TimeZone) -> Mapped {
    let mut asked = Asked { answers, used: Vec::new() };
    let period = [("start", "agreement_start_date"), ("end", "agreement_end_date")].map(
        |(field, answer)| {
            let path = format!("term_of_contract.{answer}");
            (field, asked.with(&path, |text| Some(Tree::text(time(day(text)?, zone)?))))
        },
    );
    let disclosure = asked.with("incident_response_and_handling.disclosure_period", |text| {
        let period = text.parse::<Period>().ok()?;
        let both = ["auditor_to_organization", "organization_to_auditor"];
        Some(Tree::map(both.map(|side| (side, Tree::text(period.as_str())))))
    });
    let retention = asked.with("secure_data_handling.data_retention_period", |text| {
        Some(Tree::map(vec![("period", Tree::text(text.parse::<Period>().ok()?.as_str()))]))
    });
    let scope = Tree::map(vec![
        (
            "out",
            asked.with("scope_of_work.activities_not_included", |text| Some(Tree::texts([text]))),
        ),
        (
            "change_process",
            asked.with("scope_changes.sow_modification_notification_days", |text| {
                Some(Tree::text(format!("either party, {text} days before")))
            }),
        ),
    ]);
    let front = vec![
        ("period", Tree::map(period)),
        ("scope", scope),
        ("disclosure_period", disclosure),
        ("response_duty", response_duty(&mut asked)),
        ("disclosure", asked.flag_of(
            "incident_response_and_handling.recipiant_controls_incident_disclosure_to_third_parties",
            "organization_controls",
        )),
        ("retention", retention),
        ("liability_waiver", asked.with(
            "limitations_on_liability.limitations_on_liability_text",
            |text| Some(Tree::text(text)),
        )),
    ];
    let goal = match asked.with("agreement.goal", |text| Some(Tree::text(text))) {
        Tree::Text(goal) => goal,
        Tree::Plain(_) | Tree::List(_) | Tree::Map(_) => String::new(),
    };
    Mapped { front, goal, homeless: asked.homeless() }
}

/// What the auditor owes in an incident. The generator asks in steps: whether to respond, else
/// for pay; whether to refer, else for pay; its answers below one that is `true` do not count.
fn response_duty(asked: &mut Asked<'_>) -> Tree {
    let mut is = |answer: &str| asked.flag(&format!("incident_response_and_handling.{answer}"));
    let (responds, paid_response) =
        (is("sp_must_support_incident_response"), is("paid_incident_response_support_provided"));
    let (refers, paid_referral) =
        (is("sp_must_support_incident_referrals"), is("paid_sp_supported_incident_referrals"));
    let respond = match (responds, paid_response) {
        (Some(true), _) => Some("helps to contain the incident and writes down what happened"),
        (_, Some(true)) => Some("helps when both parties add it to the agreement, for pay"),
        _ => None,
    };
    let refer = match (refers, paid_referral) {
        _ if responds == Some(true) => None,
        (Some(true), _) => Some("helps to find somebody who can respond"),
        (_, Some(true)) => Some("helps to find somebody when both parties add it, for pay"),
        _ => None,
    };
    let is_paid = responds != Some(true)
        && (paid_response == Some(true) || (refers != Some(true) && paid_referral == Some(true)));
    let text = |text: Option<&str>| text.map_or(Tree::List(Vec::new()), Tree::text);
    let paid = (respond.is_some() || refer.is_some()).then_some(if is_paid { "yes" } else { "no" });
    let third_party =
        asked.with("incident_response_and_handling.engagement_with_incident_responder", |text| {
            let text = text.to_lowercase();
            let roles = ["isolated", "integrated"].into_iter().filter(|role| text.contains(role));
            let roles: Vec<&str> = roles.collect();
            // A sentence that names both needs a person to read it.
            (roles.len() == 1).then(|| Tree::text(roles[0]))
        });
    Tree::map(vec![
        ("respond", text(respond)),
        ("refer", text(refer)),
        ("paid", text(paid)),
        ("third_party", third_party),
    ])
}

/// The answers, and which of them found a home.
struct Asked<'a> {
    answers: &'a Value,
    used: Vec<String>,
}

impl Asked<'_> {
    /// Maps a text; one that is blank or does not fit stays homeless.
    fn with(&mut self, path: &str, map: impl FnOnce(&str) -> Option<Tree>) -> Tree {
        let text = self.answer(path).and_then(Value::as_str).map(str::trim).unwrap_or_default();
        match (text, map(text)) {
            ("", _) | (_, None) => Tree::List(Vec::new()),
            (_, Some(tree)) => {
                self.used.push(path.to_owned());
                tree
            }
        }
    }

    fn flag(&mut self, path: &str) -> Option<bool> {
        let flag = self.answer(path).and_then(Value::as_bool);
        if flag.is_some() {
            self.used.push(path.to_owned());
        }
        flag
    }

    fn flag_of(&mut self, path: &str, field: &'static str) -> Tree {
        let flag = self.flag(path);
        let value = flag.map_or(Tree::List(Vec::new()), |flag| Tree::Plain(flag.to_string()));
        Tree::map(vec![(field, value)])
    }

    fn answer(&self, path: &str) -> Option<&Value> {
        let (section, answer) = path.split_once('.')?;
        self.answers.get(section)?.get(answer)
    }

    /// Returns every answer without a home, but those that say nothing.
    fn homeless(&self) -> Vec<(String, String)> {
        let mut homeless = Vec::new();
        for (section, answers) in self.answers.as_object().into_iter().flatten() {
            let Some(answers) = answers.as_object() else {
                homeless.push((section.clone(), shown(answers)));
                continue;
            };
            for (answer, value) in answers {
                let path = format!("{section}.{answer}");
                let is_blank =
                    value.is_null() || value.as_str().is_some_and(|it| it.trim().is_empty());
                if !is_blank && !self.used.contains(&path) && !ASIDE.contains(&path.as_str()) {
                    homeless.push((path, shown(value)));
                }
            }
        }
        homeless
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a day as the generator's users write it: `2016-07-12`, `July 12th 2016`, `12 July 2016`.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let words: Vec<String> = text
        .split(|symbol: char| symbol.is_whitespace() || symbol == ',')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let [one, two, year] = words.as_slice() else { return None };
    let month_of = |word: &str| {
        let is_month = word.len() >= 3 && word.chars().all(char::is_alphabetic);
        MONTHS.iter().position(|month| is_month && word.starts_with(month))
    };
    let (month, day) = match (month_of(one), month_of(two)) {
        (Some(month), None) => (month, two),
        (None, Some(month)) => (month, one),
        _ => return None,
    };
    let day = day.trim_end_matches(|symbol: char| symbol.is_ascii_alphabetic()).parse().ok()?;
    Date::new(year.parse().ok()?, i8::try_from(month + 1).ok()?, day).ok()
}

/// Returns the start of a day in a zone, as a document writes it.
fn time(day: Date, zone: &TimeZone) -> Option<String> {
    Some(Time::at(day.to_zoned(zone.clone()).ok()?.timestamp(), zone).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let cases = [
            ("July 12th 2016", Some((2016, 7, 12))),
            ("12 Sept 2016", Some((2016, 9, 12))),
            ("January 14, 2017", Some((2017, 1, 14))),
            ("2016-07-12", Some((2016, 7, 12))),
            ("7/12/2016", None),
            ("soon", None),
            ("February 30th 2016", None),
        ];
        for (text, expected) in cases {
            let date = expected.map(|(year, month, day)| Date::new(year, month, day).unwrap());
            assert_eq!(day(text), date, "{text}");
        }
    }

    #[test]
    fn the_generators_steps_count() {
        let duty = |answers: Value| {
            let answers = serde_json::json!({ "incident_response_and_handling": answers });
            let mapped = map(&answers, &TimeZone::UTC);
            let duty = mapped.front.into_iter().find(|(field, _)| *field == "response_duty");
            format!("{:?}", duty.unwrap().1)
        };
        let must = duty(serde_json::json!({
            "sp_must_support_incident_response": true,
            "paid_incident_response_support_provided": true,
        }));
        assert!(must.contains("helps to contain") && must.contains("\"no\""), "{must}");
        let paid = duty(serde_json::json!({
            "sp_must_support_incident_response": false,
            "paid_incident_response_support_provided": true,
        }));
        assert!(paid.contains("for pay") && paid.contains("\"yes\""), "{paid}");
    }
}
