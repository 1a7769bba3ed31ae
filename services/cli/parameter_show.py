"""`bellwether parameters show`: the components of a brand, or one as on its page."""

from __future__ import annotations

import argparse
from typing import Any

from services.cli.action_options import open_desk
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call
from services.parameters.component_json import component_to_json, line_to_json
from services.parameters.component_list import list_components
from services.parameters.components import SHOWN_DAYS, read_component


def add_show(verbs: Any) -> None:
    """Add the verb and its options."""
    show = verbs.add_parser(
        "show", help="the components, or one: what decides, changes, before and after", parents=[shared_options()]
    )
    show.add_argument("component", nargs="?", metavar="COMPONENT", help="without one: the list")
    show.add_argument("--metric", default="", metavar="NAME", help="which of the reported metrics")
    show.add_argument("--days", type=int, default=SHOWN_DAYS[0], choices=SHOWN_DAYS, help="how far back")


def show_components(call: Call) -> Answer:
    """Answer with the list, or with one component."""
    options: argparse.Namespace = call.options
    with open_desk(call) as desk, desk.services.store.read() as work:
        now = int(desk.services.clock.now().timestamp())
        if options.component is None:
            rows = [line_to_json(line) for line in list_components(work, desk.brand.id, now)]
            return Answer({"components": rows}, "\n".join(map(_line, rows)) or "No component is known.")
        page = read_component(work, desk.brand, options.component, now, metric=options.metric, shown_days=options.days)
    payload = component_to_json(page)
    return Answer(payload, "\n".join([_head(payload), *map(_parameter, payload["parameters"])]))


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['component']}: {row['parameters']} parameters, {row['live']} changes live, {row['decisions']} decisions"
    )


def _head(payload: dict[str, Any]) -> str:
    return f"{payload['component']}: {payload['decisions']} decisions, {len(payload['changes'])} changes"


def _parameter(row: dict[str, Any]) -> str:
    decides = row["strategy"]["decides"]
    return f"{row['operation']} / {row['name']} = {row['serves']!r}, version {row['version']}: {decides}"
