from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_verdicts import Rule, VerdictWord
from learning.domain.experiments import ArmSums, GoodWay, MetricKind, MetricSpec, TestPlan, TestState
from learning.experiments.analysis import analyse_test
from learning.experiments.design_checks import plan_of
from ui.experiments.charts import EffectRow, effect_figure
from ui.experiments.effects import worth_of
from ui.experiments.words import arm_name, chance_words, headline_words, lift_words, short_words, units_words

DESIGN = ExperimentDesign(
    (MetricSpec("clicks", MetricKind.BINOMIAL),),
    (ArmDesign("A", is_control=True), ArmDesign("B", title="Leaf <b>emoji</b>")),
    running_share=0.4,
)


def report(a: tuple[int, int], b: tuple[int, int], *, days: float = 14):
    plan: TestPlan = plan_of(DESIGN)
    sums = {"clicks": [ArmSums("A", a[0], a[1]), ArmSums("B", b[0], b[1])]}
    return analyse_test(plan, sums, TestState(days, is_over=True))


def test_a_winner_is_named_with_its_range_in_words():
    words = headline_words(DESIGN, report((20_000, 1_000), (20_000, 1_300)))
    assert words.startswith("Leaf <b>emoji</b> (B) is better: +")
    assert words.endswith("(95\u00a0% range)")


def test_a_loser_says_what_is_kept_and_how_much_worse_it_was():
    words = headline_words(DESIGN, report((20_000, 1_300), (20_000, 1_000)))
    assert words.startswith("Keep A: Leaf <b>emoji</b> (B) is worse: \u2212")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule.UNEVEN_SPLIT, "Don't trust this yet: uneven split"),
        (Rule.SEEN_TWICE, "Result paused: 2 versions reached the same people"),
    ],
)
def test_what_must_not_be_trusted_says_why(rule: Rule, words: str):
    assert short_words(VerdictWord.DONT_TRUST.value, rule.value, None) == words


def test_waiting_says_about_how_long():
    assert short_words("keep running", Rule.RUNNING.value, 6) == "Not enough people yet: about 6\u00a0days"
    assert short_words("keep running", Rule.RUNNING.value, None) == "Not enough people yet"


def test_nothing_is_ever_certain():
    assert chance_words(1.0) == "over 99.9\u00a0%"
    assert chance_words(0.0) == "under 0.1\u00a0%"
    assert chance_words(None) == "–"


def test_a_lift_without_a_range_has_no_brackets():
    assert lift_words(0.08, None, 0.2) == "about +8.0\u00a0%"
    assert lift_words(None, None, None) == "–"


def test_a_version_without_a_title_goes_by_its_label():
    assert arm_name(DESIGN, "A") == "A"
    assert arm_name(DESIGN, "unknown") == "unknown"


def test_where_less_is_better_a_drop_is_a_gain_with_its_ends_in_order():
    [result] = report((20_000, 1_300), (20_000, 1_000)).of("clicks")
    worth = worth_of(MetricSpec("complaints", MetricKind.BINOMIAL, GoodWay.DOWN), result, 2.0)
    assert worth.gain == pytest.approx(2.0 * 1_000 * 300 / 20_000)
    assert worth.low is not None
    assert worth.high is not None
    assert worth.low < worth.gain < worth.high


def test_names_of_strangers_are_no_markup_in_a_figure_and_an_endless_range_flattens_nothing():
    rows = [EffectRow("<b>x</b>", 0.1, 0.05, 0.15, "x"), EffectRow("y", 0.02, -0.9, 900.0, "y")]
    figure = effect_figure(rows)
    assert figure.layout.annotations[0].text == "<b>&lt;b&gt;x&lt;/b&gt;</b>"
    low, high = figure.layout.xaxis.range
    assert low < -0.3
    assert high < 1


@pytest.mark.parametrize(
    ("unit", "words"), [("user", "140\u00a0people"), ("post", "140\u00a0posts"), ("decision", "140\u00a0decisions")]
)
def test_a_test_of_posts_or_decisions_is_not_said_to_be_of_people(unit: str, words: str) -> None:
    assert units_words(replace(DESIGN, unit=unit), 140) == words
