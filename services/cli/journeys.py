"""`bellwether journeys` and `bellwether learning`: how people come to a conversion, and how well the learning does."""

from __future__ import annotations

import argparse
from dataclasses import fields
from datetime import date

from learning.domain.estimates import Estimate, Share
from learning.domain.journeys import Journeys
from learning.domain.learning_effect import LearningEffect
from learning.domain.plain_values import plain_values
from services.bootstrap import services_of
from services.brands import find_brand
from services.cli.verb import Answer, Call, Verb
from services.decisions.journeys import read_journeys
from services.learning_effect import read_learning_effect

NO_BRAND = "nothing has been reported or imported yet"


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="DATE", help="first day, counted")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE", help="last day, counted")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date as in 2026-11-21") from error


def _journeys(call: Call) -> Answer:
    with services_of(call.settings) as services, services.store.read() as work:
        brand = find_brand(work, call.brand)
        if brand is None:
            return Answer({"people": 0, "reason": NO_BRAND}, f"No journeys: {NO_BRAND}.")
        found = read_journeys(work, brand, call.options.first, call.options.last)
    return Answer(plain_values(found), "\n".join(_lines(found)))


def _learning(call: Call) -> Answer:
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
        if brand is None:
            return Answer({"guesses": [], "reason": NO_BRAND}, f"No learning: {NO_BRAND}.")
        found = read_learning_effect(services.store, brand)
    return Answer(plain_values(found), "\n".join(_lines(found)))


def _lines(found: Journeys | LearningEffect) -> list[str]:
    """One line for each figure, then the shares."""
    lines = []
    for field in fields(found):
        value, name = getattr(found, field.name), field.name.replace("_", " ")
        if isinstance(value, Estimate):
            lines.append(f"{name}: {_figure(value)}")
        elif isinstance(value, tuple):
            lines += [f"{name}: {_share(one)}" for one in value]
        elif value is not None:
            lines.append(f"{name}: {value}")
    return lines


def _figure(one: Estimate) -> str:
    if one.value is None:
        return f"not computable: {one.reason}"
    spread = f"{one.low:.4g} to {one.high:.4g}" if one.low is not None and one.high is not None else str(one.reason)
    return f"{one.value:.4g} ({spread}; n = {one.n:,})"


def _share(one: Share) -> str:
    return f"{one.name}: {one.hits:,} of {one.n:,}, {one.rate:.1%} ({one.low:.1%} to {one.high:.1%})"


JOURNEYS = Verb(_configure, _journeys)
LEARNING = Verb(lambda _parser: None, _learning)
