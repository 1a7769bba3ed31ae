"""The columns of a file of A/B data, for a person to say what each one is."""

from __future__ import annotations

from learning.domain.imports import TableHead
from services.experiments.arm_files import events_of, open_source
from services.imports.archives import Caps
from services.imports.sources import GivenFile
from services.settings import Settings


def read_header(settings: Settings, given: GivenFile) -> tuple[str, ...]:
    """Return the headers of the first table of a file; () where it has none.

    Raises:
        InputError: It cannot be read.
        BadOption: A zip with several files.
    """
    source = open_source(given, Caps(settings.upload_limit_bytes))
    with events_of(source) as events:
        head = next((event for event in events() if isinstance(event, TableHead)), None)
    return () if head is None else tuple(name for name in head.header if name)
