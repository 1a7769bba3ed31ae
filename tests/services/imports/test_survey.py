"""The first look at the files of an import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from learning.imports.context import PlanContext
from learning.imports.reading import columnar
from services.imports import survey
from services.imports.archives import Caps
from services.imports.sources import SourceFile, collect_sources, given_files
from services.imports.survey import survey_files
from tests.services.imports.workshop import Workshop

CONTEXT = PlanContext("UTC", datetime(2026, 11, 21, tzinfo=UTC))
ROWS = 7_000


def long_file(folder: Path, name: str, first: int) -> Path:
    lines = (f"2026-{1 + n % 10:02d}-{1 + n % 28:02d},post-{first + n},{n},{n % 7}\n" for n in range(ROWS))
    path = folder / name
    path.write_text("date,content_id,impressions,clicks\n" + "".join(lines), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _short_files_count_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "LONG", 0)
    monkeypatch.setattr(columnar, "STEP", 20_000)


def sources_of(folder: Path, count: int) -> tuple[SourceFile, ...]:
    paths = [long_file(folder, f"events-{number}.csv", number * ROWS) for number in range(count)]
    return collect_sources(given_files(paths), Caps(10**9))


def test_beginnings_are_kept_for_a_few_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MOST_KEPT", 2)
    found = survey_files(sources_of(tmp_path, 3), CONTEXT, wanted=lambda _: True)
    assert [file.beginning is not None for file in found.files] == [True, True, False]
    assert len(found.siblings) == 3


def test_a_table_without_company_is_not_asked_what_it_says_of_others(tmp_path: Path) -> None:
    assert survey_files(sources_of(tmp_path, 1), CONTEXT, wanted=lambda _: True).siblings == ()


def test_a_file_that_is_not_wanted_is_not_read(tmp_path: Path) -> None:
    found = survey_files(sources_of(tmp_path, 1), CONTEXT, wanted=lambda _: False)
    assert found.files[0].beginning is None
    assert found.siblings == ()


def test_a_kept_beginning_changes_nothing_in_what_is_imported(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = long_file(workshop.folder, "events.csv", 0)
    [kept] = workshop.preview(path)
    monkeypatch.setattr(survey, "MOST_KEPT", 0)
    [again] = workshop.preview(path)
    assert kept == again
    assert kept.tables[0].rows_read == ROWS
