import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.insights.segment_mix import decompose_mix

counts = st.lists(st.tuples(*[st.integers(1, 10_000)] * 4), min_size=2, max_size=6)


def sides(rows: list[tuple[int, ...]]) -> list[np.ndarray]:
    return [np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)]


@given(counts)
def test_mix_and_rates_add_up_to_the_gap(rows: list[tuple[int, ...]]) -> None:
    x, y, u, v = sides(rows)
    found = decompose_mix("format", [str(n) for n in range(len(rows))], segment=(x, y), rest=(u, v))
    assert found is not None
    gap = (x.sum() / y.sum()) / (u.sum() / v.sum()) - 1
    assert found.mix + found.inside == pytest.approx(gap, abs=1e-9)
    assert sum(level.contribution for level in found.levels) == pytest.approx(found.mix, abs=1e-9)


def test_equal_rates_leave_all_of_the_gap_to_the_mix() -> None:
    """Videos get 4 %, texts 1 %, everywhere; the segment sees mostly texts."""
    y, v = np.array([200.0, 800.0]), np.array([800.0, 200.0])
    rates = np.array([0.04, 0.01])
    found = decompose_mix("format", ["video", "text"], segment=(y * rates, y), rest=(v * rates, v))
    assert found is not None
    assert found.inside == pytest.approx(0.0, abs=1e-12)
    assert found.mix == pytest.approx(0.016 / 0.034 - 1)
    video = next(level for level in found.levels if level.level == "video")
    assert (video.segment_share, video.rest_share) == pytest.approx((0.2, 0.8))
    assert all(level.contribution < 0 for level in found.levels)


def test_equal_mixes_leave_all_of_it_to_the_rates() -> None:
    y = np.array([300.0, 700.0])
    found = decompose_mix("topic", ["a", "b"], segment=(y * 0.02, y), rest=(2 * y * 0.04, 2 * y))
    assert found is not None
    assert (found.mix, found.inside) == pytest.approx((0.0, -0.5))


def test_a_kind_that_only_one_side_has_counts_as_mix() -> None:
    found = decompose_mix(
        "format",
        ["a", "b"],
        segment=(np.array([10.0, 90.0]), np.array([1_000.0, 1_000.0])),
        rest=(np.array([10.0, 0.0]), np.array([1_000.0, 0.0])),
    )
    assert found is not None
    assert found.inside == pytest.approx(0.0)
    assert next(level for level in found.levels if level.level == "b").rest_rate is None


def test_without_anything_to_compare_there_is_no_answer() -> None:
    nothing, some = np.zeros(2), np.ones(2)
    assert decompose_mix("format", ["a", "b"], segment=(some, some), rest=(nothing, nothing)) is None
    assert decompose_mix("format", ["a", "b"], segment=(some, some), rest=(nothing, some)) is None
