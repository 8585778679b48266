//! Mending findings: which safe fixes hold, round by round, in memory.
//!
//! A fix counts only when its finding is gone afterwards and no new error of form came. A duty
//! that nobody could see before, because the value could not be read, is not the fix's fault.
//! Nothing here writes; what is to be written is returned.

use std::collections::{BTreeMap, BTreeSet};

use super::open::Opened;
use super::rewrite::{self, LeftAlone, Rewrite};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::edit;
use crate::model::engagement::{Engagement, TypedDocument};
use crate::validate::Recorded;
use crate::validate::private::Private;

/// What was mended, and what was not.
#[derive(Debug)]
pub struct Mended {
    /// The engagement with every fix that held.
    pub opened: Opened,
    pub rewrites: Vec<Rewrite>,
    pub applied: Vec<Step>,
    /// Safe fixes that were taken back, and why.
    pub taken_back: Vec<(Step, TakenBack)>,
    /// Documents with a safe fix that are not edited.
    pub left_alone: Vec<(String, LeftAlone)>,
}

/// One fix of one document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub path: String,
    /// The line that it was in when it was made, from 1.
    pub line: usize,
    pub rule: &'static str,
    /// What it does, in the imperative.
    pub title: String,
    /// Who may read the title.
    pub for_whom: ForWhom,
    /// What it was about; tells two fixes of one rule apart.
    message: String,
}

/// Who may read what a fix does: its words may be those of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForWhom {
    All,
    /// A person at their own screen: it tells something private.
    Person,
    /// It tells a secret.
    Nobody,
}

/// Why a fix was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TakenBack {
    #[error("the finding would stay")]
    Stays,
    #[error("it would bring a new error")]
    NewError,
    #[error("what stands around it would be read in another way; change it by hand")]
    ReachesFurther,
}

impl Step {
    /// Returns whether this is the same fix, in whatever line it stands by now.
    fn is_again(&self, other: &Self) -> bool {
        (&self.path, self.rule, &self.title, &self.message)
            == (&other.path, other.rule, &other.title, &other.message)
    }
}

/// Rounds at the most; what overlaps waits for the next one.
const ROUNDS_MAX: usize = 24;

/// A document with more errors than this may hold others that are not listed until these are
/// mended; they are then no new ones.
const ERRORS_LISTED: usize = 20;

/// Applies the safe fixes of chosen findings until none is left.
///
/// `check` finds everything wrong with an engagement.
///
/// # Errors
///
/// What `check` says.
pub fn mend<E>(
    opened: &Opened,
    recorded: &Recorded,
    is_chosen: impl Fn(&Engagement, &Diagnostic) -> bool,
    mut check: impl FnMut(&Opened) -> Result<Vec<Diagnostic>, E>,
) -> Result<Mended, E> {
    let mut state = State::of(opened, recorded);
    let mut now = state.opened();
    let mut before = check(&now)?;
    for _ in 0..ROUNDS_MAX {
        let chosen: Vec<&Diagnostic> =
            before.iter().filter(|finding| is_chosen(&now.engagement, finding)).collect();
        let round = state.round(&now.engagement, &chosen);
        if round.is_empty() {
            break;
        }
        let texts = state.texts.clone();
        round
            .iter()
            .for_each(|edit| drop(state.texts.insert(edit.path.clone(), edit.text.clone())));
        let next = state.opened();
        let after = check(&next)?;
        let bad = bad(&now.engagement, &before, &next.engagement, &after, &round);
        if bad.is_empty() {
            state.applied.extend(round.into_iter().flat_map(|edit| edit.steps));
            (now, before) = (next, after);
            continue;
        }
        state.texts = texts;
        state.keep(round, &bad);
        now = state.opened();
        before = check(&now)?;
    }
    Ok(state.finish(now))
}

fn for_whom(finding: &Diagnostic, private: &Private) -> ForWhom {
    // Without anybody's private part only a secret is taken out.
    if Private::default().masked(finding).1 {
        ForWhom::Nobody
    } else if private.masked(finding).1 {
        ForWhom::Person
    } else {
        ForWhom::All
    }
}

/// One document in one round.
struct Edit {
    path: String,
    steps: Vec<Step>,
    /// Where what each step wrote now stands.
    written: Vec<(usize, usize)>,
    text: String,
}

struct State<'a> {
    first: &'a Opened,
    recorded: &'a Recorded,
    /// What each document holds by now.
    texts: BTreeMap<String, String>,
    applied: Vec<Step>,
    taken_back: Vec<(Step, TakenBack)>,
    left_alone: BTreeMap<String, LeftAlone>,
    /// Documents in which fixes are tried one by one.
    singly: BTreeSet<String>,
}

impl<'a> State<'a> {
    fn of(opened: &'a Opened, recorded: &'a Recorded) -> Self {
        let sources = opened.engagement.sources.iter();
        let texts =
            sources.map(|source| (source.path.to_string(), source.text.to_string())).collect();
        Self {
            first: opened,
            recorded,
            texts,
            applied: Vec::new(),
            taken_back: Vec::new(),
            left_alone: BTreeMap::new(),
            singly: BTreeSet::new(),
        }
    }

    /// Returns the engagement as the texts now make it.
    fn opened(&self) -> Opened {
        let first = &self.first.engagement;
        let changed = first.sources.iter().filter_map(|source| {
            let text = self.texts[&*source.path].as_str();
            (*source.text != *text).then(|| (&*source.path, text.to_owned()))
        });
        let engagement = first.with_texts(changed);
        Opened { workspace: self.first.workspace.clone(), engagement }
    }

    /// Returns the edits of one round: in each document the fixes that do not overlap.
    fn round(&mut self, engagement: &Engagement, chosen: &[&Diagnostic]) -> Vec<Edit> {
        let mut by_path: BTreeMap<&str, Vec<(&Diagnostic, &Fix)>> = BTreeMap::new();
        for finding in chosen {
            if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) {
                let path = &*engagement.sources.get(fix.span.source).path;
                by_path.entry(path).or_default().push((finding, fix));
            }
        }
        if by_path.is_empty() {
            return Vec::new();
        }
        let (private, mut edits) = (Private::of(engagement), Vec::new());
        for (path, fixes) in by_path {
            if let Some(document) = engagement.get(path) {
                edits.extend(self.edit(engagement, &private, document, fixes));
            }
        }
        edits
    }

    fn edit(
        &mut self,
        engagement: &Engagement,
        private: &Private,
        document: &TypedDocument,
        mut fixes: Vec<(&Diagnostic, &Fix)>,
    ) -> Option<Edit> {
        let path = &document.path;
        if self.left_alone.contains_key(&**path) {
            return None;
        }
        if let Some(why) = rewrite::keeps(document, self.recorded) {
            self.left_alone.insert(path.to_string(), why);
            return None;
        }
        if !document.document.is_sound() {
            let path = path.to_string();
            self.left_alone.insert(path.clone(), LeftAlone::Unreadable { path });
            return None;
        }
        let source = engagement.source(document);
        let lines = source.lines();
        let step = |finding: &Diagnostic, fix: &Fix| Step {
            path: path.to_string(),
            line: lines.line_column(source, fix.span.start()).line,
            rule: finding.rule,
            title: fix.title.clone(),
            for_whom: for_whom(finding, private),
            message: finding.message.clone(),
        };
        fixes.retain(|(finding, fix)| {
            let step = step(finding, fix);
            !self.taken_back.iter().any(|(taken_back, _)| taken_back.is_again(&step))
        });
        fixes.sort_by_key(|(_, fix)| (fix.span.start(), fix.span.end()));
        let limit = if self.singly.contains(&**path) { 1 } else { usize::MAX };
        let together = without_overlap(&fixes, limit);
        let pieces: Vec<_> =
            together.iter().map(|(_, fix)| (fix.span, fix.replacement.clone())).collect();
        let steps: Vec<Step> = together.iter().map(|(finding, fix)| step(finding, fix)).collect();
        if steps.is_empty() {
            return None;
        }
        match edit::apply(source, &pieces) {
            Ok(text) if rewrite::breaks_signatures(engagement, self.recorded, document, &text) => {
                self.left_alone.insert(path.to_string(), LeftAlone::Signed);
                None
            }
            Ok(text) => {
                Some(Edit { path: path.to_string(), written: edit::written(&pieces), steps, text })
            }
            Err(_) if steps.len() > 1 => {
                self.singly.insert(path.to_string());
                self.edit(engagement, private, document, fixes)
            }
            Err(_) => {
                let refused = steps.into_iter().map(|step| (step, TakenBack::ReachesFurther));
                self.taken_back.extend(refused);
                self.edit(engagement, private, document, fixes)
            }
        }
    }

    /// Keeps the edits that did no harm; the others are tried singly, or taken back.
    fn keep(&mut self, round: Vec<Edit>, bad: &BTreeMap<String, TakenBack>) {
        for edit in round {
            match (bad.get(&edit.path), &*edit.steps) {
                (None, _) => {
                    self.texts.insert(edit.path, edit.text);
                    self.applied.extend(edit.steps);
                }
                (Some(why), [only]) => self.taken_back.push((only.clone(), *why)),
                (Some(_), _) => drop(self.singly.insert(edit.path)),
            }
        }
    }

    fn finish(self, opened: Opened) -> Mended {
        let mut rewrites = Vec::new();
        for source in self.first.engagement.sources.iter() {
            let after = &self.texts[&*source.path];
            if **after != *source.text {
                let (path, before) = (source.path.to_string(), source.text.to_string());
                rewrites.push(Rewrite { path, before, after: after.clone() });
            }
        }
        let mut applied = self.applied;
        applied.sort();
        Mended {
            opened,
            rewrites,
            applied,
            taken_back: self.taken_back,
            left_alone: self.left_alone.into_iter().collect(),
        }
    }
}

/// Returns the first fixes that leave each other alone; of two for one place the first.
fn without_overlap<'a>(
    fixes: &[(&'a Diagnostic, &'a Fix)],
    limit: usize,
) -> Vec<(&'a Diagnostic, &'a Fix)> {
    let mut together: Vec<(&Diagnostic, &Fix)> = Vec::new();
    for (finding, fix) in fixes {
        let is_free = together.last().is_none_or(|(_, last)| {
            fix.span.start() >= last.span.end() && fix.span.start() > last.span.start()
        });
        if is_free && together.len() < limit {
            together.push((finding, fix));
        }
    }
    together
}

/// Returns the edited documents in which something went wrong.
fn bad(
    engagement_before: &Engagement,
    before: &[Diagnostic],
    engagement_after: &Engagement,
    after: &[Diagnostic],
    round: &[Edit],
) -> BTreeMap<String, TakenBack> {
    let mut bad = BTreeMap::new();
    for edit in round {
        let stays = edit.steps.iter().zip(&edit.written).any(|(step, (start, end))| {
            after.iter().any(|finding| {
                let is_there = finding.span().is_some_and(|span| {
                    *engagement_after.sources.get(span.source).path == *edit.path
                        && span.start() < *end
                        && *start < span.end()
                });
                finding.rule == step.rule && finding.message == step.message && is_there
            })
        });
        if stays {
            bad.insert(edit.path.clone(), TakenBack::Stays);
        }
    }
    let old = errors(engagement_before, before);
    let listed = |path: &str| old.iter().filter(|((of, ..), _)| *of == path).count();
    for ((path, rule, message), count) in errors(engagement_after, after) {
        let is_new = old.get(&(path, rule, message)).is_none_or(|known| *known < count);
        if is_new && listed(path) <= ERRORS_LISTED {
            match round.iter().find(|edit| edit.path == path) {
                Some(edit) => drop(bad.insert(edit.path.clone(), TakenBack::NewError)),
                // It came elsewhere: any of the edited documents may be its reason.
                None => bad.extend(round.iter().map(|it| (it.path.clone(), TakenBack::NewError))),
            }
        }
    }
    bad
}

/// Returns how often each error of form or integrity is said, by document, rule and words.
fn errors<'a>(
    engagement: &'a Engagement,
    findings: &'a [Diagnostic],
) -> BTreeMap<(&'a str, &'static str, &'a str), usize> {
    let mut errors = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.blocks_recording()) {
        let path = crate::validate::path_of(engagement, finding).unwrap_or_default();
        *errors.entry((path, finding.rule, &*finding.message)).or_insert(0) += 1;
    }
    errors
}
