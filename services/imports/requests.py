"""What an import is asked to do, and how explicit choices are told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from learning.domain.brands import Brand
from learning.domain.imports import ImportOptions
from services.callers import Caller
from services.imports.progress import IsCancelled, OnProgress, ignore_progress, never_cancelled
from services.imports.sources import GivenFile


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Files for a brand, from a person or a program."""

    brand: Brand
    who: Caller
    files: tuple[GivenFile, ...]
    options: ImportOptions = field(default_factory=ImportOptions)
    on_progress: OnProgress = ignore_progress
    is_cancelled: IsCancelled = never_cancelled
    loads_demo: bool = False
    """Set by the loader of the demo brand alone: a demo brand takes no other imports."""


def options_fingerprint(options: ImportOptions) -> str:
    """Return a canonical text of what was chosen explicitly; '' where nothing was."""
    chosen: dict[str, object] = {}
    if options.template:
        chosen["template"] = options.template
    if options.mapping:
        chosen["mapping"] = dict(options.mapping)
    if options.answers:
        chosen["answers"] = {key.value: value for key, value in options.answers.items()}
    return json.dumps(chosen, ensure_ascii=False, sort_keys=True) if chosen else ""


def company_fingerprint(fingerprint: str, checksums: Sequence[str]) -> str:
    """Return the fingerprint of a file whose open questions its company may answer this time."""
    company = hashlib.sha256("".join(sorted(checksums)).encode()).hexdigest()
    return f"{fingerprint}+{company}"


def header_fingerprint(header: Sequence[str]) -> str:
    """Return the key under which the mapping of a header row is remembered: its set of names, whatever the order."""
    names = sorted(" ".join(name.casefold().split()) for name in header)
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()
