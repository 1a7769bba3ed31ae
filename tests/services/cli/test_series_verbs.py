import json
from pathlib import Path

import numpy as np
import pytest

from db.engine import open_store
from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from services.analyses.reading import find_decomposition
from services.cli.main import main


def series_file(tmp_path: Path) -> Path:
    generator = np.random.default_rng(0)
    values = generator.normal(100, 5, 1_200) + 60 * (np.arange(1_200) >= 800)
    values[600] = 900
    stamps = np.datetime64("2026-01-05T00:00:00") + np.arange(1_200) * np.timedelta64(1, "h")
    path = tmp_path / "series.csv"
    lines = [f"{stamp},{value:.4f}" for stamp, value in zip(stamps, values, strict=True)]
    path.write_text("\n".join(["timestamp,value", *lines]) + "\n")
    return path


def test_anomalies_echo_each_row_with_score_alert_and_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["anomalies", "--json", "--input", str(series_file(tmp_path))]) == 0
    scores = json.loads(capsys.readouterr().out)["scores"]
    assert len(scores) == 1_200
    assert scores[600] == {
        "timestamp": "2026-01-30T00:00:00",
        "value": 900.0,
        "score": pytest.approx(scores[600]["score"]),
        "alert": True,
        "kind": "point",
    }
    assert all(0 <= one["score"] <= 1 for one in scores)
    assert scores[0] == {"timestamp": "2026-01-05T00:00:00", "value": scores[0]["value"]} | {
        "score": 0.0,
        "alert": False,
        "kind": None,
    }


def test_changepoints_are_zero_based_rows_and_never_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["changepoints", "--json", "--input", str(series_file(tmp_path))]) == 0
    assert json.loads(capsys.readouterr().out) == {"changepoints": [800]}


@pytest.mark.parametrize("verb", ["anomalies", "changepoints"])
def test_a_file_that_is_no_series_is_refused_in_words(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("timestamp,value\n")
    assert main([verb, "--json", "--input", str(path)]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "empty_file"
    assert "no rows" in error["message"]


def test_alerts_are_told_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["anomalies", "--input", str(series_file(tmp_path))])
    assert "2026-01-30T00:00:00  900  point" in capsys.readouterr().out


def test_an_import_is_followed_by_analyses_that_pages_can_read(tmp_path: Path, sqlite_url: str) -> None:
    rows = [f"2026-{1 + day // 28:02d}-{1 + day % 28:02d},{100 + day % 7},{5 + day % 3}" for day in range(140)]
    path = tmp_path / "daily.csv"
    path.write_text("\n".join(["Date,Impressions,Likes", *rows]) + "\n")
    answers = ["--answer", "platform=x", "--answer", "account=acme"]
    assert main(["import", "--database", sqlite_url, "--json", str(path), *answers]) == 0
    store = open_store(sqlite_url)
    with store.read() as work:
        (brand,) = work.brands.list_all()
        found = find_decomposition(work, brand.id, SeriesKey("engagement_rate", Basis.ACTIVITY))
        assert work.analyses.seen_version(brand.id) == brand.data_version
    store.close()
    assert found is not None
    assert found.result is not None
    assert found.result.n == 140
