"""From the alarm that a guardrail broke to the value that is back, over a restart, with a part that fails at first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.brands import Brand
from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.parameters import Cohort, Exposure
from learning.domain.policies import Policy, Role
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.actions.policies import change_policy
from services.actions.ticking import tick
from services.bootstrap import Services, services_of
from services.brands import add_brand
from services.callers import Operator
from services.delivery.channels import HookDraft, add_channel
from services.settings import load_settings
from tests import drafts
from tests.browser.conftest import PATIENCE_MS, running_server, settle
from tests.services.delivery.sinks import HttpSink, running

pytestmark = pytest.mark.browser
PASSWORD = "three green apples"
MOST_CLICKS, MOST_SECONDS = 3, 60
QUICK = Policy(bake_seconds=0, minimum_sample=20, window_seconds=86_400)
DRAFT = replace(drafts.DRAFT, ramp=(0.5, 1.0), holdout=0.5)


@dataclass(frozen=True, slots=True)
class World:
    """The store that the server works on, and the change that went wrong."""

    services: Services
    brand: Brand
    action: int

    def state(self) -> ActionState:
        with self.services.store.read() as work:
            return work.actions.get(self.brand.id, self.action).state


@pytest.fixture
def sink() -> Iterator[HttpSink]:
    receiver = HttpSink()
    with running(receiver):
        yield receiver


@pytest.fixture
def world(tmp_path: Path, sink: HttpSink) -> Iterator[World]:
    """A change that a person paused, and that the numbers speak against since."""
    with running_server(tmp_path, BELLWETHER_SIGN_IN="1"):
        pass
    found = {"BELLWETHER_DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'bellwether.db'}"}
    with services_of(load_settings(found)) as services:
        brand = add_brand(services.store, "Acme", services.clock)
        for name, role in (("ann", Role.MARKETER), ("ben", Role.APPROVER), ("adm", Role.ADMINISTRATOR)):
            services.people.add(brand, name, role)
        services.accounts.set_password("ann", PASSWORD)
        change_policy(services.store, brand, QUICK, who=services.caller("adm"))
        action = live(services, brand)
        report_a_loss(services, brand, action)
        clock = services.clock
        add_channel(
            services.store,
            services.settings,
            brand.id,
            HookDraft("team", sink.address),
            who=services.caller(Operator()),
            now=clock.now(),
        )
        tick(services.store, services.actions, clock, brand)
        yield World(services, brand, action)


def live(services: Services, brand: Brand) -> int:
    def give(command: ActionCommand, who: str, number: int | None = None, **more: object) -> int:
        draft = DRAFT if command is ActionCommand.PROPOSE else None
        order = Order(brand, command, who, f"{command.value} {number}", number, Wish(**more), draft)  # type: ignore[arg-type]
        return services.actions.perform(order).action_id

    number = give(ActionCommand.PROPOSE, "ann")
    give(ActionCommand.SUBMIT, "ann", number)
    with services.store.read() as work:
        record = work.actions.get(brand.id, number)
    give(ActionCommand.APPROVE, "ben", number, seen_round=record.round, seen_digest=record.digest)
    give(ActionCommand.START, "ben", number)
    give(ActionCommand.PAUSE, "ann", number, reason="Readers write to us.")
    return number


def report_a_loss(services: Services, brand: Brand, action: int) -> None:
    at = int(services.clock.now().timestamp())
    sides = [(Cohort.TREATED, 5.0)] * 300 + [(Cohort.HOLDOUT, 10.0)] * 600
    lines = [
        DecisionLine(f"d{place}", at, DRAFT.component, f"u{place}", exposures=(Exposure(action, side),))
        for place, (side, _) in enumerate(sides)
    ]
    with services.store.write() as work:
        work.decisions.add(brand.id, lines)
        ids = work.decisions.find_ids(brand.id, [line.key for line in lines])
        work.decisions.add_outcomes(
            brand.id,
            [
                (ids[line.key], OutcomeLine(line.key, line.key, at, {"clicks": mean * (1 + (place % 5) / 50)}))
                for place, (line, (_, mean)) in enumerate(zip(lines, sides, strict=True))
            ],
        )
        work.commit()


def sign_in(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("ann, marketer of this brand")).to_be_visible()
    return page


def test_from_the_alarm_to_the_value_that_is_back_in_three_clicks(
    world: World, sink: HttpSink, browser: Browser, tmp_path: Path
) -> None:
    title = f"Action {world.action}: guardrail broken"
    assert world.state() is ActionState.PAUSED
    # The server that starts now knows nothing but what the store holds.
    with running_server(tmp_path, BELLWETHER_SIGN_IN="1") as address:
        page = sign_in(browser, address)
        expect(page.get_by_text(title)).to_be_visible()
        sink.taken.faults.extend(["500"] * 3)

        began = time.monotonic()
        page.get_by_role("button", name="Open it").click()
        expect(page.get_by_text(title)).to_be_visible()
        page.get_by_role("button", name="Stop and roll back").click()
        dialog = page.get_by_role("dialog")
        for words in ("They get again", "Returns at once", "Cannot be taken back", "300 units have met"):
            expect(dialog.get_by_text(words)).to_be_visible()
        dialog.get_by_label("Why? (kept in the history)").fill("Readers complain.")
        dialog.get_by_label("Why? (kept in the history)").press("Tab")
        dialog.get_by_role("button", name="Roll back").dblclick()
        expect(page.get_by_text("Rolled back.")).to_be_visible()
        took = time.monotonic() - began
        assert took <= MOST_SECONDS, f"{took:.0f} s and {MOST_CLICKS} clicks"
        assert world.state() is ActionState.ROLLED_BACK

        # The receiver takes nothing at first: the screen says which part is missing.
        sink.taken.reached.clear()
        expect_part(page, "Rollback did not finish: 1 of 2 parts restored")
        page.get_by_role("button", name="Try again").click()
        expect_part(page, "Restored, checked")
        expect(page.get_by_text("the same to the last byte as before the change")).to_be_visible()
        expect(page.get_by_text("All 2 parts of the rollback are done")).to_be_visible()
        page.get_by_role("link", name="Home").click()
        settle(page)
        expect(page.get_by_text(title)).to_have_count(0)
    after(world)


def expect_part(page: Page, words: str) -> None:
    """Look again until the worker has tried: a page does not watch the outbox."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        settle(page)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(2_000)
        page.reload()
    pytest.fail(f"the page never said {words!r}: {page.get_by_test_id('stMain').inner_text()[:1500]}")


def after(world: World) -> None:
    """One version back to the old value, one line of the ledger with the loss, one note on the charts."""
    services, brand = world.services, world.brand
    with services.store.read() as work:
        record = work.actions.get(brand.id, world.action)
        (row,) = work.action_log.list_ledger(brand.id)
        events = [each.command for each in work.action_log.list_events(world.action)]
        notes = [note.text for note in work.annotations.list_between(brand.id, -(10**6), 10**6, who="ann")]
    assert record.progress.restored_version == 2
    assert events.count(ActionCommand.ROLLBACK) == 1
    assert row.decision == "rolled_back"
    assert row.effect is not None
    assert row.effect < -0.4
    assert [text for text in notes if "rolled back: Readers complain." in text] == [
        f"Action {world.action}, subject length of newsletter: rolled back: Readers complain."
    ]
    assert services.trail.verify(services.store).sound
