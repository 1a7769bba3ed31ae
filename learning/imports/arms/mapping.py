"""What a person said of the columns of a table of A/B data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from learning.domain.errors import BadMapping
from learning.imports.arms.records import ArmColumn, ArmRole
from learning.imports.headers import header_key, slug

ROLES: Final = {
    "unit": ArmRole.UNIT,
    "test": ArmRole.TEST,
    "arm": ArmRole.ARM,
    "label": ArmRole.LABEL,
    "day": ArmRole.DAY,
    "outcome_day": ArmRole.OUTCOME,
    "look": ArmRole.LOOK,
    "segment": ArmRole.SEGMENT,
    "count": ArmRole.COUNT,
    "metric": ArmRole.VALUE,
    "metric_name": ArmRole.METRIC_NAME,
    "topic": ArmRole.TOPIC,
    "hook": ArmRole.HOOK,
    "ignore": ArmRole.IGNORED,
}
ALLOWED: Final = (*ROLES, "before:METRIC", "ratio:COLUMN")
_ONCE: Final = (
    ArmRole.UNIT,
    ArmRole.TEST,
    ArmRole.ARM,
    ArmRole.DAY,
    ArmRole.OUTCOME,
    ArmRole.LOOK,
    ArmRole.COUNT,
    ArmRole.METRIC_NAME,
)


def mapped_columns(header: Sequence[str], mapping: Mapping[str, str]) -> dict[int, ArmColumn]:
    """Read a mapping of headers to roles.

    Args:
        header: The table's headers.
        mapping: Header -> role.

    Returns:
        The columns that were spoken of, by their place.

    Raises:
        BadMapping: A column that is not there, a role that is none, or a role given twice.
    """
    places = {header_key(text): index for index, text in reversed(list(enumerate(header)))}
    places |= {text: index for index, text in reversed(list(enumerate(header)))}
    found: dict[int, ArmColumn] = {}
    for text, role in mapping.items():
        index = _place(text, places, header)
        found[index] = _column(index, header, role, places)
    for role in _ONCE:
        taken = [column.header for column in found.values() if column.role is role]
        if len(taken) > 1:
            raise BadMapping(f"{' and '.join(map(repr, taken))} are both mapped to {role.value}.", "Map one of them.")
    return found


def _place(text: str, places: Mapping[str, int], header: Sequence[str]) -> int:
    place = places.get(text, places.get(header_key(text)))
    if place is None:
        names = ", ".join(repr(name) for name in header if name)
        raise BadMapping(f"There is no column {text!r}.", f"Use one of {names}.")
    return place


def _column(index: int, header: Sequence[str], role: str, places: Mapping[str, int]) -> ArmColumn:
    name = slug(header[index])
    kind, _, detail = role.partition(":")
    if kind == "before" and detail:
        return ArmColumn(index, header[index], ArmRole.BEFORE, slug(detail))
    if kind == "ratio" and detail:
        base = _place(detail, places, header)
        return ArmColumn(index, header[index], ArmRole.VALUE, f"{name}_per_{slug(header[base])}", base=base)
    if role not in ROLES:
        raise BadMapping(f"{header[index]!r} cannot be mapped to {role!r}.", f"Use one of {', '.join(ALLOWED)}.")
    return ArmColumn(index, header[index], ROLES[role], name)
