"""A planned table to observations, chunk by chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from learning.domain.dimensions import PEER
from learning.domain.enums import Basis
from learning.domain.facts import MISSING, SCALE, UNIQUE_FACTS, Fact
from learning.domain.imports import Issue, TablePlan
from learning.domain.observations import CutSpec, Ints, MeasureColumn, ObservationChunk
from learning.imports.converting.cells import Cells, EncodedCells, RowCells
from learning.imports.converting.columns import Codes, combine_codes
from learning.imports.converting.contents import ContentIds, Statements, read_lengths
from learning.imports.converting.duplicates import SeenRows, row_hashes
from learning.imports.converting.merging import Grouping, add_facts, add_measure, group_rows
from learning.imports.converting.peers import read_peers
from learning.imports.converting.personal import PersonalColumns
from learning.imports.converting.placing import Places, place_rows, read_publication
from learning.imports.converting.plausibility import note_implausible, note_odd_days
from learning.imports.converting.problems import RowProblems, WarningBudget, problem_like
from learning.imports.converting.quantities import (
    Quantities,
    Variant,
    exact_sum,
    is_additive,
    list_variants,
    read_quantities,
)
from learning.imports.converting.remarks import find_remarks
from learning.imports.converting.segments import Labels, SegmentColumns, read_labels, read_segments
from learning.imports.converting.table import OpenChunk, open_chunk
from learning.imports.reading.chunks import ColumnChunk


@dataclass(frozen=True, slots=True)
class ConvertedChunk:
    """What became of the rows of one chunk; rows = skipped + rejected + those behind the observations."""

    parts: tuple[tuple[CutSpec, ObservationChunk], ...]
    issues: tuple[Issue, ...]
    rows: int
    skipped: int
    rejected: int
    totals: dict[str, int] = field(default_factory=dict)
    """Sums over the accepted rows, scaled by SCALE: additive facts and measures only."""
    first_day: int | None = None
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """All readings of one chunk."""

    chunk: OpenChunk
    quantities: tuple[tuple[Variant, Quantities], ...]
    """One for each observation that a row makes."""
    places: Places
    statements: Statements
    segments: SegmentColumns
    platforms: Labels
    peers: Codes
    """1 where a row is about somebody else."""


@dataclass(frozen=True, slots=True)
class _Share:
    """The numbers of one of the observations that each row makes."""

    variant: Variant
    quantities: Quantities
    counts: bool
    """Whether this observation stands for its row in the account: one of them does."""


class Converter:
    """Converts the chunks of one table, in file order."""

    def __init__(self, plan: TablePlan, *, now: datetime, secret: bytes) -> None:
        """Begin a table.

        Args:
            plan: What the table is taken for.
            now: The present moment, aware: later days are odd.
            secret: The brand's secret for disguising ids of people.
        """
        self.plan = plan
        self.budget = WarningBudget()
        self._now = now
        self._personal = PersonalColumns(plan, secret)
        self._ids = ContentIds()
        self._seen = SeenRows()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know of how the table was stored."""
        return self._personal.notes()

    def convert(self, numbers: Ints, cells: Sequence[Sequence[str]]) -> ConvertedChunk:
        """Convert one chunk of rows.

        Args:
            numbers: Spreadsheet row of each row, ascending.
            cells: Rows, at least one, each as wide as the table's header.

        Returns:
            Observations by cut, problems and sums.
        """
        return self._convert(numbers, RowCells(cells))

    def convert_columns(self, chunk: ColumnChunk) -> ConvertedChunk:
        """Convert one chunk that was read by column.

        Args:
            chunk: Rows, at least one, as wide as the table's header.

        Returns:
            Observations by cut, problems and sums.
        """
        return self._convert(chunk.numbers, EncodedCells(chunk.columns))

    def _convert(self, numbers: Ints, cells: Cells) -> ConvertedChunk:
        problems = RowProblems(numbers, self.budget)
        chunk = open_chunk(self.plan, numbers, cells, problems)
        remarks = find_remarks(chunk)
        aside = np.concatenate([remarks.totals, remarks.notes, remarks.blank])
        issues = _remark_issues(numbers, cells, remarks.totals, remarks.notes)
        skipped = len(remarks.totals) + len(remarks.notes)
        if len(aside) == cells.rows:
            return ConvertedChunk((), tuple(issues), skipped, skipped, 0)
        if len(aside):
            kept = np.setdiff1d(np.arange(cells.rows), aside)
            numbers, cells = numbers[kept], cells.take(kept)
            problems = RowProblems(numbers, self.budget)
            chunk = open_chunk(self.plan, numbers, cells, problems)
        read = self._read(chunk)
        good = np.flatnonzero(~problems.rejected)
        rejected = len(numbers) - len(good)
        good, repeated = self._without_repeats(read.chunk, good)
        parts, used = self._parts(read, good)
        days = _day_range(self.plan.basis, read.places, used)
        return ConvertedChunk(
            parts=parts,
            issues=tuple(issues + problems.issues),
            rows=skipped + len(numbers),
            skipped=skipped + repeated + len(good) - len(used),
            rejected=rejected,
            totals=_totals([each for _, each in read.quantities], used),
            first_day=days[0],
            last_day=days[1],
        )

    def _read(self, chunk: OpenChunk) -> _Read:
        quantities = tuple((variant, read_quantities(chunk, variant)) for variant in list_variants(self.plan))
        publication = read_publication(chunk)
        places = place_rows(chunk, publication)
        lengths = read_lengths(chunk)
        identities = self._ids.read(chunk, self._personal)
        accounts = read_labels(chunk, "account", self.plan.account)
        for _, each in quantities:
            note_implausible(chunk, each)
        note_odd_days(chunk, places, publication, self._now)
        return _Read(
            chunk=chunk,
            quantities=quantities,
            places=places,
            statements=Statements(chunk, self._personal, publication, accounts, identities, lengths),
            segments=read_segments(chunk, self._personal),
            platforms=read_labels(chunk, "platform", self.plan.platform),
            peers=read_peers(chunk),
        )

    def _without_repeats(self, chunk: OpenChunk, good: Codes) -> tuple[Codes, int]:
        """Leave out rows that repeat an earlier one to the byte."""
        repeats, original = self._seen.repeated(row_hashes(chunk)[good])
        places = np.flatnonzero(repeats)
        if len(places):
            numbers = chunk.numbers[good]
            same = [f"row {numbers[place]}" if place >= 0 else "an earlier row" for place in original[places].tolist()]
            reason = "the row repeats another one exactly; it was skipped."
            like = problem_like(
                "duplicate", reason, "Nothing to do, unless the row is meant to count twice.", warning=True
            )
            chunk.problems.warn(good[places], like, same)
        return good[~repeats], len(places)

    def _parts(self, read: _Read, good: Codes) -> tuple[tuple[tuple[CutSpec, ObservationChunk], ...], Codes]:
        """Split rows by platform, currency and whose they are, one chunk each; also return the rows that count."""
        if not len(good):
            return (), good
        parts: list[tuple[CutSpec, ObservationChunk]] = []
        used = good
        for number, (variant, quantities) in enumerate(read.quantities):
            used = self._add_parts(parts, read, good, _Share(variant, quantities, counts=number == 0))
        return tuple(parts), used

    def _add_parts(
        self, parts: list[tuple[CutSpec, ObservationChunk]], read: _Read, good: Codes, share: _Share
    ) -> Codes:
        quantities = share.quantities
        index, first = combine_codes((read.platforms.codes[good], quantities.currency_codes[good], read.peers[good]))
        used = []
        for number, leader in enumerate(good[first].tolist()):
            rows = good if len(first) == 1 else good[index == number]
            spec = CutSpec(
                platform=read.platforms.values[read.platforms.codes[leader]],
                basis=self.plan.basis,
                grain=self.plan.grain,
                dimensions=tuple(sorted({*self.plan.dimensions, *([PEER] if read.peers[leader] else ())})),
            )
            currency = quantities.currencies[quantities.currency_codes[leader]]
            observations, counted = self._observations(read, rows, share, currency)
            parts.append((spec, observations))
            used.append(counted)
        return np.sort(np.concatenate(used))

    def _observations(
        self, read: _Read, rows: Codes, share: _Share, currency: str | None
    ) -> tuple[ObservationChunk, Codes]:
        content_index, contents = read.statements.number(rows)
        segment_index, segments = read.segments.number(rows, share.variant)
        places = read.places
        groups = group_rows((places.start[rows], content_index, segment_index, places.finish[rows]))
        if self.plan.basis is Basis.LIFETIME and not groups.single:
            if share.counts:
                _note_replaced(read.chunk, rows, groups)
            counted = np.sort(rows[groups.last])
            return self._observations(read, counted, share, currency)[0], counted
        leaders = groups.first
        observations = ObservationChunk(
            contents=contents,
            content_index=content_index[leaders].astype(np.int32),
            segments=segments,
            segment_index=segment_index[leaders].astype(np.int32),
            start=places.start[rows][leaders],
            finish=places.finish[rows][leaders],
            day_key=places.day_key[rows][leaders],
            hour_key=places.hour_key[rows][leaders],
            rows=read.chunk.numbers[rows][leaders],
            row_counts=groups.sizes if share.counts else groups.sizes * 0,
            facts=_merged_facts(share.quantities, rows, groups),
            measures=_merged_measures(share.quantities, rows, groups),
            currency=currency,
        )
        return observations, rows


def _merged_facts(quantities: Quantities, rows: Codes, groups: Grouping) -> dict[Fact, Ints]:
    facts = {fact: values[rows] for fact, values in quantities.facts.items()}
    if groups.single:
        return {fact: values[groups.first] for fact, values in facts.items()}
    return add_facts(facts, groups)


def _merged_measures(quantities: Quantities, rows: Codes, groups: Grouping) -> tuple[MeasureColumn, ...]:
    # A measure that no row reports, such as the promoted half of an organic export, is not worth a write.
    said = [measure for measure in quantities.measures if bool((measure.values[rows] != MISSING).any())]
    measures = [_of_rows(measure, rows) for measure in said]
    if groups.single:
        return tuple(_of_rows(measure, groups.first) for measure in measures)
    return tuple(add_measure(measure, groups) for measure in measures)


def _remark_issues(numbers: Ints, cells: Cells, totals: Codes, notes: Codes) -> list[Issue]:
    issues = []
    for places, code, reason in (
        (totals, "total_row", "a total row, not data: it was left out of the sums."),
        (notes, "note", "a note, not data: it was skipped."),
    ):
        for place in places.tolist():
            like = problem_like(code, reason, "Nothing to do.", warning=True)
            text = next((cell for cell in cells.row(place) if cell.strip()), "")
            issues.append(Issue(int(numbers[place]), None, text[:200], like.reason, like.fix, like.severity, code))
    return issues


def _note_replaced(chunk: OpenChunk, rows: Codes, groups: Grouping) -> None:
    replaced = np.setdiff1d(rows, rows[groups.last])
    like = problem_like(
        "duplicate",
        "a later row of the file is about the same content; that one holds.",
        "Nothing to do, unless the later row is wrong.",
        warning=True,
    )
    chunk.problems.warn(replaced, like)


def _of_rows(measure: MeasureColumn, rows: Codes) -> MeasureColumn:
    weights = None if measure.weights is None else measure.weights[rows]
    return MeasureColumn(measure.spec, measure.values[rows], weights)


def _totals(shares: Sequence[Quantities], rows: Codes) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for quantities in shares:
        for fact, values in quantities.facts.items():
            if fact not in UNIQUE_FACTS:
                totals[fact.value] += exact_sum(values[rows])
        for measure in quantities.measures:
            if is_additive(measure.spec):
                totals[measure.spec.name] += exact_sum(measure.values[rows])
    return dict(totals)


def _day_range(basis: Basis, places: Places, rows: Codes) -> tuple[int | None, int | None]:
    first = places.day_key[rows]
    last = places.finish[rows] if basis is Basis.PERIOD else first
    first, last = first[first != MISSING], last[last != MISSING]
    return (int(first.min()), int(last.max())) if len(first) else (None, None)


def plain_total(scaled: int) -> float:
    """Return a scaled sum as a plain number.

    Args:
        scaled: Scaled by SCALE.

    Returns:
        A whole number where it is one, else the nearest fraction.
    """
    whole, rest = divmod(scaled, SCALE)
    return whole if rest == 0 else scaled / SCALE
