from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learning.domain.accounts import SessionKey
from learning.domain.actions import ActionCommand
from learning.domain.errors import BadOption, NotFound, RuleRefused
from learning.domain.policies import Role
from services.accounts.passwords import hash_password, is_outdated, is_password
from services.accounts.sessions import session_id
from services.accounts.signing_in import AccountService
from services.actions.orders import Order
from services.brands import add_brand
from services.clock import MovedClock
from services.settings import load_settings
from tests.services.actions.bench import DRAFT, ActionBench, open_action_bench

PASSWORD = "three green apples"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ActionBench]:
    folder = tmp_path_factory.mktemp("accounts")
    with open_action_bench(folder, f"sqlite:///{folder / 'store.db'}") as opened:
        yield opened


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 29, 9, tzinfo=UTC))


@pytest.fixture
def accounts(bench: ActionBench, clock: MovedClock) -> AccountService:
    service = AccountService(bench.store, bench.trail, clock, bench.workshop.settings)
    for name in ("ann", "bob"):
        service.set_password(name, PASSWORD)
    bench.people.set_active(bench.brand, "ann", active=True)
    return service


def refusal(bench: ActionBench) -> str:
    with bench.store.read() as work:
        return list(work.audit.read())[-1].body


def test_a_password_is_kept_as_argon2id_and_made_anew_when_its_cost_is_of_earlier(
    bench: ActionBench, accounts: AccountService
) -> None:
    old = hash_password(PASSWORD, memory_kib=8_192, passes=1)
    assert old.startswith("$argon2id$")
    assert is_outdated(old)
    assert not is_password("another one", old)
    ann = bench.people.get("ann")
    with bench.store.write() as work:
        account = work.accounts.find(ann.id)
        assert account is not None
        work.accounts.put(replace(account, password_hash=old))
        work.commit()
    accounts.sign_in("ann", PASSWORD)
    with bench.store.read() as work:
        kept = work.accounts.find(ann.id)
    assert kept is not None
    assert kept.password_hash is not None
    assert kept.password_hash != old
    assert not is_outdated(kept.password_hash)


def test_each_sign_in_opens_a_session_of_its_own_that_the_store_keeps_only_a_digest_of(
    bench: ActionBench, accounts: AccountService
) -> None:
    one, two = accounts.sign_in("ann", PASSWORD), accounts.sign_in("ann", PASSWORD)
    assert one != two
    assert accounts.sessions.check(one).person.name == "ann"
    with bench.store.read() as work:
        assert work.accounts.find_session(one) is None
        assert work.accounts.find_session(session_id(one)) is not None


def test_the_sixth_wrong_password_locks_the_name_until_time_unlocks_it(
    bench: ActionBench, accounts: AccountService, clock: MovedClock
) -> None:
    for _ in range(5):
        with pytest.raises(RuleRefused, match="do not belong together"):
            accounts.sign_in("bob", "wrong password")
    with pytest.raises(RuleRefused, match="Too many wrong passwords"):
        accounts.sign_in("bob", PASSWORD)
    assert '"failures":5' in refusal(bench)
    clock.wait(minutes=5, seconds=1)
    assert accounts.sign_in("bob", PASSWORD)


def test_an_unknown_name_is_refused_in_the_same_words_and_stands_in_the_trail_without_the_name(
    bench: ActionBench, accounts: AccountService
) -> None:
    with pytest.raises(RuleRefused, match="do not belong together"):
        accounts.sign_in("nobody here", PASSWORD)
    with bench.store.read() as work:
        row = list(work.audit.read())[-1]
    assert row.kind == "refused"
    assert row.actor.startswith("unknown:")
    assert "nobody here" not in f"{row}"


def test_a_session_ends_after_thirty_idle_minutes_and_after_twelve_hours_at_work(
    accounts: AccountService, clock: MovedClock
) -> None:
    idle, busy = accounts.sign_in("ann", PASSWORD), accounts.sign_in("ann", PASSWORD)
    for _ in range(35):
        clock.wait(minutes=20)
        accounts.sessions.check(busy, works=True)
    with pytest.raises(RuleRefused, match="nothing was done for 30 minutes"):
        accounts.sessions.check(idle)
    clock.wait(minutes=21)
    with pytest.raises(RuleRefused, match="12 hours are over"):
        accounts.sessions.check(busy, works=True)


def test_signing_out_disabling_and_another_password_end_sessions_everywhere(
    bench: ActionBench, accounts: AccountService
) -> None:
    other = AccountService(bench.store, bench.trail, accounts._clock, bench.workshop.settings)
    for end in (
        accounts.sign_out,
        lambda _token: bench.people.set_active(bench.brand, "ann", active=False),
        lambda _token: accounts.set_password("ann", PASSWORD),
    ):
        bench.people.set_active(bench.brand, "ann", active=True)
        token = accounts.sign_in("ann", PASSWORD)
        assert other.sessions.check(token).person.name == "ann"
        end(token)
        for service in (accounts, other):
            service.sessions.forget(session_id(token))  # the one second for which a look is believed
            with pytest.raises(RuleRefused, match="has ended"):
                service.sessions.check(token)


def test_a_command_of_a_session_that_is_none_or_has_ended_is_refused_in_its_own_transaction_and_noted(
    bench: ActionBench, accounts: AccountService, clock: MovedClock
) -> None:
    token = accounts.sign_in("ann", PASSWORD)
    key = SessionKey(session_id(token), int(clock.now().timestamp()))
    done = bench.service.perform(Order(bench.brand, ActionCommand.PROPOSE, key, "by session", draft=DRAFT))
    assert bench.get(done.action_id).draft.author == "ann"
    accounts.sign_out(token)
    for who in (key, SessionKey("0" * 64, key.at)):
        with pytest.raises(RuleRefused) as refused:
            bench.service.perform(Order(bench.brand, ActionCommand.SUBMIT, who, f"late {who.id}", done.action_id))
        assert refused.value.code == "signed_out"
        assert '"signed_out"' in refusal(bench)


def test_there_is_no_account_at_first_and_only_one_first_administrator(tmp_path: Path, clock: MovedClock) -> None:
    with open_action_bench(tmp_path, f"sqlite:///{tmp_path / 'store.db'}") as fresh:
        settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
        service = AccountService(fresh.store, fresh.trail, clock, settings)
        assert service.needs_first()
        assert not service.is_required()
        with pytest.raises(BadOption):
            service.make_first("root", "short")
        person = service.make_first("root", PASSWORD)
        assert person.name == "root"
        assert fresh.people.get("root").roles[fresh.brand.id] is Role.ADMINISTRATOR
        with pytest.raises(RuleRefused, match="already"):
            service.make_first("second", PASSWORD)
        assert AccountService(fresh.store, fresh.trail, clock, settings).is_required()


def test_who_belongs_to_another_brand_finds_nothing_and_the_attempt_is_noted(
    bench: ActionBench, accounts: AccountService
) -> None:
    del accounts
    action_id = bench.propose()
    elsewhere = add_brand(bench.store, "Elsewhere", bench.clock)
    bench.people.add(elsewhere, "eve", Role.ADMINISTRATOR)
    for brand in (bench.brand, elsewhere):
        with pytest.raises(NotFound):
            bench.service.perform(Order(brand, ActionCommand.APPROVE, "eve", f"eve {brand.id}", action_id))
        assert re.search('"code":"not_found"', refusal(bench))
