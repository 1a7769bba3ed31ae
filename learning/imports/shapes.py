"""Tables that are not one row per observation: values of a dimension as headers, and two tables side by side."""

import re
from dataclasses import dataclass, replace
from typing import Final

from learning.domain.enums import MeasureKind, Role, Unit
from learning.domain.imports import BoundColumn, TableHead
from learning.imports.headers import header_key
from learning.imports.lexicon.index import senses_of
from learning.imports.lexicon.words import word_set
from learning.imports.recognise import Surroundings
from learning.imports.samples import cells_of, sample_of

AUDIENCE_MEASURE: Final = "extra.audience_share"
_GENDERS: Final = word_set(
    "women men woman man female male unknown unspecified frauen manner mujeres hombres femmes hommes mulheres"
    " homens donne uomini vrouwen mannen 여성 남성 여자 남자 女性 男性 other divers"
)
_AGE: Final = re.compile(r"\d{1,2}\s*[-–—]\s*\d{1,2}\D*|\d{2}\s*\+.*")
_TOPICS: Final = (
    ("country", ("countr", "land", "länder", "pais", "país", "pays", "paes", "territor", "국가", "国")),
    ("city", ("cit", "town", "städt", "stadt", "ciudad", "ville", "cidade", "città", "도시", "都市", "市区町村")),
    ("language", ("language", "sprache", "idioma", "langue", "언어", "言語")),
    ("gender", ("gender", "geschlecht", "sexe", "género", "성별", "性別")),
    ("age", ("age", "alter", "edad", "idade", "연령", "年齢")),
)
_NEARLY_ALL: Final = 105.0
_CONTENT_STARTS: Final = frozenset({"content_id", "title", "text", "permalink", "published_at"})


@dataclass(frozen=True, slots=True)
class WideTable:
    """A table whose headers are values of a dimension."""

    columns: tuple[BoundColumn, ...]
    dimensions: tuple[str, ...]
    transposed: bool
    """True where no column names a dimension value per row."""


def read_wide(head: TableHead, around: Surroundings) -> WideTable | None:
    """See whether the headers of a table are values of a dimension.

    Args:
        head: the table.
        around: its file name and titles.

    Returns:
        The columns, each number column with the dimension value of its header in `fixed`; None for an ordinary table.
    """
    if len(head.header) < 2 or not head.sample:
        return None
    return _matrix(head) or _transposed(head, around)


def _matrix(head: TableHead) -> WideTable | None:
    """Age in the first column, one column per gender."""
    keys = [header_key(text) for text in head.header[1:]]
    if not all(key in _GENDERS for key in keys):
        return None
    first = sample_of(head, 0).texts
    if not first or not all(_AGE.fullmatch(text) for text in first):
        return None
    if not all(sample_of(head, index).numeric for index in range(1, len(head.header))):
        return None
    columns = (
        BoundColumn(0, head.header[0], "age", Role.DIMENSION, Unit.TEXT),
        *(_share(index, text, "gender") for index, text in enumerate(head.header) if index),
    )
    return WideTable(columns, ("age", "gender"), transposed=False)


def _transposed(head: TableHead, around: Surroundings) -> WideTable | None:
    """One row of shares below the names of countries or cities."""
    if len(head.sample) != 1 or not head.complete:
        return None
    if any(senses_of(header_key(text)) or not text.strip() for text in head.header):
        return None
    if not all(sample_of(head, index).numeric for index in range(len(head.header))):
        return None
    topic = _topic(around)
    if topic is None:
        if _sum_of(head) > _NEARLY_ALL:
            return None
        commas = sum("," in text for text in head.header)
        topic = "city" if commas * 2 > len(head.header) else "country"
    return WideTable(
        tuple(_share(index, text, topic) for index, text in enumerate(head.header)), (topic,), transposed=True
    )


def _share(index: int, text: str, dimension: str) -> BoundColumn:
    return BoundColumn(
        index, text, AUDIENCE_MEASURE, Role.MEASURE, Unit.PERCENT, MeasureKind.SHARE, fixed=((dimension, text.strip()),)
    )


def _topic(around: Surroundings) -> str | None:
    for text in (*reversed(around.titles), around.name):
        for topic, parts in _TOPICS:
            if any(re.search(rf"(?<![a-z]){part}", text) for part in parts):
                return topic
    return None


def _sum_of(head: TableHead) -> float:
    total = 0.0
    for cell in head.sample[0][1]:
        try:
            total += float(cell.replace(",", ".").rstrip("% "))
        except ValueError:
            continue
    return total


def split_blocks(head: TableHead) -> tuple[tuple[int, TableHead], ...]:
    """Part two tables that stand side by side under one header row.

    The sign: a column of dates on the left, contents on the right, a header that occurs on both sides, and rows that
    fill only one side.

    Args:
        head: the table.

    Returns:
        (first column, table) of each block; one block for an ordinary table. Rows that a block leaves blank are taken
        out of its sample.
    """
    keys = [header_key(text) for text in head.header]
    fields = [{sense.field for sense in senses_of(key)} for key in keys]
    dated = next((i for i, found in enumerate(fields) if "date" in found), None)
    if dated is None:
        return ((0, head),)
    for start in range(dated + 2, len(keys) - 1):
        if not fields[start] & _CONTENT_STARTS:
            continue
        twice = set(keys[:start]) & set(keys[start:]) - {""}
        if twice and _one_sided(head, start):
            return ((0, _part(head, 0, start)), (start, _part(head, start, len(keys))))
        break
    return ((0, head),)


def _one_sided(head: TableHead, start: int) -> bool:
    return any(
        any(cell.strip() for cell in cells[start:]) != any(cell.strip() for cell in cells[:start])
        for _, cells in head.sample
        if any(cells)
    )


def _part(head: TableHead, start: int, stop: int) -> TableHead:
    sample = tuple(
        (row, cells[start:stop]) for row, cells in head.sample if any(cell.strip() for cell in cells[start:stop])
    )
    return replace(head, header=head.header[start:stop], sample=sample)


def shift(columns: tuple[BoundColumn, ...], by: int) -> tuple[BoundColumn, ...]:
    """The columns of a block at their places in the whole table."""
    return tuple(replace(column, index=column.index + by) for column in columns)


def share_sum(head: TableHead, indexes: tuple[int, ...]) -> float:
    """The sum of the plain numbers in some columns of the sample: near 1 or near 100 for shares."""
    total = 0.0
    for index in indexes:
        for cell in cells_of(head, index):
            try:
                total += float(cell.replace(",", ".").rstrip("% "))
            except ValueError:
                continue
    return total
