"""What people use, prefer and go on to: planted shifts are found with their sign, and plain programs stay silent."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Finding, Tier
from learning.domain.timekeys import day_key
from learning.insights.brand_data import DECISION_NUMBERS, DECISION_TEXTS
from learning.insights.control import control
from learning.insights.detectors.usage import Usage
from learning.simulation.operations import PLAIN
from tests.learning.insights.detectors.test_step_orders import TODAY, data_of
from tests.learning.insights.operation_worlds import decisions_of

PEOPLE, DAYS, A_DAY = 200, 60, 60


def asked(rng: np.random.Generator) -> pd.DataFrame:
    """Requests of two components over sixty days, by people of two personas."""
    count = DAYS * A_DAY
    texts = {name: np.full(count, "", dtype=object) for name in DECISION_TEXTS}
    numbers = {name: np.full(count, np.nan) for name in DECISION_NUMBERS}
    person = rng.integers(0, PEOPLE, count)
    day = day_key(TODAY) - DAYS + np.arange(count) // A_DAY
    own = {
        "component": rng.choice(np.array(["writer", "finder"], dtype=object), count),
        "person": np.array([f"p{one}" for one in person], dtype=object),
        "persona": np.where(person % 2, "Makers", "Readers").astype(object),
        "day": day,
        "at": day * 86_400 + np.arange(count) % A_DAY * 900,
    }
    return pd.DataFrame({**texts, **numbers, **own})


def sure(decisions: pd.DataFrame) -> list[Finding]:
    return [one for one in control(Usage().detect(data_of(decisions))) if one.tier is Tier.CONFIRMED]


def about(found: list[Finding]) -> set[tuple[str, ...]]:
    names = ("pattern", "component", "level", "people", "before")
    return {tuple(dict(one.candidate.subject.what).get(name, "") for name in names) for one in found}


def test_what_is_asked_for_more_often_than_before_is_found() -> None:
    rng = np.random.default_rng(1)
    decisions = asked(rng)
    recent = decisions["day"] >= day_key(TODAY) - 14
    wanted = rng.random(len(decisions)) < np.where(recent, 0.5, 0.2)
    found = sure(decisions.assign(domain=np.where(wanted, "repair", "travel").astype(object)))
    assert ("used more often", "writer", "repair", "", "") in about(found)
    assert all((one.effect or 0) > 0 for one in found if dict(one.candidate.subject.what).get("level") == "repair")
    assert {dict(one.candidate.subject.what)["pattern"] for one in found} == {"used more often"}


def test_what_one_persona_prefers_is_found_and_is_neither_good_nor_bad() -> None:
    rng = np.random.default_rng(2)
    decisions = asked(rng)
    likes = np.where(decisions["persona"] == "Makers", 0.7, 0.4)
    decisions["component"] = np.where(rng.random(len(decisions)) < likes, "writer", "finder").astype(object)
    found = sure(decisions)
    assert {dict(one.candidate.subject.what)["pattern"] for one in found} == {"preferred by"}
    assert found[0].candidate.good is None
    assert found[0].candidate.n == len(decisions)


def test_a_step_that_people_go_on_to_after_another_is_found() -> None:
    rng = np.random.default_rng(3)
    decisions = asked(rng)
    count = len(decisions)
    first = rng.choice(np.array(["writer", "finder", "checker"], dtype=object), count // 2)
    then = np.where(rng.random(count // 2) < np.where(first == "writer", 0.6, 0.3), "sender", "finder").astype(object)
    decisions["component"] = np.column_stack([first, then]).ravel()
    decisions["session"] = np.repeat([f"s{number}" for number in range(count // 2)], 2).astype(object)
    decisions["person"] = np.repeat(decisions["person"].to_numpy()[::2], 2)
    assert ("transition", "sender", "", "", "writer") in about(sure(decisions))


def test_plain_programs_are_looked_at_as_closely_and_nothing_is_confirmed() -> None:
    decisions = decisions_of(PLAIN, 641, today=TODAY, days=30, shared_sessions=False)
    assert len(Usage().detect(data_of(decisions))) > 50
    assert not sure(decisions)


def test_brands_without_programs_have_no_use() -> None:
    assert not Usage().detect(data_of(asked(np.random.default_rng(4)).iloc[:0]))


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_of_forty_brands_with_plain_programs_four_at_most_get_a_confirmed_finding() -> None:
    worlds = (decisions_of(PLAIN, seed, today=TODAY, days=40, shared_sessions=False) for seed in range(660, 700))
    assert sum(bool(sure(decisions)) for decisions in worlds) <= 4
