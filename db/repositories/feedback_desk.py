"""What the desk keeps beside the notes: drafts, attachments, uploads, and what is said of themes by hand."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.repositories.brands import Brands
from db.schema.feedback_desk import feedback_attachment, feedback_draft, feedback_theme_rule, feedback_upload
from db.schema.feedback_entries import feedback_entry
from learning.domain.errors import NotFound
from learning.domain.feedback_entries import FeedbackUpload
from learning.domain.feedback_themes import ThemeRule, ThemeRuleKind

Sealed = tuple[bytes, bytes]
"""A wrapped key and what is sealed under it."""


class FeedbackParts:
    """Drafts, attachments, uploads and theme rules of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect
        self._brands = Brands(connection)

    def put_draft(self, brand_id: int, who: str, sealed: Sealed, moment: int) -> None:
        """Keep what a person is writing, in place of what they wrote before."""
        values = {"wrapped_key": sealed[0], "sealed": sealed[1], "at": moment}
        statement = self._dialect.upsert(feedback_draft).values(brand_id=brand_id, who=who, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["brand_id", "who"], set_=values))

    def find_draft(self, brand_id: int, who: str) -> Sealed | None:
        """What a person was writing."""
        own = (feedback_draft.c.brand_id == brand_id, feedback_draft.c.who == who)
        row = self._connection.execute(select(feedback_draft).where(*own)).mappings().first()
        return None if row is None else (bytes(row["wrapped_key"]), bytes(row["sealed"]))

    def remove_draft(self, brand_id: int, who: str) -> None:
        """Forget what a person was writing."""
        own = (feedback_draft.c.brand_id == brand_id, feedback_draft.c.who == who)
        self._connection.execute(feedback_draft.delete().where(*own))

    def add_attachment(self, entry_id: int, told: tuple[str, str, int], sealed: Sealed) -> None:
        """Keep what came with a note: its name, its media type and its size, and itself sealed."""
        name, media_type, size = told
        values = {"name": name, "media_type": media_type, "size": size, "wrapped_key": sealed[0], "sealed": sealed[1]}
        self._connection.execute(feedback_attachment.insert().values(entry_id=entry_id, **values))

    def find_attachment(self, brand_id: int, entry_id: int) -> tuple[str, str, Sealed] | None:
        """Name, media type and what is sealed of what came with a note."""
        own = (feedback_entry.c.brand_id == brand_id, feedback_entry.c.id == entry_id)
        joined = select(feedback_attachment).join(feedback_entry).where(*own)
        row = self._connection.execute(joined).mappings().first()
        if row is None:
            return None
        return row["name"], row["media_type"], (bytes(row["wrapped_key"]), bytes(row["sealed"]))

    def add_upload(self, upload: FeedbackUpload) -> FeedbackUpload:
        """Note a file; returns it with its id."""
        values = {name: value for name, value in asdict(upload).items() if name != "id"}
        stored = self._connection.execute(feedback_upload.insert().values(**values).returning(feedback_upload.c.id))
        return replace(upload, id=int(stored.scalar_one()))

    def list_uploads(self, brand_id: int) -> tuple[FeedbackUpload, ...]:
        """The files of a brand, the newest first."""
        own = select(feedback_upload).where(feedback_upload.c.brand_id == brand_id)
        rows = self._connection.execute(own.order_by(feedback_upload.c.id.desc())).mappings()
        return tuple(FeedbackUpload(**row) for row in rows)

    def get_upload(self, brand_id: int, upload_id: int) -> FeedbackUpload:
        """A file of a brand."""
        for one in self.list_uploads(brand_id):
            if one.id == upload_id:
                return one
        raise NotFound("upload of feedback", str(upload_id))

    def end_upload(self, upload: FeedbackUpload, moment: int) -> int:
        """Take a file back with all its notes; returns how many those were."""
        own = (feedback_entry.c.brand_id == upload.brand_id, feedback_entry.c.upload_id == upload.id)
        gone = select(feedback_entry.c.id).where(*own)
        loose = feedback_entry.update().where(feedback_entry.c.same_as.in_(gone)).values(same_as=None)
        self._connection.execute(loose)
        removed = int(self._connection.execute(feedback_entry.delete().where(*own)).rowcount)
        ended = feedback_upload.update().where(feedback_upload.c.id == upload.id).values(undone_at=moment)
        self._connection.execute(ended)
        self._brands.raise_notes_version(upload.brand_id)
        return removed

    def add_theme_rule(self, rule: ThemeRule) -> None:
        """Keep what a person said of a theme."""
        values = {name: value for name, value in asdict(rule).items() if name != "id"} | {"kind": rule.kind.value}
        self._connection.execute(feedback_theme_rule.insert().values(**values))
        self._brands.raise_notes_version(rule.brand_id)

    def list_theme_rules(self, brand_id: int) -> tuple[ThemeRule, ...]:
        """What people said of themes, the oldest first."""
        own = select(feedback_theme_rule).where(feedback_theme_rule.c.brand_id == brand_id)
        rows = self._connection.execute(own.order_by(feedback_theme_rule.c.id)).mappings()
        return tuple(ThemeRule(**{**row, "kind": ThemeRuleKind(row["kind"])}) for row in rows)
