//! Which answer of the generator becomes which field.

use jiff::SignedDuration;
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
    /// Fields that say more, or say it otherwise, than their answer; and how.
    pub(super) account: Vec<(String, String)>,
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
    let mut asked = Asked { answers, used: Vec::new(), account: Vec::new() };
    let period = Edge::ALL.map(|edge| (edge.field(), asked.edge(edge, zone)));
    let disclosure = asked.with("incident_response_and_handling.disclosure_period", |text| {
        let period = text.parse::<Period>().ok()?;
        let both = ["auditor_to_organization", "organization_to_auditor"];
        Some(Tree::map(both.map(|side| (side, Tree::text(period.as_str())))))
    });
    if matches!(disclosure, Tree::Map(_)) {
        asked
            .tell("disclosure_period", "the generator asks once; the answer stands for both sides");
    }
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
    if scope.is_told("change_process") {
        asked.tell("scope.change_process", "a sentence of ours around the number of days");
    }
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
    let homeless = asked.homeless();
    Mapped { front, goal, account: asked.account, homeless }
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
    for (field, words) in [("respond", respond), ("refer", refer)] {
        if let Some(words) = words {
            let account = format!("a yes of the generator in words of ours: {words}");
            asked.tell(&format!("response_duty.{field}"), &account);
        }
    }
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
    account: Vec<(String, String)>,
}

/// One end of the agreed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

impl Edge {
    const ALL: [Self; 2] = [Self::Start, Self::End];

    fn field(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
        }
    }

    /// Returns the first or the last second of a day in a zone, as a document writes it: the last
    /// day of an agreement belongs to it.
    fn of_day(self, day: Date, zone: &TimeZone) -> Option<String> {
        let midnight = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp());
        let instant = match self {
            Self::Start => midnight(day)?,
            Self::End => midnight(day.tomorrow().ok()?)? - SignedDuration::from_secs(1),
        };
        Some(Time::at(instant, zone).to_string())
    }
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

    /// Maps the day of one end of the agreed time, and says which moment it became.
    fn edge(&mut self, edge: Edge, zone: &TimeZone) -> Tree {
        let field = edge.field();
        let path = format!("term_of_contract.agreement_{field}_date");
        let tree = self.with(&path, |text| Some(Tree::text(edge.of_day(day(text)?, zone)?)));
        if let Tree::Text(time) = &tree {
            let zone = zone.iana_name().unwrap_or("UTC");
            let account = format!("a day became its {field} in {zone}: {time}");
            self.tell(&format!("period.{field}"), &account);
        }
        tree
    }

    fn tell(&mut self, field: &str, account: &str) {
        self.account.push((field.to_owned(), account.to_owned()));
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
    fn the_last_day_belongs_to_the_agreement() {
        let zone = TimeZone::get("America/Santiago").unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (edge, date, time) in [
            (Edge::Start, "2026-11-09", "2026-11-09T00:00:00-03:00"),
            (Edge::End, "2026-12-20", "2026-12-20T23:59:59-03:00"),
            // In Santiago this day has no midnight.
            (Edge::Start, "2026-09-06", "2026-09-06T01:00:00-03:00"),
        ] {
            assert_eq!(edge.of_day(day(date), &zone).as_deref(), Some(time));
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
