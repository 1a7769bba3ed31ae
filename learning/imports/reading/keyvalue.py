"""Reports of labels and values ('Bounces:', '8 (0.5%)'), turned into one header and one row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learning.imports.reading.cells import filled
from learning.imports.reading.layout import Line
from learning.imports.reading.profile import names_of

_COLONS: Final = (":", "：")
_LOOK: Final = 30
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Section:
    """One section of such a report."""

    title: str
    preamble: tuple[Line, ...]
    first: int
    """Spreadsheet row of its first label."""
    header: tuple[str, ...]
    values: tuple[str, ...]


def is_label(line: Line) -> bool:
    """Say whether a line is a label, which ends with a colon, and at most one value.

    Args:
        line: The line.

    Returns:
        True for 'Bounces:' with or without a value beside it.
    """
    places = filled(line.cells)
    return bool(places) and len(places) <= 2 and places[0] == 0 and line.cells[0].rstrip().endswith(_COLONS)


def is_key_value(lines: Sequence[Line]) -> bool:
    """Say whether a report of labels and values begins with these lines.

    Args:
        lines: Its first lines that are not blank.

    Returns:
        True where most of them are labels, and at least three.
    """
    looked = lines[:_LOOK]
    labels = sum(map(is_label, looked))
    pairs = [line for line in looked if len(filled(line.cells)) > 1]
    leading = next((index for index, line in enumerate(looked) if len(filled(line.cells)) > 2), len(looked))
    early = sum(map(is_label, looked[:leading]))
    return early >= _FEWEST and labels >= 0.6 * len(pairs) and early >= 0.6 * leading


def belongs(line: Line) -> bool:
    """Say whether a line continues a report of labels and values: a label, or a title of its next section.

    Args:
        line: The line.

    Returns:
        False for a record of several cells that is no label.
    """
    return is_label(line) or len(filled(line.cells)) == 1


def sections(lines: Sequence[Line]) -> list[Section]:
    """Part a report into sections, a new one where a label comes again.

    Args:
        lines: All lines of the report: labels, and titles of one cell.

    Returns:
        The sections that have labels, each as a header and one row.
    """
    found: list[Section] = []
    titles: list[Line] = []
    pending: list[Line] = []
    labels: list[Line] = []
    seen: set[str] = set()
    for line in lines:
        if not is_label(line):
            pending.append(line)
            continue
        name = line.cells[0].strip().lower()
        if name in seen:
            found.append(_section(titles, labels))
            titles, labels, seen = pending, [], set()
        elif not labels:
            titles = pending
        pending = []
        labels.append(line)
        seen.add(name)
    if labels:
        found.append(_section(titles, labels))
    return found


def _section(titles: Sequence[Line], labels: Sequence[Line]) -> Section:
    names = [names_of(line.cells)[0].rstrip(":：").rstrip() for line in labels]
    values = [line.cells[1] if len(line.cells) > 1 else "" for line in labels]
    title = names_of(titles[-1].cells)[0] if titles else ""
    return Section(title, tuple(titles), labels[0].row, tuple(names), tuple(values))
