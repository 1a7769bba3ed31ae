"""The ids of accounts, cuts, segments and measures: looked up in bulk, created where they are new, kept for the run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, select

from db.importing.contents import UNKNOWN_ID
from db.schema.contents import account
from db.schema.cuts import cut, measure, segment, segment_value
from db.texts import pairs_from_text, pairs_to_text, storable
from learning.domain.observations import CutSpec, MeasureSpec, SegmentKey

BLOCK: Final = 500

SegmentText = tuple[str, str, str, str, str]
"""Persona, device, channel, strategy and the canonical text of the named values."""


class Identities:
    """Ids of what observations are reported by, for one brand."""

    def __init__(self, connection: Connection, brand_id: int, *, creates: bool) -> None:
        """Create what is new, or (for a preview) answer UNKNOWN_ID for it."""
        self._connection = connection
        self._brand_id = brand_id
        self._creates = creates
        self._accounts: dict[tuple[str, str], int] = {}
        self._cuts: dict[CutSpec, int] = {}
        self.new_cuts: set[int] = set()
        """Cuts that this run created."""
        self._segments: dict[SegmentKey, int] = {}
        self._measures: dict[MeasureSpec, int] = {}

    def account_ids(self, platform: str, handles: Sequence[str]) -> list[int]:
        """The id of each account of a platform."""
        for handle in dict.fromkeys(handles):
            if (platform, handle) not in self._accounts:
                values = {"brand_id": self._brand_id, "platform": storable(platform), "handle": storable(handle)}
                found = self._connection.execute(select(account.c.id).filter_by(**values)).scalar()
                if found is None and self._creates:
                    found = self._connection.execute(account.insert().values(**values).returning(account.c.id)).scalar()
                self._accounts[platform, handle] = UNKNOWN_ID if found is None else int(found)
        return [self._accounts[platform, handle] for handle in handles]

    def cut_id(self, spec: CutSpec) -> int:
        """The id of a cut."""
        known = self._cuts.get(spec)
        if known is not None:
            return known
        values = {
            "brand_id": self._brand_id,
            "platform": storable(spec.platform),
            "basis": spec.basis.value,
            "grain": spec.grain.value,
            "dimensions": storable(",".join(spec.dimensions)),
        }
        found = self._connection.execute(select(cut.c.id).filter_by(**values)).scalar()
        if found is None and self._creates:
            named = cut.insert().values(**values, name=storable(spec.name)).returning(cut.c.id)
            found = int(self._connection.execute(named).scalar_one())
            self.new_cuts.add(found)
        self._cuts[spec] = UNKNOWN_ID if found is None else int(found)
        return self._cuts[spec]

    def measure_id(self, spec: MeasureSpec) -> int:
        """The id of a measure; the same name with another kind or unit is another measure."""
        known = self._measures.get(spec)
        if known is not None:
            return known
        values = {
            "brand_id": self._brand_id,
            "name": storable(spec.name),
            "kind": spec.kind.value,
            "unit": spec.unit.value,
        }
        found = self._connection.execute(select(measure.c.id).filter_by(**values)).scalar()
        if found is None and self._creates:
            named = measure.insert().values(**values, header=storable(spec.header)).returning(measure.c.id)
            found = self._connection.execute(named).scalar()
        self._measures[spec] = UNKNOWN_ID if found is None else int(found)
        return self._measures[spec]

    def segment_ids(self, keys: Sequence[SegmentKey]) -> list[int]:
        """The id of each segment."""
        unknown = {key: _segment_text(key) for key in keys if key not in self._segments}
        if unknown:
            self._resolve_segments(unknown)
        return [self._segments[key] for key in keys]

    def _resolve_segments(self, unknown: dict[SegmentKey, SegmentText]) -> None:
        found = self._find_segments({text[-1] for text in unknown.values()})
        new = [text for text in dict.fromkeys(unknown.values()) if text not in found]
        if new and self._creates:
            found |= self._add_segments(new)
        for key, text in unknown.items():
            self._segments[key] = found.get(text, UNKNOWN_ID)

    def _find_segments(self, named: Iterable[str]) -> dict[SegmentText, int]:
        found: dict[SegmentText, int] = {}
        ordered = sorted(named)
        for start in range(0, len(ordered), BLOCK):
            rows = self._connection.execute(
                select(segment).where(
                    segment.c.brand_id == self._brand_id, segment.c.named.in_(ordered[start : start + BLOCK])
                )
            )
            for row in rows:
                found[row.persona, row.device, row.channel, row.strategy, row.named] = row.id
        return found

    def _add_segments(self, new: Sequence[SegmentText]) -> dict[SegmentText, int]:
        columns = ("persona", "device", "channel", "strategy", "named")
        rows = [{"brand_id": self._brand_id, **dict(zip(columns, text, strict=True))} for text in new]
        statement = segment.insert().returning(segment.c.id, *(segment.c[name] for name in columns))
        added = {tuple(row[1:]): int(row[0]) for row in self._connection.execute(statement, rows)}
        values = [
            {"segment_id": added[text], "name": name, "value": value}
            for text in new
            for name, value in _named_values(text).items()
        ]
        if values:
            self._connection.execute(segment_value.insert(), values)
        return added


def _segment_text(key: SegmentKey) -> SegmentText:
    return (
        storable(key.persona),
        storable(key.device),
        storable(key.channel),
        storable(key.strategy),
        pairs_to_text(key.named),
    )


def _named_values(text: SegmentText) -> dict[str, str]:
    return dict(pairs_from_text(text[-1]))
