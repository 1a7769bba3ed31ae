"""What waits for a person: half-done uploads, rows that could not be read, sources that end too long ago."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.domain.needs import Need, NeedKind
from learning.domain.policies import SystemActor
from services.experiments.designing import ExperimentProposal, create_experiment
from services.imports.drafts import Upload
from services.needs import PROVIDERS, Asked, list_needs
from tests.services.callers import caller
from tests.services.experiments.bench import DESIGN, daily_file, open_bench
from tests.services.imports.workshop import Workshop, open_workshop

HEADER = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts\n"
FRESH = '1,"Thu, Nov 19, 2026",Hi,https://x.com/a/status/1,100,3,3,0,0,0,0,0\n'
BROKEN = '2,"Thu, Nov 19, 2026",Hi,https://x.com/a/status/2,many,3,3,0,0,0,0,0\n'
STALE = '3,"Tue, Nov 10, 2026",Hi,https://x.com/a/status/3,100,3,3,0,0,0,0,0\n'


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    with open_workshop(tmp_path) as opened:
        yield opened


def ask(workshop: Workshop, who: str = "ada") -> tuple[Need, ...]:
    now = workshop.clock.now()
    with workshop.store.read() as work:
        return list_needs(work, Asked(workshop.brand.id, who, now, now.date()))


def test_a_brand_whose_data_are_whole_and_fresh_needs_nothing(workshop: Workshop) -> None:
    assert ask(workshop) == ()
    workshop.commit(workshop.file("x.csv", HEADER + FRESH))
    assert ask(workshop) == ()


def test_ones_own_half_done_upload_waits_until_it_expires(workshop: Workshop) -> None:
    files = [Upload(name, io.BytesIO(HEADER.encode())) for name in ("july.csv", "may.csv")]
    draft = workshop.drafts.start(workshop.brand.id, caller("ada"), files)
    (need,) = ask(workshop)
    assert (need.kind, need.subject, need.count, need.page) == (NeedKind.HALF_DONE_UPLOAD, "july.csv", 2, "data")
    assert need.parameters == {"upload": draft.token}
    assert ask(workshop, "bob") == ()
    workshop.clock.wait(days=8)
    assert ask(workshop) == ()


def test_rows_that_could_not_be_read_wait_for_two_weeks_and_while_the_import_counts(workshop: Workshop) -> None:
    (report,) = workshop.commit(workshop.file("bad.csv", HEADER + FRESH + BROKEN))
    (need,) = ask(workshop)
    assert (need.kind, need.subject, need.count) == (NeedKind.REJECTED_ROWS, "bad.csv", 1)
    assert need.parameters == {"view": "Import history"}
    workshop.undo(report.batch_id or "")
    assert ask(workshop) == ()
    workshop.redo(report.batch_id or "")
    assert [need.kind for need in ask(workshop)] == [NeedKind.REJECTED_ROWS]
    workshop.clock.wait(days=15)
    assert NeedKind.REJECTED_ROWS not in {need.kind for need in ask(workshop)}


def test_a_source_that_ended_a_week_ago_waits(workshop: Workshop) -> None:
    workshop.commit(workshop.file("x.csv", HEADER + STALE))
    (need,) = ask(workshop)
    assert (need.kind, need.subject, need.count) == (NeedKind.STALE_SOURCE, "X", 11)
    workshop.commit(workshop.file("newer.csv", HEADER + FRESH))
    assert ask(workshop) == ()


def test_ab_tests_that_are_broken_or_answered_wait_and_many_of_a_kind_are_one_line(tmp_path: Path) -> None:
    with open_bench(tmp_path) as bench:
        for key, a, b in (("uneven", (1500, 75), (1200, 70)), ("winner", (1500, 75), (1500, 98))):
            bench.take(f"{key}.csv", daily_file(14, a, b), key=key, control="A", planned_n=40_000, days=14)
        broken, answered = ask(bench.workshop)
        assert (broken.kind, broken.subject, broken.page) == (NeedKind.TEST_BROKEN, "uneven", "ab_tests")
        assert (answered.kind, answered.subject, answered.count) == (NeedKind.TEST_ANSWERED, "winner", 1)
        assert answered.parameters == {"test": str(bench.listed("winner").experiment.id)}
        for key in ("one", "two", "three"):
            file = daily_file(7, (1500, 75), (1500, 75)).replace("A,2026-10-01,1500", f"A,2026-10-01,15{len(key)}0")
            bench.take(f"{key}.csv", file, key=key, finished=True)
        _, together = ask(bench.workshop)
        assert (together.kind, together.count, together.parameters) == (NeedKind.TEST_ANSWERED, 4, {})


def test_drafts_that_the_system_made_wait_in_one_line_and_those_of_people_do_not(tmp_path: Path) -> None:
    with open_bench(tmp_path) as bench:
        store, brand = bench.workshop.store, bench.workshop.brand
        for name, who in (("mine", "ada"), ("yours", SystemActor.ENGINE), ("ours", SystemActor.ENGINE)):
            proposal = ExperimentProposal(name=name, design=DESIGN)
            create_experiment(store, brand, proposal, who=caller(who), now=bench.workshop.clock.now())
            found = [need for need in ask(bench.workshop) if need.kind is NeedKind.TEST_DRAFTED]
            if name == "mine":
                assert found == []
        (need,) = found
        assert (need.count, need.page, need.parameters) == (2, "ab_tests", {"status": "Designed"})


def test_every_kind_is_registered_once_and_told_in_the_order_of_the_registry(workshop: Workshop) -> None:
    assert len(set(PROVIDERS)) == len(PROVIDERS)
    workshop.commit(workshop.file("x.csv", HEADER + STALE + BROKEN.replace("19", "10")))
    workshop.drafts.start(workshop.brand.id, caller("ada"), [Upload("a.csv", io.BytesIO(b"a"))])
    assert [need.kind for need in ask(workshop)] == [
        NeedKind.HALF_DONE_UPLOAD,
        NeedKind.REJECTED_ROWS,
        NeedKind.STALE_SOURCE,
    ]
