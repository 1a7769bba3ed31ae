"""`bellwether feedback classify` and `correct`: the notes of a file, read, and what they really felt like."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from learning.domain.errors import BadOption, SchemaBehind
from learning.domain.feedback import Label, Reading
from services.bootstrap import services_of
from services.brands import find_brand, get_import_brand
from services.cli.feedback_models import version_payload
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.feedback.correcting import Learned, parse_labelled, teach
from services.feedback.note_files import read_note_columns
from services.feedback.reading import Versions, live_versions, read_as_brand

WHO: Final = "command line"
SHIPPED: Final = "shipped"


def _configure_classify(parser: argparse.ArgumentParser) -> None:
    _configure_file(parser)


def _configure_correct(parser: argparse.ArgumentParser) -> None:
    _configure_file(parser)
    parser.add_argument("--sentiment-column", metavar="NAME", help="negative, neutral, mixed or positive")
    parser.add_argument("--kind-column", metavar="NAME", help="praise, complaint, question or idea")
    parser.add_argument("--themes-column", metavar="NAME", help="what it is about, with a semicolon between themes")
    parser.add_argument("--strength-column", metavar="NAME", help="nice to know, matters or deal-breaker")


def _configure_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", type=Path, required=True, metavar="FILE.csv", help="a table with a header row")
    parser.add_argument("--text-column", required=True, metavar="NAME", help="the column with what was said")


def _classify(call: Call) -> Answer:
    rows = read_note_columns(call.options.input, [call.options.text_column])
    live = _live(call)
    readings = read_as_brand([text for (text,) in rows], live)
    told = Counter(reading.feeling.value if reading.feeling else "unread" for reading in readings)
    words = ", ".join(f"{count:,} {feeling}" for feeling, count in told.most_common())
    feeling = live.get(Label.FEELING)
    model = SHIPPED if feeling is None else f"version {feeling.version}"
    models = {label: f"version {one.version}" for label, one in live.items()}
    return Answer(
        {"model": model, "models": models, "rows": [_payload(reading) for reading in readings]}, f"{words} ({model})."
    )


def _live(call: Call) -> Versions:
    """What the brand reads by; where there is no database yet nobody can have corrected anything."""
    try:
        with services_of(call.settings) as services:
            with services.store.read() as work:
                brand = find_brand(work, call.brand)
            return live_versions(services.store, brand)
    except SchemaBehind as error:
        if error.found is None and call.brand is None:
            return {}
        raise


def _payload(reading: Reading) -> dict[str, object]:
    return {
        "sentiment": None if reading.feeling is None else reading.feeling.value,
        "score": reading.score,
        "kind": None if reading.kind is None else reading.kind.value,
        "themes": list(reading.themes),
        "strength": None if reading.strength is None else reading.strength.value,
        "language": reading.language.code,
        "cause": reading.cause,
        "reason": reading.reason or _missing(reading),
    }


def _missing(reading: Reading) -> str | None:
    """Why a key is null although the note was read."""
    if reading.language.code is None:
        return f"language: {reading.language.reason}"
    return "cause: it gives no reason in words" if reading.cause is None else None


def _correct(call: Call) -> Answer:
    options = call.options
    columns = {
        Label.FEELING: options.sentiment_column,
        Label.KIND: options.kind_column,
        Label.THEMES: options.themes_column,
        Label.STRENGTH: options.strength_column,
    }
    named = {label: column for label, column in columns.items() if column is not None}
    if not named:
        raise BadOption("--sentiment-column", "", "the name of a column that says what the notes really felt like")
    cells = read_note_columns(options.input, [options.text_column, *named.values()])
    labelled, skipped = parse_labelled(cells, list(named))
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        who = caller_of(services, WHO)
        taught = replace(teach(services.store, brand, labelled, who=who, clock=services.clock), skipped=skipped)
    models = [_learned_payload(one) for one in taught.learned]
    first = models[0] if models else {"model": None, "reason": "no row says anything"}
    payload = {
        "corrections": {"given": taught.given, "new": taught.new, "skipped": taught.skipped},
        "model": first["model"],
        "reason": first["reason"],
        "models": models,
    }
    told = " ".join(map(_learned_words, taught.learned))
    return Answer(payload, f"{taught.new:,} corrections are new, {taught.skipped:,} rows were skipped. {told}")


def _learned_payload(one: Learned) -> dict[str, object]:
    return {
        "label": one.label,
        "model": None if one.version is None else version_payload(one.version),
        "reason": one.why,
    }


def _learned_words(one: Learned) -> str:
    if one.version is None:
        return f"No model of the {one.label} was tried: {one.why}."
    state = "is live" if one.version.is_live else "stays back"
    return f"Version {one.version.version} of the {one.label} {state}: {one.why}."


CLASSIFY: Final = Verb(_configure_classify, _classify)
CORRECT: Final = Verb(_configure_correct, _correct)
