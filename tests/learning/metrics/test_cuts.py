import pytest

from learning.domain.enums import Basis, Grain
from learning.domain.facts import Fact
from learning.domain.holdings import AccountName, CutHolding
from learning.domain.observations import CutSpec
from learning.metrics.cuts import CutChoice, can_answer, candidate_cuts, choose_cut, group_accounts

WEEK = frozenset(range(7))


def holding(cut_id: int, *dimensions: str, newest: int = 1, facts: tuple[Fact, ...] = (Fact.VIEWS,)) -> CutHolding:
    spec = CutSpec("youtube", Basis.ACTIVITY, Grain.DAY, tuple(sorted(dimensions)))
    return CutHolding(cut_id, spec, frozenset(facts), (), newest)


def choose(days: dict[CutHolding, frozenset[int]], asked: tuple[str, ...] = ()) -> CutChoice | None:
    return choose_cut(candidate_cuts(days, asked, (("views",),)), WEEK, lambda one: days[one])


def test_the_cut_with_the_fewest_dimensions_answers() -> None:
    choice = choose({holding(1, "content"): WEEK, holding(2): WEEK, holding(3, "country"): WEEK})
    assert choice is not None
    assert choice.holding.cut_id == 2
    assert choice.missing_days == ()


def test_the_cut_must_have_the_dimensions_asked_for() -> None:
    choice = choose(
        {holding(1): WEEK, holding(2, "country"): WEEK, holding(3, "country", "device"): WEEK}, ("country",)
    )
    assert choice is not None
    assert choice.holding.cut_id == 2


def test_a_cut_that_covers_the_range_wins_over_one_with_fewer_dimensions_that_does_not() -> None:
    choice = choose({holding(1): frozenset({0, 1}), holding(2, "country"): WEEK})
    assert choice is not None
    assert choice.holding.cut_id == 2


def test_of_equals_the_newest_import_answers() -> None:
    choice = choose({holding(1, "city", newest=4): WEEK, holding(2, "country", newest=9): WEEK})
    assert choice is not None
    assert choice.holding.cut_id == 2


def test_if_none_covers_the_range_the_one_with_most_days_answers_and_names_the_missing() -> None:
    choice = choose({holding(1): frozenset({0, 1}), holding(2, "country"): frozenset({0, 1, 2, 3, 4})})
    assert choice is not None
    assert choice.holding.cut_id == 2
    assert choice.missing_days == (5, 6)


def test_no_day_in_the_range_is_no_answer() -> None:
    assert choose({holding(1): frozenset()}) is None


def test_larger_cuts_are_not_looked_at_once_one_covers_the_range() -> None:
    asked: list[int] = []

    def covered(one: CutHolding) -> frozenset[int]:
        asked.append(one.cut_id)
        return WEEK

    choose_cut(candidate_cuts([holding(1, "country"), holding(2)], (), (("views",),)), WEEK, covered)
    assert asked == [2]


def test_a_cut_needs_one_fact_of_each_group() -> None:
    rate = ((Fact.LIKES.value, Fact.SAVES.value), (Fact.IMPRESSIONS.value, Fact.VIEWS.value))
    only_likes, both = holding(1, facts=(Fact.LIKES,)), holding(2, facts=(Fact.SAVES, Fact.VIEWS))
    assert candidate_cuts([only_likes, both], (), rate) == (both,)


@pytest.mark.parametrize(
    ("spec", "dimension", "answers"),
    [
        (CutSpec("x", Basis.LIFETIME, Grain.LIFETIME, ("content",)), "topic", True),
        (CutSpec("x", Basis.LIFETIME, Grain.LIFETIME, ("content",)), "hour_of_week", True),
        (CutSpec("x", Basis.LIFETIME, Grain.LIFETIME, ("content",)), "persona", False),
        (CutSpec("x", Basis.ACTIVITY, Grain.DAY, ()), "hour_of_week", False),
        (CutSpec("x", Basis.ACTIVITY, Grain.HOUR, ()), "hour_of_week", True),
        (CutSpec("x", Basis.ACTIVITY, Grain.DAY, ()), "topic", False),
        (CutSpec("x", Basis.ACTIVITY, Grain.DAY, ()), "account", True),
        (CutSpec("google_ads", Basis.PERIOD, Grain.PERIOD, ("campaign",)), "campaign", True),
    ],
)
def test_a_dimension_is_answered_by_cuts_that_were_reported_by_it(
    spec: CutSpec, dimension: str, *, answers: bool
) -> None:
    assert can_answer(spec, dimension) is answers


def test_files_without_an_account_belong_to_the_only_named_one() -> None:
    groups = group_accounts(
        [AccountName(1, "x", "default"), AccountName(2, "x", "acme"), AccountName(3, "tiktok", "default")]
    )
    assert [group.account_ids for group in groups] == [(3,), (1, 2)]


def test_with_several_named_accounts_each_stands_for_itself() -> None:
    groups = group_accounts([AccountName(1, "x", "default"), AccountName(2, "x", "acme"), AccountName(3, "x", "other")])
    assert [group.account_ids for group in groups] == [(1,), (2,), (3,)]
