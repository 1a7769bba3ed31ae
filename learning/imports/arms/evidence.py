"""What the cells of a column of A/B data look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from learning.domain.imports import TableHead
from learning.imports.lexicon.words import word_set
from learning.imports.reading.cells import CellKind, kind_of_cell
from learning.imports.values.cell_text import is_placeholder, plain_text

TRUE_WORDS: Final = word_set("true yes y t ja j oui o si sí sim vrai wahr verdadero verdadeiro vero はい 예")
FALSE_WORDS: Final = word_set("false no n f nein non não nao faux falsch falso いいえ 아니요")
MOSTLY: Final = 0.75


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """The cells of the sample, counted."""

    filled: int
    distinct: int
    numbers: int
    truths: int
    """Words for yes and no, and the digits 0 and 1."""
    words: int
    """Words for yes and no alone."""

    @property
    def is_truth(self) -> bool:
        """Whether the column says yes or no."""
        return self.filled > 0 and self.truths >= MOSTLY * self.filled

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers (0 and 1 are)."""
        return self.filled > 0 and self.numbers >= MOSTLY * self.filled


@lru_cache(maxsize=16_384)
def read_truth(text: str) -> bool | None:
    """Read a cell as yes or no.

    Args:
        text: The cell.

    Returns:
        True or False; None where it says neither.
    """
    plain = plain_text(text).casefold()
    if plain in TRUE_WORDS or plain in {"1", "1.0"}:
        return True
    return False if plain in FALSE_WORDS or plain in {"0", "0.0"} else None


@lru_cache(maxsize=16_384)
def is_empty(text: str) -> bool:
    """Say whether a cell says that there is no value.

    Args:
        text: The cell.

    Returns:
        True for blanks, dashes, 'NaN', 'N/A' and the like.
    """
    return is_placeholder(plain_text(text))


def gather_column_evidence(head: TableHead) -> tuple[ColumnEvidence, ...]:
    """Look at the sample of a table.

    Args:
        head: The table's beginning.

    Returns:
        One record per column.
    """
    rows = [cells for _, cells in head.sample]
    return tuple(_evidence([row[index] for row in rows]) for index in range(len(head.header)))


def _evidence(cells: Sequence[str]) -> ColumnEvidence:
    counts: Mapping[str, int] = _counted(cells)
    filled = numbers = truths = words = 0
    for text, count in counts.items():
        filled += count
        truth = read_truth(text)
        truths += count * (truth is not None)
        words += count * (truth is not None and not any(character.isdigit() for character in text))
        is_number = kind_of_cell(text) is CellKind.VALUE and any(character.isdigit() for character in text)
        numbers += count * is_number
    return ColumnEvidence(filled, len(counts), numbers, truths, words)


def _counted(cells: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in cells:
        if not is_empty(text):
            counts[text] = counts.get(text, 0) + 1
    return counts
