"""Half-done imports: the files on disk, the choices in the store, found again by a token after a reload."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from db.engine import Store
from db.repositories.drafts import ImportDraft
from learning.domain.errors import FileTooLarge, NotFound
from learning.domain.imports import ImportOptions
from learning.domain.permissions import Permission
from services.callers import Caller
from services.clock import Clock
from services.imports.options_json import options_payload, read_options
from services.imports.sources import BLOCK_BYTES, GivenFile
from services.settings import Settings

UPLOADS: Final = "uploads"
"""Folder below the data folder, one folder per token; the worker removes those that have expired."""
DAYS_KEPT: Final = 7
SECONDS_A_DAY: Final = 86_400
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser hands it over."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-done import."""

    token: str
    brand_id: int
    who: str
    files: tuple[GivenFile, ...]
    options: ImportOptions
    step: str
    """Where the person was; the page's own word."""
    created_at: datetime
    expires_at: datetime


class DraftService:
    """Keeps uploads until they are imported or forgotten."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        """Work on a store and a data folder."""
        self._store = store
        self._settings = settings
        self._clock = clock

    def start(self, brand_id: int, who: Caller, uploads: Iterable[Upload]) -> Draft:
        """Keep uploaded files and return their draft.

        Raises:
            FileTooLarge: A file is beyond the cap; nothing is kept.
            RuleRefused: Whoever uploads may only look.
        """
        name = who.require(self._store, brand_id, Permission.IMPORT)
        token = secrets.token_urlsafe(24)
        folder = self._folder(token)
        folder.mkdir(parents=True)
        try:
            files = tuple(self._keep(folder, number, upload) for number, upload in enumerate(uploads))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        now = int(self._clock.now().timestamp())
        expires_at = now + DAYS_KEPT * SECONDS_A_DAY
        draft = Draft(token, brand_id, name, files, ImportOptions(), "", _moment(now), _moment(expires_at))
        self._save(draft)
        return draft

    def get(self, token: str, *, brand_id: int, who: str) -> Draft:
        """Return a person's draft.

        Raises:
            NotFound: There is none of that token, or it is somebody else's.
        """
        draft = self.find(token, brand_id=brand_id, who=who)
        if draft is None:
            raise NotFound("upload", token)
        return draft

    def find(self, token: str, *, brand_id: int, who: str) -> Draft | None:
        """Return a person's draft, or None where it is gone."""
        if _TOKEN.fullmatch(token) is None:
            return None
        with self._store.read() as work:
            stored = work.drafts.find(token)
        if stored is None or stored.brand_id != brand_id or stored.who != who:
            return None
        if stored.expires_at <= int(self._clock.now().timestamp()):
            return None
        draft = self._read(stored)
        return draft if all(file.path.exists() for file in draft.files) else None

    def list_of(self, brand_id: int, who: str) -> tuple[Draft, ...]:
        """Return a person's drafts, the newest first."""
        with self._store.read() as work:
            stored = work.drafts.list_of(brand_id, who)
        now = int(self._clock.now().timestamp())
        return tuple(self._read(draft) for draft in stored if draft.expires_at > now)

    def update(self, draft: Draft, *, options: ImportOptions | None = None, step: str | None = None) -> Draft:
        """Keep new choices with a draft."""
        changed = replace(draft, options=options or draft.options, step=draft.step if step is None else step)
        self._save(changed)
        return changed

    def remove(self, token: str) -> None:
        """Forget a draft and its files."""
        if _TOKEN.fullmatch(token) is None:
            return
        with self._store.write() as work:
            work.drafts.remove(token)
            work.commit()
        shutil.rmtree(self._folder(token), ignore_errors=True)

    def _folder(self, token: str) -> Path:
        return self._settings.data_dir / UPLOADS / token

    def _keep(self, folder: Path, number: int, upload: Upload) -> GivenFile:
        # The name on disk is ours: what a browser sends may hold anything.
        path = folder / f"{number:04d}"
        limit = self._settings.upload_limit_bytes
        size = 0
        with path.open("wb") as target:
            while block := upload.stream.read(BLOCK_BYTES):
                size += len(block)
                if size > limit:
                    raise FileTooLarge(upload.name, what="bytes", found=size, limit=limit)
                target.write(block)
        return GivenFile(path, Path(upload.name.replace("\\", "/")).name or "upload")

    def _save(self, draft: Draft) -> None:
        state = {
            "files": [{"stored": file.path.name, "name": file.name} for file in draft.files],
            "options": options_payload(draft.options),
            "step": draft.step,
        }
        with self._store.write() as work:
            work.drafts.save(
                ImportDraft(
                    token=draft.token,
                    brand_id=draft.brand_id,
                    who=draft.who,
                    state=json.dumps(state, ensure_ascii=False),
                    created_at=int(draft.created_at.timestamp()),
                    expires_at=int(draft.expires_at.timestamp()),
                )
            )
            work.commit()

    def _read(self, stored: ImportDraft) -> Draft:
        state: dict[str, Any] = json.loads(stored.state)
        folder = self._folder(stored.token)
        return Draft(
            token=stored.token,
            brand_id=stored.brand_id,
            who=stored.who,
            files=tuple(GivenFile(folder / file["stored"], file["name"]) for file in state["files"]),
            options=read_options(state["options"]),
            step=state["step"],
            created_at=_moment(stored.created_at),
            expires_at=_moment(stored.expires_at),
        )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
