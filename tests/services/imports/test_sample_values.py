"""The first values of a column are those of the file."""

from pathlib import Path

from services.imports.archives import Caps
from services.imports.sample_values import sample_values
from services.imports.sources import GivenFile

CAPS = Caps(1_000_000)


def write(folder: Path, name: str, content: bytes) -> GivenFile:
    path = folder / name
    path.write_bytes(content)
    return GivenFile(path, name)


def test_three_different_values_stand_beside_every_header(tmp_path: Path) -> None:
    given = write(tmp_path, "a.csv", b"Post,Likes,Empty\nHello,1,\nHello,2,\nBye,3,\nSee you,4,\n")
    values = sample_values([given], CAPS)["a.csv", ""]
    assert values["Post"] == ("Hello", "Bye", "See you")
    assert values["Likes"] == ("1", "2", "3")
    assert values["Empty"] == ()


def test_long_cells_and_line_breaks_are_shortened_to_one_line(tmp_path: Path) -> None:
    given = write(tmp_path, "a.csv", b'Text,Likes\n"one\ntwo ' + b"x" * 200 + b'",1\nb,2\n')
    shown = sample_values([given], CAPS)["a.csv", ""]["Text"][0]
    assert shown.startswith("one two x")
    assert len(shown) == 60


def test_a_file_that_cannot_be_read_has_no_values_and_holds_up_no_other(tmp_path: Path) -> None:
    picture = write(tmp_path, "p.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))
    good = write(tmp_path, "a.csv", b"Post,Likes\nHello,1\n")
    assert list(sample_values([picture, good], CAPS)) == [("a.csv", "")]
