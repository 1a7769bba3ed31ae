"""Ways to a conversion, on contacts written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.journeys import Contacts, Touch
from learning.metrics.journeys import NO_CONVERSIONS, NO_PEOPLE, NO_SESSIONS, NOBODY, REST, describe_journeys
from learning.stats.proportions import wilson_interval

HOUR = 3_600


def touch(person: str, hour: float, component: str = "mail", **told: object) -> Touch:
    values: dict[str, object] = {"device": "mobile", "tokens": None, "spend": None, "conversions": 0.0, "session": ""}
    return Touch(person=person, at=round(hour * HOUR), component=component, **(values | told))  # type: ignore[arg-type]  # by name


def contacts(*touches: Touch, **other: object) -> Contacts:
    return Contacts(touches, **({"nameless": 0, "reports_conversions": True} | other))  # type: ignore[arg-type]  # by name


def test_a_way_ends_with_the_first_conversion_and_its_contacts_are_counted_in_their_order() -> None:
    found = describe_journeys(
        contacts(
            touch("a", 5, "page", conversions=1.0, device="desktop"),
            touch("a", 0, "mail"),
            touch("a", 1, "mail"),
            touch("a", 9, "mail", conversions=1.0, device="tablet"),
            touch("b", 2, "mail"),
        )
    )
    assert (found.people, found.touches) == (2, 5)
    assert {share.name: (share.hits, share.n) for share in found.paths} == {"mail → page": (1, 1), "mail": (0, 1)}
    assert {share.name: share.hits for share in found.by_touches} == {"3": 1, "1": 0}
    assert found.touches_to_conversion.value == 3
    assert found.hours_to_conversion.value == 5
    assert [(share.name, share.hits) for share in found.devices] == [("mobile → desktop", 1)]
    assert found.cross_device.value == 1


def test_the_share_of_people_has_wilsons_range_over_people_and_not_over_contacts() -> None:
    touches = [touch(f"p{number}", hour) for number in range(40) for hour in range(5)]
    touches += [touch(f"p{number}", 9, conversions=1.0) for number in range(10)]
    found = describe_journeys(contacts(*touches))
    low, high = wilson_interval(np.array([40.0]), np.array([10.0]))
    assert (found.converted.value, found.converted.n) == (0.25, 40)
    assert (found.converted.low, found.converted.high) == (pytest.approx(low[0]), pytest.approx(high[0]))


def test_sessions_tokens_and_money_are_ratios_of_sums_over_people() -> None:
    rng = np.random.default_rng(3)
    touches = []
    for number in range(300):
        for visit in range(1 + int(rng.integers(3))):
            bought = float(rng.random() < 0.2)
            told = {"session": f"s{number}-{visit}", "tokens": 100.0, "spend": 0.5, "conversions": bought}
            touches.append(touch(f"p{number}", visit, **told))
    found = describe_journeys(contacts(*touches))
    sold = sum(one.conversions for one in touches)
    assert found.sessions == len(touches)
    assert found.conversions_per_session.value == pytest.approx(sold / len(touches))
    assert found.tokens_per_conversion.value == pytest.approx(100 * len(touches) / sold)
    assert found.spend_per_conversion.value == pytest.approx(0.5 * len(touches) / sold)
    for one in (found.conversions_per_session, found.tokens_per_conversion):
        assert one.low is not None
        assert one.high is not None
        assert one.value is not None
        assert one.low < one.value < one.high
        assert one.n == 300


def test_what_is_not_reported_is_not_computable_and_says_why() -> None:
    assert describe_journeys(contacts(nameless=7)).reason == NO_PEOPLE
    silent = describe_journeys(contacts(touch("a", 0), touch("b", 1), reports_conversions=False))
    assert (silent.converted.value, silent.converted.reason) == (None, NO_CONVERSIONS)
    assert silent.paths == ()
    none = describe_journeys(contacts(touch("a", 0), touch("b", 1)))
    assert none.converted.value == 0
    assert none.touches_to_conversion.reason == NOBODY
    assert none.conversions_per_session.reason == NO_SESSIONS
    assert none.tokens_per_conversion.reason == "no program reports tokens"


def test_many_different_ways_are_told_together_and_long_ones_are_cut() -> None:
    touches = [touch(f"p{number}", step, f"part {number % 20}") for number in range(60) for step in range(2)]
    touches += [touch("long", step, f"part {step}") for step in range(9)]
    found = describe_journeys(contacts(*touches))
    assert found.paths[-1].name == REST
    assert sum(share.n for share in found.paths) == 61
    alone = describe_journeys(contacts(*(touch("long", step, f"part {step}") for step in range(9))))
    assert alone.paths[0].name == "part 0 → part 1 → part 2 → part 3 → … → part 8"
