"""Beside a change that is tried, a recommender learns with the probability of the arm alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.models.arm_lessons import read_arm_lesson
from tests.services.actions.bench import open_action_bench
from tests.services.parameters.test_propensities import POLICY, in_shadow_beside_a_change, report


def test_the_sides_of_a_change_beside_the_arms_are_divided_out_of_what_was_told(
    tmp_path: Path, any_database_url: str
) -> None:
    with open_action_bench(tmp_path, any_database_url, POLICY) as bench:
        in_shadow_beside_a_change(bench)
        report(bench, 1, 200)
        with bench.store.read() as work:
            told = work.arm_decisions.list_rewards(bench.brand.id, "content", "clicks", 0, adds=True, most=1_000)
            lesson = read_arm_lesson(work, bench.brand, "content", "clicks", bench.now)
    assert {round(row.propensity, 6) for row in told} == {0.125, 0.375}
    assert lesson.propensity.tolist() == pytest.approx([0.5] * 200)
