"""Half-done imports that survive a reload of the page."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from db.schema.drafts import import_draft
from learning.domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A half-done import; its files stand beside the database."""

    token: str
    brand_id: int
    who: str
    state: str
    """JSON, as the services wrote it."""
    created_at: int
    expires_at: int
    """UTC seconds."""


class Drafts:
    """The half-done imports of a store."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def save(self, draft: ImportDraft) -> None:
        """Keep a draft in place of an earlier one of the same token."""
        self.remove(draft.token)
        self._connection.execute(
            import_draft.insert().values(
                token=draft.token,
                brand_id=draft.brand_id,
                who=draft.who,
                state=draft.state,
                created_at=draft.created_at,
                expires_at=draft.expires_at,
            )
        )

    def get(self, token: str) -> ImportDraft:
        """The draft of a token."""
        found = self.find(token)
        if found is None:
            raise NotFound("upload", token)
        return found

    def find(self, token: str) -> ImportDraft | None:
        """The draft of a token, if it is still there."""
        row = self._connection.execute(select(import_draft).where(import_draft.c.token == token)).mappings().first()
        return None if row is None else ImportDraft(**row)

    def list_of(self, brand_id: int, who: str) -> tuple[ImportDraft, ...]:
        """A person's drafts, newest first."""
        rows = self._connection.execute(
            select(import_draft)
            .where(import_draft.c.brand_id == brand_id, import_draft.c.who == who)
            .order_by(import_draft.c.created_at.desc(), import_draft.c.token)
        ).mappings()
        return tuple(ImportDraft(**row) for row in rows)

    def remove(self, token: str) -> bool:
        """Drop a draft; False if there was none."""
        return bool(self._connection.execute(import_draft.delete().where(import_draft.c.token == token)).rowcount)

    def remove_expired(self, now: int) -> tuple[str, ...]:
        """Drop what has expired; the tokens whose files can go."""
        rows = self._connection.execute(
            import_draft.delete().where(import_draft.c.expires_at <= now).returning(import_draft.c.token)
        )
        return tuple(sorted(row.token for row in rows))
