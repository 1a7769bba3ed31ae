"""Ways to a conversion, from what programs report to the answer of the command."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from learning.domain.brands import Brand
from learning.simulation.programs import PROGRAMS, SLOT_SECONDS, draw_visits
from learning.simulation.visitors import CHANCE, DEVICE_FACTOR, draw_visitors
from services.bootstrap import Services, open_services
from services.brands import add_brand
from services.cli.main import main
from services.clock import MovedClock
from services.decisions import journeys
from services.decisions.recording import parts_of
from services.schema import migrate
from services.settings import load_settings

DAY = date(2026, 11, 3)
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
    migrate(settings.database_url, backup_dir=tmp_path / "backups")
    return open_services(settings, MovedClock(NOON + timedelta(days=2)))


def report(
    services: Services, brand: Brand, number: int, at: datetime, conversions: float | None, **told: object
) -> None:
    decision = {"decision_id": f"d{number}", "timestamp": at.isoformat(), "component": "mail", **told}
    services.decisions.take_decisions(brand, parts_of([decision]))
    if conversions is not None:
        metrics = {"conversions": conversions, "spend": 0.5}
        outcome = {"decision_id": f"d{number}", "timestamp": at.isoformat(), "metrics": metrics}
        services.decisions.take_outcomes(brand, parts_of([outcome]))


def test_contacts_are_joined_by_person_within_the_days_of_the_brand_and_no_other(services: Services) -> None:
    brand = add_brand(services.store, "Acme", services.clock, time_zone="Asia/Tokyo")
    other = add_brand(services.store, "Other", services.clock)
    anna = {"user_id": "anna@example.org", "session_id": "s1", "token_count": 40}
    report(services, brand, 1, NOON - timedelta(hours=1), 0, context={"device": "mobile"}, **anna)
    report(services, brand, 2, NOON, 1, context={"device": "desktop"}, **anna)
    # In Tokyo it is the next day already.
    report(services, brand, 3, datetime(2026, 11, 3, 15, 30, tzinfo=UTC), 1, user_id="ben")
    report(services, brand, 4, NOON, None)
    report(services, other, 5, NOON, 1, user_id="cleo")
    with services.store.read() as work:
        found = journeys.read_journeys(work, brand, DAY, DAY)
        contacts = work.decisions.list_contacts(brand.id, 0, 2**40, most=10, names=journeys.NAMES)
    assert (found.people, found.sessions, found.touches, found.nameless) == (1, 1, 2, 1)
    assert (found.converted.value, found.cross_device.value) == (1, 1)
    assert found.hours_to_conversion.value == 1
    assert found.tokens_per_conversion.value == 80
    assert found.spend_per_conversion.value == 1
    assert not any("anna" in one.person + one.session for one in contacts.touches)
    services.close()


def test_of_more_contacts_than_are_read_the_newest_count_and_it_is_said(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = add_brand(services.store, "Acme", services.clock)
    for number in range(5):
        report(services, brand, number, NOON + timedelta(minutes=number), 0, user_id=f"p{number}")
    monkeypatch.setattr(journeys, "MOST_DECISIONS", 3)
    with services.store.read() as work:
        found = journeys.read_journeys(work, brand, DAY, DAY)
    assert found.is_cut
    assert found.people == 3
    services.close()


def test_the_command_answers_in_json_and_says_why_there_is_nothing(
    services: Services, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = add_brand(services.store, "Acme", services.clock)
    report(services, brand, 1, NOON, None)
    services.close()
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(services.settings.data_dir))
    assert main(["journeys", "--from", "2026-11-03", "--to", "2026-11-03", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["people"] == 0
    assert "no program reports sessions" in answer["reason"]
    assert answer["converted"]["value"] is None
    assert main(["learning", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept_held"]["reason"] == "no change was kept so far"


def test_the_visitors_of_the_made_up_brand_come_again_and_convert_as_the_truth_says() -> None:
    program = PROGRAMS[1]
    contacts, people, expected, sold = 0, set[str](), 0.0, 0
    for slot in range(20_000, 20_000 + 40 * 144):
        visits = draw_visits(program, slot, 1)
        visitors = draw_visitors(program, visits, slot, 1)
        assert visitors == draw_visitors(program, visits, slot, 1)
        for visit, visitor in zip(visits, visitors, strict=True):
            contacts += 1
            people.add(visitor.person)
            expected += CHANCE[program.component] * DEVICE_FACTOR[visit.context["device"]]
            sold += visitor.conversions
    assert contacts == pytest.approx(40 * 144 * SLOT_SECONDS / 86_400 * program.units_a_day, rel=0.05)
    assert len(people) < 0.9 * contacts
    assert sold == pytest.approx(expected, abs=4 * expected**0.5)
