"""Orders of steps within sessions: what goes before failures is found with its sign, and nothing in plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Candidate, Finding, Tier
from learning.domain.timekeys import day_key
from learning.insights.brand_data import DECISION_NUMBERS, DECISION_TEXTS, POST_COLUMNS, BrandData
from learning.insights.control import control
from learning.insights.detectors.step_orders import StepOrders
from learning.insights.session_steps import BEFORE, EARLIER, with_steps
from learning.simulation.operations import PLAIN, PLANTED, TrueOperation
from tests.learning.insights.operation_worlds import decisions_of
from tests.learning.insights.post_frames import brand_with

TODAY = date(2026, 11, 21)
ORDERED = {**PLAIN, "newsletter": replace(PLAIN["newsletter"], behind="landing_page", behind_failures=0.2)}


def data_of(decisions: pd.DataFrame) -> BrandData:
    return replace(brand_with(pd.DataFrame(columns=list(POST_COLUMNS))), today=TODAY, decisions=decisions)


def proposed(world: Mapping[str, TrueOperation], seed: int, *, days: int = 40) -> list[Candidate]:
    return list(StepOrders().detect(data_of(decisions_of(world, seed, today=TODAY, days=days, shared_sessions=False))))


def sure(candidates: list[Candidate]) -> list[Finding]:
    return [one for one in control(candidates) if one.tier is Tier.CONFIRMED]


def rows(sessions: list[list[tuple[str, float]]], **columns: object) -> pd.DataFrame:
    """Decisions of sessions, each a list of component and whether it failed, a minute apart."""
    told = [
        (f"s{number}", component, failed, day_key(TODAY) * 86_400 - 40_000 + 60 * place)
        for number, steps in enumerate(sessions)
        for place, (component, failed) in enumerate(steps)
    ]
    count = len(told)
    texts = {name: np.full(count, "", dtype=object) for name in DECISION_TEXTS}
    numbers = {name: np.full(count, np.nan) for name in DECISION_NUMBERS}
    session, component, failed, at = (np.array(column) for column in zip(*told, strict=True))
    own = {"session": session.astype(object), "component": component.astype(object), "failed": failed.astype(float)}
    return pd.DataFrame({**texts, **numbers, **own, "at": at.astype(int), "day": at.astype(int) // 86_400, **columns})


def steps_of(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    told = with_steps(frame)
    return list(zip(told["component"], told[BEFORE], told[EARLIER], strict=True))


@pytest.mark.parametrize("seed", [811, pytest.param(812, marks=pytest.mark.slow)])
def test_a_step_that_goes_before_failures_is_confirmed_with_its_sign_and_no_other(seed: int) -> None:
    (one,) = sure(proposed(ORDERED, seed))
    assert dict(one.candidate.subject.what) == {
        "pattern": "order and failures",
        "component": "newsletter",
        "before": "landing_page",
    }
    assert one.low is not None
    assert one.high is not None
    assert one.low < 0.2 / 0.05 - 1 < one.high
    assert one.candidate.good is False
    assert one.candidate.recommendation == "break_steps"
    assert one.candidate.n > 1_000


def test_plain_programs_are_looked_at_as_closely_and_nothing_is_confirmed() -> None:
    candidates = proposed(PLAIN, 821)
    assert len(candidates) > 50
    assert not sure(candidates)


def test_what_a_failure_brings_is_no_order() -> None:
    """There a failure of one program brings failures of another: the question of another detector."""
    assert not sure(proposed(PLANTED, 831))


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_of_forty_brands_with_plain_programs_four_at_most_get_a_confirmed_order() -> None:
    assert sum(bool(sure(proposed(PLAIN, seed, days=30))) for seed in range(840, 880)) <= 4


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_over_many_planted_brands_one_in_ten_orders_is_false_at_most_and_most_are_found() -> None:
    found = [sure(proposed(ORDERED, seed, days=30)) for seed in range(880, 900)]
    right = [sum(dict(one.candidate.subject.what).get("before") == "landing_page" for one in own) for own in found]
    assert sum(map(len, found)) - sum(right) <= 0.1 * sum(map(len, found))
    assert sum(bool(own) for own in right) >= 16


def test_steps_before_are_those_of_the_session_that_worked_within_half_an_hour() -> None:
    frame = rows([[("a", 0), ("b", 0), ("c", 0)], [("a", 1), ("b", 0), ("c", 0)], [("a", 0), ("b", 1), ("c", 0)]])
    assert steps_of(frame) == [
        ("a", "", ""),
        ("b", "a", ""),
        ("c", "b", "a"),
        ("a", "", ""),
        ("b", "", ""),
        ("c", "", ""),
        ("a", "", ""),
        ("b", "a", ""),
        ("c", "", ""),
    ]
    late = rows([[("a", 0), ("b", 0)]])
    late["at"] += np.array([0, 3_600])
    assert steps_of(late) == [("a", "", ""), ("b", "", "")]


def test_operations_of_a_component_that_has_several_are_steps_of_their_own() -> None:
    frame = rows([[("a", 0), ("a", 0), ("b", 0)]], operation=np.array(["draft", "check", "send"], dtype=object))
    assert steps_of(frame) == [("a", "", ""), ("a", "a: draft", ""), ("b", "a: check", "a: draft")]


def test_results_after_an_order_are_compared_as_failures_are() -> None:
    rng = np.random.default_rng(5)
    sessions = [[(("a", "d", "e")[number % 3], 0.0), ("b", 0.0)] for number in range(900)]
    frame = rows(sessions)
    frame["at"] -= np.repeat(rng.integers(0, 28, 900), 2) * 86_400
    frame["day"] = frame["at"] // 86_400
    frame["quality"] = np.where(np.repeat(np.arange(900) % 3 == 0, 2), 7.0, 5.0) * rng.lognormal(0, 0.2, 1_800)
    (one,) = sure(list(StepOrders().detect(data_of(frame))))
    assert dict(one.candidate.subject.what)["pattern"] == "order and results"
    assert dict(one.candidate.subject.what)["before"] == "a"
    assert one.effect == pytest.approx(0.4, abs=0.1)
    assert one.candidate.good is True


def test_brands_whose_programs_tell_no_sessions_have_no_orders() -> None:
    frame = rows([[("a", 0), ("b", 0)]] * 100)
    frame["session"] = ""
    assert not StepOrders().detect(data_of(frame))
