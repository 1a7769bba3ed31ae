"""Empty templates for download: the header row of a report, one example row, and what each column means."""

import csv
import io
from dataclasses import dataclass

from learning.domain.enums import Basis, Role
from learning.domain.platforms import platform_name
from learning.imports.fields import find_field
from learning.imports.platforms.catalogue import TEMPLATES, get_template
from learning.imports.platforms.template import Column, Template

_GUARDED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """What one column of a report holds."""

    header: str
    field: str
    note: str


@dataclass(frozen=True, slots=True)
class TemplateListing:
    """One template as lists show it."""

    name: str
    platform: str
    title: str
    basis: Basis
    fields: tuple[str, ...]
    where: str
    caveats: tuple[str, ...]


def list_templates() -> tuple[TemplateListing, ...]:
    """All templates, in the order of the catalogue.

    Returns:
        Name, platform ('generic' where the file decides), title, basis, fields, click path of the export, caveats.
    """
    return tuple(
        TemplateListing(
            template.name,
            template.platform or "generic",
            template.title,
            template.stated_basis,
            tuple(dict.fromkeys(column.field for column in template.columns)),
            template.where,
            template.caveats,
        )
        for template in TEMPLATES
    )


def empty_template(name: str) -> str:
    """The CSV text of an empty template: a header row and one example row.

    Args:
        name: of the template.

    Returns:
        Text with CRLF line ends that imports again as the same template; columns with an example, and those without
        where there are none.

    Raises:
        BadOption: no template has that name.
    """
    columns = _shown(get_template(name))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_header(column) for column in columns])
    writer.writerow([_guarded(column.example) for column in columns])
    return text.getvalue()


def column_notes(name: str) -> tuple[ColumnNote, ...]:
    """What each column of a template means, for the page beside the download and for the glossary.

    Args:
        name: of the template.

    Returns:
        Header, canonical field and a sentence for every column.

    Raises:
        BadOption: no template has that name.
    """
    template = get_template(name)
    return tuple(ColumnNote(_header(column), column.field, _sentence(column, template)) for column in template.columns)


def _shown(template: Template) -> tuple[Column, ...]:
    seen: dict[str, Column] = {}
    for column in template.columns:
        seen.setdefault(column.field, column)
    filled = tuple(column for column in seen.values() if column.example)
    return filled or tuple(seen.values())


def _header(column: Column) -> str:
    if column.headers:
        return column.headers[0]
    words = column.field.partition(".")[2] or column.field
    return words.replace("_", " ").capitalize()


def _guarded(text: str) -> str:
    """Spreadsheets must not take an example for a formula."""
    return f"'{text}" if text.startswith(_GUARDED) and not text.lstrip("-+").replace(".", "").isdigit() else text


def _sentence(column: Column, template: Template) -> str:
    field = find_field(column.field)
    role = column.role or (field.role if field else Role.ATTRIBUTE)
    if role is Role.IGNORED:
        text = "is left out: it says nothing that other columns do not"
    elif role is Role.DIMENSION:
        text = f"splits the numbers by {column.field.replace('_', ' ')}"
    else:
        text = field.description if field else column.field.replace("_", " ")
    where = f" of {platform_name(template.platform)}" if template.platform and role in (Role.FACT, Role.MEASURE) else ""
    return f"{text[:1].upper()}{text[1:]}{where}{f' ({column.note})' if column.note else ''}."
