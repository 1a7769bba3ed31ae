"""What a file is, judged by its first bytes and never by its name alone."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from learning.domain.errors import UnreadableFile


class FileKind(StrEnum):
    """The kinds of files that people drop on an importer."""

    TEXT = "text"
    ZIP = "zip"
    """A zip, which may be a workbook: ask `is_workbook` with the names of its members."""
    XLSX = "xlsx"
    XLS = "xls"
    ENCRYPTED_WORKBOOK = "encrypted_workbook"
    HTML = "html"
    IMAGE = "image"
    PDF = "pdf"
    JSON = "json"
    PARQUET = "parquet"
    COMPRESSED = "compressed"
    """Compressed by another program than zip."""
    XML = "xml"
    EMPTY = "empty"
    BINARY = "binary"


READABLE: Final = frozenset({FileKind.TEXT, FileKind.HTML, FileKind.XLS, FileKind.XLSX})

_MAGICS: Final = (
    (b"\x89PNG", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"BM", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"%PDF-", FileKind.PDF),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"PAR1", FileKind.PARQUET),
    (b"\x1f\x8b", FileKind.COMPRESSED),
    (b"BZh", FileKind.COMPRESSED),
    (b"\xfd7zXZ", FileKind.COMPRESSED),
    (b"7z\xbc\xaf\x27\x1c", FileKind.COMPRESSED),
    (b"Rar!\x1a\x07", FileKind.COMPRESSED),
    (b"\x28\xb5\x2f\xfd", FileKind.COMPRESSED),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF: Final = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
"""The first record of a workbook that was stored without its container."""
_ENCRYPTED_NAMES: Final = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_JSON: Final = re.compile(rb"\{\s*[\"}]|\[\s*[\[{]|\[\s*(?:\"[^\"\n]*\"|-?[\d.]+)\s*[,\]]")
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = bytes(sorted(set(range(32)) - {0, 7, 8, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31}))


def kind_of(head: bytes, name: str = "") -> FileKind:
    """Judge what a file is.

    Args:
        head: Its first bytes, ideally 64 KiB or more; the whole file if it is smaller.
        name: Its name, which only tells a bitmap (whose magic is two letters) from text.

    Returns:
        The kind. A zip that is a workbook is still ZIP: see `is_workbook`.
    """
    if not head.strip(b"\0 \t\r\n\x0b\x0c\xa0\xef\xbb\xbf\xff\xfe"):
        return FileKind.EMPTY
    if head.startswith(_OLE):
        return FileKind.ENCRYPTED_WORKBOOK if is_encrypted(head) else FileKind.XLS
    if head.startswith(_BOMS):
        return _kind_of_text(head)
    for magic, kind in _MAGICS:
        if head.startswith(magic) and (magic != b"BM" or _is_bitmap(head, name)):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.IMAGE
    if head[4:8] == b"ftyp":
        return FileKind.IMAGE if head[8:12] in {b"heic", b"heix", b"mif1", b"avif"} else FileKind.BINARY
    if _BIFF.match(head):
        return FileKind.XLS
    return _kind_of_text(head)


def is_encrypted(content: bytes) -> bool:
    """Say whether a compound file holds an encrypted package.

    Args:
        content: The file, or as much of it as is known; the name of the package may stand anywhere in it.

    Returns:
        True where the package's name was found.
    """
    return any(name in content for name in _ENCRYPTED_NAMES)


def is_workbook(names: Iterable[str]) -> bool:
    """Say whether a zip is a workbook.

    Args:
        names: The names of its members.

    Returns:
        True for an Office workbook.
    """
    return any(name.lstrip("/").lower() in {"xl/workbook.xml", "xl/workbook.bin"} for name in names)


def require_readable(kind: FileKind, *, file: str) -> None:
    """Refuse a kind of file that holds no table Bellwether can read.

    Args:
        kind: What `kind_of` said; a zip that is a workbook must have become XLSX.
        file: The file's own name.

    Raises:
        UnreadableFile: With a code and a next step of its own for each kind.
    """
    if kind in READABLE:
        return
    code, reason, fix = _REFUSALS[kind]
    raise UnreadableFile(file, reason, fix, code=code)


def _kind_of_text(head: bytes) -> FileKind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head[2:8192].replace(b"\0", b"").lstrip()[:4096]
    elif _is_binary(head):
        return FileKind.BINARY
    if start.startswith((b"<?xml", b"<svg")):
        if b"<html" in start.lower():
            return FileKind.HTML
        return FileKind.IMAGE if b"<svg" in start.lower() else FileKind.XML
    if start.startswith(b"<") and _HTML.search(start):
        return FileKind.HTML
    if _JSON.match(start):
        return FileKind.JSON
    return FileKind.TEXT


def _is_bitmap(head: bytes, name: str) -> bool:
    return name.lower().endswith((".bmp", ".dib")) or (len(head) > 14 and head[6:10] == b"\0\0\0\0")


def _is_binary(head: bytes) -> bool:
    """Many control characters: no text of any of the encodings read here has them (NUL may be UTF-16 or damage)."""
    part = head[:65536]
    control = len(part) - len(part.translate(None, _CONTROL))
    if control > max(4, len(part) // 200):
        return True
    nuls = part.count(0)
    if nuls <= max(32, len(part) * 0.1):
        return False
    even, odd = part[0::2].count(0), part[1::2].count(0)
    return max(even, odd) < 5 * (min(even, odd) + 1) and nuls < len(part) * 0.9


_EXPORT: Final = "Export the report again as CSV or XLSX and import that file."
_REFUSALS: Final = {
    FileKind.EMPTY: (
        "empty_file",
        "the file is empty.",
        "Check that the export finished and holds the period you want, then export it again.",
    ),
    FileKind.ENCRYPTED_WORKBOOK: (
        "encrypted",
        "the workbook is protected by a password.",
        "Open it in your spreadsheet program, save a copy without a password, and import the copy.",
    ),
    FileKind.IMAGE: (
        "image",
        "this is a picture, not a table.",
        "A screenshot cannot be imported: download the report's data as CSV or XLSX.",
    ),
    FileKind.PDF: ("pdf", "this is a PDF document, not a table.", _EXPORT),
    FileKind.JSON: ("json", "this is JSON, not a table.", _EXPORT),
    FileKind.XML: ("xml", "this is an XML document, not a table.", _EXPORT),
    FileKind.PARQUET: ("parquet", "this is a Parquet file, which is not read here.", _EXPORT),
    FileKind.COMPRESSED: (
        "compressed",
        "the file is packed in a way that is not read here.",
        "Unpack it and import the files inside, or pack them as a zip.",
    ),
    FileKind.ZIP: (
        "zip",
        "this is a zip and not a workbook.",
        "Import the zip as a whole, or unpack it and import the CSV files inside.",
    ),
    FileKind.BINARY: ("not_a_table", "the file holds binary data, not a table.", _EXPORT),
}
