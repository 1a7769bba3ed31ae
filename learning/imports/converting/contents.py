"""Which content each row of a chunk is about, and what the file says of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import Basis, Role
from learning.domain.facts import MISSING, SCALE
from learning.domain.imports import BoundColumn
from learning.domain.observations import ContentRecord, Ints
from learning.imports.converting.columns import Codes, Column, combine_codes, make_codes
from learning.imports.converting.enrichment import VERSION, text_extras, text_length
from learning.imports.converting.peers import is_peer
from learning.imports.converting.personal import PersonalColumns
from learning.imports.converting.placing import Publication
from learning.imports.converting.problems import problem_like
from learning.imports.converting.quantities import DURATIONS
from learning.imports.converting.segments import Labels
from learning.imports.converting.table import OpenChunk
from learning.imports.values.durations import parse_durations
from learning.imports.values.identifiers import id_in_link, parse_identifiers
from learning.imports.values.numbers import parse_numbers

ATTRIBUTE_PREFIX: Final = "attribute."
TEXT_FIELDS: Final = ("title", "text", "permalink", "format", "topic", "hook", "generator", "strategy", "campaign")
HASH_BYTES: Final = 10
OWN_ID: Final = ("content_id",)
WHOLE_ROW: Final = ("row",)
WORDS: Final = frozenset({Role.CONTENT_ID, Role.ATTRIBUTE, Role.TIME, Role.DIMENSION})
"""A row that fills none of these says nothing of its content."""


@dataclass(frozen=True, slots=True)
class Identities:
    """The id of each row's content: '' is the account itself."""

    codes: Codes
    ids: tuple[str, ...]


class ContentIds:
    """Gives ids to contents; remembers, over the chunks of a table, how often an id made from attributes was needed."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: Counter[str] = Counter()

    def read(self, chunk: OpenChunk, personal: PersonalColumns) -> Identities:
        """Read the id of each row: its own, that of its link, the link, or a hash of when and what.

        Args:
            chunk: The opened chunk.
            personal: Which columns name people; an id of a person is disguised.

        Returns:
            One id per row; damaged ids, and rows that name no content, go to the problems.
        """
        if "content" not in chunk.plan.dimensions:
            return Identities(chunk.zeros(), ("",))
        own = chunk.of_role(Role.CONTENT_ID)
        if own:
            column = chunk.columns[own[0].index]
            parsed = parse_identifiers(column.texts)
            chunk.problems.add_values(column, own[0].header, parsed.problems)
            codes, ids = make_codes(column, personal.clean(own[0], parsed.values))
        else:
            codes, ids = chunk.zeros(), [""]
        blank = ids.index("") if "" in ids else -1
        rows = np.flatnonzero((codes == blank) & ~chunk.problems.rejected)
        if len(rows):
            places = {text: place for place, text in enumerate(ids)}
            made = self._make(chunk, rows)
            codes = codes.copy()
            codes[rows] = [places.setdefault(text, len(places)) for text in made]
            ids = list(places)
        return Identities(codes, tuple(ids))

    def _make(self, chunk: OpenChunk, rows: Codes) -> list[str]:
        """Make ids for rows without one: by the first group of the plan whose cells are all filled."""
        made = [""] * len(rows)
        for group in chunk.plan.identities:
            missing = [place for place, key in enumerate(made) if not key]
            if not missing:
                break
            if group == OWN_ID:
                continue
            for place, parts in zip(missing, _group_texts(chunk, group, rows[missing]), strict=True):
                if parts and all(parts):
                    made[place] = self._key(chunk.plan.basis, group, parts)
        nameless = [place for place, key in enumerate(made) if not key]
        if nameless:
            own = chunk.of_role(Role.CONTENT_ID)
            like = problem_like(
                "id",
                "the row has no id, no link and no text, so it cannot be told apart.",
                "Export with the id or link column, or leave the row out.",
                column=own[0].header if own else None,
            )
            chunk.problems.reject(rows[nameless], like)
        return made

    def _key(self, basis: Basis, group: tuple[str, ...], parts: tuple[str, ...]) -> str:
        """Make the id of one row; where words alone name a content, the second with the same words gets a number."""
        if group == ("permalink",):
            return id_in_link(parts[0]) or parts[0]
        digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=HASH_BYTES).hexdigest()
        if basis is Basis.ACTIVITY or group == WHOLE_ROW or "published_at" in group:
            return f"h-{digest}"
        self._made[digest] += 1
        return f"h-{digest}" if self._made[digest] == 1 else f"h-{digest}-{self._made[digest]}"


def _group_texts(chunk: OpenChunk, group: tuple[str, ...], rows: Codes) -> list[tuple[str, ...]]:
    """Return the cells of a group of fields; of the whole row as one text, '' where the row has only numbers."""
    if group == WHOLE_ROW:
        worded = [chunk.columns[column.index].filled()[rows] for column in chunk.plan.columns if column.role in WORDS]
        named = np.logical_or.reduce(worded) if worded else np.ones(len(rows), np.bool_)
        texts = ["\x1f".join(chunk.cells.row(row)) for row in rows.tolist()]
        return [(text if has else "",) for text, has in zip(texts, named.tolist(), strict=True)]
    columns = [chunk.columns[bound.index].texts_by_row(rows) for bound in chunk.bound(*group)]
    return [tuple(text.strip() for text in texts) for texts in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class Statements:
    """What the rows of a chunk say of their contents."""

    chunk: OpenChunk
    personal: PersonalColumns
    publication: Publication | None
    accounts: Labels
    identities: Identities
    lengths: Ints | None
    """Seconds or characters that a column states, scaled by SCALE."""

    def number(self, rows: Codes) -> tuple[Codes, tuple[ContentRecord, ...]]:
        """Number the distinct contents of some rows and put together what is said of each.

        Args:
            rows: Places of rows within the chunk.

        Returns:
            Per place the number of its content, and the contents; of several statements the last one holds.
        """
        index, first = combine_codes([self.accounts.codes[rows], self.identities.codes[rows]])
        accounts = [self.accounts.values[code] for code in self.accounts.codes[rows[first]].tolist()]
        ids = [self.identities.ids[code] for code in self.identities.codes[rows[first]].tolist()]
        if not self._says_more():
            return index, tuple(ContentRecord(account, key) for account, key in zip(accounts, ids, strict=True))
        return index, tuple(self._records(rows, index, accounts, ids))

    def _says_more(self) -> bool:
        named = "content" in self.chunk.plan.dimensions
        return named and (
            self.publication is not None or any(c.role is Role.ATTRIBUTE for c in self.chunk.plan.columns)
        )

    def _records(self, rows: Codes, index: Codes, accounts: list[str], ids: list[str]) -> list[ContentRecord]:
        count = len(ids)
        texts = {field: self._latest_texts(field, rows, index, count) for field in TEXT_FIELDS}
        seconds, days, hours = self._latest_times(rows, index, count)
        lengths = _latest_numbers(self.lengths, rows, index, count)
        extras = self._extras(rows, index, count)
        peers = [is_peer(text) for text in self._latest_texts("peer", rows, index, count)]
        records = []
        for place in range(count):
            own = {field: texts[field][place] for field in TEXT_FIELDS}
            stated = lengths[place]
            text = own["text"] or own["title"]
            records.append(
                ContentRecord(
                    account=accounts[place],
                    external_id=ids[place],
                    published_at=seconds[place],
                    published_day=days[place],
                    published_hour=hours[place],
                    length=stated // SCALE if stated is not None else text_length(text),
                    peer=peers[place],
                    extras=_with_enrichments(extras[place], text),
                    **own,
                )
            )
        return records

    def _latest_texts(self, field: str, rows: Codes, index: Codes, count: int) -> list[str | None]:
        bound = [column for column in self.chunk.bound(field) if column.role is Role.ATTRIBUTE]
        return self._texts_of(bound[0], rows, index, count) if bound else [None] * count

    def _texts_of(self, bound: BoundColumn, rows: Codes, index: Codes, count: int) -> list[str | None]:
        column = self.chunk.columns[bound.index]
        texts = self.personal.clean(bound, [text.strip() for text in column.texts])
        cleaned = Column(texts, column.codes)
        latest = _latest(cleaned.filled()[rows], rows, index, count)
        found = cleaned.texts_by_row(np.maximum(latest, 0))
        return [text if row >= 0 else None for text, row in zip(found, latest.tolist(), strict=True)]

    def _latest_times(self, rows: Codes, index: Codes, count: int) -> tuple[list[int | None], ...]:
        if self.publication is None:
            nothing: list[int | None] = [None] * count
            return nothing, nothing, nothing
        latest = _latest(self.publication.seconds[rows] != MISSING, rows, index, count)
        times = (self.publication.seconds, self.publication.days, self.publication.hours)
        return tuple(_or_none(values, latest) for values in times)

    def _extras(self, rows: Codes, index: Codes, count: int) -> list[list[tuple[str, str]]]:
        extras: list[list[tuple[str, str]]] = [[] for _ in range(count)]
        for bound in self.chunk.of_role(Role.ATTRIBUTE):
            if bound.field.startswith(ATTRIBUTE_PREFIX):
                name = bound.field.removeprefix(ATTRIBUTE_PREFIX)
                for place, text in enumerate(self._texts_of(bound, rows, index, count)):
                    if text is not None:
                        extras[place].append((name, text))
        return extras


def read_lengths(chunk: OpenChunk) -> Ints | None:
    """Read the length that a column states.

    Args:
        chunk: The opened chunk.

    Returns:
        Seconds or characters, scaled by SCALE; None where there is no such column.
    """
    bound = chunk.bound("length")
    if not bound or "content" not in chunk.plan.dimensions:
        return None
    column, mark = chunk.columns[bound[0].index], chunk.plan.settings.decimal_mark
    if bound[0].unit in DURATIONS:
        parsed = parse_durations(column.texts, unit=bound[0].unit, decimal_mark=mark)
    else:
        parsed = parse_numbers(column.texts, decimal_mark=mark, unit=bound[0].unit)
    chunk.problems.add_values(column, bound[0].header, parsed.problems)
    return column.spread(parsed.values)


def _latest(filled: np.ndarray, rows: Codes, index: Codes, count: int) -> Codes:
    """Return per content the last row that fills a column, -1 where none does."""
    latest = np.full(count, -1, np.int64)
    places = np.flatnonzero(filled)
    # Assignment by index keeps the last of several values.
    latest[index[places]] = rows[places]
    return latest


def _latest_numbers(values: Ints | None, rows: Codes, index: Codes, count: int) -> list[int | None]:
    if values is None:
        return [None] * count
    return _or_none(values, _latest(values[rows] != MISSING, rows, index, count))


def _or_none(values: Ints, latest: Codes) -> list[int | None]:
    found = values[np.maximum(latest, 0)]
    return [
        None if row < 0 or value == MISSING else value
        for row, value in zip(latest.tolist(), found.tolist(), strict=True)
    ]


def _with_enrichments(given: Sequence[tuple[str, str]], text: str | None) -> tuple[tuple[str, str], ...]:
    """The columns of the file and what its text tells; what the file says itself is never replaced."""
    names = {name for name, _ in given}
    return tuple(sorted([*given, *(one for one in text_extras(text) if one[0].removesuffix(VERSION) not in names)]))
