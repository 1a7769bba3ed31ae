"""The Turing Change Point Dataset: scored as van den Burg and Williams (2020, section 4) do, margin 5."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from services.series.checks import find_levels

MARGIN = 5


def matched(truth: AbstractSet[int], found: AbstractSet[int]) -> int:
    """How many true changes have a found one within the margin; each found one serves once."""
    left, hits = set(found), 0
    for true in sorted(truth):
        near = [place for place in left if abs(place - true) <= MARGIN]
        if near:
            left.remove(min(near, key=lambda place: abs(place - true)))
            hits += 1
    return hits


def f1_score(annotations: Mapping[str, Sequence[int]], found: Sequence[int]) -> float:
    """Precision against all annotators together, recall as the mean over annotators; the first row counts as found."""
    truths = [{0, *places} for places in annotations.values()]
    places = {0, *found}
    precision = matched(set().union(*truths), places) / len(places)
    recall = sum(matched(truth, places) / len(truth) for truth in truths) / len(truths)
    return 2 * precision * recall / (precision + recall)


def covering(annotations: Mapping[str, Sequence[int]], found: Sequence[int], size: int) -> float:
    """How well the true segments are covered by found ones, by Jaccard index, as the mean over annotators."""
    own = segments(found, size)
    parts = [
        sum(len(true) * max(jaccard(true, segment) for segment in own) for true in segments(places, size)) / size
        for places in annotations.values()
    ]
    return sum(parts) / len(parts)


def segments(places: Sequence[int], size: int) -> list[range]:
    bounds = [0, *sorted({place for place in places if 0 < place < size}), size]
    return [range(begin, end) for begin, end in pairwise(bounds)]


def jaccard(one: range, other: range) -> float:
    shared = max(0, min(one.stop, other.stop) - max(one.start, other.start))
    return shared / (len(one) + len(other) - shared)


def as_csv(dataset: Mapping[str, object], path: Path) -> Path:
    """A data set as the file that the command takes."""
    time = dataset["time"]
    assert isinstance(time, dict)
    columns = [series["raw"] for series in dataset["series"]]  # type: ignore[attr-defined] # JSON is untyped
    stamps = time.get("raw") or time["index"]
    names = ["timestamp", *(["value"] if len(columns) == 1 else [f"v{place}" for place in range(len(columns))])]
    lines = [",".join(names)]
    lines += [",".join("" if cell is None else str(cell) for cell in row) for row in zip(stamps, *columns, strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_scores_are_those_of_a_small_case_worked_out_by_hand() -> None:
    annotations = {"a": [10], "b": []}
    # Found 12 and 30: of {0, 12, 30} two match {0, 10}; recall (2/2 + 1/1) / 2.
    assert f1_score(annotations, [12, 30]) == pytest.approx(2 * (2 / 3) * 1 / (2 / 3 + 1))
    # Of 20 rows halved and not cut: (10/20 x 1 + 10/20 x 1 + 20/20 x .5) / 2.
    assert covering(annotations, [10], 20) == pytest.approx((1 + 0.5) / 2)


def test_visible_series_are_segmented_better_than_by_silence(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "tcpd"
    labels = json.loads((folder / "annotations_visible.json").read_text(encoding="utf-8"))
    own, silent = [], []
    for name, told in labels.items():
        dataset = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        found = find_levels(as_csv(dataset, tmp_path / f"{name}.csv"))
        size = dataset["n_obs"]
        own.append((f1_score(told, found), covering(told, found, size)))
        silent.append((f1_score(told, ()), covering(told, (), size)))
    f1, cover = np.mean(own, axis=0)
    assert f1 >= 0.74, list(zip(labels, own, strict=True))
    assert cover >= 0.67, list(zip(labels, own, strict=True))
    assert f1 > np.mean(silent, axis=0)[0] + 0.05
