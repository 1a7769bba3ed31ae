"""Faults of what is served to whom, how it is judged, and what serves without a person's yes."""

from __future__ import annotations

from tests.services.actions.mutant import Mutant

EFFECTS = "services/actions/effects.py"

OF_MEASURING = (
    Mutant(
        "more units meet the new value than the stage says",
        "learning/governance/assignment.py",
        'if unit_draw(key, "ramp", action, unit) < share else',
        'if unit_draw(key, "ramp", action, unit) < 1.5 * share else',
    ),
    Mutant(
        "the holdout and the stage are one draw",
        "learning/governance/assignment.py",
        'if unit_draw(key, "ramp", action, unit) < share else',
        'if unit_draw(key, "holdout", action, unit) < share else',
    ),
    Mutant(
        "every change holds the same units out",
        "learning/governance/assignment.py",
        '    if unit_draw(key, "holdout", action, unit) < holdout:',
        '    if unit_draw(key, "holdout", "", unit) < holdout:',
    ),
    Mutant(
        "the split is not looked at",
        "learning/governance/judging.py",
        "    if p_value < MISMATCH_P:",
        "    if p_value < 0:",
    ),
    Mutant(
        "data of the day before yesterday are fresh",
        "learning/governance/judging.py",
        "    elif now - sums.newest_at > terms.fresh_seconds:",
        "    elif now - sums.newest_at > 100 * terms.fresh_seconds:",
    ),
    Mutant(
        "a stage is passed with a handful of units",
        "learning/governance/judging.py",
        "    if min(units) < terms.minimum_sample:",
        "    if max(units) < terms.minimum_sample:",
    ),
    Mutant(
        "a broken guardrail holds",
        "learning/governance/judging.py",
        "finding = Finding.BROKEN if beyond else Finding.HOLDS",
        "finding = Finding.HOLDS",
    ),
    Mutant(
        "a stage is judged by the data of those before",
        "services/actions/judging.py",
        "    span = Span(progress.stage_since)",
        "    span = Span(progress.started_at or 0)",
    ),
    Mutant(
        "what it brought is counted over the holdout",
        "learning/governance/gains.py",
        "    scale = primary.base_mean * judged.treated",
        "    scale = primary.base_mean * judged.holdout",
    ),
    Mutant(
        "the running total leaves losses out",
        "learning/governance/gains.py",
        "    value = math.fsum(row.value or 0.0 for row in known)",
        "    value = math.fsum(max(row.value or 0.0, 0.0) for row in known)",
    ),
    Mutant(
        "a rollback has no row in the ledger",
        EFFECTS,
        '        work.action_log.add_ledger(_ledger(change, "rolled_back"))\n',
        "",
    ),
    Mutant(
        "nobody is asked for the way back by hand",
        EFFECTS,
        "            work.action_log.ask_by_hand(record.id, HandKind.UNDO, now)",
        "            pass",
    ),
    Mutant(
        "a step by hand stays open for ever",
        EFFECTS,
        "        change.work.action_log.confirm_by_hand(change.record.id, now.actor.name, now.now)\n",
        "",
    ),
    Mutant(
        "what is applied by hand is measured from its start, confirmed or not",
        "services/actions/ticking.py",
        "(confirmed or record.progress.started_at or 0) + policy.window_seconds",
        "(record.progress.started_at or 0) + policy.window_seconds",
    ),
    Mutant(
        "an adjustment may be as large as it likes",
        "learning/governance/envelopes.py",
        "    if step > envelope.largest_step + TOLERANCE:",
        "    if step > 1 + TOLERANCE:",
    ),
    Mutant(
        "an adjustment may starve an arm",
        "learning/governance/envelopes.py",
        "        if after[arm] < envelope.least_weight - TOLERANCE:",
        "        if after[arm] < 0:",
    ),
    Mutant(
        "an envelope never ends",
        "services/actions/adjusting.py",
        "    if envelope is None or now >= envelope.until:",
        "    if envelope is None:",
    ),
    Mutant(
        "adjusted values serve while everything is stopped",
        "services/actions/adjusting.py",
        "    if gate.killed or gate.breaker_open or",
        "    if gate.breaker_open or",
    ),
    Mutant(
        "what was adjusted in an envelope outlives it",
        "db/repositories/parameters.py",
        "            columns.envelope_version == envelope_version,\n",
        "            columns.envelope_version <= envelope_version,\n",
    ),
    Mutant(
        "adjusted values reach everybody while the envelope is tried",
        "services/parameters/serving.py",
        "    return Candidate(*place, live, opened.trial, opened.value)",
        "    return Candidate(*place, opened.value, opened.trial, opened.value)",
    ),
    Mutant(
        "a rule says yes to a step of any size",
        "services/actions/situations.py",
        "    return abs(float(after) - float(before)) <= rule.largest_step * abs(float(before))",
        "    return float(after) - float(before) <= 10 * abs(float(before))",
    ),
    Mutant(
        "a rule says yes once more than its limit",
        "services/actions/situations.py",
        "day_start(brand, now)) >= rule.per_day:",
        "day_start(brand, now)) > rule.per_day:",
    ),
    Mutant(
        "a rule says yes after its end",
        "services/actions/situations.py",
        "        if now > rule.until or not _is_small(",
        "        if not _is_small(",
    ),
    Mutant(
        "a rule needs no record",
        "services/actions/situations.py",
        "        if len(ends) >= rule.record and",
        "        if len(ends) >= 0 and",
    ),
    Mutant(
        "a rule needs no good record",
        "services/actions/situations.py",
        'sum(end == "kept" for end in ends) >= rule.record_kept * len(ends):',
        'sum(end == "kept" for end in ends) >= 0:',
    ),
)
