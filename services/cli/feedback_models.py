"""`bellwether feedback models`: what the corrections of a brand taught, and going back."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Final

from learning.domain.errors import BadOption, NotFound
from learning.domain.feedback import Label, ModelVersion
from services.bootstrap import services_of
from services.brands import find_brand
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.feedback.correcting import use_version

SHIPPED: Final = "shipped"


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--label",
        choices=[one.value for one in Label],
        default=Label.FEELING.value,
        help="what of a note the versions tell (default feeling)",
    )
    parser.add_argument(
        "--use", metavar="VERSION", help="make this version live; 'shipped' for the rule that comes along"
    )


def _run(call: Call) -> Answer:
    wanted, label = call.options.use, Label(call.options.label)
    if wanted is not None and wanted != SHIPPED and not wanted.isdecimal():
        raise BadOption("--use", wanted, f"the number of a version, or {SHIPPED}")
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
        if brand is None:
            if wanted is not None:
                raise NotFound("version", wanted)
            return Answer({"live": SHIPPED, "versions": []}, "Nobody has corrected anything yet.")
        if wanted is not None:
            version = None if wanted == SHIPPED else int(wanted)
            use_version(services.store, brand, label, version, who=caller_of(services))
        with services.store.read() as work:
            versions = work.feedback_models.list_versions(brand.id, label)
    live: int | str = next((one.version for one in versions if one.is_live), SHIPPED)
    lines = [f"{'*' if one.is_live else ' '} {one.version:>4}  {one.why}" for one in versions]
    return Answer(
        {"live": live, "versions": [version_payload(one) for one in versions]},
        "\n".join(lines) or "Nobody has corrected anything yet.",
    )


def version_payload(version: ModelVersion) -> dict[str, object]:
    """A version as JSON."""
    return {
        "version": version.version,
        "live": version.is_live,
        "made_at": datetime.fromtimestamp(version.made_at, UTC).isoformat().replace("+00:00", "Z"),
        "corrections": version.corrections,
        "held_back": version.rows,
        "candidate_f1": version.candidate_f1,
        "live_f1": version.live_f1,
        "p_value": version.p_value,
        "why": version.why,
    }


MODELS: Final = Verb(_configure, _run)
