"""One upload is imported once, whatever is clicked, and always ends in something that can be shown."""

import threading
import time
from collections.abc import Callable

import pytest

from learning.domain.errors import Cancelled, NotFound
from ui.imports.runs import ImportRuns, RunStage, RunView

Report = Callable[[RunStage], None]
Stop = Callable[[], bool]


def _finished(runs: ImportRuns[int], token: str) -> RunView[int]:
    for _ in range(500):
        view = runs.view(token)
        if view and not view.running:
            return view
        time.sleep(0.01)
    raise AssertionError("the run did not end")


def test_two_clicks_start_one_import() -> None:
    runs: ImportRuns[int] = ImportRuns()
    started: list[int] = []
    gate = threading.Event()

    def work(report: Report, stop: Stop) -> int:
        started.append(1)
        gate.wait(5)
        return len(started)

    runs.start("a", work)
    runs.start("a", work)
    gate.set()
    assert _finished(runs, "a").result == 1
    runs.start("a", work)
    assert started == [1]


def test_a_page_sees_how_far_the_run_is() -> None:
    runs: ImportRuns[int] = ImportRuns()
    reported, gate = threading.Event(), threading.Event()

    def work(report: Report, stop: Stop) -> int:
        report(RunStage("saving", "june.csv", 3, 37))
        reported.set()
        gate.wait(5)
        return 0

    runs.start("a", work)
    assert reported.wait(5)
    view = runs.view("a")
    assert view is not None
    assert view.running
    assert view.at == RunStage("saving", "june.csv", 3, 37)
    gate.set()
    _finished(runs, "a")


def test_cancel_reaches_the_work_and_its_sentence_reaches_the_page() -> None:
    runs: ImportRuns[int] = ImportRuns()

    def work(report: Report, stop: Stop) -> int:
        for _ in range(500):
            if stop():
                raise Cancelled("The import")
            time.sleep(0.01)
        return 1

    runs.start("a", work)
    runs.cancel("a")
    view = _finished(runs, "a")
    assert view.result is None
    assert isinstance(view.error, Cancelled)


def test_a_failure_that_is_ours_gets_an_id_that_the_log_knows(caplog: pytest.LogCaptureFixture) -> None:
    runs: ImportRuns[int] = ImportRuns()

    def work(report: Report, stop: Stop) -> int:
        raise ZeroDivisionError

    runs.start("a", work)
    view = _finished(runs, "a")
    assert view.fault
    assert view.fault in caplog.text


def test_after_a_refusal_the_same_upload_can_be_tried_again() -> None:
    runs: ImportRuns[int] = ImportRuns()

    def refuse(report: Report, stop: Stop) -> int:
        raise NotFound("brand", "x")

    runs.start("a", refuse)
    assert isinstance(_finished(runs, "a").error, NotFound)
    runs.forget("a")
    runs.start("a", lambda report, stop: 7)
    assert _finished(runs, "a").result == 7


def test_a_token_without_a_run_has_no_view() -> None:
    assert ImportRuns[int]().view("nobody") is None
