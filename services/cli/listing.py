"""Where a verb of the command stands."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

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
