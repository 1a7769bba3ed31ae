"""What a template says of one report of one platform."""

from dataclasses import dataclass, field

from learning.domain.enums import Basis, MeasureKind, PercentScale, Role, Unit
from learning.imports.headers import slug


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a report is known to have."""

    field: str
    """Canonical field (see `learning.imports.fields`)."""
    headers: tuple[str, ...] = ()
    """The report's own header texts, best first; the lexicon's words for the field count as well."""
    unit: Unit | None = None
    kind: MeasureKind | None = None
    weight: str | None = None
    role: Role | None = None
    when_needed: bool = False
    """A dimension that is only bound where rows could not be told apart without it."""
    note: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """How one report of one platform is recognised and read."""

    name: str
    platform: str
    """Platform id; '' where the file decides (a title, a file name, an answer)."""
    title: str
    """As people call it: 'TikTok Studio - Content'."""
    columns: tuple[Column, ...]
    requires: tuple[tuple[str, ...], ...]
    """Every group needs one of its members: a field; `own:<field>`, where one of the column's own headers must be
    there; `key:<words>`, a header of these words; `named`, a file name or title that speaks for the report; `evidence`,
    a title or another table of the same file that does.
    """
    excludes: tuple[str, ...] = ()
    """Fields (or `own:<field>`) whose presence speaks against the report."""
    basis: Basis | None = None
    """Set where the report is of one basis; None = from its columns (a date: activity; contents without: lifetime;
    else period).
    """
    stated_basis: Basis = Basis.ACTIVITY
    """What is listed for the template before a file is seen."""
    unknown_text: Role = Role.ATTRIBUTE
    """What a text column is that no field fits: a dimension in reports made of dimensions and metrics."""
    contents: bool = True
    """Whether rows can name contents."""
    lifetime: bool = False
    """Whether contents without a date are running totals."""
    where: str = ""
    """The click path of the export."""
    instead: str = ""
    """What to export where more detail is wanted than this report has."""
    file_words: str = ""
    """Regular expression on the file name that speaks for the report."""
    title_words: str = ""
    """Regular expression on titles and preamble that speaks for the report."""
    needs_evidence: bool = False
    """True where the headers alone could be anybody's: a file name, a title or a sibling must speak for the report."""
    percent_scale: PercentScale | None = None
    """How the report writes rates without a sign."""
    ignored_reason: str | None = None
    caveats: tuple[str, ...] = ()
    """Traps of the metrics' meanings, for the glossary."""
    tags: frozenset[str] = field(default_factory=frozenset)


def col(
    name: str,
    headers: str = "",
    *,
    unit: Unit | None = None,
    kind: MeasureKind | None = None,
    weight: str | None = None,
    role: Role | None = None,
    when_needed: bool = False,
    note: str = "",
    example: str = "",
) -> Column:
    """Describe a column in one line.

    Args:
        name: canonical field.
        headers: the report's own headers, parted by '|', best first.
        unit: where it differs from the field's.
        kind: how a measure may be put together, where the header's words do not tell.
        weight: field that weights an average.
        role: where it differs from the field's.
        when_needed: bind the dimension only where rows could not be told apart without it.
        note: what a user should know of the column.
        example: cell of the example row in the empty template.

    Returns:
        The column.
    """
    texts = tuple(part.strip() for part in headers.split("|") if part.strip())
    return Column(name, texts, unit, kind, weight, role, when_needed, note, example)


def extras(headers: str, *, kind: MeasureKind | None = None, unit: Unit | None = None) -> tuple[Column, ...]:
    """Describe several columns that are kept as extra measures.

    Args:
        headers: own headers parted by '|', one column each.
        kind: how they may be put together; None = by the header's words.
        unit: of their cells; None = by the header's words.

    Returns:
        One column each, under the field 'extra.<slug of the header>'.
    """
    texts = [part.strip() for part in headers.split("|") if part.strip()]
    return tuple(Column(f"extra.{slug(text)}", (text,), unit, kind) for text in texts)
