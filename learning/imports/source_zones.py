"""The time zone in which a file says that its times stand."""

import re
from collections.abc import Iterable
from typing import Final

from learning.domain.enums import Unit
from learning.domain.imports import BoundColumn, TableHead
from learning.imports.values.zones import zone_in_text

_BRACKET: Final = re.compile(r"[(\[（]([^)\]）]+)[)\]）]")
_ABOUT_ZONES: Final = re.compile(
    r"time ?zone|zeitzone|zona horaria|huso horario|fuseau horaire|fuso hor[aá]rio|fuso orario|tijdzone|all times"
    r"|시간대|タイムゾーン",
    re.IGNORECASE,
)


def stated_zone(head: TableHead, columns: Iterable[BoundColumn]) -> str | None:
    """The zone that a table names for its times.

    Args:
        head: the table.
        columns: its bound columns.

    Returns:
        The IANA name of the zone in the brackets of a time column's header (`Publish time (PST)`), else of a line above
        the table that speaks of the time zone (`All times UTC`); None where there is neither.
    """
    for column in columns:
        if column.unit is Unit.DATETIME:
            for inner in _BRACKET.findall(column.header):
                zone = zone_in_text(inner)
                if zone is not None:
                    return zone
    for _, cells in head.preamble:
        line = " ".join(cells)
        found = _ABOUT_ZONES.search(line)
        zone = zone_in_text(line[found.start() :]) if found is not None else None
        if zone is not None:
            return zone
    return None
