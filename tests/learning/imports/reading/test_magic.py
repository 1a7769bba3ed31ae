"""What a file is, whatever its name says."""

import pytest

from learning.domain.errors import UnreadableFile
from learning.imports.reading.magic import FileKind, is_encrypted, is_workbook, kind_of, require_readable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", FileKind.EMPTY),
        (b"\xef\xbb\xbf\r\n \n", FileKind.EMPTY),
        (b"\xff\xfe", FileKind.EMPTY),
        (b"Date,Views\n2026-01-01,5\n", FileKind.TEXT),
        ("Date,Views\n2026-01-01,5\n".encode("utf-16"), FileKind.TEXT),
        ("Date,Views\n2026-01-01,5\n".encode("utf-16-le"), FileKind.TEXT),
        ("Date;Größe\n".encode("cp1252"), FileKind.TEXT),
        (b"BMW,Views\n1,5\n", FileKind.TEXT),
        (b"a,b\n1,\x002\n", FileKind.TEXT),
        (b"[draft] title,Views\nx,5\n", FileKind.TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind.IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", FileKind.IMAGE),
        (b"RIFF\x10\0\0\0WEBPVP8 ", FileKind.IMAGE),
        (b"\0\0\0\x18ftypheic\0\0", FileKind.IMAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileKind.IMAGE),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"PK\x03\x04rest", FileKind.ZIP),
        (b"PAR1\x15\x04", FileKind.PARQUET),
        (b"\x1f\x8b\x08\0", FileKind.COMPRESSED),
        (OLE + bytes(600), FileKind.XLS),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), FileKind.ENCRYPTED_WORKBOOK),
        (b"\n<html><body><table>", FileKind.HTML),
        (b"<table border=1><tr>", FileKind.HTML),
        (b'{"data": [1]}', FileKind.JSON),
        (b'[{"a": 1}]', FileKind.JSON),
        (b"<?xml version='1.0'?><rows/>", FileKind.XML),
        (bytes(range(1, 32)) * 40, FileKind.BINARY),
    ],
)
def test_the_bytes_decide_and_not_the_name(head, kind):
    assert kind_of(head, "report.csv") is kind


@pytest.mark.parametrize("kind", [kind for kind in FileKind if kind not in {"text", "html", "xls", "xlsx"}])
def test_every_other_kind_is_refused_with_its_own_sentence(kind):
    others = set()
    for other in FileKind:
        if other is not kind and other not in {"text", "html", "xls", "xlsx"}:
            with pytest.raises(UnreadableFile) as caught:
                require_readable(other, file="x")
            others.add((caught.value.code, caught.value.message))
    with pytest.raises(UnreadableFile) as refused:
        require_readable(kind, file="x")
    assert (refused.value.code, refused.value.message) not in others
    assert refused.value.fix


def test_readable_kinds_pass():
    assert require_readable(FileKind.TEXT, file="x") is None


def test_a_zip_is_a_workbook_by_its_members():
    assert is_workbook(["[Content_Types].xml", "xl/workbook.xml"])
    assert not is_workbook(["Table data.csv", "Chart data.csv"])


def test_the_name_of_an_encrypted_package_may_stand_anywhere():
    assert is_encrypted(bytes(100_000) + "EncryptionInfo".encode("utf-16-le"))
    assert not is_encrypted(bytes(100))
