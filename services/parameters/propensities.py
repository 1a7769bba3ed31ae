"""With which probability an arm was drawn by itself, where several choices of a component were drawn at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, StageRecord
from learning.domain.parameters import Cohort, Parameter, ParameterKind
from learning.domain.shadows import ShadowDecision
from learning.governance.assignment import treated_share
from learning.governance.envelopes import SUFFIX


@dataclass(frozen=True, slots=True)
class Tried:
    """A change of something else that was being tried meanwhile."""

    record: ActionRecord
    stages: tuple[StageRecord, ...]

    def chance(self, cohort: Cohort, at: int) -> float:
        """Return the probability of a side at a moment; 0 where the change was not being tried."""
        share = next((each.share for each in reversed(self.stages) if each.started_at <= at), None)
        if share is None:
            return 0.0
        treated = treated_share(share=share, holdout=self.record.draft.holdout)
        return treated if cohort is Cohort.TREATED else 1 - treated


def why_mixed(work: UnitOfWork, parameter: Parameter) -> str:
    """Say why the arms of a component's decisions are not known to be those of a parameter; '' = they are."""
    key = parameter.key
    others = [
        each.key.name
        for each in work.parameters.list_of(key.brand_id, key.component)
        if each.spec.kind is ParameterKind.WEIGHTS and each.id != parameter.id
    ]
    if not others:
        return ""
    names, by = sorted({key.name, *others}), "" if {*others} - {key.name} else ", which differ by context"
    return (
        f"{key.component} chooses by the weights of {' and '.join(names)}{by}: a decision tells one arm, with the "
        "probability of all of them together"
    )


def drawn_alone(work: UnitOfWork, parameter: Parameter, made: Sequence[ShadowDecision]) -> tuple[ShadowDecision, ...]:
    """Return decisions with the probability of their arm alone.

    What programs are told is the probability of everything that was chosen for a unit. The sides of changes are drawn
    apart from the arm and from each other, so the probability of each other side is divided out. A decision whose side
    cannot have been drawn then is left out.
    """
    tried = _tried(work, parameter, {side.action_id for each in made for side in each.sides})
    found = []
    for each in made:
        if each.propensity is None:
            continue
        others = 1.0
        for side in each.sides:
            if side.action_id in tried:
                others *= tried[side.action_id].chance(side.cohort, each.at)
        if others > 0:
            found.append(replace(each, propensity=min(each.propensity / others, 1.0)))
    return tuple(found)


def _tried(work: UnitOfWork, parameter: Parameter, numbers: set[int]) -> dict[int, Tried]:
    """Changes of anything else than the parameter and its envelope, whose arm has its own probability already."""
    envelope = work.parameters.find(replace(parameter.key, name=f"{parameter.key.name}{SUFFIX}"))
    own = {parameter.id, None if envelope is None else envelope.id}
    records = [work.actions.get(parameter.key.brand_id, number) for number in sorted(numbers)]
    return {
        record.id: Tried(record, work.action_log.list_stages(record.id))
        for record in records
        if record.progress.parameter_id not in own
    }
