"""`bellwether parameters shadow`: let a mechanism go on from its shadow run, or stop it."""

from __future__ import annotations

import argparse
from typing import Any

from services.cli.action_options import key_of, open_desk, writing_options
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call
from services.parameters.component_json import shadow_to_json
from services.parameters.shadows import read_shadow


def add_shadow(verbs: Any) -> None:
    """Add the verb and its options."""
    shadow = verbs.add_parser(
        "shadow", help="let a mechanism go on from its shadow run, or stop it", parents=[shared_options()]
    )
    shadow.add_argument("run", type=int, metavar="RUN", help="its number, as `parameters show COMPONENT` tells it")
    decision = shadow.add_mutually_exclusive_group(required=True)
    decision.add_argument("--go", action="store_true", help="it adjusts from now on, inside of its envelope")
    decision.add_argument("--stop", action="store_true", help="it does not adjust in this envelope")
    writing_options(shadow)


def decide_shadow(call: Call) -> Answer:
    """Decide, and answer with the run."""
    options: argparse.Namespace = call.options
    with open_desk(call) as desk:
        services = desk.services
        run = services.shadows.decide(
            desk.brand, options.run, go=options.go, who=options.who, reason=options.reason, command=key_of(options)
        )
        with services.store.read() as work:
            view = read_shadow(work, work.parameters.get(run.parameter_id), run, int(services.clock.now().timestamp()))
    return Answer(shadow_to_json(view), f"Run {run.id} of {run.mechanism} has {run.state.value}.")
