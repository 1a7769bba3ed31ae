"""Programs of a made-up brand that ask for parameters: whom they serve, and what each value truly does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from learning.domain.parameters import ParameterKind, ParameterSpec, Value
from learning.simulation.vocabulary import DEVICES, PERSONAS

SLOT_SECONDS: Final = 600
SECONDS_A_DAY: Final = 86_400
UNSUBSCRIBES: Final = "unsubscribes"
_PROGRAMS_STREAM: Final = 5


@dataclass(frozen=True, slots=True)
class TrueParameter:
    """A parameter of a program, with the truth about it."""

    name: str
    spec: ParameterSpec
    base: Value
    lifts: Mapping[Value, float]
    """Relative lift of the program's metric at a value, against the base; of weights by arm. Others do nothing."""


@dataclass(frozen=True, slots=True)
class Program:
    """A system that decides for one unit after the other."""

    component: str
    operation: str
    parameters: tuple[TrueParameter, ...]
    metric: str
    mean: float
    """Of the metric for a unit at the base values."""
    spread: float
    """Standard deviation of the metric, relative to the mean."""
    units_a_day: float


@dataclass(frozen=True, slots=True)
class Visit:
    """One unit that a program has to decide for."""

    unit: str
    at: int
    """UTC seconds."""
    context: Mapping[str, str]


def _numbers(low: float, high: float, step: float, *, whole: bool) -> ParameterSpec:
    return ParameterSpec(ParameterKind.INTEGER if whole else ParameterKind.NUMBER, low, high, step)


PROGRAMS: Final = (
    Program(
        "newsletter",
        "send",
        (
            TrueParameter("send_hour", _numbers(6, 22, 1, whole=True), 9, {18: 0.18, 20: 0.12, 7: -0.05}),
            TrueParameter("products_shown", _numbers(2, 12, 1, whole=True), 4, {6: 0.02, 9: -0.25}),
            TrueParameter(
                "greeting",
                ParameterSpec(ParameterKind.TEXT, options=("first name", "season", "none")),
                "none",
                {"first name": 0.06, "season": 0.0},
            ),
        ),
        "clicks",
        mean=40,
        spread=0.35,
        units_a_day=220,
    ),
    Program(
        "landing_page",
        "personalise",
        (
            TrueParameter(
                "hero_hook",
                ParameterSpec(ParameterKind.WEIGHTS),
                MappingProxyType({"question": 0.2, "story": 0.8}),
                {"question": 0.14, "story": 0.0},
            ),
            TrueParameter("banner_seconds", _numbers(2, 12, 1, whole=True), 5, {8: 0.0}),
        ),
        "session_seconds",
        mean=170,
        spread=0.4,
        units_a_day=220,
    ),
    Program(
        "recommendations",
        "rank",
        (
            TrueParameter("novelty", _numbers(0, 1, 0.05, whole=False), 0.2, {0.35: 0.11, 0.6: -0.08}),
            TrueParameter("items", _numbers(3, 12, 1, whole=True), 6, {8: 0.03}),
        ),
        "clicks",
        mean=25,
        spread=0.35,
        units_a_day=220,
    ),
)


def draw_visits(program: Program, slot: int, seed: int) -> tuple[Visit, ...]:
    """Draw whom a program serves in a slot of time.

    Args:
        program: Which program.
        slot: Number of the slot of `SLOT_SECONDS` since 1970.
        seed: Of the world; equal seeds and slots give equal visits.

    Returns:
        The visits in the order of time.
    """
    rng = _stream(program, slot, seed)
    count = int(rng.poisson(program.units_a_day * SLOT_SECONDS / SECONDS_A_DAY))
    moments = np.sort(rng.integers(0, SLOT_SECONDS, count))
    return tuple(
        Visit(
            f"{program.component}-{slot}-{number}",
            slot * SLOT_SECONDS + int(moment),
            {
                "persona": PERSONAS[int(rng.integers(len(PERSONAS)))],
                "device": DEVICES[int(rng.integers(len(DEVICES)))],
            },
        )
        for number, moment in enumerate(moments)
    )


def respond(program: Program, values: Mapping[str, Value], rng: np.random.Generator) -> dict[str, float]:
    """Draw what comes of a decision.

    Args:
        program: Which program decided.
        values: What it used, by parameter; of weights the arm that it took.
        rng: The random state.

    Returns:
        The metric of the program, gamma distributed around its mean times the true factor of the values, rounded to
        whole numbers.
    """
    factor = 1.0
    for parameter in program.parameters:
        factor *= 1 + parameter.lifts.get(values.get(parameter.name), 0.0)
    shape = 1 / program.spread**2
    return {program.metric: float(round(rng.gamma(shape, program.mean * factor / shape)))}


def response_stream(program: Program, slot: int, seed: int) -> np.random.Generator:
    """Return the random state of what comes of the visits of a slot."""
    return _stream(program, slot, seed, 1)


def visitor_stream(program: Program, slot: int, seed: int) -> np.random.Generator:
    """Return the random state of who comes with the visits of a slot."""
    return _stream(program, slot, seed, 2)


def _stream(program: Program, slot: int, seed: int, part: int = 0) -> np.random.Generator:
    place = [each.component for each in PROGRAMS].index(program.component)
    return np.random.default_rng([seed, _PROGRAMS_STREAM, place, slot, part])


def describe_programs() -> list[dict[str, object]]:
    """Return the truth about every parameter: what each value does to the metric of its program."""
    return [
        {
            "component": program.component,
            "operation": program.operation,
            "metric": program.metric,
            "parameter": parameter.name,
            "base": dict(parameter.base) if isinstance(parameter.base, Mapping) else parameter.base,
            "lifts": {str(value): lift for value, lift in parameter.lifts.items()},
        }
        for program in PROGRAMS
        for parameter in program.parameters
    ]
