"""A live model of posts is held against the baseline again, and goes where it does worse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.models.training import train
from services.models.validating import deploy_outcomes, validate_outcomes
from tests.services.hand_made import HandMade, make
from tests.services.models.test_training import ENGAGEMENT, POSTS, brand_of, caller, live_version, posts


@pytest.fixture
def shop(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    made.put(POSTS, posts(200))
    train(made.store, brand_of(made), ENGAGEMENT, who=caller())
    yield made
    made.store.close()


def test_a_model_stays_where_it_still_does_better_or_too_little_came(shop: HandMade) -> None:
    (found,) = deploy_outcomes(shop.store, brand_of(shop), who=caller())
    assert found.words == "engagement version 1: 0 later posts, it stays"
    shop.put(POSTS, posts(60, start=201))
    (found,) = deploy_outcomes(shop.store, brand_of(shop), who=caller())
    assert found.words == "engagement version 1: 60 later posts, it stays"
    assert live_version(shop) == 1


def test_a_model_whose_rule_turned_is_told_then_taken_back(shop: HandMade) -> None:
    shop.put(POSTS, posts(90, start=201, effect=-1.5))
    (found,) = validate_outcomes(shop.store, brand_of(shop))
    assert found.words == "engagement version 1: 90 later posts, the baseline does better"
    assert live_version(shop) == 1
    deploy_outcomes(shop.store, brand_of(shop), who=caller())
    assert live_version(shop) is None
    assert validate_outcomes(shop.store, brand_of(shop)) == ()
