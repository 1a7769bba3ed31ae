from __future__ import annotations

from learning.domain.experiment_records import ExperimentQuery, ExperimentState
from tests.services.experiments.bench import Bench, daily_file

WANTED = ExperimentQuery(wants_decision=True)


def keys(bench: Bench, query: ExperimentQuery) -> set[str]:
    return {each.experiment.key for each in bench.page(query).tests}


def test_a_person_is_wanted_where_there_is_an_answer_or_nothing_more_comes(bench: Bench) -> None:
    young = daily_file(4, (1_500, 75), (1_500, 105))
    bench.take("young.csv", young, control="A", days=14, planned_n=40_000)
    bench.take("over.csv", daily_file(4, (1_400, 75), (1_400, 105)), control="A", finished=True)
    bench.take("answered.csv", daily_file(14, (1_500, 75), (1_500, 135)), control="A", days=14, planned_n=40_000)
    bench.create("Only drawn up")
    assert keys(bench, WANTED) == {"over", "answered"}
    open_ones = ExperimentQuery(states=(ExperimentState.RUNNING,), wants_decision=False)
    assert keys(bench, open_ones) == {"young"}
    assert bench.page(WANTED).total == 2
    assert keys(bench, ExperimentQuery(wants_decision=False)) == {"young", "only_drawn_up"}
