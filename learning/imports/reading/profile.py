"""What the rows of the table under way look like, and whether a record ends it and begins the next."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Final

from learning.imports.reading.cells import CellKind, filled, is_comment, kind_of_cell
from learning.imports.reading.layout import Line, could_be_header, proven_layout, share_of_headings, typed_columns

_EVIDENCE: Final = 200
_DEEPEST_HEADER: Final = 12
_COMMON: Final = 0.02
_NO_DIGIT: Final = re.compile(r"(?<![0-9%]),")
_VALUE_ENDS: Final = frozenset("0123456789%")


class Verdict(StrEnum):
    """What a record that stands out is."""

    ROW = "row"
    REPEATED_HEADER = "repeated_header"
    NEW_TABLE = "new_table"


@dataclass(frozen=True, slots=True)
class Profile:
    """The look of a table's rows."""

    header: tuple[str, ...]
    """Cleaned names; empty where the table has no header of its own."""
    widths: frozenset[int]
    """The numbers of cells that its records have, padding included."""
    typed: tuple[int, ...]
    """Columns of values."""
    probe: int
    """A column whose cells end in a digit or percent sign in most rows; -1 where there is none."""


def profile_of(header: tuple[str, ...], raw_width: int, sample: Sequence[list[str]]) -> Profile:
    """Learn what a table's rows look like.

    Args:
        header: Cleaned column names.
        raw_width: Cells of the header's record, padding included; 0 without a header.
        sample: Its first rows.

    Returns:
        The profile.
    """
    counts = Counter(map(len, sample))
    usual = raw_width or max(counts, key=lambda width: counts[width], default=0)
    widths = {width for width, count in counts.items() if count > 1 and count >= _COMMON * len(sample)} | {usual}
    evidence = sample[:_EVIDENCE]
    narrow = min(widths)
    probe, best = -1, 0.5
    for column in typed_columns(evidence):
        if column >= narrow:
            continue
        ending = sum(1 for record in evidence if len(record) > column and record[column][-1:] in _VALUE_ENDS)
        if evidence and ending / len(evidence) > best:
            probe, best = column, ending / len(evidence)
    return Profile(header, frozenset(widths), tuple(typed_columns(evidence)), probe)


def stands_out(profile: Profile, records: Sequence[list[str]]) -> list[int]:
    """List the records that may be blank or may begin another table; the rest are rows for certain.

    Args:
        profile: Of the table under way.
        records: Consecutive records.

    Returns:
        Their indexes, ascending.
    """
    widths, probe = profile.widths, profile.probe
    if probe >= 0 and widths.issuperset(map(len, records)):
        # One pass in C over the probe column: a separator that no digit or percent sign precedes.
        cells = ",".join(map(itemgetter(probe), records)) + ","
        if _NO_DIGIT.search(cells) is None:
            return []
    if probe < 0:
        name = profile.header[0] if profile.header else ""
        return [
            i for i, r in enumerate(records) if len(r) not in widths or not r or r[0][:1] in _ODD_STARTS or r[0] == name
        ]
    return [i for i, r in enumerate(records) if len(r) not in widths or r[probe][-1:] not in _VALUE_ENDS]


_ODD_STARTS: Final = frozenset({"", "#", " ", "\t", "\n", "\r", "\u00a0", "\u3000", "\ufeff"})


def judge(profile: Profile, lines: Sequence[Line]) -> Verdict:
    """Decide what a record that stands out is, by what follows it.

    Args:
        profile: Of the table under way.
        lines: The record and the lines after it that are not blank, some dozens where there are as many.

    Returns:
        The verdict. In doubt it is a row: what is wrong with it is then said by row and column.
    """
    first = lines[0]
    if is_comment(first.cells):
        return Verdict.NEW_TABLE if profile.typed or len(profile.header) > 1 else Verdict.ROW
    if names_of(first.cells)[: len(profile.header)] == profile.header and any(profile.header):
        return Verdict.NEW_TABLE if first.gap else Verdict.REPEATED_HEADER
    if looks_like_row(profile, first.cells):
        return Verdict.ROW
    layout = proven_layout(lines[: _DEEPEST_HEADER * 3])
    if layout is None or layout.header is None or layout.header > _DEEPEST_HEADER:
        return Verdict.NEW_TABLE if first.gap and _is_bare_table(profile, lines) else Verdict.ROW
    above = lines[: layout.header]
    if any(not is_comment(line.cells) and len(filled(line.cells)) > 2 for line in above):
        return Verdict.ROW
    if first.gap or any(line.gap for line in lines[1 : layout.header + 1]):
        return Verdict.NEW_TABLE
    return Verdict.NEW_TABLE if _differs(profile, lines[layout.header].cells) else Verdict.ROW


def looks_like_row(profile: Profile, record: list[str]) -> bool:
    """Say whether a record holds a value where the table's rows do.

    Args:
        profile: Of the table under way.
        record: The cells.

    Returns:
        True where at least one column of values holds a value, in a record of a known width or with several cells.
    """
    typed = [column for column in profile.typed if column < len(record)]
    if not any(kind_of_cell(record[column]) is CellKind.VALUE for column in typed):
        return False
    return len(record) in profile.widths or len(filled(record)) > 1


def names_of(record: Sequence[str]) -> tuple[str, ...]:
    """Clean the names of columns: marks, no-break spaces and line breaks are no part of a name.

    Args:
        record: The header's cells.

    Returns:
        The names, as many as there are cells.
    """
    return tuple(
        " ".join(cell.replace("\ufeff", "").replace("\u200b", "").removeprefix("ï»¿").split()) for cell in record
    )


def _differs(profile: Profile, cells: list[str]) -> bool:
    """Without a blank line above it a header must not be mistaken for a damaged row: it needs words of reports."""
    if not could_be_header(cells):
        return False
    if len(cells) not in profile.widths and len(filled(cells)) > 1:
        return share_of_headings(cells) >= 0.3 or len(filled(cells)) > len(profile.header)
    names = names_of(cells)
    shared = sum(1 for name, known in zip(names, profile.header, strict=False) if name and name == known)
    return shared > 0 or share_of_headings(cells) >= 0.5


def _is_bare_table(profile: Profile, lines: Sequence[Line]) -> bool:
    """A title and a header, or a header alone, that nothing follows."""
    for line in lines[:3]:
        if len(filled(line.cells)) > 1:
            names = names_of(line.cells)
            known = set(names) & set(filter(None, profile.header))
            followed = lines[list(lines).index(line) + 1 :]
            bare = not followed or followed[0].gap or is_comment(followed[0].cells)
            return bare and could_be_header(line.cells) and (bool(known) or share_of_headings(line.cells) >= 0.5)
    return False
