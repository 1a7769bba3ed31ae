"""The day's steps: each on the ground of the one before, on made-up hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from learning.domain.experiment_advice import Advice
from learning.domain.feedback import Label, ModelVersion
from learning.domain.jobs import JobRun, RunState
from learning.domain.outcome_models import ErrorPair, HeldOutScores, ModelMethod, ModelTask, OutcomeVersion
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from services.bootstrap import Services, open_services
from services.brands import add_brand
from services.callers import Operator
from services.imports.requests import ImportRequest
from services.imports.sources import GivenFile
from services.jobs.catalogue import JOBS
from services.jobs.daily import ADVICE_WORDS, DAILY, WEEKLY
from services.jobs.leader import Leader
from services.jobs.performing import Ended, Ending, perform
from services.jobs.schedules import DAY
from services.parameters.definitions import define_parameter
from services.settings import load_settings
from tests.services.callers import caller

MIDNIGHT = int(datetime(2026, 11, 21, tzinfo=UTC).timestamp())
HOUR = 3_600


class Clock:
    moment = MIDNIGHT + 7 * HOUR

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.moment, UTC)


HEADER = "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits"


@pytest.fixture
def services(sqlite_url: str, tmp_path: Path) -> Iterator[Services]:
    """A brand whose one source ends ten days before."""
    settings = load_settings({"DATABASE_URL": sqlite_url, "BELLWETHER_DATA_DIR": str(tmp_path)})
    opened = open_services(settings, Clock())
    brand = add_brand(opened.store, "Acme", Clock())
    file = tmp_path / "account_overview_analytics.csv"
    days = [f'"{date(2026, 11, day):%a, %b} {day}, 2026",{day}00,{day},9,1,1,1,0,1,1,5' for day in range(1, 12)]
    file.write_text("\n".join([HEADER, *days]) + "\n", encoding="utf-8")
    (report,) = opened.imports.commit(
        ImportRequest(brand=brand, who=caller("ann"), files=(GivenFile(file, file.name),))
    )
    assert report.batch_id is not None, report
    yield opened
    opened.close()


def work_through(services: Services, now: int) -> dict[str, JobRun]:
    leader = Leader(services.store, (*DAILY, *WEEKLY), "me")
    while (taken := leader.take_next(now)) is not None:
        leader.settle(taken, perform(taken.job, taken.run, services), now)
    with services.store.read() as work:
        return {run.job: run for run in reversed(work.jobs.list_history())}


def test_the_days_steps_run_in_their_order_and_say_what_came_of_them(services: Services) -> None:
    runs = work_through(services, MIDNIGHT + 7 * HOUR)
    assert {run.state for run in runs.values()} == {RunState.DONE}
    assert "configuration" not in runs, "it is not eight yet"
    steps = [job.name for job in DAILY if job.name != "configuration"]
    assert sorted(steps, key=lambda name: runs[name].id) == steps
    assert runs["collection"].outcome == "0 of 1 sources are up to date; late: Acme: X."
    assert runs["results"].outcome == "No A/B test waits for anybody."
    assert runs["performance"].rows
    assert runs["test_setup"].outcome == "Nothing new is worth a test."
    assert runs["rollouts"].outcome == "0 went on; no change is on its way."
    assert work_through(services, MIDNIGHT + 7 * HOUR) == runs, "a step runs once a day"


def test_at_eight_and_at_the_end_of_the_week_it_is_said_what_serves_and_what_held(services: Services) -> None:
    with services.store.read() as work:
        (brand,) = work.brands.list_all()
    define_parameter(
        services.store,
        ParameterKey(brand.id, "newsletter", "send", "hour"),
        ParameterSpec(ParameterKind.INTEGER, 6, 22, 1),
        9,
        who=services.caller(Operator("ann")),
    )
    for day in range(8):
        runs = work_through(services, MIDNIGHT + day * DAY + 9 * HOUR)
    assert runs["configuration"].outcome == "1 parameters serve; none is new since yesterday."
    assert "Acme: " in (runs["evaluation"].outcome or "")
    assert "0 of 0 guesses were right" in (runs["evaluation"].outcome or "")
    for step in ("validation", "rollback_prepared", "deployment"):
        assert runs[step].outcome == "No model has learned yet: the shipped rules serve."


def test_a_test_that_was_drafted_is_named_and_every_advice_has_its_words(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = SimpleNamespace(name="Hook: number against as usual")
    monkeypatch.setattr("services.jobs.daily.draft_tests", lambda *_given, **_named: (record,))
    runs = work_through(services, MIDNIGHT + 7 * HOUR)
    assert runs["test_setup"].outcome == "Drafted: “Hook: number against as usual”. A person starts them."
    assert set(ADVICE_WORDS) == set(Advice)


def test_a_model_that_cannot_be_read_is_told_before_somebody_needs_it(services: Services) -> None:
    with services.store.write() as work:
        (brand,) = work.brands.list_all()
        made = ModelVersion(Label.FEELING, 0, 1, "ann", 1, 40, 40, 0.7, 0.5, 0.01, "better", True, b"broken")
        work.feedback_models.add_version(brand.id, made)
        work.commit()
    job = next(one for one in WEEKLY if one.name == "rollback_prepared")
    ended = perform(job, JobRun(1, job.name, 0, RunState.RUNNING, 1, 1, 0), services)
    assert ended.ending is Ending.FAILED
    assert "Version 1 of the feeling of Acme cannot be read" in ended.words


def test_so_is_a_model_of_posts_that_cannot_be_read(services: Services) -> None:
    pair = ErrorPair(0.5, 0.4)
    scores = HeldOutScores(400, pair, pair, 0.9, 0.7, (0.6,))
    made = OutcomeVersion(
        ModelTask.ENGAGEMENT,
        0,
        ModelMethod.BOOSTING,
        1,
        "ann",
        20_500,
        480,
        scores,
        0.01,
        "better",
        True,
        "",
        b"broken",
    )
    with services.store.write() as work:
        (brand,) = work.brands.list_all()
        work.outcome_models.add_version(brand.id, made)
        work.commit()
    job = next(one for one in WEEKLY if one.name == "rollback_prepared")
    ended = perform(job, JobRun(1, job.name, 0, RunState.RUNNING, 1, 1, 0), services)
    assert ended.ending is Ending.FAILED
    assert "Version 1 of the engagement of Acme cannot be read" in ended.words


def test_a_step_whose_ground_failed_is_left_out_and_says_so(services: Services) -> None:
    leader = Leader(services.store, DAILY, "me")
    now = MIDNIGHT + 7 * HOUR
    for _ in range(3):
        taken = leader.take_next(now)
        assert taken is not None
        assert taken.job.name == "collection"
        leader.settle(taken, Ended(Ending.FAILED, "No."), now)
        now += 600
    runs = work_through(services, now)
    assert [runs[name].state for name in ("patterns", "performance", "results")] == [RunState.SKIPPED] * 3
    assert "'00:00 Data collected', which this builds on, was not done." in (runs["patterns"].outcome or "")


def test_the_next_day_begins_again(services: Services) -> None:
    work_through(services, MIDNIGHT + 7 * HOUR)
    work_through(services, MIDNIGHT + DAY + 7 * HOUR)
    with services.store.read() as work:
        assert len([run for run in work.jobs.list_history("results") if run.state is RunState.DONE]) == 2


def test_every_step_stands_in_the_catalogue_after_those_it_builds_on() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    for job in (*DAILY, *WEEKLY):
        assert job in JOBS
        assert all(names.index(before) < names.index(job.name) for before in job.after)
