"""Whether the rows of a sample can be told apart by some of their columns."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from learning.domain.imports import TableHead
from learning.imports.values.totals import may_be_total

_AT_MOST: Final = 4


def rows_of(head: TableHead) -> list[tuple[str, ...]]:
    """The distinct sample rows, stripped and padded to the header's width (byte-identical rows count once, total rows
    not at all).
    """
    width = len(head.header)
    padded = (tuple(map(str.strip, (*cells[:width], *("",) * (width - len(cells))))) for _, cells in head.sample)
    return [row for row in dict.fromkeys(padded) if not may_be_total(next((cell for cell in row if cell), ""))]


def tells_apart(rows: Sequence[tuple[str, ...]], columns: Iterable[int]) -> bool:
    """Whether no two rows agree in all of the columns.

    Args:
        rows: distinct rows.
        columns: 0-based indexes.

    Returns:
        True where every row has a key of its own.
    """
    indexes = tuple(columns)
    return len({tuple(row[i] for i in indexes) for row in rows}) == len(rows)


def needed_columns(rows: Sequence[tuple[str, ...]], base: Sequence[int], candidates: Sequence[int]) -> tuple[int, ...]:
    """The fewest further columns that tell rows apart which agree in the base columns.

    Args:
        rows: distinct rows.
        base: columns of the key so far.
        candidates: columns that may be added, preferred first.

    Returns:
        Their indexes; () where none is needed or where not even all of them suffice (then rows are events to be added
        up).
    """
    if tells_apart(rows, base) or not tells_apart(rows, (*base, *candidates)):
        return ()
    for size in range(1, min(_AT_MOST, len(candidates)) + 1):
        for group in combinations(candidates, size):
            if tells_apart(rows, (*base, *group)):
                return group
    return tuple(candidates)
