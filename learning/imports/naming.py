"""What titles and file names say: the platform, and the metric of a table whose header does not name it."""

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import Final

from learning.domain.enums import MeasureKind, Role, Unit
from learning.domain.facts import EXTRA_PREFIX, Fact
from learning.domain.imports import TableHead
from learning.imports.context import SiblingEvidence
from learning.imports.fields import Field
from learning.imports.headers import header_key, measure_kind, slug
from learning.imports.lexicon.index import senses_of
from learning.imports.recognise import Surroundings, platform_in

META_PLATFORMS: Final = ("facebook", "instagram")
_COPY: Final = re.compile(r"\s*(?:\((\d+)\)|[-_ ]copy(?:[-_ ]?\d*)|[-_ ](\d{1,2}))$", re.IGNORECASE)
_VISITS: Final = frozenset(["visits", "besuche", "visitas", "visites", "visite", "방문", "訪問", "アクセス"])
_FACTS: Final = frozenset(fact.value for fact in Fact)


def stem_and_copy(file: str) -> tuple[str, str]:
    """A file name without its ending and without the mark of a second download.

    Args:
        file: 'Visits (1).csv'.

    Returns:
        ('visits', '1'); the second part is '' for the first download.
    """
    stem = PurePosixPath(file.replace("\\", "/")).stem.strip()
    found = _COPY.search(stem)
    if found is None:
        return stem.casefold(), ""
    return stem[: found.start()].strip().casefold(), next((part for part in found.groups() if part), "1")


def title_of(head: TableHead) -> str:
    """The line that names a table: the last title above it, else the file's name."""
    lines = [" ".join(cell for cell in cells if cell.strip()).strip() for _, cells in head.preamble]
    lines = [line for line in (head.table.strip(), *lines) if line and not line.casefold().startswith("sep=")]
    return lines[-1] if lines else stem_and_copy(head.file)[0]


def metric_of(title: str) -> tuple[Field, MeasureKind]:
    """The metric that a title names.

    Args:
        title: 'Facebook reach', 'Instagram profile visits', 'Views', 'Besuche', ...

    Returns:
        The fact's field, or `extra.<slug>` with how its numbers may be put together.
    """
    words = [
        word for word in header_key(title).split() if word not in META_PLATFORMS and word not in ("meta", "ig", "fb")
    ]
    key = " ".join(words)
    if words and words[-1] in _VISITS:
        return Field(Fact.PROFILE_VISITS, Role.FACT, Unit.COUNT, "visits"), MeasureKind.ADDITIVE
    for sense in senses_of(key):
        if sense.field in _FACTS:
            return Field(sense.field, Role.FACT, Unit.COUNT, key), MeasureKind.ADDITIVE
    return Field(f"{EXTRA_PREFIX}{slug(key) or 'value'}", Role.MEASURE, Unit.NUMBER, key), measure_kind(key)


def stated_platform(around: Surroundings) -> str | None:
    """The platform that the titles, else the file name, name."""
    for line in reversed(around.titles):
        found = platform_in(line)
        if found is not None:
            return found
    return platform_in(re.sub(r"[_.\-]+", " ", around.name))


def proposed_meta_platform(head: TableHead, siblings: tuple[SiblingEvidence, ...]) -> str:
    """Which of Facebook and Instagram a file without either name most likely is.

    Files are downloaded platform after platform, so that second downloads of one name ('Visits (1).csv') share a
    platform.

    Args:
        head: the table.
        siblings: the other tables of the import.

    Returns:
        'facebook' or 'instagram'.
    """
    stem, copy = stem_and_copy(head.file)
    sure = [one for one in siblings if one.platform in META_PLATFORMS]
    twins = {one.platform for one in sure if stem_and_copy(one.file)[0] == stem and stem_and_copy(one.file)[1] != copy}
    if len(twins) == 1:
        return META_PLATFORMS[1 - META_PLATFORMS.index(str(twins.pop()))]
    same = Counter(one.platform for one in sure if one.template == "meta_metric" and stem_and_copy(one.file)[1] == copy)
    if same:
        return str(same.most_common(1)[0][0])
    known = {one.platform for one in sure}
    return str(known.pop()) if len(known) == 1 else META_PLATFORMS[0]
