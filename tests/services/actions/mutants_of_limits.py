"""Faults of single guards, of who may do what, and of what the scheduler does by itself."""

from __future__ import annotations

from tests.services.actions.mutant import Mutant

GUARDS = "learning/governance/guards.py"
TABLE = "learning/governance/transitions.py"
EFFECTS = "services/actions/effects.py"
TICKING = "services/actions/ticking.py"

OF_LIMITS = (
    Mutant(
        "what has expired is approved",
        TABLE,
        "Guard.NOT_AUTHOR, Guard.NOT_EDITOR, Guard.NOT_VOTED, Guard.NOT_EXPIRED),",
        "Guard.NOT_AUTHOR, Guard.NOT_EDITOR, Guard.NOT_VOTED),",
    ),
    Mutant(
        "a start is planned for the past",
        GUARDS,
        "    if wish.at is not None and now.now < wish.at <= until:",
        "    if wish.at is not None and wish.at <= until:",
    ),
    Mutant(
        "a start is planned for after the expiry",
        GUARDS,
        "    if wish.at is not None and now.now < wish.at <= until:",
        "    if wish.at is not None and now.now < wish.at:",
    ),
    Mutant(
        "one approver says yes twice",
        TABLE,
        "Guard.NOT_EDITOR, Guard.NOT_VOTED, Guard.NOT_EXPIRED),",
        "Guard.NOT_EDITOR, Guard.NOT_EXPIRED),",
    ),
    Mutant(
        "a rejection needs no reason",
        TABLE,
        "State.REJECTED, Party.APPROVER, guards=(Guard.REASON_GIVEN,)),",
        "State.REJECTED, Party.APPROVER),",
    ),
    Mutant(
        "what is paused goes on without a reason",
        TABLE,
        "guards=(Guard.NOT_KILLED, Guard.REASON_GIVEN),",
        "guards=(Guard.NOT_KILLED,),",
    ),
    Mutant(
        "a bypass needs no reason",
        TABLE,
        "            Guard.REASON_GIVEN,\n            Guard.PLAN_SET,",
        "            Guard.PLAN_SET,",
    ),
    Mutant(
        "an unclear effect is kept without a reason",
        TABLE,
        "guards=(Guard.REPORT_ATTACHED, Guard.CONCLUSIVE_OR_REASON),",
        "guards=(Guard.REPORT_ATTACHED,),",
    ),
    Mutant(
        "a proposal is handed in without its plan",
        TABLE,
        "_SUBMISSION: Final = (Guard.SCHEMA_VALID, Guard.REASON_LONG, Guard.PLAN_SET,",
        "_SUBMISSION: Final = (Guard.SCHEMA_VALID, Guard.REASON_LONG,",
    ),
    Mutant(
        "a proposal is handed in without a reason",
        TABLE,
        "_SUBMISSION: Final = (Guard.SCHEMA_VALID, Guard.REASON_LONG, Guard.PLAN_SET,",
        "_SUBMISSION: Final = (Guard.SCHEMA_VALID, Guard.PLAN_SET,",
    ),
    Mutant(
        "the breaker is not looked at",
        TABLE,
        "    Guard.NOT_KILLED,\n    Guard.BREAKER_CLOSED,",
        "    Guard.NOT_KILLED,",
    ),
    Mutant(
        "a start that broke off once has failed",
        TABLE,
        "guards=(Guard.CAUSE_GIVEN, Guard.FAILED_OFTEN),",
        "guards=(Guard.CAUSE_GIVEN,),",
    ),
    Mutant(
        "starts that break off open no breaker",
        "services/actions/performing.py",
        "            if attempts >= limit:",
        "            if attempts > limit:",
    ),
    Mutant(
        "a way back waits while everything is stopped",
        TABLE,
        "        State.ROLLED_BACK,\n        (Party.SCHEDULER, Party.OPERATOR),",
        "        State.ROLLED_BACK,\n        (Party.SCHEDULER, Party.OPERATOR),\n        guards=(Guard.NOT_KILLED,),",
    ),
    Mutant(
        "a measurement ends though a guardrail is broken",
        TABLE,
        "Guard.BAKED, Guard.WINDOW_OVER, Guard.NOT_BROKEN),",
        "Guard.BAKED, Guard.WINDOW_OVER),",
    ),
    Mutant(
        "marketers keep what was measured",
        TABLE,
        "        State.KEPT,\n        Party.APPROVER,",
        "        State.KEPT,\n        Party.OPERATOR,",
    ),
    Mutant(
        "approvers bypass each other",
        TABLE,
        "        (State.ROLLING, State.STALE),\n        Party.ADMINISTRATOR,",
        "        (State.ROLLING, State.STALE),\n        Party.APPROVER,",
    ),
    Mutant(
        "anybody withdraws what others proposed",
        TABLE,
        "        State.WITHDRAWN,\n        (Party.AUTHOR, Party.ADMINISTRATOR),",
        "        State.WITHDRAWN,\n        (Party.AUTHOR, Party.OPERATOR),",
    ),
    Mutant(
        "a viewer stops everything",
        "services/actions/stopping.py",
        '    wanted, words = (Role.MARKETER, "a marketer") if kind == KILL',
        '    wanted, words = (Role.VIEWER, "a marketer") if kind == KILL',
    ),
    Mutant(
        "every change has the fast lane of the way back",
        EFFECTS,
        "    if change.record.draft.undo_of is not None:",
        "    if change.record.draft:",
    ),
    Mutant(
        "the way back takes as many as the way there",
        EFFECTS,
        "        policy = replace(policy, quorum=1)",
        "        policy = replace(policy, quorum=policy.quorum)",
    ),
    Mutant(
        "the way back goes to the value that is to go",
        "services/actions/proposing.py",
        "        from_value=draft.to_value,\n        to_value=draft.from_value,",
        "        from_value=draft.from_value,\n        to_value=draft.to_value,",
    ),
    Mutant(
        "an edit keeps the digest of before",
        EFFECTS,
        'draft_values(edited) | {"digest": digest_of(edited)}',
        'draft_values(edited) | {"digest": record.digest}',
    ),
    Mutant(
        "the look at a bypass is due some day",
        EFFECTS,
        "REVIEW_SECONDS: Final = 24 * 3_600",
        "REVIEW_SECONDS: Final = 24_000 * 3_600",
    ),
    Mutant(
        "a ramp leaves a stage out",
        EFFECTS,
        "    stage = (record.progress.stage or 0) + 1\n    share",
        "    stage = min((record.progress.stage or 0) + 2, len(record.draft.ramp) - 1)\n    share",
    ),
    Mutant(
        "a kept change has no row in the ledger",
        EFFECTS,
        '        change.work.action_log.add_ledger(_ledger(change, "kept"))\n',
        "",
    ),
    Mutant(
        "a clock that goes back does what is due",
        TICKING,
        "        if now < gate.ticked_at:",
        "        if now < 0:",
    ),
    Mutant(
        "the scheduler leaves a broken guardrail as it is",
        TICKING,
        "        case Finding.BROKEN:\n",
        "        case Finding.BROKEN if now < 0:\n",
    ),
    Mutant(
        "the scheduler leaves an uneven split as it is",
        TICKING,
        "        case Finding.MISMATCH:\n",
        "        case Finding.MISMATCH if now < 0:\n",
    ),
    Mutant(
        "data that stop coming leave it rolling",
        TICKING,
        "        case Finding.MISSING if now - since > policy.fresh_seconds:",
        "        case Finding.MISSING if now - since > 1_000 * policy.fresh_seconds:",
    ),
    Mutant(
        "the holdout of the proposal is not that of the ramp",
        "services/parameters/serving.py",
        "share, holdout = trial.draft.ramp[trial.progress.stage], trial.draft.holdout",
        "share, holdout = trial.draft.ramp[trial.progress.stage], 0.1",
    ),
    Mutant(
        "what was kept or taken back does not serve",
        "services/actions/drafting.py",
        "    return (0, parameter.base_value) if newest is None else (newest.version, newest.value)",
        "    return (0, parameter.base_value) if newest is None else (newest.version, parameter.base_value)",
    ),
    Mutant(
        "the same command is told something else the second time",
        "services/actions/performing.py",
        "                return Answer.from_text(earlier)",
        "                return replace(Answer.from_text(earlier), event_id=0)",
    ),
    Mutant(
        "an end without a measurement is a good record",
        "db/repositories/action_log.py",
        "        measured = (action.c.brand_id == brand_id, ledger.c.effect.is_not(None))",
        "        measured = (action.c.brand_id == brand_id,)",
    ),
    Mutant(
        "a rule says yes to what failed lately",
        "services/actions/situations.py",
        "(hold_of(work, record, now) or pin_in_the_way(work, draft, now)) is not None:",
        "pin_in_the_way(work, draft, now) is not None:",
    ),
    Mutant(
        "what is asked for once more is the round of before",
        "services/actions/effects.py",
        (
            "    _new_round(change, values)\n"
            '    values["cause"] = detail["cause"] = change.wish.cause or change.wish.reason\n'
        ),
        (
            '    values["round"] = change.record.round\n'
            '    values["cause"] = detail["cause"] = change.wish.cause or change.wish.reason\n'
        ),
    ),
    Mutant(
        "anybody has what is approved asked for once more",
        "learning/governance/transitions.py",
        "        Party.SCHEDULER,\n        guards=(Guard.CAUSE_GIVEN, Guard.NOT_EXPIRED),",
        "        Party.OPERATOR,\n        guards=(Guard.CAUSE_GIVEN, Guard.NOT_EXPIRED),",
    ),
    Mutant(
        "what has expired is asked for once more",
        "learning/governance/transitions.py",
        "guards=(Guard.CAUSE_GIVEN, Guard.NOT_EXPIRED),",
        "guards=(Guard.CAUSE_GIVEN,),",
    ),
    Mutant(
        "who edited a proposal says yes once it is asked for anew",
        "db/repositories/action_log.py",
        "        first -= 1\n",
        "        break\n",
    ),
)
