"""Which columns of a header row can be which fields of a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from learning.domain.enums import Role
from learning.imports.fields import find_field
from learning.imports.headers import header_key
from learning.imports.lexicon.index import senses_of
from learning.imports.platforms.catalogue import TEMPLATES
from learning.imports.platforms.template import Column, Template

_LEXICON_RANK: Final = 100
_FOREIGN_RANK: Final = 200
_LOOSE_SENSE: Final = 10
"""Senses of this rank and more were found by leaving out words: good for binding, too weak to speak against a
template.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One field that one column may be; the smaller `rank`, the better the words fit."""

    column: int
    field: str
    rank: int
    spec: Column | None
    own: bool
    """Whether the report's own header text matched, not just the lexicon."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a header row fits a template."""

    template: Template
    chosen: Mapping[int, Candidate]
    """Column index -> the field that it is bound to; each field once."""
    own: frozenset[str]
    """Fields of which an own header is there."""
    named: frozenset[str]
    """Fields that some header surely names, chosen or not."""
    distinctive: bool
    """Whether a header is there that no other platform's reports have."""


@cache
def _own_headers(name: str) -> dict[str, tuple[tuple[Column, int], ...]]:
    template = next(one for one in TEMPLATES if one.name == name)
    found: dict[str, tuple[tuple[Column, int], ...]] = {}
    for spec in template.columns:
        for place, text in enumerate(spec.headers):
            key = header_key(text)
            found[key] = (*found.get(key, ()), (spec, place))
    return found


@lru_cache(maxsize=1)
def _platforms_of_headers() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for template in TEMPLATES:
        if template.name == "generic":
            continue
        family = template.platform or template.name
        for key in _own_headers(template.name):
            found.setdefault(key, set()).add(family)
    return {key: frozenset(platforms) for key, platforms in found.items()}


def match(template: Template, header: Sequence[str], blank: Sequence[bool] = ()) -> Match:
    """Fit a header row to a template.

    Args:
        template: the report.
        header: header texts, in any order.
        blank: per column, whether all its sample cells are blank; such a column gives way to one with values.

    Returns:
        The fit: every field is given to the column that names it best, ties to the column with values, then to the
        first.
    """
    candidates = [one for index, text in enumerate(header) for one in _candidates(template, index, text)]
    empty = dict(enumerate(blank))
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for one in sorted(candidates, key=lambda c: (empty.get(c.column, False), c.rank, c.column)):
        if one.column not in chosen and one.field not in taken:
            chosen[one.column] = one
            taken.add(one.field)
    families = _platforms_of_headers()
    return Match(
        template=template,
        chosen=chosen,
        own=frozenset(one.field for one in candidates if one.own),
        named=frozenset(one.field for one in candidates if one.rank % _LEXICON_RANK < _LOOSE_SENSE or one.own),
        distinctive=any(
            len(families.get(header_key(text), ())) == 1 and header_key(text) in _own_headers(template.name)
            for text in header
        ),
    )


def _candidates(template: Template, index: int, text: str) -> list[Candidate]:
    key = header_key(text)
    if not key:
        return []
    own = [
        Candidate(index, spec.field, place, spec, own=True) for spec, place in _own_headers(template.name).get(key, ())
    ]
    specs = {spec.field: spec for spec in template.columns}
    for sense in senses_of(key):
        if any(one.field == sense.field for one in own):
            continue
        spec = specs.get(sense.field)
        if spec is None and not template.contents and _needs_contents(sense.field):
            continue
        rank = sense.rank + (_LEXICON_RANK if spec else _FOREIGN_RANK)
        own.append(Candidate(index, sense.field, rank, spec, own=False))
    return own


def _needs_contents(name: str) -> bool:
    field = find_field(name)
    return (
        field is not None and field.role in (Role.CONTENT_ID, Role.ATTRIBUTE) and name not in ("platform", "campaign")
    )
