//! Mistakes in times: without offset, impossible, in the future, and out of order.

use super::change::{Class, Mutation, Subject};
use super::owed;
use super::places::Place;
use super::schema::Sort;
use super::values::{instead, put};

pub(super) fn of(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    match (place.sort(), place.text()) {
        (Sort::Time, Some(time)) if time.len() == 25 => of_time(subject, place, time),
        (Sort::Day, Some(day)) if day.len() == 10 => {
            ahead(subject, place, day).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn of_time(subject: &Subject<'_>, place: &Place<'_>, time: &str) -> Vec<Mutation> {
    let (day, clock, offset) = (&time[..10], &time[11..19], &time[19..]);
    let wrong = [
        ("naive-time", format!("{day}T{clock}")),
        ("naive-time", format!("{day} {clock}")),
        ("wrong-format", day.to_owned()),
        ("wrong-format", format!("{}-13-40T{clock}{offset}", &day[..4])),
        ("wrong-format", format!("{day}T25:00:00{offset}")),
        ("wrong-format", format!("{day} {clock} {offset}")),
        ("wrong-format", format!("{day}T{clock}{}", offset.replace(':', ""))),
        ("wrong-format", format!("{day}T{clock} EAT")),
    ];
    let wrong = wrong.iter();
    let mut mutations: Vec<Mutation> =
        wrong.filter_map(|(rule, new)| put(subject, place, Class::Form, rule, new)).collect();
    for to in owed::moves(subject, place) {
        mutations.extend(moved(subject, place, to));
    }
    mutations.extend(ahead(subject, place, time));
    mutations
}

/// Moves a time or a day ten years ahead.
fn ahead(subject: &Subject<'_>, place: &Place<'_>, time: &str) -> Option<Mutation> {
    let (edit, at) = instead(place, &format!("2036{}", &time[4..]))?;
    let mut mutation = subject.silent(Class::Future, &place.path, &edit);
    let start = edit.place.start;
    let at = start + at.start..start + at.end;
    mutation.wanted = owed::of_future(subject, place, &mutation.text, at);
    mutation.open_again = owed::open_again(subject, &place.path);
    Some(mutation)
}

/// Moves a time to where it contradicts another one.
fn moved(subject: &Subject<'_>, place: &Place<'_>, to: &str) -> Option<Mutation> {
    let (edit, _) = instead(place, to)?;
    let mut mutation = subject.silent(Class::Move, &place.path, &edit);
    mutation.wanted = owed::of_move(subject, place, &mutation.text, to);
    Some(mutation)
}
