"""With which probability an arm was drawn by itself, where several choices of a component were drawn at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, StageRecord
from learning.domain.parameters import Cohort, Exposure, Parameter, ParameterKind
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
    tried = tried_beside(
        work, parameter.key.brand_id, [parameter], {side.action_id for each in made for side in each.sides}
    )
    found = []
    for each in made:
        others = chance_of_sides(tried, each.sides, each.at)
        if each.propensity is not None and others > 0:
            found.append(replace(each, propensity=min(each.propensity / others, 1.0)))
    return tuple(found)


def chance_of_sides(tried: Mapping[int, Tried], sides: Iterable[Exposure], at: int) -> float:
    """Return the probability that changes beside an arm fell as they did; 0 where one was not being tried."""
    return math.prod(tried[side.action_id].chance(side.cohort, at) for side in sides if side.action_id in tried)


def tried_beside(
    work: UnitOfWork, brand_id: int, parameters: Sequence[Parameter], numbers: set[int]
) -> dict[int, Tried]:
    """Return changes of anything else than some parameters of a brand and their envelopes.

    Where the weights themselves are tried, their arm has its own probability already.
    """
    own: set[int] = set()
    for each in parameters:
        envelope = work.parameters.find(replace(each.key, name=f"{each.key.name}{SUFFIX}"))
        own |= {each.id} if envelope is None else {each.id, envelope.id}
    records = [work.actions.get(brand_id, number) for number in sorted(numbers)]
    return {
        record.id: Tried(record, work.action_log.list_stages(record.id))
        for record in records
        if record.progress.parameter_id not in own
    }
