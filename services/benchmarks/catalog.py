"""The benchmarks, one line each."""

from typing import Final

from services.benchmarks.actions import time_actions
from services.benchmarks.analysis import analyse_four_hundred_days
from services.benchmarks.anomalies import score_thousand_series
from services.benchmarks.components import time_components
from services.benchmarks.experiment_list import list_ten_thousand
from services.benchmarks.experiments import judge_thousands
from services.benchmarks.feedback import read_ten_thousand
from services.benchmarks.feedback_loop import take_up_ten_thousand
from services.benchmarks.imports import import_into_postgres, import_into_sqlite, import_millions
from services.benchmarks.pages import time_pages, time_pages_on_postgres
from services.benchmarks.record import Benchmark

BENCHMARKS: Final[tuple[Benchmark, ...]] = (
    Benchmark("import", "500,000 rows on SQLite beside sqlite3 .import", by_default=True, run=import_into_sqlite),
    Benchmark(
        "import-postgres", "500,000 rows on Postgres beside COPY FROM", by_default=True, run=import_into_postgres
    ),
    Benchmark(
        "experiments",
        "30,000 tests beside plain numpy and a loop over statsmodels",
        by_default=True,
        run=judge_thousands,
    ),
    Benchmark(
        "tests-list",
        "the list of 10,000 A/B tests beside one of 100",
        by_default=True,
        run=list_ten_thousand,
    ),
    Benchmark(
        "anomalies",
        "1,000 hourly series of 90 days beside a rolling z-score",
        by_default=True,
        run=score_thousand_series,
    ),
    Benchmark(
        "feedback",
        "10,000 notes of customers read and masked beside VADER alone",
        by_default=True,
        run=read_ten_thousand,
    ),
    Benchmark(
        "feedback-loop",
        "10,000 notes of one file kept and taken up, beside four times a quarter of them",
        by_default=True,
        run=take_up_ten_thousand,
    ),
    Benchmark(
        "analysis",
        "10,000 posts x 60 segments x 400 days, in full and after one more day, beside the bars and plain models",
        by_default=True,
        run=analyse_four_hundred_days,
    ),
    Benchmark(
        "actions",
        "an approval until another process sees it, 1,000 open proposals, 1,000,000 audit rows verified",
        by_default=True,
        run=time_actions,
    ),
    Benchmark(
        "components",
        "the list of components and the slowest of their pages on the demo brand, beside 100 ms",
        by_default=True,
        run=time_components,
    ),
    Benchmark(
        "pages",
        "the pages on 10,000,000 observations beside raw rows, a bare page and one person alone",
        by_default=True,
        run=time_pages,
    ),
    Benchmark(
        "pages-postgres",
        "the data of the pages on 10,000,000 observations on Postgres",
        by_default=False,
        run=time_pages_on_postgres,
    ),
    Benchmark("import-millions", "peak memory of 5,000,000 rows", by_default=False, run=import_millions),
)
