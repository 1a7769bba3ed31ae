"""What a verb of the command line is, and what it is given."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.settings import Settings


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the command: the settings in force and the options that every verb takes."""

    settings: Settings
    """`settings.database_url` already holds the value of --database."""
    brand: str | None
    json: bool
    options: argparse.Namespace
    """The verb's own options."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb answers: the keys of its JSON object, the same in words, and the exit status."""

    payload: Mapping[str, object]
    text: str
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: how its options are declared and what it does."""

    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Call], Answer]
