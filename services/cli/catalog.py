"""The verbs of the `bellwether` command, one line each."""

from typing import Final

from services.cli.backups import BACKUP, RESTORE
from services.cli.bench import BENCH
from services.cli.check import CHECK
from services.cli.imports import IMPORT, REDO, UNDO
from services.cli.metrics import METRICS
from services.cli.migrate import MIGRATE
from services.cli.serve import SERVE, WORKER
from services.cli.simulate import SIMULATE
from services.cli.verb import Verb

VERBS: Final[tuple[Verb, ...]] = (
    IMPORT,
    UNDO,
    REDO,
    METRICS,
    MIGRATE,
    CHECK,
    BACKUP,
    RESTORE,
    SIMULATE,
    BENCH,
    SERVE,
    WORKER,
)
