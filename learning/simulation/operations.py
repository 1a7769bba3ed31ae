"""How the programs of a made-up brand work: sessions, times, failures, quality, and the truth about them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from learning.simulation.programs import PROGRAMS, SECONDS_A_DAY, SLOT_SECONDS, Program, Visit, draw_visits
from learning.simulation.visitors import WINDOW_SECONDS, begun_at, find_visitor

USES_A_DAY: Final = 1.3
"""How often a person uses each program, about: visits a day by those who come in two weeks."""
PERSON_SPREAD: Final = 0.15
DAY_SPREAD: Final = 0.05
NOISE_SPREAD: Final = 0.2
MIDDLE_QUALITY: Final = 6.0
DOMAINS: Final = ("outdoor", "repair", "travel")
EVEN: Final = (0.2, 0.42, 0.25, 0.13)
STAGES: Final = ("selection_ms", "generation_ms", "validation_ms", "cleanup_ms")
_STREAM: Final = 6


@dataclass(frozen=True, slots=True)
class TrueOperation:
    """The truth about how one program works; the defaults are those of a program without any pattern."""

    milliseconds: float = 300.0
    stages: tuple[float, ...] = EVEN
    error: str = "Timeout"
    failures: float = 0.05
    """Share of decisions that fail."""
    tablet_factor: float = 1.0
    """Of failures on tablets."""
    failing_time: float = 1.0
    """How many times as long what fails takes."""
    after: str = ""
    """The program whose failure earlier in a session makes this one fail."""
    after_failures: float = 0.0
    behind: str = ""
    """The program that, directly before in a session and without a failure, changes how often this one fails."""
    behind_failures: float = 0.0
    bypass: float = 0.12
    complex_bypass: float = 0.12
    """Of the more complex half of the requests."""
    learning: float = 0.0
    """How much better results become with use, relative."""
    arms: Mapping[str, float] | None = None
    """Relative lift of quality by arm."""
    slower: float = 0.0
    """How much longer the most complex takes than the simplest, relative to the mean."""


PLAIN: Final = {program.component: TrueOperation() for program in PROGRAMS}
PLANTED: Final = {
    "newsletter": TrueOperation(error="RenderError", failures=0.09, failing_time=10.0, learning=0.4),
    "landing_page": TrueOperation(
        milliseconds=240.0,
        stages=(0.1, 0.2, 0.62, 0.08),
        failures=0.05,
        tablet_factor=3.0,
        arms={"question": 0.15},
        slower=0.8,
    ),
    "recommendations": TrueOperation(
        milliseconds=1_400.0,
        error="NoCandidates",
        failures=0.03,
        after="landing_page",
        after_failures=0.35,
        complex_bypass=0.35,
    ),
}


@dataclass(frozen=True, slots=True)
class OperationWorld:
    """Equal worlds tell equal things of equal visits."""

    seed: int
    operations: Mapping[str, TrueOperation]

    def tell(self, program: Program, slot: int, arms: Mapping[str, str | None]) -> dict[str, OperationReport]:
        """Say how each visit of a slot went.

        Args:
            program: Which program.
            slot: Number of the slot.
            arms: Unit -> the arm that it was given.

        Returns:
            By unit the fields of its interaction and of its outcome, beside the metric of the program.
        """
        failed = _failures(self, program.component, slot)
        rng = self._rng(program.component, slot, 1)
        return {
            visit.unit: self._report(program, visit, arms.get(visit.unit), rng, failed=failed[visit.unit])
            for visit in draw_visits(program, slot, self.seed)
        }

    def fails(self, component: str, visit: Visit, rng: np.random.Generator) -> bool:
        """Draw whether a visit fails."""
        truth = self.operations[component]
        rate = truth.failures * (truth.tablet_factor if visit.context.get("device") == "tablet" else 1.0)
        if truth.after and self._failed_before(truth.after, visit):
            rate = truth.after_failures
        if truth.behind and self._came_from(truth.behind, visit):
            rate = truth.behind_failures
        return bool(rng.random() < min(rate * _luck(self.seed, visit.at // SECONDS_A_DAY, DAY_SPREAD), 0.95))

    def _came_from(self, component: str, visit: Visit) -> bool:
        """Whether the step directly before in the session was one of a program, and worked."""
        _, session = find_visitor(visit, self.seed)
        first = visit.at // WINDOW_SECONDS * WINDOW_SECONDS // SLOT_SECONDS
        before = [
            (other.at, program.component, slot, other.unit)
            for program in PROGRAMS
            for slot in range(first, visit.at // SLOT_SECONDS + 1)
            for other in draw_visits(program, slot, self.seed)
            if other.at < visit.at and find_visitor(other, self.seed)[1] == session
        ]
        if not before:
            return False
        _, last, slot, unit = max(before)
        return last == component and not _failures(self, component, slot)[unit]

    def _failed_before(self, component: str, visit: Visit) -> bool:
        """Whether the last visit of a program in the same session failed."""
        program = next(each for each in PROGRAMS if each.component == component)
        _, session = find_visitor(visit, self.seed)
        first = visit.at // WINDOW_SECONDS * WINDOW_SECONDS // SLOT_SECONDS
        last: bool = False
        for slot in range(first, visit.at // SLOT_SECONDS + 1):
            for other in draw_visits(program, slot, self.seed):
                if other.at < visit.at and find_visitor(other, self.seed)[1] == session:
                    last = _failures(self, component, slot)[other.unit]
        return last

    def _report(
        self, program: Program, visit: Visit, arm: str | None, rng: np.random.Generator, *, failed: bool
    ) -> OperationReport:
        truth = self.operations[program.component]
        person, session = find_visitor(visit, self.seed)
        complexity = float(rng.beta(2, 3))
        time = truth.milliseconds * float(rng.gamma(8, 1 / 8)) * (1 + truth.slower * (complexity - 0.4))
        total = time * (truth.failing_time if failed else 1.0)
        shares = rng.dirichlet(np.array(truth.stages) * 60)
        bypassed = rng.random() < (truth.complex_bypass if complexity > 0.4 else truth.bypass)
        told: dict[str, Any] = {
            "session_id": session,
            "user_id": person,
            "domain": DOMAINS[int(rng.integers(len(DOMAINS)))],
            "complexity_score": round(complexity, 4),
            "enhancement_applied": not bypassed,
            "total_ms": round(total, 2),
            **{name: round(total * float(share), 2) for name, share in zip(STAGES, shares, strict=True)},
        }
        if failed:
            told["error"] = truth.error
        came = {"response_ms": round(total * 1.1, 2), "success": 0.0 if failed else 1.0}
        if not failed:
            came["quality_score"] = self._quality(truth, person, visit, arm, rng)
        return OperationReport(told, came)

    def _quality(
        self, truth: TrueOperation, person: str, visit: Visit, arm: str | None, rng: np.random.Generator
    ) -> float:
        uses = USES_A_DAY * max(visit.at - begun_at(person), 0) / SECONDS_A_DAY
        factor = 1 + truth.learning * (1 - float(np.exp(-uses / 6)))
        factor *= 1 + (truth.arms or {}).get(arm or "", 0.0)
        factor *= _luck(self.seed, zlib.crc32(person.encode()), PERSON_SPREAD) * float(
            np.exp(rng.normal(0, NOISE_SPREAD))
        )
        return round(min(MIDDLE_QUALITY * factor, 10.0), 2)

    def _rng(self, component: str, slot: int, part: int) -> np.random.Generator:
        place = [each.component for each in PROGRAMS].index(component)
        return np.random.default_rng([self.seed, _STREAM, place, slot, part])

    def __hash__(self) -> int:
        """Worlds of one seed share a bucket; equality tells them apart."""
        return hash(self.seed)


@dataclass(frozen=True, slots=True)
class OperationReport:
    """What a program tells of one decision."""

    interaction: Mapping[str, Any]
    outcome: Mapping[str, float]


@lru_cache(maxsize=1_024)
def _luck(seed: int, number: int, spread: float) -> float:
    """The factor of a day, or of a person."""
    return float(np.exp(np.random.default_rng([seed, _STREAM, number, 4]).normal(0, spread)))


@lru_cache(maxsize=64)
def _failures(world: OperationWorld, component: str, slot: int) -> Mapping[str, bool]:
    """Which visits of a slot fail; later ones of their sessions look back at them."""
    program = next(each for each in PROGRAMS if each.component == component)
    place = [each.component for each in PROGRAMS].index(component)
    rng = np.random.default_rng([world.seed, _STREAM, place, slot, 0])
    return {visit.unit: world.fails(component, visit, rng) for visit in draw_visits(program, slot, world.seed)}


def describe_operations() -> list[dict[str, object]]:
    """Return the truth about how every program of the demo brand works."""
    return [
        {
            "component": component,
            "milliseconds": truth.milliseconds,
            "stages": dict(zip(STAGES, truth.stages, strict=True)),
            "error": truth.error,
            "failures": truth.failures,
            "tablet_factor": truth.tablet_factor,
            "failing_time": truth.failing_time,
            "after": truth.after,
            "after_failures": truth.after_failures,
            "behind": truth.behind,
            "behind_failures": truth.behind_failures,
            "bypass": truth.bypass,
            "complex_bypass": truth.complex_bypass,
            "learning": truth.learning,
            "arms": dict(truth.arms or {}),
            "slower": truth.slower,
        }
        for component, truth in PLANTED.items()
    ]
