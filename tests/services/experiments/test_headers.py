from __future__ import annotations

import pytest

from learning.domain.errors import BellwetherError
from services.experiments.headers import read_header
from services.imports.sources import GivenFile
from tests.services.experiments.bench import Bench


def header(bench: Bench, text: str) -> tuple[str, ...]:
    path = bench.workshop.file("t.csv", text)
    return read_header(bench.settings, GivenFile(path, "t.csv"))


def test_the_columns_of_a_file_are_named_also_where_no_test_can_be_read(small_bench: Bench) -> None:
    assert header(small_bench, "who;amount\n1;2\n3;4\n") == ("who", "amount")


def test_an_empty_file_is_refused_in_words(small_bench: Bench) -> None:
    with pytest.raises(BellwetherError):
        header(small_bench, "")
