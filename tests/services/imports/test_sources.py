"""What is taken for a file, and what is refused before it is parsed."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from learning.domain.errors import FileTooLarge
from services.imports.archives import Caps
from services.imports.sources import SourceFile, collect_sources, given_files

CAPS = Caps(file_bytes=1_000_000, ratio_from_bytes=100_000)
TABLE = b"Date,Views\n2026-09-01,5\n"


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def only(folder: Path, name: str, content: bytes, caps: Caps = CAPS) -> SourceFile:
    path = folder / name
    path.write_bytes(content)
    [source] = collect_sources(given_files([path]), caps)
    return source


def code_of(source: SourceFile) -> str | None:
    return None if source.error is None else source.error.code


def test_the_members_of_a_zip_are_files_of_their_own_with_the_hash_of_their_bytes(tmp_path: Path) -> None:
    loose = only(tmp_path, "Totals.csv", TABLE)
    (tmp_path / "export.zip").write_bytes(
        zipped({"Totals.csv": TABLE, "deep/Table data.csv": TABLE + b"2026-09-02,6\n", "__MACOSX/._Totals.csv": b"x"})
    )
    members = collect_sources(given_files([tmp_path / "export.zip"]), CAPS)
    assert [member.name for member in members] == ["Totals.csv", "Table data.csv"]
    assert members[0].sha256 == loose.sha256
    with members[1].open() as stream:
        assert stream.read().endswith(b"2026-09-02,6\n")
        stream.seek(0)
        assert stream.read(4) == b"Date"


def test_members_of_the_same_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    (tmp_path / "e.zip").write_bytes(zipped({"a/T.csv": TABLE, "b/T.csv": TABLE, "c/U.csv": TABLE}))
    assert [source.name for source in collect_sources(given_files([tmp_path / "e.zip"]), CAPS)] == [
        "a/T.csv",
        "b/T.csv",
        "U.csv",
    ]


def test_a_folder_stands_for_the_files_below_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.csv").write_bytes(TABLE)
    (tmp_path / "a.csv").write_bytes(TABLE)
    (tmp_path / ".hidden").write_bytes(TABLE)
    assert [file.name for file in given_files([tmp_path])] == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "empty_file"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "image"),
        ("book.pdf", b"%PDF-1.7 ....", "pdf"),
        ("data.csv", b"PK\x03\x04 cut off", "damaged"),
        ("data.parquet", b"PAR1" + bytes(100), "parquet"),
    ],
)
def test_what_holds_no_table_has_its_own_sentence(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    source = only(tmp_path, name, content)
    assert code_of(source) == code
    assert source.error is not None
    assert name in source.error.message
    assert source.error.fix


def test_a_workbook_with_a_password_is_refused_with_what_to_do(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    source = only(tmp_path, "book.xlsx", ole)
    assert code_of(source) == "encrypted"
    assert source.error is not None
    assert "password" in source.error.fix


def test_a_member_with_a_password_is_refused_and_its_neighbour_is_taken(tmp_path: Path) -> None:
    content = bytearray(zipped({"secret.csv": TABLE, "open.csv": TABLE}, method=zipfile.ZIP_STORED))
    place = content.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, place + 8)[0]
    struct.pack_into("<H", content, place + 8, flags | 1)
    (tmp_path / "e.zip").write_bytes(bytes(content))
    sources = collect_sources(given_files([tmp_path / "e.zip"]), CAPS)
    assert [code_of(source) for source in sources] == ["encrypted", None]


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.zip").write_bytes(
        zipped({"inner.zip": zipped({"a.csv": TABLE}), "hidden.csv": zipped({"b.csv": TABLE})})
    )
    assert [code_of(source) for source in collect_sources(given_files([tmp_path / "e.zip"]), CAPS)] == [
        "nested_archive"
    ] * 2


def test_a_zip_of_zeros_is_refused_by_its_directory(tmp_path: Path) -> None:
    source = only(tmp_path, "bomb.zip", zipped({"zeros.csv": bytes(900_000)}))
    assert isinstance(source.error, FileTooLarge)
    assert "unpacked bytes" in source.error.message


def test_many_members_that_unpack_beyond_the_cap_are_refused(tmp_path: Path) -> None:
    caps = Caps(file_bytes=10_000, members=1_000)
    source = only(tmp_path, "many.zip", zipped({f"{n}.csv": TABLE * 300 for n in range(10)}), caps)
    assert code_of(source) == "file_too_large"
    few = Caps(file_bytes=1_000_000, members=5)
    assert "files inside" in str(only(tmp_path, "many.zip", zipped({f"{n}.csv": TABLE for n in range(10)}), few).error)


def test_a_workbook_that_unpacks_beyond_the_cap_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    source = only(
        tmp_path, "book.xlsx", zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(900_000)})
    )
    assert code_of(source) == "file_too_large"


def test_a_file_of_five_gigabytes_is_refused_at_once_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(5_000_000_000)
    [source] = collect_sources(given_files([path]), Caps(file_bytes=500_000_000))
    assert code_of(source) == "file_too_large"
    assert "5,000,000,000 bytes" in str(source.error)


def test_a_path_that_is_not_there_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    [absent] = collect_sources(given_files([tmp_path / "absent.csv"]), CAPS)
    [device] = collect_sources(given_files([Path("/dev/zero")]), CAPS)
    assert (code_of(absent), code_of(device)) == ("not_found", "not_a_file")


def test_a_member_whose_bytes_were_damaged_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": TABLE * 50}, method=zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    (tmp_path / "e.zip").write_bytes(bytes(content))
    [source] = collect_sources(given_files([tmp_path / "e.zip"]), CAPS)
    assert code_of(source) == "damaged"
