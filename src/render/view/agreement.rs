//! The view of the agreement: every part of it, in the order in which people read one.

use serde::Serialize;

use super::contact_card::{self, PartyView};
use super::words::ConsentLine;
use super::{Case, Document, EngagementView, Fact};
use crate::model::agreement::{Agreement, Severity, SignedHash};
use crate::model::vocabulary::Answer;

#[derive(Debug, Serialize)]
pub(super) struct View {
    engagement: EngagementView,
    agreement: AgreementView,
    severities: Vec<SeverityView>,
    parties: Vec<PartyView>,
    escalation: Vec<String>,
    /// What is agreed on how an incident is handled, then everything else, part by part.
    procedure: Vec<PartView>,
    parts: Vec<PartView>,
    signatures: Vec<SignatureView>,
}

#[derive(Debug, Serialize)]
struct AgreementView {
    title: String,
    facts: Vec<Fact>,
    incident_definition: String,
    determination_guidelines: String,
    /// Which severity is the mildest that must be told.
    threshold: String,
    narrative: String,
}

#[derive(Debug, Serialize)]
struct SeverityView {
    id: String,
    label: String,
    description: String,
    examples: String,
    notify_within: String,
    review_within: String,
    is_notifiable: bool,
}

/// One part: a title, then whatever it has of text, facts and items.
#[derive(Debug, Serialize)]
struct PartView {
    title: String,
    /// Markdown as the agreement holds it.
    text: String,
    facts: Vec<Fact>,
    items: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SignatureView {
    role: String,
    over: String,
    /// Whether what was signed is what this report shows.
    is_current: bool,
    #[serde(flatten)]
    consent: ConsentLine,
}

pub(super) fn view(case: &Case<'_>, document: Document<'_, Agreement>, over: &SignedHash) -> View {
    let agreement = document.record;
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| case.not_stated());
    View {
        engagement: EngagementView::of(case),
        agreement: AgreementView {
            title: agreement.title.clone().unwrap_or_else(|| case.language.text("agreement")),
            facts: facts(case, agreement),
            incident_definition: text(&agreement.incident_definition),
            determination_guidelines: text(&agreement.determination_guidelines),
            threshold: threshold(case, agreement),
            narrative: document.body.trim().to_owned(),
        },
        severities: severities(case, agreement),
        parties: contact_card::parties(case),
        escalation: contact_card::escalation(case, agreement),
        procedure: procedure(case, agreement),
        parts: parts(case, agreement),
        signatures: signatures(case, agreement, over),
    }
}

fn facts(case: &Case<'_>, agreement: &Agreement) -> Vec<Fact> {
    let status = agreement.status.map(|it| case.label("agreement-status", it.as_str()));
    let signatories = agreement.representatives.as_ref();
    let of_organization = signatories.map(|both| case.people(&both.organization));
    let of_auditor = signatories.map(|both| case.people(&both.auditor));
    let period = agreement.period.as_ref();
    let start = period.and_then(|period| period.start.as_ref()).map(|time| case.time(time));
    let end = period.and_then(|period| period.end.as_ref()).map(|time| case.time(time));
    let translation = agreement.translation_of.as_ref().and_then(|it| it.path.clone());
    let owed = [
        case.owed("status", status),
        case.owed("representatives-organization", of_organization),
        case.owed("representatives-auditor", of_auditor),
        case.owed("period-start", start),
        case.owed("period-end", end),
    ];
    let given = [
        case.given("translation-of", translation),
        case.listed("locations", &agreement.locations),
        case.given("review-every", agreement.review_every.as_ref().map(|it| case.period(it))),
        case.given("rehearse-every", agreement.rehearse_every.as_ref().map(|it| case.period(it))),
    ];
    owed.into_iter().chain(given.into_iter().flatten()).collect()
}

fn threshold(case: &Case<'_>, agreement: &Agreement) -> String {
    let Some(id) = &agreement.threshold else { return case.not_stated() };
    match agreement.severity(id).and_then(|severity| severity.label.as_ref()) {
        Some(label) => format!("{label} ({id})"),
        None => id.clone(),
    }
}

fn severities(case: &Case<'_>, agreement: &Agreement) -> Vec<SeverityView> {
    let mut levels: Vec<&Severity> = agreement.severities.iter().collect();
    levels.sort_by_key(|severity| severity.rank.unwrap_or(u32::MAX));
    let one = |severity: &Severity| SeverityView {
        id: severity.id.clone().unwrap_or_default(),
        label: severity.label.clone().unwrap_or_else(|| case.not_stated()),
        description: severity.description.clone().unwrap_or_default(),
        examples: severity.examples.join("; "),
        notify_within: severity
            .notify_within
            .as_ref()
            .map(|it| case.period(it))
            .unwrap_or_default(),
        review_within: severity
            .review_within
            .as_ref()
            .map(|it| case.period(it))
            .unwrap_or_default(),
        is_notifiable: agreement.is_notifiable(severity.id.as_deref()),
    };
    levels.into_iter().map(one).collect()
}

impl PartView {
    fn text(case: &Case<'_>, key: &str, text: Option<&String>) -> Option<Self> {
        let text = text.filter(|text| !text.trim().is_empty())?.trim().to_owned();
        Some(Self { text, ..Self::titled(case, key) })
    }

    fn facts(case: &Case<'_>, key: &str, facts: Vec<Option<Fact>>) -> Option<Self> {
        let facts: Vec<Fact> = facts.into_iter().flatten().collect();
        (!facts.is_empty()).then(|| Self { facts, ..Self::titled(case, key) })
    }

    fn items(case: &Case<'_>, key: &str, items: Vec<String>) -> Option<Self> {
        (!items.is_empty()).then(|| Self { items, ..Self::titled(case, key) })
    }

    fn titled(case: &Case<'_>, key: &str) -> Self {
        Self {
            title: case.language.text(key),
            text: String::new(),
            facts: Vec::new(),
            items: Vec::new(),
        }
    }
}

fn procedure(case: &Case<'_>, agreement: &Agreement) -> Vec<PartView> {
    let procedure = agreement.procedure.clone().unwrap_or_default();
    let owed = |key: &str, text: Option<String>| {
        PartView::text(case, key, Some(&text.unwrap_or_else(|| case.not_stated())))
    };
    let decided_by = case.people(&procedure.decided_by);
    let parts = [
        owed("procedure-caused", procedure.caused_by_auditor),
        owed("procedure-uncovered", procedure.uncovered_by_auditor),
        PartView::text(case, "procedure-reported", procedure.reported_by_organization.as_ref()),
        PartView::text(case, "procedure-suspend", procedure.suspend.as_ref()),
        PartView::text(case, "procedure-resume", procedure.resume.as_ref()),
        PartView::text(case, "procedure-decided-by", Some(&decided_by)),
    ];
    parts.into_iter().flatten().collect()
}

fn parts(case: &Case<'_>, agreement: &Agreement) -> Vec<PartView> {
    let parts = [
        scope(case, agreement),
        PartView::items(case, "predefined-incidents", predefined(case, agreement)),
        disclosure_period(case, agreement),
        PartView::items(case, "channels", channels(case, agreement)),
        PartView::items(
            case,
            "forbidden-channels",
            agreement
                .forbidden_channels
                .iter()
                .map(|it| case.label("channel", it.as_str()))
                .collect(),
        ),
        PartView::text(case, "meeting-place", agreement.meeting_place.as_ref()),
        response_duty(case, agreement),
        disclosure(case, agreement),
        evidence(case, agreement),
        PartView::items(case, "data-handling", data_handling(case, agreement)),
        retention(case, agreement),
        PartView::items(case, "third-parties", third_parties(case, agreement)),
        PartView::items(case, "regimes", regimes(case, agreement)),
        PartView::text(case, "liability-waiver", agreement.liability_waiver.as_ref()),
        code_of_conduct(case, agreement),
    ];
    parts.into_iter().flatten().collect()
}

fn scope(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let scope = agreement.scope.as_ref()?;
    PartView::facts(
        case,
        "scope",
        vec![
            case.listed("scope-in", &scope.inside),
            case.listed("scope-out", &scope.outside),
            case.listed("scope-hosts", &scope.hosts),
            case.given("scope-change", scope.change_process.clone()),
        ],
    )
}

fn predefined(case: &Case<'_>, agreement: &Agreement) -> Vec<String> {
    let one = |incident: &crate::model::agreement::PredefinedIncident| {
        let mut words = incident.incident_type.clone().unwrap_or_else(|| case.not_stated());
        if let Some(severity) = &incident.default_severity {
            words.push_str(&format!(", {severity}"));
        }
        if !incident.escalation_triggers.is_empty() {
            words.push_str(&format!(": {}", incident.escalation_triggers.join("; ")));
        }
        words
    };
    agreement.predefined_incidents.iter().map(one).collect()
}

fn disclosure_period(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let period = agreement.disclosure_period.as_ref();
    let to_organization = period.and_then(|both| both.auditor_to_organization.as_ref());
    let to_auditor = period.and_then(|both| both.organization_to_auditor.as_ref());
    let facts = vec![
        Some(case.owed("to-organization", to_organization.map(|it| case.period(it)))),
        Some(case.owed("to-auditor", to_auditor.map(|it| case.period(it)))),
    ];
    PartView::facts(case, "disclosure-period", facts)
}

fn channels(case: &Case<'_>, agreement: &Agreement) -> Vec<String> {
    let mut channels: Vec<_> = agreement.channels.iter().collect();
    channels.sort_by_key(|channel| channel.rank.unwrap_or(u32::MAX));
    let one = |channel: &crate::model::agreement::AgreedChannel| {
        let kind = channel.kind.map(|kind| case.label("channel", kind.as_str()));
        let words = [
            Some(kind.unwrap_or_else(|| case.not_stated())),
            (channel.e2ee == Some(true)).then(|| case.language.text("encrypted")),
            channel.verified_how.clone(),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    channels.into_iter().map(one).collect()
}

fn response_duty(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let duty = agreement.response_duty.as_ref()?;
    let answer = |answer: Answer| case.label("answer", answer.as_str());
    PartView::facts(
        case,
        "response-duty",
        vec![
            case.given("duty-respond", duty.respond.clone()),
            case.given("duty-refer", duty.refer.clone()),
            case.given("duty-paid", duty.paid.map(answer)),
            case.given(
                "duty-third-party",
                duty.third_party.map(|it| case.label("third-party-role", it.as_str())),
            ),
        ],
    )
}

fn disclosure(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let disclosure = agreement.disclosure.as_ref()?;
    let answer = |answer: bool| case.yes_or_no(answer);
    PartView::facts(
        case,
        "disclosure",
        vec![
            case.given("disclosure-controls", disclosure.organization_controls.map(answer)),
            case.given("disclosure-funder", disclosure.allowed_to_funder.map(answer)),
            case.given("disclosure-approval", disclosure.approval.clone()),
        ],
    )
}

fn evidence(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let evidence = agreement.evidence.as_ref()?;
    let consent = evidence.capture_consent.map(|it| case.label("answer", it.as_str()));
    PartView::facts(
        case,
        "evidence",
        vec![
            case.given("evidence-consent", consent),
            case.given("evidence-handling", evidence.handling.clone()),
            case.given("evidence-acquisition", evidence.acquisition.clone()),
        ],
    )
}

fn data_handling(case: &Case<'_>, agreement: &Agreement) -> Vec<String> {
    let one = |rule: &crate::model::agreement::DataHandling| {
        let about = [
            rule.focus.map(|focus| case.label("data-focus", focus.as_str())),
            rule.party.map(|party| case.label("party", party.as_str())),
        ];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let guideline = rule.guideline.clone().unwrap_or_else(|| case.not_stated());
        if about.is_empty() { guideline } else { format!("{about}: {guideline}") }
    };
    agreement.data_handling.iter().map(one).collect()
}

fn retention(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let retention = agreement.retention.clone().unwrap_or_default();
    let period = retention.period.as_ref().map(|period| case.period(period));
    PartView::facts(
        case,
        "retention",
        vec![
            Some(case.owed("retention-period", period)),
            case.given("retention-request", retention.on_request.map(|it| case.yes_or_no(it))),
            case.given("retention-method", retention.method),
        ],
    )
}

fn third_parties(case: &Case<'_>, agreement: &Agreement) -> Vec<String> {
    let one = |party: &crate::model::agreement::ThirdParty| {
        let words = [
            Some(party.name.clone().unwrap_or_else(|| case.not_stated())),
            party.approval.clone(),
            party.obtained_at.as_ref().map(|time| case.time(time)),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    agreement.third_parties.iter().map(one).collect()
}

fn regimes(case: &Case<'_>, agreement: &Agreement) -> Vec<String> {
    let one = |regime: &crate::model::agreement::AgreedRegime| {
        let words = [
            Some(regime.id.clone().unwrap_or_else(|| case.not_stated())),
            regime.role.clone(),
            regime.applies.map(|it| case.label("applies", it.as_str())),
            regime.because.clone(),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    agreement.regimes.iter().map(one).collect()
}

fn code_of_conduct(case: &Case<'_>, agreement: &Agreement) -> Option<PartView> {
    let code = agreement.code_of_conduct.as_ref()?;
    PartView::facts(
        case,
        "code-of-conduct",
        vec![
            case.given("reference", code.reference.clone()),
            case.given("sha256", code.sha256.clone()),
        ],
    )
}

fn signatures(case: &Case<'_>, agreement: &Agreement, over: &SignedHash) -> Vec<SignatureView> {
    let one = |signature: &crate::model::agreement::Signature| SignatureView {
        role: signature.role.clone().unwrap_or_default(),
        over: signature.over.clone().unwrap_or_default(),
        is_current: signature.over.as_deref().is_some_and(|signed| over.fits(signed)),
        consent: case.consent(&super::consent_of(signature)),
    };
    agreement.signatures.iter().map(one).collect()
}
