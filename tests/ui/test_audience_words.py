from datetime import date

from learning.domain.audience import (
    AudienceGrid,
    AudienceOffer,
    Enough,
    GapTier,
    GridQuery,
    LevelShare,
    MixDifference,
    MixQuery,
    MixReport,
    SegmentCell,
)
from learning.domain.digest import Sureness
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.intervals import Change
from learning.domain.trends import Scope
from learning.metrics.definitions import MetricUnit
from services.glossary import glossary
from tests.learning.insights.test_segments import gap
from ui.audience.charts import FAINTEST, GridCell, GridChart, RangeRow, grid_figure, range_figure
from ui.audience.choice import first_metric, gap_metrics, gap_splits, offered_metrics
from ui.audience.grid import grid_chart
from ui.audience.words import (
    SAME_MIX,
    counted_words,
    gap_finding,
    gap_numbers,
    headline_words,
    lift_words,
    mix_words,
    segment_words,
    sureness_words,
)

ENTRIES = {entry.name: entry for entry in glossary()}
CTR = ENTRIES["click_through_rate"]


def test_segments_are_named_as_people() -> None:
    assert segment_words((("persona", "Busy parents"), ("device", "mobile"))) == "people like *Busy parents* on phone"
    assert segment_words((("channel", "newsletter"),)) == "people on the channel *newsletter*"
    assert segment_words((("country", "DE"), ("age", "25-34"))) == "people in *DE* aged *25-34*"
    assert segment_words((("shoe_size", "42"),)) == "people with shoe size *42*"


def test_names_cannot_break_out_of_their_sentence() -> None:
    assert "*a\\*b*" in segment_words((("persona", "a*b"),))


def test_a_gap_says_which_way_and_how_far_in_words() -> None:
    low = gap({"persona": "Parents"}, -0.3, low=-0.4, high=-0.2, value=0.02, rest=0.03)
    assert gap_finding(low, CTR) == "People like *Parents* click less often"
    assert lift_words(low) == "about 20\u00a0% to 40\u00a0% lower (95 % range)"
    assert gap_numbers(low, CTR).startswith("2.00\u00a0% against 3.00\u00a0% for everyone else; about 20")
    assert gap_numbers(low, CTR).endswith("50\u00a0posts, each compared with itself.")


def test_a_range_over_zero_shows_both_signs() -> None:
    assert lift_words(gap({"device": "tablet"}, 0.1, low=-0.05, high=0.25)) == (
        "about −5.0\u00a0% to +25\u00a0% (95 % range)"
    )


def test_sureness_is_never_more_than_the_method_says() -> None:
    assert "0.1\u00a0% chance" in sureness_words(gap({"device": "a"}, 0.3, false_sign_rate=0.0001))
    assert "4\u00a0% chance" in sureness_words(gap({"device": "a"}, 0.3, false_sign_rate=0.04))
    assert "1 in 10" in sureness_words(gap({"device": "a"}, 0.3, tier=GapTier.WORTH_TESTING))
    needed = gap({"device": "a"}, 0.3, tier=GapTier.NOT_ENOUGH, more_needed=1187)
    assert "about 1,200\u00a0posts more" in sureness_words(needed)
    for tier in GapTier:
        assert "prove" not in sureness_words(gap({"device": "a"}, 0.3, tier=tier))


def test_the_title_is_a_finding_only_where_it_is_likely_real() -> None:
    sure, unsure = gap({"persona": "Parents"}, -0.3), gap({"persona": "P"}, -0.3, tier=GapTier.WORTH_TESTING)
    assert headline_words(CTR, [sure], ["persona", "device"]) == "People like Parents click less often"
    assert headline_words(CTR, [unsure], ["persona"]) == "Who has the best click-through rate?"
    assert headline_words(CTR, [sure], ["channel"]) == "Who has the best click-through rate?"


def report(*differences: MixDifference) -> MixReport:
    return MixReport(MixQuery(None, (), CTR.name), 0.02, 0.03, differences)  # type: ignore[arg-type] - not read


def test_what_differs_is_told_as_going_together_never_as_a_cause() -> None:
    level = LevelShare("video", 0.1, 0.4, 0.03, 0.04, -0.12)
    found = mix_words(report(MixDifference("format", -0.12, -0.05, (level,))), CTR)
    assert found[0] == (
        "**Format**: its other mix alone goes with about 12\u00a0% lower click-through rate: "
        "video 10.0\u00a0%, elsewhere 40.0\u00a0%."
    )
    assert "need not be the cause" in found[-1]
    assert mix_words(report(MixDifference("format", 0.001, -0.3, (level,))), CTR) == [SAME_MIX]


def test_units_are_counted_in_their_own_words() -> None:
    assert counted_words(1, CountedUnit.DAYS) == "1\u00a0day"
    assert counted_words(3, CountedUnit.UNITS) == "3\u00a0posts and days"


def offer(dimensions: tuple[str, ...], *names: str) -> AudienceOffer:
    splits = {(name,) for name in dimensions} | {("device", "persona")}
    return AudienceOffer(dimensions, {name: frozenset(splits) for name in names}, frozenset(names))


def test_the_eight_metrics_are_always_offered_and_gaps_are_looked_for_in_those_that_are_measured() -> None:
    found = offer(("persona", "device"), "click_through_rate", "likes")
    assert offered_metrics(found)[:2] == ("conversion_rate", "engagement_score")
    assert offered_metrics(found)[8:] == ("likes",)
    assert first_metric(found) == "click_through_rate"
    assert gap_splits(found) == (("persona", "device"), ("persona",), ("device",))
    assert gap_metrics(found) == ("click_through_rate",)
    assert found.beside("likes", "persona") == ("device",)


def test_a_brand_without_any_of_the_eight_is_compared_by_its_own_rates() -> None:
    found = offer(("country",), "average_watch_seconds", "views", "extra.share_of_views")
    assert first_metric(found) == "views"
    assert gap_metrics(found) == ("average_watch_seconds",)
    assert offered_metrics(found)[-1] == "extra.share_of_views"


def test_every_cell_shows_its_words_and_can_be_clicked() -> None:
    given = tuple(
        GridCell(0, place, "0.5", "0.4 to 0.6", "9 posts", 0.5, enough, "hover", f"note{place}")
        for place, enough in enumerate(Enough)
    )
    figure = grid_figure(GridChart(("Parents",), ("a", "b", "c"), given), "#0F172A")
    bars = [trace for trace in figure.data if trace.type == "bar"]
    cells, (stripes,) = bars[:3], bars[3:]
    assert [bar.customdata[0] for bar in cells] == ["note0", "note1", "note2"]
    assert stripes.customdata[0] == f"note{list(Enough).index(Enough.THIN)}", "a click on the stripes opens their cell"
    assert stripes.marker.pattern.shape == "/"
    assert stripes.marker.opacity > FAINTEST
    assert len({bar.marker.color for bar in cells}) == 2
    words = [text for trace in figure.data if trace.type == "scatter" for text in trace.text]
    assert {"<b>0.5</b>", "0.4 to 0.6", "9 posts"} <= set(words)


def test_an_arrow_marks_a_cell_that_changed_beyond_chance_and_no_other() -> None:
    value = MetricValue(0.03, 0.02, 0.04, 50, CountedUnit.POSTS, Basis.ACTIVITY, {})

    def cell(device: str, relative: float, sureness: Sureness) -> SegmentCell:
        change = Change(relative * 0.03, relative, relative - 0.1, relative + 0.1)
        segment = (("persona", "Parents"), ("device", device))
        return SegmentCell(segment, value, Enough.ENOUGH, None, value, change, 0.5, 100.0, 0.01, sureness)

    cells = {
        ("Parents", "a"): cell("a", 0.3, Sureness.REAL),
        ("Parents", "b"): cell("b", -0.3, Sureness.REAL),
        ("Parents", "c"): cell("c", 0.9, Sureness.CHANCE),
    }
    query = GridQuery(Scope(1, date(2026, 9, 1), date(2026, 9, 28)), "click_through_rate")
    found = AudienceGrid(
        query, Basis.ACTIVITY, ("Parents",), ("a", "b", "c"), cells, {}, {}, None, "impressions", None, 5, 100.0
    )
    assert [one.value[-1] for one in grid_chart(CTR, found).cells] == ["↑", "↓", "%"]


def test_ranges_are_drawn_from_low_to_high_and_few_data_hollow() -> None:
    rows = [
        RangeRow("a", 0.03, 0.02, 0.05, "a", Enough.ENOUGH, "a"),
        RangeRow("b", 0.01, None, None, "b", Enough.THIN, "b"),
    ]
    figure = range_figure(rows, MetricUnit.RATE, 0.02)
    sure, unsure = figure.data
    assert sure.error_x.array[0] == 0.05 - 0.03
    assert sure.error_x.arrayminus[0] == 0.03 - 0.02
    assert (sure.marker.symbol, unsure.marker.symbol) == ("circle", "circle-open")
    assert list(figure.layout.yaxis.categoryarray) == ["b", "a"]
