//! `representatives.csv`: who signs, whom to call, and how.

use super::{PARTIES, party};
use crate::model::vocabulary::{ChannelKind, Party};
use crate::ops::fmt::canonical;
use crate::ops::import::table::{self, Row};
use crate::ops::import::tree::{self, Tree};
use crate::ops::new::Draft;

/// Handles that are taken, because a person has them already.
#[derive(Debug, Default)]
pub struct Handles(pub Vec<String>);

/// Everyone in the file, in its order.
#[derive(Debug, Default)]
pub(super) struct People {
    people: Vec<Person>,
    pub(super) homeless: Vec<(String, String)>,
}

#[derive(Debug)]
struct Person {
    handle: String,
    party: Party,
    name: String,
    titles: Vec<String>,
    signs: bool,
    point_of_contact: bool,
    emergency_contact: bool,
    confidential: bool,
    channels: Vec<(ChannelKind, String)>,
    secure_transfer: String,
}

const COLUMNS: &[&str] = &[
    "party",
    "name",
    "title",
    "authorized_representative",
    "point_of_contact",
    "access_confidential_information",
    "emergency_contact",
    "form_of_immediate_contact_one",
    "form_of_immediate_contact_two",
    "secure_data_transfer",
];

/// Reads everyone; a name that stands twice on one side is one person with two titles.
pub(super) fn read(text: &str, handles: Handles) -> Result<People, String> {
    let mut people = People::default();
    let mut taken = handles.0;
    let table = table::read(text, COLUMNS).map_err(|error| error.to_string())?;
    for row in &table.rows {
        people.add(row, &mut taken).map_err(|message| row.at(&message))?;
    }
    Ok(people)
}

impl People {
    fn add(&mut self, row: &Row, taken: &mut Vec<String>) -> Result<(), String> {
        let side = party(row.get("party")).ok_or_else(|| row.wrong("party", PARTIES))?;
        let name = row.get("name");
        if name.is_empty() {
            return Err(row.wrong("name", "somebody's name"));
        }
        let known = self.people.iter().position(|it| it.party == side && it.name == name);
        let at = match known {
            Some(at) => at,
            None => {
                let handle = handle_for(name, taken);
                taken.push(handle.clone());
                self.people.push(Person::new(handle, side, name));
                self.people.len() - 1
            }
        };
        let person = &mut self.people[at];
        person.titles.extend(written(row, "title"));
        person.signs |= flag(row, "authorized_representative")?;
        person.point_of_contact |= flag(row, "point_of_contact")?;
        person.emergency_contact |= flag(row, "emergency_contact")?;
        person.confidential |= flag(row, "access_confidential_information")?;
        if let Some(way) = written(row, "secure_data_transfer") {
            person.secure_transfer = way;
        }
        for column in ["form_of_immediate_contact_one", "form_of_immediate_contact_two"] {
            let Some(way) = written(row, column) else { continue };
            match channel(&way) {
                Some(channel) if person.channels.contains(&channel) => {}
                Some(channel) => person.channels.push(channel),
                None => self
                    .homeless
                    .push((format!("representatives line {}: {column}", row.line), way)),
            }
        }
        Ok(())
    }

    pub(super) fn representatives(&self) -> Tree {
        self.of_parties(|people| {
            Tree::texts(people.filter(|it| it.signs).map(|it| it.handle.as_str()))
        })
    }

    /// Returns whom to call: the emergency contacts, the point of contact before the others.
    pub(super) fn contacts(&self) -> Tree {
        self.of_parties(|people| {
            let people = called(people);
            let mut handles = people.iter().map(|it| it.handle.as_str());
            let one = |handle: Option<&str>| handle.map_or(Tree::List(Vec::new()), Tree::text);
            Tree::map(vec![
                ("primary", one(handles.next())),
                ("secondary", one(handles.next())),
                ("alternates", Tree::texts(handles)),
            ])
        })
    }

    /// Says what is not written like this in the file.
    pub(super) fn account(&self) -> Vec<(String, String)> {
        let said = |field: &str, account: &str| (field.to_owned(), account.to_owned());
        let mut account = Vec::new();
        if self.people.iter().any(|it| it.emergency_contact) {
            account.push(said(
                "contacts",
                "the emergency contacts in their order, a point of contact first; the file does \
                 not say who is called first",
            ));
        }
        if !self.people.is_empty() {
            account.push(said(
                "people",
                "each got a handle from the first letters of the name; rename the file where that \
                 tells too much",
            ));
        }
        account
    }

    fn of_parties(&self, of: impl Fn(&mut dyn Iterator<Item = &Person>) -> Tree) -> Tree {
        let of = |party| of(&mut self.people.iter().filter(move |it| it.party == party));
        Tree::map(vec![("organization", of(Party::Organization)), ("auditor", of(Party::Auditor))])
    }

    pub(super) fn drafts(&self) -> impl Iterator<Item = Draft> {
        self.people.iter().map(|person| person.draft(self.place(person)))
    }

    /// Returns a person's function among those who are called on their side, as the agreement
    /// names them.
    fn place(&self, person: &Person) -> Option<&'static str> {
        let called = called(&mut self.people.iter().filter(|it| it.party == person.party));
        let at = called.iter().position(|it| it.handle == person.handle)?;
        Some(PLACES.get(at).copied().unwrap_or("alternate"))
    }
}

/// The functions of those who are called first and second.
const PLACES: &[&str] = &["primary-contact", "secondary-contact"];

/// Returns the emergency contacts among these people in the order in which they are called.
fn called<'a>(people: &mut dyn Iterator<Item = &'a Person>) -> Vec<&'a Person> {
    let mut people: Vec<&Person> = people.filter(|it| it.emergency_contact).collect();
    people.sort_by_key(|it| !it.point_of_contact);
    people
}

impl Person {
    fn new(handle: String, party: Party, name: &str) -> Self {
        Self {
            handle,
            party,
            name: name.to_owned(),
            titles: Vec::new(),
            signs: false,
            point_of_contact: false,
            emergency_contact: false,
            confidential: false,
            channels: Vec::new(),
            secure_transfer: String::new(),
        }
    }

    fn draft(&self, place: Option<&'static str>) -> Draft {
        let functions = place.into_iter().chain(self.signs.then_some("representative"));
        let channels = self.channels.iter().map(|(kind, value)| {
            Tree::map(vec![("kind", Tree::text(kind.as_str())), ("value", Tree::text(value))])
        });
        let some = |text: &str| match text {
            "" => Tree::List(Vec::new()),
            text => Tree::text(text),
        };
        let private = Tree::map(vec![
            ("name", Tree::text(&*self.name)),
            ("titles", Tree::texts(self.titles.iter().map(String::as_str))),
            ("channels", Tree::List(channels.collect())),
            ("secure_transfer", some(&self.secure_transfer)),
            ("confidential_access", some(if self.confidential { "yes" } else { "" })),
        ]);
        let front = [
            ("kind", Tree::text("person")),
            ("party", Tree::text(self.party.as_str())),
            ("functions", Tree::texts(functions)),
            ("private", private),
        ];
        let path = format!("people/{}.md", self.handle);
        Draft { text: canonical(&path, tree::document(&front, "")), path }
    }
}

fn written(row: &Row, column: &str) -> Option<String> {
    let cell = row.get(column);
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn flag(row: &Row, column: &str) -> Result<bool, String> {
    match row.get(column).to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" | "" => Ok(false),
        _ => Err(row.wrong(column, "`true` or `false`")),
    }
}

/// Words before the `:` of a way to reach somebody, and the kind of channel they mean.
const CHANNELS: &[(&str, ChannelKind)] = &[
    ("signal", ChannelKind::Signal),
    ("wire", ChannelKind::Wire),
    ("matrix", ChannelKind::Matrix),
    ("mail", ChannelKind::Email),
    ("phone", ChannelKind::Phone),
    ("cell", ChannelKind::Phone),
    ("mobile", ChannelKind::Phone),
];

/// Reads `Cell Phone: +1-555-264-0798`.
fn channel(way: &str) -> Option<(ChannelKind, String)> {
    let (name, value) = way.split_once(':')?;
    let (name, value) = (name.to_lowercase(), value.trim());
    let (_, kind) = CHANNELS.iter().find(|(word, _)| name.contains(word))?;
    (!value.is_empty()).then(|| (*kind, value.to_owned()))
}

/// Returns a handle that tells a name only to who knows it: its initials, numbered where two
/// people share them.
fn handle_for(name: &str, taken: &[String]) -> String {
    let initials: String = name
        .split(|symbol: char| symbol.is_whitespace() || symbol == '-')
        .filter_map(|word| word.chars().next())
        .filter(char::is_ascii_alphabetic)
        .map(|symbol| symbol.to_ascii_lowercase())
        .take(4)
        .collect();
    let initials = if initials.is_empty() { "p".to_owned() } else { initials };
    let numbered = (2..).map(|number: usize| format!("{initials}{number}"));
    let is_free = |handle: &String| !taken.contains(handle);
    std::iter::once(initials.clone()).chain(numbered).find(is_free).unwrap_or(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_initials_and_free() {
        let taken = ["as".to_owned(), "as2".to_owned()];
        for (name, expected) in
            [("Anicetas Švedas", "a"), ("Ana Solís", "as3"), ("Zou Woei-wan", "zww"), ("李雷", "p")]
        {
            assert_eq!(handle_for(name, &taken), expected, "{name}");
        }
    }

    #[test]
    fn functions_are_those_of_the_agreement() {
        let heading = COLUMNS.join(",");
        let person =
            |name: &str, point: &str| format!("recipient,{name},,,{point},,yes,Phone: 1,,\n");
        let text = format!(
            "{heading}\n{}{}{}service_provider,Dee,,yes,,,,Phone: 1,,\n",
            person("Ann", ""),
            person("Bea", ""),
            person("Cia", "yes"),
        );
        let people = read(&text, Handles::default()).unwrap();
        let functions: Vec<String> = people.drafts().map(|draft| draft.text).collect();
        for (draft, functions) in functions.iter().zip([
            "functions:\n  - secondary-contact\n",
            "functions:\n  - alternate\n",
            "functions:\n  - primary-contact\n",
            "functions:\n  - representative\n",
        ]) {
            assert!(draft.contains(functions), "{draft}");
        }
    }

    #[test]
    fn ways_have_a_kind() {
        let cases = [
            ("Cell Phone: +1-555-264-0798", Some((ChannelKind::Phone, "+1-555-264-0798"))),
            ("Signal (iPod): +1-555", Some((ChannelKind::Signal, "+1-555"))),
            ("E-Mail: a@example.org", Some((ChannelKind::Email, "a@example.org"))),
            ("Peerio: x", None),
            ("+1-555", None),
            ("Phone:", None),
        ];
        for (way, expected) in cases {
            let expected = expected.map(|(kind, value)| (kind, value.to_owned()));
            assert_eq!(channel(way), expected, "{way}");
        }
    }
}
