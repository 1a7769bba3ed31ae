"""Giving people to other versions while a test runs: a person decides, and the analysis stays valid."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_designs import ExperimentDesign, SplitChange
from learning.domain.experiment_records import ExperimentRecord, HistoryEvent, Origin
from learning.domain.experiments import MetricKind
from learning.domain.permissions import Permission
from learning.experiments.advice import LEAST_SHARE
from learning.experiments.lifecycle import Command, next_step
from services.callers import Caller
from services.clock import Clock
from services.experiments.changes import changed_meanwhile
from services.experiments.design_json import design_from_json, design_to_json
from services.experiments.local_days import EPOCH, local_day
from services.experiments.summaries import refresh_summaries

NEARLY: Final = 1e-6


def reallocate_experiment(
    store: Store,
    brand: Brand,
    experiment_id: int,
    shares: Mapping[str, float],
    *,
    who: Caller,
    clock: Clock,
    from_day: int | None = None,
    note: str = "",
) -> ExperimentRecord:
    """Split the people of a running test otherwise from the next day on.

    The days before stay a stratum of their own: each split is compared within itself, so that whoever chose the new one
    by the results has changed no probability of an error.

    Args:
        store: The store.
        brand: Whose test.
        experiment_id: The test.
        shares: Arm -> share of the people, any positive scale; every version keeps some.
        who: The person who decides.
        clock: The clock.
        from_day: Of a test that another system assigns: the local epoch day on which it changed; None = tomorrow.
        note: Why.

    Raises:
        Refused: The test is not running, nothing more will come, or its kind cannot be split otherwise.
        BadOption: The shares are not those of its versions, or a day is not told as it should be.
    """
    at, today = int(clock.now().timestamp()), local_day(brand, clock)
    with who.write(store, brand.id, Permission.TEST, f"test:{experiment_id}") as (work, actor):
        record = work.experiments.get(brand.id, experiment_id)
        step = next_step(record.state, Command.REALLOCATE)
        design = design_from_json(record.design)
        _require_watched(record, design)
        day = _checked_day(record, design, from_day, today)
        change = SplitChange(day, _checked_shares(design, shares))
        kept = tuple(one for one in design.splits if one.day < day)
        text = design_to_json(replace(design, splits=(*kept, change)))
        if not work.experiments.update_where(record, [record.state], state=step.state.value, design=text):
            raise changed_meanwhile(work, record)
        words = ", ".join(f"{arm.label} {share:.0%}" for arm, share in zip(design.arms, change.weights, strict=True))
        event = HistoryEvent(brand.id, record.id, step.event, actor.name, at, words + (f": {note}" if note else ""))
        work.experiment_log.add_events([event])
        changed = work.experiments.get(brand.id, experiment_id)
        work.commit()
    refresh_summaries(store, brand, clock)
    return changed


def _require_watched(record: ExperimentRecord, design: ExperimentDesign) -> None:
    reason, fix, code = "", "", ""
    if record.ended_at is not None:
        reason, fix, code = "is over: nobody comes any more", "Decide about it.", "ended"
    elif design.factors:
        reason = "varies several things at once: each part is read from all combinations in equal shares"
        fix, code = "Stop it, and design a test of what is still open.", "factorial"
    elif design.primary.kind is MetricKind.QUANTILE:
        reason = "is judged by a quantile, and quantiles of two periods do not add up"
        fix, code = "Let it run as it was planned, or stop it.", "quantile"
    elif not design.running_share:
        reason = "was planned for one look at its end, so its results cannot steer it before"
        fix, code = "Let it run as it was planned, or stop it.", "one_look"
    if reason:
        refusal = Refused(f"{record.name!r} {reason}.", fix)
        refusal.code = code
        raise refusal


def _checked_shares(design: ExperimentDesign, shares: Mapping[str, float]) -> tuple[float, ...]:
    labels = [arm.label for arm in design.arms]
    strange = [label for label in shares if label not in labels] + [label for label in labels if label not in shares]
    if strange:
        raise BadOption("split", ", ".join(strange), f"a share for each of {', '.join(labels)}")
    whole = sum(shares.values())
    if not math.isfinite(whole) or not all(math.isfinite(share) and share > 0 for share in shares.values()):
        given = ", ".join(f"{label}={shares[label]:g}" for label in labels)
        raise BadOption("split", given, "a positive share for each version: one without people is no longer compared")
    found = tuple(shares[label] / whole for label in labels)
    least = min(found)
    # A version that was planned with less may keep what it had.
    if least < min(LEAST_SHARE, *(_planned(design))) - NEARLY:
        label = labels[found.index(least)]
        raise BadOption("split", f"{label}={least:.1%}", f"at least {LEAST_SHARE:.0%} of the people for each version")
    return found


def _planned(design: ExperimentDesign) -> list[float]:
    whole = sum(arm.weight for arm in design.arms)
    return [arm.weight / whole for arm in design.arms]


def _checked_day(record: ExperimentRecord, design: ExperimentDesign, from_day: int | None, today: int) -> int:
    """The first day of the new split: a whole day has one split."""
    if from_day is None:
        return today + 1
    said = (EPOCH + timedelta(days=from_day)).isoformat()
    if record.origin is Origin.DESIGNED and from_day <= today:
        raise BadOption("first day", said, "a day to come: today has its split already")
    last = design.splits[-1].day if design.splits else None
    if last is not None and from_day < last <= today:
        raise BadOption("first day", said, "a day after the last change of the split")
    return from_day
