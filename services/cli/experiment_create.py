"""`bellwether experiment create`, `start`, `end`, `archive` and `assign`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_records import ExperimentRecord
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from learning.domain.factorial import Factor
from learning.domain.quantile_metrics import read_quantile
from learning.experiments.factor_designs import cross_factors
from learning.imports.arms.words import less_is_better
from services.bootstrap import services_of
from services.brands import get_import_brand
from services.cli.experiment_words import desk_of, experiment_payload, read_numbers
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.experiments.analysing import find_experiment
from services.experiments.designing import ExperimentProposal, create_experiment
from services.experiments.predictions import Guess
from services.experiments.running import archive_experiment, assign_units, end_experiment, start_experiment

WAYS: Final = [way.value for way in GoodWay]
KINDS: Final = [kind.value for kind in MetricKind]


def _configure_create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True)
    parser.add_argument(
        "--metric", required=True, metavar="NAME[:KIND[:WAY]]", help=f"decides; {KINDS}, {WAYS}; median_of_X"
    )
    versions = parser.add_mutually_exclusive_group(required=True)
    versions.add_argument("--arm", action="append", metavar="LABEL[=WEIGHT]", help="two or more")
    versions.add_argument(
        "--factor", action="append", metavar="NAME=LEVEL,LEVEL", help="two or more; each combination is a version"
    )
    parser.add_argument("--control", metavar="LABEL", help="what the others are compared with")
    parser.add_argument("--guardrail", action="append", default=[], metavar="NAME=MARGIN", help="must not get worse")
    parser.add_argument("--secondary", action="append", default=[], metavar="NAME[:KIND[:WAY]]")
    for name in ("hypothesis", "key", "topic", "hook", "segment"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--unit", default="person")
    parser.add_argument("--planned-n", type=int, metavar="N", help="people of all versions together")
    parser.add_argument("--days", type=int, metavar="D", help="planned days")
    parser.add_argument("--alpha", type=float, default=0.05)
    parser.add_argument("--predict", metavar="LABEL", help="the version that will win; 'none' for no version")
    parser.add_argument("--lift", type=float, help="by how much, 0.05 = 5 %%")
    parser.add_argument("--chance", type=float, help="how sure, 0-1")
    parser.add_argument("--start", action="store_true", help="begin at once")


def _run_create(call: Call) -> Answer:
    proposal = _proposal(call.options)
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        now = services.clock.now()
        record = create_experiment(services.store, brand, proposal, who=caller_of(services), now=now)
        if call.options.start:
            record = start_experiment(services.store, brand, record.id, who=caller_of(services), clock=services.clock)
    return _answer(record, "Created")


def _proposal(options: argparse.Namespace) -> ExperimentProposal:
    margins = read_numbers("--guardrail", options.guardrail)
    metrics = [_metric(options.metric, MetricRole.PRIMARY)]
    metrics += [_metric(name, MetricRole.GUARDRAIL, margin) for name, margin in margins.items()]
    metrics += [_metric(text, MetricRole.SECONDARY) for text in options.secondary]
    factors = tuple(_factor(text) for text in options.factor or ())
    design = ExperimentDesign(
        metrics=tuple(metrics),
        arms=_combined(factors, options.control) if factors else _arms(options.arm, options.control),
        factors=factors,
        unit=options.unit,
        planned_n=options.planned_n,
        planned_days=options.days,
        alpha=options.alpha,
    )
    guess = None
    if options.predict is not None:
        guess = Guess(None if options.predict == "none" else options.predict, options.lift, options.chance)
    return ExperimentProposal(
        name=options.name,
        design=design,
        hypothesis=options.hypothesis,
        key=options.key,
        topic=options.topic,
        hook=options.hook,
        segment=options.segment,
        guess=guess,
    )


def _metric(text: str, role: MetricRole, margin: float = 0.0) -> MetricSpec:
    name, _, rest = text.partition(":")
    kind, _, way = rest.partition(":")
    if kind and kind not in KINDS:
        raise BadOption("--metric", text, f"a kind of {', '.join(KINDS)}")
    if way and way not in WAYS:
        raise BadOption("--metric", text, f"a way of {', '.join(WAYS)}")
    usual = GoodWay.DOWN if less_is_better(name) else GoodWay.UP
    asked = read_quantile(name)
    if asked is not None:
        name, kind = asked.name.replace(" ", "_"), kind or MetricKind.QUANTILE.value
    return MetricSpec(name, MetricKind(kind or "binomial"), GoodWay(way) if way else usual, role, margin)


def _arms(texts: Sequence[str], control: str | None) -> tuple[ArmDesign, ...]:
    found = []
    for text in texts:
        weights = read_numbers("--arm", [text]) if "=" in text else {text: 1.0}
        found += [ArmDesign(label, weight, label == control) for label, weight in weights.items()]
    if control is not None and not any(arm.is_control for arm in found):
        raise BadOption("--control", control, f"one of {', '.join(arm.label for arm in found)}")
    return tuple(found)


def _factor(text: str) -> Factor:
    name, _, levels = text.partition("=")
    return Factor(name.strip(), tuple(level.strip() for level in levels.split(",") if level.strip()))


def _combined(factors: Sequence[Factor], control: str | None) -> tuple[ArmDesign, ...]:
    """Every combination; the first level of each factor is as today, and those together are the control."""
    arms = cross_factors(factors)
    today = next(arm.label for arm in arms if arm.is_control)
    if control not in {None, today}:
        raise BadOption("--control", str(control), f"{today!r}, the first level of each factor, which is as today")
    return arms


def _configure_one(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("test", metavar="TEST", help="id, or the name that files use")


def _run_start(call: Call) -> Answer:
    return _moved(call, start_experiment, "Started")


def _run_end(call: Call) -> Answer:
    return _moved(call, end_experiment, "Ended")


def _run_archive(call: Call) -> Answer:
    return _moved(call, archive_experiment, "Archived")


def _moved(call: Call, move: Any, word: str) -> Answer:
    with desk_of(call) as desk:
        store, clock = desk.services.store, desk.services.clock
        record = find_experiment(store, desk.brand, call.options.test)
        moved = move(store, desk.brand, record.id, who=caller_of(desk.services), clock=clock)
    return _answer(moved, word)


def _configure_assign(parser: argparse.ArgumentParser) -> None:
    _configure_one(parser)
    parser.add_argument("units", nargs="+", metavar="UNIT", help="whom to assign")


def _run_assign(call: Call) -> Answer:
    with desk_of(call) as desk:
        store, clock = desk.services.store, desk.services.clock
        record = find_experiment(store, desk.brand, call.options.test)
        arms = assign_units(store, call.settings, desk.brand, record.id, call.options.units, clock=clock)
    return Answer({"assignments": arms}, "\n".join(f"{unit}: {arm}" for unit, arm in arms.items()))


def _answer(record: ExperimentRecord, word: str) -> Answer:
    return Answer(experiment_payload(record), f"{word}: test {record.id}, {record.name} (in files: {record.key}).")


CREATE: Final = Verb(_configure_create, _run_create)
START: Final = Verb(_configure_one, _run_start)
END: Final = Verb(_configure_one, _run_end)
ARCHIVE: Final = Verb(_configure_one, _run_archive)
ASSIGN: Final = Verb(_configure_assign, _run_assign)
