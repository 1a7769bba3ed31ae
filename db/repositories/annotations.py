"""Notes on the time line."""

from dataclasses import replace

from sqlalchemy import Connection, RowMapping, or_, select

from db.repositories.brands import Brands
from db.schema.annotations import annotation
from learning.domain.annotations import Annotation
from learning.domain.errors import NotFound


class Annotations:
    """The notes of each brand; every change raises the brand's notes version."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._brands = Brands(connection)

    def add(self, note: Annotation) -> Annotation:
        """Store a note; returns it with its id."""
        self._brands.raise_notes_version(note.brand_id)
        values = {
            "brand_id": note.brand_id,
            "day_first": note.day_first,
            "day_last": note.day_last,
            "hour_first": note.hour_first,
            "hour_last": note.hour_last,
            "text": note.text,
            "tags": ",".join(sorted(note.tags)),
            "shared": note.shared,
            "who": note.who,
            "source": note.source,
            "created_at": note.created_at,
        }
        stored = self._connection.execute(annotation.insert().values(**values).returning(annotation.c.id))
        return replace(note, id=int(stored.scalar_one()))

    def get(self, brand_id: int, annotation_id: int) -> Annotation:
        """The note of a brand with an id, whoever may see it."""
        row = (
            self._connection.execute(
                select(annotation).where(annotation.c.brand_id == brand_id, annotation.c.id == annotation_id)
            )
            .mappings()
            .first()
        )
        if row is None:
            raise NotFound("note", str(annotation_id))
        return _record(row)

    def update(self, note: Annotation) -> None:
        """Replace days, text, tags and visibility of a stored note; author, source and age stay."""
        statement = (
            annotation.update()
            .where(annotation.c.brand_id == note.brand_id, annotation.c.id == note.id)
            .values(
                day_first=note.day_first,
                day_last=note.day_last,
                hour_first=note.hour_first,
                hour_last=note.hour_last,
                text=note.text,
                tags=",".join(sorted(note.tags)),
                shared=note.shared,
            )
        )
        if not self._connection.execute(statement).rowcount:
            raise NotFound("note", str(note.id))
        self._brands.raise_notes_version(note.brand_id)

    def list_tags(self, brand_id: int, *, who: str | None = None) -> list[str]:
        """The tags of the notes that a person may see, sorted."""
        visible = annotation.c.shared if who is None else or_(annotation.c.shared, annotation.c.who == who)
        rows = self._connection.execute(
            select(annotation.c.tags)
            .where(annotation.c.brand_id == brand_id, annotation.c.tags != "", visible)
            .distinct()
        ).scalars()
        return sorted({tag for tags in rows for tag in tags.split(",")})

    def list_between(self, brand_id: int, day_first: int, day_last: int, *, who: str | None = None) -> list[Annotation]:
        """The notes that touch a range of days: all shared ones, and a person's own."""
        visible = annotation.c.shared if who is None else or_(annotation.c.shared, annotation.c.who == who)
        rows = self._connection.execute(
            select(annotation)
            .where(
                annotation.c.brand_id == brand_id,
                annotation.c.day_first <= day_last,
                annotation.c.day_last >= day_first,
                visible,
            )
            .order_by(annotation.c.day_first, annotation.c.id)
        ).mappings()
        return [_record(row) for row in rows]

    def remove(self, brand_id: int, annotation_id: int) -> None:
        """Remove a note of a brand."""
        statement = annotation.delete().where(annotation.c.brand_id == brand_id, annotation.c.id == annotation_id)
        if not self._connection.execute(statement).rowcount:
            raise NotFound("note", str(annotation_id))
        self._brands.raise_notes_version(brand_id)

    def remove_from_source(self, brand_id: int, source: str) -> int:
        """Remove the notes about a batch; returns how many."""
        statement = annotation.delete().where(annotation.c.brand_id == brand_id, annotation.c.source == source)
        removed = int(self._connection.execute(statement).rowcount)
        if removed:
            self._brands.raise_notes_version(brand_id)
        return removed


def _record(row: RowMapping) -> Annotation:
    values = dict(row)
    values["tags"] = tuple(filter(None, str(values["tags"]).split(",")))
    return Annotation(**values)
