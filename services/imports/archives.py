"""Which members of a zip are taken, judged from its directory before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from learning.domain.errors import BellwetherError, FileTooLarge, UnreadableFile

ENCRYPTED_FLAG: Final = 0x1
ARCHIVE_SUFFIXES: Final = frozenset({".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz"})
DAMAGE: Final = (zipfile.BadZipFile, EOFError, zlib.error)
"""What `zipfile` raises for damaged bytes and a cut file."""
OPENING_DAMAGE: Final = (*DAMAGE, RuntimeError)
"""Beside these, on opening: an unknown method of packing, and a missing password."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What protects the machine: every bound is checked before a byte is parsed."""

    file_bytes: int
    """The largest file, and the largest member of an archive."""
    members: int = 1_000
    unpacked_factor: int = 4
    """All members together may hold this many times `file_bytes`."""
    ratio: int = 200
    """Tables of text pack 3 to 40 times; zeros pack 1,000 times."""
    ratio_from_bytes: int = 20_000_000
    """Below this size a high ratio harms nobody: a short file of zeros is a file of zeros."""


def open_archive(file: str, source: Path | IO[bytes]) -> zipfile.ZipFile:
    """Open a zip; a damaged one is refused with its name. Over a path, the file closes with the last open member."""
    try:
        return zipfile.ZipFile(source)
    except OPENING_DAMAGE as error:
        raise damaged(file) from error


def damaged(file: str) -> UnreadableFile:
    """Return the refusal of a zip or workbook whose bytes do not fit together."""
    return UnreadableFile(
        file, "the file is damaged or was cut off.", "Download it again and import the new copy.", code="damaged"
    )


def check_members(file: str, members: Sequence[zipfile.ZipInfo], caps: Caps) -> None:
    """Refuse an archive that would unpack to more than the caps allow."""
    if len(members) > caps.members:
        raise FileTooLarge(file, what="files inside", found=len(members), limit=caps.members)
    unpacked = sum(member.file_size for member in members)
    limit = caps.unpacked_factor * caps.file_bytes
    if unpacked > limit:
        raise FileTooLarge(file, what="unpacked bytes", found=unpacked, limit=limit)
    largest = max((member.file_size for member in members), default=0)
    if largest > caps.file_bytes:
        raise FileTooLarge(file, what="bytes in one unpacked file", found=largest, limit=caps.file_bytes)
    packed = sum(member.compress_size for member in members)
    if unpacked > caps.ratio_from_bytes and unpacked > caps.ratio * max(packed, 1):
        raise FileTooLarge(
            file, what="unpacked bytes for each packed byte", found=unpacked // max(packed, 1), limit=caps.ratio
        )


def member_names(members: Sequence[zipfile.ZipInfo]) -> dict[str, str]:
    """Return the name to show of each member that a person meant to send; folders and what systems add are left out."""
    wanted = [member.filename for member in members if not member.is_dir() and not _is_litter(member.filename)]
    bare = [PurePosixPath(name).name for name in wanted]
    return {name: short if bare.count(short) == 1 else name for name, short in zip(wanted, bare, strict=True)}


def member_problem(file: str, member: zipfile.ZipInfo) -> BellwetherError | None:
    """Return why a member cannot be read, as far as the directory tells."""
    if member.flag_bits & ENCRYPTED_FLAG:
        return UnreadableFile(
            file, "the zip is protected by a password.", "Unpack it, then import the files inside.", code="encrypted"
        )
    if PurePosixPath(member.filename).suffix.lower() in ARCHIVE_SUFFIXES:
        return nested(file)
    return None


def nested(file: str) -> UnreadableFile:
    """Return the refusal of an archive inside an archive."""
    return UnreadableFile(
        file, "this is an archive inside a zip.", "Unpack it, then import the files inside.", code="nested_archive"
    )


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        not parts
        or "__MACOSX" in parts
        or parts[-1].startswith(".")
        or parts[-1].lower() in {"thumbs.db", "desktop.ini"}
    )
