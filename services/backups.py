"""Backups: one file with the whole database and a manifest; the master key is never in it."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db.backups import load, save
from db.engine import Store
from db.migrations.upgrade import holds_data
from db.schema.head import HEAD
from learning.domain.errors import InputError, NotFound, Refused

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
BLOCK: Final = 1 << 20
EXCLUDED: Final = "The master key is not in a backup: keep data/secret.key apart, or people have to sign in again."


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was written or read."""

    file: Path
    engine: str
    schema: str
    created_at: str
    """ISO 8601 UTC."""
    size: int
    """Bytes of the file."""
    excluded: str
    """What is not in it, in words."""
    replaced: Path | None = None
    """After a restore: the backup of what was there before, if there was anything."""


def backup(store: Store, file: Path) -> BackupReport:
    """Write the whole database into one file while others go on; the file appears when it is complete."""
    if not file.parent.is_dir():
        raise NotFound("folder", str(file.parent))
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as temporary:
        folder = Path(temporary)
        (folder / "files").mkdir()
        schema = save(store, folder / "files")
        if schema is None:
            raise Refused("The database is empty; there is nothing to back up.", "Run `bellwether migrate` first.")
        created_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        parts = sorted((folder / "files").iterdir())
        manifest = {
            "format": FORMAT,
            "engine": store.dialect.name,
            "schema": schema,
            "created_at": created_at,
            "excluded": EXCLUDED,
            "files": {part.name: _digest(part) for part in parts},
        }
        packed = folder / "backup.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            for part in parts:
                archive.write(part, part.name)
        packed.replace(file)
    return BackupReport(file, store.dialect.name, schema, created_at, file.stat().st_size, EXCLUDED)


def restore(store: Store, file: Path, *, backup_dir: Path) -> BackupReport:
    """Replace the database by a backup, after a backup of what is there; nothing is touched if the file is damaged.

    Raises:
        NotFound: There is no such file.
        InputError: It is no backup, or it is damaged.
        Refused: It comes from the other kind of database, or from a newer program.
    """
    if not file.is_file():
        raise NotFound("file", str(file))
    with tempfile.TemporaryDirectory(prefix="bellwether-restore-") as temporary:
        folder = Path(temporary)
        manifest = _unpack(file, folder)
        engine, schema = str(manifest["engine"]), str(manifest["schema"])
        if engine != store.dialect.name:
            raise Refused(
                f"{file.name} is a backup of {engine}, the database is {store.dialect.name}.",
                f"Give the address of a {engine} database with --database.",
            )
        if schema > HEAD:
            raise Refused(
                f"{file.name} has schema {schema}, newer than this program's {HEAD}.", "Use the newer program."
            )
        replaced = None
        if holds_data(store):
            backup_dir.mkdir(parents=True, exist_ok=True)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            replaced = backup(store, backup_dir / f"before-restore-{stamp}.zip").file
        load(store, folder, found=schema)
    created_at = str(manifest["created_at"])
    return BackupReport(file, engine, schema, created_at, file.stat().st_size, EXCLUDED, replaced)


def _unpack(file: Path, folder: Path) -> dict[str, object]:
    """The manifest, after every file has been unpacked and its checksum compared."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, object] = json.loads(archive.read(MANIFEST))
            files = manifest["files"]
            if manifest["format"] != FORMAT or not isinstance(files, dict):
                raise _damaged(file, "its format is unknown")
            for name, digest in files.items():
                # Names come from the archive: only plain ones are unpacked.
                if Path(name).name != name:
                    raise _damaged(file, f"it holds the unusable name {name!r}")
                archive.extract(name, folder)
                if _digest(folder / name) != digest:
                    raise _damaged(file, f"{name} does not match its checksum")
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
        raise _damaged(file, "it is no backup, or incomplete") from error
    return manifest


def _damaged(file: Path, reason: str) -> InputError:
    error = InputError(f"{file.name} cannot be restored: {reason}.", "Use another backup; nothing was changed.")
    error.code = "bad_backup"
    return error


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
