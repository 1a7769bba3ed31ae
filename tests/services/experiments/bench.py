"""A brand with an empty store and what A/B tests need, for the tests of their services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_records import ExperimentQuery, ExperimentRecord, ListedExperiment
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from services.actions.trail import open_trail
from services.experiments.arm_imports import import_arms
from services.experiments.designing import ExperimentProposal, create_experiment
from services.experiments.import_records import ArmImportReport, ArmImportRequest
from services.experiments.library import ExperimentPage, list_experiments
from services.experiments.running import start_experiment
from services.imports.sources import GivenFile
from tests.services.callers import caller
from tests.services.imports.workshop import Workshop, open_workshop

CLICKS = MetricSpec("clicks", MetricKind.BINOMIAL)
LOSSES = MetricSpec("unsubscribes", MetricKind.BINOMIAL, GoodWay.DOWN, MetricRole.GUARDRAIL, 0.5)
DESIGN = ExperimentDesign(
    (CLICKS,), (ArmDesign("A", is_control=True), ArmDesign("B")), planned_n=40_000, planned_days=14
)


class Bench:
    """A workshop with shorter words for A/B tests."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.store, self.brand, self.clock = workshop.store, workshop.brand, workshop.clock
        self.settings, self.trail = workshop.settings, open_trail(workshop.settings)

    def take(self, name: str, text: str | bytes, **options: object) -> ArmImportReport:
        return self.take_file(self.workshop.file(name, text), **options)

    def take_file(self, path: Path, **options: object) -> ArmImportReport:
        given = GivenFile(path, path.name)
        request = ArmImportRequest(self.brand, caller("ada"), given, **options)  # type: ignore[arg-type]  # a test names its options
        return import_arms(self.store, self.settings, request, self.clock)

    def create(self, name: str = "Short hooks", **options: object) -> ExperimentRecord:
        values = {"design": DESIGN} | options
        proposal = ExperimentProposal(name=name, **values)  # type: ignore[arg-type]  # a test names its options
        return create_experiment(self.store, self.brand, proposal, who=caller("ada"), now=self.clock.now())

    def start(self, record: ExperimentRecord) -> ExperimentRecord:
        return start_experiment(self.store, self.brand, record.id, who=caller("ada"), clock=self.clock)

    def page(self, query: ExperimentQuery | None = None, **options: object) -> ExperimentPage:
        return list_experiments(self.store, self.brand, query or ExperimentQuery(), self.clock, **options)  # type: ignore[arg-type]  # a test names its options

    def listed(self, key: str) -> ListedExperiment:
        return next(each for each in self.page(limit=None).tests if each.experiment.key == key)


@contextmanager
def open_bench(folder: Path, url: str | None = None) -> Iterator[Bench]:
    with open_workshop(folder, url) as workshop:
        yield Bench(workshop)


def daily_file(days: int, a: tuple[int, int], b: tuple[int, int], *, first_day: int = 1) -> str:
    """Rows by version and day: users and clicks of A and of B."""
    lines = ["variant,date,users,clicks"]
    for day in range(first_day, first_day + days):
        lines += [f"{arm},2026-10-{day:02d},{n},{x}" for arm, (n, x) in (("A", a), ("B", b))]
    return "\n".join(lines) + "\n"
