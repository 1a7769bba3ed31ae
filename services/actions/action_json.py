"""Actions as JSON, for the command and for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from db.repositories.action_rows import value_to_text
from db.unit import UnitOfWork
from learning.domain.actions import OPEN_STATES, ActionEvent, ActionRecord, StageRecord, Vote
from learning.governance.digest import proposal_values
from learning.governance.transitions import commands_in
from services.actions.orders import Answer


def moment(at: int | None) -> str | None:
    """Write a moment as ISO 8601 UTC."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def action_summary(work: UnitOfWork, record: ActionRecord) -> dict[str, Any]:
    """Return an action without its history."""
    progress, draft = record.progress, record.draft
    live = work.parameters.find_live(progress.parameter_id)
    flag = work.actions.find_flag(record.id)
    return {
        "id": record.id,
        "state": record.state.value,
        "stage": progress.stage,
        "share": None if progress.stage is None else draft.ramp[progress.stage],
        "round": record.round,
        "digest": record.digest,
        **proposal_values(draft),
        "by_hand": draft.by_hand,
        "pin_until": moment(draft.pin_until),
        "author": draft.author,
        "created_at": moment(draft.created_at),
        "expires_at": moment(progress.expires_at) if record.state in OPEN_STATES else None,
        "scheduled_at": moment(progress.scheduled_at),
        "started_at": moment(progress.started_at),
        "cause": progress.cause or None,
        "flags": [flag] if flag else [],
        "versions": {
            "base": draft.base_version,
            "applied": progress.applied_version,
            "restored": progress.restored_version,
            "live": 0 if live is None else live.version,
        },
    }


def action_detail(work: UnitOfWork, record: ActionRecord, *, until: int | None = None) -> dict[str, Any]:
    """Return an action with votes, stages and history; up to a line of it where one is given."""
    log, progress = work.action_log, record.progress
    live = work.parameters.find_live(progress.parameter_id)
    parameter = work.parameters.get(progress.parameter_id)
    now_serves = parameter.base_value if live is None else live.value
    snapshot = progress.policy
    report = work.actions.find_report(record.id)
    return action_summary(work, record) | {
        "preview": {"now": now_serves, "after": record.draft.to_value, "back": record.draft.from_value},
        "quorum": None if snapshot is None else snapshot.quorum,
        "votes": [_vote(vote, record) for vote in log.list_votes(record.id)],
        "stages": [_stage(stage) for stage in log.list_stages(record.id)],
        "by_hand_steps": [
            {
                "kind": step.kind.value,
                "asked_at": moment(step.asked_at),
                "confirmed_at": moment(step.confirmed_at),
                "confirmed_by": step.confirmed_by,
            }
            for step in log.list_hand_steps(record.id)
        ],
        "report": None if report is None else json.loads(report),
        "history": [_event(event) for event in log.list_events(record.id, until=until)],
        "possible": [each.value for each in commands_in(record.state)],
    }


def answer_payload(work: UnitOfWork, brand_id: int, answer: Answer) -> dict[str, Any]:
    """Return what a command answers: the action as the command left it, however often it is repeated."""
    detail = action_detail(work, work.actions.get(brand_id, answer.action_id), until=answer.event_id)
    stage = answer.stage
    detail |= {
        "state": answer.state.value,
        "stage": stage,
        "share": None if stage is None else detail["ramp"][stage],
        "round": answer.round,
        "digest": answer.digest,
    }
    detail["versions"] |= {
        "base": answer.base_version,
        "applied": answer.applied_version,
        "restored": answer.restored_version,
    }
    detail["possible"] = [each.value for each in commands_in(answer.state)]
    if answer.new_action_id is not None:
        detail["new_action_id"] = answer.new_action_id
    return detail


def value_words(record: ActionRecord) -> str:
    """Write the change in a line."""
    draft = record.draft
    place = f"{draft.component} / {draft.operation} / {draft.name}"
    return f"{place}: {value_to_text(draft.from_value)} -> {value_to_text(draft.to_value)}"


def _vote(vote: Vote, record: ActionRecord) -> dict[str, Any]:
    return {
        "round": vote.round,
        "voter": vote.voter,
        "kind": vote.kind.value,
        "digest": vote.digest,
        "reason": vote.reason,
        "prediction": vote.prediction or None,
        "at": moment(vote.at),
        "counts": vote.round == record.round and vote.digest == record.digest,
    }


def _stage(stage: StageRecord) -> dict[str, Any]:
    return {
        "stage": stage.stage,
        "share": stage.share,
        "started_at": moment(stage.started_at),
        "ended_at": moment(stage.ended_at),
        "numbers": stage.numbers,
    }


def _event(event: ActionEvent) -> dict[str, Any]:
    return {
        "at": moment(event.at),
        "who": event.who,
        "command": event.command.value,
        "from": None if event.before is None else event.before.value,
        "to": event.after.value,
        "round": event.round,
        "reason": event.reason,
        "detail": dict(event.detail),
    }
