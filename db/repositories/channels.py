"""Channels: where a brand's messages go."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, select

from db.schema.outbox import channel
from learning.domain.channels import Channel, ChannelKind, MailRoute, MailSecurity
from learning.domain.errors import NotFound


class Channels:
    """The channels of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, wanted: Channel) -> Channel:
        """Store a channel; returns it with its id."""
        stored = self._connection.execute(channel.insert().values(**_values(wanted)).returning(channel.c.id))
        return replace(wanted, id=int(stored.scalar_one()))

    def update(self, wanted: Channel) -> None:
        """Store a channel in place of what it was."""
        own = (channel.c.brand_id == wanted.brand_id, channel.c.id == wanted.id)
        if not self._connection.execute(channel.update().where(*own).values(**_values(wanted))).rowcount:
            raise NotFound("channel", str(wanted.id))

    def find(self, channel_id: int) -> Channel | None:
        """The channel of an id, of whichever brand."""
        row = self._connection.execute(select(channel).where(channel.c.id == channel_id)).mappings().first()
        return None if row is None else _record(row)

    def find_named(self, brand_id: int, name: str) -> Channel | None:
        """The channel of a name."""
        own = select(channel).where(channel.c.brand_id == brand_id, channel.c.name == name)
        row = self._connection.execute(own).mappings().first()
        return None if row is None else _record(row)

    def get(self, brand_id: int, channel_id: int) -> Channel:
        """The channel of a brand."""
        found = self.find(channel_id)
        if found is None or found.brand_id != brand_id:
            raise NotFound("channel", str(channel_id))
        return found

    def list_of(self, brand_id: int) -> tuple[Channel, ...]:
        """All channels of a brand by name."""
        rows = self._connection.execute(select(channel).where(channel.c.brand_id == brand_id).order_by(channel.c.name))
        return tuple(_record(row) for row in rows.mappings())

    def remove(self, brand_id: int, channel_id: int) -> None:
        """Remove a channel of a brand."""
        own = (channel.c.brand_id == brand_id, channel.c.id == channel_id)
        if not self._connection.execute(channel.delete().where(*own)).rowcount:
            raise NotFound("channel", str(channel_id))


def _values(wanted: Channel) -> dict[str, object]:
    return {
        "brand_id": wanted.brand_id,
        "name": wanted.name,
        "kind": wanted.kind.value,
        "shown": wanted.shown,
        "route": None if wanted.route is None else json.dumps(asdict(wanted.route), ensure_ascii=False),
        "sealed": wanted.sealed,
        "enabled": wanted.enabled,
        "who": wanted.who,
        "created_at": wanted.created_at,
    }


def _record(row: RowMapping) -> Channel:
    return Channel(**{**row, "kind": ChannelKind(row["kind"]), "route": _route(row["route"])})


def _route(text: str | None) -> MailRoute | None:
    if text is None:
        return None
    told = json.loads(text)
    return MailRoute(
        host=told["host"],
        sender=told["sender"],
        recipients=tuple(told["recipients"]),
        port=told["port"],
        security=MailSecurity(told["security"]),
        user=told["user"],
    )
