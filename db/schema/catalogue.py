"""Every table of the store, in one list."""

from typing import Final

from sqlalchemy import Table

from db.schema.accounts import login_session, sign_in
from db.schema.action_alarms import action_alarm
from db.schema.action_pages import action_page
from db.schema.actions import (
    action,
    action_command,
    action_event,
    action_hand_step,
    action_review,
    action_stage,
    action_vote,
    governance_gate,
    ledger,
)
from db.schema.alerts import alert, alert_rule, alert_rule_change
from db.schema.annotations import annotation
from db.schema.arm_models import arm_model
from db.schema.audit import audit, audit_head
from db.schema.batches import (
    batch_cut,
    batch_measure,
    batch_segment,
    import_batch,
    import_issue,
    import_original,
    import_run,
)
from db.schema.brands import brand, setting, setting_change
from db.schema.columns import metadata
from db.schema.contents import account, content, content_edit, content_version
from db.schema.cuts import cut, cut_currency, cut_fact, measure, segment, segment_value
from db.schema.dashboard import goal, saved_view, series_analysis, visit
from db.schema.decisions import decision, exposure, outcome
from db.schema.drafts import import_draft, mapping_memory
from db.schema.experiments import (
    experiment,
    experiment_decision,
    experiment_event,
    experiment_prediction,
    experiment_source,
    experiment_sum,
    experiment_summary,
)
from db.schema.feedback import feedback_correction, feedback_model
from db.schema.feedback_desk import feedback_attachment, feedback_draft, feedback_theme_rule, feedback_upload
from db.schema.feedback_entries import feedback_entry, feedback_link, feedback_sealed
from db.schema.feedback_loop import (
    feedback_batch,
    feedback_report,
    feedback_suggestion,
    feedback_suggestion_note,
)
from db.schema.insights import formula_set, insight, insight_candidates, insight_damping, insight_run, insight_sighting
from db.schema.jobs import job_request, job_run, job_state, worker_lease
from db.schema.observations import observation, observation_measure, observation_version
from db.schema.operations import operation_metric, system_sample
from db.schema.outbox import channel, outbox
from db.schema.outcome_models import outcome_model, outcome_update
from db.schema.parameters import adjustment, key_lease, parameter, setting_version
from db.schema.people import person, person_role
from db.schema.pins import parameter_pin, parameter_review
from db.schema.rollups import FACT_ROLLUPS, kept_sums, rollup_measure
from db.schema.shadows import shadow_run, shadow_step

__all__ = ["TABLES", "metadata"]

TABLES: Final[tuple[Table, ...]] = (
    brand,
    setting,
    setting_change,
    account,
    cut,
    cut_fact,
    cut_currency,
    segment,
    segment_value,
    measure,
    import_batch,
    import_run,
    import_issue,
    import_original,
    batch_cut,
    batch_segment,
    batch_measure,
    content,
    content_version,
    content_edit,
    observation,
    observation_version,
    observation_measure,
    *FACT_ROLLUPS,
    rollup_measure,
    kept_sums,
    mapping_memory,
    import_draft,
    annotation,
    goal,
    saved_view,
    visit,
    series_analysis,
    experiment,
    experiment_source,
    experiment_sum,
    experiment_summary,
    experiment_event,
    experiment_prediction,
    experiment_decision,
    person,
    person_role,
    sign_in,
    login_session,
    parameter,
    action,
    insight,
    insight_sighting,
    insight_damping,
    insight_run,
    insight_candidates,
    formula_set,
    setting_version,
    adjustment,
    key_lease,
    parameter_pin,
    parameter_review,
    shadow_run,
    shadow_step,
    action_vote,
    action_event,
    action_page,
    action_alarm,
    action_stage,
    action_review,
    action_hand_step,
    action_command,
    ledger,
    governance_gate,
    decision,
    exposure,
    outcome,
    audit,
    audit_head,
    worker_lease,
    job_run,
    job_state,
    job_request,
    operation_metric,
    system_sample,
    feedback_correction,
    feedback_model,
    outcome_model,
    outcome_update,
    arm_model,
    feedback_entry,
    feedback_link,
    feedback_sealed,
    feedback_report,
    feedback_suggestion,
    feedback_suggestion_note,
    feedback_batch,
    feedback_draft,
    feedback_attachment,
    feedback_upload,
    feedback_theme_rule,
    channel,
    outbox,
    alert_rule,
    alert_rule_change,
    alert,
)
"""In an order in which each table comes after those that it refers to."""
