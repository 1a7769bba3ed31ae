"""The programs of the demo brand: they ask for parameters, decide and report through the services of any program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from learning.domain.brands import Brand
from learning.domain.parameters import Served, Value
from learning.simulation.operations import PLANTED, OperationWorld
from learning.simulation.programs import PROGRAMS, Program, Visit, draw_visits, respond, response_stream
from learning.simulation.visitors import Visitor, draw_visitors
from services.decisions.recording import DecisionService, parts_of
from services.parameters.serving import Ask, ParameterService

PROGRAMS_SEED: Final = 20
WORLD: Final = OperationWorld(PROGRAMS_SEED, PLANTED)


@dataclass(frozen=True, slots=True)
class DemoPrograms:
    """The programs, and the services that they use."""

    brand: Brand
    parameters: ParameterService
    decisions: DecisionService

    def play(self, first: int, last: int) -> int:
        """Decide for everybody of some slots of time, report what came of it, and return for how many.

        The same slots again are known already: visits and their answers follow from the seed and the slot.
        """
        told, came = list[dict[str, Any]](), list[dict[str, Any]]()
        for program in PROGRAMS:
            slots = {slot: draw_visits(program, slot, PROGRAMS_SEED) for slot in range(first, last + 1)}
            asks = [Ask(visit.unit, visit.context) for visits in slots.values() for visit in visits]
            found = self.parameters.get_many(self.brand, program.component, asks) if asks else ()
            answers = iter(found)
            for slot, visits in slots.items():
                rng = response_stream(program, slot, PROGRAMS_SEED)
                visitors = draw_visitors(program, visits, slot, PROGRAMS_SEED)
                served = {visit.unit: next(answers) for visit in visits}
                reports = WORLD.tell(program, slot, {unit: one.arm for unit, one in served.items()})
                for visit, visitor in zip(visits, visitors, strict=True):
                    one, own = reports[visit.unit], served[visit.unit]
                    told.append({**_decision(program, visit, visitor, own), **one.interaction})
                    came.append(_outcome(visit, visitor, {**respond(program, _used(own), rng), **one.outcome}))
        report = self.decisions.take_decisions(self.brand, parts_of(told))
        self.decisions.take_outcomes(self.brand, parts_of(came))
        return report.accepted


def _used(served: Served) -> Mapping[str, Value]:
    """What the program works with: of weights the arm that was drawn."""
    return {name: served.arm if isinstance(value, Mapping) else value for name, value in served.values.items()}


def _decision(program: Program, visit: Visit, visitor: Visitor, served: Served) -> dict[str, Any]:
    return {
        "decision_id": visit.unit,
        "timestamp": _moment(visit.at),
        "component": program.component,
        "operation": program.operation,
        "unit": visit.unit,
        "user_id": visitor.person,
        "session_id": visitor.session,
        "token_count": visitor.tokens,
        "context": dict(visit.context),
        "arm": served.arm,
        "propensity": served.propensity,
        "version": served.version,
        "exposures": [{"action_id": each.action_id, "cohort": each.cohort.value} for each in served.exposures],
    }


def _outcome(visit: Visit, visitor: Visitor, metrics: Mapping[str, float]) -> dict[str, Any]:
    return {
        "outcome_id": visit.unit,
        "decision_id": visit.unit,
        "timestamp": _moment(visit.at),
        "metrics": {**metrics, "conversions": visitor.conversions, "spend": visitor.spend},
    }


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
