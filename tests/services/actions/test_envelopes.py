"""Inside of an approved envelope a mechanism adjusts by itself; outside of it, stopped or ended, it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand
from learning.domain.errors import BadOption, RuleRefused
from learning.domain.parameters import Cohort, ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import DAY, SystemActor
from learning.governance.envelopes import check_envelope
from services.actions.adjusting import AdjustingService
from services.callers import Caller
from services.parameters.definitions import define_parameter
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench

BASE = {"question": 0.5, "story": 0.5}


def refused(code: str):
    return pytest.raises(RuleRefused, check=lambda error: error.code == code)


def define(bench: ActionBench) -> ParameterKey:
    """Register weights and the envelope of them, which is closed."""
    key = ParameterKey(bench.brand.id, "content", "set", "hooks")
    parts = {"who": Caller("adm", bench.trail, bench.clock)}
    envelope = replace(key, name="hooks.envelope")
    define_parameter(bench.store, key, ParameterSpec(ParameterKind.WEIGHTS), BASE, **parts)
    define_parameter(bench.store, envelope, ParameterSpec(ParameterKind.ENVELOPE), {}, **parts)
    return key


def test_adjustments_reach_the_treated_while_it_is_tried_everybody_once_kept_and_nobody_after_a_stop_or_its_end(
    tmp_path: Path, any_database_url: str
):
    with open_action_bench(tmp_path, any_database_url, replace(QUICK, window_seconds=0, bake_seconds=0)) as bench:
        key = define(bench)
        adjusting = AdjustingService(bench.store, bench.trail, bench.clock)

        def adjust(question: float, who: str | SystemActor = SystemActor.ENGINE) -> int:
            value = {"question": question, "story": 1 - question}
            parts = {"who": who, "why": "it earned more", "command": bench.key(), "mechanism": "thompson 1"}
            return adjusting.adjust(bench.brand, key, value, **parts).number

        def served(unit: str) -> tuple[Cohort, object]:
            told = bench.parameters.get(bench.brand, "content", unit=unit)
            return told.cohort, told.values["hooks"]

        with refused("no_envelope"):
            adjust(0.6)
        to = {"least_weight": 0.1, "largest_step": 0.2, "until": bench.now + 10 * DAY}
        action = bench.started(name="hooks.envelope", from_value=None, to_value=to, ramp=(1.0,))
        assert "hooks.envelope" not in bench.parameters.get(bench.brand, "content", unit="u").values
        bench.let_pass(key, {"question": 0.6, "story": 0.4}, "thompson 1")
        assert (adjust(0.7), adjust(0.9)) == (1, 2)
        for outside in (0.6, 0.95):
            with refused("outside_envelope"):
                adjust(outside)
        with refused("not_allowed"):
            adjust(0.8, "ann")
        now = {"question": 0.9, "story": pytest.approx(0.1)}
        found = dict(served(f"u{number}") for number in range(30))
        assert found == {Cohort.TREATED: now, Cohort.HOLDOUT: BASE}
        bench.feed(action, lift=0.4)
        bench.do(ActionCommand.FINISH, "bob", action)
        bench.do(ActionCommand.KEEP, "bob", action)
        assert served("u1") == (Cohort.BASE, now)
        bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
        assert served("u1") == (Cohort.BASE, BASE)
        with refused("no_envelope"):
            adjust(0.8)
        bench.stops.unkill(bench.brand, "bob", "found it", "go")
        assert served("u1") == (Cohort.BASE, now)
        bench.clock.wait(days=10)
        assert served("u1") == (Cohort.BASE, BASE)
        rows = bench.audit("adjusted")
        assert [row["number"] for row in rows] == [1, 2]
        assert bench.trail.verify(bench.store).sound


def test_an_envelope_that_cannot_be_is_refused():
    assert check_envelope({}, "to") == {}
    for wrong in (
        3,
        {"step": 1},
        {"until": 5},
        {"largest_step": 0.1},
        {"largest_step": 1, "until": 5, "low": 2, "high": 1},
    ):
        with pytest.raises(BadOption):
            check_envelope(wrong, "to")
