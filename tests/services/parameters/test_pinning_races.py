"""A pin and a start, or an adjustment, at the very same moment: one of them is told of the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from learning.domain.actions import ActionCommand
from learning.domain.errors import BellwetherError
from learning.domain.parameters import ParameterKey
from tests.services.actions.bench import DRAFT, open_action_bench
from tests.services.parameters.test_pinning import PATIENT, adjust, opened, pin, unpin

ROUNDS = 6


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do several things in threads of their own, and give the code of each refusal, '' where there was none."""
    gate, codes = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        gate.wait()
        try:
            deed()
        except BellwetherError as refused:
            codes[place] = refused.code

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def test_a_pin_and_a_start_at_once_leave_either_a_pinned_value_or_a_change_never_both(
    tmp_path: Path, any_database_url: str
):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        action = bench.approved()
        key = ParameterKey(bench.brand.id, DRAFT.component, DRAFT.operation, DRAFT.name)
        for round_number in range(ROUNDS):
            codes = at_once(
                lambda: pin(bench, key),
                lambda number=action: bench.do(ActionCommand.START, "bob", number),
            )
            assert codes in (["", "pinned"], ["key_taken", ""]), round_number
            if codes[0] == "":
                unpin(bench, key)
            else:
                bench.do(ActionCommand.ROLLBACK, "bob", action)
                action = bench.approved()
        assert bench.trail.verify(bench.store).sound


def test_a_pin_and_an_adjustment_at_once_leave_nothing_adjusted_after_the_pin(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = opened(bench)
        for weight in (0.55, 0.6) * (ROUNDS // 2):
            codes = at_once(lambda: pin(bench, key), lambda value=weight: adjust(bench, key, value))
            assert codes[0] == ""
            assert codes[1] in {"", "pinned"}
            with bench.store.read() as work:
                rows = [row.kind for row in work.audit.read() if row.kind in {"pinned", "adjusted"}]
            assert (rows[-1] == "pinned") or codes[1] == "pinned", "adjusted after it was pinned"
            unpin(bench, key)


def test_many_who_pin_at_once_make_one_pin(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        bench.do(ActionCommand.WITHDRAW, "ann", bench.propose())
        key = ParameterKey(bench.brand.id, DRAFT.component, DRAFT.operation, DRAFT.name)
        codes = at_once(*[lambda who=who: pin(bench, key, who=who) for who in ("ann", "bea", "bob", "cat", "adm")])
        assert sorted(codes) == ["", "pinned", "pinned", "pinned", "pinned"]
        again = at_once(*[lambda: unpin(bench, key, command="same")] * 4)
        assert again == [""] * 4
        assert len(bench.audit("unpinned")) == 1
