from __future__ import annotations

import threading
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from learning.domain.experiment_records import ExperimentState, Origin
from services.experiments.analysing import view_experiment
from services.experiments.import_records import ArmImportReport
from services.experiments.removing import remove_source
from tests.services.callers import caller
from tests.services.experiments.bench import Bench, daily_file

UNITS = "user_id,variant,clicked\n" + "".join(f"canary-{n},{'AB'[n % 2]},{int(n % 5 == 0)}\n" for n in range(40))


def test_a_file_is_stored_once_however_often_it_comes(bench: Bench):
    first = bench.take("t.csv", daily_file(3, (100, 10), (100, 12)), control="A")
    again = bench.take("renamed.csv", daily_file(3, (100, 10), (100, 12)), control="A")
    assert (first.error, first.reused, again.reused) == (None, False, True)
    assert again.source_id == first.source_id
    listed = bench.listed("t")
    assert (listed.experiment.data_version, listed.experiment.origin) == (1, Origin.IMPORTED)
    assert listed.summary is not None
    assert listed.summary.n == 600


def test_the_same_file_from_several_sides_at_once_is_stored_once(bench: Bench):
    path = bench.workshop.file("t.csv", daily_file(3, (100, 10), (100, 12)))
    found: list[ArmImportReport] = []
    threads = [threading.Thread(target=lambda: found.append(bench.take_file(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.error for report in found] == [None] * 4
    assert sum(not report.reused for report in found) == 1
    assert len({report.source_id for report in found}) == 1
    assert bench.page().total == 1


def test_a_newer_file_replaces_the_days_it_speaks_of_and_removing_it_brings_the_older_ones_back(bench: Bench):
    bench.take("t.csv", daily_file(10, (100, 10), (100, 12)), key="t", control="A")
    before = bench.listed("t").summary
    newer = bench.take("t2.csv", daily_file(10, (300, 30), (300, 50), first_day=8), key="t", control="A")
    middle = bench.listed("t").summary
    assert middle is not None
    assert middle.n == 7 * 200 + 10 * 600
    assert newer.source_id is not None
    report = remove_source(bench.store, bench.brand, newer.source_id, who=caller("ada"), clock=bench.clock)
    after = bench.listed("t").summary
    assert (report.tests, report.withdrawn) == (1, ())
    assert before is not None
    assert after is not None
    assert (after.n, after.verdict, after.lift) == (before.n, before.verdict, before.lift)


def test_a_test_that_only_one_file_told_of_goes_with_it(bench: Bench):
    report = bench.take("t.csv", daily_file(3, (100, 10), (100, 12)))
    assert report.source_id is not None
    removed = remove_source(bench.store, bench.brand, report.source_id, who=caller("ada"), clock=bench.clock)
    assert removed.withdrawn == ("t",)
    assert bench.page().total == 0
    assert bench.take("t.csv", daily_file(3, (100, 10), (100, 12))).reused is False


def test_a_designed_test_takes_a_file_of_its_versions_and_no_other(bench: Bench):
    record = bench.create(key="hooks")
    refused = bench.take("wrong.csv", daily_file(3, (100, 10), (100, 12)).replace("B,", "C,"), key="hooks")
    assert refused.error is not None
    assert "C" in refused.error.message
    taken = bench.take("right.csv", daily_file(3, (100, 10), (100, 12)), key="hooks")
    assert taken.error is None
    assert taken.tests[0].created is False
    listed = bench.listed("hooks")
    assert listed.experiment.id == record.id
    assert listed.experiment.state is ExperimentState.RUNNING


def test_nothing_of_a_bad_file_is_stored(small_bench: Bench):
    report = small_bench.take("t.csv", "test,variant,users,clicks\nt1,A,10,20\nt1,B,10,30\nt2,A,5,9\n")
    assert report.error is not None
    assert (report.error.code, report.source_id) == ("no_test", None)
    assert small_bench.page().total == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "empty_file"),
        ("header.csv", b"variant,users,clicks\n", "header_only"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "image"),
        ("broken.parquet", b"PAR1" + b"x" * 80, "damaged"),
        ("broken.zip", b"PK\x03\x04" + b"x" * 80, "damaged"),
        ("other.csv", b"date,views\n2026-01-01,4\n2026-01-02,5\n", "bad_mapping"),
    ],
)
def test_a_file_of_something_else_gets_its_own_sentence(small_bench: Bench, name, content, code):
    report = small_bench.take(name, content)
    assert report.error is not None
    assert report.error.code == code
    assert report.error.fix


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_dialects_and_zips_are_read_as_everywhere(small_bench: Bench, tmp_path, encoding):
    content = "Variante;Empfänger;Klicks\nKontrolle;1.000;50\nNeu;1.020;70\n".encode(encoding)
    small_bench.workshop.file("test.csv", content)
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("test.csv", content)
    report = small_bench.take_file(tmp_path / "t.zip")
    assert report.error is None
    assert (report.tests[0].control, report.tests[0].people) == ("Kontrolle", 2020)


def test_a_parquet_file_is_read_like_a_csv(small_bench: Bench, tmp_path):
    table = pa.table({"test_id": ["x", "x"], "headline": ["One", "Two"], "impressions": [900, 950], "clicks": [9, 20]})
    pq.write_table(table, tmp_path / "t.parquet")
    report = small_bench.take_file(tmp_path / "t.parquet")
    assert report.error is None
    assert report.tests[0].arms == ("One", "Two")


def test_no_id_of_a_unit_is_left_in_the_store(bench: Bench):
    report = bench.take("units.csv", UNITS + "canary-1,A,0\n")
    assert report.error is None
    with bench.store.connect(writes=False) as connection:
        for name in ("experiment", "experiment_sum", "experiment_source", "experiment_event", "experiment_summary"):
            rows = connection.execute(text(f"SELECT * FROM {name}")).all()  # noqa: S608 - names of tables
            assert not any("canary" in str(row) for row in rows), name


def test_units_in_two_versions_reach_the_verdict(bench: Bench):
    rows = "".join(f"u{n},{'AB'[n % 2]},{int(n % 5 == 0)}\n" for n in range(4000))
    rows += "".join(f"u{n},{'BA'[n % 2]},0\n" for n in range(400))
    report = bench.take("units.csv", "user_id,variant,clicked\n" + rows, finished=True, days=14)
    assert report.tests[0].units_in_several_arms == 800
    listed = bench.listed("units")
    assert listed.summary is not None
    view = view_experiment(bench.store, bench.brand, listed.experiment.id, who="ada", clock=bench.clock)
    assert view.report is not None
    assert view.report.verdict.rule.value == listed.summary.rule == "seen_twice"


def test_a_dry_run_tells_all_and_stores_nothing(small_bench: Bench):
    report = small_bench.take("t.csv", daily_file(3, (100, 10), (100, 12)), dry_run=True)
    assert (report.source_id, report.tests[0].id, report.tests[0].people) == (None, None, 600)
    assert small_bench.page().total == 0


def test_what_a_person_says_must_fit_the_file(small_bench: Bench):
    for options in ({"control": "Z"}, {"primary": "sales"}, {"weights": {"Z": 1.0}}, {"guardrails": {"sales": 0.1}}):
        report = small_bench.take("t.csv", daily_file(3, (100, 10), (100, 12)), **options)
        assert report.error is not None, options
        assert report.error.code == "bad_option"
