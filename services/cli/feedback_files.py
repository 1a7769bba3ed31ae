"""`bellwether feedback classify` and `correct`: the notes of a file, read, and what they really felt like."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from learning.domain.errors import SchemaBehind
from learning.domain.feedback import ModelVersion, Reading
from services.bootstrap import services_of
from services.brands import find_brand, get_import_brand
from services.cli.feedback_models import version_payload
from services.cli.verb import Answer, Call, Verb
from services.feedback.correcting import parse_labelled, teach
from services.feedback.note_files import read_note_columns
from services.feedback.reading import live_version, read_as_brand

WHO: Final = "command line"
SHIPPED: Final = "shipped"


def _configure_classify(parser: argparse.ArgumentParser) -> None:
    _configure_file(parser)


def _configure_correct(parser: argparse.ArgumentParser) -> None:
    _configure_file(parser)
    parser.add_argument(
        "--sentiment-column", required=True, metavar="NAME", help="negative, neutral, mixed or positive"
    )


def _configure_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", type=Path, required=True, metavar="FILE.csv", help="a table with a header row")
    parser.add_argument("--text-column", required=True, metavar="NAME", help="the column with what was said")


def _classify(call: Call) -> Answer:
    rows = read_note_columns(call.options.input, [call.options.text_column])
    live = _live(call)
    readings = read_as_brand([text for (text,) in rows], live)
    told = Counter(reading.feeling.value if reading.feeling else "unread" for reading in readings)
    words = ", ".join(f"{count:,} {feeling}" for feeling, count in told.most_common())
    model = SHIPPED if live is None else f"version {live.version}"
    return Answer({"model": model, "rows": [_payload(reading) for reading in readings]}, f"{words} ({model}).")


def _live(call: Call) -> ModelVersion | None:
    """What the brand reads by; where there is no database yet nobody can have corrected anything."""
    try:
        with services_of(call.settings) as services:
            with services.store.read() as work:
                brand = find_brand(work, call.brand)
            return live_version(services.store, brand)
    except SchemaBehind as error:
        if error.found is None and call.brand is None:
            return None
        raise


def _payload(reading: Reading) -> dict[str, object]:
    return {
        "sentiment": None if reading.feeling is None else reading.feeling.value,
        "score": reading.score,
        "kind": None if reading.kind is None else reading.kind.value,
        "themes": list(reading.themes),
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
    labelled, skipped = parse_labelled(
        read_note_columns(options.input, [options.text_column, options.sentiment_column])
    )
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        taught = replace(teach(services.store, brand, labelled, WHO, services.clock), skipped=skipped)
    payload = {
        "corrections": {"given": taught.given, "new": taught.new, "skipped": taught.skipped},
        "model": None if taught.version is None else version_payload(taught.version),
        "reason": taught.why,
    }
    if taught.version is None:
        told = f"No model was tried: {taught.why}."
    else:
        told = (
            f"Version {taught.version.version} {'is live' if taught.version.is_live else 'stays back'}: {taught.why}."
        )
    return Answer(payload, f"{taught.new:,} corrections are new, {taught.skipped:,} rows were skipped. {told}")


CLASSIFY: Final = Verb(_configure_classify, _classify)
CORRECT: Final = Verb(_configure_correct, _correct)
