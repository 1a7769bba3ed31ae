"""The A/B tests of the demo brand: made-up files through the same import, some of them predicted and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_records import Choice, ExperimentQuery
from learning.domain.experiment_verdicts import VerdictWord
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from learning.simulation.ab_tests import (
    BROKEN_FILE,
    CONTROL,
    LIBRARY_DAYS,
    LIBRARY_FILE,
    NULL_FILE,
    OFFER_FILE,
    VARIANT,
    WINNER_FILE,
    YOUNG_FILE,
)
from services.actions.trail import open_trail
from services.callers import Caller, Operator
from services.clock import Clock
from services.experiments.arm_imports import import_arms
from services.experiments.deciding import Wish, decide_experiment
from services.experiments.designing import ExperimentProposal, create_experiment
from services.experiments.import_records import ArmImportRequest
from services.experiments.predictions import Guess, predict
from services.imports.sources import GivenFile
from services.settings import Settings

WHO: Final = "demo"
GUESSES: Final = {"question": 0.08, "number": 0.08, "how-to": -0.02, "story": 0.06, "contrast": 0.04}
"""What the made-up team believes of its hooks: right about some, wrong about others."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the team says of one of its files."""

    key: str
    name: str
    hypothesis: str = ""
    topic: str = ""
    hook: str = ""
    primary: str = "clicks"
    planned_n: int | None = None
    days: int | None = None
    finished: bool = False
    guardrails: tuple[tuple[str, float], ...] = ()


_FILES: Final = {
    LIBRARY_FILE: _Told("", "", days=LIBRARY_DAYS, finished=True),
    WINNER_FILE: _Told(
        "subject_line_emoji",
        "Subject line with an emoji",
        "A leaf in the subject line makes the newsletter easier to spot, so more people click.",
        "gift ideas",
        "contrast",
        planned_n=40_000,
        days=14,
        guardrails=(("unsubscribes", 0.5),),
    ),
    NULL_FILE: _Told(
        "button_colour",
        "Orange button instead of green",
        "A warmer colour is seen sooner, so more people click.",
        planned_n=28_000,
        days=21,
    ),
    BROKEN_FILE: _Told(
        "landing_page",
        "Landing page with a film",
        "A film says more than a picture, so more visitors sign up.",
        "trail guides",
        "story",
        primary="signed_up",
        days=14,
        finished=True,
    ),
    YOUNG_FILE: _Told(
        "longer_captions",
        "Longer captions",
        "More words tell more, so more people click.",
        "repairs",
        "how-to",
        planned_n=26_000,
        days=16,
    ),
    OFFER_FILE: _Told(
        "bundle_offer",
        "Bundle offer for customers",
        "A bundle is a reason to order now, so more customers buy.",
        "winter layers",
        "question",
        primary="purchased",
        planned_n=9_000,
        days=16,
        guardrails=(("revenue", 0.05),),
    ),
}


def load_demo_tests(store: Store, settings: Settings, brand: Brand, files: Sequence[Path], clock: Clock) -> None:
    """Import the made-up tests, predict and decide the finished ones, and leave one draft.

    Raises:
        Refused: A file could not be imported.
    """
    loader = Caller(Operator(WHO), open_trail(settings), clock)
    for path in files:
        told = _FILES.get(path.name)
        if told is None:
            continue
        report = import_arms(store, settings, _request(brand, loader, path, told), clock)
        if report.error is not None:
            raise Refused(f"{report.file}: {report.error.message}", report.error.fix)
    if files:
        _decide_library(store, brand, loader, clock)
        create_experiment(store, brand, _draft(), who=loader, now=clock.now())


def _request(brand: Brand, loader: Caller, path: Path, told: _Told) -> ArmImportRequest:
    return ArmImportRequest(
        brand=brand,
        who=loader,
        file=GivenFile(path, path.name),
        key=told.key,
        name=told.name,
        control=CONTROL,
        primary=told.primary,
        guardrails=dict(told.guardrails),
        finished=told.finished,
        days=told.days,
        planned_n=told.planned_n,
        topic=told.topic,
        hook=told.hook,
        hypothesis=told.hypothesis,
        loads_demo=True,
    )


def _decide_library(store: Store, brand: Brand, loader: Caller, clock: Clock) -> None:
    """Predict and decide all finished tests but the last two, oldest first, so that there is a record to score."""
    with store.read() as work:
        finished = work.experiments.list_page(brand.id, ExperimentQuery(finished=True, metric="clicks"))
    ordered = sorted(finished, key=lambda each: each.experiment.ended_at or 0)[:-2]
    for listed in ordered:
        record, summary = listed.experiment, listed.summary
        lift = GUESSES.get(record.hook, 0.0)
        guess = Guess(VARIANT if lift > 0 else CONTROL, lift, 0.65)
        predict(store, brand, record.id, guess, who=loader, clock=clock)
        ships = summary is not None and summary.verdict == VerdictWord.SHIP.value and summary.arm == VARIANT
        wish = Wish(Choice.CHOOSE, VARIANT) if ships else Wish(Choice.KEEP)
        note = "It did better." if ships else "No clear gain, so we stay with what we have."
        told = replace(wish, note=note, propose=False)
        decide_experiment(store, brand, record.id, told, who=loader, clock=clock)


def _draft() -> ExperimentProposal:
    metrics = (
        MetricSpec("clicks", MetricKind.BINOMIAL),
        MetricSpec("unsubscribes", MetricKind.BINOMIAL, GoodWay.DOWN, MetricRole.GUARDRAIL, 0.5),
    )
    arms = (
        ArmDesign("control", 1.0, is_control=True, title="As today"),
        ArmDesign("variant", title="Opens with a question"),
    )
    return ExperimentProposal(
        name="Question hook for camp cooking",
        design=ExperimentDesign(metrics, arms, planned_n=24_000, planned_days=14),
        hypothesis="A question makes people want the answer, so more of them click.",
        topic="camp cooking",
        hook="question",
    )
