"""What must hold of what programs are told (I11): shares, sides that stay, values of the right side, envelopes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from learning.domain.actions import LIVE_STATES, ActionRecord
from learning.domain.parameters import Cohort, ParameterKey, Served
from tests.services.actions.bench import ActionBench
from tests.services.actions.invariants_of_action import Seen

UNITS = tuple(f"u{number}" for number in range(200))
SIGMAS = 5.0
"""Shares of units that were drawn by chance may stray so far."""
COMPONENT, WEIGHTS, ENVELOPE = "content", "hooks", "hooks.envelope"


def check_exposure(bench: ActionBench, records: list[ActionRecord], told: Sequence[Served], seen: Seen) -> None:
    """I11, from what a program is told for many units: nothing of how they are drawn is taken over from the product."""
    live = [each for each in records if each.state in LIVE_STATES and each.progress.stage is not None]
    held = _is_held(bench)
    for record in live:
        assert record.draft.component == COMPONENT, "the story asks for one component"
        if record.draft.name == ENVELOPE and held:
            sides = {_side(record.id, served) for served in told}
            assert sides == {Cohort.BASE}, "measured, though a pin makes both sides the same"
            continue
        _of_action(record, dict(zip(UNITS, told, strict=True)), seen, bench.now)
    _drawn_apart(live, seen)


def _of_action(record: ActionRecord, told: dict[str, Served], seen: Seen, now: int) -> None:
    draft, stage = record.draft, record.progress.stage or 0
    sides = {unit: _side(record.id, served) for unit, served in told.items()}
    if draft.name != ENVELOPE:
        for unit, served in told.items():
            wanted = draft.to_value if sides[unit] is Cohort.TREATED else draft.from_value
            assert served.values[draft.name] == wanted, "I11: exposed on the wrong side"
    ended = draft.name == ENVELOPE and isinstance(draft.to_value, dict) and now >= draft.to_value.get("until", 0)
    if ended or (seen.stops and seen.stops[-1][1] is None):
        assert set(sides.values()) == {Cohort.BASE}, "the last approved value serves while stopped, or after the end"
        return
    _has_share(sides, Cohort.HOLDOUT, draft.holdout, "I11: held out by name only")
    rest = {unit: side for unit, side in sides.items() if side is not Cohort.HOLDOUT}
    _has_share(rest, Cohort.TREATED, draft.ramp[stage], "I11: exposed beyond the share of the stage")
    before = seen.sides.get(record.id)
    if before is not None and before[0] <= stage:
        for unit, side in before[1].items():
            assert (side is Cohort.HOLDOUT) == (sides[unit] is Cohort.HOLDOUT), "I11: the holdout changed"
            assert side is not Cohort.TREATED or sides[unit] is Cohort.TREATED, "I11: no longer treated"
    seen.sides[record.id] = (stage, sides)


def _is_held(bench: ActionBench) -> bool:
    """Whether a pin keeps what was learned from serving: of the whole value, or of an arm that was moved."""
    weights = ParameterKey(bench.brand.id, COMPONENT, "set", WEIGHTS)
    with bench.store.read() as work:
        mine, closed = work.parameters.find(weights), work.parameters.find(replace(weights, name=ENVELOPE))
        if mine is None or closed is None:
            return False
        pins = [pin for pin in work.pins.list_of(mine.id) if pin.ended_at is None and bench.now < pin.until]
        live = work.parameters.find_live(closed.id)
        made = work.parameters.list_adjustments(mine.id)
    inside = [each.value for each in made if live is not None and each.envelope_version == live.version]
    value = inside[-1] if inside else mine.base_value
    return any(not pin.arm or value[pin.arm] != pin.value for pin in pins)  # type: ignore[index]  # weights


def _side(action_id: int, served: Served) -> Cohort:
    return next((each.cohort for each in served.exposures if each.action_id == action_id), Cohort.BASE)


def _has_share(sides: dict[str, Cohort], side: Cohort, share: float, words: str) -> None:
    n, found = len(sides), sum(each is side for each in sides.values())
    reach = SIGMAS * math.sqrt(n * share * (1 - share))
    assert abs(found - n * share) <= reach, f"{words} ({found} of {n}, {share:.0%} wanted)"


def _drawn_apart(live: list[ActionRecord], seen: Seen) -> None:
    """Two changes do not share their sides: else one would be measured with the other."""
    # Each against each other: of very many, some are enough.
    drawn = [seen.sides[record.id][1] for record in live if record.id in seen.sides and 0 < record.draft.holdout < 1][
        :12
    ]
    for place, one in enumerate(drawn):
        for other in drawn[place + 1 :]:
            first, second = ({unit for unit, side in each.items() if side is Cohort.HOLDOUT} for each in (one, other))
            assert len(first & second) < min(len(first), len(second)), "I11: two changes hold the same units out"


def check_envelope(bench: ActionBench, told: Sequence[Served], seen: Seen) -> None:
    """Adjusted values serve inside of an open envelope alone: the treated while it is tried, everybody once kept."""
    weights = ParameterKey(bench.brand.id, COMPONENT, "set", WEIGHTS)
    with bench.store.read() as work:
        mine, closed = work.parameters.find(weights), work.parameters.find(replace(weights, name=ENVELOPE))
        if mine is None or closed is None:
            return
        versions, made = work.parameters.list_versions(closed.id), work.parameters.list_adjustments(mine.id)
        holder = work.parameters.find_lease(closed.id)
        trial = None if holder is None else work.actions.get(bench.brand.id, holder)
        pins = [pin for pin in work.pins.list_of(mine.id) if pin.ended_at is None and bench.now < pin.until]
    stopped = bool(seen.stops) and seen.stops[-1][1] is None
    value = versions[-1].value if versions else {}
    is_open = isinstance(value, dict) and bool(value) and bench.now < value["until"] and not stopped
    inside = [each.value for each in made if versions and each.envelope_version == versions[-1].version]
    adjusted = inside[-1] if inside and is_open else mine.base_value
    if any(not pin.arm or adjusted[pin.arm] != pin.value for pin in pins):  # type: ignore[index]  # weights
        adjusted = mine.base_value
    for served in told:
        treated = trial is None or _side(trial.id, served) is Cohort.TREATED
        wanted = adjusted if treated else mine.base_value
        assert served.values[WEIGHTS] == wanted, "an adjusted value serves outside of its envelope"
        arms = {each: float(share) for each, share in wanted.items()}  # type: ignore[union-attr]  # weights
        assert served.arm in arms, "an arm that is not there"
        assert 0 < served.propensity <= 1, "no propensity"


def check_settled(bench: ActionBench, told: Sequence[Served]) -> None:
    """I7: what nobody is trying a change of serves as its newest version says, to everybody."""
    with bench.store.read() as work:
        idle = [each for each in work.parameters.list_of(bench.brand.id) if work.parameters.find_lease(each.id) is None]
        newest = {each.key.name: (work.parameters.find_live(each.id), each.base_value) for each in idle}
    for name, (live, base) in newest.items():
        if name not in {WEIGHTS, ENVELOPE}:
            wanted = base if live is None else live.value
            assert all(served.values[name] == wanted for served in told), "I7: not the newest version serves"
