"""The verbs of the `bellwether` command, one line each."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Final

from services.cli.verb import Verb


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a verb stands; its module, and all that it needs, is loaded only when the verb is called."""

    name: str
    help: str
    module: str
    constant: str

    def load(self) -> Verb:
        """Return the verb."""
        verb: Verb = getattr(importlib.import_module(f"services.cli.{self.module}"), self.constant)
        return verb


VERBS: Final = (
    Listing("import", "import exports of platforms", "imports", "IMPORT"),
    Listing("undo", "take an import back", "imports", "UNDO"),
    Listing("redo", "import an undone batch again from its stored original", "imports", "REDO"),
    Listing("metrics", "figures of a range, with n, interval and origin", "metrics", "METRICS"),
    Listing("check", "prove that rollups equal the sum of the facts", "check", "CHECK"),
    Listing("migrate", "bring the database to the newest schema, after a backup", "migrate", "MIGRATE"),
    Listing("backup", "write the whole database into one file", "backups", "BACKUP"),
    Listing("restore", "replace the database by a backup", "backups", "RESTORE"),
    Listing("simulate", "draw a made-up brand and write its exports", "simulate", "SIMULATE"),
    Listing("bench", "measure, each figure beside its reference", "bench", "BENCH"),
    Listing("serve", "bring up dashboard, API and worker and stop them together", "serve", "SERVE"),
    Listing("worker", "run the scheduled housekeeping in the foreground", "serve", "WORKER"),
)
