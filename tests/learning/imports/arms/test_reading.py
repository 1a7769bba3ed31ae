"""Tables of A/B data, written by hand, against sums that were added up by hand."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.errors import BadMapping
from learning.domain.experiment_records import NO_LOOK, SumRow, Variant
from learning.imports.arms.reading import plan_arms, read_arms
from learning.imports.arms.records import ArmsReading, ReadSettings, Shape, ValueKind
from learning.imports.reading.columnar import read_columns
from learning.imports.reading.magic import FileKind

DAY = 86_400


def read(text: str, mapping: Mapping[str, str] | None = None, **settings: object) -> ArmsReading:
    content = text.encode()

    def events():
        return read_columns(io.BytesIO(content), FileKind.TEXT, file="t.csv", size=len(content))

    chosen = ReadSettings(key="the_test", **settings)
    plan = plan_arms(events, mapping or {}, chosen, file="t.csv")
    return read_arms(events, plan, chosen, file="t.csv")


def shape_of(text: str) -> Shape:
    content = text.encode()
    return plan_arms(
        lambda: read_columns(io.BytesIO(content), FileKind.TEXT, file="t.csv", size=len(content)),
        {},
        ReadSettings(),
        file="t.csv",
    ).shape


def rows_of(reading: ArmsReading, metric: str, **wanted: object) -> dict[str, SumRow]:
    found = {"segment": "", "variant": Variant.RAW, **wanted}
    return {
        row.arm: row
        for test in reading.tests
        for row in test.sums
        if row.metric == metric and all(getattr(row, name) == value for name, value in found.items())
    }


def reasons(reading: ArmsReading) -> dict[str, int]:
    return dict(reading.reasons)


def test_units_add_up_by_arm_day_and_segment():
    reading = read(
        "user_id,variant,date,device,converted,revenue\n"
        "u1,A,2026-03-01,phone,1,10.5\nu2,B,2026-03-01,phone,0,0\nu3,A,2026-03-02,desktop,0,0\nu4,B,2026-03-02,phone,1,4\n"
    )
    test = reading.tests[0]
    assert (test.key, test.arms, test.control) == ("the_test", ("A", "B"), None)
    assert {metric.name: metric.kind for metric in test.metrics} == {
        "converted": ValueKind.BINARY,
        "revenue": ValueKind.MONEY,
    }
    assert test.last_day == test.first_day + 1
    first = rows_of(reading, "revenue", day=test.first_day)
    assert (first["A"].n, first["A"].total, first["A"].squares) == (1, 10.5, 110.25)
    phones = rows_of(reading, "converted", segment="device=phone")
    assert (phones["B"].n, phones["B"].total, phones["B"].day, phones["B"].squares) == (2, 1.0, None, None)
    assert (reading.rows_read, reading.rows_used, reading.rows_rejected) == (4, 4, 0)


def test_a_unit_that_comes_twice_counts_once_and_one_in_two_arms_counts_in_none():
    reading = read("user,group,bought\n1,x,1\n2,y,0\n1,x,1\n3,x,0\n3,y,1\n4,y,1\n")
    sums = rows_of(reading, "bought")
    assert (sums["x"].n, sums["x"].total) == (1, 1.0)
    assert (sums["y"].n, sums["y"].total) == (2, 1.0)
    test = reading.tests[0]
    assert (test.doubled_units, test.units_in_several_arms) == (1, 2)
    assert {issue.row for issue in reading.issues if issue.code == "repeated"} == {4}
    assert {issue.row for issue in reading.issues if issue.code == "several_arms"} == {5, 6}


def test_every_fault_of_a_row_has_its_own_sentence_and_its_row():
    reading = read(
        "user,group,bought,rounds\n1,x,1,3\n2,,1,4\n,y,0,1\n3,y,NaN,2\n4,x,maybe,2\n5,y,1,-3\n6,x,0,1.5\n7,x,1,8\n8,y,0,9\n"
    )
    found = {(issue.row, issue.code) for issue in reading.issues}
    assert {
        (3, "no_version"),
        (4, "no_unit"),
        (5, "no_value"),
        (6, "number"),
        (7, "negative"),
        (8, "fraction"),
    } <= found
    bought, rounds = rows_of(reading, "bought"), rows_of(reading, "rounds")
    assert (bought["x"].n, bought["y"].n) == (3, 2)
    assert (rounds["x"].total, rounds["y"].total) == (3.0 + 2.0 + 8.0, 2.0 + 9.0)
    assert not any(issue.value and "user" in issue.value for issue in reading.issues)


def test_a_stray_value_among_yes_and_no_does_not_make_a_count_of_it():
    rows = "".join(f"{number},{'xy'[number % 2]},{number % 5 == 0:d}\n" for number in range(1, 1200))
    reading = read("user,group,converted\n" + rows + "5000,x,2\n5001,y,-1\n")
    assert {issue.code: issue.row for issue in reading.issues} == {"several": 1201, "negative": 1202}
    assert rows_of(reading, "converted")["x"].total == 120
    assert reading.tests[0].metrics[0].kind is ValueKind.BINARY


def test_an_extreme_unit_is_named_and_its_capped_sum_stays_beside_the_raw_one():
    rows = "".join(f"{number},{'xy'[number % 2]},{number % 7}\n" for number in range(2000))
    reading = read("user,group,rounds\n" + rows + "9999,x,50000\n")
    raw, capped = rows_of(reading, "rounds"), rows_of(reading, "rounds", variant=Variant.CAPPED)
    assert raw["x"].total - 50_000 == pytest.approx(capped["x"].total - 6, rel=0.01)
    assert raw["y"].total == capped["y"].total
    extreme = next(issue for issue in reading.issues if issue.code == "extreme")
    assert extreme.row == 2002
    assert "50,000" in extreme.reason


def test_a_ratio_and_a_value_before_the_test_keep_their_cross_products():
    reading = read(
        "user,group,revenue,orders,pre_revenue\n1,a,10,2,8\n2,b,9,3,1\n3,a,0,0,2\n", {"revenue": "ratio:orders"}
    )
    ratio = rows_of(reading, "revenue_per_orders")["a"]
    assert (ratio.total, ratio.base_total, ratio.base_squares, ratio.base_product) == (10.0, 2.0, 4.0, 20.0)
    reading = read("user,group,revenue,pre_revenue\n1,a,10,8\n2,b,9,1\n3,a,1,2\n")
    before = rows_of(reading, "revenue")["a"]
    assert (before.before_total, before.before_squares, before.before_product) == (10.0, 68.0, 82.0)


def test_aggregate_rows_are_taken_by_arm_and_segments_add_up_to_everybody():
    reading = read(
        "Variante;Gerät;Besucher;Konversionen\nKontrolle;Handy;1.000;50\nKontrolle;PC;500;40\nNeu;Handy;990;60\nNeu;PC;510;41\n"
    )
    test = reading.tests[0]
    assert test.control == "Kontrolle"
    sums = rows_of(reading, "konversionen")
    assert (sums["Kontrolle"].n, sums["Kontrolle"].total) == (1500, 90.0)
    assert rows_of(reading, "konversionen", segment="gerat=Handy")["Neu"].total == 60.0


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("B,100,120", "above_count"),
        ("B,-5,1", "negative"),
        ("B,100,-1", "negative"),
        ("B,10.5,1", "fraction"),
        ("B,100,2.5", "fraction"),
        (",100,5", "no_version"),
        ("B,,5", "no_count"),
        ("B,100,NaN", "no_value"),
        ("B,0,0", "no_units"),
        ("Total,500,50", "total_row"),
    ],
)
def test_a_bad_aggregate_row_is_told_by_its_row(row, code):
    reading = read(f"variant,users,conversions\nA,100,10\nC,100,12\nD,100,9\n{row}\n")
    assert [(issue.row, issue.code) for issue in reading.issues] == [(5, code)]
    assert "B" not in rows_of(reading, "conversions") or code == "no_units"
    assert "Total" not in reading.tests[0].arms


def test_a_test_of_one_version_is_left_out_and_said_so():
    units = read("user,test,group,bought\n1,t1,x,1\n2,t1,x,0\n3,t2,x,0\n4,t2,y,1\n")
    assert [test.key for test in units.tests] == ["t2"]
    assert [issue.code for issue in units.issues] == ["one_arm"]
    reading = read("test,variant,users,conversions\nt1,A,100,10\nt2,A,100,10\nt2,B,100,12\n")
    assert [test.key for test in reading.tests] == ["t2"]
    assert [issue.code for issue in reading.issues] == ["one_arm"]


def test_headlines_without_a_column_of_versions_are_the_versions_and_none_is_the_control():
    reading = read(
        "clickability_test_id,headline,impressions,clicks,winner\n"
        "a1,Dogs are great,1000,30,True\na1,Cats are great,1010,20,False\na1,Dogs are great,990,25,False\n"
    )
    test = reading.tests[0]
    assert test.arms == ("Dogs are great", "Cats are great")
    assert test.control is None
    assert rows_of(reading, "clicks")["Dogs are great"].n == 1990


def test_pairs_of_means_and_variances_become_sums_at_each_look():
    reading = read(
        "experiment_id,variant_id,metric_id,time_since_start,count_c,count_t,mean_c,mean_t,variance_c,variance_t\n"
        "e,1,4,0.5,10,12,2.5,3.5,1.5,2\ne,1,4,1.0,20,22,2.25,3,1,2\ne,1,4,1.5,30,33,2,3,,2\n"
    )
    test = reading.tests[0]
    assert (test.key, test.arms, test.control) == ("e / 1", ("control", "1"), "control")
    first = rows_of(reading, "metric_4", look=DAY // 2)["control"]
    assert (first.n, first.total) == (10, 25.0)
    assert first.squares == pytest.approx(1.5 * 9 + 25.0**2 / 10)
    assert "control" not in rows_of(reading, "metric_4", look=DAY * 3 // 2)
    assert [issue.code for issue in reading.issues] == ["no_variance"]


def test_totals_that_never_fall_over_a_week_are_running_totals():
    lines = [
        f"{arm},2026-03-{day:02d},{100 * day},{9 * day + extra}"
        for day in range(1, 9)
        for arm, extra in (("A", 0), ("B", day))
    ]
    reading = read("variant,date,visitors,conversions\n" + "\n".join(lines) + "\n")
    looks = sorted(row.look for row in reading.tests[0].sums if row.arm == "A")
    assert looks == [day * DAY for day in range(1, 9)]
    daily = read(
        "variant,date,visitors,conversions\nA,2026-03-01,100,9\nB,2026-03-01,100,9\nA,2026-03-02,90,9\nB,2026-03-02,101,9\n"
    )
    assert {row.look for row in daily.tests[0].sums} == {NO_LOOK}


def test_a_total_of_amounts_without_its_spread_is_left_out_with_a_reason():
    reading = read("variant,users,conversions,revenue\nA,100,10,900.5\nB,100,12,1100\n")
    assert [metric.name for metric in reading.tests[0].metrics] == ["conversions"]
    assert "revenue" in reading.notes[0]


def test_the_order_of_columns_and_rows_changes_nothing():
    one = read("user,group,bought\n1,x,1\n2,y,0\n3,x,0\n4,y,1\n5,y,1\n")
    other = read("bought,user,group\n1,5,y\n0,3,x\n1,4,y\n0,2,y\n1,1,x\n")
    assert rows_of(one, "bought") == rows_of(other, "bought")


@pytest.mark.parametrize("text", ["a,b\n1,2\n2,3\n", "user,score\n1,2\n2,3\n"])
def test_a_table_without_versions_is_refused_with_its_columns(text):
    with pytest.raises(BadMapping) as refusal:
        read(text)
    assert "--map COLUMN=arm" in refusal.value.fix


def test_a_mapping_outranks_the_words_and_a_wrong_one_is_refused():
    text = "who,side,won\n1,left,1\n2,right,0\n3,left,0\n4,right,1\n"
    reading = read(text, {"who": "unit", "side": "arm", "won": "metric"})
    assert reading.tests[0].arms == ("left", "right")
    for wrong in ({"nobody": "arm"}, {"side": "nonsense"}, {"side": "arm", "who": "arm"}):
        with pytest.raises(BadMapping):
            read(text, wrong)


def test_ids_as_versions_are_refused():
    text = "user,group,bought\n" + "".join(f"{n},g{n % 60},1\n" for n in range(600))
    with pytest.raises(BadMapping):
        read(text)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("userid,version,sessions,retention_1\n1,a,12,TRUE\n2,b,3,FALSE\n", Shape.UNITS),
        ("id,variant,users,conversions\n1,a,120,3\n2,b,130,4\n", Shape.TOTALS),
        ("n_control,n_treatment,conversions_control,conversions_treatment\n100,110,9,12\n", Shape.PAIRS),
        ("visitors_a,conversions_a,visitors_b,conversions_b,test\n100,9,110,12,t\n", Shape.PAIRS),
        ("subject line,sent,opens\nHello there,1000,200\nHi friend of ours,1000,240\n", Shape.TOTALS),
    ],
)
def test_what_a_row_is_follows_from_the_columns(text, shape):
    assert shape_of(text) is shape


def test_weeks_that_are_numbers_are_days_where_the_header_says_so():
    reading = read("test,variant,test_week,users,conversions\nt,A,201302,10,1\nt,B,201302,10,1\n")
    # Monday, 7 January 2013.
    assert reading.tests[0].first_day == 15712


@pytest.mark.parametrize("rates", [("4.0%", "5.5%"), ("4", "5.5"), ("0.04", "0.055")])
def test_a_rate_beside_the_counts_stands_for_the_conversions_where_nothing_else_does(rates):
    reading = read(f"variant,visitors,conversion rate\nA,1000,{rates[0]}\nB,2000,{rates[1]}\n")
    sums = rows_of(reading, "conversion_rate")
    assert (sums["A"].total, sums["B"].total) == (40, 110)
    counted = read("variant,visitors,conversions,conversion rate\nA,1000,41,4.0%\nB,2000,110,5.5%\n")
    assert [metric.name for metric in counted.tests[0].metrics] == ["conversions"]


def test_of_a_mailing_those_who_were_sent_to_are_counted_not_those_who_were_reached():
    reading = read("variant,delivered,sent,opens\nA,990,1000,200\nB,970,1000,210\n")
    assert rows_of(reading, "opens")["A"].n == 1000


def test_counts_are_found_behind_other_words_and_in_short_tables_by_their_size():
    named = read("Variant,Experiment Sessions,Experiment Conversions\nOriginal,1000,50\nVariant 1,1010,61\n")
    assert named.tests[0].control == "Original"
    assert rows_of(named, "experiment_conversions")["Variant 1"].n == 1010
    plain = read("variant,joined,looked\nA,40,900\nB,50,910\n")
    assert (rows_of(plain, "joined")["B"].n, rows_of(plain, "joined")["B"].total) == (910, 50.0)


def test_under_treatment_the_arm_zero_is_the_control_and_under_group_it_is_not():
    rows = "1,1,1\n2,0,0\n3,1,0\n4,0,1\n"
    assert read("user_id,treatment,bought\n" + rows).tests[0].control == "0"
    assert read("user_id,group,bought\n" + rows).tests[0].control is None
    totals = "variant,users,clicks\n".replace("variant", "is_treatment") + "false,100,5\ntrue,110,9\n"
    assert read(totals).tests[0].control == "false"


CELL = st.tuples(
    st.integers(0, 12), st.sampled_from("xyz"), st.sampled_from(["a", "b"]), st.integers(0, 1), st.integers(0, 50)
)


@given(st.lists(CELL, min_size=1, max_size=60))
def test_sums_equal_those_that_are_added_up_row_by_row(drawn):
    rows = [(100 + place, arm, "a", place % 2, place) for place, arm in enumerate("xyzxyz")] + drawn
    arms_of: dict[int, set[str]] = {}
    for unit, arm, *_ in rows:
        arms_of.setdefault(unit, set()).add(arm)
    seen: set[int] = set()
    expected: dict[tuple[str, str], list[float]] = {}
    for unit, arm, segment, won, rounds in rows:
        if len(arms_of[unit]) > 1 or unit in seen:
            continue
        seen.add(unit)
        for where in ("", f"device={segment}"):
            sums = expected.setdefault((arm, where), [0, 0, 0, 0])
            for place, value in enumerate((1, won, rounds, rounds**2)):
                sums[place] += value
    text = "user_id,variant,device,won,rounds\n" + "".join(
        f"u{unit},{arm},{segment},{won},{rounds + 100}\n" for unit, arm, segment, won, rounds in rows
    )
    reading = read(text, {"variant": "arm", "device": "segment"})
    found = {(row.arm, row.segment): row for test in reading.tests for row in test.sums if row.metric == "won"}
    more = {(row.arm, row.segment): row for test in reading.tests for row in test.sums if row.metric == "rounds"}
    assert {key: (row.n, row.total) for key, row in found.items()} == {
        key: (sums[0], sums[1]) for key, sums in expected.items()
    }
    for key, (n, _, total, squares) in expected.items():
        assert more[key].total == total + 100 * n
        assert more[key].squares == squares + 200 * total + 10_000 * n
