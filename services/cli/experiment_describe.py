"""`bellwether experiment describe`: what a file did not say of its tests."""

from __future__ import annotations

import argparse
from typing import Final

from services.cli.experiment_words import desk_of, experiment_payload, read_numbers
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.experiments.analysing import find_experiment
from services.experiments.describing import NOBODY, Description, describe_experiment


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("test", metavar="TEST", help="id, or the name that files use")
    parser.add_argument("--control", metavar="LABEL", help="what the others are compared with; 'none' for none")
    parser.add_argument("--weight", action="append", default=[], metavar="LABEL=SHARE", help="planned split")
    parser.add_argument("--primary", metavar="METRIC", help="the metric that decides")
    parser.add_argument("--guardrail", action="append", metavar="METRIC=MARGIN", help="all guardrails anew")
    parser.add_argument("--cap", action="append", metavar="METRIC", help="extreme units count as a bound")
    parser.add_argument("--days", type=int, metavar="D", help="how long it ran, or will")
    parser.add_argument("--planned-n", type=int, metavar="N", help="people of all versions together")
    for name in ("name", "hypothesis", "topic", "hook", "segment"):
        parser.add_argument(f"--{name}")


def _run(call: Call) -> Answer:
    options = call.options
    words = Description(
        control=NOBODY if options.control == "none" else options.control,
        weights=read_numbers("--weight", options.weight) or None,
        primary=options.primary,
        guardrails=None if options.guardrail is None else read_numbers("--guardrail", options.guardrail),
        capped=None if options.cap is None else tuple(options.cap),
        planned_n=options.planned_n,
        days=options.days,
        name=options.name,
        hypothesis=options.hypothesis,
        topic=options.topic,
        hook=options.hook,
        segment=options.segment,
    )
    with desk_of(call) as desk:
        services = desk.services
        record = find_experiment(services.store, desk.brand, options.test)
        described = describe_experiment(
            services.store, desk.brand, record.id, words, who=caller_of(services), clock=services.clock
        )
    return Answer(experiment_payload(described), f"Changed: test {described.id}, {described.name}.")


DESCRIBE: Final = Verb(_configure, _run)
