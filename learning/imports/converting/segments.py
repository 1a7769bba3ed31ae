"""Which segment, account and platform each row of a chunk belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.dimensions import SEGMENT_DIMENSIONS
from learning.domain.enums import Role
from learning.domain.observations import SegmentKey
from learning.imports.converting.columns import Codes, combine_codes, make_codes
from learning.imports.converting.personal import PersonalColumns
from learning.imports.converting.platforms import platform_id
from learning.imports.converting.quantities import Variant
from learning.imports.converting.table import OpenChunk


@dataclass(frozen=True, slots=True)
class Labels:
    """One label per row out of a short list."""

    codes: Codes
    values: tuple[str, ...]


def read_labels(chunk: OpenChunk, field: str, default: str) -> Labels:
    """Read the account or the platform of each row.

    Args:
        chunk: The opened chunk.
        field: 'account' or 'platform'.
        default: What holds where the table has no such column, or the cell is blank.

    Returns:
        One label per row.
    """
    bound = chunk.bound(field)
    if not bound:
        return Labels(chunk.zeros(), (default,))
    column = chunk.columns[bound[0].index]
    texts = [text.strip() or default for text in column.texts]
    codes, values = make_codes(column, [platform_id(text) for text in texts] if field == "platform" else texts)
    return Labels(codes, tuple(values))


@dataclass(frozen=True, slots=True)
class SegmentColumns:
    """The dimensions of the rows: per dimension its name, codes and values."""

    names: tuple[str, ...]
    codes: tuple[Codes, ...]
    values: tuple[tuple[str, ...], ...]

    def number(self, rows: Codes, fixed: Variant) -> tuple[Codes, tuple[SegmentKey, ...]]:
        """Number the distinct segments of some rows.

        Args:
            rows: Places of rows within the chunk.
            fixed: Dimension values that hold for all of them.

        Returns:
            Per place the number of its segment, and the segments.
        """
        if not self.names:
            return rows * 0, (self._segment(0, fixed),)
        index, first = combine_codes([codes[rows] for codes in self.codes])
        return index, tuple(self._segment(int(rows[place]), fixed) for place in first.tolist())

    def _segment(self, row: int, fixed: Variant) -> SegmentKey:
        found = {
            name: values[codes[row]] for name, codes, values in zip(self.names, self.codes, self.values, strict=True)
        }
        found |= dict(fixed)
        named = sorted((name, value) for name, value in found.items() if name not in SEGMENT_DIMENSIONS)
        return SegmentKey(
            persona=found.get("persona", ""),
            device=found.get("device", ""),
            channel=found.get("channel", ""),
            strategy=found.get("strategy", ""),
            named=tuple(named),
        )


def read_segments(chunk: OpenChunk, personal: PersonalColumns) -> SegmentColumns:
    """Read the dimension values of each row.

    Args:
        chunk: The opened chunk.
        personal: Which columns name people; their values are disguised.

    Returns:
        The dimensions, by name.
    """
    bound = [column for column in chunk.of_role(Role.DIMENSION) if column.field in chunk.plan.dimensions]
    pairs = []
    for each in bound:
        column = chunk.columns[each.index]
        pairs.append(make_codes(column, personal.clean(each, [text.strip() for text in column.texts])))
    return SegmentColumns(
        tuple(each.field for each in bound),
        tuple(codes for codes, _ in pairs),
        tuple(tuple(values) for _, values in pairs),
    )
