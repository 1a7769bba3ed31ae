"""Benchmarks: the same rows for the same number, every figure beside its reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.domain.errors import BadOption
from services.benchmarks.catalog import BENCHMARKS
from services.benchmarks.event_file import HEADER, write_events
from services.benchmarks.record import Measurement
from services.cli.bench import chosen_benchmarks


def test_events_are_the_same_for_the_same_number_and_no_two_share_their_key(tmp_path: Path) -> None:
    write_events(tmp_path / "a.csv", 1_003)
    write_events(tmp_path / "b.csv", 1_003)
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert lines == (tmp_path / "b.csv").read_text().splitlines()
    assert lines[0] == HEADER
    assert len({tuple(line.split(",")[:6]) for line in lines[1:]}) == 1_003


def test_a_ratio_says_how_the_reference_compares() -> None:
    assert Measurement("a", 4.0, "s", 1.0, "the bare way").ratio == 0.25
    assert Measurement("a", None, "s", 1.0, "the bare way", "not at hand").ratio is None


def test_the_subject_names_the_measurements_of_every_database_but_not_the_long_ones() -> None:
    assert [each.name for each in chosen_benchmarks(["import"])] == ["import", "import-postgres"]
    assert [each.name for each in chosen_benchmarks(["import-millions"])] == ["import-millions"]
    assert [each.name for each in chosen_benchmarks([])] == [each.name for each in BENCHMARKS if each.by_default]
    with pytest.raises(BadOption):
        chosen_benchmarks(["nothing"])
