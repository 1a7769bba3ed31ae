from __future__ import annotations

from learning.domain.experiment_advice import Advice
from services.experiments.attention import list_attention
from tests.services.experiments.bench import Bench, daily_file


def test_running_tests_ask_for_a_person_the_harmful_ones_first(bench: Bench):
    for key, a, b, options in (
        ("winner", 75, 98, {}),
        ("harm", 98, 75, {}),
        ("harm that is over", 98, 74, {"finished": True}),
        ("close", 75, 76, {}),
        ("young", 75, 76, {"planned_n": 900_000}),
    ):
        plan = {"planned_n": 40_000, "days": 14} | options
        assert (
            bench.take(f"{key}.csv", daily_file(14, (1500, a), (1500, b)), key=key, control="A", **plan).error is None
        )
    assert bench.take("uneven.csv", daily_file(14, (1500, 75), (1300, 98)), key="uneven", control="A").error is None
    with bench.store.read() as work:
        found = list_attention(work, bench.brand.id)
    assert found[0].advice is Advice.STOP_FOR_HARM
    assert {each.name: each.advice for each in found} == {
        "harm": Advice.STOP_FOR_HARM,
        "uneven": Advice.REPAIR,
        "winner": Advice.DECIDE,
        "harm that is over": Advice.DECIDE,
        "close": Advice.EXTEND_OR_END,
    }
    assert all(each.reason for each in found)
