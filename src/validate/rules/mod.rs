//! Every rule, as a table of contents. A rule is one file and, beside it, its page.

use super::rule::Rule;

macro_rules! rules {
    ($($name:ident)+) => {
        $(pub(super) mod $name;)+

        /// Every rule, in the order of DOMAIN's chapters: documents, agreement, incident, timeline,
        /// repository and privacy.
        pub const RULES: &[&Rule] = &[$(&$name::RULE),+];
    };
}

rules! {
    // Every document.
    yaml_syntax
    yaml_feature_refused
    key_repeated
    front_matter_missing
    front_matter_unclosed
    kind_unknown
    field_missing
    unknown_field
    wrong_type
    value_not_allowed
    wrong_format
    not_utf8
    not_a_file
    document_too_large
    // The agreement.
    primary_contact_missing
    secondary_contact_missing
    contacts_not_distinct
    contact_without_24x7_channel
    hour_without_reachable_contact
    contact_without_secure_transfer
    contact_unverified
    contact_key_expired
    contact_key_expires_in_period
    contact_key_not_out_of_band
    no_common_secure_channel
    threshold_undefined
    severity_rank_repeated
    threshold_never_reached
    incident_definition_missing
    determination_guidelines_missing
    caused_procedure_missing
    uncovered_procedure_missing
    disclosure_period_missing
    forbidden_channel_used
    period_inverted
    active_but_unsigned
    agreement_expired_in_use
    signed_content_changed
    signatory_not_representative
    retention_missing
    retention_due
    third_party_unapproved
    capture_without_consent
    code_of_conduct_unpinned
    insider_route_conflict
    context_missing
    agreement_review_overdue
    stakeholder_function_unfilled
    agreement_missing
    // An incident.
    severity_not_agreed
    status_contradicts_determination
    delivery_team_not_engaged
    response_carried_too_long
    notifiable_without_contact
    contact_told_late
    contact_told_on_wrong_channel
    secondary_not_tried
    caused_without_suspension_decision
    suspension_one_sided
    resumed_without_decision
    step_without_decision
    personal_data_without_clock
    personal_data_undetermined
    third_party_told_without_consent
    times_out_of_order
    illegal_transition
    closed_with_open_tasks
    closed_without_review
    review_overdue
    severity_lowered_unexplained
    unclassified
    commander_conflicted
    scribe_missing
    sample_uploaded
    // Telling others.
    notification_overdue
    late_without_reason
    contents_missing
    waived_without_decision
    clock_start_wrong
    data_subjects_unassessed
    breach_register_incomplete
    stage_skipped
    regime_record_stale
    dangerous_regime
    controller_not_told
    // The timeline.
    naive_time
    time_in_future
    entry_changed
    entry_deleted
    recorded_late
    supersedes_nothing
    observation_without_source
    blame_in_review
    // Evidence.
    acquirer_missing
    evidence_without_hash
    weak_hash_only
    hash_mismatch
    custody_gap
    custody_out_of_order
    handover_unsigned
    transfer_unchecked
    working_on_original
    tainted_used
    destroyed_under_hold
    large_file_in_history
    // Exercises and procedures.
    procedure_never_tested
    procedure_stale
    exercise_overdue
    exercise_without_function
    exercise_tasks_dropped
    // Reviews and tasks.
    review_names_person
    task_overdue
    // The repository and privacy.
    id_and_path_differ
    id_repeated
    dangling_reference
    localized_value
    tlp_altered
    invisible_character
    ambiguous_scalar
    merge_conflict_left
    link_outside
    link_broken
    unsafe_markup
    translation_stale
    private_in_plain
    name_in_path
    secret_in_document
    git_identity_exposed
    remote_in_clear
    answer_without_reason
    answer_unused
}

/// Returns the rule of that name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
