"""Imports through the service: what is stored, what is answered, and that nothing counts twice."""

from __future__ import annotations

import threading

import pytest

from learning.domain.enums import OnError, Outcome, QuestionKey
from learning.domain.errors import Refused
from learning.domain.imports import FileReport
from services.brands import add_brand
from services.imports.progress import Progress, Stage
from services.imports.requests import ImportRequest
from services.imports.sources import given_files
from tests.services.callers import caller
from tests.services.imports.workshop import Workshop, accounted

POSTS = """Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,\
Profile visits
1900000000000000001,"Tue, Jul 14, 2026",Hello #spring https://a.example/x,https://x.com/acme/status/1900000000000000001,1000,10,30,1,0,2,3,4,5
1900000000000000002,"Wed, Jul 15, 2026","Second, with a comma",https://x.com/acme/status/1900000000000000002,"2,000",20,60,2,0,0,6,8,10
"""
LATER = POSTS.replace(",1000,10,30,", ",1340,14,34,")


def counts(report: FileReport) -> dict[str, int]:
    return {outcome.value: count for outcome, count in report.tables[0].outcomes.items() if count}


def test_a_first_import_stores_every_row_with_the_totals_of_the_file(workshop: Workshop) -> None:
    [report] = workshop.commit(workshop.file("posts.csv", POSTS))
    assert report.error is None
    assert counts(report) == {"added": 2}
    assert report.tables[0].totals["impressions"] == 3000
    assert report.tables[0].totals["shares"] == 12, "reposts are shares; X's own Shares column is another thing"
    assert workshop.sum_of("impressions") == 3000


def test_the_same_file_again_also_renamed_answers_the_first_batch_and_changes_nothing(workshop: Workshop) -> None:
    [first] = workshop.commit(workshop.file("posts.csv", POSTS))
    before = workshop.facts()
    [again] = workshop.commit(workshop.file("copy of posts.csv", POSTS))
    assert again.batch_id == first.batch_id
    assert again.reused
    assert counts(again) == {"unchanged": 2}
    assert again.tables[0].totals == first.tables[0].totals
    assert workshop.facts() == before
    assert workshop.count()[0] == 1


def test_the_same_file_twice_at_once_makes_one_batch(workshop: Workshop) -> None:
    path = workshop.file("posts.csv", POSTS)
    answers: list[FileReport] = []
    threads = [threading.Thread(target=lambda: answers.extend(workshop.commit(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.batch_id for answer in answers}) == 1
    assert workshop.count() == (1, 2)


def test_a_file_twice_in_one_request_is_stored_once(workshop: Workshop) -> None:
    reports = workshop.commit(workshop.file("a.csv", POSTS), workshop.file("b.csv", POSTS))
    assert reports[0].batch_id == reports[1].batch_id
    assert workshop.count() == (1, 2)


def test_a_newer_capture_updates_only_what_differs_and_an_undo_brings_the_older_values_back(workshop: Workshop) -> None:
    workshop.commit(workshop.file("posts.csv", POSTS))
    before = workshop.facts()
    workshop.clock.wait(days=1)
    [later] = workshop.commit(workshop.file("later.csv", LATER))
    assert counts(later) == {"updated": 1, "unchanged": 1}
    assert workshop.sum_of("impressions") == 3340
    workshop.undo(str(later.batch_id))
    assert workshop.facts() == before


def test_a_preview_tells_what_a_commit_would_do_and_stores_nothing(workshop: Workshop) -> None:
    workshop.commit(workshop.file("posts.csv", POSTS))
    before, batches = workshop.facts(), workshop.count()
    workshop.clock.wait(days=1)
    path = workshop.file("later.csv", LATER)
    [dry] = workshop.preview(path)
    assert dry.batch_id is None
    assert counts(dry) == {"updated": 1, "unchanged": 1}
    assert dry.tables[0].changes[0].after - dry.tables[0].changes[0].before == 340
    assert (workshop.facts(), workshop.count()) == (before, batches)
    [real] = workshop.commit(path)
    assert counts(real) == counts(dry)
    assert real.tables[0].totals == dry.tables[0].totals


def test_a_redo_reads_the_stored_original_as_the_first_time(workshop: Workshop) -> None:
    path = workshop.file("posts.csv", POSTS)
    [first] = workshop.commit(path)
    stored = workshop.facts()
    path.unlink()
    workshop.undo(str(first.batch_id))
    assert workshop.facts() == {}
    again = workshop.redo(str(first.batch_id))
    assert again.batch_id == first.batch_id
    assert counts(again) == {"added": 2}
    assert sorted(v for v in workshop.facts().values() if v) == sorted(v for v in stored.values() if v)
    assert workshop.redo(str(first.batch_id)).reused


def test_rejected_rows_are_named_by_their_spreadsheet_row_and_the_others_are_stored(workshop: Workshop) -> None:
    broken = POSTS.replace(",1000,10,", ",many,10,")
    [report] = workshop.commit(workshop.file("posts.csv", broken))
    assert report.error is None
    assert counts(report) == {"added": 1, "rejected": 1}
    [error] = [issue for issue in report.tables[0].issues if issue.severity.value == "error"]
    assert (error.row, error.column, error.value) == (2, "Impressions", "many")
    assert error.fix
    path = report.tables[0].error_file
    assert path is not None
    with open(path, encoding="utf-8-sig") as stream:  # noqa: PTH123 - the report gives text
        assert stream.read().splitlines()[1].startswith("2,Impressions,many,")


def test_stopping_on_errors_stores_nothing_of_that_file_and_the_next_file_goes_on(workshop: Workshop) -> None:
    broken = workshop.file("broken.csv", POSTS.replace(",1000,10,", ",many,10,"))
    good = workshop.file("good.csv", LATER)
    stopped, stored = workshop.commit(broken, good, on_error=OnError.STOP)
    assert stopped.error is not None
    assert stopped.error.code == "rejected_rows"
    assert stopped.batch_id is None
    assert accounted(stopped)
    assert counts(stored) == {"added": 2}
    assert workshop.count() == (1, 2)


def test_a_table_with_an_open_question_waits_for_its_answer(workshop: Workshop) -> None:
    path = workshop.file("Overview.csv", "Date,Video Views,Profile Views,Likes,Comments,Shares\nAugust 31,5,1,2,0,1\n")
    [open_] = workshop.commit(path)
    assert open_.error is not None
    assert open_.error.code == "needs_answer"
    assert [question.key for question in open_.tables[0].questions] == [QuestionKey.YEAR]
    assert workshop.count() == (0, 0)
    [dry] = workshop.preview(path)
    assert dry.tables[0].totals["views"] == 5, "totals are told even while a question is open"
    [answered] = workshop.commit(path, answers={QuestionKey.YEAR: "2025"})
    assert answered.error is None
    assert str(answered.tables[0].date_min) == "2025-08-31"


def test_cancelling_between_chunks_leaves_nothing_of_the_file(workshop: Workshop) -> None:
    path = workshop.file("posts.csv", POSTS)
    stages: list[Stage] = []

    def watch(progress: Progress) -> None:
        stages.append(progress.stage)

    request = ImportRequest(
        workshop.brand, caller("ada"), given_files([path]), on_progress=watch, is_cancelled=lambda: bool(stages)
    )
    [report] = workshop.imports.commit(request)
    assert report.error is not None
    assert report.error.code == "cancelled"
    assert workshop.count() == (0, 0)
    assert stages == [Stage.READING]


def test_the_demo_brand_takes_no_imports(workshop: Workshop) -> None:
    demo = add_brand(workshop.store, "Demo", workshop.clock, is_demo=True)
    request = ImportRequest(demo, caller("ada"), given_files([workshop.file("posts.csv", POSTS)]))
    with pytest.raises(Refused, match="demo brand"):
        workshop.imports.commit(request)


def test_an_import_leaves_a_note_on_its_days_and_an_undo_takes_it_away(workshop: Workshop) -> None:
    [report] = workshop.commit(workshop.file("posts.csv", POSTS))
    with workshop.store.read() as work:
        [note] = work.annotations.list_between(workshop.brand.id, 0, 40_000)
    assert note.text == "Import: X 14–15 Jul 2026, 2 posts"
    workshop.undo(str(report.batch_id))
    with workshop.store.read() as work:
        assert work.annotations.list_between(workshop.brand.id, 0, 40_000) == []


def test_a_mapping_is_remembered_for_the_next_file_with_the_same_headers(workshop: Workshop) -> None:
    first = workshop.file("a.csv", "day,things shown\n2026-07-01,5\n2026-07-02,6\n")
    workshop.commit(first, mapping={"things shown": "impressions"})
    [second] = workshop.commit(workshop.file("b.csv", "things shown,day\n7,2026-07-03\n"))
    assert second.tables[0].totals == {"impressions": 7}


def test_unknown_number_columns_are_kept_as_extras(workshop: Workshop) -> None:
    [report] = workshop.commit(workshop.file("a.csv", "Date,Impressions,Sparkles\n2026-07-01,5,3\n2026-07-02,6,4\n"))
    assert report.tables[0].totals == {"impressions": 11, "extra.sparkles": 7}


def test_every_outcome_adds_up_to_the_rows_read(workshop: Workshop) -> None:
    text = "Date,Impressions,Likes\n2026-07-01,5,1\n2026-07-01,5,1\nTotal,10,2\n2026-07-02,x,1\n2026-07-03,7,1\n"
    [report] = workshop.commit(workshop.file("a.csv", text))
    assert accounted(report)
    assert counts(report) == {"added": 2, "skipped": 2, "rejected": 1}
    assert report.tables[0].outcomes[Outcome.SKIPPED] == 2
