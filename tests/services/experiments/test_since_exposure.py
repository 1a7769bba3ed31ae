"""The effect by days since people first saw their version, from files that tell both moments."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from services.experiments.analysing import effects_by_age, effects_by_day, novelty_of, view_experiment
from tests.services.experiments.bench import Bench

DAYS = 28


def people(*, novelty: bool, seed: int = 5, per_day: int = 1_500) -> pd.DataFrame:
    """New people on each day; each acts at most once, on one of the ten days after; B works at first, or always."""
    generator = np.random.default_rng(seed)
    n = DAYS * per_day
    first = np.repeat(np.arange(DAYS), per_day)
    arm = generator.integers(0, 2, n)
    age = generator.integers(0, 10, n)
    lift = np.where(age < 5, 1.6, 0.9) if novelty else 1.25
    acts = generator.random(n) < 0.15 * np.where(arm == 1, lift, 1.0)
    day = first + age
    acts &= day < DAYS
    start = pd.Timestamp("2026-10-01 09:30")
    return pd.DataFrame(
        {
            "user_id": [f"u{i}" for i in range(n)],
            "variant": np.array(["A", "B"])[arm],
            "exposed_at": (start + pd.to_timedelta(first, "D")).strftime("%Y-%m-%d %H:%M"),
            "converted": acts.astype(int),
            "converted_at": np.where(acts, (start + pd.to_timedelta(day, "D")).strftime("%Y-%m-%d %H:%M"), ""),
        }
    )


def taken(bench: Bench, frame: pd.DataFrame, **options: object) -> int:
    report = bench.take("t.csv", frame.to_csv(index=False), control="A", **options)
    assert report.error is None
    assert (report.columns["exposed_at"], report.columns["converted_at"]) == ("day", "outcome_day")
    return report.tests[0].id or 0


def test_an_effect_that_wears_off_is_seen_by_days_since_exposure(bench: Bench):
    test = taken(bench, people(novelty=True))
    found = novelty_of(bench.store, bench.brand, test)["B"]
    assert found.since_exposure
    assert found.fades
    assert found.early is not None
    assert found.late is not None
    assert found.early > 0.4
    assert found.late < 0.1
    by_age = effects_by_age(bench.store, bench.brand, test, "converted")
    assert [point.day for point in by_age][:10] == list(range(10))
    assert np.mean([point.lift for point in by_age[:5]]) == pytest.approx(0.6, abs=0.2)
    # By days of the test new people keep arriving: nothing seems to fade there.
    assert len(effects_by_day(bench.store, bench.brand, test, "converted")) == DAYS
    view = view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock)
    assert view.report is not None
    assert (view.report.n, view.report.days) == (DAYS * 1_500, DAYS)


def test_an_effect_that_lasts_does_not_fade_though_the_last_people_were_followed_for_days_only(small_bench: Bench):
    frame = people(novelty=False)
    test = taken(small_bench, frame)
    found = novelty_of(small_bench.store, small_bench.brand, test)["B"]
    assert (found.since_exposure, found.fades) == (True, False)
    by_age = effects_by_age(small_bench.store, small_bench.brand, test, "converted")
    exposed = pd.to_datetime(frame.exposed_at).dt.normalize()
    age = (pd.to_datetime(frame.converted_at).dt.normalize() - exposed).dt.days
    followed = frame[(exposed <= pd.Timestamp("2026-10-28") - pd.Timedelta(days=6)) & (frame.variant == "B")]
    assert by_age[6].n == len(followed)
    acted = {arm: ((age == 6) & (frame.variant == arm)).sum() for arm in "AB"}
    n = {
        arm: (followed.index.size if arm == "B" else ((exposed <= "2026-10-22") & (frame.variant == "A")).sum())
        for arm in "AB"
    }
    assert by_age[6].lift == pytest.approx(acted["B"] / n["B"] / (acted["A"] / n["A"]) - 1)


def test_strange_moments_are_told_and_only_their_results_are_left_out(small_bench: Bench):
    frame = people(novelty=False, per_day=60)
    frame.loc[0, ["converted", "converted_at"]] = [1, "2026-09-01"]
    frame.loc[1, ["converted", "converted_at"]] = [1, "soon"]
    report = small_bench.take("t.csv", frame.to_csv(index=False), control="A")
    assert {issue.code: issue.row for issue in report.issues} == {"outcome_early": 2, "outcome_date": 3}
    assert report.rows_used == len(frame)
    assert all(issue.fix for issue in report.issues)


def test_a_moment_of_the_result_without_one_of_the_exposure_is_not_used_and_said_so(small_bench: Bench):
    frame = people(novelty=False, per_day=30).drop(columns="exposed_at")
    report = small_bench.take("t.csv", frame.to_csv(index=False), control="A")
    assert (report.error, report.rows_used) == (None, len(frame))
    assert any("no column says when they first saw" in note for note in report.notes)
    test = report.tests[0].id or 0
    assert effects_by_age(small_bench.store, small_bench.brand, test, "converted") == ()
    assert novelty_of(small_bench.store, small_bench.brand, test) == {}


def test_columns_of_other_names_are_mapped_by_a_person(small_bench: Bench):
    frame = people(novelty=True, per_day=200).rename(columns={"exposed_at": "began", "converted_at": "done"})
    mapping = {"began": "day", "done": "outcome_day"}
    report = small_bench.take("t.csv", frame.to_csv(index=False), control="A", mapping=mapping)
    assert report.error is None
    test = report.tests[0].id or 0
    assert len(effects_by_age(small_bench.store, small_bench.brand, test, "converted")) >= 10
