//! Every rule, as a table of contents. A rule is one file and, beside it, its page.

use super::rule::Rule;

// Plain lines, not a macro: `cargo fmt` follows only these.
pub(super) mod acquirer_missing;
pub(super) mod active_but_unsigned;
pub(super) mod agreement_expired_in_use;
pub(super) mod agreement_missing;
pub(super) mod agreement_review_overdue;
pub(super) mod ambiguous_scalar;
pub(super) mod answer_unused;
pub(super) mod answer_without_reason;
pub(super) mod blame_in_review;
pub(super) mod breach_register_incomplete;
pub(super) mod capture_without_consent;
pub(super) mod caused_procedure_missing;
pub(super) mod caused_without_suspension_decision;
pub(super) mod clock_start_wrong;
pub(super) mod closed_with_open_tasks;
pub(super) mod closed_without_review;
pub(super) mod code_of_conduct_unpinned;
pub(super) mod commander_conflicted;
pub(super) mod contact_key_expired;
pub(super) mod contact_key_expires_in_period;
pub(super) mod contact_key_not_out_of_band;
pub(super) mod contact_told_late;
pub(super) mod contact_told_on_wrong_channel;
pub(super) mod contact_unverified;
pub(super) mod contact_without_24x7_channel;
pub(super) mod contact_without_secure_transfer;
pub(super) mod contacts_not_distinct;
pub(super) mod contents_missing;
pub(super) mod context_missing;
pub(super) mod controller_not_told;
pub(super) mod custody_gap;
pub(super) mod custody_out_of_order;
pub(super) mod dangerous_regime;
pub(super) mod dangling_reference;
pub(super) mod data_subjects_unassessed;
pub(super) mod delivery_team_not_engaged;
pub(super) mod destroyed_under_hold;
pub(super) mod determination_guidelines_missing;
pub(super) mod disclosure_period_missing;
pub(super) mod document_too_large;
pub(super) mod entry_changed;
pub(super) mod entry_deleted;
pub(super) mod evidence_without_hash;
pub(super) mod exercise_overdue;
pub(super) mod exercise_tasks_dropped;
pub(super) mod exercise_without_function;
pub(super) mod field_missing;
pub(super) mod forbidden_channel_used;
pub(super) mod front_matter_missing;
pub(super) mod front_matter_unclosed;
pub(super) mod git_identity_exposed;
pub(super) mod handover_unsigned;
pub(super) mod hash_mismatch;
pub(super) mod hour_without_reachable_contact;
pub(super) mod id_and_path_differ;
pub(super) mod id_repeated;
pub(super) mod illegal_transition;
pub(super) mod incident_definition_missing;
pub(super) mod insider_route_conflict;
pub(super) mod invisible_character;
pub(super) mod key_repeated;
pub(super) mod kind_unknown;
pub(super) mod large_file_in_history;
pub(super) mod late_without_reason;
pub(super) mod link_broken;
pub(super) mod link_outside;
pub(super) mod localized_value;
pub(super) mod merge_conflict_left;
pub(super) mod naive_time;
pub(super) mod name_in_path;
pub(super) mod no_common_secure_channel;
pub(super) mod not_a_file;
pub(super) mod not_utf8;
pub(super) mod notifiable_without_contact;
pub(super) mod notification_overdue;
pub(super) mod observation_without_source;
pub(super) mod own_schema_broken;
pub(super) mod own_schema_unmet;
pub(super) mod period_inverted;
pub(super) mod personal_data_undetermined;
pub(super) mod personal_data_without_clock;
pub(super) mod primary_contact_missing;
pub(super) mod private_in_plain;
pub(super) mod procedure_never_tested;
pub(super) mod procedure_stale;
pub(super) mod recorded_late;
pub(super) mod regime_record_stale;
pub(super) mod regime_unknown;
pub(super) mod remote_in_clear;
pub(super) mod response_carried_too_long;
pub(super) mod resumed_without_decision;
pub(super) mod retention_due;
pub(super) mod retention_missing;
pub(super) mod review_names_person;
pub(super) mod review_overdue;
pub(super) mod sample_uploaded;
pub(super) mod scribe_missing;
pub(super) mod secondary_contact_missing;
pub(super) mod secondary_not_tried;
pub(super) mod secret_in_document;
pub(super) mod severity_lowered_unexplained;
pub(super) mod severity_not_agreed;
pub(super) mod severity_rank_repeated;
pub(super) mod severity_repeated;
pub(super) mod signatory_not_representative;
pub(super) mod signed_content_changed;
pub(super) mod signed_content_unclear;
pub(super) mod stage_missing;
pub(super) mod stage_skipped;
pub(super) mod stakeholder_function_unfilled;
pub(super) mod status_contradicts_determination;
pub(super) mod step_without_decision;
pub(super) mod supersedes_nothing;
pub(super) mod suspension_one_sided;
pub(super) mod tainted_used;
pub(super) mod task_overdue;
pub(super) mod third_party_told_without_consent;
pub(super) mod third_party_unapproved;
pub(super) mod threshold_never_reached;
pub(super) mod threshold_undefined;
pub(super) mod time_in_future;
pub(super) mod times_out_of_order;
pub(super) mod tlp_altered;
pub(super) mod transfer_unchecked;
pub(super) mod translation_stale;
pub(super) mod unclassified;
pub(super) mod uncovered_procedure_missing;
pub(super) mod unknown_field;
pub(super) mod unsafe_markup;
pub(super) mod value_not_allowed;
pub(super) mod waived_without_decision;
pub(super) mod weak_hash_only;
pub(super) mod working_on_original;
pub(super) mod wrong_format;
pub(super) mod wrong_type;
pub(super) mod yaml_feature_refused;
pub(super) mod yaml_syntax;

/// Every rule, in the order of DOMAIN's chapters: documents, agreement, incident, timeline,
/// repository and privacy.
pub const RULES: &[&Rule] = &[
    // Every document.
    &yaml_syntax::RULE,
    &yaml_feature_refused::RULE,
    &key_repeated::RULE,
    &front_matter_missing::RULE,
    &front_matter_unclosed::RULE,
    &kind_unknown::RULE,
    &field_missing::RULE,
    &unknown_field::RULE,
    &wrong_type::RULE,
    &value_not_allowed::RULE,
    &wrong_format::RULE,
    &not_utf8::RULE,
    &not_a_file::RULE,
    &document_too_large::RULE,
    &own_schema_unmet::RULE,
    &own_schema_broken::RULE,
    // The agreement.
    &primary_contact_missing::RULE,
    &secondary_contact_missing::RULE,
    &contacts_not_distinct::RULE,
    &contact_without_24x7_channel::RULE,
    &hour_without_reachable_contact::RULE,
    &contact_without_secure_transfer::RULE,
    &contact_unverified::RULE,
    &contact_key_expired::RULE,
    &contact_key_expires_in_period::RULE,
    &contact_key_not_out_of_band::RULE,
    &no_common_secure_channel::RULE,
    &threshold_undefined::RULE,
    &severity_rank_repeated::RULE,
    &severity_repeated::RULE,
    &threshold_never_reached::RULE,
    &incident_definition_missing::RULE,
    &determination_guidelines_missing::RULE,
    &caused_procedure_missing::RULE,
    &uncovered_procedure_missing::RULE,
    &disclosure_period_missing::RULE,
    &forbidden_channel_used::RULE,
    &period_inverted::RULE,
    &active_but_unsigned::RULE,
    &agreement_expired_in_use::RULE,
    &signed_content_changed::RULE,
    &signed_content_unclear::RULE,
    &signatory_not_representative::RULE,
    &retention_missing::RULE,
    &retention_due::RULE,
    &third_party_unapproved::RULE,
    &capture_without_consent::RULE,
    &code_of_conduct_unpinned::RULE,
    &insider_route_conflict::RULE,
    &context_missing::RULE,
    &agreement_review_overdue::RULE,
    &stakeholder_function_unfilled::RULE,
    &agreement_missing::RULE,
    // An incident.
    &severity_not_agreed::RULE,
    &status_contradicts_determination::RULE,
    &delivery_team_not_engaged::RULE,
    &response_carried_too_long::RULE,
    &notifiable_without_contact::RULE,
    &contact_told_late::RULE,
    &contact_told_on_wrong_channel::RULE,
    &secondary_not_tried::RULE,
    &caused_without_suspension_decision::RULE,
    &suspension_one_sided::RULE,
    &resumed_without_decision::RULE,
    &step_without_decision::RULE,
    &personal_data_without_clock::RULE,
    &personal_data_undetermined::RULE,
    &third_party_told_without_consent::RULE,
    &times_out_of_order::RULE,
    &illegal_transition::RULE,
    &closed_with_open_tasks::RULE,
    &closed_without_review::RULE,
    &review_overdue::RULE,
    &severity_lowered_unexplained::RULE,
    &unclassified::RULE,
    &commander_conflicted::RULE,
    &scribe_missing::RULE,
    &sample_uploaded::RULE,
    // Telling others.
    &notification_overdue::RULE,
    &late_without_reason::RULE,
    &contents_missing::RULE,
    &waived_without_decision::RULE,
    &clock_start_wrong::RULE,
    &data_subjects_unassessed::RULE,
    &breach_register_incomplete::RULE,
    &stage_missing::RULE,
    &stage_skipped::RULE,
    &regime_unknown::RULE,
    &regime_record_stale::RULE,
    &dangerous_regime::RULE,
    &controller_not_told::RULE,
    // The timeline.
    &naive_time::RULE,
    &time_in_future::RULE,
    &entry_changed::RULE,
    &entry_deleted::RULE,
    &recorded_late::RULE,
    &supersedes_nothing::RULE,
    &observation_without_source::RULE,
    &blame_in_review::RULE,
    // Evidence.
    &acquirer_missing::RULE,
    &evidence_without_hash::RULE,
    &weak_hash_only::RULE,
    &hash_mismatch::RULE,
    &custody_gap::RULE,
    &custody_out_of_order::RULE,
    &handover_unsigned::RULE,
    &transfer_unchecked::RULE,
    &working_on_original::RULE,
    &tainted_used::RULE,
    &destroyed_under_hold::RULE,
    &large_file_in_history::RULE,
    // Exercises and procedures.
    &procedure_never_tested::RULE,
    &procedure_stale::RULE,
    &exercise_overdue::RULE,
    &exercise_without_function::RULE,
    &exercise_tasks_dropped::RULE,
    // Reviews and tasks.
    &review_names_person::RULE,
    &task_overdue::RULE,
    // The repository and privacy.
    &id_and_path_differ::RULE,
    &id_repeated::RULE,
    &dangling_reference::RULE,
    &localized_value::RULE,
    &tlp_altered::RULE,
    &invisible_character::RULE,
    &ambiguous_scalar::RULE,
    &merge_conflict_left::RULE,
    &link_outside::RULE,
    &link_broken::RULE,
    &unsafe_markup::RULE,
    &translation_stale::RULE,
    &private_in_plain::RULE,
    &name_in_path::RULE,
    &secret_in_document::RULE,
    &git_identity_exposed::RULE,
    &remote_in_clear::RULE,
    &answer_without_reason::RULE,
    &answer_unused::RULE,
];

/// Returns the rule of that name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
