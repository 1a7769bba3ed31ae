from pathlib import Path

import numpy as np
import pytest

from learning.domain.errors import UnreadableFile
from services.series.checks import find_levels, score_file
from services.series.files import SeriesFile, read_series_file


def read(tmp_path: Path, text: str | bytes) -> SeriesFile:
    path = tmp_path / "series.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_series_file(path)


def test_a_plain_file_is_read_with_its_stamps_as_they_stand(tmp_path: Path) -> None:
    file = read(tmp_path, "timestamp,value\n2014-07-01 00:00:00,1.5\n2014-07-01 00:30:00,\n2014-07-01 01:00:00,1e3\n")
    assert file.stamps == ("2014-07-01 00:00:00", "2014-07-01 00:30:00", "2014-07-01 01:00:00")
    assert file.times is not None
    assert np.diff(file.times).tolist() == [1_800, 1_800]
    assert np.array_equal(file.columns[0], [1.5, np.nan, 1_000], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("timestamp;value\n01.02.2024;1.234,5\n02.02.2024;1.235\n13.02.2024;7\n", [1_234.5, 1_235, 7]),
        ("\ufefftimestamp\tvalue\r\n2024-02-01\t5\r\n2024-02-02\t6\r\n", [5, 6]),
        ('"value","timestamp"\n"-3","2024-02-01"\n"NaN","2024-02-02"\n"4","2024-02-03"\n', [-3, np.nan, 4]),
        ("2024-02-01,5\n2024-02-02,6\n", [5, 6]),
        ("timestamp,value\n1393577280,5\n1393577340,6\n", [5, 6]),
        ("timestamp,value\n\n2024-02-01,n/a\n2024-02-02,6\n\n", [np.nan, 6]),
        ("timestamp,value\n2024-02-01,1e300\n2024-02-02,-1e300\n", [1e300, -1e300]),
        ("timestamp,value\n2024-02-01,inf\n2024-02-02,2\n", [np.nan, 2]),
    ],
)
def test_files_as_people_write_them_are_understood(tmp_path: Path, text: str, values: list[float]) -> None:
    file = read(tmp_path, text)
    assert np.array_equal(file.columns[0], values, equal_nan=True)
    assert file.times is not None


def test_utf16_is_read(tmp_path: Path) -> None:
    file = read(tmp_path, "timestamp,value\n2024-02-01,5\n2024-02-02,6\n".encode("utf-16"))
    assert file.columns[0].tolist() == [5, 6]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no rows"),
        ("timestamp,value\n", "holds no rows"),
        ("timestamp,value\n2024-02-01,\n2024-02-02,NA\n", "none of its rows has a value"),
        ("timestamp,value\n2024-02-01,1\n2024-02-02,many\n", "row 3: 'many' is not a number"),
        ("when,how much\n2024-02-01,1\n", "no column value; its columns are when, how much"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, text)
    assert words in caught.value.message
    assert caught.value.fix


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_series_file(tmp_path / "nothing.csv")


def hourly_file(tmp_path: Path, *, reverse: bool = False) -> Path:
    generator = np.random.default_rng(0)
    stamps = np.datetime64("2026-01-05T00:00:00") + np.arange(1_440) * np.timedelta64(1, "h")
    lines = [f"{stamp},{generator.normal(100, 5):.2f}" for stamp in stamps]
    lines[1_000] = lines[1_000].partition(",")[0] + ",400"
    path = tmp_path / "hours.csv"
    path.write_text("\n".join(["timestamp,value", *(lines[::-1] if reverse else lines)]) + "\n")
    return path


def test_rows_are_scored_in_file_order_whatever_that_order_is(tmp_path: Path) -> None:
    forward = score_file(hourly_file(tmp_path))
    assert forward[1_000].alert
    backward = score_file(hourly_file(tmp_path, reverse=True))
    assert backward == forward[::-1]


def test_a_time_that_cannot_be_read_is_named_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text("timestamp,value\n2024-02-01,1\nyesterday,2\n")
    with pytest.raises(UnreadableFile, match="row 3: 'yesterday' is not a time"):
        score_file(path)


def test_a_new_level_is_named_by_the_row_of_the_file_despite_gaps_and_weekdays(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    lines = []
    for day in range(150):
        value = 100 * np.exp(generator.normal(0, 0.08)) * (0.6 if day % 7 >= 5 else 1) * (1.4 if day >= 90 else 1)
        text = "" if day % 11 == 3 else f"{value:.3f}"
        lines.append(f"{np.datetime64('2026-01-05') + day},{text}")
    path = tmp_path / "levels.csv"
    path.write_text("timestamp,value\n" + "\n".join(lines) + "\n")
    (row,) = find_levels(path)
    assert abs(row - 90) <= 2


def test_a_file_without_times_is_searched_for_a_weekly_shape(tmp_path: Path) -> None:
    generator = np.random.default_rng(2)
    values = [100 * np.exp(generator.normal(0, 0.05)) * (0.4 if day % 7 >= 5 else 1) for day in range(150)]
    path = tmp_path / "bare.csv"
    path.write_text("value\n" + "\n".join(f"{value:.3f}" for value in values) + "\n")
    assert find_levels(path) == ()


def test_columns_that_change_together_count_once(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    rows = [(row, generator.normal() + 5 * (row >= 60), generator.normal() - 5 * (row >= 62)) for row in range(120)]
    path = tmp_path / "two.csv"
    path.write_text("index,a,b\n" + "\n".join(f"{row},{a:.3f},{b:.3f}" for row, a, b in rows) + "\n")
    assert find_levels(path) == (60,)
