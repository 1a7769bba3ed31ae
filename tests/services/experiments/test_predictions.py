from __future__ import annotations

import pytest

from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_records import SYSTEM, Choice
from services.experiments.analysing import view_experiment
from services.experiments.deciding import Wish, decide_experiment
from services.experiments.prediction_scores import score_predictions
from services.experiments.predictions import Guess, predict, skip_prediction
from tests.services.callers import caller
from tests.services.experiments.bench import Bench, daily_file

WINNER = daily_file(14, (1500, 75), (1500, 98))
NULL = daily_file(14, (1500, 75), (1500, 76))


def take(bench: Bench, key: str, text: str) -> int:
    report = bench.take(f"{key}.csv", text, key=key, control="A", planned_n=40_000, days=14)
    assert report.error is None
    return report.tests[0].id or 0


def guess(bench: Bench, test: int, who: str, arm: str | None, **numbers: float):
    predict(bench.store, bench.brand, test, Guess(arm, **numbers), who=caller(who), clock=bench.clock)


def may_open(bench: Bench, test: int, who: str) -> bool:
    return view_experiment(bench.store, bench.brand, test, who=who, clock=bench.clock).may_open


def test_a_result_opens_for_whom_predicted_or_skipped_and_for_all_once_it_is_decided(bench: Bench):
    test = take(bench, "t", WINNER)
    guess(bench, test, "ada", "B")
    skip_prediction(bench.store, bench.brand, test, who=caller("bob"), clock=bench.clock)
    skip_prediction(bench.store, bench.brand, test, who=caller("bob"), clock=bench.clock)
    assert [may_open(bench, test, who) for who in ("ada", "bob", "eve")] == [True, True, False]
    decide_experiment(bench.store, bench.brand, test, Wish(Choice.CHOOSE), who=caller("ada"), clock=bench.clock)
    assert may_open(bench, test, "eve")


def test_the_first_prediction_stands_and_none_comes_after_the_decision(bench: Bench):
    test = take(bench, "t", WINNER)
    guess(bench, test, "ada", "B", chance=0.9)
    with pytest.raises(Refused) as refusal:
        guess(bench, test, "ada", "A")
    assert refusal.value.code == "said_before"
    decide_experiment(bench.store, bench.brand, test, Wish(Choice.CHOOSE), who=caller("ada"), clock=bench.clock)
    with pytest.raises(Refused) as refusal:
        guess(bench, test, "bob", "B")
    assert refusal.value.code == "too_late"


@pytest.mark.parametrize("wrong", [Guess("Z"), Guess("B", 99.0), Guess("B", None, 1.5), Guess("B", -2.0)])
def test_an_impossible_guess_is_refused(small_bench: Bench, wrong):
    test = take(small_bench, "t", WINNER)
    with pytest.raises(BadOption):
        predict(small_bench.store, small_bench.brand, test, wrong, who=caller("ada"), clock=small_bench.clock)


def test_people_and_bellwether_are_scored_by_the_same_measure(bench: Bench):
    won, nothing = take(bench, "won", WINNER), take(bench, "nothing", NULL)
    guess(bench, won, "ada", "B", chance=0.8, lift=0.2)
    guess(bench, nothing, "ada", "B", chance=0.8)
    guess(bench, won, "bob", "A")
    guess(bench, nothing, "bob", None)
    for test in (won, nothing):
        decide_experiment(bench.store, bench.brand, test, Wish(Choice.STOP), who=caller("ada"), clock=bench.clock)
    scores = {score.who: score for score in score_predictions(bench.store, bench.brand)}
    assert (scores["ada"].right, scores["ada"].accuracy) == (1, 0.5)
    assert scores["ada"].brier == pytest.approx(((0.8 - 1) ** 2 + 0.8**2) / 2)
    assert scores["ada"].lift_error == pytest.approx(98 / 75 - 1 - 0.2)
    assert (scores["bob"].right, scores["bob"].brier) == (1, None)
    # Without other tests Bellwether expects no winner: right once, wrong once.
    assert (scores[SYSTEM].predictions, scores[SYSTEM].right) == (2, 1)
    assert scores[SYSTEM].brier is not None


def test_bellwether_predicts_without_looking_at_the_test_itself(bench: Bench):
    test = take(bench, "t", daily_file(14, (1500, 30), (1500, 150)))
    guess(bench, test, "ada", "B")
    view = view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock)
    [system] = [each for each in view.predictions if each.who == SYSTEM]
    assert (system.arm, system.lift) == ("A", 0.0)
    assert 0.5 < (system.chance or 0) < 1
