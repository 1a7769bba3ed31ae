"""From a table to its report, bound columns, roles and basis: everything but the open questions."""

from dataclasses import dataclass, replace
from typing import Final

from learning.domain.enums import Basis, Grain, MeasureKind, Role, Unit
from learning.domain.errors import BadMapping
from learning.domain.imports import BoundColumn, Period, TableHead
from learning.imports.binding import Binding, bind, is_value, resolve_mapping
from learning.imports.context import PlanContext
from learning.imports.decisions import latest_day
from learning.imports.headers import header_key
from learning.imports.naming import metric_of, title_of
from learning.imports.periods import stated_period
from learning.imports.platforms.catalogue import get_template
from learning.imports.platforms.template import Template
from learning.imports.recognise import Recognition, Surroundings, missing_marks, recognise, surroundings
from learning.imports.roles import Roles, settle_roles
from learning.imports.samples import language_of
from learning.imports.shapes import WideTable, read_wide
from learning.imports.timing import Timing, basis_of, settle_times

_LINKEDIN_NEW: Final = frozenset({"new followers", "neue follower"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A table on its way to a plan."""

    head: TableHead
    context: PlanContext
    around: Surroundings
    template: Template
    confidence: float
    columns: tuple[BoundColumn, ...]
    basis: Basis
    grain: Grain
    roles: Roles
    timing: Timing
    stated: Period | None
    language: str | None
    transposed: bool = False
    notes: tuple[str, ...] = ()


def draft_table(head: TableHead, context: PlanContext) -> Draft:
    """Recognise a table, bind its columns and settle what they are for.

    Args:
        head: the table.
        context: the import.

    Returns:
        The draft, from which the open questions follow.

    Raises:
        BadMapping: a mapping or a forced template that cannot work on this table.
        BadOption: a template name that is not there.
    """
    around = surroundings(head, context)
    forced = get_template(context.options.template) if context.options.template else None
    wide = read_wide(head, around) if forced is None and not context.options.mapping else None
    mapping = _mapping(head, context)
    stated = stated_period(head)
    language = language_of(head.header)
    latest = latest_day(context)
    if wide is not None:
        return _wide_draft(head, context, around, wide, stated)
    recognition = recognise(head, context, forced)
    template = recognition.match.template
    binding = bind(head, recognition, mapping)
    if forced is not None:
        _check_forced(head, context, around, recognition, binding)
    columns, named = _named_metric(head, binding.columns, template)
    timing = settle_times(head, columns, template, period=stated, latest=latest, language=language)
    roles = settle_roles(head, binding, timing.columns, template)
    timing = replace(timing, columns=roles.columns)
    basis, grain = basis_of(roles.columns, template, timing)
    mapped = sum(index not in recognition.match.chosen for index in mapping)
    share = mapped / max(1, sum(bool(text.strip()) for text in head.header))
    return Draft(
        head,
        context,
        around,
        template,
        round(min(1.0, recognition.confidence + share), 3),
        roles.columns,
        basis,
        grain,
        roles,
        timing,
        stated,
        language,
        notes=(*named, *roles.notes),
    )


def _wide_draft(
    head: TableHead, context: PlanContext, around: Surroundings, wide: WideTable, stated: Period | None
) -> Draft:
    template = get_template("meta_audience")
    roles = Roles(wide.columns, names_contents=False, dimensions=wide.dimensions, identities=(), notes=())
    timing = Timing(wide.columns, {})
    note = (
        "The headers are values of " + wide.dimensions[-1].replace("_", " ") + "; the cells are shares of the audience."
    )
    return Draft(
        head,
        context,
        around,
        template,
        0.9,
        wide.columns,
        Basis.PERIOD,
        Grain.PERIOD,
        roles,
        timing,
        stated,
        None,
        wide.transposed,
        (note,),
    )


def _mapping(head: TableHead, context: PlanContext) -> dict[int, str]:
    """What a person maps now; else what an earlier import of the same header row was given."""
    explicit = resolve_mapping(head, context.options.mapping)
    if context.remembered is None:
        return explicit
    keys = {header_key(text): field for text, field in context.remembered.items()}
    found = {
        index: keys[header_key(text)]
        for index, text in enumerate(head.header)
        if header_key(text) in keys and index not in explicit and keys[header_key(text)] not in explicit.values()
    }
    return {**found, **explicit}


def _check_forced(
    head: TableHead, context: PlanContext, around: Surroundings, recognition: Recognition, binding: Binding
) -> None:
    """Refuse a template that a person chose where its marks are missing, and say what the table looks like."""
    template = recognition.match.template
    bound = {column.field for column in binding.columns}
    missing = [
        group
        for group in missing_marks(recognition.match, head, around)
        if not {mark.removeprefix("own:") for mark in group} & bound
    ]
    if not missing:
        return
    names = "; ".join(
        " or ".join(mark.removeprefix("own:").removeprefix("key:") for mark in group[:4]) for group in missing
    )
    other = recognise(head, context).match.template
    looks = f"This looks like {other.title}. " if other.name not in (template.name, "generic") else ""
    raise BadMapping(
        f"{head.file} is not {template.title}: it has no column for {names}.",
        f"{looks}Export it at {template.where}, map the missing columns, or leave --template out.",
    )


def _named_metric(
    head: TableHead, columns: tuple[BoundColumn, ...], template: Template
) -> tuple[tuple[BoundColumn, ...], tuple[str, ...]]:
    """Give the number column of a table its metric from the title, where the header does not name it."""
    notes: tuple[str, ...] = ()
    done: list[BoundColumn] = []
    fresh = any(
        word in _LINKEDIN_NEW
        for word in (head.table.casefold(), *(" ".join(cells).strip().casefold() for _, cells in head.preamble))
    )
    for column in columns:
        new = column
        if is_value(column):
            field, kind = metric_of(title_of(head))
            new = replace(column, field=field.name, role=field.role, unit=field.unit, kind=kind)
            notes = (f"The metric {field.name} is named by {title_of(head)!r}.",)
        elif template.name == "linkedin_followers" and fresh and column.field.startswith("extra."):
            new = replace(column, kind=MeasureKind.ADDITIVE)
            if column.field == "extra.total_followers":
                new = replace(column, field="follows", role=Role.FACT, unit=Unit.COUNT)
        done.append(new)
    return tuple(done), notes
