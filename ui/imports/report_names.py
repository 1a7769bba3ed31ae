"""What the reports of the platforms are called, and where a person finds each export."""

from __future__ import annotations

from collections.abc import Iterable

from learning.imports.platforms.catalogue import TEMPLATES

_BY_NAME = {template.name: template for template in TEMPLATES}


def report_title(name: str) -> str:
    """Name a report as people call it; an unknown one keeps its own name."""
    template = _BY_NAME.get(name)
    return template.title if template else name


def known_fields(name: str) -> frozenset[str]:
    """Return the fields that a report is known to have, its own extras included."""
    template = _BY_NAME.get(name)
    return frozenset(column.field for column in template.columns) if template else frozenset()


def report_titles(names: Iterable[str]) -> str:
    """Name several reports, each once."""
    return ", ".join(dict.fromkeys(report_title(name) for name in names)) or "–"


def report_choices() -> dict[str, str]:
    """Return title -> name of every report, for the choice by hand."""
    return {template.title: template.name for template in TEMPLATES}
