"""Giving the bound columns their part: what names the content, what places a row in time, what splits it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from learning.domain.dimensions import CONTENT_DIMENSIONS
from learning.domain.enums import Role, Unit
from learning.domain.imports import BoundColumn, TableHead
from learning.imports.binding import Binding
from learning.imports.fields import ATTRIBUTE_PREFIX
from learning.imports.platforms.template import Template
from learning.imports.rowkeys import needed_columns, rows_of, tells_apart
from learning.imports.samples import sample_of

ROW_IDENTITY: Final = "row"
_NAMES: Final = ("content_id", "permalink", "title", "text")
_AD_PARTS: Final = ("ad_set", "ad_group", "keyword")
_FEW: Final = 20
_FEW_SHARE: Final = 0.2
_GROUPS: Final = (
    ("content_id",),
    ("permalink",),
    ("published_at", "title"),
    ("published_at", "text"),
    ("campaign", "attribute.ad_set", "title"),
    ("campaign", "title"),
    ("title",),
    ("text",),
)
_SURE: Final = frozenset({("content_id",), ("permalink",)})


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns of a table with their final parts."""

    columns: tuple[BoundColumn, ...]
    names_contents: bool
    dimensions: tuple[str, ...]
    """Canonical order; 'content' is one of them where rows name contents."""
    identities: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def by_field(columns: Iterable[BoundColumn]) -> dict[str, BoundColumn]:
    """The columns that are read, by their field."""
    return {column.field: column for column in columns if column.role is not Role.IGNORED}


def names_contents(columns: Iterable[BoundColumn], template: Template) -> bool:
    """Whether the rows of a table name contents: an id, a link, a title or a text, or a report that is of contents
    anyway.
    """
    return template.contents and (template.lifetime or bool(by_field(columns).keys() & set(_NAMES)))


def settle_roles(head: TableHead, binding: Binding, columns: tuple[BoundColumn, ...], template: Template) -> Roles:
    """Decide which columns split the numbers and which describe the content.

    Args:
        head: the table.
        binding: what was bound, with the optional and the left-over columns.
        columns: the bound columns after their times were settled.
        template: the report.

    Returns:
        The columns with their final roles, the dimensions of the cut and what names a content.
    """
    contents = names_contents(columns, template)
    columns = tuple(_with_or_without_content(column, contents=contents) for column in columns)
    rows = rows_of(head)
    base = _key_columns(columns, contents=contents, rows=rows)
    extra = needed_columns(rows, base, _candidates(head, binding, columns, template, contents=contents)) if rows else ()
    settled: list[BoundColumn] = []
    dropped: list[str] = []
    for column in columns:
        done = column
        if column.index in extra:
            done = replace(
                column, role=Role.DIMENSION, unit=Unit.TEXT, field=column.field.removeprefix(ATTRIBUTE_PREFIX)
            )
        elif column.role is Role.ATTRIBUTE and not contents and column.field != "platform":
            done = replace(column, role=Role.IGNORED)
            if column.index in binding.leftovers:
                dropped.append(column.header)
        settled.append(done)
    final = tuple(settled)
    dimensions = sorted(
        {column.field for column in final if column.role is Role.DIMENSION} | ({"content"} if contents else set())
    )
    notes = (f"Descriptions that belong to no content are left out: {', '.join(dropped)}.",) if dropped else ()
    identities = _identities(final, rows) if contents else ()
    if identities == ((ROW_IDENTITY,),) and rows:
        notes = (*notes, "Nothing names the contents: a later export of them will be taken for other contents.")
    return Roles(final, contents, tuple(dimensions), identities, notes)


def _with_or_without_content(column: BoundColumn, *, contents: bool) -> BoundColumn:
    if contents and column.role is Role.DIMENSION and column.field == "campaign":
        return replace(column, role=Role.ATTRIBUTE)
    if contents and column.role is Role.DIMENSION and column.field in _AD_PARTS:
        return replace(column, role=Role.ATTRIBUTE, field=f"{ATTRIBUTE_PREFIX}{column.field}")
    if not contents and column.role is Role.ATTRIBUTE and column.field in CONTENT_DIMENSIONS:
        return replace(column, role=Role.DIMENSION)
    return column


def _key_columns(columns: tuple[BoundColumn, ...], *, contents: bool, rows: list[tuple[str, ...]]) -> tuple[int, ...]:
    fixed = [
        c.index
        for c in columns
        if c.role in (Role.DIMENSION, Role.TIME, Role.ACCOUNT, Role.CURRENCY) or c.field == "platform"
    ]
    if not contents:
        return tuple(fixed)
    bound = by_field(columns)
    if "content_id" in bound:
        return (bound["content_id"].index, *fixed)
    if "permalink" in bound:
        return (bound["permalink"].index, *fixed)
    group = _first_telling(columns, rows, fixed)
    return (*(bound[name].index for name in group), *fixed)


def _first_telling(columns: tuple[BoundColumn, ...], rows: list[tuple[str, ...]], fixed: list[int]) -> tuple[str, ...]:
    bound = by_field(columns)
    for group in _GROUPS:
        present = all(name in bound for name in group)
        if present and tells_apart(rows, (*(bound[name].index for name in group), *fixed)):
            return group
    attributes = tuple(name for name, column in bound.items() if column.role is Role.ATTRIBUTE and name != "platform")
    if attributes and tells_apart(rows, (*(bound[name].index for name in attributes), *fixed)):
        return attributes
    return ()


def _candidates(
    head: TableHead, binding: Binding, columns: tuple[BoundColumn, ...], template: Template, *, contents: bool
) -> tuple[int, ...]:
    if contents and template.lifetime:
        return ()
    found = list(binding.optional)
    limit = max(_FEW, int(_FEW_SHARE * len(head.sample)))
    for column in columns:
        text = (
            column.role is Role.ATTRIBUTE
            and column.field.startswith(ATTRIBUTE_PREFIX)
            and column.index in binding.leftovers
        )
        if text and len(sample_of(head, column.index).texts) <= limit:
            found.append(column.index)
    return tuple(found)


def _identities(columns: tuple[BoundColumn, ...], rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Groups of fields that name a content: sure ones first, then those that tell the sample's rows apart, then the
    whole row.
    """
    bound = by_field(columns)
    fixed = [c.index for c in columns if c.role in (Role.DIMENSION, Role.TIME)]
    found: list[tuple[str, ...]] = []
    for group in _GROUPS:
        if not all(name in bound for name in group):
            continue
        indexes = [bound[name].index for name in group]
        if group in _SURE or "published_at" in group or tells_apart(rows, (*indexes, *fixed)):
            found.append(group)
    if not found:
        telling = _first_telling(columns, rows, fixed)
        if telling:
            found.append(telling)
    return (*found, (ROW_IDENTITY,))
