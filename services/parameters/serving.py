"""What programs ask for: the value that serves, for whom, with which probability; also while the database is away."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from db.engine import Store
from db.repositories.action_rows import value_to_text
from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, StoreUnavailable
from learning.domain.parameters import Cohort, Exposure, Parameter, ParameterKind, Served, ServedPin, Value
from learning.domain.pins import Pin
from learning.governance.assignment import choose_arm, cohort_of, treated_share, unit_draw
from services.actions.adjusting import Opened, opened_envelope
from services.actions.drafting import live_value
from services.clock import Clock, SystemClock
from services.master_key import derive_key, load_master_key
from services.settings import Settings

APPROVED_FILE: Final = "approved.json"
LAST_APPROVED: Final = "last approved"
PURPOSE: Final = "assignment"
PROBE_SECONDS: Final = 5.0
"""How long the last approved values serve after the database did not answer, before it is asked again."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A parameter with what serves everybody, and what is being tried on some."""

    operation: str
    name: str
    context: Mapping[str, str]
    approved: Value
    trial: ActionRecord | None = None
    tried: Value = None
    """What the units get on whom something is tried."""
    pins: tuple[Pin, ...] = ()
    """What people hold of it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """For whom a program asks."""

    unit: str | None
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One parameter as a unit gets it."""

    value: Value
    cohort: Cohort
    propensity: float
    arm: str | None
    action_id: int | None
    pins: tuple[Pin, ...] = ()


class ParameterService:
    """Answers programs; the last approved values stand in a file for when the database is away."""

    def __init__(
        self,
        store: Store | None,
        settings: Settings,
        *,
        clock: Clock | None = None,
        probe_seconds: float = PROBE_SECONDS,
    ) -> None:
        """Read from a store; None where there is none to be reached."""
        self._store = store
        self._clock = clock or SystemClock()
        self._probe_seconds = probe_seconds
        self._away_until = 0.0
        self._settings = settings
        self._key = derive_key(load_master_key(settings), PURPOSE)

    def get(
        self, brand: Brand | None, component: str, *, context: Mapping[str, str] | None = None, unit: str | None = None
    ) -> Served:
        """Return what serves a unit in a context.

        Raises:
            NotFound: The brand has no such component.
            StoreUnavailable: The database is away, and nothing of this component was ever asked for here.
        """
        (served,) = self.get_many(brand, component, [Ask(unit, context or {})])
        return served

    def get_many(self, brand: Brand | None, component: str, asks: Sequence[Ask]) -> tuple[Served, ...]:
        """Return what serves each of several units, all of one moment.

        Raises:
            NotFound: The brand has no such component.
            StoreUnavailable: The database is away, and nothing of this component was ever asked for here.
        """
        try:
            version, found = self._read(brand, component)
        except StoreUnavailable:
            name = None if brand is None else brand.name
            return tuple(self.last_approved(name, component, ask.context, ask.unit) for ask in asks)
        return tuple(
            _served(component, version, self._choose(component, _most_specific(found, ask.context), ask.unit))
            for ask in asks
        )

    def _read(self, brand: Brand | None, component: str) -> tuple[int, list[Candidate]]:
        if self._store is None or brand is None:
            raise StoreUnavailable("it cannot be reached")
        # A breaker: programs do not wait for a database that has just not answered; one question after a while probes.
        if time.monotonic() < self._away_until:
            raise StoreUnavailable("it did not answer a moment ago")
        try:
            return self._ask(self._store, brand, component)
        except StoreUnavailable:
            self._away_until = time.monotonic() + self._probe_seconds
            raise

    def _ask(self, store: Store, brand: Brand, component: str) -> tuple[int, list[Candidate]]:
        with store.read() as work:
            parameters = work.parameters.list_of(brand.id, component)
            if not parameters:
                raise NotFound("component", component)
            gate = work.gates.find(brand.id)
            killed = gate.killed
            version = work.parameters.count_versions(brand.id, component)
            now = int(self._clock.now().timestamp())
            found = [
                replace(
                    _candidate(work, brand, parameter, opened_envelope(work, parameter, gate, now)),
                    pins=work.pins.list_standing(parameter.id, now),
                )
                for parameter in parameters
                if parameter.spec.kind is not ParameterKind.ENVELOPE
            ]
        self._remember(brand.name, component, version, found)
        if killed:
            found = [replace(each, trial=None) for each in found]
        return version, found

    def _choose(self, component: str, found: Sequence[Candidate], unit: str | None) -> dict[str, Choice]:
        names = [each.name for each in found]
        return {
            each.name if names.count(each.name) == 1 else f"{each.operation}.{each.name}": replace(
                _choice(self._key, component, each, unit), pins=each.pins
            )
            for each in found
        }

    def _remember(self, brand_name: str, component: str, version: int, found: Sequence[Candidate]) -> None:
        """Write the approved values aside, where they differ from those that stand there."""
        rows = [
            {
                "operation": each.operation,
                "name": each.name,
                "context": dict(each.context),
                "value": _plain(each.approved),
            }
            for each in found
        ]
        kept = _load(self._file)
        entry = {"version": version, "parameters": rows}
        if kept.get(brand_name, {}).get(component) != entry:
            kept.setdefault(brand_name, {})[component] = entry
            _save(self._file, kept)

    def last_approved(
        self, brand_name: str | None, component: str, context: Mapping[str, str], unit: str | None
    ) -> Served:
        """Return what was approved last, without the database; a caller may not even know the brand.

        Raises:
            StoreUnavailable: Nothing of this component was ever asked for here.
        """
        kept = _load(self._file)
        if brand_name is None and len(kept) == 1:
            brand_name = next(iter(kept))
        entry = kept.get(brand_name or "", {}).get(component)
        if entry is None:
            raise StoreUnavailable(f"no approved values of {component} were kept here")
        found = [Candidate(row["operation"], row["name"], row["context"], row["value"]) for row in entry["parameters"]]
        served = _served(component, entry["version"], self._choose(component, _most_specific(found, context), unit))
        return replace(served, source=LAST_APPROVED)

    @property
    def _file(self) -> Path:
        # Values of one database never answer for another one.
        mark = hashlib.sha256(self._settings.database_url.encode()).hexdigest()[:16]
        return self._settings.data_dir / f"{mark}-{APPROVED_FILE}"


def _candidate(work: UnitOfWork, brand: Brand, parameter: Parameter, opened: Opened | None) -> Candidate:
    key, (_, live) = parameter.key, live_value(work, parameter)
    holder = work.parameters.find_lease(parameter.id)
    record = None if holder is None else work.actions.get(brand.id, holder)
    place = (key.operation, key.name, key.context)
    if record is not None and record.state in LIVE_STATES:
        return Candidate(*place, record.draft.from_value, record, record.draft.to_value)
    if opened is None:
        return Candidate(*place, live)
    if opened.trial is None or opened.held:
        # What a pin holds is the same on both sides: nobody is exposed to the trial, so nothing of it is measured.
        return Candidate(*place, opened.value)
    # Inside of an envelope that is being tried, adjustments reach the treated units alone.
    return Candidate(*place, live, opened.trial, opened.value)


def _most_specific(found: Sequence[Candidate], context: Mapping[str, str]) -> list[Candidate]:
    """Of each parameter the one whose context fits and says most; ties go to the first in the order of the store."""
    best: dict[tuple[str, str], Candidate] = {}
    for each in found:
        if any(context.get(name) != value for name, value in each.context.items()):
            continue
        kept = best.get((each.operation, each.name))
        if kept is None or len(each.context) > len(kept.context):
            best[(each.operation, each.name)] = each
    return list(best.values())


def _choice(key: bytes, component: str, each: Candidate, unit: str | None) -> Choice:
    trial = each.trial
    value, cohort, treated = each.approved, Cohort.BASE, 0.0
    if trial is not None and trial.progress.stage is not None and unit is not None:
        share, holdout = trial.draft.ramp[trial.progress.stage], trial.draft.holdout
        treated = treated_share(share=share, holdout=holdout)
        cohort = cohort_of(key, str(trial.id), unit, share=share, holdout=holdout)
        value = each.tried if cohort is Cohort.TREATED else each.approved
    action_id = None if trial is None else trial.id
    if not isinstance(value, Mapping):
        return Choice(value, cohort, treated if cohort is Cohort.TREATED else 1 - treated, None, action_id)
    if unit is None:
        return Choice(value, cohort, 1.0, None, action_id)
    arm = choose_arm(value, unit_draw(key, "arm", f"{component}.{each.operation}.{each.name}", unit))
    propensity = (1 - treated) * _weight(each.approved, arm)
    if trial is not None:
        propensity += treated * _weight(each.tried, arm)
    return Choice(value, cohort, propensity, arm, action_id)


def _served(component: str, version: int, choices: Mapping[str, Choice]) -> Served:
    propensity = 1.0
    for choice in choices.values():
        propensity *= choice.propensity
    sides = {choice.action_id: choice.cohort for choice in choices.values() if choice.action_id is not None}
    arms = [choice.arm for choice in choices.values() if choice.arm is not None]
    return Served(
        component=component,
        version=version,
        values={name: choice.value for name, choice in choices.items()},
        arm=arms[0] if arms else None,
        propensity=propensity,
        exposures=tuple(Exposure(action_id, sides[action_id]) for action_id in sorted(sides)),
        pins=tuple(ServedPin(name, pin.arm, pin.until) for name, choice in choices.items() for pin in choice.pins),
    )


def _weight(value: Value, arm: str) -> float:
    return float(value.get(arm, 0.0)) if isinstance(value, Mapping) else 0.0


def _plain(value: Value) -> Any:
    return json.loads(value_to_text(value))


def _load(file: Path) -> dict[str, dict[str, Any]]:
    try:
        found: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Nothing was kept yet, or a disk lost it: it is written anew with the next answer of the database.
        return {}
    return found


def _save(file: Path, kept: Mapping[str, object]) -> None:
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        aside.replace(file)
    except OSError:
        # A full disk must not keep a program from its answer.
        with suppress(OSError):
            aside.unlink()
