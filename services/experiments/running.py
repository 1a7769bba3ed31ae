"""A test on its way: start, end, extend, archive, and who gets which version."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_records import ExperimentRecord, ExperimentState, HistoryEvent, Origin
from learning.domain.permissions import Permission
from learning.experiments.assignment import assign_arms
from learning.experiments.design_checks import check_design
from learning.experiments.lifecycle import Command, next_step
from services.callers import Caller
from services.clock import Clock
from services.experiments.cases import days_of, load_cases
from services.experiments.changes import changed_meanwhile
from services.experiments.design_json import design_from_json, design_to_json
from services.experiments.local_days import local_day
from services.experiments.priors import keep_system_guess
from services.master_key import derive_key, load_master_key
from services.settings import Settings


def start_experiment(store: Store, brand: Brand, experiment_id: int, *, who: Caller, clock: Clock) -> ExperimentRecord:
    """Begin a test; from now on its design stays as it is."""
    at = int(clock.now().timestamp())
    return _move(store, brand, experiment_id, Command.START, who=who, at=at, started_at=at)


def end_experiment(store: Store, brand: Brand, experiment_id: int, *, who: Caller, clock: Clock) -> ExperimentRecord:
    """Say that nothing more will come: a person can decide."""
    at = int(clock.now().timestamp())
    return _move(store, brand, experiment_id, Command.END, who=who, at=at, ended_at=at)


def archive_experiment(
    store: Store, brand: Brand, experiment_id: int, *, who: Caller, clock: Clock
) -> ExperimentRecord:
    """Put a decided test, or a draft that will not be run, away."""
    at = int(clock.now().timestamp())
    return _move(store, brand, experiment_id, Command.ARCHIVE, who=who, at=at, archived_at=at)


def extend_experiment(
    store: Store, brand: Brand, experiment_id: int, *, days: int, who: Caller, clock: Clock, note: str = ""
) -> ExperimentRecord:
    """Let a test run longer than planned.

    The plan stays as it was fixed: the number of people that the always-valid range is tuned to, and the place of the
    one look at the planned end, which is not taken a second time.

    Raises:
        BadOption: The number of days is not positive.
        Refused: The test is not running, or it was planned for one look, which has been taken.
    """
    if days < 1:
        raise BadOption("days", str(days), "a whole number from 1 on")
    at = int(clock.now().timestamp())
    with store.read() as work:
        record = work.experiments.get(brand.id, experiment_id)
        case = load_cases(work, brand.id, [record])[0]
    design = case.design
    if record.state is ExperimentState.RUNNING and not design.running_share:
        refusal = Refused(
            f"{record.name!r} was planned for one look, and that look has been taken: a second one would call chance "
            "a winner too often.",
            "Design a new test; what this one showed becomes part of what is expected of it.",
        )
        refusal.code = "one_look"
        raise refusal
    so_far = max(design.planned_days or design.min_days, design.extended_days or 0, math.ceil(days_of(case, at) or 0))
    longer = replace(design, extended_days=so_far + days)
    check_design(longer)
    words = f"{days} more days" + (f": {note}" if note else "")
    return _move(
        store,
        brand,
        experiment_id,
        Command.EXTEND,
        who=who,
        at=at,
        note=words,
        design=design_to_json(longer),
        ended_at=None,
    )


def assign_units(
    store: Store, settings: Settings, brand: Brand, experiment_id: int, units: Sequence[str], *, clock: Clock
) -> dict[str, str]:
    """Say which version each unit gets; the same answer every time, until a change of the split moves some.

    Raises:
        Refused: The test is not running, or another system assigns for it.
    """
    with store.read() as work:
        record = work.experiments.get(brand.id, experiment_id)
    if record.origin is not Origin.DESIGNED or record.state is not ExperimentState.RUNNING:
        refusal = Refused(
            f"The test {record.name!r} assigns nobody here.",
            "Start it first." if record.state is ExperimentState.DRAFT else "Ask the system that runs it.",
        )
        refusal.code = "not_assigning"
        raise refusal
    design = design_from_json(record.design)
    secret = derive_key(load_master_key(settings), f"assignment.{brand.id}")
    weights = design.weights_on(local_day(brand, clock))
    return dict(zip(units, assign_arms(units, weights, salt=design.salt, secret=secret), strict=True))


def _move(
    store: Store,
    brand: Brand,
    experiment_id: int,
    command: Command,
    *,
    who: Caller,
    at: int,
    note: str = "",
    **values: str | int | None,
) -> ExperimentRecord:
    with who.write(store, brand.id, Permission.TEST, f"test:{experiment_id}") as (work, actor):
        record = work.experiments.get(brand.id, experiment_id)
        step = next_step(record.state, command)
        if not work.experiments.update_where(record, [record.state], state=step.state.value, **values):
            raise changed_meanwhile(work, record)
        work.experiment_log.add_events([HistoryEvent(brand.id, record.id, step.event, actor.name, at, note)])
        moved = work.experiments.get(brand.id, experiment_id)
        if command is Command.START:
            keep_system_guess(work, brand.id, load_cases(work, brand.id, [moved])[0], at)
        work.commit()
    return moved
