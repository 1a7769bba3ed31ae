"""Every template can be downloaded empty and imports again as itself."""

import csv
import io
from pathlib import Path

import pytest

import learning.imports.platforms as folder
from learning.imports.empty_templates import column_notes, empty_template, list_templates
from learning.imports.fields import find_field
from learning.imports.platforms.catalogue import TEMPLATES
from tests.learning.imports.table_making import context, plan, table

ALONE = [one.name for one in TEMPLATES if one.name != "meta_audience"]


@pytest.mark.parametrize("name", ALONE)
def test_an_empty_template_with_its_example_row_is_recognised_as_itself(name: str) -> None:
    header, example = list(csv.reader(io.StringIO(empty_template(name))))
    file = "Totals.csv" if name == "youtube_totals" else "example.csv"
    found = plan(table(header, example, file=file), context())
    assert found.template == name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_every_column_of_a_template_is_a_known_field_with_a_note(template: object) -> None:
    name = str(template.name)  # type: ignore[attr-defined]  # parametrised object
    notes = column_notes(name)
    assert notes
    assert [note for note in notes if not note.header or not note.note.endswith(".")] == []
    assert [note.field for note in notes if find_field(note.field) is None and "." in note.field] == []


def test_names_are_unique_and_every_template_says_where_its_export_is_found() -> None:
    listed = list_templates()
    assert len({one.name for one in listed}) == len(listed)
    assert [one.name for one in listed if not one.where or not one.title] == []


def test_every_file_of_the_platforms_folder_is_in_the_catalogue() -> None:
    listed = Path(str(next(iter(folder.__path__)))).glob("*.py")
    files = {path.stem for path in listed} - {"__init__", "catalogue", "template"}
    source = (Path(str(next(iter(folder.__path__)))) / "catalogue.py").read_text(encoding="utf-8")
    assert {name for name in files if f"*{name}.TEMPLATES" not in source} == set()


def test_an_example_is_never_a_formula() -> None:
    for template in TEMPLATES:
        for cell in empty_template(template.name).splitlines()[1].split(","):
            assert not cell.startswith(("=", "@", "+"))
