from __future__ import annotations

import time

import pytest

from learning.domain.experiment_records import ExperimentQuery, ExperimentState
from services.experiments.analysing import load_case, view_experiment
from services.experiments.library import Tag, list_experiments, list_tags, suggest_tests, what_works
from tests.services.experiments.bench import Bench, daily_file

HOOKS = {"question": 1.2, "story": 1.0}


def library(bench: Bench, tests: int = 6) -> None:
    rows = ["test,variant,topic,hook,users,clicks"]
    for number in range(tests):
        hook = list(HOOKS)[number % 2]
        rows.append(f"test {number},control,topic {number},{hook},20000,1000")
        rows.append(f"test {number},variant,topic {number},{hook},20000,{round(1000 * HOOKS[hook]) + 3 * number}")
    report = bench.take("library.csv", "\n".join(rows), finished=True, days=14)
    assert report.error is None


def test_tests_are_found_by_words_tags_state_and_verdict(bench: Bench):
    library(bench)
    bench.create("Draft about rain", hypothesis="Umbrellas sell")
    assert bench.page().total == 7
    assert bench.page().states[ExperimentState.RUNNING] == 6
    wanted = {
        "UMBRELLAS rain": 1,
        "topic 3": 1,
        "100%": 0,
    }
    assert {text: bench.page(ExperimentQuery(text=text)).total for text in wanted} == wanted
    assert bench.page(ExperimentQuery(hook="question")).total == 3
    assert bench.page(ExperimentQuery(finished=True)).total == 6
    assert bench.page(ExperimentQuery(states=(ExperimentState.DRAFT,))).total == 1
    assert bench.page(ExperimentQuery(verdict="ship")).total == 3
    page = bench.page(limit=2, offset=2)
    assert (len(page.tests), page.total) == (2, 7)
    assert list_tags(bench.store, bench.brand)["hook"] == ("question", "story")


def test_what_usually_works_is_put_together_by_tag_and_drawn_to_the_middle(bench: Bench):
    library(bench)
    question, story = what_works(bench.store, bench.brand, Tag.HOOK)
    assert (question.tag, question.tests, story.tag) == ("question", 3, "story")
    assert question.low > 0
    assert story.low < 0.02
    assert question.lift < question.raw


def test_the_next_test_is_suggested_where_the_answer_is_worth_most(bench: Bench):
    library(bench)
    found = suggest_tests(bench.store, bench.brand, candidates={Tag.HOOK: ["riddle", "question"]}, limit=20)
    assert [each.worth for each in found] == sorted((each.worth for each in found), reverse=True)
    by_value = {each.value: each for each in found}
    assert by_value["riddle"].tests == 0
    # Three tests agree on questions: little is left to learn of them.
    assert by_value["riddle"].worth > by_value["question"].worth
    assert suggest_tests(bench.store, bench.brand, candidates={}, metric="nothing") == ()


def test_the_prior_of_a_test_comes_from_the_other_finished_ones(bench: Bench):
    library(bench, 8)
    record = bench.listed("test 0").experiment
    _, prior = load_case(bench.store, bench.brand, record.id)
    assert prior.tests == 7
    assert 0.04 < prior.mean < 0.16
    assert "7 finished tests of clicks" in prior.source


def test_a_brand_without_tests_has_an_empty_library(bench: Bench):
    assert bench.page().tests == ()
    assert what_works(bench.store, bench.brand, Tag.HOOK) == ()
    assert suggest_tests(bench.store, bench.brand) == ()
    assert suggest_tests(bench.store, bench.brand, candidates={Tag.HOOK: ["story"]})[0].value == "story"


def test_the_list_and_the_page_of_a_test_tell_the_same(bench: Bench):
    bench.take("t.csv", daily_file(14, (1500, 75), (1500, 98)), control="A", planned_n=40_000, days=14)
    listed = bench.listed("t")
    view = view_experiment(bench.store, bench.brand, listed.experiment.id, who="ada", clock=bench.clock)
    assert listed.summary is not None
    assert view.report is not None
    [result] = view.report.of("clicks")
    summary = listed.summary
    assert (summary.verdict, summary.reason, summary.n) == (
        view.report.verdict.word.value,
        view.report.verdict.reason,
        view.report.n,
    )
    assert (summary.lift, summary.low, summary.high) == pytest.approx(
        (result.shown.lift, result.shown.low, result.shown.high)
    )


@pytest.mark.slow
def test_ten_thousand_tests_are_listed_without_delay(small_bench: Bench):
    rows = ["test,variant,users,clicks"]
    for number in range(10_000):
        rows += [f"t{number},control,1000,{50 + number % 7}", f"t{number},variant,1000,{50 + number % 11}"]
    report = small_bench.take("many.csv", "\n".join(rows), finished=True, days=14)
    assert report.test_count == 10_000
    best = []
    for _ in range(3):
        start = time.perf_counter()
        page = list_experiments(small_bench.store, small_bench.brand, ExperimentQuery(), small_bench.clock, limit=50)
        best.append(time.perf_counter() - start)
    assert (page.total, len(page.tests)) == (10_000, 50)
    assert all(each.summary is not None for each in page.tests)
    assert min(best) < 0.3
