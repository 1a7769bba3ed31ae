"""What a table of A/B data is: rows of units, of arms, or of pairs of arms; and what each column is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from learning.domain.enums import DecimalMark, Unit
from learning.domain.errors import BadMapping
from learning.domain.imports import TableHead
from learning.imports.arms.cells import read_values
from learning.imports.arms.evidence import ColumnEvidence, gather_column_evidence
from learning.imports.arms.mapping import mapped_columns
from learning.imports.arms.records import ArmColumn, ArmPlan, ArmRole, ReadSettings, Shape, Side
from learning.imports.arms.words import (
    AMOUNT,
    BEFORE,
    COUNT,
    DAY,
    EXACT,
    EXPOSURE,
    IGNORED,
    OF_TOTALS,
    RATE,
    SIDES,
    SPREAD,
    SUCCESSES,
    UNIT,
    is_count_header,
)
from learning.imports.converting.columns import make_column
from learning.imports.headers import header_key, slug
from learning.imports.values.date_evidence import date_order_evidence
from learning.imports.values.decimal_marks import DecimalVotes, decide_decimal_mark, decimal_votes

MOST_SEGMENTS: Final = 30
MOST_ARMS: Final = 12
"""So many different texts at the most in a column that is taken for the arms without being called so."""
RESULTS: Final = (ArmRole.VALUE, ArmRole.MEAN)
WEAK_UNITS: Final = frozenset({"id", "email", "user", "customer", "unit", "subject"})
STRONG_COUNTS: Final = ("users", "visitors", "n", "participants", "sample size", "recipients", "sent", "delivered")
"""Whoever was assigned stands before whoever was reached: the split is that of the former."""


def recognise_arms(head: TableHead, mapping: Mapping[str, str], settings: ReadSettings) -> ArmPlan:
    """Say what a table of A/B data is.

    Args:
        head: The table's beginning.
        mapping: Header -> role, as a person chose: one of `mapping.ALLOWED`.
        settings: What else was said of the file.

    Returns:
        The plan.

    Raises:
        BadMapping: No column says which arm a row belongs to, none holds a result, or the mapping cannot work.
    """
    evidence = gather_column_evidence(head)
    given = mapped_columns(head.header, mapping)
    pairs = _pairs(head.header)
    if pairs:
        columns = [given.get(c.index, c) for c in _pair_columns(head, pairs, evidence)]
        return _finished(head, Shape.PAIRS, columns, settings)
    columns = [given.get(i, _by_words(i, text, evidence[i])) for i, text in enumerate(head.header)]
    shape = _shape(head, columns, evidence)
    notes: list[str] = []
    if shape is Shape.UNITS:
        columns = [given.get(c.index, c) for c in _unit_columns(columns, evidence, notes)]
    else:
        columns = [given.get(c.index, c) for c in _total_columns(head, columns, evidence)]
    _require(head, shape, columns)
    return _finished(head, shape, columns, settings, notes)


def _by_words(index: int, header: str, evidence: ColumnEvidence) -> ArmColumn:
    """Judge a column by its header alone; VALUE where the header says nothing."""
    key = header_key(header)
    name = slug(header) or f"column_{index + 1}"
    if not key or not evidence.filled:
        return ArmColumn(index, header, ArmRole.IGNORED)
    for role, words in EXACT:
        if key in words:
            return ArmColumn(index, header, role, name if role in (ArmRole.SEGMENT, ArmRole.VALUE) else "")
    before = BEFORE.match(key)
    if before is not None and before[1] and evidence.is_number:
        return ArmColumn(index, header, ArmRole.BEFORE, before[1].replace(" ", "_"))
    for role, pattern in SPREAD:
        rest = " ".join(pattern.sub(" ", key).split())
        if rest != key:
            return ArmColumn(index, header, role, rest.replace(" ", "_"))
    return ArmColumn(index, header, ArmRole.VALUE, name)


def _shape(head: TableHead, columns: Sequence[ArmColumn], evidence: Sequence[ColumnEvidence]) -> Shape:
    units = [column for column in columns if column.role is ArmRole.UNIT]
    counts = [column for column in columns if _is_count(column, evidence)]
    if not counts:
        return Shape.TOTALS if not units and _one_row_per_arm(head, columns, evidence) else Shape.UNITS
    strong = [column for column in units if header_key(column.header) not in WEAK_UNITS]
    if strong:
        return Shape.UNITS
    first = counts[0].index
    ones = sum(row[first].strip() in {"0", "1"} for _, row in head.sample)
    return Shape.UNITS if ones > len(head.sample) / 2 else Shape.TOTALS


def _one_row_per_arm(head: TableHead, columns: Sequence[ArmColumn], evidence: Sequence[ColumnEvidence]) -> bool:
    """Say whether a short table names each version once per test: then its rows are totals, however named."""
    arm = next((column for column in columns if column.role is ArmRole.ARM), None)
    numbers = [c for c in columns if c.role is ArmRole.VALUE and evidence[c.index].is_number]
    if arm is None or len(numbers) < 2 or not head.complete:
        return False
    test = next((column for column in columns if column.role is ArmRole.TEST), None)
    keys = [("" if test is None else row[test.index], row[arm.index]) for _, row in head.sample]
    return len(set(keys)) == len(keys)


def _largest(head: TableHead, columns: Sequence[ArmColumn], evidence: Sequence[ColumnEvidence]) -> ArmColumn:
    """The column of numbers that no other one exceeds: whoever converts was there before."""
    numbers = [c for c in columns if c.role is ArmRole.VALUE and evidence[c.index].is_number]

    def total(column: ArmColumn) -> float:
        cells = make_column([row[column.index] for _, row in head.sample])
        return float(np.nansum(read_values(cells, DecimalMark.POINT).numbers))

    return max(numbers, key=total)


def _is_count(column: ArmColumn, evidence: Sequence[ColumnEvidence]) -> bool:
    if column.role not in (ArmRole.VALUE, ArmRole.COUNT) or not evidence[column.index].is_number:
        return False
    return column.role is ArmRole.COUNT or is_count_header(column.header)


def _unit_columns(
    columns: Sequence[ArmColumn], evidence: Sequence[ColumnEvidence], notes: list[str]
) -> list[ArmColumn]:
    """Settle the columns of a table with one row per unit."""
    settled = []
    for column in columns:
        seen = evidence[column.index]
        role = column.role
        name = column.metric or slug(column.header)
        is_result = role is ArmRole.IGNORED and header_key(column.header) in OF_TOTALS
        if is_result or role in (ArmRole.VALUE, ArmRole.COUNT, ArmRole.MEAN, ArmRole.METRIC_NAME, ArmRole.LABEL):
            role = ArmRole.VALUE if seen.is_truth or seen.is_number else _text_role(column, seen)
        if role is ArmRole.IGNORED and header_key(column.header) not in IGNORED and column.header:
            notes.append(f"Column {column.header!r} is not used.")
        if role is ArmRole.SEGMENT and seen.distinct > MOST_SEGMENTS:
            role = ArmRole.IGNORED
            notes.append(f"Column {column.header!r} has too many different values for a comparison of segments.")
        settled.append(replace(column, role=role, metric=name))
    if not any(column.role is ArmRole.ARM for column in settled):
        settled = _guess_arm(settled, evidence, notes)
    return _moments(settled, notes)


def _moments(columns: list[ArmColumn], notes: list[str]) -> list[ArmColumn]:
    """Tell the day of the first exposure from that of the result, which alone is no day of the test."""
    days = [column for column in columns if column.role is ArmRole.DAY]
    exposed = next((column for column in days if header_key(column.header) in EXPOSURE), None)
    outcomes = [column for column in columns if column.role is ArmRole.OUTCOME]
    if exposed is None:
        exposed = days[0] if days and outcomes else None
    else:
        outcomes = outcomes or [column for column in days if column is not exposed]
    if exposed is None and outcomes and header_key(outcomes[0].header) in DAY:
        # The only date there is.
        return [replace(column, role=ArmRole.DAY) if column is outcomes[0] else column for column in columns]
    if exposed is None and outcomes:
        said = "says when people had a result, but no column says when they first saw their version"
        notes.append(f"Column {outcomes[0].header!r} {said}; it is not used.")
    kept = outcomes[:1] if exposed is not None else []
    settled = []
    for column in columns:
        role = column.role
        if role in (ArmRole.DAY, ArmRole.OUTCOME):
            role = ArmRole.DAY if column is exposed or (exposed is None and role is ArmRole.DAY) else ArmRole.IGNORED
            role = ArmRole.OUTCOME if column in kept else role
        settled.append(replace(column, role=role))
    return settled


def _text_role(column: ArmColumn, seen: ColumnEvidence) -> ArmRole:
    few = 2 <= seen.distinct <= MOST_SEGMENTS and seen.distinct <= seen.filled / 2
    return ArmRole.SEGMENT if few and column.role is not ArmRole.LABEL else ArmRole.IGNORED


def _guess_arm(columns: list[ArmColumn], evidence: Sequence[ColumnEvidence], notes: list[str]) -> list[ArmColumn]:
    """Take the only column that could name the arms for it."""
    could = [
        column
        for column in columns
        if column.role is ArmRole.SEGMENT and 2 <= evidence[column.index].distinct <= MOST_ARMS
    ]
    if len(could) != 1:
        return columns
    notes.append(f"Column {could[0].header!r} is taken for the versions that were compared.")
    return [replace(column, role=ArmRole.ARM) if column is could[0] else column for column in columns]


def _total_columns(
    head: TableHead, columns: Sequence[ArmColumn], evidence: Sequence[ColumnEvidence]
) -> list[ArmColumn]:
    """Settle the columns of a table with one row per arm."""
    # Of totals a day is the day of the row, whatever happened on it.
    columns = [replace(one, role=ArmRole.DAY) if one.role is ArmRole.OUTCOME else one for one in columns]
    counts = [column for column in columns if _is_count(column, evidence)]
    chosen = min(counts, key=lambda column: (_count_rank(column), column.index), default=None)
    chosen = chosen or _largest(head, columns, evidence)
    has_arm = any(column.role is ArmRole.ARM for column in columns)
    settled = []
    for column in columns:
        seen = evidence[column.index]
        role = column.role
        if column is chosen:
            role = ArmRole.COUNT
        elif role is ArmRole.UNIT:
            # A row's own number, or the only name that an arm has.
            role = ArmRole.IGNORED if has_arm else ArmRole.LABEL
        elif role in (ArmRole.VALUE, ArmRole.COUNT):
            role = _total_role(column, seen, has_arm=has_arm)
        elif _is_no_name(role, seen):
            role = ArmRole.IGNORED
        settled.append(replace(column, role=role))
    return settled if any(column.role in RESULTS for column in settled) else _with_rate(head, settled, evidence)


def _is_no_name(role: ArmRole, seen: ColumnEvidence) -> bool:
    """A label of numbers names nothing, and too many segments compare nothing."""
    if role is ArmRole.LABEL:
        return seen.is_number and not seen.is_truth
    return role is ArmRole.SEGMENT and seen.distinct > MOST_SEGMENTS


def _with_rate(head: TableHead, columns: list[ArmColumn], evidence: Sequence[ColumnEvidence]) -> list[ArmColumn]:
    """Where a table gives nothing but a rate beside its counts, take the first rate for the mean of yes and no."""
    rates = [c for c in columns if RATE.search(header_key(c.header)) and evidence[c.index].is_number]
    if not rates:
        return columns
    chosen = rates[0]
    cells = [row[chosen.index] for _, row in head.sample]
    values = read_values(make_column(cells), DecimalMark.COMMA if _has_comma(cells) else DecimalMark.POINT).numbers
    percent = any("%" in cell for cell in cells) or bool((values > 1).any())
    name = slug(chosen.header)
    mean = replace(chosen, role=ArmRole.MEAN, metric=name, scale=0.01 if percent else 1.0)
    return [mean if column is chosen else column for column in columns]


def _has_comma(cells: Sequence[str]) -> bool:
    return any("," in cell for cell in cells) and not any("." in cell for cell in cells)


def _count_rank(column: ArmColumn) -> int:
    key = header_key(column.header)
    return STRONG_COUNTS.index(key) if key in STRONG_COUNTS else len(STRONG_COUNTS)


def _total_role(column: ArmColumn, seen: ColumnEvidence, *, has_arm: bool) -> ArmRole:
    key = header_key(column.header)
    if not seen.is_number:
        few = 2 <= seen.distinct <= MOST_SEGMENTS
        return ArmRole.SEGMENT if few and has_arm and seen.words < seen.filled else ArmRole.IGNORED
    if RATE.search(key) and not AMOUNT.search(key):
        return ArmRole.IGNORED
    if key in SUCCESSES or AMOUNT.search(key) or column.role is ArmRole.VALUE:
        return ArmRole.VALUE
    return ArmRole.IGNORED


def _pairs(header: Sequence[str]) -> dict[int, tuple[str, Side]]:
    """Find columns that come twice, once for the control and once for the treatment: place -> (rest, side)."""
    found: dict[int, tuple[str, Side]] = {}
    for index, text in enumerate(header):
        words = header_key(text).split()
        for place in (-1, 0):
            side = next((side for side, marks in SIDES.items() if len(words) > 1 and words[place] in marks), None)
            if side is not None:
                found[index] = (" ".join(words[:-1] if place == -1 else words[1:]), side)
                break
    sides: dict[str, set[Side]] = {}
    for rest, side in found.values():
        sides.setdefault(rest, set()).add(side)
    whole = {rest for rest, both in sides.items() if len(both) == 2}
    if not any(rest in COUNT for rest in whole) or len(whole) < 2:
        return {}
    return {index: each for index, each in found.items() if each[0] in whole}


def _pair_columns(
    head: TableHead, pairs: Mapping[int, tuple[str, Side]], evidence: Sequence[ColumnEvidence]
) -> list[ArmColumn]:
    settled = []
    for index, text in enumerate(head.header):
        if index not in pairs:
            column = _by_words(index, text, evidence[index])
            unused = column.role in (ArmRole.VALUE, ArmRole.COUNT, ArmRole.UNIT)
            settled.append(replace(column, role=ArmRole.IGNORED) if unused else column)
            continue
        rest, side = pairs[index]
        column = _by_words(index, rest, evidence[index])
        role = ArmRole.COUNT if rest in COUNT else column.role
        settled.append(replace(column, header=text, role=role, side=side))
    return settled


def _require(head: TableHead, shape: Shape, columns: Sequence[ArmColumn]) -> None:
    names = ", ".join(repr(text) for text in head.header if text)
    arms = (ArmRole.ARM,) if shape is Shape.UNITS else (ArmRole.ARM, ArmRole.LABEL)
    if not any(column.role in arms for column in columns):
        raise BadMapping(
            f"{head.file}: no column says which version a row belongs to (there are {names}).",
            "Name it with --map COLUMN=arm, or on the A/B tests page.",
        )
    if not any(column.role in RESULTS for column in columns):
        raise BadMapping(
            f"{head.file}: no column holds a result (there are {names}).",
            "Name it with --map COLUMN=metric, or on the A/B tests page.",
        )


def _finished(
    head: TableHead, shape: Shape, columns: Sequence[ArmColumn], settings: ReadSettings, notes: Sequence[str] = ()
) -> ArmPlan:
    votes = DecimalVotes()
    numeric = (ArmRole.VALUE, ArmRole.MEAN, ArmRole.VARIANCE, ArmRole.DEVIATION, ArmRole.SQUARES, ArmRole.BEFORE)
    for column in columns:
        texts = list(dict.fromkeys(row[column.index] for _, row in head.sample))
        if column.role is ArmRole.COUNT:
            votes += decimal_votes(texts, unit=Unit.COUNT)
        elif column.role in numeric:
            votes += decimal_votes(texts)
    order = None
    day = next((column for column in columns if column.role is ArmRole.DAY), None)
    words = list(notes)
    if day is not None:
        texts = list(dict.fromkeys(row[day.index] for _, row in head.sample))
        found = date_order_evidence(texts, latest=settings.latest)
        order = found.order or found.proposed
        if found.ambiguous and order is not None:
            words.append(f"The dates of {day.header!r} were read as {order.value.upper()}; the file leaves that open.")
    mark = decide_decimal_mark(votes) or DecimalMark.POINT
    kept = tuple(column for column in columns if column.role is not ArmRole.IGNORED)
    return ArmPlan(shape, kept, tuple(words), mark, order)


def is_unit_header(header: str) -> bool:
    """Say whether a header names units of a test.

    Args:
        header: The header's text.

    Returns:
        True for 'user id' and the like.
    """
    return header_key(header) in UNIT
