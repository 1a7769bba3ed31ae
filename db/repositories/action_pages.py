"""Pages as they were when somebody decided about an action."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db.schema.action_pages import action_page


class ActionPages:
    """The pages that were kept."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, event_id: int, action_id: int, body: str) -> None:
        """Store the page of a line of the history."""
        values = {"event_id": event_id, "action_id": action_id, "body": body}
        self._connection.execute(action_page.insert().values(**values))

    def find(self, action_id: int, event_id: int) -> str | None:
        """The page of a line of an action's history, if one was kept."""
        mine = (action_page.c.action_id == action_id, action_page.c.event_id == event_id)
        return self._connection.execute(select(action_page.c.body).where(*mine)).scalar()

    def list_events(self, action_id: int) -> frozenset[int]:
        """The lines of an action's history that have a page."""
        statement = select(action_page.c.event_id).where(action_page.c.action_id == action_id)
        return frozenset(self._connection.execute(statement).scalars())
