"""What an import says about a file can be held against the file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from learning.domain.enums import Basis, MeasureKind, Outcome, QuestionKey, Role, Severity, Unit
from learning.domain.imports import BoundColumn, FileReport, Issue, Question, Refusal, TableReport
from ui.imports.wording import (
    FileState,
    confidence_words,
    dates_words,
    extras_words,
    file_state,
    file_words,
    grouped_issues,
    plain,
    recognition_words,
    row_words,
)

COLUMNS = (
    BoundColumn(0, "Post id", "content_id", Role.CONTENT_ID, Unit.IDENTIFIER),
    BoundColumn(1, "Impressions", "impressions", Role.FACT, Unit.COUNT),
    BoundColumn(2, "Odd", "extra.odd", Role.MEASURE, Unit.NUMBER, MeasureKind.ADDITIVE),
    BoundColumn(3, "Engagement rate", "engagement_rate", Role.IGNORED, Unit.PERCENT),
)


def table(outcomes: Mapping[Outcome, int], questions: tuple[Question, ...] = ()) -> TableReport:
    return TableReport(
        file="a.csv",
        table="",
        batch_id=None,
        template="X posts (content)",
        platform="x",
        account="default",
        basis=Basis.LIFETIME,
        cut="posts",
        confidence=0.97,
        rows_read=sum(outcomes.values()),
        outcomes=outcomes,
        issues=(),
        issue_count=0,
        questions=questions,
        date_min=date(2026, 9, 1),
        date_max=date(2026, 9, 30),
        totals={},
        error_file=None,
        columns=COLUMNS,
    )


def report(*tables: TableReport, error: Refusal | None = None, reused: bool = False) -> FileReport:
    return FileReport("a.csv", None, error, tables, reused)


QUESTION = Question(QuestionKey.PERIOD, "No days in the file", (), "2026-09-01..2026-09-30")


@pytest.mark.parametrize(
    ("file", "state"),
    [
        (report(table({Outcome.ADDED: 3})), FileState.READY),
        (report(table({Outcome.UPDATED: 1, Outcome.UNCHANGED: 2})), FileState.READY),
        (report(table({Outcome.UNCHANGED: 3})), FileState.NOTHING_NEW),
        (report(table({Outcome.ADDED: 3}), reused=True), FileState.NOTHING_NEW),
        (report(table({}, (QUESTION,))), FileState.NEEDS_ANSWER),
        (report(error=Refusal("empty_file", "a.csv is empty", "Export again.")), FileState.REFUSED),
        (
            report(table({}, (QUESTION,)), error=Refusal("needs_answer", "leaves open", "Answer.")),
            FileState.NEEDS_ANSWER,
        ),
    ],
)
def test_the_state_of_a_file_follows_from_its_dry_run(file: FileReport, state: FileState) -> None:
    assert file_state(file) is state


def test_recognition_names_the_template_the_columns_and_how_sure_it_is() -> None:
    words = recognition_words(table({Outcome.ADDED: 1}), "X posts (content)").replace("\u00a0", " ")
    assert words == "This looks like **X posts \\(content\\)** (3 of 4 columns). We are sure."
    assert "guess" in confidence_words(0.2)
    assert "check" in confidence_words(0.6)


def test_columns_beyond_the_known_ones_are_counted_and_none_is_lost() -> None:
    words = extras_words(COLUMNS).replace("\u00a0", " ")
    assert words.startswith("1 column beyond the known ones will be kept")
    assert "1 column only repeat" in words
    assert extras_words(COLUMNS[:2]) == ""


def test_the_sentence_about_rows_adds_up_to_the_rows_read() -> None:
    words = row_words([table({Outcome.ADDED: 1200, Outcome.REJECTED: 2, Outcome.SKIPPED: 1})]).replace("\u00a0", " ")
    assert words == "1,203 rows: 1,200 new, 1 skipped, 2 we could not read"


def test_problems_are_grouped_by_what_to_do_with_errors_first() -> None:
    bad = Issue(7, "time", "31/31/2026", "not a date", "Write it as 2026-01-31.", Severity.ERROR, "date")
    odd = Issue(3, "likes", "-4", "a negative count", "Check the export.", Severity.WARNING, "implausible")
    groups = grouped_issues([odd, bad, replace(bad, row=9), odd, odd])
    assert [(severity, len(found)) for severity, _, _, found in groups] == [(Severity.ERROR, 2), (Severity.WARNING, 3)]


def test_an_upload_is_summed_up_by_the_states_of_its_files() -> None:
    files = [report(table({Outcome.ADDED: 3}))] * 36 + [report(table({}, (QUESTION,)))]
    assert file_words(files).replace("\u00a0", " ") == "37 files: 36 ready, 1 needs an answer"


def test_marks_of_a_file_are_shown_and_not_obeyed() -> None:
    assert plain("[click](http://x) `a` **b**\n# c") == "\\[click\\]\\(http\\://x\\) \\`a\\` \\*\\*b\\*\\* \\# c"


def test_rows_without_dates_have_a_dash_for_their_days() -> None:
    assert dates_words(None, None) == "–"
