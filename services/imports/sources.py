"""From what a person gave (paths, uploads, zips) to files that may be read: caps first, then the hash."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from learning.domain.errors import BellwetherError, FileTooLarge, NotFound, UnreadableFile
from learning.imports.reading.magic import FileKind, is_workbook, kind_of, require_readable
from services.imports.archives import (
    OPENING_DAMAGE,
    Caps,
    check_members,
    damaged,
    member_names,
    member_problem,
    nested,
    open_archive,
)

HEAD_BYTES: Final = 65_536
BLOCK_BYTES: Final = 1_048_576


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was handed in: where its bytes stand and what the person calls it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that may be read, or the reason why not."""

    name: str
    path: Path
    member: str | None
    """The name inside the zip at `path`; None where the file stands by itself."""
    size: int = 0
    sha256: str = ""
    kind: FileKind = FileKind.EMPTY
    head: bytes = b""
    error: BellwetherError | None = None

    def open(self) -> BinaryIO:
        """Return a fresh, seekable stream; a workbook inside a zip is unpacked into memory (the caps hold)."""
        if self.member is None:
            return self.path.open("rb")
        with open_archive(self.name, self.path) as archive:
            stream = _member_stream(archive, self.member)
        if self.kind is FileKind.TEXT:
            return stream
        with stream:
            return io.BytesIO(stream.read())


def given_files(paths: Sequence[Path]) -> tuple[GivenFile, ...]:
    """Return the files of paths; a folder stands for the files below it that are not hidden."""
    found: list[GivenFile] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.is_file())
            found += [
                GivenFile(f, f.name) for f in inside if not any(p.startswith(".") for p in f.relative_to(path).parts)
            ]
        else:
            found.append(GivenFile(path, path.name))
    return tuple(found)


def collect_sources(given: Sequence[GivenFile], caps: Caps) -> tuple[SourceFile, ...]:
    """Return every file of what was given, zips opened; a file that cannot be taken carries its error."""
    return tuple(source for file in given for source in _sources_of(file, caps))


def _sources_of(given: GivenFile, caps: Caps) -> Iterator[SourceFile]:
    try:
        size = _checked_size(given, caps)
        with given.path.open("rb") as stream:
            kind, head = _look(stream, given.name)
            if kind is FileKind.ZIP:
                yield from _members_of(given, stream, caps)
                return
            error = _problem(given.name, kind, stream, caps)
            yield SourceFile(given.name, given.path, None, size, "" if error else _sha256(stream), kind, head, error)
    except BellwetherError as error:
        yield SourceFile(given.name, given.path, None, error=error)
    except OSError as error:
        yield SourceFile(given.name, given.path, None, error=_unreachable(given.name, error))


def _checked_size(given: GivenFile, caps: Caps) -> int:
    try:
        status = given.path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound("file", str(given.path)) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(given.name, "this is no ordinary file.", "Give the path of an export.", code="not_a_file")
    if status.st_size > caps.file_bytes:
        raise FileTooLarge(given.name, what="bytes", found=status.st_size, limit=caps.file_bytes)
    return status.st_size


def _unreachable(name: str, error: OSError) -> UnreadableFile:
    reason = f"the file cannot be opened ({error.strerror or type(error).__name__})."
    return UnreadableFile(name, reason, "Check that it is there and that you may read it.", code="unreachable")


def _look(stream: BinaryIO, name: str) -> tuple[FileKind, bytes]:
    """Return kind and first bytes; a zip that is a workbook inside is a workbook."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    kind = kind_of(head, name)
    if kind is FileKind.ZIP and is_workbook(open_archive(name, stream).namelist()):
        kind = FileKind.XLSX
    return kind, head


def _problem(name: str, kind: FileKind, stream: BinaryIO, caps: Caps) -> BellwetherError | None:
    try:
        require_readable(kind, file=name)
        if kind is FileKind.XLSX:
            check_members(name, open_archive(name, stream).infolist(), caps)
    except (FileTooLarge, UnreadableFile) as error:
        return error
    return None


def _members_of(given: GivenFile, stream: BinaryIO, caps: Caps) -> Iterator[SourceFile]:
    with open_archive(given.name, stream) as archive:
        members = archive.infolist()
        check_members(given.name, members, caps)
        names = member_names(members)
        if not names:
            raise UnreadableFile(given.name, "the zip is empty.", "Download the export again.", code="empty_file")
        for member in members:
            if member.filename in names:
                yield _member_source(given, archive, member, names[member.filename], caps)


def _member_source(
    given: GivenFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, caps: Caps
) -> SourceFile:
    problem = member_problem(name, member)
    if problem is not None:
        return SourceFile(name, given.path, member.filename, member.file_size, error=problem)
    try:
        with _member_stream(archive, member.filename) as stream:
            kind, head = _look(stream, name)
            error = nested(name) if kind is FileKind.ZIP else _problem(name, kind, stream, caps)
            digest = "" if error else _sha256(stream)
    except OPENING_DAMAGE as failure:
        return SourceFile(name, given.path, member.filename, member.file_size, error=_refused(name, failure))
    except BellwetherError as failure:
        return SourceFile(name, given.path, member.filename, member.file_size, error=failure)
    return SourceFile(name, given.path, member.filename, member.file_size, digest, kind, head, error)


def _refused(name: str, failure: Exception) -> UnreadableFile:
    refusal = damaged(name)
    refusal.__cause__ = failure
    return refusal


def _member_stream(archive: zipfile.ZipFile, member: str) -> BinaryIO:
    # What a zip gives is a buffered stream that can seek, in all but its declared type.
    return cast("BinaryIO", archive.open(member))


def _sha256(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()
