"""The changes of the demo brand: in every state that a newcomer should meet, and all of them by the ordinary way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.judgements import Span
from learning.simulation.programs import PROGRAMS, SLOT_SECONDS, draw_visits, respond
from services.actions.ticking import tick
from services.bootstrap import Services, open_services
from services.brands import add_brand
from services.clock import MovedClock
from services.demo.actions import APPROVER, MARKETER, load_demo_actions
from services.demo.brand import play_demo_programs
from services.schema import migrate
from services.settings import load_settings

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder: Path = tmp_path_factory.mktemp("demo")
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder)})
    migrate(settings.database_url, backup_dir=folder / "backups")
    opened = open_services(settings, MovedClock(NOW))
    brand = add_brand(opened.store, "Demo", opened.clock, time_zone="Europe/Berlin", is_demo=True)
    load_demo_actions(opened.store, settings, brand, opened.clock)
    yield opened
    opened.close()


def test_a_newcomer_meets_changes_in_every_state_that_matters_and_all_of_them_have_their_history(services: Services):
    with services.store.read() as work:
        (brand,) = work.brands.list_all()
        records = work.actions.list_of(brand.id)
        states = Counter(record.state for record in records)
        assert set(states) >= {
            *(ActionState.DRAFT, ActionState.IN_REVIEW, ActionState.SCHEDULED, ActionState.ROLLING),
            *(ActionState.AWAITING_DECISION, ActionState.KEPT, ActionState.ROLLED_BACK, ActionState.REJECTED),
        }
        for record in records:
            events = work.action_log.list_events(record.id)
            assert events[-1].after is record.state
            assert {event.who for event in events} <= {MARKETER, APPROVER, "scheduler"}
            if record.progress.started_at is not None:
                assert [vote.voter for vote in work.action_log.list_votes(record.id)] == [APPROVER]
                treated, holdout = work.decisions.count_units(record.id, Span(0))
                assert min(treated, holdout) > 5
        decisions = [row.decision for row in work.action_log.list_ledger(brand.id)]
        broken = [record for record in records if record.progress.cause.startswith("guardrail broken")]
    assert sorted(decisions) == ["kept", "rolled_back", "rolled_back"]
    assert [record.draft.name for record in broken] == ["products_shown"]
    assert services.trail.verify(services.store).sound


def test_the_programs_go_on_after_a_pause_and_the_same_time_again_brings_nothing(services: Services):
    clock = services.clock
    assert isinstance(clock, MovedClock)
    clock.at = NOW + timedelta(days=2)
    parts = (services.store, services.parameters, services.decisions, clock)
    assert play_demo_programs(*parts) > 500
    assert play_demo_programs(*parts) == 0
    with services.store.read() as work:
        (brand,) = work.brands.list_all()
    tick(services.store, services.actions, clock, brand)
    with services.store.read() as work:
        by_name = {record.draft.name: record for record in work.actions.list_of(brand.id, {ActionState.ROLLING})}
        commands = [each.command for each in work.action_log.list_events(by_name["hero_hook"].id)]
    assert commands[-1] is ActionCommand.ADVANCE
    assert "items" in by_name, "what was scheduled has started"


def test_the_values_do_what_the_truth_says():
    program = PROGRAMS[0]
    rng = np.random.default_rng(1)
    base, evening = (
        np.mean([respond(program, {"send_hour": hour}, rng)["clicks"] for _ in range(4_000)]) for hour in (9, 18)
    )
    assert base == pytest.approx(program.mean, rel=0.03)
    assert evening / base == pytest.approx(1.18, rel=0.04)
    slot = int(NOW.timestamp()) // SLOT_SECONDS
    assert draw_visits(program, slot, 1) == draw_visits(program, slot, 1)
    day = [visit for number in range(144) for visit in draw_visits(program, slot + number, 1)]
    assert len(day) == pytest.approx(program.units_a_day, rel=0.25)
    assert len({visit.unit for visit in day}) == len(day)
