from __future__ import annotations

from learning.domain.jobs import RunState
from services.jobs.catalogue import JOBS
from services.operations import flush_operations, track_operation
from tests.pages.conftest import OpenPage, texts
from tests.services.hand_made import HandMade


def test_without_a_worker_the_page_says_so_and_a_request_waits(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("health")
    assert "No worker is up" in texts(app)
    next(button for button in app.button if button.key == "run_uploads").click().run()
    assert "1\xa0request waiting" in texts(app)
    with acme.store.read() as work:
        assert [one.job for one in work.jobs.list_requests()] == ["uploads"]


def test_a_job_is_paused_and_resumed(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("health")
    next(button for button in app.button if button.key == "pause_uploads").click().run()
    assert "Paused: it runs only when asked." in texts(app)
    next(button for button in app.button if button.key == "pause_uploads").click().run()
    assert "Paused" not in texts(app)


def test_the_history_tells_what_failed_and_why(acme: HandMade, open_page: OpenPage) -> None:
    with acme.store.write() as work:
        lease = work.leases.take("me", 1_000, 30)
        assert lease
        run = work.jobs.claim("uploads", 600, lease, 1_000)
        assert run
        work.jobs.finish(run, RunState.FAILED, 1_003, rows=None, outcome="The disk is full.")
        work.commit()
    app = open_page("health", view="History")
    shown = app.dataframe[0].value
    assert shown["Why"].tolist() == ["The disk is full."]
    assert shown["Seconds"].tolist() == [3]
    assert shown["Job"].tolist() == ["Forget half-done imports"]


def test_runs_that_had_nothing_to_do_are_left_out_until_they_are_asked_for(acme: HandMade, open_page: OpenPage) -> None:
    with acme.store.write() as work:
        lease = work.leases.take("me", 1_000, 30)
        assert lease
        for slot, rows in ((600, 0), (1_200, 3)):
            run = work.jobs.claim("uploads", slot, lease, 1_000)
            assert run
            work.jobs.finish(run, RunState.DONE, 1_003, rows=rows, outcome="")
        work.commit()
    app = open_page("health", view="History")
    assert app.dataframe[0].value["Handled"].tolist() == [3]
    app.toggle(key="history_busy").set_value(False).run()
    assert sorted(app.dataframe[0].value["Handled"].tolist()) == [0, 3]


def test_a_job_that_failed_is_named_on_top_with_what_it_said_below(acme: HandMade, open_page: OpenPage) -> None:
    assert "failed" not in texts(open_page("health"))
    with acme.store.write() as work:
        lease = work.leases.take("me", 1_000, 30)
        assert lease
        run = work.jobs.claim("uploads", 600, lease, 1_000)
        assert run
        work.jobs.finish(run, RunState.FAILED, 1_003, rows=None, outcome="The disk is full.")
        work.commit()
    said = texts(open_page("health"))
    assert "The last run failed of “Forget half-done imports”." in said
    assert ": The disk is full. Next " in said


def test_each_job_stands_under_how_often_it_runs(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("health")
    assert [one.value for one in app.subheader] == ["Several times a day", "Every day", "Every week"]
    jobs = [button.key for button in app.button if str(button.key).startswith("run_")]
    assert len(jobs) == len(set(jobs)) == len(JOBS)


def test_timings_are_shown_by_operation(acme: HandMade, open_page: OpenPage) -> None:
    flush_operations(acme.store)
    with track_operation("import", "one file"):
        pass
    flush_operations(acme.store)
    app = open_page("health", view="Timings")
    assert "import: one file" in app.dataframe[0].value["What"].tolist()
