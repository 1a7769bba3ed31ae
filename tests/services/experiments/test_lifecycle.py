from __future__ import annotations

import threading

import pytest

from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.experiment_records import EventKind, ExperimentState
from services.brands import add_brand
from services.experiments.analysing import find_experiment, view_experiment
from services.experiments.describing import Description, describe_experiment
from services.experiments.designing import ExperimentProposal, edit_experiment
from services.experiments.overlaps import find_overlaps
from services.experiments.predictions import Guess
from services.experiments.running import assign_units, start_experiment
from tests.services.callers import caller
from tests.services.experiments.bench import DESIGN, Bench, daily_file


def test_a_design_can_be_changed_until_it_starts(bench: Bench):
    record = bench.create()
    proposal = ExperimentProposal(name="Other name", design=DESIGN, topic="rain gear")
    edited = edit_experiment(bench.store, bench.brand, record.id, proposal, who=caller("bob"), now=bench.clock.now())
    assert (edited.name, edited.topic, edited.state) == ("Other name", "rain gear", ExperimentState.DRAFT)
    bench.start(edited)
    with pytest.raises(Refused):
        edit_experiment(bench.store, bench.brand, record.id, proposal, who=caller("bob"), now=bench.clock.now())
    view = view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)
    assert [event.kind for event in view.events] == [EventKind.CREATED, EventKind.EDITED, EventKind.STARTED]
    assert [event.who for event in view.events] == ["ada", "bob", "ada"]


def test_two_tests_of_one_name_get_two_keys_and_a_taken_key_is_refused(bench: Bench):
    assert [bench.create().key, bench.create().key] == ["short_hooks", "short_hooks_2"]
    with pytest.raises(BadOption):
        bench.create(key="short_hooks")
    with pytest.raises(BadOption):
        bench.create(name="  ")


def test_a_draft_has_no_report_and_a_started_test_without_people_says_so(bench: Bench):
    record = bench.create()
    view = view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)
    assert view.report is None
    bench.start(record)
    view = view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)
    assert view.report is not None
    assert view.report.verdict.rule.value == "no_data"


def test_a_running_test_assigns_everybody_to_the_same_version_every_time(bench: Bench):
    record = bench.create()
    units = [f"u{number}" for number in range(400)]
    with pytest.raises(Refused):
        assign_units(bench.store, bench.settings, bench.brand, record.id, units, clock=bench.clock)
    bench.start(record)
    first = assign_units(bench.store, bench.settings, bench.brand, record.id, units, clock=bench.clock)
    again = assign_units(bench.store, bench.settings, bench.brand, record.id, list(reversed(units)), clock=bench.clock)
    assert first == again
    assert 140 < list(first.values()).count("A") < 260
    other = bench.start(bench.create())
    assert assign_units(bench.store, bench.settings, bench.brand, other.id, units, clock=bench.clock) != first


def test_of_many_starts_at_once_one_counts(bench: Bench):
    record = bench.create()
    done: list[str] = []

    def start() -> None:
        try:
            start_experiment(bench.store, bench.brand, record.id, who=caller("x"), clock=bench.clock)
            done.append("started")
        except Refused as refusal:
            done.append(refusal.code)

    threads = [threading.Thread(target=start) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count("started") == 1
    assert set(done) <= {"started", "wrong_state", "changed_meanwhile"}
    view = view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)
    assert [event.kind for event in view.events].count(EventKind.STARTED) == 1


def test_a_test_of_another_brand_is_not_there(bench: Bench):
    record = bench.create()
    other = add_brand(bench.store, "Other", bench.clock)
    with pytest.raises(NotFound):
        view_experiment(bench.store, other, record.id, who="ada", clock=bench.clock)
    with pytest.raises(NotFound):
        find_experiment(bench.store, other, record.key)
    assert find_experiment(bench.store, bench.brand, str(record.id)).id == record.id


def test_a_person_completes_what_a_file_did_not_say_but_not_what_was_fixed_here(bench: Bench):
    report = bench.take("t.csv", daily_file(9, (900, 50), (300, 20)))
    test = report.tests[0].id or 0
    assert bench.listed("t").summary.rule == "uneven_split"  # type: ignore[union-attr]  # it was refreshed
    words = Description(control="A", weights={"A": 3.0, "B": 1.0}, topic="gifts")
    record = describe_experiment(bench.store, bench.brand, test, words, who=caller("ada"), clock=bench.clock)
    assert record.topic == "gifts"
    assert bench.listed("t").summary.rule != "uneven_split"  # type: ignore[union-attr]  # it was refreshed
    for wrong in (Description(control="Z"), Description(weights={"Z": 1.0}), Description(primary="sales")):
        with pytest.raises(BadOption):
            describe_experiment(bench.store, bench.brand, test, wrong, who=caller("ada"), clock=bench.clock)
    designed = bench.start(bench.create())
    with pytest.raises(Refused) as refusal:
        describe_experiment(
            bench.store, bench.brand, designed.id, Description(control="B"), who=caller("a"), clock=bench.clock
        )
    assert refusal.value.code == "design_fixed"


def test_tests_that_reach_the_same_people_at_once_are_named(bench: Bench):
    one = bench.start(bench.create("One"))
    bench.start(bench.create("Two"))
    bench.start(bench.create("Elsewhere", segment="Gift shoppers"))
    found = find_overlaps(bench.store, bench.brand, one.id, bench.clock)
    assert [overlap.name for overlap in found] == ["Elsewhere", "Two"] or [o.name for o in found] == [
        "Two",
        "Elsewhere",
    ]
    assert found[0].days == 14
    assert all(overlap.same_metric for overlap in found)
    third = bench.start(bench.create("Third", segment="City commuters"))
    names = {overlap.name for overlap in find_overlaps(bench.store, bench.brand, third.id, bench.clock)}
    assert names == {"One", "Two"}


def test_an_author_predicts_with_the_design(bench: Bench):
    record = bench.create(guess=Guess("B", 0.1, 0.7))
    view = view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)
    assert [(each.who, each.arm, each.lift) for each in view.predictions] == [("ada", "B", 0.1)]
    with pytest.raises(BadOption):
        bench.create(guess=Guess("Z"))
